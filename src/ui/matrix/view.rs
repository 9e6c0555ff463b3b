//! What a matrix cell shows: plain data from the project, for the layers and the period chosen.
//!
//! Not here: where cells stand (`axis`), how they are drawn (`grid`).

use crate::{
    analysis::{
        index::Index,
        layers::{self, Periods},
    },
    model::{AnalystId, Basis, Cell, Confidence, PeriodId, Position, PositionKey, Project, Role, Stance, Target},
    session::{PeriodChoice, Selection},
    ui::sign::Shift,
};

/// Through which layers and periods the matrix is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    /// The layer that edits go to.
    pub analyst: AnalystId,
    /// The other layers shown, in the project's order.
    pub others: Vec<AnalystId>,
    /// The periods shown.
    pub period: PeriodChoice,
}

impl Lens {
    /// The lens that the selection asks for.
    pub fn of(project: &Project, selection: &Selection) -> Self {
        Self {
            analyst: selection.analyst.clone(),
            others: project
                .analysts
                .iter()
                .map(|a| &a.id)
                .filter(|id| **id != selection.analyst && selection.shows(id))
                .cloned()
                .collect(),
            period: selection.period.clone(),
        }
    }

    /// How many strips a cell has beside the edited layer's part: the earlier period's, and the other layers'.
    pub fn strips(&self) -> usize {
        usize::from(self.compares()) + usize::from(!self.others.is_empty())
    }

    /// Whether two periods are compared.
    pub fn compares(&self) -> bool {
        matches!(self.period, PeriodChoice::Compare(..))
    }

    /// The periods as `analysis` counts them: of two compared, the later.
    pub fn periods(&self) -> Periods {
        match &self.period {
            PeriodChoice::All => Periods::Latest,
            PeriodChoice::One(id) | PeriodChoice::Compare(_, id) => Periods::One(id.clone()),
        }
    }

    /// One layer's position in a cell as this lens shows it, and the stance before it.
    pub fn look<'a>(&self, project: &'a Project, analyst: &AnalystId, cell: &Cell) -> Option<Look<'a>> {
        let shown = layers::shown(project, analyst, cell, &self.periods());
        let before = match &self.period {
            PeriodChoice::Compare(from, _) => {
                let periods = Periods::One(from.clone());
                layers::shown(project, analyst, cell, &periods).and_then(|(_, position)| position.stance)
            }
            PeriodChoice::All | PeriodChoice::One(_) => shown.and_then(|(key, _)| earlier(project, key)),
        };
        if shown.is_none() && before.is_none() {
            return None;
        }
        Some(Look {
            key: shown.map(|(key, _)| key),
            position: shown.map(|(_, position)| position),
            before,
        })
    }
}

/// The last stance that the same layer has in the same cell for a period before this position's.
fn earlier(project: &Project, key: &PositionKey) -> Option<Stance> {
    let place = |id: &PeriodId| project.periods.iter().position(|p| p.id == *id);
    let here = place(key.period.as_ref()?)?;
    project
        .positions_in(&key.analyst, &key.cell())
        .filter_map(|(key, position)| Some((place(key.period.as_ref()?)?, position.stance?)))
        .filter(|(place, _)| *place < here)
        .max_by_key(|(place, _)| *place)
        .map(|(_, stance)| stance)
}

/// What a lens finds in a cell for one layer.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// The key of the position shown.
    pub key: Option<&'a PositionKey>,
    /// The position shown.
    pub position: Option<&'a Position>,
    /// The stance before it: of the last period that has one, or of the earlier of two compared.
    pub before: Option<Stance>,
}

/// The part of a cell that is the edited layer's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// The stance; `None` where there is evidence only.
    pub stance: Option<Stance>,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// On whose word.
    pub basis: Option<Basis>,
    /// Quotations for.
    pub quoted: usize,
    /// Quotations against.
    pub against: usize,
    /// The period of the position shown, if it has one.
    pub period: Option<PeriodId>,
    /// Whether one period is shown and this position holds for all.
    pub general: bool,
}

/// What is missing in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A stance without a quotation for or against it.
    Evidence,
    /// Quotations, and no stance.
    Stance,
}

/// Everything a matrix cell shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellView {
    /// Which cell.
    pub cell: Cell,
    /// The edited layer's position; `None` where nothing is coded.
    pub own: Option<Shown>,
    /// The edited layer's stance before.
    pub before: Option<Stance>,
    /// For every other layer shown, in the lens's order: what it has here.
    pub others: Vec<Option<Shown>>,
    /// Whether a note is about the cell.
    pub note: bool,
}

impl CellView {
    /// Makes the view of a cell.
    pub fn new(project: &Project, index: &Index, lens: &Lens, cell: Cell) -> Self {
        let own = lens.look(project, &lens.analyst, &cell);
        Self {
            before: own.and_then(|look| look.before),
            own: own.and_then(|look| shown(&look, lens)),
            others: lens
                .others
                .iter()
                .map(|id| lens.look(project, id, &cell).and_then(|look| shown(&look, lens)))
                .collect(),
            note: index.has_notes(&Target::Cell(cell.clone())),
            cell,
        }
    }

    /// The edited layer's stance.
    pub fn stance(&self) -> Option<Stance> {
        self.own.as_ref().and_then(|own| own.stance)
    }

    /// What is missing.
    pub fn gap(&self) -> Option<Gap> {
        let own = self.own.as_ref()?;
        match own.stance {
            Some(_) if own.quoted + own.against == 0 => Some(Gap::Evidence),
            None if own.quoted + own.against > 0 => Some(Gap::Stance),
            _ => None,
        }
    }

    /// How the stance moved against the one before.
    pub fn shift(&self) -> Option<Shift> {
        Shift::between(self.before?, self.stance()?)
    }

    /// Whether two of the layers shown have different stances here.
    pub fn disagrees(&self) -> bool {
        let mut stances = self
            .others
            .iter()
            .map(|other| other.as_ref().and_then(|o| o.stance))
            .chain([self.stance()])
            .flatten();
        let first = stances.next();
        stances.any(|s| Some(s) != first)
    }

    /// The cell in words, for screen readers, tests and the tooltip: "China, NATO enlargement: opposes, high
    /// confidence, 2 quotations".
    pub fn describe(&self, project: &Project, lens: &Lens) -> String {
        let mut out = format!(
            "{}, {}: ",
            project.actor_name(&self.cell.actor),
            project.issue_name(&self.cell.issue)
        );
        match &self.own {
            None => out.push_str("not coded"),
            Some(own) => {
                out.push_str(own.stance.map_or("no stance yet", Stance::word));
                if let Some(confidence) = own.confidence {
                    out.push_str(&format!(", {} confidence", confidence.word()));
                }
                out.push_str(&match (own.quoted, own.against) {
                    (0, 0) => ", no quotation".to_owned(),
                    (1, 0) => ", 1 quotation".to_owned(),
                    (n, 0) => format!(", {n} quotations"),
                    (n, m) => format!(", {} quotations, {m} of them against", n + m),
                });
                if own.general {
                    out.push_str(", for all periods");
                }
            }
        }
        if self.own.is_some()
            && let Some(before) = self.before
            && self.shift().is_some()
        {
            out.push_str(&format!(", before: {}", before.word()));
        }
        if self.note {
            out.push_str(", note");
        }
        for (id, other) in lens.others.iter().zip(&self.others) {
            if let Some(stance) = other.as_ref().and_then(|o| o.stance) {
                out.push_str(&format!("; {}: {}", project.analyst_name(id), stance.word()));
            }
        }
        if self.disagrees() {
            out.push_str("; the layers disagree");
        }
        out
    }
}

fn shown(look: &Look<'_>, lens: &Lens) -> Option<Shown> {
    let position = look.position?;
    let period = look.key.and_then(|key| key.period.clone());
    Some(Shown {
        stance: position.stance,
        confidence: position.confidence,
        basis: position.basis,
        quoted: position.cited(Role::For).count(),
        against: position.cited(Role::Against).count(),
        general: period.is_none() && lens.period != PeriodChoice::All,
        period,
    })
}
