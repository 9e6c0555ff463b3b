//! One open project: applying edits, undo and redo, saved or not, and what is selected.
//!
//! Not here: where the project lives (`storage`) and what it looks like (`ui`).

mod blind;
mod history;
mod selection;

pub use blind::layer_of;
pub use history::{Session, Shown, StateId, Step};
pub use selection::{PeriodChoice, Selection};
