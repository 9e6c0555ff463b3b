//! Keys pressed become actions.

use eframe::egui::{self, KeyboardShortcut};

use super::App;
use crate::ui::{
    Command,
    command::{Action, Pane, Scope, TABLE},
};

impl App {
    /// Sends an action for every shortcut pressed, longer ones first, so that Ctrl+Shift+S is not also Ctrl+S.
    ///
    /// While a dialog is open its own keys alone count. A shortcut of one pane is heard while that pane has the
    /// keyboard; those panes read their keys themselves.
    pub(super) fn read_keys(&mut self, ctx: &egui::Context) {
        if self.dialog.is_some() {
            return;
        }
        let mut shortcuts: Vec<(KeyboardShortcut, Action)> = TABLE
            .iter()
            .filter(|row| row.scope == Scope::Everywhere)
            .filter_map(|row| Some((row.action.shortcut(&self.preferences)?, row.action)))
            .collect();
        shortcuts
            .sort_by_key(|(keys, _)| std::cmp::Reverse(u8::from(keys.modifiers.shift) + u8::from(keys.modifiers.alt)));
        let typing = ctx.egui_wants_keyboard_input();
        for (keys, action) in shortcuts {
            // A text field undoes its own typing by the session's history, so Ctrl+Z is the window's alone.
            let types = keys.modifiers.is_none() && !keys.logical_key.name().starts_with('F');
            if types && typing {
                continue;
            }
            if ctx.input_mut(|input| input.consume_shortcut(&keys)) {
                self.commands.send(Command::Act(action));
            }
        }
    }
}

/// Points by which a touchpad's wheel turns for one step of zooming.
const WHEEL_STEP: f32 = 50.0;

impl App {
    /// Ctrl and the wheel zoom, a step for each notch; so does pinching.
    pub(super) fn read_zoom(&mut self, ctx: &egui::Context) {
        if self.dialog.is_some() {
            return;
        }
        let turned = ctx.input(|input| {
            let steps = input.events.iter().map(|event| match event {
                egui::Event::MouseWheel {
                    unit, delta, modifiers, ..
                } if modifiers.command => match unit {
                    egui::MouseWheelUnit::Point => delta.y / WHEEL_STEP,
                    egui::MouseWheelUnit::Line | egui::MouseWheelUnit::Page => delta.y,
                },
                egui::Event::Zoom(factor) => (factor - 1.0) * 10.0,
                _ => 0.0,
            });
            steps.sum::<f32>()
        });
        self.zoom_turned += turned;
        while self.zoom_turned.abs() >= 1.0 {
            let larger = self.zoom_turned > 0.0;
            self.zoom_turned -= if larger { 1.0 } else { -1.0 };
            self.commands
                .send(Command::Act(if larger { Action::ZoomIn } else { Action::ZoomOut }));
        }
    }
}

/// The pane that an action moves the keyboard to.
pub(super) fn pane_of(action: Action) -> Option<Pane> {
    match action {
        Action::FocusArticle => Some(Pane::Article),
        Action::FocusMatrix => Some(Pane::Matrix),
        Action::FocusCell => Some(Pane::Cell),
        Action::FocusNotes => Some(Pane::Notes),
        _ => None,
    }
}
