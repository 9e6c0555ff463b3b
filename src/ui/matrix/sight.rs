//! What the cells in sight show, kept while nothing that decides it changes.
//!
//! Not here: what one cell shows (`view`), how it is drawn (`grid`, `paint`).

use std::ops::Range;

use super::{
    axis::Line,
    cursor::Axes,
    view::{CellView, Lens},
};
use crate::{model::Cell, ui::Ctx};

/// What decides the cells in sight.
#[derive(Debug, PartialEq)]
pub(super) struct MadeFrom {
    pub(super) revision: u64,
    /// Of the axes.
    pub(super) version: u64,
    pub(super) lens: Lens,
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
}

impl MadeFrom {
    fn same_but_place(&self, other: &Self) -> bool {
        self.revision == other.revision && self.version == other.version && self.lens == other.lens
    }

    /// Where a cell stands among those in sight, row by row.
    fn place(&self, row: usize, column: usize) -> Option<usize> {
        let inside = self.rows.contains(&row) && self.columns.contains(&column);
        inside.then(|| (row - self.rows.start) * self.columns.len() + column - self.columns.start)
    }
}

/// The cells in sight.
#[derive(Debug, Default)]
pub(super) struct Sight {
    made_from: Option<MadeFrom>,
    /// Row by row; `None` where a line is no actor or issue.
    pub(super) cells: Vec<Option<CellView>>,
}

impl Sight {
    /// Looks at the cells in sight. Those that were in sight before are not looked at again while only the place
    /// changes.
    pub(super) fn look(&mut self, ctx: &Ctx<'_>, axes: &Axes, from: MadeFrom) {
        if self.made_from.as_ref() == Some(&from) {
            return;
        }
        let (project, index) = (ctx.project(), ctx.session.index());
        let mut before = std::mem::take(&mut self.cells);
        let known = self.made_from.take().filter(|known| known.same_but_place(&from));
        self.cells.reserve(from.rows.len() * from.columns.len());
        for row in from.rows.clone() {
            for column in from.columns.clone() {
                let seen = known.as_ref().and_then(|known| known.place(row, column));
                self.cells.push(match seen {
                    Some(place) => before[place].take(),
                    None => cell_at(axes, row, column).map(|cell| CellView::new(project, index, &from.lens, cell)),
                });
            }
        }
        self.made_from = Some(from);
    }
}

fn cell_at(axes: &Axes, row: usize, column: usize) -> Option<Cell> {
    match (axes.rows.lines[row], axes.columns.lines[column]) {
        (Line::Item(row), Line::Item(column)) => axes.cell(row, column),
        _ => None,
    }
}
