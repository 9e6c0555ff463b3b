//! Earlier versions of the project's file: listed with what changed, restored as copies.
//!
//! Not here: keeping them (`storage::backups`), how they are shown (`ui::dialog`).

use std::path::{Path, PathBuf};

use super::{
    App,
    files::{file_name, session_of},
    jobs::{self, Done, Read},
};
use crate::{
    model::{
        AnalystId, Moment, Project,
        merge::{Change, Tally, differences},
    },
    session::layer_of,
    storage::{self, Progress, State, backups},
    ui::{
        dialog::{Dialog, Message, Past, Versions},
        moment,
    },
};

/// The most lines told of one version.
const MOST_LINES: usize = 300;

/// Where a copy came from: a version of this file, kept then.
#[derive(Debug, Clone)]
pub(super) struct CopyOf {
    pub(super) file: PathBuf,
    pub(super) kept: Moment,
}

impl App {
    /// Lists the versions kept of the project's file, off the UI thread.
    pub(super) fn browse_versions(&mut self) {
        let Some(path) = self.path().map(Path::to_owned) else {
            return self.say("This project has no file yet: versions are kept from the first save on");
        };
        let Some(state) = self.state.clone() else {
            return self.say("Versions cannot be kept: the system names no folder for them");
        };
        if self.jobs.has(jobs::LISTING) {
            return;
        }
        let now = self.session.whole().clone();
        let reader = self.session.blind_reader().cloned();
        self.jobs.start_long(jobs::LISTING, move |progress| {
            let versions = list(&state, &path, &now, reader.as_ref(), progress);
            Done::Listed(path, versions)
        });
    }

    pub(super) fn listed(&mut self, path: &Path, versions: Option<Vec<Past>>) {
        if self.path() != Some(path) {
            return;
        }
        let Some(versions) = versions else {
            return self.say("Listing the versions was cancelled");
        };
        if versions.is_empty() {
            self.dialog = Some(Dialog::Message(Message {
                heading: format!("No earlier versions of {}", file_name(path)),
                lines: vec![
                    "From the next save on, what the file held before and after is kept: the last ten versions."
                        .to_owned(),
                ],
            }));
            return;
        }
        self.dialog = Some(Dialog::Versions(Versions::new(file_name(path), versions)));
    }

    /// Opens a version as a copy without a file, off the UI thread: nothing on disk is overwritten.
    pub(super) fn open_version(&mut self, version: PathBuf, file: PathBuf, kept: Moment) {
        if self.jobs.has(jobs::OPENING) {
            return self.say("Another file is being opened");
        }
        let (layer, blind) = (self.layer(), self.session.blind().cloned());
        let revision = self.session.revision();
        self.jobs.start_long(jobs::OPENING, move |progress| {
            let result = storage::open_with(&version, progress).map(|opened| {
                let mut session = session_of(opened.project.clone(), layer);
                session.read_blind(blind);
                Read {
                    session,
                    opened,
                    conflicts: 0,
                    journal: None,
                    copy_of: Some(CopyOf { file, kept }),
                }
            });
            Done::Opened {
                path: version,
                revision,
                result: Box::new(result),
            }
        });
    }

    /// Shows a version that was opened.
    pub(super) fn show_copy(&mut self, mut session: crate::session::Session, of: CopyOf) {
        session.mark_unsaved();
        session.read_blind(self.session.blind().cloned());
        let (name, kept) = (file_name(&of.file), moment::local(of.kept));
        self.show_project(session, None);
        self.copy_of = Some(of);
        self.say(format!("A copy of {name} as on {kept}: save it to keep it"));
    }

    /// The name that is proposed for a copy: "reading (24 November 2026, 14.03).ron".
    pub(super) fn name_of_copy(&self) -> Option<String> {
        let of = self.copy_of.as_ref()?;
        let stem = of.file.file_stem()?.to_string_lossy();
        // A colon is not allowed in names everywhere.
        Some(format!("{stem} ({}).ron", moment::local(of.kept).replace(':', ".")))
    }
}

/// The versions of a file, latest first, each with what changed in it and what came after; `None` if cancelled.
fn list(
    state: &State,
    file: &Path,
    now: &Project,
    reader: Option<&AnalystId>,
    progress: &Progress,
) -> Option<Vec<Past>> {
    let versions = backups::versions(state, file);
    let mut out: Vec<Past> = Vec::with_capacity(versions.len());
    let mut older: Option<Project> = None;
    // Oldest first, so that no more than two are held at a time.
    for version in versions.into_iter().rev() {
        if progress.is_cancelled() {
            return None;
        }
        let mut past = Past {
            path: version.path.clone(),
            file: file.to_owned(),
            kept: version.kept,
            size: version.size,
            summary: String::new(),
            changed: Vec::new(),
            until_now: Vec::new(),
            is_now: false,
        };
        match storage::open(&version.path) {
            Err(error) => past.summary = format!("cannot be read: {error}"),
            Ok(opened) => {
                let project = opened.project;
                match &older {
                    None => "the earliest that is kept".clone_into(&mut past.summary),
                    Some(before) => (past.summary, past.changed) = told(before, &project, reader),
                }
                past.until_now = told(&project, now, reader).1;
                past.is_now = project == *now;
                older = Some(project);
            }
        }
        out.push(past);
    }
    out.reverse();
    Some(out)
}

/// What changed, in a line and line by line; nothing of layers that a blind reader may not see.
fn told(before: &Project, after: &Project, reader: Option<&AnalystId>) -> (String, Vec<String>) {
    let mut changes = differences(before, after);
    let all = changes.len();
    if let Some(reader) = reader {
        let own =
            |project: &Project, change: &Change| layer_of(project, &change.place()).is_none_or(|layer| layer == reader);
        changes.retain(|change| own(before, change) && own(after, change));
    }
    let mut summary = Tally::of(&changes).to_string();
    if changes.len() < all {
        summary.push_str("; and in layers that are hidden while you read blind");
    }
    let mut lines: Vec<String> = changes
        .iter()
        .take(MOST_LINES)
        .map(|change| change.sentence(before, after))
        .collect();
    if let Some(more) = changes.len().checked_sub(MOST_LINES).filter(|n| *n > 0) {
        lines.push(format!("and {more} more"));
    }
    (summary, lines)
}
