//! The user's state folder: what the program remembers for itself, outside of any project.
//!
//! `$STANDPOINT_STATE` if it is set, else `standpoint` in the system's folder for such things (on Linux
//! `$XDG_STATE_HOME`, mostly `~/.local/state`).
//! Everything in it is convenience or safety net: where it cannot be read or written, the program works without and
//! says so.
//! Not here: what preferences there are (`app`).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{atomic, fault::why, format::explain, platform};

/// The environment variable that names another state folder.
pub const STATE_VARIABLE: &str = "STANDPOINT_STATE";

/// How many recent files are remembered.
pub const MOST_RECENT: usize = 20;

/// The state folder. It is made when something is first written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    folder: PathBuf,
}

/// Something read from the state folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered<T> {
    /// What was there, or the default.
    pub value: T,
    /// A sentence to show if what was there could not be used.
    pub remark: Option<String>,
}

#[derive(Default, Serialize, Deserialize)]
struct Recent {
    files: Vec<String>,
}

const RECENT: &str = "recent";

impl State {
    /// The user's state folder; `None` if the system names no home folder for the user.
    pub fn of_user() -> Option<Self> {
        if let Some(folder) = std::env::var_os(STATE_VARIABLE).filter(|folder| !folder.is_empty()) {
            return Some(Self::at(Path::new(&folder)));
        }
        let base = etcetera::choose_base_strategy().ok()?;
        let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
        Some(Self::at(&folder.join("standpoint")))
    }

    /// A state folder of one's own choice.
    pub fn at(folder: &Path) -> Self {
        Self {
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
        }
    }

    /// The folder itself; may not be there yet.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A folder inside, made if it is not there. Others than the user may not look into it.
    pub(super) fn inner(&self, name: &str) -> io::Result<PathBuf> {
        let folder = if name.is_empty() {
            self.folder.clone()
        } else {
            self.folder.join(name)
        };
        platform::make_private_folder(&folder)?;
        Ok(folder)
    }

    /// Why nothing can be written in the folder, in words; `None` if it can. Leaves nothing behind.
    pub fn fault(&self) -> Option<String> {
        let there = self.folder.ancestors().find(|folder| folder.exists())?;
        tempfile::tempfile_in(there).err().map(|error| why(&error))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.ron"))
    }

    /// Reads the RON file `name.ron`: the default if there is none.
    ///
    /// One that cannot be understood is put aside under another name, and the remark says so.
    pub fn read<T: DeserializeOwned + Default>(&self, name: &str) -> Remembered<T> {
        let path = self.file(name);
        let fallback = |remark| Remembered {
            value: T::default(),
            remark,
        };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return fallback(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return fallback(Some(put_aside(&path, "it is no text")));
            }
            Err(error) => {
                return fallback(Some(format!(
                    "The {name} could not be read ({}); the program goes on with the defaults: {}",
                    why(&error),
                    path.display()
                )));
            }
        };
        match options().from_str(&text) {
            Ok(value) => Remembered { value, remark: None },
            Err(error) => {
                let reason = explain(&text, &format!("the {name}"), &error);
                fallback(Some(put_aside(&path, &reason)))
            }
        }
    }

    /// Writes the RON file `name.ron`, whole or not at all. The error is a sentence to show.
    pub fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<(), String> {
        let path = self.file(name);
        let fault = |reason: String| format!("The {name} could not be kept ({reason}): {}", path.display());
        let layout = ron::ser::PrettyConfig::new().new_line("\n").struct_names(false);
        let text = options()
            .to_string_pretty(value, layout)
            .map_err(|e| fault(e.to_string()))?;
        self.inner("")
            .and_then(|_| atomic::replace(&path, format!("{text}\n").as_bytes()))
            .map_err(|e| fault(why(&e)))
    }

    /// The files opened or saved last, latest first. Some may be gone.
    pub fn recent_files(&self) -> Vec<PathBuf> {
        let recent: Remembered<Recent> = self.read(RECENT);
        recent
            .value
            .files
            .iter()
            .map(|text| platform::path_of_text(text))
            .collect()
    }

    /// Puts a file first among the recent ones. The error is a sentence to show, though hardly worth it.
    pub fn remember_file(&self, path: &Path) -> Result<(), String> {
        let mut files = self.recent_files();
        files.retain(|file| file != path);
        files.insert(0, path.to_owned());
        files.truncate(MOST_RECENT);
        self.write_recent(&files)
    }

    /// Takes a file from the recent ones.
    pub fn forget_file(&self, path: &Path) -> Result<(), String> {
        let mut files = self.recent_files();
        files.retain(|file| file != path);
        self.write_recent(&files)
    }

    fn write_recent(&self, files: &[PathBuf]) -> Result<(), String> {
        let files = files.iter().map(|file| platform::path_to_text(file)).collect();
        self.write(RECENT, &Recent { files })
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// Renames a file that cannot be understood, and says so.
fn put_aside(path: &Path, reason: &str) -> String {
    let aside = (1..100)
        .map(|n| path.with_extension(format!("broken-{n}.ron")))
        .find(|aside| !aside.exists());
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let kept = aside.filter(|aside| fs::rename(path, aside).is_ok());
    match kept {
        Some(aside) => format!(
            "The {name} could not be understood ({reason}). The program goes on with the defaults; the file was kept \
             as: {}",
            aside.display()
        ),
        None => format!(
            "The {name} could not be understood ({reason}). The program goes on with the defaults: {}",
            path.display()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    struct Wishes {
        zoom: f32,
        name: Option<String>,
    }

    fn state() -> (tempfile::TempDir, State) {
        let folder = tempfile::tempdir().expect("a folder");
        let state = State::at(&folder.path().join("not yet/standpoint"));
        (folder, state)
    }

    #[test]
    fn what_is_written_is_read() {
        let (_folder, state) = state();
        assert_eq!(state.read::<Wishes>("wishes").remark, None);
        let wishes = Wishes {
            zoom: 1.25,
            name: Some("Zoë \"Z\"".to_owned()),
        };
        state.write("wishes", &wishes).expect("writes");
        assert_eq!(state.read::<Wishes>("wishes").value, wishes);
        let text = fs::read_to_string(state.folder().join("wishes.ron")).expect("there");
        assert_eq!(text, "(\n    zoom: 1.25,\n    name: \"Zoë \\\"Z\\\"\",\n)\n");
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_private() {
        use std::os::unix::fs::MetadataExt as _;
        let (_folder, state) = state();
        state.write("wishes", &Wishes::default()).expect("writes");
        let mode = fs::metadata(state.folder()).expect("there").mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn a_broken_file_is_kept_aside() {
        let (_folder, state) = state();
        state.write("wishes", &Wishes::default()).expect("writes");
        let path = state.folder().join("wishes.ron");
        for (n, (broken, reason)) in [
            (
                "(zoom: \"large\")",
                "line 1, column 8: expected a number, found the text \"large\"",
            ),
            (
                "(zoom: 1.0, colour: 2)",
                "line 1, column 13: the wishes has no field `colour`; the fields are `zoom` and `name`",
            ),
            ("\0\0\0", "line 1, column 1: expected (, found \"\\u{0}\""),
        ]
        .into_iter()
        .enumerate()
        {
            fs::write(&path, broken).expect("written");
            let read = state.read::<Wishes>("wishes");
            assert_eq!(read.value, Wishes::default());
            let aside = state.folder().join(format!("wishes.broken-{}.ron", n + 1));
            let remark = read.remark.expect("a remark");
            assert!(remark.contains(reason), "{remark}");
            assert!(
                remark.ends_with(&format!("the file was kept as: {}", aside.display())),
                "{remark}"
            );
            assert_eq!(fs::read_to_string(aside).expect("kept"), broken);
            assert_eq!(state.read::<Wishes>("wishes").remark, None);
        }
    }

    #[test]
    fn a_state_folder_that_cannot_be_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "").expect("written");
        let state = State::at(&file.join("standpoint"));
        let error = state.write("wishes", &Wishes::default()).expect_err("cannot");
        assert!(
            error.starts_with("The wishes could not be kept (not a directory): "),
            "{error}"
        );
        assert_eq!(state.recent_files(), Vec::<PathBuf>::new());
        assert!(state.remember_file(&file).is_err());
    }

    #[test]
    fn recent_files_are_few_and_each_once() {
        let (_folder, state) = state();
        for n in 0..MOST_RECENT + 5 {
            state.remember_file(Path::new(&format!("/a/{n}.ron"))).expect("written");
        }
        state.remember_file(Path::new("/a/20.ron")).expect("written");
        let files = state.recent_files();
        assert_eq!(files.len(), MOST_RECENT);
        assert_eq!(
            files[..3],
            [PathBuf::from("/a/20.ron"), "/a/24.ron".into(), "/a/23.ron".into()]
        );
        state.forget_file(Path::new("/a/24.ron")).expect("written");
        assert_eq!(state.recent_files()[1], Path::new("/a/23.ron"));
    }
}
