//! Shortcuts: which keys stand for an action, as the table says or as the user changed it.

use eframe::egui::{Event, EventFilter, FocusDirection, Id, Key, KeyboardShortcut, Modifiers, Ui};

use super::{Action, Row, Scope, TABLE};
use crate::ui::{Ctx, Preferences};

impl Action {
    /// The action's row.
    pub fn row(self) -> &'static Row {
        // The table is made from the enum, in its order.
        &TABLE[self as usize]
    }

    /// The name by which preferences remember it.
    pub fn key(self) -> String {
        format!("{self:?}")
    }

    /// The shortcut in force.
    pub fn shortcut(self, preferences: &Preferences) -> Option<KeyboardShortcut> {
        match preferences.shortcuts.get(&self.key()) {
            Some(text) => parse_shortcut(text),
            None => self.row().shortcut,
        }
    }

    /// The action of a scope that these keys stand for, if any. Modifiers must be just those of the shortcut, so that
    /// Ctrl+Shift+S is not also Ctrl+S, save that a character that needs Shift on some keyboards is taken with it where
    /// nothing else is meant.
    pub fn pressed(scope: Scope, key: Key, modifiers: Modifiers, preferences: &Preferences) -> Option<Self> {
        let fits = |shortcut: KeyboardShortcut, exactly: bool| {
            shortcut.logical_key == key
                && (modifiers.matches_exact(shortcut.modifiers)
                    || (!exactly && modifiers.matches_exact(shortcut.modifiers.plus(Modifiers::SHIFT))))
        };
        [true, false].into_iter().find_map(|exactly| {
            TABLE
                .iter()
                .filter(|row| row.scope == scope)
                .find(|row| row.action.shortcut(preferences).is_some_and(|s| fits(s, exactly)))
                .map(|row| row.action)
        })
    }
}

/// Reads "Ctrl+Shift+K"; `None` for the empty text or anything else.
pub fn parse_shortcut(text: &str) -> Option<KeyboardShortcut> {
    let mut modifiers = Modifiers::NONE;
    let (rest, key) = text.rsplit_once('+').unwrap_or(("", text));
    for word in rest.split('+').filter(|w| !w.is_empty()) {
        modifiers = modifiers.plus(match word {
            "Ctrl" | "Cmd" => Modifiers::COMMAND,
            "Shift" => Modifiers::SHIFT,
            "Alt" => Modifiers::ALT,
            _ => return None,
        });
    }
    Some(KeyboardShortcut::new(modifiers, Key::from_name(key)?))
}

/// Writes a shortcut as [`parse_shortcut`] reads it, and as menus show it.
pub fn format_shortcut(shortcut: KeyboardShortcut) -> String {
    let mut out = String::new();
    for (on, word) in [
        (shortcut.modifiers.command || shortcut.modifiers.ctrl, "Ctrl+"),
        (shortcut.modifiers.alt, "Alt+"),
        (shortcut.modifiers.shift, "Shift+"),
    ] {
        if on {
            out.push_str(word);
        }
    }
    out.push_str(match shortcut.logical_key {
        // As it stands on the keyboard; plus and minus would not be seen behind a plus.
        Key::Slash => "/",
        key => key.name(),
    });
    out
}

/// The key that was pressed in an event, if one was, and what was held down with it.
pub fn key_of(event: &Event) -> Option<(Key, Modifiers)> {
    match event {
        Event::Key {
            key,
            pressed: true,
            modifiers,
            ..
        } => Some((*key, *modifiers)),
        _ => None,
    }
}

/// Hands the actions of these scopes, an earlier one first, whose keys were pressed in this frame to `perform`; keys of
/// an action that it did are used up.
pub fn take_keys(ctx: &Ctx<'_>, ui: &Ui, scopes: &[Scope], mut perform: impl FnMut(Action) -> bool) {
    let mut events = ui.input_mut(|i| std::mem::take(&mut i.events));
    events.retain(|event| {
        let Some((key, modifiers)) = key_of(event) else {
            return true;
        };
        let pressed = |scope: &Scope| Action::pressed(*scope, key, modifiers, ctx.preferences);
        !scopes.iter().find_map(pressed).is_some_and(&mut perform)
    });
    ui.input_mut(|i| i.events = events);
}

/// As [`take_keys`], for the widget of a list that has the keyboard: arrows up and down and Escape are this list's, and
/// not also egui's, which would move the keyboard elsewhere or take it away before anything is drawn.
pub fn take_keys_of(ctx: &Ctx<'_>, ui: &Ui, widget: Id, scopes: &[Scope], mut perform: impl FnMut(Action) -> bool) {
    let keep = EventFilter {
        vertical_arrows: true,
        escape: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|m| m.set_focus_lock_filter(widget, keep));
    take_keys(ctx, ui, scopes, |action| {
        let done = perform(action);
        if done {
            // In the first frame in which a widget has the keyboard, egui has not been told yet.
            ui.memory_mut(|m| m.move_focus(FocusDirection::None));
        }
        done
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_shortcut_is_meant_and_alt_makes_another() {
        let pressed = |modifiers, key| Action::pressed(Scope::Everywhere, key, modifiers, &Preferences::default());
        let ctrl = Modifiers::COMMAND;
        assert_eq!(pressed(ctrl, Key::S), Some(Action::Save));
        assert_eq!(pressed(ctrl | Modifiers::SHIFT, Key::S), Some(Action::SaveAs));
        assert_eq!(pressed(Modifiers::SHIFT, Key::F6), Some(Action::PreviousPane));
        // Where the plus sign is behind Shift.
        assert_eq!(pressed(ctrl | Modifiers::SHIFT, Key::Plus), Some(Action::ZoomIn));
        // Where AltGr is Ctrl+Alt, this types a letter.
        assert_eq!(pressed(ctrl | Modifiers::ALT, Key::Q), None);
    }

    #[test]
    fn shortcuts_read_back_as_written() {
        for row in TABLE {
            if let Some(shortcut) = row.shortcut {
                assert_eq!(
                    parse_shortcut(&format_shortcut(shortcut)),
                    Some(shortcut),
                    "{}",
                    row.name
                );
            }
        }
    }
}
