//! Every edit there is, and whatever a person may do with them.

use std::{fs, path::Path, sync::Arc};

use proptest::prelude::*;

use super::{Desk, actor, typed};
use crate::{
    model::{
        Actor, ActorId, Cell, Colour, Document, Edit, Keep, Moment, Note, NoteId, PassageId, Project, Role, Settled,
        Stance, Target,
    },
    storage::{
        Fingerprint,
        journal::{
            Entry, Journal,
            line::{self, Line},
            recovery::scan,
        },
        sample::{self, golden},
    },
};

/// Every edit there is, done on the golden project.
fn every_edit() -> Vec<Edit> {
    let project = golden();
    let (key, position) = project
        .positions
        .iter()
        .nth(1)
        .map(|(k, p)| (k.clone(), (**p).clone()))
        .expect("there");
    let passage = (*project.passages[&"p1a2b3".parse::<PassageId>().expect("an id")]).clone();
    let note = (**project.notes.values().next().expect("there")).clone();
    let document = Arc::clone(&project.documents[0]);
    let dismissal = project.dismissals.iter().next().cloned().expect("there");
    let reversed = |ids: Vec<ActorId>| ids.into_iter().rev().collect();
    let other = NoteId::from_random(7);
    vec![
        typed("a \"title\"\n"),
        Edit::AddDocument(Arc::new(Document {
            id: "new".parse().expect("an id"),
            ..(*document).clone()
        })),
        Edit::SetMetadata(document.id.clone(), document.about.clone()),
        Edit::OrderDocuments(project.documents.iter().rev().map(|d| d.id.clone()).collect()),
        Edit::ReplaceText(
            document.id.clone(),
            Arc::clone(&document.body),
            vec![(passage.id, passage.anchor.clone())],
        ),
        Edit::RemoveDocument(document.id.clone()),
        actor("Zoë’s"),
        Edit::ChangeActor(Actor {
            colour: Some(Colour([1, 2, 3])),
            ..(*project.actors[0]).clone()
        }),
        Edit::OrderActors(reversed(project.actors.iter().map(|a| a.id.clone()).collect())),
        Edit::MergeActors(
            project.actors[0].id.clone(),
            project.actors[1].id.clone(),
            vec![Settled {
                key: key.clone(),
                keep: Keep::Merged,
            }],
        ),
        Edit::DeleteActor(project.actors[0].id.clone()),
        Edit::AddIssue((*project.issues[0]).clone()),
        Edit::ChangeIssue((*project.issues[0]).clone()),
        Edit::OrderIssues(project.issues.iter().map(|i| i.id.clone()).collect()),
        Edit::MergeIssues(project.issues[0].id.clone(), project.issues[1].id.clone(), vec![]),
        Edit::DeleteIssue(project.issues[0].id.clone()),
        Edit::AddPeriod((*project.periods[0]).clone()),
        Edit::ChangePeriod((*project.periods[0]).clone()),
        Edit::OrderPeriods(project.periods.iter().map(|p| p.id.clone()).collect()),
        Edit::DeletePeriod(project.periods[0].id.clone()),
        Edit::AddAnalyst((*project.analysts[0]).clone()),
        Edit::ChangeAnalyst((*project.analysts[0]).clone()),
        Edit::DeleteAnalyst(project.analysts[0].id.clone()),
        Edit::AddPassage(passage.clone()),
        Edit::Reanchor(passage.id, passage.anchor.clone()),
        Edit::DeletePassage(passage.id),
        Edit::SetStance(key.clone(), Some(Stance::Silent)),
        Edit::SetStance(key.clone(), None),
        Edit::SetConfidence(key.clone(), position.confidence),
        Edit::SetBasis(key.clone(), position.basis),
        Edit::SetRationale(key.clone(), "because\nof this".to_owned()),
        Edit::Cite(key.clone(), passage.id, Role::Against),
        Edit::Uncite(key.clone(), passage.id),
        Edit::SetPosition(key.clone(), position),
        Edit::ClearPosition(key.clone()),
        Edit::AddNote(Note {
            id: other,
            ..note.clone()
        }),
        Edit::SetNoteText(note.id, "…".to_owned(), Moment(-5)),
        Edit::SetNoteTags(note.id, vec!["a".to_owned(), "b c".to_owned()], Moment(6)),
        Edit::SetNoteAbout(
            note.id,
            vec![
                Target::Cell(Cell {
                    actor: key.actor.clone(),
                    issue: key.issue,
                }),
                Target::Project,
            ],
        ),
        Edit::DeleteNote(note.id),
        Edit::Dismiss(dismissal.clone()),
        Edit::Undismiss(dismissal),
        Edit::Batch(
            "two at once".to_owned(),
            vec![typed("x"), Edit::Batch(String::new(), vec![])],
        ),
        Edit::Replace("merge".to_owned(), Box::new(project)),
    ]
}

#[test]
fn every_edit_is_read_as_it_was_written() {
    for edit in every_edit() {
        let text = line::of_entry(&Entry::Step(edit.clone(), Moment(2)), 3, 1);
        let read = Line::read(text.trim_end().as_bytes());
        assert_eq!(read, Some(Line::Step(3, 1, 2, std::borrow::Cow::Owned(edit))), "{text}");
    }
}

/// What a person does, in the abstract.
#[derive(Debug, Clone)]
enum Act {
    Add(u8),
    Type(String, bool),
    Go(u8),
    Save,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => any::<u8>().prop_map(Act::Add),
        3 => (sample::nasty(), any::<bool>()).prop_map(|(text, grows)| Act::Type(text, grows)),
        2 => any::<u8>().prop_map(Act::Go),
        1 => Just(Act::Save),
    ];
    prop::collection::vec(act, 1..30)
}

/// A session in small: the states, how many steps are done, and whether the last thing done was typing.
struct Plain {
    states: Vec<Project>,
    done: usize,
    typing: bool,
    entries: Vec<Entry>,
}

impl Plain {
    /// Does an act as a session would, and says what to record.
    fn act(&mut self, act: &Act, at: i64, journal: &mut Journal, file: &Path) {
        let (edit, grows) = match act {
            Act::Add(n) => (actor(&format!("actor {n}")), false),
            Act::Type(text, grows) => (typed(text), *grows && self.typing),
            Act::Go(n) => {
                self.done = usize::from(*n) % self.states.len();
                self.typing = false;
                self.record(Entry::GoTo(self.done), journal);
                return;
            }
            Act::Save => {
                self.typing = false;
                journal.saved(journal.place(), file, Fingerprint::of(b"x"));
                return;
            }
        };
        let Ok(next) = self.states[self.done].applied(&edit) else {
            return;
        };
        if next == self.states[self.done] {
            return;
        }
        self.typing = matches!(act, Act::Type(..));
        if grows {
            self.states.truncate(self.done);
            self.record(Entry::Grow(edit, Moment(at)), journal);
        } else {
            self.states.truncate(self.done + 1);
            self.done += 1;
            self.record(Entry::Step(edit, Moment(at)), journal);
        }
        self.states.push(next);
    }

    fn record(&mut self, entry: Entry, journal: &mut Journal) {
        journal.record(&entry);
        self.entries.push(entry);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Whatever was done, it is recovered; and with a damaged line, everything that is given can be done again.
    #[test]
    fn what_is_recovered_is_what_was_done(acts in acts(), damaged_at: u16) {
        let desk = Desk::new();
        let mut journal = desk.journal();
        let mut plain = Plain { states: vec![golden()], done: 0, typing: false, entries: Vec::new() };
        for (at, act) in acts.iter().enumerate() {
            plain.act(act, at as i64, &mut journal, &desk.file);
        }
        drop(journal);
        // Made to have something unsaved, so that it is offered.
        let mut journal = match scan(&desk.state).recovered.pop() {
            Some(one) => {
                prop_assert_eq!(&one.project, &plain.states[plain.done]);
                prop_assert_eq!(one.done, plain.done);
                one.resume(&desk.state, Moment(0))
            }
            None => return Ok(()),
        };
        plain.act(&Act::Add(7), 99, &mut journal, &desk.file);
        plain.act(&Act::Type("end".to_owned(), false), 99, &mut journal, &desk.file);
        drop(journal);
        let one = desk.recovered();
        prop_assert_eq!(&one.project, &plain.states[plain.done]);
        prop_assert_eq!((one.done, one.lost), (plain.done, 0));
        drop(one);

        let path = desk.only_journal();
        let mut bytes = fs::read(&path).expect("there");
        let header = bytes.iter().position(|b| *b == b'\n').expect("a line") + 1;
        let at = header + usize::from(damaged_at) % (bytes.len() - header);
        bytes[at] ^= 0x15;
        fs::write(&path, bytes).expect("written");
        let Some(one) = scan(&desk.state).recovered.pop() else { return Ok(()) };
        let mut states = vec![one.base.clone()];
        let mut done = 0;
        for entry in &one.entries {
            match entry {
                Entry::Step(edit, _) => {
                    states.truncate(done + 1);
                    states.push(states[done].applied(edit).expect("every step applies"));
                    done += 1;
                }
                Entry::Grow(edit, _) => states[done] = states[done].applied(edit).expect("every part applies"),
                Entry::GoTo(to) => {
                    prop_assert!(*to < states.len());
                    done = *to;
                }
            }
        }
        prop_assert_eq!((&states[done], done), (&one.project, one.done));
    }
}
