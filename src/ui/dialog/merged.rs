//! What a merge came to, to be read and, if wanted, kept as a note.

use eframe::egui;

use super::{buttons, default_button, modal};
use crate::{
    model::{AnalystId, Edit, Focus, Note, Target, merge::MERGE_TAG},
    ui::{Command, Ctx},
};

/// A summary.
#[derive(Debug, Clone)]
pub struct Merged {
    /// What was merged, for the heading.
    pub heading: String,
    /// What came in and how conflicts were settled, in sentences.
    pub lines: Vec<String>,
    /// Whose note it becomes.
    pub author: AnalystId,
}

impl Merged {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, &self.heading, 520.0, |ui| {
            for line in &self.lines {
                ui.label(line);
            }
            ui.add_space(4.0);
            ui.label("It is one step: Undo takes all of it back.");
            buttons(ui, |ui| {
                if default_button(ui, true, "Done") {
                    ctx.send(Command::CloseDialog);
                }
                if ui.button("Keep this as a note").clicked() {
                    let note = Note {
                        id: ctx.new_note_id(),
                        analyst: self.author.clone(),
                        about: vec![Target::Project],
                        created: ctx.now,
                        changed: ctx.now,
                        tags: vec![MERGE_TAG.to_owned()],
                        text: format!("**{}**\n\n{}", self.heading, self.lines.join("\n\n")),
                    };
                    let kept = Focus::Note(note.id);
                    ctx.send(Command::CloseDialog);
                    ctx.edit(Edit::AddNote(note));
                    ctx.send(Command::Reveal(kept));
                }
            });
        });
    }
}
