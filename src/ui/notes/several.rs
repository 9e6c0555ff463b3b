//! What is done with several notes at once: tagged, copied, exported, deleted.

use eframe::egui::{Frame, Id, Key, RichText, TextEdit, Ui};

use super::{NotesPane, list::NotesList};
use crate::{
    model::{Edit, NoteId},
    ui::{Command, Ctx, dialog::name_field},
};

impl NotesPane {
    /// Picks a note, or lets it go.
    pub(super) fn toggle_picked(&mut self, note: NoteId) {
        if !self.picked.remove(&note) {
            self.picked.insert(note);
        }
    }

    /// Picks every note between the one picked or selected last and this one, as they are shown.
    pub(super) fn pick_to(&mut self, ctx: &Ctx<'_>, list: &NotesList, note: NoteId) {
        let from = ctx.selection().note.and_then(|id| list.place(id));
        if let (Some(a), Some(b)) = (from, list.place(note)) {
            self.picked
                .extend(list.rows[a.min(b)..=a.max(b)].iter().map(|row| row.id));
        }
    }

    /// The bar of what can be done with the notes picked.
    pub(super) fn picked_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, list: &NotesList) {
        self.picked.retain(|id| ctx.project().note(*id).is_some());
        if self.picked.is_empty() {
            return;
        }
        let picked: Vec<NoteId> = list
            .rows
            .iter()
            .map(|row| row.id)
            .filter(|id| self.picked.contains(id))
            .collect();
        Frame::new().fill(ctx.tokens.selection).inner_margin(4).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                let count = picked.len();
                let text = if count == 1 {
                    "1 note".to_owned()
                } else {
                    format!("{count} notes")
                };
                ui.label(RichText::new(text).strong());
                let field = ui.add(
                    TextEdit::singleline(&mut self.tag_for_all)
                        .id(Id::unique("tag for all"))
                        .hint_text("Tag them")
                        .desired_width(80.0),
                );
                name_field(&field, "Tag for the picked notes", &self.tag_for_all);
                if field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
                    let tag = std::mem::take(&mut self.tag_for_all);
                    tag_all(ctx, &picked, tag.trim());
                }
                if ui.button("Copy as Markdown").clicked() {
                    ctx.send(Command::CopyNotes(picked.clone()));
                }
                let export = ui.button("Export…").on_hover_text("Write them to a Markdown file");
                if export.clicked() {
                    ctx.send(Command::ChooseNotes(picked.clone()));
                }
                if ui.button("Delete").clicked() {
                    let edits = picked.iter().map(|id| Edit::DeleteNote(*id)).collect();
                    ctx.edit(Edit::Batch(format!("Delete {count} notes"), edits));
                }
                if ui.button("Let go").clicked() {
                    self.picked.clear();
                }
            });
        });
    }
}

fn tag_all(ctx: &Ctx<'_>, notes: &[NoteId], tag: &str) {
    if tag.is_empty() {
        return;
    }
    let edits: Vec<Edit> = notes
        .iter()
        .filter_map(|id| ctx.project().note(*id))
        .filter(|note| !note.tags.iter().any(|t| t == tag))
        .map(|note| {
            let mut tags = note.tags.clone();
            tags.push(tag.to_owned());
            Edit::SetNoteTags(note.id, tags, ctx.now)
        })
        .collect();
    if !edits.is_empty() {
        ctx.edit(Edit::Batch(format!("Tag {} notes {tag}", edits.len()), edits));
    }
}
