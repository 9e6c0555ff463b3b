//! Layers in the window: mine beside theirs, theirs read-only, blind reading that shows nothing of theirs anywhere.

use std::path::{Path, PathBuf};

use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use standpoint::{
    app::App,
    model::{
        Analyst, AnalystId, Anchor, Cell, Dismissal, Edit, Note, NoteId, Passage, PassageId, Project, Role, Stance,
        Target,
        merge::{MERGE_TAG, merge},
    },
    storage::{self, Expected},
    ui::{Action, Command},
};

use eframe::egui::{Key, Modifiers};

use crate::hand::{click, has, key, keys, open, project, send, until, write};

const ARTICLE: &str = include_str!("../../assets/choice-china-russia-joint-statement.txt");

/// Words that only Bela's layer has.
const SECRET: &str = "zzbela";

fn id(name: &str) -> AnalystId {
    AnalystId::from_name(name)
}

fn after(project: &Project, edits: Vec<Edit>) -> Project {
    edits
        .into_iter()
        .fold(project.clone(), |p, edit| p.applied(&edit).expect("applies"))
}

/// Bela's project: the article, two actors, two issues, and in each kind of thing that a layer has something of hers.
fn belas() -> Project {
    let import = standpoint::exchange::article::import_text(ARTICLE, Default::default()).expect("an article");
    let mut document = import.into_document("article".parse().expect("an id"));
    document.about.title = "The article".to_owned();
    let words = document.body.text();
    let at = words.find("China made an explicit statement").expect("it is there");
    let start = words[..at].chars().count() as u32;
    let anchor = Anchor::of(&document.body, start..start + 30).expect("in the text");
    let passage = PassageId::from_random(3);
    let cell = Cell {
        actor: "china".parse().expect("an id"),
        issue: "aukus".parse().expect("an id"),
    };
    let theirs = key("Bela", "china", "aukus");
    let named = |name: &str| standpoint::model::Actor::new(name.to_lowercase().parse().expect("an id"), name);
    let issue = |name: &str| standpoint::model::Issue::new(name.to_lowercase().parse().expect("an id"), name);
    after(
        &Project::default(),
        vec![
            Edit::SetTitle("Shared".to_owned()),
            Edit::AddDocument(document.clone().into()),
            Edit::AddAnalyst(Analyst {
                id: id("Bela"),
                name: "Bela".to_owned(),
                finished: false,
            }),
            Edit::AddActor(named("China")),
            Edit::AddActor(named("Russia")),
            Edit::AddIssue(issue("AUKUS")),
            Edit::AddIssue(issue("NATO")),
            Edit::AddPassage(Passage {
                id: passage,
                document: document.id.clone(),
                analyst: id("Bela"),
                anchor,
            }),
            Edit::SetStance(theirs.clone(), Some(Stance::StronglySupports)),
            Edit::SetRationale(theirs.clone(), format!("{SECRET} rationale")),
            Edit::Cite(theirs, passage, Role::For),
            Edit::AddNote(Note {
                id: NoteId::from_random(5),
                analyst: id("Bela"),
                about: vec![Target::Cell(cell.clone())],
                created: standpoint::model::Moment(5),
                changed: standpoint::model::Moment(5),
                tags: vec![format!("{SECRET}tag")],
                text: format!("{SECRET} note"),
            }),
            Edit::Dismiss(Dismissal {
                analyst: id("Bela"),
                cell,
                document: document.id.clone(),
                sentence: format!("{SECRET} sentence"),
            }),
        ],
    )
}

fn saved(folder: &Path, name: &str, project: &Project) -> PathBuf {
    let file = folder.canonicalize().expect("there").join(name);
    storage::save(&file, project, Expected::Nothing).expect("saved");
    file
}

fn cell() -> Cell {
    key("Ada", "china", "aukus").cell()
}

/// Everything that a screen reader could say of the window now.
fn told(harness: &Harness<'_, App>) -> Vec<String> {
    fn walk(node: &egui_kittest::Node<'_>, out: &mut Vec<String>) {
        let inner = node.accesskit_node();
        out.extend(inner.label());
        out.extend(inner.value());
        out.extend(inner.description());
        for child in node.children() {
            walk(&child, out);
        }
    }
    let mut out = Vec::new();
    walk(&harness.root(), &mut out);
    out
}

/// Turns blind reading on or off, and waits until what is shown then is there.
fn turn_blind(harness: &mut Harness<'_, App>) {
    let blind = harness.state().session().blind().is_some();
    send(harness, Command::Act(Action::ReadBlind));
    until(harness, "what is shown is chosen", |h| {
        h.state().session().blind().is_some() != blind
    });
    harness.run_ok();
}

#[test]
fn a_colleagues_file_opens_with_a_layer_of_my_own() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = saved(folder.path(), "shared.ron", &belas());
    let harness = open(&file, state.path());
    assert_eq!(harness.state().session().selection.analyst, id("Ada"));
    assert!(has(&harness, "You code as Ada: 0 positions, 0 passages"));
    assert!(has(&harness, "China, AUKUS: not coded, note; Bela: strongly supports"));
    assert!(harness.state().session().is_saved(), "looking changes nothing");
}

#[test]
fn what_a_colleague_did_is_read_only_until_i_choose_to_edit_it() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = saved(folder.path(), "shared.ron", &belas());
    let mut harness = open(&file, state.path());
    send(&mut harness, Command::SelectLayer(id("Bela")));
    send(&mut harness, Command::SelectCell(Some(cell())));
    assert!(has(&harness, "Bela’s layer, read-only"));
    let before = project(&harness).clone();
    let theirs = before.positions.keys().next().unwrap().clone();
    let passage = *before.passages.keys().next().unwrap();
    let note = *before.notes.keys().next().unwrap();
    let document = before.documents[0].id.clone();

    // Keys and palette in the matrix, the cell pane, attaching, passages, notes: each is refused with a way out.
    let refused = |harness: &mut Harness<'_, App>, what: &str| {
        assert!(has(harness, "This is the reading of Bela"), "{what}");
        assert_eq!(*project(harness), before, "{what}");
        click(harness, "Cancel");
    };
    keys(&mut harness, Modifiers::ALT, Key::Num2);
    keys(&mut harness, Modifiers::NONE, Key::Num1);
    refused(&mut harness, "a key in the matrix");
    keys(&mut harness, Modifiers::NONE, Key::Delete);
    refused(&mut harness, "Delete in the matrix");
    click(&mut harness, "Confidence: high");
    refused(&mut harness, "the cell pane");
    write(&mut harness, "Rationale", "mine");
    refused(&mut harness, "the rationale");
    send(&mut harness, Command::SelectDocument(document.clone()));
    send(&mut harness, Command::SelectText(Some(10..20)));
    send(&mut harness, Command::Act(Action::AttachSelection));
    refused(&mut harness, "attaching");
    send(&mut harness, Command::Act(Action::MarkPassage));
    refused(&mut harness, "marking");
    send(&mut harness, Command::Edit(Edit::DeletePassage(passage)));
    refused(&mut harness, "deleting a passage");
    send(
        &mut harness,
        Command::Edit(Edit::SetNoteText(note, "mine".to_owned(), standpoint::model::Moment(9))),
    );
    refused(&mut harness, "a note");

    keys(&mut harness, Modifiers::ALT, Key::Num2);
    keys(&mut harness, Modifiers::NONE, Key::Num1);
    click(&mut harness, "Code in my own layer");
    assert_eq!(harness.state().session().selection.analyst, id("Ada"));
    keys(&mut harness, Modifiers::ALT, Key::Num2);
    keys(&mut harness, Modifiers::NONE, Key::Num1);
    let mine = key("Ada", "china", "aukus");
    assert_eq!(
        project(&harness).position(&mine).and_then(|p| p.stance),
        Some(Stance::StronglyOpposes)
    );

    send(&mut harness, Command::SelectLayer(id("Bela")));
    send(
        &mut harness,
        Command::Edit(Edit::SetStance(theirs.clone(), Some(Stance::Neutral))),
    );
    click(&mut harness, "Edit the layer of Bela");
    assert_eq!(
        project(&harness).position(&theirs).and_then(|p| p.stance),
        Some(Stance::Neutral)
    );
    send(
        &mut harness,
        Command::Edit(Edit::SetStance(theirs.clone(), Some(Stance::Silent))),
    );
    assert_eq!(
        project(&harness).position(&theirs).and_then(|p| p.stance),
        Some(Stance::Silent),
        "asked once"
    );
}

#[test]
fn blind_reading_shows_nothing_of_the_others_until_mine_is_finished() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = saved(folder.path(), "shared.ron", &belas());
    let leaks = |harness: &Harness<'_, App>| -> Vec<String> {
        let stances = Stance::ALL.map(Stance::word);
        let shows = |text: &String| {
            text.contains(SECRET)
                || (text.contains("Bela") && stances.iter().any(|word| text.contains(word)))
                || text.contains("AUKUS: strongly")
        };
        told(harness).into_iter().filter(shows).collect()
    };
    {
        let mut harness = open(&file, state.path());
        send(&mut harness, Command::SelectCell(Some(cell())));
        let preferences = standpoint::ui::Preferences {
            analyst: "Ada".to_owned(),
            totals: true,
            ..Default::default()
        };
        send(&mut harness, Command::Prefer(Box::new(preferences)));
        assert!(!leaks(&harness).is_empty(), "without it everything is shown");
        turn_blind(&mut harness);
        assert_eq!(leaks(&harness), Vec::<String>::new());
        assert!(has(&harness, "Blind reading"));
    }
    // Remembered for this file, and from the first frame on.
    let mut harness = open(&file, state.path());
    assert_eq!(leaks(&harness), Vec::<String>::new());
    send(&mut harness, Command::SelectCell(Some(cell())));
    assert!(has(&harness, "China, AUKUS: not coded"));

    // Every dialog and every hover that could tell.
    for action in [Action::Layers, Action::History, Action::Periods, Action::Conflicts] {
        send(&mut harness, Command::Act(action));
        assert_eq!(leaks(&harness), Vec::<String>::new(), "{action:?}");
        send(&mut harness, Command::CloseDialog);
    }
    harness.get_by_label("China, AUKUS: not coded").hover();
    for _ in 0..8 {
        harness.step();
    }
    assert_eq!(leaks(&harness), Vec::<String>::new(), "hovering over the cell");
    let document = project(&harness).documents[0].id.clone();
    let whole = harness.state().session().whole().clone();
    let range = whole.passages.values().next().unwrap().anchor.range();
    send(&mut harness, Command::RevealText(document, range.clone()));
    if let Some(place) = harness.state().place_in_article(range.start + 2) {
        harness.hover_at(place);
        for _ in 0..8 {
            harness.step();
        }
        assert_eq!(leaks(&harness), Vec::<String>::new(), "hovering over her words");
    }

    // No way into her layer, and nothing that would take hers along unseen.
    send(&mut harness, Command::SelectLayer(id("Bela")));
    assert_eq!(harness.state().session().selection.analyst, id("Ada"));
    send(&mut harness, Command::Edit(Edit::DeleteActor("china".parse().unwrap())));
    assert!(has(&harness, "Not while you read blind"));
    click(&mut harness, "Cancel");
    let delete = Edit::Batch("Settle".to_owned(), vec![Edit::DeleteActor("china".parse().unwrap())]);
    send(&mut harness, Command::Settle(Box::new(delete)));
    let said = harness.state().said();
    assert!(
        said.is_some_and(|said| said.starts_with("Not while you read blind")),
        "{said:?}"
    );
    assert_eq!(*harness.state().session().whole(), whole);

    // What is coded blind is saved with hers, which is untouched.
    let mine = key("Ada", "china", "aukus");
    send(
        &mut harness,
        Command::Edit(Edit::SetStance(mine.clone(), Some(Stance::Opposes))),
    );
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    let on_disk = storage::open(&file).unwrap().project;
    assert_eq!(on_disk.positions.len(), 2);
    assert_eq!(on_disk.notes, whole.notes);
    assert_eq!(leaks(&harness), Vec::<String>::new(), "after the save");

    send(&mut harness, Command::Act(Action::FinishReading));
    assert!(has(
        &harness,
        "China, AUKUS: opposes, no quotation, note; Bela: strongly supports"
    ));
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(leaks(&harness), Vec::<String>::new(), "no longer finished");
    turn_blind(&mut harness);
    assert!(!leaks(&harness).is_empty(), "ended by choice");
}

#[test]
fn who_is_reading_is_asked_once_pre_filled_and_remembered() {
    let state = tempfile::tempdir().unwrap();
    let start = |state: &Path| {
        let start = standpoint::app::Start {
            paths: Vec::new(),
            state: Some(storage::State::at(state)),
            picker: Box::new(standpoint::app::NoPicker),
            clock: || standpoint::model::Moment(1_771_000_000),
            seed: 7,
            tour: true,
            user: "cvg".to_owned(),
        };
        let mut harness = Harness::builder()
            .with_size(eframe::egui::vec2(1280.0, 800.0))
            .with_max_steps(30)
            .build_eframe(move |cc| App::new(cc, start));
        harness.run_ok();
        harness
    };
    let mut harness = start(state.path());
    assert!(has(&harness, "Who is reading?"));
    assert!(told(&harness).iter().any(|text| text == "cvg"), "pre-filled");
    write(&mut harness, "Your name", "Ada Lovelace");
    click(&mut harness, "Use this name");
    assert!(has(&harness, "You code as Ada Lovelace"));
    assert!(harness.state().session().is_saved(), "answering changes nothing");
    assert!(
        project(&harness).analyst(&id("cvg")).is_none(),
        "no empty layer stays behind"
    );
    drop(harness);
    let harness = start(state.path());
    assert!(!has(&harness, "Who is reading?"));
    assert!(has(&harness, "You code as Ada Lovelace"));
}

#[test]
fn another_name_while_blind_reading_is_prepared_shows_the_project_of_that_name() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = crate::hand::window(&[], state.path());
    harness.state().send(Command::ReadBlind(true));
    harness.state().send(Command::Be("Bela".to_owned()));
    for _ in 0..30 {
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let session = harness.state().session();
    assert_eq!(session.blind_reader(), Some(&id("Bela")));
    assert!(
        session.project().analyst(&id("Ada")).is_none(),
        "what was prepared for Ada is not shown"
    );
}

#[test]
fn a_colleagues_file_is_merged_cell_by_cell_as_one_step() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mine = belas();
    let theirs = key("Bela", "china", "aukus");
    let coming = after(
        &mine,
        vec![
            Edit::SetStance(theirs.clone(), Some(Stance::Opposes)),
            Edit::SetStance(key("Bela", "russia", "nato"), Some(Stance::Neutral)),
            Edit::SetTitle("Theirs".to_owned()),
        ],
    );
    let file = saved(folder.path(), "shared.ron", &mine);
    let other = saved(folder.path(), "bela.ron", &coming);
    let mut harness = open(&file, state.path());
    let before = harness.state().session().whole().clone();
    send(&mut harness, Command::MergeFile(other));
    until(&mut harness, "the merge view", |h| has(h, "Merge bela.ron"));
    click(&mut harness, "List what comes in");
    assert!(has(&harness, "Russia × NATO") && has(&harness, "New: Bela: neutral"));
    assert!(has(&harness, "Mine: strongly supports") && has(&harness, "Theirs: opposes"));
    let quotations = harness
        .query_all_by_label_contains("for: “China made an explicit")
        .count();
    assert_eq!(quotations, 2, "what both rest on");
    click(&mut harness, "Keep mine, note theirs: China × AUKUS (Bela), stance (2)");
    click(&mut harness, "Take theirs: project, title (1)");
    click(&mut harness, "Merge");
    assert!(has(
        &harness,
        "Settled: 1 as it was there, 1 as it was here, with a note of the other."
    ));
    click(&mut harness, "Keep this as a note");
    let merged = project(&harness).clone();
    assert_eq!(merged.title, "Theirs");
    assert_eq!(
        merged.position(&theirs).and_then(|p| p.stance),
        Some(Stance::StronglySupports)
    );
    let tagged = merged.notes.values().filter(|n| n.tags == [MERGE_TAG]);
    assert_eq!(tagged.count(), 2, "theirs and the summary");
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(
        *harness.state().session().whole(),
        before,
        "the note, then the merge, each one step"
    );
}

#[test]
fn a_file_with_conflicts_inside_is_settled_in_the_window() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let base = belas();
    let theirs = key("Bela", "china", "aukus");
    let side = |stance| after(&base, vec![Edit::SetStance(theirs.clone(), Some(stance))]);
    let kept = merge(Some(&base), &side(Stance::Opposes), &side(Stance::Neutral));
    let file = saved(
        folder.path(),
        "merged.ron",
        &kept.recorded(standpoint::model::Moment(5)),
    );
    let mut harness = open(&file, state.path());
    until(&mut harness, "the conflicts", |h| has(h, "Conflicts to settle"));
    assert!(has(&harness, "• here: opposes") && has(&harness, "• there: neutral"));
    click(&mut harness, "Take theirs: China × AUKUS (Bela)");
    assert!(has(&harness, "There are none"));
    click(&mut harness, "Close");
    let expected = side(Stance::Neutral);
    assert_eq!(project(&harness).positions, expected.positions);
    assert_eq!(project(&harness).notes, expected.notes);
    keys(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(harness.state().session().is_saved(), "one step");
}

#[test]
fn recovered_work_and_restored_copies_stay_blind() {
    let (state, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = saved(folder.path(), "shared.ron", &belas());
    let mine = key("Ada", "china", "aukus");
    {
        let mut harness = open(&file, state.path());
        turn_blind(&mut harness);
        send(
            &mut harness,
            Command::Edit(Edit::SetStance(mine.clone(), Some(Stance::Opposes))),
        );
        keys(&mut harness, Modifiers::COMMAND, Key::S);
        until(&mut harness, "saved", |h| h.state().session().is_saved());
        send(
            &mut harness,
            Command::Edit(Edit::SetStance(mine.clone(), Some(Stance::Neutral))),
        );
        // Dropped without leaving: as if it had been killed.
    }
    let secret = |harness: &Harness<'_, App>| told(harness).iter().any(|text| text.contains(SECRET));
    let mut harness = crate::window::window_with_an_offer(state.path());
    assert!(!secret(&harness));
    click(&mut harness, "Show what was recovered");
    until(&mut harness, "opened", |h| h.state().path() == Some(file.as_path()));
    assert!(harness.state().session().blind_reader().is_some());
    assert_eq!(project(&harness).positions.len(), 1, "mine alone");
    keys(&mut harness, Modifiers::COMMAND, Key::S);
    until(&mut harness, "saved", |h| h.state().session().is_saved());
    send(&mut harness, Command::Act(Action::Versions));
    until(&mut harness, "the versions", |h| {
        has(h, "Earlier versions of shared.ron")
    });
    assert!(!secret(&harness));
    let earlier = told(&harness)
        .into_iter()
        .find(|text| text.contains("the earliest that is kept"))
        .unwrap();
    click(&mut harness, &earlier);
    click(&mut harness, "Restore as a copy");
    until(&mut harness, "the copy", |h| h.state().path().is_none());
    assert_eq!(project(&harness).positions.len(), 0, "hers are not shown");
    assert_eq!(harness.state().session().whole().positions.len(), 1);
    assert!(!secret(&harness));
}
