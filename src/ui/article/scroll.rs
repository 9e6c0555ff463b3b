//! Where the reader is, and how that changes.
//!
//! The place is kept as a piece and a distance down in it, so that nothing on the screen moves when heights elsewhere
//! turn out other than guessed. Only what comes into view is laid out.
//! Not here: the bar at the side (`scroll_bar`).

use std::{ops::Range, rc::Rc};

use super::{layout::Laid, pieces::Pieces, view::Shown};

/// Empty space above the first and below the last piece, in points.
pub(super) const PADDING: f32 = 28.0;

/// The view's upper edge: so many points below a piece's upper edge.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Top {
    /// Which piece.
    pub piece: usize,
    /// Points from its upper edge, down; negative above the first piece only.
    pub down: f32,
}

/// A line to keep at its place: a position and where its line's upper edge is, in points from the view's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Held {
    /// A position on the line.
    pub position: u32,
    /// Points from the view's upper edge.
    pub below: f32,
}

/// The pieces of a document, and a way to lay one out.
pub(super) struct Paper<'a, F: FnMut(usize) -> Rc<Laid>> {
    pub pieces: &'a Pieces,
    pub lay: F,
    /// Height of the view, in points.
    pub height: f32,
}

impl<F: FnMut(usize) -> Rc<Laid>> Paper<'_, F> {
    /// The top at which a line is held.
    pub(super) fn holding(&mut self, held: Held) -> Top {
        let n = self.pieces.holding(held.position);
        let Some(piece) = self.pieces.get(n).copied() else {
            return Top::default();
        };
        let laid = (self.lay)(n);
        let row = laid.row_of(held.position.saturating_sub(piece.start), false);
        let line = laid.above + laid.rows.get(row).map_or(0.0, |r| r.top);
        Top {
            piece: n,
            down: line - held.below,
        }
    }

    /// The top at which a position's line is in view, moved no farther than needed.
    pub(super) fn following(&mut self, mut top: Top, position: u32) -> Top {
        const EDGE: f32 = 8.0;
        let shown = self.settle(&mut top);
        let line = shown.iter().find_map(|s| s.line_of(position));
        let height = line.as_ref().map_or(0.0, |l| l.end - l.start);
        let before = shown.first().is_some_and(|s| position < s.piece.start);
        let below = match line {
            Some(line) if line.start >= EDGE && line.end <= self.height - EDGE => return top,
            Some(line) if line.start < EDGE => EDGE,
            None if before => EDGE,
            Some(_) | None => (self.height - EDGE - height.max(30.0)).max(EDGE),
        };
        self.holding(Held { position, below })
    }

    /// The top at which a range is in view: as it is, if it is already; else with its first line at a share of the
    /// height.
    pub(super) fn arriving(&mut self, mut top: Top, range: &Range<u32>, share: f32) -> Top {
        let shown = self.settle(&mut top);
        let first = shown.iter().find_map(|s| s.line_of(range.start));
        let last = shown.iter().find_map(|s| s.line_of(range.end.max(range.start + 1) - 1));
        if let (Some(first), Some(last)) = (first, last)
            && first.start >= 8.0
            && last.end <= self.height - 8.0
        {
            return top;
        }
        self.holding(Held {
            position: range.start,
            below: self.height * share,
        })
    }

    /// The code points of the line that holds a position; see [`Laid::row_of`].
    pub(super) fn line_of(&mut self, position: u32, earlier: bool) -> Range<u32> {
        let n = self.pieces.holding(position);
        let Some(start) = self.pieces.get(n).map(|p| p.start) else {
            return position..position;
        };
        let laid = (self.lay)(n);
        let chars = &laid.rows[laid.row_of(position.saturating_sub(start), earlier)].chars;
        start + chars.start..start + chars.end
    }

    /// The position so many lines further down, as near to `goal` (points from the column's left edge) as can be; and
    /// the goal, which is the position's own place where none is given.
    pub(super) fn lines_down(&mut self, position: u32, earlier: bool, goal: Option<f32>, lines: i32) -> (u32, f32) {
        let mut n = self.pieces.holding(position);
        let Some(piece) = self.pieces.get(n).copied() else {
            return (position, 0.0);
        };
        let mut laid = (self.lay)(n);
        let inside = position.saturating_sub(piece.start);
        let goal = goal.unwrap_or_else(|| laid.caret(inside, earlier).left() + laid.indent);
        let mut row = laid.row_of(inside, earlier);
        for _ in 0..lines.unsigned_abs() {
            if lines > 0 && row + 1 < laid.rows.len() {
                row += 1;
            } else if lines > 0 && n + 1 < self.pieces.len() {
                n += 1;
                laid = (self.lay)(n);
                row = 0;
            } else if lines < 0 && row > 0 {
                row -= 1;
            } else if lines < 0 && n > 0 {
                n -= 1;
                laid = (self.lay)(n);
                row = laid.rows.len() - 1;
            } else {
                // No line further on: its start or end.
                let (start, end) = self.pieces.get(n).map_or((0, 0), |p| (p.start, p.range().end));
                return (if lines > 0 { end } else { start }, goal);
            }
        }
        let start = self.pieces.get(n).map_or(0, |p| p.start);
        (start + laid.position_on(row, goal - laid.indent), goal)
    }

    /// How many lines like that of a position fill the view, less two.
    pub(super) fn lines_a_view(&mut self, position: u32) -> i32 {
        let laid = (self.lay)(self.pieces.holding(position));
        let line = laid.rows.first().map_or(20.0, |r| r.height).max(8.0);
        ((self.height / line) as i32 - 2).max(1)
    }

    /// Brings a top into bounds and its piece to the view's upper edge; gives what is then visible.
    pub(super) fn settle(&mut self, top: &mut Top) -> Vec<Shown> {
        if self.pieces.len() == 0 {
            *top = Top::default();
            return Vec::new();
        }
        top.piece = top.piece.min(self.pieces.len() - 1);
        self.normalise(top);
        let mut shown = self.fill(*top);
        let last = shown.last();
        let end = last.map_or(0.0, |s| s.top + s.laid.height);
        let at_end = last.is_some_and(|s| s.n + 1 == self.pieces.len());
        let gap = self.height - PADDING - end;
        if at_end && gap > 0.5 && *top != START {
            top.down -= gap;
            self.normalise(top);
            shown = self.fill(*top);
        }
        shown
    }

    fn normalise(&mut self, top: &mut Top) {
        while top.down < 0.0 && top.piece > 0 {
            top.piece -= 1;
            top.down += (self.lay)(top.piece).height;
        }
        while top.down > 0.0 && top.piece + 1 < self.pieces.len() {
            let height = (self.lay)(top.piece).height;
            if top.down < height {
                break;
            }
            top.down -= height;
            top.piece += 1;
        }
        if top.piece == 0 {
            top.down = top.down.max(START.down);
        }
        if top.piece + 1 == self.pieces.len() {
            top.down = top.down.min((self.lay)(top.piece).height + PADDING);
        }
    }

    fn fill(&mut self, top: Top) -> Vec<Shown> {
        let (mut shown, mut y) = (Vec::new(), -top.down);
        for n in top.piece..self.pieces.len() {
            let Some(piece) = self.pieces.get(n) else { break };
            let laid = (self.lay)(n);
            let height = laid.height;
            shown.push(Shown {
                n,
                piece: *piece,
                top: y,
                laid,
            });
            y += height;
            if y >= self.height {
                break;
            }
        }
        shown
    }
}

/// The top of a document.
pub(super) const START: Top = Top {
    piece: 0,
    down: -PADDING,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::{Block, BlockKind, Body},
        ui::article::layout::Row,
    };

    /// A hundred pieces, 50 points high each but for every seventh, which is 200.
    fn pieces() -> Pieces {
        let blocks = (0..100)
            .map(|n| Block::new(BlockKind::Paragraph, &format!("{n:09}")))
            .collect();
        let mut pieces = Pieces::of(&Body::new(blocks));
        pieces.guess(|_| 60.0);
        pieces
    }

    fn laid(n: usize) -> Rc<Laid> {
        let height = if n.is_multiple_of(7) { 200.0 } else { 50.0 };
        Rc::new(Laid {
            galleys: Vec::new(),
            rows: vec![Row {
                chars: 0..9,
                top: 0.0,
                height: 20.0,
                clusters: 0..0,
            }],
            clusters: Vec::new(),
            indent: 0.0,
            above: 0.0,
            height,
            text_height: 20.0,
            unfonted: Vec::new(),
        })
    }

    fn settle(top: &mut Top) -> Vec<Shown> {
        let pieces = pieces();
        let mut paper = Paper {
            pieces: &pieces,
            lay: laid,
            height: 500.0,
        };
        paper.settle(top)
    }

    #[test]
    fn scrolling_down_and_up_again_comes_back() {
        let mut top = Top { piece: 3, down: 10.0 };
        let before = settle(&mut top);
        top.down += 1234.0;
        let after = settle(&mut top);
        assert_ne!(before[0].n, after[0].n);
        top.down -= 1234.0;
        settle(&mut top);
        assert_eq!(top, Top { piece: 3, down: 10.0 });
    }

    #[test]
    fn what_is_on_the_screen_moves_as_far_as_scrolled() {
        let mut top = Top { piece: 40, down: 0.0 };
        let before = settle(&mut top);
        top.down -= 130.0;
        let after = settle(&mut top);
        for shown in &before {
            if let Some(same) = after.iter().find(|s| s.n == shown.n) {
                assert_eq!(same.top, shown.top + 130.0);
            }
        }
    }

    #[test]
    fn both_ends_hold() {
        let mut top = Top { piece: 0, down: -900.0 };
        assert_eq!(settle(&mut top)[0].top, PADDING);
        let mut top = Top { piece: 99, down: 900.0 };
        let shown = settle(&mut top);
        let last = shown.last().expect("something is shown");
        assert_eq!((last.n, last.top + last.laid.height), (99, 500.0 - PADDING));
    }

    #[test]
    fn a_held_line_is_put_where_it_was() {
        let pieces = pieces();
        let mut paper = Paper {
            pieces: &pieces,
            lay: laid,
            height: 500.0,
        };
        let position = pieces.get(50).expect("a piece").start + 4;
        let mut top = paper.holding(Held { position, below: 120.0 });
        let shown = paper.settle(&mut top);
        let held = shown.iter().find(|s| s.n == 50).expect("it is shown");
        assert_eq!(held.top, 120.0);
    }
}
