//! The totals at the edges: for every row and column how often it has each stance, and what lacks evidence.

use eframe::egui::{Align2, FontId, Id, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::{
    MatrixPane,
    axis::{Axis, Head, Line, Track},
    view::Lens,
};
use crate::{
    analysis::{
        coverage::{Counts, Coverage},
        layers::Periods,
    },
    model::{AnalystId, Project, Stance, counted},
    ui::{Ctx, brush::Brush, sign},
};

/// Width of the column of totals, and height of the row of totals, in points.
pub(super) const ROOM: Vec2 = vec2(104.0, 40.0);

/// The counts, and what they were made from.
#[derive(Debug)]
pub(super) struct Counted {
    project: Project,
    revision: u64,
    layer: AnalystId,
    periods: Periods,
    coverage: Coverage,
}

/// One edge: along which lines, and where.
pub(super) struct Edge<'a> {
    pub(super) axis: &'a Axis,
    pub(super) track: &'a Track,
    pub(super) seen: std::ops::Range<usize>,
    /// The rectangle on the screen.
    pub(super) rect: Rect,
    /// Where the first line begins on the screen, along the edge.
    pub(super) from: f32,
    /// Whether the edge has rows (it stands at the right) or columns (at the foot).
    pub(super) rows: bool,
}

/// "12 positions: 3 strongly opposes, 9 opposes; 2 without evidence".
pub(super) fn in_words(counts: &Counts) -> String {
    let total = counts.total();
    if total + counts.without_stance == 0 {
        return "nothing coded".to_owned();
    }
    let mut out = counted(total as usize, "position", "positions");
    let each: Vec<String> = Stance::ALL
        .into_iter()
        .filter(|s| counts.of(*s) > 0)
        .map(|s| format!("{} {}", counts.of(s), s.word()))
        .collect();
    if !each.is_empty() {
        out.push_str(&format!(": {}", each.join(", ")));
    }
    if counts.without_evidence > 0 {
        out.push_str(&format!("; {} without evidence", counts.without_evidence));
    }
    if counts.without_stance > 0 {
        out.push_str(&format!("; {} with evidence and no stance", counts.without_stance));
    }
    out
}

impl MatrixPane {
    /// Brings the counts up to date.
    pub(super) fn count(&mut self, ctx: &Ctx<'_>, lens: &Lens) {
        let revision = ctx.session.revision();
        let project = ctx.project();
        let periods = lens.periods();
        let layer = std::slice::from_ref(&lens.analyst);
        match &mut self.counted {
            Some(counted) if counted.layer == lens.analyst && counted.periods == periods => {
                if counted.revision != revision {
                    // Another order of periods makes other positions the latest.
                    if counted.project.periods.ptr_eq(&project.periods) {
                        counted
                            .coverage
                            .update(&counted.project, project, &lens.analyst, &periods);
                    } else {
                        counted.coverage = Coverage::new(project, layer, &periods);
                    }
                    counted.project = project.clone();
                    counted.revision = revision;
                }
            }
            _ => {
                self.counted = Some(Counted {
                    project: project.clone(),
                    revision,
                    layer: lens.analyst.clone(),
                    coverage: Coverage::new(project, layer, &periods),
                    periods,
                });
            }
        }
    }

    pub(super) fn totals_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, edge: &Edge<'_>) {
        let Some(counted) = &self.counted else { return };
        let tokens = ctx.tokens;
        let mut edge_ui = ui.new_child(
            eframe::egui::UiBuilder::new()
                .max_rect(edge.rect)
                .id_salt(("totals", edge.rows)),
        );
        edge_ui.shrink_clip_rect(edge.rect);
        let ui = &mut edge_ui;
        ui.painter().rect_filled(edge.rect, 0.0, tokens.pane);
        for line in edge.seen.clone() {
            let Line::Item(n) = edge.axis.lines[line] else { continue };
            let item = &edge.axis.items[n];
            let counts = match &item.head {
                Head::Actor(id) => counted.coverage.actor(id),
                Head::Issue(id) => counted.coverage.issue(id),
            };
            let (from, to) = edge.track.span(line);
            let rect = if edge.rows {
                Rect::from_min_max(
                    pos2(edge.rect.left(), edge.from + from),
                    pos2(edge.rect.right(), edge.from + to),
                )
            } else {
                Rect::from_min_max(
                    pos2(edge.from + from, edge.rect.top()),
                    pos2(edge.from + to, edge.rect.bottom()),
                )
            };
            let response = ui.interact(rect, Id::unique(("matrix total", &item.head)), Sense::hover());
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Label, true, format!("{}: {}", item.name, in_words(&counts)))
            });
            counts_ui(ctx, ui, rect, &counts, edge.rows);
            if response.hovered() {
                response.on_hover_text(format!("{}: {}", item.name, in_words(&counts)));
            }
        }
        let stroke = Stroke::new(1.0, tokens.line);
        if edge.rows {
            ui.painter().vline(edge.rect.left(), edge.rect.y_range(), stroke);
        } else {
            ui.painter().hline(edge.rect.x_range(), edge.rect.top(), stroke);
        }
    }
}

/// What the edges are, beside them.
pub(super) fn captions(ctx: &Ctx<'_>, ui: &Ui, whole: Rect, body: Rect) {
    let font = FontId::proportional(11.5);
    let faint = ctx.tokens.faint;
    let painter = ui.painter();
    let above = pos2(body.right() + 8.0, body.top() - 5.0);
    painter.text(above, Align2::LEFT_BOTTOM, "Stances", font.clone(), faint);
    let beside = pos2(whole.left() + 8.0, (body.bottom() + whole.bottom()) / 2.0);
    painter.text(beside, Align2::LEFT_CENTER, "Stances", font, faint);
    let stroke = Stroke::new(1.0, ctx.tokens.line);
    painter.hline(whole.x_range(), body.bottom(), stroke);
    painter.hline(body.right()..=whole.right(), body.top() - 0.5, stroke);
}

/// The number of stances, how they are divided as a bar of their colours, and what lacks evidence.
fn counts_ui(ctx: &Ctx<'_>, ui: &Ui, rect: Rect, counts: &Counts, wide: bool) {
    let tokens = ctx.tokens;
    let painter = ui.painter();
    let total = counts.total();
    if total == 0 {
        return;
    }
    let font = FontId::proportional(11.5);
    let (bar, number, gap) = if wide {
        let bar = Rect::from_min_size(rect.left_center() + vec2(30.0, -5.0), vec2(46.0, 10.0));
        (
            bar,
            pos2(rect.left() + 25.0, rect.center().y),
            rect.right_center() - vec2(13.0, 0.0),
        )
    } else {
        let bar = Rect::from_min_size(rect.left_bottom() + vec2(4.0, -14.0), vec2(rect.width() - 8.0, 9.0));
        let middle = rect.top() + 12.0;
        (bar, pos2(rect.center().x, middle), pos2(rect.right() - 8.0, middle))
    };
    let align = if wide {
        Align2::RIGHT_CENTER
    } else {
        Align2::CENTER_CENTER
    };
    painter.text(number, align, total.to_string(), font, tokens.text);
    bar_of(painter, bar, counts, total, tokens);
    if counts.without_evidence > 0 {
        sign::warning(&mut Brush::new(painter), gap, tokens.warning);
    }
}

fn bar_of(painter: &eframe::egui::Painter, bar: Rect, counts: &Counts, total: u32, tokens: &crate::ui::theme::Tokens) {
    let mut left = bar.left();
    for stance in Stance::ALL {
        let share = counts.of(stance) as f32 / total as f32;
        let right = left + bar.width() * share;
        painter.rect_filled(
            Rect::from_min_max(Pos2::new(left, bar.top()), Pos2::new(right, bar.bottom())),
            0.0,
            tokens.stance(stance),
        );
        left = right;
    }
    painter.rect_stroke(bar, 0.0, Stroke::new(1.0, tokens.line), StrokeKind::Outside);
}
