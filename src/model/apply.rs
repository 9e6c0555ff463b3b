//! The one function that changes a project.

use std::sync::Arc;

use imbl::Vector;

use super::{
    Analyst, AnalystId, Dismissal, DocumentId, Edit, EditError, Evidence, Kind, Listed, Note, NoteId, Passage,
    PassageId, Position, PositionKey, Project, project::index_of, unite,
};

impl Project {
    /// The project after an edit; the original is untouched and shares its structure.
    pub fn applied(&self, edit: &Edit) -> Result<Self, EditError> {
        let mut next = self.clone();
        next.apply(edit)?;
        Ok(next)
    }

    /// May leave `self` half changed on an error: only [`Self::applied`], which works on a clone, calls it.
    fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::SetTitle(title) => self.title.clone_from(title),

            Edit::AddDocument(document) => add(&mut self.documents, Arc::clone(document))?,
            Edit::SetMetadata(id, about) => {
                let mut document = existing(&self.documents, id)?.clone();
                document.about = about.clone();
                change(&mut self.documents, document)?;
            }
            Edit::OrderDocuments(ids) => order(&mut self.documents, ids)?,
            Edit::ReplaceText(id, body, anchors) => {
                let mut document = existing(&self.documents, id)?.clone();
                document.body = Arc::clone(body);
                change(&mut self.documents, document)?;
                for (passage, anchor) in anchors {
                    let mut passage = self.existing_passage(*passage)?.clone();
                    if passage.document != *id {
                        return Err(EditError::Missing(Kind::Passage, passage.id.to_string()));
                    }
                    passage.anchor = anchor.clone();
                    self.passages.insert(passage.id, Arc::new(passage));
                }
            }
            Edit::RemoveDocument(id) => self.remove_document(id)?,

            Edit::AddActor(actor) => add(&mut self.actors, Arc::new(actor.clone()))?,
            Edit::ChangeActor(actor) => change(&mut self.actors, actor.clone())?,
            Edit::OrderActors(ids) => order(&mut self.actors, ids)?,
            Edit::MergeActors(from, into, settled) => unite::merge_actors(self, from, into, settled)?,
            Edit::DeleteActor(id) => {
                remove(&mut self.actors, id)?;
                self.drop_positions(|key| key.actor == *id);
                self.drop_dismissals(|d| d.cell.actor == *id);
            }

            Edit::AddIssue(issue) => add(&mut self.issues, Arc::new(issue.clone()))?,
            Edit::ChangeIssue(issue) => change(&mut self.issues, issue.clone())?,
            Edit::OrderIssues(ids) => order(&mut self.issues, ids)?,
            Edit::MergeIssues(from, into, settled) => unite::merge_issues(self, from, into, settled)?,
            Edit::DeleteIssue(id) => {
                remove(&mut self.issues, id)?;
                self.drop_positions(|key| key.issue == *id);
                self.drop_dismissals(|d| d.cell.issue == *id);
            }

            Edit::AddPeriod(period) => add(&mut self.periods, Arc::new(period.clone()))?,
            Edit::ChangePeriod(period) => change(&mut self.periods, period.clone())?,
            Edit::OrderPeriods(ids) => order(&mut self.periods, ids)?,
            Edit::DeletePeriod(id) => {
                remove(&mut self.periods, id)?;
                self.drop_positions(|key| key.period.as_ref() == Some(id));
            }

            Edit::AddAnalyst(analyst) => add(&mut self.analysts, Arc::new(analyst.clone()))?,
            Edit::ChangeAnalyst(analyst) => change(&mut self.analysts, analyst.clone())?,
            Edit::DeleteAnalyst(id) => self.delete_analyst(id)?,

            Edit::AddPassage(passage) => self.add_passage(passage)?,
            Edit::Reanchor(id, anchor) => {
                let mut passage = self.existing_passage(*id)?.clone();
                passage.anchor = anchor.clone();
                self.check_words(&passage)?;
                self.passages.insert(*id, Arc::new(passage));
            }
            Edit::DeletePassage(id) => {
                self.existing_passage(*id)?;
                self.drop_passages(&[*id]);
            }

            Edit::SetStance(key, stance) => self.change_position(key, |p| p.stance = *stance)?,
            Edit::SetConfidence(key, confidence) => self.change_position(key, |p| p.confidence = *confidence)?,
            Edit::SetBasis(key, basis) => self.change_position(key, |p| p.basis = *basis)?,
            Edit::SetRationale(key, text) => self.change_position(key, |p| p.rationale.clone_from(text))?,
            Edit::Cite(key, passage, role) => {
                self.existing_passage(*passage)?;
                self.change_position(key, |p| cite(p, *passage, *role))?;
            }
            Edit::Uncite(key, passage) => {
                if self.position(key).and_then(|p| p.role_of(*passage)).is_none() {
                    return Err(EditError::NotCited);
                }
                self.change_position(key, |p| p.evidence.retain(|e| e.passage != *passage))?;
            }
            Edit::SetPosition(key, position) => {
                for evidence in &position.evidence {
                    self.existing_passage(evidence.passage)?;
                }
                self.change_position(key, |p| *p = position.clone())?;
            }
            Edit::ClearPosition(key) => {
                if self.positions.remove(key).is_none() {
                    return Err(EditError::Missing(Kind::Position, self.cell_name(&key.cell())));
                }
            }

            Edit::AddNote(note) => {
                if self.notes.contains_key(&note.id) {
                    return Err(EditError::Exists(Kind::Note, note.id.to_string()));
                }
                existing(&self.analysts, &note.analyst)?;
                self.notes.insert(note.id, Arc::new(with_tidy_tags(note.clone())));
            }
            Edit::SetNoteText(id, text, now) => self.change_note(*id, |note| {
                note.text.clone_from(text);
                note.changed = *now;
            })?,
            Edit::SetNoteTags(id, tags, now) => self.change_note(*id, |note| {
                note.tags.clone_from(tags);
                note.changed = *now;
            })?,
            Edit::SetNoteAbout(id, about) => self.change_note(*id, |note| note.about.clone_from(about))?,
            Edit::DeleteNote(id) => {
                if self.notes.remove(id).is_none() {
                    return Err(EditError::Missing(Kind::Note, id.to_string()));
                }
            }

            Edit::Dismiss(dismissal) => {
                self.dismissals.insert(dismissal.clone());
            }
            Edit::Undismiss(dismissal) => {
                self.dismissals.remove(dismissal);
            }

            Edit::Batch(_, edits) => {
                for part in edits {
                    self.apply(part)?;
                }
            }
            Edit::Replace(_, project) => *self = (**project).clone(),
        }
        Ok(())
    }

    fn existing_passage(&self, id: PassageId) -> Result<&Passage, EditError> {
        self.passage(id)
            .ok_or_else(|| EditError::Missing(Kind::Passage, id.to_string()))
    }

    fn check_words(&self, passage: &Passage) -> Result<(), EditError> {
        let document = existing(&self.documents, &passage.document)?;
        if passage.anchor.is_exact(&document.body) {
            Ok(())
        } else {
            Err(EditError::Words(passage.anchor.start, passage.anchor.end))
        }
    }

    fn add_passage(&mut self, passage: &Passage) -> Result<(), EditError> {
        if self.passages.contains_key(&passage.id) {
            return Err(EditError::Exists(Kind::Passage, passage.id.to_string()));
        }
        existing(&self.analysts, &passage.analyst)?;
        self.check_words(passage)?;
        self.passages.insert(passage.id, Arc::new(passage.clone()));
        Ok(())
    }

    fn change_position(&mut self, key: &PositionKey, change: impl FnOnce(&mut Position)) -> Result<(), EditError> {
        existing(&self.analysts, &key.analyst)?;
        existing(&self.actors, &key.actor)?;
        existing(&self.issues, &key.issue)?;
        if let Some(period) = &key.period {
            existing(&self.periods, period)?;
        }
        let mut position = self.position(key).cloned().unwrap_or_default();
        change(&mut position);
        if position.is_blank() {
            self.positions.remove(key);
        } else {
            self.positions.insert(key.clone(), Arc::new(position));
        }
        Ok(())
    }

    fn change_note(&mut self, id: NoteId, change: impl FnOnce(&mut Note)) -> Result<(), EditError> {
        let mut note = self
            .note(id)
            .ok_or_else(|| EditError::Missing(Kind::Note, id.to_string()))?
            .clone();
        change(&mut note);
        self.notes.insert(id, Arc::new(with_tidy_tags(note)));
        Ok(())
    }

    fn drop_positions(&mut self, gone: impl Fn(&PositionKey) -> bool) {
        let keys: Vec<PositionKey> = self.positions.keys().filter(|key| gone(key)).cloned().collect();
        for key in keys {
            self.positions.remove(&key);
        }
    }

    fn drop_dismissals(&mut self, gone: impl Fn(&Dismissal) -> bool) {
        let left = self.dismissals.iter().filter(|d| !gone(d)).cloned();
        self.dismissals = left.collect();
    }

    fn drop_passages(&mut self, ids: &[PassageId]) {
        let gone: std::collections::BTreeSet<PassageId> = ids.iter().copied().collect();
        for id in &gone {
            self.passages.remove(id);
        }
        let cited: Vec<(PositionKey, Arc<Position>)> = self
            .positions
            .iter()
            .filter(|(_, p)| p.evidence.iter().any(|e| gone.contains(&e.passage)))
            .map(|(key, p)| (key.clone(), Arc::clone(p)))
            .collect();
        for (key, position) in cited {
            let mut position = (*position).clone();
            position.evidence.retain(|e| !gone.contains(&e.passage));
            if position.is_blank() {
                self.positions.remove(&key);
            } else {
                self.positions.insert(key, Arc::new(position));
            }
        }
    }

    fn remove_document(&mut self, id: &DocumentId) -> Result<(), EditError> {
        remove(&mut self.documents, id)?;
        let inside: Vec<PassageId> = self
            .passages
            .values()
            .filter(|p| p.document == *id)
            .map(|p| p.id)
            .collect();
        self.drop_passages(&inside);
        self.drop_dismissals(|d| d.document == *id);
        Ok(())
    }

    fn delete_analyst(&mut self, id: &AnalystId) -> Result<(), EditError> {
        remove::<Analyst>(&mut self.analysts, id)?;
        self.drop_positions(|key| key.analyst == *id);
        let own: Vec<PassageId> = self
            .passages
            .values()
            .filter(|p| p.analyst == *id)
            .map(|p| p.id)
            .collect();
        self.drop_passages(&own);
        let notes: Vec<NoteId> = self.notes.values().filter(|n| n.analyst == *id).map(|n| n.id).collect();
        for note in notes {
            self.notes.remove(&note);
        }
        self.drop_dismissals(|d| d.analyst == *id);
        Ok(())
    }
}

/// Cites a passage once, in this role.
pub(super) fn cite(position: &mut Position, passage: PassageId, role: super::Role) {
    match position.evidence.iter_mut().find(|e| e.passage == passage) {
        Some(evidence) => evidence.role = role,
        None => position.evidence.push(Evidence { passage, role }),
    }
}

fn with_tidy_tags(mut note: Note) -> Note {
    for tag in &mut note.tags {
        *tag = tag.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    note.tags.retain(|tag| !tag.is_empty());
    note.tags.sort();
    note.tags.dedup();
    note
}

fn existing<'a, T: Listed>(list: &'a Vector<Arc<T>>, id: &T::Id) -> Result<&'a T, EditError> {
    list.iter()
        .find(|item| item.id() == id)
        .map(|item| &**item)
        .ok_or_else(|| EditError::Missing(T::KIND, id.to_string()))
}

fn named<T: Listed>(item: &T) -> Result<(), EditError> {
    if item.name().trim().is_empty() {
        return Err(EditError::NoName(T::KIND));
    }
    Ok(())
}

fn add<T: Listed>(list: &mut Vector<Arc<T>>, item: Arc<T>) -> Result<(), EditError> {
    named(&*item)?;
    if index_of(list, item.id()).is_some() {
        return Err(EditError::Exists(T::KIND, item.name().to_owned()));
    }
    list.push_back(item);
    Ok(())
}

fn change<T: Listed>(list: &mut Vector<Arc<T>>, item: T) -> Result<(), EditError> {
    named(&item)?;
    let at = index_of(list, item.id()).ok_or_else(|| EditError::Missing(T::KIND, item.id().to_string()))?;
    list.set(at, Arc::new(item));
    Ok(())
}

pub(super) fn remove<T: Listed>(list: &mut Vector<Arc<T>>, id: &T::Id) -> Result<Arc<T>, EditError> {
    let at = index_of(list, id).ok_or_else(|| EditError::Missing(T::KIND, id.to_string()))?;
    Ok(list.remove(at))
}

fn order<T: Listed>(list: &mut Vector<Arc<T>>, ids: &[T::Id]) -> Result<(), EditError> {
    let fault = EditError::Order(T::KIND);
    if ids.len() != list.len() {
        return Err(fault);
    }
    let mut left: Vec<Arc<T>> = list.iter().cloned().collect();
    let mut ordered = Vector::new();
    for id in ids {
        let Some(at) = left.iter().position(|item| item.id() == id) else {
            return Err(fault);
        };
        ordered.push_back(left.remove(at));
    }
    *list = ordered;
    Ok(())
}
