//! The line being read: it stays where it is on the screen while the text is laid out anew, by zooming, by another size
//! of text or by another width of the pane.
//!
//! Not here: the first line shown, by which a place is remembered (`scroll::Held`).

use eframe::egui::Rect;

use super::{scroll::Held, view::View};

/// Where in the view people read, as a share of its height from the upper edge, when nothing else tells.
pub(super) const USUAL: f32 = 0.33;

/// What tells which line is being read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Aim {
    /// Nothing does.
    Usual,
    /// The pointer, while Ctrl is held to zoom.
    Pointer {
        /// Points from the window's upper edge. Wrong for a pointer that rested while the window was zoomed.
        y: f32,
        /// Whether it was just moved there.
        moved: bool,
    },
    /// The caret, at this position.
    Caret(u32),
}

/// A line and where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LineRead {
    /// A position on it.
    position: u32,
    /// Its upper edge, in pixels from the window's.
    pixel: f32,
    aim: Aim,
}

impl Aim {
    /// Whether the line that this aims at is the one that was aimed at before, if it did not move.
    fn goes_on(self, before: Self) -> bool {
        match (before, self) {
            (Self::Pointer { .. }, Self::Pointer { moved, .. }) => !moved,
            (before, now) => before == now,
        }
    }
}

impl LineRead {
    /// The line that is aimed at; `scale` is pixels per point. It stays the same line until the text is scrolled or
    /// another is aimed at, so that setting the page to and fro comes back.
    pub(super) fn at(view: &View, aim: Aim, scale: f32, before: Option<Self>) -> Option<Self> {
        let stays = before.filter(|b| {
            let top = view.caret(b.position, false).map(|c| c.top() * scale);
            aim.goes_on(b.aim) && top.is_some_and(|top| (top - b.pixel).abs() < 1.5)
        });
        if stays.is_some() {
            return stays;
        }
        let y = match aim {
            Aim::Usual => view.rect.top() + view.rect.height() * USUAL,
            Aim::Pointer { y, .. } => y,
            Aim::Caret(position) => view.caret(position, false)?.center().y,
        };
        let line = view.line_at(y)?;
        Some(Self {
            position: line.range.start,
            pixel: line.top * scale,
            aim,
        })
    }

    /// Whether nothing told that it is this line.
    pub(super) fn is_usual(self) -> bool {
        self.aim == Aim::Usual
    }

    /// The line to be held in a view that is now at `rect`, in points.
    pub(super) fn held(self, rect: Rect, scale: f32) -> Held {
        Held {
            position: self.position,
            below: (self.pixel / scale - rect.top()).clamp(0.0, (rect.height() - 30.0).max(0.0)),
        }
    }
}
