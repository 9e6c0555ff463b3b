//! What is counted: how often a fault was tried, how often it was survived, and how many things were lost.

use std::sync::Mutex;

struct Row {
    fault: &'static str,
    tried: usize,
    survived: usize,
    lost: usize,
    remark: String,
}

static ROWS: Mutex<Vec<Row>> = Mutex::new(Vec::new());

/// Whether everything is to be tried, or a share.
pub(crate) fn full() -> bool {
    std::env::var_os("STANDPOINT_FAULTS").is_some_and(|value| value == "full")
}

/// How often: `all` if everything is to be tried, else `some`.
pub(crate) fn times(some: usize, all: usize) -> usize {
    if full() { all } else { some }
}

/// Counts, and fails if anything was lost or not survived.
pub(crate) fn count(fault: &'static str, tried: usize, failures: &[String], remark: String) {
    let row = Row {
        fault,
        tried,
        survived: tried.saturating_sub(failures.len()),
        lost: failures.len(),
        remark,
    };
    ROWS.lock().expect("no panic while counting").push(row);
    assert!(failures.is_empty(), "{fault}: {}", failures.join("\n"));
}

/// Prints the table.
#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
pub(crate) fn print() {
    let rows = ROWS.lock().expect("no panic while counting");
    if rows.is_empty() {
        return;
    }
    println!("{:<52} {:>9} {:>9} {:>6}", "fault", "tried", "survived", "lost");
    for row in &*rows {
        println!(
            "{:<52} {:>9} {:>9} {:>6}  {}",
            row.fault, row.tried, row.survived, row.lost, row.remark
        );
    }
    if !full() {
        println!("This was a share; all: STANDPOINT_FAULTS=full cargo test --release --test faults");
    }
}
