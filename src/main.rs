//! The program: everything is in the library.

use std::process::ExitCode;

use standpoint::cli::{self, Outcome, Wanted};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Window(wanted) => window(wanted),
    }
}

#[cfg(feature = "gui")]
fn window(wanted: Wanted) -> ExitCode {
    standpoint::app::run(wanted)
}

#[cfg(not(feature = "gui"))]
fn window(_wanted: Wanted) -> ExitCode {
    cli::no_window()
}
