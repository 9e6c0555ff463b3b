//! The coding bar: where it stands, what it is filled in with, how few keys it takes.

use super::*;
use crate::{
    model::{Actor, Edit, Issue, Role, Stance},
    session::PeriodChoice,
    ui::desk::{coded, find},
};

const NATO: &str = "China made an explicit statement against NATO’s expansion";

/// The named project, in which words of the article stand for NATO enlargement.
fn with_keywords() -> Project {
    let project = named(false);
    let id = "nato-enlargement".parse().expect("an id");
    let mut issue: Issue = project.issue(&id).expect("it is there").clone();
    issue.keywords = vec!["NATO’s expansion".into()];
    project.applied(&Edit::ChangeIssue(issue)).expect("applies")
}

/// A pane on a project, scrolled to some words, over which the mouse was then dragged.
fn dragged_over(project: Project, words: &str) -> Harness<'static, Desk> {
    let mut h = article(project);
    let range = find(&body(&h), words);
    let document = h.state().project().documents[0].id.clone();
    h.state_mut().article.reveal(&document, range.clone());
    h.run();
    drag(&mut h, range.start, range.end);
    assert_eq!(selected(&h).chars().count(), words.chars().count());
    h
}

fn type_letters(h: &mut Harness<'_, Desk>, letters: &str) {
    for letter in letters.chars() {
        h.event(Event::Text(letter.to_string()));
        h.run();
    }
}

fn value(h: &Harness<'_, Desk>, field: &str) -> String {
    h.get_by_label(field).value().unwrap_or_default()
}

#[test]
fn four_keystrokes_code_a_passage_when_the_guess_is_right() {
    let mut h = dragged_over(with_keywords(), NATO);
    assert_eq!(
        (value(&h, "Actor"), value(&h, "Issue")),
        ("China".into(), "NATO enlargement".into())
    );
    let steps = h.state().session.done();
    // Two are enough: the stance, and Enter.
    type_letters(&mut h, "2");
    key(&mut h, Modifiers::NONE, Key::Enter);
    let desk = h.state();
    let position = desk
        .project()
        .position(&desk.key("china", "nato-enlargement"))
        .expect("it is coded");
    assert_eq!(position.stance, Some(Stance::Opposes));
    let passage = desk
        .project()
        .passage(position.evidence[0].passage)
        .expect("it is there");
    assert_eq!(passage.anchor.quotation, NATO);
    assert_eq!(position.evidence[0].role, Role::For);
    assert_eq!(desk.session.done(), steps + 1, "one step");
    assert_eq!(desk.session.selection.text, None, "and on with reading");
}

#[test]
fn the_guess_comes_from_the_cell_then_the_words_then_their_sentence() {
    let words = "an explicit statement";
    let h = dragged_over(with_keywords(), words);
    assert_eq!(
        (value(&h, "Actor"), value(&h, "Issue")),
        ("China".into(), "NATO enlargement".into())
    );
    let mut h = article(with_keywords());
    h.state_mut().select("russia", "aukus");
    h.state_mut().select_text(words);
    h.run();
    let range = h.state().session.selection.text.clone().expect("selected");
    let document = h.state().project().documents[0].id.clone();
    h.state_mut().article.reveal(&document, range);
    h.run();
    assert_eq!(
        (value(&h, "Actor"), value(&h, "Issue")),
        ("Russia".into(), "AUKUS".into())
    );
}

#[test]
fn letters_pick_actor_and_issue_and_enter_attaches_against_with_shift() {
    let mut h = dragged_over(named(false), "explicit endorsement");
    type_letters(&mut h, "rus nato");
    key(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(
        (value(&h, "Actor"), value(&h, "Issue")),
        ("Russia".into(), "NATO enlargement".into())
    );
    type_letters(&mut h, "1");
    key(&mut h, Modifiers::SHIFT, Key::Enter);
    let desk = h.state();
    let position = desk
        .project()
        .position(&desk.key("russia", "nato-enlargement"))
        .expect("it is coded");
    assert_eq!(position.stance, Some(Stance::StronglyOpposes));
    assert_eq!(position.evidence[0].role, Role::Against);
}

#[test]
fn a_new_actor_and_issue_are_made_in_the_same_step() {
    let mut h = dragged_over(named(false), "explicit endorsement");
    let steps = h.state().session.done();
    let actors = h.state().project().actors.len();
    type_letters(&mut h, "Kazakhstan");
    key(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label("Issue").focus();
    h.run();
    key(&mut h, Modifiers::COMMAND, Key::A);
    type_letters(&mut h, "Transit of grain");
    key(&mut h, Modifiers::NONE, Key::Enter);
    key(&mut h, Modifiers::NONE, Key::Enter);
    let desk = h.state();
    let new = |a: &std::sync::Arc<Actor>| a.name == "Kazakhstan";
    assert!(desk.project().actors.iter().any(new));
    assert!(
        desk.project()
            .position(&desk.key("kazakhstan", "transit-of-grain"))
            .is_some()
    );
    assert_eq!(desk.session.done(), steps + 1);
    h.state_mut().session.undo();
    assert_eq!(h.state().project().actors.len(), actors);
    assert!(h.state().project().passages.is_empty());
}

#[test]
fn it_writes_into_the_period_and_layer_shown() {
    let mut h = article(coded(false));
    let period: crate::model::PeriodId = "before-the-statement".parse().expect("an id");
    h.state_mut().session.selection.period = PeriodChoice::One(period.clone());
    h.state_mut().select("nato", "aukus");
    h.state_mut().select_text("38th");
    h.run();
    h.get_by_label_contains("Before the statement · as First reader");
    h.state_mut().article.focus();
    h.run();
    key(&mut h, Modifiers::NONE, Key::Enter);
    let mut at = h.state().key("nato", "aukus");
    at.period = Some(period);
    assert!(h.state().project().position(&at).is_some());
}

#[test]
fn just_marking_shows_the_passage() {
    let mut h = dragged_over(named(false), NATO);
    h.get_by_label("Just mark").click();
    h.run();
    let passage = h.state().session.selection.passage.expect("it is selected");
    assert_eq!(
        h.state()
            .project()
            .passage(passage)
            .map(|p| p.anchor.quotation.as_str()),
        Some(NATO)
    );
    assert_eq!(selected(&h), "");
    assert!(h.query_by_label("Coding bar").is_none());
    assert!(
        h.query_by_label("Start of the passage").is_some(),
        "its ends can be moved"
    );
}

#[test]
fn escape_leaves_it() {
    let mut h = dragged_over(named(false), NATO);
    assert!(h.query_by_label("Coding bar").is_some());
    key(&mut h, Modifiers::NONE, Key::Escape);
    assert!(h.query_by_label("Coding bar").is_none());
    assert_eq!(selected(&h), "");
}

#[test]
fn it_neither_covers_the_selection_nor_leaves_the_pane() {
    for size in [SIZE, vec2(300.0, 420.0), vec2(440.0, 300.0), vec2(1300.0, 900.0)] {
        let mut h = harness(Desk::new(named(false), &[Pane::Article]), size);
        let length = body(&h).len();
        let starts = [0, 40, 300, 900, 1500];
        for (from, to) in starts
            .iter()
            .flat_map(|s| [3, 90, 700, 4000].map(|n| (*s, (s + n).min(length))))
        {
            h.state_mut().session.selection.text = Some(from..to);
            h.run();
            let Some(bar) = h.query_by_label("Coding bar").map(|n| n.rect()) else {
                continue;
            };
            let pane = eframe::egui::Rect::from_min_size(pos2(0.0, 0.0), size);
            assert!(pane.expand(0.5).contains_rect(bar), "{size:?} {from}..{to}: {bar:?}");
            let view = h.state().article.view.as_ref().expect("a view");
            view.boxes(&(from..to), |b| {
                let seen = b.intersect(view.rect);
                let over = seen.intersect(bar);
                assert!(
                    !(over.width() > 0.5 && over.height() > 0.5),
                    "{size:?} {from}..{to}: {bar:?} over {b:?}"
                );
            });
        }
    }
}
