//! Things that are the same under different ids: what must be found out before two projects are merged by id.
//!
//! A document that both sides imported, or that one removed and imported again, has another id but the same text.
//! Two different articles may have the same title, and so the same id.
//! A passage that both sides marked alike has two random ids.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use imbl::ordmap::DiffItem;

use super::{
    super::{AnalystId, Anchor, Body, Check, Document, DocumentId, Passage, PassageId, Project, Target, check_all},
    Merged, Side, merge3,
};

/// Base, mine and theirs, with one id for what is the same.
pub(super) struct Three {
    pub(super) base: Option<Project>,
    pub(super) mine: Project,
    pub(super) theirs: Project,
}

#[derive(Default)]
struct Renames {
    documents: BTreeMap<DocumentId, DocumentId>,
    passages: BTreeMap<PassageId, PassageId>,
}

impl Renames {
    fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.passages.is_empty()
    }

    fn document(&self, id: &mut DocumentId) -> bool {
        self.documents.get(id).is_some_and(|new| {
            *id = new.clone();
            true
        })
    }

    fn passage(&self, id: &mut PassageId) -> bool {
        self.passages.get(id).is_some_and(|new| {
            *id = *new;
            true
        })
    }

    fn target(&self, target: &mut Target) -> bool {
        match target {
            Target::Document(id) => self.document(id),
            Target::Passage(id) => self.passage(id),
            Target::Project | Target::Cell(_) | Target::Actor(_) | Target::Issue(_) => false,
        }
    }

    /// The links in a note's text: `standpoint:passage/ID` and `standpoint:document/ID`.
    fn links(&self, text: &mut String) -> bool {
        const SCHEME: &str = "standpoint:";
        if !text.contains(SCHEME) {
            return false;
        }
        let mut out = String::with_capacity(text.len());
        let mut parts = text.split(SCHEME);
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            out.push_str(SCHEME);
            let end = part
                .find(|c: char| !(c.is_alphanumeric() || c == '-' || c == '/'))
                .unwrap_or(part.len());
            let (link, rest) = part.split_at(end);
            let new = link.split_once('/').and_then(|(kind, id)| match kind {
                "passage" => Some(format!("passage/{}", self.passages.get(&id.parse().ok()?)?)),
                "document" => Some(format!("document/{}", self.documents.get(&id.parse().ok()?)?)),
                _ => None,
            });
            out.push_str(new.as_deref().unwrap_or(link));
            out.push_str(rest);
        }
        let changed = out != *text;
        *text = out;
        changed
    }

    /// Gives everything its new id, with everything that refers to it.
    fn apply(&self, project: &mut Project) {
        if self.is_empty() {
            return;
        }
        for at in 0..project.documents.len() {
            let mut document = (*project.documents[at]).clone();
            if self.document(&mut document.id) {
                project.documents.set(at, Arc::new(document));
            }
        }
        let mut moved = Vec::new();
        for (old, passage) in &project.passages {
            let mut passage = (**passage).clone();
            // Both: `|` evaluates its right side too.
            if self.document(&mut passage.document) | self.passage(&mut passage.id) {
                moved.push((*old, passage));
            }
        }
        for (old, _) in &moved {
            project.passages.remove(old);
        }
        for (_, passage) in moved {
            project.passages.insert(passage.id, Arc::new(passage));
        }
        if !self.passages.is_empty() {
            self.apply_to_evidence(project);
        }
        let mut changed = Vec::new();
        for note in project.notes.values() {
            let mut note = (**note).clone();
            let linked = self.links(&mut note.text);
            if note
                .about
                .iter_mut()
                .fold(linked, |any, target| self.target(target) | any)
            {
                changed.push(note);
            }
        }
        for note in changed {
            project.notes.insert(note.id, Arc::new(note));
        }
        if project
            .dismissals
            .iter()
            .any(|d| self.documents.contains_key(&d.document))
        {
            let renamed = project.dismissals.iter().cloned().map(|mut d| {
                self.document(&mut d.document);
                d
            });
            project.dismissals = renamed.collect();
        }
    }

    fn apply_to_evidence(&self, project: &mut Project) {
        let mut changed = Vec::new();
        for (key, position) in &project.positions {
            if position.evidence.iter().any(|e| self.passages.contains_key(&e.passage)) {
                let mut position = (**position).clone();
                for e in &mut position.evidence {
                    self.passage(&mut e.passage);
                }
                changed.push((key.clone(), position));
            }
        }
        for (key, position) in changed {
            project.positions.insert(key, Arc::new(position));
        }
    }
}

fn same_text(a: &Body, b: &Body) -> bool {
    let texts = |body: &Body| {
        body.blocks()
            .iter()
            .map(|block| Arc::clone(&block.text))
            .collect::<Vec<_>>()
    };
    !a.is_empty() && a.len() == b.len() && texts(a) == texts(b)
}

/// Whether at least half of the shorter text stands, in whole blocks, in the other.
fn akin(a: &Body, b: &Body) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let blocks: BTreeSet<&str> = long.blocks().iter().map(|block| &*block.text).collect();
    let length = |text: &str| text.chars().count();
    let common: usize = short
        .blocks()
        .iter()
        .filter(|block| blocks.contains(&*block.text))
        .map(|block| length(&block.text))
        .sum();
    common * 2 >= short.blocks().iter().map(|block| length(&block.text)).sum()
}

/// Puts pairs together that have an id in common, so that their ids can be given out among them.
fn linked_by_id(pairs: Vec<(Arc<Document>, Arc<Document>)>) -> Vec<Vec<(Arc<Document>, Arc<Document>)>> {
    let mut groups: Vec<Vec<(Arc<Document>, Arc<Document>)>> = Vec::new();
    for pair in pairs {
        let ids = [&pair.0.id, &pair.1.id];
        let (linked, others): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| group.iter().any(|(a, b)| ids.contains(&&a.id) || ids.contains(&&b.id)));
        groups = others;
        groups.push(linked.into_iter().flatten().chain([pair]).collect());
    }
    groups
}

impl Three {
    /// Gives what is the same one id on all sides, and what only has the same id two.
    pub(super) fn new(base: Option<&Project>, mine: &Project, theirs: &Project) -> Self {
        let mut three = Self {
            base: base.cloned(),
            mine: mine.clone(),
            theirs: theirs.clone(),
        };
        three.unite_imported_again();
        three.unite_imported_by_both();
        three.part_namesakes();
        three.carry_anchors();
        three.unite_passages();
        three
    }

    fn side(&self, side: Side) -> &Project {
        match side {
            Side::Mine => &self.mine,
            Side::Theirs => &self.theirs,
        }
    }

    fn side_mut(&mut self, side: Side) -> &mut Project {
        match side {
            Side::Mine => &mut self.mine,
            Side::Theirs => &mut self.theirs,
        }
    }

    /// The documents of a side that are not in the base, by id: an order that does not depend on whose they are.
    fn added(&self, side: Side) -> Vec<Arc<Document>> {
        let known: BTreeSet<&DocumentId> = self
            .base
            .iter()
            .flat_map(|b| b.documents.iter())
            .map(|d| &d.id)
            .collect();
        let documents = self.side(side).documents.iter();
        let mut added: Vec<Arc<Document>> = documents.filter(|d| !known.contains(&d.id)).cloned().collect();
        added.sort_by(|a, b| a.id.cmp(&b.id));
        added
    }

    fn rename(&mut self, document: &DocumentId, new: &DocumentId, sides: &[Side], in_base: bool) {
        let renames = Renames {
            documents: [(document.clone(), new.clone())].into(),
            ..Renames::default()
        };
        for side in sides {
            renames.apply(self.side_mut(*side));
        }
        if let Some(base) = self.base.as_mut().filter(|_| in_base) {
            renames.apply(base);
        }
    }

    /// A document of the base that a side has only under a new id: everyone takes the new one.
    ///
    /// What a side that has the new one left about the old one stays about the old one.
    fn unite_imported_again(&mut self) {
        let before: Vec<Arc<Document>> = self.base.iter().flat_map(|b| b.documents.iter()).cloned().collect();
        for old in before {
            let has = |side: Side, id: &DocumentId| self.side(side).document(id).is_some();
            let again = |side: Side| -> Vec<DocumentId> {
                let other = self.side(side.other()).document(&old.id).map(|d| Arc::clone(&d.body));
                let same = |d: &Arc<Document>| {
                    same_text(&d.body, &old.body) || other.as_ref().is_some_and(|body| same_text(&d.body, body))
                };
                self.added(side)
                    .into_iter()
                    .filter(same)
                    .map(|d| d.id.clone())
                    .collect()
            };
            let renames: Option<(DocumentId, Vec<(Side, DocumentId)>)> =
                match (has(Side::Mine, &old.id), has(Side::Theirs, &old.id)) {
                    (true, true) => None,
                    (false, false) => {
                        let (mine, theirs) = (again(Side::Mine), again(Side::Theirs));
                        let one = |id: &&DocumentId| match (self.mine.document(id), self.theirs.document(id)) {
                            (Some(a), Some(b)) => akin(&a.body, &b.body),
                            _ => false,
                        };
                        let common = mine.iter().chain(&theirs).filter(one).min();
                        match (common, mine.first(), theirs.first()) {
                            (Some(id), ..) => Some((id.clone(), vec![])),
                            (None, Some(a), Some(b)) => {
                                let a_first = !has(Side::Theirs, a) && (a < b || has(Side::Mine, b));
                                if a_first {
                                    Some((a.clone(), vec![(Side::Theirs, b.clone())]))
                                } else {
                                    (!has(Side::Mine, b)).then(|| (b.clone(), vec![(Side::Mine, a.clone())]))
                                }
                            }
                            // Removed for good by one side: the other's is a new one.
                            _ => None,
                        }
                    }
                    (mine, _) => {
                        let side = if mine { Side::Mine } else { Side::Theirs };
                        let new = again(side.other()).into_iter().find(|id| !has(side, id));
                        new.map(|new| (new, vec![(side, old.id.clone())]))
                    }
                };
            if let Some((new, sides)) = renames {
                for (side, now) in sides {
                    self.rename(&now, &new, &[side], false);
                }
                self.rename(&old.id, &new, &[], true);
            }
        }
    }

    /// Documents that both sides added with the same text: both take the smaller id that is free.
    fn unite_imported_by_both(&mut self) {
        let (mut mine, mut theirs) = (self.added(Side::Mine), self.added(Side::Theirs));
        // Where a side has one text several times, those come first that have nothing else to be paired with.
        let last = |others: &Project, d: &Document| others.document(&d.id).is_some_and(|o| akin(&o.body, &d.body));
        mine.sort_by_key(|d| last(&self.theirs, d));
        theirs.sort_by_key(|d| last(&self.mine, d));
        let paired =
            |d: &Document, others: &[Arc<Document>]| others.iter().any(|o| o.id == d.id && same_text(&o.body, &d.body));
        let mut open: Vec<&Arc<Document>> = mine.iter().filter(|d| !paired(d, &theirs)).collect();
        let mut pairs = Vec::new();
        for other in theirs.iter().filter(|d| !paired(d, &mine)) {
            if let Some(at) = open.iter().position(|own| same_text(&own.body, &other.body)) {
                pairs.push((open.remove(at), other));
            }
        }
        let pairs: Vec<(Arc<Document>, Arc<Document>)> = pairs
            .into_iter()
            .map(|(own, other)| (Arc::clone(own), Arc::clone(other)))
            .collect();
        for linked in linked_by_id(pairs) {
            self.give_one_id(linked);
        }
    }

    /// Gives each pair one of the ids of all, the smallest ones that nothing else has.
    fn give_one_id(&mut self, mut pairs: Vec<(Arc<Document>, Arc<Document>)>) {
        pairs.sort_by_cached_key(|(own, _)| own.body.text());
        let elsewhere = |id: &DocumentId| {
            let in_mine = self.mine.document(id).is_some() && !pairs.iter().any(|(own, _)| own.id == *id);
            let in_theirs = self.theirs.document(id).is_some() && !pairs.iter().any(|(_, other)| other.id == *id);
            in_mine || in_theirs
        };
        let ids: BTreeSet<DocumentId> = pairs.iter().flat_map(|(a, b)| [a.id.clone(), b.id.clone()]).collect();
        let mut free: Vec<DocumentId> = ids.iter().filter(|id| !elsewhere(id)).cloned().rev().collect();
        let mut renames = [Renames::default(), Renames::default()];
        for (own, other) in pairs {
            let new = free.pop().unwrap_or_else(|| {
                let given: Vec<&DocumentId> = renames.iter().flat_map(|r| r.documents.values()).collect();
                let like = own.id.as_str().min(other.id.as_str());
                DocumentId::free(like, |id| self.has_id(id) || given.contains(&id))
            });
            renames[0].documents.insert(own.id.clone(), new.clone());
            renames[1].documents.insert(other.id.clone(), new);
        }
        renames[0].apply(&mut self.mine);
        renames[1].apply(&mut self.theirs);
    }

    fn has_id(&self, id: &DocumentId) -> bool {
        let projects = [Some(&self.mine), Some(&self.theirs), self.base.as_ref()];
        projects.into_iter().flatten().any(|p| p.document(id).is_some())
    }

    /// Two articles that have only their title in common: one takes another id.
    fn part_namesakes(&mut self) {
        for own in self.added(Side::Mine) {
            let Some(body) = self.theirs.document(&own.id).map(|d| Arc::clone(&d.body)) else {
                continue;
            };
            if akin(&own.body, &body) {
                continue;
            }
            let texts = |body: &Body| -> Vec<Arc<str>> { body.blocks().iter().map(|b| Arc::clone(&b.text)).collect() };
            let side = if texts(&own.body) <= texts(&body) {
                Side::Theirs
            } else {
                Side::Mine
            };
            let new = DocumentId::free(own.id.as_str(), |id| self.has_id(id));
            self.rename(&own.id, &new, &[side], false);
        }
    }

    /// Where the other side replaced a document's text, carries the passages that a side marked in the old one over.
    ///
    /// What is not surely found again keeps its anchor, to be repaired by hand.
    fn carry_anchors(&mut self) {
        for side in [Side::Mine, Side::Theirs] {
            let replaced: BTreeMap<DocumentId, (Arc<Body>, Arc<Body>)> = self
                .side(side)
                .documents
                .iter()
                .filter_map(|own| {
                    let other = &self.side(side.other()).document(&own.id)?.body;
                    let base = self.base.as_ref().and_then(|b| b.document(&own.id)).map(|d| &d.body);
                    let newer = merge3(base, &own.body, other) == Merged::From(Side::Theirs);
                    newer.then(|| (own.id.clone(), (Arc::clone(&own.body), Arc::clone(other))))
                })
                .collect();
            if replaced.is_empty() {
                continue;
            }
            let empty = Project::default();
            let base = self.base.as_ref().unwrap_or(&empty);
            let marked: Vec<Arc<Passage>> = base
                .passages
                .diff(&self.side(side).passages)
                .filter_map(|change| match change {
                    DiffItem::Add(_, passage) | DiffItem::Update { new: (_, passage), .. } => Some(passage),
                    DiffItem::Remove(..) => None,
                })
                .filter(|p| replaced.get(&p.document).is_some_and(|(old, _)| p.anchor.is_exact(old)))
                .cloned()
                .collect();
            for (document, (_, body)) in replaced {
                let inside: Vec<&Arc<Passage>> = marked.iter().filter(|p| p.document == document).collect();
                let carried = carried(&inside, &body);
                self.side_mut(side)
                    .passages
                    .extend(carried.into_iter().map(|p| (p.id, p)));
            }
        }
    }

    /// Passages that both sides added with the same words of the same analyst: both take the smaller id.
    fn unite_passages(&mut self) {
        type Content = (DocumentId, AnalystId, u32, u32, String, String, String);
        let content = |p: &Passage| -> Content {
            let a = &p.anchor;
            (
                p.document.clone(),
                p.analyst.clone(),
                a.start,
                a.end,
                a.quotation.clone(),
                a.prefix.clone(),
                a.suffix.clone(),
            )
        };
        let empty = Project::default();
        let base = self.base.as_ref().unwrap_or(&empty);
        let only_of = |side: Side| {
            let others = &self.side(side.other()).passages;
            base.passages
                .diff(&self.side(side).passages)
                .filter_map(move |change| match change {
                    DiffItem::Add(id, passage) if !others.contains_key(id) => Some(Arc::clone(passage)),
                    _ => None,
                })
        };
        let mut mine: BTreeMap<Content, Vec<PassageId>> = BTreeMap::new();
        for passage in only_of(Side::Mine) {
            mine.entry(content(&passage)).or_default().push(passage.id);
        }
        if mine.is_empty() {
            return;
        }
        let mut renames = [Renames::default(), Renames::default()];
        for passage in only_of(Side::Theirs) {
            let Some(ids) = mine.get_mut(&content(&passage)).filter(|ids| !ids.is_empty()) else {
                continue;
            };
            let own = ids.remove(0);
            let (which, old) = if own < passage.id { (1, passage.id) } else { (0, own) };
            renames[which].passages.insert(old, own.min(passage.id));
        }
        let [in_mine, in_theirs] = renames;
        in_mine.apply(&mut self.mine);
        in_theirs.apply(&mut self.theirs);
    }
}

/// The passages that are surely found again in a text where they do not stand, with their new anchors.
pub(super) fn carried(passages: &[&Arc<Passage>], body: &Body) -> Vec<Arc<Passage>> {
    let checks = check_all(passages.iter().map(|p| &p.anchor), body);
    passages
        .iter()
        .zip(checks)
        .filter_map(|(passage, check)| {
            let Check::Moved(start) = check else { return None };
            // The words were found; the place, which a hand may have written, says nothing about how long they are.
            let length = passage.anchor.quotation.chars().count() as u32;
            let anchor = Anchor::of(body, start..start.saturating_add(length))?;
            Some(Arc::new(Passage {
                anchor,
                ..(***passage).clone()
            }))
        })
        .collect()
}
