//! Asks before an edit that takes other things with it.

use eframe::egui::{self, RichText};

use super::{buttons, default_button, modal};
use crate::{
    model::{Edit, consequences},
    ui::{Command, Ctx},
};

/// An edit about to be done.
#[derive(Debug, Clone)]
pub struct Confirm {
    edit: Edit,
}

impl Confirm {
    /// Asks before `edit`.
    pub fn new(edit: Edit) -> Self {
        Self { edit }
    }

    /// What is asked about.
    pub fn edit(&self) -> &Edit {
        &self.edit
    }

    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let title = format!("{}?", self.edit.label(ctx.project()));
        modal(ctx, egui_ctx, &title, 420.0, |ui| {
            for sentence in consequences(ctx.project(), &self.edit).sentences() {
                ui.label(sentence);
            }
            ui.label(RichText::new("It can be undone.").color(ctx.tokens.faint));
            buttons(ui, |ui| {
                if default_button(ui, true, "Delete") {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(self.edit.clone());
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
