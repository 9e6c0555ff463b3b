//! What the mouse and the keys do on the text.

use eframe::egui::{CursorIcon, Event, Key, Modifiers, Rect, Response, Ui};

use super::{
    ArticlePane,
    layout::Setting,
    marks::Mark,
    on_character,
    scroll::{START, Top},
    select_mark,
    selecting::Ends,
    view::View,
};
use crate::{
    analysis::sentences::{next_character, next_word_end, previous_character, previous_word_start},
    model::Body,
    ui::{Command, Ctx},
};

impl ArticlePane {
    /// Wheel, and the keys that move the page.
    pub(super) fn scroll_by_input(&mut self, ui: &Ui, response: &Response, rect: Rect, setting: Setting) {
        if response.contains_pointer() || self.mouse.is_dragging() {
            let delta = ui.input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta.y));
            self.top.down -= delta;
        }
        if let Some(point) = ui.input(|i| i.pointer.latest_pos()) {
            let seconds = ui.input(|i| i.stable_dt.min(0.1));
            let by = self.mouse.auto_scroll(rect, point, seconds);
            if by != 0.0 {
                self.top.down += by;
                ui.ctx().request_repaint();
            }
        }
        if !response.has_focus() || self.ends.is_some() {
            return;
        }
        let page = rect.height() - setting.line * 2.0;
        let last = self.pieces.len().saturating_sub(1);
        ui.input_mut(|i| {
            for (key, by) in [
                (Key::PageDown, page),
                (Key::Space, page),
                (Key::PageUp, -page),
                (Key::ArrowDown, setting.line * 2.0),
                (Key::ArrowUp, -setting.line * 2.0),
            ] {
                self.top.down += i.count_and_consume_key(Modifiers::NONE, key) as f32 * by;
            }
            if i.consume_key(Modifiers::NONE, Key::Home) {
                self.top = START;
            }
            if i.consume_key(Modifiers::NONE, Key::End) {
                self.top = Top {
                    piece: last,
                    down: 1.0e9,
                };
            }
        });
    }

    /// The mouse on the text, and the keys of a selection.
    pub(super) fn read_input(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        response: &Response,
        view: &View,
        body: &Body,
        marks: &[Mark<'_>],
    ) {
        if response.hovered() && view.column_rect().contains(response.hover_pos().unwrap_or_default()) {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
        // Another part of the window changed the selection.
        if !self.mouse.is_dragging() && self.ends.map(Ends::range) != ctx.selection().text {
            self.ends = ctx.selection().text.clone().map(|range| Ends {
                anchor: range.start,
                head: range.end,
            });
        }
        self.read_mouse(ctx, ui, response, view, body, marks);
        if response.has_focus() {
            ui.memory_mut(|m| {
                let keep = eframe::egui::EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    escape: true,
                    tab: false,
                };
                m.set_focus_lock_filter(response.id, keep);
            });
            self.read_keys(ctx, ui, body);
        }
    }

    fn read_mouse(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        response: &Response,
        view: &View,
        body: &Body,
        marks: &[Mark<'_>],
    ) {
        let (pressed, down, point, origin, time, shift) = ui.input(|i| {
            let pointer = &i.pointer;
            (
                pointer.primary_pressed(),
                pointer.primary_down(),
                pointer.interact_pos(),
                pointer.press_origin(),
                i.time,
                i.modifiers.shift,
            )
        });
        let Some(point) = point else { return };
        // A quick click is pressed and released within one frame.
        let on_text = response.is_pointer_button_down_on() || response.clicked();
        if pressed && on_text {
            response.request_focus();
            let anchor = self.ends.map(|e| e.anchor).filter(|_| shift);
            // The pointer may have moved on within the frame of the press.
            self.ends = self.mouse.press(view, body, origin.unwrap_or(point), time, anchor);
            ui.ctx().request_repaint();
        }
        if self.mouse.is_dragging() {
            if let Some(ends) = self.mouse.drag(view, body, point) {
                self.ends = Some(ends);
            }
            if !down {
                let clicked = self.mouse.release();
                self.finish(ctx, clicked, view.character(point), marks);
            }
            ui.ctx().request_repaint();
        }
    }

    /// The button went up: a selection was made, or a passage clicked, or nothing.
    fn finish(&mut self, ctx: &Ctx<'_>, clicked: bool, under: Option<u32>, marks: &[Mark<'_>]) {
        let range = self.ends.map(Ends::range).filter(|r| !r.is_empty() && !clicked);
        if let Some(range) = range {
            self.stepped = None;
            ctx.send(Command::SelectText(Some(range)));
            return;
        }
        self.ends = None;
        if ctx.selection().text.is_some() {
            ctx.send(Command::SelectText(None));
        }
        let Some(at) = under else { return };
        let on = on_character(marks, at);
        if on.is_empty() {
            if ctx.selection().passage.is_some() {
                ctx.send(Command::SelectPassage(None));
            }
            self.stepped = None;
            return;
        }
        // A second click on the same words steps to what lies below.
        let same = |place: u32| on.iter().all(|n| marks[*n].range.contains(&place));
        let step = match self.stepped {
            Some((place, step)) if same(place) => step + 1,
            _ => 0,
        };
        self.stepped = Some((at, step));
        // The order must not follow the selection that stepping itself makes.
        let mut fixed = on;
        fixed.sort_by_key(|n| (marks[*n].range.len(), marks[*n].id()));
        select_mark(ctx, &marks[fixed[step % fixed.len()]]);
    }

    fn read_keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, body: &Body) {
        let mut ends = self.ends;
        let mut copy = false;
        ui.input_mut(|i| {
            if i.consume_key(Modifiers::COMMAND, Key::A) {
                ends = Some(Ends {
                    anchor: 0,
                    head: body.len(),
                });
            }
            copy = i.events.iter().any(|e| matches!(e, Event::Copy));
            if let Some(e) = &mut ends {
                let word = Modifiers::COMMAND | Modifiers::SHIFT;
                for (modifiers, key, step) in [
                    (word, Key::ArrowRight, next_word_end as fn(&Body, u32) -> u32),
                    (word, Key::ArrowLeft, previous_word_start),
                    (Modifiers::SHIFT, Key::ArrowRight, next_character),
                    (Modifiers::SHIFT, Key::ArrowLeft, previous_character),
                ] {
                    for _ in 0..i.count_and_consume_key(modifiers, key) {
                        e.head = step(body, e.head);
                    }
                }
                if i.consume_key(Modifiers::NONE, Key::Escape) {
                    ends = None;
                }
            }
        });
        if copy && let Some(text) = self.ends.and_then(|e| body.slice(e.range())) {
            ctx.send(Command::Copy(text));
        }
        if ends != self.ends {
            self.ends = ends;
            ctx.send(Command::SelectText(ends.map(Ends::range).filter(|r| !r.is_empty())));
        }
    }
}
