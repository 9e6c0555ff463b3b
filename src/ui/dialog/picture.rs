//! Asks what to draw a picture of.

use eframe::egui::{self, RichText};

use super::{buttons, default_button, modal};
use crate::ui::{
    Command, Ctx,
    picture::{Order, Subject},
};

/// What was chosen so far.
#[derive(Debug, Clone)]
pub struct Picture {
    order: Order,
}

impl Picture {
    /// Asks, with the window's theme chosen.
    pub fn new(dark: bool) -> Self {
        Self {
            order: Order {
                subject: Subject::Matrix,
                scale: 2,
                dark,
            },
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Export a picture", 440.0, |ui| {
            let order = &mut self.order;
            ui.horizontal_wrapped(|ui| {
                ui.label("Of");
                ui.radio_value(&mut order.subject, Subject::Matrix, "the matrix");
                let article = ctx.selection().document.is_some();
                ui.add_enabled_ui(article, |ui| {
                    ui.radio_value(&mut order.subject, Subject::Article, "the article");
                });
            });
            ui.horizontal_wrapped(|ui| {
                ui.label("Theme");
                ui.radio_value(&mut order.dark, false, "light");
                ui.radio_value(&mut order.dark, true, "dark");
            });
            ui.horizontal_wrapped(|ui| {
                ui.label("Size");
                for scale in 1..=4 {
                    ui.radio_value(&mut order.scale, scale, format!("{scale}×"));
                }
            });
            ui.add_space(4.0);
            let what = match order.subject {
                Subject::Matrix => "All of the matrix, also what is out of sight: the layer and period shown.",
                Subject::Article => "All of the article shown, with its marked passages.",
            };
            ui.label(RichText::new(what).color(ctx.tokens.faint));
            ui.label(RichText::new("A PNG picture; 1× for the screen, 4× for print.").color(ctx.tokens.faint));
            let order = *order;
            buttons(ui, |ui| {
                if default_button(ui, true, "Choose where…") {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::ChoosePicture(order));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}
