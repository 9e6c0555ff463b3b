//! The project that a journal starts from, wherever it is: beside the journal, in the file, among its versions.

use std::path::Path;

use super::{keeper::BASE_ENDING, line::Header};
use crate::{
    model::Project,
    storage::{Fingerprint, State, backups, format, load, platform},
};

/// What a journal is done again on.
pub(super) struct Base {
    pub(super) project: Project,
    /// Whether it is in a file beside the journal.
    pub(super) is_kept: bool,
    /// What the file holds now, if what it held is nowhere any more and this was taken instead.
    pub(super) instead: Option<Fingerprint>,
}

impl Base {
    /// Looks for it. The error is a part of a sentence.
    pub(super) fn find(state: &State, journal: &Path, header: &Header) -> Result<Self, String> {
        let damage = match load(&journal.with_extension(BASE_ENDING)) {
            Ok(bytes) => match format::read(&bytes) {
                Ok(read) => {
                    return Ok(Self {
                        project: read.project,
                        is_kept: true,
                        instead: None,
                    });
                }
                Err(_) => "damaged",
            },
            Err(_) => "missing",
        };
        // A crash that came before it was written.
        let missing = || format!("the project that it starts from is {damage}, and is in no file any more");
        let (Some(file), Some(held)) = (&header.file, &header.held) else {
            return Err(missing());
        };
        let file = platform::path_of_text(file);
        let now = load(&file).ok().map(|bytes| (Fingerprint::of(&bytes), bytes));
        let changed = now.as_ref().is_none_or(|(content, _)| content.to_string() != *held);
        let version = changed.then(|| backups::content(state, &file, held)).flatten();
        let (bytes, instead) = match (version, now) {
            (Some(bytes), _) => (bytes, None),
            (None, Some((content, bytes))) => (bytes, changed.then_some(content)),
            (None, None) => return Err(missing()),
        };
        let mut project = format::read(&bytes).map_err(|_| missing())?.project;
        for analyst in &header.analysts {
            if project.analyst(&analyst.id).is_none() {
                project.analysts.push_back(analyst.clone().into());
            }
        }
        Ok(Self {
            project,
            is_kept: false,
            instead,
        })
    }
}
