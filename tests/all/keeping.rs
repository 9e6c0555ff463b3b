//! Nothing lost, nothing overwritten, as it is lived through in the window: history over restarts, files that others
//! change, take away or put something else in place of.

use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::{
    app::App,
    model::{AnalystId, Edit, PositionKey, Stance},
    storage,
    ui::{Action, Command},
};

use eframe::egui::{Key, Modifiers};

use crate::hand::{
    Desk, change_on_disk, click, edit, file_in, has, key, keys, open, project, save, send, until, window, write,
};

#[test]
fn undo_goes_back_over_saves_and_restarts() {
    let desk = Desk::new();
    let opened = storage::open(&desk.file).unwrap().project;
    {
        let mut harness = desk.open();
        edit(&mut harness, Edit::SetTitle("One".to_owned()));
        save(&mut harness);
        edit(
            &mut harness,
            Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Neutral)),
        );
        save(&mut harness);
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    let mut harness = desk.open();
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
    let harness = desk.open();
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
    let desk = Desk::new();
    let opened = storage::open(&desk.file).unwrap().project;
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
    let mut harness = desk.open();
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    edit(&mut harness, Edit::SetTitle("Two".to_owned()));
    edit(&mut harness, neutral.clone());
    dont_save(&mut harness);
    drop(harness);

    let mut harness = desk.open();
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
    let mut harness = desk.open();
    assert_eq!((labels(&harness).len(), project(&harness).title.as_str()), (1, "One"));
    // Another step in the place of the saved one: it goes, the saved one is there.
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    edit(&mut harness, neutral);
    dont_save(&mut harness);
    drop(harness);
    let mut harness = desk.open();
    assert_eq!((labels(&harness).len(), project(&harness).title.as_str()), (1, "One"));
    harness.state().send(Command::Act(Action::Versions));
    until(&mut harness, "the versions are listed", |h| {
        has(h, "Earlier versions of reading.ron")
    });
}

#[test]
fn who_is_called_otherwise_now_keeps_the_history() {
    let desk = Desk::new();
    let mut harness = desk.open();
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    harness.state().send(Command::Be("Bela".to_owned()));
    harness.run_ok();
    drop(harness);

    let mut harness = desk.open();
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
    let mut harness = crate::window::window_with_an_offer(desk.state.path());
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
    let desk = Desk::new();
    let title = storage::open(&desk.file).unwrap().project.title;
    let mut harness = desk.open();
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    save(&mut harness);
    keys(&mut harness, Modifiers::COMMAND, Key::W);
    send(&mut harness, Command::Be("Bela".to_owned()));
    drop(harness);

    // Looked at and closed, by her and by another: nothing is saved in between.
    for (name, steps) in [("Bela", 2), ("Bela", 2), ("Cyd", 3)] {
        let mut harness = window(&[], desk.state.path());
        send(&mut harness, Command::Be(name.to_owned()));
        harness.state().send(Command::OpenFile(desk.file.clone()));
        until(&mut harness, "opened", |h| {
            h.state().path() == Some(desk.file.as_path())
        });
        assert_eq!(harness.state().session().steps().len(), steps, "opened by {name}");
        assert!(harness.state().session().is_saved());
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    let mut harness = desk.open();
    for _ in 0..3 {
        keys(&mut harness, Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(project(&harness).title, title, "undone over the save");
    let cyds = key("Cyd", "china", "aukus");
    assert!(project(&harness).analyst(&cyds.analyst).is_none());
    edit(&mut harness, Edit::SetStance(cyds.clone(), Some(Stance::Neutral)));
    assert!(project(&harness).position(&cyds).is_some(), "her layer is there again");
}

#[test]
fn a_file_changed_by_others_has_no_history_of_ours() {
    let desk = Desk::new();
    {
        let mut harness = desk.open();
        edit(&mut harness, Edit::SetTitle("One".to_owned()));
        save(&mut harness);
        keys(&mut harness, Modifiers::COMMAND, Key::W);
    }
    change_on_disk(&desk.file, &Edit::SetTitle("Theirs".to_owned()));
    let harness = desk.open();
    assert_eq!(project(&harness).title, "Theirs");
    assert!(harness.state().session().steps().is_empty());
    assert!(harness.state().session().is_saved());
}

#[test]
fn what_somebody_else_writes_comes_in_by_itself() {
    let desk = Desk::new();
    let mut harness = desk.open();
    edit(&mut harness, Edit::SetTitle("Mine".to_owned()));
    let theirs = key("Ada", "china", "aukus");
    change_on_disk(&desk.file, &Edit::SetStance(theirs.clone(), Some(Stance::Supports)));
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
    let both = storage::open(&desk.file).unwrap().project;
    assert_eq!(both, *project(&harness));
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(project(&harness).position(&theirs).is_none(), "one step to undo");
}

#[test]
fn a_conflict_on_disk_opens_the_merge_view() {
    let desk = Desk::new();
    let mut harness = desk.open();
    edit(&mut harness, Edit::SetTitle("Mine".to_owned()));
    change_on_disk(&desk.file, &Edit::SetTitle("Theirs".to_owned()));
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
    let desk = Desk::new();
    let mut harness = desk.open();
    std::fs::remove_file(&desk.file).unwrap();
    until(&mut harness, "it is said", |h| has(h, "reading.ron is no longer there"));
    assert!(has(&harness, "Save as…"), "a way out");
    assert!(!harness.state().session().is_saved());
    click(&mut harness, "Save it here again");
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&desk.file).unwrap().project, *project(&harness));

    // What comes to stand there meanwhile is not replaced.
    std::fs::remove_file(&desk.file).unwrap();
    until(&mut harness, "it is said again", |h| {
        has(h, "reading.ron is no longer there")
    });
    std::fs::write(&desk.file, "not seen").unwrap();
    click(&mut harness, "Save it here again");
    until(&mut harness, "refused", |h| has(h, "The project was not saved"));
    assert_eq!(std::fs::read_to_string(&desk.file).unwrap(), "not seen");
}

#[test]
fn a_folder_in_the_place_of_the_file_is_said_plainly() {
    let desk = Desk::new();
    let mut harness = desk.open();
    std::fs::remove_file(&desk.file).unwrap();
    std::fs::create_dir(&desk.file).unwrap();
    until(&mut harness, "it is said", |h| {
        has(h, "reading.ron cannot be read any more")
    });
    assert!(has(&harness, "there is a folder of this name now"));
    click(&mut harness, "Save as…");
    until(&mut harness, "the window's own file dialog", |h| {
        has(h, "Save the project as")
    });
    let other = desk.folder.path().join("other.ron");
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
    let desk = Desk::new();
    let second = desk.folder.path().join("second name.ron");
    std::fs::hard_link(&desk.file, &second).unwrap();
    let mut harness = desk.open();
    edit(&mut harness, Edit::SetTitle("One".to_owned()));
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked about the names", |h| {
        has(h, "2 names (hard links)")
    });
    click(&mut harness, "Save this name only");
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&desk.file).unwrap().project.title, "One");
    assert_ne!(storage::open(&second).unwrap().project.title, "One");

    std::fs::set_permissions(&desk.file, std::fs::Permissions::from_mode(0o444)).unwrap();
    edit(&mut harness, Edit::SetTitle("Two".to_owned()));
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked about read-only", |h| has(h, "marked read-only"));
    click(&mut harness, "Cancel");
    assert!(!harness.state().session().is_saved());
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked again", |h| has(h, "marked read-only"));
    click(&mut harness, "Replace it");
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&desk.file).unwrap().project.title, "Two");
    assert_eq!(
        std::fs::metadata(&desk.file).unwrap().permissions().mode() & 0o777,
        0o444
    );
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
    let desk = Desk::new();
    let link = desk.folder.path().join("link.ron");
    std::os::unix::fs::symlink(&desk.file, &link).unwrap();
    {
        let mut first = desk.open();
        let mut second = window(&[&link], desk.state.path());
        until(&mut second, "opened", |h| h.state().path() == Some(desk.file.as_path()));
        // Each has a journal of its own; both are found after both crashed.
        edit(&mut first, Edit::SetTitle("First".to_owned()));
        edit(&mut second, Edit::SetTitle("Second".to_owned()));
    }
    let found = storage::journal::recovery::scan(&storage::State::at(desk.state.path()));
    let mut titles: Vec<&str> = found.recovered.iter().map(|r| r.project.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["First", "Second"]);
    assert!(
        found
            .recovered
            .iter()
            .all(|r| r.file.as_deref() == Some(desk.file.as_path()) && r.edits == 1)
    );
}

#[test]
fn earlier_versions_are_listed_with_what_changed_and_restored_as_a_copy() {
    let desk = Desk::new();
    let mut harness = desk.open();
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
    let on_disk = std::fs::read(&desk.file).unwrap();
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
    assert_eq!(std::fs::read(&desk.file).unwrap(), on_disk, "nothing is overwritten");
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked for a name", |h| has(h, "Save the project as"));
    keys(&mut harness, Modifiers::NONE, Key::Enter);
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    let copy = harness.state().path().unwrap().to_owned();
    assert_eq!(copy.parent(), desk.file.parent(), "beside the file");
    let name = copy.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with("reading (13 February 2026, "), "{name}");
    assert_eq!(std::fs::read(&desk.file).unwrap(), on_disk);
}

#[test]
fn a_project_saves_itself_after_a_pause_only_where_it_was_chosen() {
    let desk = Desk::new();
    let mut harness = desk.open();
    harness.state().send(Command::Act(Action::Autosave));
    harness.run_ok();
    click(&mut harness, "Save reading.ron by itself");
    click(&mut harness, "Done");
    assert!(has(&harness, "saves by itself"), "the status bar says it");
    edit(&mut harness, Edit::SetTitle("By itself".to_owned()));
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    assert_eq!(storage::open(&desk.file).unwrap().project.title, "By itself");
    assert!(has(&harness, "Saved reading.ron by itself on"));
    let text = std::fs::read_to_string(&desk.file).unwrap();
    assert!(!text.contains("autosave"), "the choice is not in the file");
    drop(harness);

    let mut harness = desk.open();
    assert!(has(&harness, "saves by itself"), "remembered");
    // Where something stands against it, nothing is asked: it waits.
    let mut permissions = std::fs::metadata(&desk.file).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&desk.file, permissions).unwrap();
    edit(&mut harness, Edit::SetTitle("Held back".to_owned()));
    until(&mut harness, "it is said", |h| has(h, "Not saved by itself"));
    assert!(!has(&harness, "The project was not saved"), "no question");
    assert_eq!(storage::open(&desk.file).unwrap().project.title, "By itself");
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
    let desk = Desk::new();
    let on_disk = std::fs::read(&desk.file).unwrap();
    {
        let mut harness = desk.open();
        edit(&mut harness, Edit::SetTitle("One".to_owned()));
        edit(
            &mut harness,
            Edit::SetStance(key("Ada", "china", "aukus"), Some(Stance::Neutral)),
        );
        // Dropped without leaving: as if it had been killed.
    }
    let mut harness = crate::window::window_with_an_offer(desk.state.path());
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
    assert_eq!(std::fs::read(&desk.file).unwrap(), on_disk, "nothing was written");
    change_on_disk(
        &desk.file,
        &Edit::SetStance(key("Ada", "russia", "aukus"), Some(Stance::Opposes)),
    );
    click(&mut harness, "Show what was recovered");
    until(&mut harness, "merged with what came meanwhile", |h| {
        project(h).position(&key("Ada", "russia", "aukus")).is_some()
    });
    assert_eq!(project(&harness).title, "One");
    assert!(!harness.state().session().is_saved());
    save(&mut harness);
    assert_eq!(storage::open(&desk.file).unwrap().project, *project(&harness));
}
