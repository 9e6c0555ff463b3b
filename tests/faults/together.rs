//! Two processes save one file at once, round after round. Each merges what it finds, as the window does when the file
//! changed on disk; no position of either may be lost, and whoever reads the file meanwhile finds it whole.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use standpoint::{
    model::{AnalystId, Edit, PositionKey, Project, Stance},
    storage,
    ui::{Action, Command},
};

use crate::{
    child::{repository, start, tell, text, told},
    figures::{count, times},
    window::Window,
};

/// One of the two: for each line that it is sent, sets a stance and saves until that is in the file; then says so.
pub(crate) fn share(arguments: &[String]) {
    let [file, state, user] = arguments else {
        panic!("file, state and user")
    };
    let mut window = Window::open(Path::new(file), Path::new(state), user);
    let me = AnalystId::from_name(user);
    tell("ready");
    while let Some(round) = told() {
        let round = round.parse().expect("a number");
        let (key, stance) = set_in(window.project(), &me, round);
        window.send(Command::Edit(Edit::SetStance(key, Some(stance))));
        let mut merges = 0;
        window.send(Command::Act(Action::Save));
        loop {
            let done = |w: &Window| w.app().session().is_saved() || w.shows("Nothing was overwritten");
            window.until("saved, or told that the file changed", done);
            if window.app().session().is_saved() {
                break;
            }
            merges += 1;
            window.send(Command::CloseDialog);
            window.send(Command::MergeOwnFile);
            window.until("merged", |w| {
                w.app().said().is_some_and(|s| s.contains("by somebody else"))
            });
            window.send(Command::Act(Action::Save));
        }
        tell(&format!("saved {merges}"));
    }
}

/// What is set in a round: another cell each time, and another stance when its turn comes again.
fn set_in(project: &Project, me: &AnalystId, round: usize) -> (PositionKey, Stance) {
    let (actors, issues) = (project.actors.len(), project.issues.len());
    let key = PositionKey {
        analyst: me.clone(),
        actor: project.actors[round % actors].id.clone(),
        issue: project.issues[round / actors % issues].id.clone(),
        period: None,
    };
    (key, Stance::ALL[round / (actors * issues) % Stance::ALL.len()])
}

struct Side {
    child: Child,
    out: BufReader<ChildStdout>,
    me: AnalystId,
}

impl Side {
    fn start(user: &str, folder: &Path, file: &Path) -> Self {
        let state = folder.join(user);
        let mut child = start("share", &[text(file), text(&state), user]);
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        Self {
            child,
            out,
            me: AnalystId::from_name(user),
        }
    }

    fn send(&mut self, round: usize) {
        let input = self.child.stdin.as_mut().expect("a pipe");
        writeln!(input, "{round}").expect("it listens");
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }
}

/// The trial.
pub(crate) fn two_processes_save_at_once() {
    let rounds = times(10, 200, 1000);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("shared.ron");
    fs::copy(repository("saves/china-russia-joint-statement.ron"), &file).expect("a copy");
    let before = storage::open(&file).expect("opens").project;
    let mut sides = ["Ada", "Bela"].map(|user| Side::start(user, folder.path(), &file));
    for side in &mut sides {
        assert_eq!(side.line(), "ready");
    }
    let (over, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (mut failures, mut merges) = (Vec::new(), 0);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut torn = Vec::new();
            while !over.load(Ordering::Relaxed) {
                reads.fetch_add(1, Ordering::Relaxed);
                if let Err(error) = storage::open(&file) {
                    torn.push(format!("torn: {error}"));
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            torn
        });
        for round in 0..rounds {
            sides.iter_mut().for_each(|side| side.send(round));
            for side in &mut sides {
                let line = side.line();
                merges += line.strip_prefix("saved ").map_or(0, |n| n.parse().expect("a number"));
            }
            let now = storage::open(&file).expect("opens").project;
            for side in &sides {
                // All rounds so far, in the order in which the later ones replace the earlier.
                let lost = (0..=round)
                    .rev()
                    .take(before.actors.len() * before.issues.len())
                    .any(|n| {
                        let (key, stance) = set_in(&before, &side.me, n);
                        now.position(&key).and_then(|p| p.stance) != Some(stance)
                    });
                if lost {
                    failures.push(format!("round {round}: a position of {} is lost", side.me));
                }
            }
        }
        over.store(true, Ordering::Relaxed);
        failures.extend(reader.join().expect("no panic"));
    });
    for mut side in sides {
        drop(side.child.stdin.take());
        assert!(side.child.wait().expect("it ends").success());
    }
    let after = storage::open(&file).expect("opens").project;
    for (key, position) in &before.positions {
        if after.position(key) != Some(position) {
            failures.push(format!("{key:?} of before is lost"));
        }
    }
    let reads = reads.into_inner();
    let remark = format!("{merges} merges, read {reads} times meanwhile");
    count("two processes save one file at once", rounds, &failures, remark);
}
