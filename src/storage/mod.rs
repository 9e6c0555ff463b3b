//! Where a project lives: files, backups, the recovery journal. The only part that touches the file system.
//!
//! Uses `model` and nothing else of the program.
//! Not here: other people's formats (`exchange`), what is done about a file that changed (`model`'s merge, `app`).

mod atomic;
pub mod backups;
pub mod crash;
mod fault;
mod file;
mod fingerprint;
pub mod folder;
pub mod format;
pub mod journal;
mod platform;
mod progress;
mod shared;
mod state;
mod watch;

pub use fault::{OpenError, SaveError};
pub use file::{
    Expected, OnDisk, Opened, SaveOptions, Saved, Stamp, load, look, open, open_stream, open_waiting, open_with, save,
    save_plain, save_text, save_with, stamp,
};
pub use fingerprint::Fingerprint;
pub use progress::Progress;
pub use shared::shared_folder;
pub use state::{MOST_RECENT, Remembered, STATE_VARIABLE, State};
pub use watch::Watcher;

/// Opens a file to add lines at its end; makes it if it is not there.
pub fn append_to(path: &std::path::Path) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod sample;
