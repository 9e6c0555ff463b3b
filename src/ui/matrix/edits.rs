//! The edits that gestures in the matrix stand for: pure functions, one step each however many cells they touch.

use crate::{
    model::{Cell, Edit, Project, Stance},
    session::Selection,
    ui::matrix::axis::{Head, Side},
};

fn cells(n: usize) -> String {
    if n == 1 {
        "1 cell".to_owned()
    } else {
        format!("{n} cells")
    }
}

fn one_or_batch(label: String, mut edits: Vec<Edit>) -> Option<Edit> {
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        _ => Some(Edit::Batch(label, edits)),
    }
}

/// Sets the stance of every cell that has another one; `None` if none has.
pub(super) fn set_stance(project: &Project, selection: &Selection, range: &[Cell], stance: Stance) -> Option<Edit> {
    let edits: Vec<Edit> = range
        .iter()
        .map(|cell| selection.key_for(project, cell))
        .filter(|key| project.position(key).and_then(|p| p.stance) != Some(stance))
        .map(|key| Edit::SetStance(key, Some(stance)))
        .collect();
    let label = format!("{} → {}", cells(edits.len()), stance.word());
    one_or_batch(label, edits)
}

/// Clears what the cells show; `None` if nothing is there. The passages stay.
pub(super) fn clear(project: &Project, selection: &Selection, range: &[Cell]) -> Option<Edit> {
    let edits: Vec<Edit> = range
        .iter()
        .map(|cell| selection.key_for(project, cell))
        .filter(|key| project.position(key).is_some())
        .map(Edit::ClearPosition)
        .collect();
    let label = format!("Clear {}", cells(edits.len()));
    one_or_batch(label, edits)
}

/// Adds an actor or issue of a name; `None` if the name is empty.
pub(super) fn add(project: &Project, side: Side, name: &str) -> Option<(Head, Edit)> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    Some(match side {
        Side::Actors => {
            let id = project.free_actor_id(name);
            let actor = crate::model::Actor::new(id.clone(), name);
            (Head::Actor(id), Edit::AddActor(actor))
        }
        Side::Issues => {
            let id = project.free_issue_id(name);
            let issue = crate::model::Issue::new(id.clone(), name);
            (Head::Issue(id), Edit::AddIssue(issue))
        }
    })
}

/// Gives an actor or issue another name; `None` if the name is empty or the same.
pub(super) fn rename(project: &Project, head: &Head, name: &str) -> Option<Edit> {
    let name = name.trim();
    if name.is_empty() || name == head.name(project) {
        return None;
    }
    match head {
        Head::Actor(id) => {
            let mut actor = project.actor(id)?.clone();
            name.clone_into(&mut actor.name);
            Some(Edit::ChangeActor(actor))
        }
        Head::Issue(id) => {
            let mut issue = project.issue(id)?.clone();
            name.clone_into(&mut issue.name);
            Some(Edit::ChangeIssue(issue))
        }
    }
}

/// Hides or shows an actor or issue.
pub(super) fn hide(project: &Project, head: &Head, hidden: bool) -> Option<Edit> {
    match head {
        Head::Actor(id) => {
            let mut actor = project.actor(id)?.clone();
            actor.hidden = hidden;
            Some(Edit::ChangeActor(actor))
        }
        Head::Issue(id) => {
            let mut issue = project.issue(id)?.clone();
            issue.hidden = hidden;
            Some(Edit::ChangeIssue(issue))
        }
    }
}

/// Deletes an actor or issue.
pub(super) fn delete(head: &Head) -> Edit {
    match head {
        Head::Actor(id) => Edit::DeleteActor(id.clone()),
        Head::Issue(id) => Edit::DeleteIssue(id.clone()),
    }
}
