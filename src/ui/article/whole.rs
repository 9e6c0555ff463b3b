//! The whole text at once, for a picture: no header, nothing scrolled.

use eframe::egui::Ui;

use super::{ArticlePane, scroll};
use crate::ui::Ctx;

impl ArticlePane {
    /// Draws the text alone, from its first line on.
    pub fn whole_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, ctx.tokens.page);
        let shown = ctx.selection().document.as_ref();
        let Some(document) = shown.and_then(|id| ctx.project().document(id)) else {
            return;
        };
        self.take_document(document);
        let rect = ui.available_rect_before_wrap();
        self.text_ui(ctx, ui, document, rect);
    }

    /// How high the text is that was drawn last, in points; a guess, as an error, if its end was out of sight.
    pub fn whole_height(&self) -> Result<f32, f32> {
        let guess = self.pieces.total() as f32 + 2.0 * scroll::PADDING;
        let Some(view) = &self.view else { return Err(guess) };
        match view.shown.last() {
            Some(last) if last.n + 1 == self.pieces.len() => {
                let bottom = last.top + last.laid.height - view.rect.top();
                Ok(bottom + scroll::PADDING)
            }
            _ => Err(guess),
        }
    }
}
