//! Where the parts of the matrix lie: plain geometry from the two axes and the room there is.
//!
//! The first column and the heading row stay in sight; the rest scrolls under them.

use eframe::egui::{Rect, Vec2, pos2, vec2};

use super::axis::{Axis, Line, Track};

/// Narrowest and widest column of cells, in points.
const COLUMN: (f32, f32) = (39.0, 104.0);
/// Lowest and highest row of cells.
const ROW: (f32, f32) = (26.0, 40.0);
/// Narrowest and widest strip that the other layers, or the earlier of two periods, take in a cell.
const STRIP: (f32, f32) = (12.0, 16.0);
/// Width that the edited layer needs beside strips.
const OWN: f32 = 28.0;
/// The most layers that a cell's strip has parts for, one below the other.
pub(super) const PARTS: usize = 3;
/// Height of a heading row, and of the band of headings over the columns.
pub(super) const BAND: f32 = 22.0;
/// Breadth of the line that adds a row or a column.
pub(super) const ADD: f32 = 26.0;
/// What is left free beside the last column and below the last row where all fit.
pub(super) const AIR: Vec2 = vec2(2.0, 12.0);
/// Width of one letter of a name, about.
const LETTER: f32 = 6.6;
/// The same of the smallest names.
const SMALL_LETTER: f32 = 5.3;
/// Height of one line of a name.
pub(super) const NAME_LINE: f32 = 14.5;

/// Sizes of everything, in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Width of the first column.
    pub(super) head_width: f32,
    /// Height of the heading row, its band of groups included.
    pub(super) head_height: f32,
    /// Height of the band of groups over the columns; 0 if there is none.
    pub(super) band: f32,
    /// Whether the columns' names are turned, to be read from below.
    pub(super) turned: bool,
    /// Where the rows lie, from the first row's top.
    pub(super) rows: Track,
    /// Where the columns lie, from the first column's left.
    pub(super) columns: Track,
    /// Size of a cell.
    pub(super) cell: Vec2,
    /// Width of each strip in a cell.
    pub(super) strip: f32,
}

fn letters(axis: &Axis) -> usize {
    axis.items.iter().map(|i| i.name.chars().count()).max().unwrap_or(0)
}

fn longest_word(axis: &Axis) -> usize {
    axis.items
        .iter()
        .flat_map(|i| i.name.split_whitespace())
        .map(|word| word.chars().count())
        .max()
        .unwrap_or(0)
}

impl Layout {
    /// Lays the axes out in a room; `strips` is the number of strips a cell has beside its own part.
    pub(super) fn new(rows: &Axis, columns: &Axis, room: Vec2, strips: usize) -> Self {
        let has_groups = columns.groups.iter().any(|g| !g.name.is_empty());
        let band = if has_groups { BAND } else { 0.0 };

        let head_width = (letters(rows) as f32 * LETTER + 30.0)
            .clamp(96.0, (room.x * 0.22).clamp(96.0, 230.0))
            .round();

        let strips = strips as f32;
        let narrowest = COLUMN.0.max(OWN + strips * STRIP.0);
        let folded = columns.groups.iter().filter(|g| g.folded).count() as f32 * BAND;
        let add = |axis: &Axis| if axis.lines.contains(&Line::Add) { ADD } else { 0.0 };
        let free = room.x - head_width - add(columns) - folded - AIR.x;
        let count = columns.items.len().max(1) as f32;
        let width = (free / count).clamp(narrowest, COLUMN.1 + strips * STRIP.1).floor();
        let strip = ((width - OWN) / strips.max(1.0)).clamp(STRIP.0, STRIP.1);

        // Names stand upright where every word fits the column and no name needs more than three lines.
        let per_line = (width - 10.0) / LETTER;
        let upright = (longest_word(columns) as f32) < per_line && (letters(columns) as f32) < per_line * 2.6;
        let lines = ((width - 4.0) / NAME_LINE).floor().max(1.0);
        let name_height = if upright {
            NAME_LINE * 3.0 + 8.0
        } else {
            let wrapped = letters(columns) as f32 * LETTER / lines.min(3.0) * 1.18;
            // In a low room names are small, but their words are whole.
            let least = (longest_word(columns) as f32 * SMALL_LETTER + 8.0).clamp(56.0, 84.0);
            wrapped
                .max(longest_word(columns) as f32 * LETTER)
                .clamp(least, (room.y * 0.36).clamp(least, 140.0))
        };
        let head_height = (name_height + band + 6.0).round();

        let headings = rows.groups.len() as f32 * BAND;
        let free = room.y - head_height - add(rows) - headings - AIR.y;
        let height = (free / rows.items.len().max(1) as f32).clamp(ROW.0, ROW.1).floor();

        let row_sizes = rows.lines.iter().map(|line| match line {
            Line::Group(_) => BAND,
            Line::Item(_) => height,
            Line::Add => ADD,
        });
        let column_sizes = columns.lines.iter().map(|line| match line {
            Line::Group(n) if columns.groups.get(*n).is_some_and(|g| g.folded) => BAND,
            Line::Group(_) => 0.0,
            Line::Item(_) => width,
            Line::Add => ADD,
        });
        Self {
            head_width,
            head_height,
            band,
            turned: !upright,
            rows: Track::new(row_sizes),
            columns: Track::new(column_sizes),
            cell: vec2(width, height),
            strip,
        }
    }

    /// The size of everything that scrolls, with the parts that stay in sight.
    pub(super) fn content(&self) -> Vec2 {
        vec2(
            self.head_width + self.columns.total(),
            self.head_height + self.rows.total(),
        )
    }

    /// The rectangle of a row's and a column's meeting, from the upper left corner of the content.
    pub(super) fn cell_rect(&self, row: usize, column: usize) -> Rect {
        let (top, bottom) = self.rows.span(row);
        let (left, right) = self.columns.span(column);
        Rect::from_min_max(
            pos2(self.head_width + left, self.head_height + top),
            pos2(self.head_width + right, self.head_height + bottom),
        )
    }

    /// The offset nearest to `offset` at which a rectangle of the content is in sight, beside what stays in sight.
    pub(super) fn offset_to_show(&self, rect: Rect, offset: Vec2, room: Vec2) -> Vec2 {
        let along = |from: f32, to: f32, offset: f32, fixed: f32, room: f32| {
            let (first, last) = (offset + fixed, offset + room);
            if from < first {
                from - fixed
            } else if to > last {
                // A line broader than the room shows its beginning.
                (to - room).min(from - fixed)
            } else {
                offset
            }
        };
        vec2(
            along(rect.left(), rect.right(), offset.x, self.head_width, room.x).max(0.0),
            along(rect.top(), rect.bottom(), offset.y, self.head_height, room.y).max(0.0),
        )
    }
}
