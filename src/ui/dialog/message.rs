//! Something to be read before going on: an error, a list of problems.

use eframe::egui::{self, ScrollArea};

use super::{buttons, default_button, list_height, modal};
use crate::ui::{Command, Ctx};

/// A heading and paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub heading: String,
    /// What was kept, what to do; then the particulars.
    pub lines: Vec<String>,
}

impl Message {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, &self.heading, 560.0, |ui| {
            ScrollArea::vertical().max_height(list_height(ui)).show(ui, |ui| {
                for line in &self.lines {
                    ui.label(line);
                    ui.add_space(4.0);
                }
            });
            buttons(ui, |ui| {
                if default_button(ui, true, "OK") {
                    ctx.send(Command::CloseDialog);
                }
                if ui.button("Copy").on_hover_text("Copy this message").clicked() {
                    ctx.send(Command::Copy(format!("{}\n{}", self.heading, self.lines.join("\n"))));
                }
            });
        });
    }
}
