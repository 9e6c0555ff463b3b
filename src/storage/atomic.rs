//! Writing a file whole or not at all.
//!
//! The bytes go to a temporary file in the same folder, to the disk, and then take the name by a rename, so that at
//! every moment, and after a power cut, the name leads to the whole old or the whole new content.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, Metadata},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tempfile::NamedTempFile;

use super::platform;

/// What is about to be done; a test makes it fail, or does something to the file just before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Create,
    Write,
    Sync,
    Compare,
    Rename,
    SyncFolder,
}

/// Called before each step; an error is taken for the system's.
pub(super) type Before<'a> = &'a mut dyn FnMut(Step) -> io::Result<()>;

/// Bytes written at once, between two looks at whether the write is still wanted.
const PIECE: usize = 1 << 20;

/// The ending of temporary files, by which those left behind by a crash are known.
const ENDING: &str = ".standpoint-tmp";

/// A file that is written and on the disk, but does not have its name yet. It is deleted unless it takes it.
pub(super) struct Draft {
    file: NamedTempFile,
    folder: PathBuf,
    target: PathBuf,
}

impl Draft {
    /// Writes `bytes` into a temporary file beside `target` and brings them to the disk.
    pub(super) fn write(target: &Path, bytes: &[u8], before: Before<'_>) -> io::Result<Self> {
        let folder = folder_of(target);
        before(Step::Create)?;
        let prefix = prefix_for(target);
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(ENDING);
        if let Some(permissions) = platform::new_file_permissions() {
            builder.permissions(permissions);
        }
        let mut file = builder.tempfile_in(&folder)?;
        for piece in bytes.chunks(PIECE) {
            before(Step::Write)?;
            file.write_all(piece)?;
        }
        before(Step::Sync)?;
        file.as_file().sync_all()?;
        Ok(Self {
            file,
            folder,
            target: target.to_owned(),
        })
    }

    /// Gives the draft the permissions and, where possible, the owner of the file that it will replace; says whether
    /// the owner could be kept.
    pub(super) fn take_after(&self, old: &Metadata) -> io::Result<bool> {
        platform::take_after(self.file.as_file(), old)
    }

    /// Takes the name, replacing what has it. An error leaves that as it is.
    /// Returns whether the rename is known to be on the disk.
    pub(super) fn replace(self, before: Before<'_>) -> io::Result<bool> {
        before(Step::Rename)?;
        self.file.persist(&self.target).map_err(|e| e.error)?;
        Ok(before(Step::SyncFolder)
            .and_then(|()| platform::sync_folder(&self.folder))
            .is_ok())
    }

    /// Takes the name if nothing has it; else fails with [`io::ErrorKind::AlreadyExists`].
    pub(super) fn claim(self, before: Before<'_>) -> io::Result<bool> {
        before(Step::Rename)?;
        self.file.persist_noclobber(&self.target).map_err(|e| e.error)?;
        Ok(before(Step::SyncFolder)
            .and_then(|()| platform::sync_folder(&self.folder))
            .is_ok())
    }
}

/// Writes a file of the program's own, in a folder of its own, whole or not at all.
pub(super) fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut nothing = |_: Step| Ok(());
    Draft::write(target, bytes, &mut nothing)?.replace(&mut nothing)?;
    // Many of these files have names that never come again, and so would what a crash left of them never be tidied.
    delete_left(&folder_of(target), OsStr::new("."));
    Ok(())
}

/// The folder that a path is in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn prefix_for(target: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    // Names are at most 255 bytes on most systems; the prefix is only for people and for tidying.
    let name = target.file_name().unwrap_or(OsStr::new("file")).to_string_lossy();
    prefix.push(name.chars().take(40).collect::<String>());
    prefix.push(".");
    prefix
}

/// Deletes temporary files that writing `target` left behind in a crash over an hour ago.
pub(super) fn tidy(target: &Path) {
    delete_left(&folder_of(target), &prefix_for(target));
}

fn delete_left(folder: &Path, prefix: &OsStr) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let ours = name.as_encoded_bytes().starts_with(prefix.as_encoded_bytes())
            && name.as_encoded_bytes().ends_with(ENDING.as_bytes());
        if !ours {
            continue;
        }
        let age = entry
            .metadata()
            .and_then(|m| m.modified())
            .ok()
            .and_then(|then| SystemTime::now().duration_since(then).ok());
        if age.is_some_and(|age| age > Duration::from_secs(3600)) {
            // Another process may have been faster, which is as well.
            fs::remove_file(entry.path()).unwrap_or_default();
        }
    }
}
