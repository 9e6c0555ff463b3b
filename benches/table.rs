//! The benchmarks: one command measures whatever the design promises of time and memory, and prints it beside its
//! budget.
//!
//! `cargo bench` measures everything, `cargo bench -- reader matrix` parts of it, and `cargo bench -- --write` keeps
//! the table in `docs/benchmarks.md` with the commit that it was measured at. `cargo bench -- --quick` does everything
//! with small projects, to see whether it works; its times mean nothing, its instruction counts are the full ones.
//! Times are the CPU's for the thread that works, so that other programs disturb them little; painting is not in them.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod counts;
mod edits;
mod find;
mod matrix;
mod process;
mod project;
mod reader;
mod storage;
mod support;
mod window;

use std::process::ExitCode;

use standpoint::app::keep_what_is_freed;
use support::Table;

/// Measures one part and adds its rows.
type Measure = fn(&mut Table);

/// The parts, in the order of the table.
const PARTS: &[(&str, Measure)] = &[
    ("process", process::measure),
    ("reader", reader::measure),
    ("matrix", matrix::measure),
    ("edits", edits::measure),
    ("find", find::measure),
    ("storage", storage::measure),
    ("counts", counts::measure),
];

/// Where the table is kept.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/benchmarks.md");

fn main() -> ExitCode {
    // Cargo adds `--bench` of its own accord.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let has = |flag: &str| words.iter().any(|word| word == flag);
    let (write, quick) = (has("--write"), has("--quick"));
    let flags = ["--write", "--quick"];
    let mut names: Vec<&str> = words.iter().map(String::as_str).collect();
    names.retain(|word| !flags.contains(word));
    if let ["--count", what] = names[..] {
        return counts::run(what);
    }
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|(part, _)| part != *name)) {
        let parts: Vec<&str> = PARTS.iter().map(|(part, _)| *part).collect();
        println!("There is no part {unknown}; there are {}.", parts.join(", "));
        return ExitCode::FAILURE;
    }
    if names.is_empty() {
        names = PARTS.iter().map(|(name, _)| *name).collect();
    }
    if quick {
        project::be_quick();
        println!("Quickly, with small projects: whether it works. The times mean nothing.\n");
    }
    keep_what_is_freed();
    let mut table = Table::default();
    for (name, measure) in PARTS {
        if names.contains(name) {
            measure(&mut table);
        }
    }
    println!("\n{}", verdict(&table));
    if !table.failed.is_empty() {
        println!("Failed: {}.", table.failed.join("; "));
        return ExitCode::FAILURE;
    }
    if write && quick {
        println!("Nothing is kept of a quick run.");
        return ExitCode::FAILURE;
    }
    if write {
        std::fs::write(KEPT, kept(&table)).expect("the table is written");
    }
    ExitCode::SUCCESS
}

fn verdict(table: &Table) -> String {
    match table.missed.len() {
        0 => "Everything is within its budget.".to_owned(),
        n => format!("{n} over budget: {}.", table.missed.join("; ")),
    }
}

/// The page that is kept in the repository.
fn kept(table: &Table) -> String {
    format!(
        "# Benchmarks\n\nMeasured by `cargo bench -- --write` at commit {} on {}.\n\
         Times are CPU time of the thread that works; of a frame, that is layout and tessellation, not painting.\n{}\n\n{}\n",
        commit(),
        machine(),
        verdict(table),
        table.text.trim_end()
    )
}

/// The commit checked out, and whether anything but this page differs from it.
fn commit() -> String {
    let git = |arguments: &[&str]| {
        let output = std::process::Command::new("git").args(arguments).output().ok()?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short", "HEAD"]).filter(|commit| !commit.is_empty()) else {
        return "unknown".to_owned();
    };
    let changed = git(&["status", "--porcelain", "--", ".", ":!docs/benchmarks.md"]);
    match changed {
        Some(changed) if changed.is_empty() => commit,
        _ => format!("{commit} with changes"),
    }
}

/// "2 × AMD EPYC 7763", as far as the system tells.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("an unknown processor", |(_, model)| model);
    format!("{cores} × {model}")
}
