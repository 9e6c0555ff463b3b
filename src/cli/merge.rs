//! `standpoint merge`: three files into one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, LOOK, Reply, counted, now, open};
use crate::{
    model::{Project, merge},
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
    /// Where the result goes; may be one of the three
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
        let mut side = |path: &Path| -> Result<Project, Failure> {
            let opened = open(path)?;
            opened.warn(path, &mut reply);
            Ok(opened.project)
        };
        let (ours, theirs) = (side(&self.ours)?, side(&self.theirs)?);
        let merged = merge::merge(base.as_ref(), &ours, &theirs);
        let conflicts: Vec<String> = merged.conflicts.iter().map(|c| c.sentence(&merged.project)).collect();
        let summary = merged.summary();
        let name = self.name.as_ref().unwrap_or(&self.output).display().to_string();
        storage::save(&self.output, &merged.recorded(now()), Expected::Anything)?;
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
fn base(path: &Path) -> Result<Option<Project>, Failure> {
    match open(path) {
        Ok(opened) => Ok(Some(opened.project)),
        Err(OpenError::Empty { .. }) => Ok(None),
        Err(OpenError::NoFile { .. }) if path == Path::new("/dev/null") => Ok(None),
        Err(error) => Err(error.into()),
    }
}
