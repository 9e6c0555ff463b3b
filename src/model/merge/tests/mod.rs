//! What merging promises, tried on projects made by random edits, and by example.

mod dice;
mod examples;
mod promises;
