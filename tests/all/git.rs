//! Git compares and merges projects through the program, in a real repository.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::cli::{edit, program, repository, run};

const FIRST: &str = "saves/china-russia-joint-statement.ron";

/// Whether git is there; says so if it is not.
#[expect(clippy::print_stderr, reason = "whoever runs the tests is told what was not tried")]
fn git_is_there() -> bool {
    let there = Command::new("git")
        .arg("--version")
        .output()
        .is_ok_and(|o| o.status.success());
    if !there {
        eprintln!("git is not installed: nothing was tried");
    }
    there
}

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let settings = [
        "user.name=Anna",
        "user.email=anna@example.org",
        "commit.gpgsign=false",
        "init.defaultBranch=main",
    ];
    let mut command = Command::new("git");
    for setting in settings {
        command.args(["-c", setting]);
    }
    command
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("no-such-file"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("STANDPOINT_STATE", folder.join("state"))
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .expect("git runs")
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = git(folder, arguments);
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A repository with a project in it, set up, and a branch `hers` beside `main`.
fn set_up() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path();
    done(path, &["init", "--quiet"]);
    fs::copy(repository(FIRST), path.join("reading.ron")).expect("a copy");
    let ran = run(path, &["git-setup", "--write", "--program", program()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    done(path, &["add", "."]);
    done(path, &["commit", "--quiet", "-m", "The first reading"]);
    done(path, &["branch", "hers"]);
    folder
}

/// Commits one change on a branch.
fn commit(folder: &Path, branch: &str, from: &str, to: &str) {
    done(folder, &["checkout", "--quiet", branch]);
    edit(&folder.join("reading.ron"), from, to);
    done(folder, &["commit", "--quiet", "-a", "-m", to]);
}

#[test]
fn setting_up_twice_changes_nothing() {
    if !git_is_there() {
        return;
    }
    let folder = set_up();
    let attributes = folder.path().join(".gitattributes");
    let before = fs::read_to_string(&attributes).expect("a text");
    assert_eq!(before, "*.ron text eol=lf diff=standpoint merge=standpoint\n");
    fs::write(&attributes, format!("*.png binary\n{before}")).expect("writable");
    let again = run(folder.path(), &["git-setup", "--write"]);
    assert!(again.out.contains("it is there already"), "{}", again.out);
    assert_eq!(
        fs::read_to_string(&attributes).expect("a text"),
        format!("*.png binary\n{before}")
    );
    let printed = run(folder.path(), &["git-setup"]);
    assert!(
        printed.out.contains("git config merge.standpoint.driver '"),
        "{}",
        printed.out
    );
    let outside = TempDir::new().expect("a temporary folder");
    let lost = run(outside.path(), &["git-setup", "--write"]);
    assert_eq!(lost.code, Some(2));
    assert!(lost.err.contains("This folder is in no git repository"), "{}", lost.err);
}

#[test]
fn two_branches_that_both_changed_the_matrix_merge() {
    if !git_is_there() {
        return;
    }
    let folder = set_up();
    let path = folder.path();
    // Two neighbouring fields of one line, on which git by itself would give up.
    commit(
        path,
        "main",
        "stance: StronglyOpposes, confidence: High",
        "stance: Opposes, confidence: High",
    );
    commit(
        path,
        "hers",
        "stance: StronglyOpposes, confidence: High",
        "stance: StronglyOpposes, confidence: Low",
    );
    commit(
        path,
        "hers",
        "title: \"China–Russia joint statement, 4 February 2022\"",
        "title: \"Her title\"",
    );
    done(path, &["checkout", "--quiet", "main"]);
    let merged = git(path, &["merge", "--no-edit", "hers"]);
    assert!(merged.status.success(), "{merged:?}");
    let text = fs::read_to_string(path.join("reading.ron")).expect("a text");
    assert!(
        text.contains("stance: Opposes, confidence: Low"),
        "both changes are there"
    );
    assert!(text.contains("title: \"Her title\""));
    assert_eq!(run(path, &["check", "reading.ron"]).code, Some(0));
}

#[test]
fn what_both_changed_is_left_for_people() {
    if !git_is_there() {
        return;
    }
    let folder = set_up();
    let path = folder.path();
    commit(path, "main", "stance: StronglyOpposes", "stance: Neutral");
    commit(path, "hers", "stance: StronglyOpposes", "stance: Supports");
    done(path, &["checkout", "--quiet", "main"]);
    let merged = git(path, &["merge", "--no-edit", "hers"]);
    assert_eq!(merged.status.code(), Some(1), "{merged:?}");
    let said = String::from_utf8_lossy(&merged.stderr).into_owned();
    assert!(said.contains("reading.ron: conflict: "), "{said}");
    assert!(done(path, &["status", "--short"]).contains("UU reading.ron"));
    // The file has no markers of git's, opens, and holds both.
    assert_eq!(run(path, &["check", "reading.ron"]).code, Some(0));
    let text = fs::read_to_string(path.join("reading.ron")).expect("a text");
    assert!(text.contains("stance: Neutral") && text.contains("stance: Supports") && text.contains("(theirs)"));
    done(path, &["commit", "--quiet", "-a", "-m", "Merged, to settle"]);
}

#[test]
fn git_shows_differences_cell_by_cell() {
    if !git_is_there() {
        return;
    }
    let folder = set_up();
    let path = folder.path();
    edit(&path.join("reading.ron"), "stance: StronglyOpposes", "stance: Neutral");
    let shown = done(path, &["diff"]);
    assert!(shown.contains("stance: strongly opposes → neutral"), "{shown}");
    fs::write(path.join("other.ron"), "(radius: 1)\n").expect("writable");
    done(path, &["add", "--intent-to-add", "other.ron"]);
    let other = done(path, &["diff", "other.ron"]);
    assert!(
        other.contains("+(radius: 1)"),
        "what is no project is compared as text: {other}"
    );
}
