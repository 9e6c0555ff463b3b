//! Keys pressed become actions.

use eframe::egui::{self, Event, KeyboardShortcut};

use super::App;
use crate::ui::{
    Command,
    command::{Action, Pane, Scope, key_of},
};

impl App {
    /// Sends the action of the first shortcut pressed. What was typed behind it in this frame waits until the keyboard
    /// is where the action moves it to.
    ///
    /// While a dialog is open its own keys alone count. A shortcut of one pane is heard while that pane has the
    /// keyboard; those panes read their keys themselves.
    pub(super) fn read_keys(&mut self, ctx: &egui::Context) {
        let key = |event: &Event| key_of(event).is_some();
        self.by_keyboard =
            ctx.input(|input| !input.pointer.any_pressed() && (self.by_keyboard || input.events.iter().any(key)));
        if self.hold_back(ctx) || self.dialog.is_some() || !ctx.input(|input| input.events.iter().any(key)) {
            return;
        }
        let typing = ctx.egui_wants_keyboard_input();
        // A text field undoes its own typing by the session's history, so Ctrl+Z is the window's alone.
        let types = |keys: KeyboardShortcut| keys.modifiers.is_none() && !is_function(keys.logical_key);
        let meant = |event: &Event| {
            let (key, modifiers) = key_of(event)?;
            let action = Action::pressed(Scope::Everywhere, key, modifiers, &self.preferences)?;
            let is_typed = typing && action.shortcut(&self.preferences).is_some_and(types);
            (!is_typed).then_some(action)
        };
        let mut events = ctx.input_mut(|input| std::mem::take(&mut input.events));
        let pressed = events
            .iter()
            .enumerate()
            .find_map(|(n, event)| Some((n, meant(event)?)));
        if let Some((n, action)) = pressed {
            let behind = events.drain(n..).skip(1).filter(|event| !is_held(event));
            let (typed, others): (Vec<Event>, Vec<Event>) = behind.partition(is_typed);
            events.extend(others);
            self.typed_ahead = typed;
            self.holding = true;
            self.commands.send(Command::Act(action));
        }
        ctx.input_mut(|input| input.events = events);
    }

    /// In the frame after a shortcut, in which the keyboard moves, keeps what is typed for the next one; then gives it
    /// back. Whether it was kept. A shortcut that is held down is not kept: it would go on when it is let go.
    fn hold_back(&mut self, ctx: &egui::Context) -> bool {
        let holding = std::mem::take(&mut self.holding);
        if !holding && self.typed_ahead.is_empty() {
            return false;
        }
        let events = ctx.input_mut(|input| std::mem::take(&mut input.events));
        let events = events.into_iter().filter(|event| !(holding && is_held(event)));
        let (typed, mut others): (Vec<Event>, Vec<Event>) = events.partition(is_typed);
        self.typed_ahead.extend(typed);
        if !holding {
            others.append(&mut self.typed_ahead);
        }
        ctx.input_mut(|input| input.events = others);
        if !self.typed_ahead.is_empty() {
            ctx.request_repaint();
        }
        holding
    }
}

/// Whether an event goes where the keyboard is.
fn is_typed(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { .. } | Event::Text(_) | Event::Ime(_) | Event::Copy | Event::Cut | Event::Paste(_)
    )
}

/// Whether it is a shortcut of the window once more, because its keys are held down.
fn is_held(event: &Event) -> bool {
    matches!(event, Event::Key { key, pressed: true, repeat: true, modifiers, .. }
        if modifiers.command || modifiers.alt || is_function(*key))
}

fn is_function(key: egui::Key) -> bool {
    (egui::Key::F1..=egui::Key::F35).contains(&key)
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
        Action::FocusHistory => Some(Pane::History),
        _ => None,
    }
}
