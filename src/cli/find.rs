//! `standpoint find`: words in the articles.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, LOOK, Reply, open};
use crate::{
    analysis::{
        find::{Finder, Query},
        sentences::sentence_at,
    },
    model::{Project, counted},
};

#[derive(Debug, Args)]
pub(super) struct Find {
    /// What to look for
    words: String,
    /// The projects
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Tell accents apart
    #[arg(short, long)]
    accents: bool,
    /// Find whole words only
    #[arg(short, long)]
    words_only: bool,
    /// Take the words for a regular expression, in which a paragraph is a line
    #[arg(short, long)]
    regex: bool,
}

impl Find {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let query = Query {
            text: self.words.clone(),
            accents: self.accents,
            words: self.words_only,
            regex: self.regex,
        };
        let Some(finder) = Finder::new(&query)? else {
            return Err(Failure("There is nothing to look for".to_owned()));
        };
        let mut reply = Reply::default();
        let mut hits = 0;
        for file in &self.files {
            let opened = open(file)?;
            opened.warn(file, &mut reply);
            let prefix = match self.files.len() {
                1 => String::new(),
                _ => format!("{}: ", file.display()),
            };
            hits += list(&opened.project, &finder, &prefix, &mut reply.out);
        }
        reply.note(&counted(hits, "hit", "hits"));
        if hits == 0 {
            reply.code = LOOK;
        }
        Ok(reply)
    }
}

/// Writes a line for every sentence with hits: where it stands, and its words. Gives the number of hits.
fn list(project: &Project, finder: &Finder, prefix: &str, out: &mut String) -> usize {
    let mut count = 0;
    for document in &project.documents {
        let folded = finder.folded(&document.body);
        let mut told = 0;
        for hit in finder.hits(&folded) {
            count += 1;
            if hit.start < told {
                continue;
            }
            let sentence = sentence_at(&document.body, hit.start);
            let range = sentence.start.min(hit.start)..sentence.end.max(hit.end);
            told = range.end;
            let words = document.body.slice_clamped(range).replace('\n', " ");
            let place = project.place_name(&document.id, hit.start);
            out.push_str(&format!("{prefix}{place}: {words}\n"));
        }
    }
    count
}
