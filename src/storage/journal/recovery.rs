//! Journals that were left: what a crash did not take, and the history of projects that were closed.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{
    Entry, Journal, Place,
    base::Base,
    keeper::{BASE_ENDING, ENDING, FOLDER, Keeper, PASSING, delete, write_locked},
    line::{Header, Line, VERSION, of_entry},
    replay::Replay,
};
use crate::{
    model::{Moment, Project},
    storage::{Fingerprint, OnDisk, State, fault::why, look, platform},
};

/// The ending of journals that could not be used and were put aside.
const ASIDE: &str = "damaged";

/// The largest journal that is read, in bytes.
const LARGEST: u64 = 1 << 30;

/// How many histories of closed projects are kept, and how many bytes they may take in all.
const MOST_HISTORIES: usize = 30;
const MOST_BYTES: u64 = 300 << 20;

/// A journal that no living process has, read and locked by this one.
///
/// Dropped, it is as it was, to be found by the next start.
#[derive(Debug)]
pub struct Recovered {
    /// The project's file; `None` if it never had one.
    pub file: Option<PathBuf>,
    /// What the file held when it was opened or last saved.
    pub held: Option<Fingerprint>,
    /// The project that the entries start from.
    pub base: Project,
    /// Everything done, undone and redone, to be done again from the base. None of it fails.
    pub entries: Vec<Entry>,
    /// The project as it was at the end.
    pub project: Project,
    /// The project as it was in the file when it was opened or last saved, or as near before as is known: what a
    /// merge starts from if the file has changed since.
    pub last_saved: Project,
    /// After how many steps that was; `None` if no step of this history was saved, or none that can be gone back to.
    pub saved_done: Option<usize>,
    /// How many steps are done in the end.
    pub done: usize,
    /// How many steps were made, grown or undone since.
    pub edits: usize,
    /// When the first of these was done.
    pub since: Option<Moment>,
    /// When the last was done.
    pub until: Option<Moment>,
    /// How many lines of the journal were damaged, or no longer fit because others were; they are lost.
    pub lost: usize,
    /// Whether the project that the entries started from is nowhere any more, and they were done again on what the
    /// file holds now.
    pub transplanted: bool,
    pub(super) journal: PathBuf,
    pub(super) header: Header,
    pub(super) saves: Vec<Save>,
    /// The number of the last entry that the last save covers, if no line of the journal tells of that save.
    pub(super) untold: Option<u64>,
    /// Whether the base is in a file beside the journal.
    pub(super) has_base: bool,
    /// Held so that no other process takes the journal too.
    pub(super) lock: File,
}

/// A save in a journal.
#[derive(Debug)]
pub(super) struct Save {
    /// How many entries there were when it was done.
    pub(super) entries: usize,
    /// How many of them it covers.
    pub(super) covered: usize,
    pub(super) file: String,
    pub(super) held: String,
}

impl Save {
    /// The line that tells of it; `number` is that of the last entry covered.
    fn line(&self, number: u64) -> Line<'static> {
        Line::Saved(number, self.file.clone(), self.held.clone())
    }
}

/// What a look into the state folder found.
#[derive(Debug, Default)]
pub struct Found {
    /// Projects with changes that are in no file, latest first.
    pub recovered: Vec<Recovered>,
    /// Sentences about journals that could not be used.
    pub remarks: Vec<String>,
}

/// Looks for what crashes left. Takes as long as reading and redoing it takes: off the UI thread.
pub fn scan(state: &State) -> Found {
    let mut found = Found::default();
    for path in journals(state) {
        match read(state, &path) {
            Ok(Some(one)) if one.edits > 0 => found.recovered.push(one),
            // Everything in it was saved before the crash: it is a history now.
            Ok(Some(one)) => {
                if one.lost > 0 {
                    found.remarks.push(one.damage());
                }
                one.close();
            }
            Ok(None) => {}
            Err(unusable) => found.remarks.push(unusable.told(&path)),
        }
    }
    tidy(state);
    found.recovered.sort_by_key(|one| std::cmp::Reverse(one.until));
    found
}

/// The history of a project that was closed or saved and is opened again: its file holds what it held at the last
/// save. Histories of the file that no longer fit are deleted, and so are the oldest where there are too many.
pub fn history(state: &State, file: &Path, held: &Fingerprint) -> Option<Recovered> {
    let mut fitting = None;
    for path in journals(state) {
        if file_of(&path).as_deref() != Some(file) {
            continue;
        }
        match read(state, &path) {
            // What has unsaved changes is for `scan`.
            Ok(Some(one)) if one.edits == 0 => {
                if fitting.is_none() && one.held == Some(*held) {
                    fitting = Some(one);
                } else {
                    one.discard();
                }
            }
            _ => {}
        }
    }
    prune(state);
    fitting
}

impl Recovered {
    /// What the project's file holds now, beside what it held.
    pub fn on_disk(&self) -> OnDisk {
        match (&self.file, &self.held) {
            (Some(file), Some(held)) => look(file, held),
            _ => OnDisk::Missing,
        }
    }

    /// Goes on with this journal in this process, so that the same is kept against the next crash.
    pub fn resume(self, state: &State, now: Moment) -> Journal {
        let mut header = self.header.clone();
        let process = std::process::id();
        header.process = process;
        header.process_began = platform::process_began(process);
        header.begun = now.0;
        let text = self.text(header);
        let written = write_locked(&self.journal, text.as_bytes());
        let keeper = match written {
            Ok(file) => Keeper::resume(state, &self.journal, file, self.base.clone(), self.has_base),
            Err(_) => {
                // It will be written under a new name when that is possible, and this one found again until then.
                let mut keeper = Keeper::new(Some(state), text, self.base.clone(), true);
                keeper.append(String::new());
                keeper
            }
        };
        Journal {
            keeper,
            entries: self.entries.len() as u64,
            done: self.done as u64,
            saved: self.saves.last().map(|save| Place(save.covered as u64)),
            begun: now,
        }
    }

    /// The sentence about damaged lines.
    fn damage(&self) -> String {
        let file = self.file.as_ref().unwrap_or(&self.journal);
        format!(
            "The last things done before a crash may be missing: {} lines of what was written down are damaged. What \
             was saved is as it was: {}",
            self.lost,
            file.display()
        )
    }

    fn close(&self) {
        let mut text = String::new();
        if let (Some(number), Some(save)) = (self.untold, self.saves.last()) {
            text.push_str(&save.line(number).text());
        }
        if !text.is_empty() || !is_closed(&self.journal) {
            text.push_str(&Line::Closed.text());
            // If this fails, it will be tried again by the next start.
            (&self.lock).write_all(text.as_bytes()).unwrap_or_default();
        }
    }

    /// Deletes the journal: what it holds is not wanted.
    pub fn discard(self) {
        delete(&self.journal);
    }

    /// The journal anew, from what could be read of it.
    fn text(&self, header: Header) -> String {
        let mut out = Line::Header(header).text();
        let mut done = 0;
        let mut saves = self.saves.iter().peekable();
        for n in 0..=self.entries.len() {
            while let Some(save) = saves.next_if(|save| save.entries <= n) {
                out.push_str(&save.line(save.covered as u64).text());
            }
            let Some(entry) = self.entries.get(n) else { break };
            match entry {
                Entry::Step(..) => done += 1,
                Entry::Grow(..) => {}
                Entry::GoTo(to) => done = *to as u64,
            }
            out.push_str(&of_entry(entry, n as u64 + 1, done));
        }
        out
    }
}

/// The journals in the state folder, those of living processes too.
fn journals(state: &State) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(state.folder().join(FOLDER)) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
        .collect();
    paths.sort();
    paths
}

/// Opens and locks a journal; `None` if a living process has it or it is gone.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = match OpenOptions::new().read(true).append(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        // Files cannot be locked here: the header says whose it is.
        Err(TryLockError::Error(_)) => {
            let alive = header_of(path).is_some_and(|header| {
                header.process_began.is_some() && platform::process_began(header.process) == header.process_began
            });
            if alive {
                return Ok(None);
            }
        }
    }
    // It may have been replaced by its process, or taken over by another, since it was opened.
    let same =
        fs::metadata(path).is_ok_and(|named| file.metadata().is_ok_and(|opened| platform::is_same(&opened, &named)));
    Ok(same.then_some(file))
}

/// The first line of a journal, if it is whole.
fn header_of(path: &Path) -> Option<Header> {
    use io::{BufRead as _, Read as _};
    let mut line = Vec::new();
    io::BufReader::new(File::open(path).ok()?)
        .take(1 << 20)
        .read_until(b'\n', &mut line)
        .ok()?;
    match Line::read(line.trim_ascii_end())? {
        Line::Header(header) => Some(header),
        _ => None,
    }
}

/// The file that a journal is about, without redoing what is in it.
fn file_of(journal: &Path) -> Option<PathBuf> {
    let bytes = fs::read(journal).ok()?;
    let saved = bytes.rsplit(|b| *b == b'\n').find_map(|line| {
        let is_save = line.get(9..).is_some_and(|ron| ron.starts_with(b"Saved("));
        match is_save.then(|| Line::read(line))?? {
            Line::Saved(_, file, _) => Some(file),
            _ => None,
        }
    });
    saved
        .or_else(|| header_of(journal)?.file)
        .map(|file| platform::path_of_text(&file))
}

/// Why a journal cannot be used.
struct Unusable {
    reason: String,
    /// Whether another version of the program could use it.
    newer: bool,
}

impl Unusable {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            newer: false,
        }
    }

    /// The sentence for the window. The journal is put aside, so that it is told once.
    fn told(&self, path: &Path) -> String {
        let aside = path.with_extension(ASIDE);
        let kept = if !self.newer && fs::rename(path, &aside).is_ok() {
            &aside
        } else {
            path
        };
        format!(
            "What was written down against a crash cannot be used: {}. It was kept: {}",
            self.reason,
            kept.display()
        )
    }
}

impl From<io::Error> for Unusable {
    fn from(error: io::Error) -> Self {
        Self::new(why(&error))
    }
}

/// Reads a journal that no living process has; `None` if there is none such or nothing is in it.
fn read(state: &State, path: &Path) -> Result<Option<Recovered>, Unusable> {
    let Some(lock) = lock(path)? else { return Ok(None) };
    let size = lock.metadata()?.len();
    if size == 0 {
        delete(path);
        return Ok(None);
    }
    if size > LARGEST {
        return Err(Unusable::new(format!("it has {} MB", size >> 20)));
    }
    let bytes = fs::read(path)?;
    let mut lines = bytes.split(|b| *b == b'\n');
    let Some(Line::Header(mut header)) = lines.next().and_then(Line::read) else {
        return Err(Unusable::new("its beginning is damaged"));
    };
    if header.version > VERSION {
        return Err(Unusable {
            reason: "it was written by a newer version of Standpoint".to_owned(),
            newer: true,
        });
    }
    let base = Base::find(state, path, &header).map_err(Unusable::new)?;
    if let Some(instead) = base.instead {
        header.held = Some(instead.to_string());
    }
    let done_again = |written: Option<(Project, Fingerprint)>| {
        let mut replay = Replay::new(base.project.clone(), &header, written);
        for line in lines.clone().filter(|line| !line.is_empty()) {
            match Line::read(line) {
                Some(line) => replay.take(line),
                None => replay.damaged(),
            }
        }
        replay
    };
    let mut replay = done_again(None);
    if let Some(written) = replay.written_since() {
        replay = done_again(Some(written));
    }
    Ok(Some(replay.finish(path.to_owned(), header, &base, lock)))
}

/// Deletes the oldest histories of closed projects where there are too many or they are too large. What has unsaved
/// changes is never deleted here.
fn prune(state: &State) {
    let mut closed: Vec<(std::time::SystemTime, u64, PathBuf)> = journals(state)
        .into_iter()
        .filter(|path| is_closed(path))
        .filter_map(|path| {
            let metadata = fs::metadata(&path).ok()?;
            let base = fs::metadata(path.with_extension(BASE_ENDING)).map_or(0, |m| m.len());
            Some((metadata.modified().ok()?, metadata.len() + base, path))
        })
        .collect();
    closed.sort_by_key(|(when, ..)| std::cmp::Reverse(*when));
    let mut bytes = 0;
    for (n, (_, size, path)) in closed.into_iter().enumerate() {
        bytes += size;
        if (n >= MOST_HISTORIES || bytes > MOST_BYTES)
            && let Ok(Some(_lock)) = lock(&path)
        {
            delete(&path);
        }
    }
}

/// Deletes what a crash left half made, or before anything was done, a day later.
fn tidy(state: &State) {
    let folder = state.folder().join(FOLDER);
    let Ok(entries) = fs::read_dir(&folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_there = |base: &str, ending: &str| folder.join(format!("{base}.{ending}")).exists();
        // A journal that was put aside may start from what is in no file.
        let without_journal = |base: &str| !is_there(base, ENDING) && !is_there(base, ASIDE);
        let ending = format!(".{BASE_ENDING}");
        let passing = name.starts_with(PASSING) || name.strip_suffix(&ending).is_some_and(without_journal);
        let modified = entry.metadata().and_then(|m| m.modified());
        let old = modified.is_ok_and(|then| then.elapsed().is_ok_and(|age| age.as_secs() > 24 * 3600));
        if passing && old {
            fs::remove_file(entry.path()).unwrap_or_default();
        }
    }
}

/// Whether the last line says that the project was closed in good order.
fn is_closed(journal: &Path) -> bool {
    use io::{Read as _, Seek as _};
    let last = |path: &Path| -> io::Result<bool> {
        let mut file = File::open(path)?;
        let end = Line::Closed.text();
        file.seek(io::SeekFrom::End(-(end.len() as i64)))?;
        let mut bytes = Vec::new();
        file.take(end.len() as u64).read_to_end(&mut bytes)?;
        Ok(bytes == end.as_bytes())
    };
    last(journal).unwrap_or(false)
}
