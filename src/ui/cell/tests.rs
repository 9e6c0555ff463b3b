//! The pane driven by the names of its widgets.

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::Queryable;

use crate::{
    model::{Basis, Confidence, Role, Stance},
    ui::{
        command::Pane,
        desk::{self, Desk, harness},
    },
};

#[test]
fn a_judgment_is_made_with_the_mouse() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("china", "nato-enlargement");
    desk.select_text("China made an explicit statement against NATO’s expansion");
    let mut harness = harness(desk, vec2(340.0, 600.0));
    for label in [
        "Stance: opposes",
        "Confidence: high",
        "Basis: stated",
        "Attach selected text for",
    ] {
        harness.get_by_label(label).click();
        harness.run();
    }
    let desk = harness.state();
    let position = desk
        .project()
        .position(&desk.key("china", "nato-enlargement"))
        .expect("coded");
    assert_eq!(position.stance, Some(Stance::Opposes));
    assert_eq!(position.confidence, Some(Confidence::High));
    assert_eq!(position.basis, Some(Basis::Stated));
    let quoted: Vec<&str> = position
        .cited(Role::For)
        .filter_map(|id| desk.project().passage(id))
        .map(|p| p.anchor.quotation.as_str())
        .collect();
    assert_eq!(quoted, ["China made an explicit statement against NATO’s expansion"]);
    // What is chosen is let go by choosing it again.
    harness.get_by_label("Confidence: high").click();
    harness.run();
    let desk = harness.state();
    let position = desk
        .project()
        .position(&desk.key("china", "nato-enlargement"))
        .expect("coded");
    assert_eq!(position.confidence, None);
}

#[test]
fn a_judgment_is_made_with_the_keyboard() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("russia", "aukus");
    desk.select_text("is purely pragmatic and reciprocal in nature");
    desk.cell.focus();
    let mut harness = harness(desk, vec2(340.0, 600.0));
    for key in [Key::Num2, Key::M, Key::R, Key::E] {
        harness.key_press(key);
        harness.run();
    }
    let key = harness.state().key("russia", "aukus");
    let position = harness.state().project().position(&key).expect("coded").clone();
    assert_eq!(position.stance, Some(Stance::Opposes));
    assert_eq!(position.confidence, Some(Confidence::Medium));
    assert_eq!(position.basis, Some(Basis::Reported));
    // Down to the quotation: seven stances, three confidences, four bases stand above it.
    for _ in 0..15 {
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
    harness.key_press(Key::X);
    harness.run();
    let position = harness.state().project().position(&key).expect("coded").clone();
    assert_eq!(position.cited(Role::Against).count(), 1, "switched");
    harness.key_press(Key::Delete);
    harness.run();
    let position = harness.state().project().position(&key).expect("coded").clone();
    assert!(position.evidence.is_empty(), "no longer cited");
    assert_eq!(harness.state().project().passages.len(), 1, "the passage stays");
}

#[test]
fn a_rationale_is_typed_as_one_step() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("russia", "aukus");
    let mut harness = harness(desk, vec2(340.0, 600.0));
    harness.get_by_label("Rationale").focus();
    harness.run();
    for letter in ["P", "r", "o"] {
        harness.get_by_label("Rationale").type_text(letter);
        harness.step();
        harness.step();
    }
    let desk = harness.state();
    let position = desk.project().position(&desk.key("russia", "aukus")).expect("written");
    assert_eq!(position.rationale, "Pro");
    assert_eq!(desk.session.steps().len(), 1);
}
