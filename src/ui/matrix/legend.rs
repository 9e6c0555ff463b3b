//! The legend: every sign of the matrix beside what it means, drawn as in a cell.

use eframe::egui::{RichText, Sense, Ui, vec2};

use super::{
    paint::{self, Style},
    view::{CellView, Shown},
};
use crate::{
    model::{Cell, Confidence, Stance},
    ui::{Ctx, brush::Brush},
};

/// Width of the strip of another layer in a cell of the legend, in points.
const STRIP: f32 = 12.0;

pub(super) fn sample(cell: &Cell, stance: Option<Stance>, quoted: usize) -> CellView {
    CellView {
        cell: cell.clone(),
        own: Some(Shown {
            stance,
            quoted,
            ..Shown::default()
        }),
        before: None,
        others: Vec::new(),
        note: false,
    }
}

/// Every mark with its meaning.
fn marks(cell: &Cell) -> Vec<(CellView, &'static str)> {
    let with = |change: &dyn Fn(&mut CellView, &mut Shown)| {
        let mut view = sample(cell, Some(Stance::Opposes), 2);
        let mut own = view.own.take().unwrap_or_default();
        change(&mut view, &mut own);
        view.own = (own != Shown::default()).then_some(own);
        view
    };
    vec![
        (
            with(&|_, own| own.confidence = Some(Confidence::High)),
            "Bars: confidence, here high",
        ),
        (with(&|_, own| own.against = 1), "2:1: two quotations for, one against"),
        (with(&|_, own| own.quoted = 0), "A stance that nothing is quoted for"),
        (with(&|_, own| own.stance = None), "Quotations, and no stance yet"),
        (with(&|view, _| view.note = true), "Corner: there is a note"),
        (
            with(&|view, _| view.before = Some(Stance::Supports)),
            "Arrow: moved down since the period before (or up)",
        ),
        (
            with(&|view, _| view.before = Some(Stance::Silent)),
            "Arrow right: turned to or from ± or …",
        ),
        (
            with(&|_, own| own.general = true),
            "Broken frame: holds for all periods",
        ),
        (
            with(&|view, _| {
                view.others = vec![Some(Shown {
                    stance: Some(Stance::Supports),
                    ..Shown::default()
                })];
            }),
            "Beside it another layer, which disagrees",
        ),
        (
            with(&|view, own| view.others = vec![Some(std::mem::take(own))]),
            "Right of a gap: only another layer judges",
        ),
    ]
}

/// Draws the legend.
pub(super) fn legend_ui(ctx: &Ctx<'_>, ui: &mut Ui, cell: &Cell) {
    ui.set_max_width(470.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.label(RichText::new("Stances and their keys").small().color(ctx.tokens.faint));
            for stance in Stance::ALL {
                row(
                    ctx,
                    ui,
                    &sample(cell, Some(stance), 0),
                    stance.word(),
                    &stance.key().to_string(),
                );
            }
        });
        ui.add_space(14.0);
        ui.vertical(|ui| {
            ui.label(RichText::new("Marks").small().color(ctx.tokens.faint));
            for (view, meaning) in marks(cell) {
                row(ctx, ui, &view, meaning, "");
            }
        });
    });
    ui.separator();
    ui.label(
        RichText::new(
            "Arrows travel, Shift+arrows select a range, letters set a stance (o, su, am …), Enter opens the cell, E \
             attaches the selected text, N writes a note.",
        )
        .small()
        .color(ctx.tokens.faint),
    );
}

fn row(ctx: &Ctx<'_>, ui: &mut Ui, view: &CellView, meaning: &str, key: &str) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 28.0), Sense::hover());
        let is_stance = !key.is_empty();
        let style = Style {
            tokens: ctx.tokens,
            compares: false,
            others: view.others.len(),
            strip: STRIP * view.others.len() as f32,
        };
        if is_stance {
            paint::bare(&mut Brush::new(ui.painter()), rect, view, ctx.tokens);
        } else {
            paint::cell(&mut Brush::new(ui.painter()), rect, view, &style);
        }
        ui.label(meaning);
        if is_stance {
            ui.label(RichText::new(key).color(ctx.tokens.faint));
        }
    });
}
