//! Standpoint: read an article closely and record who stands where on what, each judgment tied to its words.
//!
//! `model` says what is true and how it may change; everything else reads it.

#![warn(missing_docs)]

pub mod analysis;
#[cfg(feature = "gui")]
pub mod app;
pub mod cli;
pub mod exchange;
pub mod model;
pub mod session;
pub mod storage;
#[cfg(feature = "gui")]
pub mod ui;

/// The version of this program, with the commit it was built from where known.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), env!("STANDPOINT_COMMIT"));
