//! Reading blind: the project without what other analysts did, for as long as one's own reading is not finished.
//!
//! Other layers are taken out of the project that the window shows, not hidden by each part of it, so that nothing can
//! show them by mistake. What is saved, merged and undone is the whole project.

use imbl::{OrdMap, ordmap::DiffItem, ordset};

use crate::model::{AnalystId, Focus, Project};

/// Brings what one analyst may see from one state of the whole project to another; time proportional to what differs.
pub(super) fn follow(seen: &Project, before: &Project, after: &Project, reader: &AnalystId) -> Project {
    let mut out = Project {
        passages: seen.passages.clone(),
        positions: seen.positions.clone(),
        notes: seen.notes.clone(),
        dismissals: seen.dismissals.clone(),
        ..after.clone()
    };
    keep_own(&mut out.passages, &before.passages, &after.passages, |_, passage| {
        passage.analyst == *reader
    });
    keep_own(&mut out.positions, &before.positions, &after.positions, |key, _| {
        key.analyst == *reader
    });
    keep_own(&mut out.notes, &before.notes, &after.notes, |_, note| {
        note.analyst == *reader
    });
    for change in before.dismissals.diff(&after.dismissals) {
        match change {
            ordset::DiffItem::Add(dismissal) if dismissal.analyst == *reader => {
                out.dismissals.insert(dismissal.clone());
            }
            ordset::DiffItem::Add(_) => {}
            ordset::DiffItem::Remove(dismissal) => {
                out.dismissals.remove(dismissal);
            }
        }
    }
    out
}

/// What one analyst may see of a project.
pub(super) fn seen(whole: &Project, reader: &AnalystId) -> Project {
    let nothing = Project::default();
    follow(&nothing, &nothing, whole, reader)
}

fn keep_own<K: Ord + Clone, V: Clone + PartialEq>(
    out: &mut OrdMap<K, V>,
    before: &OrdMap<K, V>,
    after: &OrdMap<K, V>,
    own: impl Fn(&K, &V) -> bool,
) {
    for change in before.diff(after) {
        match change {
            DiffItem::Add(key, value) | DiffItem::Update { new: (key, value), .. } => {
                if own(key, value) {
                    out.insert(key.clone(), value.clone());
                } else {
                    // It may have been one's own before.
                    out.remove(key);
                }
            }
            DiffItem::Remove(key, _) => {
                out.remove(key);
            }
        }
    }
}

/// Whose layer a place of the whole project is in; `None` if it is in none.
pub fn layer_of<'a>(project: &'a Project, place: &'a Focus) -> Option<&'a AnalystId> {
    match place {
        Focus::Position(key) => Some(&key.analyst),
        Focus::Passage(id) => project.passage(*id).map(|p| &p.analyst),
        Focus::Note(id) => project.note(*id).map(|n| &n.analyst),
        Focus::Project
        | Focus::Document(_)
        | Focus::Actor(_)
        | Focus::Issue(_)
        | Focus::Period(_)
        | Focus::Analyst(_)
        | Focus::Cell(_) => None,
    }
}
