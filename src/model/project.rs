//! The project: everything in one save file.

use std::{collections::BTreeMap, ops::Bound, sync::Arc};

use imbl::{OrdMap, OrdSet, Vector};
use serde::{Deserialize, Serialize};

use super::{
    Actor, ActorId, Analyst, AnalystId, Cell, Check, Dismissal, Document, DocumentId, Issue, IssueId, Kind, Note,
    NoteId, Passage, PassageId, Period, PeriodId, Position, PositionKey, Target, check_all,
};

/// Documents, actors, issues, periods, analysts, passages, positions and notes.
///
/// A clone shares all structure with the original: it costs a few pointers, and a changed clone only what changed.
/// The fields are public to read; a project is changed only by [`super::Edit`], and built from scratch only by
/// loading and by tests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// What the project is called.
    pub title: String,
    /// The articles, in the user's order.
    pub documents: Vector<Arc<Document>>,
    /// The matrix's rows, in the user's order.
    pub actors: Vector<Arc<Actor>>,
    /// The matrix's columns, in the user's order.
    pub issues: Vector<Arc<Issue>>,
    /// The phases, earliest first.
    pub periods: Vector<Arc<Period>>,
    /// Whose layers there are.
    pub analysts: Vector<Arc<Analyst>>,
    /// The marked passages.
    pub passages: OrdMap<PassageId, Arc<Passage>>,
    /// The judgments; none is blank.
    pub positions: OrdMap<PositionKey, Arc<Position>>,
    /// The notes.
    pub notes: OrdMap<NoteId, Arc<Note>>,
    /// Candidates not to be offered again.
    pub dismissals: OrdSet<Dismissal>,
}

/// Something that stands in one of the project's ordered lists.
pub trait Listed: Clone + PartialEq {
    /// Its identity.
    type Id: Clone + Ord + std::fmt::Display;
    /// What to call such a thing.
    const KIND: Kind;
    /// Its identity.
    fn id(&self) -> &Self::Id;
    /// The name shown.
    fn name(&self) -> &str;
}

macro_rules! listed {
    ($type:ty, $id:ty, $kind:expr, $this:ident => $name:expr) => {
        impl Listed for $type {
            type Id = $id;
            const KIND: Kind = $kind;
            fn id(&self) -> &$id {
                &self.id
            }
            fn name(&self) -> &str {
                let $this = self;
                $name
            }
        }
    };
}

listed!(Document, DocumentId, Kind::Document, d => &d.about.title);
listed!(Actor, ActorId, Kind::Actor, a => &a.name);
listed!(Issue, IssueId, Kind::Issue, i => &i.name);
listed!(Period, PeriodId, Kind::Period, p => &p.name);
listed!(Analyst, AnalystId, Kind::Analyst, a => &a.name);

/// The place of an id in a list.
pub(super) fn index_of<T: Listed>(list: &Vector<Arc<T>>, id: &T::Id) -> Option<usize> {
    list.iter().position(|item| item.id() == id)
}

fn find<'a, T: Listed>(list: &'a Vector<Arc<T>>, id: &T::Id) -> Option<&'a T> {
    list.iter().find(|item| item.id() == id).map(|item| &**item)
}

/// What became of passages in the texts of their documents; of those whose document is gone, nothing.
///
/// Takes time proportional to the texts.
pub fn check_passages(project: &Project, ids: impl IntoIterator<Item = PassageId>) -> BTreeMap<PassageId, Check> {
    let mut by_document: BTreeMap<&DocumentId, Vec<&Passage>> = BTreeMap::new();
    for passage in ids.into_iter().filter_map(|id| project.passage(id)) {
        by_document.entry(&passage.document).or_default().push(passage);
    }
    let mut out = BTreeMap::new();
    for (id, passages) in by_document {
        let Some(document) = project.document(id) else { continue };
        let checks = check_all(passages.iter().map(|p| &p.anchor), &document.body);
        out.extend(passages.iter().map(|p| p.id).zip(checks));
    }
    out
}

impl Project {
    /// The document of an id.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        find(&self.documents, id)
    }

    /// The actor of an id.
    pub fn actor(&self, id: &ActorId) -> Option<&Actor> {
        find(&self.actors, id)
    }

    /// The issue of an id.
    pub fn issue(&self, id: &IssueId) -> Option<&Issue> {
        find(&self.issues, id)
    }

    /// The period of an id.
    pub fn period(&self, id: &PeriodId) -> Option<&Period> {
        find(&self.periods, id)
    }

    /// The analyst of an id.
    pub fn analyst(&self, id: &AnalystId) -> Option<&Analyst> {
        find(&self.analysts, id)
    }

    /// The passage of an id.
    pub fn passage(&self, id: PassageId) -> Option<&Passage> {
        self.passages.get(&id).map(|p| &**p)
    }

    /// The position of a key.
    pub fn position(&self, key: &PositionKey) -> Option<&Position> {
        self.positions.get(key).map(|p| &**p)
    }

    /// The note of an id.
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id).map(|n| &**n)
    }

    /// The name of an actor, or its id if there is no such actor.
    pub fn actor_name<'a>(&'a self, id: &'a ActorId) -> &'a str {
        self.actor(id).map_or(id.as_str(), |a| &a.name)
    }

    /// The name of an issue, or its id if there is no such issue.
    pub fn issue_name<'a>(&'a self, id: &'a IssueId) -> &'a str {
        self.issue(id).map_or(id.as_str(), |i| &i.name)
    }

    /// The name of a period; the empty string for none, the id if there is no such period.
    pub fn period_name<'a>(&'a self, id: Option<&'a PeriodId>) -> &'a str {
        id.map_or("", |id| self.period(id).map_or(id.as_str(), |p| &p.name))
    }

    /// The name of an analyst, or the id if there is no such analyst.
    pub fn analyst_name<'a>(&'a self, id: &'a AnalystId) -> &'a str {
        self.analyst(id).map_or(id.as_str(), |a| &a.name)
    }

    /// "China × NATO enlargement".
    pub fn cell_name(&self, cell: &Cell) -> String {
        format!("{} × {}", self.actor_name(&cell.actor), self.issue_name(&cell.issue))
    }

    /// Where a code point of a document stands, in words: its paragraph, after the title if there are several documents.
    pub fn place_name(&self, document: &DocumentId, position: u32) -> String {
        let Some(found) = self.document(document) else {
            return document.to_string();
        };
        let paragraph = found.body.place(position).block + 1;
        if self.documents.len() > 1 {
            format!("{}, ¶ {paragraph}", found.about.title)
        } else {
            format!("¶ {paragraph}")
        }
    }

    /// An analyst's positions in a cell, the one without a period first, then by period id.
    pub fn positions_in<'a>(
        &'a self,
        analyst: &AnalystId,
        cell: &Cell,
    ) -> impl Iterator<Item = (&'a PositionKey, &'a Position)> + use<'a> {
        let first = PositionKey {
            analyst: analyst.clone(),
            actor: cell.actor.clone(),
            issue: cell.issue.clone(),
            period: None,
        };
        self.positions
            .range::<_, PositionKey>((Bound::Included(&first), Bound::Unbounded))
            .take_while(move |(key, _)| {
                (&key.issue, &key.actor, &key.analyst) == (&first.issue, &first.actor, &first.analyst)
            })
            .map(|(key, position)| (key, &**position))
    }

    /// The positions that cite a passage.
    pub fn citing(&self, passage: PassageId) -> impl Iterator<Item = (&PositionKey, &Position)> {
        self.positions
            .iter()
            .filter(move |(_, position)| position.role_of(passage).is_some())
            .map(|(key, position)| (key, &**position))
    }

    /// Whether what a note is about is (still) there.
    pub fn has(&self, target: &Target) -> bool {
        match target {
            Target::Project => true,
            Target::Document(id) => self.document(id).is_some(),
            Target::Passage(id) => self.passages.contains_key(id),
            Target::Cell(cell) => self.actor(&cell.actor).is_some() && self.issue(&cell.issue).is_some(),
            Target::Actor(id) => self.actor(id).is_some(),
            Target::Issue(id) => self.issue(id).is_some(),
        }
    }

    /// An unused id for an actor of this name.
    pub fn free_actor_id(&self, name: &str) -> ActorId {
        ActorId::free(name, |id| self.actor(id).is_some())
    }

    /// An unused id for an issue of this name.
    pub fn free_issue_id(&self, name: &str) -> IssueId {
        IssueId::free(name, |id| self.issue(id).is_some())
    }

    /// An unused id for a period of this name.
    pub fn free_period_id(&self, name: &str) -> PeriodId {
        PeriodId::free(name, |id| self.period(id).is_some())
    }

    /// An unused id for an analyst of this name.
    pub fn free_analyst_id(&self, name: &str) -> AnalystId {
        AnalystId::free(name, |id| self.analyst(id).is_some())
    }

    /// An unused id for a document of this title.
    pub fn free_document_id(&self, title: &str) -> DocumentId {
        DocumentId::free(title, |id| self.document(id).is_some())
    }

    /// An unused passage id near the one that the random bits give.
    pub fn free_passage_id(&self, random: u64) -> PassageId {
        let mut id = PassageId::from_random(random);
        while self.passages.contains_key(&id) {
            id = id.next();
        }
        id
    }

    /// An unused note id near the one that the random bits give.
    pub fn free_note_id(&self, random: u64) -> NoteId {
        let mut id = NoteId::from_random(random);
        while self.notes.contains_key(&id) {
            id = id.next();
        }
        id
    }
}
