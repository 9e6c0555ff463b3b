//! Merging one actor or issue into another without losing a position.
//!
//! Not here: merging two people's projects.

use std::sync::Arc;

use imbl::Vector;
use serde::{Deserialize, Serialize};

use super::{
    ActorId, Cell, EditError, IssueId, Listed, Position, PositionKey, Project, Target, apply, project::index_of,
};

/// Two judgments that would land on one key and differ in stance, confidence or basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The key both would have afterwards; the position there now is the kept side.
    pub key: PositionKey,
    /// The position that is there already.
    pub kept: Position,
    /// The position that comes in from the actor or issue merged.
    pub merged: Position,
}

/// Which side of a [`Clash`] gives stance, confidence and basis. Evidence and rationale of both are always kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keep {
    /// What is there already.
    Kept,
    /// What comes in.
    Merged,
}

/// How the user settled one clash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The key of the clash.
    pub key: PositionKey,
    /// The side chosen.
    pub keep: Keep,
}

/// What must be settled before one actor can be merged into another.
pub fn clashes_of_actors(project: &Project, from: &ActorId, into: &ActorId) -> Vec<Clash> {
    clashes(project, with_actor(from, into))
}

/// What must be settled before one issue can be merged into another.
pub fn clashes_of_issues(project: &Project, from: &IssueId, into: &IssueId) -> Vec<Clash> {
    clashes(project, with_issue(from, into))
}

/// Where the cells of one actor go when it becomes part of another.
fn with_actor(from: &ActorId, into: &ActorId) -> impl Fn(&Cell) -> Option<Cell> {
    |cell| {
        (cell.actor == *from).then(|| Cell {
            actor: into.clone(),
            issue: cell.issue.clone(),
        })
    }
}

/// Where the cells of one issue go when it becomes part of another.
fn with_issue(from: &IssueId, into: &IssueId) -> impl Fn(&Cell) -> Option<Cell> {
    |cell| {
        (cell.issue == *from).then(|| Cell {
            actor: cell.actor.clone(),
            issue: into.clone(),
        })
    }
}

/// The key of a position once its cell went elsewhere; `None` if it stays.
fn moved(key: &PositionKey, goes: impl Fn(&Cell) -> Option<Cell>) -> Option<PositionKey> {
    let Cell { actor, issue } = goes(&key.cell())?;
    Some(PositionKey {
        actor,
        issue,
        ..key.clone()
    })
}

fn clashes(project: &Project, goes: impl Fn(&Cell) -> Option<Cell>) -> Vec<Clash> {
    project
        .positions
        .iter()
        .filter_map(|(key, merged)| {
            let key = moved(key, &goes)?;
            let kept = project.position(&key)?;
            differ(kept, merged).then(|| Clash {
                kept: kept.clone(),
                merged: (**merged).clone(),
                key,
            })
        })
        .collect()
}

fn differ(a: &Position, b: &Position) -> bool {
    fn both<T: PartialEq + Copy>(a: Option<T>, b: Option<T>) -> bool {
        a.is_some() && b.is_some() && a != b
    }
    both(a.stance, b.stance) || both(a.confidence, b.confidence) || both(a.basis, b.basis)
}

/// One position of two: evidence of both, rationales one after the other, judgments of the chosen side first.
fn united(kept: &Position, merged: &Position, keep: Keep) -> Position {
    let (first, second) = match keep {
        Keep::Kept => (kept, merged),
        Keep::Merged => (merged, kept),
    };
    let mut out = first.clone();
    out.stance = first.stance.or(second.stance);
    out.confidence = first.confidence.or(second.confidence);
    out.basis = first.basis.or(second.basis);
    if out.rationale.is_empty() {
        out.rationale.clone_from(&second.rationale);
    } else if !second.rationale.is_empty() && second.rationale != out.rationale {
        out.rationale = format!("{}\n\n{}", out.rationale, second.rationale);
    }
    for evidence in &second.evidence {
        if out.role_of(evidence.passage).is_none() {
            out.evidence.push(*evidence);
        }
    }
    out
}

fn move_positions(
    project: &mut Project,
    settled: &[Settled],
    goes: impl Fn(&Cell) -> Option<Cell>,
) -> Result<(), EditError> {
    let coming: Vec<(PositionKey, PositionKey, Arc<Position>)> = project
        .positions
        .iter()
        .filter_map(|(key, position)| Some((key.clone(), moved(key, &goes)?, Arc::clone(position))))
        .collect();
    let mut unsettled = 0;
    for (old_key, key, merged) in coming {
        let position = match project.positions.get(&key) {
            None => merged,
            Some(kept) => {
                let choice = settled.iter().find(|s| s.key == key).map(|s| s.keep);
                if choice.is_none() && differ(kept, &merged) {
                    unsettled += 1;
                }
                Arc::new(united(kept, &merged, choice.unwrap_or(Keep::Kept)))
            }
        };
        project.positions.remove(&old_key);
        project.positions.insert(key, position);
    }
    if unsettled > 0 {
        return Err(EditError::Unsettled(unsettled));
    }
    Ok(())
}

fn move_notes(project: &mut Project, retarget: impl Fn(&Target) -> Option<Target>) {
    let changed: Vec<_> = project
        .notes
        .values()
        .filter(|note| note.about.iter().any(|t| retarget(t).is_some()))
        .cloned()
        .collect();
    for note in changed {
        let mut note = (*note).clone();
        let mut about: Vec<Target> = Vec::new();
        for target in note.about.drain(..) {
            let target = retarget(&target).unwrap_or(target);
            if !about.contains(&target) {
                about.push(target);
            }
        }
        note.about = about;
        project.notes.insert(note.id, Arc::new(note));
    }
}

fn add_words(list: &mut Vec<String>, words: impl IntoIterator<Item = String>, not: &str) {
    for word in words {
        if word != not && !list.contains(&word) {
            list.push(word);
        }
    }
}

/// Makes one thing of a list part of another, which takes over what it says.
fn absorb<T: Listed>(
    list: &mut Vector<Arc<T>>,
    from: &T::Id,
    into: &T::Id,
    take_over: impl FnOnce(&mut T, T),
) -> Result<(), EditError> {
    let gone = apply::remove(list, from)?;
    if from == into {
        return Err(EditError::Itself(gone.name().to_owned()));
    }
    let at = index_of(list, into).ok_or_else(|| EditError::Missing(T::KIND, into.to_string()))?;
    let mut target = (*list[at]).clone();
    take_over(&mut target, (*gone).clone());
    list.set(at, Arc::new(target));
    Ok(())
}

/// Moves everything that is said of cells, and what is noted about the thing itself.
fn move_all(
    project: &mut Project,
    settled: &[Settled],
    goes: impl Fn(&Cell) -> Option<Cell>,
    [from, into]: [Target; 2],
) -> Result<(), EditError> {
    move_positions(project, settled, &goes)?;
    move_notes(project, |target| match target {
        Target::Cell(cell) => goes(cell).map(Target::Cell),
        _ => (*target == from).then(|| into.clone()),
    });
    let dismissals = project.dismissals.iter().cloned().map(|mut dismissal| {
        if let Some(cell) = goes(&dismissal.cell) {
            dismissal.cell = cell;
        }
        dismissal
    });
    project.dismissals = dismissals.collect();
    Ok(())
}

pub(super) fn merge_actors(
    project: &mut Project,
    from: &ActorId,
    into: &ActorId,
    settled: &[Settled],
) -> Result<(), EditError> {
    absorb(&mut project.actors, from, into, |target, gone| {
        let words = std::iter::once(gone.name).chain(gone.aliases);
        add_words(&mut target.aliases, words, &target.name);
    })?;
    let places = [from, into].map(|id| Target::Actor(id.clone()));
    move_all(project, settled, with_actor(from, into), places)
}

pub(super) fn merge_issues(
    project: &mut Project,
    from: &IssueId,
    into: &IssueId,
    settled: &[Settled],
) -> Result<(), EditError> {
    absorb(&mut project.issues, from, into, |target, gone| {
        let words = std::iter::once(gone.name).chain(gone.keywords);
        add_words(&mut target.keywords, words, &target.name);
        if target.proposition.is_empty() {
            target.proposition = gone.proposition;
        }
    })?;
    let places = [from, into].map(|id| Target::Issue(id.clone()));
    move_all(project, settled, with_issue(from, into), places)
}
