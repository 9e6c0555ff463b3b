//! The two bundled readings hold what they promise: every quotation verbatim, no judgment without evidence.

use std::collections::BTreeSet;

use standpoint::{
    model::{Position, PositionKey, Project, Role},
    storage::format,
};

const ARTICLE: &str = include_str!("../../assets/choice-china-russia-joint-statement.txt");
const FIRST: &str = include_str!("../../saves/china-russia-joint-statement.ron");
const SECOND: &str = include_str!("../../saves/china-russia-second-reader.ron");

fn project(text: &str) -> Project {
    let read = match format::read(text.as_bytes()) {
        Ok(read) => read,
        Err(refusal) => panic!("{refusal}"),
    };
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert!(read.moved.is_empty() && read.unsure.is_empty(), "every anchor is exact");
    read.project
}

fn both() -> [Project; 2] {
    [project(FIRST), project(SECOND)]
}

#[test]
fn formatting_them_changes_nothing() {
    for text in [FIRST, SECOND] {
        let written = format::write(&project(text));
        if let Some((n, (a, b))) = text.lines().zip(written.lines()).enumerate().find(|(_, (a, b))| a != b) {
            panic!("line {} is\n{a}\nand would be\n{b}", n + 1);
        }
        assert_eq!(text, written);
    }
}

#[test]
fn their_document_is_the_bundled_article() {
    let lines: Vec<&str> = ARTICLE.lines().filter(|line| !line.is_empty()).collect();
    for project in both() {
        assert_eq!(project.documents.len(), 1);
        assert_eq!(project.documents[0].body.text(), lines.join("\n"));
    }
}

#[test]
fn every_quotation_is_verbatim() {
    for project in both() {
        let text: Vec<char> = project.documents[0].body.text().chars().collect();
        for passage in project.passages.values() {
            let words: String = text[passage.anchor.start as usize..passage.anchor.end as usize]
                .iter()
                .collect();
            assert_eq!(words, passage.anchor.quotation);
        }
    }
}

#[test]
fn every_position_has_evidence_and_is_whole() {
    for project in both() {
        assert!(project.positions.len() >= 45);
        for (key, position) in &project.positions {
            let what = project.cell_name(&key.cell());
            assert!(position.stance.is_some(), "{what} has no stance");
            assert!(position.confidence.is_some() && position.basis.is_some(), "{what}");
            assert!(position.cited(Role::For).count() > 0, "{what} has no evidence");
            assert!(!position.rationale.trim().is_empty(), "{what} has no rationale");
        }
    }
}

#[test]
fn every_alias_occurs_and_every_issue_has_a_proposition() {
    for project in both() {
        let text = project.documents[0].body.text();
        for actor in &project.actors {
            for alias in &actor.aliases {
                assert!(
                    text.contains(alias.as_str()),
                    "{alias}, of {}, does not occur",
                    actor.name
                );
            }
        }
        for issue in &project.issues {
            assert!(!issue.proposition.is_empty(), "{} has no proposition", issue.name);
        }
    }
}

#[test]
fn notes_are_about_something_that_is_there_and_their_links_lead_somewhere() {
    for (project, least) in both().into_iter().zip([15, 5]) {
        assert!(project.notes.len() >= least);
        for note in project.notes.values() {
            assert!(!note.about.is_empty() && !note.tags.is_empty());
            for target in &note.about {
                assert!(project.has(target), "{target:?} is not there");
            }
            for link in note.text.split("(standpoint:").skip(1) {
                let link = link.split(')').next().unwrap_or_default();
                let parts: Vec<&str> = link.split('/').collect();
                let leads = match parts[..] {
                    ["cell", actor, issue] => {
                        actor.parse().is_ok_and(|id| project.actor(&id).is_some())
                            && issue.parse().is_ok_and(|id| project.issue(&id).is_some())
                    }
                    ["actor", id] => id.parse().is_ok_and(|id| project.actor(&id).is_some()),
                    ["issue", id] => id.parse().is_ok_and(|id| project.issue(&id).is_some()),
                    ["passage", id] => id.parse().is_ok_and(|id| project.passage(id).is_some()),
                    ["note", id] => id.parse().is_ok_and(|id| project.note(id).is_some()),
                    _ => false,
                };
                assert!(leads, "standpoint:{link} leads nowhere");
            }
        }
    }
}

/// Keys without the analyst, so that both readers' can be compared.
fn judged(project: &Project) -> BTreeSet<(String, String, String)> {
    let key = |k: &PositionKey| {
        let period = k.period.as_ref().map_or("", |p| p.as_str());
        (k.actor.to_string(), k.issue.to_string(), period.to_owned())
    };
    project.positions.keys().map(key).collect()
}

fn judgment<'a>(project: &'a Project, key: &(String, String, String)) -> Option<&'a Position> {
    let at = |k: &PositionKey| {
        k.actor.as_str() == key.0 && k.issue.as_str() == key.1 && k.period.as_ref().map_or("", |p| p.as_str()) == key.2
    };
    project.positions.iter().find(|(k, _)| at(k)).map(|(_, p)| &**p)
}

#[test]
fn the_second_reader_differs_on_about_a_quarter() {
    let [first, second] = both();
    let (one, two) = (judged(&first), judged(&second));
    let shared: Vec<_> = one.intersection(&two).collect();
    let stance = |project, key| judgment(project, key).and_then(|p| p.stance);
    let differing = shared
        .iter()
        .filter(|key| stance(&first, key) != stance(&second, key))
        .count();
    let share = differing as f64 / shared.len() as f64;
    assert!((0.18..=0.35).contains(&share), "{differing} of {} differ", shared.len());
    assert!(one.difference(&two).count() > 3 && two.difference(&one).count() > 3);
}
