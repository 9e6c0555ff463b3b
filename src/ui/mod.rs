//! What is seen: the panes, the theme and the table of commands.
//!
//! A pane reads the session through [`Ctx`], builds a throw-away view value and sends [`Command`]s; it changes nothing
//! but its own state (scroll, hover, drafts).
//! Not here: what a command does (`app`).

pub mod article;
pub mod attach;
pub mod brush;
pub mod carry;
pub mod cell;
pub mod command;
#[cfg(test)]
pub(crate) mod desk;
pub mod dialog;
mod drop_down;
pub mod fonts;
pub mod fuzzy;
pub mod history;
pub mod markdown;
pub mod matrix;
pub mod moment;
pub mod notes;
pub mod picture;
pub mod preferences;
mod prose;
pub mod raster;
pub mod reasons;
pub mod segments;
pub mod sign;
pub mod system_fonts;
pub mod theme;
pub mod tour;
pub mod work;

pub use command::{Action, Command, Commands};
pub use preferences::Preferences;

use crate::session::Session;

/// Brings what the keyboard has just come to into sight; called at the end of what scrolls.
pub fn follow_keyboard(ui: &eframe::egui::Ui) {
    // What the mouse chose is in sight; and asking after it would take the keyboard from what a click has just given it.
    if ui.input(|i| i.pointer.any_pressed() || i.pointer.any_click()) {
        return;
    }
    let focused = ui.memory(|m| m.focused());
    let Some(response) = focused.and_then(|id| ui.ctx().read_response(id)) else {
        return;
    };
    let (rect, content) = (response.rect, ui.min_rect());
    let hidden = !response.interact_rect.contains_rect(rect) && response.layer_id == ui.layer_id();
    if hidden && response.gained_focus() && content.contains(rect.center()) {
        ui.scroll_to_rect(rect, None);
    }
}

/// Shows what is opened over the window; all of it is reached where that is too low for it, or its letters are large.
pub(crate) fn whole_by_scrolling<R>(ui: &mut eframe::egui::Ui, add: impl FnOnce(&mut eframe::egui::Ui) -> R) -> R {
    let room = ui.ctx().content_rect().height() - 20.0;
    let area = eframe::egui::ScrollArea::vertical()
        .id_salt("whole")
        .max_height(room)
        .min_scrolled_height(room);
    area.show(ui, |ui| {
        let inner = add(ui);
        follow_keyboard(ui);
        inner
    })
    .inner
}

/// What every pane is given: everything to read, one thing to send with.
#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// The open project.
    pub session: &'a Session,
    /// What the user likes.
    pub preferences: &'a Preferences,
    /// The moment of this frame.
    pub now: crate::model::Moment,
    /// The colours.
    pub tokens: &'static theme::Tokens,
    /// Where gestures go. They are carried out after the frame.
    pub commands: &'a Commands,
}

impl<'a> Ctx<'a> {
    /// The open project as it stands.
    pub fn project(&self) -> &'a crate::model::Project {
        self.session.project()
    }

    /// What is selected.
    pub fn selection(&self) -> &'a crate::session::Selection {
        &self.session.selection
    }

    /// Sends a command.
    pub fn send(&self, command: Command) {
        self.commands.send(command);
    }

    /// An unused id for a new passage.
    pub fn new_passage_id(&self) -> crate::model::PassageId {
        self.project().free_passage_id(self.commands.random())
    }

    /// An unused id for a new note.
    pub fn new_note_id(&self) -> crate::model::NoteId {
        self.project().free_note_id(self.commands.random())
    }

    /// Sends an edit.
    pub fn edit(&self, edit: crate::model::Edit) {
        self.commands.send(Command::Edit(edit));
    }
}
