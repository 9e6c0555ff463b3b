//! The program: everything is in the library.

use std::process::ExitCode;

#[cfg(feature = "gui")]
fn main() -> ExitCode {
    standpoint::app::run(std::env::args_os().skip(1).map(Into::into).collect())
}

#[cfg(not(feature = "gui"))]
#[expect(clippy::print_stderr, reason = "there is nothing else to say it with")]
fn main() -> ExitCode {
    eprintln!("standpoint: this program was built without its window");
    ExitCode::from(2)
}
