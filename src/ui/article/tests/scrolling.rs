//! Scrolling: what is on the screen moves exactly as far as asked, both ends are reached, the bar does not wander.

use eframe::egui::{MouseWheelUnit, TouchPhase, accesskit::Role};
use egui_kittest::kittest::NodeT as _;
use proptest::prelude::*;

use super::*;

/// Headings, short and long paragraphs, quotations, and one paragraph that is cut for layout.
fn mixed() -> Project {
    let sentence = "The council supports the plan of its mayor, and says so in its report. ";
    let blocks = (0..70).map(|n: usize| match n % 10 {
        0 => Block::new(BlockKind::Heading(2), &format!("Clause {n}")),
        3 => Block::new(BlockKind::Quotation, &format!("{n} {}", sentence.repeat(3))),
        5 if n == 35 => Block::new(BlockKind::Paragraph, &sentence.repeat(400)),
        _ => Block::new(
            BlockKind::Paragraph,
            &format!("{n} {}", sentence.repeat(n * 7 % 13 + 1)),
        ),
    });
    project_of(blocks.collect())
}

fn wheel(h: &mut Harness<'_, Desk>, down: f32) {
    h.hover_at(pos2(SIZE.x / 2.0, SIZE.y / 2.0));
    h.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -down),
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    // The wheel is smoothed over some frames.
    h.run_steps(20);
}

/// The lines on the screen: where each starts in the text, and its upper edge.
fn lines(h: &Harness<'_, Desk>) -> Vec<(u32, f32)> {
    let view = h.state().article.view.as_ref().expect("a view");
    let mut out = Vec::new();
    for shown in &view.shown {
        for row in &shown.laid.rows {
            out.push((shown.piece.start + row.chars.start, shown.origin(0.0).y + row.top));
        }
    }
    out
}

/// How far down the bar stands, in per cent, as a screen reader is told.
fn share(h: &Harness<'_, Desk>) -> f64 {
    let bar = h.get_by(|n| n.role() == Role::ScrollBar);
    bar.accesskit_node().numeric_value().expect("the bar tells its place")
}

/// Whether it goes no farther one way.
fn at_an_end(h: &Harness<'_, Desk>) -> bool {
    matches!(share(h), 0.0 | 100.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn the_lines_move_exactly_as_far_as_the_wheel(steps in prop::collection::vec(-700.0_f32..900.0, 5)) {
        let mut h = article(mixed());
        wheel(&mut h, 2000.0);
        for by in steps {
            let (before, stood) = (lines(&h), share(&h));
            wheel(&mut h, by);
            let after = lines(&h);
            let moved: Vec<f32> = before
                .iter()
                .filter_map(|(start, top)| Some(after.iter().find(|(s, _)| s == start)?.1 - top))
                .collect();
            for one in &moved {
                prop_assert!(at_an_end(&h) || (one + by).abs() < 0.6, "asked for {by}, moved by {one}");
                prop_assert!((one - moved[0]).abs() < 0.01, "lines moved apart: {moved:?}");
            }
            let bar = share(&h) - stood;
            prop_assert!(bar == 0.0 || (bar > 0.0) == (by > 0.0), "the bar went {bar} for {by}");
        }
    }
}

#[test]
fn both_ends_are_reached_and_the_bar_stands_there_too() {
    let mut h = article(mixed());
    assert_eq!(share(&h), 0.0);
    wheel(&mut h, 1.0e6);
    let end = body(&h).len();
    assert!(h.state().article.place_of(end).is_some(), "the end is in view");
    assert_eq!(share(&h), 100.0);
    wheel(&mut h, -1.0e6);
    assert!(h.state().article.place_of(0).is_some(), "the start is in view");
    assert_eq!(share(&h), 0.0);
}

#[test]
fn the_bar_dragged_down_goes_on_through_the_text_to_its_end() {
    let mut h = article(mixed());
    let bar = h.get_by(|n| n.role() == Role::ScrollBar).rect();
    let at = |share: f32| pos2(bar.center().x, bar.top() + 4.0 + (bar.height() - 8.0) * share);
    h.drag_at(at(0.0));
    h.run();
    let (mut position, mut shown) = (0, 0.0);
    for n in 1..=40 {
        h.hover_at(at(n as f32 / 40.0));
        h.run();
        let first = lines(&h).iter().find(|(_, top)| *top >= bar.top()).expect("a line").0;
        assert!(first >= position, "the text went back at {n}: {first} after {position}");
        assert!(share(&h) >= shown, "the bar went back at {n}");
        (position, shown) = (first, share(&h));
    }
    h.hover_at(at(1.2));
    h.run();
    assert!(
        h.state().article.place_of(body(&h).len()).is_some(),
        "the end is in view"
    );
    h.drop_at(at(1.2));
    h.run();
    assert_eq!(share(&h), 100.0, "it stays when let go");
}

#[test]
fn a_text_of_one_line_is_cut_for_layout_alone() {
    let words = "Moscow and Beijing oppose further enlargement of NATO. ".repeat(8000);
    let mut h = article(project_of(paragraphs(&[&words])));
    let text = body(&h);
    assert_eq!(text.blocks().len(), 1);
    wheel(&mut h, 1.0e9);
    assert!(h.state().article.place_of(text.len()).is_some(), "the end is in view");
    // Where two pieces meet, words are selected and taken as anywhere.
    let seam = h.state().article.pieces.get(40).expect("a piece").start;
    let document = h.state().project().documents[0].id.clone();
    h.state_mut().article.reveal(&document, seam - 20..seam + 20);
    h.run();
    drag(&mut h, seam - 20, seam + 20);
    assert_eq!(h.state().session.selection.text, Some(seam - 20..seam + 20));
    assert_eq!(Some(selected(&h)), text.slice(seam - 20..seam + 20));
}
