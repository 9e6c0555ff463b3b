//! A button that opens a list to choose from, by mouse, keyboard or screen reader.

use eframe::egui::{ComboBox, Event, IdSalt, Key, Response, Ui, WidgetText, accesskit};

/// Draws the button, `width` points wide, with `text` on it; `name` is what a screen reader calls it, and tells it from
/// others beside it. The list closes at any choice, and the keyboard is then on the button again.
pub(crate) fn drop_down(
    ui: &mut Ui,
    name: &str,
    text: impl Into<WidgetText>,
    width: f32,
    list: impl FnOnce(&mut Ui),
) -> Response {
    let was_open = ComboBox::is_open(ui.ctx(), ui.make_persistent_id(IdSalt::new(name)));
    let shown = ComboBox::from_id_salt(name)
        .width(width)
        .selected_text(text.into())
        .show_ui(ui, |ui| {
            list(ui);
            // The press that opened the list chooses nothing in it; a click of the mouse closes it anyway.
            let chosen = was_open && chosen_without_mouse(ui);
            if chosen {
                ui.close();
            }
            chosen
        });
    if shown.inner == Some(true) {
        shown.response.request_focus();
    }
    shown.response.accessible_name(name)
}

fn chosen_without_mouse(ui: &Ui) -> bool {
    ui.input(|i| {
        i.key_pressed(Key::Enter)
            || i.key_pressed(Key::Space)
            || i.events.iter().any(|event| {
                matches!(event, Event::AccessKitActionRequest(asked) if asked.action == accesskit::Action::Click)
            })
    })
}

#[cfg(test)]
mod tests {
    use eframe::egui::accesskit::Role;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;

    #[test]
    fn a_choice_by_key_closes_the_list_and_gives_the_keyboard_back() {
        let names = ["China", "Russia", "NATO"];
        let mut harness = Harness::new_ui_state(
            |ui, chosen: &mut usize| {
                drop_down(ui, "Actor", names[*chosen], 100.0, |ui| {
                    for (n, name) in names.iter().enumerate() {
                        ui.selectable_value(chosen, n, *name);
                    }
                });
            },
            0,
        );
        harness.get_by_role_and_label(Role::ComboBox, "Actor").focus();
        harness.run();
        for key in [Key::Enter, Key::ArrowDown, Key::ArrowDown] {
            harness.key_press(key);
            harness.run();
        }
        assert!(harness.query_by_label("NATO").is_some(), "the list is open");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(*harness.state(), 1);
        assert!(harness.query_by_label("NATO").is_none(), "the list is closed");
        assert!(harness.get_by_role_and_label(Role::ComboBox, "Actor").is_focused());
    }
}
