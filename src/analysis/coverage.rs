//! How much of the matrix is coded, with what, and where the evidence is missing.
//!
//! The same numbers for the terminal and the window. They are brought along by what changed, so that an edit costs the
//! cells it touched.

use std::collections::{BTreeMap, BTreeSet};

use imbl::ordmap::DiffItem;

use super::layers::{Found, Periods, in_cell};
use crate::model::{ActorId, AnalystId, Cell, IssueId, Position, PositionKey, Project, Stance};

/// Numbers of judgments in a row, a column or the whole matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    stances: [u32; Stance::ALL.len()],
    /// With a stance and no quotation for or against it; these are counted by their stance too.
    pub without_evidence: u32,
    /// With evidence, or whatever else is written, and no stance yet.
    pub without_stance: u32,
}

impl Counts {
    /// How often a stance stands there.
    pub fn of(&self, stance: Stance) -> u32 {
        self.stances[stance as usize]
    }

    /// How many stances stand there.
    pub fn total(&self) -> u32 {
        self.stances.iter().sum()
    }

    /// The mean of the scores, −2 to +2, of what is on the scale; `None` if nothing is.
    ///
    /// The stances are an order, and the mean takes their steps for equal: it sums up, it does not measure.
    pub fn mean(&self) -> Option<f64> {
        let scored = || {
            Stance::ALL
                .iter()
                .filter_map(|s| Some((f64::from(s.score()?), self.of(*s))))
        };
        let count: u32 = scored().map(|(_, n)| n).sum();
        let sum: f64 = scored().map(|(score, n)| score * f64::from(n)).sum();
        (count > 0).then(|| sum / f64::from(count))
    }

    fn change(&mut self, position: &Position, add: bool) {
        let step = |n: &mut u32| *n = if add { *n + 1 } else { n.saturating_sub(1) };
        if let Some(stance) = position.stance {
            step(&mut self.stances[stance as usize]);
        }
        match Gap::of(position) {
            Some(Gap::NoEvidence) => step(&mut self.without_evidence),
            Some(Gap::NoStance) => step(&mut self.without_stance),
            None => {}
        }
    }
}

/// What a position lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A stance for or against which nothing is quoted.
    NoEvidence,
    /// Something written, and no stance.
    NoStance,
}

impl Gap {
    /// What a position lacks, if anything.
    pub fn of(position: &Position) -> Option<Self> {
        match position.stance {
            None => Some(Self::NoStance),
            Some(_) if position.evidence.is_empty() => Some(Self::NoEvidence),
            Some(_) => None,
        }
    }
}

/// How much of the matrix a set of layers covers. A stance of each layer counts for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    actors: BTreeMap<ActorId, Counts>,
    issues: BTreeMap<IssueId, Counts>,
    /// Over all.
    pub all: Counts,
    /// The positions that lack something.
    pub gaps: BTreeMap<PositionKey, Gap>,
    /// In how many layers and periods each coded cell has a stance.
    coded: BTreeMap<Cell, u32>,
    /// Cells (actors times issues) in which none of the layers has a stance.
    pub empty_cells: usize,
}

impl Coverage {
    /// Counts layers of a project.
    pub fn new(project: &Project, layers: &[AnalystId], periods: &Periods) -> Self {
        let mut out = Self::default();
        for layer in layers {
            out.update(&Project::default(), project, layer, periods);
        }
        out.empty_cells = out.empty_in(project);
        out
    }

    /// Brings the numbers from one state of the project to another with the same periods in the same order, for a layer
    /// that is counted; time proportional to what differs.
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
                for found in in_cell(project, layer, &cell, periods) {
                    self.change(found, &cell, add);
                }
            }
        }
        self.empty_cells = self.empty_in(after);
    }

    /// The counts of an actor.
    pub fn actor(&self, id: &ActorId) -> Counts {
        self.actors.get(id).copied().unwrap_or_default()
    }

    /// The counts of an issue.
    pub fn issue(&self, id: &IssueId) -> Counts {
        self.issues.get(id).copied().unwrap_or_default()
    }

    fn empty_in(&self, project: &Project) -> usize {
        (project.actors.len() * project.issues.len()).saturating_sub(self.coded.len())
    }

    fn change(&mut self, (key, position): Found<'_>, cell: &Cell, add: bool) {
        for counts in [
            self.actors.entry(cell.actor.clone()).or_default(),
            self.issues.entry(cell.issue.clone()).or_default(),
            &mut self.all,
        ] {
            counts.change(position, add);
        }
        match Gap::of(position).filter(|_| add) {
            Some(gap) => self.gaps.insert(key.clone(), gap),
            None => self.gaps.remove(key),
        };
        if position.stance.is_some() {
            let times = self.coded.entry(cell.clone()).or_default();
            *times = if add { *times + 1 } else { times.saturating_sub(1) };
            if *times == 0 {
                self.coded.remove(cell);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::sample::{layered, period},
        model::Edit,
    };

    #[test]
    fn counts_means_and_gaps() {
        let project = layered(&[
            ("anna", "china", "aukus", "", "strongly opposes"),
            ("anna", "china", "nato", "before", "silent"),
            ("anna", "china", "nato", "after", "opposes"),
            ("anna", "russia", "nato", "", ""),
            ("bela", "china", "aukus", "", "ambivalent"),
        ]);
        let anna = ["anna".parse().expect("an id")];
        let china: ActorId = "china".parse().expect("an id");
        let latest = Coverage::new(&project, &anna, &Periods::Latest);
        let row = latest.actor(&china);
        assert_eq!(
            (row.total(), row.of(Stance::Opposes), row.of(Stance::Silent)),
            (2, 1, 0)
        );
        assert_eq!(row.mean(), Some(-1.5));
        let russia = latest.actor(&"russia".parse().expect("an id"));
        assert_eq!((russia.total(), russia.without_stance), (0, 1));
        assert_eq!(latest.empty_cells, 2);
        let gaps: Vec<_> = latest
            .gaps
            .iter()
            .map(|(key, gap)| (key.issue.as_str(), *gap))
            .collect();
        assert_eq!(
            gaps,
            [
                ("aukus", Gap::NoEvidence),
                ("nato", Gap::NoEvidence),
                ("nato", Gap::NoStance)
            ]
        );
        let before = Coverage::new(&project, &anna, &Periods::One(period("before")));
        assert_eq!(
            (before.all.total(), before.all.mean()),
            (2, Some(-2.0)),
            "silent has no score"
        );
        assert_eq!(Coverage::new(&project, &anna, &Periods::Each).all.total(), 3);
        let both = [anna[0].clone(), "bela".parse().expect("an id")];
        assert_eq!(
            Coverage::new(&project, &both, &Periods::Latest)
                .all
                .of(Stance::Ambivalent),
            1
        );
        assert_eq!(
            Coverage::new(&Project::default(), &both, &Periods::Latest),
            Coverage::default()
        );
    }

    #[test]
    fn edits_bring_the_numbers_to_what_counting_anew_gives() {
        let mut project = layered(&[
            ("anna", "china", "aukus", "", "strongly opposes"),
            ("anna", "china", "nato", "before", "silent"),
            ("anna", "china", "nato", "after", "opposes"),
            ("anna", "russia", "nato", "", ""),
            ("bela", "china", "aukus", "", "ambivalent"),
        ]);
        let anna: AnalystId = "anna".parse().expect("an id");
        let own = std::slice::from_ref(&anna);
        let key = |issue: &str, period: Option<&str>| PositionKey {
            analyst: anna.clone(),
            actor: "china".parse().expect("an id"),
            issue: issue.parse().expect("an id"),
            period: period.map(|p| p.parse().expect("an id")),
        };
        let edits = [
            Edit::ClearPosition(key("nato", Some("after"))),
            Edit::SetStance(key("aukus", Some("before")), Some(Stance::Neutral)),
            Edit::SetStance(key("nato", Some("after")), Some(Stance::Supports)),
            Edit::SetStance(key("nato", Some("after")), None),
            Edit::ClearPosition(key("aukus", Some("before"))),
        ];
        let kinds = [Periods::Latest, Periods::Each, Periods::One(period("before"))];
        let mut kept = kinds.clone().map(|periods| Coverage::new(&project, own, &periods));
        for edit in edits {
            let after = project.applied(&edit).expect("applies");
            for (coverage, periods) in kept.iter_mut().zip(&kinds) {
                coverage.update(&project, &after, &anna, periods);
                let anew = Coverage::new(&after, own, periods);
                for (id, counts) in &coverage.actors {
                    assert_eq!(*counts, anew.actor(id), "{id} after {edit:?}");
                }
                for (id, counts) in &coverage.issues {
                    assert_eq!(*counts, anew.issue(id), "{id} after {edit:?}");
                }
                assert_eq!(
                    (&coverage.all, &coverage.gaps, coverage.empty_cells),
                    (&anew.all, &anew.gaps, anew.empty_cells),
                    "{edit:?}"
                );
            }
            project = after;
        }
    }
}
