//! How often each actor and each issue has each stance, and how many judgments lack evidence or a stance.
//!
//! The numbers of [`super::coverage`] for one layer, kept up to date by what changed, so that an edit costs the cells
//! it touched.

use std::collections::{BTreeMap, BTreeSet};

use imbl::ordmap::DiffItem;

use super::layers::{Periods, shown};
use crate::model::{ActorId, AnalystId, IssueId, Position, Project};

/// Numbers of judgments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// With each stance, in the order of [`crate::model::Stance::ALL`].
    pub stances: [u32; 7],
    /// With a stance and no quotation for or against it; these are among `stances` too.
    pub without_evidence: u32,
    /// With no stance yet.
    pub without_stance: u32,
}

impl Counts {
    /// How many have a stance.
    pub fn total(&self) -> u32 {
        self.stances.iter().sum()
    }

    fn change(&mut self, position: &Position, add: bool) {
        let step = |n: &mut u32| *n = if add { *n + 1 } else { n.saturating_sub(1) };
        match position.stance {
            Some(stance) => {
                step(&mut self.stances[stance as usize]);
                if position.evidence.is_empty() {
                    step(&mut self.without_evidence);
                }
            }
            None => step(&mut self.without_stance),
        }
    }
}

/// The counts of every actor and issue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    actors: BTreeMap<ActorId, Counts>,
    issues: BTreeMap<IssueId, Counts>,
}

impl Tally {
    /// Counts one layer of a project.
    pub fn new(project: &Project, layer: &AnalystId, periods: &Periods) -> Self {
        let mut tally = Self::default();
        tally.update(&Project::default(), project, layer, periods);
        tally
    }

    /// Brings the counts from one state of the project to another with the same periods in the same order; time
    /// proportional to what differs.
    pub fn update(&mut self, before: &Project, after: &Project, layer: &AnalystId, periods: &Periods) {
        let mut touched = BTreeSet::new();
        for change in before.positions.diff(&after.positions) {
            let key = match change {
                DiffItem::Add(key, _) | DiffItem::Remove(key, _) => key,
                DiffItem::Update { new, .. } => new.0,
            };
            if key.analyst == *layer {
                touched.insert(key.cell());
            }
        }
        for cell in touched {
            for (project, add) in [(before, false), (after, true)] {
                if let Some((_, position)) = shown(project, layer, &cell, periods) {
                    self.actors.entry(cell.actor.clone()).or_default().change(position, add);
                    self.issues.entry(cell.issue.clone()).or_default().change(position, add);
                }
            }
        }
    }

    /// The counts of an actor.
    pub fn actor(&self, id: &ActorId) -> Counts {
        self.actors.get(id).copied().unwrap_or_default()
    }

    /// The counts of an issue.
    pub fn issue(&self, id: &IssueId) -> Counts {
        self.issues.get(id).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            coverage::coverage,
            sample::{layered, period},
        },
        model::{Cell, Edit, PositionKey, Stance},
    };

    /// Whether the tally has what coverage has.
    fn agrees(tally: &Tally, project: &Project, layer: &AnalystId, periods: &Periods) {
        let whole = coverage(project, std::slice::from_ref(layer), periods);
        for (id, row) in &whole.actors {
            let counts = tally.actor(id);
            for stance in Stance::ALL {
                assert_eq!(
                    counts.stances[stance as usize] as usize,
                    row.of(stance),
                    "{id}: {stance:?}"
                );
            }
        }
        for (id, column) in &whole.issues {
            assert_eq!(tally.issue(id).total() as usize, column.total(), "{id}");
        }
        let gaps: u32 = whole
            .actors
            .keys()
            .map(|id| tally.actor(id))
            .map(|c| c.without_evidence + c.without_stance)
            .sum();
        assert_eq!(gaps as usize, whole.gaps.len());
    }

    #[test]
    fn edits_leave_the_numbers_that_coverage_has() {
        let mut project = layered(&[
            ("anna", "china", "aukus", "", "strongly opposes"),
            ("anna", "china", "nato", "before", "silent"),
            ("anna", "china", "nato", "after", "opposes"),
            ("anna", "russia", "nato", "", ""),
            ("bela", "china", "aukus", "", "ambivalent"),
        ]);
        let anna: AnalystId = "anna".parse().expect("an id");
        for periods in [Periods::Latest, Periods::One(period("before"))] {
            let mut tally = Tally::new(&project, &anna, &periods);
            agrees(&tally, &project, &anna, &periods);
            let key = |issue: &str, period: Option<&str>| PositionKey {
                analyst: anna.clone(),
                actor: "china".parse().expect("an id"),
                issue: issue.parse().expect("an id"),
                period: period.map(|p| p.parse().expect("an id")),
            };
            for edit in [
                Edit::ClearPosition(key("nato", Some("after"))),
                Edit::SetStance(key("aukus", Some("before")), Some(Stance::Neutral)),
                Edit::SetStance(key("nato", Some("after")), Some(Stance::Supports)),
                Edit::ClearPosition(key("aukus", Some("before"))),
            ] {
                let after = project.applied(&edit).expect("applies");
                tally.update(&project, &after, &anna, &periods);
                project = after;
                agrees(&tally, &project, &anna, &periods);
            }
        }
        assert!(
            project
                .positions_in(
                    &anna,
                    &Cell {
                        actor: "china".parse().expect("an id"),
                        issue: "nato".parse().expect("an id")
                    }
                )
                .count()
                == 2
        );
    }
}
