//! Reading: keys and gestures that select, settings of the page, the line that stays while zooming, what is copied.

use super::*;
use crate::ui::{Action, Command, preferences::Reading};

fn act(h: &mut Harness<'_, Desk>, action: Action) {
    h.state_mut().commands.send(Command::Act(action));
    h.run();
}

#[test]
fn a_drag_after_two_clicks_selects_by_words_and_after_three_by_sentences() {
    let mut h = article(project_of(paragraphs(&["One two three. Four five six. Seven eight."])));
    let (from, to) = (place(&h, 5) + vec2(1.0, 0.0), place(&h, 21) + vec2(1.0, 0.0));
    for (clicks, expected) in [(1, "two three. Four five"), (2, "One two three. Four five six.")] {
        for _ in 0..clicks {
            click(&mut h, from);
        }
        h.drag_at(from);
        h.step();
        h.hover_at(to);
        h.step();
        h.drop_at(to);
        h.run();
        assert_eq!(selected(&h), expected);
        // Backwards too.
        for _ in 0..6 {
            h.step();
        }
    }
}

#[test]
fn shift_and_a_click_extend() {
    let mut h = article(project_of(paragraphs(&["One two three.", "Four five."])));
    drag(&mut h, 4, 7);
    let at = place(&h, 19);
    h.event(Event::ModifiersChanged(Modifiers::SHIFT));
    h.run();
    for pressed in [true, false] {
        h.input_mut().events.push(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::SHIFT,
        });
    }
    h.run();
    assert_eq!(selected(&h), "two three.\nFour");
}

#[test]
fn a_drag_beyond_the_edge_scrolls() {
    let mut h = article(blank());
    let from = place(&h, 10);
    h.drag_at(from);
    h.run();
    for _ in 0..60 {
        h.hover_at(pos2(300.0, SIZE.y + 60.0));
        h.step();
    }
    h.drop_at(pos2(300.0, SIZE.y + 60.0));
    h.run();
    assert!(selected(&h).len() > 4000, "{} bytes", selected(&h).len());
    assert!(h.state().article.place_of(10).is_none(), "its start is out of sight");
}

#[test]
fn the_caret_goes_everywhere_by_keyboard() {
    let mut h = article(project_of(paragraphs(&["One two three.", "Four five."])));
    h.state_mut().article.focus();
    h.run();
    act(&mut h, Action::CaretMode);
    let head = |h: &Harness<'_, Desk>| h.state().article.ends.expect("a caret").head;
    let ctrl = Modifiers::COMMAND;
    for (modifiers, pressed, expected) in [
        (Modifiers::NONE, Key::ArrowRight, 1),
        (ctrl, Key::ArrowRight, 3),
        (Modifiers::NONE, Key::End, 14),
        (Modifiers::NONE, Key::Home, 0),
        (Modifiers::NONE, Key::ArrowDown, 15),
        (ctrl, Key::ArrowLeft, 14),
        (ctrl, Key::End, 25),
        (ctrl, Key::Home, 0),
        (Modifiers::NONE, Key::PageDown, 25),
        (Modifiers::NONE, Key::PageUp, 0),
        (ctrl, Key::ArrowDown, 15),
    ] {
        key(&mut h, modifiers, pressed);
        assert_eq!(head(&h), expected, "{modifiers:?} {pressed:?}");
    }
    key(&mut h, Modifiers::SHIFT | ctrl, Key::Home);
    assert_eq!(selected(&h), "One two three.\n");
}

#[test]
fn what_is_copied_is_clean() {
    let text = ["Sov\u{ad}er\u{ad}eign on 4\u{a0}Feb.\u{200b}", "Second."];
    let mut h = article(project_of(paragraphs(&text)));
    h.state_mut().article.focus();
    h.run();
    key(&mut h, Modifiers::COMMAND, Key::A);
    h.event(Event::Copy);
    h.run();
    let copied = format!("Copy({:?})", "Sovereign on 4\u{a0}Feb.\n\nSecond.");
    assert!(h.state().log.contains(&copied), "{:?}", h.state().log);
}

/// Scrolls into the article; gives a position on the line at a third of the height, and where that line is.
fn line_read(h: &mut Harness<'_, Desk>, share: f32) -> (u32, f32) {
    let y = h.state().article.view.as_ref().expect("a view").rect;
    let line = h
        .state()
        .article
        .view
        .as_ref()
        .and_then(|v| v.line_at(y.top() + y.height() * share))
        .expect("a line");
    (line.range.start, line.top)
}

fn scrolled() -> Harness<'static, Desk> {
    let mut h = article(blank());
    let document = h.state().project().documents[0].id.clone();
    h.state_mut().article.reveal(&document, 3000..3010);
    h.run();
    h
}

fn top_of(h: &Harness<'_, Desk>, position: u32) -> f32 {
    h.state()
        .article
        .view
        .as_ref()
        .and_then(|v| v.caret(position, false))
        .expect("it is in view")
        .top()
}

#[test]
fn the_line_read_stays_while_size_height_and_width_change_and_comes_back() {
    let mut h = scrolled();
    let (position, top) = line_read(&mut h, 0.33);
    let usual = Reading::default();
    for changed in [
        Reading { size: 24.0, ..usual },
        Reading { size: 12.0, ..usual },
        Reading {
            line_height: 2.0,
            ..usual
        },
        Reading { measure: 45.0, ..usual },
        usual,
    ] {
        h.state_mut().preferences.reading = changed;
        h.run();
        assert!(
            (top_of(&h, position) - top).abs() < 1.0,
            "{changed:?}: {} for {top}",
            top_of(&h, position)
        );
    }
    assert_eq!(line_read(&mut h, 0.33), (position, top), "back where it was");
}

#[test]
fn the_beginning_stays_the_beginning_and_selecting_all_moves_nothing() {
    let mut h = article(blank());
    let top = place(&h, 0);
    h.state_mut().preferences.reading.measure = 40.0;
    h.run();
    assert_eq!(place(&h, 0).y, top.y);
    h.state_mut().article.focus();
    h.run();
    key(&mut h, Modifiers::COMMAND, Key::A);
    assert_eq!(selected(&h), body(&h).text());
    assert_eq!(place(&h, 0).y, top.y);
}

#[test]
fn the_line_under_the_pointer_stays_while_ctrl_zooms() {
    let mut h = scrolled();
    let (position, top) = line_read(&mut h, 0.7);
    h.hover_at(pos2(300.0, top + 10.0));
    h.run();
    h.event(Event::ModifiersChanged(Modifiers::COMMAND));
    h.run();
    h.state_mut().preferences.reading.size = 21.0;
    h.run();
    assert!(
        (top_of(&h, position) - top).abs() < 1.0,
        "{} for {top}",
        top_of(&h, position)
    );
}

#[test]
fn the_page_is_set_from_the_window_and_reset() {
    let mut h = article(blank());
    act(&mut h, Action::ReadingSettings);
    let set = |h: &mut Harness<'_, Desk>, name: &str, key: Key, times: usize| {
        let slider =
            h.get_by(|n| n.label().is_some_and(|l| l == name) && n.role() == eframe::egui::accesskit::Role::Slider);
        slider.focus();
        h.run();
        for _ in 0..times {
            h.key_press(key);
            h.run();
        }
    };
    set(&mut h, "Text size", Key::ArrowRight, 2);
    set(&mut h, "Line height", Key::ArrowRight, 1);
    set(&mut h, "Characters a line", Key::ArrowLeft, 3);
    let reading = h.state().preferences.reading;
    assert!(
        reading.size > 17.0 && reading.line_height > 1.5 && reading.measure < 66.0,
        "{reading:?}"
    );
    h.get_by_label("Reset the page").click();
    h.run();
    assert_eq!(h.state().preferences.reading, Reading::default());
    h.get_by_label("Hide them").click();
    h.run();
    assert!(h.state().preferences.reading.hide_others);
}

#[test]
fn letters_that_no_font_has_are_explained() {
    let text = "Xi Jinping (习近平) spoke.";
    let desk = Desk::new(project_of(paragraphs(&[text])), &[Pane::Article]);
    let h = crate::ui::desk::harness_for_any_script(desk, SIZE);
    h.get_by_label_contains("no font here has (the first is U+4E60)");
    let h = article(project_of(paragraphs(&[
        "Only “Latin” – Кириллица\u{ad} 4\u{a0}Feb.\u{200d}",
    ])));
    assert!(h.query_by_label_contains("no font here has").is_none());
}
