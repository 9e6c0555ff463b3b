//! `kill -9` at a random moment of an editing run. The window that is killed says through a pipe what it is about to
//! do and what is done; afterwards the journal must hold what was done, the file a state that was being saved.
//!
//! Nothing that was shown as done may be lost, however short ago: that is more than the promised 100 ms.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    sync::mpsc::channel,
    time::Duration,
};

use standpoint::{
    model::{Analyst, AnalystId},
    storage::{self, Fingerprint, OnDisk, State, journal::recovery},
    ui::{Action, Command},
};

use crate::{
    child::{repository, start, tell, text},
    edits,
    figures::{count, times},
    random::Random,
    window::{Window, now, written},
};

const READING: &str = "saves/china-russia-joint-statement.ron";

/// How many windows in a row go on with what was recovered of the one before, before a new file is begun.
const CHAIN: usize = 5;

/// The window that is killed: edits, undoes, redoes and saves until it is.
///
/// It tells `ready FP`, then before and after each thing `will FP` and `did ENTRIES DONE FP` (what the project would be
/// as a file; how many entries the journal has got; how many steps are done), at a save `saving ENTRIES FP`.
pub(crate) fn edit(arguments: &[String]) {
    let [file, state, seed, recovers] = arguments else {
        panic!("file, state, seed and whether there is something to recover")
    };
    let mut window = Window::open(Path::new(file), Path::new(state), "Ada");
    let mut random = Random(seed.parse().expect("a number"));
    if recovers == "yes" {
        window.until("what was recovered is offered", |w| {
            w.shows("Unsaved work was recovered")
        });
        window.send(Command::TakeRecovered);
        window.until("it is shown", |w| !w.app().session().steps().is_empty());
    }
    tell(&format!("ready {}", written(window.project())));
    let me = AnalystId::from_name("Ada");
    let mut entries = 0;
    loop {
        let session = window.app().session();
        let mut expected = session.clone();
        let command = match random.below(20) {
            0 | 1 => {
                expected.undo();
                Command::Act(Action::Undo)
            }
            2 => {
                expected.redo();
                Command::Act(Action::Redo)
            }
            3 => {
                let done = random.below(session.steps().len() + 1);
                expected.go_to(done);
                Command::GoToStep(done)
            }
            4 | 5 => {
                tell(&format!("saving {entries} {}", written(session.project())));
                Command::Act(Action::Save)
            }
            _ => {
                let edit = edits::next(session.project(), &me, &mut random, now());
                expected.apply(edit.clone(), now()).expect("it can be done");
                Command::Edit(edit)
            }
        };
        tell(&format!("will {}", written(expected.project())));
        let (revision, is_save) = (session.revision(), matches!(command, Command::Act(Action::Save)));
        window.send(command);
        let session = window.app().session();
        entries += usize::from(session.revision() != revision);
        let fp = written(session.project());
        tell(&format!("did {entries} {} {fp}", session.done()));
        if is_save && random.below(2) == 0 {
            // Not for ever: if another save was under way, this one was not begun.
            let mut frames = 0..100;
            while !window.app().session().is_saved() && frames.next().is_some() {
                window.0.step();
                std::thread::sleep(Duration::from_millis(1));
            }
        } else if random.below(4) == 0 {
            std::thread::sleep(Duration::from_millis(random.below(40) as u64));
            window.0.step();
        }
    }
}

/// What the killed window told.
#[derive(Default)]
struct Log {
    ready: bool,
    /// The states that may have been reached: the last one done, and the one that was being done.
    last: Vec<Fingerprint>,
    entries: usize,
    done: Option<usize>,
    /// What the project was, and after how many entries.
    were: Vec<(usize, Fingerprint)>,
    /// What was being saved, and after how many entries.
    saves: Vec<(usize, Fingerprint)>,
}

impl Log {
    fn read(lines: &[String]) -> Self {
        let mut log = Self::default();
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            let number = |n: usize| words[n].parse::<usize>().expect("a number");
            let print = |n: usize| words[n].parse::<Fingerprint>().expect("a fingerprint");
            match words[0] {
                "ready" => {
                    log.ready = true;
                    log.last = vec![print(1)];
                }
                "will" => log.last.push(print(1)),
                "did" => {
                    log.last = vec![print(3)];
                    (log.entries, log.done) = (number(1), Some(number(2)));
                    log.were.push((number(1), print(3)));
                }
                "saving" => log.saves.push((number(1), print(2))),
                other => panic!("{other:?}?"),
            }
        }
        log
    }
}

/// A file that is edited, and what is known of it from one killed window to the next.
struct Desk {
    folder: tempfile::TempDir,
    /// The states that the project may be in, and those that the file may hold.
    states: Vec<Fingerprint>,
    files: Vec<Fingerprint>,
    /// How many unsaved entries are offered; `None` if nothing is.
    offered: Option<usize>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("reading.ron");
        fs::copy(repository(READING), &file).expect("a copy");
        let held = Fingerprint::of(&fs::read(&file).expect("there"));
        Self {
            folder,
            states: vec![held],
            files: vec![held],
            offered: None,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("reading.ron")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// Starts a window, kills it after a while, and returns what it told.
    fn kill_one(&self, random: &mut Random) -> Log {
        let (file, state) = (self.file(), self.state());
        let seed = random.any().to_string();
        let recovers = if self.offered.is_some() { "yes" } else { "no" };
        let mut child = start("edit", &[text(&file), text(&state), &seed, recovers]);
        let (sender, receiver) = channel();
        let out = child.stdout.take().expect("a pipe");
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                sender.send(line).expect("somebody listens");
            }
        });
        let mut lines = Vec::new();
        // Some die while they start or recover, most while they edit.
        if random.below(8) > 0 {
            lines.extend(receiver.recv_timeout(Duration::from_secs(60)));
        }
        // A window that is not optimised takes longer for the same.
        let most = if cfg!(debug_assertions) { 1_500_000 } else { 600_000 };
        std::thread::sleep(Duration::from_micros(random.below(most) as u64));
        child.kill().expect("it lives until it is killed");
        child.wait().expect("it is gone");
        reader.join().expect("the pipe ends with the process");
        lines.extend(receiver.try_iter());
        Log::read(&lines)
    }

    /// Looks at everything on disk after a kill. Says what is lost or wrong.
    fn look(&mut self, log: &Log) -> Result<(), String> {
        self.everything_opens()?;
        let on_disk = Fingerprint::of(&fs::read(self.file()).map_err(|e| e.to_string())?);
        self.files.extend(log.saves.iter().map(|(_, fp)| *fp));
        if !self.files.contains(&on_disk) {
            return Err("the file holds what nobody saved".to_owned());
        }
        let mut found = recovery::scan(&State::at(&self.state()));
        if !found.remarks.is_empty() || found.recovered.len() > 1 {
            return Err(format!("{} offers; {:?}", found.recovered.len(), found.remarks));
        }
        if log.ready {
            self.states = log.last.clone();
        }
        let held = [on_disk, self.opened()?];
        let Some(one) = found.recovered.pop() else {
            self.offered = None;
            return if held.iter().any(|fp| self.states.contains(fp)) {
                Ok(())
            } else {
                Err("what was done is neither offered nor in the file".to_owned())
            };
        };
        if one.lost > 0 {
            return Err(format!("{} lines of the journal are damaged", one.lost));
        }
        let state = written(&one.project);
        if !self.states.contains(&state) {
            return Err("what is offered is not what was done last".to_owned());
        }
        if one.on_disk() != OnDisk::Same {
            return Err("the file that this program wrote itself is taken for somebody else's".to_owned());
        }
        // What is offered is counted from when the project was what the file holds.
        if log.ready && Some(&state) == log.last.first() {
            let was_held = log.saves.iter().chain(&log.were).filter(|(_, fp)| held.contains(fp));
            let mut since: Vec<usize> = was_held.map(|(entries, _)| log.entries - entries).collect();
            if !log.saves.iter().any(|(_, fp)| held.contains(fp)) {
                since.push(self.offered.unwrap_or(0) + log.entries);
            }
            // The one that was being done may lead to the same state again.
            if !since.iter().any(|n| one.edits == *n || one.edits == n + 1) {
                return Err(format!("{} changes are offered, and {since:?} were made", one.edits));
            }
            if let Some(done) = log.done.filter(|done| *done != one.done && log.last.len() == 1) {
                return Err(format!("{} steps are done again of {done}", one.done));
            }
        }
        self.offered = Some(one.edits);
        Ok(())
    }

    /// What the file would hold as it is opened: a new layer without anything in it is in the project, not in the file.
    fn opened(&self) -> Result<Fingerprint, String> {
        let mut opened = storage::open(&self.file()).map_err(|e| e.to_string())?.project;
        let id = AnalystId::from_name("Ada");
        if opened.analyst(&id).is_none() {
            let ada = Analyst {
                id,
                name: "Ada".to_owned(),
                finished: false,
            };
            opened.analysts.push_back(ada.into());
        }
        Ok(written(&opened))
    }

    /// Whether everything that has its name on disk is whole.
    fn everything_opens(&self) -> Result<(), String> {
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).map_err(|e| e.to_string())?.flatten() {
                let path = entry.path();
                let name = entry.file_name().to_string_lossy().into_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if name.starts_with('.') || name.ends_with(".journal") {
                    // A draft that never got its name; what a journal holds is looked at below.
                } else if ["recent.ron", "preferences.ron", "places.ron"].contains(&&*name) {
                    let text = fs::read_to_string(&path).map_err(|e| e.to_string())?;
                    text.parse::<ron::Value>().map_err(|e| format!("{name}: {e}"))?;
                } else {
                    let opened = storage::open(&path).map_err(|e| e.to_string())?;
                    if !opened.problems.is_empty() {
                        return Err(format!("{name}: {:?}", opened.problems));
                    }
                }
            }
        }
        Ok(())
    }
}

/// The trial.
pub(crate) fn killed_while_editing() {
    let (kills, mut random) = (times(3, 20, 200), Random(5));
    let (mut failures, mut done, mut saved) = (Vec::new(), 0, 0);
    let mut desk = Desk::new();
    for n in 0..kills {
        if n % CHAIN == 0 {
            desk = Desk::new();
        }
        let log = desk.kill_one(&mut random);
        done += log.entries;
        saved += log.saves.len();
        if let Err(failure) = desk.look(&log) {
            let kept = desk.folder.keep();
            failures.push(format!("kill {n}: {failure}; see {}", kept.display()));
            desk = Desk::new();
        }
    }
    let remark = format!("{done} edits, {saved} saves");
    count("kill -9 in an editing run", kills, &failures, remark);
}
