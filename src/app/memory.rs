//! Keeps the memory of one frame for the next.
//!
//! What a frame fills (vertices, shapes, layouts) is a few large buffers that live as long as the frame. The C library
//! of Linux hands such memory back to the system at once, and a frame of a large matrix then spends more than half of
//! its time on getting the same pages again. The first such frame has to get them all: they are got at the start, by
//! another thread.

use std::{hint::black_box, thread};

/// More than a frame needs.
const KEPT: usize = 16 << 20;
/// What the first frame of a large matrix needs.
const AT_HAND: usize = 8 << 20;

/// From now on freed memory is kept for what comes next, up to twice [`KEPT`]; [`AT_HAND`] of it is there at once.
///
/// The library takes the largest block that was ever freed as a measure of what the program needs again and again. This
/// one is never written to, so it takes no memory. Other systems' libraries keep what is freed by themselves.
pub fn keep_what_is_freed() {
    drop(black_box(Vec::<u8>::with_capacity(KEPT)));
    let mut at_hand = Vec::<u8>::with_capacity(AT_HAND);
    let touch = move || {
        at_hand.resize(AT_HAND, 1);
        drop(black_box(at_hand));
    };
    if let Err(error) = thread::Builder::new().name("memory".to_owned()).spawn(touch) {
        log::warn!("no memory was got at the start: {error}");
    }
}
