//! Finding as a person does it, by accessible name.

use eframe::egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::{
    model::{Block, BlockKind, Body, Document, DocumentId, Project, Role},
    ui::{
        Action, Command,
        command::Pane,
        desk::{self, Desk, harness, picture},
        theme::Tokens,
    },
};

const SIZE: Vec2 = vec2(620.0, 700.0);

fn document(id: &str, texts: &[&str]) -> Document {
    let blocks = texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect();
    let mut document = (*desk::blank().documents[0]).clone();
    document.id = id.parse().expect("an id");
    document.about.title = format!("Article {id}");
    document.body = Body::new(blocks).into();
    document
}

/// Three short articles, and a few actors and issues.
fn three() -> Project {
    let mut project = desk::named(false);
    project.documents = [
        document("one", &["Nato here.", "Nothing.", "And NATO there: natopolis."]),
        document("two", &["Not in this one."]),
        document("three", &["The end of NATO? Long live Nato!"]),
    ]
    .into_iter()
    .map(Into::into)
    .collect();
    project
}

fn desk(project: Project) -> Harness<'static, Desk> {
    harness(Desk::new(project, &[Pane::Article]), SIZE)
}

fn act(h: &mut Harness<'_, Desk>, action: Action) {
    h.state().commands.send(Command::Act(action));
    h.run();
    h.run();
}

fn find(h: &mut Harness<'_, Desk>, words: &str) {
    act(h, Action::Find);
    h.get_by_label("Find").type_text(words);
    h.run();
    h.run();
}

fn press(h: &mut Harness<'_, Desk>, modifiers: Modifiers, key: Key) {
    h.key_press_modifiers(modifiers, key);
    h.run();
    h.run();
}

/// The words of the current hit.
fn current(h: &Harness<'_, Desk>) -> String {
    let find = &h.state().article.find;
    let hit = find.current.and_then(|c| find.hit(c));
    hit.map_or_else(String::new, |(found, range)| {
        format!(
            "{}:{}:{}",
            found.document,
            range.start,
            found.body.slice_clamped(range.clone())
        )
    })
}

fn selected(h: &Harness<'_, Desk>) -> String {
    let (session, project) = (&h.state().session, h.state().project());
    let document = session.selection.document.as_ref().and_then(|id| project.document(id));
    let range = session.selection.text.clone();
    document
        .zip(range)
        .map_or_else(String::new, |(d, r)| d.body.slice_clamped(r))
}

#[test]
fn plain_words_find_the_article_s_own_as_they_are_typed() {
    let mut h = desk(desk::blank());
    find(&mut h, "a de facto rebuilding");
    h.get_by_label("1 of 1");
    assert!(current(&h).ends_with(":a\u{a0}de facto rebuilding"), "{}", current(&h));
    // It came into view, and Escape selects it and gives the keyboard back to the text.
    press(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(selected(&h), "a\u{a0}de facto rebuilding");
    assert!(h.query_by_label("Find").is_none());
    let text = h.get_by_label_contains("Text of CHOICE");
    assert!(text.is_focused());
}

#[test]
fn enter_and_f3_go_on_and_back_and_over_the_ends() {
    let mut h = desk(three());
    find(&mut h, "nato");
    h.get_by_label("1 of 3");
    press(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label("2 of 3");
    assert!(h.get_by_label("Find").is_focused(), "one can type on");
    act(&mut h, Action::FindNext);
    h.get_by_label("3 of 3");
    press(&mut h, Modifiers::NONE, Key::Enter);
    h.get_by_label("1 of 3");
    h.get_by_label("from the top again");
    press(&mut h, Modifiers::SHIFT, Key::Enter);
    h.get_by_label("3 of 3");
    h.get_by_label("from the end again");
    act(&mut h, Action::FindPrevious);
    h.get_by_label("2 of 3");
    h.get_by_label("Whole words").click();
    h.run();
    h.run();
    h.get_by_label("1 of 2");
    h.get_by_label("Next hit").click();
    h.run();
    assert_eq!(current(&h), "one:24:NATO");
    h.get_by_label("Leave finding").click();
    h.run();
    assert_eq!(selected(&h), "NATO");
    // Closed, F3 goes on from there.
    act(&mut h, Action::FindNext);
    assert_eq!(current(&h), "one:24:NATO");
}

#[test]
fn the_selected_words_are_what_is_looked_for() {
    let mut h = desk(three());
    h.state_mut().session.selection.text = Some(24..28);
    h.run();
    act(&mut h, Action::Find);
    h.get_by_label("2 of 3");
    assert_eq!(current(&h), "one:24:NATO");
    // Typing replaces them.
    h.get_by_label("Find").type_text("nothing");
    h.run();
    h.run();
    assert_eq!(current(&h), "one:11:Nothing");
    h.get_by_label("Find").type_text(" at all");
    h.run();
    h.get_by_label("Not found");
}

#[test]
fn a_bad_expression_is_explained_and_a_good_one_finds() {
    let mut h = desk(three());
    find(&mut h, "(na");
    h.get_by_label("Not found");
    h.get_by_label("Regular expression").click();
    h.run();
    h.get_by_label("No expression");
    h.get_by_label("Unclosed group (character 1)");
    let field = h.get_by_label("Find");
    field.focus();
    h.run();
    h.get_by_label("Find").type_text("to|end)");
    h.run();
    h.run();
    h.get_by_label("1 of 3");
}

#[test]
fn hits_in_all_articles_are_listed_and_lead_there() {
    let mut h = desk(three());
    act(&mut h, Action::FindEverywhere);
    h.get_by_label("Find").type_text("nato");
    h.run();
    h.run();
    h.get_by_label("1 of 5");
    h.get_by_label("in 2 articles");
    h.get_by_label("Hit in Article three, ¶ 1: Long live Nato!").click();
    h.run();
    h.run();
    assert_eq!(h.state().session.selection.document, "three".parse().ok());
    h.get_by_label("5 of 5");
    press(&mut h, Modifiers::NONE, Key::F3);
    act(&mut h, Action::FindNext);
    h.get_by_label("1 of 5");
    assert_eq!(h.state().session.selection.document, "one".parse().ok());
    // Another article shown keeps the hits, and the place among them.
    let there: DocumentId = "two".parse().expect("an id");
    h.state().commands.send(Command::SelectDocument(there));
    h.run();
    h.get_by_label("1 of 5");
}

#[test]
fn all_hits_become_passages_of_the_cell_in_one_step() {
    let mut h = desk(three());
    find(&mut h, "nato");
    let button = h.get_by_label("Mark all as passages of the cell");
    assert!(button.accesskit_node().is_disabled(), "no cell is selected");
    h.state_mut().select("china", "nato-enlargement");
    // One is marked and cited already, one only marked.
    h.state_mut().session.selection.text = Some(0..4);
    h.run();
    act(&mut h, Action::AttachSelection);
    h.state_mut().session.selection.text = Some(24..28);
    h.run();
    act(&mut h, Action::MarkPassage);
    h.state_mut().session.selection.text = None;
    let steps = h.state().session.done();
    h.get_by_label("In all articles").click();
    h.run();
    h.run();
    h.get_by_label("Mark all 5 as passages of China × NATO enlargement")
        .click();
    h.run();
    let desk = h.state();
    let position = desk
        .project()
        .position(&desk.key("china", "nato-enlargement"))
        .expect("coded");
    let mut quoted: Vec<String> = position
        .cited(Role::For)
        .filter_map(|id| desk.project().passage(id))
        .map(|p| format!("{}:{}", p.document, p.anchor.start))
        .collect();
    quoted.sort();
    assert_eq!(quoted, ["one:0", "one:24", "one:36", "three:11", "three:27"]);
    assert_eq!(desk.project().passages.len(), 5);
    assert_eq!(desk.session.done(), steps + 1);
    let label = &desk.session.next_undo().expect("a step").label;
    assert_eq!(label, "China × NATO enlargement: mark 4 passages found for “nato”");
    h.state_mut().session.undo();
    assert_eq!(h.state().project().passages.len(), 2);
    // Again, and then there is nothing to do.
    h.run();
    act(&mut h, Action::MarkAllHits);
    act(&mut h, Action::MarkAllHits);
    assert_eq!(h.state().session.done(), steps + 1);
    let said = h.state().log.last().expect("it says so");
    assert!(
        said.contains("All of it is cited in China × NATO enlargement already"),
        "{said}"
    );
}

#[test]
fn what_takes_long_comes_in_by_and_by() {
    let text = "China and NATO. ".repeat(9000);
    let mut project = three();
    project.documents.set(0, document("one", &[&text]).into());
    let mut h = desk(project);
    act(&mut h, Action::Find);
    h.get_by_label("Find").type_text("nato");
    h.step();
    h.step();
    while h.state().article.find.is_searching() {
        h.step();
    }
    h.run();
    h.get_by_label("1 of 9,000");
    h.state_mut().select("china", "nato-enlargement");
    h.run();
    let button = h.get_by_label("Mark all 9,000 as passages of China × NATO enlargement");
    assert!(button.accesskit_node().is_disabled(), "too many for one step");
}

#[test]
fn pictures_of_finding() {
    for (dark, name) in [(false, "light"), (true, "dark")] {
        for width in [420.0, 720.0] {
            let mut desk = Desk::new(three(), &[Pane::Article]);
            desk.session = crate::session::Session::new(desk::coded(false), "first-reader".parse().expect("an id"));
            desk.tokens = Tokens::of(dark, false);
            desk.preferences.reading.mentions = true;
            desk.select("china", "nato-enlargement");
            let mut h = harness(desk, vec2(width, 800.0));
            act(&mut h, Action::FindEverywhere);
            h.get_by_label("Find").type_text("china");
            h.run();
            picture(&mut h, &format!("find-{name}-{width}"));
        }
    }
}
