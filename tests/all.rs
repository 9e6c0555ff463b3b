//! The integration tests, one binary: what a file of its own would cost in linking is not paid a dozen times.

#[path = "all/article.rs"]
mod article;
#[path = "all/cli.rs"]
mod cli;
#[cfg(feature = "gui")]
#[path = "all/documents.rs"]
mod documents;
#[cfg(feature = "gui")]
#[path = "all/exports.rs"]
mod exports;
#[cfg(feature = "gui")]
#[path = "all/find.rs"]
mod find;
#[cfg(feature = "gui")]
#[path = "all/first_look.rs"]
mod first_look;
#[path = "all/git.rs"]
mod git;
#[cfg(feature = "gui")]
#[path = "all/hand.rs"]
mod hand;
#[cfg(feature = "gui")]
#[path = "all/history.rs"]
mod history;
#[path = "all/journal.rs"]
mod journal;
#[cfg(feature = "gui")]
#[path = "all/keeping.rs"]
mod keeping;
#[cfg(feature = "gui")]
#[path = "all/layers.rs"]
mod layers;
#[cfg(feature = "gui")]
#[path = "all/leaving.rs"]
mod leaving;
#[cfg(all(feature = "gui", target_os = "linux", target_env = "gnu"))]
#[path = "all/memory.rs"]
mod memory;
#[path = "all/odd_input.rs"]
mod odd_input;
#[path = "all/readings.rs"]
mod readings;
#[path = "all/readme.rs"]
mod readme;
#[path = "all/session.rs"]
mod session;
#[cfg(feature = "gui")]
#[path = "all/small.rs"]
mod small;
#[cfg(feature = "gui")]
#[path = "all/ten_positions.rs"]
mod ten_positions;
#[path = "all/tidy.rs"]
mod tidy;
#[cfg(feature = "gui")]
#[path = "all/window.rs"]
mod window;
#[cfg(feature = "gui")]
#[path = "all/zoom.rs"]
mod zoom;
