//! Finds where the values of a save file begin and end, without reading them.
//!
//! A file is taken apart into its fields and their records first, so that each record can be read, and be faulty, on
//! its own.
//! The lexical rules are RON's: strings with escapes, raw strings, characters, comments, nested brackets.

use memchr::{memchr, memchr2, memmem};

/// The deepest nesting of brackets inside one value; the format needs four.
const DEEPEST: usize = 32;

/// Why the end of a value was not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The text ended inside a string that begins at this byte.
    OpenString(usize),
    /// The text ended inside a comment that begins at this byte.
    OpenComment(usize),
    /// The text ended before the bracket at this byte was closed.
    OpenBracket(usize),
    /// The bracket at the first byte is closed by another kind of bracket at the second.
    Mismatch(usize, usize),
    /// Brackets are nested too deeply at this byte.
    Deep(usize),
    /// The record that begins at the first byte took the next one for its own and ended at the second.
    Joined(usize, usize),
}

impl Fault {
    /// Whether the text ended too early.
    pub(super) fn is_early_end(self) -> bool {
        matches!(self, Self::OpenString(_) | Self::OpenComment(_) | Self::OpenBracket(_))
    }

    /// How far a text of `length` bytes was read before the fault showed.
    pub(super) fn seen(self, length: usize) -> usize {
        match self {
            Self::OpenString(_) | Self::OpenComment(_) | Self::OpenBracket(_) => length,
            Self::Mismatch(_, at) | Self::Deep(at) | Self::Joined(_, at) => at,
        }
    }
}

/// The first byte at or after `at` that is neither white space nor inside a comment.
pub(super) fn skip_space(text: &str, mut at: usize) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\n' | b'\r' | b'\x0b' | b'\x0c') => at += 1,
            Some(b'/') => match comment_end(bytes, at)? {
                Some(end) => at = end,
                None => return Ok(at),
            },
            _ => return Ok(at),
        }
    }
}

/// The byte after the comment that begins at `at`, if one does.
fn comment_end(bytes: &[u8], at: usize) -> Result<Option<usize>, Fault> {
    match bytes.get(at + 1) {
        Some(b'/') => Ok(Some(
            memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1),
        )),
        Some(b'*') => {
            let mut depth = 1_usize;
            let mut inside = at + 2;
            while depth > 0 {
                let next = memchr2(b'*', b'/', &bytes[inside..]).ok_or(Fault::OpenComment(at))? + inside;
                inside = match (bytes[next], bytes.get(next + 1)) {
                    (b'*', Some(b'/')) => {
                        depth -= 1;
                        next + 2
                    }
                    (b'/', Some(b'*')) => {
                        depth += 1;
                        next + 2
                    }
                    _ => next + 1,
                };
            }
            Ok(Some(inside))
        }
        _ => Ok(None),
    }
}

/// The byte after the string whose opening quotation mark is at `at`.
fn string_end(bytes: &[u8], at: usize) -> Result<usize, Fault> {
    let mut inside = at + 1;
    loop {
        let next = memchr2(b'"', b'\\', bytes.get(inside..).unwrap_or_default()).ok_or(Fault::OpenString(at))?;
        inside += next;
        if bytes[inside] == b'"' {
            return Ok(inside + 1);
        }
        inside += 2;
    }
}

/// The byte after the raw string whose `r` is at `at`, if one begins there.
fn raw_string_end(bytes: &[u8], at: usize) -> Result<Option<usize>, Fault> {
    let hashes = bytes[at + 1..].iter().take_while(|b| **b == b'#').count();
    let open = at + 1 + hashes;
    if bytes.get(open) != Some(&b'"') {
        return Ok(None);
    }
    let mut close = vec![b'"'];
    close.resize(hashes + 1, b'#');
    memmem::find(&bytes[open + 1..], &close)
        .map(|length| Some(open + 1 + length + close.len()))
        .ok_or(Fault::OpenString(at))
}

/// The byte after the character literal that begins at `at`, if one does.
fn character_end(text: &str, at: usize) -> Option<usize> {
    let mut characters = text[at + 1..].char_indices();
    let (_, first) = characters.next()?;
    if first == '\\' {
        return text[at + 2..]
            .bytes()
            .take(12)
            .skip(1)
            .position(|b| b == b'\'')
            .map(|n| at + n + 4);
    }
    let (length, second) = characters.next()?;
    (second == '\'').then_some(at + length + 2)
}

/// The end of the value that begins at `at`: the byte of the comma or closing bracket after it, or the text's end.
/// White space and comments before that byte count as the value's.
pub(super) fn value_end(text: &str, mut at: usize) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'"' => string_end(bytes, at)?,
            b'r' if !in_word(bytes, at) => raw_string_end(bytes, at)?.unwrap_or(at + 1),
            b'\'' => character_end(text, at).unwrap_or(at + 1),
            b'/' => comment_end(bytes, at)?.unwrap_or(at + 1),
            b'(' | b'[' | b'{' => {
                if open.len() == DEEPEST {
                    return Err(Fault::Deep(at));
                }
                open.push(at);
                at + 1
            }
            b')' | b']' | b'}' => {
                let Some(opened) = open.pop() else { return Ok(at) };
                let fits = matches!((bytes[opened], byte), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
                if !fits {
                    return Err(Fault::Mismatch(opened, at));
                }
                at + 1
            }
            b',' if open.is_empty() => return Ok(at),
            _ => at + 1,
        };
    }
    match open.first() {
        Some(opened) => Err(Fault::OpenBracket(*opened)),
        None => Ok(at),
    }
}

fn in_word(bytes: &[u8], at: usize) -> bool {
    at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_' || !bytes[at - 1].is_ascii())
}

/// Where reading can go on after a faulty record: the place that the file's own layout gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resume {
    /// A record begins at this byte.
    Record(usize),
    /// The list ends at this byte, that of its `]`.
    End(usize),
}

/// The next line after byte `from` that begins as a record or a list's end does in the layout that [`super::write()`]
/// gives.
pub(super) fn resume(text: &str, from: usize) -> Option<Resume> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\n', &bytes[from..]).find_map(|at| {
        let line = from + at + 1;
        let rest = &bytes[line..];
        if rest.starts_with(b"    (") {
            Some(Resume::Record(line + 4))
        } else if rest.starts_with(b"  ]") {
            Some(Resume::End(line + 2))
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_ron_says() {
        for (text, end) in [
            ("5, 6", Ok(1)),
            (r#""a,]" , b"#, Ok(6)),
            (r#""a\",]", b"#, Ok(7)),
            (r##"r#"a",]"#, b"##, Ok(9)),
            (r#"For("x", y), b"#, Ok(11)),
            ("(a: [1, (2)], b: {}) ]", Ok(21)),
            ("1 /* , /* ] */ */, b", Ok(17)),
            ("1 // , ]\n, b", Ok(9)),
            ("',', b", Ok(3)),
            (r"'\'', b", Ok(4)),
            (r"'\u{2c}', b", Ok(8)),
            ("it's, b", Ok(4)),
            ("for(1, 2", Err(Fault::OpenBracket(3))),
            ("\"a", Err(Fault::OpenString(0))),
            ("\"a\\", Err(Fault::OpenString(0))),
            ("r#\"a\"", Err(Fault::OpenString(0))),
            ("(1]", Err(Fault::Mismatch(0, 2))),
            ("(/* ", Err(Fault::OpenComment(1))),
            ("", Ok(0)),
        ] {
            assert_eq!(value_end(text, 0), end, "{text}");
        }
        assert_eq!(value_end(&"[".repeat(1_000_000), 0), Err(Fault::Deep(DEEPEST)));
    }

    #[test]
    fn space_and_comments_are_skipped() {
        assert_eq!(skip_space(" \r\n// x\n\t/* y */ z", 0), Ok(17));
        assert_eq!(skip_space("/ z", 0), Ok(0));
        assert_eq!(skip_space("// to the end", 0), Ok(13));
        assert_eq!(skip_space("/* /* */", 0), Err(Fault::OpenComment(0)));
    }

    #[test]
    fn reading_goes_on_at_the_next_record() {
        let text = "(a,\n      x\n    (b),\n  ],\n";
        assert_eq!(resume(text, 0), Some(Resume::Record(16)));
        assert_eq!(resume(text, 16), Some(Resume::End(23)));
        assert_eq!(resume(text, 23), None);
    }
}
