//! What a folder holds, for choosing a file inside the window.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The most entries listed.
const MOST: usize = 2000;

/// Something in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Whether it is a file and not a folder; folders come first.
    pub is_file: bool,
    /// Its name.
    pub name: String,
}

/// The folders in a folder, and the files with one of these endings (without the dot, lower case), by name.
///
/// Hidden ones are left out, and what comes after the first two thousand.
pub fn list(folder: &Path, endings: &[&str]) -> io::Result<Vec<Entry>> {
    let mut entries: Vec<Entry> = fs::read_dir(folder)?
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_file = !entry.path().is_dir();
            let ending = Path::new(&name).extension().map(|e| e.to_string_lossy().to_lowercase());
            let fits = !is_file || ending.is_some_and(|e| endings.contains(&e.as_str()));
            (fits && !name.starts_with('.')).then_some(Entry { is_file, name })
        })
        .collect();
    entries.sort_by_cached_key(|entry| (entry.is_file, entry.name.to_lowercase()));
    entries.truncate(MOST);
    Ok(entries)
}

/// The user's home folder, else the folder the program was started in, else the root.
pub fn home() -> PathBuf {
    etcetera::home_dir()
        .ok()
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_else(|| PathBuf::from("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_first_and_other_files_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.ron", "A.RON", "c.txt", ".hidden.ron", "plain"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("z")).unwrap();
        let listed = list(folder.path(), &["ron"]).unwrap();
        let names: Vec<&str> = listed.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["z", "A.RON", "b.ron"]);
        assert!(list(&folder.path().join("nowhere"), &["ron"]).is_err());
    }
}
