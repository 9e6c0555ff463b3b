//! The command line: what the window does with whole files, without a window.
//!
//! Each command is a function from its arguments to a [`Reply`]: what to print and how to exit. Only [`run`] prints, so
//! that a reader who has seen enough (a closed pipe) is no error, and every command can be tested as a value.
//! Messages for people go to the error output, results to the standard output.
//! `-` is the standard input or output wherever one file is read or written.
//! Exit codes: 0 done, 1 done but there is something to look at (problems, conflicts), 2 not done.
//! Not here: what the commands compute (`model`, `analysis`), files (`storage`), the window (`app`).

mod agreement;
mod args;
mod candidates;
mod check;
mod diff;
mod find;
mod fmt;
mod git;
mod grid;
mod log;
mod merge;
mod new;
mod pick;
mod show;

use std::{
    ffi::OsString,
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::SystemTime,
};

use clap::Parser as _;
use env_logger::Logger;

use crate::{
    model::{Edit, Moment, Project},
    storage::{self, Fingerprint, OpenError, format::Problem},
};

/// What came of the command line.
#[derive(Debug)]
pub enum Outcome {
    /// Everything is done; this is how to exit.
    Done(ExitCode),
    /// The window is wanted; and, with `--log`, what is to write its log. It is for the window to begin that.
    Window(Wanted, Option<Logger>),
}

/// The window that is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The files to open in it.
    pub files: Vec<PathBuf>,
    /// Whether it panics when it is closed, so that what a crash leaves can be tried out.
    pub panic_when_closed: bool,
}

/// What a command prints, and how the program exits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Reply {
    /// For the standard output.
    out: String,
    /// For the error output.
    err: String,
    /// 0, 1 or 2.
    code: u8,
}

/// Something to look at.
const LOOK: u8 = 1;
/// Not done.
const FAILED: u8 = 2;

impl Reply {
    fn said(out: String) -> Self {
        Self { out, ..Self::default() }
    }

    /// Adds a line for the error output.
    fn note(&mut self, line: &str) {
        self.err.push_str(line);
        self.err.push('\n');
    }
}

/// Why a command was not done: a sentence.
#[derive(Debug)]
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl From<Failure> for Reply {
    fn from(failure: Failure) -> Self {
        Self {
            err: format!("standpoint: {}\n", failure.0),
            code: FAILED,
            ..Self::default()
        }
    }
}

/// Does what the command line says, and prints what there is to print.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let args = match args::Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Help and version go to the standard output and are no failure; clap knows which.
            let code = if error.use_stderr() { FAILED } else { 0 };
            return Outcome::Done(match error.print() {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(FAILED),
                _ => ExitCode::from(code),
            });
        }
    };
    let logger = match args.log.map(|log| log.logger()).transpose() {
        Ok(logger) => logger,
        Err(failure) => return Outcome::Done(ExitCode::from(print(&failure.into()))),
    };
    let Some(command) = args.command else {
        let wanted = Wanted {
            files: args.files,
            panic_when_closed: args.panic_when_closed,
        };
        return Outcome::Window(wanted, logger);
    };
    if let Some(logger) = logger {
        ::log::set_max_level(logger.filter());
        // There is no other: this is the only place that sets one for a command.
        ::log::set_boxed_logger(Box::new(logger)).ok();
    }
    let reply = command.run().unwrap_or_else(Reply::from);
    Outcome::Done(ExitCode::from(print(&reply)))
}

/// Prints a reply and returns the exit code.
fn print(reply: &Reply) -> u8 {
    let written = |to: &mut dyn io::Write, text: &str| match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    };
    let out = written(&mut io::stdout().lock(), &reply.out);
    let err = written(&mut io::stderr().lock(), &reply.err);
    if out.and(err).is_ok() { reply.code } else { FAILED }
}

/// Says that this build has no window.
pub fn no_window() -> ExitCode {
    ExitCode::from(print(&Reply::from(Failure(
        "This build has no window (it was made without the feature \"gui\"). \
         Use one of the commands: standpoint --help"
            .to_owned(),
    ))))
}

/// A project as a command works with it: with passages that moved put in their new places.
struct Opened {
    project: Project,
    problems: Vec<Problem>,
    fingerprint: Fingerprint,
}

impl Opened {
    /// Says what was repaired, as warnings.
    fn warn(&self, path: &Path, reply: &mut Reply) {
        for problem in &self.problems {
            reply.note(&format!("standpoint: {}", located(path, problem)));
        }
    }
}

/// Whether a path stands for the standard input or output.
fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// Reads a file, a pipe or the standard input, as it is.
fn read(path: &Path) -> Result<storage::Opened, OpenError> {
    if is_standard(path) {
        return storage::open_stream(&mut io::stdin().lock(), Path::new("the standard input"));
    }
    storage::open_waiting(path)
}

fn open(path: &Path) -> Result<Opened, OpenError> {
    let opened = read(path)?;
    let moves = opened.moved.into_iter().map(|(id, anchor)| Edit::Reanchor(id, anchor));
    let label = "Passages put where their words stand".to_owned();
    let project = opened
        .project
        .applied(&Edit::Batch(label, moves.collect()))
        .unwrap_or(opened.project);
    Ok(Opened {
        project,
        problems: opened.problems,
        fingerprint: opened.fingerprint,
    })
}

/// `FILE:LINE:COLUMN: what is wrong`, as editors understand it.
fn located(path: &Path, problem: &Problem) -> String {
    let mut out = path.display().to_string();
    for number in [problem.line, problem.column].into_iter().flatten() {
        out.push_str(&format!(":{number}"));
    }
    out.push_str(&format!(": {}", problem.message));
    if !problem.outcome.is_empty() {
        out.push_str(&format!("; {}", problem.outcome));
    }
    out
}

fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Moment(since.map_or(0, |d| d.as_secs() as i64))
}

/// How many columns the standard output has; `None` where it is no terminal.
fn terminal_width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}
