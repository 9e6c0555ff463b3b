//! The keyboard on the text: a caret that selects, and keys that move the page.
//!
//! With the caret shown (F7) the arrows move it. Without, they move the page; but Shift and an arrow select from where
//! the last click was.

use std::rc::Rc;

use eframe::egui::{InputState, Key, Modifiers, Ui};

use super::{
    layout::Laid,
    scroll::{Paper, START, Top},
    selecting::Ends,
};
use crate::{
    analysis::sentences::{next_character, next_word_end, previous_character, previous_word_start},
    model::Body,
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

const WAYS: [(Modifiers, Key, Way); 14] = [
    (Modifiers::COMMAND, Key::ArrowRight, Way::To(next_word_end)),
    (Modifiers::COMMAND, Key::ArrowLeft, Way::To(previous_word_start)),
    (Modifiers::COMMAND, Key::ArrowDown, Way::Block { down: true }),
    (Modifiers::COMMAND, Key::ArrowUp, Way::Block { down: false }),
    (Modifiers::COMMAND, Key::Home, Way::Start),
    (Modifiers::COMMAND, Key::End, Way::End),
    (Modifiers::NONE, Key::ArrowRight, Way::To(next_character)),
    (Modifiers::NONE, Key::ArrowLeft, Way::To(previous_character)),
    (Modifiers::NONE, Key::ArrowDown, Way::Lines(1)),
    (Modifiers::NONE, Key::ArrowUp, Way::Lines(-1)),
    (Modifiers::NONE, Key::PageDown, Way::Views(1)),
    (Modifiers::NONE, Key::PageUp, Way::Views(-1)),
    (Modifiers::NONE, Key::Home, Way::LineStart),
    (Modifiers::NONE, Key::End, Way::LineEnd),
];

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
    /// Reads the keys of a frame in which the text has the keyboard.
    pub(super) fn read_keys<F: FnMut(usize) -> Rc<Laid>>(
        &mut self,
        ui: &Ui,
        paper: &mut Paper<'_, F>,
        top: &mut Top,
        ends: &mut Option<Ends>,
        body: &Body,
    ) -> Moved {
        if body.blocks().is_empty() {
            return Moved::Page;
        }
        let mut moved = Moved::Page;
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::A)) {
            *ends = Some(Ends {
                anchor: 0,
                head: body.len(),
            });
            return Moved::Selection;
        }
        for (modifiers, key, way) in WAYS {
            // With Shift first: egui takes a key without Shift for pressed with it too.
            for extend in [true, false] {
                let wanted = if extend {
                    modifiers | Modifiers::SHIFT
                } else {
                    modifiers
                };
                let times = ui.input_mut(|i| i.count_and_consume_key(wanted, key));
                for _ in 0..times {
                    if extend || self.shown {
                        self.go(way, extend, paper, *top, ends, body);
                        moved = Moved::Caret;
                    } else {
                        turn(way, paper, top, body);
                    }
                }
            }
        }
        ui.input_mut(|i| turn_by_space(i, paper, top));
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

fn turn_by_space<F: FnMut(usize) -> Rc<Laid>>(i: &mut InputState, paper: &Paper<'_, F>, top: &mut Top) {
    for (modifiers, by) in [(Modifiers::SHIFT, -1.0), (Modifiers::NONE, 1.0)] {
        top.down += i.count_and_consume_key(modifiers, Key::Space) as f32 * by * (paper.height - 52.0);
    }
}
