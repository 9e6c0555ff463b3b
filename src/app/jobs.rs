//! Work off the UI thread: opening, saving, reading articles, waiting for the desktop's dialogs.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

use eframe::egui;

use crate::{
    model::{Project, merge::Merge},
    session::{Session, StateId},
    storage::{self, OnDisk, journal::Found, journal::Place},
    ui::{
        command::{Permit, Then},
        dialog::Purpose,
    },
};

/// What came of a job.
pub(super) enum Done {
    /// A project was read, and its index made.
    Opened(PathBuf, Box<Result<(storage::Opened, Session), storage::OpenError>>),
    /// The project was written, as it was in `state`; or not.
    Saved {
        permit: Permit,
        state: StateId,
        place: Option<Place>,
        project: Box<Project>,
        result: Box<Result<storage::Saved, storage::SaveError>>,
        then: Option<Then>,
    },
    /// The desktop's dialog closed, after so long.
    Picked(Purpose, Option<Then>, Option<PathBuf>, Duration),
    /// Another version was read, and merged with the project as it was in `state`; or this project's own file.
    Merged {
        path: PathBuf,
        own_file: bool,
        state: StateId,
        result: Box<Result<(storage::Opened, Merge), storage::OpenError>>,
    },
    /// What crashes left.
    Found(Box<Found>),
    /// What the project's file holds now.
    Looked(PathBuf, OnDisk),
    /// An article's file was read.
    ArticleRead(PathBuf, Result<Vec<u8>, storage::OpenError>),
}

/// The jobs under way.
pub(super) struct Jobs {
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    ctx: egui::Context,
    under_way: Vec<(&'static str, Instant)>,
}

/// How long a job may take before the window says that it is at work.
const QUIET: Duration = Duration::from_millis(250);

impl Jobs {
    pub(super) fn new(ctx: egui::Context) -> Self {
        let (sender, receiver) = channel();
        Self {
            sender,
            receiver,
            ctx,
            under_way: Vec::new(),
        }
    }

    /// The window to be woken.
    pub(super) fn context(&self) -> &egui::Context {
        &self.ctx
    }

    /// Starts a job on a thread named after what it does ("Opening…").
    pub(super) fn start(&mut self, what: &'static str, job: impl FnOnce() -> Done + Send + 'static) {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        let work = move || {
            // The window may be gone by now; then nobody waits for the result.
            sender.send(job()).ok();
            ctx.request_repaint();
        };
        match std::thread::Builder::new().name(what.to_owned()).spawn(work) {
            Ok(_handle) => {
                self.under_way.push((what, Instant::now()));
                self.ctx.request_repaint_after(QUIET);
            }
            Err(error) => log::error!("no thread for {what}: {error}"),
        }
    }

    /// A result that has come in.
    pub(super) fn take(&mut self) -> Option<Done> {
        let done = self.receiver.try_recv().ok()?;
        let what = match &done {
            Done::Opened(..) => OPENING,
            Done::Saved { .. } => SAVING,
            Done::Picked(..) => CHOOSING,
            Done::ArticleRead(..) => READING,
            Done::Merged { .. } => MERGING,
            Done::Looked(..) => LOOKING,
            Done::Found(..) => RECOVERING,
        };
        if let Some(at) = self.under_way.iter().position(|(name, _)| *name == what) {
            self.under_way.remove(at);
        }
        Some(done)
    }

    /// Whether a job of this kind is under way.
    pub(super) fn has(&self, what: &str) -> bool {
        self.under_way.iter().any(|(name, _)| *name == what)
    }

    /// The job that has taken long enough to be shown.
    pub(super) fn shown(&self) -> Option<&'static str> {
        self.under_way
            .iter()
            .find(|(what, since)| *what != CHOOSING && *what != LOOKING && since.elapsed() >= QUIET)
            .map(|(what, _)| *what)
    }
}

pub(super) const OPENING: &str = "Opening…";
pub(super) const SAVING: &str = "Saving…";
pub(super) const READING: &str = "Reading the article…";
pub(super) const MERGING: &str = "Merging…";
pub(super) const RECOVERING: &str = "Looking for unsaved work…";
pub(super) const LOOKING: &str = "Looking at the file";
pub(super) const CHOOSING: &str = "Choosing a file";
