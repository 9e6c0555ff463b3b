//! The pane driven by the names of its widgets.

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;

use crate::{
    model::Stance,
    ui::{
        command::Pane,
        desk::{self, Desk, harness, picture},
        theme::Tokens,
    },
};

#[test]
fn arrows_travel_and_digits_set_stances() {
    let mut harness = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    harness.key_press(Key::Num1);
    harness.run();
    harness.get_by_label("China, US-led order: strongly opposes, no quotation");
    harness.key_press(Key::ArrowDown);
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::Num4);
    harness.run();
    let key = harness.state().key("russia", "western-claim-on-democracy");
    assert_eq!(
        harness.state().project().position(&key).and_then(|p| p.stance),
        Some(Stance::Supports)
    );
    harness.key_press(Key::Delete);
    harness.run();
    assert_eq!(harness.state().project().position(&key), None);
}

#[test]
fn letters_set_a_stance_and_a_range_is_one_step() {
    let mut harness = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    harness.event(eframe::egui::Event::Text("o".into()));
    harness.run();
    assert_eq!(harness.state().project().positions.len(), 4);
    assert_eq!(harness.state().session.steps().len(), 1);
    assert_eq!(harness.state().session.steps()[0].label, "4 cells → opposes");
}

#[test]
fn actors_and_issues_are_named_in_place() {
    let mut harness = harness(Desk::new(desk::blank(), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("Add an actor").click();
    harness.run();
    harness.get_by_label("New actor").type_text("Belarus");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("New actor").type_text("Moldova");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("Add an issue").click();
    harness.run();
    harness.get_by_label("New issue").type_text("16+1 format");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("Moldova, 16+1 format: not coded");
    let names: Vec<&str> = harness
        .state()
        .project()
        .actors
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    assert_eq!(names, ["Belarus", "Moldova"]);
}

#[test]
fn pictures() {
    for (dark, strong, theme) in [
        (false, false, "light"),
        (true, false, "dark"),
        (false, true, "light-strong"),
        (true, true, "dark-strong"),
    ] {
        let mut desk = Desk::new(desk::coded(false), &[Pane::Matrix]);
        desk.tokens = Tokens::of(dark, strong);
        desk.select("china", "nato-enlargement");
        let mut h = harness(desk, desk::HALF);
        picture(&mut h, &format!("matrix-half-{theme}"));
    }
    let mut desk = Desk::new(desk::coded(true), &[Pane::Matrix, Pane::Cell, Pane::Notes]);
    desk.select("china", "nato-enlargement");
    let mut h = harness(desk, vec2(640.0, 760.0));
    picture(&mut h, "all-light");
    let mut desk = Desk::new(desk::coded(true), &[Pane::Matrix, Pane::Cell, Pane::Notes]);
    desk.tokens = Tokens::of(true, false);
    desk.select("china", "nato-enlargement");
    let mut h = harness(desk, vec2(640.0, 760.0));
    picture(&mut h, "all-dark");
}
