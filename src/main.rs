//! The program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    standpoint::app::run(std::env::args_os().skip(1).map(Into::into).collect())
}
