//! Two layers side by side: where they agree, and how they differ where they do not.
//!
//! Not here: how much they agree beyond chance (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use imbl::ordmap::DiffItem;

use super::layers::{Found, Periods, Unit, shown, units};
use crate::model::{AnalystId, Cell, Project, Stance};

/// What two layers come to in one unit.
///
/// In order of how much there is to talk about, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same stance.
    Agree,
    /// Only the first layer has a stance.
    OnlyFirst,
    /// Only the second layer has a stance.
    OnlySecond,
    /// Both on the scale, on the same side or one of them neutral, but not the same.
    Degree,
    /// At least one is off the scale (ambivalent, silent), and they are not the same.
    Kind,
    /// One supports and the other opposes.
    Opposed,
}

impl Verdict {
    /// All verdicts, least to talk about first.
    pub const ALL: [Self; 6] = [
        Self::Agree,
        Self::OnlyFirst,
        Self::OnlySecond,
        Self::Degree,
        Self::Kind,
        Self::Opposed,
    ];

    /// What two stances come to; `None` if there is none on either side.
    pub fn of(first: Option<Stance>, second: Option<Stance>) -> Option<Self> {
        let (a, b) = match (first, second) {
            (None, None) => return None,
            (Some(_), None) => return Some(Self::OnlyFirst),
            (None, Some(_)) => return Some(Self::OnlySecond),
            (Some(a), Some(b)) => (a, b),
        };
        Some(match (a.score(), b.score()) {
            _ if a == b => Self::Agree,
            (Some(x), Some(y)) if x * y < 0 => Self::Opposed,
            (Some(_), Some(_)) => Self::Degree,
            _ => Self::Kind,
        })
    }

    /// In words: "agree", "differ by degree".
    pub fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::OnlyFirst => "only the first has coded",
            Self::OnlySecond => "only the second has coded",
            Self::Degree => "differ by degree",
            Self::Kind => "differ in kind",
            Self::Opposed => "oppose each other",
        }
    }
}

/// One unit of a comparison with what both layers have there.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// Where.
    pub unit: Unit,
    /// What the first layer has; may be evidence without a stance.
    pub first: Option<Found<'a>>,
    /// What the second layer has.
    pub second: Option<Found<'a>>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// How many units have which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts([usize; 6]);

impl Counts {
    /// How many units have a verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.0[verdict as usize]
    }

    /// How many units have a stance of at least one layer.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// How many units have a stance of both layers.
    pub fn both(&self) -> usize {
        self.total() - self.of(Verdict::OnlyFirst) - self.of(Verdict::OnlySecond)
    }
}

/// Two layers side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison<'a> {
    /// Every unit in which at least one layer has a stance, by cell and period.
    pub pairs: Vec<Pair<'a>>,
    /// How many of each verdict.
    pub counts: Counts,
}

impl Comparison<'_> {
    /// The verdict of a cell: where it has several periods, the one with most to talk about.
    pub fn verdict(&self, cell: &Cell) -> Option<Verdict> {
        let from = self.pairs.partition_point(|pair| pair.unit.cell < *cell);
        let of_cell = self.pairs[from..].iter().take_while(|pair| pair.unit.cell == *cell);
        of_cell.map(|pair| pair.verdict).max()
    }
}

/// Compares two layers.
pub fn compare<'a>(project: &'a Project, first: &AnalystId, second: &AnalystId, periods: &Periods) -> Comparison<'a> {
    let (first, second) = (units(project, first, periods), units(project, second, periods));
    let all: BTreeSet<&Unit> = first.keys().chain(second.keys()).collect();
    let mut counts = Counts::default();
    let pairs = all
        .into_iter()
        .filter_map(|unit| {
            let (a, b) = (first.get(unit).copied(), second.get(unit).copied());
            let verdict = Verdict::of(a.and_then(|f| f.1.stance), b.and_then(|f| f.1.stance))?;
            counts.0[verdict as usize] += 1;
            Some(Pair {
                unit: unit.clone(),
                first: a,
                second: b,
                verdict,
            })
        })
        .collect();
    Comparison { pairs, counts }
}

/// What both layers have in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// The stance of the first layer.
    pub first: Option<Stance>,
    /// The stance of the second layer.
    pub second: Option<Stance>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// The comparison of two layers cell by cell, kept up to date by what changed, so that an edit costs the cells it
/// touched. The numbers are those of [`compare`].
#[derive(Debug, Clone, PartialEq)]
pub struct SideBySide {
    first: AnalystId,
    second: AnalystId,
    periods: Periods,
    cells: BTreeMap<Cell, Both>,
    counts: Counts,
}

impl SideBySide {
    /// Compares two layers; cells count once, so `periods` may not be [`Periods::Each`].
    pub fn new(project: &Project, first: AnalystId, second: AnalystId, periods: Periods) -> Self {
        let mut out = Self {
            first,
            second,
            periods,
            cells: BTreeMap::new(),
            counts: Counts::default(),
        };
        out.update(&Project::default(), project);
        out
    }

    /// Brings the comparison from one state of the project to another with the same periods in the same order; time
    /// proportional to what differs.
    pub fn update(&mut self, before: &Project, after: &Project) {
        let mut touched = BTreeSet::new();
        for change in before.positions.diff(&after.positions) {
            let key = match change {
                DiffItem::Add(key, _) | DiffItem::Remove(key, _) => key,
                DiffItem::Update { new, .. } => new.0,
            };
            if key.analyst == self.first || key.analyst == self.second {
                touched.insert(key.cell());
            }
        }
        for cell in touched {
            let stance = |layer| shown(after, layer, &cell, &self.periods).and_then(|(_, position)| position.stance);
            let (first, second) = (stance(&self.first), stance(&self.second));
            let now = Verdict::of(first, second).map(|verdict| Both { first, second, verdict });
            let old = match now {
                Some(both) => self.cells.insert(cell, both),
                None => self.cells.remove(&cell),
            };
            if let Some(old) = old {
                self.counts.0[old.verdict as usize] -= 1;
            }
            if let Some(both) = now {
                self.counts.0[both.verdict as usize] += 1;
            }
        }
    }

    /// What both have in a cell; `None` if neither has a stance there.
    pub fn cell(&self, cell: &Cell) -> Option<Both> {
        self.cells.get(cell).copied()
    }

    /// How many cells have which verdict.
    pub fn counts(&self) -> Counts {
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::sample::{layered, period},
        model::{Edit, PositionKey},
    };

    #[test]
    fn side_by_side_has_the_numbers_of_the_comparison_after_every_edit() {
        let mut project = layered(&[
            ("anna", "china", "aukus", "", "opposes"),
            ("bela", "china", "aukus", "", "strongly opposes"),
            ("anna", "china", "nato", "before", "silent"),
            ("anna", "china", "nato", "after", "opposes"),
            ("bela", "china", "nato", "after", "supports"),
            ("bela", "russia", "aukus", "", "neutral"),
        ]);
        let (anna, bela): (AnalystId, AnalystId) = ("anna".parse().expect("an id"), "bela".parse().expect("an id"));
        for periods in [Periods::Latest, Periods::One(period("before"))] {
            let mut kept = SideBySide::new(&project, anna.clone(), bela.clone(), periods.clone());
            let key = |who: &AnalystId, actor: &str, issue: &str, period: Option<&str>| PositionKey {
                analyst: who.clone(),
                actor: actor.parse().expect("an id"),
                issue: issue.parse().expect("an id"),
                period: period.map(|p| p.parse().expect("an id")),
            };
            for edit in [
                Edit::SetStance(key(&anna, "russia", "aukus", None), Some(Stance::Neutral)),
                Edit::ClearPosition(key(&bela, "china", "nato", Some("after"))),
                Edit::SetStance(key(&bela, "china", "nato", Some("before")), Some(Stance::Ambivalent)),
                Edit::SetStance(key(&bela, "china", "nato", Some("after")), Some(Stance::Supports)),
                Edit::ClearPosition(key(&bela, "china", "nato", Some("before"))),
                Edit::ClearPosition(key(&anna, "russia", "aukus", None)),
            ] {
                let after = project.applied(&edit).expect("applies");
                kept.update(&project, &after);
                project = after;
                let whole = compare(&project, &anna, &bela, &periods);
                assert_eq!(kept.counts(), whole.counts, "{edit:?}");
                for pair in &whole.pairs {
                    let both = kept.cell(&pair.unit.cell).expect("it is there");
                    assert_eq!(both.verdict, pair.verdict);
                    assert_eq!(both.first, pair.first.and_then(|f| f.1.stance));
                }
                assert_eq!(kept.cells.len(), whole.pairs.len());
            }
        }
    }

    #[test]
    fn verdicts_of_two_stances() {
        use Stance::{Ambivalent, Neutral, Opposes, Silent, StronglyOpposes, StronglySupports, Supports};
        for (a, b, expected) in [
            (None, None, None),
            (Some(Supports), None, Some(Verdict::OnlyFirst)),
            (None, Some(Silent), Some(Verdict::OnlySecond)),
            (Some(Silent), Some(Silent), Some(Verdict::Agree)),
            (Some(Opposes), Some(StronglyOpposes), Some(Verdict::Degree)),
            (Some(Neutral), Some(StronglySupports), Some(Verdict::Degree)),
            (Some(Opposes), Some(Supports), Some(Verdict::Opposed)),
            (Some(Ambivalent), Some(Silent), Some(Verdict::Kind)),
            (Some(Neutral), Some(Silent), Some(Verdict::Kind)),
        ] {
            assert_eq!(Verdict::of(a, b), expected, "{a:?} {b:?}");
        }
    }

    fn lines(comparison: &Comparison<'_>) -> Vec<String> {
        let stance = |found: Option<Found<'_>>| found.and_then(|f| f.1.stance).map_or("–", |s| s.word());
        let line = |p: &Pair<'_>| {
            let period = p.unit.period.as_ref().map_or("any", |id| id.as_str());
            let (a, b) = (stance(p.first), stance(p.second));
            format!(
                "{} × {} {period}: {a} | {b}: {}",
                p.unit.cell.actor,
                p.unit.cell.issue,
                p.verdict.word()
            )
        };
        comparison.pairs.iter().map(line).collect()
    }

    #[test]
    fn layers_are_compared_cell_by_cell() {
        let project = layered(&[
            ("anna", "china", "aukus", "", "opposes"),
            ("bela", "china", "aukus", "", "strongly opposes"),
            ("anna", "china", "nato", "before", "silent"),
            ("anna", "china", "nato", "after", "opposes"),
            ("bela", "china", "nato", "after", "supports"),
            ("anna", "russia", "nato", "", ""),
            ("bela", "russia", "aukus", "", "neutral"),
        ]);
        let (anna, bela) = ("anna".parse().expect("an id"), "bela".parse().expect("an id"));
        let any = compare(&project, &anna, &bela, &Periods::Latest);
        assert_eq!(
            lines(&any),
            [
                "china × aukus any: opposes | strongly opposes: differ by degree",
                "china × nato any: opposes | supports: oppose each other",
                "russia × aukus any: – | neutral: only the second has coded",
            ]
        );
        assert_eq!((any.counts.total(), any.counts.both()), (3, 2));
        let each = compare(&project, &anna, &bela, &Periods::Each);
        assert_eq!(
            lines(&each)[1..3],
            [
                "china × nato after: opposes | supports: oppose each other",
                "china × nato before: silent | –: only the first has coded",
            ]
        );
        let nato = each.pairs[1].unit.cell.clone();
        assert_eq!(each.verdict(&nato), Some(Verdict::Opposed));
        let before = compare(&project, &anna, &bela, &Periods::One(period("before")));
        assert_eq!(
            lines(&before),
            [
                "china × aukus any: opposes | strongly opposes: differ by degree",
                "china × nato any: silent | –: only the first has coded",
                "russia × aukus any: – | neutral: only the second has coded",
            ]
        );
        let turned = compare(&project, &bela, &anna, &Periods::Latest);
        assert_eq!(turned.counts.of(Verdict::OnlyFirst), 1);
    }
}
