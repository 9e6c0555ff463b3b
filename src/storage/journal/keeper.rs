//! Gets a journal's lines to the disk: written at once, synced by a thread, tried again after a failure.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::Duration,
};

use super::line::{Line, condensed, until};
use crate::{
    model::Project,
    storage::{State, atomic, fault::why, format, platform},
};

/// The folder of the journals inside the state folder.
pub(super) const FOLDER: &str = "journals";

/// The ending of journals, and that of the projects that they start from.
pub(super) const ENDING: &str = "journal";
pub(super) const BASE_ENDING: &str = "base.ron";

/// How the names of journals begin that are being made.
pub(super) const PASSING: &str = ".new-";

/// Lines that come within this time are synced together.
const GATHER: Duration = Duration::from_millis(10);

/// How long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(5);

/// How long the window waits, at the most, for the thread to write a base that must come before the first line.
const PATIENCE: Duration = Duration::from_secs(2);

/// A journal longer than this, in bytes, is condensed when it doubles.
const LONG: u64 = 8 << 20;

/// The most that is held in memory while it cannot be written, in bytes.
const MOST_PENDING: usize = 64 << 20;

/// Writes one journal.
#[derive(Debug)]
pub(super) struct Keeper {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    inner: Mutex<Inner>,
    wake: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Inner {
    state: Option<State>,
    /// The journal's name, without its ending.
    name: String,
    /// The file, once there is something in it, locked by this process.
    out: Option<(Arc<File>, PathBuf)>,
    /// What is recorded but not written: the header until the file is made, and what could not be written.
    pending: Vec<u8>,
    /// Whether anything was recorded.
    begun: bool,
    /// The project that the journal starts from, and whether it is written beside it.
    base: Project,
    is_base_kept: bool,
    /// Whether the base must be written before the first line: it is nowhere else, or quickly written.
    base_first: bool,
    /// Whether the thread is to write it before anything is recorded; whether it is at it; whether it then begins the
    /// journal, although nothing is recorded.
    base_early: bool,
    base_under_way: bool,
    begins_with_base: bool,
    size: u64,
    condense_at: u64,
    unsynced: bool,
    closing: bool,
    /// Why the last write, and the last sync, failed.
    unwritten: Option<String>,
    unkept: Option<String>,
    given_up: bool,
}

impl Keeper {
    /// A keeper that writes nothing until something is appended.
    pub(super) fn new(state: Option<&State>, header: String, base: Project, base_first: bool) -> Self {
        let inner = Inner {
            state: state.cloned(),
            name: random_name(),
            out: None,
            pending: header.into_bytes(),
            begun: false,
            base,
            is_base_kept: false,
            base_first,
            base_early: false,
            base_under_way: false,
            begins_with_base: false,
            size: 0,
            condense_at: LONG,
            unsynced: false,
            closing: false,
            unwritten: None,
            unkept: None,
            given_up: false,
        };
        Self {
            shared: Arc::new(Shared {
                inner: Mutex::new(inner),
                wake: Condvar::new(),
            }),
            thread: None,
        }
    }

    /// Goes on with a journal that is written already: its file, locked, and the base, which may be beside it.
    pub(super) fn resume(state: &State, path: &Path, file: File, base: Project, is_base_kept: bool) -> Self {
        let keeper = Self::new(Some(state), String::new(), base, false);
        let mut inner = keeper.shared.lock();
        inner.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        inner.size = file.metadata().map_or(0, |m| m.len());
        inner.condense_at = LONG.max(inner.size * 2);
        inner.out = Some((Arc::new(file), path.to_owned()));
        inner.begun = true;
        inner.is_base_kept = is_base_kept;
        drop(inner);
        keeper
    }

    /// Whether anything was recorded.
    pub(super) fn has_begun(&self) -> bool {
        self.shared.lock().begun
    }

    /// Takes a line, and writes it if it can be written.
    pub(super) fn append(&mut self, line: String) {
        self.start();
        let inner = self.shared.lock();
        // Written here and there at once, the base could be spoiled.
        let is_written = |inner: &mut Inner| inner.base_first && inner.base_under_way;
        let waited = self.shared.wake.wait_timeout_while(inner, PATIENCE, is_written);
        let mut inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        inner.begun = true;
        if inner.given_up {
            return;
        }
        inner.pending.extend_from_slice(line.as_bytes());
        inner.unsynced = true;
        inner.write();
        self.shared.wake.notify_one();
    }

    fn start(&mut self) {
        if self.thread.is_none() {
            let shared = Arc::clone(&self.shared);
            let thread = std::thread::Builder::new().name("journal".to_owned());
            self.thread = thread.spawn(move || sync_loop(&shared)).ok();
        }
    }

    /// Has the thread write the base before anything is recorded: the file that it came from may be changed by others.
    pub(super) fn keep_base_early(&mut self) {
        self.shared.lock().base_early = true;
        self.start();
    }

    /// Has the thread write the base and begin the journal with it, before anything is recorded: it is work.
    pub(super) fn begin_early(&mut self) {
        self.shared.lock().begins_with_base = true;
        self.keep_base_early();
    }

    /// Puts another first line in place of the one given, while nothing is recorded; `header` makes it from the base,
    /// and says whether the base is to be written before it, or early.
    pub(super) fn begin_anew(&mut self, header: impl FnOnce(&Project) -> (String, bool)) {
        let mut inner = self.shared.lock();
        if inner.begun {
            return;
        }
        let (line, base_first) = header(&inner.base);
        inner.pending = line.into_bytes();
        inner.base_first = base_first;
        inner.begins_with_base = false;
        drop(inner);
        if !base_first {
            self.keep_base_early();
        }
    }

    /// What is wrong now.
    pub(super) fn trouble(&self) -> Option<String> {
        self.shared.lock().trouble()
    }

    /// Brings everything to the disk.
    pub(super) fn flush(&self) -> Result<(), String> {
        let mut inner = self.shared.lock();
        if inner.begun {
            inner.write();
            if inner.unwritten.is_none() {
                let outcome = inner.keep();
                inner.note_kept(outcome);
            }
        }
        inner.trouble().map_or(Ok(()), Err)
    }

    /// Ends in good order, and keeps the journal for its history.
    pub(super) fn close(mut self) {
        if self.has_begun() {
            self.append(Line::Closed.text());
            // What could not be written is said while the window is there; now there is nobody to tell.
            self.flush().unwrap_or_default();
        }
    }

    /// Ends in good order with what was done until the entry of this number; what cannot be shortened is deleted.
    pub(super) fn close_after(mut self, entry: u64) {
        if self.flush().is_err() {
            // The last save may be in what could not be written: what it covers would look unsaved.
            return self.discard();
        }
        self.stop();
        let inner = self.shared.lock();
        let Some((_, path)) = &inner.out else { return };
        let shortened = || {
            let mut lines = until(&fs::read(path)?, entry);
            lines.extend_from_slice(Line::Closed.text().as_bytes());
            write_locked(path, &lines)
        };
        if shortened().is_err() {
            delete(path);
        }
    }

    /// Deletes the journal.
    pub(super) fn discard(mut self) {
        self.stop();
        let inner = self.shared.lock();
        if let Some((_, path)) = &inner.out {
            delete(path);
        }
    }

    fn stop(&mut self) {
        self.shared.lock().closing = true;
        self.shared.wake.notify_one();
        if let Some(thread) = self.thread.take() {
            // The thread holds nothing that is worth a second panic.
            thread.join().unwrap_or_default();
        }
    }

    /// Puts another file in the place of the journal's, to see what happens when it cannot be written.
    #[cfg(test)]
    pub(super) fn swap_file(&self, file: File) -> Option<Arc<File>> {
        let mut inner = self.shared.lock();
        let (old, path) = inner.out.take()?;
        inner.out = Some((Arc::new(file), path));
        Some(old)
    }

    /// Puts a file back.
    #[cfg(test)]
    pub(super) fn put_back(&self, file: Arc<File>) {
        let mut inner = self.shared.lock();
        if let Some((_, path)) = inner.out.take() {
            inner.out = Some((file, path));
        }
    }

    #[cfg(test)]
    pub(super) fn path(&self) -> Option<PathBuf> {
        self.shared.lock().out.as_ref().map(|(_, path)| path.clone())
    }

    /// Condenses when the journal has this many bytes.
    #[cfg(test)]
    pub(super) fn condense_at(&self, size: u64) {
        self.shared.lock().condense_at = size;
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop();
        let inner = self.shared.lock();
        // A base to which nothing was done is of no use.
        if let (false, true, Some(path)) = (inner.begun, inner.is_base_kept, inner.path()) {
            delete(&path);
        }
    }
}

impl Inner {
    /// The journal's file, which may not be there yet; `None` if there is no state folder.
    fn path(&self) -> Option<PathBuf> {
        let folder = self.state.as_ref()?.folder().join(FOLDER);
        Some(folder.join(format!("{}.{ENDING}", self.name)))
    }

    /// Writes what is pending, and remembers how that went.
    fn write(&mut self) {
        if self.given_up {
            return;
        }
        self.unwritten = self.try_write().err().map(|error| why(&error));
        if self.unwritten.is_some() && (self.state.is_none() || self.pending.len() > MOST_PENDING) {
            self.given_up = true;
            self.pending = Vec::new();
        }
    }

    fn try_write(&mut self) -> io::Result<()> {
        self.open()?;
        if let (true, Some((_, path))) = (self.base_first && !self.is_base_kept, &self.out) {
            // Not synced here, where the window waits; the thread writes it again and syncs it.
            fs::write(base_of(path), format::write(&self.base))?;
        }
        self.base_first = false;
        let Some((file, _)) = &self.out else { return Ok(()) };
        let mut file: &File = file;
        while !self.pending.is_empty() {
            // Piece by piece, so that what a full disk still took is not written twice.
            match file.write(&self.pending) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => {
                    self.pending.drain(..n);
                    self.size += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Makes the journal's file, if it is not there yet.
    fn open(&mut self) -> io::Result<()> {
        if self.out.is_some() {
            return Ok(());
        }
        let (Some(state), Some(path)) = (&self.state, self.path()) else {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                "the system names no home folder",
            ));
        };
        let folder = state.inner(FOLDER)?;
        // It gets its name when it is locked: nobody can take it for one left by a crash.
        let (file, draft) = locked_file(&folder)?;
        draft.persist(&path).map_err(|e| e.error)?;
        self.out = Some((Arc::new(file), path));
        Ok(())
    }

    /// Writes the journal again if somebody deleted it: what is written can still be read through the open file.
    fn restore(&mut self) -> io::Result<()> {
        let (Some((file, path)), Some(state)) = (&self.out, &self.state) else {
            return Ok(());
        };
        self.is_base_kept &= base_of(path).exists();
        let opened = file.metadata()?;
        if fs::metadata(path).is_ok_and(|named| platform::is_same(&opened, &named)) {
            return Ok(());
        }
        let mut bytes = Vec::new();
        let mut old: &File = file;
        io::Seek::seek(&mut old, io::SeekFrom::Start(0))?;
        old.read_to_end(&mut bytes)?;
        let (new, draft) = locked_file(&state.inner(FOLDER)?)?;
        (&new).write_all(&bytes)?;
        draft.persist(path).map_err(|e| e.error)?;
        self.out = Some((Arc::new(new), path.clone()));
        self.unsynced = true;
        Ok(())
    }

    /// Brings what is written, and the base, to the disk.
    fn keep(&mut self) -> io::Result<()> {
        self.restore()?;
        if let (false, Some((_, path))) = (self.is_base_kept, &self.out) {
            // This syncs the folder too, and so the journal's name.
            atomic::replace(&base_of(path), format::write(&self.base).as_bytes())?;
            self.is_base_kept = true;
        }
        if let Some((file, _)) = &self.out
            && self.unsynced
        {
            file.sync_data()?;
            self.unsynced = false;
        }
        Ok(())
    }

    /// Remembers how bringing it to the disk went.
    fn note_kept(&mut self, outcome: io::Result<()>) {
        self.unkept = outcome.err().map(|error| why(&error));
    }

    /// What is wrong now, in a sentence.
    fn trouble(&self) -> Option<String> {
        let why = self.unwritten.as_ref().or(self.unkept.as_ref())?;
        let (place, again) = match (&self.state, self.given_up) {
            (Some(state), false) => (
                state.folder().join(FOLDER),
                " It is in memory, and writing it is tried again.",
            ),
            (Some(state), true) => (state.folder().join(FOLDER), ""),
            (None, _) => (PathBuf::from("~"), ""),
        };
        Some(format!(
            "What you do cannot be written down against a crash ({why}).{again} Save the project often: {}",
            place.display()
        ))
    }
}

/// Writes the base before anything is recorded. If it cannot be, that is tried again, and told, with the first entry.
fn write_base_early(shared: &Shared) {
    let (base, path) = {
        let mut inner = shared.lock();
        let folder = inner.state.as_ref().and_then(|state| state.inner(FOLDER).ok());
        let (true, Some(_), Some(path)) = (inner.base_early, folder, inner.path()) else {
            return;
        };
        inner.base_under_way = true;
        (inner.base.clone(), path)
    };
    let text = format::write(&base);
    let is_kept = !shared.lock().closing && atomic::replace(&base_of(&path), text.as_bytes()).is_ok();
    let mut inner = shared.lock();
    inner.base_under_way = false;
    if is_kept {
        inner.is_base_kept = true;
        if inner.begins_with_base {
            inner.begun = true;
            inner.unsynced = true;
            inner.write();
        }
    }
    shared.wake.notify_one();
}

fn sync_loop(shared: &Shared) {
    write_base_early(shared);
    let mut inner = shared.lock();
    loop {
        let nothing_to_do =
            |inner: &Inner| !inner.begun || (!inner.unsynced && inner.is_base_kept && inner.size <= inner.condense_at);
        while !inner.closing && nothing_to_do(&inner) {
            inner = shared.wake.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
        let failing = inner.unwritten.is_some() || inner.unkept.is_some();
        inner = wait(shared, inner, if failing { RETRY } else { GATHER });
        if inner.closing || inner.given_up {
            return;
        }
        inner.write();
        if let Err(error) = inner.restore() {
            inner.note_kept(Err(error));
            continue;
        }
        let (None, Some((file, path))) = (&inner.unwritten, inner.out.clone()) else {
            continue;
        };
        inner.unsynced = false;
        let base = (!inner.is_base_kept).then(|| inner.base.clone());
        let long = inner.size > inner.condense_at;
        // Without the lock: the window goes on recording meanwhile.
        drop(inner);
        let mut outcome = file.sync_data().and_then(|()| match &base {
            Some(base) => atomic::replace(&base_of(&path), format::write(base).as_bytes()),
            None => Ok(()),
        });
        if long && outcome.is_ok() {
            outcome = condense(shared, &path);
        }
        inner = shared.lock();
        match &outcome {
            Ok(()) if base.is_some() => inner.is_base_kept = true,
            Ok(()) => {}
            Err(_) => inner.unsynced = true,
        }
        inner.note_kept(outcome);
    }
}

/// Waits, unless it is time to end.
fn wait<'a>(shared: &'a Shared, inner: MutexGuard<'a, Inner>, pause: Duration) -> MutexGuard<'a, Inner> {
    let waited = shared.wake.wait_timeout_while(inner, pause, |inner| !inner.closing);
    waited.unwrap_or_else(PoisonError::into_inner).0
}

/// Writes the journal anew without its needless lines. What is recorded meanwhile is taken over under the lock.
fn condense(shared: &Shared, path: &Path) -> io::Result<()> {
    let mut bytes = fs::read(path)?;
    let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    bytes.truncate(whole);
    let folder = atomic::folder_of(path);
    let (file, draft) = locked_file(&folder)?;
    (&file).write_all(&condensed(&bytes))?;
    file.sync_all()?;
    let mut inner = shared.lock();
    let mut rest = Vec::new();
    let mut old = File::open(path)?;
    io::Seek::seek(&mut old, io::SeekFrom::Start(whole as u64))?;
    old.read_to_end(&mut rest)?;
    (&file).write_all(&rest)?;
    draft.persist(path).map_err(|e| e.error)?;
    platform::sync_folder(&folder)?;
    inner.size = file.metadata()?.len();
    inner.condense_at = LONG.max(inner.size * 2);
    inner.out = Some((Arc::new(file), path.to_owned()));
    inner.unsynced = true;
    Ok(())
}

/// A new file under a passing name, locked, and the guard that deletes it unless it is given its name.
fn locked_file(folder: &Path) -> io::Result<(File, tempfile::TempPath)> {
    let draft = tempfile::Builder::new().prefix(PASSING).make_in(folder, |path| {
        OpenOptions::new().read(true).append(true).create_new(true).open(path)
    })?;
    let (file, path) = draft.into_parts();
    // Where files cannot be locked, recovery asks whether the process is alive.
    file.try_lock().unwrap_or_default();
    Ok((file, path))
}

/// Replaces a journal, with the new one locked from the beginning.
pub(super) fn write_locked(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let folder = atomic::folder_of(path);
    let (file, draft) = locked_file(&folder)?;
    (&file).write_all(bytes)?;
    file.sync_all()?;
    draft.persist(path).map_err(|e| e.error)?;
    platform::sync_folder(&folder)?;
    Ok(file)
}

/// The file beside a journal that holds the project that it starts from.
pub(super) fn base_of(journal: &Path) -> PathBuf {
    journal.with_extension(BASE_ENDING)
}

/// Deletes a journal and its base. What cannot be deleted will be found again, which does no harm.
pub(super) fn delete(journal: &Path) {
    fs::remove_file(journal).unwrap_or_default();
    fs::remove_file(base_of(journal)).unwrap_or_default();
}

fn random_name() -> String {
    let fallback = || {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        now.map_or(0, |now| now.as_nanos() as u64) ^ u64::from(std::process::id())
    };
    format!("{:016x}", getrandom::u64().unwrap_or_else(|_| fallback()))
}
