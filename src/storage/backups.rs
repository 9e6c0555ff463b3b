//! Earlier versions of a project's file, kept in the state folder.
//!
//! Before a save replaces a file, what it holds is kept, and what was saved is kept too: a file that is lost or
//! spoiled afterwards can be had back. The last ten different versions are kept, at most 200 MB a file.
//! A version is a save file like any other: [`super::open`] opens it.
//! Not here: what changed between versions (`model`).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{Fingerprint, State, atomic, fault::why, fingerprint::hash, platform};
use crate::model::Moment;

/// How many versions of a file are kept.
pub const MOST_VERSIONS: usize = 10;

/// How many bytes the versions of one file may take; the latest is kept whatever its size.
const MOST_BYTES: u64 = 200 << 20;

const FOLDER: &str = "versions";

/// One earlier version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Where it is kept.
    pub path: PathBuf,
    /// When it was kept.
    pub kept: Moment,
    /// How many bytes it has.
    pub size: u64,
    /// Counts up from version to version, whatever the clock does.
    pub number: u64,
    content: String,
}

/// The versions of a file, latest first; none if none are kept or they cannot be read.
pub fn versions(state: &State, file: &Path) -> Vec<Version> {
    let Ok(entries) = fs::read_dir(state.folder().join(inner(file))) else {
        return Vec::new();
    };
    let mut versions: Vec<Version> = entries.flatten().filter_map(|entry| version(&entry.path())).collect();
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    versions
}

/// The bytes of the version that has this content, given as a fingerprint in words.
pub(super) fn content(state: &State, file: &Path, content: &str) -> Option<Vec<u8>> {
    let version = versions(state, file).into_iter().find(|v| v.content == content)?;
    let bytes = fs::read(version.path).ok()?;
    (Fingerprint::of(&bytes).to_string() == content).then_some(bytes)
}

/// Keeps some bytes as the latest version of a file, unless they are that already. The error is a sentence.
pub(super) fn keep(state: &State, file: &Path, bytes: &[u8], now: Moment) -> Result<(), String> {
    let content = Fingerprint::of(bytes).to_string();
    let there = versions(state, file);
    if there.first().is_some_and(|latest| latest.content == content) {
        return Ok(());
    }
    let number = there.first().map_or(0, |latest| latest.number) + 1;
    let kept = || -> io::Result<()> {
        let folder = state.inner(&inner(file))?;
        let name = format!("{number:06}_{}_{content}.ron", now.0);
        atomic::replace(&folder.join(name), bytes)
    };
    kept().map_err(|error| {
        format!(
            "The file is safe, but no earlier version of it could be kept ({}): {}",
            why(&error),
            state.folder().join(FOLDER).display()
        )
    })?;
    let mut total = 0;
    for (n, version) in versions(state, file).into_iter().enumerate() {
        total += version.size;
        if n >= MOST_VERSIONS || (n > 0 && total > MOST_BYTES) {
            // What cannot be deleted now will be the next time.
            fs::remove_file(version.path).unwrap_or_default();
        }
    }
    Ok(())
}

/// The folder of a file's versions: its name, for people, and a sum over the whole path, for files of one name.
fn inner(file: &Path) -> String {
    let name: String = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .take(40)
        .collect();
    let sum = hash(platform::path_to_text(file).as_bytes()) as u64;
    format!("{FOLDER}/{name}-{sum:016x}")
}

/// The version of a path, if it is one.
fn version(path: &Path) -> Option<Version> {
    let mut parts = path.file_name()?.to_str()?.strip_suffix(".ron")?.splitn(3, '_');
    let number = parts.next()?.parse().ok()?;
    let kept = Moment(parts.next()?.parse().ok()?);
    let content: Fingerprint = parts.next()?.parse().ok()?;
    Some(Version {
        path: path.to_owned(),
        kept,
        size: fs::metadata(path).ok()?.len(),
        number,
        content: content.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Edit,
        storage::{Expected, SaveOptions, open, sample::golden, save_with},
    };

    #[test]
    fn the_last_ten_versions_are_kept_and_can_be_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let state = State::at(&folder.path().join("state"));
        let path = folder.path().join("a project.ron");
        fs::write(&path, super::super::sample::GOLDEN).expect("written");
        let path = fs::canonicalize(&path).expect("there");
        for n in 0..12_i64 {
            let project = golden()
                .applied(&Edit::SetTitle(format!("title {n}")))
                .expect("applies");
            let options = SaveOptions {
                // The clock jumps back; the order stays.
                versions: Some((&state, Moment(1000 - n))),
                ..SaveOptions::default()
            };
            let saved = save_with(&path, &project, Expected::Anything, &options).expect("saves");
            assert_eq!(saved.remarks, Vec::<String>::new());
            if n == 0 {
                let first = versions(&state, &path);
                assert_eq!(first.len(), 2, "what was there before the first save is kept too");
                assert_eq!(open(&first[1].path).expect("opens").project, golden());
            }
        }
        let kept = versions(&state, &path);
        assert_eq!(kept.len(), MOST_VERSIONS);
        assert_eq!((kept[0].kept, kept[9].kept), (Moment(989), Moment(998)));
        for (version, n) in kept.iter().zip((2..12).rev()) {
            assert_eq!(open(&version.path).expect("opens").project.title, format!("title {n}"));
            assert_eq!(version.size, fs::metadata(&version.path).expect("there").len());
        }
        assert_eq!(versions(&state, &folder.path().join("other.ron")), []);
    }

    #[test]
    fn a_version_that_cannot_be_kept_is_a_remark() {
        let folder = tempfile::tempdir().expect("a folder");
        let in_the_way = folder.path().join("state");
        fs::write(&in_the_way, "").expect("written");
        let state = State::at(&in_the_way);
        let options = SaveOptions {
            versions: Some((&state, Moment(1))),
            ..SaveOptions::default()
        };
        let saved = save_with(&folder.path().join("a.ron"), &golden(), Expected::Nothing, &options).expect("saves");
        assert_eq!(saved.remarks.len(), 1);
        assert!(
            saved.remarks[0].starts_with("The file is safe, but no earlier version"),
            "{:?}",
            saved.remarks
        );
    }
}
