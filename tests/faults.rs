//! Faults, each tried for real: the window is killed, disks fill up, files vanish, two processes save at once, files
//! come in spoiled. In the end a table says how often each was tried, what was survived and what was lost.
//!
//! `STANDPOINT_FAULTS=full cargo test --release --test faults` tries each as often as is promised; with `share` as often
//! as before every change, and without the variable a few times in passing. `-- NAME` after it tries one. Whatever is done to a process is done to another one: this program,
//! started again with [`child::ROLE`] set.
//! Not here: faults that are injected between two steps of a save (`src/storage`).

#[path = "faults/child.rs"]
mod child;
#[path = "faults/edits.rs"]
mod edits;
#[path = "faults/figures.rs"]
mod figures;
#[path = "faults/hinder.rs"]
mod hinder;
#[path = "faults/hostile.rs"]
mod hostile;
#[path = "faults/kill.rs"]
mod kill;
#[path = "faults/random.rs"]
mod random;
#[path = "faults/spoil.rs"]
mod spoil;
#[path = "faults/synced.rs"]
mod synced;
#[path = "faults/together.rs"]
mod together;
#[path = "faults/window.rs"]
mod window;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    if let Some(code) = child::act() {
        return code;
    }
    let trial = |name: &str, run: fn()| {
        Trial::test(name, move || {
            run();
            Ok(())
        })
    };
    let trials = vec![
        trial("killed_while_editing", kill::killed_while_editing),
        trial("two_processes_save_at_once", together::two_processes_save_at_once),
        trial("the_disk_is_against_it", hinder::the_disk_is_against_it),
        trial("journal_reaches_the_disk", synced::journal_reaches_the_disk),
        trial("spoiled_saves", hostile::spoiled_saves),
        trial("spoiled_journals", hostile::spoiled_journals),
        trial("spoiled_articles", hostile::spoiled_articles),
        trial("spoiled_projects_merged", hostile::spoiled_projects_merged),
    ];
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    figures::print();
    conclusion.exit_code()
}
