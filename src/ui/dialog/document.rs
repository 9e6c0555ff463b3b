//! What is known about an article: title, author, source, address, date.

use eframe::egui::{self, Button, Grid, TextEdit};

use super::{Dialog, Documents, buttons, modal};
use crate::{
    model::{Document, DocumentId, Edit, Metadata},
    ui::{Command, Ctx},
};

/// The fields being written.
#[derive(Debug, Clone)]
pub struct DocumentForm {
    document: DocumentId,
    about: Metadata,
    /// Whether the list of articles asked, and comes back.
    from_list: bool,
}

impl DocumentForm {
    /// Asks, with what is known filled in.
    pub fn new(document: &Document) -> Self {
        Self {
            document: document.id.clone(),
            about: document.about.clone(),
            from_list: false,
        }
    }

    /// The same, asked from the list of articles, which comes back afterwards.
    pub fn from_list(document: &Document) -> Self {
        Self {
            from_list: true,
            ..Self::new(document)
        }
    }

    fn close(&self, ctx: &Ctx<'_>) {
        ctx.send(if self.from_list {
            let list = Documents::new(Some(self.document.clone()));
            Command::Ask(Box::new(Dialog::Documents(list)))
        } else {
            Command::CloseDialog
        });
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
                    self.close(ctx);
                    ctx.edit(Edit::SetMetadata(self.document.clone(), self.about.clone()));
                }
                if ui.button("Cancel").clicked() {
                    self.close(ctx);
                }
            });
        });
    }
}
