//! Merging the things of a project field by field.

use std::{collections::BTreeMap, sync::Arc};

use imbl::{OrdMap, Vector, ordmap::DiffItem};

use super::{
    super::{
        Actor, Analyst, Document, Evidence, Issue, Listed, Metadata, Note, Passage, PassageId, Period, Position,
        PositionKey,
    },
    Conflict, Deletion, Detail, Flag, Item, Merged, Side, Sides, Text, merge3,
    values::{arrange, merge_list, spine},
};

/// Merges one field. Without a base, what one side left blank is the other side's. In a conflict mine stands, unless it
/// is blank: what one side took away and the other changed must not go unseen.
fn field<T: Clone + PartialEq>(
    base: Option<&T>,
    mine: &T,
    theirs: &T,
    is_blank: impl Fn(&T) -> bool,
    conflict: impl FnOnce(Sides<T>) -> Conflict,
    conflicts: &mut Vec<Conflict>,
) -> T {
    match merge3(base, mine, theirs) {
        Merged::From(Side::Mine) => mine.clone(),
        Merged::From(Side::Theirs) => theirs.clone(),
        Merged::Conflict if base.is_none() && is_blank(theirs) => mine.clone(),
        Merged::Conflict if base.is_none() && is_blank(mine) => theirs.clone(),
        Merged::Conflict => {
            conflicts.push(conflict(Sides {
                base: base.cloned(),
                mine: mine.clone(),
                theirs: theirs.clone(),
            }));
            if is_blank(mine) { theirs.clone() } else { mine.clone() }
        }
    }
}

pub(super) fn text(
    base: Option<&String>,
    mine: &String,
    theirs: &String,
    which: impl FnOnce() -> Text,
    conflicts: &mut Vec<Conflict>,
) -> String {
    field(
        base,
        mine,
        theirs,
        |text| text.trim().is_empty(),
        |sides| Conflict::Text(which(), sides),
        conflicts,
    )
}

fn flag(base: Option<bool>, mine: bool, theirs: bool, which: impl FnOnce() -> Flag, out: &mut Vec<Conflict>) -> bool {
    field(
        base.as_ref(),
        &mine,
        &theirs,
        |_| false,
        |sides| Conflict::Flag(which(), sides),
        out,
    )
}

/// Something in one of the project's lists that can be merged.
pub(super) trait Thing: Listed {
    /// The thing of both sides; the ids are the same.
    fn merged(base: Option<&Self>, mine: &Self, theirs: &Self, conflicts: &mut Vec<Conflict>) -> Self;
    fn item(this: &Arc<Self>) -> Item;
}

impl Thing for Document {
    fn merged(base: Option<&Self>, mine: &Self, theirs: &Self, conflicts: &mut Vec<Conflict>) -> Self {
        let mut detail = |which: Detail, of: fn(&Metadata) -> &String| {
            text(
                base.map(|d| of(&d.about)),
                of(&mine.about),
                of(&theirs.about),
                || Text::Detail(mine.id.clone(), which),
                conflicts,
            )
        };
        let about = Metadata {
            title: detail(Detail::Title, |m| &m.title),
            author: detail(Detail::Author, |m| &m.author),
            source: detail(Detail::Source, |m| &m.source),
            address: detail(Detail::Address, |m| &m.address),
            date: detail(Detail::Date, |m| &m.date),
        };
        Self {
            id: mine.id.clone(),
            about,
            body: field(
                base.map(|d| &d.body),
                &mine.body,
                &theirs.body,
                |body| body.is_empty(),
                |sides| Conflict::Body(mine.id.clone(), sides),
                conflicts,
            ),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Document(Arc::clone(this))
    }
}

impl Thing for Actor {
    fn merged(base: Option<&Self>, mine: &Self, theirs: &Self, conflicts: &mut Vec<Conflict>) -> Self {
        let id = &mine.id;
        Self {
            id: id.clone(),
            name: text(
                base.map(|a| &a.name),
                &mine.name,
                &theirs.name,
                || Text::ActorName(id.clone()),
                conflicts,
            ),
            aliases: merge_list(base.map(|a| &a.aliases[..]), &mine.aliases, &theirs.aliases),
            colour: field(
                base.map(|a| &a.colour),
                &mine.colour,
                &theirs.colour,
                Option::is_none,
                |sides| Conflict::Colour(id.clone(), sides),
                conflicts,
            ),
            group: text(
                base.map(|a| &a.group),
                &mine.group,
                &theirs.group,
                || Text::ActorGroup(id.clone()),
                conflicts,
            ),
            hidden: flag(
                base.map(|a| a.hidden),
                mine.hidden,
                theirs.hidden,
                || Flag::ActorHidden(id.clone()),
                conflicts,
            ),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Actor(Arc::clone(this))
    }
}

impl Thing for Issue {
    fn merged(base: Option<&Self>, mine: &Self, theirs: &Self, conflicts: &mut Vec<Conflict>) -> Self {
        let id = &mine.id;
        Self {
            id: id.clone(),
            name: text(
                base.map(|i| &i.name),
                &mine.name,
                &theirs.name,
                || Text::IssueName(id.clone()),
                conflicts,
            ),
            proposition: text(
                base.map(|i| &i.proposition),
                &mine.proposition,
                &theirs.proposition,
                || Text::Proposition(id.clone()),
                conflicts,
            ),
            keywords: merge_list(base.map(|i| &i.keywords[..]), &mine.keywords, &theirs.keywords),
            group: text(
                base.map(|i| &i.group),
                &mine.group,
                &theirs.group,
                || Text::IssueGroup(id.clone()),
                conflicts,
            ),
            hidden: flag(
                base.map(|i| i.hidden),
                mine.hidden,
                theirs.hidden,
                || Flag::IssueHidden(id.clone()),
                conflicts,
            ),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Issue(Arc::clone(this))
    }
}

impl Thing for Period {
    fn merged(base: Option<&Self>, mine: &Self, theirs: &Self, conflicts: &mut Vec<Conflict>) -> Self {
        let id = &mine.id;
        Self {
            id: id.clone(),
            name: text(
                base.map(|p| &p.name),
                &mine.name,
                &theirs.name,
                || Text::PeriodName(id.clone()),
                conflicts,
            ),
            description: text(
                base.map(|p| &p.description),
                &mine.description,
                &theirs.description,
                || Text::PeriodDescription(id.clone()),
                conflicts,
            ),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Period(Arc::clone(this))
    }
}

impl Thing for Analyst {
    fn merged(base: Option<&Self>, mine: &Self, theirs: &Self, conflicts: &mut Vec<Conflict>) -> Self {
        let id = &mine.id;
        Self {
            id: id.clone(),
            name: text(
                base.map(|a| &a.name),
                &mine.name,
                &theirs.name,
                || Text::AnalystName(id.clone()),
                conflicts,
            ),
            finished: flag(
                base.map(|a| a.finished),
                mine.finished,
                theirs.finished,
                || Flag::AnalystFinished(id.clone()),
                conflicts,
            ),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Analyst(Arc::clone(this))
    }
}

pub(super) fn passage(
    base: Option<&Arc<Passage>>,
    mine: &Arc<Passage>,
    theirs: &Arc<Passage>,
    conflicts: &mut Vec<Conflict>,
) -> Arc<Passage> {
    field(
        base,
        mine,
        theirs,
        |_| false,
        |sides| Conflict::Passage(mine.id, sides),
        conflicts,
    )
}

pub(super) fn position(
    key: &PositionKey,
    base: Option<&Position>,
    mine: &Position,
    theirs: &Position,
    conflicts: &mut Vec<Conflict>,
) -> Position {
    Position {
        stance: field(
            base.map(|p| &p.stance),
            &mine.stance,
            &theirs.stance,
            Option::is_none,
            |sides| Conflict::Stance(key.clone(), sides),
            conflicts,
        ),
        confidence: field(
            base.map(|p| &p.confidence),
            &mine.confidence,
            &theirs.confidence,
            Option::is_none,
            |sides| Conflict::Confidence(key.clone(), sides),
            conflicts,
        ),
        basis: field(
            base.map(|p| &p.basis),
            &mine.basis,
            &theirs.basis,
            Option::is_none,
            |sides| Conflict::Basis(key.clone(), sides),
            conflicts,
        ),
        rationale: text(
            base.map(|p| &p.rationale),
            &mine.rationale,
            &theirs.rationale,
            || Text::Rationale(key.clone()),
            conflicts,
        ),
        evidence: evidence(key, base, mine, theirs, conflicts),
    }
}

/// Unites the evidence; a role that differs is a conflict, and so is a role changed against a passage cited no longer.
fn evidence(
    key: &PositionKey,
    base: Option<&Position>,
    mine: &Position,
    theirs: &Position,
    conflicts: &mut Vec<Conflict>,
) -> Vec<Evidence> {
    let passages = |p: &Position| -> Vec<PassageId> { p.evidence.iter().map(|e| e.passage).collect() };
    let role_before = |passage: PassageId| base.and_then(|b| b.role_of(passage));
    // Whoever cites it otherwise than before did something to it: it counts as newly cited.
    let cited_before: Option<Vec<PassageId>> = base.map(|b| {
        let as_it_was = |p: &Position, e: &Evidence| p.role_of(e.passage).is_none_or(|role| role == e.role);
        let left_alone = |e: &&Evidence| as_it_was(mine, e) && as_it_was(theirs, e);
        b.evidence.iter().filter(left_alone).map(|e| e.passage).collect()
    });
    merge_list(cited_before.as_deref(), &passages(mine), &passages(theirs))
        .into_iter()
        .filter_map(|passage| {
            let sides = Sides {
                base: base.map(|_| role_before(passage)),
                mine: mine.role_of(passage),
                theirs: theirs.role_of(passage),
            };
            let was = role_before(passage);
            let role = match (sides.mine, sides.theirs) {
                (Some(m), Some(t)) if m == t || was == Some(t) => m,
                (Some(m), Some(t)) if was == Some(m) => t,
                (Some(one), None) | (None, Some(one)) if was.is_none_or(|was| was == one) => one,
                (None, None) => return None,
                (Some(role), _) | (None, Some(role)) => {
                    conflicts.push(Conflict::Evidence(key.clone(), passage, sides));
                    role
                }
            };
            Some(Evidence { passage, role })
        })
        .collect()
}

pub(super) fn note(base: Option<&Note>, mine: &Note, theirs: &Note, conflicts: &mut Vec<Conflict>) -> Note {
    let moment = |of: fn(&Note) -> super::super::Moment, later: bool| {
        let (mine, theirs) = (of(mine), of(theirs));
        match merge3(base.map(of).as_ref(), &mine, &theirs) {
            Merged::From(Side::Mine) => mine,
            Merged::From(Side::Theirs) => theirs,
            Merged::Conflict if later => mine.max(theirs),
            Merged::Conflict => mine.min(theirs),
        }
    };
    let mut tags = merge_list(base.map(|n| &n.tags[..]), &mine.tags, &theirs.tags);
    if tags != mine.tags && tags != theirs.tags {
        tags.sort();
    }
    Note {
        id: mine.id,
        analyst: match merge3(base.map(|n| &n.analyst), &mine.analyst, &theirs.analyst) {
            Merged::From(Side::Mine) => mine.analyst.clone(),
            Merged::From(Side::Theirs) => theirs.analyst.clone(),
            Merged::Conflict => mine.analyst.clone().min(theirs.analyst.clone()),
        },
        about: merge_list(base.map(|n| &n.about[..]), &mine.about, &theirs.about),
        created: moment(|n| n.created, false),
        changed: moment(|n| n.changed, true),
        tags,
        text: text(
            base.map(|n| &n.text),
            &mine.text,
            &theirs.text,
            || Text::Note(mine.id),
            conflicts,
        ),
    }
}

/// The things of one of the project's lists, before and on both sides, by id.
pub(super) struct Lists<'a, T: Listed> {
    pub(super) base: Option<&'a Vector<Arc<T>>>,
    pub(super) mine: &'a Vector<Arc<T>>,
    pub(super) theirs: &'a Vector<Arc<T>>,
}

type ById<T> = BTreeMap<<T as Listed>::Id, Arc<T>>;

pub(super) fn by_id<T: Listed>(list: &Vector<Arc<T>>) -> ById<T> {
    list.iter().map(|item| (item.id().clone(), Arc::clone(item))).collect()
}

impl<T: Thing> Lists<'_, T>
where
    Arc<T>: PartialEq,
{
    /// Merges the things by id, leaving their order for later.
    pub(super) fn merged(&self, conflicts: &mut Vec<Conflict>) -> ById<T> {
        let base = self.base.map(by_id).unwrap_or_default();
        let (mine, theirs) = (by_id(self.mine), by_id(self.theirs));
        let mut out = ById::<T>::new();
        for item in self.mine {
            let (before, other) = (base.get(item.id()), theirs.get(item.id()));
            let kept = match (before, other) {
                (None, None) => Arc::clone(item),
                (Some(before), None) if before == item => continue,
                (Some(before), None) => {
                    conflicts.push(deletion(Side::Theirs, T::item(before), T::item(item)));
                    Arc::clone(item)
                }
                (_, Some(other)) => match merge3(before, item, other) {
                    Merged::From(Side::Mine) => Arc::clone(item),
                    Merged::From(Side::Theirs) => Arc::clone(other),
                    Merged::Conflict => Arc::new(T::merged(before.map(|b| &**b), item, other, conflicts)),
                },
            };
            out.insert(item.id().clone(), kept);
        }
        for item in self.theirs.iter().filter(|i| !mine.contains_key(i.id())) {
            match base.get(item.id()) {
                Some(before) if before == item => continue,
                Some(before) => conflicts.push(deletion(Side::Mine, T::item(before), T::item(item))),
                None => {}
            }
            out.insert(item.id().clone(), Arc::clone(item));
        }
        out
    }

    /// Keeps a thing that one side deleted, because the other side uses it for something new.
    pub(super) fn keep(&self, id: &T::Id, kept: &mut ById<T>, conflicts: &mut Vec<Conflict>) {
        if kept.contains_key(id) {
            return;
        }
        let find = |list: &Vector<Arc<T>>| list.iter().find(|i| i.id() == id).cloned();
        let (by, item) = match (find(self.mine), find(self.theirs)) {
            (None, Some(item)) => (Side::Mine, item),
            (Some(item), None) => (Side::Theirs, item),
            _ => return,
        };
        let base = self.base.and_then(find).unwrap_or_else(|| Arc::clone(&item));
        conflicts.push(deletion(by, T::item(&base), T::item(&item)));
        kept.insert(id.clone(), item);
    }

    /// Puts the things in order.
    pub(super) fn in_order(&self, kept: ById<T>, conflicts: &mut Vec<Conflict>) -> Vector<Arc<T>> {
        let ids = |list: &Vector<Arc<T>>| -> Vec<T::Id> {
            let mut seen = std::collections::BTreeSet::new();
            list.iter()
                .map(|i| i.id().clone())
                .filter(|id| kept.contains_key(id) && seen.insert(id.clone()))
                .collect()
        };
        let (base, mine, theirs) = (self.base.map(ids), ids(self.mine), ids(self.theirs));
        let spine = spine(base.as_deref(), &mine, &theirs).unwrap_or_else(|| {
            let words = |ids: &Vec<T::Id>| ids.iter().map(ToString::to_string).collect();
            conflicts.push(Conflict::Order(
                T::KIND,
                Sides {
                    base: base.as_ref().map(words),
                    mine: words(&mine),
                    theirs: words(&theirs),
                },
            ));
            let known = |id: &&T::Id| theirs.contains(id) && base.as_ref().is_none_or(|base| base.contains(id));
            mine.iter().filter(known).cloned().collect()
        });
        arrange(&spine, &mine, &theirs)
            .into_iter()
            .filter_map(|id| kept.get(&id).cloned())
            .collect()
    }
}

fn deletion(by: Side, base: Item, kept: Item) -> Conflict {
    Conflict::Deletion(Deletion { by, base, kept })
}

/// Merges maps by key; costs what theirs changed. `each` merges what both changed; a blank result is left out.
pub(super) fn merge_maps<K: Ord + Clone, V: Clone + PartialEq>(
    base: &OrdMap<K, V>,
    mine: &OrdMap<K, V>,
    theirs: &OrdMap<K, V>,
    item: impl Fn(&K, &V) -> Item,
    mut each: impl FnMut(&K, Option<&V>, &V, &V, &mut Vec<Conflict>) -> Option<V>,
    conflicts: &mut Vec<Conflict>,
) -> OrdMap<K, V> {
    let mut out = mine.clone();
    for change in base.diff(theirs) {
        match change {
            DiffItem::Add(key, new) | DiffItem::Update { new: (key, new), .. } => {
                let before = base.get(key);
                let merged = match (before, mine.get(key)) {
                    (None, None) => Some(new.clone()),
                    (Some(before), None) => {
                        conflicts.push(deletion(Side::Mine, item(key, before), item(key, new)));
                        Some(new.clone())
                    }
                    (_, Some(own)) => match merge3(before, own, new) {
                        Merged::From(Side::Mine) => continue,
                        Merged::From(Side::Theirs) => Some(new.clone()),
                        Merged::Conflict => each(key, before, own, new, conflicts),
                    },
                };
                match merged {
                    Some(value) => out.insert(key.clone(), value),
                    None => out.remove(key),
                };
            }
            DiffItem::Remove(key, before) => match mine.get(key) {
                Some(own) if own == before => {
                    out.remove(key);
                }
                Some(own) => conflicts.push(deletion(Side::Theirs, item(key, before), item(key, own))),
                None => {}
            },
        }
    }
    out
}
