//! Something happened that can go on in more ways than one.

use eframe::egui;

use super::{buttons, modal};
use crate::ui::{Command, Ctx};

/// A heading, sentences, and a button for each way.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What happened.
    pub heading: String,
    /// What was kept, and what each way means.
    pub lines: Vec<String>,
    /// The ways: what the button says, and what it sends. Cancelling sends nothing.
    pub ways: Vec<(String, Command)>,
}

impl Choice {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, &self.heading, 520.0, |ui| {
            for line in &self.lines {
                ui.label(line);
                ui.add_space(4.0);
            }
            buttons(ui, |ui| {
                for (name, command) in &self.ways {
                    if ui.button(name).clicked() {
                        ctx.send(Command::CloseDialog);
                        ctx.send(command.clone());
                    }
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
