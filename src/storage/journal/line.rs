//! The lines of a journal: a sum of eight hexadecimal digits, a space, and a value in RON.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Entry, Origin};
use crate::{
    model::{Analyst, Edit, Moment, Project},
    storage::{fingerprint::hash, platform},
};

/// The kind of journal that this program writes.
pub(super) const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) version: u32,
    /// The project's file, see [`platform::path_to_text`].
    pub(super) file: Option<String>,
    /// What the file held when it was opened, see [`crate::storage::Fingerprint`].
    pub(super) held: Option<String>,
    pub(super) process: u32,
    /// When the process began, in the system's own count; tells two processes of one number apart.
    pub(super) process_began: Option<u64>,
    pub(super) begun: i64,
    /// The analysts of the project that the edits start from: whoever opens a file gets a layer of their own, which is
    /// not in the file yet.
    #[serde(default)]
    pub(super) analysts: Vec<Analyst>,
}

impl Header {
    pub(super) fn new(origin: Origin<'_>, base: &Project, now: Moment) -> Self {
        let (file, held) = match origin {
            Origin::File(path, held) => (Some(platform::path_to_text(path)), Some(held.to_string())),
            Origin::New | Origin::Unsaved => (None, None),
        };
        let process = std::process::id();
        Self {
            version: VERSION,
            file,
            held,
            process,
            process_began: platform::process_began(process),
            begun: now.0,
            analysts: base.analysts.iter().map(|analyst| (**analyst).clone()).collect(),
        }
    }
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Line<'a> {
    Header(Header),
    /// A new step: the entry's number; how many steps are done with it; when; what.
    Step(u64, u64, i64, Cow<'a, Edit>),
    /// A part of the step before: the entry's number; how many steps are done; when; what.
    Grow(u64, u64, i64, Cow<'a, Edit>),
    /// The entry's number; undone or redone until this many steps are done.
    GoTo(u64, u64),
    /// What was so after the entry of this number was saved, in this file, which held this then.
    Saved(u64, String, String),
    /// The program was left in good order.
    Closed,
}

/// How the line of a step that grew begins, after its sum.
const GROW: &[u8] = b"Grow(";

impl Line<'_> {
    /// The whole line, its end included.
    pub(super) fn text(&self) -> String {
        // Nothing of the model fails to serialize; if it did, a line that does not fit its sum would be the damage.
        let ron = ron::to_string(self).unwrap_or_default();
        format!("{:08x} {ron}\n", sum(ron.as_bytes()))
    }

    /// Reads a line without its end; `None` if it is damaged.
    pub(super) fn read(line: &[u8]) -> Option<Line<'static>> {
        let ron = whole(line)?;
        ron::from_str(std::str::from_utf8(ron).ok()?).ok()
    }
}

/// The line of an entry: its number, and how many steps are done after it.
pub(super) fn of_entry(entry: &Entry, number: u64, done: u64) -> String {
    match entry {
        Entry::Step(edit, at) => Line::Step(number, done, at.0, Cow::Borrowed(edit)),
        Entry::Grow(edit, at) => Line::Grow(number, done, at.0, Cow::Borrowed(edit)),
        Entry::GoTo(_) => Line::GoTo(number, done),
    }
    .text()
}

fn sum(bytes: &[u8]) -> u32 {
    hash(bytes) as u32
}

/// The value of a line if it fits its sum.
fn whole(line: &[u8]) -> Option<&[u8]> {
    let (digits, rest) = line.split_at_checked(8)?;
    let ron = rest.strip_prefix(b" ")?;
    let expected = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (sum(ron) == expected).then_some(ron)
}

/// A journal without the lines that a later one makes needless: while a text is typed, every line holds the whole
/// text so far, and only the last of them counts.
///
/// `lines` must end with a line's end.
pub(super) fn condensed(lines: &[u8]) -> Vec<u8> {
    let grows = |line: &[u8]| line.get(9..).is_some_and(|ron| ron.starts_with(GROW));
    let mut out = Vec::new();
    let mut lines = lines.split_inclusive(|b| *b == b'\n').peekable();
    while let Some(line) = lines.next() {
        let replaced = grows(line)
            && lines
                .peek()
                .is_some_and(|next| grows(next) && whole(next.trim_ascii_end()).is_some());
        if !replaced {
            out.extend_from_slice(line);
        }
    }
    out
}

/// A journal without what was done after the entry of this number; saves that cover no more than that stay.
pub(super) fn until(lines: &[u8], entry: u64) -> Vec<u8> {
    let is_kept = |line: &&[u8]| match Line::read(line.trim_ascii_end()) {
        Some(Line::Header(_)) => true,
        Some(Line::Step(number, ..) | Line::Grow(number, ..) | Line::GoTo(number, _) | Line::Saved(number, ..)) => {
            number <= entry
        }
        Some(Line::Closed) | None => false,
    };
    lines
        .split_inclusive(|b| *b == b'\n')
        .filter(is_kept)
        .flatten()
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(at: i64, title: &str) -> Entry {
        Entry::Step(Edit::SetTitle(title.to_owned()), Moment(at))
    }

    fn grow(title: &str) -> Entry {
        Entry::Grow(Edit::SetTitle(title.to_owned()), Moment(1))
    }

    #[test]
    fn a_line_is_one_line_and_fits_its_sum() {
        let title = "a \"b\"\r\n\u{2028}c\\";
        let text = of_entry(&step(77, title), 5, 3);
        let expected = "Step(5,3,77,SetTitle(\"a \\\"b\\\"\\r\\n\\u{2028}c\\\\\"))\n";
        assert_eq!(text, format!("{} {expected}", &text[..8]));
        let edit = Cow::Owned(Edit::SetTitle(title.to_owned()));
        assert_eq!(Line::read(text.trim_end().as_bytes()), Some(Line::Step(5, 3, 77, edit)));
    }

    #[test]
    fn a_damaged_line_is_known() {
        let text = of_entry(&step(77, "title"), 5, 3);
        let line = text.trim_end().as_bytes();
        for at in 0..line.len() {
            let mut damaged = line.to_vec();
            damaged[at] ^= 1;
            assert_eq!(Line::read(&damaged), None, "byte {at}");
            assert_eq!(Line::read(&line[..at]), None, "cut at {at}");
        }
    }

    #[test]
    fn only_the_last_of_what_was_typed_stays() {
        let entries = [
            step(1, "a"),
            grow("ab"),
            grow("abc"),
            step(9, "x"),
            grow("xy"),
            Entry::GoTo(1),
        ];
        let lines: Vec<String> = (1..).zip(&entries).map(|(n, entry)| of_entry(entry, n, 1)).collect();
        let kept = [0, 2, 3, 4, 5].map(|n: usize| lines[n].clone()).concat();
        assert_eq!(condensed(lines.concat().as_bytes()), kept.as_bytes());
        // A line is not dropped for the sake of a damaged one.
        let damaged = [&lines[1], "00000000 Grow(3,1,1,SetTitle(\"abc\"))\n"].concat();
        assert_eq!(condensed(damaged.as_bytes()), damaged.as_bytes());
    }
}
