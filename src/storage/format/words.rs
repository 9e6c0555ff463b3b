//! What the RON reader found wrong, in words for a person.

use ron::error::{Error, SpannedError};

use super::{problem::Problems, text::quoted};

/// A fault inside one value: where, counted in bytes from the value's beginning, and what it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) at: usize,
    pub(super) message: String,
}

/// Tells what is wrong with `value`, which the reader refused with `error`. `what` is the thing it should be ("an
/// actor", "the title").
pub(super) fn tell(value: &str, what: &str, error: &SpannedError) -> Told {
    let start = byte_of(value, error.span.start.line, error.span.start.col);
    let end = byte_of(value, error.span.end.line, error.span.end.col);
    let expected = |expected: &str| format!("expected {expected}, found {}", found(value, end));
    let (at, message) = match &error.code {
        Error::NoSuchStructField { expected, found, .. } => (
            start,
            format!(
                "{what} has no field `{found}`; the fields are {}{}",
                listed(expected, "and"),
                like(found, expected)
            ),
        ),
        Error::MissingStructField { field, .. } => (0, format!("{what} has no `{field}`, which it needs")),
        Error::DuplicateStructField { field, .. } => (start, format!("the field `{field}` is given twice")),
        Error::NoSuchEnumVariant { expected, found, .. } => (
            start,
            format!(
                "expected {}, found `{found}`{}",
                listed(expected, "or"),
                like(found, expected)
            ),
        ),
        Error::IntegerOutOfBounds => (
            start,
            format!(
                "{} is out of range: expected a whole number from 0 to 4294967295",
                number(value, start)
            ),
        ),
        Error::InvalidIntegerDigit { digit, .. } => (end, format!("`{digit}` is no digit of a whole number")),
        Error::InvalidEscape(_) => {
            let at = escape_before(value, end);
            (
                at,
                format!(
                    "{} is no escape: expected \\\" \\\\ \\n \\r \\t or \\u{{…}} with a character's number",
                    found_escape(value, at)
                ),
            )
        }
        Error::ExpectedStringEnd => (
            start,
            "the text that begins here has no closing quotation mark".to_owned(),
        ),
        Error::ExpectedString => (end, expected("a text in quotation marks")),
        Error::ExpectedInteger => (end, expected("a whole number")),
        Error::ExpectedFloat => (end, expected("a number")),
        Error::ExpectedBoolean => (end, expected("true or false")),
        Error::ExpectedArray => (end, expected("[")),
        Error::ExpectedArrayEnd => (end, expected("a comma or ]")),
        Error::ExpectedComma => (end, expected("a comma or a closing bracket")),
        Error::ExpectedMapColon => (end, expected("a colon")),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => (end, expected("(")),
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => (end, expected("a comma or )")),
        Error::ExpectedDifferentStructName { .. } => (start, format!("expected (, found {}", found(value, start))),
        Error::ExpectedIdentifier | Error::SuggestRawIdentifier(_) | Error::InvalidIdentifier(_) => {
            (end, expected("a word without quotation marks"))
        }
        Error::ExpectedUnit | Error::TrailingCharacters => (end, expected(&format!("the end of {what}"))),
        Error::Eof => (value.len(), format!("{what} ends too early")),
        Error::UnexpectedChar(_) => (end, format!("unexpected {}", found(value, end))),
        Error::UnclosedBlockComment | Error::UnclosedLineComment => {
            (start, "the comment that begins here has no end".to_owned())
        }
        Error::ExceededRecursionLimit => (start, "brackets are nested too deeply".to_owned()),
        Error::Message(message) => (end, format!("{what} has {message}")),
        Error::ExpectedDifferentLength { expected, found } => (end, too_few(expected, *found)),
        Error::InvalidValueForType { expected, found } => (end, format!("expected {expected}, found {found}")),
        other => (end, format!("{what} cannot be read ({other})")),
    };
    Told { at, message }
}

/// What is wrong with a text that is one value, with its place: "line 3, column 5: expected …".
pub(in crate::storage) fn explain(text: &str, what: &str, error: &SpannedError) -> String {
    let told = tell(text, what, error);
    let (line, column) = Problems::new(text).place(told.at);
    format!("line {line}, column {column}: {}", told.message)
}

/// `a`, `b` or `c`
pub(super) fn listed(names: &[&str], last_word: &str) -> String {
    match names {
        [] => "none".to_owned(),
        [only] => format!("`{only}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} {last_word} `{last}`", first.join(", "))
        }
    }
}

/// "`Cell` needs 2 values and has 1", of what serde calls "tuple variant TargetRecord::Cell with 2 elements".
fn too_few(expected: &str, found: usize) -> String {
    let parts = expected.rsplit("::").next().and_then(|rest| {
        let (name, rest) = rest.split_once(" with ")?;
        Some((name, rest.split(' ').next()?))
    });
    match parts {
        Some((name, count)) => format!("`{name}` needs {count} values and has {found}"),
        None => format!("expected {expected}, found {found} values"),
    }
}

/// "; did you mean `…`?" where one name is almost another.
pub(super) fn like(found: &str, names: &[&str]) -> String {
    let letters = |s: &str| {
        s.to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let wanted = letters(found);
    names
        .iter()
        .map(|name| (strays(&wanted, &letters(name)), name))
        .min()
        .filter(|(strays, name)| *strays <= 2 && *strays * 2 <= name.len())
        .map_or_else(String::new, |(_, name)| format!("; did you mean `{name}`?"))
}

/// Letters to add, drop or change to make one short word of another (Levenshtein's distance); words of over 40
/// letters are not compared.
fn strays(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(41).collect(), b.chars().collect());
    if a.len() > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// What stands at a byte of a value, in words.
pub(super) fn found(value: &str, at: usize) -> String {
    let rest = &value[value.ceil_char_boundary(at)..];
    match rest.chars().next() {
        None => "the end".to_owned(),
        Some('"') => {
            let text = &rest[1..];
            let end = text.find('"').unwrap_or(text.len());
            format!("the text {}", quoted(&text[..end], 30))
        }
        Some(c) if c.is_ascii_digit() || c == '-' || c == '+' => format!("the number {}", number(rest, 0)),
        Some(c) if c.is_alphanumeric() || c == '_' => {
            let word: String = rest
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .take(41)
                .collect();
            format!("`{}`", shortened(&word))
        }
        Some('\n' | '\r') => "the end of the line".to_owned(),
        Some(c) if c.is_ascii_punctuation() || c == ' ' => format!("`{c}`"),
        Some(c) => quoted(&c.to_string(), 1),
    }
}

fn number(value: &str, at: usize) -> String {
    let at = value.ceil_char_boundary(at);
    let before = &value[..at];
    let sign = if before.ends_with('-') { "-" } else { "" };
    let digits: String = value[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_'))
        .take(41)
        .collect();
    format!("{sign}{}", shortened(&digits))
}

fn shortened(word: &str) -> String {
    match word.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

/// The last backslash at or before a byte.
fn escape_before(value: &str, at: usize) -> usize {
    value[..value.floor_char_boundary(at)].rfind('\\').unwrap_or(at)
}

fn found_escape(value: &str, at: usize) -> String {
    let rest = &value[at..];
    let taken = if rest.starts_with("\\u{") {
        rest.find('}').map_or(3, |n| (n + 1).min(12))
    } else {
        rest.chars().take(2).map(char::len_utf8).sum()
    };
    quoted_raw(&rest[..rest.floor_char_boundary(taken)])
}

/// The characters as they stand, save those that a terminal would obey.
fn quoted_raw(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// The byte of a line and column (in characters) of a value, both counted from 1.
fn byte_of(value: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        _ => memchr::memchr_iter(b'\n', value.as_bytes())
            .nth(line - 2)
            .map_or(value.len(), |at| at + 1),
    };
    value[start..]
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(value.len(), |(at, _)| start + at)
}
