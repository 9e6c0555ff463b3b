//! Saving by itself: for projects for which it was chosen, after a pause, and never with a question.
//!
//! Not here: which folders are shared (`storage`), asking whether to (`ui::dialog`).

use eframe::egui;

use super::{App, jobs};
use crate::ui::{
    command::Permit,
    dialog::{Autosave, Dialog},
};

/// Seconds without a change after which the project is saved.
const PAUSE: f64 = 5.0;

/// When the project is saved by itself next.
#[derive(Debug, Default)]
pub(super) struct Due {
    revision: Option<u64>,
    /// The window's time of day, in seconds.
    at: f64,
    /// Whether it is waited for the user, because the last time something stood against it.
    pub(super) waits: bool,
}

impl App {
    /// Whether the open project is saved by itself: as was chosen for it, else as for all that are in no shared folder.
    pub(super) fn saves_by_itself(&self) -> bool {
        let by_default = || self.preferences.autosave && self.shared.is_none();
        self.home.is_some() && self.chosen_for_project().autosave.unwrap_or_else(by_default)
    }

    /// Saves the project if it is time to.
    pub(super) fn save_when_due(&mut self, ctx: &egui::Context) {
        if !self.open || self.session.is_saved() || !self.saves_by_itself() {
            return;
        }
        let now = ctx.input(|input| input.time);
        if self.due.revision != Some(self.session.revision()) {
            self.due.revision = Some(self.session.revision());
            self.due.at = now + PAUSE;
        }
        let at_work = [jobs::SAVING, jobs::MERGING, jobs::OPENING, jobs::LOOKING];
        if self.due.waits || self.dialog.is_some() || at_work.iter().any(|job| self.jobs.has(job)) {
            // Whatever ends that brings a frame, and this is asked again.
            return;
        }
        let left = self.due.at - now;
        if left > 0.0 {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left));
            return;
        }
        if let Some(home) = &self.home {
            let path = home.path.clone();
            let permit = Permit {
                by_itself: true,
                ..Permit::default()
            };
            self.save_to(path, permit, None);
        }
    }

    /// A save by itself failed: it is said in passing, and waited for the user to save.
    pub(super) fn not_saved_by_itself(&mut self, error: &crate::storage::SaveError) {
        self.due.waits = true;
        if matches!(error, crate::storage::SaveError::ChangedOnDisk { .. }) {
            self.look = true;
        }
        self.say(format!("Not saved by itself. {error}"));
    }

    /// Asks whether the project is to be saved by itself.
    pub(super) fn ask_about_autosave(&mut self) {
        self.dialog = Some(Dialog::Autosave(Autosave {
            name: self.project_name(),
            has_file: self.home.is_some(),
            shared: self.shared.clone(),
            on: self.saves_by_itself(),
            others: self.preferences.autosave,
        }));
    }

    /// Saves this project by itself from now on, or not; and the others that are in no shared folder.
    pub(super) fn choose_autosave(&mut self, this: Option<bool>, others: bool) {
        self.preferences.autosave = others;
        self.preferences_changed = true;
        if let Some(on) = this {
            self.choose_for_project(|chosen| chosen.autosave = Some(on));
        }
        self.keep_preferences();
        self.due = Due::default();
    }
}
