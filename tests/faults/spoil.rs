//! Spoils texts: byte by byte as a bad disk or cable does, token by token as enemies and careless editors do, and gently
//! as people do who know the format: most of what comes out of that opens.

use std::{borrow::Cow, ops::Range};

use crate::random::Random;

/// What means something in a save file, a journal or an article.
const MEANING: [&str; 34] = [
    "\"",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "/*",
    "*/",
    "//",
    "r#\"",
    "\"#",
    "\n    (",
    "'",
    "None",
    "Some(",
    "-1",
    "0",
    "4294967295",
    "18446744073709551616",
    "1e999",
    "NaN",
    "\u{202e}",
    "\u{feff}",
    "\0",
    "\r\n",
    "\u{2028}",
    "<p>",
    "</div>",
    "&#x110000;",
    "| - |\n",
];

/// Spoils some bytes in one to three places.
pub(crate) fn bytes(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..1 + random.below(3) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(8) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => bytes.truncate(at),
            4 => bytes[at..end].fill(0),
            5 => {
                let piece: Vec<u8> = bytes.drain(at..end).collect();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            _ => {
                let meaning = random.of(&MEANING).bytes();
                bytes.splice(at..end.min(at + random.below(3)), meaning);
            }
        }
    }
}

/// Spoils a text in one to three places, between its tokens: most of what comes out is still well formed.
pub(crate) fn tokens(text: &str, random: &mut Random) -> String {
    let mut tokens = split(text);
    for _ in 0..1 + random.below(3) {
        if tokens.is_empty() {
            break;
        }
        let (at, other) = (random.below(tokens.len()), random.below(tokens.len()));
        match random.below(11) {
            0 => tokens.swap(at, other),
            1 => drop(tokens.remove(at)),
            2 => tokens.insert(at, tokens[other]),
            // A value in the place of another.
            3..=5 => tokens[at] = tokens[other],
            6 => tokens[at] = *random.of(&MEANING),
            7 => {
                // A whole thing twice, or not at all: from a line's beginning to another's.
                let begin = tokens[..at].iter().rposition(|t| t.contains('\n')).unwrap_or(0);
                let end = tokens[at..]
                    .iter()
                    .position(|t| t.contains('\n'))
                    .map_or(tokens.len(), |n| at + n);
                if random.below(2) == 0 {
                    drop(tokens.drain(begin..end));
                } else {
                    let line = tokens[begin..end].to_vec();
                    tokens.splice(end..end, line);
                }
            }
            8 => {
                // The same over and over.
                let times = 1 << random.below(9);
                tokens.splice(at..at, std::iter::repeat_n(tokens[other], times).collect::<Vec<_>>());
            }
            9 => {
                let times = 1 << random.below(12);
                let bracket = *random.of(&["(", "[", "{", "Some(", "[(", "/*"]);
                tokens.splice(at..at, std::iter::repeat_n(bracket, times));
            }
            _ => {
                let after_next = (at + 2).min(tokens.len() - 1);
                tokens.swap(at, after_next);
            }
        }
    }
    tokens.concat()
}

/// Words of which one may stand where another stands.
const EXCHANGEABLE: [&[&str]; 6] = [
    &[
        "StronglyOpposes",
        "Opposes",
        "Neutral",
        "Supports",
        "StronglySupports",
        "Ambivalent",
        "Silent",
    ],
    &["Low", "Medium", "High"],
    &["Stated", "Reported", "Inferred", "Predicted"],
    &["For", "Against"],
    &["Paragraph", "Quotation", "ListItem"],
    &["true", "false"],
];

/// The fields and blocks that hold texts.
const TEXTS: [&str; 15] = [
    "title",
    "author",
    "source",
    "name",
    "proposition",
    "description",
    "group",
    "quotation",
    "prefix",
    "suffix",
    "rationale",
    "text",
    "Paragraph",
    "Quotation",
    "ListItem",
];

/// What is put into texts: letters of several scripts, marks that join the letter before, what must be escaped.
const LETTERS: [&str; 24] = [
    "a",
    "Z",
    "é",
    "e\u{301}",
    "ß",
    "İ",
    "я",
    "中",
    "ع",
    "א",
    "🇺🇦",
    "👩‍👩‍👧",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\\n",
    "\\t",
    "\\\"",
    "\\\\",
    "\\r\\n",
    "\\u{2028}",
    "“",
    " ",
    "  ",
];

/// Space that a person or an editor leaves, and remarks.
const SPACE: [&str; 8] = [
    " ",
    "\n",
    "\t",
    "\r\n",
    "\n\n    ",
    " /* a remark, /* in a remark */ */ ",
    " // \"a remark\"\n",
    "\u{a0}",
];

/// Changes a save file in one to five places as somebody does who edits it by hand, so that it mostly still opens:
/// texts, numbers, stances, whole lines, the value of a field for that of another record, space and remarks.
pub(crate) fn gently(text: &str, random: &mut Random) -> String {
    let mut tokens: Vec<Cow<'_, str>> = split(text).into_iter().map(Cow::Borrowed).collect();
    for _ in 0..1 + random.below(5) {
        if tokens.is_empty() {
            break;
        }
        let at = random.below(tokens.len());
        let find = |is: &dyn Fn(&str) -> bool| {
            let from_here = (at..tokens.len()).chain(0..at);
            from_here.into_iter().find(|n| is(&tokens[*n]))
        };
        let is_number = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        let is_space = |t: &str| t.trim().is_empty();
        match random.below(10) {
            0..=2 => {
                // Mostly what people write, now and then an id.
                let anything = random.below(6) == 0;
                let is_text = |n: usize| {
                    let before = [n.checked_sub(2), n.checked_sub(3)].map(|n| n.map_or("", |n| &*tokens[n]));
                    tokens[n].starts_with('"') && (anything || before.iter().any(|word| TEXTS.contains(word)))
                };
                let texts: Vec<usize> = (0..tokens.len()).filter(|n| is_text(*n)).collect();
                if !texts.is_empty() {
                    let at = *random.of(&texts);
                    tokens[at] = retyped(&tokens[at], random).into();
                }
            }
            3 => {
                if let Some(at) = find(&is_number) {
                    let number: u64 = tokens[at].parse().unwrap_or(0);
                    let other = [number + 1, number.saturating_sub(1), number + 10, random.any() % 3000];
                    tokens[at] = random.of(&other).to_string().into();
                }
            }
            4 | 5 => {
                let family = *random.of(&EXCHANGEABLE);
                if let Some(at) = find(&|t| family.contains(&t)) {
                    tokens[at] = (*random.of(family)).into();
                }
            }
            6 => {
                // Two records near each other change places, or one is there twice or no more.
                let records: Vec<_> = lines(&tokens).filter(|line| tokens[line.start + 1] == "(").collect();
                if records.is_empty() {
                    continue;
                }
                let here = random.below(records.len());
                let near = &records[here.saturating_sub(3)..(here + 4).min(records.len())];
                let (one, other) = (records[here].clone(), random.of(near).clone());
                let (first, last) = if one.start < other.start {
                    (one, other)
                } else {
                    (other, one)
                };
                let (first_line, last_line) = (tokens[first.clone()].to_vec(), tokens[last.clone()].to_vec());
                let others = [
                    vec![],
                    last_line.clone(),
                    [&last_line[..], &last_line[..]].concat(),
                    first_line.clone(),
                ];
                let choice = random.below(others.len());
                tokens.splice(last, others[choice].clone());
                if choice == others.len() - 1 {
                    tokens.splice(first, last_line);
                }
            }
            7 => {
                // The same field of two records.
                let field = |at: usize| at.checked_sub(3).map(|before| tokens[before].clone());
                let fields: Vec<usize> = (3..tokens.len())
                    .filter(|n| tokens[*n].starts_with('"') && tokens[n - 2] == ":")
                    .collect();
                if fields.is_empty() {
                    continue;
                }
                let one = *random.of(&fields);
                let same: Vec<usize> = fields.into_iter().filter(|n| field(*n) == field(one)).collect();
                tokens.swap(one, *random.of(&same));
            }
            8 => {
                if let Some(at) = find(&is_space) {
                    tokens[at] = (*random.of(&SPACE)).into();
                }
            }
            _ => {
                if let Some(at) = find(&|t| t == ",") {
                    tokens[at] = random.of(&[",", ", ", ",// more\n", " /*,*/ ,"]).to_string().into();
                }
            }
        }
    }
    tokens.concat()
}

/// A string with letters more, fewer or others.
fn retyped(string: &str, random: &mut Random) -> String {
    let inner = string.trim_matches('"');
    // Where a letter begins that is no part of an escape.
    let mut places = vec![inner.len()];
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if !escaped {
            places.push(at);
        }
        escaped = !escaped && c == '\\';
    }
    let (from, to) = (*random.of(&places), *random.of(&places));
    let (from, to) = (from.min(to), from.max(to));
    let letters: String = (0..random.below(4)).map(|_| *random.of(&LETTERS)).collect();
    match random.below(4) {
        0 => format!("\"{}{letters}{}\"", &inner[..from], &inner[to..]),
        1 => format!("\"{}{}\"", inner, &inner[from..to]),
        2 if !inner.contains('\\') => format!("r##\"{inner}\"##"),
        _ => format!("\"{}{letters}{}\"", &inner[..from], &inner[from..]),
    }
}

/// The tokens of each line, its break at the beginning.
fn lines<'t>(tokens: &'t [Cow<'_, str>]) -> impl Iterator<Item = Range<usize>> + 't {
    let breaks = |from: usize| (from..tokens.len()).find(|n| tokens[*n].starts_with('\n'));
    let mut next = breaks(0);
    std::iter::from_fn(move || {
        let begin = next?;
        next = breaks(begin + 1);
        Some(begin..next?)
    })
}

/// Strings in quotation marks, words, stretches of space, and single characters.
fn split(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let while_it = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = match first {
            '"' => string(rest),
            c if c.is_whitespace() => while_it(char::is_whitespace),
            c if c.is_alphanumeric() => while_it(|c| c.is_alphanumeric() || c == '_'),
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The length of the string that a text begins with, in bytes.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
