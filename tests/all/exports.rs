//! Notes that leave for another program: picked, given a name, written; and what is there is replaced only if so.

use std::path::Path;

use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use standpoint::{
    app::App,
    ui::{
        Command,
        picture::{Order, Subject},
    },
};

use crate::hand::{click, has, keys, project, send, until, window, write};

/// A window in which the first two notes are picked.
fn picked(state: &Path) -> Harness<'static, App> {
    let mut harness = window(&[], state);
    keys(&mut harness, Modifiers::ALT, Key::Num4);
    for key in [Key::Space, Key::ArrowDown, Key::Space] {
        keys(&mut harness, Modifiers::NONE, key);
    }
    assert!(has(&harness, "2 notes"));
    harness
}

fn export_to(harness: &mut Harness<'_, App>, file: &Path) {
    click(harness, "Export…");
    until(harness, "the window's own dialog", |h| has(h, "Export the notes as"));
    name(harness, &file.display().to_string());
}

/// Answers the window's own dialog with a path or a name.
fn name(harness: &mut Harness<'_, App>, file: &str) {
    write(harness, "Path, or a name in the folder below", file);
    keys(harness, Modifiers::NONE, Key::Enter);
}

/// The file holds two of the notes, and nothing else.
fn assert_two_notes(harness: &Harness<'_, App>, file: &Path) {
    let text = std::fs::read_to_string(file).expect("it is there");
    let project = project(harness);
    let notes: Vec<_> = project.notes.keys().copied().collect();
    let pairs = notes.iter().flat_map(|a| notes.iter().map(|b| vec![*a, *b]));
    let texts: Vec<String> = pairs
        .map(|pair| standpoint::exchange::notes::markdown(project, &pair))
        .collect();
    assert!(texts.contains(&text), "two of the notes: {text}");
}

#[test]
fn picked_notes_are_written_as_one_markdown_text() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = folder.path().canonicalize().unwrap();
    let mut harness = picked(state.path());
    // Named without an ending: it gets one.
    export_to(&mut harness, &folder.join("for-mail"));
    until(&mut harness, "written", |h| {
        h.state().said() == Some("Exported for-mail.md")
    });
    assert_two_notes(&harness, &folder.join("for-mail.md"));
    assert!(harness.state().session().is_saved(), "the project is as it was");
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_so() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let folder = folder.path().canonicalize().unwrap();
    let file = folder.join("notes.md");
    std::fs::write(&file, "mine").unwrap();
    let mut harness = picked(state.path());
    // A path typed into another folder than the one shown is not known to exist: the storage refuses.
    export_to(&mut harness, &file);
    until(&mut harness, "refused", |h| has(h, "The notes were not exported"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    // Into a folder that is not there it is said, too.
    export_to(&mut harness, &folder.join("none/notes.md"));
    until(&mut harness, "refused", |h| has(h, "The notes were not exported"));
    keys(&mut harness, Modifiers::NONE, Key::Escape);
    // In the folder that is shown it is asked about, and replaced by who agrees.
    click(&mut harness, "Export…");
    until(&mut harness, "the window's own dialog", |h| {
        has(h, "Export the notes as")
    });
    send(&mut harness, Command::ListFolder(folder));
    until(&mut harness, "the folder", |h| has(h, "notes.md"));
    name(&mut harness, "notes.md");
    assert!(has(&harness, "notes.md exists. Saving replaces it."));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    click(&mut harness, "Replace");
    until(&mut harness, "written", |h| {
        h.state().said() == Some("Exported notes.md")
    });
    assert_two_notes(&harness, &file);
}

#[test]
fn a_picture_that_is_cancelled_is_not_written_and_no_error() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = folder.path().join("matrix.png");
    let mut harness = window(&[], state.path());
    let order = Order {
        subject: Subject::Matrix,
        dark: false,
        scale: 1,
    };
    harness.state().send(Command::ExportPicture(order, file.clone(), false));
    harness.state().send(Command::CancelJob("Drawing the picture…"));
    until(&mut harness, "cancelled", |h| {
        h.state().said() == Some("Cancelled: no picture was written")
    });
    assert!(!has(&harness, "The picture was not exported"));
    assert!(!file.exists());
}
