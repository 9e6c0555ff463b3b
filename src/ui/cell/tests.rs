//! The pane driven by the names of its widgets.

use eframe::egui::{self, Key, pos2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable},
};

use crate::{
    model::{Anchor, Basis, Confidence, Edit, Moment, Passage, PassageId, Role, Stance},
    ui::{
        command::Pane,
        desk::{self, Desk, carry, drag, harness, picture},
    },
};

#[test]
fn a_judgment_is_made_with_the_mouse() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("china", "nato-enlargement");
    desk.select_text("China made an explicit statement against NATO’s expansion");
    let mut harness = harness(desk, vec2(340.0, 600.0));
    for label in [
        "Stance: opposes",
        "Confidence: high",
        "Basis: stated",
        "Attach selected text for",
    ] {
        harness.get_by_label(label).click();
        harness.run();
    }
    let desk = harness.state();
    let position = desk
        .project()
        .position(&desk.key("china", "nato-enlargement"))
        .expect("coded");
    assert_eq!(position.stance, Some(Stance::Opposes));
    assert_eq!(position.confidence, Some(Confidence::High));
    assert_eq!(position.basis, Some(Basis::Stated));
    let quoted: Vec<&str> = position
        .cited(Role::For)
        .filter_map(|id| desk.project().passage(id))
        .map(|p| p.anchor.quotation.as_str())
        .collect();
    assert_eq!(quoted, ["China made an explicit statement against NATO’s expansion"]);
    // What is chosen is let go by choosing it again.
    harness.get_by_label("Confidence: high").click();
    harness.run();
    let desk = harness.state();
    let position = desk
        .project()
        .position(&desk.key("china", "nato-enlargement"))
        .expect("coded");
    assert_eq!(position.confidence, None);
}

#[test]
fn a_judgment_is_made_with_the_keyboard() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("russia", "aukus");
    desk.select_text("is purely pragmatic and reciprocal in nature");
    desk.cell.focus();
    let mut harness = harness(desk, vec2(340.0, 600.0));
    for key in [Key::Num2, Key::M, Key::R, Key::E] {
        harness.key_press(key);
        harness.run();
    }
    let key = harness.state().key("russia", "aukus");
    let position = harness.state().project().position(&key).expect("coded").clone();
    assert_eq!(position.stance, Some(Stance::Opposes));
    assert_eq!(position.confidence, Some(Confidence::Medium));
    assert_eq!(position.basis, Some(Basis::Reported));
    // Down to the quotation: seven stances, three confidences, four bases stand above it.
    for _ in 0..15 {
        harness.key_press(Key::ArrowDown);
        harness.run();
    }
    harness.key_press(Key::X);
    harness.run();
    let position = harness.state().project().position(&key).expect("coded").clone();
    assert_eq!(position.cited(Role::Against).count(), 1, "switched");
    harness.key_press(Key::Delete);
    harness.run();
    let position = harness.state().project().position(&key).expect("coded").clone();
    assert!(position.evidence.is_empty(), "no longer cited");
    assert_eq!(harness.state().project().passages.len(), 1, "the passage stays");
}

#[test]
fn a_rationale_is_typed_as_one_step() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("russia", "aukus");
    let mut harness = harness(desk, vec2(340.0, 600.0));
    harness.get_by_label("Rationale").focus();
    harness.run();
    for letter in ["P", "r", "o"] {
        harness.get_by_label("Rationale").type_text(letter);
        harness.step();
        harness.step();
    }
    let desk = harness.state();
    let position = desk.project().position(&desk.key("russia", "aukus")).expect("written");
    assert_eq!(position.rationale, "Pro");
    assert_eq!(desk.session.steps().len(), 1);
}

#[test]
fn escape_goes_back_to_the_matrix_and_arrows_stay_in_the_pane() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Matrix, Pane::Cell]);
    desk.select("russia", "aukus");
    desk.cell.focus();
    let mut h = harness(desk, vec2(600.0, 700.0));
    let focused = |h: &Harness<'_, Desk>| h.get_by(|node| node.is_focused()).accesskit_node().label();
    let title = focused(&h);
    h.key_press(Key::ArrowUp);
    h.run();
    assert_eq!(focused(&h), title, "nothing stands above");
    h.key_press(Key::ArrowDown);
    h.run();
    assert_ne!(focused(&h), title);
    h.key_press(Key::Escape);
    h.run();
    let cell = h.query_by(|node| node.is_focused() && node.role() == egui::accesskit::Role::GridCell);
    assert!(cell.is_some(), "{:?}", focused(&h));
}

/// A desk with China × NATO enlargement selected, and words by which the article speaks of it.
fn with_candidates() -> Desk {
    let mut project = desk::named(false);
    let place = project.issues.iter().position(|i| i.id.as_str() == "nato-enlargement");
    let place = place.expect("an issue");
    let mut issue = (*project.issues[place]).clone();
    issue.keywords = ["NATO's expansion", "opposition to NATO", "enlargement of NATO"]
        .map(str::to_owned)
        .into();
    project.issues.set(place, issue.into());
    let mut desk = Desk::new(project, &[Pane::Article, Pane::Cell]);
    desk.select("china", "nato-enlargement");
    desk
}

fn quoted(desk: &Desk) -> Vec<&str> {
    let position = desk.project().position(&desk.key("china", "nato-enlargement"));
    let cited = position.into_iter().flat_map(|p| p.cited(Role::For));
    cited
        .filter_map(|id| desk.project().passage(id))
        .map(|p| p.anchor.quotation.as_str())
        .collect()
}

#[test]
fn candidates_are_cited_dismissed_and_brought_back_by_one_key() {
    let mut h = harness(with_candidates(), vec2(900.0, 900.0));
    h.get_by_label("Candidates (3)");
    let first = h.get_by_label_contains("Candidate, ¶ 15: China made an explicit statement");
    first.focus();
    h.run();
    // It leads to its place, as a click does.
    h.key_press(Key::Enter);
    h.run();
    assert!(
        h.query_by_label_contains("Candidate, ¶ 15")
            .is_some_and(|c| c.is_focused())
    );
    h.key_press(Key::D);
    h.run();
    h.get_by_label("Candidates (2)");
    assert_eq!(h.state().project().dismissals.len(), 1);
    // The next one has the keyboard now.
    h.key_press(Key::A);
    h.run();
    h.get_by_label("Candidates (1)");
    let desk = h.state();
    assert_eq!(quoted(desk).len(), 1);
    assert_eq!(desk.project().passages.len(), 1);
    assert_eq!(desk.session.done(), 2, "a step each");
    let label = &desk.session.next_undo().expect("a step").label;
    assert_eq!(label, "China × NATO enlargement: cite a candidate");
    h.key_press(Key::A);
    h.run();
    h.get_by_label("Candidates (0)");
    h.get_by_label("Show dismissed candidates").click();
    h.run();
    h.get_by_label_contains("Dismissed candidate, ¶ 15: China made").focus();
    h.run();
    h.key_press(Key::D);
    h.run();
    h.get_by_label("Candidates (1)");
    assert!(h.state().project().dismissals.is_empty());
    h.state_mut().session.undo();
    h.state_mut().session.undo();
    h.run();
    h.get_by_label("Candidates (1)");
}

#[test]
fn candidates_are_taken_with_the_mouse() {
    let mut h = harness(with_candidates(), vec2(900.0, 900.0));
    let text = h.get_all_by_label_contains("Candidate, ").count();
    assert_eq!(text, 3);
    h.get_all_by_label("Cite this sentence")
        .next()
        .expect("a button")
        .click();
    h.run();
    assert_eq!(quoted(h.state()).len(), 1);
    h.get_all_by_label("Dismiss this sentence")
        .next()
        .expect("a button")
        .click();
    h.run();
    h.get_by_label("Candidates (1)");
    h.get_by_label("1 dismissed");
    h.get_by_label("Show dismissed candidates").click();
    h.run();
    h.get_by_label("Offer this sentence again").click();
    h.run();
    h.get_by_label("Candidates (2)");
    assert!(h.query_by_label("1 dismissed").is_none());
    picture(&mut h, "cell-candidates");
}

#[test]
fn a_cell_without_candidates_says_how_to_get_some() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("belarus", "aukus");
    let mut h = harness(desk, vec2(340.0, 900.0));
    h.get_by_label("Candidates (0)");
    h.get_by_label("Keywords of AUKUS…").click();
    h.run();
    assert!(h.state().dialog.is_some());
}

/// How many passages are cited for and against in China × NATO enlargement at the statement.
fn cited(h: &Harness<'_, Desk>) -> (usize, usize) {
    let selection = &h.state().session.selection;
    let key = selection.key_for(h.state().project(), &desk::cell("china", "nato-enlargement"));
    let position = h.state().project().position(&key).expect("coded");
    (position.cited(Role::For).count(), position.cited(Role::Against).count())
}

#[test]
fn a_quotation_is_dragged_between_for_and_against() {
    let mut desk = Desk::new(desk::coded(false), &[Pane::Cell]);
    desk.select("china", "nato-enlargement");
    let mut h = harness(desk, vec2(340.0, 900.0));
    assert_eq!(cited(&h), (2, 1));
    let passages = h.state().project().passages.len();
    let card = |h: &Harness<'_, Desk>, start: &str| {
        let mut found = h.get_all_by_label_contains(start);
        found.next().expect("a card").rect().center()
    };
    // Another card of the other list is as good a place as its heading.
    let (from, to) = (
        card(&h, "Quotation for, ¶ 15: China made"),
        card(&h, "Quotation against"),
    );
    carry(&mut h, from, to);
    picture(&mut h, "cell-drag");
    h.drop_at(to);
    h.run();
    assert_eq!(cited(&h), (1, 2));
    let (from, to) = (
        card(&h, "Quotation against, ¶ 15: China made"),
        h.get_by_label("For (1)").rect().center(),
    );
    drag(&mut h, from, to);
    assert_eq!(cited(&h), (2, 1));
    assert_eq!(h.state().session.steps().len(), 2, "a step each");
    // Let go in its own list, or nowhere, or after Escape, it stays as it is.
    let from = card(&h, "Quotation against");
    let near = from + vec2(-20.0, 8.0);
    drag(&mut h, from, near);
    drag(&mut h, from, pos2(170.0, 30.0));
    let to = card(&h, "Quotation for");
    carry(&mut h, from, to);
    h.key_press(Key::Escape);
    h.run();
    h.drop_at(to);
    h.run();
    assert_eq!(cited(&h), (2, 1));
    assert_eq!(h.state().session.steps().len(), 2);
    assert_eq!(h.state().project().passages.len(), passages);
    // All of them away, the emptied list takes one back.
    let (from, to) = (from, h.get_by_label("For (2)").rect().center());
    drag(&mut h, from, to);
    assert_eq!(cited(&h), (3, 0));
    let (from, to) = (card(&h, "Quotation for"), h.get_by_label("Against (0)").rect().center());
    drag(&mut h, from, to);
    assert_eq!(cited(&h), (2, 1));
}

#[test]
fn words_are_dropped_in_the_cell_pane() {
    for (list, role) in [("For (0)", Role::For), ("Against (0)", Role::Against)] {
        let mut desk = Desk::new(desk::named(false), &[Pane::Article, Pane::Cell]);
        desk.select("russia", "aukus");
        let mut h = harness(desk, vec2(1100.0, 800.0));
        let words = "Russian President";
        let body = h.state().project().documents[0].body.clone();
        let range = desk::find(&body, words);
        let place = |h: &Harness<'_, Desk>, at| h.state().article.place_of(at).expect("it is visible");
        let (from, to) = (place(&h, range.start), place(&h, range.end));
        drag(&mut h, from, to);
        assert_eq!(h.state().session.selection.text, Some(range.clone()));
        let middle = place(&h, (range.start + range.end) / 2);
        let over = h.get_by_label(list).rect().center();
        carry(&mut h, middle, over);
        picture(&mut h, "cell-drop");
        h.drop_at(over);
        h.run();
        let desk = h.state();
        let position = desk.project().position(&desk.key("russia", "aukus")).expect("cited");
        let quoted: Vec<&str> = position
            .cited(role)
            .filter_map(|id| desk.project().passage(id))
            .map(|p| p.anchor.quotation.as_str())
            .collect();
        assert_eq!(quoted, [words]);
        assert_eq!(position.evidence.len(), 1);
        assert_eq!(desk.session.steps().len(), 1, "one step");
        assert_eq!(desk.session.selection.text, None, "the next words are waited for");
    }
}

#[test]
fn many_quotations_are_shown_a_few_at_a_time() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("china", "aukus");
    let key = desk.key("china", "aukus");
    let document = desk.project().documents[0].clone();
    let edits = (0..70_u32).flat_map(|n| {
        let passage = Passage {
            id: PassageId::from_random(u64::from(n) + 1),
            document: document.id.clone(),
            analyst: key.analyst.clone(),
            anchor: Anchor::of(&document.body, n * 10..n * 10 + 8).expect("a range"),
        };
        let id = passage.id;
        [Edit::AddPassage(passage), Edit::Cite(key.clone(), id, Role::For)]
    });
    let batch = Edit::Batch("Seventy".to_owned(), edits.collect());
    desk.session.apply(batch, Moment(1)).expect("applies");
    let mut h = harness(desk, vec2(340.0, 700.0));
    h.get_by_label("For (70)");
    assert_eq!(h.get_all_by_label_contains("Quotation for").count(), 50);
    h.get_by_label("Show 20 more of 20").scroll_to_me();
    h.run();
    h.get_by_label("Show 20 more of 20").click();
    h.run();
    assert_eq!(h.get_all_by_label_contains("Quotation for").count(), 70);
}

#[test]
fn what_a_colleague_judged_is_shown_with_its_reasons() {
    let mut desk = Desk::new(desk::named(false), &[Pane::Cell]);
    desk.select("china", "aukus");
    desk.select_text("AUKUS");
    let mut key = desk.key("china", "aukus");
    key.analyst = crate::model::AnalystId::from_name("Colleague");
    let document = desk.project().documents[0].clone();
    let range = desk.session.selection.text.take().expect("selected");
    let passage = Passage {
        id: PassageId::from_random(9),
        document: document.id.clone(),
        analyst: key.analyst.clone(),
        anchor: Anchor::of(&document.body, range).expect("a range"),
    };
    let id = passage.id;
    let colleague = crate::model::Analyst {
        id: key.analyst.clone(),
        name: "Colleague".to_owned(),
        finished: false,
    };
    let batch = vec![
        Edit::AddAnalyst(colleague),
        Edit::AddPassage(passage),
        Edit::SetStance(key.clone(), Some(Stance::Opposes)),
        Edit::SetRationale(key.clone(), "It says so twice.".to_owned()),
        Edit::Cite(key, id, Role::For),
    ];
    let batch = Edit::Batch("Theirs".to_owned(), batch);
    desk.session.apply(batch, Moment(1)).expect("applies");
    let mut h = harness(desk, vec2(340.0, 900.0));
    h.get_by_label("It says so twice.");
    h.get_by_label("for: “AUKUS”").click();
    h.run();
    assert!(
        h.state().log.iter().any(|line| line.starts_with("Reveal(Passage")),
        "the quotation leads to its place: {:?}",
        h.state().log
    );
}

#[test]
fn nothing_is_wider_than_a_narrow_pane() {
    let width = 180.0;
    for (actor, issue) in [
        ("china", "nato-enlargement"),
        ("russia", "russias-economic-dependence-on-china"),
    ] {
        let mut desk = Desk::new(desk::coded(true), &[Pane::Cell]);
        desk.select(actor, issue);
        desk.select_text("is purely pragmatic and reciprocal in nature");
        let h = harness(desk, vec2(width, 2000.0));
        h.get_by_label("Attach selected text against");
        for node in h.get_all_by(|node| node.label().is_some()) {
            let rect = node.rect();
            assert!(rect.right() <= width, "{:?} at {rect}", node.accesskit_node().label());
        }
    }
}

#[test]
fn another_cell_is_shown_from_its_name_on() {
    let mut desk = Desk::new(desk::coded(true), &[Pane::Cell]);
    desk.select("china", "aukus");
    let mut h = harness(desk, vec2(300.0, 260.0));
    h.get_by_label("Basis: predicted").scroll_to_me();
    h.get_by_label("Rationale").scroll_to_me();
    h.run();
    h.get_by_label("Rationale").scroll_to_me();
    h.run();
    assert!(h.get_by_label("China × AUKUS").rect().top() < 0.0, "scrolled away");
    h.state_mut().select("russia", "aukus");
    h.run();
    assert!(h.get_by_label("Russia × AUKUS").rect().top() > 0.0);
}
