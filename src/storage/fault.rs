//! Why a project could not be opened or saved: sentences that say what happened, what was kept and what to do.

use std::{io, path::PathBuf};

use super::format::{LARGEST, Problem, Refusal};

/// What the system says about a failure, without its number.
pub(super) fn why(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The most problems that a message shows; all are in the error.
const SHOWN: usize = 20;

fn listed(problems: &[Problem]) -> String {
    let mut lines: Vec<String> = problems.iter().take(SHOWN).map(Problem::to_string).collect();
    if problems.len() > SHOWN {
        lines.push(format!("and {} more", problems.len() - SHOWN));
    }
    lines.join("\n")
}

/// Why a file was not opened. Nothing was changed by trying.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum OpenError {
    #[error("There is no such file. It may have been moved, renamed or deleted: {}", path.display())]
    Missing { path: PathBuf },
    #[error("This is a folder, not a project. Choose a file: {}", path.display())]
    Folder { path: PathBuf },
    #[error("This is not a file that can be read, but a device or the like. Choose another: {}", path.display())]
    NoFile { path: PathBuf },
    #[error("The file cannot be read: {why}. Ask whoever manages it for the right to read it, or choose another: {}", path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error(
        "The file has {} MB; the most that is opened is {} MB. It was not read, and is hardly a project: {}",
        size >> 20, LARGEST >> 20, path.display()
    )]
    TooLarge { path: PathBuf, size: u64 },
    #[error("The file is empty. If it was not so before, it was not copied or synchronised whole; get it again from where it came from, or open an earlier version: {}", path.display())]
    Empty { path: PathBuf },
    #[error("The file was made by a newer version of Standpoint (format {format}). Nothing was changed. Update Standpoint to open it: {}", path.display())]
    Newer { path: PathBuf, format: u64 },
    #[error(
        "The file was not opened; it is as it was.\n{}\nCorrect this in a text editor, or open an earlier version: {}",
        listed(problems), path.display()
    )]
    Faulty { path: PathBuf, problems: Vec<Problem> },
    #[error("Opening was cancelled: {}", path.display())]
    Cancelled { path: PathBuf },
}

impl OpenError {
    pub(super) fn refused(path: PathBuf, refusal: Refusal) -> Self {
        match refusal {
            Refusal::Newer { format } => Self::Newer { path, format },
            Refusal::Faulty(problems) => Self::Faulty { path, problems },
            Refusal::Cancelled => Self::Cancelled { path },
        }
    }

    /// Everything that is wrong with the file, if it could be read at all.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Faulty { problems, .. } => problems,
            _ => &[],
        }
    }
}

/// Why a project was not saved. Whatever was in the file is still there, save where the sentence says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum SaveError {
    /// Ask [`super::look`] what is there; merge, or save with what it is as the expected content.
    #[error("Another program changed the file since it was opened. Nothing was overwritten. Merge the two, or save under another name: {}", path.display())]
    ChangedOnDisk { path: PathBuf },
    #[error("The file is no longer there: it was moved, renamed or deleted. Your work is still open. Save it under another name, or here again: {}", path.display())]
    Vanished { path: PathBuf },
    #[error("There is a file of this name already. It was left as it is. Choose another name, or say that it may be replaced: {}", path.display())]
    Exists { path: PathBuf },
    #[error("There is a folder or a device of this name. It was left as it is. Save under another name: {}", path.display())]
    NoFile { path: PathBuf },
    /// May be overcome with [`super::SaveOptions::replace_read_only`].
    #[error("The file is marked read-only. It was left as it is. Allow it to be replaced, or save under another name: {}", path.display())]
    ReadOnly { path: PathBuf },
    /// May be overcome with [`super::SaveOptions::split_hard_links`].
    #[error("The file has {names} names (hard links). Saving would give this name the new content and leave the others the old one, so nothing was written. Allow that, or save under another name: {}", path.display())]
    HardLinked { path: PathBuf, names: u64 },
    #[error("Nothing may be written in this folder. The file is as it was. Save in another folder: {}", path.display())]
    FolderReadOnly { path: PathBuf },
    #[error("There is no such folder (any more). Nothing was written. Save in another folder: {}", path.display())]
    FolderMissing { path: PathBuf },
    #[error("The disk is full. The file is as it was. Free some space and save again, or save elsewhere: {}", path.display())]
    NoSpace { path: PathBuf },
    #[error("The file cannot be read ({why}), so that it is not known what saving would overwrite. It was left as it is. Save under another name: {}", path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error("Another program keeps the file locked. It was left as it is. Try again, or save under another name: {}", path.display())]
    Busy { path: PathBuf },
    #[error("The project takes {} MB; the most that can be opened again is {} MB. The file is as it was. Divide the project: {}", size >> 20, LARGEST >> 20, path.display())]
    TooLarge { path: PathBuf, size: u64 },
    #[error("Saving was cancelled. The file is as it was: {}", path.display())]
    Cancelled { path: PathBuf },
    #[error("The file could not be written: {why}. It is as it was. Save again, or under another name: {}", path.display())]
    Failed { path: PathBuf, why: String },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_has_no_numbers() {
        let error = io::Error::from_raw_os_error(13);
        assert_eq!(why(&error), "permission denied");
    }

    #[test]
    fn long_lists_are_cut_in_the_message() {
        let problem = |line| Problem {
            severity: super::super::format::Severity::Fatal,
            line: Some(line),
            column: None,
            message: "odd".to_owned(),
            outcome: String::new(),
        };
        let error = OpenError::Faulty {
            path: "a.ron".into(),
            problems: (1..=30).map(problem).collect(),
        };
        let text = error.to_string();
        assert!(text.contains("line 20: odd\nand 10 more\nCorrect"), "{text}");
        assert!(text.ends_with(": a.ron"), "{text}");
        assert_eq!(error.problems().len(), 30);
    }
}
