//! What merging promises, tried on projects made by random edits, and by example.

mod details;
mod dice;
mod examples;
mod inside;
mod promises;
