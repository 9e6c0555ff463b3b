//! Every step of the session, to go back to any.

use eframe::egui::{self, ScrollArea};

use super::{buttons, list_height, modal};
use crate::ui::{Command, Ctx, moment};

/// The list of steps. It shows the session as it is, and has no state of its own.
#[derive(Debug, Clone, Default)]
pub struct History;

impl History {
    pub(super) fn show(&self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "History", 520.0, |ui| {
            let steps = ctx.session.steps();
            let done = ctx.session.done();
            let saved = ctx.session.saved_after();
            if steps.is_empty() {
                ui.label("Nothing was changed yet.");
            }
            let height = ui.text_style_height(&egui::TextStyle::Button) + 8.0;
            ScrollArea::vertical()
                .max_height(list_height(ui))
                .min_scrolled_height(list_height(ui))
                .auto_shrink([false, true])
                .show_rows(ui, height, steps.len() + 1, |ui, rows| {
                    for row in rows {
                        let mut label = match row.checked_sub(1) {
                            None => "The beginning".to_owned(),
                            Some(n) if row > done => format!("{} (undone)", ctx.session.step_name(&steps[n])),
                            Some(n) => ctx.session.step_name(&steps[n]).to_owned(),
                        };
                        if saved == Some(row) {
                            label.push_str(" – as saved");
                        }
                        let response = ui.selectable_label(row == done, label);
                        if response.clicked() {
                            ctx.send(Command::GoToStep(row));
                        }
                        if let Some(step) = row.checked_sub(1).and_then(|n| steps.get(n)) {
                            response.on_hover_text(moment::local(step.at));
                        }
                    }
                });
            buttons(ui, |ui| {
                if ui.button("Close").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
