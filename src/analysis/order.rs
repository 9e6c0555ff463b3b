//! Orders in which actors and issues can be put: by name, by how much is coded, by mean stance, by first mention.
//!
//! Ties keep the order there is. Not here: putting them in that order (an edit).

use std::{cmp::Ordering, collections::BTreeMap};

use super::mentions::{Names, Subject};
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
    let first = first_mentions(project, order);
    let entries = project.actors.iter().enumerate().map(|(n, actor)| Entry {
        id: &actor.id,
        name: &actor.name,
        tally: tallies.get(&actor.id).copied().unwrap_or_default(),
        mention: first.get(&Subject::Actor(n)).copied(),
    });
    ordered(entries.collect(), order)
}

/// The issues in an order, judged by one layer.
pub fn issues(project: &Project, layer: &AnalystId, order: Order) -> Vec<IssueId> {
    let tallies = tallies(project, layer, |key| &key.issue);
    let first = first_mentions(project, order);
    let entries = project.issues.iter().enumerate().map(|(n, issue)| Entry {
        id: &issue.id,
        name: &issue.name,
        tally: tallies.get(&issue.id).copied().unwrap_or_default(),
        mention: first.get(&Subject::Issue(n)).copied(),
    });
    ordered(entries.collect(), order)
}

/// Which mention of all is the first of each actor and issue; none unless the order asks for it.
fn first_mentions(project: &Project, order: Order) -> BTreeMap<Subject, usize> {
    let mut first = BTreeMap::new();
    if order == Order::Mention {
        let names = Names::of_all(project);
        let wanted = project.actors.len() + project.issues.len();
        for (n, (.., mention)) in names.in_project(project).enumerate() {
            first.entry(mention.of).or_insert(n);
            if first.len() == wanted {
                break;
            }
        }
    }
    first
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
    tally: Tally,
    /// Which mention of all is its first.
    mention: Option<usize>,
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

fn ordered<Id: Clone>(mut entries: Vec<Entry<'_, Id>>, order: Order) -> Vec<Id> {
    match order {
        Order::Name => entries.sort_by_cached_key(|e| e.name.to_lowercase()),
        Order::Positions => entries.sort_by_key(|e| std::cmp::Reverse(e.tally.positions)),
        Order::Stance => entries.sort_by(|a, b| a.tally.by_mean(&b.tally)),
        Order::Mention => entries.sort_by_key(|e| e.mention.unwrap_or(usize::MAX)),
    }
    entries.into_iter().map(|e| e.id.clone()).collect()
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
