//! What a crash left: how much and since when, step by step and against the file, before anything is opened.

use eframe::egui::{self, Button, RichText, ScrollArea};

use super::{buttons, list_height, modal};
use crate::{
    model::Moment,
    ui::{Command, Ctx, moment},
};

/// One piece of recovered work, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// What the project is called.
    pub name: String,
    /// How much there is and since when, what was lost, what the file holds now: in sentences.
    pub lines: Vec<String>,
    /// The steps that are in no file, earliest first: when, and what they are called.
    pub steps: Vec<(Moment, String)>,
    /// How it differs from what was saved last, line by line.
    pub differences: Vec<String>,
    /// Which of how many it is, from 1.
    pub place: (usize, usize),
    /// Whether the differences are shown and not the steps.
    pub against_file: bool,
    /// Whether deleting was asked for and is to be confirmed.
    pub doomed: bool,
}

impl Recovery {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Unsaved work was recovered", 620.0, |ui| {
            let (n, of) = self.place;
            let name = if of > 1 {
                format!("{} ({n} of {of})", self.name)
            } else {
                self.name.clone()
            };
            ui.label(RichText::new(name).strong());
            for line in &self.lines {
                ui.label(line);
            }
            ui.add_space(6.0);
            ui.horizontal_wrapped(|ui| {
                ui.radio_value(&mut self.against_file, false, "What was done");
                ui.radio_value(&mut self.against_file, true, "How it differs from what was saved");
            });
            let height = list_height(ui) * 0.6;
            ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    if self.against_file {
                        for line in &self.differences {
                            ui.label(format!("• {line}"));
                        }
                    } else {
                        for (at, label) in &self.steps {
                            ui.horizontal_wrapped(|ui| {
                                ui.label(RichText::new(moment::local(*at)).color(ctx.tokens.faint));
                                ui.label(label);
                            });
                        }
                    }
                });
            if self.doomed {
                ui.label(RichText::new("It will be gone for good. Delete it?").color(ctx.tokens.warning));
            }
            buttons(ui, |ui| {
                if self.doomed {
                    if ui.button("Delete for good").clicked() {
                        ctx.send(Command::CloseDialog);
                        ctx.send(Command::DeleteRecovered);
                    }
                    if ui.button("Keep it").clicked() {
                        self.doomed = false;
                    }
                    return;
                }
                if ui
                    .add(Button::new("Show what was recovered"))
                    .on_hover_text("Open it with its history; nothing on disk changes until you save")
                    .clicked()
                {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::TakeRecovered);
                }
                if ui
                    .button("Decide later")
                    .on_hover_text("It is kept, and is in the File menu under Recovered work")
                    .clicked()
                {
                    ctx.send(Command::CloseDialog);
                }
                if ui.button("Delete it").clicked() {
                    self.doomed = true;
                }
            });
        });
    }
}
