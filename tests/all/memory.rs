//! The memory of a frame is there for the next.

use std::hint::black_box;

use standpoint::app::keep_what_is_freed;

/// How often this thread had to ask the system for a page.
fn faults() -> usize {
    let stat = std::fs::read_to_string("/proc/thread-self/stat").expect("the system tells");
    let (_, fields) = stat.rsplit_once(") ").expect("a name in brackets");
    let field = fields.split(' ').nth(7).expect("a tenth field");
    field.parse().expect("a number")
}

#[test]
fn frames_do_not_ask_for_the_same_pages_again() {
    const FRAMES: usize = 50;
    let frame = || drop(black_box((0..16).map(|_| vec![1_u8; 100 << 10]).collect::<Vec<_>>()));
    keep_what_is_freed();
    frame();
    let before = faults();
    for _ in 0..FRAMES {
        frame();
    }
    let asked = faults() - before;
    // 400 pages a frame if none were kept.
    assert!(asked < FRAMES * 10, "{asked} pages were asked for");
}
