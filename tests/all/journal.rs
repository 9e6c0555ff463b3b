//! The journal and the session mean the same steps: what was recorded beside one session makes the same history in
//! another.

use proptest::prelude::*;
use standpoint::{
    model::{Actor, ActorId, Analyst, AnalystId, Edit, Moment, Note, NoteId, Project, Stance, Target},
    session::Session,
    storage::{
        State,
        journal::{Entry, Journal, Origin, Recovered, recovery},
    },
};

/// What a person does.
#[derive(Debug, Clone)]
enum Act {
    Do(Edit),
    Undo,
    Redo,
    GoTo(usize),
    EndStep,
    Save,
    Saved,
    Wait(i64),
}

fn note() -> NoteId {
    NoteId::from_random(1)
}

fn start() -> Project {
    let me = AnalystId::from_name("me");
    let mut project = Project::default();
    for edit in [
        Edit::AddAnalyst(Analyst {
            id: me.clone(),
            name: "Me".to_owned(),
            finished: false,
        }),
        Edit::AddNote(Note {
            id: note(),
            analyst: me,
            about: vec![Target::Project],
            created: Moment(0),
            changed: Moment(0),
            tags: Vec::new(),
            text: String::new(),
        }),
    ] {
        project = project.applied(&edit).expect("applies");
    }
    project
}

fn act() -> impl Strategy<Value = Act> {
    let edit = prop_oneof![
        "[a-c]{0,4}".prop_map(|text| Edit::SetNoteText(note(), text, Moment(0))),
        "[a-c]{0,4}".prop_map(|text| Edit::SetNoteText(note(), text, Moment(0))),
        "[a-c]{1,2}".prop_map(Edit::SetTitle),
        "[a-e]".prop_map(|name| Edit::AddActor(Actor::new(ActorId::from_name(&name), name))),
        "[a-e]".prop_map(|name| Edit::DeleteActor(ActorId::from_name(&name))),
    ];
    prop_oneof![
        8 => edit.prop_map(Act::Do),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
        1 => (0_usize..9).prop_map(Act::GoTo),
        1 => Just(Act::EndStep),
        1 => Just(Act::Save),
        1 => Just(Act::Saved),
        2 => (0_i64..6).prop_map(Act::Wait),
    ]
}

/// Does an edit in a session and records it as the window does.
fn apply(session: &mut Session, journal: &mut Journal, edit: Edit, now: Moment) {
    let (revision, steps) = (session.revision(), (session.steps().len(), session.done()));
    let last = session.steps().last().map(|step| step.label.clone());
    if session.apply(edit.clone(), now).is_err() || session.revision() == revision {
        return;
    }
    let grown =
        (session.steps().len(), session.done()) == steps && session.steps().last().map(|s| s.label.clone()) == last;
    journal.record(&if grown {
        Entry::Grow(edit, now)
    } else {
        Entry::Step(edit, now)
    });
}

/// The session that a recovered history makes.
fn replayed(one: &Recovered) -> Session {
    let analyst = one.base.analysts[0].id.clone();
    let mut session = Session::new(one.base.clone(), analyst);
    for entry in &one.entries {
        match entry {
            Entry::Step(edit, at) => {
                session.end_step();
                session.apply(edit.clone(), *at).expect("applies");
            }
            Entry::Grow(edit, at) => session.apply(edit.clone(), *at).expect("applies"),
            Entry::GoTo(done) => session.go_to(*done),
        }
    }
    let done = session.done();
    match one.saved_done {
        Some(saved) => {
            session.go_to(saved);
            session.mark_saved(session.state());
            session.go_to(done);
        }
        None => session.mark_unsaved(),
    }
    session
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_history_is_the_same_after_a_crash(acts in prop::collection::vec(act(), 1..40)) {
        let folder = tempfile::tempdir().expect("a folder");
        let state = State::at(folder.path());
        let mut session = Session::new(start(), AnalystId::from_name("me"));
        session.mark_unsaved();
        let mut journal = Journal::create(Some(&state), Origin::New, &start(), Moment(0));
        let mut now = 0;
        let mut saving = None;
        for act in acts {
            match act {
                Act::Do(edit) => apply(&mut session, &mut journal, edit, Moment(now)),
                Act::Undo | Act::Redo | Act::GoTo(_) => {
                    let before = session.done();
                    match act {
                        Act::Undo => drop(session.undo().map(|step| step.at)),
                        Act::Redo => drop(session.redo().map(|step| step.at)),
                        Act::GoTo(done) => session.go_to(done),
                        _ => {}
                    }
                    if session.done() != before {
                        journal.record(&Entry::GoTo(session.done()));
                    }
                }
                Act::EndStep => session.end_step(),
                Act::Save => {
                    // It takes a while: what is done meanwhile is not in it.
                    saving = Some((session.state(), journal.place()));
                }
                Act::Saved => {
                    let Some((state, place)) = saving.take() else { continue };
                    session.mark_saved(state);
                    let held = "1-00000000000000000000000000000001".parse().expect("a fingerprint");
                    journal.saved(place, std::path::Path::new("/x.ron"), held);
                }
                Act::Wait(seconds) => now += seconds,
            }
        }
        // Something unsaved, so that it is offered.
        session.end_step();
        apply(&mut session, &mut journal, Edit::SetStance(key(), Some(Stance::Neutral)), Moment(now));
        apply(&mut session, &mut journal, Edit::AddActor(Actor::new(ActorId::from_name("last"), "last")), Moment(now));
        journal.flush().expect("written");
        drop(journal);
        // Another test's new process holds this one's locks for the moment before it becomes another program.
        let mut found = recovery::scan(&state);
        for _ in 0..100 {
            if !found.recovered.is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
            found = recovery::scan(&state);
        }
        prop_assert_eq!(found.remarks, Vec::<String>::new());
        let again = replayed(&found.recovered[0]);
        prop_assert_eq!(again.project(), session.project());
        prop_assert_eq!((again.done(), again.steps().len()), (session.done(), session.steps().len()));
        prop_assert_eq!(again.is_saved(), session.is_saved());
        let labels = |session: &Session| session.steps().iter().map(|s| s.label.clone()).collect::<Vec<_>>();
        prop_assert_eq!(labels(&again), labels(&session));
        let mut again = again;
        let mut session = session;
        while session.undo().is_some() {
            again.undo();
            prop_assert_eq!(again.project(), session.project());
        }
    }
}

/// A key of something that is not there: the edit fails, and is not recorded.
fn key() -> standpoint::model::PositionKey {
    standpoint::model::PositionKey {
        analyst: AnalystId::from_name("me"),
        actor: ActorId::from_name("nobody"),
        issue: "nothing".parse().expect("an id"),
        period: None,
    }
}
