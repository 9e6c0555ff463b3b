//! What the notes pane shows: plain data, filtered and ordered.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{AnalystId, Focus, Moment, Note, NoteId, Project, Target},
    session::Selection,
};

/// In which order notes stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By the place in the article of what they are about; those about no place follow.
    #[default]
    Place,
    /// The last written first.
    Newest,
    /// The first written first.
    Oldest,
}

/// Which notes are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that a note's text, tags or subjects must contain, each of them.
    pub words: String,
    /// Tags of which a note must have every one.
    pub tags: BTreeSet<String>,
    /// Whose notes; `None` for everyone's.
    pub analyst: Option<AnalystId>,
    /// Whether only notes about what is selected are shown.
    pub follow: bool,
    /// Whether only notes are shown that are about nothing that is there.
    pub orphaned: bool,
    /// The order.
    pub order: Order,
}

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

/// Everything the notes pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotesView {
    /// The notes shown, in order.
    pub notes: Vec<NoteView>,
    /// How many there are in all, in the layers shown.
    pub total: usize,
    /// How many of them are about nothing that is there any more.
    pub orphans: usize,
    /// Every tag in use, with the number of notes that have it.
    pub tags: BTreeMap<String, usize>,
}

impl NotesView {
    /// Makes the view.
    pub fn new(project: &Project, selection: &Selection, filter: &Filter) -> Self {
        let layer = |note: &Note| note.analyst == selection.analyst || selection.shows(&note.analyst);
        let notes: Vec<&Note> = project.notes.values().map(|n| &**n).filter(|n| layer(n)).collect();
        let mut tags = BTreeMap::new();
        for tag in notes.iter().flat_map(|n| &n.tags) {
            *tags.entry(tag.clone()).or_default() += 1;
        }
        let orphaned = |note: &Note| !note.about.is_empty() && !note.about.iter().any(|t| project.has(t));
        let selected = selected(selection);
        let words: Vec<String> = filter.words.split_whitespace().map(str::to_lowercase).collect();
        let several = project.analysts.len() > 1;
        let mut shown: Vec<(&Note, NoteView)> = notes
            .iter()
            .filter(|n| filter.analyst.as_ref().is_none_or(|id| n.analyst == *id))
            .filter(|n| filter.tags.iter().all(|tag| n.tags.contains(tag)))
            .filter(|n| !filter.orphaned || orphaned(n))
            .filter(|n| !filter.follow || n.about.iter().any(|t| follows(project, t, &selected)))
            .map(|n| (*n, view(project, n, several)))
            .filter(|(_, view)| words.iter().all(|word| holds(view, word)))
            .collect();
        match filter.order {
            Order::Place => shown.sort_by_key(|(n, _)| (place(project, n), n.created, n.id)),
            Order::Newest => shown.sort_by_key(|(n, _)| (std::cmp::Reverse(n.changed), n.id)),
            Order::Oldest => shown.sort_by_key(|(n, _)| (n.created, n.id)),
        }
        Self {
            total: notes.len(),
            orphans: notes.iter().filter(|n| orphaned(n)).count(),
            tags,
            notes: shown.into_iter().map(|(_, view)| view).collect(),
        }
    }
}

fn view(project: &Project, note: &Note, several: bool) -> NoteView {
    let about: Vec<Chip> = note.about.iter().map(|target| chip(project, target)).collect();
    NoteView {
        id: note.id,
        orphaned: !about.is_empty() && about.iter().all(|chip| chip.gone),
        about,
        tags: note.tags.clone(),
        text: note.text.clone(),
        author: if several {
            project.analyst_name(&note.analyst).to_owned()
        } else {
            String::new()
        },
        changed: note.changed,
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

fn holds(view: &NoteView, word: &str) -> bool {
    view.text.to_lowercase().contains(word)
        || view.tags.iter().any(|t| t.to_lowercase().contains(word))
        || view.about.iter().any(|c| c.name.to_lowercase().contains(word))
}

/// What is selected, as notes name it.
fn selected(selection: &Selection) -> Vec<Target> {
    let mut out = Vec::new();
    if let Some(cell) = &selection.cell {
        out.push(Target::Cell(cell.clone()));
        out.push(Target::Actor(cell.actor.clone()));
        out.push(Target::Issue(cell.issue.clone()));
    }
    out.extend(selection.passage.map(Target::Passage));
    out
}

/// Whether a subject is selected, or is a passage that the selected cell cites.
fn follows(project: &Project, target: &Target, selected: &[Target]) -> bool {
    if selected.contains(target) {
        return true;
    }
    let Target::Passage(id) = target else { return false };
    selected.iter().any(|s| match s {
        Target::Cell(cell) => project
            .analysts
            .iter()
            .any(|a| project.positions_in(&a.id, cell).any(|(_, p)| p.role_of(*id).is_some())),
        _ => false,
    })
}

/// The first place in the articles that a note is about; notes about none follow the others.
fn place(project: &Project, note: &Note) -> (usize, u32) {
    let of_document = |id: &crate::model::DocumentId| project.documents.iter().position(|d| d.id == *id);
    note.about
        .iter()
        .filter_map(|target| match target {
            Target::Passage(id) => {
                let passage = project.passage(*id)?;
                Some((of_document(&passage.document)?, passage.anchor.start))
            }
            Target::Document(id) => Some((of_document(id)?, 0)),
            Target::Cell(cell) => project
                .positions_in(&note.analyst, cell)
                .flat_map(|(_, p)| &p.evidence)
                .filter_map(|e| {
                    let passage = project.passage(e.passage)?;
                    Some((of_document(&passage.document)?, passage.anchor.start))
                })
                .min(),
            Target::Project | Target::Actor(_) | Target::Issue(_) => None,
        })
        .min()
        .unwrap_or((usize::MAX, u32::MAX))
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
