//! The pane as a person uses it, by accessible name and by points on the screen.

mod coding;
mod exact;
mod passages;
mod reading;
mod scrolling;

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::marks;
use crate::{
    model::{Block, BlockKind, Body, Document, Project},
    ui::{
        command::Pane,
        desk::{self, Desk, blank, harness, named, picture},
        theme::Tokens,
    },
};

const SIZE: Vec2 = vec2(720.0, 760.0);

/// A project whose only article has these blocks.
fn project_of(blocks: Vec<Block>) -> Project {
    let mut project = blank();
    let document = Document {
        body: Body::new(blocks).into(),
        ..(*project.documents[0]).clone()
    };
    project.documents.set(0, document.into());
    project
}

fn paragraphs(texts: &[&str]) -> Vec<Block> {
    texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect()
}

fn article(project: Project) -> Harness<'static, Desk> {
    harness(Desk::new(project, &[Pane::Article]), SIZE)
}

fn body(harness: &Harness<'_, Desk>) -> std::sync::Arc<Body> {
    harness.state().project().documents[0].body.clone()
}

fn place(harness: &Harness<'_, Desk>, position: u32) -> Pos2 {
    harness.state().article.place_of(position).expect("it is visible")
}

fn selected(harness: &Harness<'_, Desk>) -> String {
    let range = harness.state().session.selection.text.clone();
    range.map_or_else(String::new, |r| body(harness).slice_clamped(r))
}

fn drag(harness: &mut Harness<'_, Desk>, from: u32, to: u32) {
    let (from, to) = (place(harness, from), place(harness, to));
    desk::drag(harness, from, to);
}

/// A click within one frame, a quarter of a second after the last.
fn click(harness: &mut Harness<'_, Desk>, at: Pos2) {
    for pressed in [true, false] {
        harness.input_mut().events.push(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.step();
}

fn key(harness: &mut Harness<'_, Desk>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
}

#[test]
fn dragging_selects_exactly_what_it_covers() {
    let mut h = article(blank());
    let text = body(&h).text();
    let words = "Russian President";
    let start = text[..text.find(words).expect("there")].chars().count() as u32;
    drag(&mut h, start, start + words.len() as u32);
    assert_eq!(selected(&h), words);
    drag(&mut h, start + words.len() as u32, start);
    assert_eq!(selected(&h), words);
    // From the first paragraph into the second.
    drag(&mut h, 5, start);
    assert_eq!(selected(&h), body(&h).slice_clamped(5..start));
}

#[test]
fn clicks_select_word_sentence_and_paragraph() {
    let mut h = article(project_of(paragraphs(&["One two. The U.S. three café four.", "Five."])));
    let at = place(&h, 27) + vec2(2.0, 0.0);
    let mut seen = Vec::new();
    for _ in 0..4 {
        click(&mut h, at);
        seen.push(selected(&h));
    }
    let sentence = "The U.S. three café four.";
    assert_eq!(seen, ["", "café", sentence, "One two. The U.S. three café four."]);
}

#[test]
fn shift_and_arrows_select_from_a_click() {
    let mut h = article(project_of(paragraphs(&["One two three.", "Four five."])));
    let at = place(&h, 4);
    h.drag_at(at);
    h.drop_at(at);
    h.run();
    let shift = Modifiers::SHIFT;
    key(&mut h, shift, Key::ArrowRight);
    key(&mut h, shift, Key::ArrowRight);
    assert_eq!(selected(&h), "tw");
    key(&mut h, shift | Modifiers::COMMAND, Key::ArrowRight);
    assert_eq!(selected(&h), "two");
    key(&mut h, shift, Key::End);
    assert_eq!(selected(&h), "two three.");
    key(&mut h, shift | Modifiers::COMMAND, Key::End);
    assert_eq!(selected(&h), "two three.\nFour five.");
    key(&mut h, shift, Key::ArrowUp);
    assert!("two three.".starts_with(&selected(&h)), "a line up: {}", selected(&h));
    key(&mut h, Modifiers::COMMAND, Key::A);
    assert_eq!(selected(&h), body(&h).text());
}

#[test]
fn every_visible_block_is_found_by_its_text() {
    let h = article(blank());
    h.get_by_label("This article was originally published by CHOICE.");
}

#[test]
fn pictures_of_the_pane() {
    for (dark, name) in [(false, "light"), (true, "dark")] {
        for width in [420.0, 720.0, 1300.0] {
            let mut desk = Desk::new(kinds(), &[Pane::Article]);
            desk.tokens = Tokens::of(dark, false);
            let mut h = harness(desk, vec2(width, 900.0));
            picture(&mut h, &format!("article-{name}-{width}"));
        }
    }
}

/// An article with every kind of block and of script.
fn kinds() -> Project {
    let mut blocks = vec![
        Block::new(BlockKind::Heading(1), "The joint statement, read closely"),
        Block::new(BlockKind::Heading(2), "Russian Perspective"),
        Block::new(
            BlockKind::Quotation,
            "“The friendship between the two States has no limits, there are no ‘forbidden’ areas of cooperation.”",
        ),
        Block::new(
            BlockKind::ListItem,
            "China made an explicit statement against NATO’s expansion.",
        ),
        Block::new(BlockKind::ListItem, "Россия требует гарантий безопасности."),
    ];
    blocks.splice(1..1, named(false).documents[0].body.blocks()[..3].iter().cloned());
    project_of(blocks)
}
