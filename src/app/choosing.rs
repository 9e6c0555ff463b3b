//! Choosing a file: with the desktop's dialog, or with the window's own where there is none; and what is done with it.
//!
//! Not here: the desktop's dialog (`picker`), how the window's own looks (`ui::dialog`).

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    App, Picked,
    files::file_name,
    jobs::{self, Done},
};
use crate::{
    model::slug,
    storage,
    ui::{
        command::{Permit, Then},
        dialog::{Dialog, Entry, FileDialog, Purpose},
        picture::Subject,
    },
};

impl App {
    /// Asks for a file with the desktop's dialog; if there is none, with the window's own.
    pub(super) fn choose(&mut self, purpose: Purpose, then: Option<Then>) {
        if self.jobs.has(jobs::CHOOSING) {
            return self.say("The desktop’s file dialog is open already");
        }
        let (folder, name) = (self.start_folder(), self.suggested_name(&purpose));
        let picker = Arc::clone(&self.picker);
        self.jobs.start(jobs::CHOOSING, move || {
            let picked = picker.pick(purpose.clone(), folder, &name);
            Done::Picked(purpose, then, picked)
        });
    }

    /// Asks for a file with the window's own dialog.
    pub(super) fn choose_by_path(&mut self, purpose: Purpose, then: Option<Then>) {
        // The dialog that asked for an article's file goes on when it is chosen.
        self.aside = match self.dialog.take() {
            Some(Dialog::Import(dialog)) if purpose == Purpose::Article => Some(dialog),
            _ => None,
        };
        let folder = self.start_folder().unwrap_or_else(storage::folder::home);
        let name = self.suggested_name(&purpose);
        let mut dialog = FileDialog::new(purpose, folder.clone(), &name);
        dialog.then = then;
        self.dialog = Some(Dialog::File(dialog));
        self.list_folder(folder);
    }

    fn suggested_name(&self, purpose: &Purpose) -> String {
        match (purpose, &self.home) {
            (Purpose::Save, Some(home)) => file_name(&home.path),
            (Purpose::Save, None) if self.copy_of.is_some() => self.name_of_copy().unwrap_or_default(),
            (Purpose::Picture(order), _) => {
                let what = match order.subject {
                    Subject::Matrix => "matrix",
                    Subject::Article => "article",
                };
                format!("{}-{what}.png", slug(&self.session.project().title))
            }
            (Purpose::Notes(_), _) => format!("{}-notes.md", slug(&self.session.project().title)),
            (Purpose::Save, None) => format!("{}.ron", slug(&self.session.project().title)),
            _ => String::new(),
        }
    }

    fn start_folder(&self) -> Option<PathBuf> {
        let home = self.home.as_ref().map(|home| home.path.as_path());
        let home = home.or_else(|| self.copy_of.as_ref().map(|of| of.file.as_path()));
        home.or_else(|| self.recent.first().map(PathBuf::as_path))
            .and_then(Path::parent)
            .map(Path::to_owned)
    }

    /// Fills the window's file dialog with what a folder holds.
    pub(super) fn list_folder(&mut self, folder: PathBuf) {
        let Some(Dialog::File(dialog)) = &mut self.dialog else {
            return;
        };
        dialog.entries = storage::folder::list(&folder, dialog.purpose.endings())
            .map(|entries| {
                let entry = |e: storage::folder::Entry| Entry {
                    is_file: e.is_file,
                    name: e.name,
                };
                entries.into_iter().map(entry).collect()
            })
            .map_err(|error| error.to_string());
        dialog.folder = folder;
    }

    /// The desktop's dialog closed, while the project for which it was opened is still open (`of_this`) or not.
    pub(super) fn picked(&mut self, purpose: Purpose, then: Option<Then>, picked: Picked, of_this: bool) {
        let left = !of_this && (purpose.writes() || purpose == Purpose::Merge);
        let path = match picked {
            Picked::Cancelled => return,
            // Nor is it asked for again: a portal may take seconds to fail.
            _ if left => return self.say("Another project was opened while the file was chosen: nothing was done"),
            Picked::NoDialog => return self.choose_by_path(purpose, then),
            Picked::File(path) => path,
        };
        // The desktop's dialog has asked whether a file may be replaced, if it was chosen by its whole name.
        let replace = path.extension().is_some();
        match purpose.clone() {
            Purpose::Open => self.open_file(path),
            Purpose::Save => {
                let permit = Permit {
                    replace,
                    ..Permit::default()
                };
                self.save_to(purpose.with_ending(path), permit, then);
            }
            Purpose::Article => self.read_article(path),
            Purpose::Merge => self.merge_file(path, false),
            Purpose::Picture(order) => self.export_picture(order, purpose.with_ending(path), replace),
            Purpose::Notes(notes) => self.export_notes(notes, purpose.with_ending(path), replace),
        }
    }
}
