//! What follows from a project: pure functions and tables derived from it.
//!
//! Knows no files, clocks, randomness or window. Every number shown anywhere comes from here.
//! Not here: what is true (`model`).

pub mod agreement;
pub mod candidates;
pub mod carry_over;
pub mod coded;
pub mod compare;
pub mod copying;
pub mod coverage;
pub mod ends;
pub mod find;
pub mod fold;
pub mod index;
pub mod layers;
pub mod mentions;
pub mod order;
#[cfg(test)]
mod sample;
pub mod sentences;
pub mod suggest;
