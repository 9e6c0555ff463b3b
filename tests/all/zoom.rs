//! Zooming the window, and the settings of the page: the line that is read stays, and what was set is remembered.

use eframe::egui::{self, Event, Key, Modifiers, MouseWheelUnit};
use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::{
    app::App,
    model::Focus,
    ui::{Action, Command, Preferences},
};

use crate::hand::{focused, in_matrix, keys, window};

/// The window on the bundled reading, scrolled into the article.
fn scrolled(state: &std::path::Path) -> Harness<'static, App> {
    let mut harness = window(&[], state);
    let document = harness.state().session().project().documents[0].id.clone();
    harness.state().send(Command::RevealText(document, 3000..3001));
    harness.run_ok();
    harness
}

/// The position that starts the line nearest to a height, in points.
fn line_start(harness: &Harness<'_, App>, y: f32) -> u32 {
    let away = |at: &u32| {
        let place = harness.state().place_in_article(*at);
        place.map_or(i32::MAX, |p| ((p.y - y).abs() * 10.0) as i32)
    };
    (2500..5000).min_by_key(away).expect("a line")
}

/// The upper edge of the line that starts with a position, in pixels.
fn pixel(harness: &Harness<'_, App>, at: u32) -> f32 {
    const HALF_A_LINE: f32 = 13.0;
    let place = harness.state().place_in_article(at).expect("it is in view");
    (place.y - HALF_A_LINE) * harness.ctx.pixels_per_point()
}

fn wheel(harness: &mut Harness<'_, App>, notches: f32) {
    harness.event(Event::ModifiersChanged(Modifiers::COMMAND));
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: egui::vec2(0.0, notches),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::COMMAND,
    });
    harness.run_ok();
}

#[test]
fn ctrl_and_the_wheel_zoom_about_the_line_under_the_pointer() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = scrolled(state.path());
    let at = line_start(&harness, 450.0);
    let place = harness.state().place_in_article(at).unwrap();
    harness.hover_at(place + egui::vec2(40.0, 0.0));
    harness.event(Event::ModifiersChanged(Modifiers::COMMAND));
    harness.run_ok();
    let before = pixel(&harness, at);
    for (notches, zoom) in [(1.0, 1.1), (2.0, 1.3), (-3.0, 1.0), (-1.0, 0.9), (1.0, 1.0)] {
        wheel(&mut harness, notches);
        assert!(
            (harness.ctx.zoom_factor() - zoom).abs() < 0.01,
            "{}",
            harness.ctx.zoom_factor()
        );
        let now = pixel(&harness, at);
        assert!((now - before).abs() < 2.0, "at {zoom}: {now} for {before}");
    }
}

#[test]
fn ctrl_plus_minus_and_0_zoom_about_the_caret() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = scrolled(state.path());
    let at = line_start(&harness, 380.0);
    let place = harness.state().place_in_article(at).unwrap();
    harness.drag_at(place);
    harness.drop_at(place);
    harness.run_ok();
    keys(&mut harness, Modifiers::NONE, Key::F7);
    keys(&mut harness, Modifiers::NONE, Key::Home);
    let before = pixel(&harness, at);
    let ctrl = Modifiers::COMMAND;
    for (key, zoom) in [
        (Key::Plus, 1.1),
        (Key::Plus, 1.2),
        (Key::Minus, 1.1),
        (Key::Num0, 1.0),
        (Key::Minus, 0.9),
    ] {
        keys(&mut harness, ctrl, key);
        assert!(
            (harness.ctx.zoom_factor() - zoom).abs() < 0.01,
            "{}",
            harness.ctx.zoom_factor()
        );
        let now = pixel(&harness, at);
        assert!((now - before).abs() < 2.0, "at {zoom}: {now} for {before}");
    }
}

#[test]
fn the_settings_of_the_page_are_remembered() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    let mut preferences = Preferences::default();
    preferences.reading.size = 21.0;
    preferences.reading.measure = 58.0;
    preferences.reading.dim_others = true;
    harness.state().send(Command::Prefer(Box::new(preferences.clone())));
    harness.run_ok();
    harness.state().send(Command::Act(Action::DimLayers));
    harness.run_ok();
    let kept = standpoint::storage::State::at(state.path());
    let kept: Preferences = kept.read("preferences").value;
    preferences.reading.dim_layers = true;
    assert_eq!(kept.reading, preferences.reading);
    drop(harness);
    let mut harness = window(&[], state.path());
    harness.state().send(Command::Act(Action::DimOthers));
    harness.run_ok();
    let kept: Preferences = standpoint::storage::State::at(state.path()).read("preferences").value;
    preferences.reading.dim_others = false;
    assert_eq!(kept.reading, preferences.reading, "it went on from what was remembered");
}

#[test]
fn panes_stand_behind_each_other_where_letters_are_too_large_for_all() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = scrolled(state.path());
    let panes = |harness: &Harness<'_, App>| {
        ["Text of CHOICE", "Filter actors and issues", "Filter notes"]
            .map(|name| harness.query_by_label_contains(name).is_some())
    };
    assert_eq!(panes(&harness), [true, true, true]);
    for (zoom, seen) in [
        (1.75, [true, true, false]),
        (2.5, [true, false, false]),
        (1.0, [true, true, true]),
    ] {
        harness.ctx.set_zoom_factor(zoom);
        harness.run_ok();
        assert_eq!(panes(&harness), seen, "at {zoom}");
    }
    // What the keyboard is in stays in front.
    keys(&mut harness, Modifiers::ALT, Key::Num2);
    keys(&mut harness, Modifiers::NONE, Key::Num3);
    for (zoom, seen) in [
        (2.5, [false, true, false]),
        (1.75, [true, true, false]),
        (1.0, [true, true, true]),
    ] {
        harness.ctx.set_zoom_factor(zoom);
        harness.run_ok();
        assert_eq!(panes(&harness), seen, "at {zoom}, out of the matrix");
        assert!(in_matrix(&harness), "at {zoom}");
    }
    keys(&mut harness, Modifiers::NONE, Key::N);
    for zoom in [1.75, 2.5, 1.0] {
        harness.ctx.set_zoom_factor(zoom);
        harness.run_ok();
        assert!(panes(&harness)[2], "at {zoom}");
        assert_eq!(focused(&harness), "Text of the note", "at {zoom}");
    }
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    // What is jumped to comes to the front.
    harness.ctx.set_zoom_factor(2.5);
    let note = *harness.state().session().project().notes.keys().next().expect("a note");
    harness.state().send(Command::Reveal(Focus::Note(note)));
    harness.run_ok();
    assert_eq!(panes(&harness), [false, false, true]);
    let passage = *harness
        .state()
        .session()
        .project()
        .passages
        .keys()
        .next()
        .expect("a passage");
    harness.state().send(Command::Reveal(Focus::Passage(passage)));
    harness.run_ok();
    assert_eq!(panes(&harness), [true, false, false]);
}
