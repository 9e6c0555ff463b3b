//! Other people's formats: text or bytes in, values out, and the way back.
//!
//! Knows no files, clocks or window, and applies nothing to a project: what is read is a value that the caller shows
//! before anything comes of it.
//! Not here: Standpoint's own save file (`storage`).

pub mod article;
pub mod notes;
