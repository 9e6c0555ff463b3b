//! The smallest window that the program promises to be usable in.

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::app::App;

use crate::hand::{focused, keys, project, window};

fn small(state: &std::path::Path) -> Harness<'static, App> {
    let mut harness = window(&[], state);
    harness.set_size(egui::vec2(900.0, 600.0));
    harness.run_ok();
    harness
}

#[test]
fn a_new_note_is_written_at_once_however_many_stand_before_it() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = small(state.path());
    harness.get_by_label_contains("China, NATO enlargement: ").click();
    harness.run_ok();
    keys(&mut harness, Modifiers::NONE, Key::N);
    assert_eq!(focused(&harness), "Text of the note");
    let field = harness.get_by_label("Text of the note");
    assert!(
        harness.ctx.content_rect().contains(field.rect().left_top()),
        "{}",
        field.rect()
    );
    field.type_text("Why?");
    harness.run_ok();
    assert!(project(&harness).notes.values().any(|note| note.text == "Why?"));
}

#[test]
fn with_the_largest_letters_menus_and_the_state_of_the_work_are_within_the_window() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = small(state.path());
    harness.set_size(egui::vec2(360.0, 240.0));
    harness.run_ok();
    let window = harness.ctx.content_rect();
    let told = harness.get_by_label_contains("You code as").rect();
    assert!(window.contains_rect(told), "{told}");
    // A menu is longer than the window; its last item is come to by keyboard, and is seen then.
    harness.get_by_label("File").click();
    harness.run_ok();
    keys(&mut harness, Modifiers::NONE, Key::ArrowDown);
    for _ in 0..40 {
        if focused(&harness).starts_with("Quit") {
            break;
        }
        keys(&mut harness, Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(focused(&harness), "Quit Ctrl+Q");
    let quit = harness.get_by_label("Quit Ctrl+Q").rect();
    assert!(window.contains_rect(quit), "{quit}");
}

#[test]
fn captions_are_as_large_as_the_theme_says() {
    let state = tempfile::tempdir().unwrap();
    let harness = small(state.path());
    let style = harness.ctx.global_style();
    let size = |text: egui::TextStyle| style.text_styles[&text].size;
    assert_eq!(
        (size(egui::TextStyle::Small), size(egui::TextStyle::Body)),
        (11.0, 13.0)
    );
    assert!(style.spacing.scroll.dormant_handle_opacity > 0.0);
}
