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

/// One thing as it was and as either side has it, to be merged field by field.
pub(super) struct Fields<'a, T> {
    pub(super) base: Option<&'a T>,
    pub(super) mine: &'a T,
    pub(super) theirs: &'a T,
    pub(super) conflicts: &'a mut Vec<Conflict>,
}

impl<T> Fields<'_, T> {
    pub(super) fn text(&mut self, of: fn(&T) -> &String, which: Text) -> String {
        field(
            self.base.map(of),
            of(self.mine),
            of(self.theirs),
            |text| text.trim().is_empty(),
            |sides| Conflict::Text(which, sides),
            self.conflicts,
        )
    }

    fn flag(&mut self, of: fn(&T) -> bool, which: Flag) -> bool {
        field(
            self.base.map(of).as_ref(),
            &of(self.mine),
            &of(self.theirs),
            |_| false,
            |sides| Conflict::Flag(which, sides),
            self.conflicts,
        )
    }

    /// A field that may be left open.
    fn choice<V: Copy + PartialEq>(
        &mut self,
        of: fn(&T) -> Option<V>,
        conflict: impl FnOnce(Sides<Option<V>>) -> Conflict,
    ) -> Option<V> {
        field(
            self.base.map(of).as_ref(),
            &of(self.mine),
            &of(self.theirs),
            Option::is_none,
            conflict,
            self.conflicts,
        )
    }

    /// A set of words in some order.
    fn words(&self, of: fn(&T) -> &Vec<String>) -> Vec<String> {
        merge_list(self.base.map(|b| &of(b)[..]), of(self.mine), of(self.theirs))
    }
}

/// Something in one of the project's lists that can be merged.
pub(super) trait Thing: Listed {
    /// The thing of both sides; the ids are the same.
    fn merged(fields: Fields<'_, Self>) -> Self;
    fn item(this: &Arc<Self>) -> Item;
}

impl Thing for Document {
    fn merged(mut of: Fields<'_, Self>) -> Self {
        let id = &of.mine.id;
        let mut detail = |which: Detail, field: fn(&Self) -> &String| of.text(field, Text::Detail(id.clone(), which));
        let about = Metadata {
            title: detail(Detail::Title, |d| &d.about.title),
            author: detail(Detail::Author, |d| &d.about.author),
            source: detail(Detail::Source, |d| &d.about.source),
            address: detail(Detail::Address, |d| &d.about.address),
            date: detail(Detail::Date, |d| &d.about.date),
        };
        Self {
            id: id.clone(),
            about,
            body: field(
                of.base.map(|d| &d.body),
                &of.mine.body,
                &of.theirs.body,
                |body| body.is_empty(),
                |sides| Conflict::Body(id.clone(), sides),
                of.conflicts,
            ),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Document(Arc::clone(this))
    }
}

impl Thing for Actor {
    fn merged(mut of: Fields<'_, Self>) -> Self {
        let id = &of.mine.id;
        Self {
            id: id.clone(),
            name: of.text(|a| &a.name, Text::ActorName(id.clone())),
            aliases: of.words(|a| &a.aliases),
            colour: of.choice(|a| a.colour, |sides| Conflict::Colour(id.clone(), sides)),
            group: of.text(|a| &a.group, Text::ActorGroup(id.clone())),
            hidden: of.flag(|a| a.hidden, Flag::ActorHidden(id.clone())),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Actor(Arc::clone(this))
    }
}

impl Thing for Issue {
    fn merged(mut of: Fields<'_, Self>) -> Self {
        let id = &of.mine.id;
        Self {
            id: id.clone(),
            name: of.text(|i| &i.name, Text::IssueName(id.clone())),
            proposition: of.text(|i| &i.proposition, Text::Proposition(id.clone())),
            keywords: of.words(|i| &i.keywords),
            group: of.text(|i| &i.group, Text::IssueGroup(id.clone())),
            hidden: of.flag(|i| i.hidden, Flag::IssueHidden(id.clone())),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Issue(Arc::clone(this))
    }
}

impl Thing for Period {
    fn merged(mut of: Fields<'_, Self>) -> Self {
        let id = &of.mine.id;
        Self {
            id: id.clone(),
            name: of.text(|p| &p.name, Text::PeriodName(id.clone())),
            description: of.text(|p| &p.description, Text::PeriodDescription(id.clone())),
        }
    }

    fn item(this: &Arc<Self>) -> Item {
        Item::Period(Arc::clone(this))
    }
}

impl Thing for Analyst {
    fn merged(mut of: Fields<'_, Self>) -> Self {
        let id = &of.mine.id;
        Self {
            id: id.clone(),
            name: of.text(|a| &a.name, Text::AnalystName(id.clone())),
            finished: of.flag(|a| a.finished, Flag::AnalystFinished(id.clone())),
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
    let mut of = Fields {
        base,
        mine,
        theirs,
        conflicts,
    };
    Position {
        stance: of.choice(|p| p.stance, |sides| Conflict::Stance(key.clone(), sides)),
        confidence: of.choice(|p| p.confidence, |sides| Conflict::Confidence(key.clone(), sides)),
        basis: of.choice(|p| p.basis, |sides| Conflict::Basis(key.clone(), sides)),
        rationale: of.text(|p| &p.rationale, Text::Rationale(key.clone())),
        evidence: evidence(key, base, mine, theirs, of.conflicts),
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
    let mut of = Fields {
        base,
        mine,
        theirs,
        conflicts,
    };
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
        text: of.text(|n| &n.text, Text::Note(mine.id)),
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
                    Merged::Conflict => Arc::new(T::merged(Fields {
                        base: before.map(|b| &**b),
                        mine: item,
                        theirs: other,
                        conflicts,
                    })),
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
