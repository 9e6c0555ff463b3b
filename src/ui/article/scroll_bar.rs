//! The bar at the side: where in the document the view is.
//!
//! It works in guessed heights, which do not change as one reads, so that it does not wander.

use std::rc::Rc;

use eframe::egui::{Id, Rect, Role as Part, Sense, Ui, WidgetInfo, pos2};

use super::{
    layout::Laid,
    pieces::Pieces,
    scroll::{Paper, Top},
    view::View,
};
use crate::ui::theme::Tokens;

/// Width of the bar, in points.
pub(super) const WIDTH: f32 = 12.0;

/// The shortest that the thumb gets, in points.
const SHORTEST: f32 = 28.0;

/// The bar's own state.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ScrollBar {
    /// Where in the thumb it was grabbed, in points from its upper edge.
    grabbed: Option<f32>,
    /// The share at which a drag holds the thumb.
    held_at: Option<f64>,
    /// Where the thumb was in the last frame: upper edge and height, in points from the bar's upper edge.
    thumb: (f32, f32),
    /// Guessed height of what was visible.
    visible: f64,
    /// How far down the view was, 0 to 1.
    share: f64,
}

impl ScrollBar {
    /// Moves the top as the bar is dragged.
    pub(super) fn input(
        &mut self,
        ui: &Ui,
        bar: Rect,
        paper: &mut Paper<'_, impl FnMut(usize) -> Rc<Laid>>,
        top: &mut Top,
    ) {
        let response = ui.interact(bar, Id::unique("article scroll bar"), Sense::DRAG);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Part::ScrollBar, true, "Place in the article");
            info.value = Some(self.share * 100.0);
            info
        });
        let pointer = response
            .interact_pointer_pos()
            .filter(|_| response.is_pointer_button_down_on());
        let Some(point) = pointer else {
            (self.grabbed, self.held_at) = (None, None);
            return;
        };
        let (thumb_top, thumb_height) = self.thumb;
        let y = point.y - bar.top();
        let grabbed = *self.grabbed.get_or_insert_with(|| {
            let inside = y - thumb_top;
            if (0.0..=thumb_height).contains(&inside) {
                inside
            } else {
                thumb_height * 0.5
            }
        });
        let room = (bar.height() - thumb_height).max(1.0);
        let share = f64::from(((y - grabbed) / room).clamp(0.0, 1.0));
        if self.held_at == Some(share) {
            return;
        }
        self.held_at = Some(share);
        let pieces = paper.pieces;
        let (n, within) = pieces.at_height(share * (pieces.total() - self.visible).max(0.0));
        let height = (paper.lay)(n).height;
        *top = Top {
            piece: n,
            down: if share == 0.0 {
                -f32::MAX
            } else {
                height * within as f32
            },
        };
        if share == 1.0 {
            top.down = f32::MAX;
            top.piece = pieces.len().saturating_sub(1);
        }
    }

    /// Paints the bar.
    pub(super) fn show(&mut self, ui: &Ui, tokens: &Tokens, bar: Rect, pieces: &Pieces, view: &View, top: Top) {
        let share_of = |n: usize, down: f32, height: f32| {
            let within = if height > 0.0 {
                f64::from((down / height).clamp(0.0, 1.0))
            } else {
                0.0
            };
            pieces.top(n) + pieces.guessed(n) * within
        };
        let (Some(first), Some(last)) = (view.shown.first(), view.shown.last()) else {
            return;
        };
        let from = share_of(first.n, top.down, first.laid.height);
        let to = share_of(last.n, view.rect.bottom() - last.top, last.laid.height);
        self.visible = (to - from).max(0.0);
        let total = pieces.total();
        if total <= 0.0 || self.visible >= total {
            return;
        }
        let height = ((self.visible / total) as f32 * bar.height()).clamp(SHORTEST.min(bar.height()), bar.height());
        let share = self.held_at.unwrap_or(from / (total - self.visible)).clamp(0.0, 1.0);
        self.share = share;
        let y = share as f32 * (bar.height() - height);
        self.thumb = (y, height);
        let thumb = Rect::from_min_max(
            pos2(bar.left() + 3.0, bar.top() + y),
            pos2(bar.right() - 3.0, bar.top() + y + height),
        );
        let near = ui.rect_contains_pointer(bar) || self.grabbed.is_some();
        let colour = if near {
            tokens.faint
        } else {
            tokens.faint.gamma_multiply(0.45)
        };
        ui.painter().rect_filled(thumb, 3.0, colour);
    }
}
