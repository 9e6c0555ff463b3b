//! Asks whether to save before the project is left.

use eframe::egui;

use super::{buttons, default_button, modal};
use crate::ui::{Command, Ctx, command::Then};

/// What waits for the answer.
#[derive(Debug, Clone)]
pub struct Unsaved {
    /// The file's name, or what the project is called while it has none.
    pub name: String,
    /// What comes after.
    pub then: Then,
}

impl Unsaved {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, &format!("Save changes to {}?", self.name), 420.0, |ui| {
            ui.label("Without saving, what you changed since the last save is lost.");
            buttons(ui, |ui| {
                if default_button(ui, true, "Save") {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::SaveThen(self.then.clone()));
                }
                if ui.button("Don’t save").clicked() {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::GoOn(self.then.clone()));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Key, vec2};
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::ui::{
        command::Pane,
        desk::{self, Desk, harness},
        dialog::Dialog,
    };

    /// The question, asked while the keyboard is in the matrix, and perhaps Enter is held down.
    fn asked(held: bool) -> Harness<'static, Desk> {
        let mut desk = Desk::new(desk::named(false), &[Pane::Matrix]);
        desk.matrix.focus();
        let mut h = harness(desk, vec2(900.0, 600.0));
        h.run();
        assert!(h.ctx.memory(|m| m.focused().is_some()));
        if held {
            h.key_down(Key::Enter);
            h.run();
        }
        h.state_mut().log.clear();
        h.state_mut().dialog = Some(Dialog::Unsaved(Unsaved {
            name: "reading.ron".to_owned(),
            then: Then::Quit,
        }));
        h.run();
        h
    }

    #[test]
    fn enter_saves_but_on_another_button_presses_that_one_alone() {
        for (tabs, button, does) in [
            (0, None, vec!["SaveThen(Quit)"]),
            (1, Some("Save"), vec!["SaveThen(Quit)"]),
            (2, Some("Don’t save"), vec!["GoOn(Quit)"]),
            (3, Some("Cancel"), vec![]),
        ] {
            let mut h = asked(false);
            for _ in 0..tabs {
                h.key_press(Key::Tab);
                h.run();
            }
            if let Some(name) = button {
                assert!(h.get_by_label(name).is_focused(), "{name}");
            }
            h.key_press(Key::Enter);
            h.run();
            assert_eq!(h.state().log, does, "{button:?}");
            assert!(h.state().dialog.is_none(), "{button:?}");
        }
    }

    #[test]
    fn enter_held_down_since_before_the_question_does_not_answer_it() {
        let mut h = asked(true);
        h.key_down(Key::Enter);
        h.run();
        assert!(h.state().log.is_empty() && h.state().dialog.is_some());
        h.key_up(Key::Enter);
        h.key_press(Key::Enter);
        h.run();
        assert_eq!(h.state().log, ["SaveThen(Quit)"]);
    }
}
