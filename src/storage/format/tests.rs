//! The format as a whole: the golden file, the way there and back, and bad files.

use proptest::prelude::*;

use super::*;
use crate::{
    model::{Edit, Project, Stance},
    storage::sample::{GOLDEN, golden, project},
};

fn opened(text: &str) -> Read {
    read(text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}\n{text}"))
}

/// What reading a text says, line by line.
fn said(text: &str) -> String {
    let problems = match read(text.as_bytes()) {
        Ok(read) => read.problems,
        Err(Refusal::Faulty(problems)) => problems,
        Err(other) => return other.to_string(),
    };
    let lines: Vec<String> = problems
        .iter()
        .map(|p| {
            let mark = if p.severity == Severity::Fatal { "! " } else { "" };
            format!("{mark}{p}")
        })
        .collect();
    lines.join("\n")
}

#[test]
fn the_golden_file_opens_and_is_written_the_same() {
    let read = opened(GOLDEN);
    assert_eq!(read.problems, []);
    assert_eq!(write(&read.project), GOLDEN);
    assert_eq!(read.project.positions.len(), 8);
    assert_eq!(read.project.passages.len(), 4);
}

#[test]
fn an_empty_project_is_a_short_file() {
    let text = write(&Project::default());
    assert_eq!(text, "(\n  format: 1,\n)\n");
    assert_eq!(opened(&text).project, Project::default());
}

#[test]
fn one_changed_stance_changes_one_line() {
    let project = golden();
    for key in project.positions.keys() {
        for stance in Stance::ALL.map(Some).into_iter().chain([None]) {
            let changed = project.applied(&Edit::SetStance(key.clone(), stance)).expect("applies");
            let (before, after) = (write(&project), write(&changed));
            let diff = similar::TextDiff::from_lines(&before, &after);
            let lines = diff
                .iter_all_changes()
                .filter(|c| c.tag() != similar::ChangeTag::Equal)
                .count();
            assert!(lines <= 2, "{lines} lines (old and new) differ:\n{after}");
        }
    }
}

#[test]
fn byte_order_marks_and_other_line_ends_are_read() {
    let windows = format!("\u{feff}{}", GOLDEN.replace('\n', "\r\n"));
    let read = opened(&windows);
    assert_eq!(read.problems, []);
    assert_eq!(read.project, golden());
}

#[test]
fn order_space_comments_and_spelled_out_options_are_free() {
    let text = r##"// mine
( format: 1 , issues: [ (name: r#"A "b" c"#, id: "a-b-c"), ], /* , ] */ title: "x\
    y", actors: [(id: "x", name: "X", colour: Some("#000000"), group: "")] ,
  analysts: [(id:"me",name:"Me")], positions: [(issue: "a-b-c", actor: "x", analyst: "me", stance: Some(Opposes), period: None)]
) // end"##;
    let read = opened(text);
    assert_eq!(read.problems, []);
    let canonical = write(&read.project);
    assert_eq!(
        canonical,
        "(\n  format: 1,\n  title: \"xy\",\n  actors: [\n    (id: \"x\", name: \"X\", colour: \"#000000\"),\n  ],\n  \
         issues: [\n    (id: \"a-b-c\", name: \"A \\\"b\\\" c\"),\n  ],\n  analysts: [\n    (id: \"me\", name: \"Me\"),\n  \
         ],\n  positions: [\n    (analyst: \"me\", actor: \"x\", issue: \"a-b-c\", stance: Opposes),\n  ],\n)\n"
    );
    assert_eq!(opened(&canonical).project, read.project);
}

#[test]
fn a_newer_format_is_not_touched() {
    let text = "(format: 2, matrices: {1: <what?>";
    assert_eq!(
        said(text),
        "made by a newer version of Standpoint (format 2); nothing was changed; update to open it"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// What was written is read back equal, and written again is the same text.
    #[test]
    fn nothing_is_lost_on_the_way(project in project()) {
        let text = write(&project);
        let read = opened(&text);
        prop_assert_eq!(&read.project, &project, "{}", text);
        prop_assert_eq!(read.problems.len(), read.unsure.len() + read.moved.len(), "{}", text);
        prop_assert_eq!(write(&read.project), text);
    }
}
