//! `standpoint new`: a project from an article.

use std::{
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{Failure, Reply};
use crate::{
    exchange::article::{Certainty, Encoding, Format, Hint, Import, MOST_BYTES, import},
    model::{Analyst, AnalystId, BlockKind, DocumentId, Project, counted},
    storage::{self, Expected, OpenError},
};

#[derive(Debug, Args)]
pub(super) struct New {
    /// The article: plain text, Markdown or HTML; "-" for the standard input
    article: PathBuf,
    /// Where the project goes
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Replace the file if there is one
    #[arg(long)]
    force: bool,
    /// Its title; as found in the article if not given, like all that follows
    #[arg(long)]
    title: Option<String>,
    /// Who wrote it
    #[arg(long)]
    author: Option<String>,
    /// Where it was published
    #[arg(long)]
    source: Option<String>,
    /// Its address on the web
    #[arg(long)]
    address: Option<String>,
    /// When it was published, such as 2022-02-04
    #[arg(long)]
    date: Option<String>,
    /// Its encoding, such as windows-1250; guessed if not given
    #[arg(long, value_parser = encoding)]
    encoding: Option<Encoding>,
    /// Its format; as its name and its beginning say if not given
    #[arg(long, value_parser = format)]
    format: Option<Format>,
    /// Take no line of a plain text for a heading
    #[arg(long)]
    no_headings: bool,
    /// Whose layer to begin; none if not given
    #[arg(long, value_name = "NAME")]
    analyst: Option<String>,
}

fn encoding(label: &str) -> Result<Encoding, String> {
    Encoding::of_label(label).ok_or_else(|| {
        let known: Vec<String> = Encoding::choices().map(|e| e.label().to_lowercase()).collect();
        format!("known are {}, and what the web calls them", known.join(", "))
    })
}

fn format(name: &str) -> Result<Format, String> {
    match name.to_lowercase().as_str() {
        "plain" | "text" | "txt" => Ok(Format::Plain),
        "markdown" | "md" => Ok(Format::Markdown),
        "html" | "htm" => Ok(Format::Html),
        _ => Err("choose plain, markdown or html".to_owned()),
    }
}

impl New {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let from_stdin = self.article == Path::new("-");
        let bytes = if from_stdin {
            read_stdin()?
        } else {
            read_file(&self.article)?
        };
        let name = self
            .article
            .file_name()
            .map(|name| name.to_string_lossy())
            .unwrap_or_default();
        let hint = Hint {
            file_name: if from_stdin { "" } else { &name },
            encoding: self.encoding,
            format: self.format,
            ..Hint::default()
        };
        let called = if from_stdin {
            "the standard input".to_owned()
        } else {
            self.article.display().to_string()
        };
        let mut article = import(&bytes, hint).map_err(|error| Failure(format!("{error}: {called}")))?;
        for block in &mut article.blocks {
            block.accept(!self.no_headings);
        }
        self.fill_in(&mut article, &name);
        let said = report(&article, &called);
        let about = article.about.clone();
        let document = article.into_document(DocumentId::from_name(&about.title));
        let mut project = Project {
            title: about.title,
            ..Project::default()
        };
        project.documents.push_back(Arc::new(document));
        if let Some(analyst) = &self.analyst {
            project.analysts.push_back(Arc::new(Analyst {
                id: AnalystId::from_name(analyst),
                name: analyst.clone(),
                finished: false,
            }));
        }
        let expected = if self.force {
            Expected::Anything
        } else {
            Expected::Nothing
        };
        storage::save(&self.output, &project, expected).map_err(|error| match error {
            storage::SaveError::Exists { path } => Failure(format!(
                "There is a file of this name already. It was left as it is. Choose another name, or say --force to \
                 replace it: {}",
                path.display()
            )),
            error => error.into(),
        })?;
        Ok(Reply::said(format!("{said}Written: {}\n", self.output.display())))
    }

    fn fill_in(&self, article: &mut Import, file_name: &str) {
        let about = &mut article.about;
        for (given, field) in [
            (&self.title, &mut about.title),
            (&self.author, &mut about.author),
            (&self.source, &mut about.source),
            (&self.address, &mut about.address),
            (&self.date, &mut about.date),
        ] {
            if let Some(given) = given {
                field.clone_from(given);
            }
        }
        if about.title.trim().is_empty() {
            let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
            about.title = if stem.is_empty() || stem == "-" {
                "Untitled"
            } else {
                stem
            }
            .to_owned();
        }
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    storage::load(path).map_err(|error| match error {
        OpenError::Folder { path } => Failure(format!(
            "This is a folder, not an article. Choose a file: {}",
            path.display()
        )),
        error => error.into(),
    })
}

fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What was read, and what the importer changed and asks to look at.
fn report(article: &Import, called: &str) -> String {
    let headings = article
        .blocks
        .iter()
        .filter(|b| matches!(b.kind, BlockKind::Heading(_)))
        .count();
    let mut out = format!(
        "Read as {}: {}, {}: {called}\n",
        article.format.name().to_lowercase().replace("html", "HTML"),
        counted(article.blocks.len() - headings, "paragraph", "paragraphs"),
        counted(headings, "heading", "headings"),
    );
    if let Some(grounds) = &article.decoding {
        let doubt = if grounds.certainty == Certainty::Unsure {
            "; if it looks wrong, say --encoding"
        } else {
            ""
        };
        out.push_str(&format!("Encoding: {grounds}{doubt}\n"));
    }
    let about = &article.about;
    for (name, value) in [
        ("Title", &about.title),
        ("Author", &about.author),
        ("Source", &about.source),
        ("Address", &about.address),
        ("Date", &about.date),
    ] {
        if !value.is_empty() {
            out.push_str(&format!("{name}: {value}\n"));
        }
    }
    let proposed: Vec<String> = article
        .blocks
        .iter()
        .filter(|b| b.proposed.is_some() && matches!(b.kind, BlockKind::Heading(_)))
        .map(|b| format!("  {}\n", b.text))
        .collect();
    if !proposed.is_empty() {
        out.push_str("Taken for headings (say --no-headings if they are none):\n");
        out.push_str(&proposed.concat());
    }
    for remark in &article.remarks {
        out.push_str(&format!("- {remark}\n"));
    }
    out
}
