//! Which position of a layer stands in a cell, for the periods asked for.
//!
//! The same rule for the window, the comparison of layers, the numbers and the terminal.

use std::collections::BTreeMap;

use crate::model::{AnalystId, Cell, PeriodId, Position, PositionKey, Project};

/// The periods looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Periods {
    /// Any: a cell has one position of each layer, the one of its last period.
    #[default]
    Latest,
    /// Each for itself: a cell counts once for every period (and once for none) that it has a position for.
    Each,
    /// One: a cell has its position for this period or, where it has none, the one without a period.
    One(PeriodId),
}

/// A cell, and the period where periods are looked at each for itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The place in the matrix.
    pub cell: Cell,
    /// The period; `None` for none, and where periods are not told apart.
    pub period: Option<PeriodId>,
}

/// A position with its key.
pub type Found<'a> = (&'a PositionKey, &'a Position);

/// The position of a layer that stands in a cell.
pub fn shown<'a>(project: &'a Project, analyst: &AnalystId, cell: &Cell, periods: &Periods) -> Option<Found<'a>> {
    let positions = project.positions_in(analyst, cell);
    match periods {
        Periods::Latest | Periods::Each => positions.max_by_key(|(key, _)| place_in_time(project, key)),
        Periods::One(id) => {
            let (mut general, mut exact) = (None, None);
            for found in positions {
                match &found.0.period {
                    None => general = Some(found),
                    Some(period) if period == id => exact = Some(found),
                    Some(_) => {}
                }
            }
            exact.or(general)
        }
    }
}

/// The positions of a layer that count in a cell: one, or where periods are looked at each for itself any number.
pub fn in_cell<'a>(
    project: &'a Project,
    analyst: &AnalystId,
    cell: &Cell,
    periods: &Periods,
) -> impl Iterator<Item = Found<'a>> {
    let each = *periods == Periods::Each;
    let all = each.then(|| project.positions_in(analyst, cell));
    let one = (!each).then(|| shown(project, analyst, cell, periods)).flatten();
    all.into_iter().flatten().chain(one)
}

/// Without a period first, then in the project's order.
fn place_in_time(project: &Project, key: &PositionKey) -> Option<usize> {
    let id = key.period.as_ref()?;
    project.periods.iter().position(|p| p.id == *id)
}

/// What a layer has in every unit where it has anything, evidence without a stance included.
pub fn units<'a>(project: &'a Project, analyst: &AnalystId, periods: &Periods) -> BTreeMap<Unit, Found<'a>> {
    let first = project.positions.range(first_key(analyst)..);
    let own = first.take_while(|(key, _)| key.analyst == *analyst);
    let mut out: BTreeMap<Unit, Found<'a>> = BTreeMap::new();
    for (key, position) in own {
        let cell = key.cell();
        match periods {
            Periods::Each => {
                let period = key.period.clone();
                out.insert(Unit { cell, period }, (key, position));
            }
            Periods::Latest | Periods::One(_) => {
                if let Some(found) = shown(project, analyst, &cell, periods) {
                    out.insert(Unit { cell, period: None }, found);
                }
            }
        }
    }
    out
}

/// A key before all keys of an analyst: no id is smaller than `0`.
fn first_key(analyst: &AnalystId) -> PositionKey {
    let smallest = "0";
    PositionKey {
        analyst: analyst.clone(),
        actor: crate::model::ActorId::from_name(smallest),
        issue: crate::model::IssueId::from_name(smallest),
        period: None,
    }
}
