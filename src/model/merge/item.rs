//! Anything with an identity of its own in a project, and the difference between two projects.

use std::{fmt, sync::Arc};

use imbl::ordmap::DiffItem;

use super::super::{
    Actor, Analyst, Dismissal, Document, Focus, Issue, Kind, Listed, Note, Passage, Period, Position, PositionKey,
    Project,
};

/// One thing of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Item {
    Document(Arc<Document>),
    Actor(Arc<Actor>),
    Issue(Arc<Issue>),
    Period(Arc<Period>),
    Analyst(Arc<Analyst>),
    Passage(Arc<Passage>),
    Position(PositionKey, Arc<Position>),
    Note(Arc<Note>),
}

impl Item {
    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Document(_) => Kind::Document,
            Self::Actor(_) => Kind::Actor,
            Self::Issue(_) => Kind::Issue,
            Self::Period(_) => Kind::Period,
            Self::Analyst(_) => Kind::Analyst,
            Self::Passage(_) => Kind::Passage,
            Self::Position(..) => Kind::Position,
            Self::Note(_) => Kind::Note,
        }
    }

    /// The place to look at.
    pub fn place(&self) -> Focus {
        match self {
            Self::Document(d) => Focus::Document(d.id.clone()),
            Self::Actor(a) => Focus::Actor(a.id.clone()),
            Self::Issue(i) => Focus::Issue(i.id.clone()),
            Self::Period(p) => Focus::Period(p.id.clone()),
            Self::Analyst(a) => Focus::Analyst(a.id.clone()),
            Self::Passage(p) => Focus::Passage(p.id),
            Self::Position(key, _) => Focus::Position(key.clone()),
            Self::Note(n) => Focus::Note(n.id),
        }
    }
}

/// One thing in which a project differs from an earlier or another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The project's title: before and after.
    Title(String, String),
    /// It is new.
    Added(Item),
    /// It is not the same: before and after.
    Changed(Item, Item),
    /// It is gone.
    Removed(Item),
    /// What both have stands in another order.
    Reordered(Kind),
    /// A candidate is no longer offered.
    Dismissed(Dismissal),
    /// A candidate is offered again.
    Offered(Dismissal),
}

impl Change {
    /// What kind of thing it is about; `None` for the project itself and for candidates.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Added(item) | Self::Changed(_, item) | Self::Removed(item) => Some(item.kind()),
            Self::Reordered(kind) => Some(*kind),
            Self::Title(..) | Self::Dismissed(_) | Self::Offered(_) => None,
        }
    }

    /// The place to look at; for what is gone, where it was.
    pub fn place(&self) -> Focus {
        match self {
            Self::Added(item) | Self::Changed(_, item) | Self::Removed(item) => item.place(),
            Self::Title(..) | Self::Reordered(_) => Focus::Project,
            Self::Dismissed(d) | Self::Offered(d) => Focus::Cell(d.cell.clone()),
        }
    }
}

/// Lists every difference between two projects; empty exactly if they are equal.
///
/// What two versions of one open project share costs nothing in passages, positions and notes.
pub fn differences(before: &Project, after: &Project) -> Vec<Change> {
    let mut out = Vec::new();
    if before.title != after.title {
        out.push(Change::Title(before.title.clone(), after.title.clone()));
    }
    in_lists(&before.documents, &after.documents, Item::Document, &mut out);
    in_lists(&before.analysts, &after.analysts, Item::Analyst, &mut out);
    in_lists(&before.periods, &after.periods, Item::Period, &mut out);
    in_lists(&before.actors, &after.actors, Item::Actor, &mut out);
    in_lists(&before.issues, &after.issues, Item::Issue, &mut out);
    in_maps(
        &before.positions,
        &after.positions,
        |k, v| Item::Position(k.clone(), v),
        &mut out,
    );
    in_maps(&before.passages, &after.passages, |_, v| Item::Passage(v), &mut out);
    in_maps(&before.notes, &after.notes, |_, v| Item::Note(v), &mut out);
    for change in before.dismissals.diff(&after.dismissals) {
        match change {
            imbl::ordset::DiffItem::Add(d) => out.push(Change::Dismissed(d.clone())),
            imbl::ordset::DiffItem::Remove(d) => out.push(Change::Offered(d.clone())),
        }
    }
    out
}

fn in_lists<T: Listed>(
    before: &imbl::Vector<Arc<T>>,
    after: &imbl::Vector<Arc<T>>,
    item: impl Fn(Arc<T>) -> Item,
    out: &mut Vec<Change>,
) where
    Arc<T>: PartialEq,
{
    if before.ptr_eq(after) {
        return;
    }
    let by_id = |list: &imbl::Vector<Arc<T>>| -> std::collections::BTreeMap<T::Id, Arc<T>> {
        list.iter().map(|i| (i.id().clone(), Arc::clone(i))).collect()
    };
    let (old_by_id, new_by_id) = (by_id(before), by_id(after));
    for gone in before.iter().filter(|i| !new_by_id.contains_key(i.id())) {
        out.push(Change::Removed(item(Arc::clone(gone))));
    }
    for new in after {
        match old_by_id.get(new.id()) {
            None => out.push(Change::Added(item(Arc::clone(new)))),
            Some(old) if old != new => out.push(Change::Changed(item(Arc::clone(old)), item(Arc::clone(new)))),
            Some(_) => {}
        }
    }
    let common = before.iter().map(|i| i.id()).filter(|id| new_by_id.contains_key(*id));
    if !common.eq(after.iter().map(|i| i.id()).filter(|id| old_by_id.contains_key(*id))) {
        out.push(Change::Reordered(T::KIND));
    }
}

fn in_maps<K: Ord, V: PartialEq>(
    before: &imbl::OrdMap<K, Arc<V>>,
    after: &imbl::OrdMap<K, Arc<V>>,
    item: impl Fn(&K, Arc<V>) -> Item,
    out: &mut Vec<Change>,
) where
    Arc<V>: PartialEq,
{
    let item = |key: &K, value: &Arc<V>| item(key, Arc::clone(value));
    for change in before.diff(after) {
        out.push(match change {
            DiffItem::Add(key, value) => Change::Added(item(key, value)),
            DiffItem::Update { old, new } => Change::Changed(item(old.0, old.1), item(new.0, new.1)),
            DiffItem::Remove(key, value) => Change::Removed(item(key, value)),
        });
    }
}

/// How many things of each kind came, changed and went; displayed as one line: "3 positions and 1 note added, 1 actor
/// changed".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    added: Vec<(Kind, usize)>,
    changed: Vec<(Kind, usize)>,
    removed: Vec<(Kind, usize)>,
    other: Vec<String>,
}

impl Tally {
    /// Counts differences.
    pub fn of(changes: &[Change]) -> Self {
        let mut out = Self::default();
        let mut candidates = 0_usize;
        for change in changes {
            let (list, kind) = match change {
                Change::Added(item) => (&mut out.added, item.kind()),
                Change::Changed(_, item) => (&mut out.changed, item.kind()),
                Change::Removed(item) => (&mut out.removed, item.kind()),
                Change::Title(..) => {
                    out.other.push("another title".to_owned());
                    continue;
                }
                Change::Reordered(kind) => {
                    out.other.push(format!("{kind}s reordered"));
                    continue;
                }
                Change::Dismissed(_) | Change::Offered(_) => {
                    candidates += 1;
                    continue;
                }
            };
            match list.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, count)) => *count += 1,
                None => list.push((kind, 1)),
            }
        }
        match candidates {
            0 => {}
            1 => out.other.push("1 candidate dismissed or offered again".to_owned()),
            n => out.other.push(format!("{n} candidates dismissed or offered again")),
        }
        out
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        for (list, verb) in [
            (&self.added, "added"),
            (&self.changed, "changed"),
            (&self.removed, "removed"),
        ] {
            let words: Vec<String> = list
                .iter()
                .map(|(kind, n)| format!("{n} {kind}{}", if *n == 1 { "" } else { "s" }))
                .collect();
            match words.split_last() {
                None => {}
                Some((only, [])) => parts.push(format!("{only} {verb}")),
                Some((last, others)) => parts.push(format!("{} and {last} {verb}", others.join(", "))),
            }
        }
        parts.extend(self.other.iter().cloned());
        if parts.is_empty() {
            return f.write_str("no difference");
        }
        f.write_str(&parts.join("; "))
    }
}
