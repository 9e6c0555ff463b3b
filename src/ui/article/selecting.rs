//! Selecting text with the mouse: by character, word, sentence or paragraph, within and across blocks.
//!
//! Not here: the keyboard's caret (`caret`).

use std::ops::Range;

use eframe::egui::{Pos2, Rect};

use super::view::View;
use crate::{
    analysis::sentences::{sentence_at, word_at},
    model::Body,
};

/// Seconds between two presses that belong to one double-click.
const DOUBLE_CLICK: f64 = 0.4;

/// Points that the pointer may move between them.
const STEADY: f32 = 5.0;

/// Points a second and point by which the text moves while the pointer is held beyond its edge.
const AUTO_SCROLL: f32 = 12.0;

/// What a drag selects by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Unit {
    /// Characters: one press.
    #[default]
    Character,
    /// Words: two.
    Word,
    /// Sentences: three.
    Sentence,
    /// Paragraphs: four.
    Paragraph,
}

impl Unit {
    fn of(presses: u32) -> Self {
        match presses % 4 {
            1 => Self::Character,
            2 => Self::Word,
            3 => Self::Sentence,
            _ => Self::Paragraph,
        }
    }

    fn around(self, body: &Body, position: u32) -> Range<u32> {
        match self {
            Self::Character => position..position,
            Self::Word => word_at(body, position),
            Self::Sentence => sentence_at(body, position),
            Self::Paragraph => body.block_range(body.place(position).block),
        }
    }
}

/// A selection with a direction; its ends in code points of the document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Ends {
    /// Where it was begun.
    pub anchor: u32,
    /// Where it is being changed; the caret.
    pub head: u32,
}

impl Ends {
    /// The code points between.
    pub(super) fn range(self) -> Range<u32> {
        self.anchor.min(self.head)..self.anchor.max(self.head)
    }
}

/// The mouse on the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Mouse {
    presses: u32,
    last_press: f64,
    last_place: Pos2,
    drag: Option<Drag>,
}

#[derive(Debug, Clone)]
struct Drag {
    unit: Unit,
    /// What the press selected.
    origin: Range<u32>,
    moved: bool,
}

impl Mouse {
    /// Whether a selection is being made.
    pub(super) fn is_dragging(&self) -> bool {
        self.drag.is_some()
    }

    /// Whether a press is the next one of a double-click or of more.
    pub(super) fn goes_on(&self, point: Pos2, time: f64) -> bool {
        time - self.last_press < DOUBLE_CLICK && point.distance(self.last_place) < STEADY
    }

    /// The button went down at `point` at `time` (seconds); `extend` if Shift is held, to reach from `anchor`.
    /// Gives the selection so far.
    pub(super) fn press(
        &mut self,
        view: &View,
        body: &Body,
        point: Pos2,
        time: f64,
        extend: Option<u32>,
    ) -> Option<Ends> {
        self.presses = if self.goes_on(point, time) { self.presses + 1 } else { 1 };
        (self.last_press, self.last_place) = (time, point);
        let unit = Unit::of(self.presses);
        let here = view.nearest(point)?;
        if let Some(anchor) = extend {
            self.drag = Some(Drag {
                unit: Unit::Character,
                origin: anchor..anchor,
                moved: true,
            });
            return Some(Ends { anchor, head: here });
        }
        let origin = match unit {
            Unit::Character => here..here,
            _ => unit.around(body, view.character(point).unwrap_or(here)),
        };
        let ends = Ends {
            anchor: origin.start,
            head: origin.end,
        };
        self.drag = Some(Drag {
            unit,
            origin,
            moved: unit != Unit::Character,
        });
        Some(ends)
    }

    /// The pointer is at `point` with the button down. Gives the selection so far.
    pub(super) fn drag(&mut self, view: &View, body: &Body, point: Pos2) -> Option<Ends> {
        let drag = self.drag.as_mut()?;
        let point = point.clamp(view.rect.min, view.rect.max);
        let here = view.nearest(point)?;
        drag.moved |= here != drag.origin.start && point.distance(self.last_place) > 2.0;
        let reached = drag.unit.around(body, view.character(point).unwrap_or(here));
        let reached = if drag.unit == Unit::Character {
            here..here
        } else {
            reached
        };
        let ends = if reached.start < drag.origin.start {
            Ends {
                anchor: drag.origin.end,
                head: reached.start,
            }
        } else {
            Ends {
                anchor: drag.origin.start,
                head: reached.end.max(drag.origin.end),
            }
        };
        drag.moved.then_some(ends)
    }

    /// The button went up; whether that was a click, selecting nothing.
    pub(super) fn release(&mut self) -> bool {
        self.drag.take().is_some_and(|d| !d.moved)
    }
}

/// How far the text should move because the pointer is held beyond an edge while something is dragged; points, down
/// positive.
pub(super) fn auto_scroll(rect: Rect, point: Pos2, seconds: f32) -> f32 {
    let beyond = if point.y < rect.top() {
        point.y - rect.top()
    } else {
        (point.y - rect.bottom()).max(0.0)
    };
    beyond.clamp(-120.0, 120.0) * AUTO_SCROLL * seconds
}
