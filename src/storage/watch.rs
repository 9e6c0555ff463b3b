//! Watches one file from a thread: says when it may hold something else, so that the window can look.
//!
//! The file's stamp is asked for once a second, which costs a system call and works on every kind of disk: the
//! kernel's notifications say nothing about network drives and many synced folders, and would bring a dozen crates.
//! A change is told when the stamp has stood still from one look to the next, so that a file that is being written
//! or replaced is not looked at half-way.
//! Not here: what the file holds (`file::look`), what to do about it (`app`).

use std::{
    path::PathBuf,
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};

use super::file::{Stamp, stamp};

/// How long it is between two looks.
const PAUSE: Duration = Duration::from_millis(1000);

/// A thread that watches one file at a time; it ends when this is dropped.
#[derive(Debug)]
pub struct Watcher {
    files: Sender<Option<PathBuf>>,
}

impl Watcher {
    /// Starts the thread. `changed` is called on it with the path of the file.
    ///
    /// Without a thread to be had, nothing is watched; the window still looks when it gets the keyboard and before it
    /// saves.
    pub fn new(changed: impl FnMut(PathBuf) + Send + 'static) -> Self {
        Self::with_pause(PAUSE, changed)
    }

    fn with_pause(pause: Duration, mut changed: impl FnMut(PathBuf) + Send + 'static) -> Self {
        let (files, wanted) = channel::<Option<PathBuf>>();
        let work = move || {
            let mut watched: Option<Watched> = None;
            loop {
                let next = match &watched {
                    // Without a file there is nothing to wake up for.
                    None => wanted.recv().map_err(|_| RecvTimeoutError::Disconnected),
                    Some(_) => wanted.recv_timeout(pause),
                };
                match next {
                    Ok(file) => watched = file.map(Watched::new),
                    Err(RecvTimeoutError::Timeout) => {
                        if let Some(file) = watched.as_mut().and_then(Watched::look) {
                            changed(file);
                        }
                    }
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
        };
        if let Err(error) = thread::Builder::new().name("watch".to_owned()).spawn(work) {
            log::error!("no thread to watch the file: {error}");
        }
        Self { files }
    }

    /// Watches this file from now on and no other, or none. It is told of once in any case.
    pub fn watch(&self, file: Option<PathBuf>) {
        // Without its thread there is nobody to hear it.
        self.files.send(file).unwrap_or_default();
    }
}

struct Watched {
    file: PathBuf,
    /// The stamp told of last, which may be that there is no file; `None` before the first, which is always told:
    /// the file may have changed since it was read.
    told: Option<Option<Stamp>>,
    seen: Option<Stamp>,
}

impl Watched {
    fn new(file: PathBuf) -> Self {
        Self {
            seen: stamp(&file),
            told: None,
            file,
        }
    }

    /// The file, if it changed and has stood still since the last look.
    fn look(&mut self) -> Option<PathBuf> {
        let now = stamp(&self.file);
        let still = now == self.seen;
        self.seen = now;
        if !still || self.told.as_ref() == Some(&self.seen) {
            return None;
        }
        self.told = Some(self.seen.clone());
        Some(self.file.clone())
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::mpsc::Receiver};

    use super::*;

    fn watcher() -> (Watcher, Receiver<PathBuf>) {
        let (sender, told) = channel();
        let watcher = Watcher::with_pause(Duration::from_millis(5), move |file| {
            sender.send(file).unwrap_or_default();
        });
        (watcher, told)
    }

    fn soon(told: &Receiver<PathBuf>) -> PathBuf {
        told.recv_timeout(Duration::from_secs(60)).expect("a change is told")
    }

    #[test]
    fn what_is_done_to_a_file_is_told_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.ron");
        let (watcher, told) = watcher();
        watcher.watch(Some(file.clone()));
        for what in [
            "nothing",
            "written",
            "written again, longer",
            "replaced",
            "deleted",
            "a folder",
        ] {
            match what {
                "nothing" => {}
                "deleted" => fs::remove_file(&file).expect("deleted"),
                "a folder" => fs::create_dir(&file).expect("made"),
                "replaced" => {
                    let other = folder.path().join("b.ron");
                    fs::write(&other, what).expect("written");
                    fs::rename(&other, &file).expect("renamed");
                }
                _ => fs::write(&file, what).expect("written"),
            }
            assert_eq!(soon(&told), file, "{what}");
        }
        watcher.watch(None);
    }

    #[test]
    fn only_the_file_asked_for_is_watched() {
        let folder = tempfile::tempdir().expect("a folder");
        let (first, second) = (folder.path().join("1"), folder.path().join("2"));
        let (watcher, told) = watcher();
        watcher.watch(Some(first.clone()));
        watcher.watch(Some(second.clone()));
        fs::write(&first, "x").expect("written");
        fs::write(&second, "x").expect("written");
        assert_eq!(soon(&told), second);
        fs::write(&first, "xy").expect("written");
        assert!(told.recv_timeout(Duration::from_millis(50)).is_err());
    }
}
