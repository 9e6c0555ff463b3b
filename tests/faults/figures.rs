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

/// How often: `few` times in passing, more if a `share` is asked for, `all` if everything is.
pub(crate) fn times(few: usize, share: usize, all: usize) -> usize {
    match asked().as_str() {
        "" => few,
        "share" => share,
        "full" => all,
        other => panic!("STANDPOINT_FAULTS is {other:?}, and may be \"share\" or \"full\""),
    }
}

fn asked() -> String {
    std::env::var("STANDPOINT_FAULTS").unwrap_or_default()
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
    if asked() != "full" {
        println!("These were few; all: STANDPOINT_FAULTS=full cargo test --release --test faults");
    }
}
