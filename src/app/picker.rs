//! The desktop's own file dialogs, behind a trait so that tests need none.

use std::{
    cell::Cell,
    path::PathBuf,
    time::{Duration, Instant},
};

use env_logger::Logger;
use log::{Level, LevelFilter, Log, Metadata, Record};

use crate::ui::dialog::Purpose;

/// What came of asking the desktop for a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// The user chose this one.
    File(PathBuf),
    /// The user cancelled.
    Cancelled,
    /// The desktop could show no dialog.
    NoDialog,
}

/// Asks the desktop for a file. Called on a thread of its own; may take as long as the user does.
pub trait FilePicker: Send + Sync {
    /// Asks for a file, from this folder on and by this name at first.
    fn pick(&self, purpose: Purpose, folder: Option<PathBuf>, name: &str) -> Picked;
}

/// The desktop's dialogs: the portal, else zenity.
pub struct NativePicker;

/// A dialog that is gone sooner than a person can cancel it was never there: zenity does not say that it could not
/// reach the display.
const TOO_SOON: Duration = Duration::from_millis(300);

impl FilePicker for NativePicker {
    fn pick(&self, purpose: Purpose, folder: Option<PathBuf>, name: &str) -> Picked {
        let mut dialog = rfd::FileDialog::new().set_title(purpose.heading());
        dialog = match purpose {
            Purpose::Article => dialog.add_filter("Articles", purpose.endings()),
            Purpose::Picture(_) => dialog.add_filter("PNG pictures", purpose.endings()),
            Purpose::Notes(_) => dialog.add_filter("Markdown texts", purpose.endings()),
            Purpose::Open | Purpose::Save | Purpose::Merge => {
                dialog.add_filter("Standpoint projects", purpose.endings())
            }
        };
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        NO_DIALOG.set(false);
        let began = Instant::now();
        let chosen = match purpose {
            Purpose::Save | Purpose::Picture(_) | Purpose::Notes(_) => dialog.set_file_name(name).save_file(),
            Purpose::Open | Purpose::Article | Purpose::Merge => dialog.pick_file(),
        };
        match chosen {
            Some(path) => Picked::File(path),
            None if NO_DIALOG.get() || began.elapsed() < TOO_SOON => Picked::NoDialog,
            None => Picked::Cancelled,
        }
    }
}

/// No dialogs at all: the window's own is used.
pub struct NoPicker;

impl FilePicker for NoPicker {
    fn pick(&self, _purpose: Purpose, _folder: Option<PathBuf>, _name: &str) -> Picked {
        Picked::NoDialog
    }
}

thread_local! {
    /// Whether rfd said on this thread that its last resort failed.
    static NO_DIALOG: Cell<bool> = const { Cell::new(false) };
}

/// Hears what rfd says in the log, and passes everything on to what writes it. That no dialog could be shown rfd says
/// nowhere else, and a portal may take seconds to fail: time alone does not tell that from a user who cancels.
struct Ear {
    writes: Option<Logger>,
}

/// From now on knows dialogs that could not be shown; what `logger` wants is written.
pub(super) fn listen(logger: Option<Logger>) {
    let wanted = logger.as_ref().map_or(LevelFilter::Off, Logger::filter);
    // It is the first and only one in a program with a window.
    if log::set_boxed_logger(Box::new(Ear { writes: logger })).is_ok() {
        log::set_max_level(wanted.max(LevelFilter::Error));
    }
}

fn is_rfds(metadata: &Metadata<'_>) -> bool {
    metadata.level() == Level::Error && metadata.target().starts_with("rfd")
}

impl Log for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_rfds(metadata) || self.writes.as_ref().is_some_and(|logger| logger.enabled(metadata))
    }

    fn log(&self, record: &Record<'_>) {
        // It is asked after the portal; what a portal says is in vain if zenity helps out.
        if is_rfds(record.metadata()) && record.args().to_string().contains("zenity") {
            NO_DIALOG.set(true);
        }
        if let Some(logger) = &self.writes {
            logger.log(record);
        }
    }

    fn flush(&self) {
        if let Some(logger) = &self.writes {
            logger.flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_resort_tells_that_there_is_no_dialog() {
        let ear = Ear { writes: None };
        let says = |level, target: &str, words: &str| {
            NO_DIALOG.set(false);
            ear.log(
                &Record::builder()
                    .level(level)
                    .target(target)
                    .args(format_args!("{words}"))
                    .build(),
            );
            NO_DIALOG.get()
        };
        let portal = "rfd::backend::xdg_desktop_portal";
        assert!(says(
            Level::Error,
            portal,
            "Failed to save file with zenity: No such file or directory"
        ));
        assert!(!says(
            Level::Error,
            portal,
            "OpenFile failed: the name is not activatable"
        ));
        assert!(!says(Level::Warn, portal, "Using zenity fallback"));
        assert!(!says(Level::Error, "standpoint::app", "no zenity"));
    }
}
