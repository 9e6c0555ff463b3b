//! Nothing lost, nothing overwritten, as it is lived through in the window: history over restarts, files that others
//! change, take away or put something else in place of.

use std::path::{Path, PathBuf};

use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::{
    app::{App, FilePicker, Picked},
    model::{AnalystId, Edit, PositionKey, Stance},
    storage::{self, Expected},
    ui::{Action, Command, dialog::Purpose},
};

use eframe::egui::{Key, Modifiers};

use crate::hand::{click, has, key, keys, on_desktop, open, project, send, until, window, write};

const READING: &str = include_str!("../../saves/china-russia-joint-statement.ron");

/// The bundled reading as a file of Ada's, whose layer is in it.
fn file_in(folder: &Path) -> std::path::PathBuf {
    let opened = storage::format::read(READING.as_bytes()).expect("opens");
    let ada = standpoint::model::Analyst {
        id: AnalystId::from_name("Ada"),
        name: "Ada".to_owned(),
        finished: false,
    };
    let project = opened.project.applied(&Edit::AddAnalyst(ada)).expect("applies");
    let file = folder.canonicalize().expect("there").join("reading.ron");
    storage::save(&file, &project, Expected::Nothing).expect("saved");
    file
}

fn edit(harness: &mut Harness<'_, App>, edit: Edit) {
    send(harness, Command::Edit(edit));
}

fn save(harness: &mut Harness<'_, App>) {
    keys(harness, Modifiers::COMMAND, Key::S);
    until(harness, "saved", |h| h.state().session().is_saved());
}

/// Writes a changed copy over the file, as another program does.
fn change_on_disk(file: &Path, edit: &Edit) {
    let theirs = storage::open(file)
        .expect("opens")
        .project
        .applied(edit)
        .expect("applies");
    std::fs::write(file, storage::format::write(&theirs)).expect("written");
}

#[test]
fn undo_goes_back_over_saves_and_restarts() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let opened = storage::open(&file).unwrap().project;
    {
        let mut harness = open(&file, state.path());
        edit(&mut harness, Edit::SetTitle("One".to_owned()));
        save(&mut harness);
        edit(
            &mut harness,
            Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Neutral)),
        );
        save(&mut harness);
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    let mut harness = open(&file, state.path());
    assert!(harness.state().session().is_saved());
    assert_eq!(harness.state().session().steps().len(), 2, "the history came with it");
    harness.state().send(Command::Act(Action::History));
    harness.run_ok();
    assert!(has(&harness, "China × AUKUS → neutral – as saved"));
    click(&mut harness, "The beginning");
    assert_eq!(*project(&harness), opened, "undone to before both saves");
    assert!(!harness.state().session().is_saved());
    click(&mut harness, "China × AUKUS → neutral (undone) – as saved");
    assert!(harness.state().session().is_saved(), "back to the saved state is saved");

    // What is done now goes on with the same history, over another restart.
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    edit(&mut harness, Edit::SetTitle("Two".to_owned()));
    save(&mut harness);
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    drop(harness);
    let harness = open(&file, state.path());
    let labels: Vec<&str> = harness
        .state()
        .session()
        .steps()
        .iter()
        .map(|s| s.label.as_str())
        .collect();
    assert_eq!(labels.len(), 2, "{labels:?}");
    assert_eq!(project(&harness).title, "Two");
}

#[test]
fn what_is_not_saved_on_leaving_takes_no_more_with_it() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let opened = storage::open(&file).unwrap().project;
    let labels = |harness: &Harness<'_, App>| -> Vec<String> {
        let steps = harness.state().session().steps().iter();
        steps.map(|step| step.label.clone()).collect()
    };
    let dont_save = |harness: &mut Harness<'_, App>| {
        keys(harness, Modifiers::COMMAND, Key::W);
        click(harness, "Don’t save");
        until(harness, "closed", |h| h.state().path().is_none());
    };
    let neutral = Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Neutral));
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    edit(&mut harness, Edit::SetTitle("Two".to_owned()));
    edit(&mut harness, neutral.clone());
    dont_save(&mut harness);
    drop(harness);

    let mut harness = open(&file, state.path());
    assert_eq!(
        labels(&harness),
        ["Project title → One"],
        "what was saved can be undone"
    );
    assert!(harness.state().session().is_saved() && harness.state().session().done() == 1);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(*project(&harness), opened);
    // Undone and left: the file is as it was saved, and so is its history.
    dont_save(&mut harness);
    drop(harness);
    let mut harness = open(&file, state.path());
    assert_eq!((labels(&harness).len(), project(&harness).title.as_str()), (1, "One"));
    // Another step in the place of the saved one: it goes, the saved one is there.
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    edit(&mut harness, neutral);
    dont_save(&mut harness);
    drop(harness);
    let mut harness = open(&file, state.path());
    assert_eq!((labels(&harness).len(), project(&harness).title.as_str()), (1, "One"));
    harness.state().send(Command::Act(Action::Versions));
    until(&mut harness, "the versions are listed", |h| {
        has(h, "Earlier versions of reading.ron")
    });
}

#[test]
fn who_is_called_otherwise_now_keeps_the_history() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    harness.state().send(Command::Be("Bela".to_owned()));
    harness.run_ok();
    drop(harness);

    let mut harness = open(&file, state.path());
    let bela = AnalystId::from_name("Bela");
    assert_eq!(harness.state().session().selection.analyst, bela);
    assert!(harness.state().session().is_saved(), "a new layer is nothing to save");
    edit(
        &mut harness,
        Edit::SetStance(key("Bela", "china", "aukus"), Some(Stance::Neutral)),
    );
    assert_eq!(harness.state().session().steps().len(), 3);
    drop(harness);

    // After a crash it is recovered with the layer.
    let mut harness = crate::window::window_with_an_offer(state.path());
    click(&mut harness, "Show what was recovered");
    let is_hers = |key: &&PositionKey| key.analyst == bela;
    assert_eq!(project(&harness).positions.keys().filter(is_hers).count(), 1);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(harness.state().session().done(), 0);
}

#[test]
fn under_another_name_the_history_goes_on_at_every_opening_and_a_layer_undone_comes_back() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let title = storage::open(&file).unwrap().project.title;
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    send(&mut harness, Command::Be("Bela".to_owned()));
    drop(harness);

    // Looked at and closed, by her and by another: nothing is saved in between.
    for (name, steps) in [("Bela", 2), ("Bela", 2), ("Cyd", 3)] {
        let mut harness = window(&[], state.path());
        send(&mut harness, Command::Be(name.to_owned()));
        harness.state().send(Command::OpenFile(file.clone()));
        until(&mut harness, "opened", |h| h.state().path() == Some(file.as_path()));
        assert_eq!(harness.state().session().steps().len(), steps, "opened by {name}");
        assert!(harness.state().session().is_saved());
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    let mut harness = open(&file, state.path());
    for _ in 0..3 {
        keys(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(project(&harness).title, title, "undone over the save");
    let cyds = key("Cyd", "china", "aukus");
    assert!(project(&harness).analyst(&cyds.analyst).is_none());
    edit(&mut harness, Edit::SetStance(cyds.clone(), Some(Stance::Neutral)));
    assert!(project(&harness).position(&cyds).is_some(), "her layer is there again");
}

/// A project that takes a while to read and to merge, and an article that does.
fn long_files(folder: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (project, article) = (folder.join("long.ron"), folder.join("long.txt"));
    let text: String = (0..40_000)
        .map(|n| format!("Sentence {n} is about China and Russia. "))
        .collect();
    std::fs::write(&article, text.replace("9 is", "9 is\n\n")).expect("written");
    let mut long = storage::format::read(READING.as_bytes()).expect("opens").project;
    let mut document = (*long.documents[0]).clone();
    document.id = long.free_document_id("long");
    let block = |text: &str| standpoint::model::Block::new(standpoint::model::BlockKind::Paragraph, text);
    document.body = standpoint::model::Body::new(text.split("9 is").map(block).collect()).into();
    long.documents.push_back(document.into());
    storage::save(&project, &long, Expected::Nothing).expect("saved");
    (project, article)
}

#[test]
fn what_takes_long_can_be_cancelled_and_changes_nothing() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let (long, article) = long_files(folder.path());
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    let before = project(&harness).clone();
    let cancelled = |harness: &mut Harness<'_, App>, what: &'static str, words: &str| {
        harness.step();
        harness.state().send(Command::CancelJob(what));
        harness.step();
        let said = harness.state().said().unwrap_or_default().to_owned();
        assert_eq!(said, format!("{words} was cancelled; nothing was changed"));
    };
    harness.state().send(Command::OpenFile(long.clone()));
    cancelled(&mut harness, "Opening…", "Opening");
    harness.state().send(Command::MergeFile(long));
    cancelled(&mut harness, "Merging…", "Merging");
    harness.state().send(Command::OpenFile(article.clone()));
    harness.step();
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(
        !has(&harness, "New project from an article"),
        "closed, and with it the reading"
    );
    // A second file takes the place of the first, which is still being read.
    let short = folder.path().join("short.txt");
    std::fs::write(&short, "A headline\n\nThe mayor backs the plan.").expect("written");
    harness.state().send(Command::OpenFile(article.clone()));
    harness.step();
    harness.state().send(Command::TakeFiles(vec![short]));
    until(&mut harness, "the second is read", |h| {
        has(h, "The mayor backs the plan.")
    });
    // Whatever the workers come to is not heard.
    for _ in 0..100 {
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(has(&harness, "The mayor backs the plan."));
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!((harness.state().path(), project(&harness)), (Some(&*file), &before));
    assert!(harness.state().session().is_saved());
    assert_eq!(harness.state().session().steps().len(), 1);
    // And the same can be done again, to its end.
    harness.state().send(Command::OpenFile(article));
    until(&mut harness, "the article is read", |h| {
        has(h, "Sentence 0 is about China and Russia.")
    });
}

#[test]
fn a_file_changed_by_others_has_no_history_of_ours() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    {
        let mut harness = open(&file, state.path());
        edit(&mut harness, Edit::SetTitle("One".to_owned()));
        save(&mut harness);
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    change_on_disk(&file, &Edit::SetTitle("Theirs".to_owned()));
    let harness = open(&file, state.path());
    assert_eq!(project(&harness).title, "Theirs");
    assert!(harness.state().session().steps().is_empty());
    assert!(harness.state().session().is_saved());
}

#[test]
fn what_somebody_else_writes_comes_in_by_itself() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("Mine".to_owned()));
    let theirs = key("Ada", "china", "aukus");
    change_on_disk(&file, &Edit::SetStance(theirs.clone(), Some(Stance::Supports)));
    until(&mut harness, "merged without being asked", |h| {
        project(h)
            .position(&theirs)
            .is_some_and(|p| p.stance == Some(Stance::Supports))
    });
    assert_eq!(project(&harness).title, "Mine");
    let said = harness.state().said().unwrap_or_default().to_owned();
    assert_eq!(said, "reading.ron was changed by somebody else: 1 position added");
    assert!(!harness.state().session().is_saved(), "the title is not on disk yet");
    save(&mut harness);
    let both = storage::open(&file).unwrap().project;
    assert_eq!(both, *project(&harness));
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(project(&harness).position(&theirs).is_none(), "one step to undo");
}

#[test]
fn a_conflict_on_disk_opens_the_merge_view() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("Mine".to_owned()));
    change_on_disk(&file, &Edit::SetTitle("Theirs".to_owned()));
    until(&mut harness, "the merge view", |h| has(h, "Merge reading.ron"));
    assert_eq!(
        project(&harness).title,
        "Mine",
        "nothing is changed before it is settled"
    );
    click(&mut harness, "Take theirs: project, title (1)");
    click(&mut harness, "Merge");
    assert_eq!(project(&harness).title, "Theirs");
    assert!(harness.state().session().is_saved(), "it is what the file holds");
}

#[test]
fn a_file_that_is_gone_is_said_plainly_and_can_be_saved_again() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    std::fs::remove_file(&file).unwrap();
    until(&mut harness, "it is said", |h| has(h, "reading.ron is no longer there"));
    assert!(has(&harness, "Save as…"), "a way out");
    assert!(!harness.state().session().is_saved());
    click(&mut harness, "Save it here again");
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&file).unwrap().project, *project(&harness));

    // What comes to stand there meanwhile is not replaced.
    std::fs::remove_file(&file).unwrap();
    until(&mut harness, "it is said again", |h| {
        has(h, "reading.ron is no longer there")
    });
    std::fs::write(&file, "not seen").unwrap();
    click(&mut harness, "Save it here again");
    until(&mut harness, "refused", |h| has(h, "The project was not saved"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not seen");
}

#[test]
fn a_folder_in_the_place_of_the_file_is_said_plainly() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    until(&mut harness, "it is said", |h| {
        has(h, "reading.ron cannot be read any more")
    });
    assert!(has(&harness, "there is a folder of this name now"));
    click(&mut harness, "Save as…");
    until(&mut harness, "the window's own file dialog", |h| {
        has(h, "Save the project as")
    });
    let other = folder.path().join("other.ron");
    write(
        &mut harness,
        "Path, or a name in the folder below",
        &other.display().to_string(),
    );
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&other).unwrap().project, *project(&harness));
}

#[cfg(unix)]
#[test]
fn read_only_and_many_named_files_are_asked_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let second = folder.path().join("second name.ron");
    std::fs::hard_link(&file, &second).unwrap();
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked about the names", |h| {
        has(h, "2 names (hard links)")
    });
    click(&mut harness, "Save this name only");
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&file).unwrap().project.title, "One");
    assert_ne!(storage::open(&second).unwrap().project.title, "One");

    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    edit(&mut harness, Edit::SetTitle("Two".to_owned()));
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked about read-only", |h| has(h, "marked read-only"));
    click(&mut harness, "Cancel");
    assert!(!harness.state().session().is_saved());
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked again", |h| has(h, "marked read-only"));
    click(&mut harness, "Replace it");
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&file).unwrap().project.title, "Two");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o444);
}

#[test]
fn without_a_state_folder_the_window_says_so_and_works() {
    let folder = tempfile::tempdir().unwrap();
    let in_the_way = folder.path().join("state");
    std::fs::write(&in_the_way, "").unwrap();
    let file = file_in(folder.path());
    let mut harness = open(&file, &in_the_way);
    assert!(has(&harness, "Nothing can be written in"), "from the start");
    click(&mut harness, "I have read it");
    assert!(!has(&harness, "Nothing can be written in"));
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    let said = harness.state().said().unwrap_or_default().to_owned();
    assert!(
        said.starts_with("What you do cannot be written down against a crash"),
        "{said}"
    );
    save(&mut harness);
    assert_eq!(storage::open(&file).unwrap().project.title, "One");
}

#[cfg(unix)]
#[test]
fn the_same_file_by_two_paths_is_one_file() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let link = folder.path().join("link.ron");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    {
        let mut first = open(&file, state.path());
        let mut second = window(&[&link], state.path());
        until(&mut second, "opened", |h| h.state().path() == Some(file.as_path()));
        // Each has a journal of its own; both are found after both crashed.
        edit(&mut first, Edit::SetTitle("First".to_owned()));
        edit(&mut second, Edit::SetTitle("Second".to_owned()));
    }
    let found = storage::journal::recovery::scan(&storage::State::at(state.path()));
    let mut titles: Vec<&str> = found.recovered.iter().map(|r| r.project.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["First", "Second"]);
    assert!(
        found
            .recovered
            .iter()
            .all(|r| r.file.as_deref() == Some(file.as_path()) && r.edits == 1)
    );
}

#[test]
fn earlier_versions_are_listed_with_what_changed_and_restored_as_a_copy() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    edit(
        &mut harness,
        Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Neutral)),
    );
    save(&mut harness);
    edit(
        &mut harness,
        Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Supports)),
    );
    save(&mut harness);
    let on_disk = std::fs::read(&file).unwrap();
    harness.state().send(Command::Act(Action::Versions));
    until(&mut harness, "the versions", |h| {
        has(h, "Earlier versions of reading.ron")
    });
    assert!(has(&harness, "– 1 position changed (what is open now)"));
    assert!(has(&harness, "– another title") && has(&harness, "– the earliest that is kept"));
    assert!(has(&harness, "• China × AUKUS (Ada): stance: neutral → supports"));
    let row = |h: &Harness<'_, App>, text: &str| -> String {
        let node = h.query_all_by_label_contains(text).next().expect("a row");
        egui_kittest::kittest::NodeT::accesskit_node(&node)
            .label()
            .unwrap_or_default()
    };
    let title = row(&harness, "– another title");
    click(&mut harness, &title);
    assert!(has(&harness, "title: "), "what changed in it");
    click(&mut harness, "What changed from it until now");
    assert!(has(&harness, "• New: China × AUKUS (Ada): supports"));
    click(&mut harness, "Restore as a copy");
    until(&mut harness, "the copy", |h| h.state().path().is_none());
    assert_eq!(project(&harness).title, "One");
    assert!(project(&harness).position(&key("Ada", "china", "aukus")).is_none());
    assert!(!harness.state().session().is_saved(), "a copy is in no file yet");
    assert_eq!(std::fs::read(&file).unwrap(), on_disk, "nothing is overwritten");
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked for a name", |h| has(h, "Save the project as"));
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    let copy = harness.state().path().unwrap().to_owned();
    assert_eq!(copy.parent(), file.parent(), "beside the file");
    let name = copy.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with("reading (13 February 2026, "), "{name}");
    assert_eq!(std::fs::read(&file).unwrap(), on_disk);
}

#[test]
fn a_project_saves_itself_after_a_pause_only_where_it_was_chosen() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    harness.state().send(Command::Act(Action::Autosave));
    harness.run_ok();
    click(&mut harness, "Save reading.ron by itself");
    click(&mut harness, "Done");
    assert!(has(&harness, "saves by itself"), "the status bar says it");
    edit(&mut harness, Edit::SetTitle("By itself".to_owned()));
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&file).unwrap().project.title, "By itself");
    assert!(has(&harness, "Saved reading.ron by itself on"));
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("autosave"), "the choice is not in the file");
    drop(harness);

    let mut harness = open(&file, state.path());
    assert!(has(&harness, "saves by itself"), "remembered");
    // Where something stands against it, nothing is asked: it waits.
    let mut permissions = std::fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&file, permissions).unwrap();
    edit(&mut harness, Edit::SetTitle("Held back".to_owned()));
    until(&mut harness, "it is said", |h| has(h, "Not saved by itself"));
    assert!(!has(&harness, "The project was not saved"), "no question");
    assert_eq!(storage::open(&file).unwrap().project.title, "By itself");
}

#[test]
fn in_a_shared_folder_it_is_off_unless_chosen_and_says_why() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let shared = folder.path().join("Nextcloud");
    std::fs::create_dir(&shared).unwrap();
    let (file, alone) = (file_in(&shared), file_in(folder.path()));
    {
        let mut harness = open(&alone, state.path());
        harness.state().send(Command::Act(Action::Autosave));
        harness.run_ok();
        click(&mut harness, "Save every project by itself that is in no shared folder");
        click(&mut harness, "Done");
        assert!(has(&harness, "saves by itself"));
    }
    let mut harness = open(&file, state.path());
    until(&mut harness, "off here", |h| !has(h, "saves by itself"));
    harness.state().send(Command::Act(Action::Autosave));
    harness.run_ok();
    assert!(has(&harness, "seems to be shared through Nextcloud"));
    click(&mut harness, "Save reading.ron by itself");
    click(&mut harness, "Done");
    assert!(has(&harness, "saves by itself"), "chosen");
}

#[test]
fn recovered_work_is_shown_step_by_step_before_anything_is_opened() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let on_disk = std::fs::read(&file).unwrap();
    {
        let mut harness = open(&file, state.path());
        edit(&mut harness, Edit::SetTitle("One".to_owned()));
        edit(
            &mut harness,
            Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Neutral)),
        );
        // Dropped without leaving: as if it had been killed.
    }
    let mut harness = crate::window::window_with_an_offer(state.path());
    assert!(has(&harness, "Not saved were 2 changes to reading.ron"));
    assert!(has(&harness, "The file is as you saved it last."));
    assert!(has(&harness, "China × AUKUS → neutral"), "what was done");
    click(&mut harness, "How it differs from what was saved");
    assert!(has(&harness, "In all: 1 position added; another title"));
    assert!(has(&harness, "• New: China × AUKUS (Ada): neutral"));
    click(&mut harness, "Decide later");
    assert_ne!(project(&harness).title, "One");
    harness.state().send(Command::Act(Action::Recovered));
    harness.run_ok();
    assert_eq!(std::fs::read(&file).unwrap(), on_disk, "nothing was written");
    change_on_disk(
        &file,
        &Edit::SetStance(key("Ada", "russia", "aukus"), Some(Stance::Opposes)),
    );
    click(&mut harness, "Show what was recovered");
    until(&mut harness, "merged with what came meanwhile", |h| {
        project(h).position(&key("Ada", "russia", "aukus")).is_some()
    });
    assert_eq!(project(&harness).title, "One");
    assert!(!harness.state().session().is_saved());
    save(&mut harness);
    assert_eq!(storage::open(&file).unwrap().project, *project(&harness));
}

#[test]
fn what_is_done_while_another_file_is_opened_is_asked_about() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let other = folder.path().canonicalize().unwrap().join("other.ron");
    std::fs::copy(&file, &other).unwrap();
    let mut harness = open(&file, state.path());
    // Both before anything can have come of opening.
    harness.state().send(Command::OpenFile(other.clone()));
    harness.state().send(Command::Edit(Edit::SetTitle("Mine".to_owned())));
    until(&mut harness, "the question", |h| has(h, "Save changes to reading.ron?"));
    assert_eq!(project(&harness).title, "Mine");
    assert_eq!(harness.state().path(), Some(file.as_path()));
    // Who does not want it is not asked twice.
    click(&mut harness, "Don’t save");
    until(&mut harness, "opened", |h| h.state().path() == Some(other.as_path()));
    assert!(!has(&harness, "Save changes"));
}

#[test]
fn a_save_that_ends_after_its_project_was_left_says_nothing_about_the_next() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let mut harness = open(&file, state.path());
    let before = std::fs::read(&file).unwrap();
    harness.state().send(Command::Act(Action::Save));
    harness.state().send(Command::Act(Action::OpenBundled));
    until(&mut harness, "the save's end", |h| {
        h.state().said().is_some_and(|said| said.contains("Saved reading.ron"))
    });
    assert_eq!(harness.state().path(), None, "the bundled reading has no file");
    edit(&mut harness, Edit::SetTitle("Another".to_owned()));
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked for a name", |h| has(h, "Save the project as"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

/// A dialog that stays open until the test answers it.
struct Answered(std::sync::Mutex<std::sync::mpsc::Receiver<PathBuf>>);

impl FilePicker for Answered {
    fn pick(&self, _purpose: Purpose, _folder: Option<PathBuf>, _name: &str) -> Picked {
        let answers = self.0.lock().expect("one asks at a time");
        answers.recv().map_or(Picked::Nothing, Picked::File)
    }
}

#[test]
fn a_name_chosen_for_a_project_that_was_left_is_not_given_to_the_next() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let (answer, answers) = std::sync::mpsc::channel();
    let picker = Box::new(Answered(std::sync::Mutex::new(answers)));
    let mut harness = on_desktop(&[&file], state.path(), false, picker);
    until(&mut harness, "opened", |h| h.state().path() == Some(file.as_path()));
    let copy = folder.path().join("copy.ron");
    // While the desktop's dialog is open, the window is not held.
    send(&mut harness, Command::Act(Action::SaveAs));
    send(&mut harness, Command::Act(Action::OpenBundled));
    answer.send(copy.clone()).unwrap();
    until(&mut harness, "it is said", |h| {
        h.state()
            .said()
            .is_some_and(|said| said.contains("Another project was opened"))
    });
    assert!(!copy.exists() && harness.state().path().is_none());
    // The next is asked for itself.
    send(&mut harness, Command::Act(Action::SaveAs));
    answer.send(copy.clone()).unwrap();
    until(&mut harness, "saved", |h| h.state().path() == Some(copy.as_path()));
}

#[test]
fn a_merge_that_ends_after_its_project_was_left_is_dropped() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = file_in(folder.path());
    let theirs = folder.path().join("theirs.ron");
    std::fs::copy(&file, &theirs).unwrap();
    change_on_disk(&theirs, &Edit::SetTitle("Theirs".to_owned()));
    let mut harness = open(&file, state.path());
    harness.state().send(Command::MergeFile(theirs));
    harness.state().send(Command::Act(Action::OpenBundled));
    // The next one can begin when the first has come to its end.
    until(&mut harness, "the next merge", |h| {
        assert!(!has(h, "theirs.ron"), "the project that it was about is not open");
        h.state().send(Command::MergeFile(file.clone()));
        has(h, "Merge reading.ron")
    });
    assert_eq!(harness.state().path(), None);
}
