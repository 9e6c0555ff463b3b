//! What comes of the work on the threads: each result to the part that owns its subject, at the start of a frame.
//!
//! Not here: starting the work (`jobs`), commands (`route`).

use eframe::egui;

use super::{
    App,
    jobs::{self, Done},
};

impl App {
    /// Takes in what came of background work.
    pub(super) fn take_in_results(&mut self, ctx: &egui::Context) {
        while let Some((done, of_this)) = self.jobs.take() {
            match done {
                Done::Opened { path, revision, result } => {
                    let as_it_was = of_this && revision == self.session.revision();
                    self.opened(path, as_it_was, *result);
                }
                Done::Saved { result, .. } if !of_this => self.saved_after_leaving(*result),
                // They are about a project that is not open any more.
                Done::Merged { .. } | Done::Compared { .. } | Done::Shown { .. } | Done::Sought(..) if !of_this => {}
                Done::Saved {
                    permit,
                    state,
                    place,
                    project,
                    result,
                    then,
                } => {
                    if let (Ok(saved), Some(journal), Some(place)) = (&*result, &mut self.journal, place) {
                        journal.saved(place, &saved.path, saved.fingerprint);
                    }
                    self.saved(permit, (state, *project), *result, then);
                }
                Done::Picked(purpose, then, picked) => self.picked(purpose, then, picked, of_this),
                Done::Merged {
                    path,
                    own_file,
                    state,
                    result,
                } => self.merged(&path, own_file, state, *result),
                Done::Shown { number, state, shown } => self.shown(number, state, *shown),
                Done::Looked(path, on_disk) => self.looked(&path, on_disk),
                Done::Stirred(path) => self.look |= self.path() == Some(&path),
                Done::Found(offers, remarks) => self.found(offers, remarks),
                Done::Listed(path, versions) => self.listed(&path, versions),
                Done::Shared(path, shared) => {
                    if self.path() == Some(&path) {
                        self.shared = shared;
                    }
                }
                Done::Exported(job, result) => self.exported(job, result),
                Done::Broke(what) => self.tell_of_a_broken_job(what),
                Done::ArticleRead(path, result) => self.article_read(&path, result),
                Done::ArticleReadAgain(draft) => self.take_draft(draft),
                Done::Compared {
                    state,
                    id,
                    body,
                    fates,
                    place,
                } => self.compared(state, id, body, fates, place),
                Done::Sought(revision, checks) => self.panes.article.places_found(revision, checks),
            }
            ctx.request_repaint();
        }
    }

    /// Gives up what takes long. A save says itself whether it was in time.
    pub(super) fn cancel_job(&mut self, what: &str) {
        if !self.jobs.cancel(what) {
            return;
        }
        if what == jobs::HIDING {
            self.choosing = None;
            let blind = self.session.blind().is_some();
            self.choose_for_project(|chosen| chosen.blind = blind);
        }
        self.say(format!(
            "{} was cancelled; nothing was changed",
            what.trim_end_matches('…')
        ));
    }
}
