//! Finding what a person types in the articles: words as they are typed plainly, or a regular expression.
//!
//! The text and what is looked for are folded alike (`fold`), so that plain spaces, quotation marks and dashes find
//! typographic ones; what is found is given in code points of the document, exactly.
//! Words may reach over the end of a paragraph; in a regular expression a paragraph is a line, `^` and `$` are its
//! ends, and every other rule of folding holds too.
//! Not here: names of actors and issues (`mentions`).

#[cfg(test)]
mod tests;

use std::{fmt, ops::Range};

use memchr::memmem;
use regex::{Regex, RegexBuilder};

use super::fold::{Folded, Folding, is_whole, parts_accent};
use crate::model::{Body, capitalised};

/// The most memory that a regular expression may take, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

/// What is looked for, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// As it was typed.
    pub text: String,
    /// Whether accents are told apart.
    pub accents: bool,
    /// Whether only whole words are found.
    pub words: bool,
    /// Whether it is a regular expression.
    pub regex: bool,
}

/// Why a text is no regular expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPattern {
    /// What is wrong.
    pub what: String,
    /// Which character of the text it is about, counted from 0; `None` if it is the whole.
    pub at: Option<usize>,
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            Some(at) => write!(f, "{} (character {})", self.what, at + 1),
            None => f.write_str(&self.what),
        }
    }
}

impl std::error::Error for BadPattern {}

#[derive(Debug, Clone)]
enum Means {
    Words(Box<memmem::Finder<'static>>),
    Pattern(Regex),
}

/// A query made ready.
#[derive(Debug, Clone)]
pub struct Finder {
    means: Means,
    folding: Folding,
    words: bool,
}

impl Finder {
    /// Makes a query ready; `None` if there is nothing to look for.
    pub fn new(query: &Query) -> Result<Option<Self>, BadPattern> {
        let folding = Folding {
            accents: query.accents,
            case: query.regex,
            lines: query.regex,
        };
        let folded = Folded::of(&query.text, folding);
        if folded.text().trim().is_empty() {
            return Ok(None);
        }
        let means = if query.regex {
            Means::Pattern(pattern(&query.text, folded.text())?)
        } else {
            Means::Words(Box::new(memmem::Finder::new(folded.text()).into_owned()))
        };
        Ok(Some(Self {
            means,
            folding,
            words: query.words,
        }))
    }

    /// Folds a document's text as this query wants it.
    pub fn folded(&self, body: &Body) -> Folded {
        Folded::of_body(body, self.folding)
    }

    /// Everything found in a text that [`Self::folded`] made, in code points, in order; no two overlap, none is empty.
    pub fn hits<'a>(&'a self, text: &'a Folded) -> impl Iterator<Item = Range<u32>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let bytes = self.next(text.text(), from)?;
                if bytes.is_empty() {
                    from = after_one(text.text(), bytes.start);
                } else if self.is_good(text.text(), &bytes) {
                    from = bytes.end;
                    return Some(text.range(bytes));
                } else {
                    from = after_one(text.text(), bytes.start);
                }
            }
        })
    }

    fn next(&self, text: &str, from: usize) -> Option<Range<usize>> {
        match &self.means {
            Means::Words(words) => {
                let at = from + words.find(text.as_bytes().get(from..)?)?;
                Some(at..at + words.needle().len())
            }
            Means::Pattern(_) if from > text.len() => None,
            Means::Pattern(pattern) => pattern.find_at(text, from).map(|hit| hit.range()),
        }
    }

    fn is_good(&self, text: &str, bytes: &Range<usize>) -> bool {
        !(self.folding.accents && parts_accent(text, bytes)) && (!self.words || is_whole(text, bytes))
    }
}

/// The byte after the character at a byte.
fn after_one(text: &str, byte: usize) -> usize {
    byte + text[byte..].chars().next().map_or(1, char::len_utf8)
}

/// Compiles a regular expression: typed so, and folded.
fn pattern(typed: &str, folded: &str) -> Result<Regex, BadPattern> {
    // The message is to be about what was typed.
    for text in [typed, folded] {
        regex_syntax::parse(text).map_err(|error| bad(text, &error))?;
    }
    RegexBuilder::new(folded)
        .case_insensitive(true)
        .multi_line(true)
        .size_limit(SIZE_LIMIT)
        .build()
        .map_err(|error| BadPattern {
            what: match error {
                regex::Error::CompiledTooBig(_) => "The expression is too large: it may take 1 MB".to_owned(),
                other => other.to_string(),
            },
            at: None,
        })
}

fn bad(text: &str, error: &regex_syntax::Error) -> BadPattern {
    let (what, byte) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.offset),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.offset),
        other => {
            return BadPattern {
                what: sentence(&other.to_string()),
                at: None,
            };
        }
    };
    BadPattern {
        what: sentence(&what),
        at: Some(text.get(..byte).map_or(0, |before| before.chars().count())),
    }
}

/// The first line of a message, with a capital.
fn sentence(what: &str) -> String {
    capitalised(what.lines().next().unwrap_or_default())
}
