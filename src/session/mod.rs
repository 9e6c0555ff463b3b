//! One open project: applying edits, undo and redo, saved or not, and what is selected.
//!
//! Not here: where the project lives (`storage`) and what it looks like (`ui`).

mod history;
mod selection;

pub use history::{Session, StateId, Step};
pub use selection::{PeriodChoice, Selection};
