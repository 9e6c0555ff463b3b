//! Spoils texts: byte by byte as a bad disk or cable does, and token by token as people, editors and enemies do.

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
