//! Finding in everything, the mentions on a screenful, the candidates of a cell.

use std::sync::Arc;

use standpoint::{
    analysis::{
        candidates::{Search, sort},
        find::{Finder, Query},
        mentions::Names,
    },
    model::{Actor, ActorId, Cell, Issue, IssueId, Project},
};

use crate::{
    project::{large, reader},
    support::{Budget, Samples, Table},
};

const TIMES: usize = 15;

/// The large project, with an actor and an issue more that its text speaks of.
fn named() -> (Project, Cell) {
    let mut project = large().project();
    let cell = Cell {
        actor: ActorId::from_name("The PRC"),
        issue: IssueId::from_name("Enlargement of NATO"),
    };
    let mut actor = Actor::new(cell.actor.clone(), "The PRC");
    actor.aliases = ["China", "Beijing", "Chinese"].map(str::to_owned).into();
    project.actors.push_back(Arc::new(actor));
    let mut issue = Issue::new(cell.issue.clone(), "Enlargement of NATO");
    issue.keywords = ["NATO", "enlargement"].map(str::to_owned).into();
    project.issues.push_back(Arc::new(issue));
    (project, cell)
}

fn words(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        ..Query::default()
    }
}

/// Measures what is looked for through all the text.
pub(crate) fn measure(table: &mut Table) {
    let (project, cell) = named();
    find(table, &project);
    mentions(table, &project);
    candidates(table, &project, &cell);
}

fn find(table: &mut Table, project: &Project) {
    table.times("Finding everything in 10 MB, off the UI thread");
    let all = Budget::median(25.0);
    let mut queries: Vec<(Query, Budget)> = ["a de facto rebuilding", "nato's enlargement", "china", "not there"]
        .map(|text| (words(text), all))
        .into();
    let whole = Query {
        words: true,
        ..words("china")
    };
    let accents = Query {
        accents: true,
        ..words("états")
    };
    queries.extend([(whole, all), (accents, all)]);
    // These are shown as they come.
    queries.push((words("e"), Budget::NONE));
    for text in ["(beijing|china)('s)? oppos\\w+", "\\bnato\\b"] {
        let regex = Query {
            regex: true,
            ..words(text)
        };
        queries.push((regex, Budget::NONE));
    }
    for (query, budget) in queries {
        let finder = Finder::new(&query).expect("a sound query").expect("it has words");
        let (mut samples, mut count) = (Samples::default(), 0);
        for _ in 0..TIMES {
            samples.time(|| {
                let folded = finder.folded(&project.documents[0].body);
                count = finder.hits(&folded).collect::<Vec<_>>().len();
            });
        }
        let how = match (query.words, query.accents, query.regex) {
            (true, ..) => ", whole words",
            (_, true, _) => ", accents told apart",
            (.., true) => ", as an expression",
            _ => "",
        };
        table.report(&format!("“{}”{how}: {count} hits", query.text), &samples, budget);
    }
}

fn mentions(table: &mut Table, project: &Project) {
    table.times("Mentions of 100 actors and 100 issues");
    let (mut making, mut screenful) = (Samples::default(), Samples::default());
    for _ in 0..TIMES {
        making.time(|| Names::of(project));
    }
    table.report("make the names ready, after an actor's edit", &making, Budget::EDIT);
    let names = Names::of(project);
    let blocks = project.documents[0].body.blocks();
    let mut count = 0;
    for first in (0..blocks.len()).step_by(40) {
        let shown = &blocks[first..(first + 8).min(blocks.len())];
        count += screenful.time(|| shown.iter().map(|b| names.in_text(&b.text).len()).sum::<usize>());
    }
    assert!(count > 0, "the text speaks of China");
    table.report("a screenful of eight paragraphs", &screenful, Budget::STILL);
}

fn candidates(table: &mut Table, project: &Project, cell: &Cell) {
    table.times("Candidates of a cell in 10 MB");
    let (mut looking, mut found) = (Samples::default(), Vec::new());
    for _ in 0..3 {
        found = looking.time(|| Search::new(project, cell).expect("a cell").run().collect::<Vec<_>>());
    }
    let what = format!("look for them, off the UI thread: {}", found.len());
    table.report(&what, &looking, Budget::NONE);
    let (mut asking, mut sorting) = (Samples::default(), Samples::default());
    for _ in 0..TIMES {
        asking.time(|| Search::new(project, cell));
        sorting.time(|| sort(project, cell, &found, &reader(0), |_| true));
    }
    table.report("see whether to look again, after an edit", &asking, Budget::EDIT);
    table.report("sort out what is cited, after an edit", &sorting, Budget::EDIT);
}
