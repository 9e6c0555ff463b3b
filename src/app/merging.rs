//! Bringing in other versions: a colleague's file, or this project's own, changed by somebody else.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::{
    App, Home,
    files::{file_name, with_layer},
    jobs::{self, Done},
};
use crate::{
    model::{Edit, Project, merge},
    session::StateId,
    storage::{self, OnDisk},
    ui::{
        Action, Command,
        command::{Permit, Then},
        dialog::{Choice, Dialog, MergeDialog, Merged},
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
        let mine = self.session.whole().clone();
        let state = self.session.state();
        self.session.end_step();
        self.jobs.start_long(jobs::MERGING, move |progress| {
            let result = storage::open_with(&path, progress).map(|opened| {
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
                let hides = |change: &&merge::Change| !self.session.hides(&merge.project, &change.place());
                let shown: Vec<merge::Change> = merge.incoming.iter().filter(hides).cloned().collect();
                let mut said = format!("{name} was changed by somebody else: {}", merge::Tally::of(&shown));
                if shown.len() < merge.incoming.len() {
                    said.push_str("; and layers that are hidden while you read blind");
                }
                return self.finish_merge(format!("Merge {name}"), said, Box::new(merge.project), true);
            }
        }
        let author = self.layer().id;
        self.dialog = Some(Dialog::Merge(Box::new(MergeDialog::new(name, own_file, author, merge))));
    }

    /// Puts a merged project in place of this one, as one step.
    pub(super) fn finish_merge(&mut self, label: String, said: String, project: Box<Project>, own_file: bool) {
        let coming = self.coming.take().filter(|_| own_file);
        let layer = self.layer();
        let same_as_file = (coming.as_ref()).is_some_and(|home| with_layer(home.base.clone(), layer) == *project);
        if *project != *self.session.whole() {
            self.do_edit(Edit::Replace(label, project));
        }
        if let Some(home) = coming {
            self.take_home(Some(home));
            if same_as_file {
                self.session.mark_saved(self.session.state());
                if let (Some(journal), Some(home)) = (&mut self.journal, &self.home) {
                    journal.saved(journal.place(), &home.path, home.fingerprint);
                }
            } else {
                self.session.mark_unsaved();
            }
        }
        self.say(said);
    }

    /// Shows what a merge came to, and offers to keep it as a note.
    pub(super) fn show_summary(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        let hidden = self.session.blind_reader().is_some();
        self.dialog = Some(Dialog::Merged(Merged {
            heading: "Merged".to_owned(),
            lines: if hidden {
                vec!["What came into other layers is hidden while you read blind.".to_owned()]
            } else {
                lines
            },
            author: self.layer().id,
        }));
    }

    /// Looks whether somebody else changed the file: when the watcher saw something, and when the window gets the
    /// keyboard back. Not while a question is asked or a text is being typed: a merge may ask something too.
    pub(super) fn look_at_the_file(&mut self, ctx: &egui::Context) {
        let focused = ctx.input(|input| input.focused);
        let before = std::mem::replace(&mut self.focused, focused);
        self.look |= focused && !before;
        if !self.look {
            return;
        }
        let at_work = [jobs::LOOKING, jobs::SAVING, jobs::MERGING, jobs::OPENING];
        let busy = self.dialog.is_some() || ctx.text_edit_focused() || at_work.iter().any(|job| self.jobs.has(job));
        if busy {
            return;
        }
        self.look = false;
        if let Some(home) = &self.home {
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
        match &on_disk {
            OnDisk::Same => {
                if self.told.take().is_some() {
                    self.say(format!("{} is there again, as you left it", file_name(path)));
                }
            }
            OnDisk::Changed(_) => self.merge_own_file(),
            OnDisk::Missing | OnDisk::Unreadable(_) => {
                if self.told.as_ref() != Some(&on_disk) {
                    self.told = Some(on_disk.clone());
                    self.tell_of_a_lost_file(path, &on_disk);
                }
            }
        }
    }

    /// Says that the project's file is gone or cannot be read, and offers the ways on.
    fn tell_of_a_lost_file(&mut self, path: &Path, on_disk: &OnDisk) {
        let name = file_name(path);
        let (heading, what) = match on_disk {
            OnDisk::Unreadable(why) => (
                format!("{name} cannot be read any more"),
                format!("The system says: {why}."),
            ),
            _ => (
                format!("{name} is no longer there"),
                "It was moved, renamed or deleted by another program.".to_owned(),
            ),
        };
        // What is on disk is not known to be this any more.
        self.session.mark_unsaved();
        let mut ways = vec![("Save as…".to_owned(), Command::Act(Action::SaveAs))];
        if *on_disk == OnDisk::Missing {
            let again = Permit {
                again: true,
                ..Permit::default()
            };
            ways.push((
                "Save it here again".to_owned(),
                Command::SaveTo(path.to_owned(), again, None),
            ));
        }
        self.dialog = Some(Dialog::Choice(Choice {
            heading,
            lines: vec![
                what,
                "Your work is still open here, and nothing of it is lost. Save it under another name, or go on: you \
                 will be asked before anything is overwritten."
                    .to_owned(),
                path.display().to_string(),
            ],
            ways,
        }));
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
