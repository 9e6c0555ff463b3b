//! The program: everything is in the library.

use std::process::ExitCode;

use env_logger::Logger;
use standpoint::cli::{self, Outcome, Wanted};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Outcome::Done(code) => code,
        Outcome::Window(wanted, logger) => window(wanted, logger),
    }
}

#[cfg(feature = "gui")]
fn window(wanted: Wanted, logger: Option<Logger>) -> ExitCode {
    standpoint::app::run(wanted, logger)
}

#[cfg(not(feature = "gui"))]
fn window(_wanted: Wanted, _logger: Option<Logger>) -> ExitCode {
    cli::no_window()
}
