//! What is known about an article: title, author, source, address, date.

use eframe::egui::{self, Button, Grid, TextEdit};

use super::{buttons, modal};
use crate::{
    model::{Document, DocumentId, Edit, Metadata},
    ui::{Command, Ctx},
};

/// The fields being written.
#[derive(Debug, Clone)]
pub struct DocumentForm {
    document: DocumentId,
    about: Metadata,
}

impl DocumentForm {
    /// Asks, with what is known filled in.
    pub fn new(document: &Document) -> Self {
        Self {
            document: document.id.clone(),
            about: document.about.clone(),
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Article details", 560.0, |ui| {
            Grid::new("article details")
                .num_columns(2)
                .spacing([12.0, 6.0])
                .show(ui, |ui| {
                    for (name, value) in self.about.fields_mut() {
                        let label = ui.label(name);
                        ui.add(TextEdit::singleline(value).desired_width(420.0))
                            .labelled_by(label.id);
                        ui.end_row();
                    }
                });
            let titled = !self.about.title.trim().is_empty();
            buttons(ui, |ui| {
                let save = ui.add_enabled(titled, Button::new("Change details"));
                if save.on_disabled_hover_text("The article needs a title").clicked() {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(Edit::SetMetadata(self.document.clone(), self.about.clone()));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
