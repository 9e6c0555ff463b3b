//! What this program does when another of its kind started it: it is the process that faults happen to.

use std::{
    io::{self, BufRead as _, Write as _},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
};

/// The environment variable that says what to do.
pub(crate) const ROLE: &str = "STANDPOINT_FAULTS_ROLE";

/// Does what the role says; `None` if this is the first process.
pub(crate) fn act() -> Option<ExitCode> {
    let role = std::env::var(ROLE).ok()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match role.as_str() {
        "edit" => crate::kill::edit(&arguments),
        "spoil" => crate::hostile::spoil(&arguments),
        "hinder" => crate::hinder::hinder(&arguments),
        "share" => crate::together::share(&arguments),
        _ => return Some(ExitCode::FAILURE),
    }
    Some(ExitCode::SUCCESS)
}

/// Starts this program again in a role.
pub(crate) fn start(role: &str, arguments: &[&str]) -> Child {
    let program = std::env::current_exe().expect("this program has a path");
    spawned(Command::new(program).args(arguments).env(ROLE, role))
}

/// The same as a user without rights, if this one is root; the program is copied to where that user may run it.
pub(crate) fn start_as_nobody(is_root: bool, folder: &Path, role: &str, arguments: &[&str]) -> Child {
    const NOBODY: u32 = 65_534;
    if !is_root {
        return start(role, arguments);
    }
    let program = folder.join("faults");
    std::fs::copy(std::env::current_exe().expect("this program has a path"), &program).expect("a copy");
    let mut command = Command::new(program);
    command.uid(NOBODY).gid(NOBODY).current_dir(folder).env("HOME", folder);
    spawned(command.args(arguments).env(ROLE, role))
}

fn spawned(command: &mut Command) -> Child {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().expect("it starts")
}

/// Tells the first process something.
pub(crate) fn tell(line: &str) {
    let mut out = io::stdout().lock();
    // When nobody listens any more, this process is about to be killed.
    let told = out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush());
    told.unwrap_or_default();
}

/// Waits for a line from the first process; `None` if there will be none.
pub(crate) fn told() -> Option<String> {
    io::stdin().lock().lines().next()?.ok()
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("temporary folders have plain names")
}

/// A file of the repository.
pub(crate) fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}
