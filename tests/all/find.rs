//! Finding and candidates in the whole window, by its keys.

use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::{
    model::Cell,
    ui::{Action, Command},
};
use tempfile::TempDir;

use super::{
    cli,
    hand::{has, keys, until, window},
};

/// Ctrl+F and what is typed into the bar.
fn find(harness: &mut egui_kittest::Harness<'_, standpoint::app::App>, words: &str) {
    keys(harness, Modifiers::COMMAND, Key::F);
    harness.run_ok();
    harness.get_by_label("Find").type_text(words);
    harness.run_ok();
}

#[test]
fn plain_words_typed_find_the_article_s_own_and_escape_selects_them() {
    let state = TempDir::new().expect("a temporary folder");
    let mut h = window(&[], state.path());
    find(&mut h, "a de facto rebuilding");
    until(&mut h, "found", |h| has(h, "1 of 1"));
    keys(&mut h, Modifiers::NONE, Key::Escape);
    let session = h.state().session();
    let document = &session.project().documents[0];
    let selected = session.selection.text.clone().map(|r| document.body.slice_clamped(r));
    assert_eq!(selected.as_deref(), Some("a\u{a0}de facto rebuilding"));
    assert!(!has(&h, "Whole words"), "the bar is gone");
}

#[test]
fn f3_steps_from_anywhere_and_mentions_are_remembered() {
    let state = TempDir::new().expect("a temporary folder");
    let mut h = window(&[], state.path());
    find(&mut h, "nato's");
    until(&mut h, "found", |h| has(h, "1 of 2"));
    keys(&mut h, Modifiers::ALT, Key::Num2);
    keys(&mut h, Modifiers::NONE, Key::F3);
    assert!(has(&h, "2 of 2"));
    keys(&mut h, Modifiers::NONE, Key::F3);
    assert!(h.state().said().is_some_and(|said| said.contains("from the top again")));
    keys(&mut h, Modifiers::SHIFT, Key::F3);
    assert!(has(&h, "2 of 2"));
    h.state().send(Command::Act(Action::ShowMentions));
    h.run_ok();
    drop(h);
    let again = std::fs::read_to_string(state.path().join("preferences.ron")).expect("they are kept");
    assert!(again.contains("mentions: true"), "{again}");
}

#[test]
fn the_window_offers_as_many_candidates_as_the_command_line() {
    let state = TempDir::new().expect("a temporary folder");
    let folder = cli::folder();
    let file = folder.path().join("a.ron");
    let mut h = window(&[file.as_path()], state.path());
    until(&mut h, "opened", |h| h.state().path().is_some());
    for (actor, issue) in [("China", "Annexation of Crimea"), ("Russia", "NATO enlargement")] {
        let project = h.state().session().project();
        let cell = Cell {
            actor: project
                .actors
                .iter()
                .find(|a| a.name == actor)
                .expect("an actor")
                .id
                .clone(),
            issue: project
                .issues
                .iter()
                .find(|i| i.name == issue)
                .expect("an issue")
                .id
                .clone(),
        };
        h.state().send(Command::SelectCell(Some(cell)));
        h.run_ok();
        let ran = cli::run(
            folder.path(),
            &["candidates", "a.ron", "--actor", actor, "--issue", issue],
        );
        let count = ran.err.split(' ').next().expect("a count").to_owned();
        until(&mut h, "counted", |h| has(h, &format!("Candidates ({count})")));
    }
}

#[test]
fn what_is_typed_in_the_frame_of_a_shortcut_goes_to_where_it_moves_the_keyboard() {
    let state = TempDir::new().expect("a temporary folder");
    let mut h = window(&[], state.path());
    // The keyboard is in the matrix, where these letters would set a stance.
    keys(&mut h, Modifiers::ALT, Key::Num2);
    let before = h.state().session().done();
    let press = |modifiers: Modifiers, key: Key| Event::Key {
        key,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    };
    for (shortcut, field, at_once, later) in [
        (press(Modifiers::COMMAND, Key::F), "Find", "op", "poses"),
        (press(Modifiers::COMMAND, Key::K), "Command", "un", "do"),
    ] {
        h.input_mut().events.extend([shortcut, Event::Text(at_once.to_owned())]);
        h.step();
        // One frame later the keyboard is on its way.
        h.input_mut().events.push(Event::Text(later.to_owned()));
        h.step();
        h.run_ok();
        let found = h.get_by(|node| node.is_focused());
        let node = found.accesskit_node();
        let value = node.value().unwrap_or_default();
        assert_eq!(value, format!("{at_once}{later}"), "in {field}: {:?}", node.label());
    }
    assert_eq!(h.state().session().done(), before, "the matrix heard none of it");
}
