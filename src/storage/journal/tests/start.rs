//! What a journal is done again on: beside it, in the file, among the file's versions; and a save that no line tells of.

use super::*;
use crate::{
    model::{Analyst, AnalystId, Cell, Edit, PositionKey, Stance},
    storage::{SaveOptions, save_with},
};

/// The golden project with a layer that is not in the file yet.
fn with_own_layer() -> Project {
    let mut project = golden();
    project.analysts.push_back(
        Analyst {
            id: AnalystId::from_name("Ada"),
            name: "Ada L.".to_owned(),
            finished: false,
        }
        .into(),
    );
    project
}

fn stance_of_ada(stance: Stance) -> Edit {
    let Cell { actor, issue } = golden().positions.keys().next().expect("a position").cell();
    let analyst = AnalystId::from_name("Ada");
    Edit::SetStance(
        PositionKey {
            analyst,
            actor,
            issue,
            period: None,
        },
        Some(stance),
    )
}

/// A crash right after the first edit, before a large project was written beside the journal.
fn crashed_without_base(desk: &Desk, base: &Project) {
    let mut journal = Journal::create(
        Some(&desk.state),
        Origin::File(&desk.file, desk.held),
        base,
        Moment(100),
    );
    record(&mut journal, &[step(stance_of_ada(Stance::Opposes), 1)]);
    drop(journal);
    fs::remove_file(desk.only_journal().with_extension("base.ron")).unwrap_or_default();
}

#[test]
fn a_small_project_is_kept_before_the_first_edit() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five()[..1]);
    assert_eq!(desk.files().len(), 2, "the base is there at once");
    assert!(is_small(&golden()) && !is_small(&large()));
}

#[test]
fn a_large_project_is_kept_before_anything_is_done_to_it() {
    let desk = Desk::new();
    let large = large();
    let saved = save(&desk.file, &large, Expected::Content(desk.held)).expect("saves");
    let create = || {
        let origin = Origin::File(&desk.file, saved.fingerprint);
        let journal = Journal::create(Some(&desk.state), origin, &large, Moment(100));
        wait_for_base(&desk);
        journal
    };
    drop(create());
    assert_eq!(desk.files(), Vec::<String>::new(), "it was only looked at");
    create().close();
    assert_eq!(desk.files(), Vec::<String>::new());

    // Somebody else writes the file, then comes the first edit, and the crash with it.
    let mut journal = create();
    let theirs = large.applied(&typed("theirs")).expect("applies");
    let theirs = save(&desk.file, &theirs, Expected::Anything).expect("saves");
    record(&mut journal, &[step(typed("mine"), 1)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.transplanted, &one.base.title), (false, &large.title));
    assert_eq!(one.on_disk(), OnDisk::Changed(theirs.fingerprint), "to be merged");
}

/// Waits until there is the base and nothing else.
fn wait_for_base(desk: &Desk) {
    for n in 0.. {
        let files = desk.files();
        if matches!(&files[..], [name] if name.ends_with(".base.ron")) {
            return;
        }
        assert!(n < 10_000, "{files:?}");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
fn a_large_new_project_is_kept_once_it_is_saved() {
    let desk = Desk::new();
    let large = large();
    let mut journal = Journal::create(Some(&desk.state), Origin::New, &large, Moment(1));
    let saved = save(&desk.file, &large, Expected::Content(desk.held)).expect("saves");
    journal.saved(journal.place(), &desk.file, saved.fingerprint);
    wait_for_base(&desk);
    save(&desk.file, &golden(), Expected::Anything).expect("saves");
    record(&mut journal, &[step(typed("mine"), 1)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.transplanted, one.base.title), (false, large.title));
}

/// A project that takes a while to write.
fn large() -> Project {
    let mut project = golden();
    let text = "A long text. ".repeat(100_000);
    let mut document = (**project.documents.front().expect("a document")).clone();
    document.id = project.free_document_id("long");
    document.body = crate::model::Body::new(vec![crate::model::Block::new(
        crate::model::BlockKind::Paragraph,
        &text,
    )])
    .into();
    project.documents.push_back(document.into());
    project
}

/// What `kill -9` would leave now: the state folder without the process that writes in it.
fn as_left(desk: &Desk) -> (tempfile::TempDir, State) {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (desk.state.folder().join("journals"), folder.path().join("journals"));
    fs::create_dir(&to).expect("made");
    // Journals first: none is there before what it starts from.
    for journals in [true, false] {
        for name in desk
            .files()
            .iter()
            .filter(|name| name.ends_with(".journal") == journals)
        {
            // A draft may have got its name meanwhile.
            fs::copy(from.join(name), to.join(name)).unwrap_or_default();
        }
    }
    let state = State::at(folder.path());
    (folder, state)
}

/// Looks again and again at what a crash would leave, until there is a file with this ending, and then once more.
fn at_any_moment(desk: &Desk, until: &str, check: impl Fn(Found)) {
    for n in 0.. {
        let is_last = desk.files().iter().any(|name| name.ends_with(until));
        let (_folder, state) = as_left(desk);
        let found = scan(&state);
        assert!(found.remarks.is_empty(), "{:?}", found.remarks);
        check(found);
        if is_last {
            return;
        }
        assert!(n < 10_000, "{:?}", desk.files());
    }
}

#[test]
fn a_crash_while_a_large_file_is_written_beside_its_journal_loses_nothing() {
    let desk = Desk::new();
    let large = large();
    let saved = save(&desk.file, &large, Expected::Content(desk.held)).expect("saves");
    let origin = Origin::File(&desk.file, saved.fingerprint);
    let mut journal = Journal::create(Some(&desk.state), origin, &large, Moment(100));
    record(&mut journal, &[step(typed("mine"), 1)]);
    at_any_moment(&desk, ".base.ron", |found| {
        let [one] = &found.recovered[..] else {
            panic!("{found:?}")
        };
        assert_eq!((one.project.title.as_str(), one.lost), ("mine", 0));
        assert_eq!((one.base == large, one.transplanted), (true, false));
        assert_eq!(one.on_disk(), OnDisk::Same);
    });
}

#[test]
fn a_large_project_that_is_in_no_file_is_kept_whole_or_not_at_all() {
    let desk = Desk::new();
    let large = large();
    let mut journal = Journal::create(Some(&desk.state), Origin::Unsaved, &large, Moment(1));
    at_any_moment(&desk, ".journal", |found| {
        assert!(found.recovered.iter().all(|one| one.project == large), "{found:?}");
    });
    record(&mut journal, &[step(typed("mine"), 1)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.entries.len(), one.edits, one.base == large), (1, 1, true));
    drop(one);

    // Done before it is kept: that waits.
    let desk = Desk::new();
    let mut journal = Journal::create(Some(&desk.state), Origin::Unsaved, &large, Moment(1));
    record(&mut journal, &[step(typed("mine"), 1)]);
    let (_folder, state) = as_left(&desk);
    assert_eq!(scan(&state).recovered[0].project.title, "mine");
    journal.discard();
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn work_that_is_in_no_file_is_kept_before_anything_is_done_to_it() {
    let desk = Desk::new();
    let create = || Journal::create(Some(&desk.state), Origin::Unsaved, &golden(), Moment(1));
    drop(create());
    let one = desk.recovered();
    assert_eq!((one.entries.len(), one.edits, &one.project), (0, 1, &golden()));
    assert_eq!((one.file.clone(), one.saved_done), (None, None));
    one.discard();
    create().discard();
    assert_eq!(desk.files(), Vec::<String>::new());

    let mut journal = create();
    journal.saved(journal.place(), &desk.file, desk.held);
    journal.close();
    assert!(scan(&desk.state).recovered.is_empty());
    assert!(history(&desk.state, &desk.file, &desk.held).is_some());
}

#[test]
fn what_a_crash_left_half_written_is_deleted_when_it_is_old() {
    let desk = Desk::new();
    let folder = desk.state.folder().join("journals");
    fs::create_dir_all(&folder).expect("made");
    let draft = |name: &str| fs::File::create(folder.join(name)).expect("made");
    let hours_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 3600);
    draft(".old.base.ron.Xy12Zz.standpoint-tmp")
        .set_modified(hours_ago)
        .expect("set");
    draft(".new.base.ron.Xy12Zz.standpoint-tmp");
    let mut journal = desk.journal();
    record(&mut journal, &five());
    journal.flush().expect("written");
    let hidden: Vec<String> = desk.files().into_iter().filter(|name| name.starts_with('.')).collect();
    assert_eq!(hidden, [".new.base.ron.Xy12Zz.standpoint-tmp"]);
}

#[test]
fn a_layer_that_is_not_in_the_file_is_not_lost() {
    let desk = Desk::new();
    crashed_without_base(&desk, &with_own_layer());
    let one = desk.recovered();
    assert_eq!((one.lost, one.edits, one.transplanted), (0, 1, false));
    assert_eq!(one.base, with_own_layer());
    assert_eq!(
        one.project.analyst(&AnalystId::from_name("Ada")).expect("there").name,
        "Ada L."
    );
}

#[test]
fn what_a_save_replaced_is_found_among_the_versions() {
    let desk = Desk::new();
    crashed_without_base(&desk, &with_own_layer());
    let theirs = golden().applied(&typed("theirs")).expect("applies");
    let options = SaveOptions {
        versions: Some((&desk.state, Moment(1))),
        ..SaveOptions::default()
    };
    let saved = save_with(&desk.file, &theirs, Expected::Content(desk.held), &options).expect("saves");
    let one = desk.recovered();
    assert_eq!(
        (one.base.clone(), one.lost, one.transplanted),
        (with_own_layer(), 0, false)
    );
    assert_eq!(one.on_disk(), OnDisk::Changed(saved.fingerprint), "to be merged");
}

#[test]
fn what_starts_from_nothing_any_more_is_done_on_what_is_there() {
    let desk = Desk::new();
    crashed_without_base(&desk, &with_own_layer());
    let theirs = golden().applied(&typed("theirs")).expect("applies");
    save(&desk.file, &theirs, Expected::Content(desk.held)).expect("saves");
    let one = desk.recovered();
    assert_eq!((one.lost, one.edits, one.transplanted), (0, 1, true));
    assert_eq!((one.project.title.as_str(), one.on_disk()), ("theirs", OnDisk::Same));
    // Gone on with, it is a journal like any other.
    let mut journal = one.resume(&desk.state, Moment(9));
    record(&mut journal, &[step(actor("six"), 6)]);
    journal.flush().expect("written");
    drop(journal);
    let again = desk.recovered();
    assert_eq!((again.lost, again.edits, again.transplanted), (0, 2, false));
}

/// The crash came after the file was replaced and before the line that tells of it.
#[test]
fn what_this_program_saved_itself_is_not_taken_for_somebody_elses() {
    for undone in [false, true] {
        let desk = Desk::new();
        let mut journal = desk.journal();
        record(&mut journal, &five()[..3]);
        let saved = ["one", "two", "three"].map(actor);
        let saved = save(&desk.file, &after(&saved), Expected::Content(desk.held)).expect("saves");
        if undone {
            // The state that is in the file is in no history any more.
            record(&mut journal, &[Entry::GoTo(1), step(actor("six"), 6)]);
        } else {
            record(&mut journal, &five()[3..]);
        }
        drop(journal);
        let one = desk.recovered();
        assert_eq!(one.on_disk(), OnDisk::Same);
        assert_eq!(names(&one.last_saved), ["one", "two", "three"]);
        assert_eq!((one.edits, one.held), (2, Some(saved.fingerprint)));
        assert_eq!(one.saved_done, if undone { None } else { Some(3) });
        let path = desk.only_journal();
        drop(one.resume(&desk.state, Moment(9)));
        let text = fs::read_to_string(path).expect("there");
        assert!(text.contains(&saved.fingerprint.to_string()), "written down now");
        assert_eq!(desk.recovered().edits, 2);
    }
    // Undone while it was saved: what was undone is in the file, and undoing it is not.
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five()[..1]);
    save(&desk.file, &after(&[actor("one")]), Expected::Content(desk.held)).expect("saves");
    record(&mut journal, &[Entry::GoTo(0)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!(
        (one.on_disk(), one.edits, one.done, one.saved_done),
        (OnDisk::Same, 1, 0, Some(1))
    );
    // Everything was saved: nothing is offered, nor later when the file has been changed by others.
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five()[..1]);
    let saved = save(&desk.file, &after(&[actor("one")]), Expected::Content(desk.held)).expect("saves");
    drop(journal);
    assert!(scan(&desk.state).recovered.is_empty());
    let theirs = after(&[typed("theirs")]);
    save(&desk.file, &theirs, Expected::Content(saved.fingerprint)).expect("saves");
    assert!(scan(&desk.state).recovered.is_empty());
}
