//! Several articles in one project: listed, added, replaced by corrected texts, found again where they were left.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use standpoint::{
    app::App,
    ui::{Action, Command},
};

use crate::hand::{click, has, keys, project, send, until, window, write};

fn titles(harness: &Harness<'_, App>) -> Vec<String> {
    project(harness)
        .documents
        .iter()
        .map(|d| d.about.title.clone())
        .collect()
}

fn shown(harness: &Harness<'_, App>) -> String {
    let selection = &harness.state().session().selection;
    let id = selection.document.as_ref().expect("a document");
    project(harness).document(id).expect("it is there").about.title.clone()
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_files(harness: &mut Harness<'_, App>, paths: &[PathBuf]) {
    let files = paths
        .iter()
        .map(|path| -> egui::DroppedFileHandle { Arc::new(Dropped(path.clone())) });
    harness.input_mut().dropped_files.extend(files);
    harness.run_ok();
}

/// Clicks the first thing whose name begins so.
fn click_named(harness: &mut Harness<'_, App>, start: &str) {
    let all = harness.root().children_recursive();
    let node = all
        .filter(|n| n.accesskit_node().label().is_some_and(|label| label.starts_with(start)))
        .find(|n| !matches!(n.accesskit_node().role(), Role::Label));
    node.unwrap_or_else(|| panic!("nothing is called {start}…")).click();
    harness.run_ok();
}

const COUNCIL: &str = "The council\n\n\
    The council met on Monday in the old town hall of the city.\n\n\
    Team Alpha opposed the plan to widen the road through the valley. It was asked again, and it said so again.\n\n\
    Nobody was surprised by what followed in the days and weeks after.\n";

/// A project of the article above, in a file.
fn council(folder: &Path, state: &Path) -> Harness<'static, App> {
    let article = folder.join("council.txt");
    std::fs::write(&article, COUNCIL).expect("it can be written");
    let mut harness = window(&[&article], state);
    until(&mut harness, "the article was read", |h| has(h, "Create project"));
    write(&mut harness, "Title", "The council");
    click(&mut harness, "Create project");
    harness
}

fn position(harness: &Harness<'_, App>, words: &str) -> std::ops::Range<u32> {
    let text = project(harness).documents[0].body.text();
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("“{words}” does not stand in the text"));
    let start = text[..at].chars().count() as u32;
    start..start + words.chars().count() as u32
}

fn mark(harness: &mut Harness<'_, App>, words: &str) {
    let range = position(harness, words);
    harness.state().send(Command::SelectText(Some(range)));
    harness.run_ok();
    send(harness, Command::Act(Action::MarkPassage));
}

/// What every passage is on, in the order of the text.
fn quotations(harness: &Harness<'_, App>) -> Vec<String> {
    let astray = harness.state().session().index().astray();
    let mut all: Vec<_> = project(harness)
        .passages
        .values()
        .filter(|p| !astray.contains(&p.id))
        .map(|p| (p.anchor.start, p.anchor.quotation.clone()))
        .collect();
    all.sort();
    all.into_iter().map(|(_, words)| words).collect()
}

#[test]
fn files_dropped_become_articles_and_the_list_shows_reorders_and_removes_them() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut harness = council(folder.path(), state.path());
    let paths: Vec<PathBuf> = (1..=7)
        .map(|n| {
            let path = folder.path().join(format!("report {n}.md"));
            std::fs::write(
                &path,
                format!("# Report {n}\n\nWhat the mayor said on day {n} of the talks.\n"),
            )
            .unwrap();
            path
        })
        .collect();
    drop_files(&mut harness, &paths);
    assert!(has(&harness, "Where do these 7 articles go?"));
    click(&mut harness, "Into this project");
    until(&mut harness, "the first was read", |h| has(h, "Add all 7"));
    assert!(has(&harness, "6 more files come after this one."));
    harness.get_by_label("Add all 7").hover();
    harness.run_ok();
    click(&mut harness, "Add all 7");
    until(&mut harness, "all are there", |h| project(h).documents.len() == 8);
    assert_eq!(shown(&harness), "Report 7", "the last one added is shown");
    assert_eq!(
        harness.state().session().next_undo().unwrap().label,
        "Add document Report 7"
    );

    // From one to the next and back.
    keys(&mut harness, Modifiers::COMMAND, Key::PageUp);
    assert_eq!(shown(&harness), "Report 6");
    keys(&mut harness, Modifiers::COMMAND, Key::PageDown);
    keys(&mut harness, Modifiers::COMMAND, Key::PageDown);
    assert_eq!(
        (shown(&harness), harness.state().said()),
        ("Report 7".into(), Some("This is the last article"))
    );

    // The list, from the title above the text; a few letters and Enter.
    click_named(&mut harness, "Articles: Report 7");
    assert!(has(&harness, "8 articles"));
    assert!(has(&harness, "The council, nothing coded"));
    harness.get_by_label("Find an article").type_text("port 3");
    harness.run_ok();
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(shown(&harness), "Report 3");

    // Moved by keyboard, and taken back.
    keys(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::O);
    keys(&mut harness, Modifiers::ALT, Key::ArrowUp);
    keys(&mut harness, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(titles(&harness)[..3], ["The council", "Report 3", "Report 1"]);
    // Moved by the mouse: the first to below the third.
    let first = harness.get_by_label_contains("The council,").rect();
    harness.drag_at(first.center());
    harness.run_ok();
    harness.hover_at(first.center() + egui::vec2(0.0, 46.0));
    harness.run_ok();
    harness.hover_at(first.center() + egui::vec2(0.0, 46.0 * 2.3));
    harness.run_ok();
    harness.drop_at(first.center() + egui::vec2(0.0, 46.0 * 2.3));
    harness.run_ok();
    assert_eq!(titles(&harness)[..3], ["Report 3", "Report 1", "The council"]);

    // Removed: what goes with it is said first.
    keys(&mut harness, Modifiers::NONE, Key::ArrowUp);
    keys(&mut harness, Modifiers::NONE, Key::Delete);
    assert!(has(&harness, "Remove “Report 1”?") && has(&harness, "Nothing is coded in it. It can be undone."));
    click(&mut harness, "Remove article");
    assert_eq!(titles(&harness)[..2], ["Report 3", "The council"]);
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(titles(&harness)[..3], ["Report 3", "Report 1", "The council"]);
}

#[test]
fn an_article_dropped_alone_may_become_a_project_of_its_own() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let article = folder.path().join("news.txt");
    std::fs::write(&article, COUNCIL).unwrap();
    let mut harness = window(&[], state.path());
    drop_files(&mut harness, std::slice::from_ref(&article));
    assert!(has(&harness, "Where does this article go?"));
    click(&mut harness, "Into a new project");
    until(&mut harness, "it was read", |h| has(h, "Create project"));
    write(&mut harness, "Title", "News");
    click(&mut harness, "Create project");
    assert_eq!(titles(&harness), ["News"]);
    assert!(project(&harness).actors.is_empty());
}

#[test]
fn a_corrected_text_takes_the_place_of_an_article() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut harness = council(folder.path(), state.path());
    for words in [
        "the old town hall",
        "opposed the plan",
        "said so again",
        "the days and weeks",
    ] {
        mark(&mut harness, words);
    }
    assert_eq!(quotations(&harness).len(), 4);

    send(&mut harness, Command::Act(Action::ReplaceText));
    let corrected = COUNCIL
        .replace("opposed the plan", "rejected the plan")
        .replace(
            "The council met",
            "An editor’s note stands here now, before the rest.\n\nThe council met",
        )
        .replace(" It was asked again, and it said so again.", "");
    write(&mut harness, "Or paste the article’s text", &corrected);
    click(&mut harness, "Continue");
    click(&mut harness, "Compare with the old text");
    until(&mut harness, "the texts were compared", |h| has(h, "Replace text"));
    assert!(has(
        &harness,
        "2 passages stand exactly as before. 2 passages have to be looked at"
    ));

    // The first: other words are proposed, and taken.
    click(&mut harness, "Put it there");
    // The second: its sentence is gone.
    assert!(has(&harness, "Nothing that could be told takes its place."));
    click(&mut harness, "Leave without a place");
    click(&mut harness, "Replace text");
    assert_eq!(
        harness.state().said(),
        Some("Text replaced. Passages: 2 as before, 1 put by you, 1 left")
    );
    assert_eq!(
        quotations(&harness),
        ["the old town hall", "rejected the plan", "the days and weeks"]
    );
    assert!(has(&harness, "⚠ 1 passage needs a place"));

    // One step, which is undone as one.
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(
        quotations(&harness),
        [
            "the old town hall",
            "opposed the plan",
            "said so again",
            "the days and weeks"
        ]
    );
    keys(&mut harness, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);

    // The one that was left gets a place by hand.
    click(&mut harness, "Show them…");
    until(&mut harness, "its words were looked for", |h| {
        has(h, "Show where it was: said so again")
    });
    let range = position(&harness, "Nobody was surprised");
    harness.state().send(Command::SelectText(Some(range)));
    harness.run_ok();
    click(&mut harness, "Put it on the selected words: said so again");
    assert_eq!(quotations(&harness).len(), 4);
    assert!(!has(&harness, "needs a place"));
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(has(&harness, "⚠ 1 passage needs a place"), "it can be undone");
}

#[test]
fn words_that_stand_elsewhere_are_offered_and_not_taken() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut harness = council(folder.path(), state.path());
    mark(&mut harness, "opposed the plan");
    let file = folder.path().join("council.ron");
    harness
        .state()
        .send(Command::SaveTo(file.clone(), Default::default(), None));
    until(&mut harness, "it is saved", |h| h.state().session().is_saved());
    drop(harness);

    // Somebody changed the text by hand: the words stand there twice now, neither time as they stood.
    let saved = std::fs::read_to_string(&file).unwrap();
    let changed = saved.replacen(
        "Team Alpha opposed the plan",
        "We: Team Beta opposed the plan, Delta opposed the plan",
        1,
    );
    assert_ne!(saved, changed);
    std::fs::write(&file, changed).unwrap();
    let mut harness = window(&[&file], state.path());
    until(&mut harness, "it is open", |h| h.state().path().is_some());
    if has(&harness, "Opened, with remarks") {
        keys(&mut harness, Modifiers::NONE, Key::Escape);
    }
    assert!(has(&harness, "⚠ 1 passage needs a place"));
    send(&mut harness, Command::Act(Action::RepairPassages));
    until(&mut harness, "its words were found", |h| {
        has(h, "Show a place: opposed the plan")
    });
    click(&mut harness, "Show a place: opposed the plan");
    click(&mut harness, "Show a place: opposed the plan");
    let second = position(&harness, "Delta opposed the plan").end;
    assert_eq!(
        harness.state().session().selection.text.as_ref().map(|r| r.end),
        Some(second)
    );
    assert!(quotations(&harness).is_empty(), "showing a place is not taking it");
    click(&mut harness, "Put it on the selected words: opposed the plan");
    assert_eq!(project(&harness).passages.values().next().unwrap().anchor.end, second);

    send(&mut harness, Command::Act(Action::Undo));
    click(&mut harness, "Show them…");
    click(&mut harness, "Delete the passage: opposed the plan");
    click(&mut harness, "Delete");
    assert!(project(&harness).passages.is_empty());
}

#[test]
fn the_reader_comes_back_to_where_they_were() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("reading.ron");
    let mut harness = window(&[], state.path());
    let second = folder.path().join("second.txt");
    let long: Vec<String> = (0..200)
        .map(|n| format!("Paragraph {n} of the second article says what it says.\n\n"))
        .collect();
    std::fs::write(&second, long.concat()).unwrap();
    harness.state().send(Command::AddArticles(false, vec![second]));
    until(&mut harness, "it was read", |h| has(h, "Add article"));
    write(&mut harness, "Title", "Second");
    click(&mut harness, "Add article");

    let (first, second, cell) = {
        let project = project(&harness);
        let key = project.positions.keys().next().unwrap();
        (
            project.documents[0].id.clone(),
            project.documents[1].id.clone(),
            key.cell(),
        )
    };
    // Jumps across articles, and back and forward over them.
    harness.state().send(Command::RevealText(first.clone(), 6000..6010));
    harness.run_ok();
    harness.state().send(Command::RevealText(second.clone(), 5000..5010));
    harness.run_ok();
    assert_eq!(shown(&harness), "Second");
    send(&mut harness, Command::Act(Action::JumpBack));
    assert_eq!(harness.state().session().selection.document, Some(first.clone()));
    assert!(
        harness.state().place_in_article(6000).is_some(),
        "the place left is in view"
    );
    send(&mut harness, Command::Act(Action::JumpForward));
    assert_eq!(shown(&harness), "Second");
    assert!(harness.state().place_in_article(5000).is_some());

    harness.state().send(Command::SelectCell(Some(cell.clone())));
    harness.run_ok();
    harness
        .state()
        .send(Command::SaveTo(file.clone(), Default::default(), None));
    until(&mut harness, "it is saved", |h| h.state().session().is_saved());
    drop(harness);

    let mut harness = window(&[&file], state.path());
    until(&mut harness, "it is open", |h| h.state().path().is_some());
    assert_eq!(shown(&harness), "Second");
    assert!(harness.state().place_in_article(5000).is_some(), "the place is in view");
    assert_eq!(harness.state().session().selection.cell, Some(cell));
    harness.state().send(Command::SelectDocument(first));
    harness.run_ok();
    assert!(
        harness.state().place_in_article(6000).is_some(),
        "that of the other article too"
    );
    let kept = std::fs::read_to_string(state.path().join("places.ron")).unwrap();
    assert!(kept.contains("reading.ron") && kept.len() < 2000, "{kept}");
}

#[test]
fn panes_and_window_size_are_as_they_were_left() {
    use eframe::App as _;
    let state = tempfile::tempdir().unwrap();
    let mut harness = window(&[], state.path());
    // The pane's tab, below the menus.
    let matrix = |h: &Harness<'_, App>| {
        let mut tabs = h.query_all_by_label("Matrix").map(|n| n.rect());
        tabs.find(|rect| rect.top() > 20.0).expect("the tab")
    };
    let before = matrix(&harness);
    // The gap between article and matrix, dragged to the left.
    let gap = egui::pos2(before.left() - 2.0, 400.0);
    harness.drag_at(gap);
    harness.run_ok();
    harness.hover_at(gap - egui::vec2(120.0, 0.0));
    harness.run_ok();
    harness.drop_at(gap - egui::vec2(120.0, 0.0));
    harness.run_ok();
    let after = matrix(&harness);
    assert!(after.left() < before.left() - 80.0, "{before:?} → {after:?}");
    harness.state_mut().on_exit(None);
    drop(harness);
    let preferences = std::fs::read_to_string(state.path().join("preferences.ron")).unwrap();
    assert!(preferences.contains("window: Some((1280.0, 800.0))") || preferences.contains("window: (1280.0, 800.0)"));
    let harness = window(&[], state.path());
    assert!((matrix(&harness).left() - after.left()).abs() < 2.0);
}
