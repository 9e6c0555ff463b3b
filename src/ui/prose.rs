//! A field of several lines for a text of the project.
//!
//! What is typed is written at once, as one step to undo until a pause, or until the field is left.
//! Not here: the fields of forms, which keep what is typed until the form is accepted (`dialog::fields`).

use eframe::egui::{Id, Key, TextEdit, Ui};

use super::{Command, Ctx, dialog::name_field};
use crate::model::Edit;

/// The field, apart from its text.
pub(super) struct Prose {
    pub(super) id: Id,
    /// What it is called, for a screen reader.
    pub(super) name: &'static str,
    /// What stands in it while it is empty.
    pub(super) hint: &'static str,
    /// Its least height, in lines.
    pub(super) rows: usize,
    pub(super) takes_keyboard: bool,
}

impl Prose {
    /// Draws the field with `text` in it, which may be another than the project has (`old`): a button changed it. Sends
    /// the edit that writes what it came to. Whether it was left with Escape.
    pub(super) fn show(
        self,
        ctx: &Ctx<'_>,
        ui: &mut Ui,
        old: &str,
        mut text: String,
        edit: impl FnOnce(String) -> Edit,
    ) -> bool {
        let field = TextEdit::multiline(&mut text)
            .id(self.id)
            .hint_text(self.hint)
            .desired_width(f32::INFINITY)
            .desired_rows(self.rows);
        let response = ui.add(field);
        name_field(&response, self.name, &text);
        if self.takes_keyboard {
            response.request_focus();
        }
        if text != old {
            ctx.edit(edit(text));
        }
        let left = response.lost_focus();
        if left {
            ctx.send(Command::EndStep);
        }
        left && ui.input(|i| i.key_pressed(Key::Escape))
    }
}
