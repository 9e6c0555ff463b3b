//! The layers: whose readings there are, which is edited, which are shown.

use eframe::egui::{self, Button, Grid, Key, RichText, TextEdit, Ui, vec2};

use super::{buttons, fields, modal, name_field};
use crate::{
    model::{Analyst, AnalystId, Edit, consequences},
    ui::{Command, Ctx},
};

/// What is typed, and what is about to be deleted.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    new: String,
    doomed: Option<AnalystId>,
    /// The name being changed: whose, and how it stands.
    draft: Option<(AnalystId, String)>,
}

impl Layers {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Layers", 560.0, |ui| {
            ui.label(
                "Each analyst’s passages, judgments and notes are a layer. Only one is edited; the others can stand beside it.",
            );
            ui.add_space(8.0);
            Grid::new("layers").num_columns(5).spacing([14.0, 6.0]).show(ui, |ui| {
                for caption in ["Analyst", "Edited", "Shown", "Finished", ""] {
                    ui.label(RichText::new(caption).small().color(ctx.tokens.faint));
                }
                ui.end_row();
                for analyst in &ctx.project().analysts {
                    self.analyst_ui(ctx, ui, analyst);
                    ui.end_row();
                }
            });
            if ctx.session.blind_reader().is_some() {
                ui.add_space(6.0);
                ui.label(
                    RichText::new("You read blind: the other layers are hidden until your own is finished.")
                        .color(ctx.tokens.faint),
                );
            }
            self.doomed_ui(ctx, ui);
            self.new_ui(ctx, ui);
            buttons(ui, |ui| {
                if ui.button("Done").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }

    fn analyst_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, analyst: &Analyst) {
        let mine = ctx.selection().analyst == analyst.id;
        let mut name = match &self.draft {
            Some((id, draft)) if *id == analyst.id => draft.clone(),
            _ => analyst.name.clone(),
        };
        // A grid offers a field no more than its column was wide before.
        let field = ui.add(TextEdit::singleline(&mut name).min_size(vec2(180.0, 0.0)));
        name_field(&field, &format!("Name of {}", analyst.name), &name);
        if field.changed() {
            self.draft = Some((analyst.id.clone(), name.clone()));
        }
        if field.lost_focus() {
            self.draft = None;
            let name = name.trim();
            if !name.is_empty() && name != analyst.name && !ui.input(|i| i.key_pressed(Key::Escape)) {
                let mut changed = analyst.clone();
                name.clone_into(&mut changed.name);
                ctx.edit(Edit::ChangeAnalyst(changed));
            }
        }
        let blind = ctx.session.blind_reader().is_some();
        ui.add_enabled_ui(mine || !blind, |ui| {
            let edited = ui
                .radio(mine, "")
                .accessible_name(format!("Edit the layer of {}", analyst.name));
            if edited.clicked() {
                ctx.send(Command::SelectLayer(analyst.id.clone()));
            }
        });
        let mut shown = mine || ctx.selection().shows(&analyst.id);
        ui.add_enabled_ui(!mine && !blind, |ui| {
            let box_ = ui.checkbox(&mut shown, "");
            let changed = box_.changed();
            let _ = box_.accessible_name(format!("Show the layer of {}", analyst.name));
            if changed {
                ctx.send(Command::ShowLayer(analyst.id.clone(), shown));
            }
        });
        let mut finished = analyst.finished;
        let box_ = ui.checkbox(&mut finished, "");
        let changed = box_.changed();
        let _ = box_.accessible_name(format!("{} has finished reading", analyst.name));
        if changed {
            let mut analyst = analyst.clone();
            analyst.finished = finished;
            ctx.edit(Edit::ChangeAnalyst(analyst));
        }
        let deletable = ctx.project().analysts.len() > 1 && !blind;
        if ui.add_enabled(deletable, Button::new("Delete…").small()).clicked() {
            self.doomed = Some(analyst.id.clone());
        }
    }

    fn doomed_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let Some(id) = self.doomed.clone() else { return };
        let edit = Edit::DeleteAnalyst(id.clone());
        let mut text = format!("{}? ", edit.label(ctx.project()));
        text.push_str(&consequences(ctx.project(), &edit).sentences().join(" "));
        text.push_str(" It can be undone.");
        ui.add_space(6.0);
        ui.label(RichText::new(text).color(ctx.tokens.warning));
        ui.horizontal(|ui| {
            if ui.button("Delete").clicked() {
                let heir = ctx.project().analysts.iter().find(|a| a.id != id);
                if let Some(heir) = heir.filter(|_| ctx.selection().analyst == id) {
                    ctx.send(Command::SelectLayer(heir.id.clone()));
                }
                ctx.edit(edit);
                self.doomed = None;
            }
            if ui.button("Keep").clicked() {
                self.doomed = None;
            }
        });
    }

    fn new_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if let Some(name) = fields::added(ui, "Another analyst", 180.0, &mut self.new) {
                ctx.edit(Edit::AddAnalyst(Analyst {
                    id: ctx.project().free_analyst_id(&name),
                    name,
                    finished: false,
                }));
            }
        });
    }
}
