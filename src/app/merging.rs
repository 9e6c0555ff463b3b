//! Bringing in other versions: a colleague's file, or this project's own, changed by somebody else.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::{
    App, Home,
    files::file_name,
    jobs::{self, Done},
};
use crate::{
    model::{Edit, Project, merge},
    session::StateId,
    storage::{self, OnDisk},
    ui::{
        Action, Command,
        command::{Permit, Then},
        dialog::{Choice, Dialog, MergeDialog},
    },
};

impl App {
    /// Reads another version off the UI thread and merges it with the project as it stands.
    ///
    /// The project's own file is merged three ways, from what was opened; a colleague's has no common base.
    pub(super) fn merge_file(&mut self, path: PathBuf, own_file: bool) {
        if self.jobs.has(jobs::MERGING) {
            return self.say("Another file is being merged");
        }
        let base = self.home.as_ref().filter(|_| own_file).map(|home| home.base.clone());
        let mine = self.session.project().clone();
        let state = self.session.state();
        self.session.end_step();
        self.jobs.start(jobs::MERGING, move || {
            let result = storage::open(&path).map(|opened| {
                let merged = merge::merge(base.as_ref(), &mine, &opened.project);
                (opened, merged)
            });
            Done::Merged {
                path,
                own_file,
                state,
                result: Box::new(result),
            }
        });
    }

    pub(super) fn merge_own_file(&mut self) {
        if let Some(home) = &self.home {
            let path = home.path.clone();
            self.merge_file(path, true);
        }
    }

    pub(super) fn merged(
        &mut self,
        path: &Path,
        own_file: bool,
        state: StateId,
        result: Result<(storage::Opened, merge::Merge), storage::OpenError>,
    ) {
        let (opened, merge) = match result {
            Ok(both) => both,
            Err(error) => return self.complain("The file was not merged", &error),
        };
        if state != self.session.state() {
            // Something was changed while the file was read: merge what stands now.
            return self.merge_file(path.to_owned(), own_file);
        }
        let name = file_name(path);
        if own_file {
            self.coming = Some(Home {
                path: opened.path,
                fingerprint: opened.fingerprint,
                base: opened.project,
            });
            if merge.conflicts.is_empty() {
                let said = format!("{name} was changed by somebody else: {}", merge.summary());
                return self.finish_merge(format!("Merge {name}"), said, Box::new(merge.project), true);
            }
        }
        self.dialog = Some(Dialog::Merge(Box::new(MergeDialog {
            name,
            own_file,
            merge: Box::new(merge),
            listed: false,
        })));
    }

    /// Puts a merged project in place of this one, as one step.
    pub(super) fn finish_merge(&mut self, label: String, said: String, project: Box<Project>, own_file: bool) {
        let coming = self.coming.take().filter(|_| own_file);
        let same_as_file = coming.as_ref().is_some_and(|home| home.base == *project);
        if *project != *self.session.project() {
            self.apply(Edit::Replace(label, project));
        }
        if let Some(home) = coming {
            self.home = Some(home);
            if same_as_file {
                self.session.mark_saved(self.session.state());
            } else {
                self.session.mark_unsaved();
            }
        }
        self.say(said);
    }

    /// When the window gets the keyboard back, looks whether somebody else changed the file meanwhile.
    pub(super) fn look_at_the_file(&mut self, ctx: &egui::Context) {
        let focused = ctx.input(|input| input.focused);
        let back = focused && !std::mem::replace(&mut self.focused, focused);
        let at_work = [jobs::LOOKING, jobs::SAVING, jobs::MERGING];
        let busy = self.dialog.is_some() || at_work.iter().any(|job| self.jobs.has(job));
        if let Some(home) = self.home.as_ref().filter(|_| back && !busy) {
            let (path, held) = (home.path.clone(), home.fingerprint);
            self.jobs.start(jobs::LOOKING, move || {
                let on_disk = storage::look(&path, &held);
                Done::Looked(path, on_disk)
            });
        }
    }

    pub(super) fn looked(&mut self, path: &Path, on_disk: OnDisk) {
        if self.path() != Some(path) {
            return;
        }
        match on_disk {
            OnDisk::Same => {}
            OnDisk::Changed(_) => self.merge_own_file(),
            OnDisk::Missing => {
                self.session.mark_unsaved();
                self.say(format!(
                    "{} is no longer there. Your work is still open: save it again",
                    file_name(path)
                ));
            }
            OnDisk::Unreadable(why) => {
                self.say(format!(
                    "{} cannot be read any more ({why}). Your work is still open",
                    file_name(path)
                ));
            }
        }
    }

    /// A save found that somebody else changed the file: nothing was written.
    pub(super) fn ask_about_changed_file(&mut self, then: Option<Then>) {
        let Some(home) = &self.home else { return };
        let permit = Permit {
            replace: true,
            ..Permit::default()
        };
        self.dialog = Some(Dialog::Choice(Choice {
            heading: format!("{} was changed by somebody else", file_name(&home.path)),
            lines: vec![
                "It was changed since you opened or saved it last. Nothing was overwritten.".to_owned(),
                "Merging brings their changes in, then you save both.".to_owned(),
            ],
            ways: vec![
                ("Merge".to_owned(), Command::MergeOwnFile),
                ("Save as…".to_owned(), Command::Act(Action::SaveAs)),
                (
                    "Overwrite theirs".to_owned(),
                    Command::SaveTo(home.path.clone(), permit, then),
                ),
            ],
        }));
    }
}
