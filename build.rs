//! Tells the program which commit it was built from, if it was built from one.
//!
//! In a release build `STANDPOINT_COMMIT` is ` (abcdef1234)`; without git, outside a repository, and in a debug build
//! (which would be compiled anew at every commit) it is empty.

use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = release.then(commit).flatten().unwrap_or_default();
    println!("cargo::rustc-env=STANDPOINT_COMMIT={commit}");
}

fn commit() -> Option<String> {
    // What changes when another commit is checked out, and what changes when one is added.
    let head = git(&["rev-parse", "--git-path", "HEAD"])?;
    println!("cargo::rerun-if-changed={head}");
    if let Some(branch) = git(&["symbolic-ref", "--quiet", "HEAD"]) {
        let file = git(&["rev-parse", "--git-path", &branch])?;
        println!("cargo::rerun-if-changed={file}");
    }
    // A repository around an unpacked source archive is not this program's.
    git(&["ls-files", "--error-unmatch", "build.rs"])?;
    Some(format!(" ({})", git(&["rev-parse", "--short=10", "HEAD"])?))
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}
