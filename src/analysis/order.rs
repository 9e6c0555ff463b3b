//! Orders in which actors and issues can be put: by name, by how much is coded, by mean stance, by first mention.
//!
//! Ties keep the order there is. Not here: putting them in that order (an edit).

use std::{cmp::Ordering, collections::BTreeMap};

use crate::model::{ActorId, AnalystId, IssueId, Position, PositionKey, Project};

/// By what to order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By name, letters without regard to case.
    Name,
    /// Those with most positions of the layer first.
    Positions,
    /// Those with the highest mean of the layer's stances on the scale of −2 to +2 first; those without one last.
    Stance,
    /// By the first place in the articles where a name, alias or keyword stands; those without one last.
    Mention,
}

/// The actors in an order, judged by one layer.
pub fn actors(project: &Project, layer: &AnalystId, order: Order) -> Vec<ActorId> {
    let tallies = tallies(project, layer, |key| &key.actor);
    let entries = project.actors.iter().map(|actor| Entry {
        id: &actor.id,
        name: &actor.name,
        words: &actor.aliases,
        tally: tallies.get(&actor.id).copied().unwrap_or_default(),
    });
    ordered(project, entries.collect(), order)
}

/// The issues in an order, judged by one layer.
pub fn issues(project: &Project, layer: &AnalystId, order: Order) -> Vec<IssueId> {
    let tallies = tallies(project, layer, |key| &key.issue);
    let entries = project.issues.iter().map(|issue| Entry {
        id: &issue.id,
        name: &issue.name,
        words: &issue.keywords,
        tally: tallies.get(&issue.id).copied().unwrap_or_default(),
    });
    ordered(project, entries.collect(), order)
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    positions: usize,
    scored: i32,
    sum: i32,
}

impl Tally {
    /// Compares means exactly, without dividing; one without a mean comes last.
    fn by_mean(&self, other: &Self) -> Ordering {
        match (self.scored, other.scored) {
            (0, 0) => Ordering::Equal,
            (0, _) => Ordering::Greater,
            (_, 0) => Ordering::Less,
            (a, b) => (other.sum * a).cmp(&(self.sum * b)),
        }
    }
}

struct Entry<'a, Id> {
    id: &'a Id,
    name: &'a str,
    words: &'a [String],
    tally: Tally,
}

fn tallies<'a, Id: Ord>(
    project: &'a Project,
    layer: &AnalystId,
    id: impl Fn(&'a PositionKey) -> &'a Id,
) -> BTreeMap<&'a Id, Tally> {
    let mut out: BTreeMap<&Id, Tally> = BTreeMap::new();
    for (key, position) in project.positions.iter().filter(|(key, _)| key.analyst == *layer) {
        let tally = out.entry(id(key)).or_default();
        tally.positions += 1;
        if let Some(score) = score(position) {
            tally.scored += 1;
            tally.sum += i32::from(score);
        }
    }
    out
}

fn score(position: &Position) -> Option<i8> {
    position.stance.and_then(crate::model::Stance::score)
}

fn ordered<Id: Clone>(project: &Project, mut entries: Vec<Entry<'_, Id>>, order: Order) -> Vec<Id> {
    match order {
        Order::Name => entries.sort_by_cached_key(|e| e.name.to_lowercase()),
        Order::Positions => entries.sort_by_key(|e| std::cmp::Reverse(e.tally.positions)),
        Order::Stance => entries.sort_by(|a, b| a.tally.by_mean(&b.tally)),
        Order::Mention => entries.sort_by_cached_key(|e| {
            first_mention(project, e.name, e.words).unwrap_or((usize::MAX, usize::MAX, usize::MAX))
        }),
    }
    entries.into_iter().map(|e| e.id.clone()).collect()
}

/// The document, block and byte at which a name or one of the words first stands as a word of its own.
///
/// A word with a capital must be written so ("US" is not "us"); others in any case.
fn first_mention(project: &Project, name: &str, words: &[String]) -> Option<(usize, usize, usize)> {
    let forms: Vec<String> = std::iter::once(name)
        .chain(words.iter().map(String::as_str))
        .map(plain)
        .filter(|w| !w.is_empty())
        .collect();
    for (document, text) in project.documents.iter().enumerate() {
        for (block, part) in text.body.blocks().iter().enumerate() {
            let here = plain(&part.text);
            let lower = here.to_lowercase();
            let found = forms.iter().filter_map(|form| {
                let capital = form.chars().any(char::is_uppercase);
                // Lower-casing may change lengths; the block and the order within it are what matters.
                if capital {
                    find_word(&here, form)
                } else {
                    find_word(&lower, form)
                }
            });
            if let Some(at) = found.min() {
                return Some((document, block, at));
            }
        }
    }
    None
}

/// Plain spaces, apostrophes and hyphens in place of typographic ones.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{a0}' | '\u{202f}' => ' ',
            '’' | '‘' | 'ʼ' => '\'',
            '“' | '”' | '„' => '"',
            '–' | '‑' | '—' => '-',
            c => c,
        })
        .collect()
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| !is_letter(text[..*at].chars().next_back()) && !is_letter(text[at + word.len()..].chars().next()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Actor, Analyst, Block, BlockKind, Body, Document, Edit, Issue, Metadata, Stance};

    fn project() -> Project {
        let mut project = Project::default();
        project.documents.push_back(Arc::new(Document {
            id: "d".parse().expect("an id"),
            about: Metadata::default(),
            body: Arc::new(Body::new(vec![
                Block::new(BlockKind::Paragraph, "They told us that Moscow\u{a0}and the US differ."),
                Block::new(BlockKind::Paragraph, "China’s silence; Natolin is no NATO."),
            ])),
        }));
        project.analysts.push_back(Arc::new(Analyst {
            id: "me".parse().expect("an id"),
            name: "Me".into(),
            finished: false,
        }));
        for name in ["NATO", "China", "US", "Russia", "Peru"] {
            let mut actor = Actor::new(ActorId::from_name(name), name);
            if name == "Russia" {
                actor.aliases = vec!["Moscow".into()];
            }
            project.actors.push_back(Arc::new(actor));
        }
        for name in ["a", "b"] {
            project
                .issues
                .push_back(Arc::new(Issue::new(IssueId::from_name(name), name)));
        }
        for (actor, issue, stance) in [
            ("china", "a", Stance::Opposes),
            ("russia", "a", Stance::StronglyOpposes),
            ("russia", "b", Stance::Supports),
            ("us", "b", Stance::Ambivalent),
        ] {
            let key = PositionKey {
                analyst: "me".parse().expect("an id"),
                actor: actor.parse().expect("an id"),
                issue: issue.parse().expect("an id"),
                period: None,
            };
            project = project.applied(&Edit::SetStance(key, Some(stance))).expect("applies");
        }
        project
    }

    #[test]
    fn every_order_puts_the_actors_as_it_says() {
        let project = project();
        let me = "me".parse().expect("an id");
        for (order, expected) in [
            (Order::Name, ["china", "nato", "peru", "russia", "us"]),
            (Order::Positions, ["russia", "china", "us", "nato", "peru"]),
            // Russia's mean is −½, China's −1; ambivalence is off the scale.
            (Order::Stance, ["russia", "china", "nato", "us", "peru"]),
            // "us" is not the US, and Natolin is not NATO.
            (Order::Mention, ["russia", "us", "china", "nato", "peru"]),
        ] {
            let ids = actors(&project, &me, order);
            let ids: Vec<&str> = ids.iter().map(ActorId::as_str).collect();
            assert_eq!(ids, expected, "{order:?}");
        }
        let by_stance = issues(&project, &me, Order::Stance);
        assert_eq!(by_stance[0].as_str(), "b");
    }
}
