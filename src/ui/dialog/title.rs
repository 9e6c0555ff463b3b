//! Names the project.

use eframe::egui::{self, TextEdit};

use super::{buttons, default_button, focus_once, modal, name_field};
use crate::{
    model::Edit,
    ui::{Command, Ctx},
};

/// The title being typed.
#[derive(Debug, Clone)]
pub struct Title {
    text: String,
    focused: bool,
}

impl Title {
    /// Asks, with the present title filled in.
    pub fn new(title: &str) -> Self {
        Self {
            text: title.to_owned(),
            focused: false,
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Project title", 460.0, |ui| {
            let field = ui.add(TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY));
            name_field(&field, "Title", &self.text);
            focus_once(&field, &mut self.focused);
            buttons(ui, |ui| {
                if default_button(ui, true, "Rename") {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(Edit::SetTitle(self.text.trim().to_owned()));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
