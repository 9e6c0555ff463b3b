//! Where the keyboard is in the matrix, and how the arrows move it.
//!
//! The cursor stands on a cell, on the name of a row or column, or on the place that adds one.

use super::axis::{Axis, Head, Side};
use crate::model::Cell;

/// Both axes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axes {
    /// What stands below one another.
    pub rows: Axis,
    /// What stands side by side.
    pub columns: Axis,
}

/// Where the keyboard is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    /// On a cell.
    Cell(Cell),
    /// On the name of an actor or issue.
    Head(Head),
    /// On the place that adds an actor or issue.
    Add(Side),
}

/// A movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Step {
    Left,
    Right,
    Up,
    Down,
    /// To the first cell of the row.
    RowStart,
    /// To the last cell of the row.
    RowEnd,
    /// Up by this many rows.
    PageUp(usize),
    /// Down by this many rows.
    PageDown(usize),
    /// To the first cell of all.
    First,
    /// To the last cell of all.
    Last,
}

impl Axes {
    /// The cell of a row's and a column's place among the visible items.
    pub fn cell(&self, row: usize, column: usize) -> Option<Cell> {
        self.rows
            .items
            .get(row)?
            .head
            .meet(&self.columns.items.get(column)?.head)
    }

    /// The last cell of the last row.
    pub fn last_cell(&self) -> Option<Cell> {
        self.cell(
            self.rows.items.len().checked_sub(1)?,
            self.columns.items.len().checked_sub(1)?,
        )
    }

    /// The places of a cell's row and column; `None` if it is not visible.
    pub fn place(&self, cell: &Cell) -> Option<(usize, usize)> {
        Some((
            self.rows.place(&Head::of(cell, self.rows.side))?,
            self.columns.place(&Head::of(cell, self.columns.side))?,
        ))
    }

    /// The axis that shows a list.
    pub fn of(&self, side: Side) -> &Axis {
        if self.rows.side == side {
            &self.rows
        } else {
            &self.columns
        }
    }

    /// Every cell of the rectangle that two cells span, row by row; just the second if the first is not visible.
    pub fn range(&self, from: &Cell, to: &Cell) -> Vec<Cell> {
        let (Some(a), Some(b)) = (self.place(from), self.place(to)) else {
            return vec![to.clone()];
        };
        let (top, bottom) = (a.0.min(b.0), a.0.max(b.0));
        let (left, right) = (a.1.min(b.1), a.1.max(b.1));
        (top..=bottom)
            .flat_map(|row| (left..=right).filter_map(move |column| self.cell(row, column)))
            .collect()
    }

    /// Where a step repeated leads as in a spreadsheet: among coded cells to the last one before a gap, else to the
    /// next coded one, else to the last cell of all that way.
    pub fn travel_coded(&self, from: &Cursor, step: Step, coded: impl Fn(&Cell) -> bool) -> Cursor {
        let is_coded = |cursor: &Cursor| matches!(cursor, Cursor::Cell(cell) if coded(cell));
        let next = |at: &Cursor| match (at, self.travel(at, step)) {
            // Names and the places that add are beyond the edge, unless one comes from there.
            (_, to @ Cursor::Cell(_)) if to != *at => Some(to),
            (Cursor::Head(_), to @ Cursor::Head(_)) if to != *at => Some(to),
            _ => None,
        };
        let Some(mut at) = next(from) else {
            return self.travel(from, step);
        };
        let within = is_coded(from) && is_coded(&at);
        while within || !is_coded(&at) {
            match next(&at) {
                Some(to) if !within || is_coded(&to) => at = to,
                _ => break,
            }
        }
        at
    }

    /// Where a movement leads; `from` where it leads nowhere.
    pub fn travel(&self, from: &Cursor, step: Step) -> Cursor {
        let (rows, columns) = (self.rows.items.len(), self.columns.items.len());
        let cell = |row: usize, column: usize| self.cell(row, column).map(Cursor::Cell);
        let head = |axis: &Axis, n: usize| axis.items.get(n).map(|item| Cursor::Head(item.head.clone()));
        let last = |n: usize| n.saturating_sub(1);
        let to = match from {
            Cursor::Cell(at) => match self.place(at) {
                None => cell(0, 0),
                Some((row, column)) => match step {
                    Step::Up if row == 0 => head(&self.columns, column),
                    Step::Left if column == 0 => head(&self.rows, row),
                    Step::Up => cell(row - 1, column),
                    Step::Left => cell(row, column - 1),
                    Step::Down if row + 1 == rows => Some(Cursor::Add(self.rows.side)),
                    Step::Right if column + 1 == columns => Some(Cursor::Add(self.columns.side)),
                    Step::Down => cell(row + 1, column),
                    Step::Right => cell(row, column + 1),
                    Step::RowStart => cell(row, 0),
                    Step::RowEnd => cell(row, last(columns)),
                    Step::PageUp(n) => cell(row.saturating_sub(n), column),
                    Step::PageDown(n) => cell((row + n).min(last(rows)), column),
                    Step::First => cell(0, 0),
                    Step::Last => cell(last(rows), last(columns)),
                },
            },
            Cursor::Head(at) if at.side() == self.rows.side => {
                let row = self.rows.place(at).unwrap_or_default();
                match step {
                    Step::Up => row.checked_sub(1).and_then(|n| head(&self.rows, n)),
                    Step::Down if row + 1 >= rows => Some(Cursor::Add(self.rows.side)),
                    Step::Down => head(&self.rows, row + 1),
                    Step::Right => cell(row, 0).or(Some(Cursor::Add(self.columns.side))),
                    Step::RowEnd => cell(row, last(columns)),
                    Step::PageUp(n) => head(&self.rows, row.saturating_sub(n)),
                    Step::PageDown(n) => head(&self.rows, (row + n).min(last(rows))),
                    Step::First => head(&self.rows, 0),
                    Step::Last => head(&self.rows, last(rows)),
                    Step::Left | Step::RowStart => None,
                }
            }
            Cursor::Head(at) => {
                let column = self.columns.place(at).unwrap_or_default();
                match step {
                    Step::Left => column.checked_sub(1).and_then(|n| head(&self.columns, n)),
                    Step::Right if column + 1 >= columns => Some(Cursor::Add(self.columns.side)),
                    Step::Right => head(&self.columns, column + 1),
                    Step::Down => cell(0, column).or(Some(Cursor::Add(self.rows.side))),
                    Step::PageDown(_) => cell(last(rows), column),
                    Step::RowStart | Step::First => head(&self.columns, 0),
                    Step::RowEnd | Step::Last => head(&self.columns, last(columns)),
                    Step::Up | Step::PageUp(_) => None,
                }
            }
            Cursor::Add(side) if *side == self.rows.side => match step {
                Step::Up | Step::PageUp(_) => cell(last(rows), 0).or_else(|| head(&self.rows, last(rows))),
                Step::Right | Step::RowEnd => Some(Cursor::Add(self.columns.side)),
                Step::First => cell(0, 0),
                _ => None,
            },
            Cursor::Add(_) => match step {
                Step::Left | Step::RowStart => cell(0, last(columns)).or_else(|| head(&self.columns, last(columns))),
                Step::Down | Step::PageDown(_) => Some(Cursor::Add(self.rows.side)),
                Step::First => cell(0, 0),
                _ => None,
            },
        };
        to.unwrap_or_else(|| from.clone())
    }
}
