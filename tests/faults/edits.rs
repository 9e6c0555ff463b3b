//! What a person might do next: edits at random, each of which can be done.

use standpoint::model::{
    Actor, AnalystId, Anchor, Cell, Edit, Moment, Note, Passage, PositionKey, Project, Role, Stance, Target,
};

use crate::random::Random;

/// Something that this analyst may do to this project.
pub(crate) fn next(project: &Project, me: &AnalystId, random: &mut Random, now: Moment) -> Edit {
    let actors: Vec<_> = project.actors.iter().map(|a| a.id.clone()).collect();
    let issues: Vec<_> = project.issues.iter().map(|i| i.id.clone()).collect();
    let notes: Vec<_> = project.notes.values().filter(|n| n.analyst == *me).collect();
    let passages: Vec<_> = project.passages.values().filter(|p| p.analyst == *me).collect();
    let key = PositionKey {
        analyst: me.clone(),
        actor: random.of(&actors).clone(),
        issue: random.of(&issues).clone(),
        period: None,
    };
    match random.below(12) {
        0..=3 => Edit::SetStance(key, Some(*random.of(&Stance::ALL))),
        4 => Edit::SetRationale(key, format!("Because of {}.\nAnd “so”.", random.any())),
        // As it is typed: each letter goes on with the step before.
        5 | 6 if !notes.is_empty() => {
            let note = notes[notes.len() - 1];
            Edit::SetNoteText(note.id, format!("{}{}", note.text, random.below(10)), now)
        }
        5..=7 => Edit::AddNote(Note {
            id: project.free_note_id(random.any()),
            analyst: me.clone(),
            about: vec![Target::Cell(Cell {
                actor: key.actor,
                issue: key.issue,
            })],
            created: now,
            changed: now,
            tags: vec!["try".to_owned()],
            text: "Note ".to_owned(),
        }),
        8 if !passages.is_empty() => Edit::Cite(key, random.of(&passages).id, Role::For),
        8 | 9 => {
            let document = &project.documents[random.below(project.documents.len())];
            let start = random.below(document.body.len() as usize - 80) as u32;
            Edit::AddPassage(Passage {
                id: project.free_passage_id(random.any()),
                document: document.id.clone(),
                analyst: me.clone(),
                anchor: Anchor::of(&document.body, start..start + 5 + random.below(70) as u32).expect("in the text"),
            })
        }
        10 => {
            let name = format!("Actor {}", random.below(1000));
            Edit::AddActor(Actor::new(project.free_actor_id(&name), name))
        }
        _ => Edit::SetTitle(format!("Title {}", random.any())),
    }
}
