//! `standpoint candidates`: sentences that may be evidence.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Reply, open, pick};
use crate::{
    analysis::candidates::{Candidate, Search, sort},
    model::{Actor, Cell, Issue, Project, counted},
};

#[derive(Debug, Args)]
pub(super) struct Candidates {
    /// The project
    file: PathBuf,
    /// Of which actor, by name; of every actor that is not hidden if none is named
    #[arg(short, long, value_name = "ACTOR")]
    actor: Option<String>,
    /// On which issue, by name; on every issue that is not hidden if none is named
    #[arg(short, long, value_name = "ISSUE")]
    issue: Option<String>,
    /// Whose dismissals count, by name; the first analyst's if none is named. What any layer cites is not offered
    #[arg(short, long, value_name = "ANALYST")]
    layer: Option<String>,
}

impl Candidates {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let opened = open(&self.file)?;
        let project = &opened.project;
        let mut reply = Reply::default();
        opened.warn(&self.file, &mut reply);
        let Some(layer) = pick::layer_or_first(project, self.layer.as_deref())? else {
            return Err(Failure(
                "There is no analyst whose candidates these could be".to_owned(),
            ));
        };
        let actors: Vec<&Actor> = match &self.actor {
            Some(name) => vec![pick::actor(project, name)?],
            None => project.actors.iter().map(|a| &**a).filter(|a| !a.hidden).collect(),
        };
        let issues: Vec<&Issue> = match &self.issue {
            Some(name) => vec![pick::issue(project, name)?],
            None => project.issues.iter().map(|i| &**i).filter(|i| !i.hidden).collect(),
        };
        let (mut offered, mut dismissed, mut cells) = (0, 0, 0);
        for actor in &actors {
            for issue in &issues {
                let cell = Cell {
                    actor: actor.id.clone(),
                    issue: issue.id.clone(),
                };
                let Some(search) = Search::new(project, &cell) else {
                    continue;
                };
                let found: Vec<Candidate> = search.run().collect();
                let sorted = sort(project, &cell, &found, &layer, |_| true);
                dismissed += sorted.dismissed.len();
                offered += sorted.offered.len();
                if sorted.offered.is_empty() {
                    continue;
                }
                cells += 1;
                let count = counted(sorted.offered.len(), "candidate", "candidates");
                reply.out.push_str(&format!("{}: {count}\n", project.cell_name(&cell)));
                for n in sorted.offered {
                    reply.out.push_str(&told(project, &found[n]));
                }
            }
        }
        reply.note(&format!(
            "{} in {}, {dismissed} dismissed by {}",
            counted(offered, "candidate", "candidates"),
            counted(cells, "cell", "cells"),
            project.analyst_name(&layer)
        ));
        Ok(reply)
    }
}

/// "  ¶ 15: the sentence".
fn told(project: &Project, candidate: &Candidate) -> String {
    let words = project
        .document(&candidate.document)
        .map_or_else(String::new, |d| d.body.slice_clamped(candidate.range.clone()));
    let place = project.place_name(&candidate.document, candidate.range.start);
    format!("  {place}: {words}\n")
}
