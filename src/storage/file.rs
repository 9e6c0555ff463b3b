//! A project's file: opening, looking, saving.
//!
//! Nothing here overwrites what was not seen: a save says what it expects to replace, and fails if it is something
//! else. Two processes of one machine that save at once are kept apart by a lock on the file that is replaced; no
//! lock file is made.
//! Not kept by a save: access control lists and extended attributes.

use std::{
    fs::{self, File, Metadata, TryLockError},
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{
    Fingerprint, OpenError, Progress, SaveError, State,
    atomic::{Before, Draft, Step, folder_of, tidy},
    backups,
    fault::why,
    format::{self, LARGEST, Problem},
    platform,
};
use crate::model::{Anchor, Check, Moment, PassageId, Project};

/// A project as it was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The project; its passages have the anchors that the file gives them.
    pub project: Project,
    /// Passages whose words stand elsewhere now, with their new anchors; to be applied as one edit.
    pub moved: Vec<(PassageId, Anchor)>,
    /// Passages whose words stand in several places or nowhere; kept for a person to look at.
    pub unsure: Vec<(PassageId, Check)>,
    /// What was repaired or is to be known; none of it fatal.
    pub problems: Vec<Problem>,
    /// What the file held.
    pub fingerprint: Fingerprint,
    /// The file itself: absolute, with no symbolic links on the way.
    pub path: PathBuf,
}

/// Opens a project.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    open_with(path, &Progress::new())
}

/// Opens a project, saying how far it is; can be cancelled.
pub fn open_with(path: &Path, progress: &Progress) -> Result<Opened, OpenError> {
    let bytes = load(path)?;
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    opened(&bytes, path, progress)
}

/// Opens a project from a file or a pipe, whose end is waited for: what the window must not do.
pub fn open_waiting(path: &Path) -> Result<Opened, OpenError> {
    if !fs::metadata(path).is_ok_and(|metadata| platform::is_pipe(&metadata)) {
        return open(path);
    }
    match File::open(path) {
        Ok(mut pipe) => open_stream(&mut pipe, path),
        Err(error) => Err(OpenError::Unreadable {
            path: path.to_owned(),
            why: why(&error),
        }),
    }
}

/// Opens a project from a stream, which is called so in messages.
pub fn open_stream(stream: &mut dyn io::Read, name: &Path) -> Result<Opened, OpenError> {
    let path = name.to_owned();
    let mut bytes = Vec::new();
    match stream.take(LARGEST + 1).read_to_end(&mut bytes) {
        Ok(size) if size as u64 > LARGEST => Err(OpenError::TooLarge {
            path,
            size: size as u64,
        }),
        Ok(_) => opened(&bytes, path, &Progress::new()),
        Err(error) => Err(OpenError::Unreadable { path, why: why(&error) }),
    }
}

fn opened(bytes: &[u8], path: PathBuf, progress: &Progress) -> Result<Opened, OpenError> {
    if bytes.is_empty() {
        return Err(OpenError::Empty { path });
    }
    let read = match format::read_with(bytes, progress) {
        Ok(read) => read,
        Err(refusal) => return Err(OpenError::refused(path, refusal)),
    };
    Ok(Opened {
        project: read.project,
        moved: read.moved,
        unsure: read.unsure,
        problems: read.problems,
        fingerprint: Fingerprint::of(bytes),
        path,
    })
}

/// The bytes of a file, if it is one and not absurdly large.
pub fn load(path: &Path) -> Result<Vec<u8>, OpenError> {
    let fault = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::Missing { path: path.to_owned() },
        io::ErrorKind::IsADirectory => OpenError::Folder { path: path.to_owned() },
        _ => OpenError::Unreadable {
            path: path.to_owned(),
            why: why(&error),
        },
    };
    // Looked at before it is opened: opening a pipe would wait for someone to write into it.
    let metadata = fs::metadata(path).map_err(fault)?;
    if metadata.is_dir() {
        return Err(OpenError::Folder { path: path.to_owned() });
    }
    if !metadata.is_file() {
        return Err(OpenError::NoFile { path: path.to_owned() });
    }
    let too_large = |size| OpenError::TooLarge {
        path: path.to_owned(),
        size,
    };
    if metadata.len() > LARGEST {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    let file = File::open(path).map_err(fault)?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// What is in a file now, beside what it held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnDisk {
    /// What it held.
    Same,
    /// Something else.
    Changed(Fingerprint),
    /// There is no file any more.
    Missing,
    /// It cannot be read; the words say why.
    Unreadable(String),
}

/// Looks whether a file still holds what it held.
pub fn look(path: &Path, held: &Fingerprint) -> OnDisk {
    match load(path) {
        Ok(bytes) => match Fingerprint::of(&bytes) {
            now if now == *held => OnDisk::Same,
            now => OnDisk::Changed(now),
        },
        Err(OpenError::Missing { .. }) => OnDisk::Missing,
        Err(OpenError::Unreadable { why, .. }) => OnDisk::Unreadable(why),
        Err(OpenError::TooLarge { .. }) => OnDisk::Unreadable("it is far too large".to_owned()),
        Err(OpenError::Folder { .. }) => OnDisk::Unreadable("there is a folder of this name now".to_owned()),
        Err(_) => OnDisk::Unreadable("it is no file any more".to_owned()),
    }
}

/// What can be told of a file without reading it. While it stays the same, the content very likely did; when it
/// changes, [`look`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    number: Option<u64>,
}

/// The stamp of a file; `None` if there is none.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    Some(Stamp {
        size: metadata.len(),
        modified: metadata.modified().ok(),
        number: platform::number(&metadata),
    })
}

/// What a save expects to find under the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing: it is a new file.
    Nothing,
    /// A file that holds this: what was opened, or saved last.
    Content(Fingerprint),
    /// Whatever it is, or nothing: the user said that it may be replaced.
    Anything,
}

/// What a save may do besides.
#[derive(Debug, Clone, Copy, Default)]
pub struct SaveOptions<'a> {
    /// Replace a file that is marked read-only; the new one is marked so too.
    pub replace_read_only: bool,
    /// Give this name a file of its own if the file has other names (hard links), which keep the old content.
    pub split_hard_links: bool,
    /// Keep what is replaced, and what is saved, among the file's earlier versions in this state folder, dated so.
    pub versions: Option<(&'a State, Moment)>,
    /// How far it is; asked whether it is still wanted until the file is replaced.
    pub progress: Option<&'a Progress>,
}

/// A save that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What the file holds now.
    pub fingerprint: Fingerprint,
    /// The file itself: absolute, with no symbolic links on the way.
    pub path: PathBuf,
    /// What could not be done along with it, in sentences; mostly none.
    pub remarks: Vec<String>,
}

/// Saves a project, whole or not at all.
pub fn save(path: &Path, project: &Project, expected: Expected) -> Result<Saved, SaveError> {
    save_with(path, project, expected, &SaveOptions::default())
}

/// Saves a project, whole or not at all.
pub fn save_with(
    path: &Path,
    project: &Project,
    expected: Expected,
    options: &SaveOptions<'_>,
) -> Result<Saved, SaveError> {
    let bytes = format::write(project).into_bytes();
    save_bytes(path, &bytes, expected, options, &mut |_| Ok(()))
}

/// Saves a text that is no project (an export, a setting), with the same care.
pub fn save_text(path: &Path, text: &str, expected: Expected) -> Result<Saved, SaveError> {
    save_plain(path, text.as_bytes(), expected)
}

/// Saves bytes that are no project (a picture), with the same care.
pub fn save_plain(path: &Path, bytes: &[u8], expected: Expected) -> Result<Saved, SaveError> {
    save_bytes(path, bytes, expected, &SaveOptions::default(), &mut |_| Ok(()))
}

/// The whole of saving, with a way in for tests.
pub(super) fn save_bytes(
    path: &Path,
    bytes: &[u8],
    expected: Expected,
    options: &SaveOptions<'_>,
    before: Before<'_>,
) -> Result<Saved, SaveError> {
    let path = resolve(path);
    if bytes.len() as u64 > LARGEST {
        let size = bytes.len() as u64;
        return Err(SaveError::TooLarge { path, size });
    }
    let save = Save {
        path: &path,
        expected,
        options,
        fingerprint: Fingerprint::of(bytes),
    };
    if expected == Expected::Content(save.fingerprint) && look(&path, &save.fingerprint) == OnDisk::Same {
        // It holds this already: it is not touched, so that nothing needs to be asked, synchronised or backed up.
        return Ok(Saved {
            fingerprint: save.fingerprint,
            path,
            remarks: Vec::new(),
        });
    }
    // Asked before the work, so that a question comes at once, and again under the lock.
    if let Some(metadata) = save.existing()? {
        save.may_replace(&metadata)?;
    }
    let progress = options.progress;
    if let Some(progress) = progress {
        progress.begin(bytes.len() as u64 + 1);
    }
    let wanted = || match progress {
        Some(progress) if progress.is_cancelled() => Err(io::Error::from(io::ErrorKind::Interrupted)),
        _ => Ok(()),
    };
    let draft = Draft::write(&path, bytes, &mut |step| {
        before(step)?;
        if step == Step::Write
            && let Some(progress) = progress
        {
            progress.advance(1 << 20);
        }
        wanted()
    });
    let draft = draft.map_err(|e| save.fault(&e))?;
    let mut remarks = save.replace(draft, &mut |step| {
        before(step)?;
        if step == Step::Rename { wanted() } else { Ok(()) }
    })?;
    tidy(&path);
    remarks.extend(save.keep_version(bytes));
    remarks.dedup();
    let fingerprint = save.fingerprint;
    Ok(Saved {
        fingerprint,
        path,
        remarks,
    })
}

/// The file that a path leads to: symbolic links followed, even one whose target is not there yet.
fn resolve(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..40 {
        if let Ok(real) = fs::canonicalize(&path) {
            return real;
        }
        match fs::read_link(&path) {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => break,
        }
    }
    let folder = folder_of(&path);
    match (fs::canonicalize(&folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// How long another process's save of the same file is waited for, in milliseconds.
const PATIENCE: u32 = 5000;

struct Save<'a> {
    path: &'a Path,
    expected: Expected,
    options: &'a SaveOptions<'a>,
    /// Of what is to be written.
    fingerprint: Fingerprint,
}

impl Save<'_> {
    /// The file that is there; `None` if there is none and none is expected.
    fn existing(&self) -> Result<Option<Metadata>, SaveError> {
        let path = || self.path.to_owned();
        match fs::metadata(self.path) {
            Ok(metadata) if !metadata.is_file() => Err(SaveError::NoFile { path: path() }),
            Ok(_) if self.expected == Expected::Nothing => Err(SaveError::Exists { path: path() }),
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) => match error.kind() {
                io::ErrorKind::NotFound if !folder_of(self.path).exists() => {
                    Err(SaveError::FolderMissing { path: path() })
                }
                io::ErrorKind::NotADirectory => Err(SaveError::FolderMissing { path: path() }),
                io::ErrorKind::NotFound if matches!(self.expected, Expected::Content(_)) => {
                    Err(SaveError::Vanished { path: path() })
                }
                io::ErrorKind::NotFound => Ok(None),
                _ => Err(SaveError::Unreadable {
                    path: path(),
                    why: why(&error),
                }),
            },
        }
    }

    /// Whether the user must be asked first.
    fn may_replace(&self, metadata: &Metadata) -> Result<(), SaveError> {
        let names = platform::names(metadata);
        if metadata.permissions().readonly() && !self.options.replace_read_only {
            return Err(SaveError::ReadOnly {
                path: self.path.to_owned(),
            });
        }
        if names > 1 && !self.options.split_hard_links {
            return Err(SaveError::HardLinked {
                path: self.path.to_owned(),
                names,
            });
        }
        Ok(())
    }

    /// Puts the draft in place of what is there, if that is what is expected. Returns remarks.
    fn replace(&self, draft: Draft, before: Before<'_>) -> Result<Vec<String>, SaveError> {
        before(Step::Compare).map_err(|e| self.fault(&e))?;
        let mut remarks = Vec::new();
        let path = self.path.display();
        let on_disk = match self.lock()? {
            None => draft.claim(before),
            Some((file, metadata)) => {
                self.may_replace(&metadata)?;
                self.compare(file.as_ref())?;
                if self.options.versions.is_some()
                    && let Ok(old) = load(self.path)
                {
                    remarks.extend(self.keep_version(&old));
                }
                match draft.take_after(&metadata) {
                    Ok(true) => {}
                    Ok(false) => remarks.push(format!(
                        "The file's owner or group could not be kept; it now belongs to you: {path}"
                    )),
                    Err(error) => remarks.push(format!(
                        "The file's permissions could not be kept ({}): {path}",
                        why(&error)
                    )),
                }
                // The lock is held over the rename: two processes compare and replace one after the other. Elsewhere
                // than on Unix a file that is open cannot be replaced.
                let lock = if cfg!(unix) { file } else { None };
                let replaced = draft.replace(before);
                drop(lock);
                replaced
            }
        };
        match on_disk {
            Ok(true) => Ok(remarks),
            Ok(false) => {
                remarks.push(format!(
                    "The file is saved, but the system did not confirm that it would survive a power cut: {path}"
                ));
                Ok(remarks)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let path = self.path.to_owned();
                Err(match self.expected {
                    Expected::Nothing => SaveError::Exists { path },
                    _ => SaveError::ChangedOnDisk { path },
                })
            }
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// The file that is to be replaced, locked if it can be opened and locked at all; `None` if there is none.
    fn lock(&self) -> Result<Option<(Option<File>, Metadata)>, SaveError> {
        for _ in 0..PATIENCE / 5 {
            let Some(metadata) = self.existing()? else {
                return Ok(None);
            };
            let file = match File::open(self.path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => match self.expected {
                    Expected::Content(_) => {
                        return Err(SaveError::Unreadable {
                            path: self.path.to_owned(),
                            why: why(&error),
                        });
                    }
                    _ => return Ok(Some((None, metadata))),
                },
            };
            match file.try_lock() {
                // Where files cannot be locked, as on some network file systems, the comparison alone must do.
                Ok(()) | Err(TryLockError::Error(_)) => {}
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(Duration::from_millis(5));
                    continue;
                }
            }
            // Whoever held the lock may have replaced the file: then this is the old one, and the new one counts.
            let opened = file.metadata().map_err(|e| self.fault(&e))?;
            if fs::metadata(self.path).is_ok_and(|named| platform::is_same(&opened, &named)) {
                return Ok(Some((Some(file), opened)));
            }
        }
        Err(SaveError::Busy {
            path: self.path.to_owned(),
        })
    }

    /// Whether the file holds what is expected.
    fn compare(&self, file: Option<&File>) -> Result<(), SaveError> {
        let Expected::Content(expected) = self.expected else {
            return Ok(());
        };
        let mut bytes = Vec::with_capacity(expected.size as usize + 1);
        let read = file.map_or(Ok(0), |file| file.take(expected.size + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) if Fingerprint::of(&bytes) == expected => Ok(()),
            Ok(_) => Err(SaveError::ChangedOnDisk {
                path: self.path.to_owned(),
            }),
            Err(error) => Err(SaveError::Unreadable {
                path: self.path.to_owned(),
                why: why(&error),
            }),
        }
    }

    /// Keeps some bytes as a version of the file; gives a remark if that fails.
    fn keep_version(&self, bytes: &[u8]) -> Option<String> {
        let (state, now) = self.options.versions?;
        backups::keep(state, self.path, bytes, now).err()
    }

    fn fault(&self, error: &io::Error) -> SaveError {
        let path = self.path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                SaveError::NoSpace { path }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => SaveError::FolderReadOnly { path },
            io::ErrorKind::NotFound => SaveError::FolderMissing { path },
            io::ErrorKind::Interrupted if self.options.progress.is_some_and(Progress::is_cancelled) => {
                SaveError::Cancelled { path }
            }
            _ => SaveError::Failed { path, why: why(error) },
        }
    }
}

#[cfg(test)]
mod tests;
