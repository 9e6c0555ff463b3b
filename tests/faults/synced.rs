//! How soon the journal is on the disk, not only with the system: seen by `strace` from outside, which tells every
//! write and every sync of every thread. The window's thread may only write.
//!
//! The figures are the machine's too, so they are told and not judged. Without `strace` nothing is tried.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::{Command, Stdio},
};

use crate::{
    child::{ROLE, repository, text},
    figures::{count, times},
};

/// The trial.
pub(crate) fn journal_reaches_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::copy(repository("saves/china-russia-joint-statement.ron"), at("reading.ron")).expect("a copy");
    let seconds = times(4, 10, 30).to_string();
    let traced = Command::new("strace")
        .args([
            "-f",
            "-y",
            "-ttt",
            "-T",
            "-e",
            "trace=write,fdatasync,fsync",
            "-o",
            text(&at("trace")),
        ])
        .args(["timeout", "-s", "KILL", &seconds])
        .arg(std::env::current_exe().expect("this program has a path"))
        .args([text(&at("reading.ron")), text(&at("state")), "7", "no"])
        .env(ROLE, "edit")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if traced.is_err() {
        return count(
            "journal lines brought to the disk",
            0,
            &[],
            "strace is not installed".to_owned(),
        );
    }
    let trace = fs::read_to_string(at("trace")).unwrap_or_default();
    let mut seen = Seen::default();
    for line in trace.lines() {
        seen.take(line).unwrap_or_default();
    }
    let mut failures = Vec::new();
    if !seen.writers.is_disjoint(&seen.syncers) {
        failures.push("a thread both writes and syncs: the window waits for the disk".to_owned());
    }
    seen.delays.sort_by(f64::total_cmp);
    let part = |n: usize| {
        seen.delays
            .get((seen.delays.len() * n / 100).min(seen.delays.len().saturating_sub(1)))
    };
    let told = |n: usize| part(n).map_or(0.0, |seconds| seconds * 1000.0);
    let remark = format!(
        "median {:.0} ms, 99 of 100 within {:.0} ms, all within {:.0} ms",
        told(50),
        told(99),
        told(100)
    );
    count(
        "journal lines brought to the disk",
        seen.delays.len(),
        &failures,
        remark,
    );
}

/// What the trace shows of journals.
#[derive(Default)]
struct Seen {
    writers: BTreeSet<String>,
    syncers: BTreeSet<String>,
    /// When each journal was written and not yet synced, and the syncs under way by thread.
    unsynced: BTreeMap<String, Vec<f64>>,
    under_way: BTreeMap<String, (String, f64)>,
    /// From a write to the end of the sync after it, in seconds.
    delays: Vec<f64>,
}

impl Seen {
    /// Takes a line: `PID SECONDS CALL(NUMBER<PATH>…) = RESULT <SECONDS>`.
    fn take(&mut self, line: &str) -> Option<()> {
        let (thread, rest) = line.split_once(' ')?;
        let (at, call) = rest.trim_start().split_once(' ')?;
        let at: f64 = at.parse().ok()?;
        if call.starts_with("<... ") {
            let (path, begun) = self.under_way.remove(thread)?;
            self.synced(&path, begun, at);
            return Some(());
        }
        let (name, rest) = call.split_once('(')?;
        let path = rest.split_once('<')?.1.split_once('>')?.0;
        if !path.ends_with(".journal") {
            return None;
        }
        if name == "write" {
            self.writers.insert(thread.to_owned());
            self.unsynced.entry(path.to_owned()).or_default().push(at);
            return Some(());
        }
        self.syncers.insert(thread.to_owned());
        if call.contains("<unfinished") {
            self.under_way.insert(thread.to_owned(), (path.to_owned(), at));
        } else {
            let took: f64 = call.rsplit_once('<')?.1.trim_end_matches('>').parse().ok()?;
            self.synced(path, at, at + took);
        }
        Some(())
    }

    fn synced(&mut self, path: &str, begun: f64, ended: f64) {
        let Some(written) = self.unsynced.get_mut(path) else {
            return;
        };
        let (before, after): (Vec<f64>, Vec<f64>) = written.iter().partition(|at| **at <= begun);
        *written = after;
        self.delays.extend(before.iter().map(|at| ended - at));
    }
}
