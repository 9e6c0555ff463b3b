//! The text of a note that keeps conflicts inside a file: written, and read back.
//!
//! Under a line that names the thing stands each aspect of it with what was and what either side has, as people read
//! it. Not here: what is made of it (`settle` and `kept`).

use super::Values;

/// How the first line of such a note begins.
const BEGINNING: &str = "**To settle after a merge:** ";

/// What stands where a side has nothing.
const NOTHING: &str = "nothing";

/// The side that the file is of, as a note calls it.
pub(super) const HERE: &str = "here";
/// The side that came in.
pub(super) const THERE: &str = "there";

/// A name as the first line of a note has it.
pub(super) fn subject(name: &str) -> String {
    name.replace('\n', " ")
}

/// What a note's first line names.
pub(super) fn subject_of(text: &str) -> &str {
    let first = text.lines().map(str::trim_end).find(|line| !line.is_empty());
    let first = first.unwrap_or_default();
    first.split_once(":** ").map_or(first, |(_, subject)| subject)
}

/// The text of a note about a thing, with what it tells of each aspect.
pub(super) fn text(name: &str, aspects: impl IntoIterator<Item = (String, Values)>) -> String {
    let mut text = format!("{BEGINNING}{}\n", subject(name));
    for (aspect, values) in aspects {
        text.push_str(&format!("\n{aspect}:\n"));
        for (side, value) in [(HERE, values.mine), (THERE, values.theirs), ("before", values.base)] {
            let value = match value {
                None => NOTHING.to_owned(),
                Some(value) if is_nothing(&value) => format!("“{value}”"),
                // A continued list item is indented.
                Some(value) => value.replace('\n', "\n  "),
            };
            text.push_str(&format!("- {side}: {value}\n"));
        }
    }
    text
}

/// Whether a value is the word for none, or that word in quotation marks.
fn is_nothing(value: &str) -> bool {
    unquoted(value).map_or(value == NOTHING, is_nothing)
}

fn unquoted(value: &str) -> Option<&str> {
    value.strip_prefix('“')?.strip_suffix('”')
}

/// One aspect of a thing as its note tells it.
pub(super) struct Told<'t> {
    /// What it is: "Stance", "Order of issues".
    pub(super) aspect: &'t str,
    values: Vec<(&'t str, String)>,
}

impl<'t> Told<'t> {
    /// What a note tells.
    pub(super) fn all(text: &'t str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in text.split('\n').skip(1) {
            let item = line.strip_prefix("- ").and_then(|item| item.split_once(": "));
            match (item, line.strip_prefix("  "), line.strip_suffix(':'), all.last_mut()) {
                (Some((side, value)), _, _, Some(last)) => last.values.push((side, value.to_owned())),
                (_, Some(more), _, Some(last)) => {
                    if let Some((_, value)) = last.values.last_mut() {
                        value.push('\n');
                        value.push_str(more);
                    }
                }
                (_, _, Some(aspect), _) => all.push(Self {
                    aspect,
                    values: Vec::new(),
                }),
                _ => {}
            }
        }
        all
    }

    /// What a side has, if anything.
    pub(super) fn value(&self, side: &str) -> Option<&str> {
        let (_, value) = self.values.iter().find(|(of, _)| *of == side)?;
        match unquoted(value) {
            Some(inner) if is_nothing(inner) => Some(inner),
            _ => (value != NOTHING).then_some(value),
        }
    }
}
