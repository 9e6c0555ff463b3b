//! Instructions executed, and memory kept, as Valgrind counts them: the same on a busy machine, so that what became
//! slower shows.
//!
//! The table of counts that is kept is what a new count is held against, where it was made with the same tools: another
//! compiler or C library makes other instructions.

use std::{
    hint::black_box,
    process::{Command, ExitCode},
};

use eframe::egui::vec2;
use standpoint::{
    model::{Edit, Moment, Stance},
    session::Session,
    storage::format,
    ui::{Action, Command as Sent, matrix::MatrixPane},
};

use crate::{
    KEPT,
    edits::{EDITS, Rounds},
    machine,
    project::{MIDDLING, Size, key, reader},
    support::{Samples, Table, stop_the_clock},
    window::{Alone, Frames, Window, moved, wheel},
};

/// What is counted, and how often each thing is done in one count.
const COUNTED: &[(&str, &str)] = &[
    ("still", "20 still frames of the whole window"),
    ("scroll", "20 frames scrolled by wheel"),
    ("zoom", "6 steps of zoom"),
    ("layer", "20 times a layer hidden or shown"),
    ("matrix", "20 still frames of a matrix of 500 × 500"),
    ("matrix-first", "the first frame of a matrix of 500 × 500"),
    ("edit", "100 stances set and undone"),
    ("read", "reading a project of 1 MB"),
    ("write", "writing a project of 1 MB"),
];

/// How many times the kept count is too many: two runs differ by much less, and less is not worth a look.
const TOO_MANY: f64 = 1.1;

/// Counts, if Valgrind is there.
pub(crate) fn measure(table: &mut Table) {
    let Some(tools) = tools() else {
        return table.skip("Instructions were not counted: Valgrind is not installed.");
    };
    table.figures("Instructions: 1 MB, 10,000 passages, 40 × 40 cells");
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    let comparable = kept.contains(&tools);
    for (name, what) in COUNTED {
        let count = match count(name) {
            Ok(count) => count / 1e6,
            Err(why) => {
                table.fail(what, &why);
                continue;
            }
        };
        let before = kept_count(&kept, what).filter(|_| comparable);
        let limit = before.map(|before| (format!("≤ {TOO_MANY} × {before:.2}"), count <= before * TOO_MANY));
        if limit.as_ref().is_some_and(|(_, met)| !met) {
            table
                .failed
                .push(format!("{what}: more instructions than the table kept has"));
        }
        let limit = limit.as_ref().map(|(words, met)| (words.as_str(), *met));
        table.figure(what, &format!("{count:.2}"), "million", limit);
    }
    table.skip(&format!("Counted with {tools}."));
    if !comparable {
        table.skip("The counts kept before, if any, were made with other tools: they say nothing about these.");
    }

    table.figures("What edits keep in memory: 1 MB, 10,000 passages, 40 × 40 cells");
    let what = format!("{EDITS} edits, with what undoes them");
    match kept_by_edits() {
        Ok(bytes) => {
            let megabytes = bytes / 1e6;
            table.figure(
                &what,
                &format!("{megabytes:.1}"),
                "MB",
                Some(("≤ 10", megabytes <= 10.0)),
            );
        }
        Err(why) => table.fail(&what, &why),
    }
}

/// What decides the instructions of a program, besides its source; `None` without Valgrind.
fn tools() -> Option<String> {
    let line = |program: &str| -> Option<String> {
        let output = Command::new(program).arg("--version").output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout);
        output
            .status
            .success()
            .then(|| said.lines().next().unwrap_or_default().trim().to_owned())
    };
    let valgrind = line("valgrind")?;
    let others = ["rustc", "ldd"].map(|tool| line(tool).unwrap_or_else(|| format!("an unknown {tool}")));
    // The C library chooses by the processor how it copies and searches.
    Some(format!("{}, {}, {valgrind}, {}", others[0], others[1], machine()))
}

/// The count, in millions, in the table that is kept.
fn kept_count(kept: &str, what: &str) -> Option<f64> {
    let row = kept
        .lines()
        .find(|line| line.trim_start_matches(['|', ' ']).starts_with(what))?;
    row.split('|').nth(2)?.trim().parse().ok()
}

/// Runs this program under Valgrind; the number in the line of its report that `before` introduces.
fn under_valgrind(arguments: &[&str], name: &str, before: &str) -> Result<f64, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let output = Command::new("valgrind")
        .args(arguments)
        .arg(program)
        .args(["--count", name])
        .output()
        .map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        let last: Vec<&str> = said.lines().filter(|line| !line.ends_with("== ")).take(12).collect();
        return Err(format!("it ended with {}:\n{}", output.status, last.join("\n")));
    }
    let number = said
        .lines()
        .find_map(|line| line.split_once(before))
        .map(|(_, rest)| rest.trim());
    let digits: Option<String> = number.and_then(|text| Some(text.split(' ').next()?.replace(',', "")));
    let number = digits
        .and_then(|digits| digits.parse().ok())
        .filter(|number| *number > 0.0);
    number.ok_or_else(|| format!("Valgrind counted nothing:\n{said}"))
}

/// Instructions spent in [`counted`].
fn count(name: &str) -> Result<f64, String> {
    let arguments = [
        "--tool=callgrind",
        "--toggle-collect=*counts*counted*",
        "--callgrind-out-file=/dev/null",
    ];
    under_valgrind(&arguments, name, "Collected : ")
}

/// Bytes that many edits keep: what is still in use at the end, more than without them.
fn kept_by_edits() -> Result<f64, String> {
    let arguments = ["--leak-check=no", "--undef-value-errors=no"];
    let in_use = |name| under_valgrind(&arguments, name, "in use at exit: ");
    Ok(in_use("edits-done")? - in_use("edits-not-done")?)
}

/// The only function in which instructions are counted.
#[inline(never)]
fn counted(mut work: impl FnMut()) {
    work();
}

/// Does one of the things that are counted.
pub(crate) fn run(name: &str) -> ExitCode {
    stop_the_clock();
    match name {
        "still" => in_window(|window| {
            for _ in 0..20 {
                window.frame(Vec::new());
            }
        }),
        "scroll" => in_window(|window| {
            for _ in 0..20 {
                window.frame(vec![wheel(vec2(0.0, 45.0))]);
            }
        }),
        "zoom" => in_window(|window| {
            for n in 0..6 {
                let action = if n < 3 { Action::ZoomIn } else { Action::ZoomOut };
                window.command(&mut Samples::default(), Sent::Act(action));
            }
        }),
        "layer" => in_window(|window| {
            for n in 0..20 {
                window.command(&mut Samples::default(), Sent::ShowLayer(reader(1), n % 2 == 1));
            }
        }),
        "matrix" => {
            let mut alone = Alone::new(|| Size::matrix(500).project(), reader(0), MatrixPane::show);
            alone.settle();
            counted(|| {
                for _ in 0..20 {
                    alone.frame(Vec::new());
                }
            });
        }
        "matrix-first" => {
            let mut alone = Alone::new(|| Size::matrix(12).project(), reader(0), MatrixPane::show);
            alone.settle();
            alone.replace(|| Size::matrix(500).project(), reader(0));
            counted(|| {
                alone.frame(Vec::new());
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
        "edits-done" => edited(EDITS),
        "edits-not-done" => edited(0),
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

/// Counts what is done in a window that rests, with the pointer on the text.
fn in_window(mut work: impl FnMut(&mut Window)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("project.ron");
    std::fs::write(&file, format::write(&MIDDLING.project())).expect("it is written");
    let (mut window, _first) = Window::open(&file, folder.path());
    let point = window.place(eframe::egui::Id::unique("article text")).center();
    window.frame(vec![moved(point)]);
    window.settle();
    counted(|| work(&mut window));
}

/// Does edits in a session that is still there at the end.
fn edited(edits: usize) {
    let mut session = Session::new(MIDDLING.project(), reader(0));
    let rounds = Rounds::new(&session);
    for n in 0..edits / 5 {
        let (edits, now) = rounds.edits(&session, n);
        for edit in edits {
            session.apply(edit, now).expect("it can be done");
        }
    }
    std::mem::forget(session);
}
