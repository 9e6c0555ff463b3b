//! Journals through crashes, damage and disks that take nothing.

use std::{fs, path::PathBuf};

use super::{
    recovery::{history, scan},
    *,
};
use crate::{
    model::{Actor, ActorId, Analyst, AnalystId, Note, NoteId, Target},
    storage::{Expected, OnDisk, format, sample::golden, save},
};

mod any;
mod start;

/// A state folder and a project's file in a folder of their own.
struct Desk {
    folder: tempfile::TempDir,
    state: State,
    file: PathBuf,
    held: Fingerprint,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("project.ron");
        let saved = save(&path, &golden(), Expected::Nothing).expect("saves");
        Self {
            state: State::at(&folder.path().join("state")),
            file: saved.path,
            held: saved.fingerprint,
            folder,
        }
    }

    fn journal(&self) -> Journal {
        Journal::create(
            Some(&self.state),
            Origin::File(&self.file, self.held),
            &golden(),
            Moment(100),
        )
    }

    /// The names in the folder of the journals.
    fn files(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.state.folder().join("journals")) else {
            return Vec::new();
        };
        let mut names: Vec<String> = entries
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The one journal there is.
    fn only_journal(&self) -> PathBuf {
        let journals: Vec<String> = self
            .files()
            .into_iter()
            .filter(|name| name.ends_with(".journal"))
            .collect();
        assert_eq!(journals.len(), 1, "{journals:?}");
        self.state.folder().join("journals").join(&journals[0])
    }

    /// What a start after a crash finds: exactly one.
    fn recovered(&self) -> Recovered {
        let mut found = scan(&self.state);
        assert_eq!((found.recovered.len(), found.remarks.as_slice()), (1, [].as_slice()));
        found.recovered.remove(0)
    }
}

fn actor(name: &str) -> Edit {
    Edit::AddActor(Actor::new(ActorId::from_name(name), name))
}

fn typed(text: &str) -> Edit {
    Edit::SetTitle(text.to_owned())
}

fn step(edit: Edit, at: i64) -> Entry {
    Entry::Step(edit, Moment(at))
}

fn grow(edit: Edit, at: i64) -> Entry {
    Entry::Grow(edit, Moment(at))
}

/// Actors one to five, a step each.
fn five() -> Vec<Entry> {
    ["one", "two", "three", "four", "five"]
        .iter()
        .zip(1..)
        .map(|(name, at)| step(actor(name), at))
        .collect()
}

fn record(journal: &mut Journal, entries: &[Entry]) {
    for entry in entries {
        journal.record(entry);
    }
}

/// The project after some edits.
fn after(edits: &[Edit]) -> Project {
    edits
        .iter()
        .fold(golden(), |project, edit| project.applied(edit).expect("applies"))
}

fn names(project: &Project) -> Vec<&str> {
    project.actors.iter().skip(3).map(|a| a.name.as_str()).collect()
}

#[test]
fn nothing_is_written_before_something_is_done() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    journal.saved(Place(0), &desk.file, desk.held);
    journal.flush().expect("fine");
    assert_eq!((journal.trouble(), desk.files()), (None, vec![]));
    journal.close();
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn what_was_done_survives_a_crash() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    let entries = [
        five(),
        vec![
            Entry::GoTo(3),
            Entry::GoTo(4),
            step(typed("x"), 9),
            grow(typed("xy"), 10),
        ],
    ]
    .concat();
    record(&mut journal, &entries);
    drop(journal);
    let one = desk.recovered();
    assert_eq!(one.entries, entries);
    assert_eq!(names(&one.project), ["one", "two", "three", "four"]);
    assert_eq!(
        (one.project.title.as_str(), one.done, one.edits, one.lost),
        ("xy", 5, 9, 0)
    );
    assert_eq!((one.since, one.until), (Some(Moment(1)), Some(Moment(10))));
    assert_eq!((one.base.clone(), one.last_saved.clone()), (golden(), golden()));
    assert_eq!(
        (one.file.as_deref(), one.held, one.saved_done),
        (Some(&*desk.file), Some(desk.held), Some(0))
    );
    assert_eq!(one.on_disk(), OnDisk::Same);
    one.discard();
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn a_journal_in_use_is_not_offered_and_two_do_not_mix() {
    let desk = Desk::new();
    let (mut a, mut b) = (desk.journal(), desk.journal());
    record(&mut a, &[step(actor("of a"), 1)]);
    record(&mut b, &[step(actor("of b"), 2)]);
    assert!(scan(&desk.state).recovered.is_empty());
    drop(a);
    let of_a = desk.recovered();
    assert_eq!(names(&of_a.project), ["of a"]);
    // While it is looked at, nobody else is offered it.
    assert!(scan(&desk.state).recovered.is_empty());
    drop((of_a, b));
    let found = scan(&desk.state).recovered;
    let all: Vec<Vec<&str>> = found.iter().map(|one| names(&one.project)).collect();
    assert_eq!(all, [["of b"], ["of a"]]);
}

#[test]
fn damage_costs_the_damaged_line() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five());
    drop(journal);
    let path = desk.only_journal();
    let whole = fs::read(&path).expect("there");
    let starts: Vec<usize> = (0..whole.len())
        .filter(|at| *at > 0 && whole[at - 1] == b'\n')
        .collect();
    assert_eq!(starts.len(), 5);
    for (n, start) in starts.iter().enumerate() {
        let mut damaged = whole.clone();
        damaged[start + 20] ^= 0x40;
        fs::write(&path, damaged).expect("written");
        let one = desk.recovered();
        let mut expected = vec!["one", "two", "three", "four", "five"];
        expected.remove(n);
        assert_eq!((names(&one.project), one.lost), (expected, 1));
    }
    // A power cut: the last line is there in part, or zero bytes stand in its place.
    for cut in starts[4] + 1..whole.len() - 1 {
        for filled in [false, true] {
            let mut damaged = whole[..cut].to_vec();
            if filled {
                damaged.resize(whole.len(), 0);
            }
            fs::write(&path, damaged).expect("written");
            let one = desk.recovered();
            assert_eq!(
                (names(&one.project), one.lost),
                (vec!["one", "two", "three", "four"], 1),
                "cut at {cut}"
            );
        }
    }
    // The whole line without its end is whole.
    fs::write(&path, &whole[..whole.len() - 1]).expect("written");
    assert_eq!(desk.recovered().lost, 0);
}

#[test]
fn undo_after_a_lost_line_goes_where_it_went() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    // Line 2 ("two") is lost; then back to after "three", and another step.
    record(
        &mut journal,
        &[
            five(),
            vec![Entry::GoTo(3), step(actor("six"), 6), Entry::GoTo(2), Entry::GoTo(4)],
        ]
        .concat(),
    );
    drop(journal);
    let path = desk.only_journal();
    let text = fs::read_to_string(&path).expect("there");
    fs::write(&path, text.replacen("two", "TWO", 1)).expect("written");
    let one = desk.recovered();
    assert_eq!((names(&one.project), one.lost), (vec!["one", "three", "six"], 1));
    assert_eq!(
        one.entries[4..],
        [Entry::GoTo(2), step(actor("six"), 6), Entry::GoTo(1), Entry::GoTo(3)]
    );
    drop(one);
    // A lost "go to": the step after it says from where it was done.
    let lost = text.replacen("GoTo(3)", "GoTo(9)", 1);
    fs::write(&path, lost).expect("written");
    let one = desk.recovered();
    assert_eq!(names(&one.project), ["one", "two", "three", "six"]);
}

#[test]
fn a_line_that_changes_nothing_is_no_step() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    let lines = [
        step(typed("a"), 1),
        step(typed("a"), 2),
        grow(typed("a"), 3),
        grow(typed("ab"), 4),
    ];
    record(&mut journal, &lines);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.lost, one.done, one.project.title.as_str()), (2, 2, "ab"));
    assert_eq!(one.entries, [step(typed("a"), 1), step(typed("ab"), 4)]);
}

#[test]
fn the_history_of_a_closed_project_is_gone_on_with() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five());
    let edits: Vec<Edit> = ["one", "two", "three", "four", "five"].map(actor).into();
    let saved = save(&desk.file, &after(&edits), Expected::Content(desk.held)).expect("saves");
    journal.saved(Place(5), &desk.file, saved.fingerprint);
    journal.close();
    assert!(scan(&desk.state).recovered.is_empty());

    let one = history(&desk.state, &desk.file, &saved.fingerprint).expect("a history");
    assert_eq!((one.entries.clone(), one.saved_done, one.edits), (five(), Some(5), 0));
    assert!(
        history(&desk.state, &desk.file, &saved.fingerprint).is_none(),
        "it is taken"
    );
    let mut journal = one.resume(&desk.state, Moment(200));
    record(&mut journal, &[Entry::GoTo(4), step(actor("six"), 300)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!(names(&one.project), ["one", "two", "three", "four", "six"]);
    assert_eq!((one.edits, one.since, one.saved_done), (2, Some(Moment(300)), None));
    assert_eq!(names(&one.last_saved), ["one", "two", "three", "four", "five"]);
    assert_eq!(desk.files().len(), 2, "{:?}", desk.files());
    drop(one);

    // What has unsaved changes is not taken for a history, and not deleted.
    assert!(history(&desk.state, &desk.file, &saved.fingerprint).is_none());
    assert_eq!(desk.files().len(), 2);
}

#[test]
fn a_history_that_no_longer_fits_its_file_goes() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five());
    journal.saved(Place(5), &desk.file, Fingerprint::of(b"as saved"));
    journal.flush().expect("written");
    drop(journal);
    let other = desk.folder.path().join("other.ron");
    assert!(history(&desk.state, &other, &Fingerprint::of(b"as saved")).is_none());
    assert_eq!(desk.files().len(), 2);
    assert!(history(&desk.state, &desk.file, &Fingerprint::of(b"by others")).is_none());
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn a_crash_after_the_save_leaves_a_history_and_no_alarm() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five());
    journal.saved(Place(5), &desk.file, Fingerprint::of(b"x"));
    drop(journal);
    let found = scan(&desk.state);
    assert!(found.recovered.is_empty() && found.remarks.is_empty());
    assert!(
        fs::read_to_string(desk.only_journal())
            .expect("there")
            .ends_with(" Closed\n")
    );
    assert!(history(&desk.state, &desk.file, &Fingerprint::of(b"x")).is_some());
}

#[test]
fn what_was_done_during_a_save_is_not_taken_for_saved() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five());
    // The save of three steps took until the fifth was done; then the fifth grew.
    journal.saved(Place(3), &desk.file, Fingerprint::of(b"x"));
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.edits, one.since, one.saved_done), (2, Some(Moment(4)), Some(3)));
    assert_eq!(names(&one.last_saved), ["one", "two", "three"]);
    // Undone to what was saved: nothing is unsaved.
    let mut journal = one.resume(&desk.state, Moment(9));
    record(&mut journal, &[Entry::GoTo(3)]);
    drop(journal);
    assert!(scan(&desk.state).recovered.is_empty());
    // What is done after that counts alone.
    let history = history(&desk.state, &desk.file, &Fingerprint::of(b"x")).expect("a history");
    let mut journal = history.resume(&desk.state, Moment(10));
    record(&mut journal, &[step(actor("six"), 11)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.edits, one.since), (1, Some(Moment(11))));
}

#[test]
fn a_crash_between_a_save_of_nothing_done_and_its_line_is_no_work_of_others() {
    let desk = Desk::new();
    let mut mine = golden();
    mine.analysts.push_back(
        Analyst {
            id: AnalystId::from_name("Ada"),
            name: "Ada".to_owned(),
            finished: false,
        }
        .into(),
    );
    let origin = Origin::File(&desk.file, desk.held);
    let mut journal = Journal::create(Some(&desk.state), origin, &mine, Moment(100));
    save(&desk.file, &mine, Expected::Content(desk.held)).expect("saves");
    record(&mut journal, &[step(actor("one"), 1)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.edits, one.on_disk()), (1, OnDisk::Same));
}

#[test]
fn saving_under_another_name_before_anything_is_done_counts() {
    let desk = Desk::new();
    let mut journal = Journal::create(Some(&desk.state), Origin::New, &golden(), Moment(1));
    journal.saved(Place(0), &desk.file, desk.held);
    record(&mut journal, &[step(actor("one"), 1)]);
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.file.as_deref(), one.saved_done), (Some(&*desk.file), Some(0)));
}

#[test]
fn a_new_project_is_kept_with_its_journal() {
    let desk = Desk::new();
    let mut journal = Journal::create(Some(&desk.state), Origin::New, &golden(), Moment(1));
    record(&mut journal, &[step(actor("one"), 1)]);
    assert_eq!(desk.files().len(), 2, "the base is there at once");
    drop(journal);
    let one = desk.recovered();
    assert_eq!(
        (one.file.clone(), one.saved_done, one.on_disk()),
        (None, None, OnDisk::Missing)
    );
    assert_eq!((one.base.clone(), names(&one.project)), (golden(), vec!["one"]));
}

#[test]
fn the_base_is_found_beside_the_journal_or_in_the_file() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five());
    journal.flush().expect("written");
    assert_eq!(desk.files().len(), 2);
    drop(journal);
    let path = desk.only_journal();
    let base = path.with_extension("base.ron");
    assert_eq!(fs::read_to_string(&base).expect("there"), format::write(&golden()));
    let changed = golden().applied(&typed("theirs")).expect("applies");
    let theirs = save(&desk.file, &changed, Expected::Content(desk.held)).expect("saves");
    let one = desk.recovered();
    assert_eq!(
        (one.base.clone(), one.on_disk()),
        (golden(), OnDisk::Changed(theirs.fingerprint))
    );
    drop(one);

    // Damaged or missing, and there is no file any more: it cannot be used, and is put aside.
    fs::write(&base, "(format").expect("written");
    fs::remove_file(&desk.file).expect("removed");
    let found = scan(&desk.state);
    assert!(found.recovered.is_empty());
    let aside = path.with_extension("damaged");
    assert_eq!(
        found.remarks,
        [format!(
            "What was written down against a crash cannot be used: the project that it starts from is damaged, and is \
             in no file any more. It was kept: {}",
            aside.display()
        )]
    );
    assert!(scan(&desk.state).remarks.is_empty());

    // With the file as it was, the base is there.
    fs::rename(aside, &path).expect("renamed");
    fs::remove_file(&base).expect("removed");
    save(&desk.file, &golden(), Expected::Anything).expect("saves");
    let one = desk.recovered();
    assert_eq!(one.base, golden());
    let mut journal = one.resume(&desk.state, Moment(7));
    record(&mut journal, &[step(actor("six"), 6)]);
    journal.flush().expect("written");
    assert!(base.exists());
}

#[test]
fn other_journals_are_left_alone() {
    let desk = Desk::new();
    let folder = desk.state.folder().join("journals");
    fs::create_dir_all(&folder).expect("made");
    let header = Header {
        version: 99,
        ..Header::new(Origin::New, &golden(), Moment(1))
    };
    fs::write(folder.join("newer.journal"), Line::Header(header).text()).expect("written");
    fs::write(folder.join("garbage.journal"), "Dear all\n").expect("written");
    fs::write(folder.join("empty.journal"), "").expect("written");
    fs::write(folder.join("notes.txt"), "mine").expect("written");
    let remarks = scan(&desk.state).remarks;
    assert_eq!(remarks.len(), 2, "{remarks:?}");
    assert!(remarks[0].contains("its beginning is damaged"), "{remarks:?}");
    assert!(
        remarks[1].contains("by a newer version of Standpoint. It was kept: "),
        "{remarks:?}"
    );
    assert_eq!(desk.files(), ["garbage.damaged", "newer.journal", "notes.txt"]);
}

/// A journal that was put aside may start from a project that is in no file: the base beside it stays.
#[test]
fn only_a_base_without_any_journal_is_deleted_and_a_day_later() {
    let desk = Desk::new();
    let mut journal = Journal::create(Some(&desk.state), Origin::New, &golden(), Moment(1));
    record(&mut journal, &five());
    journal.flush().expect("written");
    drop(journal);
    let path = desk.only_journal();
    let base = path.with_extension("base.ron");
    fs::write(&path, "damaged\n").expect("written");
    let age = || {
        let base = fs::OpenOptions::new().write(true).open(&base).expect("there");
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 3600);
        base.set_modified(long_ago).expect("aged");
    };
    age();
    for remarks in [1, 0] {
        assert_eq!(scan(&desk.state).remarks.len(), remarks);
        assert!(base.exists(), "{:?}", desk.files());
    }
    // Who deletes the journal that was put aside needs the base no longer.
    fs::remove_file(path.with_extension("damaged")).expect("removed");
    fs::write(&base, "just written").expect("written");
    scan(&desk.state);
    assert!(base.exists());
    age();
    scan(&desk.state);
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn a_state_folder_that_cannot_be_written_is_told_and_tried_again() {
    let desk = Desk::new();
    fs::write(desk.state.folder(), "a file in the folder's place").expect("written");
    let mut journal = desk.journal();
    record(&mut journal, &five()[..2]);
    let told = journal.trouble().expect("told");
    assert_eq!(
        told,
        format!(
            "What you do cannot be written down against a crash (not a directory). It is in memory, and writing it is \
             tried again. Save the project often: {}",
            desk.state.folder().join("journals").display()
        )
    );
    record(&mut journal, &five()[2..3]);
    assert_eq!(journal.trouble(), Some(told.clone()), "as long as it is so");
    assert_eq!(journal.flush(), Err(told));

    fs::remove_file(desk.state.folder()).expect("removed");
    record(&mut journal, &five()[3..]);
    assert_eq!((journal.trouble(), journal.flush()), (None, Ok(())));
    drop(journal);
    assert_eq!(desk.recovered().entries, five());
}

#[test]
fn without_a_state_folder_the_program_works() {
    let desk = Desk::new();
    let mut journal = Journal::create(None, Origin::New, &golden(), Moment(1));
    record(&mut journal, &five());
    assert!(
        journal
            .trouble()
            .is_some_and(|told| told.contains("the system names no home folder"))
    );
    journal.close();
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing_once_there_is_room() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five()[..2]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("opens");
    let file = journal.keeper.swap_file(full).expect("begun");
    record(&mut journal, &five()[2..4]);
    let told = journal.trouble().expect("told");
    assert!(told.contains("(no space left on device)"), "{told}");
    journal.keeper.put_back(file);
    record(&mut journal, &five()[4..]);
    assert_eq!(journal.flush(), Ok(()));
    drop(journal);
    assert_eq!(desk.recovered().entries, five());
}

/// The line that tells of the last save did not reach the disk, and there is room again when the project is left.
#[cfg(target_os = "linux")]
#[test]
fn unsaved_changes_that_are_not_wanted_are_not_offered_after_a_full_disk() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five()[..2]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("opens");
    journal.keeper.swap_file(full).expect("begun");
    record(&mut journal, &five()[2..4]);
    journal.saved(journal.place(), &desk.file, Fingerprint::of(b"x"));
    record(&mut journal, &five()[4..]);
    journal.discard();
    let found = scan(&desk.state);
    assert_eq!((found.recovered.len(), found.remarks), (0, vec![]));
    assert_eq!(desk.files(), Vec::<String>::new());
}

/// Somebody clears the state folder out while the window is open.
#[cfg(unix)]
#[test]
fn a_journal_that_is_deleted_is_written_again() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    record(&mut journal, &five()[..2]);
    journal.flush().expect("written");
    fs::remove_dir_all(desk.state.folder()).expect("removed");
    record(&mut journal, &five()[2..]);
    journal.flush().expect("written");
    assert!(scan(&desk.state).recovered.is_empty(), "it is locked again");
    drop(journal);
    assert_eq!(desk.recovered().entries, five());
}

#[test]
fn a_long_journal_is_condensed() {
    let desk = Desk::new();
    let mut journal = desk.journal();
    let text: String = "A sentence that is typed. ".repeat(40);
    let note = Note {
        id: NoteId::from_random(1),
        analyst: golden().analysts[0].id.clone(),
        about: vec![Target::Project],
        created: Moment(0),
        changed: Moment(0),
        tags: Vec::new(),
        text: String::new(),
    };
    record(&mut journal, &[step(Edit::AddNote(note.clone()), 0)]);
    for length in 1..text.len() {
        record(
            &mut journal,
            &[grow(
                Edit::SetNoteText(note.id, text[..length].to_owned(), Moment(9)),
                length as i64,
            )],
        );
    }
    record(&mut journal, &five());
    journal.flush().expect("written");
    let path = journal.keeper.path().expect("begun");
    let before = fs::metadata(&path).expect("there").len();
    journal.keeper.condense_at(1000);
    // The thread does it after the next entry.
    for n in 0.. {
        record(&mut journal, &[Entry::GoTo(6)]);
        std::thread::sleep(std::time::Duration::from_millis(20));
        if fs::metadata(&path).expect("there").len() < before / 100 {
            break;
        }
        assert!(n < 500, "it is not condensed");
    }
    record(&mut journal, &[step(typed("after"), 5000)]);
    assert!(scan(&desk.state).recovered.is_empty(), "it is locked still");
    drop(journal);
    let one = desk.recovered();
    assert_eq!((one.done, one.lost, one.project.title.as_str()), (7, 0, "after"));
    assert_eq!(one.project.note(note.id).expect("there").text, text[..text.len() - 1]);
}
