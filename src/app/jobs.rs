//! Work off the UI thread: opening, saving, reading articles, waiting for the desktop's dialogs.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    time::{Duration, Instant},
};

use eframe::egui;

use super::import::ReadFile;
use super::{picker::Picked, recovery::Offer, versions::CopyOf};

use crate::{
    analysis::carry_over::Fate,
    model::{Body, Check, DocumentId, PassageId, Project, merge::Merge},
    session::{Session, Shown, StateId},
    storage::{
        self, OnDisk, Progress, Watcher,
        journal::{Journal, Place},
    },
    ui::{
        command::{Permit, Then},
        dialog::{Draft, Past, Purpose},
    },
};

/// Why a job was not done.
pub(super) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// What came of a job.
pub(super) enum Done {
    /// A project was read, and its index made; with its journal, where its history goes on. What was open stood at
    /// `revision` when it began.
    Opened {
        path: PathBuf,
        revision: u64,
        result: Box<Result<Read, storage::OpenError>>,
    },
    /// The project was written, as it was in `state`; or not.
    Saved {
        permit: Permit,
        state: StateId,
        place: Option<Place>,
        project: Box<Project>,
        result: Box<Result<storage::Saved, storage::SaveError>>,
        then: Option<Then>,
    },
    /// The desktop's dialog closed, or there is none.
    Picked(Purpose, Option<Then>, Picked),
    /// Another version was read, and merged with the project as it was in `state`; or this project's own file.
    Merged {
        path: PathBuf,
        own_file: bool,
        state: StateId,
        result: Box<Result<(storage::Opened, Merge), storage::OpenError>>,
    },
    /// The job of this name wrote a file for other programs; or not, and `None` if it was cancelled.
    Exported(&'static str, Result<Option<PathBuf>, Fault>),
    /// The job of this name panicked; a report was written.
    Broke(&'static str),
    /// What crashes left, and sentences about journals that could not be used.
    Found(Vec<Offer>, Vec<String>),
    /// The versions of a file; `None` if cancelled.
    Listed(PathBuf, Option<Vec<Past>>),
    /// Who else may write where the file is.
    Shared(PathBuf, Option<String>),
    /// The project's file may hold something else.
    Stirred(PathBuf),
    /// What the project's file holds now.
    Looked(PathBuf, OnDisk),
    /// An article's file was read.
    ArticleRead(PathBuf, Result<ReadFile, storage::OpenError>),
    /// The import dialog's article was read in another way.
    ArticleReadAgain(Result<Draft, String>),
    /// A document's text, as the project was in `state`, was compared with a corrected one.
    Compared {
        state: StateId,
        id: DocumentId,
        body: Arc<Body>,
        fates: Vec<(PassageId, Fate)>,
        /// Where the line being read stands in the corrected text.
        place: Option<u32>,
    },
    /// What is to be shown to one who reads blind or not, made of the project as it was in `state`.
    Shown {
        number: u64,
        state: StateId,
        shown: Box<Shown>,
    },
    /// Where the words of astray passages stand, in a revision of the session.
    Sought(u64, BTreeMap<PassageId, Check>),
}

/// A project that was read.
pub(super) struct Read {
    pub(super) opened: storage::Opened,
    pub(super) session: Session,
    /// How many conflicts a merge left inside the file.
    pub(super) conflicts: usize,
    /// The journal whose history the session has; `None` if there is none, and a new one is to be begun.
    pub(super) journal: Option<Journal>,
    /// Whether it is only a copy of a version.
    pub(super) copy_of: Option<CopyOf>,
}

/// One job under way.
struct Job {
    what: &'static str,
    since: Instant,
    /// How far it is and whether it is still wanted, where it can say and be told.
    progress: Option<Arc<Progress>>,
}

/// What came of a job.
struct Came {
    /// Which job it was, if it can be cancelled.
    of: Option<Arc<Progress>>,
    /// The number of the project that was open when it began.
    project: u64,
    done: Done,
}

/// The jobs under way.
pub(super) struct Jobs {
    sender: Sender<Came>,
    receiver: Receiver<Came>,
    ctx: egui::Context,
    under_way: Vec<Job>,
    /// The number of the project that is open.
    project: u64,
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
            project: 0,
        }
    }

    /// Watches the project's file; what the watcher sees comes in with the results.
    pub(super) fn watcher(&self) -> Watcher {
        let (sender, ctx) = (self.sender.clone(), self.ctx.clone());
        Watcher::new(move |file| {
            let came = Came {
                of: None,
                // It is its path that tells which project's file it is.
                project: 0,
                done: Done::Stirred(file),
            };
            sender.send(came).unwrap_or_default();
            ctx.request_repaint();
        })
    }

    /// The window to be woken.
    pub(super) fn context(&self) -> &egui::Context {
        &self.ctx
    }

    /// Another project is open from now on.
    pub(super) fn another_project(&mut self) {
        self.project += 1;
    }

    /// Starts a job on a thread named after what it does ("Opening…").
    pub(super) fn start(&mut self, what: &'static str, job: impl FnOnce() -> Done + Send + 'static) {
        self.begin(what, None, job);
    }

    /// Starts a job that says how far it is and can be cancelled.
    pub(super) fn start_long(&mut self, what: &'static str, job: impl FnOnce(&Progress) -> Done + Send + 'static) {
        let progress = Arc::new(Progress::new());
        let shared = Arc::clone(&progress);
        self.begin(what, Some(progress), move || job(&shared));
    }

    fn begin(
        &mut self,
        what: &'static str,
        progress: Option<Arc<Progress>>,
        job: impl FnOnce() -> Done + Send + 'static,
    ) {
        let (sender, ctx, of) = (self.sender.clone(), self.ctx.clone(), progress.clone());
        let project = self.project;
        let work = move || {
            let done = catch_unwind(AssertUnwindSafe(job)).unwrap_or(Done::Broke(what));
            if !is_given_up(what, of.as_deref()) {
                // The window may be gone by now; then nobody waits for the result.
                sender.send(Came { of, project, done }).ok();
                ctx.request_repaint();
            }
        };
        match std::thread::Builder::new().name(what.to_owned()).spawn(work) {
            Ok(_handle) => {
                self.under_way.push(Job {
                    what,
                    since: Instant::now(),
                    progress,
                });
                self.ctx.request_repaint_after(QUIET);
            }
            Err(error) => log::error!("no thread for {what}: {error}"),
        }
    }

    /// A result that has come in, and whether the project is still open that was so when its job began.
    pub(super) fn take(&mut self) -> Option<(Done, bool)> {
        loop {
            let Came { of, project, done } = self.receiver.try_recv().ok()?;
            let what = what_of(&done);
            if is_given_up(what, of.as_deref()) {
                // It came in the moment in which it was cancelled.
                continue;
            }
            if let Some(at) = self.under_way.iter().position(|job| job.what == what) {
                self.under_way.remove(at);
            }
            return Some((done, project == self.project));
        }
    }

    /// Whether a job of this kind is under way.
    pub(super) fn has(&self, what: &str) -> bool {
        self.under_way.iter().any(|job| job.what == what)
    }

    /// The job that has taken long enough to be shown, and the part done, 0 to 1, if it can be cancelled.
    pub(super) fn shown(&self) -> Option<(&'static str, Option<f32>)> {
        self.under_way
            .iter()
            .find(|job| !QUIETLY.contains(&job.what) && job.since.elapsed() >= QUIET)
            .map(|job| (job.what, job.progress.as_ref().map(|p| p.fraction())))
    }

    /// Asks a job to stop. Whether it is given up at once, and nothing more will come of it; otherwise what comes of it
    /// says whether it stopped in time.
    pub(super) fn cancel(&mut self, what: &str) -> bool {
        for job in self.under_way.iter().filter(|job| job.what == what) {
            if let Some(progress) = &job.progress {
                progress.cancel();
            }
        }
        let before = self.under_way.len();
        self.under_way
            .retain(|job| job.what != what || !is_given_up(job.what, job.progress.as_deref()));
        self.under_way.len() < before
    }
}

/// Frees what may be large, off the UI thread: for a large project it takes longer than a frame.
pub(super) fn free(old: impl Send + 'static) {
    let dropping = std::thread::Builder::new()
        .name("freeing".to_owned())
        .spawn(|| drop(old));
    if let Err(error) = dropping {
        log::error!("no thread to free memory: {error}");
    }
}

/// Jobs of which nothing is left but their result (a history that one went on with can be gone on with again): one that
/// is cancelled may come to its end unheard.
const UNHEARD: [&str; 5] = [OPENING, READING, COMPARING, MERGING, HIDING];

fn is_given_up(what: &str, progress: Option<&Progress>) -> bool {
    UNHEARD.contains(&what) && progress.is_some_and(Progress::is_cancelled)
}

/// The job that something came of.
fn what_of(done: &Done) -> &'static str {
    match done {
        Done::Opened { .. } => OPENING,
        Done::Saved { .. } => SAVING,
        Done::Picked(..) => CHOOSING,
        Done::ArticleRead(..) | Done::ArticleReadAgain(..) => READING,
        Done::Compared { .. } => COMPARING,
        Done::Sought(..) => SEEKING,
        Done::Merged { .. } => MERGING,
        Done::Exported(what, _) | Done::Broke(what) => what,
        Done::Looked(..) => LOOKING,
        Done::Stirred(..) => WATCHING,
        Done::Found(..) => RECOVERING,
        Done::Listed(..) => LISTING,
        Done::Shared(..) => ASKING,
        Done::Shown { .. } => HIDING,
    }
}

/// Jobs that nobody waits for.
const QUIETLY: [&str; 3] = [CHOOSING, LOOKING, ASKING];

/// The watcher's thread, which is no job.
const WATCHING: &str = "Watching the file";

pub(super) const HIDING: &str = "Choosing what is shown…";
pub(super) const LISTING: &str = "Listing versions…";
pub(super) const ASKING: &str = "Asking about the folder";
pub(super) const OPENING: &str = "Opening…";
pub(super) const SAVING: &str = "Saving…";
pub(super) const READING: &str = "Reading the article…";
pub(super) const DRAWING: &str = "Drawing the picture…";
pub(super) const WRITING_NOTES: &str = "Writing the notes…";
pub(super) const COMPARING: &str = "Comparing the texts…";
pub(super) const SEEKING: &str = "Looking for the words…";
pub(super) const MERGING: &str = "Merging…";
pub(super) const RECOVERING: &str = "Looking for unsaved work…";
pub(super) const LOOKING: &str = "Looking at the file";
pub(super) const CHOOSING: &str = "Choosing a file";
