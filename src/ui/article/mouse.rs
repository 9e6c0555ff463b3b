//! What the mouse does on the text: selecting, and clicking through the passages.

use eframe::egui::{CursorIcon, Event, PointerButton, Pos2, Response, Ui};

use super::{
    ArticlePane,
    hover::Meant,
    marks::{Mark, marks_in},
    selecting::Ends,
    view::View,
};
use crate::{
    model::Document,
    ui::{Command, Ctx},
};

impl ArticlePane {
    /// Selecting and clicking.
    pub(super) fn read_mouse(&mut self, ctx: &Ctx<'_>, ui: &Ui, response: &Response, view: &View, document: &Document) {
        let over_text = |p| view.column_rect().contains(p);
        if response.hovered() && response.hover_pos().is_some_and(over_text) {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
        let (pressed, released, point, time, shift) = ui.input(|i| {
            let at = |down: bool| i.events.iter().rev().find_map(|e| button(e, down));
            (at(true), at(false), i.pointer.interact_pos(), i.time, i.modifiers.shift)
        });
        // A quick click is pressed and released within one frame; then the pointer may be gone.
        let on_text = response.is_pointer_button_down_on() || response.clicked();
        if let Some(point) = pressed.filter(|_| on_text) {
            response.request_focus();
            let anchor = self.ends.map(|e| e.anchor).filter(|_| shift);
            if shift || !self.takes_hold(view, point, time) {
                self.ends = self.mouse.press(view, &document.body, point, time, anchor);
            }
            self.caret.earlier = false;
        }
        self.carry_words(ctx, ui, view, document);
        if self.mouse.is_dragging() {
            let point = released.or(point);
            let ends = point.and_then(|p| self.mouse.drag(view, &document.body, p));
            if ends.is_some() && ends != self.ends {
                self.ends = ends;
                ui.ctx().request_repaint();
            }
            if released.is_some() || !ui.input(|i| i.pointer.primary_down()) {
                let clicked = self.mouse.release();
                let range = self.ends.map(Ends::range).filter(|r| !r.is_empty());
                if ctx.selection().text != range {
                    ctx.send(Command::SelectText(range));
                }
                if clicked {
                    self.click(ctx, point.and_then(|p| view.character(p)), document);
                }
                ui.ctx().request_repaint();
            }
        }
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            self.open_menu_at(ctx, ui, at, view, document);
        }
    }

    /// A click that selects no text: takes the passage there, the innermost first, and with the next click the one
    /// around it.
    pub(super) fn click(&mut self, ctx: &Ctx<'_>, under: Option<u32>, document: &Document) {
        let mut marks = under.map_or_else(Vec::new, |at| marks_in(ctx, &document.id, at..at + 1, None));
        innermost_first(&mut marks);
        let n = self.hover.step(under, marks.len());
        match n.and_then(|n| marks.get(n)) {
            Some(mark) => self.choose(ctx, mark),
            None if ctx.selection().passage.is_some() => ctx.send(Command::SelectPassage(None)),
            None => {}
        }
    }

    /// Selects a mark's passage and cell.
    pub(super) fn choose(&mut self, ctx: &Ctx<'_>, mark: &Mark<'_>) {
        self.hover.mean(Meant::of(mark));
        ctx.send(Command::SelectPassage(Some(mark.id())));
        if let Some(cited) = mark.cited {
            ctx.send(Command::Reveal(crate::model::Focus::Cell(cited.key.cell())));
        }
    }
}

/// Where the first button went down or up, if an event says so.
fn button(event: &Event, down: bool) -> Option<Pos2> {
    match event {
        Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            ..
        } if *pressed == down => Some(*pos),
        _ => None,
    }
}

/// Shorter passages before those around them; the order does not follow the selection.
pub(super) fn innermost_first(marks: &mut [Mark<'_>]) {
    marks.sort_by_key(|m| (m.range.end - m.range.start, m.id()));
}
