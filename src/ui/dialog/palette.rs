//! The command palette: any command by a few letters.

use eframe::egui::{self, Key, ScrollArea, TextEdit};

use super::{focus_once, modal, name_field};
use crate::ui::{
    Command, Ctx,
    command::{Row, TABLE, format_shortcut},
    fuzzy,
};

/// What is typed and which row is chosen.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    query: String,
    chosen: usize,
    focused: bool,
}

/// The rows that fit a query, best first.
fn matches(query: &str) -> Vec<&'static Row> {
    let mut scored: Vec<(i32, usize, &Row)> = TABLE
        .iter()
        .enumerate()
        .filter_map(|(n, row)| Some((fuzzy::score(query, row.name)?, n, row)))
        .collect();
    scored.sort_by_key(|(score, n, _)| (-score, *n));
    scored.into_iter().map(|(_, _, row)| row).collect()
}

impl Palette {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "", 520.0, |ui| {
            let field = ui.add(
                TextEdit::singleline(&mut self.query)
                    .hint_text("Type a command")
                    .desired_width(f32::INFINITY),
            );
            name_field(&field, "Command", &self.query);
            focus_once(&field, &mut self.focused);
            if field.changed() {
                self.chosen = 0;
            }
            let rows = matches(&self.query);
            let (down, up, enter) = ui.input(|i| {
                (
                    i.key_pressed(Key::ArrowDown),
                    i.key_pressed(Key::ArrowUp),
                    i.key_pressed(Key::Enter),
                )
            });
            if down {
                self.chosen = (self.chosen + 1).min(rows.len().saturating_sub(1));
            }
            if up {
                self.chosen = self.chosen.saturating_sub(1);
            }
            ui.add_space(6.0);
            if rows.is_empty() {
                ui.label("No command is called that.");
            }
            let mut run = enter.then(|| rows.get(self.chosen)).flatten().map(|row| row.action);
            let height = (ui.ctx().content_rect().height() - 120.0).clamp(72.0, 360.0);
            ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for (n, row) in rows.iter().enumerate() {
                        let keys = row
                            .action
                            .shortcut(ctx.preferences)
                            .map(format_shortcut)
                            .unwrap_or_default();
                        let button = egui::Button::selectable(n == self.chosen, row.name)
                            .shortcut_text(keys)
                            .min_size(egui::vec2(ui.available_width(), 24.0));
                        let response = ui.add(button).on_hover_text(row.hint);
                        if n == self.chosen && (down || up) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            run = Some(row.action);
                        }
                    }
                });
            if let Some(action) = run {
                ctx.send(Command::CloseDialog);
                ctx.send(Command::Act(action));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::Action;

    #[test]
    fn every_action_is_found_by_its_name() {
        for row in TABLE {
            assert_eq!(
                matches(row.name).first().map(|r| r.action),
                Some(row.action),
                "{}",
                row.name
            );
        }
    }

    #[test]
    fn a_few_letters_are_enough() {
        assert_eq!(matches("sav as").first().map(|r| r.action), Some(Action::SaveAs));
        assert!(matches("zzzz").is_empty());
    }
}
