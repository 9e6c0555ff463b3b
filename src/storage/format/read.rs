//! Reads a save file: the way from its bytes to a project or to the list of what is wrong.
//!
//! What each record becomes, and what must fit what, is in `things`.
//! Problems are of two kinds: what can be opened all the same without losing anything is repaired and listed; what
//! would lose something makes the file refused, with the whole list.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use imbl::{OrdMap, OrdSet};
use serde::Deserialize;

use super::{
    layout::{Layout, Section, Stretch, layout, tell_fault},
    problem::{Problem, Problems, Severity},
    shelf::Shelf,
    things::Marked,
    words::tell,
};
use crate::{
    model::{
        Actor, Analyst, Anchor, Check, Dismissal, Document, Issue, Note, NoteId, Passage, PassageId, Period, Position,
        PositionKey, Project,
    },
    storage::Progress,
};

/// The largest file that is opened, in bytes (512 MiB).
pub const LARGEST: u64 = 512 << 20;

/// A project as it stands in a file, and what to know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The project. Passages have the anchors that the file gives them.
    pub project: Project,
    /// Passages whose words stand elsewhere, once, with their new anchors; to be applied as one edit.
    pub moved: Vec<(PassageId, Anchor)>,
    /// Passages whose words stand in several places or nowhere; they are kept for a person to look at.
    pub unsure: Vec<(PassageId, Check)>,
    /// What was repaired or is to be known, in the order of the file; none of it fatal.
    pub problems: Vec<Problem>,
}

/// Why a text is not opened.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// It comes from a later version of this program.
    #[error("made by a newer version of Standpoint (format {format}); nothing was changed; update to open it")]
    Newer {
        /// The format it says it has.
        format: u64,
    },
    /// It would lose something, or cannot be read; at least one problem is fatal.
    #[error("{}", told(.0))]
    Faulty(Vec<Problem>),
    /// The caller no longer wants it.
    #[error("cancelled; nothing was changed")]
    Cancelled,
}

fn told(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    lines.join("\n")
}

/// Reads a project from the bytes of a save file.
pub fn read(bytes: &[u8]) -> Result<Read, Refusal> {
    read_with(bytes, &Progress::new())
}

/// Reads a project, saying how far it is.
pub fn read_with(bytes: &[u8], progress: &Progress) -> Result<Read, Refusal> {
    if bytes.len() as u64 > LARGEST {
        return Err(Refusal::Faulty(vec![lone(&format!(
            "the file has {} MB; the most that is opened is {} MB",
            bytes.len() >> 20,
            LARGEST >> 20
        ))]));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(Refusal::Faulty(vec![not_text(bytes, error.valid_up_to())])),
    };
    progress.begin(text.len() as u64);
    let mut reader = Reader::new(text, progress);
    let layout = layout(text, &mut reader.problems)?;
    reader.all(&layout);
    reader.finish()
}

fn lone(message: &str) -> Problem {
    Problem {
        severity: Severity::Fatal,
        line: None,
        column: None,
        message: message.to_owned(),
        outcome: String::new(),
    }
}

fn not_text(bytes: &[u8], valid: usize) -> Problem {
    let text = std::str::from_utf8(&bytes[..valid]).unwrap_or_default();
    let (line, column) = Problems::new(text).place(valid);
    Problem {
        line: Some(line),
        column: Some(column),
        ..lone(&format!(
            "the file is no UTF-8 text: found the byte {:#04x}, which cannot stand there",
            bytes.get(valid).copied().unwrap_or_default()
        ))
    }
}

/// A reading under way.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) problems: Problems<'t>,
    progress: &'t Progress,
    /// Lists with a record that could not be read: what is missing may stand there.
    pub(super) faulty: BTreeSet<Section>,
    pub(super) title: String,
    pub(super) documents: Shelf<Document>,
    pub(super) actors: Shelf<Actor>,
    pub(super) issues: Shelf<Issue>,
    pub(super) periods: Shelf<Period>,
    pub(super) analysts: Shelf<Analyst>,
    pub(super) passages: OrdMap<PassageId, Arc<Passage>>,
    /// Positions with the byte where each stands.
    pub(super) positions: BTreeMap<PositionKey, (usize, Arc<Position>)>,
    /// Notes with the byte where each stands.
    pub(super) notes: BTreeMap<NoteId, (usize, Arc<Note>)>,
    pub(super) dismissals: OrdSet<Dismissal>,
    pub(super) moved: Vec<(PassageId, Anchor)>,
    pub(super) unsure: Vec<(PassageId, Check)>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, progress: &'t Progress) -> Self {
        Self {
            text,
            problems: Problems::new(text),
            progress,
            faulty: BTreeSet::new(),
            title: String::new(),
            documents: Shelf::new(),
            actors: Shelf::new(),
            issues: Shelf::new(),
            periods: Shelf::new(),
            analysts: Shelf::new(),
            passages: OrdMap::new(),
            positions: BTreeMap::new(),
            notes: BTreeMap::new(),
            dismissals: OrdSet::new(),
            moved: Vec::new(),
            unsure: Vec::new(),
        }
    }

    /// Reads everything, in the order in which one thing refers to another.
    fn all(&mut self, layout: &Layout) {
        if let Some(range) = &layout.title {
            let value = &self.text[range.clone()];
            match options().from_str::<String>(value) {
                Ok(title) => self.title = title,
                Err(error) => self.tell(range.start, value, "the title", &error),
            }
        }
        self.each(layout, Section::Documents, Self::document);
        self.each(layout, Section::Actors, Self::actor);
        self.each(layout, Section::Issues, Self::issue);
        self.each(layout, Section::Periods, Self::period);
        self.each(layout, Section::Analysts, Self::analyst);
        let mut marked: Vec<Marked> = Vec::new();
        self.each(layout, Section::Passages, |this, at, record| {
            marked.push(this.passage(at, record)?);
            Some(())
        });
        self.keep_passages(marked);
        self.each(layout, Section::Positions, Self::position);
        self.each(layout, Section::Notes, Self::note);
        self.each(layout, Section::Dismissals, Self::dismissal);
    }

    /// Reads the records of one list; `take` gives `None` for one that is not what it should be, and reports why.
    fn each<R: Deserialize<'t>>(
        &mut self,
        layout: &Layout,
        section: Section,
        mut take: impl FnMut(&mut Self, usize, R) -> Option<()>,
    ) {
        let stretches: &[Stretch] = layout.lists.get(&section).map_or(&[], Vec::as_slice);
        let options = options();
        for Stretch { range, fault } in stretches {
            if self.progress.is_cancelled() {
                return;
            }
            let value = &self.text[range.clone()];
            let taken = match (options.from_str::<R>(value), fault) {
                (Ok(record), None) => take(self, range.start, record),
                (Ok(_), Some(fault)) => {
                    tell_fault(self.text, *fault, &mut self.problems);
                    None
                }
                (Err(error), _) => {
                    self.tell(range.start, value, section.one(), &error);
                    None
                }
            };
            if taken.is_none() {
                self.faulty.insert(section);
            }
            self.progress.advance(range.len() as u64);
        }
    }

    fn tell(&mut self, at: usize, value: &str, what: &str, error: &ron::error::SpannedError) {
        let told = tell(value, what, error);
        self.problems.fatal(at + told.at, told.message, "");
    }

    /// The byte of the text where a field's value stands, or the record's if that is not known.
    pub(super) fn place_of(&self, record: usize, value: &str) -> usize {
        // A value with escapes in it is a copy and lies elsewhere.
        let start = self.text.as_ptr().addr();
        value
            .as_ptr()
            .addr()
            .checked_sub(start + 1) // the quotation mark before it
            .filter(|at| *at < self.text.len())
            .unwrap_or(record)
    }

    /// Reports that a field's value is not what it should be.
    pub(super) fn refuse(&mut self, record: usize, value: &str, message: &str) {
        let at = self.place_of(record, value);
        self.problems.fatal(at, message, "");
    }

    fn finish(self) -> Result<Read, Refusal> {
        if self.progress.is_cancelled() {
            return Err(Refusal::Cancelled);
        }
        if self.problems.is_fatal() {
            return Err(Refusal::Faulty(self.problems.into_list()));
        }
        let project = Project {
            title: self.title,
            documents: self.documents.into_items(),
            actors: self.actors.into_items(),
            issues: self.issues.into_items(),
            periods: self.periods.into_items(),
            analysts: self.analysts.into_items(),
            passages: self.passages,
            positions: self.positions.into_iter().map(|(key, (_, p))| (key, p)).collect(),
            notes: self.notes.into_iter().map(|(id, (_, n))| (id, n)).collect(),
            dismissals: self.dismissals,
        };
        Ok(Read {
            project,
            moved: self.moved,
            unsure: self.unsure,
            problems: self.problems.into_list(),
        })
    }
}

/// How values are written: optional ones bare.
fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}
