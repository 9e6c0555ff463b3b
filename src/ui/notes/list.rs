//! Which notes are shown, in which order.
//!
//! A list is brought along by what an edit changed, so that writing a note costs the same beside ten and ten thousand.
//! Not here: what a note's card shows (`view`).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use imbl::{OrdMap, Vector, ordmap::DiffItem};

use super::view::chip;
use crate::{
    analysis::index::Index,
    model::{AnalystId, DocumentId, Note, NoteId, PassageId, Position, PositionKey, Project, Target, link},
    session::{Selection, Session},
};

/// In which order notes stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By the place in the article of what they are about; those about no place follow.
    #[default]
    Place,
    /// The last written first.
    Newest,
    /// The first written first.
    Oldest,
}

/// Which notes are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words that a note's text, tags or subjects must contain, each of them.
    pub words: String,
    /// Tags of which a note must have every one.
    pub tags: BTreeSet<String>,
    /// Whose notes; `None` for everyone's.
    pub analyst: Option<AnalystId>,
    /// Whether only notes about what is selected are shown.
    pub follow: bool,
    /// Whether only notes are shown that are about nothing that is there.
    pub orphaned: bool,
    /// The order.
    pub order: Order,
}

/// A note in the list, comparing as the notes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The document, by its place in the project, and the code point; the same for all where the order is by time.
    place: (usize, u32),
    /// Seconds, as far as they decide.
    moment: i64,
    /// Which note.
    pub id: NoteId,
}

impl Row {
    fn new(project: &Project, note: &Note, order: Order) -> Self {
        let (place, moment) = match order {
            Order::Place => (place(project, note), note.created.0),
            Order::Newest => ((0, 0), -note.changed.0),
            Order::Oldest => ((0, 0), note.created.0),
        };
        Self {
            place,
            moment,
            id: note.id,
        }
    }
}

/// The notes shown, and what there is besides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotesList {
    /// Every note of every layer, in order: where a note stands takes longest to find, and stays when others are shown.
    every: Vec<Row>,
    /// The notes shown, in order.
    pub rows: Vec<Row>,
    /// How many there are in all, in the layers shown.
    pub total: usize,
    /// How many of them are about nothing that is there any more.
    pub orphans: usize,
    /// Every tag in use, with the number of notes that have it.
    pub tags: BTreeMap<String, usize>,
}

impl NotesList {
    /// Makes the list; takes time proportional to the number of notes.
    pub fn new(session: &Session, filter: &Filter) -> Self {
        let project = session.project();
        let mut list = Self::default();
        for note in project.notes.values() {
            list.every.push(Row::new(project, note, filter.order));
            if in_layers(&session.selection, note) {
                list.count(project, note, true);
            }
        }
        list.every.sort_unstable();
        list.choose(session, filter);
        list
    }

    /// Chooses anew which of the notes are shown; the order is the one that the list was made in.
    pub fn choose(&mut self, session: &Session, filter: &Filter) {
        let (project, words) = (session.project(), words_of(filter));
        let fits = |note: &Note| fits(session, filter, &words, note);
        if filter.follow {
            let ids = followed(project, session.index(), &session.selection);
            let notes = ids.iter().filter_map(|id| project.note(*id));
            let row = |note| Row::new(project, note, filter.order);
            self.rows = notes.filter(|note| fits(note)).map(row).collect();
            self.rows.sort_unstable();
        } else {
            let fits = |row: &&Row| project.note(row.id).is_some_and(fits);
            self.rows = self.every.iter().filter(fits).copied().collect();
        }
    }

    /// Follows a change of the layers shown, of which `showed` says whether they were.
    pub fn show_layers(&mut self, session: &Session, filter: &Filter, showed: impl Fn(&AnalystId) -> bool) {
        let project = session.project();
        for note in project.notes.values() {
            let shows = in_layers(&session.selection, note);
            if shows != showed(&note.analyst) {
                self.count(project, note, shows);
            }
        }
        self.choose(session, filter);
    }

    /// Brings a list that was made of `before` along to what the session holds now; where a name or an article changed,
    /// or very much, it is made anew.
    pub fn update(&mut self, before: &Project, session: &Session, filter: &Filter) {
        const MANY: usize = 100;
        let after = session.project();
        let touched = same_things(before, after).then(|| touched(before, after, session.index()));
        let Some(touched) = touched.filter(|touched| touched.len() <= MANY) else {
            *self = Self::new(session, filter);
            return;
        };
        let words = words_of(filter);
        for id in touched {
            if let Some(old) = before.note(id).filter(|n| in_layers(&session.selection, n)) {
                self.count(before, old, false);
            }
            let new = after.note(id);
            if let Some(new) = new.filter(|n| in_layers(&session.selection, n)) {
                self.count(after, new, true);
            }
            let row = new.map(|note| Row::new(after, note, filter.order));
            put(&mut self.every, id, row);
            if !filter.follow {
                let shown = new.is_some_and(|note| fits(session, filter, &words, note));
                put(&mut self.rows, id, row.filter(|_| shown));
            }
        }
        if filter.follow {
            self.choose(session, filter);
        }
    }

    /// The place of a note among those shown.
    pub fn place(&self, id: NoteId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Counts a note of the layers shown, or takes it off the counts.
    fn count(&mut self, project: &Project, note: &Note, add: bool) {
        let by = |n: &mut usize| *n = if add { *n + 1 } else { n.saturating_sub(1) };
        by(&mut self.total);
        if is_orphaned(project, note) {
            by(&mut self.orphans);
        }
        for tag in &note.tags {
            match self.tags.get_mut(tag) {
                Some(n) => by(n),
                None if add => drop(self.tags.insert(tag.clone(), 1)),
                None => {}
            }
            if self.tags.get(tag) == Some(&0) {
                self.tags.remove(tag);
            }
        }
    }
}

/// Puts a note's row, if it has one, in its place in place of the one it had.
fn put(rows: &mut Vec<Row>, id: NoteId, row: Option<Row>) {
    rows.retain(|other| other.id != id);
    if let Some(row) = row {
        let place = rows.partition_point(|other| *other < row);
        rows.insert(place, row);
    }
}

fn in_layers(selection: &Selection, note: &Note) -> bool {
    note.analyst == selection.analyst || selection.shows(&note.analyst)
}

fn is_orphaned(project: &Project, note: &Note) -> bool {
    !note.about.is_empty() && !note.about.iter().any(|t| project.has(t))
}

fn words_of(filter: &Filter) -> Vec<String> {
    filter.words.split_whitespace().map(str::to_lowercase).collect()
}

/// Whether a note is of the layers shown and has what the filter asks for, apart from following the selection.
fn fits(session: &Session, filter: &Filter, words: &[String], note: &Note) -> bool {
    let project = session.project();
    let about = |word: &String| {
        let mut names = note
            .about
            .iter()
            .map(|target| chip(project, target).name.to_lowercase());
        names.any(|name| name.contains(word.as_str()))
    };
    let holds = |text: &str, word: &String| text.contains(word.as_str());
    in_layers(&session.selection, note)
        && filter.analyst.as_ref().is_none_or(|id| note.analyst == *id)
        && filter.tags.iter().all(|tag| note.tags.contains(tag))
        && (!filter.orphaned || is_orphaned(project, note))
        && (words.is_empty() || {
            let text = link::named(project, &note.text).to_lowercase();
            let tag = |word| note.tags.iter().any(|t| holds(&t.to_lowercase(), word));
            words.iter().all(|word| holds(&text, word) || tag(word) || about(word))
        })
}

/// The notes about what is selected, or about a passage that the selected cell cites.
fn followed(project: &Project, index: &Index, selection: &Selection) -> BTreeSet<NoteId> {
    let mut targets: Vec<Target> = selection.passage.map(Target::Passage).into_iter().collect();
    if let Some(cell) = &selection.cell {
        targets.push(Target::Cell(cell.clone()));
        targets.push(Target::Actor(cell.actor.clone()));
        targets.push(Target::Issue(cell.issue.clone()));
        for analyst in &project.analysts {
            let positions = project.positions_in(&analyst.id, cell);
            targets.extend(
                positions
                    .flat_map(|(_, p)| &p.evidence)
                    .map(|e| Target::Passage(e.passage)),
            );
        }
    }
    targets.iter().flat_map(|target| index.notes_about(target)).collect()
}

/// Whether two states of a project have the same texts, actors, issues and analysts.
fn same_things(before: &Project, after: &Project) -> bool {
    fn same<T>(a: &Vector<Arc<T>>, b: &Vector<Arc<T>>) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| Arc::ptr_eq(a, b))
    }
    same(&before.documents, &after.documents)
        && same(&before.actors, &after.actors)
        && same(&before.issues, &after.issues)
        && same(&before.analysts, &after.analysts)
}

/// The notes that differ between two states of a project, or whose place does.
fn touched(before: &Project, after: &Project, index: &Index) -> BTreeSet<NoteId> {
    let mut notes: BTreeSet<NoteId> = changed(&before.notes, &after.notes).copied().collect();
    let mut cells: BTreeSet<_> = changed(&before.positions, &after.positions)
        .map(PositionKey::cell)
        .collect();
    let passages: Vec<PassageId> = changed(&before.passages, &after.passages).copied().collect();
    for passage in passages {
        notes.extend(index.notes_about(&Target::Passage(passage)));
        cells.extend(index.citing(passage).iter().map(PositionKey::cell));
    }
    for cell in cells {
        notes.extend(index.notes_about(&Target::Cell(cell)));
    }
    notes
}

/// The keys at which two maps differ.
fn changed<'a, K: Ord, V: PartialEq>(before: &'a OrdMap<K, V>, after: &'a OrdMap<K, V>) -> impl Iterator<Item = &'a K> {
    before.diff(after).map(|change| match change {
        DiffItem::Add(key, _) | DiffItem::Remove(key, _) => key,
        DiffItem::Update { new, .. } => new.0,
    })
}

/// The first place in the articles that a note is about; notes about none follow the others.
fn place(project: &Project, note: &Note) -> (usize, u32) {
    let of_document = |id: &DocumentId| project.documents.iter().position(|d| d.id == *id);
    let of_passage = |id: PassageId| {
        let passage = project.passage(id)?;
        Some((of_document(&passage.document)?, passage.anchor.start))
    };
    let first = |target: &Target| match target {
        Target::Passage(id) => of_passage(*id),
        Target::Document(id) => Some((of_document(id)?, 0)),
        Target::Cell(cell) => {
            let positions = project.positions_in(&note.analyst, cell);
            let cited = positions.flat_map(|(_, position): (_, &Position)| &position.evidence);
            cited.filter_map(|e| of_passage(e.passage)).min()
        }
        Target::Project | Target::Actor(_) | Target::Issue(_) => None,
    };
    note.about
        .iter()
        .filter_map(first)
        .min()
        .unwrap_or((usize::MAX, u32::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        model::{Edit, Moment, Role, Stance},
        ui::desk,
    };

    /// One of many edits that notes may depend on.
    fn edit(project: &Project, kind: usize, n: usize) -> Option<Edit> {
        let note = project.notes.values().nth(n % project.notes.len().max(1)).cloned();
        let passage = project.passages.keys().nth(n % project.passages.len().max(1)).copied();
        let (key, position) = project.positions.iter().nth(n % project.positions.len().max(1))?;
        Some(match kind {
            0 => Edit::SetNoteText(note?.id, format!("Text {n} of russia"), Moment(n as i64)),
            1 => Edit::SetNoteTags(note?.id, vec![format!("tag {}", n % 3)], Moment(n as i64)),
            2 => Edit::DeleteNote(note?.id),
            3 => Edit::DeletePassage(passage?),
            4 => Edit::Cite(key.clone(), passage?, Role::For),
            5 => Edit::Uncite(key.clone(), position.evidence.first()?.passage),
            6 => Edit::SetStance(key.clone(), Some(Stance::ALL[n % 7])),
            7 => Edit::SetNoteAbout(note?.id, vec![Target::Cell(key.cell()), Target::Passage(passage?)]),
            8 => Edit::DeleteActor(key.actor.clone()),
            _ => Edit::AddNote(Note {
                id: NoteId::from_random(n as u64 + 50),
                analyst: key.analyst.clone(),
                about: vec![Target::Passage(passage?)],
                created: Moment(n as i64),
                changed: Moment(n as i64),
                tags: vec!["new".to_owned()],
                text: "New.".to_owned(),
            }),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_list_brought_along_is_the_list_made_anew(
            steps in prop::collection::vec((0usize..11, 0usize..1000, any::<bool>()), 1..24),
            order in 0usize..3,
            words in prop::option::of("russia|new|zz"),
            follow in any::<bool>(),
        ) {
            let filter = Filter {
                words: words.unwrap_or_default(),
                follow,
                order: [Order::Place, Order::Newest, Order::Oldest][order],
                ..Filter::default()
            };
            let mut session = Session::new(desk::coded(true), "first-reader".parse().expect("an id"));
            session.selection.cell = Some(desk::cell("russia", "aukus"));
            let mut list = NotesList::new(&session, &filter);
            for (kind, n, undo) in steps {
                let before = session.project().clone();
                if kind == 10 {
                    let layer = before.analysts[n % before.analysts.len()].id.clone();
                    let hidden = session.selection.hidden_layers.clone();
                    if !session.selection.hidden_layers.remove(&layer) {
                        session.selection.hidden_layers.insert(layer);
                    }
                    let own = session.selection.analyst.clone();
                    list.show_layers(&session, &filter, |id| *id == own || !hidden.contains(id));
                } else if undo && n % 3 == 0 {
                    session.undo();
                } else if let Some(edit) = edit(session.project(), kind, n) {
                    // One that cannot be done changes nothing.
                    session.apply(edit, Moment(n as i64)).ok();
                }
                list.update(&before, &session, &filter);
                prop_assert_eq!(&list, &NotesList::new(&session, &filter));
            }
        }
    }
}
