//! The card of a quotation or a candidate in the cell pane: its words, and its buttons beside them.
//!
//! Not here: what the words and buttons are, and what a click on the card does.

use eframe::egui::{
    Align, Color32, Frame, Id, Layout, Margin, Rect, Response, Sense, Stroke, StrokeKind, Ui, UiBuilder,
};

use crate::ui::theme::Tokens;

/// Draws a card; where it stands, and what was done with it beside its buttons.
pub(super) fn card(
    ui: &mut Ui,
    tokens: &Tokens,
    (id, sense, fill): (Id, Sense, Color32),
    buttons: impl FnOnce(&mut Ui),
    words: impl FnOnce(&mut Ui),
) -> (Rect, Response) {
    let frame = Frame::new()
        .fill(fill)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(4)
        .inner_margin(Margin {
            left: 10,
            right: 4,
            top: 5,
            bottom: 5,
        });
    // The card is sensed before its buttons, so that they are on top of it.
    let card = ui.scope_builder(UiBuilder::new().scope_id(id).sense(sense), |ui| {
        let inside = |ui: &mut Ui| {
            ui.set_min_width(ui.available_width());
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                buttons(ui);
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    words(ui);
                });
            });
        };
        frame.show(ui, inside).response.rect
    });
    (card.inner, card.response)
}

/// Outlines a card that the pointer is over or that has the keyboard.
pub(super) fn outline(ui: &Ui, tokens: &Tokens, rect: Rect, response: &Response) {
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, tokens.accent);
        ui.painter().rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    }
}
