//! Undo, redo and the index, over random edits: what is undone is as it was, and the index is always the one that
//! would be made from scratch.

use std::sync::Arc;

use proptest::prelude::*;
use standpoint::{
    analysis::{coded::coded, index::Index},
    model::{
        Actor, ActorId, Analyst, AnalystId, Anchor, Block, BlockKind, Body, Cell, Document, DocumentId, Edit, Issue,
        IssueId, Metadata, Moment, Note, NoteId, Passage, PassageId, Period, PeriodId, PositionKey, Project, Role,
        Stance, Target, clashes_of_actors, consequences,
    },
    session::Session,
};

const TEXT: &[&str] = &[
    "China made an explicit statement against NATO’s expansion.",
    "Russia – по-русски Россия – asks for a de\u{a0}facto rebuilding.",
    "中国反对北约扩张。 And 👩‍👩‍👧 too.",
];

fn document(n: u8) -> Document {
    let blocks = TEXT
        .iter()
        .cycle()
        .skip(usize::from(n) % 3)
        .take(2 + usize::from(n) % 3)
        .map(|t| Block::new(BlockKind::Paragraph, t))
        .collect();
    Document {
        id: DocumentId::from_name(&format!("d{}", n % 3)),
        about: Metadata {
            title: format!("Document {}", n % 3),
            ..Metadata::default()
        },
        body: Arc::new(Body::new(blocks)),
    }
}

fn key(a: u8, b: u8) -> PositionKey {
    PositionKey {
        analyst: AnalystId::from_name(&format!("reader {}", a % 2)),
        actor: ActorId::from_name(&format!("actor {}", a % 4)),
        issue: IssueId::from_name(&format!("issue {}", b % 3)),
        period: (b % 5 > 2).then(|| PeriodId::from_name(&format!("period {}", b % 2))),
    }
}

/// Some edit, often one that cannot be done: then nothing may change.
fn edit(project: &Project, op: u8, a: u8, b: u8) -> Edit {
    let id = |n: u8| PassageId::from_random(u64::from(n % 6));
    let actor = |n: u8| {
        Actor::new(
            ActorId::from_name(&format!("actor {}", n % 4)),
            format!("Actor {}", n % 4),
        )
    };
    let passage_at = |document: &Document| {
        let length = document.body.len();
        let start = u32::from(b) % length;
        Anchor::of(&document.body, start..(start + 1 + u32::from(a) % 9).min(length))
    };
    match op % 22 {
        0 => Edit::AddDocument(Arc::new(document(a))),
        1 => Edit::AddActor(actor(a)),
        2 => {
            let name = format!("Issue {}", a % 3);
            Edit::AddIssue(Issue::new(IssueId::from_name(&name), name))
        }
        3 => Edit::AddPeriod(Period {
            id: PeriodId::from_name(&format!("period {}", a % 2)),
            name: "Then".to_owned(),
            description: String::new(),
        }),
        4 => Edit::AddAnalyst(Analyst {
            id: AnalystId::from_name(&format!("reader {}", a % 2)),
            name: "Reader".to_owned(),
            finished: false,
        }),
        5..=7 => match project
            .documents
            .front()
            .and_then(|d| Some((d.id.clone(), passage_at(d)?)))
        {
            Some((document, anchor)) => Edit::AddPassage(Passage {
                id: id(a),
                document,
                analyst: AnalystId::from_name(&format!("reader {}", b % 2)),
                anchor,
            }),
            None => Edit::DeletePassage(id(a)),
        },
        8 | 9 => Edit::SetStance(key(a, b), (a % 8 < 7).then(|| Stance::ALL[usize::from(a) % 7])),
        10 | 11 => Edit::Cite(
            key(a, b),
            id(b),
            if a.is_multiple_of(2) { Role::For } else { Role::Against },
        ),
        12 => Edit::SetRationale(key(a, b), format!("because {b}")),
        13 => Edit::AddNote(Note {
            id: NoteId::from_random(u64::from(a % 4)),
            analyst: AnalystId::from_name("reader 0"),
            about: vec![Target::Passage(id(b)), Target::Cell(key(a, b).cell()), Target::Project],
            created: Moment(1),
            changed: Moment(1),
            tags: vec!["b".to_owned(), "a".to_owned(), " a ".to_owned()],
            text: String::new(),
        }),
        14 => Edit::SetNoteText(NoteId::from_random(u64::from(a % 4)), format!("text {b}"), Moment(2)),
        15 => Edit::DeletePassage(id(a)),
        16 => Edit::DeleteActor(actor(a).id),
        17 => Edit::MergeActors(actor(a).id, actor(b).id, Vec::new()),
        18 => Edit::ReplaceText(
            DocumentId::from_name(&format!("d{}", a % 3)),
            Arc::clone(&document(b).body),
            Vec::new(),
        ),
        19 => Edit::RemoveDocument(DocumentId::from_name(&format!("d{}", a % 3))),
        20 => Edit::OrderActors(project.actors.iter().rev().map(|a| a.id.clone()).collect()),
        _ => Edit::Batch(
            "both".to_owned(),
            vec![
                Edit::SetStance(key(a, b), Some(Stance::Neutral)),
                Edit::Uncite(key(a, b), id(a)),
            ],
        ),
    }
}

fn assert_index(session: &Session) {
    let fresh = Index::new(session.project());
    let kept = session.index();
    assert_eq!(format!("{:?}", kept.astray()), format!("{:?}", fresh.astray()));
    for document in &session.project().documents {
        for start in (0..document.body.len()).step_by(7) {
            let spans = |index: &Index| {
                let mut all: Vec<_> = index.touching(&document.id, start..start + 5).collect();
                all.sort_by_key(|s| (s.start, s.end, s.passage));
                all
            };
            assert_eq!(spans(kept), spans(&fresh), "at {start}");
        }
        assert_eq!(kept.placed(&document.id), fresh.placed(&document.id));
        for analyst in &session.project().analysts {
            let counted = coded(session.project(), &document.id, &analyst.id);
            assert_eq!(kept.coded(&document.id, document.body.len(), &analyst.id), counted);
        }
    }
    for n in 0..6 {
        let id = PassageId::from_random(n);
        let mut keys = kept.citing(id).to_vec();
        keys.sort();
        assert_eq!(keys, fresh.citing(id));
        let about = Target::Passage(id);
        assert!(kept.notes_about(&about).eq(fresh.notes_about(&about)));
    }
    for analyst in &session.project().analysts {
        assert_eq!(kept.layer(&analyst.id), fresh.layer(&analyst.id));
    }
}

/// Nothing in a project refers to what is not there, but for notes, which are kept when what they are about is gone.
fn assert_sound(project: &Project) {
    for passage in project.passages.values() {
        assert!(project.document(&passage.document).is_some() && project.analyst(&passage.analyst).is_some());
    }
    for (key, position) in &project.positions {
        assert!(!position.is_blank(), "a blank position was kept");
        assert!(project.actor(&key.actor).is_some() && project.issue(&key.issue).is_some());
        assert!(project.analyst(&key.analyst).is_some());
        assert!(key.period.as_ref().is_none_or(|p| project.period(p).is_some()));
        for evidence in &position.evidence {
            assert!(project.passage(evidence.passage).is_some(), "dangling evidence");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn undoing_everything_gives_what_was_opened(ops in prop::collection::vec(any::<(u8, u8, u8)>(), 1..80)) {
        let mut session = Session::new(Project::default(), AnalystId::from_name("reader 0"));
        let mut states = vec![session.project().clone()];
        for (n, (op, a, b)) in ops.into_iter().enumerate() {
            let edit = edit(session.project(), op, a, b);
            let before = session.project().clone();
            let label = edit.label(&before);
            prop_assert!(!label.trim().is_empty());
            consequences(&before, &edit);
            match session.apply(edit, Moment(n as i64 * 60)) {
                Ok(()) => {}
                Err(why) => {
                    prop_assert_eq!(session.project(), &before, "changed although refused");
                    prop_assert!(!why.to_string().is_empty());
                }
            }
            assert_sound(session.project());
            states.truncate(session.done());
            states.push(session.project().clone());
        }
        assert_index(&session);
        let steps = session.steps().len();
        for done in (0..steps).rev() {
            prop_assert!(session.undo().is_some());
            prop_assert_eq!(session.project(), &states[done]);
        }
        prop_assert!(session.undo().is_none());
        prop_assert!(session.is_saved(), "undone to what was opened");
        assert_index(&session);
        for state in &states[1..] {
            prop_assert!(session.redo().is_some());
            prop_assert_eq!(session.project(), state);
        }
        prop_assert!(session.redo().is_none());
        session.go_to(steps / 2);
        assert_index(&session);
    }
}

fn reading() -> Session {
    let mut session = Session::new(Project::default(), AnalystId::from_name("reader 0"));
    let edits = [
        Edit::AddDocument(Arc::new(document(0))),
        Edit::AddAnalyst(Analyst {
            id: AnalystId::from_name("reader 0"),
            name: "Reader".to_owned(),
            finished: false,
        }),
        Edit::AddActor(Actor::new(ActorId::from_name("China"), "China")),
        Edit::AddActor(Actor::new(ActorId::from_name("Beijing"), "Beijing")),
        Edit::AddIssue(Issue::new(IssueId::from_name("AUKUS"), "AUKUS")),
    ];
    for edit in edits {
        session.apply(edit, Moment(0)).expect("sound");
    }
    session
}

fn at(actor: &str) -> PositionKey {
    PositionKey {
        analyst: AnalystId::from_name("reader 0"),
        actor: ActorId::from_name(actor),
        issue: IssueId::from_name("AUKUS"),
        period: None,
    }
}

#[test]
fn typing_is_one_step_until_a_pause_or_a_move() {
    let mut session = reading();
    let before = session.done();
    let write = |session: &mut Session, text: &str, now| {
        session
            .apply(Edit::SetRationale(at("China"), text.to_owned()), Moment(now))
            .expect("sound");
    };
    write(&mut session, "a", 10);
    write(&mut session, "ab", 11);
    write(&mut session, "abc", 13);
    assert_eq!(session.done(), before + 1, "one step");
    write(&mut session, "abcd", 30);
    assert_eq!(session.done(), before + 2, "a pause ends it");
    session.end_step();
    write(&mut session, "abcde", 31);
    assert_eq!(session.done(), before + 3, "a move ends it");
    session.undo();
    session.undo();
    assert_eq!(
        session.project().position(&at("China")).expect("there").rationale,
        "abc"
    );
}

#[test]
fn undoing_back_to_the_saved_state_means_saved() {
    let mut session = reading();
    session.mark_saved(session.state());
    session
        .apply(Edit::SetStance(at("China"), Some(Stance::Opposes)), Moment(1))
        .expect("sound");
    assert!(!session.is_saved());
    session.undo();
    assert!(session.is_saved());
    session
        .apply(Edit::SetStance(at("China"), Some(Stance::Supports)), Moment(2))
        .expect("sound");
    session.undo();
    assert!(
        session.is_saved(),
        "the saved state is still there, whatever was done and undone since"
    );
    session.undo();
    session
        .apply(Edit::SetTitle("Another way".to_owned()), Moment(3))
        .expect("sound");
    session.undo();
    assert!(!session.is_saved(), "this is another state than the one saved");
}

#[test]
fn setting_what_is_set_makes_no_step() {
    let mut session = reading();
    let set = || Edit::SetStance(at("China"), Some(Stance::Opposes));
    session.apply(set(), Moment(1)).expect("sound");
    let done = session.done();
    session.apply(set(), Moment(2)).expect("sound");
    assert_eq!(session.done(), done);
}

#[test]
fn merging_actors_asks_about_what_both_have() {
    let mut session = reading();
    for (actor, stance) in [("China", Stance::Opposes), ("Beijing", Stance::Neutral)] {
        session
            .apply(Edit::SetStance(at(actor), Some(stance)), Moment(1))
            .expect("sound");
        session
            .apply(Edit::SetRationale(at(actor), format!("{actor} said so")), Moment(9))
            .expect("sound");
    }
    let (from, into) = (ActorId::from_name("Beijing"), ActorId::from_name("China"));
    let clashes = clashes_of_actors(session.project(), &from, &into);
    assert_eq!(clashes.len(), 1);
    let refused = session.apply(Edit::MergeActors(from.clone(), into.clone(), Vec::new()), Moment(20));
    assert_eq!(
        refused.expect_err("not settled").to_string(),
        "both have a judgment that differs in 1 cell; say first which to keep"
    );
    let settled = vec![standpoint::model::Settled {
        key: clashes[0].key.clone(),
        keep: standpoint::model::Keep::Merged,
    }];
    session
        .apply(Edit::MergeActors(from, into.clone(), settled), Moment(21))
        .expect("settled");
    let merged = session.project().position(&at("China")).expect("there");
    assert_eq!(merged.stance, Some(Stance::Neutral));
    assert_eq!(merged.rationale, "Beijing said so\n\nChina said so", "nothing is lost");
    assert_eq!(session.project().actor(&into).expect("there").aliases, ["Beijing"]);
    assert_eq!(session.next_undo().expect("a step").label, "Merge Beijing into China");
    assert_eq!(
        session
            .project()
            .positions_in(
                &at("China").analyst,
                &Cell {
                    actor: into,
                    issue: at("China").issue
                }
            )
            .count(),
        1
    );
}

#[test]
fn labels_say_what_was_done() {
    let session = reading();
    let project = session.project();
    for (edit, label) in [
        (
            Edit::SetStance(at("China"), Some(Stance::Opposes)),
            "China × AUKUS → opposes",
        ),
        (Edit::DeleteActor(ActorId::from_name("China")), "Delete actor China"),
        (
            Edit::ChangeActor(Actor::new(ActorId::from_name("China"), "PRC")),
            "Rename China → PRC",
        ),
    ] {
        assert_eq!(edit.label(project), label);
    }
}
