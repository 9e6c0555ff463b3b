//! Opening, saving and merging a large project. All of it is done off the UI thread.

use std::path::Path;

use standpoint::{
    model::{Edit, Moment, Stance, merge::merge},
    session::Session,
    storage::{self, Expected, SaveOptions, State},
};

use crate::{
    project::{Size, file, key, large, reader},
    support::{Budget, Samples, Table},
};

const TIMES: usize = 5;

/// Measures what is done to files.
pub(crate) fn measure(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    table.times("A file of 10 MB: 6 MB of text, 12,000 passages, off the UI thread");
    let (save, open) = (Budget::median(100.0), Budget::median(300.0));
    files(table, file(), &folder.path().join("file.ron"), save, open);

    table.times("The large project, whose file is four times as long, off the UI thread");
    let file = folder.path().join("large.ron");
    files(table, large(), &file, Budget::NONE, Budget::NONE);
    let base = storage::open(&file).expect("it opens").project;
    let across = large().side;
    let side = |analyst: usize, from: usize| {
        (from..from + 200).fold(base.clone(), |project, n| {
            let cell = n * 31 % (across * across);
            let edit = Edit::SetStance(key(across, cell, analyst), Some(Stance::ALL[n % 7]));
            project.applied(&edit).expect("it can be done")
        })
    };
    let (mine, theirs) = (side(0, 0), side(0, 100));
    let mut times = Samples::default();
    for _ in 0..TIMES {
        times.time(|| merge(Some(&base), &mine, &theirs));
    }
    table.report("merge, 200 changes on either side", &times, Budget::NONE);
}

/// Saves a project, every time another one, and opens it.
fn files(table: &mut Table, size: Size, file: &Path, save: Budget, open: Budget) {
    let mut project = size.project();
    let state = State::at(&file.with_extension("state"));
    let options = SaveOptions {
        versions: Some((&state, Moment(0))),
        ..SaveOptions::default()
    };
    let mut times = Samples::default();
    let mut expected = Expected::Nothing;
    for n in 0..TIMES {
        let edit = Edit::SetStance(key(size.side, n, 0), Some(Stance::Ambivalent));
        project = project.applied(&edit).expect("it can be done");
        let saved = times.time(|| storage::save_with(file, &project, expected, &options));
        expected = Expected::Content(saved.expect("it is saved").fingerprint);
    }
    let length = std::fs::metadata(file).map_or(0, |m| m.len()) as f64 / 1e6;
    table.report(&format!("save, {length:.1} MB"), &times, save);

    let (mut reading, mut indexing, mut all) = <(Samples, Samples, Samples)>::default();
    for _ in 0..TIMES {
        all.time(|| {
            let opened = reading.time(|| storage::open(file)).expect("it opens");
            indexing.time(|| Session::new(opened.project, reader(0)))
        });
    }
    table.report("open", &all, open);
    table.report("  of which reading and checking the anchors", &reading, Budget::NONE);
    table.report("  of which making the index", &indexing, Budget::NONE);
}
