//! Asks before an edit that takes other things with it.

use eframe::egui::{self, Key, Modal, RichText};

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

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let title = format!("{}?", self.edit.label(ctx.project()));
        let response = Modal::new(egui::Id::unique("confirm")).show(egui_ctx, |ui| {
            ui.set_max_width(420.0);
            ui.heading(title);
            for sentence in consequences(ctx.project(), &self.edit).sentences() {
                ui.label(sentence);
            }
            ui.label(RichText::new("It can be undone.").color(ctx.tokens.faint));
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                let yes = ui.button("Delete");
                if yes.clicked() || ui.input(|i| i.key_pressed(Key::Enter)) {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(self.edit.clone());
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
        if response.should_close() {
            ctx.send(Command::CloseDialog);
        }
    }
}
