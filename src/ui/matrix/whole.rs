//! The whole grid at once, for a picture: nothing scrolled, nothing selected, no place to add to.

use eframe::egui::{Sense, Ui, Vec2, vec2};

use super::{MatrixPane, layout, layout::Layout, legend::sample, paint, view::Lens};
use crate::{
    model::Stance,
    ui::{Ctx, brush::Brush},
};

/// Room that a column and a row are given, in points, where there is no window to fit.
const PER_COLUMN: f32 = 58.0;
const PER_ROW: f32 = 32.0;
/// And for a strip in a column.
const PER_STRIP: f32 = 16.0;
/// Room for the first column and for the heading row.
const HEADS: Vec2 = vec2(230.0, 190.0);

impl MatrixPane {
    /// The size in points at which all of the grid is seen.
    pub fn whole_size(&mut self, ctx: &Ctx<'_>) -> Vec2 {
        let axes = self.axes(ctx);
        let lens = Lens::of(ctx.project(), ctx.selection());
        let column = PER_COLUMN + lens.strips() as f32 * PER_STRIP;
        let groups = axes.rows.groups.len() as f32 * layout::BAND;
        let room = HEADS
            + vec2(
                axes.columns.items.len() as f32 * column,
                axes.rows.items.len() as f32 * PER_ROW + groups,
            );
        let layout = Layout::new(&axes.rows, &axes.columns, room, lens.strips());
        // The line that adds a row, and the column that adds one, are left out.
        layout.content() - Vec2::splat(layout::ADD)
    }

    /// Draws the grid alone.
    pub fn whole_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.sync(ctx);
        let axes = self.axes(ctx);
        self.grid(ctx, ui, &axes);
    }

    /// The stances and their signs, in a line.
    pub fn stances_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let axes = self.axes(ctx);
        let Some(cell) = axes.cell(0, 0) else { return };
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for stance in Stance::ALL {
                let (rect, _) = ui.allocate_exact_size(vec2(30.0, 20.0), Sense::hover());
                paint::bare(
                    &mut Brush::new(ui.painter()),
                    rect,
                    &sample(&cell, Some(stance), 0),
                    ctx.tokens,
                );
                ui.label(stance.word());
                ui.add_space(4.0);
            }
        });
    }
}
