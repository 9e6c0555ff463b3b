//! The recovery journal of the open project, and the histories that earlier ones left.

use std::sync::{Arc, Mutex, PoisonError};

use super::App;
use crate::{
    model::{Analyst, Edit, Moment},
    session::Session,
    storage::{
        Opened, State,
        journal::{Entry, Found, Journal, Origin, Recovered, recovery},
    },
};

/// The journals that were left, looked at by one thread at a time: each look locks them.
#[derive(Clone)]
pub(super) struct Journals {
    state: State,
    turn: Arc<Mutex<()>>,
}

impl Journals {
    /// The history of a file that was opened, to be gone on with: undo goes back over the saves before.
    ///
    /// `None` if there is none, or it does not lead to what the file holds. Who is called otherwise now gets a layer of
    /// this name as one more step, which alone is nothing to save: the file may lack such layers.
    pub(super) fn history(&self, opened: &Opened, layer: &Analyst, now: Moment) -> Option<(Session, Journal)> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = recovery::history(&self.state, &opened.path, &opened.fingerprint)?;
        let mut held = earlier.project.clone();
        held.analysts
            .retain(|layer| opened.project.analyst(&layer.id).is_some());
        if held != opened.project {
            return None;
        }
        let mut session = replayed(&earlier, layer);
        let mut journal = earlier.resume(&self.state, now);
        if session.whole().analyst(&layer.id).is_none() {
            let added = Edit::AddAnalyst(layer.clone());
            session.apply(added.clone(), now).ok()?;
            session.end_step();
            session.mark_saved(session.state());
            journal.record(&Entry::Step(added, now));
            journal.saved(journal.place(), &opened.path, opened.fingerprint);
        }
        Some((session, journal))
    }
}

impl App {
    /// The journals that were left; `None` if nothing can be kept.
    pub(super) fn journals(&self) -> Option<Journals> {
        let state = self.state.clone()?;
        let turn = Arc::clone(&self.journals_turn);
        Some(Journals { state, turn })
    }

    /// What to say from the start if nothing can be kept beside the project's file.
    pub(super) fn why_nothing_is_kept(&self) -> Option<String> {
        let what = match &self.state {
            None => "The system names no home folder for you".to_owned(),
            Some(state) => format!(
                "Nothing can be written in {} ({})",
                state.folder().display(),
                state.fault()?
            ),
        };
        Some(format!(
            "{what}. You can read, judge and save as always, but what you do is not kept against a crash, nor are \
             earlier versions and preferences. Save often."
        ))
    }

    /// Begins the journal of the project just shown.
    pub(super) fn begin_journal(&mut self) {
        let origin = match &self.home {
            Some(home) => Origin::File(&home.path, home.fingerprint),
            None if self.session.is_saved() => Origin::New,
            None => Origin::Unsaved,
        };
        let now = (self.clock)();
        self.journal = Some(Journal::create(self.state.as_ref(), origin, self.session.whole(), now));
    }

    /// Ends the journal: its history is kept up to what is saved; what the user did not want to save is gone.
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
}

/// What crashes left.
pub(super) fn scan(journals: &Journals) -> Found {
    let _turn = journals.turn.lock().unwrap_or_else(PoisonError::into_inner);
    recovery::scan(&journals.state)
}

/// A session with the history of a journal.
pub(super) fn replayed(recovered: &Recovered, layer: &Analyst) -> Session {
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
