//! What keys and actions do in the matrix.

use eframe::egui::{Event, Key, Modifiers, Ui};

use super::{
    Draft, DraftOf, MatrixPane,
    axis::{Head, Side},
    cursor::{Axes, Cursor, Step},
    edits,
    typed::Meaning,
};
use crate::{
    model::{Cell, Role, Stance},
    ui::{
        Action, Command, Ctx, attach,
        command::{Pane, Scope},
    },
};

/// The movement that a key stands for.
fn step_of(key: Key, modifiers: Modifiers, page: usize) -> Option<Step> {
    let far = modifiers.command || modifiers.ctrl;
    Some(match key {
        Key::ArrowLeft if far => Step::RowStart,
        Key::ArrowRight if far => Step::RowEnd,
        Key::ArrowUp if far => Step::PageUp(usize::MAX / 2),
        Key::ArrowDown if far => Step::PageDown(usize::MAX / 2),
        Key::ArrowLeft => Step::Left,
        Key::ArrowRight => Step::Right,
        Key::ArrowUp => Step::Up,
        Key::ArrowDown => Step::Down,
        Key::PageUp => Step::PageUp(page.max(2) - 1),
        Key::PageDown => Step::PageDown(page.max(2) - 1),
        Key::Home if far => Step::First,
        Key::End if far => Step::Last,
        Key::Home => Step::RowStart,
        Key::End => Step::RowEnd,
        _ => return None,
    })
}

impl MatrixPane {
    /// Takes the keys pressed while the keyboard is in the grid, in the order they came.
    pub(super) fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, axes: &Axes) {
        if self.draft.is_some() || !self.has_keyboard(ui) {
            return;
        }
        let now = ui.input(|i| i.time);
        let mut events = ui.input_mut(|i| std::mem::take(&mut i.events));
        let mut arrow = false;
        // A key that was an action is not also a letter typed.
        let mut swallow = false;
        events.retain(|event| match event {
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } => {
                swallow = false;
                let letter = modifiers.is_none() && key.name().len() == 1;
                if letter && self.typed.is_open(now) {
                    return true;
                }
                if let Some(step) = step_of(*key, *modifiers, self.page)
                    && !modifiers.alt
                {
                    self.step(ctx, axes, step, modifiers.shift);
                    arrow = true;
                    return false;
                }
                if *key == Key::Escape {
                    self.escape();
                    return false;
                }
                match Action::pressed(Scope::Matrix, *key, *modifiers, ctx.preferences) {
                    Some(action) => {
                        swallow = true;
                        if !self.perform(action, ctx) {
                            ctx.send(Command::Act(action));
                        }
                        false
                    }
                    None => true,
                }
            }
            Event::Text(_) if swallow => false,
            Event::Text(text) => !self.type_stance(ctx, axes, text, now),
            _ => true,
        });
        ui.input_mut(|i| i.events = events);
        if arrow {
            ui.memory_mut(|m| m.move_focus(eframe::egui::FocusDirection::None));
        }
    }

    fn step(&mut self, ctx: &Ctx<'_>, axes: &Axes, step: Step, extend: bool) {
        let from = match self.cursor() {
            Some(cursor) => cursor,
            None => match axes.cell(0, 0) {
                Some(cell) => return self.go_to(ctx, Cursor::Cell(cell)),
                None => Cursor::Add(axes.rows.side),
            },
        };
        match (axes.travel(&from, step), extend, &from) {
            (Cursor::Cell(cell), true, Cursor::Cell(_)) => self.extend_to(ctx, cell),
            // A range does not reach beyond the cells.
            (_, true, Cursor::Cell(_)) => {}
            (to, ..) => self.go_to(ctx, to),
        }
        self.wants_keyboard = true;
    }

    fn escape(&mut self) {
        self.typed.forget();
        if self.anchor.take().is_none() {
            self.edge = None;
            self.wants_keyboard = true;
        }
    }

    /// Takes a typed letter as part of a stance's name; whether it was one.
    fn type_stance(&mut self, ctx: &Ctx<'_>, axes: &Axes, text: &str, now: f64) -> bool {
        let range = self.range(axes);
        let begins = text.chars().all(|c| c.is_alphabetic() || "+-−0".contains(c));
        if range.is_empty() || !(begins || self.typed.is_open(now)) {
            return false;
        }
        match self.typed.take(text, now) {
            Meaning::Set(stance) => {
                self.set_stance(ctx, &range, stance);
                true
            }
            Meaning::Open(_) => true,
            Meaning::Nothing => false,
        }
    }

    fn set_stance(&mut self, ctx: &Ctx<'_>, range: &[Cell], stance: Stance) {
        self.typed.forget();
        if let Some(edit) = edits::set_stance(ctx.project(), ctx.selection(), range, stance) {
            ctx.edit(edit);
        }
    }

    /// The actor or issue that an action for one of them is about: the name at the cursor, or the cell's.
    fn head_for(&self, side: Side) -> Option<Head> {
        match &self.edge {
            Some(Cursor::Head(head)) if head.side() == side => Some(head.clone()),
            Some(_) => None,
            None => self.at.as_ref().map(|cell| Head::of(cell, side)),
        }
    }

    /// Does an action, if it is this pane's.
    pub(super) fn perform(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        let axes = self.axes(ctx);
        let range = self.range(&axes);
        if let Some(stance) = stance_of(action) {
            self.set_stance(ctx, &range, stance);
            return true;
        }
        match action {
            Action::ClearCell => match &self.edge {
                Some(Cursor::Head(head)) => Self::ask_to_delete(ctx, head),
                _ => {
                    if let Some(edit) = edits::clear(ctx.project(), ctx.selection(), &range) {
                        ctx.edit(edit);
                    }
                }
            },
            Action::CiteSelection | Action::CiteAgainst => {
                let role = if action == Action::CiteSelection {
                    Role::For
                } else {
                    Role::Against
                };
                match self.at.as_ref().filter(|_| self.edge.is_none()) {
                    Some(cell) => attach::selection(ctx, cell, role),
                    None => ctx.send(Command::Say("Select a cell first".to_owned())),
                }
            }
            Action::OpenCell => match &self.edge {
                Some(Cursor::Head(head)) => {
                    let head = head.clone();
                    self.rename(ctx, &head);
                }
                Some(Cursor::Add(side)) => self.draft = Some(Draft::new(DraftOf::New(*side), String::new())),
                _ => ctx.send(Command::FocusPane(Pane::Cell)),
            },
            Action::FilterMatrix => self.wants_filter = true,
            Action::AddActor => self.begin_adding(Side::Actors),
            Action::AddIssue => self.begin_adding(Side::Issues),
            Action::RenameActor => {
                let at_cursor = match &self.edge {
                    Some(Cursor::Head(head)) => Some(head.clone()),
                    _ => self.head_for(Side::Actors),
                };
                if let Some(head) = at_cursor {
                    self.rename(ctx, &head);
                }
            }
            Action::RenameIssue => {
                if let Some(head) = self.head_for(Side::Issues) {
                    self.rename(ctx, &head);
                }
            }
            Action::HideActor => self.hide(ctx, Side::Actors),
            Action::HideIssue => self.hide(ctx, Side::Issues),
            Action::DeleteActor => self.delete(ctx, Side::Actors),
            Action::DeleteIssue => self.delete(ctx, Side::Issues),
            Action::ShowHidden => self.choice.show_hidden = !self.choice.show_hidden,
            Action::SwapMatrix => {
                let mut preferences = ctx.preferences.clone();
                preferences.swapped = !preferences.swapped;
                ctx.send(Command::Prefer(Box::new(preferences)));
            }
            _ => return false,
        }
        true
    }

    fn begin_adding(&mut self, side: Side) {
        self.edge = Some(Cursor::Add(side));
        self.reveal = Some(Cursor::Add(side));
        self.draft = Some(Draft::new(DraftOf::New(side), String::new()));
    }

    fn hide(&mut self, ctx: &Ctx<'_>, side: Side) {
        let Some(head) = self.head_for(side) else { return };
        let hidden = match &head {
            Head::Actor(id) => ctx.project().actor(id).is_some_and(|a| a.hidden),
            Head::Issue(id) => ctx.project().issue(id).is_some_and(|i| i.hidden),
        };
        if let Some(edit) = edits::hide(ctx.project(), &head, !hidden) {
            ctx.edit(edit);
        }
    }

    fn delete(&self, ctx: &Ctx<'_>, side: Side) {
        if let Some(head) = self.head_for(side) {
            Self::ask_to_delete(ctx, &head);
        }
    }

    /// Shows what typed letters may become, beside the cell.
    pub(super) fn typed_hint(&self, ctx: &Ctx<'_>, ui: &Ui, cell: eframe::egui::Rect) {
        let now = ui.input(|i| i.time);
        let Some((letters, stances)) = self.typed.open(now) else {
            return;
        };
        let words: Vec<&str> = stances.iter().map(|s| s.word()).collect();
        let text = format!("{letters}…  {}", words.join(", "));
        let painter = ui.ctx().debug_painter();
        let galley = painter.layout_no_wrap(text, eframe::egui::FontId::proportional(12.0), ctx.tokens.text);
        let at = cell.left_bottom() + eframe::egui::vec2(0.0, 4.0);
        let back = eframe::egui::Rect::from_min_size(at, galley.size() + eframe::egui::vec2(12.0, 6.0));
        painter.rect_filled(back, 3.0, ctx.tokens.raised);
        painter.galley(at + eframe::egui::vec2(6.0, 3.0), galley, ctx.tokens.text);
        ui.ctx().request_repaint_after_secs(1.3);
    }
}

/// The stance that an action sets.
pub(crate) fn stance_of(action: Action) -> Option<Stance> {
    Some(match action {
        Action::SetStronglyOpposes => Stance::StronglyOpposes,
        Action::SetOpposes => Stance::Opposes,
        Action::SetNeutral => Stance::Neutral,
        Action::SetSupports => Stance::Supports,
        Action::SetStronglySupports => Stance::StronglySupports,
        Action::SetAmbivalent => Stance::Ambivalent,
        Action::SetSilent => Stance::Silent,
        _ => return None,
    })
}
