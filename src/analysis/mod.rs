//! What follows from a project: pure functions and tables derived from it.
//!
//! Knows no files, clocks, randomness or window. Every number shown anywhere comes from here.
//! Not here: what is true (`model`).

pub mod index;
pub mod order;
pub mod suggest;
pub mod tally;
