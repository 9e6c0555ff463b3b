//! What is wrong with a save file, in words, and where.

use std::fmt;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The project could be opened and nothing of it is lost.
    Repaired,
    /// Opening would lose something, so the file is refused.
    Fatal,
}

/// One problem of a save file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The line it is in, counted from 1, where there is one.
    pub line: Option<usize>,
    /// The character in the line, counted from 1, where there is one.
    pub column: Option<usize>,
    /// What is wrong: what was found, and what is expected there.
    pub message: String,
    /// What was done about it or, for a fatal one, what can be done; may be empty.
    pub outcome: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column}: ")?,
            (Some(line), None) => write!(f, "line {line}: ")?,
            _ => {}
        }
        f.write_str(&self.message)?;
        if !self.outcome.is_empty() {
            write!(f, "; {}", self.outcome)?;
        }
        Ok(())
    }
}

/// The most problems of one severity that are listed one by one; the rest are counted.
pub const MOST_PROBLEMS: usize = 1000;

/// Gathers problems with their places in a text.
pub(super) struct Problems<'a> {
    text: &'a str,
    /// Byte offset of every line's start; made when the first place is asked for.
    lines: Vec<usize>,
    /// Problems with the byte offset they are sorted by.
    found: Vec<(usize, Problem)>,
    repaired: usize,
    fatal: usize,
}

impl<'a> Problems<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            lines: Vec::new(),
            found: Vec::new(),
            repaired: 0,
            fatal: 0,
        }
    }

    /// Whether a fatal one was found.
    pub(super) fn is_fatal(&self) -> bool {
        self.fatal > 0
    }

    /// Line and column, counted from 1, of a byte of the text.
    pub(super) fn place(&mut self, byte: usize) -> (usize, usize) {
        if self.lines.is_empty() {
            self.lines.push(0);
            self.lines
                .extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1));
        }
        let byte = self.text.floor_char_boundary(byte);
        let line = self.lines.partition_point(|start| *start <= byte);
        let start = self.lines[line - 1];
        let before = &self.text[start..byte];
        let before = if start == 0 {
            before.trim_start_matches('\u{feff}')
        } else {
            before
        };
        (line, before.chars().count() + 1)
    }

    /// Adds a fatal problem at a byte of the text.
    pub(super) fn fatal(&mut self, byte: usize, message: impl Into<String>, remedy: impl Into<String>) {
        self.add(Severity::Fatal, byte, message.into(), remedy.into());
    }

    /// Adds a repaired problem at a byte of the text.
    pub(super) fn repaired(&mut self, byte: usize, message: impl Into<String>, done: impl Into<String>) {
        self.add(Severity::Repaired, byte, message.into(), done.into());
    }

    fn add(&mut self, severity: Severity, byte: usize, message: String, outcome: String) {
        let count = match severity {
            Severity::Repaired => &mut self.repaired,
            Severity::Fatal => &mut self.fatal,
        };
        *count += 1;
        if *count > MOST_PROBLEMS {
            return;
        }
        let (line, column) = self.place(byte);
        let problem = Problem {
            severity,
            line: Some(line),
            column: Some(column),
            message,
            outcome,
        };
        self.found.push((byte, problem));
    }

    /// All problems in the order of the text and, if there were too many to list, how many more.
    pub(super) fn into_list(mut self) -> Vec<Problem> {
        self.found.sort_by_key(|(byte, _)| *byte);
        let mut list: Vec<Problem> = self.found.into_iter().map(|(_, problem)| problem).collect();
        for (severity, count) in [(Severity::Repaired, self.repaired), (Severity::Fatal, self.fatal)] {
            if let Some(more) = count.checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
                list.push(Problem {
                    severity,
                    line: None,
                    column: None,
                    message: format!("and {more} more problems like these"),
                    outcome: String::new(),
                });
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters() {
        let mut problems = Problems::new("\u{feff}(\r\n  “é”: 1\n");
        for (byte, place) in [
            (0, (1, 1)),
            (3, (1, 1)),
            (4, (1, 2)),
            (6, (2, 1)),
            (11, (2, 4)),
            (16, (2, 6)),
            (99, (3, 1)),
        ] {
            assert_eq!(problems.place(byte), place, "byte {byte}");
        }
    }

    #[test]
    fn problems_are_listed_in_order_and_counted() {
        let text = "x\n".repeat(2 * MOST_PROBLEMS);
        let mut problems = Problems::new(&text);
        for n in (0..MOST_PROBLEMS + 7).rev() {
            problems.repaired(n * 2, "odd", "kept");
        }
        let list = problems.into_list();
        assert_eq!(list.len(), MOST_PROBLEMS + 1);
        assert_eq!(list[0].to_string(), "line 8, column 1: odd; kept");
        assert_eq!(list[MOST_PROBLEMS].to_string(), "and 7 more problems like these");
    }
}
