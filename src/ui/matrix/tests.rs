//! The pane driven by the names of its widgets.

use eframe::egui::{Key, Modifiers, Rect, Vec2, pos2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};

use super::axis::Side;
use crate::{
    model::{Analyst, AnalystId, Confidence, Edit, Moment, PositionKey, Role, Stance},
    ui::{
        command::Pane,
        desk::{self, Desk, carry, drag, harness, picture},
        theme::Tokens,
    },
};

/// The size at which twelve by twelve must be readable: the upper right quarter of a window of 1280 × 800.
const HALF: Vec2 = vec2(640.0, 400.0);

#[test]
fn arrows_travel_and_digits_set_stances() {
    let mut harness = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    harness.key_press(Key::Num1);
    harness.run();
    harness.get_by_label("China, US-led order: strongly opposes, no quotation");
    harness.key_press(Key::ArrowDown);
    harness.key_press(Key::ArrowRight);
    harness.key_press(Key::Num4);
    harness.run();
    let key = harness.state().key("russia", "western-claim-on-democracy");
    assert_eq!(
        harness.state().project().position(&key).and_then(|p| p.stance),
        Some(Stance::Supports)
    );
    harness.key_press(Key::Delete);
    harness.run();
    assert_eq!(harness.state().project().position(&key), None);
}

#[test]
fn control_and_an_arrow_go_to_where_coding_begins_or_ends() {
    let mut harness = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    for keys in [
        Key::Num1,
        Key::ArrowRight,
        Key::Num2,
        Key::ArrowRight,
        Key::ArrowRight,
        Key::Num4,
    ] {
        harness.key_press(keys);
        harness.run();
    }
    let at =
        |harness: &egui_kittest::Harness<'_, Desk>| harness.state().session.selection.cell.clone().expect("a cell");
    let issue = |harness: &egui_kittest::Harness<'_, Desk>, n: usize| harness.state().project().issues[n].id.clone();
    harness.key_press(Key::Home);
    harness.run();
    for (column, key) in [
        (1, Key::ArrowRight),
        (3, Key::ArrowRight),
        (1, Key::ArrowLeft),
        (0, Key::ArrowLeft),
    ] {
        harness.key_press_modifiers(Modifiers::COMMAND, key);
        harness.run();
        assert_eq!(at(&harness).issue, issue(&harness, column));
    }
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    harness.key_press(Key::Num3);
    harness.run();
    assert_eq!(
        harness.state().session.steps().last().expect("a step").label,
        "2 cells → neutral"
    );
}

#[test]
fn the_keys_that_travel_can_be_changed() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Matrix]);
    desk.preferences
        .shortcuts
        .insert("GoRight".to_owned(), "Ctrl+J".to_owned());
    let mut harness = harness(desk, vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    let first = harness.state().session.selection.cell.clone();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert_eq!(harness.state().session.selection.cell, first, "the arrow is free");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::J);
    harness.run();
    assert_ne!(harness.state().session.selection.cell, first);
}

#[test]
fn letters_set_a_stance_and_a_range_is_one_step() {
    let mut harness = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    harness.event(eframe::egui::Event::Text("o".into()));
    harness.run();
    assert_eq!(harness.state().project().positions.len(), 4);
    assert_eq!(harness.state().session.steps().len(), 1);
    assert_eq!(harness.state().session.steps()[0].label, "4 cells → opposes");
}

#[test]
fn actors_and_issues_are_named_in_place() {
    let mut harness = harness(Desk::new(desk::blank(), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("Add an actor").click();
    harness.run();
    harness.get_by_label("New actor").type_text("Belarus");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.get_by_label("New actor").type_text("Moldova");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("Add an issue").click();
    harness.run();
    harness.get_by_label("New issue").type_text("16+1 format");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("Moldova, 16+1 format: not coded");
    let names: Vec<&str> = harness
        .state()
        .project()
        .actors
        .iter()
        .map(|a| a.name.as_str())
        .collect();
    assert_eq!(names, ["Belarus", "Moldova"]);
}

#[test]
fn pictures() {
    for (dark, strong, theme) in [
        (false, false, "light"),
        (true, false, "dark"),
        (false, true, "light-strong"),
        (true, true, "dark-strong"),
    ] {
        let mut desk = Desk::new(desk::coded(false), &[Pane::Matrix]);
        desk.tokens = Tokens::of(dark, strong);
        desk.select("china", "nato-enlargement");
        let mut h = harness(desk, HALF);
        picture(&mut h, &format!("matrix-half-{theme}"));
    }
    let mut desk = Desk::new(desk::coded(true), &[Pane::Matrix, Pane::Cell, Pane::Notes]);
    desk.select("china", "nato-enlargement");
    let mut h = harness(desk, vec2(640.0, 760.0));
    picture(&mut h, "all-light");
    let mut desk = Desk::new(desk::coded(true), &[Pane::Matrix, Pane::Cell, Pane::Notes]);
    desk.tokens = Tokens::of(true, false);
    desk.select("china", "nato-enlargement");
    let mut h = harness(desk, vec2(640.0, 760.0));
    picture(&mut h, "all-dark");
}

/// [`desk::coded`], with the positions of the first layer in others' layers, too: a stance further each.
fn several_readers(others: usize) -> Desk {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Matrix]);
    let mut edits = Vec::new();
    for n in 0..others {
        let reader = Analyst {
            id: AnalystId::from_name(&format!("Reader {n}")),
            name: format!("Reader {n}"),
            finished: false,
        };
        for (at, (key, position)) in desk.project().positions.iter().enumerate() {
            let stance = position.stance.filter(|_| at % 5 != n).map(|stance| {
                let further = Stance::ALL.iter().position(|s| *s == stance).unwrap_or_default() + n * (at % 3);
                Stance::ALL[further % Stance::ALL.len()]
            });
            let theirs = PositionKey {
                analyst: reader.id.clone(),
                ..key.clone()
            };
            edits.push(Edit::SetStance(theirs, stance));
        }
        edits.insert(n, Edit::AddAnalyst(reader));
    }
    desk.session
        .apply(Edit::Batch("Readers".to_owned(), edits), Moment(1))
        .expect("applies");
    desk
}

#[test]
fn twelve_columns_fit_into_half_a_window_with_other_layers_beside() {
    for others in [0, 1, 3] {
        let mut desk = several_readers(others);
        desk.select("china", "nato-enlargement");
        let mut h = harness(desk, HALF);
        let issues: Vec<String> = h.state().project().issues.iter().map(|i| i.name.clone()).collect();
        assert_eq!(issues.len(), 12);
        for name in &issues {
            let rect = rect_of(&h, name);
            assert!(rect.right() <= HALF.x, "{others} other layers: {name} at {rect}");
        }
        picture(&mut h, &format!("matrix-half-{others}-others"));
    }
}

#[test]
fn totals_take_no_room_where_nothing_is_coded() {
    let last = |coded: bool| {
        let project = if coded { desk::coded(false) } else { desk::named(false) };
        let mut desk = Desk::new(project, &[Pane::Matrix]);
        desk.preferences.totals = true;
        let h = harness(desk, HALF);
        h.query_all_by_label_contains("positions: ").next().is_some()
    };
    assert!(last(true));
    assert!(!last(false));
}

#[test]
fn totals_follow_the_cells() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Matrix]);
    desk.preferences.totals = true;
    desk.select("united-states", "us-led-order");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(1100.0, 640.0));
    harness.get_by_label("United States: 1 position: 1 supports; 1 without evidence");
    harness.get_by_label("NATO enlargement: 2 positions: 1 strongly opposes, 1 opposes");
    harness.key_press(Key::Delete);
    harness.run();
    harness.get_by_label("United States: nothing coded");
    picture(&mut harness, "matrix-totals");
}

#[test]
fn names_that_recur_are_taken_one_by_one() {
    let mut harness = harness(Desk::new(desk::blank(), &[Pane::Matrix]), vec2(640.0, 400.0));
    picture(&mut harness, "matrix-empty");
    harness.get_by_label("Take China as an actor").click();
    harness.run();
    harness.get_by_label("Take AUKUS as an issue").click();
    harness.run();
    harness.get_by_label("China, AUKUS: not coded");
    assert!(
        harness.query_by_label("Take China as an actor").is_none(),
        "offered once"
    );
    picture(&mut harness, "matrix-offers");
    harness.get_by_label("Put the proposals away").click();
    harness.run();
    assert!(harness.query_by_label("Take Russia as an actor").is_none());
}

#[test]
fn a_copied_range_is_pasted_as_one_step() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Matrix]);
    desk.select("china", "military-alliances");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(900.0, 500.0));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    harness.run();
    harness.event(eframe::egui::Event::Copy);
    harness.run();
    let copied = "\tMilitary alliances\tNATO enlargement\nChina\tstrongly opposes\topposes";
    assert!(
        harness.state().log.iter().any(|l| l.contains("strongly opposes")),
        "{:?}",
        harness.state().log
    );
    harness.get_by_label("Poland, US-led order: not coded").click();
    harness.run();
    harness.event(eframe::egui::Event::Paste(copied.to_owned()));
    harness.run();
    harness.get_by_label("Poland, US-led order: strongly opposes, high confidence, 1 quotation");
    assert_eq!(harness.state().session.steps().len(), 1);
}

#[test]
fn a_pasted_table_asks_how_it_is_read() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Matrix]);
    desk.select("china", "us-led-order");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(900.0, 600.0));
    let table = "\tAUKUS\tNATO enlargement\nChina\t-1\t-1\nPeru\t1\t0".to_owned();
    harness.event(eframe::egui::Event::Paste(table));
    harness.run();
    harness
        .get_by_label("Add actors and issues that are not there yet")
        .click();
    harness.run();
    picture(&mut harness, "paste-dialog");
    harness.get_by_label("Paste").click();
    harness.run();
    harness.get_by_label("China, AUKUS: opposes, no quotation");
    let desk = harness.state();
    assert_eq!(
        desk.project()
            .position(&desk.key("peru", "aukus"))
            .and_then(|p| p.stance),
        Some(Stance::Supports)
    );
    assert_eq!(desk.session.steps().len(), 1);
}

#[test]
fn a_table_is_pasted_into_an_empty_matrix() {
    let mut desk = Desk::new(desk::blank(), &[Pane::Matrix]);
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(900.0, 600.0));
    harness.event(eframe::egui::Event::Paste(
        "\tCrimea\t\"Taiwan\t(island)\"\nChina\t-1\tambivalent\nRussia\tstrongly supports\t\n".to_owned(),
    ));
    harness.run();
    harness.get_by_label("Paste").click();
    harness.run();
    let project = harness.state().project();
    let names: Vec<&str> = project.issues.iter().map(|i| i.name.as_str()).collect();
    assert_eq!(names, ["Crimea", "Taiwan\t(island)"]);
    assert_eq!(project.actors.len(), 2);
    assert_eq!(project.positions.len(), 3);
    assert_eq!(harness.state().session.steps().len(), 1, "one step");
}

#[test]
fn a_filter_that_finds_nothing_says_so_and_escape_lets_it_go() {
    let mut harness = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 500.0));
    harness.get_by_label("China, US-led order: not coded").click();
    harness.run();
    harness.key_press(Key::Slash);
    harness.run();
    harness.get_by_label("Filter actors and issues").type_text("zzz");
    harness.run();
    harness.get_by_label("no name has that");
    harness.get_by_label("China, US-led order: not coded");
    harness.key_press(Key::Enter);
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label("no name has that").is_none());
}

#[test]
fn every_cell_is_announced_in_a_sentence() {
    let mut project = desk::named(false);
    let mut desk = Desk::new(project.clone(), &[Pane::Matrix]);
    desk.select("china", "nato-enlargement");
    let key = desk.key("china", "nato-enlargement");
    let cite = |project: &crate::model::Project, words: &str, id: u64, role| {
        let document = &project.documents[0];
        let passage = crate::model::Passage {
            id: project.free_passage_id(id),
            document: document.id.clone(),
            analyst: key.analyst.clone(),
            anchor: crate::model::Anchor::of(&document.body, desk::find(&document.body, words)).expect("an anchor"),
        };
        let cited = passage.id;
        vec![Edit::AddPassage(passage), Edit::Cite(key.clone(), cited, role)]
    };
    let mut said = Vec::new();
    let mut say = |project: &crate::model::Project| {
        let harness = harness(Desk::new(project.clone(), &[Pane::Matrix]), vec2(900.0, 500.0));
        let node = harness.get_by_label_contains("China, NATO enlargement: ");
        said.push(node.accesskit_node().label().unwrap_or_default());
    };
    let steps = [
        vec![Edit::SetStance(key.clone(), Some(Stance::Opposes))],
        cite(&project, "explicit statement", 1, Role::For),
        vec![Edit::SetConfidence(key.clone(), Some(Confidence::High))],
        cite(&project, "China made an explicit statement", 2, Role::For),
        cite(&project, "pragmatic and reciprocal", 3, Role::Against),
    ];
    say(&project);
    for edits in steps {
        project = project
            .applied(&Edit::Batch("step".to_owned(), edits))
            .expect("applies");
        say(&project);
    }
    assert_eq!(
        said,
        [
            "China, NATO enlargement: not coded",
            "China, NATO enlargement: opposes, no quotation",
            "China, NATO enlargement: opposes, 1 quotation",
            "China, NATO enlargement: opposes, high confidence, 1 quotation",
            "China, NATO enlargement: opposes, high confidence, 2 quotations",
            "China, NATO enlargement: opposes, high confidence, 3 quotations, 1 of them against",
        ]
    );
}

/// The first names of the actors, or of the issues, in the project's order.
fn order(h: &Harness<'_, Desk>, side: Side, count: usize) -> Vec<String> {
    let project = h.state().project();
    let names: Vec<String> = match side {
        Side::Actors => project.actors.iter().map(|a| a.name.clone()).collect(),
        Side::Issues => project.issues.iter().map(|i| i.name.clone()).collect(),
    };
    names.into_iter().take(count).collect()
}

fn rect_of(h: &Harness<'_, Desk>, label: &str) -> Rect {
    h.get_by_label(label).rect()
}

fn group_of(h: &Harness<'_, Desk>, actor: &str) -> String {
    let actor = h.state().project().actors.iter().find(|a| a.name == actor);
    actor.expect("an actor").group.clone()
}

#[test]
fn a_name_dragged_below_another_moves_the_row() {
    let mut h = harness(Desk::new(desk::named(false), &[Pane::Matrix]), vec2(900.0, 600.0));
    let from = rect_of(&h, "China").center();
    let to = rect_of(&h, "NATO").left_bottom() + vec2(30.0, -3.0);
    carry(&mut h, from, to);
    picture(&mut h, "matrix-drag");
    h.drop_at(to);
    h.run();
    let below = ["Russia", "United States", "The West", "NATO", "China", "European Union"];
    assert_eq!(order(&h, Side::Actors, 6), below);
    assert_eq!(h.state().session.steps().len(), 1);
    // And back up, before everything.
    let from = rect_of(&h, "China").center();
    let to = rect_of(&h, "Russia").left_top() + vec2(30.0, 3.0);
    drag(&mut h, from, to);
    assert_eq!(order(&h, Side::Actors, 3), ["China", "Russia", "United States"]);
}

#[test]
fn a_name_dragged_right_of_another_moves_the_column() {
    for swapped in [false, true] {
        let mut desk = Desk::new(desk::named(false), &[Pane::Matrix]);
        desk.preferences.swapped = swapped;
        let mut h = harness(desk, vec2(900.0, 600.0));
        let (side, names) = if swapped {
            (Side::Actors, ["China", "Russia", "United States"])
        } else {
            let issues = ["US-led order", "Western claim on “democracy”", "Spheres of influence"];
            (Side::Issues, issues)
        };
        assert_eq!(order(&h, side, 3), names);
        let from = rect_of(&h, names[0]).center();
        let to = rect_of(&h, names[2]).right_center() - vec2(4.0, 0.0);
        drag(&mut h, from, to);
        assert_eq!(order(&h, side, 3), [names[1], names[2], names[0]]);
        assert_eq!(h.state().session.steps().len(), 1);
    }
}

#[test]
fn a_name_let_go_where_it_stood_or_beside_the_matrix_stays() {
    let mut h = harness(
        Desk::new(desk::named(false), &[Pane::Matrix, Pane::Cell]),
        vec2(900.0, 700.0),
    );
    let china = rect_of(&h, "China");
    for to in [china.center() + vec2(20.0, 5.0), pos2(450.0, 600.0)] {
        drag(&mut h, china.center(), to);
    }
    // Escape empties the hand.
    let to = rect_of(&h, "NATO").center();
    carry(&mut h, china.center(), to);
    h.key_press(Key::Escape);
    h.run();
    h.drop_at(to);
    h.run();
    assert!(h.state().session.steps().is_empty(), "{:?}", order(&h, Side::Actors, 6));
}

#[test]
fn a_name_dragged_under_a_heading_joins_its_group() {
    let mut h = harness(Desk::new(desk::named(true), &[Pane::Matrix]), vec2(900.0, 700.0));
    // Into the midst of a group.
    let from = rect_of(&h, "China").center();
    let to = rect_of(&h, "Poland").left_bottom() + vec2(30.0, -3.0);
    drag(&mut h, from, to);
    assert_eq!(group_of(&h, "China"), "Eastern Europe");
    // Onto a heading: the first of its group.
    let from = rect_of(&h, "Belarus").center();
    let to = rect_of(&h, "Fold The West").left_bottom() + vec2(30.0, -3.0);
    drag(&mut h, from, to);
    assert_eq!(group_of(&h, "Belarus"), "The West");
    let west: Vec<&str> = h
        .state()
        .project()
        .actors
        .iter()
        .filter(|a| a.group == "The West")
        .map(|a| a.name.as_str())
        .collect();
    assert_eq!(west[..2], ["Belarus", "United States"]);
    // A folded group takes it in, the last one too.
    h.get_by_label("Fold Eastern Europe").click();
    h.run();
    let from = rect_of(&h, "NATO").center();
    let to = rect_of(&h, "Unfold Eastern Europe").left_bottom() + vec2(30.0, -3.0);
    drag(&mut h, from, to);
    assert_eq!(group_of(&h, "NATO"), "Eastern Europe");
    assert_eq!(h.state().session.steps().len(), 3, "a step each");
    // A column, too.
    let from = rect_of(&h, "AUKUS").center();
    let to = rect_of(&h, "Annexation of Crimea").right_center() - vec2(4.0, 0.0);
    drag(&mut h, from, to);
    let issue = h
        .state()
        .project()
        .issues
        .iter()
        .find(|i| i.name == "AUKUS")
        .expect("an issue");
    assert_eq!(issue.group, "Ukraine");
}

#[test]
fn rows_and_columns_move_by_key() {
    let mut desk = Desk::new(desk::named(true), &[Pane::Matrix]);
    desk.select("russia", "us-led-order");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(900.0, 600.0));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run();
    let russia = harness
        .state()
        .project()
        .actors
        .iter()
        .find(|a| a.name == "Russia")
        .expect("Russia")
        .clone();
    assert_eq!(russia.group, "The West", "over the heading, into the next group");
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    harness.run();
    let issues: Vec<&str> = harness
        .state()
        .project()
        .issues
        .iter()
        .take(2)
        .map(|i| i.name.as_str())
        .collect();
    assert_eq!(issues, ["Western claim on “democracy”", "US-led order"]);
}

#[test]
fn groups_fold() {
    let mut harness = harness(Desk::new(desk::coded(true), &[Pane::Matrix]), vec2(900.0, 600.0));
    harness.get_by_label("Fold The West").click();
    harness.run();
    assert!(harness.query_by_label_contains("NATO, AUKUS").is_none());
    harness.get_by_label("Fold World order").click();
    harness.run();
    picture(&mut harness, "matrix-folded");
    harness.get_by_label("Unfold The West").click();
    harness.run();
    harness.get_by_label("NATO, AUKUS: not coded");
}

#[test]
fn typing_a_slash_filters_both_lists() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Matrix]);
    desk.select("china", "us-led-order");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(900.0, 600.0));
    harness.key_press(Key::Slash);
    harness.run();
    harness
        .get_by_label("Filter actors and issues")
        .type_text("nato beijing");
    harness.run();
    harness.get_by_label("China, NATO enlargement: not coded");
    harness.get_by_label("NATO, NATO enlargement: not coded");
    assert!(harness.query_by_label_contains("Poland").is_none());
    harness.key_press(Key::Escape);
    harness.run();
    harness.get_by_label("Poland, AUKUS: not coded");
}

#[test]
fn an_actor_is_merged_and_the_clash_settled() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Matrix]);
    desk.select("united-states", "us-led-order");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(1000.0, 700.0));
    harness
        .state_mut()
        .commands
        .send(crate::ui::Command::Act(crate::ui::Action::MergeActor));
    harness.run();
    harness.get_by_label("Merge into").click();
    harness.run();
    harness.get_all_by_label("Russia").last().expect("an entry").click();
    harness.run();
    picture(&mut harness, "merge-dialog");
    harness
        .get_by_label("United States: supports, medium confidence, inferred")
        .click();
    harness.run();
    harness.get_by_label("Merge").click();
    harness.run();
    let project = harness.state().project();
    assert!(project.actor(&"united-states".parse().expect("an id")).is_none());
    let russia = project.actor(&"russia".parse().expect("an id")).expect("Russia");
    assert!(russia.aliases.contains(&"United States".to_owned()));
}

#[test]
fn forms_open_from_the_keyboard() {
    let mut desk = Desk::new(desk::coded(true), &[Pane::Matrix]);
    desk.select("china", "nato-enlargement");
    desk.matrix.focus();
    let mut harness = harness(desk, vec2(1000.0, 700.0));
    harness.key_press(Key::F4);
    harness.run();
    picture(&mut harness, "actor-form");
    harness.get_by_label("Name").type_text(" (PRC)");
    harness.run();
    harness.get_by_label("Save").click();
    harness.run();
    harness.get_by_label("China (PRC)");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F4);
    harness.run();
    picture(&mut harness, "issue-form");
    harness.get_by_label("Cancel").click();
    harness.run();
    for action in [crate::ui::Action::Periods, crate::ui::Action::Layers] {
        harness.state_mut().commands.send(crate::ui::Command::Act(action));
        harness.run();
        picture(&mut harness, &format!("{action:?}-dialog"));
        harness.get_by_label("Done").click();
        harness.run();
    }
}
