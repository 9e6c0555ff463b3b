//! Identities.
//!
//! Actors, issues, periods, analysts and documents have readable ids made from their names, so that two people who
//! both add "China" mean the same one.
//! Passages and notes have random ids, so that two people's never collide.
//! Not here: where the randomness comes from (the caller hands it in).

use std::{cmp::Ordering, fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// The longest readable id, in code points; longer names are cut at a word where possible.
pub const MAX_SLUG: usize = 64;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// A readable id has something other than letters and digits joined by single hyphens.
    #[error("\"{0}\" is no id: expected lower-case letters and digits, words joined by \"-\"")]
    Slug(String),
    /// A random id has something other than 1 to 12 of a–z and 0–9, the first not 0.
    #[error("\"{0}\" is no id: expected 1 to 12 of a–z and 0–9, the first not 0")]
    Random(String),
}

/// Makes the readable id of a name: letters and digits in lower case, everything else a single hyphen.
///
/// Letters of any script stay ("Россия" → `россия`); the empty name gives `unnamed`.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in name.nfkc().flat_map(char::to_lowercase) {
        if length >= MAX_SLUG {
            break;
        }
        let marks_a_letter = is_mark(c) && out.chars().next_back().is_some_and(|last| last != '-');
        if c.is_alphanumeric() || marks_a_letter {
            out.push(c);
            length += 1;
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' && c != '’' {
            out.push('-');
            length += 1;
        }
    }
    let trimmed = out.trim_end_matches('-');
    if trimmed.is_empty() {
        "unnamed".to_owned()
    } else {
        trimmed.to_owned()
    }
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= MAX_SLUG + 8
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .chars()
            .all(|c| c == '-' || is_mark(c) || (c.is_alphanumeric() && c.to_lowercase().eq([c])))
}

macro_rules! readable_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                // A project that was read has each id's text once: neighbours in its tables mostly have the same one.
                if Arc::ptr_eq(&self.0, &other.0) {
                    return Ordering::Equal;
                }
                self.0.cmp(&other.0)
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl $name {
            /// Makes the id of a name, see [`slug`].
            pub fn from_name(name: &str) -> Self {
                Self(slug(name).into())
            }

            /// Makes the id of a name that is not yet `taken`: `china`, else `china-2`, `china-3`, …
            pub fn free(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
                let base = slug(name);
                let first = Self(base.as_str().into());
                if !taken(&first) {
                    return first;
                }
                (2_u32..)
                    .map(|n| Self(format!("{base}-{n}").into()))
                    .find(|id| !taken(id))
                    .unwrap_or(first)
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                if is_slug(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(IdError::Slug(text.to_owned()))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

readable_id!(
    /// Names an actor.
    ActorId
);
readable_id!(
    /// Names an issue.
    IssueId
);
readable_id!(
    /// Names a period.
    PeriodId
);
readable_id!(
    /// Names an analyst, and so a layer.
    AnalystId
);
readable_id!(
    /// Names a document.
    DocumentId
);

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// One more than the largest random id: 36 to the power of 12.
const RANDOM_END: u64 = 36_u64.pow(12);

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(u64);

        impl $name {
            /// Makes an id from 64 random bits; the caller says where they come from.
            pub fn from_random(bits: u64) -> Self {
                // The upper half of the range, so that every id made here has eleven or twelve characters.
                Self(RANDOM_END / 36 + bits % (RANDOM_END - RANDOM_END / 36))
            }

            /// The id after this one; for finding a free id near a taken one.
            #[must_use]
            pub fn next(self) -> Self {
                Self((self.0 + 1) % RANDOM_END)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let fault = || IdError::Random(text.chars().take(40).collect());
                if text.is_empty() || text.len() > 12 || (text.starts_with('0') && text.len() > 1) {
                    return Err(fault());
                }
                let mut value = 0_u64;
                for b in text.bytes() {
                    let digit = DIGITS.iter().position(|d| *d == b).ok_or_else(fault)?;
                    value = value * 36 + digit as u64;
                }
                Ok(Self(value))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut buffer = [0_u8; 12];
                let mut at = buffer.len();
                let mut value = self.0;
                loop {
                    at -= 1;
                    buffer[at] = DIGITS[(value % 36) as usize];
                    value /= 36;
                    if value == 0 {
                        break;
                    }
                }
                f.write_str(std::str::from_utf8(&buffer[at..]).unwrap_or_default())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

random_id!(
    /// Names a passage.
    PassageId
);
random_id!(
    /// Names a note.
    NoteId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_readable() {
        for (name, expected) in [
            ("China", "china"),
            ("Central and Eastern Europe", "central-and-eastern-europe"),
            ("  The US–led “order” ", "the-us-led-order"),
            ("Russia’s backyard", "russias-backyard"),
            ("Россия", "россия"),
            ("中国", "中国"),
            ("Łódź", "łódź"),
            ("…", "unnamed"),
            ("", "unnamed"),
        ] {
            assert_eq!(slug(name), expected, "slug of {name:?}");
            assert!(slug(name).parse::<ActorId>().is_ok(), "{name:?} parses back");
        }
    }

    #[test]
    fn free_ids_count_on() {
        let taken = ["china", "china-2"];
        let id = ActorId::free("China", |id| taken.contains(&id.as_str()));
        assert_eq!(id.as_str(), "china-3");
    }

    #[test]
    fn bad_slugs_are_refused() {
        for text in ["", "China", "a b", "-a", "a--b", "a/b"] {
            assert!(text.parse::<ActorId>().is_err(), "{text:?} is refused");
        }
    }

    proptest::proptest! {
        #[test]
        fn random_ids_round_trip(bits: u64) {
            let id = PassageId::from_random(bits);
            let text = id.to_string();
            proptest::prop_assert!(text.len() >= 11 && text.len() <= 12);
            proptest::prop_assert_eq!(text.parse::<PassageId>(), Ok(id));
        }

        #[test]
        fn every_name_has_an_id(name: String) {
            let parsed: Result<IssueId, IdError> = slug(&name).parse();
            proptest::prop_assert!(parsed.is_ok(), "{:?} -> {:?}", name, slug(&name));
        }
    }
}
