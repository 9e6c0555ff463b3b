//! Every command and its keys, to look up and to change.

use eframe::egui::{self, Event, Grid, Key, KeyboardShortcut, RichText, ScrollArea, TextEdit};

use super::{buttons, list_height, modal, name_field};
use crate::ui::{
    Action, Command, Ctx, Preferences,
    command::{Row, Scope, TABLE, format_shortcut, key_of},
    fuzzy,
};

/// Widths of the columns of keys and of names, and between columns, in points; hints have the rest.
const KEYS: f32 = 200.0;
const NAMES: f32 = 270.0;
const GAP: f32 = 16.0;

/// What is looked for, and the action whose keys are being pressed.
#[derive(Debug, Clone, Default)]
pub struct Shortcuts {
    query: String,
    recording: Option<Action>,
    clash: Option<String>,
}

/// The action that has these keys already where both would be heard.
fn taken(keys: KeyboardShortcut, by: Action, preferences: &Preferences) -> Option<Action> {
    let scope = by.row().scope;
    TABLE
        .iter()
        .filter(|row| row.action != by)
        .filter(|row| row.scope == scope || row.scope == Scope::Everywhere || scope == Scope::Everywhere)
        .find(|row| row.action.shortcut(preferences) == Some(keys))
        .map(|row| row.action)
}

fn clash(keys: KeyboardShortcut, other: Action) -> String {
    format!(
        "{} is “{}” already. Nothing was changed.",
        format_shortcut(keys),
        other.row().name
    )
}

impl Shortcuts {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Commands and shortcuts", 860.0, |ui| {
            self.record(ctx, ui);
            let field = ui.add(
                TextEdit::singleline(&mut self.query)
                    .hint_text("Find a command, or keys")
                    .desired_width(240.0),
            );
            name_field(&field, "Find a command", &self.query);
            ui.label(
                RichText::new("Click keys to change them, then press the new ones; Backspace takes them away.")
                    .color(ctx.tokens.faint),
            );
            if let Some(clash) = &self.clash {
                ui.colored_label(ctx.tokens.warning, clash);
            }
            ui.add_space(6.0);
            ScrollArea::vertical()
                .max_height(list_height(ui))
                .min_scrolled_height(list_height(ui))
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for scope in Scope::ALL {
                        self.scope_ui(ctx, ui, scope);
                    }
                });
            buttons(ui, |ui| {
                if ui.button("Close").clicked() {
                    ctx.send(Command::CloseDialog);
                }
                let changed = !ctx.preferences.shortcuts.is_empty();
                if ui.add_enabled(changed, egui::Button::new("Reset all")).clicked() {
                    let mut preferences = ctx.preferences.clone();
                    preferences.shortcuts.clear();
                    ctx.send(Command::Prefer(Box::new(preferences)));
                }
            });
        });
    }

    /// The commands heard in one place, under its name.
    fn scope_ui(&mut self, ctx: &Ctx<'_>, ui: &mut egui::Ui, scope: Scope) {
        let rows: Vec<&Row> = TABLE
            .iter()
            .filter(|row| row.scope == scope && self.fits(row, ctx.preferences))
            .collect();
        if rows.is_empty() {
            return;
        }
        ui.add_space(4.0);
        ui.strong(scope.heading());
        let cell = |ui: &mut egui::Ui, width: f32, text: RichText| {
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(text).wrap());
            });
        };
        // The same columns under every heading, and none beyond the dialog's edge.
        let room = ui.available_width() - KEYS - 2.0 * GAP;
        let name = (room * 0.4).min(NAMES);
        Grid::new(("shortcuts", scope))
            .num_columns(3)
            .spacing([GAP, 4.0])
            .striped(true)
            .show(ui, |ui| {
                for row in rows {
                    cell(ui, name, RichText::new(row.name));
                    ui.scope(|ui| {
                        ui.set_min_width(KEYS);
                        self.keys_ui(ctx, ui, row);
                    });
                    cell(ui, room - name, RichText::new(row.hint).color(ctx.tokens.faint));
                    ui.end_row();
                }
            });
    }

    /// Whether a row has the letters, or the keys, that are looked for.
    fn fits(&self, row: &Row, preferences: &Preferences) -> bool {
        let keys = row
            .action
            .shortcut(preferences)
            .map(format_shortcut)
            .unwrap_or_default();
        fuzzy::score(&self.query, row.name).is_some()
            || keys.to_lowercase().starts_with(&self.query.trim().to_lowercase())
    }

    /// The keys of a command: a click lets new ones be pressed.
    fn keys_ui(&mut self, ctx: &Ctx<'_>, ui: &mut egui::Ui, row: &Row) {
        let keys = if self.recording == Some(row.action) {
            "press keys…".to_owned()
        } else {
            row.action
                .shortcut(ctx.preferences)
                .map_or_else(|| "none".to_owned(), format_shortcut)
        };
        ui.horizontal(|ui| {
            let button = ui.button(RichText::new(&keys).monospace());
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{}: {keys}", row.name)));
            if button.clicked() {
                self.recording = Some(row.action);
                self.clash = None;
            }
            if !ctx.preferences.shortcuts.contains_key(&row.action.key()) {
                return;
            }
            let own = row.shortcut.map_or_else(|| "none".to_owned(), format_shortcut);
            let back = ui.small_button("Reset");
            let clicked = back.clicked();
            let _ = back
                .accessible_name(format!("Reset {}", row.name))
                .on_hover_text(format!("Back to {own}"));
            if clicked {
                self.reset(ctx, row);
            }
        });
    }

    /// Gives a command the keys that it came with, unless another has them now.
    fn reset(&mut self, ctx: &Ctx<'_>, row: &Row) {
        let other = row.shortcut.and_then(|keys| taken(keys, row.action, ctx.preferences));
        if let (Some(other), Some(keys)) = (other, row.shortcut) {
            self.clash = Some(clash(keys, other));
            return;
        }
        let mut preferences = ctx.preferences.clone();
        preferences.shortcuts.remove(&row.action.key());
        ctx.send(Command::Prefer(Box::new(preferences)));
    }

    /// Takes the next keys pressed as the new shortcut of the action chosen.
    fn record(&mut self, ctx: &Ctx<'_>, ui: &egui::Ui) {
        let Some(action) = self.recording else { return };
        let pressed = ui.input_mut(|input| {
            let found = input.events.iter().find_map(key_of);
            if found.is_some() {
                input
                    .events
                    .retain(|event| !matches!(event, Event::Key { .. } | Event::Text(_)));
            }
            found
        });
        let Some((key, modifiers)) = pressed else { return };
        let pressed = KeyboardShortcut::new(modifiers, key);
        self.recording = None;
        let bare = pressed.modifiers.is_none();
        if bare && pressed.logical_key == Key::Escape {
            return;
        }
        let mut preferences = ctx.preferences.clone();
        if bare && pressed.logical_key == Key::Backspace {
            preferences.shortcuts.insert(action.key(), String::new());
        } else {
            let keys = KeyboardShortcut::new(
                egui::Modifiers {
                    ctrl: false,
                    mac_cmd: false,
                    ..pressed.modifiers
                },
                pressed.logical_key,
            );
            if let Some(other) = taken(keys, action, ctx.preferences) {
                self.clash = Some(clash(keys, other));
                return;
            }
            preferences.shortcuts.insert(action.key(), format_shortcut(keys));
        }
        ctx.send(Command::Prefer(Box::new(preferences)));
    }
}
