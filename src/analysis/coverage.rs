//! How much of the matrix is coded, with what, and where the evidence is missing.

use std::collections::BTreeMap;

use super::layers::{Periods, units};
use crate::model::{ActorId, AnalystId, IssueId, PositionKey, Project, Role, Stance};

/// How often each stance stands in a row, a column or the whole matrix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally([usize; Stance::ALL.len()]);

impl Tally {
    /// How often a stance stands there.
    pub fn of(&self, stance: Stance) -> usize {
        self.0[stance as usize]
    }

    /// How many stances stand there.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
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
        let count: usize = scored().map(|(_, n)| n).sum();
        let sum: f64 = scored().map(|(score, n)| score * n as f64).sum();
        (count > 0).then(|| sum / count as f64)
    }

    fn add(&mut self, stance: Stance) {
        self.0[stance as usize] += 1;
    }
}

/// What a position lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A stance for which nothing is quoted.
    NoEvidence,
    /// Evidence without a stance.
    NoStance,
}

/// How much of the matrix a set of layers covers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By actor; every actor of the project is there.
    pub actors: BTreeMap<ActorId, Tally>,
    /// By issue; every issue of the project is there.
    pub issues: BTreeMap<IssueId, Tally>,
    /// Over all.
    pub all: Tally,
    /// The positions that lack something, by key.
    pub gaps: Vec<(PositionKey, Gap)>,
    /// Cells (actors times issues) in which none of the layers has a stance.
    pub empty_cells: usize,
}

/// How much of the matrix these layers cover. A stance of each layer counts for itself.
pub fn coverage(project: &Project, analysts: &[AnalystId], periods: &Periods) -> Coverage {
    let mut out = Coverage {
        actors: project
            .actors
            .iter()
            .map(|a| (a.id.clone(), Tally::default()))
            .collect(),
        issues: project
            .issues
            .iter()
            .map(|i| (i.id.clone(), Tally::default()))
            .collect(),
        ..Coverage::default()
    };
    let mut coded = std::collections::BTreeSet::new();
    for analyst in analysts {
        for (unit, (key, position)) in units(project, analyst, periods) {
            let Some(stance) = position.stance else {
                out.gaps.push((key.clone(), Gap::NoStance));
                continue;
            };
            if position.cited(Role::For).next().is_none() {
                out.gaps.push((key.clone(), Gap::NoEvidence));
            }
            out.all.add(stance);
            out.actors.entry(key.actor.clone()).or_default().add(stance);
            out.issues.entry(key.issue.clone()).or_default().add(stance);
            coded.insert(unit.cell);
        }
    }
    out.gaps.sort();
    out.empty_cells = (project.actors.len() * project.issues.len()).saturating_sub(coded.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{layered, period};

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
        let latest = coverage(&project, &anna, &Periods::Latest);
        let row = latest.actors[&china];
        assert_eq!(
            (row.total(), row.of(Stance::Opposes), row.of(Stance::Silent)),
            (2, 1, 0)
        );
        assert_eq!(row.mean(), Some(-1.5));
        assert_eq!(latest.actors[&"russia".parse().expect("an id")], Tally::default());
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
        let before = coverage(&project, &anna, &Periods::One(period("before")));
        assert_eq!(
            (before.all.total(), before.all.mean()),
            (2, Some(-2.0)),
            "silent has no score"
        );
        assert_eq!(coverage(&project, &anna, &Periods::Each).all.total(), 3);
        let both = [anna[0].clone(), "bela".parse().expect("an id")];
        assert_eq!(
            coverage(&project, &both, &Periods::Latest).all.of(Stance::Ambivalent),
            1
        );
        assert_eq!(
            coverage(&Project::default(), &both, &Periods::Latest),
            Coverage::default()
        );
    }
}
