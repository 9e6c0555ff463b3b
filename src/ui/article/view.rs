//! What is visible of a document in this frame: pieces laid out and where they stand on the screen.
//!
//! Everything that is painted or clicked goes through it, and is told in code points of the document.
//! Not here: choosing what is visible (`scroll`).

use std::{ops::Range, rc::Rc};

use eframe::egui::{Pos2, Rect, pos2, vec2};

use super::{
    layout::{Laid, Row},
    pieces::Piece,
};

/// A piece on the screen.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// Which piece.
    pub n: usize,
    /// The piece.
    pub piece: Piece,
    /// Its upper edge on the screen, with the space above, in points.
    pub top: f32,
    /// Its lines.
    pub laid: Rc<Laid>,
}

impl Shown {
    /// The left upper corner of the first line.
    pub(super) fn origin(&self, column: f32) -> Pos2 {
        pos2(column + self.laid.indent, self.top + self.laid.above)
    }

    /// The upper and lower edge of the line that holds a position, if this piece does.
    pub(super) fn line_of(&self, position: u32) -> Option<Range<f32>> {
        let own = self.piece.range();
        if position < own.start || position > own.end || (position == own.end && !self.piece.closes) {
            return None;
        }
        let row = &self.laid.rows[self.laid.row_of(position - own.start, false)];
        let top = self.top + self.laid.above + row.top;
        Some(top..top + row.height)
    }

    /// A range of the document as code points of this piece; may be empty.
    pub(super) fn within(&self, range: &Range<u32>) -> Range<u32> {
        let own = self.piece.range();
        let start = range.start.clamp(own.start, own.end);
        start - own.start..range.end.clamp(start, own.end) - own.start
    }
}

/// What is visible, top to bottom.
#[derive(Debug, Clone)]
pub(super) struct View {
    /// Where the text is, on the screen.
    pub rect: Rect,
    /// Left edge of the column, on the screen.
    pub column: f32,
    /// Width of the column.
    pub width: f32,
    /// The pieces of which anything is visible.
    pub shown: Vec<Shown>,
}

/// A line on the screen; its edges in points from the screen's top.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its code points.
    pub range: Range<u32>,
    /// Its upper edge.
    pub top: f32,
    /// Its lower edge.
    pub bottom: f32,
}

impl View {
    /// The code points of which anything is visible.
    pub(super) fn range(&self) -> Range<u32> {
        match (self.shown.first(), self.shown.last()) {
            (Some(first), Some(last)) => first.piece.start..last.piece.range().end,
            _ => 0..0,
        }
    }

    /// The piece at a height, or the nearest.
    fn at_height(&self, y: f32) -> Option<&Shown> {
        let after = self.shown.partition_point(|s| s.top <= y);
        let shown = self.shown.get(after.saturating_sub(1))?;
        // In the space between two blocks, the nearer one.
        let text_end = shown.top + shown.laid.above + shown.laid.text_height;
        match self.shown.get(after) {
            Some(next) if y > text_end && next.top + next.laid.above - y < y - text_end => Some(next),
            _ => Some(shown),
        }
    }

    /// The position nearest to a point.
    pub(super) fn nearest(&self, point: Pos2) -> Option<u32> {
        let shown = self.at_height(point.y)?;
        let at = point - shown.origin(self.column);
        let row = shown.laid.row_at(at.y);
        Some(shown.piece.start + shown.laid.position_on(row, at.x))
    }

    /// The character under a point, if one is there.
    pub(super) fn character(&self, point: Pos2) -> Option<u32> {
        let shown = self.at_height(point.y)?;
        let at = point - shown.origin(self.column);
        if at.y < 0.0 || at.y > shown.laid.text_height {
            return None;
        }
        let position = shown.laid.character_on(shown.laid.row_at(at.y), at.x)?;
        Some(shown.piece.start + position)
    }

    /// The shown piece that holds a position.
    pub(super) fn holding(&self, position: u32) -> Option<&Shown> {
        let after = self.shown.partition_point(|s| s.piece.start <= position);
        let shown = self.shown.get(after.checked_sub(1)?)?;
        (position <= shown.piece.range().end).then_some(shown)
    }

    /// Where a caret stands at a position, as a line from top to bottom. `None` if it is not visible.
    pub(super) fn caret(&self, position: u32, earlier: bool) -> Option<Rect> {
        let shown = self.holding(position)?;
        let at = shown.laid.caret(position - shown.piece.start, earlier);
        Some(at.translate(shown.origin(self.column).to_vec2()))
    }

    /// The boxes that cover what is visible of a range, one for each line (more where directions mix).
    pub(super) fn boxes(&self, range: &Range<u32>, mut give: impl FnMut(Rect)) {
        let first = self.shown.partition_point(|s| s.piece.range().end <= range.start);
        for shown in &self.shown[first..] {
            if shown.piece.start >= range.end {
                break;
            }
            let origin = shown.origin(self.column).to_vec2();
            let right = self.column + self.width;
            shown.laid.boxes(&shown.within(range), |b| {
                let mut b = b.translate(origin);
                // The space at which a line was broken hangs over the edge.
                b.max.x = b.max.x.min(right.max(b.min.x));
                if b.max.y >= self.rect.top() && b.min.y <= self.rect.bottom() {
                    give(b);
                }
            });
        }
    }

    /// The upper and lower edge of the lines of a range, cut off a line beyond the view; `None` if none is laid out.
    pub(super) fn extent(&self, range: &Range<u32>) -> Option<(f32, f32)> {
        let visible = self.range();
        if range.start >= visible.end || range.end <= visible.start {
            return None;
        }
        let top = match self.holding(range.start) {
            Some(s) => {
                let row = s.laid.row_of(range.start - s.piece.start, false);
                s.origin(0.0).y + s.laid.rows[row].top
            }
            None => self.rect.top() - 40.0,
        };
        let bottom = match self.holding(range.end) {
            Some(s) => {
                let row = &s.laid.rows[s.laid.row_of(range.end - s.piece.start, true)];
                s.origin(0.0).y + row.top + row.height
            }
            None => self.rect.bottom() + 40.0,
        };
        Some((top, bottom))
    }

    /// The line at a height, or the nearest.
    pub(super) fn line_at(&self, y: f32) -> Option<Line> {
        let shown = self.at_height(y)?;
        let origin = shown.origin(0.0).y;
        Some(line(shown, &shown.laid.rows[shown.laid.row_at(y - origin)]))
    }

    /// The first line that stands whole below a height.
    pub(super) fn line_below(&self, y: f32) -> Option<Line> {
        self.shown.iter().find_map(|shown| {
            let origin = shown.origin(0.0).y;
            Some(line(shown, shown.laid.rows.iter().find(|r| origin + r.top >= y)?))
        })
    }

    /// The column on the screen.
    pub(super) fn column_rect(&self) -> Rect {
        Rect::from_min_size(pos2(self.column, self.rect.top()), vec2(self.width, self.rect.height()))
    }
}

fn line(shown: &Shown, row: &Row) -> Line {
    let top = shown.origin(0.0).y + row.top;
    Line {
        range: shown.piece.start + row.chars.start..shown.piece.start + row.chars.end,
        top,
        bottom: top + row.height,
    }
}
