//! The promises about the source that a machine can keep: who may use what, how long a file may be, where a colour may
//! be named.
//!
//! Each failure says file, line and what to do instead. Test modules inside a file are free of the table.

#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/source.rs"]
mod source;

use std::path::{Path, PathBuf};

use source::Source;

/// Every Rust file under `src`.
fn sources() -> Vec<Source> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(&root.join("src"), &mut found);
    found.sort();
    let sources: Vec<Source> = found
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(root)
                .expect("inside")
                .to_string_lossy()
                .replace('\\', "/");
            Source::new(&name, &std::fs::read_to_string(path).expect("UTF-8"))
        })
        .collect();
    assert!(sources.len() > 20, "the source is where it was");
    sources
}

fn check(rule: rules::Rule) {
    let problems: Vec<String> = sources().iter().flat_map(rule).collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn modules_use_only_what_the_design_lets_them() {
    check(rules::modules);
}

#[test]
fn only_storage_touches_files() {
    check(rules::files);
}

#[test]
fn clocks_and_chance_are_handed_to_model_and_analysis() {
    check(rules::purity);
}

#[test]
fn only_the_window_knows_egui() {
    check(rules::egui);
}

#[test]
fn only_the_theme_names_colours() {
    check(rules::colours);
}

#[test]
fn files_stay_short() {
    check(rules::length);
}

#[test]
fn every_file_says_what_it_is_for() {
    check(rules::documented);
}

#[test]
fn nothing_is_left_for_later() {
    check(rules::finished);
}
