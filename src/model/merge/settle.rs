//! Carrying out what the user decides about conflicts, and keeping those that are undecided inside a file.

use std::sync::Arc;

use imbl::Vector;

use super::{
    super::{
        Analyst, AnalystId, Body, Document, DocumentId, Edit, Evidence, Focus, Kind, Listed, Moment, Note, NoteId,
        Passage, PassageId, Position, PositionKey, Project, Role, project::index_of,
    },
    Conflict, Merge, Side, Sides, Text,
    conflict::{deleting, stands},
    same::carried,
    told,
    values::{arrange, bits_of},
    words::{place_name, target},
};

/// The tag of the notes that hold the conflicts of a merged file.
pub const CONFLICT_TAG: &str = "conflict";

/// The tag of notes that tell what a merge came to.
pub const MERGE_TAG: &str = "merge";

/// How a conflict is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// As it is here.
    Mine,
    /// As it is in the project that comes in.
    Theirs,
    /// Both: notes, rationales and descriptions one after the other; another name of an actor or issue as an alias or
    /// keyword; a judgment in a layer of its own; a passage or document as a second one. See
    /// [`Conflict::both_can_stay`].
    Both,
}

impl From<Side> for Choice {
    fn from(side: Side) -> Self {
        match side {
            Side::Mine => Self::Mine,
            Side::Theirs => Self::Theirs,
        }
    }
}

/// It is one or the other: a colour, a yes or no, an order, a deletion, the role of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("both cannot stay here: choose one")]
pub struct NotBoth;

impl Merge {
    /// Settles one of the conflicts and takes it off the list, with those that it makes pointless.
    pub fn settle(&mut self, conflict: &Conflict, choice: Choice) -> Result<(), NotBoth> {
        if choice == Choice::Both && !conflict.both_can_stay() {
            return Err(NotBoth);
        }
        let Some(at) = self.conflicts.iter().position(|c| c == conflict) else {
            return Ok(());
        };
        let conflict = self.conflicts.remove(at);
        self.carry_out(&conflict, choice);
        let project = &self.project;
        self.conflicts.retain(|c| {
            let passage_stands = match c {
                Conflict::Evidence(_, passage, _) => project.passages.contains_key(passage),
                _ => true,
            };
            passage_stands && stands(project, &c.place())
        });
        Ok(())
    }

    /// Settles all conflicts alike; those that cannot be both stay on the list.
    pub fn settle_all(&mut self, choice: Choice) {
        let mut passed = 0;
        while let Some(conflict) = self.conflicts.get(passed).cloned() {
            if self.settle(&conflict, choice).is_err() {
                passed += 1;
            }
        }
    }

    /// Settles one of the conflicts as it is here, and keeps what the other side says in a note about the same thing.
    pub fn settle_noted(&mut self, conflict: &Conflict, id: NoteId, author: &AnalystId, now: Moment) {
        let values = conflict.values(&self.project);
        let subject = conflict.subject(&self.project);
        let about = target(&self.project, &conflict.place());
        if self.settle(conflict, Choice::Mine).is_err() {
            return;
        }
        let word = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
        let note = Note {
            id,
            analyst: author.clone(),
            about: vec![about],
            created: now,
            changed: now,
            tags: vec![MERGE_TAG.to_owned()],
            text: format!(
                "**Differs after a merge:** {subject}, {}\n\n- kept: {}\n- the other file: {}\n",
                conflict.aspect(),
                word(values.mine).replace('\n', "\n  "),
                word(values.theirs).replace('\n', "\n  ")
            ),
        };
        self.project.notes.insert(id, Arc::new(note));
    }

    /// The project to write where nobody can be asked, with whatever conflicts are left kept inside.
    ///
    /// For each thing in conflict a note tagged [`CONFLICT_TAG`] says what was, what is here and what is there.
    /// Judgments, passages and documents of theirs stand beside mine: in a layer "… (theirs)", as a second passage, as
    /// a second document; everything else is quoted in the note. So the file is an ordinary one, nothing is lost, and
    /// a conflict is settled by changing what the note is about and deleting the note.
    /// The same merge gives the same notes.
    pub fn recorded(mut self, now: Moment) -> Project {
        let mut places: Vec<(Focus, Vec<Conflict>)> = Vec::new();
        for conflict in std::mem::take(&mut self.conflicts) {
            let place = conflict.place();
            match places.iter_mut().find(|(p, _)| *p == place) {
                Some((_, conflicts)) => conflicts.push(conflict),
                None => places.push((place, vec![conflict])),
            }
        }
        let notes: Vec<Note> = places
            .iter()
            .map(|(place, about)| self.note_of(place, about, now))
            .collect();
        for conflict in places.iter().flat_map(|(_, conflicts)| conflicts) {
            match conflict {
                Conflict::Text(Text::Rationale(key), _) => self.keep_in_layer(key),
                Conflict::Stance(..)
                | Conflict::Confidence(..)
                | Conflict::Basis(..)
                | Conflict::Passage(..)
                | Conflict::Body(..) => self.carry_out(conflict, Choice::Both),
                _ => {}
            }
        }
        for note in notes {
            if self.project.analyst(&note.analyst).is_none() {
                self.project.analysts.push_back(Arc::new(Analyst {
                    id: note.analyst.clone(),
                    name: "Merge".to_owned(),
                    finished: false,
                }));
            }
            self.project.notes.insert(note.id, Arc::new(note));
        }
        self.project
    }

    fn note_of(&self, place: &Focus, conflicts: &[Conflict], now: Moment) -> Note {
        let project = &self.project;
        let aspects = conflicts.iter().map(|c| (c.headline(), c.values(project)));
        let text = told::text(&place_name(project, place), aspects);
        let author = match place {
            Focus::Position(key) => Some(key.analyst.clone()),
            Focus::Passage(id) => project.passage(*id).map(|p| p.analyst.clone()),
            Focus::Note(id) => project.note(*id).map(|n| n.analyst.clone()),
            Focus::Analyst(id) => Some(id.clone()),
            _ => None,
        };
        let author = author
            .filter(|id| project.analyst(id).is_some())
            .or_else(|| project.analysts.front().map(|a| a.id.clone()))
            .unwrap_or_else(|| AnalystId::from_name("merge"));
        let mut id = NoteId::from_random(bits_of(&format!("{place:?} {text}")));
        while project.note(id).is_some_and(|n| n.text != text) {
            id = id.next();
        }
        Note {
            id,
            analyst: author,
            about: vec![target(project, place)],
            created: now,
            changed: now,
            tags: vec![CONFLICT_TAG.to_owned()],
            text,
        }
    }

    fn carry_out(&mut self, conflict: &Conflict, choice: Choice) {
        match conflict {
            Conflict::Text(which, sides) => {
                let text = match choice {
                    Choice::Mine => &sides.mine,
                    Choice::Theirs => &sides.theirs,
                    Choice::Both => return self.keep_both_texts(which, sides),
                };
                self.set_text(which, text.clone());
            }
            Conflict::Flag(which, sides) => {
                let edit = which.edit(&self.project, *sides.of(side(choice)));
                self.apply(edit);
            }
            Conflict::Colour(id, sides) => {
                let value = *sides.of(side(choice));
                update(&mut self.project.actors, id, |a| a.colour = value);
            }
            Conflict::Body(id, sides) => match choice {
                Choice::Both => self.keep_both_documents(id, sides),
                Choice::Mine | Choice::Theirs => self.set_body(id, sides, side(choice)),
            },
            Conflict::Passage(id, sides) => match choice {
                Choice::Both => self.add_second_passage(*id, (*sides.theirs).clone()),
                Choice::Mine | Choice::Theirs => {
                    self.project.passages.insert(*id, Arc::clone(sides.of(side(choice))));
                    self.carry(&[*id]);
                }
            },
            Conflict::Stance(key, sides) => match choice {
                Choice::Both => self.keep_in_layer(key),
                _ => self.change_position(key, |p| p.stance = *sides.of(side(choice))),
            },
            Conflict::Confidence(key, sides) => match choice {
                Choice::Both => self.keep_in_layer(key),
                _ => self.change_position(key, |p| p.confidence = *sides.of(side(choice))),
            },
            Conflict::Basis(key, sides) => match choice {
                Choice::Both => self.keep_in_layer(key),
                _ => self.change_position(key, |p| p.basis = *sides.of(side(choice))),
            },
            Conflict::Evidence(key, passage, sides) => match sides.of(side(choice)) {
                Some(role) => self.change_position(key, |p| cite(p, *passage, *role)),
                None => self.change_position(key, |p| p.evidence.retain(|e| e.passage != *passage)),
            },
            Conflict::Order(kind, sides) => self.reorder(*kind, sides, side(choice)),
            Conflict::Deletion(deletion) => {
                if deletion.by == side(choice) {
                    self.apply(deleting(&deletion.kept.place()));
                }
            }
        }
    }

    /// Does an edit. The only error is that what it changes is gone already.
    fn apply(&mut self, edit: Option<Edit>) {
        if let Some(Ok(project)) = edit.map(|edit| self.project.applied(&edit)) {
            self.project = project;
        }
    }

    fn set_text(&mut self, which: &Text, text: String) {
        let edit = which.edit(&self.project, text);
        self.apply(edit);
    }

    fn keep_both_texts(&mut self, which: &Text, sides: &Sides<String>) {
        match which {
            Text::ActorName(id) => update(&mut self.project.actors, id, |a| {
                add_word(&mut a.aliases, &sides.theirs);
            }),
            Text::IssueName(id) => update(&mut self.project.issues, id, |i| {
                add_word(&mut i.keywords, &sides.theirs);
            }),
            Text::Rationale(_) | Text::Note(_) | Text::PeriodDescription(_) => {
                self.set_text(which, joined(sides, "\n\n"));
            }
            _ => self.set_text(which, joined(sides, " / ")),
        }
    }

    fn change_position(&mut self, key: &PositionKey, change: impl FnOnce(&mut Position)) {
        let mut position = self.project.position(key).cloned().unwrap_or_default();
        change(&mut position);
        if position.is_blank() {
            self.project.positions.remove(key);
        } else {
            self.project.positions.insert(key.clone(), Arc::new(position));
        }
    }

    /// Puts their whole position into a layer of its own.
    fn keep_in_layer(&mut self, key: &PositionKey) {
        let Some(mut position) = self.theirs.position(key).cloned() else {
            return;
        };
        // What mine deleted comes back: their judgment rests on it.
        let coming_back = |project: &Project, theirs: &Project, id: PassageId| {
            let passage = theirs.passage(id).filter(|p| project.document(&p.document).is_some());
            passage.filter(|_| project.passage(id).is_none()).cloned()
        };
        position.evidence.retain(|e| {
            let is_there = self.project.passages.contains_key(&e.passage);
            is_there || coming_back(&self.project, &self.theirs, e.passage).is_some()
        });
        if position.is_blank() {
            return;
        }
        let layer = self.layer_beside(key, &position);
        for evidence in &position.evidence {
            if let Some(mut passage) = coming_back(&self.project, &self.theirs, evidence.passage) {
                passage.analyst.clone_from(&layer);
                self.project.passages.insert(passage.id, Arc::new(passage));
            }
        }
        let key = PositionKey {
            analyst: layer,
            ..key.clone()
        };
        // If it is there already, it may cite more by now.
        self.project.positions.entry(key).or_insert_with(|| Arc::new(position));
    }

    /// The first layer of theirs beside an analyst's in which their position stands, or can stand: what was kept of an
    /// earlier merge, and is not settled, is not overwritten.
    fn layer_beside(&mut self, key: &PositionKey, theirs: &Position) -> AnalystId {
        let says_as_much = |p: &Position| {
            let citing_alike = Position {
                evidence: theirs.evidence.clone(),
                ..p.clone()
            };
            citing_alike == *theirs && theirs.evidence.iter().all(|e| p.evidence.contains(e))
        };
        let mut n = 1;
        loop {
            let name = name_of_theirs(&self.project, &key.analyst, n);
            let Some(layer) = self.project.analysts.iter().find(|a| a.name == name) else {
                let id = self.project.free_analyst_id(&name);
                self.project.analysts.push_back(Arc::new(Analyst {
                    id: id.clone(),
                    name,
                    finished: false,
                }));
                return id;
            };
            let beside = PositionKey {
                analyst: layer.id.clone(),
                ..key.clone()
            };
            if self.project.position(&beside).is_none_or(says_as_much) {
                return beside.analyst;
            }
            n += 1;
        }
    }

    fn add_second_passage(&mut self, id: PassageId, passage: Passage) {
        let mut new = id.next();
        while self.project.passages.contains_key(&new) {
            new = new.next();
        }
        self.project
            .passages
            .insert(new, Arc::new(Passage { id: new, ..passage }));
        let citing: Vec<(PositionKey, Role)> = self
            .project
            .citing(id)
            .filter_map(|(key, p)| Some((key.clone(), p.role_of(id)?)))
            .collect();
        for (key, role) in citing {
            self.change_position(&key, |p| cite(p, new, role));
        }
    }

    /// Takes the text of one side and puts the document's passages in their places there.
    fn set_body(&mut self, id: &DocumentId, sides: &Sides<Arc<Body>>, side: Side) {
        let body = sides.of(side);
        update(&mut self.project.documents, id, |d| d.body = Arc::clone(body));
        // Where both sides moved a passage because both replaced the text, the place is settled with the text.
        let fits = |p: &Passage| p.document == *id && p.anchor.is_exact(body);
        let mut settled = Vec::new();
        self.conflicts.retain(|conflict| match conflict {
            Conflict::Passage(_, places) if fits(places.of(side)) && !fits(places.of(side.other())) => {
                settled.push(Arc::clone(places.of(side)));
                false
            }
            _ => true,
        });
        for passage in settled {
            self.project.passages.insert(passage.id, passage);
        }
        let inside: Vec<PassageId> = self
            .project
            .passages
            .values()
            .filter(|p| p.document == *id)
            .map(|p| p.id)
            .collect();
        self.carry(&inside);
    }

    /// Puts passages that do not stand where they say in their places, if these are sure.
    fn carry(&mut self, ids: &[PassageId]) {
        for document in &self.project.documents.clone() {
            let astray: Vec<&Arc<Passage>> = ids
                .iter()
                .filter_map(|id| self.project.passages.get(id))
                .filter(|p| p.document == document.id && !p.anchor.is_exact(&document.body))
                .collect();
            for passage in carried(&astray, &document.body) {
                self.project.passages.insert(passage.id, passage);
            }
        }
    }

    /// Adds their text as a second document, with the passages that were marked in it.
    fn keep_both_documents(&mut self, id: &DocumentId, sides: &Sides<Arc<Body>>) {
        let Some(document) = self.project.document(id).cloned() else {
            return;
        };
        let title = format!("{} (theirs)", document.about.title);
        let new = self.project.free_document_id(&title);
        let mut about = document.about;
        about.title = title;
        self.project.documents.push_back(Arc::new(Document {
            id: new.clone(),
            about,
            body: Arc::clone(&sides.theirs),
        }));
        let theirs_only =
            |p: &Passage| p.document == *id && !p.anchor.is_exact(&sides.mine) && p.anchor.is_exact(&sides.theirs);
        let moving: Vec<Arc<Passage>> = self
            .project
            .passages
            .values()
            .filter(|p| theirs_only(p))
            .cloned()
            .collect();
        for passage in moving {
            let mut passage = (*passage).clone();
            passage.document.clone_from(&new);
            self.project.passages.insert(passage.id, Arc::new(passage));
        }
        let mut settled = Vec::new();
        self.conflicts.retain(|conflict| match conflict {
            Conflict::Passage(passage, places) if theirs_only(&places.theirs) => {
                settled.push((*passage, (*places.theirs).clone()));
                false
            }
            _ => true,
        });
        for (id, mut passage) in settled {
            passage.document.clone_from(&new);
            self.add_second_passage(id, passage);
        }
    }

    fn reorder(&mut self, kind: Kind, sides: &Sides<Vec<String>>, side: Side) {
        let p = &mut self.project;
        match kind {
            Kind::Document => reorder(&mut p.documents, sides, side),
            Kind::Actor => reorder(&mut p.actors, sides, side),
            Kind::Issue => reorder(&mut p.issues, sides, side),
            Kind::Period => reorder(&mut p.periods, sides, side),
            Kind::Analyst => reorder(&mut p.analysts, sides, side),
            Kind::Passage | Kind::Position | Kind::Note => {}
        }
    }
}

/// What the layers are called in which their judgments stand beside those of an analyst, from 1.
fn name_of_theirs(project: &Project, analyst: &AnalystId, n: u32) -> String {
    let name = project.analyst_name(analyst);
    match n {
        1 => format!("{name} (theirs)"),
        _ => format!("{name} (theirs {n})"),
    }
}

/// Beside whose judgments a layer of this name has theirs, if it is such a layer.
pub(super) fn whose_theirs(layer: &str) -> Option<&str> {
    let (whose, rest) = layer.strip_suffix(')')?.rsplit_once(" (theirs")?;
    let is_number = |n: &str| n.parse::<u32>().is_ok();
    (rest.is_empty() || rest.strip_prefix(' ').is_some_and(is_number)).then_some(whose)
}

/// Mine unless theirs was chosen; both is answered before.
fn side(choice: Choice) -> Side {
    match choice {
        Choice::Mine | Choice::Both => Side::Mine,
        Choice::Theirs => Side::Theirs,
    }
}

fn update<T: Listed>(list: &mut Vector<Arc<T>>, id: &T::Id, change: impl FnOnce(&mut T)) {
    if let Some(at) = index_of(list, id) {
        let mut item = (*list[at]).clone();
        change(&mut item);
        list.set(at, Arc::new(item));
    }
}

fn cite(position: &mut Position, passage: PassageId, role: Role) {
    match position.evidence.iter_mut().find(|e| e.passage == passage) {
        Some(evidence) => evidence.role = role,
        None => position.evidence.push(Evidence { passage, role }),
    }
}

fn add_word(words: &mut Vec<String>, word: &str) {
    if !words.iter().any(|w| w == word) {
        words.push(word.to_owned());
    }
}

fn joined(sides: &Sides<String>, between: &str) -> String {
    format!("{}{between}{}", sides.mine, sides.theirs)
}

pub(super) fn reorder<T: Listed>(list: &mut Vector<Arc<T>>, sides: &Sides<Vec<String>>, side: Side) {
    let common: Vec<String> = sides
        .of(side)
        .iter()
        .filter(|id| sides.of(side.other()).contains(id))
        .filter(|id| sides.base.as_ref().is_none_or(|base| base.contains(id)))
        .cloned()
        .collect();
    let order = arrange(&common, &sides.mine, &sides.theirs);
    let mut items: Vec<Arc<T>> = list.iter().cloned().collect();
    items.sort_by_key(|item| {
        order
            .iter()
            .position(|id| *id == item.id().to_string())
            .unwrap_or(usize::MAX)
    });
    *list = items.into_iter().collect();
}
