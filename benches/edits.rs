//! Edits and their undo on a large project: time of each, and the memory that a thousand of them keep.
//!
//! `cargo bench --bench edits`

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may fail"
)]

#[path = "support.rs"]
mod support;

use standpoint::{
    model::{Anchor, Edit, Moment, Note, NoteId, Passage, PassageId, Role, Stance, Target},
    session::Session,
};
use support::{Samples, head, project, resident};

const EDITS: usize = 1000;

fn main() {
    let project = project(10_000_000, 100_000, 100);
    let analyst = project.analysts[0].id.clone();
    let document = project.documents[0].clone();
    let keys: Vec<_> = project.positions.keys().cloned().collect();
    let mut opening = Samples::default();
    let mut session = opening.time(|| Session::new(project, analyst.clone()));
    head("Edits at 10 MB, 100,000 passages, 100 × 100 cells");
    opening.report("indexing the project", "–");

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
            analyst: analyst.clone(),
            anchor: Anchor::of(&document.body, start..start + 90).unwrap(),
        };
        let words = Note {
            id: NoteId::from_random(n as u64),
            analyst: analyst.clone(),
            about: vec![Target::Passage(id)],
            created: now,
            changed: now,
            tags: Vec::new(),
            text: format!("Note {n} about this passage and what it may mean."),
        };
        let old = *session.project().passages.keys().nth(n * 37).unwrap();
        let edits = [
            Edit::AddPassage(passage),
            Edit::Cite(key.clone(), id, Role::For),
            Edit::SetStance(key, Some(Stance::ALL[n * 3 % 7])),
            Edit::AddNote(words),
            Edit::DeletePassage(old),
        ];
        for (samples, edit) in times.iter_mut().zip(edits) {
            samples.time(|| session.apply(edit, now)).unwrap();
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
    let names = [
        "mark a passage",
        "cite it",
        "set a stance",
        "write a note",
        "delete a passage",
    ];
    for (what, samples) in names.iter().zip(&times) {
        samples.report(what, "≤ 2");
    }
    undo.report("undo", "≤ 2");
    redo.report("redo", "≤ 2");
    println!(
        "memory kept by {done} steps: {:.1} MB   (budget 100 MB)",
        kept as f64 / 1e6
    );
}
