//! Pictures for other programs: drawn and written off the UI thread.

use std::path::PathBuf;

use super::{
    App,
    files::file_name,
    jobs::{self, Done, Fault},
};
use crate::{
    storage::{self, Expected},
    ui::picture::{self, Order},
};

impl App {
    /// Draws a picture and writes it, replacing what is there only if so.
    pub(super) fn export_picture(&mut self, order: Order, path: PathBuf, replace: bool) {
        if self.jobs.has(jobs::DRAWING) {
            return self.say("Another picture is being drawn");
        }
        let (session, preferences, now) = (self.session.clone(), self.preferences.clone(), (self.clock)());
        self.jobs.start_long(jobs::DRAWING, move |progress| {
            let expected = if replace { Expected::Anything } else { Expected::Nothing };
            let written = || -> Result<PathBuf, Fault> {
                let png = picture::draw(order, session, &preferences, now)?;
                if progress.is_cancelled() {
                    return Err("Cancelled before it was written: nothing was changed".into());
                }
                Ok(storage::save_plain(&path, &png, expected)?.path)
            };
            Done::Drawn(written())
        });
    }

    pub(super) fn drawn(&mut self, result: Result<PathBuf, Fault>) {
        match result {
            Ok(path) => {
                log::info!("exported {}", path.display());
                self.say(format!("Exported {}", file_name(&path)));
            }
            Err(error) => self.complain("The picture was not exported", &*error),
        }
    }
}
