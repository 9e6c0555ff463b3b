//! The pane driven by the names of its widgets, and its view as text.

use eframe::egui::{Key, vec2};
use egui_kittest::kittest::Queryable;

use super::{
    list::{Filter, NotesList, Order},
    view::NoteView,
};
use crate::{
    model::{Edit, Target},
    session::Session,
    ui::{
        Action, Command,
        command::Pane,
        desk::{self, Desk, cell, harness},
    },
};

#[test]
fn a_note_on_the_cell_is_written() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Matrix, Pane::Notes]);
    desk.select("russia", "aukus");
    desk.commands.send(Command::Act(Action::NoteOnCell));
    let mut harness = harness(desk, vec2(640.0, 700.0));
    harness.get_by_label("Text of the note").type_text("A *favour*.");
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    let note = harness.state().project().notes.values().next().expect("a note").clone();
    assert_eq!(note.text, "A *favour*.");
    assert_eq!(note.about, [Target::Cell(cell("russia", "aukus"))]);
    harness.get_by_label("Russia, AUKUS: not coded, note");
    // Rendered now: the stars are gone.
    assert!(harness.query_by_label("Text of the note").is_none());
    // One step to write it.
    assert_eq!(harness.state().session.steps().len(), 1);
}

#[test]
fn a_card_is_tagged_and_deleted_by_keys() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    desk.notes.focus();
    let mut harness = harness(desk, vec2(400.0, 700.0));
    harness.key_press(Key::T);
    harness.run();
    harness.get_by_label("New tag").type_text("open-question");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let tagged = |h: &egui_kittest::Harness<'_, Desk>| {
        h.state()
            .project()
            .notes
            .values()
            .filter(|n| n.tags.iter().any(|t| t == "open-question"))
            .count()
    };
    assert_eq!(tagged(&harness), 1);
    harness.key_press(Key::Delete);
    harness.run();
    assert_eq!(tagged(&harness), 0);
    assert_eq!(harness.state().project().notes.len(), 3);
}

fn shown(session: &Session, filter: &Filter) -> Vec<NoteView> {
    let project = session.project();
    let notes = NotesList::new(session, filter)
        .rows
        .into_iter()
        .map(|row| project.note(row.id));
    notes
        .map(|note| NoteView::new(project, note.expect("a note")))
        .collect()
}

fn first_lines(notes: &[NoteView]) -> Vec<&str> {
    notes
        .iter()
        .map(|n| n.text.lines().next().unwrap_or_default())
        .collect()
}

#[test]
fn notes_are_filtered_and_ordered() {
    let mut session = Session::new(desk::coded(false), "first-reader".parse().expect("an id"));
    let all = shown(&session, &Filter::default());
    assert_eq!(NotesList::new(&session, &Filter::default()).total, 4);
    // By place: AUKUS is spoken of before the turn; a table and an orphan are about no place.
    assert!(
        all[0].text.starts_with("Russia’s endorsement"),
        "{:?}",
        first_lines(&all)
    );
    assert!(all[1].text.starts_with("# The turn"));
    assert!(all.iter().any(|n| n.orphaned && n.text.starts_with("Named once")));

    let newest = Filter {
        order: Order::Newest,
        ..Filter::default()
    };
    assert!(shown(&session, &newest)[0].text.starts_with("Named once"));

    let words = Filter {
        words: "moscow PRAGMATIC".into(),
        ..Filter::default()
    };
    assert_eq!(shown(&session, &words).len(), 1);

    let tagged = Filter {
        tags: ["author".to_owned()].into(),
        ..Filter::default()
    };
    assert_eq!(shown(&session, &tagged).len(), 1);

    session.selection.cell = Some(cell("china", "nato-enlargement"));
    let follow = Filter {
        follow: true,
        ..Filter::default()
    };
    assert_eq!(first_lines(&shown(&session, &follow)), ["# The turn"]);
}

#[test]
fn enter_in_a_list_begins_the_next_item() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    desk.select("china", "aukus");
    let mut harness = harness(desk, vec2(420.0, 700.0));
    harness
        .state()
        .commands
        .send(crate::ui::Command::Act(crate::ui::Action::NoteOnCell));
    harness.run();
    harness.get_by_label("Text of the note").focus();
    harness.run();
    for part in ["- one", "two", ""] {
        harness.event(eframe::egui::Event::Text(part.to_owned()));
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
    }
    harness.event(eframe::egui::Event::Text("after".to_owned()));
    harness.run();
    let note = harness.state().session.selection.note.expect("a note");
    let text = harness.state().project().note(note).expect("there").text.clone();
    assert_eq!(text, "- one\n- two\nafter");
}

#[test]
fn a_link_in_a_note_is_followed() {
    let desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    let mut harness = harness(desk, vec2(400.0, 900.0));
    crate::ui::desk::picture(&mut harness, "notes");
    harness
        .get_by_role_and_label(eframe::egui::Role::Link, "Russia")
        .click();
    harness.run();
    assert_eq!(
        harness.state().session.selection.cell,
        Some(cell("russia", "nato-enlargement"))
    );
}

#[test]
fn a_link_is_put_in_by_the_picker() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    desk.select("russia", "aukus");
    desk.commands.send(Command::Act(Action::NoteOnCell));
    let mut harness = harness(desk, vec2(400.0, 900.0));
    harness.get_by_label("Text of the note").type_text("Compare ");
    harness.run();
    harness.get_by_label("Link").click();
    harness.run();
    harness.get_by_label("Link to").type_text("china enlargement");
    harness.run();
    crate::ui::desk::picture(&mut harness, "notes-picker");
    harness.key_press(Key::Enter);
    harness.run();
    let texts: Vec<String> = harness
        .state()
        .project()
        .notes
        .values()
        .map(|n| n.text.clone())
        .collect();
    let expected = "Compare [](standpoint:cell/china/nato-enlargement)";
    assert!(texts.iter().any(|t| t == expected), "{texts:?}");
    // Still being written, with the keyboard in the text.
    harness.get_by_label("Text of the note").type_text("!");
    harness.run();
    assert!(
        harness
            .state()
            .project()
            .notes
            .values()
            .any(|n| n.text == format!("{expected}!"))
    );
}

#[test]
fn several_notes_are_tagged_as_one_step() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    desk.notes.focus();
    let mut harness = harness(desk, vec2(400.0, 900.0));
    harness.key_press(Key::Space);
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    harness.get_by_label("2 notes");
    harness.get_by_label("Tag for the picked notes").focus();
    harness.run();
    harness.get_by_label("Tag for the picked notes").type_text("discuss");
    harness.run();
    crate::ui::desk::picture(&mut harness, "notes-picked");
    harness.key_press(Key::Enter);
    harness.run();
    let tagged = |h: &egui_kittest::Harness<'_, Desk>| {
        h.state()
            .project()
            .notes
            .values()
            .filter(|n| n.tags.iter().any(|t| t == "discuss"))
            .count()
    };
    assert_eq!(tagged(&harness), 2);
    assert_eq!(harness.state().session.steps().len(), 1);
}

#[test]
fn a_link_says_the_name_as_it_is_and_undo_gives_the_old_one_back() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    desk.select("russia", "aukus");
    desk.commands.send(Command::Act(Action::NoteOnCell));
    let mut h = harness(desk, vec2(400.0, 900.0));
    let text = "Compare [](standpoint:cell/china/nato-enlargement) and [her words](standpoint:actor/china).";
    h.get_by_label("Text of the note").type_text(text);
    h.run();
    h.key_press(Key::Escape);
    h.run();
    let was = "China × NATO enlargement";
    h.get_by_role_and_label(eframe::egui::Role::Link, was);
    let mut china = h.state().project().actors[0].as_ref().clone();
    china.name = "PRC".to_owned();
    h.state().commands.send(Command::Edit(Edit::ChangeActor(china)));
    h.run();
    // The words that the writer chose stay.
    h.get_by_role_and_label(eframe::egui::Role::Link, "her words");
    h.get_by_role_and_label(eframe::egui::Role::Link, "PRC × NATO enlargement")
        .click();
    h.run();
    let selected = h.state().session.selection.cell.clone();
    assert_eq!(selected, Some(cell("china", "nato-enlargement")));
    let done = h.state().session.done();
    h.state_mut().session.undo();
    h.run();
    assert_eq!(h.state().session.done(), done - 1);
    h.get_by_role_and_label(eframe::egui::Role::Link, was);
}

#[test]
fn several_notes_are_copied_and_exported_in_the_order_shown() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Notes]);
    desk.notes.focus();
    let mut h = harness(desk, vec2(400.0, 900.0));
    h.key_press(Key::Space);
    h.key_press(Key::ArrowDown);
    h.run();
    h.key_press(Key::Space);
    h.run();
    let shown = shown(&h.state().session, &Filter::default());
    let ids = [shown[0].id, shown[1].id];
    for (button, expected) in [
        ("Copy as Markdown", format!("CopyNotes({ids:?})")),
        ("Export…", format!("ChooseNotes({ids:?})")),
    ] {
        h.get_by_label(button).click();
        h.run();
        assert!(h.state().log.contains(&expected), "{expected}: {:?}", h.state().log);
    }
}
