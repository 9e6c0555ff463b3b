//! The history as a pane of the window: open while the work goes on, and back to any step from it.

use eframe::egui::{Event, Key, Modifiers, Rect, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::{
    app::App,
    model::Edit,
    ui::{Action, Command},
};

use crate::hand::{click, focused, has, in_matrix, keys, window};

fn title(harness: &mut Harness<'_, App>, title: &str) {
    harness.state().send(Command::Edit(Edit::SetTitle(title.to_owned())));
    harness.state().send(Command::EndStep);
    harness.run_ok();
}

fn now(harness: &Harness<'_, App>) -> String {
    harness.state().session().project().title.clone()
}

fn row(harness: &Harness<'_, App>, label: &str) -> Rect {
    harness.get_by_label(label).rect()
}

#[test]
fn steps_are_gone_back_to_by_keyboard_and_by_mouse_while_the_work_goes_on() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    let began = now(&harness);
    assert!(!has(&harness, "The beginning"));
    keys(&mut harness, Modifiers::COMMAND, Key::H);
    for name in ["One", "Two", "Three"] {
        title(&mut harness, name);
        // It follows what is done.
        assert!(has(&harness, &format!("Project title → {name}")));
    }
    // The matrix is worked in beside it.
    keys(&mut harness, Modifiers::ALT, Key::Num2);
    keys(&mut harness, Modifiers::COMMAND, Key::End);
    keys(&mut harness, Modifiers::NONE, Key::Num3);
    assert_eq!(harness.state().session().done(), 4);

    keys(&mut harness, Modifiers::ALT, Key::Num5);
    for _ in 0..3 {
        keys(&mut harness, Modifiers::NONE, Key::ArrowUp);
    }
    assert!(harness.get_by_label("Project title → One").is_focused());
    assert_eq!(harness.state().session().done(), 4, "looking changes nothing");
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!((now(&harness).as_str(), harness.state().session().done()), ("One", 1));
    assert!(harness.get_by_label("Project title → One").is_focused());
    keys(&mut harness, Modifiers::NONE, Key::Home);
    keys(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(now(&harness), began);
    click(&mut harness, "Project title → Three (undone)");
    assert_eq!(now(&harness), "Three");
    assert!(has(&harness, "neutral (undone)"));

    // Beyond the last step there is nothing to move to.
    keys(&mut harness, Modifiers::ALT, Key::Num5);
    keys(&mut harness, Modifiers::NONE, Key::End);
    keys(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert!(focused(&harness).ends_with("neutral (undone)"), "{}", focused(&harness));
    keys(&mut harness, Modifiers::NONE, Key::Home);
    keys(&mut harness, Modifiers::NONE, Key::ArrowUp);
    assert!(harness.get_by_label_contains("The beginning").is_focused());
    // Escape leaves it, F6 comes round to it, its command puts it away.
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(in_matrix(&harness), "Escape goes back to the matrix");
    keys(&mut harness, Modifiers::SHIFT, Key::F6);
    keys(&mut harness, Modifiers::SHIFT, Key::F6);
    assert!(harness.get_by_label_contains("The beginning").is_focused());
    keys(&mut harness, Modifiers::COMMAND, Key::H);
    assert!(!has(&harness, "The beginning"));
    assert!(in_matrix(&harness), "the keyboard is not lost with it");
}

#[test]
fn it_stays_in_front_of_what_a_step_leads_to_and_below_the_article() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    harness.set_size(vec2(500.0, 700.0));
    harness.run_ok();
    keys(&mut harness, Modifiers::ALT, Key::Num2);
    keys(&mut harness, Modifiers::COMMAND, Key::End);
    keys(&mut harness, Modifiers::NONE, Key::Num3);
    title(&mut harness, "One");
    keys(&mut harness, Modifiers::COMMAND, Key::H);
    // From one step to the next, though the first one leads to the matrix.
    for done in [1, 0] {
        keys(&mut harness, Modifiers::NONE, Key::ArrowUp);
        keys(&mut harness, Modifiers::NONE, Key::Enter);
        assert_eq!(harness.state().session().done(), done);
    }
    assert!(has(&harness, "The beginning"));
    drop(harness);

    // The panes were behind each other from the start.
    let state = tempfile::tempdir().unwrap();
    let large = standpoint::ui::Preferences {
        zoom: 2.5,
        ..Default::default()
    };
    standpoint::storage::State::at(state.path())
        .write("preferences", &large)
        .unwrap();
    let mut harness = window(&[], state.path());
    keys(&mut harness, Modifiers::COMMAND, Key::H);
    keys(&mut harness, Modifiers::COMMAND, Key::Num0);
    harness.run_ok();
    let (history, matrix) = (
        row(&harness, "The beginning – as saved"),
        harness.get_by_label("Filter actors and issues").rect(),
    );
    assert!(
        history.right() < matrix.left(),
        "{history} is not below the whole window"
    );
}

#[test]
fn undo_ends_when_its_keys_are_let_go() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    for n in 0..10 {
        title(&mut harness, &format!("Title {n}"));
    }
    // A slow frame takes in many repeats at once.
    let held = |repeat| Event::Key {
        key: Key::Z,
        physical_key: None,
        pressed: true,
        repeat,
        modifiers: Modifiers::COMMAND,
    };
    for repeats in [[false, true, true], [true, true, true]] {
        harness.input_mut().events.extend(repeats.map(held));
        harness.step();
    }
    harness.run_ok();
    assert_eq!(harness.state().session().done(), 9);
    harness.event(held(true));
    harness.run_ok();
    assert_eq!(harness.state().session().done(), 8, "while they are held it goes on");
}

#[test]
fn it_has_room_in_a_small_window_and_is_remembered() {
    let state = tempfile::tempdir().unwrap();
    {
        let mut harness = window(&[], state.path());
        harness.set_size(vec2(900.0, 600.0));
        for n in 0..40 {
            title(&mut harness, &format!("Title {n}"));
        }
        keys(&mut harness, Modifiers::COMMAND, Key::H);
        let last = row(&harness, "Project title → Title 39");
        let sixth = row(&harness, "Project title → Title 34");
        assert!(
            sixth.top() > 100.0 && last.bottom() < 600.0,
            "six at a time: {sixth} {last}"
        );
        assert!(last.width() > 300.0, "{last}");
        assert!(harness.get_by_label("Project title → Title 39").is_focused());
        // The pages of the list scroll to where the keyboard goes.
        keys(&mut harness, Modifiers::NONE, Key::Home);
        assert!(harness.get_by_label("The beginning – as saved").is_focused());
        // What the other panes had is theirs.
        assert!(harness.query_by_label_contains("China, NATO enlargement: ").is_some());
        // Nothing is left to be recovered.
        keys(&mut harness, Modifiers::NONE, Key::Enter);
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    let layouts = |harness: &Harness<'_, App>| has(harness, "The beginning");
    let state_of = standpoint::storage::State::at(state.path());
    let kept: standpoint::ui::Preferences = state_of.read("preferences").value;
    assert!(
        kept.layout.is_some_and(|layout| layout.contains("History")),
        "it is in the layout"
    );
    let mut harness = window(&[], state.path());
    assert!(layouts(&harness), "and there again");
    assert!(!has(&harness, "Recover"), "no dialog is in the way");
    harness.get_by_label("Close").click_accesskit();
    harness.run_ok();
    assert!(!layouts(&harness), "its tab closes it");
    keys(&mut harness, Modifiers::COMMAND, Key::H);
    harness.state().send(Command::Act(Action::ResetLayout));
    harness.run_ok();
    assert!(!layouts(&harness));
}
