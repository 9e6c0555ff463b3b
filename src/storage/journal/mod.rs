//! The recovery journal: every edit on disk before the next frame is shown.
//!
//! One file per window and project in the state folder, a line per edit, each with a sum over it (`line`).
//! A line is written before [`Journal::record`] returns, so that it survives the end of the process, and a thread
//! brings it to the disk within 100 ms, so that it survives a power cut (`keeper`).
//! The project that the edits start from is kept beside it, so that nothing depends on a file that others may change:
//! a small one before the first edit, a large one (whose writing would make the window wait) by the thread as soon as
//! it is open. A crash before that starts from the file, which the first line names with what it held, or from the
//! version of it that a save kept. Work that is in no file is written down as it is made.
//! A journal that is in use is locked by its process; one that is not locked tells of a crash, or of a project that
//! was closed and whose history can be gone on with (`recovery`).
//! Where the state folder cannot be written, the program works without a journal and says so.
//! Not here: the steps themselves (`session`). To go on with a recovered history, a session is begun with its base
//! and does every entry: a [`Entry::Step`] after the end of the step before, a [`Entry::Grow`] right away.

mod base;
mod keeper;
mod line;
pub mod recovery;
mod replay;

use std::path::Path;

use super::{Fingerprint, State, platform};
use crate::model::{Edit, Moment, Project};
use keeper::Keeper;
use line::{Header, Line};
pub use recovery::{Found, Recovered};

/// One thing that was done to the project in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An edit that made a new step.
    Step(Edit, Moment),
    /// An edit that became part of the step before, as the next letters typed do.
    Grow(Edit, Moment),
    /// Undo or redo: now this many steps are done.
    GoTo(usize),
}

/// Where a project came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// A file, with what it held.
    File(&'a Path, Fingerprint),
    /// No file, and nothing that would be lost with it: it is empty, or comes with the program.
    New,
    /// No file, and it is work already: an article that was read, a version that was fetched. It is written down before
    /// anything is done to it; a large one by the thread, and until that is done a crash costs it.
    Unsaved,
}

/// The journal of one open project. Nothing is written before something is recorded, but what a large project starts
/// from, and a project that is work already and in no file.
///
/// Dropped without [`Self::close`] or [`Self::discard`], it looks as after a crash.
#[derive(Debug)]
pub struct Journal {
    keeper: Keeper,
    /// How many entries there are, and how many steps are done after them.
    entries: u64,
    done: u64,
    /// What was saved last; `None` if nothing was.
    saved: Option<Place>,
    begun: Moment,
}

/// A place in a journal: what was so after everything recorded until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(u64);

impl Journal {
    /// Begins the journal of a project, as it was opened or made.
    pub fn create(state: Option<&State>, origin: Origin<'_>, base: &Project, now: Moment) -> Self {
        let header = Line::Header(Header::new(origin, base, now));
        let (in_file, small) = (matches!(origin, Origin::File(..)), is_small(base));
        let mut keeper = Keeper::new(state, header.text(), base.clone(), !in_file || small);
        match origin {
            Origin::Unsaved if small => keeper.append(String::new()),
            Origin::Unsaved => keeper.begin_early(),
            Origin::File(..) if !small => keeper.keep_base_early(),
            Origin::File(..) | Origin::New => {}
        }
        Self {
            keeper,
            entries: 0,
            done: 0,
            saved: None,
            begun: now,
        }
    }

    /// Writes down what was done. It is out of this process's hands when this returns; if it could not be written,
    /// [`Self::trouble`] says so, and it is tried again with the next one.
    pub fn record(&mut self, entry: &Entry) {
        self.entries += 1;
        match entry {
            Entry::Step(..) => self.done += 1,
            Entry::Grow(..) => {}
            Entry::GoTo(done) => self.done = *done as u64,
        }
        self.keeper.append(line::of_entry(entry, self.entries, self.done));
    }

    /// The place after the last entry: to be taken when a save begins.
    pub fn place(&self) -> Place {
        Place(self.entries)
    }

    /// Writes down that what was so at a place was saved: where, and what the file holds now.
    pub fn saved(&mut self, place: Place, path: &Path, held: Fingerprint) {
        self.saved = Some(place);
        if self.keeper.has_begun() {
            let file = platform::path_to_text(path);
            self.keeper.append(Line::Saved(place.0, file, held.to_string()).text());
        } else {
            self.keeper.begin_anew(|base| {
                let header = Header::new(Origin::File(path, held), base, self.begun);
                (Line::Header(header).text(), is_small(base))
            });
        }
    }

    /// A sentence for the window while edits cannot be written down.
    pub fn trouble(&self) -> Option<String> {
        self.keeper.trouble()
    }

    /// Brings everything recorded to the disk before it returns, where that cannot be left to the thread: in tests and
    /// measurements. The error is a sentence.
    pub fn flush(&self) -> Result<(), String> {
        self.keeper.flush()
    }

    /// Ends the journal of a project whose last state is saved: its history is kept for when it is opened again.
    pub fn close(self) {
        self.keeper.close();
    }

    /// Ends the journal of a project whose unsaved changes are not wanted: what was done until the last save is kept as
    /// its history, the rest is gone.
    pub fn discard(self) {
        match self.saved {
            Some(Place(entries)) if entries > 0 => self.keeper.close_after(entries),
            _ => self.keeper.discard(),
        }
    }
}

/// Whether a project is written in a few milliseconds: its file has about a megabyte at most.
fn is_small(project: &Project) -> bool {
    let texts: usize = project.documents.iter().map(|d| d.body.len() as usize).sum();
    texts + 300 * (project.passages.len() + project.positions.len() + project.notes.len()) < 1_000_000
}

#[cfg(test)]
mod tests;
