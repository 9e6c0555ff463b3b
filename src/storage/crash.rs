//! Reports of crashes, kept in the state folder until the user was told.
//!
//! What is in a report is the shell's to say; it holds no text of any project.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

const FRESH: &str = "crash-";
const SEEN: &str = "seen-crash-";
const ENDING: &str = ".txt";

/// How many reports are kept.
const MOST: usize = 20;

/// Writes a report; `name` tells it from others (a moment and a process).
pub fn keep(folder: &Path, name: &str, report: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{FRESH}{name}{ENDING}"));
    fs::write(&path, report)?;
    Ok(path)
}

/// The reports that the user was not told of yet, oldest first; from now on they count as told.
pub fn take_unseen(folder: &Path) -> Vec<PathBuf> {
    let mut told: Vec<PathBuf> = named(folder, FRESH)
        .into_iter()
        .filter_map(|path| {
            let seen = folder.join(format!("seen-{}", path.file_name()?.to_string_lossy()));
            fs::rename(&path, &seen).ok()?;
            Some(seen)
        })
        .collect();
    told.sort();
    let mut seen = named(folder, SEEN);
    seen.sort();
    for old in seen.iter().rev().skip(MOST) {
        // A report that cannot be removed does no harm.
        fs::remove_file(old).ok();
    }
    told
}

fn named(folder: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let fits = |path: &PathBuf| {
        path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with(beginning) && name.ends_with(ENDING)
        })
    };
    entries.flatten().map(|entry| entry.path()).filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_told_once_and_few_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        assert!(take_unseen(folder.path()).is_empty());
        for n in 10..40 {
            keep(folder.path(), &n.to_string(), "report").unwrap();
        }
        let told = take_unseen(folder.path());
        assert_eq!(told.len(), 30);
        assert!(take_unseen(folder.path()).is_empty(), "told once");
        assert_eq!(named(folder.path(), SEEN).len(), MOST);
        assert!(told.last().unwrap().exists(), "the latest are kept");
    }
}
