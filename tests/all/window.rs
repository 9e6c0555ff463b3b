//! The real window's widgets, driven by their accessible names: no display, no GPU.

use std::path::Path;

use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use standpoint::{
    app::App,
    model::{ActorId, AnalystId, Basis, Cell, Confidence, IssueId, Project, Stance, Target},
    ui::{Action, Command},
};

use eframe::egui::{Key, Modifiers, accesskit::Role};

use crate::hand::{click, has, keys, until, window, write};

fn menu(harness: &mut Harness<'_, App>, menu: &str, item: &str) {
    click(harness, menu);
    let found = harness
        .get_all_by_role(Role::Button)
        .find(|n| label(n).starts_with(item));
    found.unwrap_or_else(|| panic!("no {item} in the menu {menu}")).click();
    harness.run_ok();
}

fn label(node: &Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

#[test]
fn the_first_start_shows_the_bundled_reading() {
    let state = tempfile::tempdir().unwrap();
    let harness = window(&[], state.path());
    let project = harness.state().session().project();
    assert_eq!(project.documents.len(), 1);
    assert!(project.positions.len() >= 45, "{} positions", project.positions.len());
    assert!(harness.state().session().is_saved(), "nothing was changed yet");
    assert!(harness.state().path().is_none(), "it is a copy without a file");
    assert!(
        harness.state().session().index().astray().is_empty(),
        "every quotation stands where it says"
    );
}

/// Makes a project, "The plan", of a pasted article.
fn make_the_plan(harness: &mut Harness<'_, App>) {
    menu(harness, "File", "New project");
    write(
        harness,
        "Or paste the article’s text",
        "A headline\n\nThe mayor backs the plan. The council opposes it.",
    );
    click(harness, "Continue");
    write(harness, "Title", "The plan");
    click(harness, "Create project");
}

#[test]
fn an_article_becomes_a_project_that_is_saved_closed_and_opened() {
    let state = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.ron");
    let mut harness = window(&[], state.path());

    make_the_plan(&mut harness);
    assert_eq!(harness.state().session().project().title, "The plan");
    assert!(!harness.state().session().is_saved());

    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "the window's own file dialog", |h| {
        has(h, "Save the project as")
    });
    write(
        &mut harness,
        "Path, or a name in the folder below",
        &file.display().to_string(),
    );
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("(\n  format: 1,\n  title: \"The plan\",\n"), "{text}");

    let before = harness.state().session().project().clone();
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    assert!(
        has(&harness, "See the bundled reading"),
        "the window offers ways to a project"
    );
    click(&mut harness, "mine.ron");
    until(&mut harness, "opened", |h| h.state().path() == Some(file.as_path()));
    assert_eq!(*harness.state().session().project(), before);
}

#[test]
fn leaving_with_unsaved_changes_asks() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    menu(&mut harness, "Edit", "Project title");
    write(&mut harness, "Title", "Mine now");
    click(&mut harness, "Rename");
    assert_eq!(harness.state().session().project().title, "Mine now");
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    assert!(has(&harness, "Save changes to Mine now?"));
    click(&mut harness, "Cancel");
    assert_eq!(
        harness.state().session().project().title,
        "Mine now",
        "nothing was lost"
    );
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.state().session().is_saved(), "undone to what was opened");
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    assert!(has(&harness, "See the bundled reading"), "closed without a question");
}

#[test]
fn a_file_that_cannot_be_opened_leaves_what_was_open() {
    let state = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("empty.ron", &b""[..]),
        ("cut.ron", b"(\n  format: 1,\n  title: \"x"),
        ("future.ron", b"(\n  format: 2,\n)\n"),
        ("binary.ron", b"\x7fELF\x00\x01\xff\xfe"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let mut harness = window(&[], state.path());
        let before: Project = harness.state().session().project().clone();
        keys(&mut harness, Modifiers::COMMAND, Key::O);
        until(&mut harness, "the window's own file dialog", |h| {
            has(h, "Open a project")
        });
        write(
            &mut harness,
            "Path, or a name in the folder below",
            &file.display().to_string(),
        );
        keys(&mut harness, Modifiers::NONE, Key::Enter);
        until(&mut harness, name, |h| has(h, "The file was not opened"));
        assert!(has(&harness, name), "{name} is named");
        assert_eq!(*harness.state().session().project(), before);
    }
    let mut harness = window(&[folder.path()], state.path());
    until(&mut harness, "a folder is refused", |h| {
        has(h, "The file was not opened")
    });
}

#[test]
fn a_passage_is_deleted_only_after_saying_what_goes_with_it() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    let cited = harness
        .state()
        .session()
        .project()
        .positions
        .values()
        .next()
        .unwrap()
        .evidence[0]
        .passage;
    harness.state().send(Command::SelectPassage(Some(cited)));
    harness.run_ok();
    harness.state().send(Command::Act(Action::DeletePassage));
    harness.run_ok();
    assert!(has(&harness, "This is the reading of First reader"), "it is not Ada’s");
    click(&mut harness, "Edit the layer of First reader");
    assert!(has(&harness, "Positions elsewhere lose"), "what goes with it");
    click(&mut harness, "Delete");
    assert!(harness.state().session().project().passage(cited).is_none());
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.state().session().project().passage(cited).is_some());
    assert!(harness.state().session().is_saved());
}

#[test]
fn what_is_known_about_an_article_is_written_down() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    harness.state().send(Command::Act(Action::DocumentDetails));
    harness.run_ok();
    write(&mut harness, "Date", "2022-02");
    click(&mut harness, "Change details");
    assert_eq!(harness.state().session().project().documents[0].about.date, "2022-02");
}

/// A window that offers recovered work. Started anew if it does not: another test's new process holds this one's locks
/// for the moment before it becomes another program.
pub(crate) fn window_with_an_offer(state: &Path) -> Harness<'static, App> {
    for _ in 0..20 {
        let mut harness = window(&[], state);
        for _ in 0..60 {
            harness.step();
            if has(&harness, "Unsaved work was recovered") {
                harness.run_ok();
                return harness;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
    panic!("what was not saved is never offered");
}

#[test]
fn work_that_was_not_saved_is_recovered_after_a_crash() {
    let state = tempfile::tempdir().unwrap();
    {
        let mut harness = window(&[], state.path());
        menu(&mut harness, "Edit", "Project title");
        write(&mut harness, "Title", "Not saved yet");
        click(&mut harness, "Rename");
        // Dropped without leaving: as if it had been killed.
    }
    let mut harness = window_with_an_offer(state.path());
    click(&mut harness, "Show what was recovered");
    assert_eq!(harness.state().session().project().title, "Not saved yet");
    assert!(!harness.state().session().is_saved());
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_ne!(
        harness.state().session().project().title,
        "Not saved yet",
        "its history came with it"
    );
    drop(harness);

    // Nothing was decided, so it is offered again.
    let mut harness = window_with_an_offer(state.path());
    assert!(has(&harness, "How it differs from what was saved"));
    click(&mut harness, "Delete it");
    click(&mut harness, "Delete for good");
    drop(harness);
    let mut harness = window(&[], state.path());
    for _ in 0..50 {
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(4));
    }
    assert!(!has(&harness, "Unsaved work was recovered"), "deleted");
}

#[test]
fn an_article_that_was_just_read_is_recovered_after_a_crash() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    make_the_plan(&mut harness);
    let made = harness.state().session().project().clone();
    drop(harness);
    let mut harness = window_with_an_offer(state.path());
    assert!(has(
        &harness,
        "Standpoint did not end as it should. Never saved was “The plan”."
    ));
    click(&mut harness, "Show what was recovered");
    assert_eq!(*harness.state().session().project(), made);
    assert!(!harness.state().session().is_saved());
}

#[test]
fn whatever_the_tab_key_comes_to_has_a_name() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    let mut names = std::collections::BTreeSet::new();
    for _ in 0..80 {
        keys(&mut harness, Modifiers::NONE, Key::Tab);
        let name = crate::hand::focused(&harness);
        assert!(!name.is_empty(), "after {names:?}");
        names.insert(name);
    }
    assert!(
        names.contains("Edge between panes") && names.contains("Bar of tabs"),
        "{names:?}"
    );
}

#[test]
fn the_palette_runs_a_command_by_a_few_letters() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    keys(&mut harness, Modifiers::COMMAND, Key::K);
    write(&mut harness, "Command", "abou");
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(has(&harness, "Free software"));
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!has(&harness, "Free software"));
}

#[test]
fn a_shortcut_can_be_changed_and_is_remembered() {
    let state = tempfile::tempdir().unwrap();
    {
        let mut harness = window(&[], state.path());
        keys(&mut harness, Modifiers::NONE, Key::F1);
        write(&mut harness, "Find a command", "About Standpoint");
        click(&mut harness, "About Standpoint: none");
        keys(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
        click(&mut harness, "Close");
        keys(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
        assert!(has(&harness, "Free software"));
    }
    let mut harness = window(&[], state.path());
    keys(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    assert!(has(&harness, "Free software"), "remembered");
}

/// The words of the issue that this program began with.
const WORDS: &str = "China made an explicit statement against NATO’s expansion";

fn range_of(harness: &Harness<'_, App>, words: &str) -> std::ops::Range<u32> {
    let text = harness.state().session().project().documents[0].body.text();
    let byte = text.find(words).expect("the words stand in the article");
    let start = text[..byte].chars().count() as u32;
    start..start + words.chars().count() as u32
}

/// Drags over the words as a person would, having scrolled to them.
fn drag_over(harness: &mut Harness<'_, App>, words: &str) {
    let range = range_of(harness, words);
    let document = harness.state().session().project().documents[0].id.clone();
    harness.state().send(Command::RevealText(document, range.clone()));
    harness.run_ok();
    let place = |h: &Harness<'_, App>, at| h.state().place_in_article(at).expect("it is visible");
    let (from, to) = (place(harness, range.start), place(harness, range.end));
    harness.drag_at(from);
    harness.run_ok();
    harness.hover_at(to);
    harness.run_ok();
    harness.drop_at(to);
    harness.run_ok();
}

/// Clicks the leftmost of the widgets of this name: the coding bar's, not the cell pane's.
fn click_leftmost(harness: &mut Harness<'_, App>, label: &str) {
    let nodes = harness.get_all_by_label(label);
    let left = nodes.min_by(|a, b| a.rect().left().total_cmp(&b.rect().left()));
    left.unwrap_or_else(|| panic!("no {label}")).click();
    harness.run_ok();
}

/// A person marks the words, attaches them to China × NATO enlargement as opposes, stated, high, writes a note on it,
/// saves, closes, opens the file again and finds all of it.
#[test]
fn a_passage_is_marked_attached_noted_saved_and_found_again() {
    let state = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("reading.ron");
    let mut harness = window(&[], state.path());
    let mine = AnalystId::from_name("Ada");

    drag_over(&mut harness, WORDS);
    assert_eq!(
        harness.state().session().selection.text,
        Some(range_of(&harness, WORDS)),
        "exactly these words"
    );

    write(&mut harness, "Actor", "chin");
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    write(&mut harness, "Issue", "nato en");
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    click_leftmost(&mut harness, "Stance: opposes");
    click(&mut harness, "Attach");

    let cell = Cell {
        actor: ActorId::from_name("China"),
        issue: IssueId::from_name("NATO enlargement"),
    };
    assert_eq!(
        harness.state().session().selection.cell.as_ref(),
        Some(&cell),
        "the cell is shown"
    );
    click(&mut harness, "Basis: stated");
    click(&mut harness, "Confidence: high");

    harness.state().send(Command::Act(Action::NoteOnCell));
    harness.run_ok();
    let source = harness.get_by_label("Text of the note");
    source.focus();
    harness.run_ok();
    harness
        .get_by_label("Text of the note")
        .type_text("An *explicit* statement, and a first.");
    harness.run_ok();

    let check = |project: &Project| {
        let positions: Vec<_> = project
            .positions_in(&mine, &cell)
            .map(|(_, position)| position.clone())
            .collect();
        assert_eq!(positions.len(), 1);
        assert_eq!(positions[0].stance, Some(Stance::Opposes));
        assert_eq!(positions[0].basis, Some(Basis::Stated));
        assert_eq!(positions[0].confidence, Some(Confidence::High));
        let passage = project.passage(positions[0].evidence[0].passage).unwrap();
        assert_eq!(passage.anchor.quotation, WORDS);
        assert_eq!(passage.analyst, mine);
        let note = project.notes.values().find(|n| n.analyst == mine).unwrap();
        assert_eq!(note.text, "An *explicit* statement, and a first.");
        assert_eq!(note.about, [Target::Cell(cell.clone())]);
    };
    check(harness.state().session().project());

    // Everything can be undone, and done again.
    let all = harness.state().session().project().clone();
    while harness.state().session().next_undo().is_some() {
        keys(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert!(harness.state().session().is_saved(), "undone to what was opened");
    while harness.state().session().next_redo().is_some() {
        keys(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    }
    assert_eq!(*harness.state().session().project(), all);

    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "the window's own file dialog", |h| {
        has(h, "Save the project as")
    });
    write(
        &mut harness,
        "Path, or a name in the folder below",
        &file.display().to_string(),
    );
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    until(&mut harness, "saved", |h| {
        h.state().session().is_saved() && h.state().path().is_some()
    });
    drop(harness);

    let mut harness = window(&[&file], state.path());
    until(&mut harness, "opened", |h| h.state().path().is_some());
    check(harness.state().session().project());
    harness.state().send(Command::SelectCell(Some(cell.clone())));
    harness.run_ok();
    assert!(has(&harness, WORDS), "the quotation is shown with its cell");
    let again = harness.state().session().project().clone();
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        text,
        standpoint::storage::format::write(&again),
        "saving again would give the same bytes"
    );
}

#[test]
fn a_file_that_a_colleague_changed_is_taken_in_when_the_window_gets_the_keyboard_back() {
    let state = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shared.ron");
    std::fs::copy("saves/china-russia-joint-statement.ron", &file).unwrap();
    let mut harness = window(&[&file], state.path());
    until(&mut harness, "the file is open", |h| h.state().path().is_some());
    let coded = harness.state().session().project().positions.len();

    // The window is left for another, where a colleague's program saves.
    harness.input_mut().focused = false;
    harness.run_ok();
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.contains("stance: Silent")).expect("one");
    std::fs::write(&file, text.replace(&format!("{line}\n"), "")).unwrap();
    harness.input_mut().focused = true;
    until(&mut harness, "the change is taken in", |h| {
        h.state().session().project().positions.len() == coded - 1
    });
    assert!(harness.state().session().is_saved(), "it is what the file holds");
    let said = harness.state().said().unwrap_or_default();
    assert!(said.contains("was changed by somebody else"), "{said}");
}
