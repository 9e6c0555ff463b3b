//! Asks how a pasted table is to be read, and shows what it would do.

use eframe::egui::{self, Button, Grid, RichText, ScrollArea, Ui};

use super::{buttons, modal};
use crate::{
    model::{Cell, counted},
    ui::{
        Command, Ctx,
        matrix::{
            axis::Side,
            clip::{self, Plan, Reading},
        },
    },
};

/// The most rows and columns of the table that are shown.
const SHOWN: (usize, usize) = (6, 5);

/// The table and how it is read so far.
#[derive(Debug, Clone)]
pub struct Paste {
    table: Vec<Vec<String>>,
    /// Where values without names go, row by row.
    targets: Vec<Vec<Cell>>,
    reading: Reading,
}

impl Paste {
    /// Asks about a table; `targets` are the cells that values without names go into, row by row.
    pub fn new(table: Vec<Vec<String>>, targets: Vec<Vec<Cell>>, reading: Reading) -> Self {
        Self {
            table,
            targets,
            reading,
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Paste a table", 540.0, |ui| {
            self.table_ui(ctx, ui);
            ui.add_space(8.0);
            ui.radio_value(
                &mut self.reading.named,
                true,
                "The first row and the first column are names",
            );
            ui.add_enabled_ui(self.reading.named, |ui| {
                ui.indent("names", |ui| {
                    ui.horizontal(|ui| {
                        ui.label("The rows are");
                        ui.radio_value(&mut self.reading.rows_are, Side::Actors, "actors");
                        ui.radio_value(&mut self.reading.rows_are, Side::Issues, "issues");
                    });
                    ui.checkbox(&mut self.reading.add, "Add actors and issues that are not there yet");
                });
            });
            let from = self.targets.first().and_then(|row| row.first());
            let corner = from.map_or_else(String::new, |cell| {
                format!(", from {} on", ctx.project().cell_name(cell))
            });
            ui.radio_value(&mut self.reading.named, false, format!("It has values only{corner}"));
            ui.checkbox(&mut self.reading.clear, "Empty values clear the stance");
            let plan = clip::plan(
                ctx.project(),
                ctx.selection(),
                &self.table,
                &self.targets,
                &self.reading,
            );
            self.plan_ui(ctx, ui, &plan);
            buttons(ui, |ui| {
                let paste = ui.add_enabled(plan.edit.is_some(), Button::new("Paste"));
                if paste.clicked()
                    && let Some(edit) = plan.edit
                {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(edit);
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }

    fn table_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ScrollArea::horizontal().show(ui, |ui| {
            Grid::new("table").striped(true).spacing([12.0, 3.0]).show(ui, |ui| {
                for row in self.table.iter().take(SHOWN.0) {
                    for value in row.iter().take(SHOWN.1) {
                        let short: String = value.chars().take(24).collect();
                        ui.label(RichText::new(short).small());
                    }
                    ui.end_row();
                }
            });
        });
        let (rows, columns) = (self.table.len(), self.table.first().map_or(0, Vec::len));
        if rows > SHOWN.0 || columns > SHOWN.1 {
            let text = format!("{rows} rows and {columns} columns in all");
            ui.label(RichText::new(text).small().color(ctx.tokens.faint));
        }
    }

    fn plan_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, plan: &Plan) {
        ui.add_space(6.0);
        let read = counted(plan.stances, "stance", "stances");
        let changed = counted(plan.changed, "cell changes", "cells change");
        ui.label(RichText::new(format!("{read} read; {changed}.")).strong());
        let warn = |ui: &mut Ui, text: String| ui.label(RichText::new(text).color(ctx.tokens.warning));
        if !plan.unknown.is_empty() {
            warn(
                ui,
                format!("Left out, as no stance is called so: {}.", some(&plan.unknown)),
            );
        }
        if !self.reading.named {
            return;
        }
        let added = if self.reading.add {
            "Added"
        } else {
            "Left out, as there is no such"
        };
        for (word, names) in [("actor", &plan.new_actors), ("issue", &plan.new_issues)] {
            if !names.is_empty() {
                let text = if self.reading.add {
                    format!("{added}: {}.", some(names))
                } else {
                    format!("{added} {word}: {}.", some(names))
                };
                warn(ui, text);
            }
        }
    }
}

/// The first few, and how many more.
fn some(words: &[String]) -> String {
    let shown: Vec<String> = words.iter().take(5).map(|w| format!("“{w}”")).collect();
    match words.len().checked_sub(5) {
        Some(more) if more > 0 => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}
