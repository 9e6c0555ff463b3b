//! Conflicts that were kept inside a file, read back to be settled: the other side of [`Merge::recorded`].
//!
//! [`Merge::recorded`]: super::Merge::recorded

use super::{
    super::{AnalystId, Edit, Focus, Note, PositionKey, Project, Target},
    CONFLICT_TAG,
    settle::layer_of_theirs,
    words::position_name,
};

/// A conflict kept inside a file, and the edits that settle it, each one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which thing it is about.
    pub subject: String,
    /// What differs, line by line.
    pub lines: Vec<String>,
    /// The place to look at.
    pub place: Focus,
    /// Leaves it as it is here.
    pub keep_here: Edit,
    /// Puts their judgment in place of this one; `None` where theirs is only told in the note.
    pub take_theirs: Option<Edit>,
    /// Keeps their judgment in a layer of its own; `None` where theirs is only told in the note.
    pub keep_both: Option<Edit>,
}

/// The conflicts kept inside a project, in the order of their notes. Takes time proportional to the notes.
pub fn kept_conflicts(project: &Project) -> Vec<Kept> {
    let notes = project.notes.values();
    notes
        .filter(|note| note.tags.iter().any(|tag| tag == CONFLICT_TAG))
        .map(|note| kept(project, note))
        .collect()
}

fn kept(project: &Project, note: &Note) -> Kept {
    let mut lines = note.text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let subject = first
        .split_once(":** ")
        .map_or(first, |(_, subject)| subject)
        .to_owned();
    let done = Edit::DeleteNote(note.id);
    let pair = theirs(project, note, &subject);
    let batch = |edits: Vec<Edit>, how: &str| Edit::Batch(format!("Settle {subject}: {how}"), edits);
    let place = match note.about.first() {
        Some(Target::Document(id)) => Focus::Document(id.clone()),
        Some(Target::Passage(id)) => Focus::Passage(*id),
        Some(Target::Cell(cell)) => Focus::Cell(cell.clone()),
        Some(Target::Actor(id)) => Focus::Actor(id.clone()),
        Some(Target::Issue(id)) => Focus::Issue(id.clone()),
        Some(Target::Project) | None => Focus::Note(note.id),
    };
    let mut keep_here = vec![done.clone()];
    let mut take_theirs = None;
    let mut keep_both = None;
    if let Some((mine, theirs)) = pair {
        let leave = leaving(project, &theirs);
        let position = project.position(&theirs).cloned().unwrap_or_default();
        keep_here.extend(leave.iter().cloned());
        let mut take = vec![done.clone(), Edit::SetPosition(mine, position)];
        take.extend(leave);
        take_theirs = Some(batch(take, "theirs"));
        keep_both = Some(batch(vec![done], "both"));
    }
    Kept {
        lines: lines.map(str::to_owned).collect(),
        place,
        keep_here: batch(keep_here, "as it is here"),
        take_theirs,
        keep_both,
        subject,
    }
}

/// The judgment that a note is about, and theirs beside it, if there is one.
fn theirs(project: &Project, note: &Note, subject: &str) -> Option<(PositionKey, PositionKey)> {
    let Some(Target::Cell(cell)) = note.about.first() else {
        return None;
    };
    let layer = layer_of_theirs(project, &note.analyst)?;
    project.positions_in(&layer, cell).find_map(|(theirs, _)| {
        let mine = PositionKey {
            analyst: note.analyst.clone(),
            ..theirs.clone()
        };
        (position_name(project, &mine) == subject).then(|| (mine, theirs.clone()))
    })
}

/// Takes their judgment away, and their layer with it if nothing else is in it.
fn leaving(project: &Project, theirs: &PositionKey) -> Vec<Edit> {
    let mut edits = vec![Edit::ClearPosition(theirs.clone())];
    let layer: &AnalystId = &theirs.analyst;
    let used = project
        .positions
        .keys()
        .any(|key| key.analyst == *layer && key != theirs)
        || project.passages.values().any(|passage| passage.analyst == *layer)
        || project.notes.values().any(|n| n.analyst == *layer);
    if !used {
        edits.push(Edit::DeleteAnalyst(layer.clone()));
    }
    edits
}
