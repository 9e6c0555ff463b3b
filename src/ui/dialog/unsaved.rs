//! Asks whether to save before the project is left.

use eframe::egui::{self, Key};

use super::{buttons, modal};
use crate::ui::{Command, Ctx, command::Then};

/// What waits for the answer.
#[derive(Debug, Clone)]
pub struct Unsaved {
    /// The file's name, or what the project is called while it has none.
    pub name: String,
    /// What comes after.
    pub then: Then,
}

impl Unsaved {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, &format!("Save changes to {}?", self.name), 420.0, |ui| {
            ui.label("Without saving, what you changed since the last save is lost.");
            buttons(ui, |ui| {
                if ui.button("Save").clicked() || ui.input(|i| i.key_pressed(Key::Enter)) {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::SaveThen(self.then.clone()));
                }
                if ui.button("Don’t save").clicked() {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::GoOn(self.then.clone()));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
