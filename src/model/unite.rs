//! Merging one actor or issue into another without losing a position.
//!
//! Not here: merging two people's projects.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    ActorId, Cell, EditError, IssueId, Kind, Position, PositionKey, Project, Target, apply, project::index_of,
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
    clashes(project, |key| key.actor == *from, |key| key.actor = into.clone())
}

/// What must be settled before one issue can be merged into another.
pub fn clashes_of_issues(project: &Project, from: &IssueId, into: &IssueId) -> Vec<Clash> {
    clashes(project, |key| key.issue == *from, |key| key.issue = into.clone())
}

fn clashes(project: &Project, comes: impl Fn(&PositionKey) -> bool, rekey: impl Fn(&mut PositionKey)) -> Vec<Clash> {
    project
        .positions
        .iter()
        .filter(|(key, _)| comes(key))
        .filter_map(|(key, merged)| {
            let mut key = key.clone();
            rekey(&mut key);
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
    comes: impl Fn(&PositionKey) -> bool,
    rekey: impl Fn(&mut PositionKey),
) -> Result<(), EditError> {
    let coming: Vec<(PositionKey, Arc<Position>)> = project
        .positions
        .iter()
        .filter(|(key, _)| comes(key))
        .map(|(key, position)| (key.clone(), Arc::clone(position)))
        .collect();
    let mut unsettled = 0;
    for (old_key, merged) in coming {
        let mut key = old_key.clone();
        rekey(&mut key);
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

pub(super) fn merge_actors(
    project: &mut Project,
    from: &ActorId,
    into: &ActorId,
    settled: &[Settled],
) -> Result<(), EditError> {
    if from == into {
        return Err(EditError::Itself(project.actor_name(from).to_owned()));
    }
    let at = index_of(&project.actors, into).ok_or_else(|| EditError::Missing(Kind::Actor, into.to_string()))?;
    let mut target = (*project.actors[at]).clone();
    let gone = project
        .actor(from)
        .ok_or_else(|| EditError::Missing(Kind::Actor, from.to_string()))?
        .clone();
    let name = target.name.clone();
    add_words(
        &mut target.aliases,
        std::iter::once(gone.name).chain(gone.aliases),
        &name,
    );
    project.actors.set(at, Arc::new(target));
    apply::remove(&mut project.actors, from)?;
    move_positions(
        project,
        settled,
        |key| key.actor == *from,
        |key| key.actor = into.clone(),
    )?;
    move_notes(project, |target| match target {
        Target::Actor(id) if id == from => Some(Target::Actor(into.clone())),
        Target::Cell(cell) if cell.actor == *from => Some(Target::Cell(Cell {
            actor: into.clone(),
            issue: cell.issue.clone(),
        })),
        _ => None,
    });
    project.dismissals = project
        .dismissals
        .iter()
        .cloned()
        .map(|mut d| {
            if d.cell.actor == *from {
                d.cell.actor = into.clone();
            }
            d
        })
        .collect();
    Ok(())
}

pub(super) fn merge_issues(
    project: &mut Project,
    from: &IssueId,
    into: &IssueId,
    settled: &[Settled],
) -> Result<(), EditError> {
    if from == into {
        return Err(EditError::Itself(project.issue_name(from).to_owned()));
    }
    let at = index_of(&project.issues, into).ok_or_else(|| EditError::Missing(Kind::Issue, into.to_string()))?;
    let mut target = (*project.issues[at]).clone();
    let gone = project
        .issue(from)
        .ok_or_else(|| EditError::Missing(Kind::Issue, from.to_string()))?
        .clone();
    let name = target.name.clone();
    add_words(
        &mut target.keywords,
        std::iter::once(gone.name).chain(gone.keywords),
        &name,
    );
    if target.proposition.is_empty() {
        target.proposition = gone.proposition;
    }
    project.issues.set(at, Arc::new(target));
    apply::remove(&mut project.issues, from)?;
    move_positions(
        project,
        settled,
        |key| key.issue == *from,
        |key| key.issue = into.clone(),
    )?;
    move_notes(project, |target| match target {
        Target::Issue(id) if id == from => Some(Target::Issue(into.clone())),
        Target::Cell(cell) if cell.issue == *from => Some(Target::Cell(Cell {
            actor: cell.actor.clone(),
            issue: into.clone(),
        })),
        _ => None,
    });
    project.dismissals = project
        .dismissals
        .iter()
        .cloned()
        .map(|mut d| {
            if d.cell.issue == *from {
                d.cell.issue = into.clone();
            }
            d
        })
        .collect();
    Ok(())
}
