//! `standpoint fmt`: project files in the form in which the window saves them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{FAILED, Failure, LOOK, Reply, is_standard, open};
use crate::storage::{self, Expected, Fingerprint};

#[derive(Debug, Args)]
pub(super) struct Fmt {
    /// The projects; `-` writes what comes in on the standard input to the standard output
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Change nothing; exit with 1 and name the files that are not in canonical form
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(super) fn run(&self) -> Reply {
        let mut reply = Reply::default();
        for path in &self.files {
            if let Err(failure) = self.one(path, &mut reply) {
                reply.note(&format!("standpoint: {}", failure.0));
                reply.code = FAILED;
            }
        }
        reply
    }

    fn one(&self, path: &Path, reply: &mut Reply) -> Result<(), Failure> {
        let opened = open(path)?;
        let before = opened.fingerprint;
        let text = storage::format::write(&opened.project);
        opened.warn(path, reply);
        if is_standard(path) && !self.check {
            reply.out.push_str(&text);
            return Ok(());
        }
        if before == Fingerprint::of(text.as_bytes()) {
            return Ok(());
        }
        if self.check {
            reply.code = reply.code.max(LOOK);
            reply
                .out
                .push_str(&format!("{}: not in canonical form\n", path.display()));
            return Ok(());
        }
        storage::save(path, &opened.project, Expected::Content(before))?;
        reply.out.push_str(&format!("{}: rewritten\n", path.display()));
        Ok(())
    }
}
