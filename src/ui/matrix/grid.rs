//! Draws the grid: cells under a heading row and a first column that stay in sight.
//!
//! Only what is visible is looked at; each visible cell is a widget with a name.

use std::ops::Range;

use eframe::egui::{
    self, EventFilter, Id, Margin, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, epaint::RectShape, pos2, vec2,
};

use super::{
    MatrixPane,
    axis::{Axis, Line, Track},
    cursor::{Axes, Cursor},
    layout::Layout,
    paint::{self, Style},
    sight::MadeFrom,
    totals::{self, Edge},
    view::{CellView, Lens},
};
use crate::{
    model::Role as Cited,
    ui::{
        Command, Ctx,
        brush::Brush,
        carry::{self, Carried},
        command::Pane,
    },
};

/// What the parts of the grid need to draw themselves.
pub(super) struct Frame<'a> {
    pub(super) axes: &'a Axes,
    pub(super) layout: &'a Layout,
    pub(super) lens: &'a Lens,
    /// The whole grid on the screen.
    pub(super) outer: Rect,
    /// The part in which cells are seen.
    pub(super) body: Rect,
    /// The upper left corner of the content on the screen; moves as one scrolls.
    pub(super) origin: egui::Pos2,
    /// The lines in sight.
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
    /// The places of the row and of the column that the cursor is on, among the items.
    pub(super) cross: (Option<usize>, Option<usize>),
}

/// The places of the row and of the column that the cursor is on, among the items.
fn cross(axes: &Axes, cursor: Option<&Cursor>) -> (Option<usize>, Option<usize>) {
    match cursor {
        Some(Cursor::Cell(cell)) => match axes.place(cell) {
            Some((row, column)) => (Some(row), Some(column)),
            None => (None, None),
        },
        Some(Cursor::Head(head)) if head.side() == axes.rows.side => (axes.rows.place(head), None),
        Some(Cursor::Head(head)) => (None, axes.columns.place(head)),
        Some(Cursor::Add(_)) | None => (None, None),
    }
}

impl Frame<'_> {
    /// Where the line of a row stands in the first column, on the screen.
    pub(super) fn row_head(&self, line: usize) -> Rect {
        let (top, bottom) = self.layout.rows.span(line);
        let top_left = pos2(self.outer.left(), self.origin.y + self.layout.head_height + top);
        Rect::from_min_size(top_left, vec2(self.layout.head_width, bottom - top))
    }

    /// Where the line of a column stands in the heading row, below the band of groups, on the screen.
    pub(super) fn column_head(&self, line: usize) -> Rect {
        let (left, right) = self.layout.columns.span(line);
        Rect::from_min_max(
            pos2(
                self.origin.x + self.layout.head_width + left,
                self.outer.top() + self.layout.band,
            ),
            pos2(self.origin.x + self.layout.head_width + right, self.body.top()),
        )
    }

    fn cell_rect(&self, row: usize, column: usize) -> Rect {
        self.layout.cell_rect(row, column).translate(self.origin.to_vec2())
    }
}

impl MatrixPane {
    pub(super) fn grid(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, axes: &Axes) {
        let whole = ui.available_rect_before_wrap();
        let mut outer = whole;
        // Only where there is something to count.
        let totals = ctx.preferences.totals && ctx.session.index().layer(&ctx.selection().analyst).positions > 0;
        if totals {
            outer.max = (whole.max - totals::ROOM).max(whole.min);
        }
        let lens = Lens::of(ctx.project(), ctx.selection());
        let layout = self.layout(axes, outer.size(), lens.strips());
        let fixed = vec2(layout.head_width, layout.head_height);
        let body = Rect::from_min_max((outer.min + fixed).min(outer.max), outer.max);

        let mut area = ScrollArea::both()
            .id_salt("grid")
            .auto_shrink(false)
            .animated(false)
            .content_margin(Margin::ZERO)
            .scroll_bar_rect(body);
        if let Some(rect) = self.reveal.take().and_then(|cursor| rect_of(axes, &layout, &cursor)) {
            let to = layout.offset_to_show(rect, self.offset, outer.size());
            if to != self.offset {
                area = area.scroll_offset(to);
            }
        }
        let mut grid_ui = ui.new_child(UiBuilder::new().max_rect(outer).id_salt("grid"));
        let mut seen_part = (0..0, 0..0, outer.min);
        let output = area.show_viewport(&mut grid_ui, |ui, viewport| {
            ui.set_min_size(layout.content());
            let seen = (viewport.size() - fixed).max(vec2(0.0, 0.0));
            let frame = Frame {
                axes,
                layout: &layout,
                lens: &lens,
                outer,
                body,
                origin: ui.min_rect().min,
                rows: layout.rows.between(viewport.top(), viewport.top() + seen.y),
                columns: layout.columns.between(viewport.left(), viewport.left() + seen.x),
                cross: cross(axes, self.cursor().as_ref()),
            };
            self.page = (seen.y / layout.cell.y) as usize;
            self.cells(ctx, ui, &frame);
            self.column_heads(ctx, ui, &frame);
            self.row_heads(ctx, ui, &frame);
            self.corner(ctx, ui, &frame);
            self.drop_ui(ctx, ui, &frame);
            self.draft_ui(ctx, ui, &frame);
            seen_part = (frame.rows.clone(), frame.columns.clone(), frame.origin);
        });
        self.offset = output.state.clamped_offset();
        ui.advance_cursor_after_rect(whole);
        if !totals {
            self.counted = None;
            return;
        }
        self.count(ctx, &lens);
        let (rows, columns, origin) = seen_part;
        let right = Edge {
            axis: &axes.rows,
            track: &layout.rows,
            seen: rows,
            rect: Rect::from_min_max(pos2(body.right(), body.top()), pos2(whole.right(), body.bottom())),
            from: origin.y + layout.head_height,
            rows: true,
        };
        self.totals_ui(ctx, ui, &right);
        let foot = Edge {
            axis: &axes.columns,
            track: &layout.columns,
            seen: columns,
            rect: Rect::from_min_max(pos2(body.left(), body.bottom()), pos2(body.right(), whole.bottom())),
            from: origin.x + layout.head_width,
            rows: false,
        };
        self.totals_ui(ctx, ui, &foot);
        totals::captions(ctx, ui, whole, body);
    }

    fn cells(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, frame: &Frame<'_>) {
        let mut sight = std::mem::take(&mut self.sight);
        let from = MadeFrom {
            revision: ctx.session.revision(),
            version: self.version(),
            lens: frame.lens.clone(),
            rows: frame.rows.clone(),
            columns: frame.columns.clone(),
        };
        sight.look(ctx, frame.axes, from);
        let mut body_ui = ui.new_child(UiBuilder::new().max_rect(frame.body).id_salt("cells"));
        body_ui.shrink_clip_rect(frame.body);
        let ui = &mut body_ui;
        let tokens = ctx.tokens;
        lattice(ui, frame, ctx);

        let style = Style {
            tokens,
            compares: frame.lens.compares(),
            others: frame.lens.others.len(),
            strip: frame.layout.strip,
        };
        let focus = self.has_keyboard(ui);
        let mut at_cursor = None;
        let mut brush = Brush::new(ui.painter());
        brush.reserve(sight.cells.len() * paint::RECTANGLES);
        let mut views = sight.cells.iter();
        for row in frame.rows.clone() {
            for column in frame.columns.clone() {
                let Some(Some(view)) = views.next() else { continue };
                let rect = frame.cell_rect(row, column);
                let here = self.at.as_ref() == Some(&view.cell) && self.edge.is_none();
                let response = self.cell_widget(ctx, ui, rect, view, (row, column), here, frame);
                match &self.compared {
                    Some(compared) => compared.paint(&mut brush, rect, &view.cell, tokens),
                    None => paint::cell(&mut brush, rect, view, &style),
                }
                if here {
                    at_cursor = Some(rect);
                } else if response.hovered() {
                    let stroke = Stroke::new(1.0, tokens.accent);
                    brush.add(RectShape::stroke(rect.shrink(0.5), 0.0, stroke, StrokeKind::Inside));
                }
            }
        }
        drop(brush);
        // The selected cell keeps the keyboard while it is out of sight.
        if at_cursor.is_none()
            && focus
            && self.edge.is_none()
            && let Some(cell) = self.at.clone()
            && let Some((row, column)) = lines_of(frame.axes, &cell)
        {
            let view = CellView::new(ctx.project(), ctx.session.index(), frame.lens, cell);
            self.cell_widget(ctx, ui, frame.cell_rect(row, column), &view, (row, column), true, frame);
        }
        self.range_outline(ui, frame, ctx);
        if let Some(rect) = at_cursor {
            cursor_outline(ui, rect, focus, ctx);
            self.typed_hint(ctx, ui, rect);
        }
        self.sight = sight;
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one call site; a struct would only rename them"
    )]
    fn cell_widget(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &mut Ui,
        rect: Rect,
        view: &CellView,
        line: (usize, usize),
        here: bool,
        frame: &Frame<'_>,
    ) -> Response {
        let sense = if here {
            Sense::click_and_drag()
        } else {
            Sense::CLICK | Sense::DRAG
        };
        let response = ui.interact(rect, Id::unique(("matrix cell", line)), sense);
        let project = ctx.project();
        response.widget_info(|| {
            let name = match &self.compared {
                Some(compared) => compared.describe(project, &view.cell),
                None => view.describe(project, frame.lens),
            };
            WidgetInfo::selected(Role::GridCell, true, here, name)
        });
        if here {
            self.hold_keyboard(ui, &response);
        }
        let shift = ui.input(|i| i.modifiers.shift);
        if response.clicked() || response.secondary_clicked() {
            let inside = response.secondary_clicked() && self.range(frame.axes).contains(&view.cell);
            if shift && response.clicked() {
                self.extend_to(ctx, view.cell.clone());
            } else if !inside {
                self.go_to(ctx, Cursor::Cell(view.cell.clone()));
            }
            self.wants_keyboard = true;
        }
        if response.double_clicked() {
            ctx.send(Command::FocusPane(Pane::Cell));
        }
        if response.drag_started() && !shift {
            self.go_to(ctx, Cursor::Cell(view.cell.clone()));
            self.wants_keyboard = true;
            self.dragging = true;
        }
        if self.dragging && response.contains_pointer() && !here {
            self.extend_to(ctx, view.cell.clone());
        }
        if response.drag_stopped() {
            self.dragging = false;
        }
        if let Some(carried) = Carried::now(ui.ctx())
            && response.contains_pointer()
        {
            self.take_carried(ctx, ui, rect, &view.cell, carried);
        }
        if here || response.secondary_clicked() {
            response.context_menu(|ui| self.cell_menu(ctx, ui, &view.cell, frame.axes));
        }
        if response.hovered() {
            return response.on_hover_ui(|ui| super::tip::cell_ui(ctx, ui, view, frame.lens));
        }
        response
    }

    /// Something to quote is held over a cell: says what letting go would do, and does it.
    fn take_carried(&mut self, ctx: &Ctx<'_>, ui: &Ui, rect: Rect, cell: &crate::model::Cell, carried: Carried) {
        let (against, released) = ui.input(|i| (i.modifiers.shift, i.pointer.any_released()));
        let (role, word) = if against {
            (Cited::Against, "against")
        } else {
            (Cited::For, "for")
        };
        let hint = if against { "" } else { " (with Shift: against)" };
        let text = format!("{word}: {}{hint}", ctx.project().cell_name(cell));
        carry::say_ui(ui.ctx(), ctx.tokens, &text);
        let stroke = Stroke::new(3.0, ctx.tokens.accent);
        let painter = ui.painter().clone();
        painter
            .with_layer_id(egui::LayerId::new(egui::Order::Foreground, ui.layer_id().id))
            .rect_stroke(rect, 0.0, stroke, StrokeKind::Outside);
        if released {
            carried.put_on(ctx, ui.ctx(), cell, role);
            self.go_to(ctx, Cursor::Cell(cell.clone()));
            self.wants_keyboard = true;
        }
    }

    /// Draws the rectangle of a selected range.
    fn range_outline(&self, ui: &Ui, frame: &Frame<'_>, ctx: &Ctx<'_>) {
        let (Some(anchor), Some(at), None) = (&self.anchor, &self.at, &self.edge) else {
            return;
        };
        let (Some(a), Some(b)) = (lines_of(frame.axes, anchor), lines_of(frame.axes, at)) else {
            return;
        };
        if a == b {
            return;
        }
        let rect = frame.cell_rect(a.0, a.1).union(frame.cell_rect(b.0, b.1));
        let painter = ui.painter();
        painter.rect_filled(rect, 0.0, ctx.tokens.selection.gamma_multiply(0.35));
        painter.rect_stroke(rect, 0.0, Stroke::new(2.0, ctx.tokens.accent), StrokeKind::Inside);
    }
}

/// Fills the body and draws the lines between cells, and the plain parts of heading rows.
fn lattice(ui: &Ui, frame: &Frame<'_>, ctx: &Ctx<'_>) {
    let tokens = ctx.tokens;
    let painter = ui.painter();
    let layout = frame.layout;
    let left = frame.origin.x + layout.head_width;
    let top = frame.origin.y + layout.head_height;
    let last_row = frame.rows.end.min(frame.axes.rows.lines.len());
    // Cells end where the place to add begins, if there is one.
    let end = |axis: &Axis, track: &Track| {
        let last = axis.lines.iter().rposition(|line| *line != Line::Add);
        last.map_or(0.0, |last| track.span(last).1)
    };
    let right = left + end(&frame.axes.columns, &layout.columns);
    let bottom = top + end(&frame.axes.rows, &layout.rows);
    painter.rect_filled(
        Rect::from_min_max(frame.body.min, pos2(right, bottom).min(frame.body.max)),
        0.0,
        tokens.empty_cell,
    );
    let (row_here, column_here) = frame.cross;
    let line = Stroke::new(1.0, tokens.grid);
    for row in frame.rows.start..last_row {
        let (from, to) = layout.rows.span(row);
        let y = (top + from, top + to);
        let across = Rect::from_min_max(pos2(frame.body.left(), y.0), pos2(right, y.1));
        match frame.axes.rows.lines[row] {
            Line::Item(n) if Some(n) == row_here => {
                painter.rect_filled(across, 0.0, tokens.cross);
            }
            Line::Group(_) | Line::Item(_) | Line::Add => {}
        }
        painter.hline(frame.body.left()..=right.min(frame.body.right()), y.0, line);
    }
    painter.hline(frame.body.left()..=right.min(frame.body.right()), bottom, line);
    for column in frame.columns.clone() {
        let (from, to) = layout.columns.span(column);
        if let Line::Item(n) = frame.axes.columns.lines[column]
            && Some(n) == column_here
        {
            let down = Rect::from_min_max(pos2(left + from, frame.body.top()), pos2(left + to, bottom));
            painter.rect_filled(down, 0.0, tokens.cross);
        }
        painter.vline(left + from, frame.body.top()..=bottom.min(frame.body.bottom()), line);
    }
    painter.vline(right, frame.body.top()..=bottom.min(frame.body.bottom()), line);
    // A heading's band runs through: it is no row of cells, and a long name goes on in it.
    for row in frame.rows.start..last_row {
        if let Line::Group(_) = frame.axes.rows.lines[row] {
            let (from, to) = layout.rows.span(row);
            let band = Rect::from_min_max(pos2(frame.body.left(), top + from), pos2(right, top + to));
            painter.rect_filled(band, 0.0, tokens.raised);
            painter.hline(band.x_range(), band.top(), line);
            painter.hline(band.x_range(), band.bottom(), line);
        }
    }
}

fn cursor_outline(ui: &Ui, rect: Rect, focus: bool, ctx: &Ctx<'_>) {
    let painter = ui.painter();
    painter.rect_stroke(
        rect.shrink(2.0),
        0.0,
        Stroke::new(1.0, ctx.tokens.page),
        StrokeKind::Inside,
    );
    let width = if focus { 2.5 } else { 1.5 };
    painter.rect_stroke(rect, 0.0, Stroke::new(width, ctx.tokens.accent), StrokeKind::Inside);
}

/// The lines on which a cell's row and column stand.
fn lines_of(axes: &Axes, cell: &crate::model::Cell) -> Option<(usize, usize)> {
    let (row, column) = axes.place(cell)?;
    Some((axes.rows.line_of(row)?, axes.columns.line_of(column)?))
}

/// Where the cursor stands in the content.
fn rect_of(axes: &Axes, layout: &Layout, cursor: &Cursor) -> Option<Rect> {
    let row = |line: usize| {
        let (top, bottom) = layout.rows.span(line);
        // Any width that is in sight: only the height matters.
        let left = layout.head_width;
        Rect::from_min_max(
            pos2(left, layout.head_height + top),
            pos2(left, layout.head_height + bottom),
        )
    };
    let column = |line: usize| {
        let (left, right) = layout.columns.span(line);
        let top = layout.head_height;
        Rect::from_min_max(
            pos2(layout.head_width + left, top),
            pos2(layout.head_width + right, top),
        )
    };
    match cursor {
        Cursor::Cell(cell) => lines_of(axes, cell).map(|(row, column)| layout.cell_rect(row, column)),
        Cursor::Head(head) if head.side() == axes.rows.side => axes.rows.line_of(axes.rows.place(head)?).map(row),
        Cursor::Head(head) => axes.columns.line_of(axes.columns.place(head)?).map(column),
        Cursor::Add(side) if *side == axes.rows.side => Some(row(axes.rows.lines.len().saturating_sub(1))),
        Cursor::Add(_) => Some(column(axes.columns.lines.len().saturating_sub(1))),
    }
}

impl MatrixPane {
    /// Gives the cursor's widget the keyboard when the pane is to have it, and keeps the arrows to the pane.
    pub(super) fn hold_keyboard(&mut self, ui: &Ui, response: &Response) {
        if std::mem::take(&mut self.wants_keyboard) || (self.has_keyboard(ui) && self.holder != Some(response.id)) {
            response.request_focus();
            self.holder = Some(response.id);
        }
        if response.has_focus() {
            self.holder = Some(response.id);
            let keep = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: true,
                tab: false,
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, keep));
        }
    }

    /// Whether a widget is the one at the cursor.
    pub(crate) fn is_cursor(&self, id: Id) -> bool {
        self.holder == Some(id)
    }

    /// Whether the keyboard is in this pane's grid.
    pub(super) fn has_keyboard(&self, ui: &Ui) -> bool {
        self.holder.is_some() && ui.memory(|m| m.focused()) == self.holder
    }
}
