//! The bar at the pane's right edge.
//!
//! It shows guessed heights, which depend on the text and the width alone, so that it does not wander.

use eframe::egui::{Rect, Sense, Ui, WidgetInfo, pos2};

use crate::ui::Ctx;

/// Least height of the handle, in points.
const HANDLE: f32 = 28.0;

/// Draws the bar; `share` is where the view begins and how much it shows, of everything. Gives where it was dragged
/// to, as a share of everything.
pub(super) fn scroll_bar_ui(ctx: &Ctx<'_>, ui: &Ui, rect: Rect, share: (f32, f32), width: f32) -> Option<f32> {
    let (top, shows) = share;
    if shows >= 1.0 {
        return None;
    }
    let track = Rect::from_min_max(pos2(rect.right() - width, rect.top()), rect.max);
    let response = ui.interact(track, ui.scope_id().with("article scroll bar"), Sense::click_and_drag());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(eframe::egui::Role::ScrollBar, true, "Place in the article");
        info.value = Some(f64::from(top));
        info
    });
    let handle = (track.height() * shows).max(HANDLE).min(track.height());
    let room = (track.height() - handle).max(1.0);
    let reach = (1.0 - shows).max(f32::EPSILON);
    let y = track.top() + room * (top / reach).clamp(0.0, 1.0);
    let colour = match () {
        () if response.dragged() => ctx.tokens.faint,
        () if response.hovered() => ctx.tokens.faint.gamma_multiply(0.8),
        () => ctx.tokens.faint.gamma_multiply(0.4),
    };
    let shown = Rect::from_min_max(
        pos2(track.left() + 3.0, y + 1.0),
        pos2(track.right() - 3.0, y + handle - 1.0),
    );
    ui.painter().rect_filled(shown, 3.0, colour);
    if response.dragged() {
        let moved = response.drag_delta().y;
        return (moved != 0.0).then(|| (top + moved / room * reach).clamp(0.0, 1.0));
    }
    if response.clicked() {
        let at = response.interact_pointer_pos()?.y - track.top() - handle * 0.5;
        return Some((at / room * reach).clamp(0.0, 1.0));
    }
    None
}
