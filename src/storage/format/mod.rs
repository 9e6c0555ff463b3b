//! The save file's format: a project as text and back.
//!
//! One RON file, readable and diffable, the same bytes for the same project (`write`).
//! Reading trusts nothing: a file is taken apart into records (`split`, `layout`), each is read on its own (`v1`, by
//! `ron`), and what does not fit together is found (`things`), so that everything wrong is told at once, in words and
//! with its place (`words`, `problem`).
//! Not here: files, see the parent module.

mod layout;
mod problem;
mod read;
mod shelf;
mod split;
mod text;
mod things;
mod v1;
mod words;
mod write;

pub use problem::{MOST_PROBLEMS, Problem, Severity};
pub use read::{LARGEST, Read, Refusal, read, read_with};
pub(super) use words::explain;
pub use write::write;

/// The format written, and the newest that can be read.
pub const FORMAT: u64 = 1;

#[cfg(test)]
mod bad_files;
#[cfg(test)]
mod tests;
