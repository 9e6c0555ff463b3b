//! The index of a project: which passages lie on a stretch of text, what cites a passage, which notes are about what.
//!
//! Derived, never saved. [`Index::update`] costs what changed, not what exists, so that a frame after an edit is as
//! cheap as any other at 100,000 passages.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::{Arc, OnceLock},
};

use imbl::ordmap::DiffItem;

use super::{
    coded::{Coded, Cover},
    mentions::Names,
};
use crate::model::{
    AnalystId, Body, DocumentId, Note, NoteId, Passage, PassageId, Position, PositionKey, Project, Target,
};

/// Code points covered by one bucket of [`Spans`].
const BUCKET: u32 = 1024;

/// A passage on the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The passage.
    pub passage: PassageId,
}

/// The placed passages of one document, found by stretch of text.
#[derive(Debug, Clone, Default)]
struct Spans {
    /// Bucket `n` has every span that touches code points `n * BUCKET ..`.
    buckets: Vec<Vec<Span>>,
    count: usize,
    /// What each analyst's spans cover.
    covers: BTreeMap<AnalystId, Cover>,
}

fn buckets_of(range: &Range<u32>) -> Range<usize> {
    (range.start / BUCKET) as usize..(range.end.saturating_sub(1) / BUCKET) as usize + 1
}

impl Spans {
    fn insert(&mut self, span: Span, analyst: &AnalystId) {
        match self.covers.get_mut(analyst) {
            Some(cover) => cover.insert(span.start..span.end),
            None => self
                .covers
                .entry(analyst.clone())
                .or_default()
                .insert(span.start..span.end),
        }
        let touched = buckets_of(&(span.start..span.end));
        if self.buckets.len() < touched.end {
            self.buckets.resize(touched.end, Vec::new());
        }
        for bucket in &mut self.buckets[touched] {
            let at = bucket.partition_point(|s| (s.start, s.end, s.passage) < (span.start, span.end, span.passage));
            bucket.insert(at, span);
        }
        self.count += 1;
    }

    fn remove(&mut self, span: Span, analyst: &AnalystId) {
        if let Some(cover) = self.covers.get_mut(analyst) {
            cover.remove(span.start..span.end);
        }
        let touched = buckets_of(&(span.start..span.end));
        for bucket in self.buckets.iter_mut().take(touched.end).skip(touched.start) {
            bucket.retain(|s| s.passage != span.passage);
        }
        self.count -= 1;
    }

    fn touching(&self, range: Range<u32>) -> impl Iterator<Item = Span> + '_ {
        let touched = buckets_of(&range);
        self.buckets
            .iter()
            .enumerate()
            .take(touched.end)
            .skip(touched.start)
            .flat_map(move |(n, bucket)| {
                let first = n == touched.start;
                // A span that began in an earlier bucket was given there already.
                bucket
                    .iter()
                    .filter(move |s| first || s.start / BUCKET == n as u32)
                    .copied()
            })
            .filter(move |s| s.start < range.end && s.end > range.start)
    }
}

/// Tables over one state of a project.
#[derive(Debug, Clone, Default)]
pub struct Index {
    spans: BTreeMap<DocumentId, Spans>,
    astray: BTreeSet<PassageId>,
    citing: BTreeMap<PassageId, Vec<PositionKey>>,
    notes: BTreeMap<Target, BTreeSet<NoteId>>,
    layers: BTreeMap<AnalystId, LayerCounts>,
    /// Made when they are first asked for.
    names: OnceLock<Arc<Names>>,
}

/// How much an analyst has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LayerCounts {
    /// Positions with a stance.
    pub positions: usize,
    /// Passages marked.
    pub passages: usize,
}

impl Index {
    /// Makes the index of a project; time proportional to the project.
    pub fn new(project: &Project) -> Self {
        let mut index = Self::default();
        index.update(&Project::default(), project);
        index
    }

    /// Brings the index from one state of the project to another; time proportional to what differs.
    pub fn update(&mut self, before: &Project, after: &Project) {
        if !before.actors.ptr_eq(&after.actors) || !before.issues.ptr_eq(&after.issues) {
            self.names = OnceLock::new();
        }
        let changed = changed_documents(before, after);
        if changed.is_empty() {
            for change in before.passages.diff(&after.passages) {
                let (old, new) = sides(change);
                self.passage_changed(old, new, after);
            }
        } else {
            // Texts came, went or changed: every passage must be looked at against its document's present text.
            for id in &changed {
                self.spans.remove(id);
            }
            for passage in before.passages.values().filter(|p| !changed.contains(&p.document)) {
                if after.passages.get(&passage.id).is_none_or(|p| !Arc::ptr_eq(p, passage)) {
                    self.displace(passage);
                }
            }
            for passage in before.passages.values().filter(|p| changed.contains(&p.document)) {
                self.astray.remove(&passage.id);
            }
            for passage in after.passages.values() {
                let same = before
                    .passages
                    .get(&passage.id)
                    .is_some_and(|p| Arc::ptr_eq(p, passage));
                if !same || changed.contains(&passage.document) {
                    self.place(passage, after);
                }
            }
        }
        for change in before.passages.diff(&after.passages) {
            let (old, new) = sides(change);
            if let Some(layer) = old.and_then(|old| self.layers.get_mut(&old.analyst)) {
                layer.passages -= 1;
            }
            if let Some(new) = new {
                self.layers.entry(new.analyst.clone()).or_default().passages += 1;
            }
        }
        for change in before.positions.diff(&after.positions) {
            match change {
                DiffItem::Add(key, new) => self.cite(key, new),
                DiffItem::Remove(key, old) => self.uncite(key, old),
                DiffItem::Update { old, new } => {
                    self.uncite(old.0, old.1);
                    self.cite(new.0, new.1);
                }
            }
        }
        for change in before.notes.diff(&after.notes) {
            let (old, new) = sides(change);
            if let Some(old) = old {
                self.forget_note(old);
            }
            if let Some(new) = new {
                for target in &new.about {
                    self.notes.entry(target.clone()).or_default().insert(new.id);
                }
            }
        }
    }

    /// The passages that touch a stretch of a document, ordered by start within every thousand code points.
    pub fn touching(&self, document: &DocumentId, range: Range<u32>) -> impl Iterator<Item = Span> + '_ {
        self.spans
            .get(document)
            .into_iter()
            .flat_map(move |spans| spans.touching(range.clone()))
    }

    /// How much an analyst has done.
    pub fn layer(&self, analyst: &AnalystId) -> LayerCounts {
        self.layers.get(analyst).copied().unwrap_or_default()
    }

    /// The names of the actors and issues of the project that this is the index of.
    pub fn names(&self, project: &Project) -> &Arc<Names> {
        self.names.get_or_init(|| Arc::new(Names::of(project)))
    }

    /// How many passages of a document stand where they say.
    pub fn placed(&self, document: &DocumentId) -> usize {
        self.spans.get(document).map_or(0, |s| s.count)
    }

    /// How much of a document of so many code points an analyst has coded; as [`super::coded::coded`] counts it.
    pub fn coded(&self, document: &DocumentId, length: u32, analyst: &AnalystId) -> Coded {
        let cover = self.spans.get(document).and_then(|spans| spans.covers.get(analyst));
        cover.map_or(
            Coded {
                length,
                ..Coded::default()
            },
            |cover| cover.coded(length),
        )
    }

    /// Passages whose words do not stand where they say: kept, listed, to be repaired by hand.
    pub fn astray(&self) -> &BTreeSet<PassageId> {
        &self.astray
    }

    /// The keys of the positions that cite a passage.
    pub fn citing(&self, passage: PassageId) -> &[PositionKey] {
        self.citing.get(&passage).map_or(&[], Vec::as_slice)
    }

    /// The notes about something.
    pub fn notes_about(&self, target: &Target) -> impl Iterator<Item = NoteId> + '_ {
        self.notes.get(target).into_iter().flatten().copied()
    }

    /// Whether any note is about something.
    pub fn has_notes(&self, target: &Target) -> bool {
        self.notes.contains_key(target)
    }

    fn passage_changed(&mut self, old: Option<&Arc<Passage>>, new: Option<&Arc<Passage>>, after: &Project) {
        if let Some(old) = old {
            self.displace(old);
        }
        if let Some(new) = new {
            self.place(new, after);
        }
    }

    fn place(&mut self, passage: &Passage, project: &Project) {
        let exact = project
            .document(&passage.document)
            .is_some_and(|d| passage.anchor.is_exact(&d.body));
        if exact {
            let span = span_of(passage);
            match self.spans.get_mut(&passage.document) {
                Some(spans) => spans.insert(span, &passage.analyst),
                None => self
                    .spans
                    .entry(passage.document.clone())
                    .or_default()
                    .insert(span, &passage.analyst),
            }
        } else {
            self.astray.insert(passage.id);
        }
    }

    fn displace(&mut self, passage: &Passage) {
        if !self.astray.remove(&passage.id)
            && let Some(spans) = self.spans.get_mut(&passage.document)
        {
            spans.remove(span_of(passage), &passage.analyst);
        }
    }

    fn cite(&mut self, key: &PositionKey, position: &Position) {
        if position.stance.is_some() {
            self.layers.entry(key.analyst.clone()).or_default().positions += 1;
        }
        for evidence in &position.evidence {
            // Most passages are cited once: room for four is a third of the memory of a large project.
            let keys = self.citing.entry(evidence.passage);
            keys.or_insert_with(|| Vec::with_capacity(1)).push(key.clone());
        }
    }

    fn uncite(&mut self, key: &PositionKey, position: &Position) {
        if position.stance.is_some()
            && let Some(layer) = self.layers.get_mut(&key.analyst)
        {
            layer.positions -= 1;
        }
        for evidence in &position.evidence {
            if let Some(keys) = self.citing.get_mut(&evidence.passage) {
                keys.retain(|k| k != key);
                if keys.is_empty() {
                    self.citing.remove(&evidence.passage);
                }
            }
        }
    }

    fn forget_note(&mut self, note: &Note) {
        for target in &note.about {
            if let Some(ids) = self.notes.get_mut(target) {
                ids.remove(&note.id);
                if ids.is_empty() {
                    self.notes.remove(target);
                }
            }
        }
    }
}

fn span_of(passage: &Passage) -> Span {
    Span {
        start: passage.anchor.start,
        end: passage.anchor.end,
        passage: passage.id,
    }
}

fn sides<'a, K, V>(change: DiffItem<'a, 'a, K, V>) -> (Option<&'a V>, Option<&'a V>) {
    match change {
        DiffItem::Add(_, new) => (None, Some(new)),
        DiffItem::Remove(_, old) => (Some(old), None),
        DiffItem::Update { old, new } => (Some(old.1), Some(new.1)),
    }
}

fn changed_documents(before: &Project, after: &Project) -> BTreeSet<DocumentId> {
    if before.documents.ptr_eq(&after.documents) {
        return BTreeSet::new();
    }
    let bodies = |project: &Project| -> BTreeMap<DocumentId, Arc<Body>> {
        let each = project.documents.iter();
        each.map(|d| (d.id.clone(), Arc::clone(&d.body))).collect()
    };
    let (old, new) = (bodies(before), bodies(after));
    let same = |a: &Arc<Body>, b: Option<&Arc<Body>>| b.is_some_and(|b| Arc::ptr_eq(a, b));
    let gone = old.iter().filter(|(id, body)| !same(body, new.get(*id)));
    let come = new.iter().filter(|(id, body)| !same(body, old.get(*id)));
    gone.chain(come).map(|(id, _)| id.clone()).collect()
}
