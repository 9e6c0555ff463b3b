//! Files for other programs: pictures and notes, made and written off the UI thread.

use std::path::{Path, PathBuf};

use super::{
    App,
    files::file_name,
    jobs::{self, Done, Fault},
};
use crate::{
    exchange,
    model::NoteId,
    storage::{self, Expected},
    ui::picture::{self, Order},
};

/// Writes a file, replacing what is there only if so; says where it is.
fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<PathBuf, Fault> {
    let expected = if replace { Expected::Anything } else { Expected::Nothing };
    Ok(storage::save_plain(path, bytes, expected)?.path)
}

impl App {
    /// Draws a picture and writes it, replacing what is there only if so.
    pub(super) fn export_picture(&mut self, order: Order, path: PathBuf, replace: bool) {
        if self.jobs.has(jobs::DRAWING) {
            return self.say("Another picture is being drawn");
        }
        let (session, preferences, now) = (self.session.clone(), self.preferences.clone(), (self.clock)());
        self.jobs.start_long(jobs::DRAWING, move |progress| {
            let written = || -> Result<Option<PathBuf>, Fault> {
                let png = picture::draw(order, session, &preferences, now)?;
                if progress.is_cancelled() {
                    return Ok(None);
                }
                write(&path, &png, replace).map(Some)
            };
            Done::Exported(jobs::DRAWING, written())
        });
    }

    /// Writes notes as one Markdown text, replacing what is there only if so.
    pub(super) fn export_notes(&mut self, notes: Vec<NoteId>, path: PathBuf, replace: bool) {
        if self.jobs.has(jobs::WRITING_NOTES) {
            return self.say("Other notes are being written");
        }
        let project = self.session.project().clone();
        self.jobs.start(jobs::WRITING_NOTES, move || {
            let text = exchange::notes::markdown(&project, &notes);
            Done::Exported(jobs::WRITING_NOTES, write(&path, text.as_bytes(), replace).map(Some))
        });
    }

    pub(super) fn exported(&mut self, job: &str, result: Result<Option<PathBuf>, Fault>) {
        match result {
            Ok(None) => self.say("Cancelled: no picture was written"),
            Ok(Some(path)) => {
                log::info!("exported {}", path.display());
                self.say(format!("Exported {}", file_name(&path)));
            }
            Err(error) if job == jobs::DRAWING => self.complain("The picture was not exported", &*error),
            Err(error) => self.complain("The notes were not exported", &*error),
        }
    }
}
