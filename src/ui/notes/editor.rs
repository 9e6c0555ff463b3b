//! A note's source while it is written: the usual keys and buttons, and the search for what to link to.
//!
//! Not here: what keys and buttons do to the text (`source`).

use eframe::egui::{
    Id, Key, KeyboardShortcut, Modifiers, RichText, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};

use super::{
    NotesPane,
    picker::Picker,
    source::{continued, lines_marked, linked, wrapped},
    view::NoteView,
};
use crate::{
    model::Edit,
    ui::{Command, Ctx, prose::Prose},
};

fn source_id(note: &NoteView) -> Id {
    Id::unique(("note source", note.id))
}

impl NotesPane {
    pub(super) fn source_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        let id = source_id(note);
        // What is selected when a button takes the keyboard away.
        let selected = TextEditState::load(ui.ctx(), id)
            .and_then(|state| state.cursor.char_range())
            .map_or_else(
                || {
                    let end = note.text.chars().count();
                    end..end
                },
                |range| {
                    let sorted = range.as_sorted_char_range();
                    sorted.start.0..sorted.end.0
                },
            );
        let has_keyboard = ui.memory(|m| m.has_focus(id));
        let pressed = |key: Key, modifiers: Modifiers| {
            has_keyboard && ui.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
        };
        let ctrl = Modifiers::COMMAND;
        let (bold, italic, link) = (pressed(Key::B, ctrl), pressed(Key::I, ctrl), pressed(Key::L, ctrl));
        let mut change = continued(&note.text, &selected).filter(|_| pressed(Key::Enter, Modifiers::NONE));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            let tool = |ui: &mut Ui, text: RichText, name: &str, hint: &str| {
                let button = ui.small_button(text);
                let clicked = button.clicked();
                let _ = button.accessible_name(name).on_hover_text(hint);
                clicked
            };
            let text = &note.text;
            if tool(ui, RichText::new("B").strong(), "Bold", "Bold (Ctrl+B)") || bold {
                change = Some(wrapped(text, &selected, "**"));
            }
            if tool(ui, RichText::new("I").italics(), "Italic", "Italic (Ctrl+I)") || italic {
                change = Some(wrapped(text, &selected, "*"));
            }
            for (word, name, mark) in [
                ("H", "Heading", "# "),
                ("•", "List", "- "),
                ("1.", "Numbered list", "1. "),
                ("”", "Quotation", "> "),
            ] {
                if tool(ui, RichText::new(word), name, name) {
                    change = Some(lines_marked(text, &selected, mark));
                }
            }
            if tool(
                ui,
                RichText::new("Link…"),
                "Link",
                "Link to a cell, a passage, an actor … (Ctrl+L)",
            ) || link
            {
                self.picker = Some(Picker::default());
            }
            if tool(ui, RichText::new("Done"), "Done", "Show the note as it reads (Esc)") {
                self.end_writing(ctx);
            }
        });
        if let Some(picked) = self.picker.as_mut().and_then(|picker| picker.show(ctx, ui)) {
            change = picked.map(|(name, link)| linked(&note.text, &selected, &name, &link));
            self.picker = None;
            // The key that chose is not also typed into the text.
            ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            ui.memory_mut(|m| m.request_focus(id));
        }
        let tooled = change.is_some();
        let mut text = note.text.clone();
        if let Some((changed, selected)) = change {
            text = changed;
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let range = CCursorRange::two(CCursor::new(selected.start), CCursor::new(selected.end));
            state.cursor.set_char_range(Some(range));
            state.store(ui.ctx(), id);
        }
        let fresh = self
            .writing
            .as_mut()
            .is_some_and(|writing| std::mem::take(&mut writing.fresh));
        let field = Prose {
            id,
            name: "Text of the note",
            hint: "Markdown: # heading, *emphasis*, - list, > quote",
            rows: 4,
            takes_keyboard: fresh || tooled,
        };
        let left = field.show(ctx, ui, &note.text, text, |text| {
            Edit::SetNoteText(note.id, text, ctx.now)
        });
        if left && self.picker.is_none() {
            self.end_writing(ctx);
        }
    }

    /// Shows the note as it reads again, and gives its card the keyboard.
    pub(super) fn end_writing(&mut self, ctx: &Ctx<'_>) {
        self.picker = None;
        if let Some(writing) = self.writing.take() {
            self.wants_card = Some(writing.note);
            ctx.send(Command::EndStep);
        }
    }
}
