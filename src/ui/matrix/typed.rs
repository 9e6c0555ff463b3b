//! Setting a stance by typing its first letters.

use crate::model::Stance;

/// Seconds after which the next letter begins anew.
const PAUSE: f64 = 1.2;

/// What was typed so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    letters: String,
    /// When the last letter came, in seconds of the window's clock.
    at: f64,
}

/// What the letters mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One stance, and no other.
    Set(Stance),
    /// More than one is possible yet.
    Open(Vec<Stance>),
    /// No stance begins like this.
    Nothing,
}

impl Typed {
    /// Whether letters wait for more.
    pub(super) fn is_open(&self, now: f64) -> bool {
        !self.letters.is_empty() && now - self.at <= PAUSE
    }

    /// Takes typed text; a text that means one stance, or none, is forgotten at once.
    pub(super) fn take(&mut self, text: &str, now: f64) -> Meaning {
        if !self.is_open(now) {
            self.letters.clear();
        }
        self.letters.push_str(&text.to_lowercase());
        self.at = now;
        let meaning = meaning(&self.letters);
        if !matches!(meaning, Meaning::Open(_)) {
            self.letters.clear();
        }
        meaning
    }

    /// The letters that wait, and the stances they may become.
    pub(super) fn open(&self, now: f64) -> Option<(&str, Vec<Stance>)> {
        match meaning(&self.letters) {
            Meaning::Open(stances) if self.is_open(now) => Some((&self.letters, stances)),
            _ => None,
        }
    }

    pub(super) fn forget(&mut self) {
        self.letters.clear();
    }
}

fn meaning(letters: &str) -> Meaning {
    if letters == "+" || letters == "-" || letters == "−" {
        let positive = letters == "+";
        let on_side = |s: &Stance| s.score().is_some_and(|n| if positive { n > 0 } else { n < 0 });
        return Meaning::Open(Stance::ALL.into_iter().filter(on_side).collect());
    }
    if let Some(stance) = Stance::parse(letters) {
        return Meaning::Set(stance);
    }
    let possible: Vec<Stance> = Stance::ALL
        .into_iter()
        .filter(|s| !letters.is_empty() && s.word().starts_with(letters))
        .collect();
    if possible.is_empty() {
        Meaning::Nothing
    } else {
        Meaning::Open(possible)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(text: &str) -> Vec<Meaning> {
        let mut typed = Typed::default();
        text.chars().map(|c| typed.take(&c.to_string(), 0.0)).collect()
    }

    #[test]
    fn the_first_letters_that_suffice_set_a_stance() {
        for (text, stance) in [
            ("o", Stance::Opposes),
            ("O", Stance::Opposes),
            ("su", Stance::Supports),
            ("si", Stance::Silent),
            ("a", Stance::Ambivalent),
            ("strongly s", Stance::StronglySupports),
            ("strongly o", Stance::StronglyOpposes),
            ("+2", Stance::StronglySupports),
            ("-1", Stance::Opposes),
        ] {
            let meanings = type_in(text);
            let (last, before) = meanings.split_last().expect("something was typed");
            assert_eq!(*last, Meaning::Set(stance), "{text}");
            assert!(
                before.iter().all(|m| matches!(m, Meaning::Open(_))),
                "{text}: {before:?}"
            );
        }
        assert_eq!(type_in("x"), [Meaning::Nothing]);
    }

    #[test]
    fn after_a_pause_the_next_letter_begins_anew() {
        let mut typed = Typed::default();
        assert!(matches!(typed.take("s", 0.0), Meaning::Open(_)));
        assert_eq!(typed.take("o", 5.0), Meaning::Set(Stance::Opposes));
    }
}
