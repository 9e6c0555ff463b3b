//! The README says what is there: every direct dependency with its reason, and the files that it names.

use std::path::Path;

use regex::Regex;

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect("a text at the top level")
}

fn captures(pattern: &str, text: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).expect("a sound pattern");
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = read("Cargo.toml");
    let mut named = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside {
            named.extend(captures(r"^([\w-]+)\s*=", line));
        }
    }
    named.sort();
    named.dedup();
    assert!(named.len() > 20, "{named:?}");
    let explained = captures(r"(?m)^\| `([\w-]+)` \| \S", &read("README.md"));
    assert_eq!(
        explained, named,
        "the README's table (left) and Cargo.toml (right) name different crates: write a reason for each, in the \
         order of the alphabet"
    );
}

#[test]
fn what_the_readme_names_is_there() {
    let readme = read("README.md");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = captures(
        r"`((?:src|tests|assets|benches|docs|saves|\.ci|LICENSE)[\w./-]*)`",
        &readme,
    );
    assert!(files.len() > 3, "{files:?}");
    let lost: Vec<&String> = files.iter().filter(|file| !root.join(file).exists()).collect();
    assert!(lost.is_empty(), "README.md names {lost:?}, which is not there");
}

#[test]
fn the_commands_that_ci_runs_are_marked() {
    let readme = read("README.md");
    for (name, command) in [("run", "cargo run --release"), ("test", "cargo test")] {
        let block = format!("<!-- {name} -->\n```sh\n{command}\n```\n<!-- /{name} -->");
        assert!(
            readme.contains(&block),
            "README.md has no block named {name} with the command {command:?}"
        );
    }
    assert!(readme.contains("<!-- window-packages -->\n```text\nlibx11-6 "));
}

/// `docs/shortcuts.md`, as it must be.
#[cfg(feature = "gui")]
fn shortcuts() -> String {
    use standpoint::ui::command::{Scope, TABLE, format_shortcut};

    let mut page =
        "# Shortcuts\n\nMade from the table of commands by `UPDATE_DOCS=1 cargo test shortcuts`; a test holds \
                    it to that.\nEvery command, also those without keys, is under Ctrl+K; F1 changes keys.\n"
            .to_owned();
    for scope in Scope::ALL {
        page.push_str(&format!(
            "\n## {}\n\n| keys | command | what it does |\n| --- | --- | --- |\n",
            scope.heading()
        ));
        for row in TABLE.iter().filter(|row| row.scope == scope) {
            if let Some(keys) = row.shortcut {
                page.push_str(&format!(
                    "| {} | {} | {} |\n",
                    format_shortcut(keys),
                    row.name,
                    row.hint
                ));
            }
        }
    }
    page
}

#[cfg(feature = "gui")]
#[test]
fn the_page_of_shortcuts_is_the_table_of_commands() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/shortcuts.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, shortcuts()).expect("written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(kept, shortcuts(), "UPDATE_DOCS=1 cargo test shortcuts writes it anew");
}
