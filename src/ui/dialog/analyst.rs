//! Asks once who the user is: the name of the layer that edits go to.

use eframe::egui::{self, TextEdit};

use super::{buttons, default_button, focus_once, modal};
use crate::ui::{Command, Ctx};

/// The name being typed.
#[derive(Debug, Clone)]
pub struct WhoAreYou {
    name: String,
    focused: bool,
}

impl WhoAreYou {
    /// Asks, with a name filled in.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            focused: false,
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Who is reading?", 420.0, |ui| {
            ui.label(
                "What you mark and judge is kept in a layer of its own under this name, apart from your colleagues’.",
            );
            ui.add_space(6.0);
            let label = ui.label("Your name");
            let field = ui
                .add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY))
                .labelled_by(label.id);
            focus_once(&field, &mut self.focused);
            let name = self.name.trim();
            buttons(ui, |ui| {
                if default_button(ui, !name.is_empty(), "Use this name") {
                    // The answer first: closing without one is an answer too.
                    ctx.send(Command::Be(name.to_owned()));
                    ctx.send(Command::CloseDialog);
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
