//! Edits with their journal entries and their undo: time of each, and the memory that a thousand of them keep.

use standpoint::{
    model::{Anchor, Edit, Moment, Note, NoteId, Passage, PassageId, Role, Stance, Target},
    session::Session,
    storage::{
        State,
        journal::{Entry, Journal, Origin},
    },
};

use crate::{
    project::{LARGE, reader},
    support::{Budget, Samples, Table, resident},
};

const EDITS: usize = 1000;

/// Measures edits of a large project.
pub(crate) fn measure(table: &mut Table) {
    table.times("Edits: 10 MB, 100,000 passages, 100 × 100 cells");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let project = LARGE.project();
    let document = project.documents[0].clone();
    let keys: Vec<_> = project
        .positions
        .keys()
        .filter(|k| k.analyst == reader(0))
        .cloned()
        .collect();
    let state = State::at(folder.path());
    let mut journal = Journal::create(Some(&state), Origin::New, &project, Moment(0));
    let mut session = Session::new(project, reader(0));
    // The project that the journal starts from is written with its first entry, once.
    journal.record(&Entry::GoTo(0));
    journal.flush().expect("it is written");

    let before = resident();
    let mut times: [Samples; 5] = Default::default();
    for n in 0..EDITS / 5 {
        let now = Moment(n as i64 * 100);
        let key = keys[n * 7919 % keys.len()].clone();
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
        let old = session
            .project()
            .passages
            .keys()
            .nth(n * 37)
            .copied()
            .expect("a passage");
        let edits = [
            Edit::AddPassage(passage),
            Edit::Cite(key.clone(), id, Role::For),
            Edit::SetStance(key, Some(Stance::ALL[n * 3 % 7])),
            Edit::AddNote(words),
            Edit::DeletePassage(old),
        ];
        for (samples, edit) in times.iter_mut().zip(edits) {
            samples.time(|| {
                session.apply(edit.clone(), now).expect("it can be done");
                journal.record(&Entry::Step(edit, now));
            });
        }
    }
    let kept = resident().saturating_sub(before);
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
    let names = [
        "mark a passage",
        "cite it",
        "set a stance",
        "write a note",
        "delete a passage",
    ];
    for (what, samples) in names.iter().zip(&times) {
        table.report(what, samples, Budget::EDIT);
    }
    table.report("undo", &undo, Budget::EDIT);
    table.report("redo", &redo, Budget::EDIT);
    table.figures("What a thousand edits keep");
    table.figure("memory", &format!("{:.1}", kept as f64 / 1e6), "MB", None);
}
