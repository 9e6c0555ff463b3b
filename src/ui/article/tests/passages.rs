//! The selected passage: dragging its ends, moving them by keyboard, its menu, going from one to the next, dimming.

use eframe::egui::accesskit::Role as Part;
use egui_kittest::kittest::NodeT as _;

use super::*;
use crate::{
    model::{Analyst, Passage, Role},
    ui::desk::coded,
};

const NATO: &str = "China made an explicit statement against NATO’s expansion";

/// The article of a coded project, with a passage selected and in view.
fn on_passage(words: &str) -> (Harness<'static, Desk>, Passage) {
    let project = coded(false);
    let passage = project.passages.values().find(|p| p.anchor.quotation == words);
    let passage = (**passage.expect("it is marked")).clone();
    let mut desk = Desk::new(project, &[Pane::Article]);
    desk.session.selection.passage = Some(passage.id);
    desk.article.reveal(&passage.document, passage.anchor.range());
    (harness(desk, SIZE), passage)
}

fn words(h: &Harness<'_, Desk>, passage: &Passage) -> String {
    let now = h.state().project().passage(passage.id).expect("it is there");
    assert_eq!(body(h).slice_clamped(now.anchor.range()), now.anchor.quotation);
    now.anchor.quotation.clone()
}

fn drag_to(h: &mut Harness<'_, Desk>, handle: &str, to: Pos2) {
    let from = h.get_by_label(handle).rect().center();
    desk::drag(h, from, to);
}

/// The place of the words that follow `before` in the article.
fn after(h: &Harness<'_, Desk>, before: &str) -> u32 {
    let text = body(h).text();
    let byte = text.find(before).expect("the words stand there") + before.len();
    text[..byte].chars().count() as u32
}

#[test]
fn both_ends_are_dragged_each_in_one_step() {
    let (mut h, passage) = on_passage(NATO);
    let steps = h.state().session.done();
    let to = place(&h, passage.anchor.start + "China made ".len() as u32);
    // The knob of a start is above its line.
    drag_to(&mut h, "Start of the passage", to - vec2(0.0, 14.0));
    assert_eq!(words(&h, &passage), "an explicit statement against NATO’s expansion");
    assert_eq!(h.state().session.done(), steps + 1);
    let to = place(&h, after(&h, "against NATO’s expansion") - 10);
    drag_to(&mut h, "End of the passage", to + vec2(0.0, 14.0));
    assert_eq!(words(&h, &passage), "an explicit statement against NATO’s");
    assert_eq!(h.state().session.done(), steps + 2);
    h.state_mut().session.undo();
    h.state_mut().session.undo();
    h.run();
    assert_eq!(words(&h, &passage), NATO);
}

#[test]
fn while_an_end_is_dragged_the_passage_is_shown_as_it_would_be_and_escape_leaves_it() {
    let (mut h, passage) = on_passage(NATO);
    let from = h.get_by_label("End of the passage").rect().center();
    let shown = |h: &Harness<'_, Desk>| h.state().article.handles.preview().map(|p| p.range);
    assert_eq!(shown(&h), None);
    let there = place(&h, passage.anchor.start + 10) + vec2(0.0, 14.0);
    desk::carry(&mut h, from, there);
    assert_eq!(shown(&h), Some(passage.anchor.start..passage.anchor.start + 10));
    key(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(shown(&h), None);
    h.drop_at(there);
    h.run();
    assert_eq!(words(&h, &passage), NATO);
    assert_eq!(h.state().session.selection.passage, Some(passage.id), "still selected");
}

#[test]
fn an_end_dragged_past_the_other_leaves_one_character() {
    let (mut h, passage) = on_passage(NATO);
    drag_to(&mut h, "End of the passage", pos2(20.0, 80.0));
    assert_eq!(words(&h, &passage), "C");
}

#[test]
fn an_end_held_beyond_the_edge_scrolls_and_crosses_paragraphs() {
    let (mut h, passage) = on_passage(NATO);
    let from = h.get_by_label("End of the passage").rect().center();
    h.drag_at(from);
    h.run();
    for _ in 0..60 {
        h.hover_at(pos2(200.0, SIZE.y + 40.0));
        h.step();
    }
    h.hover_at(pos2(200.0, SIZE.y - 100.0));
    h.run();
    h.drop_at(pos2(200.0, SIZE.y - 100.0));
    h.run();
    let now = words(&h, &passage);
    assert!(
        now.starts_with(NATO) && now.contains('\n'),
        "over paragraphs: {} letters",
        now.len()
    );
    assert!(now.len() > 3000, "scrolled: {} letters", now.len());
}

#[test]
fn ends_move_by_keyboard_a_word_at_a_time_as_one_step() {
    let (mut h, passage) = on_passage(NATO);
    h.state_mut().article.focus();
    h.run();
    let steps = h.state().session.done();
    let keys = Modifiers::ALT | Modifiers::SHIFT;
    key(&mut h, keys, Key::ArrowDown);
    assert_eq!(
        words(&h, &passage),
        "made an explicit statement against NATO’s expansion"
    );
    key(&mut h, keys, Key::ArrowUp);
    key(&mut h, keys, Key::ArrowLeft);
    assert_eq!(words(&h, &passage), "China made an explicit statement against NATO’s");
    key(&mut h, keys, Key::ArrowRight);
    key(&mut h, keys, Key::ArrowRight);
    assert!(words(&h, &passage).starts_with(&format!("{NATO} ")));
    assert_eq!(h.state().session.done(), steps + 1, "keys in a row are one step");
    assert_eq!(selected(&h), "", "the keys did not select text");
}

#[test]
fn a_handle_with_the_keyboard_moves_by_characters() {
    let (mut h, passage) = on_passage(NATO);
    h.get_by_label("End of the passage").focus();
    h.run();
    key(&mut h, Modifiers::NONE, Key::ArrowLeft);
    key(&mut h, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(
        words(&h, &passage),
        "China made an explicit statement against NATO’s expansi"
    );
    key(&mut h, Modifiers::COMMAND, Key::ArrowLeft);
    assert_eq!(words(&h, &passage), "China made an explicit statement against NATO’s");
}

#[test]
fn a_passage_of_another_layer_has_no_handles_and_is_not_moved() {
    let (mut h, passage) = on_passage(NATO);
    let other = Analyst {
        id: "second".parse().expect("an id"),
        name: "Second".into(),
        finished: false,
    };
    h.state_mut().session.selection.analyst = other.id;
    h.state_mut().article.focus();
    h.run();
    assert!(h.query_by_label("End of the passage").is_none());
    key(&mut h, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(words(&h, &passage), NATO);
    assert!(
        h.state().log.iter().any(|l| l.contains("First reader’s")),
        "{:?}",
        h.state().log
    );
}

fn menu(h: &mut Harness<'_, Desk>, at: Pos2) -> Vec<String> {
    for pressed in [true, false] {
        h.input_mut().events.push(Event::PointerButton {
            pos: at,
            button: PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    h.run();
    entries(h)
}

/// What the open menu offers.
fn entries(h: &Harness<'_, Desk>) -> Vec<String> {
    let Some(menu) = h.query_by_label("Menu of the text") else {
        return Vec::new();
    };
    let named = menu.query_all_by_role(Part::Button);
    named.filter_map(|n| n.accesskit_node().label()).collect()
}

fn has(entries: &[String], start: &str) -> bool {
    entries.iter().any(|e| e.starts_with(start))
}

fn choose(h: &mut Harness<'_, Desk>, start: &str) {
    let menu = h.get_by_label("Menu of the text");
    let entry = menu
        .query_all_by_role(Part::Button)
        .find(|n| n.accesskit_node().label().is_some_and(|l| l.starts_with(start)));
    entry.unwrap_or_else(|| panic!("no {start}")).click();
    h.run();
}

#[test]
fn the_menu_of_a_passage_offers_what_can_be_done_with_it() {
    let (mut h, passage) = on_passage(NATO);
    h.state_mut().session.selection.passage = None;
    h.state_mut().select("russia", "aukus");
    h.run();
    let at = place(&h, passage.anchor.start + 3);
    let offered = menu(&mut h, at);
    assert_eq!(h.state().session.selection.passage, Some(passage.id));
    assert_eq!(
        h.state().session.selection.cell.as_ref().map(|c| c.actor.to_string()),
        Some("russia".into())
    );
    for start in [
        "Show China × NATO enlargement",
        "Cite it against instead",
        "Cite it no longer there",
        "Attach to Russia × AUKUS",
        "Attach against Russia × AUKUS",
        "Note on the passage",
        "Copy its words",
        "Copy as a quotation",
        "Select its words",
        "Move its ends",
        "Delete the passage…",
        "Select the sentence",
        "Dim other passages",
        "Hide other passages",
    ] {
        assert!(has(&offered, start), "{start}: {offered:?}");
    }
    choose(&mut h, "Attach against Russia × AUKUS");
    assert!(entries(&h).is_empty(), "it closes");
    let cited = h.state().session.index().citing(passage.id).len();
    assert_eq!(cited, 2);
    menu(&mut h, at);
    choose(&mut h, "Copy its words");
    assert!(
        h.state().log.iter().any(|l| l == &format!("Copy({NATO:?})")),
        "{:?}",
        h.state().log
    );
    menu(&mut h, at);
    choose(&mut h, "Select its words");
    assert_eq!(selected(&h), NATO);
}

#[test]
fn the_menu_of_selected_words_offers_what_can_be_done_with_them() {
    let (mut h, passage) = on_passage(NATO);
    h.state_mut().session.selection.passage = None;
    h.state_mut().select_text(NATO);
    h.state_mut().select("russia", "aukus");
    h.run();
    let at = place(&h, passage.anchor.start + 3);
    let offered = menu(&mut h, at);
    for start in [
        "Attach to Russia × AUKUS",
        "Note on these words",
        "Just mark them",
        "Copy",
        "Copy as a quotation",
    ] {
        assert!(has(&offered, start), "{start}: {offered:?}");
    }
    choose(&mut h, "Copy as a quotation");
    let quoted = format!("“{NATO}” (“CHOICE: the joint statement”)");
    assert!(
        h.state().log.iter().any(|l| *l == format!("Copy({quoted:?})")),
        "{:?}",
        h.state().log
    );
}

fn focused(h: &Harness<'_, Desk>) -> String {
    let menu = h.get_by_label("Menu of the text");
    let named = menu
        .query_all_by_role(Part::Button)
        .find(|n| n.accesskit_node().is_focused());
    named.and_then(|n| n.accesskit_node().label()).unwrap_or_default()
}

#[test]
fn the_menu_opens_by_keyboard_and_is_gone_through_with_arrows() {
    for (modifiers, opener) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        let (mut h, passage) = on_passage(NATO);
        h.state_mut().article.focus();
        h.run();
        key(&mut h, modifiers, opener);
        assert!(has(&entries(&h), "Show China × NATO enlargement"));
        assert!(focused(&h).starts_with("Show China"), "{}", focused(&h));
        key(&mut h, Modifiers::NONE, Key::ArrowDown);
        assert!(focused(&h).starts_with("Cite it against"), "{}", focused(&h));
        key(&mut h, Modifiers::NONE, Key::Enter);
        let key_of = h.state().session.index().citing(passage.id)[0].clone();
        let role = h
            .state()
            .project()
            .position(&key_of)
            .and_then(|p| p.role_of(passage.id));
        assert_eq!(role, Some(Role::Against), "the second entry");
        assert!(entries(&h).is_empty());
        key(&mut h, modifiers, opener);
        assert!(!entries(&h).is_empty(), "the text has the keyboard again");
        key(&mut h, Modifiers::NONE, Key::Escape);
        assert!(entries(&h).is_empty());
    }
}

#[test]
fn a_stripe_has_the_menu_too() {
    let (mut h, passage) = on_passage(NATO);
    h.state_mut().session.selection.passage = None;
    h.run();
    let stripe = h.get_by_label_contains(&format!("Passage “{NATO}")).rect().center();
    let offered = menu(&mut h, stripe);
    assert_eq!(h.state().session.selection.passage, Some(passage.id));
    assert!(has(&offered, "Show China × NATO enlargement"), "{offered:?}");
}

#[test]
fn passages_are_gone_through_in_the_order_of_the_text() {
    let project = coded(false);
    let mut starts: Vec<_> = project
        .passages
        .values()
        .map(|p| (p.anchor.start, p.anchor.end, p.id))
        .collect();
    starts.sort_unstable();
    let mut h = article(project);
    h.state_mut().article.focus();
    h.run();
    let mut seen = Vec::new();
    for _ in &starts {
        key(&mut h, Modifiers::ALT, Key::ArrowDown);
        seen.extend(h.state().session.selection.passage);
        let now = h
            .state()
            .project()
            .passage(seen[seen.len() - 1])
            .expect("there")
            .anchor
            .start;
        assert!(h.state().article.place_of(now).is_some(), "it is in view");
        assert!(h.state().session.selection.cell.is_some(), "and so is its cell");
    }
    let order: Vec<_> = starts.iter().map(|(.., id)| *id).collect();
    assert_eq!(seen, order);
    let last = h.state().session.selection.passage;
    key(&mut h, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(h.state().session.selection.passage, last, "there is none after it");
    for id in order.iter().rev().skip(1) {
        key(&mut h, Modifiers::ALT, Key::ArrowUp);
        assert_eq!(h.state().session.selection.passage, Some(*id));
    }
}

#[test]
fn overlaps_are_stepped_through_by_click_and_by_key() {
    let both = "united by their joint opposition to the US-led Western liberal order";
    let (mut h, passage) = on_passage(both);
    h.state_mut().session.selection.passage = None;
    h.run();
    let cell = |h: &Harness<'_, Desk>| h.state().session.selection.cell.as_ref().map(|c| c.actor.to_string());
    let at = place(&h, passage.anchor.start + 3);
    let mut clicked = Vec::new();
    for _ in 0..3 {
        click(&mut h, at);
        // Clicks in quick succession select words.
        for _ in 0..6 {
            h.step();
        }
        clicked.push(cell(&h));
    }
    assert_ne!(clicked[0], clicked[1]);
    assert_eq!(clicked[0], clicked[2]);
    key(&mut h, Modifiers::ALT, Key::O);
    assert_eq!(cell(&h), clicked[1]);
}

#[test]
fn the_passage_takes_the_selected_words() {
    let (mut h, passage) = on_passage(NATO);
    h.state_mut().select_text("explicit statement");
    h.run();
    h.state_mut()
        .commands
        .send(crate::ui::Command::Act(crate::ui::Action::GiveSelection));
    h.run();
    assert_eq!(words(&h, &passage), "explicit statement");
}

#[test]
fn others_are_dimmed_hidden_and_shown_again() {
    let (mut h, passage) = on_passage(NATO);
    let stripes = |h: &Harness<'_, Desk>| h.query_all_by_label_contains("Passage “").count();
    let all = stripes(&h);
    assert!(all > 1, "another passage is in view");
    let send = |h: &mut Harness<'_, Desk>, action| {
        h.state_mut().commands.send(crate::ui::Command::Act(action));
        h.run();
    };
    send(&mut h, crate::ui::Action::HideOthers);
    assert_eq!(stripes(&h), 1);
    send(&mut h, crate::ui::Action::HideOthers);
    send(&mut h, crate::ui::Action::DimOthers);
    assert_eq!(stripes(&h), all);
    let dimmed = |h: &Harness<'_, Desk>| {
        let desk = h.state();
        let ctx = desk.ctx();
        let marks = marks::marks_in(&ctx, &passage.document, 0..u32::MAX, None);
        marks.iter().filter(|m| m.dimmed).count()
    };
    let (paler, of) = (
        dimmed(&h),
        h.state()
            .project()
            .positions
            .values()
            .map(|p| p.evidence.len())
            .sum::<usize>(),
    );
    assert!(paler > 0 && paler < of, "{paler} of {of}");
    h.state_mut().session.selection.passage = None;
    h.run();
    assert_eq!(dimmed(&h), 0, "with nothing selected all are as usual");
}

/// Eight judgments on overlapping words: looked at, in `STANDPOINT_PICTURES`.
#[test]
fn pictures_of_overlaps_and_of_the_selected_passage() {
    for (dark, name) in [(false, "light"), (true, "dark")] {
        let mut project = coded(false);
        let text = project.documents[0].body.clone();
        let words = crate::ui::desk::find(&text, NATO);
        for (n, stance) in crate::model::Stance::ALL
            .into_iter()
            .chain([crate::model::Stance::Opposes])
            .enumerate()
        {
            let n = n as u32;
            let range = words.start + 3 * n..words.end + 40 - 5 * n;
            let passage = Passage {
                id: project.free_passage_id(u64::from(n) + 99),
                document: project.documents[0].id.clone(),
                analyst: project.analysts[0].id.clone(),
                anchor: crate::model::Anchor::of(&text, range).expect("an anchor"),
            };
            let actor = project.actors[n as usize].id.clone();
            let key = crate::model::PositionKey {
                analyst: passage.analyst.clone(),
                actor,
                issue: "aukus".parse().expect("an id"),
                period: None,
            };
            for edit in [
                crate::model::Edit::AddPassage(passage.clone()),
                crate::model::Edit::SetStance(key.clone(), Some(stance)),
                crate::model::Edit::Cite(key, passage.id, Role::For),
            ] {
                project = project.applied(&edit).expect("applies");
            }
        }
        for dimmed in [false, true] {
            let mut desk = Desk::new(project.clone(), &[Pane::Article]);
            desk.tokens = Tokens::of(dark, false);
            desk.preferences.reading.dim_others = dimmed;
            desk.select("china", "nato-enlargement");
            desk.session.selection.passage = project
                .passages
                .values()
                .find(|p| p.anchor.quotation == NATO)
                .map(|p| p.id);
            desk.article.reveal(&project.documents[0].id.clone(), words.clone());
            let mut h = harness(desk, SIZE);
            let at = place(&h, words.start + 30);
            h.hover_at(at);
            h.run();
            picture(&mut h, &format!("overlaps-{name}-{dimmed}"));
        }
    }
}
