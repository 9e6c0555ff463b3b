//! `standpoint git-setup`: git compares and merges projects with this program.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

use clap::Args;
use similar::TextDiff;

use super::{Failure, Reply, diff::told, open};
use crate::{
    model::{Project, merge::differences},
    storage::{self, Expected, OpenError},
};

#[derive(Debug, Args)]
pub(super) struct Setup {
    /// Write it into the repository of the current folder
    #[arg(long)]
    write: bool,
    /// Which files are projects, as a pattern of .gitattributes
    #[arg(long, value_name = "PATTERN", default_value = "*.ron")]
    pattern: String,
    /// The program that git is to call; this one if none is named
    #[arg(long, value_name = "PROGRAM")]
    program: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct GitDiff {
    #[arg(num_args = 1.., trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<PathBuf>,
}

impl Setup {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        if self.pattern.trim().is_empty()
            || self.pattern.contains(['\n', '"'])
            || self.pattern.contains(char::is_whitespace)
        {
            return Err(Failure(
                "A pattern of .gitattributes is one word, such as *.ron".to_owned(),
            ));
        }
        let program = match &self.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()?,
        };
        let attributes = format!("{} text eol=lf diff=standpoint merge=standpoint", self.pattern);
        let settings = settings(&program);
        if self.write {
            return write(&attributes, &settings);
        }
        let commands: Vec<String> = settings
            .iter()
            .map(|(key, value)| format!("git config {key} {}\n", quoted(value)))
            .collect();
        Ok(Reply::said(format!(
            "# Add this line to .gitattributes in the repository, and commit it:\n{attributes}\n\n\
             # Each who works in the repository runs this in it once:\n{}\n\
             # Or let this program do both in the repository of the current folder:\n\
             standpoint git-setup --write\n",
            commands.concat()
        )))
    }
}

/// Git's settings, as key and value. `%O`, `%A`, `%B` are the base, ours and theirs; `%P` is the path.
fn settings(program: &Path) -> [(&'static str, String); 3] {
    // Git gives the value to a shell, also on Windows, where that shell wants slashes.
    let program = quoted(&program.display().to_string().replace('\\', "/"));
    [
        ("merge.standpoint.name", "Standpoint projects, cell by cell".to_owned()),
        (
            "merge.standpoint.driver",
            format!("{program} merge %O %A %B --output %A --name=%P"),
        ),
        ("diff.standpoint.command", format!("{program} git-diff")),
    ]
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn git(arguments: &[&OsStr]) -> Result<String, Failure> {
    let output = match Command::new("git").args(arguments).output() {
        Ok(output) => output,
        Err(error) => return Err(Failure(format!("Git cannot be started ({error}). Is it installed?"))),
    };
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
    }
    Err(Failure(format!(
        "Git failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    )))
}

fn write(attributes: &str, settings: &[(&str, String)]) -> Result<Reply, Failure> {
    let root = git(&["rev-parse", "--show-toplevel"].map(OsStr::new)).map_err(|failure| {
        Failure(format!(
            "This folder is in no git repository; nothing was changed. {}",
            failure.0
        ))
    })?;
    let path = Path::new(&root).join(".gitattributes");
    let before = match storage::load(&path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map_err(|_no_text| Failure(format!("This is no text; nothing was changed: {}", path.display())))?,
        Err(OpenError::Missing { .. }) => String::new(),
        Err(error) => return Err(error.into()),
    };
    let mut reply = Reply::default();
    if before.lines().any(|line| line.trim() == attributes) {
        reply
            .out
            .push_str(&format!("{}: it is there already\n", path.display()));
    } else {
        let end = if before.is_empty() || before.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        storage::save_text(&path, &format!("{before}{end}{attributes}\n"), Expected::Anything)?;
        reply
            .out
            .push_str(&format!("{}: added: {attributes}\n", path.display()));
    }
    for (key, value) in settings {
        git(&["config", key, value].map(OsStr::new))?;
        reply.out.push_str(&format!("git config {key} {}\n", quoted(value)));
    }
    reply.note("Commit .gitattributes; the settings are of this copy of the repository, so each who works in it runs this once.");
    Ok(reply)
}

impl GitDiff {
    /// Git calls with path, old file, old hash, old mode, new file, new hash, new mode; with nine if it was renamed;
    /// with the path alone while it is unmerged.
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let [path, old, _, _, new, ..] = &self.arguments[..] else {
            let path = self
                .arguments
                .first()
                .map_or_else(String::new, |p| p.display().to_string());
            return Ok(Reply::said(format!("{path}: unmerged\n")));
        };
        let head = format!("--- {0}\n+++ {0}\n", path.display());
        // Git takes a failure for the end of everything, so what is no project is compared as text.
        Ok(Reply::said(match (project_of(old), project_of(new)) {
            (Some(a), Some(b)) => head + &told(&differences(&a, &b), &a, &b),
            _ => match (text_of(old), text_of(new)) {
                (Some(a), Some(b)) => head + &TextDiff::from_lines(&a, &b).unified_diff().to_string(),
                _ => head + "(they differ, and are no text)\n",
            },
        }))
    }
}

/// Git's name for a file that is not there on this side.
fn is_nothing(path: &Path) -> bool {
    path == Path::new("/dev/null") || path == Path::new("nul")
}

fn project_of(path: &Path) -> Option<Project> {
    if is_nothing(path) {
        return Some(Project::default());
    }
    open(path).ok().map(|opened| opened.project)
}

fn text_of(path: &Path) -> Option<String> {
    if is_nothing(path) {
        return Some(String::new());
    }
    String::from_utf8(storage::load(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_for_a_shell() {
        let [_, (_, driver), _] = settings(Path::new("/opt/it's here/standpoint"));
        assert_eq!(
            driver,
            "'/opt/it'\\''s here/standpoint' merge %O %A %B --output %A --name=%P"
        );
    }
}
