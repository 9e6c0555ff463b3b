//! What disks, people and other programs do to the file of an open project, and to the state folder: the window goes
//! on, says so, overwrites nothing unseen, and saves when it can again.
//!
//! The window belongs to an ordinary user: where the tests are run by root, who may read and write everything, another
//! process is started as nobody. Full disks are small file systems, which only root may mount; where that is not
//! allowed, they are left out here, and injected faults (`src/storage`) are all there is.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::Command as Process,
    sync::atomic::{AtomicI64, Ordering},
};

use standpoint::{
    model::{AnalystId, Edit, Moment},
    storage::{self, State, journal::recovery},
    ui::{Action, Command, command::Permit},
};

use crate::{
    child::{repository, start_as_nobody, tell, text},
    edits,
    figures::count,
    random::Random,
    window::{Window, now, written},
};

/// A fault: what it is called, what is done, and what undoes it.
struct Fault {
    name: &'static str,
    befalls: fn(&Desk),
    ends: fn(&Desk),
    /// Whether a save can be done all the same.
    can_save: bool,
}

const fn fault(name: &'static str, befalls: fn(&Desk), ends: fn(&Desk)) -> Fault {
    Fault {
        name,
        befalls,
        ends,
        can_save: false,
    }
}

const fn harmless(name: &'static str, befalls: fn(&Desk)) -> Fault {
    Fault {
        name,
        befalls,
        ends: |_| {},
        can_save: true,
    }
}

/// What befalls the file of an open project that has unsaved changes.
const FAULTS: [Fault; 12] = [
    fault(
        "the folder becomes read-only",
        |d| d.set_mode(&d.folder, 0o555),
        |d| d.set_mode(&d.folder, 0o755),
    ),
    fault(
        "the right to read is taken away",
        |d| d.set_mode(&d.file, 0o000),
        |d| d.set_mode(&d.file, 0o644),
    ),
    fault(
        "the right to enter the folder is taken away",
        |d| d.set_mode(&d.folder, 0o000),
        |d| d.set_mode(&d.folder, 0o755),
    ),
    fault("the file is marked read-only", |d| d.set_mode(&d.file, 0o444), |_| {}),
    fault("the file is deleted", |d| d.delete(), |_| {}),
    fault(
        "the file is replaced by a folder",
        |d| {
            d.delete();
            fs::create_dir(&d.file).expect("made");
        },
        |d| fs::remove_dir(&d.file).expect("removed"),
    ),
    fault("the file is emptied", |d| d.write(b""), |_| {}),
    fault(
        "the file is cut in half",
        |d| d.write(&d.held()[..d.held().len() / 2]),
        |_| {},
    ),
    fault(
        "the file is half synchronised",
        |d| {
            let mut bytes = d.held();
            let half = bytes.len() / 2;
            bytes[half..].fill(0);
            d.write(&bytes);
        },
        |_| {},
    ),
    fault(
        "the file gets a second name",
        |d| fs::hard_link(&d.file, d.folder.join("second.ron")).expect("linked"),
        |_| {},
    ),
    harmless("the file becomes a symbolic link", |d| {
        let target = d.folder.join("target.ron");
        fs::rename(&d.file, &target).expect("renamed");
        symlink("target.ron", &d.file).expect("linked");
    }),
    harmless("the state folder becomes read-only", |d| {
        d.set_mode(&d.state.join("journals"), 0o555);
    }),
];

/// The folder of one case.
struct Desk {
    folder: PathBuf,
    file: PathBuf,
    state: PathBuf,
}

impl Desk {
    fn new(inside: &Path, name: &str) -> Self {
        let inside = inside.join(name.replace(' ', "-"));
        let folder = inside.join("folder");
        fs::create_dir_all(&folder).expect("made");
        let file = folder.join("reading.ron");
        fs::copy(repository("saves/china-russia-joint-statement.ron"), &file).expect("a copy");
        Self {
            folder,
            file,
            state: inside.join("state"),
        }
    }

    fn held(&self) -> Vec<u8> {
        fs::read(&self.file).expect("there")
    }

    fn write(&self, bytes: &[u8]) {
        fs::write(&self.file, bytes).expect("written");
    }

    fn delete(&self) {
        fs::remove_file(&self.file).expect("deleted");
    }

    fn set_mode(&self, path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
    }

    fn titled(&self, title: &str) -> Window {
        let mut window = Window::open(&self.file, &self.state, "Ada");
        window.send(title_is(title));
        window
    }

    fn title_on_disk(&self) -> String {
        storage::open(&self.file).map_or_else(|e| e.to_string(), |opened| opened.project.title)
    }
}

fn title_is(title: &str) -> Command {
    Command::Edit(Edit::SetTitle(title.to_owned()))
}

/// Saves; says whether that was done, or the window asks or says something instead.
fn save(window: &mut Window) -> bool {
    const TOLD: [&str; 5] = [
        "was not saved",
        "was not merged",
        "Nothing was overwritten",
        "no longer there",
        "cannot be read any more",
    ];
    window.send(Command::Act(Action::Save));
    let told = |w: &Window| TOLD.iter().any(|words| w.shows(words));
    window.until("saved, or told why not", |w| w.app().session().is_saved() || told(w));
    window.app().session().is_saved()
}

/// Saves with everything allowed, whatever is asked.
fn save_surely(window: &mut Window) {
    let path = window.app().path().expect("a file").to_owned();
    let permit = Permit {
        replace: true,
        read_only: true,
        hard_links: true,
        ..Permit::default()
    };
    for _ in 0..2 {
        window.send(Command::CloseDialog);
    }
    window.send(Command::SaveTo(path, permit, None));
    window.until("it is saved in the end", |w| w.app().session().is_saved());
}

fn check(so: bool, otherwise: &str) -> Result<(), String> {
    if so { Ok(()) } else { Err(otherwise.to_owned()) }
}

impl Fault {
    fn survived(&self, desk: &Desk) -> Result<(), String> {
        let mut window = desk.titled("mine");
        (self.befalls)(desk);
        // What is there may be unreadable, which is as well.
        let before = fs::read(&desk.file).ok();
        let saved = save(&mut window);
        check(window.project().title == "mine", "the change is gone from the window")?;
        if self.can_save {
            check(saved, "it was not saved")?;
        } else {
            check(!saved, "it counts as saved")?;
            check(fs::read(&desk.file).ok() == before, "something was overwritten unseen")?;
            (self.ends)(desk);
            save_surely(&mut window);
        }
        check(desk.title_on_disk() == "mine", "it is not in the file in the end")?;
        window.send(title_is("and more"));
        if !save(&mut window) {
            // A file that is marked read-only stays so, and is asked about again.
            save_surely(&mut window);
        }
        check(desk.title_on_disk() == "and more", "it is not gone on with")
    }
}

/// The state folder cannot be made, or there is none.
fn without_state(desk: &Desk, state: Option<State>) -> Result<(), String> {
    let mut window = Window::open_with(&desk.file, state, "Ada", now);
    window.send(title_is("mine"));
    let told = window
        .app()
        .said()
        .is_some_and(|s| s.contains("cannot be written down against a crash"));
    check(told, "the window does not say that nothing is kept")?;
    check(save(&mut window) && desk.title_on_disk() == "mine", "it is not saved")
}

/// The state folder goes away while the window is open: what is done afterwards is kept all the same.
fn state_deleted(desk: &Desk) -> Result<(), String> {
    let mut window = desk.titled("mine");
    // The window may be writing in it meanwhile.
    while desk.state.exists() {
        fs::remove_dir_all(&desk.state).unwrap_or_default();
    }
    window.send(title_is("and more"));
    let kept = |_: &Window| fs::read_dir(desk.state.join("journals")).is_ok_and(|entries| entries.count() >= 2);
    window.until("the journal is written again", kept);
    crash_and_recover(window, desk)
}

/// Two windows on one file, by two paths, crash: each one's work is offered for itself.
fn two_paths(desk: &Desk) -> Result<(), String> {
    let link = desk.folder.join("link.ron");
    symlink(&desk.file, &link).expect("linked");
    let windows = [(&desk.file, "of one"), (&link, "of the other")].map(|(path, title)| {
        let mut window = Window::open(path, &desk.state, "Ada");
        window.send(title_is(title));
        window
    });
    drop(windows);
    let found = recovery::scan(&State::at(&desk.state)).recovered;
    let mut titles: Vec<&str> = found.iter().map(|one| one.project.title.as_str()).collect();
    titles.sort_unstable();
    check(titles == ["of one", "of the other"], "they are mixed, or one is lost")?;
    check(
        found.iter().all(|one| one.edits == 1 && one.file == found[0].file),
        "they are not of one file",
    )
}

/// What the window holds is offered after a crash.
fn crash_and_recover(window: Window, desk: &Desk) -> Result<(), String> {
    let project = written(window.project());
    drop(window);
    let found = recovery::scan(&State::at(&desk.state));
    let offered = found.recovered.first().map(|one| written(&one.project));
    check(offered == Some(project), "it is not recovered after a crash")
}

/// A disk without room for the journal or the file; in the end there is room again.
fn full(desk: &Desk, small: &Path, what: &str) -> Result<(), String> {
    let filler = small.join("filler");
    let fill = || {
        let mut size = 1 << 20;
        let mut file = fs::File::create(&filler).expect("made");
        while size > 0 {
            // As much as there is room for, to the last byte.
            if std::io::Write::write_all(&mut file, &vec![0; size]).is_err() {
                size /= 2;
            }
        }
    };
    if what == "journal" {
        let mut window = Window::open(&desk.file, &small.join("state"), "Ada");
        window.send(title_is("mine"));
        fill();
        for n in 0..200 {
            window.send(title_is(&format!("{n} {}", "mine ".repeat(40))));
        }
        let told = window
            .app()
            .said()
            .is_some_and(|s| s.contains("cannot be written down against a crash"));
        check(told, "the window does not say that the disk is full")?;
        fs::remove_file(&filler).expect("removed");
        window.send(title_is("and more"));
        let desk = Desk {
            state: small.join("state"),
            folder: desk.folder.clone(),
            file: desk.file.clone(),
        };
        return crash_and_recover(window, &desk);
    }
    let file = small.join("reading.ron");
    fs::copy(&desk.file, &file).expect("a copy");
    let mut window = Window::open(&file, &desk.state, "Ada");
    window.send(title_is("mine"));
    fill();
    let before = fs::read(&file).expect("there");
    check(!save(&mut window), "it counts as saved on a full disk")?;
    check(
        window.shows("The disk is full"),
        "the window does not say that the disk is full",
    )?;
    check(fs::read(&file).expect("there") == before, "the file is not as it was")?;
    fs::remove_file(&filler).expect("removed");
    save_surely(&mut window);
    check(
        storage::open(&file).is_ok_and(|o| o.project.title == "mine"),
        "it is not saved when there is room",
    )
}

/// What the clock of [`jumping`] says.
static CLOCK: AtomicI64 = AtomicI64::new(1_771_000_000);

fn jumping() -> Moment {
    Moment(CLOCK.load(Ordering::Relaxed))
}

/// A clock that goes back years and forward centuries, and back before its own beginning, between two edits and saves.
fn clock_jumps(desk: &Desk) -> Result<(), String> {
    let state = Some(State::at(&desk.state));
    let mut window = Window::open_with(&desk.file, state, "Ada", jumping);
    let (mut random, me) = (Random(3), AnalystId::from_name("Ada"));
    for (n, clock) in [0, 253_402_300_799, -62_135_596_800, 1_771_000_000, 9_223_372_036, 1]
        .iter()
        .enumerate()
    {
        CLOCK.store(*clock, Ordering::Relaxed);
        for _ in 0..4 {
            let edit = edits::next(window.project(), &me, &mut random, jumping());
            window.send(Command::Edit(edit));
        }
        window.send(Command::Act(Action::Undo));
        if n % 2 == 0 {
            check(save(&mut window), "it is not saved")?;
        }
    }
    window.send(title_is("last"));
    let (steps, project) = (window.app().session().done(), written(window.project()));
    drop(window);
    let found = recovery::scan(&State::at(&desk.state));
    let one = found.recovered.first().ok_or("nothing is recovered")?;
    check(
        (one.done, written(&one.project)) == (steps, project),
        "something else is recovered",
    )?;
    CLOCK.store(1_771_000_000, Ordering::Relaxed);
    let mut window = Window::open_with(&desk.file, Some(State::at(&desk.state)), "Ada", jumping);
    drop(found);
    window.until("the window draws with moments out of all reason", |w| {
        w.app().path().is_some()
    });
    Ok(())
}

/// Does all of it, as an ordinary user; tells what failed.
pub(crate) fn hinder(arguments: &[String]) {
    let inside = Path::new(&arguments[0]);
    let try_one = |name: &str, run: &dyn Fn(&Desk) -> Result<(), String>| {
        let desk = Desk::new(inside, name);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&desk)));
        let panic = |what: Box<dyn std::any::Any + Send>| {
            let words = what.downcast_ref::<String>().map_or("", String::as_str);
            Err(format!("panic: {words}"))
        };
        match outcome.unwrap_or_else(panic) {
            Ok(()) => tell(&format!("survived {name}")),
            Err(why) => tell(&format!("failure {name}: {why}")),
        }
    };
    for fault in &FAULTS {
        try_one(fault.name, &|desk| fault.survived(desk));
    }
    try_one("no state folder can be made", &|desk| {
        without_state(desk, Some(State::at(&desk.file.join("state"))))
    });
    try_one("there is no state folder", &|desk| without_state(desk, None));
    try_one("the state folder is deleted", &state_deleted);
    try_one("two windows on one file by two paths", &two_paths);
    try_one("the clock jumps", &clock_jumps);
    for (what, small) in ["journal", "file"].iter().zip(&arguments[1..]) {
        try_one(&format!("a full disk, {what}"), &|desk| {
            full(desk, Path::new(small), what)
        });
    }
}

/// A file system of half a megabyte that everyone may write to; unmounted in the end.
struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let done = Process::new("mount")
            .args(["-t", "tmpfs", "-o", "size=512k,mode=777", "tmpfs"])
            .arg(folder.path())
            .output();
        done.is_ok_and(|d| d.status.success()).then(|| Self(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let done = Process::new("umount").arg(self.0.path()).status();
        assert!(done.is_ok_and(|status| status.success()), "it can be unmounted");
    }
}

/// The trial.
pub(crate) fn the_disk_is_against_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).expect("set");
    let is_root = fs::metadata(folder.path()).expect("there").uid() == 0;
    let small: Vec<Small> = (0..2).filter_map(|_| is_root.then(Small::mount).flatten()).collect();
    let mut arguments = vec![text(folder.path())];
    arguments.extend(small.iter().map(|s| text(s.0.path())));
    let child = start_as_nobody(is_root, folder.path(), "hinder", &arguments);
    let output = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut failures: Vec<String> = told
        .lines()
        .filter_map(|l| Some(l.strip_prefix("failure ")?.to_owned()))
        .collect();
    let tried = told.lines().count();
    let expected = FAULTS.len() + 5 + small.len();
    if tried != expected || !output.status.success() {
        failures.push(format!("{tried} of {expected} were tried: {}", output.status));
    }
    let remark = if small.len() == 2 {
        ""
    } else {
        "without full disks: nothing may be mounted here"
    };
    count(
        "disk, permissions, state folder, clock",
        tried,
        &failures,
        remark.to_owned(),
    );
}
