//! Where a text speaks of actors and issues: their names, aliases and keywords as whole words.
//!
//! Text and words are folded alike (`fold`). A possessive or a hyphen ends a word: "China’s" and "anti-China" speak of
//! China. A word with a capital is not found in small letters ("US" is not "us", "Turkey" no turkey); of an issue's
//! words, which are often written as a heading is, that holds only for those with an abbreviation in capitals.
//! Of words that overlap, the longest first one counts; actors and issues are found independently of one another.
//! Not here: finding what a user types (`find`), sentences to be offered as evidence (`candidates`).

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::fold::{Folded, Folding, is_whole};
use crate::model::{Actor, ActorId, Issue, IssueId, Project};

/// Who or what is mentioned, by its place in the project's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The actor at this place.
    Actor(usize),
    /// The issue at this place.
    Issue(usize),
}

/// A mention in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The code points of the text.
    pub range: Range<u32>,
    /// Who or what is mentioned.
    pub of: Subject,
}

/// One way to write a name.
#[derive(Debug, Clone)]
struct Form {
    of: Subject,
    /// Whether it must have a capital in the text.
    capital: bool,
}

/// Words to be found in one pass.
#[derive(Debug, Clone, Default)]
struct Words {
    forms: Vec<Form>,
    /// `None` without forms, or with more of them than can be looked for (over two thousand million bytes).
    automaton: Option<AhoCorasick>,
}

impl Words {
    fn new<'a>(words: impl Iterator<Item = (Subject, &'a str, bool)>) -> Self {
        let (mut forms, mut folded) = (Vec::new(), Vec::new());
        for (of, word, capital) in words {
            let word = Folded::of(word.trim(), Folding::default()).text().to_owned();
            if word.contains(char::is_alphanumeric) {
                forms.push(Form { of, capital });
                folded.push(word);
            }
        }
        let automaton = AhoCorasick::new(&folded).ok().filter(|_| !forms.is_empty());
        Self { forms, automaton }
    }

    /// Adds the mentions in a text that was folded.
    fn find(&self, text: &str, folded: &Folded, out: &mut Vec<Mention>) {
        let Some(automaton) = &self.automaton else { return };
        let mut found: Vec<(Range<u32>, &Form)> = automaton
            .find_overlapping_iter(folded.text())
            .filter(|hit| is_whole(folded.text(), &hit.range()))
            .map(|hit| (folded.range(hit.range()), &self.forms[hit.pattern().as_usize()]))
            .collect();
        found.sort_by_key(|(range, form)| (range.start, std::cmp::Reverse(range.end), form.of));
        let (mut chars, mut at) = (text.chars(), 0);
        let mut last: Option<Mention> = None;
        for (range, form) in found {
            let overlaps = last
                .as_ref()
                .is_some_and(|l| range.start < l.range.end && range != l.range);
            if overlaps || last.as_ref().is_some_and(|l| l.range == range && l.of == form.of) {
                continue;
            }
            if let Some(skipped) = (range.start - at).checked_sub(1) {
                chars.nth(skipped as usize);
                at = range.start;
            }
            let length = (range.end - range.start) as usize;
            if form.capital && !chars.clone().take(length).any(char::is_uppercase) {
                continue;
            }
            let mention = Mention { range, of: form.of };
            out.push(mention.clone());
            last = Some(mention);
        }
    }
}

/// The words by which the texts speak of actors and issues, made ready.
#[derive(Debug, Clone, Default)]
pub struct Names {
    actors: Words,
    issues: Words,
}

/// The ways to write an actor's name, and whether each must have a capital.
fn actor_forms(actor: &Actor) -> impl Iterator<Item = (&str, bool)> {
    let words = std::iter::once(&actor.name).chain(&actor.aliases);
    words.map(|word| (word.as_str(), word.contains(char::is_uppercase)))
}

/// The words for an issue, and whether each must have a capital.
fn issue_forms(issue: &Issue) -> impl Iterator<Item = (&str, bool)> {
    let words = std::iter::once(&issue.name).chain(&issue.keywords);
    words.map(|word| {
        (
            word.as_str(),
            word.split(|c: char| !c.is_alphanumeric()).any(is_abbreviation),
        )
    })
}

fn is_abbreviation(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.contains(char::is_lowercase)
}

impl Names {
    /// The names of a project's actors and issues, but for hidden ones.
    pub fn of(project: &Project) -> Self {
        Self::filtered(project, |hidden| !hidden)
    }

    /// The names of all of a project's actors and issues.
    pub fn of_all(project: &Project) -> Self {
        Self::filtered(project, |_| true)
    }

    /// The names of one actor and one issue, at place 0 each.
    pub fn of_cell(actor: &Actor, issue: &Issue) -> Self {
        Self {
            actors: Words::new(actor_forms(actor).map(|(word, capital)| (Subject::Actor(0), word, capital))),
            issues: Words::new(issue_forms(issue).map(|(word, capital)| (Subject::Issue(0), word, capital))),
        }
    }

    fn filtered(project: &Project, keep: impl Fn(bool) -> bool) -> Self {
        let actors = project.actors.iter().enumerate().filter(|(_, a)| keep(a.hidden));
        let issues = project.issues.iter().enumerate().filter(|(_, i)| keep(i.hidden));
        Self {
            actors: Words::new(actors.flat_map(|(n, actor)| {
                actor_forms(actor).map(move |(word, capital)| (Subject::Actor(n), word, capital))
            })),
            issues: Words::new(issues.flat_map(|(n, issue)| {
                issue_forms(issue).map(move |(word, capital)| (Subject::Issue(n), word, capital))
            })),
        }
    }

    /// Every mention in a text, in order; of two that begin together the longer first.
    pub fn in_text(&self, text: &str) -> Vec<Mention> {
        let folded = Folded::of(text, Folding::default());
        let mut out = Vec::new();
        self.actors.find(text, &folded, &mut out);
        self.issues.find(text, &folded, &mut out);
        out.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end), m.of));
        out
    }

    /// Every mention in a text if it has both an actor and an issue; else none.
    pub(super) fn together_in(&self, text: &str) -> Vec<Mention> {
        let folded = Folded::of(text, Folding::default());
        let mut out = Vec::new();
        for words in [&self.issues, &self.actors] {
            let before = out.len();
            words.find(text, &folded, &mut out);
            if out.len() == before {
                return Vec::new();
            }
        }
        out.sort_by_key(|m| (m.range.start, std::cmp::Reverse(m.range.end), m.of));
        out
    }

    /// The actors that a text names, in the order in which it first does.
    pub fn actors_in(&self, project: &Project, text: &str) -> Vec<ActorId> {
        let mut out = Vec::new();
        for mention in self.in_text(text) {
            if let Subject::Actor(n) = mention.of
                && let Some(actor) = project.actors.get(n)
                && !out.contains(&actor.id)
            {
                out.push(actor.id.clone());
            }
        }
        out
    }

    /// The issues that a text speaks of, in the order in which it first does.
    pub fn issues_in(&self, project: &Project, text: &str) -> Vec<IssueId> {
        let mut out = Vec::new();
        for mention in self.in_text(text) {
            if let Subject::Issue(n) = mention.of
                && let Some(issue) = project.issues.get(n)
                && !out.contains(&issue.id)
            {
                out.push(issue.id.clone());
            }
        }
        out
    }

    /// Every mention in the project's articles, with the places of its document and block.
    pub fn in_project<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = (usize, usize, Mention)> + 'a {
        project.documents.iter().enumerate().flat_map(move |(document, text)| {
            let blocks = text.body.blocks().iter().enumerate();
            blocks.flat_map(move |(block, part)| {
                let mentions = self.in_text(&part.text).into_iter();
                mentions.map(move |mention| (document, block, mention))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> Project {
        let mut project = Project::default();
        for (name, aliases) in [
            ("China", &["Beijing", "Chinese"][..]),
            ("Russia", &["Moscow", "Russian"]),
            ("US", &["The West"]),
            ("NATO", &[]),
            ("Russian Federation Council", &["The West"]),
        ] {
            let mut actor = Actor::new(ActorId::from_name(name), name);
            actor.aliases = aliases.iter().map(|a| (*a).to_owned()).collect();
            project.actors.push_back(actor.into());
        }
        for (name, keywords) in [
            ("NATO enlargement", &["NATO’s expansion"][..]),
            ("Military alliances", &["AUKUS"]),
        ] {
            let mut issue = Issue::new(IssueId::from_name(name), name);
            issue.keywords = keywords.iter().map(|k| (*k).to_owned()).collect();
            project.issues.push_back(issue.into());
        }
        project
    }

    /// "china: Beijing" and so on.
    fn told(text: &str) -> Vec<String> {
        let project = project();
        let mentions = Names::of(&project).in_text(text).into_iter();
        let words = |r: Range<u32>| -> String {
            text.chars()
                .skip(r.start as usize)
                .take((r.end - r.start) as usize)
                .collect()
        };
        mentions
            .map(|m| match m.of {
                Subject::Actor(n) => format!("{}: {}", project.actors[n].id, words(m.range)),
                Subject::Issue(n) => format!("{}: {}", project.issues[n].id, words(m.range)),
            })
            .collect()
    }

    #[test]
    fn names_aliases_and_keywords_are_whole_words() {
        for (text, expected) in [
            ("Belarusian media and Chinatown", &[][..]),
            (
                "China’s plan, anti-China, China-Russia",
                &["china: China", "china: China", "china: China", "russia: Russia"],
            ),
            ("BEIJING told us of the US", &["china: BEIJING", "us: US"]),
            ("fine china", &[]),
            (
                "the West and the west",
                &["us: the West", "russian-federation-council: the West"],
            ),
            (
                "Russian Federation Council of Russian men",
                &[
                    "russian-federation-council: Russian Federation Council",
                    "russia: Russian",
                ],
            ),
            (
                "NATO’s\u{a0}expansion",
                &["nato-enlargement: NATO’s\u{a0}expansion", "nato: NATO"],
            ),
            (
                "of military alliances; Aukus, aukus",
                &["military-alliances: military alliances", "military-alliances: Aukus"],
            ),
            ("Nato said so", &["nato: Nato"]),
            ("Mos\u{ad}cow 🙂 Moscow", &["russia: Mos\u{ad}cow", "russia: Moscow"]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn each_is_told_once_in_the_order_of_the_text() {
        let project = project();
        let names = Names::of(&project);
        let text = "Moscow and BEIJING spoke against NATO's\u{a0}expansion; Moscow first.";
        let actors: Vec<String> = names
            .actors_in(&project, text)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(actors, ["russia", "china", "nato"]);
        assert_eq!(names.issues_in(&project, text).len(), 1);
        assert!(names.issues_in(&project, "NATO").is_empty());
        assert!(Names::of(&Project::default()).in_text(text).is_empty());
    }

    #[test]
    fn hidden_actors_are_not_mentioned() {
        let mut project = project();
        let hidden = Actor {
            hidden: true,
            ..(*project.actors[0]).clone()
        };
        project.actors.set(0, hidden.into());
        assert!(Names::of(&project).in_text("Beijing").is_empty());
        assert_eq!(Names::of_all(&project).in_text("Beijing").len(), 1);
    }
}
