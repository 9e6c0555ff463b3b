//! Where a project lives: files, backups, the recovery journal. The only part that touches the file system.
//!
//! Uses `model` and nothing else of the program.
//! Not here: other people's formats (`exchange`), what is done about a file that changed (`model`'s merge, `app`).

pub mod format;
mod progress;

pub use progress::Progress;

#[cfg(test)]
mod sample;
