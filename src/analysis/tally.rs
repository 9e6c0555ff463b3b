//! How often each actor and each issue has each stance, and how many judgments lack evidence or a stance.
//!
//! Kept up to date by what changed, so that an edit costs the cells it touched.
//! What counts as a cell's judgment (which layer, which period) is the caller's to say.

use std::collections::{BTreeMap, BTreeSet};

use imbl::ordmap::DiffItem;

use crate::model::{ActorId, AnalystId, Cell, IssueId, Project, Stance};

/// One cell's judgment, as far as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The stance; `None` where there is evidence only.
    pub stance: Option<Stance>,
    /// Whether anything is quoted for it.
    pub quoted: bool,
}

/// Numbers of judgments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// With each stance, in the order of [`Stance::ALL`].
    pub stances: [u32; 7],
    /// With a stance for which nothing is quoted; these are among `stances` too.
    pub without_evidence: u32,
    /// With no stance yet.
    pub without_stance: u32,
}

impl Counts {
    /// How many have a stance.
    pub fn total(&self) -> u32 {
        self.stances.iter().sum()
    }

    fn change(&mut self, judged: Judged, add: bool) {
        let step = |n: &mut u32| *n = if add { *n + 1 } else { n.saturating_sub(1) };
        match judged.stance {
            Some(stance) => {
                step(&mut self.stances[stance as usize]);
                if !judged.quoted {
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
    /// Counts a project; `look` gives what a cell is counted as.
    pub fn new(project: &Project, layer: &AnalystId, look: impl Fn(&Project, &Cell) -> Option<Judged>) -> Self {
        let mut tally = Self::default();
        tally.update(&Project::default(), project, layer, look);
        tally
    }

    /// Brings the counts from one state of the project to another; time proportional to what differs.
    pub fn update(
        &mut self,
        before: &Project,
        after: &Project,
        layer: &AnalystId,
        look: impl Fn(&Project, &Cell) -> Option<Judged>,
    ) {
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
                if let Some(judged) = look(project, &cell) {
                    self.actors.entry(cell.actor.clone()).or_default().change(judged, add);
                    self.issues.entry(cell.issue.clone()).or_default().change(judged, add);
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
