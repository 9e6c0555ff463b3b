//! `standpoint check`: what is wrong with project files.

use std::path::PathBuf;

use clap::Args;

use super::{FAILED, LOOK, Reply, located, read};
use crate::model::{Project, counted};

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The projects
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Say nothing of files that are sound
    #[arg(short, long)]
    quiet: bool,
}

impl Check {
    pub(super) fn run(&self) -> Reply {
        let mut reply = Reply::default();
        for path in &self.files {
            let (problems, project) = match read(path) {
                Ok(opened) => (opened.problems, Some(opened.project)),
                Err(error) if !error.problems().is_empty() => (error.problems().to_vec(), None),
                Err(error) => {
                    reply.note(&format!("standpoint: {error}"));
                    reply.code = FAILED;
                    continue;
                }
            };
            for problem in &problems {
                reply.out.push_str(&located(path, problem));
                reply.out.push('\n');
            }
            let verdict = match &project {
                Some(project) if problems.is_empty() => format!("sound: {}", contents(project)),
                Some(_) => format!("{}; it can be opened", counted(problems.len(), "problem", "problems")),
                None => format!(
                    "{}; it cannot be opened",
                    counted(problems.len(), "problem", "problems")
                ),
            };
            if !problems.is_empty() {
                reply.code = reply.code.max(LOOK);
            }
            if !(problems.is_empty() && self.quiet) {
                reply.out.push_str(&format!("{}: {verdict}\n", path.display()));
            }
        }
        reply
    }
}

/// "1 document, 12 actors × 15 issues, 48 positions, 60 passages, 22 notes".
fn contents(project: &Project) -> String {
    [
        counted(project.documents.len(), "document", "documents"),
        format!(
            "{} × {}",
            counted(project.actors.len(), "actor", "actors"),
            counted(project.issues.len(), "issue", "issues")
        ),
        counted(project.positions.len(), "position", "positions"),
        counted(project.passages.len(), "passage", "passages"),
        counted(project.notes.len(), "note", "notes"),
    ]
    .join(", ")
}
