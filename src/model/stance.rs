//! The scales of a judgment: stance, confidence, basis.
//!
//! Not here: how they look (`ui::theme`) and what is computed from them (`analysis`).

use serde::{Deserialize, Serialize};

/// Where an actor stands on an issue's proposition.
///
/// Five steps of an ordinal scale, −2 to +2, and two values off it.
/// "Not coded" is none of these: it is the absence of a stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stance {
    /// −2
    StronglyOpposes,
    /// −1
    Opposes,
    /// 0: takes notice, leans neither way
    Neutral,
    /// +1
    Supports,
    /// +2
    StronglySupports,
    /// Signals both ways; off the scale.
    Ambivalent,
    /// The text says that the actor takes no position; off the scale.
    Silent,
}

impl Stance {
    /// All stances, in the order of the keys 1 to 7.
    pub const ALL: [Self; 7] = [
        Self::StronglyOpposes,
        Self::Opposes,
        Self::Neutral,
        Self::Supports,
        Self::StronglySupports,
        Self::Ambivalent,
        Self::Silent,
    ];

    /// The place on the scale, −2 to +2; `None` for the two values off it.
    pub fn score(self) -> Option<i8> {
        match self {
            Self::StronglyOpposes => Some(-2),
            Self::Opposes => Some(-1),
            Self::Neutral => Some(0),
            Self::Supports => Some(1),
            Self::StronglySupports => Some(2),
            Self::Ambivalent | Self::Silent => None,
        }
    }

    /// In words, as after an actor's name: "opposes", "is silent".
    pub fn verb(self) -> &'static str {
        match self {
            Self::StronglyOpposes => "strongly opposes",
            Self::Opposes => "opposes",
            Self::Neutral => "is neutral",
            Self::Supports => "supports",
            Self::StronglySupports => "strongly supports",
            Self::Ambivalent => "is ambivalent",
            Self::Silent => "is silent",
        }
    }

    /// The word for lists, tables and menus: "opposes", "neutral", "silent".
    pub fn word(self) -> &'static str {
        self.verb().trim_start_matches("is ")
    }

    /// The key that sets it in the matrix: '1' to '7'.
    pub fn key(self) -> char {
        match self {
            Self::StronglyOpposes => '1',
            Self::Opposes => '2',
            Self::Neutral => '3',
            Self::Supports => '4',
            Self::StronglySupports => '5',
            Self::Ambivalent => '6',
            Self::Silent => '7',
        }
    }

    /// Reads [`Self::word`], a score such as "-1" or "+2", or an unambiguous beginning of the word, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace('−', "-");
        if text.is_empty() {
            return None;
        }
        if let Ok(score) = text.trim_start_matches('+').parse::<i8>() {
            return Self::ALL.into_iter().find(|s| s.score() == Some(score));
        }
        let mut hits = Self::ALL.into_iter().filter(|s| s.word().starts_with(&text));
        let first = hits.next()?;
        (first.word() == text || hits.next().is_none()).then_some(first)
    }
}

/// How sure the analyst is of a judgment; apart from the stance's strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    /// All values, lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// On whose word a judgment rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// The actor said so.
    Stated,
    /// The author reports it.
    Reported,
    /// The analyst concludes it from the text.
    Inferred,
    /// The author expects it of the future.
    Predicted,
}

impl Basis {
    /// All values.
    pub const ALL: [Self; 4] = [Self::Stated, Self::Reported, Self::Inferred, Self::Predicted];

    /// The word shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Reported => "reported",
            Self::Inferred => "inferred",
            Self::Predicted => "predicted",
        }
    }

    /// Whose word it is, for tooltips.
    pub fn explained(self) -> &'static str {
        match self {
            Self::Stated => "The actor said so",
            Self::Reported => "The author reports it",
            Self::Inferred => "The analyst concludes it from the text",
            Self::Predicted => "The author expects it",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stances_parse_from_words_scores_and_beginnings() {
        for stance in Stance::ALL {
            assert_eq!(Stance::parse(stance.word()), Some(stance), "{stance:?}");
            if let Some(score) = stance.score() {
                assert_eq!(Stance::parse(&score.to_string()), Some(stance), "{score}");
            }
        }
        for (text, expected) in [
            ("op", Some(Stance::Opposes)),
            ("SUP", Some(Stance::Supports)),
            ("+2", Some(Stance::StronglySupports)),
            ("−1", Some(Stance::Opposes)),
            ("strongly o", Some(Stance::StronglyOpposes)),
            ("strongly", None),
            ("s", None),
            ("", None),
            ("x", None),
            ("3", None),
        ] {
            assert_eq!(Stance::parse(text), expected, "{text:?}");
        }
    }
}
