//! The handles at both ends of the selected passage: dragged with the mouse, or moved with the arrow keys once they have
//! the keyboard.
//!
//! While one is dragged the passage is shown with its new ends; letting go makes one step of it, Escape none.
//! Not here: how far an end may go (`analysis::ends`).

use std::ops::Range;

use eframe::egui::{
    CursorIcon, EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Role as Part, Sense, Stroke, Ui, Vec2,
    WidgetInfo, pos2,
};

use super::{
    ArticlePane,
    marks::Preview,
    passages::{reanchor, selected_here, step_end},
    view::View,
};
use crate::{
    analysis::{
        ends::{Stride, placed},
        sentences::Edge,
    },
    model::{Document, PassageId},
    ui::{Command, Ctx},
};

/// Radius of the knob of a handle, in points.
const KNOB: f32 = 5.0;

/// Width and height of what the mouse can take of a handle, in points.
const REACH: f32 = 18.0;

/// The handle being dragged, if one is.
#[derive(Debug, Clone, Default)]
pub(super) struct Handles {
    moving: Option<Moving>,
}

#[derive(Debug, Clone)]
struct Moving {
    passage: PassageId,
    edge: Edge,
    /// Where the passage stood.
    from: Range<u32>,
    /// Where it would stand now.
    range: Range<u32>,
}

impl Handles {
    /// Whether a handle is being dragged.
    pub(super) fn is_moving(&self) -> bool {
        self.moving.is_some()
    }

    /// The passage being changed and where it would stand.
    pub(super) fn preview(&self) -> Option<Preview> {
        let moving = self.moving.as_ref()?;
        Some(Preview {
            passage: moving.passage,
            range: moving.range.clone(),
        })
    }
}

impl ArticlePane {
    /// Draws the handles of the selected passage, if it is the user's own, and reads what is done with them.
    pub(super) fn handles_ui(&mut self, ctx: &Ctx<'_>, ui: &Ui, view: &View, document: &Document) {
        let chosen = selected_here(ctx, document).filter(|(p, _)| p.analyst == ctx.selection().analyst);
        let Some((passage, stands)) = chosen else {
            self.handles.moving = None;
            return;
        };
        if self.handles.moving.as_ref().is_some_and(|m| m.passage != passage.id) {
            self.handles.moving = None;
        }
        for edge in [Edge::Start, Edge::End] {
            let moving = self.handles.moving.as_ref();
            let here = moving.is_some_and(|m| m.edge == edge);
            let range = moving.map_or(&stands, |m| &m.range);
            let knob = knob(view, range, edge);
            let visible = knob.filter(|at| view.rect.contains(*at));
            if visible.is_none() && !here {
                continue;
            }
            // A handle that is dragged is kept though its end is not visible.
            let at = visible.or(knob).unwrap_or(view.rect.center());
            let response = ui.interact(
                Rect::from_center_size(at, Vec2::splat(REACH)),
                handle_id(edge),
                Sense::drag(),
            );
            response.widget_info(|| WidgetInfo::labeled(Part::Slider, true, name(edge)));
            self.drag_handle(ctx, ui, view, document, &response, edge, &stands);
            if response.has_focus() {
                handle_keys(ctx, ui, &response, edge);
            }
            if response.hovered() || here {
                ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
            }
            if response.hovered() && !here {
                response.clone().on_hover_text(
                    "Drag to move this end of the passage. By keyboard: Alt+Shift and an arrow, a word at a time",
                );
            }
            self.paint_handle(ctx, ui, view, &response, edge, &stands);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one gesture, read in one place")]
    fn drag_handle(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        view: &View,
        document: &Document,
        response: &Response,
        edge: Edge,
        stands: &Range<u32>,
    ) {
        let Some((passage, _)) = selected_here(ctx, document) else {
            return;
        };
        if response.drag_started() {
            self.handles.moving = Some(Moving {
                passage: passage.id,
                edge,
                from: stands.clone(),
                range: stands.clone(),
            });
        }
        let Some(moving) = self.handles.moving.as_mut().filter(|m| m.edge == edge) else {
            return;
        };
        if ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) || moving.from != *stands {
            self.handles.moving = None;
            ui.ctx().stop_dragging();
            return;
        }
        if let Some(point) = response.interact_pointer_pos() {
            // The knob stands off the line: what is meant is the line.
            let point = point
                - knob_offset(
                    edge,
                    line_at(view, &moving.range, edge).map_or(20.0, |l| l.end() - l.start()),
                );
            let point = point.clamp(view.rect.min, view.rect.max);
            if let Some(position) = view.nearest(point) {
                moving.range = placed(&document.body, &moving.from, edge, position);
            }
        }
        if response.drag_stopped() {
            let range = moving.range.clone();
            self.handles.moving = None;
            ctx.send(Command::EndStep);
            reanchor(ctx, passage, range);
            ctx.send(Command::EndStep);
        }
    }

    fn paint_handle(&self, ctx: &Ctx<'_>, ui: &Ui, view: &View, response: &Response, edge: Edge, stands: &Range<u32>) {
        let range = self.handles.moving.as_ref().map_or(stands, |m| &m.range);
        let Some(at) = knob(view, range, edge) else { return };
        let Some(line) = line_at(view, range, edge) else { return };
        let painter = ui.painter_at(view.rect);
        let lit = response.hovered() || response.dragged() || response.has_focus();
        let stroke = Stroke::new(if lit { 2.5 } else { 1.5 }, ctx.tokens.accent);
        painter.vline(at.x, line, stroke);
        painter.circle(
            at,
            if lit { KNOB + 1.0 } else { KNOB },
            ctx.tokens.accent,
            Stroke::new(1.5, ctx.tokens.page),
        );
    }
}

/// The widget of a handle.
pub(super) fn handle_id(edge: Edge) -> Id {
    super::text_id().with(("handle", edge == Edge::Start))
}

fn name(edge: Edge) -> &'static str {
    match edge {
        Edge::Start => "Start of the passage",
        Edge::End => "End of the passage",
    }
}

/// The upper and lower edge of the line at an end of a range.
fn line_at(view: &View, range: &Range<u32>, edge: Edge) -> Option<std::ops::RangeInclusive<f32>> {
    let caret = caret_at(view, range, edge)?;
    Some(caret.top()..=caret.bottom())
}

fn caret_at(view: &View, range: &Range<u32>, edge: Edge) -> Option<Rect> {
    match edge {
        Edge::Start => view.caret(range.start, false),
        Edge::End => view.caret(range.end, true),
    }
}

/// Where the middle of a handle's knob is: above the line for a start, below it for an end.
fn knob(view: &View, range: &Range<u32>, edge: Edge) -> Option<Pos2> {
    let caret = caret_at(view, range, edge)?;
    Some(caret.center() + knob_offset(edge, caret.height()))
}

/// From the middle of a line to a knob at it.
fn knob_offset(edge: Edge, line: f32) -> Vec2 {
    let away = line * 0.5 + 1.0;
    pos2(0.0, if edge == Edge::Start { -away } else { away }).to_vec2()
}

/// Arrow keys on a handle that has the keyboard: a character, with Ctrl a word.
fn handle_keys(ctx: &Ctx<'_>, ui: &Ui, response: &Response, edge: Edge) {
    let arrows = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, arrows));
    for (key, later) in [(Key::ArrowLeft, false), (Key::ArrowRight, true)] {
        for (modifiers, stride) in [(Modifiers::COMMAND, Stride::Word), (Modifiers::NONE, Stride::Character)] {
            if ui.input_mut(|i| i.consume_key(modifiers, key)) {
                step_end(ctx, edge, stride, later);
            }
        }
    }
}
