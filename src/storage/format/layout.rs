//! Takes a save file apart into its fields and records, each a stretch of the text that is read on its own.

use std::{collections::BTreeMap, ops::Range};

use super::{
    FORMAT, Refusal,
    problem::Problems,
    split::{Fault, Resume, resume, skip_space, value_end},
    words::{found, like, listed},
};

/// The lists of a project, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Documents,
    Actors,
    Issues,
    Periods,
    Analysts,
    Passages,
    Positions,
    Notes,
    Dismissals,
}

/// Every field of a project after `format`.
const FIELDS: [&str; 10] = [
    "title",
    "documents",
    "actors",
    "issues",
    "periods",
    "analysts",
    "passages",
    "positions",
    "notes",
    "dismissals",
];

impl Section {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "documents" => Self::Documents,
            "actors" => Self::Actors,
            "issues" => Self::Issues,
            "periods" => Self::Periods,
            "analysts" => Self::Analysts,
            "passages" => Self::Passages,
            "positions" => Self::Positions,
            "notes" => Self::Notes,
            "dismissals" => Self::Dismissals,
            _ => return None,
        })
    }

    /// One record of it: "an actor".
    pub(super) fn one(self) -> &'static str {
        match self {
            Self::Documents => "a document",
            Self::Actors => "an actor",
            Self::Issues => "an issue",
            Self::Periods => "a period",
            Self::Analysts => "an analyst",
            Self::Passages => "a passage",
            Self::Positions => "a position",
            Self::Notes => "a note",
            Self::Dismissals => "a dismissal",
        }
    }
}

/// One record's stretch of the text.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Why its end was not found, if it was cut at the next record.
    pub(super) fault: Option<Fault>,
}

/// Where everything is.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) title: Option<Range<usize>>,
    pub(super) lists: BTreeMap<Section, Vec<Stretch>>,
}

/// The text gave out, or cannot be followed further; it was reported.
struct Stop;

/// Takes a text apart. What is wrong with the layout itself goes to `problems`; only a newer format ends at once.
pub(super) fn layout(text: &str, problems: &mut Problems<'_>) -> Result<Layout, Refusal> {
    let mut taker = Taker {
        text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        problems,
        layout: Layout::default(),
        patience: text.len().saturating_mul(4),
    };
    if let Ok(format) = taker.format() {
        if format > FORMAT {
            return Err(Refusal::Newer { format });
        }
        // What stopped it was reported.
        taker.fields().unwrap_or(());
    }
    Ok(taker.layout)
}

struct Taker<'t, 'p, 'b> {
    text: &'t str,
    at: usize,
    problems: &'p mut Problems<'b>,
    layout: Layout,
    /// How many more bytes may be looked through for the ends of faulty records, so that no text takes the time of
    /// its square.
    patience: usize,
}

impl Taker<'_, '_, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) -> Result<(), Stop> {
        match skip_space(self.text, self.at) {
            Ok(at) => self.at = at,
            Err(fault) => return Err(self.stop(fault)),
        }
        Ok(())
    }

    fn stop(&mut self, fault: Fault) -> Stop {
        tell_fault(self.text, fault, self.problems);
        Stop
    }

    fn unexpected(&mut self, expected: &str) -> Stop {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            ends_early(self.text, self.problems);
        } else if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]
            .iter()
            .any(|mark| rest.starts_with(mark))
        {
            let remedy = "keep the lines of one side, and delete the other's and the marks";
            self.problems
                .fatal(self.at, "a conflict that git left is not settled", remedy);
        } else {
            let message = format!("expected {expected}, found {}", found(self.text, self.at));
            self.problems.fatal(self.at, message, "");
        }
        Stop
    }

    fn name(&mut self) -> Result<&str, Stop> {
        let length = self.text.as_bytes()[self.at..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
            .count();
        if length == 0 {
            return Err(self.unexpected("a field's name or )"));
        }
        let name = &self.text[self.at..self.at + length];
        self.at += length;
        self.space()?;
        if self.peek() != Some(b':') {
            return Err(self.unexpected("a colon"));
        }
        self.at += 1;
        self.space()?;
        Ok(name)
    }

    /// The stretch of the value here; `self.at` goes to its end.
    fn value(&mut self) -> Result<Range<usize>, Stop> {
        let start = self.at;
        match value_end(self.text, start) {
            Ok(end) if end == self.text.len() => {
                ends_early(self.text, self.problems);
                Err(Stop)
            }
            Ok(end) => {
                self.at = end;
                Ok(start..end)
            }
            Err(fault) => Err(self.stop(fault)),
        }
    }

    /// What stands before the first field and the first field, `format`.
    fn format(&mut self) -> Result<u64, Stop> {
        if self.text.trim_start_matches('\u{feff}').trim().is_empty() {
            self.problems.fatal(0, "the file is empty", "");
            return Err(Stop);
        }
        if self.text.starts_with('\0') {
            let message = "the file begins with zero bytes: it was not copied or synchronised whole";
            self.problems.fatal(0, message, "get it again from where it came from");
            return Err(Stop);
        }
        self.space()?;
        if self.peek() != Some(b'(') {
            let message = format!(
                "this is no project of Standpoint: expected (, found {}",
                found(self.text, self.at)
            );
            self.problems.fatal(self.at, message, "");
            return Err(Stop);
        }
        self.at += 1;
        self.space()?;
        let start = self.at;
        if self.name()? != "format" {
            let message = format!("expected `format: {FORMAT}` first, found {}", found(self.text, start));
            self.problems.fatal(start, message, "");
            return Err(Stop);
        }
        let digits = self.text[self.at..].bytes().take_while(u8::is_ascii_digit).count();
        let number = &self.text[self.at..self.at + digits];
        if self.at + digits == self.text.len() {
            ends_early(self.text, self.problems);
            return Err(Stop);
        }
        match number.parse::<u64>() {
            Ok(format) if format > 0 => {
                self.at += digits;
                Ok(format)
            }
            Err(error) if *error.kind() == std::num::IntErrorKind::PosOverflow => Ok(u64::MAX),
            _ => {
                let message = format!(
                    "expected the number of the format, {FORMAT}, found {}",
                    found(self.text, self.at)
                );
                self.problems.fatal(self.at, message, "");
                Err(Stop)
            }
        }
    }

    /// The fields after `format`, to the end of the file.
    fn fields(&mut self) -> Result<(), Stop> {
        let mut seen: Vec<String> = Vec::new();
        loop {
            self.space()?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b')') => break,
                _ => return Err(self.unexpected("a comma or )")),
            }
            self.space()?;
            if self.peek() == Some(b')') {
                break;
            }
            let start = self.at;
            let name = self.name()?.to_owned();
            if seen.contains(&name) {
                self.problems
                    .fatal(start, format!("the field `{name}` is given twice"), "");
                self.value()?;
            } else if name == "title" {
                self.layout.title = Some(self.value()?);
            } else if let Some(section) = Section::of(&name) {
                self.section(section)?;
            } else {
                let message = format!(
                    "a project has no field `{name}`; the fields are {}{}",
                    listed(&FIELDS, "and"),
                    like(&name, &FIELDS)
                );
                self.problems.fatal(start, message, "");
                self.value()?;
            }
            seen.push(name);
        }
        self.at += 1;
        self.space()?;
        if self.at < self.text.len() {
            let message = format!("expected the end of the file, found {}", found(self.text, self.at));
            self.problems.fatal(self.at, message, "");
        }
        Ok(())
    }

    /// A list of records.
    fn section(&mut self, section: Section) -> Result<(), Stop> {
        if self.peek() != Some(b'[') {
            let message = format!("expected [, found {}", found(self.text, self.at));
            self.problems.fatal(self.at, message, "");
            self.value()?;
            return Ok(());
        }
        self.at += 1;
        let mut records = Vec::new();
        let outcome = self.records(section, &mut records);
        records.shrink_to_fit();
        self.layout.lists.insert(section, records);
        outcome
    }

    fn records(&mut self, section: Section, records: &mut Vec<Stretch>) -> Result<(), Stop> {
        loop {
            self.space()?;
            let start = self.at;
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'(') => {}
                _ => {
                    self.unexpected(&format!("the ( of {}", section.one()));
                    self.resume(start)?;
                    continue;
                }
            }
            let end = value_end(self.text, start);
            match end {
                Ok(end) if self.swallows(start..end) => self.cut(start, Fault::Joined(start, end), records)?,
                Ok(end) => {
                    self.at = end;
                    records.push(Stretch {
                        range: start..end,
                        fault: None,
                    });
                    match self.peek() {
                        Some(b',') => self.at += 1,
                        Some(b']') => {}
                        _ => {
                            self.unexpected("a comma or ]");
                            self.resume(end)?;
                        }
                    }
                }
                Err(fault) => self.cut(start, fault, records)?,
            }
        }
    }

    /// Whether a record is faulty and took the next one for its own, as one with an open quotation mark does.
    fn swallows(&self, record: Range<usize>) -> bool {
        matches!(resume(&self.text[..record.end], record.start), Some(Resume::Record(_)))
            && ron::from_str::<serde::de::IgnoredAny>(&self.text[record]).is_err()
    }

    /// Goes on after a faulty record where the layout gives away the next one.
    fn resume(&mut self, from: usize) -> Result<(), Stop> {
        match resume(self.text, from.min(self.text.len())) {
            Some(Resume::Record(at) | Resume::End(at)) => {
                self.at = at;
                Ok(())
            }
            None => Err(Stop),
        }
    }

    /// Ends a record whose end cannot be found before the next one.
    fn cut(&mut self, start: usize, fault: Fault, records: &mut Vec<Stretch>) -> Result<(), Stop> {
        let looked_through = fault.seen(self.text.len()).saturating_sub(start);
        let patience = self.patience.checked_sub(looked_through);
        self.patience = patience.unwrap_or_default();
        if patience.is_none() || self.resume(start).is_err() {
            return Err(self.stop(fault));
        }
        let end = start + self.text[start..self.at].trim_end().trim_end_matches(',').len();
        records.push(Stretch {
            range: start..end,
            fault: Some(fault),
        });
        Ok(())
    }
}

/// Reports why the end of a value was not found.
pub(super) fn tell_fault(text: &str, fault: Fault, problems: &mut Problems<'_>) {
    // A file that ends as a save file does was not cut off: the fault is where it is said to be.
    if fault.is_early_end() && text.trim_end().rsplit('\n').next() != Some(")") {
        ends_early(text, problems);
        return;
    }
    match fault {
        Fault::OpenString(at) => {
            problems.fatal(at, "the text that begins here has no closing quotation mark", "");
        }
        Fault::OpenComment(at) => problems.fatal(at, "the comment that begins here has no end", ""),
        Fault::OpenBracket(at) => {
            let message = format!("the {} that stands here is not closed", found(text, at));
            problems.fatal(at, message, "");
        }
        Fault::Mismatch(opened, at) => {
            let (line, column) = problems.place(opened);
            let message = format!(
                "{} does not close the {} of line {line}, column {column}",
                found(text, at),
                found(text, opened)
            );
            problems.fatal(at, message, "");
        }
        Fault::Joined(at, _) => problems.fatal(at, "expected a comma after the record that begins here", ""),
        Fault::Deep(at) => problems.fatal(at, "brackets are nested too deeply", ""),
    }
}

fn ends_early(text: &str, problems: &mut Problems<'_>) {
    problems.fatal(
        text.len(),
        "the file ends too early: it was cut off, or not copied or synchronised whole",
        "get it again from where it came from",
    );
}
