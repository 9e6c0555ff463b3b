//! Opening, saving and merging a large project. All of it is done off the UI thread.

use standpoint::{
    model::{Edit, Moment, Stance, merge::merge},
    session::Session,
    storage::{self, Expected, SaveOptions, State},
};

use crate::{
    project::{LARGE, key, reader},
    support::{Budget, Samples, Table},
};

const TIMES: usize = 5;

/// Measures what is done to files.
pub(crate) fn measure(table: &mut Table) {
    table.times("Files: 10 MB, 100,000 passages, 100 × 100 cells");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("large.ron");
    let mut project = LARGE.project();
    let state = State::at(&folder.path().join("state"));
    let options = SaveOptions {
        versions: Some((&state, Moment(0))),
        ..SaveOptions::default()
    };
    let mut times = Samples::default();
    let mut expected = Expected::Nothing;
    for n in 0..TIMES {
        let edit = Edit::SetStance(key(LARGE.side, n, 0), Some(Stance::Ambivalent));
        project = project.applied(&edit).expect("it can be done");
        let saved = times
            .time(|| storage::save_with(&file, &project, expected, &options))
            .expect("it is saved");
        expected = Expected::Content(saved.fingerprint);
    }
    table.report("save", &times, Budget::median(100.0));

    let (mut reading, mut indexing, mut all) = <(Samples, Samples, Samples)>::default();
    for _ in 0..TIMES {
        all.time(|| {
            let opened = reading.time(|| storage::open(&file)).expect("it opens");
            indexing.time(|| Session::new(opened.project, reader(0)))
        });
    }
    table.report("open", &all, Budget::median(300.0));
    table.report("  of which reading and checking the anchors", &reading, Budget::NONE);
    table.report("  of which making the index", &indexing, Budget::NONE);

    let base = storage::open(&file).expect("it opens").project;
    let side = |analyst: usize, from: usize| {
        (from..from + 200).fold(base.clone(), |project, n| {
            let edit = Edit::SetStance(key(LARGE.side, n * 31, analyst), Some(Stance::ALL[n % 7]));
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
