//! What a note's card shows: plain data.
//!
//! Not here: which notes are shown in which order (`list`).

use crate::model::{Focus, Moment, Note, NoteId, Project, Target, link};

/// One thing that a note is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// Which.
    pub target: Target,
    /// What to call it.
    pub name: String,
    /// Whether it is deleted.
    pub gone: bool,
}

/// One note, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteView {
    /// Which.
    pub id: NoteId,
    /// What it is about.
    pub about: Vec<Chip>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its source, in Markdown.
    pub text: String,
    /// The same as it is shown: every link has words.
    pub shown: String,
    /// Who wrote it; empty if there is one analyst only.
    pub author: String,
    /// When it last changed.
    pub changed: Moment,
    /// Whether nothing that it is about is there any more.
    pub orphaned: bool,
}

impl NoteView {
    /// Makes the view of a note.
    pub fn new(project: &Project, note: &Note) -> Self {
        let about: Vec<Chip> = note.about.iter().map(|target| chip(project, target)).collect();
        Self {
            id: note.id,
            orphaned: !about.is_empty() && about.iter().all(|chip| chip.gone),
            about,
            tags: note.tags.clone(),
            shown: link::named(project, &note.text),
            text: note.text.clone(),
            author: if project.analysts.len() > 1 {
                project.analyst_name(&note.analyst).to_owned()
            } else {
                String::new()
            },
            changed: note.changed,
        }
    }
}

/// The longest name on a chip, in code points.
const MOST: usize = 44;

/// What a note is about, by name.
pub fn chip(project: &Project, target: &Target) -> Chip {
    let gone = !project.has(target);
    let name = link::name(project, &Focus::from(target));
    let name = if name.chars().count() > MOST {
        let cut: String = name.chars().take(MOST - 2).collect();
        let close = if name.starts_with('“') { "…”" } else { "…" };
        format!("{}{close}", cut.trim_end())
    } else {
        name
    };
    Chip {
        target: target.clone(),
        name,
        gone,
    }
}
