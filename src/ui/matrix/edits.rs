//! The edits that gestures in the matrix stand for: pure functions, one step each however many cells they touch.

use crate::{
    analysis::order::{self, Order},
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

/// What a heading is asked to become part of.
fn with_group(project: &Project, head: &Head, group: &str) -> Option<Edit> {
    match head {
        Head::Actor(id) => {
            let mut actor = project.actor(id)?.clone();
            if actor.group.trim() == group {
                return None;
            }
            group.clone_into(&mut actor.group);
            Some(Edit::ChangeActor(actor))
        }
        Head::Issue(id) => {
            let mut issue = project.issue(id)?.clone();
            if issue.group.trim() == group {
                return None;
            }
            group.clone_into(&mut issue.group);
            Some(Edit::ChangeIssue(issue))
        }
    }
}

/// Puts an actor or issue under another heading; `None` if it stands there.
pub(super) fn set_group(project: &Project, head: &Head, group: &str) -> Option<Edit> {
    with_group(project, head, group)
}

/// Where something is put among its like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// Behind this one.
    After(Head),
    /// Before this one.
    Before(Head),
}

fn moved<Id: Clone + PartialEq>(ids: Vec<Id>, id: &Id, near: &Id, after: bool) -> Option<Vec<Id>> {
    let mut left: Vec<Id> = ids.iter().filter(|i| *i != id).cloned().collect();
    let at = left.iter().position(|i| i == near)? + usize::from(after);
    left.insert(at, id.clone());
    (left != ids).then_some(left)
}

/// Moves an actor or issue to a place, under a heading; `None` if it stands there.
pub(super) fn move_to(project: &Project, head: &Head, spot: &Spot, group: &str) -> Option<Edit> {
    let (near, after) = match spot {
        Spot::After(near) => (near, true),
        Spot::Before(near) => (near, false),
    };
    if near == head {
        return with_group(project, head, group);
    }
    let order = match (head, near) {
        (Head::Actor(id), Head::Actor(near)) => {
            let ids = project.actors.iter().map(|a| a.id.clone()).collect();
            moved(ids, id, near, after).map(Edit::OrderActors)
        }
        (Head::Issue(id), Head::Issue(near)) => {
            let ids = project.issues.iter().map(|i| i.id.clone()).collect();
            moved(ids, id, near, after).map(Edit::OrderIssues)
        }
        _ => None,
    };
    let edits: Vec<Edit> = with_group(project, head, group).into_iter().chain(order).collect();
    one_or_batch(format!("Move {}", head.name(project)), edits)
}

/// Sorts actors or issues; `None` if they are in that order.
pub(super) fn sort(project: &Project, selection: &Selection, side: Side, by: Order) -> Option<Edit> {
    let edit = match side {
        Side::Actors => {
            let ids = order::actors(project, &selection.analyst, by);
            let same = project.actors.iter().map(|a| &a.id).eq(&ids);
            (!same).then_some(Edit::OrderActors(ids))
        }
        Side::Issues => {
            let ids = order::issues(project, &selection.analyst, by);
            let same = project.issues.iter().map(|i| &i.id).eq(&ids);
            (!same).then_some(Edit::OrderIssues(ids))
        }
    }?;
    let by = match by {
        Order::Name => "name",
        Order::Positions => "positions",
        Order::Stance => "mean stance",
        Order::Mention => "first mention",
    };
    Some(Edit::Batch(format!("Sort {}s by {by}", side.word()), vec![edit]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::desk;

    fn actor(id: &str) -> Head {
        Head::Actor(id.parse().expect("an id"))
    }

    fn names(project: &Project) -> Vec<&str> {
        project.actors.iter().take(4).map(|a| a.name.as_str()).collect()
    }

    #[test]
    fn an_actor_is_moved_behind_or_before_another_and_takes_its_heading() {
        let project = desk::named(true);
        let edit = move_to(&project, &actor("nato"), &Spot::After(actor("china")), "Signatories").expect("moves");
        let after = project.applied(&edit).expect("applies");
        assert_eq!(names(&after), ["China", "NATO", "Russia", "United States"]);
        assert_eq!(
            after.actor(&"nato".parse().expect("an id")).expect("NATO").group,
            "Signatories"
        );
        let edit = move_to(&after, &actor("nato"), &Spot::Before(actor("china")), "Signatories").expect("moves");
        assert_eq!(
            names(&after.applied(&edit).expect("applies")),
            ["NATO", "China", "Russia", "United States"]
        );
        let here = Spot::After(actor("china"));
        assert_eq!(
            move_to(&project, &actor("russia"), &here, "Signatories"),
            None,
            "it stands there"
        );
    }
}
