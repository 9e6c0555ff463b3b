//! What is under way when it is cancelled, or when another project is opened: it changes nothing of what is open then.

use std::path::{Path, PathBuf};

use standpoint::{
    app::{App, FilePicker, Picked},
    model::Edit,
    storage::{self, Expected},
    ui::{Action, Command, dialog::Purpose},
};

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;

use crate::hand::{Desk, change_on_disk, click, edit, has, keys, on_desktop, project, reading, save, send, until};

/// A project that takes a while to read and to merge, and an article that does.
fn long_files(folder: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (project, article) = (folder.join("long.ron"), folder.join("long.txt"));
    let text: String = (0..40_000)
        .map(|n| format!("Sentence {n} is about China and Russia. "))
        .collect();
    std::fs::write(&article, text.replace("9 is", "9 is\n\n")).expect("written");
    let mut long = reading();
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
    let desk = Desk::new();
    let (long, article) = long_files(desk.folder.path());
    let mut harness = desk.open();
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
    let short = desk.folder.path().join("short.txt");
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
    assert_eq!(
        (harness.state().path(), project(&harness)),
        (Some(&*desk.file), &before)
    );
    assert!(harness.state().session().is_saved());
    assert_eq!(harness.state().session().steps().len(), 1);
    // And the same can be done again, to its end.
    harness.state().send(Command::OpenFile(article));
    until(&mut harness, "the article is read", |h| {
        has(h, "Sentence 0 is about China and Russia.")
    });
}

#[test]
fn what_is_done_while_another_file_is_opened_is_asked_about() {
    let desk = Desk::new();
    let other = desk.folder.path().canonicalize().unwrap().join("other.ron");
    std::fs::copy(&desk.file, &other).unwrap();
    let mut harness = desk.open();
    // Both before anything can have come of opening.
    harness.state().send(Command::OpenFile(other.clone()));
    harness.state().send(Command::Edit(Edit::SetTitle("Mine".to_owned())));
    until(&mut harness, "the question", |h| has(h, "Save changes to reading.ron?"));
    assert_eq!(project(&harness).title, "Mine");
    assert_eq!(harness.state().path(), Some(desk.file.as_path()));
    // Who does not want it is not asked twice.
    click(&mut harness, "Don’t save");
    until(&mut harness, "opened", |h| h.state().path() == Some(other.as_path()));
    assert!(!has(&harness, "Save changes"));
}

#[test]
fn a_save_that_ends_after_its_project_was_left_says_nothing_about_the_next() {
    let desk = Desk::new();
    let mut harness = desk.open();
    let before = std::fs::read(&desk.file).unwrap();
    harness.state().send(Command::Act(Action::Save));
    harness.state().send(Command::Act(Action::OpenBundled));
    until(&mut harness, "the save's end", |h| {
        h.state().said().is_some_and(|said| said.contains("Saved reading.ron"))
    });
    assert_eq!(harness.state().path(), None, "the bundled reading has no file");
    edit(&mut harness, Edit::SetTitle("Another".to_owned()));
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "asked for a name", |h| has(h, "Save the project as"));
    assert_eq!(std::fs::read(&desk.file).unwrap(), before);
}

/// A dialog that stays open until the test answers it.
struct Answered(std::sync::Mutex<std::sync::mpsc::Receiver<Picked>>);

impl FilePicker for Answered {
    fn pick(&self, _purpose: Purpose, _folder: Option<PathBuf>, _name: &str) -> Picked {
        let answers = self.0.lock().expect("one asks at a time");
        answers.recv().unwrap_or(Picked::Cancelled)
    }
}

#[test]
fn a_name_chosen_for_a_project_that_was_left_is_not_given_to_the_next() {
    let desk = Desk::new();
    let (answer, answers) = std::sync::mpsc::channel();
    let picker = Box::new(Answered(std::sync::Mutex::new(answers)));
    let mut harness = on_desktop(&[&desk.file], desk.state.path(), false, picker);
    until(&mut harness, "opened", |h| {
        h.state().path() == Some(desk.file.as_path())
    });
    let copy = desk.folder.path().join("copy.ron");
    // While the desktop's dialog is open, the window is not held.
    for picked in [Picked::File(copy.clone()), Picked::NoDialog] {
        send(&mut harness, Command::OpenFile(desk.file.clone()));
        until(&mut harness, "opened", |h| h.state().path() == Some(&*desk.file));
        send(&mut harness, Command::Act(Action::SaveAs));
        send(&mut harness, Command::Act(Action::OpenBundled));
        answer.send(picked.clone()).unwrap();
        until(&mut harness, "it is said", |h| {
            h.state()
                .said()
                .is_some_and(|said| said.contains("Another project was opened"))
        });
        assert!(!copy.exists() && harness.state().path().is_none());
        assert!(!has(&harness, "Save the project as"), "{picked:?}");
    }
    // The next is asked for itself.
    send(&mut harness, Command::Act(Action::SaveAs));
    answer.send(Picked::File(copy.clone())).unwrap();
    until(&mut harness, "saved", |h| h.state().path() == Some(copy.as_path()));
}

#[test]
fn a_merge_that_ends_after_its_project_was_left_is_dropped() {
    let desk = Desk::new();
    let theirs = desk.folder.path().join("theirs.ron");
    std::fs::copy(&desk.file, &theirs).unwrap();
    change_on_disk(&theirs, &Edit::SetTitle("Theirs".to_owned()));
    let mut harness = desk.open();
    harness.state().send(Command::MergeFile(theirs));
    harness.state().send(Command::Act(Action::OpenBundled));
    // The next one can begin when the first has come to its end.
    until(&mut harness, "the next merge", |h| {
        assert!(!has(h, "theirs.ron"), "the project that it was about is not open");
        h.state().send(Command::MergeFile(desk.file.clone()));
        has(h, "Merge reading.ron")
    });
    assert_eq!(harness.state().path(), None);
}
