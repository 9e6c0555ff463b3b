//! Asks whether a project is saved by itself, and says what that means where others write too.

use eframe::egui::{self, RichText};

use super::{buttons, modal};
use crate::ui::{Command, Ctx};

/// What is chosen so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autosave {
    /// What the project is called.
    pub name: String,
    /// Whether it has a file yet.
    pub has_file: bool,
    /// Who else may write in its folder ("Dropbox"), if that is known.
    pub shared: Option<String>,
    /// Whether this project is saved by itself.
    pub on: bool,
    /// Whether the others are that are in no shared folder.
    pub others: bool,
}

impl Autosave {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Save by itself", 520.0, |ui| {
            ui.label(
                "A few seconds after your last change the project is written to its file. Without it nothing is lost \
                 either: every step is kept against a crash, and the last ten versions stay in Browse versions.",
            );
            ui.add_space(6.0);
            let before = self.on;
            ui.add_enabled_ui(self.has_file, |ui| {
                ui.checkbox(&mut self.on, format!("Save {} by itself", self.name));
            });
            if !self.has_file {
                ui.label(RichText::new("It has no file yet: save it once first.").color(ctx.tokens.faint));
            }
            if let Some(shared) = &self.shared {
                ui.label(
                    RichText::new(format!(
                        "This file seems to be shared through {shared}. There, every save goes to your colleagues while \
                         you work, and theirs to you: it is off unless you choose it here. What others change is \
                         merged before anything is saved; where you both changed the same, it waits for you."
                    ))
                    .color(ctx.tokens.warning),
                );
            }
            ui.add_space(4.0);
            let others_before = self.others;
            ui.checkbox(
                &mut self.others,
                "Save every project by itself that is in no shared folder",
            );
            if self.on != before || self.others != others_before {
                ctx.send(Command::ChooseAutosave {
                    this: (self.on != before).then_some(self.on),
                    others: self.others,
                });
                if self.others != others_before && self.on == before {
                    // What this one does may follow from it; it is asked for anew.
                    ctx.send(Command::Act(crate::ui::Action::Autosave));
                }
            }
            ui.add_space(4.0);
            ui.label(
                RichText::new("Kept on this machine, not in the file. It never asks anything while you work.")
                    .color(ctx.tokens.faint),
            );
            buttons(ui, |ui| {
                if ui.button("Done").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
