//! Version, licence, and where files live.

use eframe::egui;

use super::{buttons, default_button, modal};
use crate::ui::{Command, Ctx};

/// What is known about this copy of the program.
#[derive(Debug, Clone)]
pub struct About {
    /// The version, with the commit where known.
    pub version: String,
    /// The folder of preferences, journals and backups; empty if there is none.
    pub state_folder: String,
}

impl About {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Standpoint", 440.0, |ui| {
            ui.label(format!("Version {}", self.version));
            ui.label("Read an article closely and record who stands where on what, each judgment tied to its words.");
            ui.add_space(6.0);
            ui.label("Free software under the MIT or the Apache 2.0 licence. It never connects to the network.");
            ui.add_space(6.0);
            ui.label("Preferences and recent files are kept in");
            ui.monospace(if self.state_folder.is_empty() {
                "(nowhere: no folder can be written)"
            } else {
                &self.state_folder
            });
            buttons(ui, |ui| {
                if default_button(ui, true, "Close") {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
