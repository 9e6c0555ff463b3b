//! The recovery journal of the open project, and what a crash left: offered on the next start.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    App, Home,
    files::file_name,
    jobs::{self, Done},
};
use crate::{
    model::{Analyst, Edit, Moment},
    session::Session,
    storage::{
        OnDisk, Opened, State,
        journal::{Entry, Found, Journal, Origin, Recovered, recovery},
    },
    ui::{
        Command,
        dialog::{Choice, Dialog},
        moment,
    },
};

/// The journals that were left, looked at by one thread at a time: each look locks them.
#[derive(Clone)]
pub(super) struct Journals {
    state: State,
    turn: Arc<Mutex<()>>,
}

impl Journals {
    /// What crashes left.
    fn scan(&self) -> Found {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        recovery::scan(&self.state)
    }

    /// The history of a file that was opened, to be gone on with: undo goes back over the saves before.
    ///
    /// `None` if there is none, or it does not lead to what the file holds in a layer of this analyst.
    pub(super) fn history(&self, opened: &Opened, layer: &Analyst, now: Moment) -> Option<(Session, Journal)> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = recovery::history(&self.state, &opened.path, &opened.fingerprint)?;
        let fits = earlier.project == opened.project && earlier.base.analyst(&layer.id).is_some();
        if !fits {
            return None;
        }
        let session = replayed(&earlier, layer);
        Some((session, earlier.resume(&self.state, now)))
    }
}

impl App {
    /// The journals that were left; `None` if nothing can be kept.
    pub(super) fn journals(&self) -> Option<Journals> {
        let state = self.state.clone()?;
        let turn = Arc::clone(&self.journals_turn);
        Some(Journals { state, turn })
    }

    /// Begins the journal of the project just shown.
    pub(super) fn begin_journal(&mut self) {
        let origin = match &self.home {
            Some(home) => Origin::File(&home.path, home.fingerprint),
            None => Origin::New,
        };
        let now = (self.clock)();
        self.journal = Some(Journal::create(self.state.as_ref(), origin, self.session.whole(), now));
    }

    /// Ends the journal: its history is kept if what it led to is saved, and deleted if the user did not want it.
    pub(super) fn end_journal(&mut self) {
        if let Some(journal) = self.journal.take() {
            if self.session.is_saved() {
                journal.close();
            } else {
                journal.discard();
            }
        }
    }

    /// Writes down an edit that the session took; `steps` were done before it.
    pub(super) fn record_edit(&mut self, edit: Edit, steps: usize, now: Moment) {
        self.record(&if self.session.done() > steps {
            Entry::Step(edit, now)
        } else {
            Entry::Grow(edit, now)
        });
    }

    /// Writes down that steps were undone or done again.
    pub(super) fn record_steps(&mut self) {
        self.record(&Entry::GoTo(self.session.done()));
    }

    fn record(&mut self, entry: &Entry) {
        let Some(journal) = &mut self.journal else { return };
        journal.record(entry);
        if let Some(trouble) = journal.trouble() {
            self.say(trouble);
        }
    }

    /// Looks off the UI thread for what a crash left.
    pub(super) fn look_for_lost_work(&mut self) {
        if let Some(journals) = self.journals() {
            self.jobs
                .start(jobs::RECOVERING, move || Done::Found(Box::new(journals.scan())));
        }
    }

    pub(super) fn found(&mut self, found: Found) {
        self.recovered = found.recovered.into_iter().filter(|r| r.edits > 0).collect();
        if let Some(remark) = found.remarks.into_iter().next() {
            self.say(remark);
        }
        self.offer_recovered();
    }

    /// Asks about the first piece of recovered work, before anything is overwritten.
    fn offer_recovered(&mut self) {
        let Some(recovered) = self.recovered.first() else {
            return;
        };
        let name = recovered.file.as_deref().map_or_else(|| title_of(recovered), file_name);
        let changes = if recovered.edits == 1 {
            "1 change".to_owned()
        } else {
            format!("{} changes", recovered.edits)
        };
        let since = recovered
            .since
            .map(|since| moment::ago(since, (self.clock)()))
            .unwrap_or_default();
        let mut lines = vec![
            format!("Standpoint did not end as it should. Not saved were {changes} to {name}, the first {since}."),
            "They are kept. Look at them now; nothing on disk changes until you save.".to_owned(),
        ];
        if recovered.transplanted {
            lines.push(
                "The file was changed since, and how it was before is not known: they were done again on what it holds \
                 now. Look through them before you save."
                    .to_owned(),
            );
        }
        if recovered.lost > 0 {
            lines.push(format!(
                "{} damaged lines of the journal could not be read.",
                recovered.lost
            ));
        }
        self.dialog = Some(Dialog::Choice(Choice {
            heading: "Unsaved work was recovered".to_owned(),
            lines,
            ways: vec![
                ("Show what was recovered".to_owned(), Command::TakeRecovered),
                ("Delete it".to_owned(), Command::DeleteRecovered),
            ],
        }));
    }

    /// Opens recovered work with its whole history.
    pub(super) fn take_recovered(&mut self) {
        if self.recovered.is_empty() {
            return;
        }
        if self.open && !self.session.is_saved() {
            return self.say("Save or close this project first; what was recovered is kept");
        }
        let recovered = self.recovered.remove(0);
        let Some(state) = self.state.clone() else { return };
        self.end_journal();
        let session = replayed(&recovered, &self.layer());
        let on_disk = recovered.on_disk();
        let home = recovered
            .file
            .clone()
            .zip(recovered.held)
            .map(|(path, fingerprint)| Home {
                path,
                fingerprint,
                base: recovered.last_saved.clone(),
            });
        self.set_project(session, home);
        let edits = recovered.edits;
        self.journal = Some(recovered.resume(&state, (self.clock)()));
        self.say(format!("Recovered {edits} unsaved changes. Save to keep them"));
        if matches!(on_disk, OnDisk::Changed(_)) {
            self.merge_own_file();
        }
    }

    /// Deletes recovered work that is not wanted, and asks about the next.
    pub(super) fn delete_recovered(&mut self) {
        if !self.recovered.is_empty() {
            self.recovered.remove(0).discard();
        }
        self.offer_recovered();
    }
}

/// A session with the history of a journal.
fn replayed(recovered: &Recovered, layer: &Analyst) -> Session {
    let mut session = Session::new(recovered.base.clone(), layer.id.clone());
    for entry in &recovered.entries {
        // None of it fails: reading the journal tried every entry.
        match entry {
            Entry::Step(edit, at) => {
                session.end_step();
                session.apply(edit.clone(), *at).ok();
            }
            Entry::Grow(edit, at) => {
                session.apply(edit.clone(), *at).ok();
            }
            Entry::GoTo(done) => session.go_to(*done),
        }
    }
    session.end_step();
    match recovered.saved_done {
        Some(done) => session.mark_saved_after(done),
        None => session.mark_unsaved(),
    }
    session
}

fn title_of(recovered: &Recovered) -> String {
    match recovered.project.title.as_str() {
        "" => "a project without a name".to_owned(),
        title => format!("“{title}”"),
    }
}
