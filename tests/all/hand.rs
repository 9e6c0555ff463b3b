//! What a person does in the window, and what is then to be seen: shared by the tests of the window.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Harness, Node,
    kittest::{NodeT as _, Queryable as _},
};
use standpoint::{
    app::{App, FilePicker, NoPicker, Start},
    model::{Analyst, AnalystId, Edit, Moment, PositionKey, Project},
    storage::{self, Expected, State},
    ui::Command,
};
use tempfile::TempDir;

/// A window on these files, with a folder for its state.
pub(crate) fn window(paths: &[&Path], state: &Path) -> Harness<'static, App> {
    started(paths, state, false)
}

/// The same, offering a first look round if so.
pub(crate) fn started(paths: &[&Path], state: &Path, tour: bool) -> Harness<'static, App> {
    on_desktop(paths, state, tour, Box::new(NoPicker))
}

/// The same on a desktop with file dialogs.
pub(crate) fn on_desktop(
    paths: &[&Path],
    state: &Path,
    tour: bool,
    picker: Box<dyn FilePicker>,
) -> Harness<'static, App> {
    let start = Start {
        paths: paths.iter().map(|p| p.to_path_buf()).collect(),
        state: Some(State::at(state)),
        picker,
        clock: || Moment(1_771_000_000),
        seed: 7,
        tour,
        user: "Ada".to_owned(),
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .with_max_steps(30)
        .build_eframe(move |cc| App::new(cc, start));
    harness.run_ok();
    harness
}

/// Runs frames until something is so; background work may take a moment.
pub(crate) fn until(harness: &mut Harness<'_, App>, what: &str, so: impl Fn(&Harness<'_, App>) -> bool) {
    for _ in 0..400 {
        harness.step();
        if so(harness) {
            harness.run_ok();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("it never came to: {what}; the window says {:?}", harness.state().said());
}

pub(crate) fn click(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_ok();
}

/// Writes into a text field in place of what it holds.
pub(crate) fn write(harness: &mut Harness<'_, App>, name: &str, text: &str) {
    field(harness, name).focus();
    harness.run_ok();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_ok();
    field(harness, name).type_text(text);
    harness.run_ok();
}

fn field<'h>(harness: &'h Harness<'_, App>, name: &'h str) -> Node<'h> {
    harness.get_by(move |node| {
        matches!(node.role(), Role::TextInput | Role::MultilineTextInput) && node.label().as_deref() == Some(name)
    })
}

pub(crate) fn keys(harness: &mut Harness<'_, App>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_ok();
}

pub(crate) fn has(harness: &Harness<'_, App>, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

/// The name of what has the keyboard; empty if nothing has.
pub(crate) fn focused(harness: &Harness<'_, App>) -> String {
    let focused = harness.query_by(|node| node.is_focused());
    focused
        .and_then(|node| node.accesskit_node().label())
        .unwrap_or_default()
}

/// Whether a cell of the matrix has the keyboard.
pub(crate) fn in_matrix(harness: &Harness<'_, App>) -> bool {
    let cell = harness.query_by(|node| node.is_focused() && node.role() == Role::GridCell);
    cell.is_some()
}

/// A window on a file that is open.
pub(crate) fn open(file: &Path, state: &Path) -> Harness<'static, App> {
    let mut harness = window(&[file], state);
    until(&mut harness, "opened", |h| h.state().path() == Some(file));
    harness
}

pub(crate) fn project<'h>(harness: &'h Harness<'_, App>) -> &'h Project {
    harness.state().session().project()
}

pub(crate) fn send(harness: &mut Harness<'_, App>, command: Command) {
    harness.state().send(command);
    harness.run_ok();
}

/// A judgment without a period.
pub(crate) fn key(who: &str, actor: &str, issue: &str) -> PositionKey {
    PositionKey {
        analyst: AnalystId::from_name(who),
        actor: actor.parse().expect("an id"),
        issue: issue.parse().expect("an id"),
        period: None,
    }
}

const READING: &str = include_str!("../../saves/china-russia-joint-statement.ron");

/// The bundled reading.
pub(crate) fn reading() -> Project {
    storage::format::read(READING.as_bytes()).expect("opens").project
}

/// A folder with a file of Ada's in it, and one for the program's state; both go with it.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
    pub(crate) state: TempDir,
    pub(crate) file: PathBuf,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        Self {
            file: file_in(folder.path()),
            state: TempDir::new().expect("a folder"),
            folder,
        }
    }

    /// A window on the file.
    pub(crate) fn open(&self) -> Harness<'static, App> {
        open(&self.file, self.state.path())
    }
}

/// The bundled reading as a file of Ada's, whose layer is in it.
pub(crate) fn file_in(folder: &Path) -> PathBuf {
    let ada = Analyst {
        id: AnalystId::from_name("Ada"),
        name: "Ada".to_owned(),
        finished: false,
    };
    let project = reading().applied(&Edit::AddAnalyst(ada)).expect("applies");
    let file = folder.canonicalize().expect("there").join("reading.ron");
    storage::save(&file, &project, Expected::Nothing).expect("saved");
    file
}

pub(crate) fn edit(harness: &mut Harness<'_, App>, edit: Edit) {
    send(harness, Command::Edit(edit));
}

pub(crate) fn save(harness: &mut Harness<'_, App>) {
    keys(harness, Modifiers::COMMAND, Key::S);
    until(harness, "saved", |h| h.state().session().is_saved());
}

/// Writes a changed copy over the file, as another program does.
pub(crate) fn change_on_disk(file: &Path, edit: &Edit) {
    let theirs = storage::open(file)
        .expect("opens")
        .project
        .applied(edit)
        .expect("applies");
    std::fs::write(file, storage::format::write(&theirs)).expect("written");
}
