//! Frames of the matrix pane alone.

use eframe::egui::{Event, Id, Key, Modifiers, vec2};
use standpoint::ui::matrix::MatrixPane;

use crate::{
    project::{Size, cell, reader},
    support::{Budget, Samples, Table},
    window::{Alone, Frames, key, moved, wheel},
};

/// Measures small and large matrices.
pub(crate) fn measure(table: &mut Table) {
    for side in [12, 100, 500] {
        table.times(&format!("The matrix pane alone: {side} × {side} cells"));
        // A window that has drawn a small matrix before, so that no letter is new.
        let mut alone = Alone::new(|| Size::matrix(12).project(), reader(0), MatrixPane::show);
        alone.settle();
        let mut first = Samples::default();
        for _ in 0..5 {
            alone.replace(|| Size::matrix(side).project(), reader(0));
            alone.timed(&mut first, Vec::new());
        }
        table.report("first frame", &first, Budget::p99(3.0));
        matrix(table, &mut alone);
    }
}

fn matrix(table: &mut Table, alone: &mut Alone<MatrixPane>) {
    table.report("still", &alone.still(600), Budget::STILL);

    alone.frame(vec![moved(eframe::egui::pos2(640.0, 400.0))]);
    let samples = alone.each(300, |n| {
        let by = if n % 200 < 100 { 1.0 } else { -1.0 };
        vec![wheel(vec2(31.0, 17.0) * by)]
    });
    table.report("scrolling by wheel, both ways", &samples, Budget::MOVING);

    alone.session.selection.cell = Some(cell(0, 0));
    alone.pane.focus();
    let arrows = [
        Key::ArrowDown,
        Key::ArrowRight,
        Key::ArrowDown,
        Key::ArrowRight,
        Key::ArrowUp,
    ];
    let samples = alone.each(300, |n| key(arrows[n % 5], Modifiers::NONE));
    table.report("travelling by arrow keys", &samples, Budget::MOVING);
    assert_ne!(alone.session.selection.cell, Some(cell(0, 0)), "the cursor went");

    alone.session.selection.cell = Some(cell(0, 0));
    alone.settle();
    for n in 0..18 {
        alone.frame(key(
            if n % 2 == 0 { Key::ArrowDown } else { Key::ArrowRight },
            Modifiers::SHIFT,
        ));
    }
    let steps = alone.session.done();
    let mut samples = Samples::default();
    for n in 0..40 {
        alone.timed(
            &mut samples,
            key([Key::Num1, Key::Num4, Key::Num6, Key::Num2][n % 4], Modifiers::NONE),
        );
        alone.timed(&mut samples, Vec::new());
    }
    table.report("setting the stance of 10 × 10 cells", &samples, Budget::JUMPING);
    assert_eq!(alone.session.done(), steps + 40, "each was one step");

    alone.frame(key(Key::ArrowDown, Modifiers::NONE));
    alone.frame(vec![Event::Text("/".to_owned())]);
    alone.frame(key(Key::Slash, Modifiers::NONE));
    alone.settle();
    let samples = alone.each(120, |n| match n % 4 {
        0 => vec![Event::Text("1".to_owned())],
        2 => key(Key::Backspace, Modifiers::NONE),
        _ => Vec::new(),
    });
    let focused = alone.screen().ctx.memory(|m| m.focused());
    assert!(focused.is_some_and(|id| id != Id::NULL), "something has the keyboard");
    table.report("filtering as one types", &samples, Budget::JUMPING);
}
