//! What the usual keys and buttons do to a note's Markdown source: text in, text and selection out.
//!
//! Not here: the field (`editor`), how Markdown is shown (`ui::markdown`).

use std::ops::Range;

use crate::model::{Focus, link};

/// A change of the source: the text, and what is selected in it afterwards, in code points.
pub(super) type Changed = (String, Range<usize>);

fn byte_of(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
}

/// Puts a mark around a stretch, or takes it off where it is there.
pub(super) fn wrapped(text: &str, range: &Range<usize>, mark: &str) -> Changed {
    let (from, to) = (byte_of(text, range.start), byte_of(text, range.end));
    let (before, inside, after) = (&text[..from], &text[from..to], &text[to..]);
    let length = mark.chars().count();
    if let (Some(b), Some(a)) = (before.strip_suffix(mark), after.strip_prefix(mark)) {
        // Italics inside bold: one star of two is not ours.
        let other = mark == "*" && b.ends_with('*') && a.starts_with('*') && !b.ends_with("**");
        if !other {
            return (format!("{b}{inside}{a}"), range.start - length..range.end - length);
        }
    }
    (
        format!("{before}{mark}{inside}{mark}{after}"),
        range.start + length..range.end + length,
    )
}

/// Puts a mark before every line of a stretch, or takes it off where every line has it.
pub(super) fn lines_marked(text: &str, range: &Range<usize>, mark: &str) -> Changed {
    let (from, to) = (byte_of(text, range.start), byte_of(text, range.end));
    let start = text[..from].rfind('\n').map_or(0, |n| n + 1);
    let end = text[to..].find('\n').map_or(text.len(), |n| to + n);
    let lines: Vec<&str> = text[start..end].split('\n').collect();
    let all = lines.iter().all(|line| line.starts_with(mark));
    let changed: Vec<String> = lines
        .iter()
        .map(|line| match line.strip_prefix(mark) {
            Some(rest) if all => rest.to_owned(),
            _ => format!("{mark}{line}"),
        })
        .collect();
    let middle = changed.join("\n");
    let first = text[..start].chars().count();
    let selected = first..first + middle.chars().count();
    (format!("{}{middle}{}", &text[..start], &text[end..]), selected)
}

/// Puts a link in the place of a stretch; words that were selected become its text. What has a name is linked without
/// words, so that the link says the name as it is.
pub(super) fn linked(text: &str, range: &Range<usize>, name: &str, address: &str) -> Changed {
    let (from, to) = (byte_of(text, range.start), byte_of(text, range.end));
    let named = matches!(
        link::read(address),
        Some(Focus::Cell(_) | Focus::Actor(_) | Focus::Issue(_) | Focus::Document(_))
    );
    let words = match &text[from..to] {
        "" if named => "",
        "" => name,
        words => words,
    };
    let words = words.replace(['[', ']'], "");
    let put = format!("[{words}]({address})");
    let end = range.start + put.chars().count();
    (format!("{}{put}{}", &text[..from], &text[to..]), end..end)
}

/// The mark that begins a line of a list or quotation, its indent included, and the one that the next line gets.
fn mark_of(line: &str) -> Option<(&str, String)> {
    let rest = line.trim_start_matches(' ');
    let indent = &line[..line.len() - rest.len()];
    for mark in ["- [ ] ", "- [x] ", "- ", "* ", "+ ", "> "] {
        if rest.starts_with(mark) {
            let next = mark.replace('x', " ");
            return Some((&line[..indent.len() + mark.len()], format!("{indent}{next}")));
        }
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let dot = rest[digits..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let number: u32 = rest[..digits].parse().ok()?;
    rest[digits + 1..].starts_with(' ').then(|| {
        let next = format!("{indent}{}{dot} ", number.saturating_add(1));
        (&line[..indent.len() + digits + 2], next)
    })
}

/// What Enter does at a caret inside a list or quotation: the next line goes on with it; on a line with nothing but its
/// mark the list ends. `None` where Enter is just a line break.
pub(super) fn continued(text: &str, range: &Range<usize>) -> Option<Changed> {
    if !range.is_empty() {
        return None;
    }
    let at = byte_of(text, range.start);
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let (mark, next) = mark_of(&text[start..end])?;
    if at < start + mark.len() {
        return None;
    }
    if text[start + mark.len()..end].trim().is_empty() {
        let caret = text[..start].chars().count();
        return Some((format!("{}{}", &text[..start], &text[end..]), caret..caret));
    }
    let caret = range.start + 1 + next.chars().count();
    Some((format!("{}\n{next}{}", &text[..at], &text[at..]), caret..caret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_on_and_off() {
        let (text, range) = wrapped("say nö more", &(4..6), "**");
        assert_eq!((text.as_str(), &range), ("say **nö** more", &(6..8)));
        assert_eq!(wrapped(&text, &range, "**"), ("say nö more".to_owned(), 4..6));
        assert_eq!(wrapped(&text, &range, "*").0, "say ***nö*** more");
        assert_eq!(wrapped("", &(0..0), "*"), ("**".to_owned(), 1..1));
        let (text, range) = lines_marked("a\nbé\nc", &(2..5), "- ");
        assert_eq!(text, "a\n- bé\n- c");
        assert_eq!(lines_marked(&text, &range, "- ").0, "a\nbé\nc");
    }

    #[test]
    fn enter_goes_on_with_a_list_and_ends_it() {
        for (text, at, expected) in [
            ("- one", 5, Some(("- one\n- ", 8))),
            ("- one\n- ", 8, Some(("- one\n", 6))),
            ("- one two", 5, Some(("- one\n-  two", 8))),
            ("  * é", 5, Some(("  * é\n  * ", 10))),
            ("9. nine", 7, Some(("9. nine\n10. ", 12))),
            ("1) a\nb", 4, Some(("1) a\n2) \nb", 8))),
            ("> so", 4, Some(("> so\n> ", 7))),
            ("- [x] done", 10, Some(("- [x] done\n- [ ] ", 17))),
            ("- one", 1, None),
            ("plain", 5, None),
            ("-no space", 9, None),
            ("1.5 million", 11, None),
            ("", 0, None),
        ] {
            let found = continued(text, &(at..at));
            let found = found.as_ref().map(|(text, range)| (text.as_str(), range.start));
            assert_eq!(found, expected, "{text:?} at {at}");
        }
    }

    #[test]
    fn a_link_takes_the_words_selected_or_says_the_name() {
        assert_eq!(
            linked("see it", &(4..6), "China × AUKUS", "standpoint:cell/china/aukus").0,
            "see [it](standpoint:cell/china/aukus)"
        );
        let (text, range) = linked("é ", &(2..2), "China", "standpoint:actor/china");
        assert_eq!((text.as_str(), range), ("é [](standpoint:actor/china)", 28..28));
        let (text, _) = linked("é ", &(2..2), "“so”", "standpoint:passage/p1");
        assert_eq!(
            text, "é [“so”](standpoint:passage/p1)",
            "an id says nothing to a reader"
        );
    }
}
