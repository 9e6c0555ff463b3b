//! Edits with their journal entries and their undo.

use standpoint::{
    model::{Anchor, Document, Edit, Moment, Note, NoteId, Passage, PassageId, PositionKey, Role, Stance, Target},
    session::Session,
    storage::{
        State,
        journal::{Entry, Journal, Origin},
    },
};

use crate::{
    project::{large, reader},
    support::{Budget, Samples, Table},
};

/// How many edits are done, in rounds of five.
pub(crate) const EDITS: usize = 1000;

/// What is done in a round.
const NAMES: [&str; 5] = [
    "mark a passage",
    "cite it",
    "set a stance",
    "write a note",
    "delete a passage",
];

/// Makes the edits of a round.
pub(crate) struct Rounds {
    document: std::sync::Arc<Document>,
    keys: Vec<PositionKey>,
}

impl Rounds {
    /// Edits of the first reader's positions.
    pub(crate) fn new(session: &Session) -> Self {
        let project = session.project();
        let keys = project.positions.keys().filter(|k| k.analyst == reader(0));
        Self {
            document: project.documents[0].clone(),
            keys: keys.cloned().collect(),
        }
    }

    /// The edits of one round and their moment.
    pub(crate) fn edits(&self, session: &Session, n: usize) -> ([Edit; 5], Moment) {
        let now = Moment(n as i64 * 100);
        let (document, key) = (&self.document, self.keys[n * 7919 % self.keys.len()].clone());
        let start = (n as u32 * 49_999) % (document.body.len() - 200);
        let id = PassageId::from_random(n as u64 + 77);
        let passage = Passage {
            id,
            document: document.id.clone(),
            analyst: reader(0),
            anchor: Anchor::of(&document.body, start..start + 90).expect("it is in the text"),
        };
        let words = Note {
            id: NoteId::from_random(n as u64 + 100_000),
            analyst: reader(0),
            about: vec![Target::Passage(id)],
            created: now,
            changed: now,
            tags: Vec::new(),
            text: format!("Note {n} about this passage and what it may mean."),
        };
        let mut passages = session.project().passages.keys();
        let old = passages.nth(n * 37).copied().expect("a passage");
        let edits = [
            Edit::AddPassage(passage),
            Edit::Cite(key.clone(), id, Role::For),
            Edit::SetStance(key, Some(Stance::ALL[n * 3 % 7])),
            Edit::AddNote(words),
            Edit::DeletePassage(old),
        ];
        (edits, now)
    }
}

/// Measures edits of a large project.
pub(crate) fn measure(table: &mut Table) {
    table.times("Edits: 10 MB, 100,000 passages, 100 × 100 cells");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = large().project();
    let state = State::at(folder.path());
    let mut journal = Journal::create(Some(&state), Origin::New, &project, Moment(0));
    let mut session = Session::new(project, reader(0));
    // The project that the journal starts from is written with its first entry, once.
    journal.record(&Entry::GoTo(0));
    journal.flush().expect("it is written");

    let rounds = Rounds::new(&session);
    let mut times: [Samples; 5] = Default::default();
    for n in 0..EDITS / NAMES.len() {
        let (edits, now) = rounds.edits(&session, n);
        for (samples, edit) in times.iter_mut().zip(edits) {
            samples.time(|| {
                session.apply(edit.clone(), now).expect("it can be done");
                journal.record(&Entry::Step(edit, now));
            });
        }
    }
    let (mut undo, mut redo) = (Samples::default(), Samples::default());
    let done = session.done();
    for _ in 0..done {
        undo.time(|| session.undo().is_some());
    }
    assert!(session.is_saved(), "everything is undone");
    for _ in 0..done {
        redo.time(|| session.redo().is_some());
    }
    assert_eq!(journal.trouble(), None, "everything was written");
    for (what, samples) in NAMES.iter().zip(&times) {
        table.report(what, samples, Budget::EDIT);
    }
    table.report("undo", &undo, Budget::EDIT);
    table.report("redo", &redo, Budget::EDIT);
}
