//! What a note's card shows: plain data.
//!
//! Not here: which notes are shown in which order (`list`).

use crate::model::{Focus, Moment, Note, NoteId, Project, Target};

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
    let name = match target {
        Target::Project => "Project".to_owned(),
        Target::Document(id) => project
            .document(id)
            .map_or_else(|| id.to_string(), |d| d.about.title.clone()),
        Target::Passage(id) => project.passage(*id).map_or_else(
            || "a deleted passage".to_owned(),
            |p| format!("“{}”", p.anchor.quotation),
        ),
        Target::Cell(cell) => project.cell_name(cell),
        Target::Actor(id) => project.actor_name(id).to_owned(),
        Target::Issue(id) => project.issue_name(id).to_owned(),
    };
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

/// What to look at to see what a note is about.
pub fn focus_of(target: &Target) -> Focus {
    match target {
        Target::Project => Focus::Project,
        Target::Document(id) => Focus::Document(id.clone()),
        Target::Passage(id) => Focus::Passage(*id),
        Target::Cell(cell) => Focus::Cell(cell.clone()),
        Target::Actor(id) => Focus::Actor(id.clone()),
        Target::Issue(id) => Focus::Issue(id.clone()),
    }
}

/// Reads a link of ours: `standpoint:cell/china/aukus`, `…:passage/ID`, `…:actor/ID`, `…:issue/ID`, `…:note/ID`,
/// `…:document/ID`.
pub fn read_link(link: &str) -> Option<Focus> {
    let (kind, rest) = link.strip_prefix("standpoint:")?.split_once('/')?;
    Some(match kind {
        "cell" => {
            let (actor, issue) = rest.split_once('/')?;
            Focus::Cell(crate::model::Cell {
                actor: actor.parse().ok()?,
                issue: issue.parse().ok()?,
            })
        }
        "passage" => Focus::Passage(rest.parse().ok()?),
        "actor" => Focus::Actor(rest.parse().ok()?),
        "issue" => Focus::Issue(rest.parse().ok()?),
        "note" => Focus::Note(rest.parse().ok()?),
        "document" => Focus::Document(rest.parse().ok()?),
        _ => return None,
    })
}
