//! Putting rows and columns in another order: by dragging a name, or a place at a time by key.

use eframe::egui::{CursorIcon, DragAndDrop, Rect, Stroke, Ui, pos2};

use super::{
    MatrixPane,
    axis::{Axis, Head, Line, Side},
    cursor::{Axes, Cursor},
    edits::{self, Spot},
    grid::Frame,
};
use crate::ui::Ctx;

/// A name in the hand.
#[derive(Debug, Clone)]
pub(super) struct Carried(pub(super) Head);

/// The place at a boundary between lines (before line `boundary`) and the heading that it is under.
fn spot_at(axis: &Axis, boundary: usize) -> Option<(Spot, String)> {
    let above = boundary.checked_sub(1).and_then(|n| axis.lines.get(n));
    match above {
        Some(Line::Item(n)) => {
            let group = axis
                .group_of(*n)
                .map_or_else(String::new, |g| axis.groups[g].name.clone());
            Some((Spot::After(axis.items.get(*n)?.head.clone()), group))
        }
        Some(Line::Group(n)) => {
            let group = axis.groups[*n].name.clone();
            let item = |line: &Line| match line {
                Line::Item(n) => axis.items.get(*n).map(|item| item.head.clone()),
                Line::Group(_) | Line::Add => None,
            };
            let next = axis.lines[boundary..].iter().find_map(item).map(Spot::Before);
            // Behind the last heading, which is folded, there is nothing to stand before.
            let last = || axis.lines[..boundary].iter().rev().find_map(item).map(Spot::After);
            Some((next.or_else(last)?, group))
        }
        Some(Line::Add) | None => {
            let first = axis.items.first()?;
            // Before everything: what has no heading stands first.
            Some((Spot::Before(first.head.clone()), String::new()))
        }
    }
}

impl MatrixPane {
    /// While a name is dragged: shows where it would go, and puts it there when it is let go.
    pub(super) fn drop_ui(&mut self, ctx: &Ctx<'_>, ui: &Ui, frame: &Frame<'_>) {
        let Some(carried) = DragAndDrop::payload::<Carried>(ui.ctx()) else {
            return;
        };
        let Some(pointer) = ui.input(|i| i.pointer.interact_pos()) else {
            return;
        };
        ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        if !frame.outer.contains(pointer) {
            return;
        }
        let head = &carried.0;
        let is_row = head.side() == frame.axes.rows.side;
        let (axis, track, offset) = if is_row {
            let top = frame.origin.y + frame.layout.head_height;
            (&frame.axes.rows, &frame.layout.rows, pointer.y - top)
        } else {
            let left = frame.origin.x + frame.layout.head_width;
            (&frame.axes.columns, &frame.layout.columns, pointer.x - left)
        };
        let line = track.at(offset.max(0.0));
        let (from, to) = track.span(line);
        let boundary = (line + usize::from(offset > (from + to) / 2.0)).min(axis.lines.len() - 1);
        let at = track.span(boundary).0;
        let mark = if is_row {
            let y = frame.origin.y + frame.layout.head_height + at;
            Rect::from_min_max(pos2(frame.outer.left(), y), pos2(frame.outer.right(), y))
        } else {
            let x = frame.origin.x + frame.layout.head_width + at;
            Rect::from_min_max(pos2(x, frame.outer.top()), pos2(x, frame.outer.bottom()))
        };
        ui.painter()
            .line_segment([mark.min, mark.max], Stroke::new(3.0, ctx.tokens.accent));
        if ui.input(|i| i.pointer.any_released()) {
            let edit =
                spot_at(axis, boundary).and_then(|(spot, group)| edits::move_to(ctx.project(), head, &spot, &group));
            if let Some(edit) = edit {
                ctx.edit(edit);
            }
            DragAndDrop::clear_payload(ui.ctx());
        }
    }

    /// Moves the row's or column's actor or issue by one place among those shown.
    pub(super) fn nudge(&mut self, ctx: &Ctx<'_>, axes: &Axes, rows: bool, forward: bool) {
        let axis = if rows { &axes.rows } else { &axes.columns };
        let Some(head) = self.head_on(axis.side) else { return };
        let Some(line) = axis.place(&head).and_then(|n| axis.line_of(n)) else {
            return;
        };
        // Over the next line forwards is before the one after it; backwards is before the line before.
        let boundary = if forward { line + 2 } else { line.saturating_sub(1) };
        if boundary > axis.lines.len() - 1 || (!forward && line == 0) {
            return;
        }
        // Backwards over a heading: to the end of the group before it, or to the front if there is none.
        let boundary = match axis.lines.get(boundary) {
            Some(Line::Group(_)) if !forward && boundary == 0 => return,
            _ => boundary,
        };
        if let Some((spot, group)) = spot_at(axis, boundary)
            && let Some(edit) = edits::move_to(ctx.project(), &head, &spot, &group)
        {
            ctx.edit(edit);
            self.reveal = self.cursor();
        }
    }

    /// The actor or issue that the cursor's row or column stands for.
    pub(super) fn head_on(&self, side: Side) -> Option<Head> {
        match &self.edge {
            Some(Cursor::Head(head)) => (head.side() == side).then(|| head.clone()),
            Some(_) => None,
            None => self.at.as_ref().map(|cell| Head::of(cell, side)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{desk, matrix::axis::Choice};

    #[test]
    fn a_boundary_belongs_to_the_heading_above_it() {
        let project = desk::named(true);
        let axis = Axis::new(&project, Side::Actors, &Choice::default());
        // Signatories, China, Russia, The West, United States, …
        let actor = |id: &str| Head::Actor(id.parse().expect("an id"));
        for (boundary, expected) in [
            (0, (Spot::Before(actor("china")), "")),
            (1, (Spot::Before(actor("china")), "Signatories")),
            (3, (Spot::After(actor("russia")), "Signatories")),
            (4, (Spot::Before(actor("united-states")), "The West")),
        ] {
            let (spot, group) = spot_at(&axis, boundary).expect("a spot");
            assert_eq!((spot, group.as_str()), expected, "before line {boundary}");
        }
    }
}
