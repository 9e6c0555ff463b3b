//! What goes with a deletion, said before it is done.

use std::collections::BTreeSet;

use super::{Edit, PassageId, PositionKey, Project, Target, counted};

/// What an edit takes with it besides the thing it names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consequences {
    /// Positions that are deleted.
    pub positions: usize,
    /// Passages that are deleted.
    pub passages: usize,
    /// Quotations that positions lose, in positions that stay.
    pub citations: usize,
    /// Positions that stay with a stance but lose their last quotation.
    pub unsupported: usize,
    /// Notes that are deleted.
    pub notes: usize,
    /// Notes that stay but are about something that is gone.
    pub orphaned_notes: usize,
}

impl Consequences {
    /// Whether nothing goes with it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The sentences shown before the deletion; empty if nothing goes with it.
    pub fn sentences(&self) -> Vec<String> {
        let count = |n: usize, one: &str, many: &str| (n > 0).then(|| counted(n, one, many));
        let deleted: Vec<String> = [
            count(self.positions, "position", "positions"),
            count(self.passages, "passage", "passages"),
            count(self.notes, "note", "notes"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let mut out = Vec::new();
        if !deleted.is_empty() {
            out.push(format!("Deleted with it: {}.", deleted.join(", ")));
        }
        if let Some(n) = count(self.citations, "quotation", "quotations") {
            out.push(format!("Positions elsewhere lose {n}."));
        }
        if let Some(n) = count(self.unsupported, "stance is", "stances are") {
            out.push(format!("{n} left without evidence."));
        }
        if let Some(n) = count(self.orphaned_notes, "note stays", "notes stay") {
            out.push(format!("{n}, marked as about something deleted."));
        }
        out
    }
}

/// What an edit would take with it; empty for edits that delete nothing more than they name.
pub fn consequences(project: &Project, edit: &Edit) -> Consequences {
    let of_positions = |gone: &dyn Fn(&PositionKey) -> bool, about: &dyn Fn(&Target) -> bool| Consequences {
        positions: project.positions.keys().filter(|key| gone(key)).count(),
        orphaned_notes: project.notes.values().filter(|n| n.about.iter().any(about)).count(),
        ..Consequences::default()
    };
    match edit {
        Edit::DeleteActor(id) => of_positions(&|key| key.actor == *id, &|target| match target {
            Target::Actor(actor) => actor == id,
            Target::Cell(cell) => cell.actor == *id,
            _ => false,
        }),
        Edit::DeleteIssue(id) => of_positions(&|key| key.issue == *id, &|target| match target {
            Target::Issue(issue) => issue == id,
            Target::Cell(cell) => cell.issue == *id,
            _ => false,
        }),
        Edit::DeletePeriod(id) => of_positions(&|key| key.period.as_ref() == Some(id), &|_| false),
        Edit::DeletePassage(id) => without_passages(project, &[*id].into(), |_| false),
        Edit::RemoveDocument(id) => {
            let inside: BTreeSet<PassageId> = project
                .passages
                .values()
                .filter(|p| p.document == *id)
                .map(|p| p.id)
                .collect();
            let mut out = without_passages(project, &inside, |_| false);
            out.passages = inside.len();
            out.orphaned_notes += project
                .notes
                .values()
                .filter(|n| n.about.contains(&Target::Document(id.clone())))
                .count();
            out
        }
        Edit::DeleteAnalyst(id) => {
            let own: BTreeSet<PassageId> = project
                .passages
                .values()
                .filter(|p| p.analyst == *id)
                .map(|p| p.id)
                .collect();
            let mut out = without_passages(project, &own, |key| key.analyst == *id);
            out.passages = own.len();
            out.positions += project.positions.keys().filter(|key| key.analyst == *id).count();
            out.notes = project.notes.values().filter(|n| n.analyst == *id).count();
            out
        }
        Edit::Batch(_, edits) => {
            let mut out = Consequences::default();
            for part in edits {
                let one = consequences(project, part);
                out.positions += one.positions;
                out.passages += one.passages;
                out.citations += one.citations;
                out.unsupported += one.unsupported;
                out.notes += one.notes;
                out.orphaned_notes += one.orphaned_notes;
            }
            out
        }
        _ => Consequences::default(),
    }
}

/// What deleting these passages does to positions other than the `excepted`, and to notes.
fn without_passages(
    project: &Project,
    gone: &BTreeSet<PassageId>,
    excepted: impl Fn(&PositionKey) -> bool,
) -> Consequences {
    let mut out = Consequences::default();
    for (key, position) in &project.positions {
        let lost = position.evidence.iter().filter(|e| gone.contains(&e.passage)).count();
        if lost == 0 || excepted(key) {
            continue;
        }
        let mut rest = (**position).clone();
        rest.evidence.retain(|e| !gone.contains(&e.passage));
        if rest.is_blank() {
            out.positions += 1;
        } else {
            out.citations += lost;
            out.unsupported += usize::from(rest.stance.is_some() && rest.evidence.is_empty());
        }
    }
    out.orphaned_notes = project
        .notes
        .values()
        .filter(|n| {
            n.about
                .iter()
                .any(|t| matches!(t, Target::Passage(id) if gone.contains(id)))
        })
        .count();
    out
}
