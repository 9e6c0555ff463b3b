//! The line being read: it stays where it is on the screen while the text is laid out anew, by zooming, by another size
//! of text or by another width of the pane.
//!
//! Not here: the first line shown, by which a place is remembered (`scroll::Held`).

use eframe::egui::Rect;

use super::{scroll::Held, view::View};

/// Where in the view people read, as a share of its height from the upper edge, when nothing else tells.
pub(super) const USUAL: f32 = 0.33;

/// A line and where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LineRead {
    /// A position on it.
    position: u32,
    /// Its upper edge, in pixels from the window's.
    pixel: f32,
}

impl LineRead {
    /// The line at a height, in points from the window's upper edge; `scale` is pixels per point. A line that was being
    /// read before is known by the same position, so that zooming there and back comes back.
    pub(super) fn at(view: &View, y: f32, scale: f32, before: Option<Self>) -> Option<Self> {
        let line = view.line_at(y)?;
        let position = before
            .map(|b| b.position)
            .filter(|p| line.range.contains(p))
            .unwrap_or(line.range.start);
        Some(Self {
            position,
            pixel: line.top * scale,
        })
    }

    /// The line to be held in a view that is now at `rect`, in points.
    pub(super) fn held(self, rect: Rect, scale: f32) -> Held {
        Held {
            position: self.position,
            below: (self.pixel / scale - rect.top()).clamp(0.0, (rect.height() - 30.0).max(0.0)),
        }
    }
}
