//! `standpoint merge`: three files into one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, LOOK, Opened, Reply, is_standard, now, open};
use crate::{
    model::{counted, merge},
    storage::{self, Expected, OpenError},
};

#[derive(Debug, Args)]
pub(super) struct MergeFiles {
    /// The project that both came from; an empty file if there is none
    base: PathBuf,
    /// The project of this side
    ours: PathBuf,
    /// The project of the other side
    theirs: PathBuf,
    /// Where the result goes; may be one of the three, or `-` for the standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// What to call the result in messages, as git names it
    #[arg(long, value_name = "PATH")]
    name: Option<PathBuf>,
}

impl MergeFiles {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let mut reply = Reply::default();
        let base = base(&self.base)?;
        let mut side = |path: &Path| -> Result<Opened, Failure> {
            let opened = open(path)?;
            opened.warn(path, &mut reply);
            Ok(opened)
        };
        let (ours, theirs) = (side(&self.ours)?, side(&self.theirs)?);
        let merged = merge::merge(base.as_ref().map(|b| &b.project), &ours.project, &theirs.project);
        let conflicts: Vec<String> = merged.conflicts.iter().map(|c| c.sentence(&merged.project)).collect();
        let summary = merged.summary();
        let name = self.name.as_ref().unwrap_or(&self.output).display().to_string();
        let result = merged.recorded(now());
        if is_standard(&self.output) {
            reply.out = storage::format::write(&result);
        } else {
            // What was read here is not replaced if somebody else wrote it meanwhile.
            let read = [
                (&self.ours, Some(&ours)),
                (&self.theirs, Some(&theirs)),
                (&self.base, base.as_ref()),
            ];
            let expected = read
                .iter()
                .find_map(|(path, opened)| opened.filter(|_| **path == self.output))
                .map_or(Expected::Anything, |opened| Expected::Content(opened.fingerprint));
            storage::save(&self.output, &result, expected)?;
        }
        reply.note(&format!("{name}: came in: {summary}"));
        for conflict in &conflicts {
            reply.note(&format!("{name}: conflict: {conflict}"));
        }
        if !conflicts.is_empty() {
            reply.code = LOOK;
            let count = counted(conflicts.len(), "conflict is", "conflicts are");
            reply.note(&format!(
                "{name}: {count} kept inside the file, in notes tagged \"conflict\": open it, settle them, and delete \
                 the notes"
            ));
        }
        Ok(reply)
    }
}

/// The common base; `None` if the file is empty, as git has it for a file that both sides added.
fn base(path: &Path) -> Result<Option<Opened>, Failure> {
    match open(path) {
        Ok(opened) => Ok(Some(opened)),
        Err(OpenError::Empty { .. }) => Ok(None),
        Err(OpenError::NoFile { .. }) if path == Path::new("/dev/null") => Ok(None),
        Err(error) => Err(error.into()),
    }
}
