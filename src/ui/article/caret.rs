//! The keyboard on the text: a caret that selects, and keys that move the page.
//!
//! With the caret shown (F7) the arrows move it. Without, they move the page; but Shift and an arrow select from where
//! the last click was.

use std::rc::Rc;

use super::{
    layout::Laid,
    scroll::{Paper, START, Top},
    selecting::Ends,
};
use crate::{
    analysis::sentences::{next_character, next_word_end, previous_character, previous_word_start},
    model::Body,
    ui::Action,
};

/// The caret's own state.
#[derive(Debug, Clone, Default)]
pub(super) struct Caret {
    /// Whether it is shown and moves with the arrows.
    pub shown: bool,
    /// Whether it stands at the end of a line rather than at the start of the next, where both are one position.
    pub earlier: bool,
    /// Where on the line it wants to be while it moves up and down, in points from the column's left edge.
    goal: Option<f32>,
    /// What the keys of this frame ask for.
    asked: Vec<Move>,
}

/// What the keys did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// Nothing, or the page.
    Page,
    /// The caret or the selection.
    Caret,
    /// The selection, with the page where it was.
    Selection,
}

/// What a key asks for.
#[derive(Debug, Clone, Copy)]
enum Move {
    /// The caret goes a way, or the page where none is shown; with the selection reaching there, if so.
    Go(Way, bool),
    /// Everything is selected.
    All,
    /// The page goes so many screens down.
    Page(f32),
}

/// A way for the caret to go.
#[derive(Debug, Clone, Copy)]
enum Way {
    To(fn(&Body, u32) -> u32),
    /// To the start of the next block, or of this or the one before.
    Block {
        down: bool,
    },
    /// So many lines down.
    Lines(i32),
    /// So many views down.
    Views(i32),
    LineStart,
    LineEnd,
    Start,
    End,
}

/// What an action asks of the caret, if it is one of its own.
fn move_of(action: Action) -> Option<Move> {
    Some(match action {
        Action::CaretRight => Move::Go(Way::To(next_character), false),
        Action::CaretLeft => Move::Go(Way::To(previous_character), false),
        Action::CaretDown => Move::Go(Way::Lines(1), false),
        Action::CaretUp => Move::Go(Way::Lines(-1), false),
        Action::CaretWordRight => Move::Go(Way::To(next_word_end), false),
        Action::CaretWordLeft => Move::Go(Way::To(previous_word_start), false),
        Action::CaretBlockDown => Move::Go(Way::Block { down: true }, false),
        Action::CaretBlockUp => Move::Go(Way::Block { down: false }, false),
        Action::CaretLineStart => Move::Go(Way::LineStart, false),
        Action::CaretLineEnd => Move::Go(Way::LineEnd, false),
        Action::CaretScreenUp => Move::Go(Way::Views(-1), false),
        Action::CaretScreenDown => Move::Go(Way::Views(1), false),
        Action::CaretStart => Move::Go(Way::Start, false),
        Action::CaretEnd => Move::Go(Way::End, false),
        Action::ReachRight => Move::Go(Way::To(next_character), true),
        Action::ReachLeft => Move::Go(Way::To(previous_character), true),
        Action::ReachDown => Move::Go(Way::Lines(1), true),
        Action::ReachUp => Move::Go(Way::Lines(-1), true),
        Action::ReachWordRight => Move::Go(Way::To(next_word_end), true),
        Action::ReachWordLeft => Move::Go(Way::To(previous_word_start), true),
        Action::ReachBlockDown => Move::Go(Way::Block { down: true }, true),
        Action::ReachBlockUp => Move::Go(Way::Block { down: false }, true),
        Action::ReachLineStart => Move::Go(Way::LineStart, true),
        Action::ReachLineEnd => Move::Go(Way::LineEnd, true),
        Action::ReachScreenUp => Move::Go(Way::Views(-1), true),
        Action::ReachScreenDown => Move::Go(Way::Views(1), true),
        Action::ReachStart => Move::Go(Way::Start, true),
        Action::ReachEnd => Move::Go(Way::End, true),
        Action::SelectAllText => Move::All,
        Action::PageOn => Move::Page(1.0),
        Action::PageBack => Move::Page(-1.0),
        _ => return None,
    })
}

fn next_block(body: &Body, position: u32) -> u32 {
    let block = body.place(position).block;
    if block + 1 < body.blocks().len() {
        body.block_range(block + 1).start
    } else {
        body.len()
    }
}

fn previous_block(body: &Body, position: u32) -> u32 {
    let block = body.place(position).block;
    let start = body.block_range(block).start;
    if position > start || block == 0 {
        start
    } else {
        body.block_range(block - 1).start
    }
}

impl Caret {
    /// Whether an action is one of its own.
    pub(super) fn moves(action: Action) -> bool {
        move_of(action).is_some()
    }

    /// Takes an action of its own, to be done when the text is next laid out; whether it was one.
    pub(super) fn ask(&mut self, action: Action) -> bool {
        let asked = move_of(action);
        self.asked.extend(asked);
        asked.is_some()
    }

    /// Does what was asked for.
    pub(super) fn answer<F: FnMut(usize) -> Rc<Laid>>(
        &mut self,
        paper: &mut Paper<'_, F>,
        top: &mut Top,
        ends: &mut Option<Ends>,
        body: &Body,
    ) -> Moved {
        if body.blocks().is_empty() {
            return Moved::Page;
        }
        let mut moved = Moved::Page;
        for asked in std::mem::take(&mut self.asked) {
            match asked {
                Move::Go(way, extend) if extend || self.shown => {
                    self.go(way, extend, paper, *top, ends, body);
                    moved = Moved::Caret;
                }
                Move::Go(way, _) => turn(way, paper, top, body),
                Move::All => {
                    *ends = Some(Ends {
                        anchor: 0,
                        head: body.len(),
                    });
                    moved = Moved::Selection;
                }
                Move::Page(screens) => top.down += screens * (paper.height - 52.0),
            }
        }
        moved
    }

    fn go<F: FnMut(usize) -> Rc<Laid>>(
        &mut self,
        way: Way,
        extend: bool,
        paper: &mut Paper<'_, F>,
        top: Top,
        ends: &mut Option<Ends>,
        body: &Body,
    ) {
        let first_shown = || paper.pieces.get(top.piece).map_or(0, |p| p.start);
        let from = ends.unwrap_or_else(|| {
            let here = first_shown();
            Ends {
                anchor: here,
                head: here,
            }
        });
        // An arrow without Shift leaves a selection at that side of it.
        let leaves = !extend && from.anchor != from.head && matches!(way, Way::To(_));
        let start = match way {
            Way::To(step) if leaves => {
                let forward = step(body, from.range().start) > from.range().start;
                if forward { from.range().end } else { from.range().start }
            }
            _ => from.head,
        };
        let earlier = std::mem::take(&mut self.earlier);
        let goal = self.goal.take();
        let head = match way {
            Way::To(_) if leaves => start,
            Way::To(step) => step(body, start),
            Way::Block { down: true } => next_block(body, start),
            Way::Block { down: false } => previous_block(body, start),
            Way::Start => 0,
            Way::End => body.len(),
            Way::LineStart => paper.line_of(start, earlier).start,
            Way::LineEnd => {
                let line = paper.line_of(start, earlier);
                self.earlier = !body.blocks().is_empty() && line.end < body.block_range(body.place(start).block).end;
                line.end
            }
            Way::Lines(n) => {
                let (head, goal) = paper.lines_down(start, earlier, goal, n);
                self.goal = Some(goal);
                head
            }
            Way::Views(n) => {
                let lines = paper.lines_a_view(start) * n;
                let (head, goal) = paper.lines_down(start, earlier, goal, lines);
                self.goal = Some(goal);
                head
            }
        };
        *ends = Some(Ends {
            anchor: if extend { from.anchor } else { head },
            head,
        });
    }
}

/// Moves the page as the caret would have moved.
fn turn<F: FnMut(usize) -> Rc<Laid>>(way: Way, paper: &Paper<'_, F>, top: &mut Top, body: &Body) {
    match way {
        Way::Lines(n) => top.down += n as f32 * 48.0,
        Way::Views(n) => top.down += n as f32 * (paper.height - 52.0),
        Way::LineStart | Way::Start => *top = START,
        Way::LineEnd | Way::End => {
            *top = Top {
                piece: paper.pieces.len().saturating_sub(1),
                down: 1.0e9,
            };
        }
        Way::Block { down } => {
            if let Some(piece) = paper.pieces.get(top.piece) {
                let go = if down { next_block } else { previous_block };
                let start = if top.down > 0.0 && !down {
                    piece.start + 1
                } else {
                    piece.start
                };
                *top = Top {
                    piece: paper.pieces.holding(go(body, start)),
                    down: 0.0,
                };
            }
        }
        // Sideways there is nowhere to go.
        Way::To(_) => {}
    }
}
