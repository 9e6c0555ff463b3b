//! Instructions executed, counted by Valgrind: the same on a busy machine, so that what became slower shows.
//!
//! The table of counts that is kept is what a new count is held against.

use std::{
    hint::black_box,
    process::{Command, ExitCode},
};

use eframe::egui::vec2;
use standpoint::{
    model::{Edit, Moment, Stance},
    session::Session,
    storage::format,
    ui::matrix::MatrixPane,
};

use crate::{
    KEPT,
    project::{MIDDLING, Size, key, reader},
    support::Table,
    window::{Alone, Frames, Window, moved, wheel},
};

/// What is counted, and how often each thing is done in one count.
const COUNTED: &[(&str, &str)] = &[
    ("still", "20 still frames of the whole window"),
    ("scroll", "20 frames scrolled by wheel"),
    ("matrix", "20 still frames of a matrix of 500 × 500"),
    ("edit", "100 stances set and undone"),
    ("read", "reading a project of 1 MB"),
    ("write", "writing a project of 1 MB"),
];

/// Counts, if Valgrind is there.
pub(crate) fn measure(table: &mut Table) {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return table.skip("Instructions were not counted: Valgrind is not installed.");
    }
    table.figures("Instructions: 1 MB, 10,000 passages, 40 × 40 cells");
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    for (name, what) in COUNTED {
        let Some(count) = count(name) else {
            table.skip(&format!("Valgrind gave no count of {what}."));
            continue;
        };
        let before = kept_count(&kept, what);
        let limit = before.map(|before| (format!("≤ 1.05 × {before:.2}"), count <= before * 1.05));
        let limit = limit.as_ref().map(|(words, met)| (words.as_str(), *met));
        table.figure(what, &format!("{count:.2}"), "million", limit);
    }
}

/// The count, in millions, in the table that is kept.
fn kept_count(kept: &str, what: &str) -> Option<f64> {
    let row = kept
        .lines()
        .find(|line| line.trim_start_matches(['|', ' ']).starts_with(what))?;
    row.split('|').nth(2)?.trim().parse().ok()
}

/// Runs this program under Valgrind; millions of instructions spent in [`counted`].
fn count(name: &str) -> Option<f64> {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--toggle-collect=*counts*counted*",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(std::env::current_exe().ok()?)
        .args(["--count", name])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    let number = said.lines().find_map(|line| line.split_once("Collected : "))?.1;
    let instructions: f64 = number.split(' ').next()?.parse().ok()?;
    Some(instructions / 1e6)
}

/// The only function in which instructions are counted.
#[inline(never)]
fn counted(mut work: impl FnMut()) {
    work();
}

/// Does one of the things that are counted.
pub(crate) fn run(name: &str) -> ExitCode {
    match name {
        "still" | "scroll" => {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let file = folder.path().join("project.ron");
            std::fs::write(&file, format::write(&MIDDLING.project())).expect("it is written");
            let (mut window, _first) = Window::open(&file, folder.path());
            let point = window.place(eframe::egui::Id::unique("article text")).center();
            window.frame(vec![moved(point)]);
            window.settle();
            counted(|| {
                for _ in 0..20 {
                    let turned = (name == "scroll").then(|| wheel(vec2(0.0, 45.0)));
                    window.frame(turned.into_iter().collect());
                }
            });
        }
        "matrix" => {
            let mut alone = Alone::new(Size::matrix(500).project(), reader(0), MatrixPane::show);
            alone.settle();
            counted(|| {
                for _ in 0..20 {
                    alone.frame(Vec::new());
                }
            });
        }
        "edit" => {
            let mut session = Session::new(MIDDLING.project(), reader(0));
            counted(|| {
                for n in 0..100 {
                    let edit = Edit::SetStance(key(MIDDLING.side, n * 7, 0), Some(Stance::ALL[(n + 3) % 7]));
                    session.apply(edit, Moment(n as i64 * 100)).expect("it can be done");
                }
                while session.undo().is_some() {}
            });
        }
        "read" => {
            let text = format::write(&MIDDLING.project());
            counted(|| drop(black_box(format::read(text.as_bytes()))));
        }
        "write" => {
            let project = MIDDLING.project();
            counted(|| drop(black_box(format::write(&project))));
        }
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}
