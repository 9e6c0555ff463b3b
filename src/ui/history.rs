//! The history pane: every step of the session, to go back to any while the work goes on beside it.
//!
//! Not here: what a step is (`session`), how it is undone (`app`).

use eframe::egui::{Align, Button, Frame, Id, Layout, Rect, RichText, ScrollArea, TextStyle, Ui, UiBuilder, vec2};

use crate::ui::{
    Action, Command, Ctx,
    command::{Pane, Scope, take_keys_of},
    moment,
};

/// The history pane's own state.
#[derive(Debug, Default)]
pub struct HistoryPane {
    /// The row that has, or last had, the keyboard; the beginning is row 0, the first step row 1.
    at: usize,
    wants_keyboard: bool,
    /// The widget of the row that had the keyboard in the last frame.
    held: Option<Id>,
    /// How many steps there were, and how many of them were done, in the last frame.
    known: Option<(usize, usize)>,
    /// The row to bring into sight at the next frame.
    reveal: Option<usize>,
    /// How far the list is scrolled, in points.
    offset: f32,
}

impl HistoryPane {
    /// Draws the pane, filling the room.
    pub fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.follow(ctx);
        self.keys(ctx, ui);
        let steps = ctx.session.steps();
        Frame::new().inner_margin(6).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let height = ui.text_style_height(&TextStyle::Button) + 8.0;
            let mut area = ScrollArea::vertical().id_salt("history").auto_shrink(false);
            if let Some(row) = self.reveal.take() {
                let top = row as f32 * (height + 1.0);
                let lowest = (top + height - ui.available_height()).max(0.0);
                area = area.vertical_scroll_offset(self.offset.max(lowest).min(top));
            }
            let shown = area.show_rows(ui, height, steps.len() + 1, |ui, rows| {
                for row in rows {
                    self.row_ui(ctx, ui, row, height);
                }
            });
            self.offset = shown.state.clamped_offset().y;
        });
    }

    /// Goes to the last step that is done, if that is another than before.
    fn follow(&mut self, ctx: &Ctx<'_>) {
        let (steps, done) = (ctx.session.steps().len(), ctx.session.done());
        if self.known != Some((steps, done)) {
            self.known = Some((steps, done));
            (self.at, self.reveal) = (done, Some(done));
        }
    }

    /// Does an action, if it is this pane's.
    pub fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        // By the palette it may come before the pane was drawn.
        self.follow(ctx);
        let last = ctx.session.steps().len();
        self.at = match action {
            Action::StepAbove => self.at.saturating_sub(1),
            Action::StepBelow => (self.at + 1).min(last),
            Action::FirstStep => 0,
            Action::LastStep => last,
            Action::GoToStep => {
                ctx.send(Command::GoToStep(self.at));
                return true;
            }
            Action::LeaveHistory => {
                ctx.send(Command::FocusPane(Pane::Matrix));
                return true;
            }
            _ => return false,
        };
        self.reveal = Some(self.at);
        self.wants_keyboard = true;
        true
    }

    /// Takes the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
        self.reveal = Some(self.at);
    }

    /// Takes the keys pressed while a row has the keyboard.
    fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui) {
        let held = self.held.take();
        if let Some(row) = held.filter(|row| ui.memory(|m| m.has_focus(*row))) {
            take_keys_of(ctx, ui, row, &[Scope::History], |action| self.act(action, ctx));
        }
    }

    fn row_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, row: usize, height: f32) {
        let (steps, done) = (ctx.session.steps(), ctx.session.done());
        let step = row.checked_sub(1).and_then(|n| steps.get(n));
        let mut label = match step {
            None => "The beginning".to_owned(),
            Some(step) if row > done => format!("{} (undone)", ctx.session.step_name(step)),
            Some(step) => ctx.session.step_name(step).to_owned(),
        };
        if ctx.session.saved_after() == Some(row) {
            label.push_str(" – as saved");
        }
        let text = RichText::new(&label);
        let text = if row > done { text.color(ctx.tokens.faint) } else { text };
        let button = Button::selectable(row == done, text).truncate();
        let layout = Layout::left_to_right(Align::Center)
            .with_main_justify(true)
            .with_main_align(Align::Min);
        let builder = UiBuilder::new()
            .id_salt(row)
            .layout(layout)
            .max_rect(Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height)));
        let response = ui.scope_builder(builder, |ui| ui.add(button)).inner;
        if row == self.at && std::mem::take(&mut self.wants_keyboard) {
            response.request_focus();
        }
        // Not of the row that the keyboard leaves in this frame for one further down.
        if response.has_focus() && !self.wants_keyboard {
            (self.at, self.held) = (row, Some(response.id));
        }
        if response.clicked() {
            ctx.send(Command::GoToStep(row));
        }
        if let Some(step) = step {
            response.on_hover_text(format!("{label}\n{}", moment::local(step.at)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::Edit,
        ui::desk::{self, Desk},
    };

    #[test]
    fn going_to_the_step_undoes_nothing_where_the_list_was_not_drawn() {
        let mut desk = Desk::new(desk::named(false), &[]);
        for title in ["One", "Two"] {
            desk.session
                .apply(Edit::SetTitle(title.to_owned()), desk.ctx().now)
                .expect("applies");
            desk.session.end_step();
        }
        let mut pane = HistoryPane::default();
        assert!(pane.act(Action::GoToStep, &desk.ctx()));
        assert!(pane.act(Action::StepAbove, &desk.ctx()) && pane.act(Action::GoToStep, &desk.ctx()));
        let sent = desk.commands.take();
        assert!(
            matches!(sent.as_slice(), [Command::GoToStep(2), Command::GoToStep(1)]),
            "{sent:?}"
        );
    }
}
