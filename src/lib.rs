//! Standpoint: read an article closely and record who stands where on what, each judgment tied to its words.
//!
//! `model` says what is true and how it may change; everything else reads it.

#![warn(missing_docs)]

pub mod analysis;
pub mod model;
pub mod session;
pub mod storage;
#[cfg(feature = "gui")]
pub mod ui;
