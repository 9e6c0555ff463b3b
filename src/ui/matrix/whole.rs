//! The whole grid at once, for a picture: nothing scrolled, nothing selected, no place to add to.

use eframe::egui::{Align2, FontId, Rect, TextStyle, Ui, Vec2, pos2, vec2};

use super::{
    MatrixPane,
    axis::{Axis, Line},
    cursor::Axes,
    layout,
    layout::Layout,
    legend::sample,
    paint,
    view::Lens,
};
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

/// Room for a stance in the legend, its sign and its word, in points.
const STANCE: Vec2 = vec2(150.0, 24.0);
/// The sign.
const SIGN: Vec2 = vec2(28.0, 18.0);

/// How many stances stand side by side in a legend of this width.
fn stances_in_line(width: f32) -> usize {
    ((width / STANCE.x) as usize).clamp(1, Stance::ALL.len())
}

/// The height of the legend in points, where it is so wide.
pub fn stances_height(width: f32) -> f32 {
    Stance::ALL.len().div_ceil(stances_in_line(width)) as f32 * STANCE.y
}

impl MatrixPane {
    /// Rows and columns without the places that add one.
    fn picture_axes(&mut self, ctx: &Ctx<'_>) -> Axes {
        let filled = |axis: &Axis| {
            let mut axis = axis.clone();
            axis.lines.retain(|line| *line != Line::Add);
            axis
        };
        let axes = self.axes(ctx);
        Axes {
            rows: filled(&axes.rows),
            columns: filled(&axes.columns),
        }
    }

    /// The size in points at which all of the grid is seen.
    pub fn whole_size(&mut self, ctx: &Ctx<'_>) -> Vec2 {
        let axes = self.picture_axes(ctx);
        let lens = Lens::of(ctx.project(), ctx.selection());
        let column = PER_COLUMN + lens.strips() as f32 * PER_STRIP;
        let groups = axes.rows.groups.len() as f32 * layout::BAND;
        let room = HEADS
            + vec2(
                axes.columns.items.len() as f32 * column,
                axes.rows.items.len() as f32 * PER_ROW + groups,
            );
        let layout = Layout::new(&axes.rows, &axes.columns, room, lens.strips());
        layout.content() + layout::AIR
    }

    /// Draws the grid alone.
    pub fn whole_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.sync(ctx);
        let axes = self.picture_axes(ctx);
        self.grid(ctx, ui, &axes);
    }

    /// The stances and their signs, in as many lines as the width asks for.
    pub fn stances_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let axes = self.axes(ctx);
        let Some(cell) = axes.cell(0, 0) else { return };
        let (corner, in_line) = (ui.max_rect().left_top(), stances_in_line(ui.available_width()));
        let corner = pos2(corner.x, ui.cursor().top());
        let font: FontId = TextStyle::Body.resolve(ui.style());
        let mut brush = Brush::new(ui.painter());
        for (n, stance) in Stance::ALL.into_iter().enumerate() {
            let at = corner + STANCE * vec2((n % in_line) as f32, (n / in_line) as f32);
            let sign = Rect::from_min_size(at, SIGN);
            paint::bare(&mut brush, sign, &sample(&cell, Some(stance), 0), ctx.tokens);
            let word = sign.right_center() + vec2(7.0, 0.0);
            brush.text(
                word,
                Align2::LEFT_CENTER,
                stance.word().to_owned(),
                font.clone(),
                ctx.tokens.text,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::desk::{self, Desk};

    #[test]
    fn a_picture_is_as_large_as_its_matrix_and_has_no_place_to_add_to() {
        for issues in [1, 2, 5, 12] {
            let mut project = desk::coded(true);
            project.issues = project.issues.iter().take(issues).cloned().collect();
            let keys: Vec<_> = project.positions.keys().cloned().collect();
            for key in keys {
                if project.issue(&key.issue).is_none() {
                    project.positions.remove(&key);
                }
            }
            let desk = Desk::new(project, &[]);
            let ctx = desk.ctx();
            let mut pane = MatrixPane::default();
            let size = pane.whole_size(&ctx);
            let axes = pane.picture_axes(&ctx);
            let strips = Lens::of(ctx.project(), ctx.selection()).strips();
            let layout = Layout::new(&axes.rows, &axes.columns, size, strips);
            let free = size - layout.content();
            assert!(free.x >= 0.0 && free.y >= 0.0, "{issues} issues: cut off by {free}");
            assert!(free.x < 8.0 && free.y < 40.0, "{issues} issues: {free} too large");
            assert!(!axes.columns.lines.contains(&Line::Add) && !axes.rows.lines.contains(&Line::Add));
        }
    }

    #[test]
    fn the_legend_has_as_many_lines_as_it_needs() {
        assert_eq!(stances_height(2000.0), STANCE.y);
        assert_eq!(stances_height(STANCE.x * 4.0), STANCE.y * 2.0);
        assert_eq!(stances_height(10.0), STANCE.y * 7.0);
    }
}
