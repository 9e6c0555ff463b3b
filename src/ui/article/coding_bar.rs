//! The small bar at a selection: who, on what, which stance; then attach, write a note, or just mark.
//!
//! Filled in from the selected cell, else from what the words and their sentence mention.

use std::ops::Range;

use eframe::egui::{
    Align, Area, Button, Event, Frame, Id, Key, Label, Layout, Modifiers, Order, Pos2, Rect, RichText, Role as Part,
    Sense, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::{
    coding_offers::{Meant, Pick, actor_offers, issue_offers},
    field::{Field, Offer},
    view::View,
};
use crate::{
    analysis::sentences::sentence_at,
    model::{Actor, ActorId, Cell, Document, Edit, Issue, IssueId, Role, Stance},
    session::PeriodChoice,
    ui::{Action, Command, Ctx, attach, segments},
};

/// Width of the bar, in points.
const WIDTH: f32 = 372.0;

/// Height of the bar until it was drawn once, in points.
const HEIGHT: f32 = 112.0;

/// Code points of a selection, and of its sentences, that are looked through for names.
const MOST_LOOKED_AT: u32 = 4000;

/// Points between the bar and the selection, and between the bar and the pane's edge.
const GAP: f32 = 6.0;

/// The bar's state.
#[derive(Debug, Clone, Default)]
pub(super) struct CodingBar {
    /// The selection that it was filled in for.
    range: Option<Range<u32>>,
    actor_field: Field,
    issue_field: Field,
    actor: Option<Pick<ActorId>>,
    issue: Option<Pick<IssueId>>,
    stance: Option<Stance>,
    /// Whether the stance was chosen here; else it is the cell's.
    chose: bool,
    /// Left by Escape: not shown again for the same selection.
    left: bool,
    /// Whether the text behind it is to be seen and clicked.
    pub see_through: bool,
    /// Height as it was drawn last, in points.
    height: Option<f32>,
    /// Whether it has a strip of its own below the text, because the selection leaves it no other room.
    docked: bool,
}

impl CodingBar {
    /// Puts the keyboard into the actor's field, with `typed` in it.
    pub(super) fn start(&mut self, typed: &str) {
        self.left = false;
        self.actor_field.start(typed);
    }

    /// Height of the strip below the text that the bar needs, in points; mostly none.
    pub(super) fn strip(&self) -> f32 {
        if self.docked {
            self.height.unwrap_or(HEIGHT) + 2.0 * GAP
        } else {
            0.0
        }
    }

    /// Draws the bar at a selection, within `room`; whether the keyboard should go back to the text.
    #[expect(clippy::too_many_arguments, reason = "one frame's worth, used once")]
    pub(super) fn show(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        document: &Document,
        view: &View,
        room: Rect,
        range: Option<Range<u32>>,
        has_keyboard: bool,
    ) -> bool {
        let Some(range) = range else {
            (self.range, self.docked) = (None, false);
            return false;
        };
        if self.range.as_ref() != Some(&range) {
            *self = Self {
                range: Some(range.clone()),
                height: self.height,
                docked: self.docked,
                see_through: self.see_through,
                ..Self::default()
            };
            self.fill_in(ctx, document, &range);
        }
        if self.left {
            self.docked = false;
            return false;
        }
        let width = (WIDTH + 18.0).min(room.width() - 2.0 * GAP);
        let size = vec2(width, self.height.unwrap_or(HEIGHT));
        let Some((place, docked)) = place(view, room, &range, size) else {
            self.docked = false;
            return false;
        };
        if std::mem::replace(&mut self.docked, docked) != docked {
            ui.ctx().request_repaint();
        }
        let mut back = false;
        if has_keyboard && ui.ctx().memory(|m| m.top_modal_layer().is_none()) {
            self.read_keys(ctx, ui, &mut back);
        }
        let area = Area::new(Id::unique("coding bar"))
            .order(Order::Middle)
            .fixed_pos(place)
            .constrain_to(room)
            .interactable(!self.see_through)
            .show(ui.ctx(), |ui| {
                if self.see_through {
                    ui.multiply_opacity(0.3);
                }
                let frame = Frame::popup(ui.style()).inner_margin(8.0).show(ui, |ui| {
                    ui.set_width(width - 18.0);
                    self.bar_ui(ctx, ui, &mut back);
                });
                let named = ui.interact(frame.response.rect, Id::unique("coding bar frame"), Sense::empty());
                named.widget_info(|| WidgetInfo::labeled(Part::Group, true, "Coding bar"));
            });
        if self.height.replace(area.response.rect.height()) != self.height {
            ui.ctx().request_repaint();
        }
        back
    }

    fn bar_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, back: &mut bool) {
        let width = ui.available_width();
        let narrow = width < 300.0;
        let field = if narrow {
            width - 10.0
        } else {
            (width - ui.spacing().item_spacing.x) * 0.5 - 10.0
        };
        let layout = if narrow {
            Layout::top_down(Align::Min)
        } else {
            Layout::left_to_right(Align::Center)
        };
        let height = ui.spacing().interact_size.y;
        ui.allocate_ui_with_layout(vec2(width, height), layout, |ui| self.fields_ui(ctx, ui, field, back));
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let (chosen, _) = segments::stances(ui, ctx.tokens, self.stance);
            if let Some(stance) = chosen {
                (self.stance, self.chose) = (stance, true);
            }
        });
        let told = RichText::new(self.told(ctx)).small().color(ctx.tokens.faint);
        ui.add(Label::new(told).truncate().selectable(false));
        ui.horizontal_wrapped(|ui| {
            let ready = self.actor.is_some() && self.issue.is_some();
            let attach = ui.add_enabled(ready, Button::new("Attach"));
            let hint = "Make these words evidence (Enter); against the stance with Shift";
            if attach.on_hover_text(hint).clicked() {
                self.attach(ctx, role(ui), back);
            }
            if ui
                .button("Note")
                .on_hover_text("Write a note about these words")
                .clicked()
            {
                ctx.send(Command::Act(Action::NoteOnSelection));
                self.left = true;
            }
            if ui
                .button("Just mark")
                .on_hover_text("Mark these words, for no cell yet")
                .clicked()
            {
                ctx.send(Command::Act(Action::MarkPassage));
                self.left = true;
                *back = true;
            }
        });
    }

    fn fields_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, width: f32, back: &mut bool) {
        let project = ctx.project();
        let (typed_actor, typed_issue) = (self.actor_field.text.clone(), self.issue_field.text.clone());
        let done = self
            .actor_field
            .show(ui, ctx.tokens, "Actor", width, |q| labels(actor_offers(project, q)));
        if let Some(n) = done.taken {
            self.take(ctx, actor_offers(project, &self.actor_field.text), n);
        } else if done.changed && self.actor_field.text != typed_actor {
            self.actor = None;
        }
        match done.tabbed {
            Some(true) => self.issue_field.start(""),
            Some(false) => *back = true,
            None => {}
        }
        let entered = done.entered;
        let done = self
            .issue_field
            .show(ui, ctx.tokens, "Issue", width, |q| labels(issue_offers(project, q)));
        if let Some(n) = done.taken {
            self.take(ctx, issue_offers(project, &self.issue_field.text), n);
        } else if done.changed && self.issue_field.text != typed_issue {
            self.issue = None;
        }
        match done.tabbed {
            // The digits and Enter are the text's.
            Some(true) => *back = true,
            Some(false) => self.actor_field.start(""),
            None => {}
        }
        if entered || done.entered {
            self.attach(ctx, role(ui), back);
        }
    }

    /// The stance chosen, and into which period and layer it goes.
    fn told(&self, ctx: &Ctx<'_>) -> String {
        let (project, selection) = (ctx.project(), ctx.selection());
        let mut told = self
            .stance
            .map_or("No stance yet: keys 1 to 7", Stance::word)
            .to_owned();
        let period = match (&self.actor, &self.issue) {
            (Some(Pick::Known(actor)), Some(Pick::Known(issue))) => {
                let cell = Cell {
                    actor: actor.clone(),
                    issue: issue.clone(),
                };
                selection.key_for(project, &cell).period
            }
            _ => match &selection.period {
                PeriodChoice::One(period) | PeriodChoice::Compare(_, period) => Some(period.clone()),
                PeriodChoice::All => None,
            },
        };
        if period.is_some() {
            told.push_str(&format!(" · {}", project.period_name(period.as_ref())));
        }
        told.push_str(&format!(" · as {}", project.analyst_name(&selection.analyst)));
        told
    }

    /// Keys while the text has the keyboard: letters go to the actor's field, digits set the stance.
    fn read_keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, back: &mut bool) {
        let (typed, against, enter, escape) = ui.ctx().input_mut(|i| {
            let mut typed = String::new();
            if !i.modifiers.command && !i.modifiers.alt {
                i.events.retain(|event| match event {
                    Event::Text(text) if text.trim() != "" => {
                        typed.push_str(text);
                        false
                    }
                    _ => true,
                });
            }
            let against = i.consume_key(Modifiers::SHIFT, Key::Enter);
            let enter = i.consume_key(Modifiers::NONE, Key::Enter);
            (typed, against, enter, i.consume_key(Modifiers::NONE, Key::Escape))
        });
        if escape {
            self.left = true;
            *back = true;
            ctx.send(Command::SelectText(None));
        }
        if enter || against {
            let role = if against { Role::Against } else { Role::For };
            self.attach(ctx, role, back);
        }
        let digit = typed.chars().next().filter(|_| typed.chars().count() == 1);
        match Stance::ALL.into_iter().find(|s| Some(s.key()) == digit) {
            Some(stance) => (self.stance, self.chose) = (Some(stance), true),
            None if !typed.is_empty() => self.actor_field.start(&typed),
            None => {}
        }
    }

    fn fill_in(&mut self, ctx: &Ctx<'_>, document: &Document, range: &Range<u32>) {
        if let Some(cell) = &ctx.selection().cell {
            self.set_actor(ctx, Pick::Known(cell.actor.clone()));
            self.set_issue(ctx, Pick::Known(cell.issue.clone()));
            return;
        }
        let body = &document.body;
        let words = body.slice_clamped(range.start..range.end.min(range.start.saturating_add(MOST_LOOKED_AT)));
        let sentences = sentence_at(body, range.start).start..sentence_at(body, range.end - 1).end;
        let sentence =
            body.slice_clamped(sentences.start..sentences.end.min(sentences.start.saturating_add(MOST_LOOKED_AT)));
        let project = ctx.project();
        let names = ctx.session.index().names(project);
        let first_of = |text: &str| {
            let (actors, issues) = (names.actors_in(project, text), names.issues_in(project, text));
            (actors.into_iter().next(), issues.into_iter().next())
        };
        let (in_words, in_sentence) = (first_of(&words), first_of(&sentence));
        if let Some(actor) = in_words.0.or(in_sentence.0) {
            self.set_actor(ctx, Pick::Known(actor));
        }
        if let Some(issue) = in_words.1.or(in_sentence.1) {
            self.set_issue(ctx, Pick::Known(issue));
        }
    }

    fn set_actor(&mut self, ctx: &Ctx<'_>, pick: Pick<ActorId>) {
        self.actor_field.set(match &pick {
            Pick::Known(id) => ctx.project().actor_name(id),
            Pick::New(name) => name,
        });
        self.actor = Some(pick);
        self.read_stance(ctx);
    }

    fn set_issue(&mut self, ctx: &Ctx<'_>, pick: Pick<IssueId>) {
        self.issue_field.set(match &pick {
            Pick::Known(id) => ctx.project().issue_name(id),
            Pick::New(name) => name,
        });
        self.issue = Some(pick);
        self.read_stance(ctx);
    }

    /// Shows the stance that the cell meant has, unless one was chosen here: another cell's is never carried over.
    fn read_stance(&mut self, ctx: &Ctx<'_>) {
        if self.chose {
            return;
        }
        self.stance = match (&self.actor, &self.issue) {
            (Some(Pick::Known(actor)), Some(Pick::Known(issue))) => {
                let cell = Cell {
                    actor: actor.clone(),
                    issue: issue.clone(),
                };
                let key = ctx.selection().key_for(ctx.project(), &cell);
                ctx.project().position(&key).and_then(|p| p.stance)
            }
            _ => None,
        };
    }

    fn take(&mut self, ctx: &Ctx<'_>, offers: Vec<(Offer, Meant)>, n: usize) {
        match offers.into_iter().nth(n).map(|(_, meant)| meant) {
            Some(Meant::Actor(pick)) => {
                self.set_actor(ctx, pick);
                if self.issue.is_none() {
                    self.issue_field.start("");
                }
            }
            Some(Meant::Issue(pick)) => self.set_issue(ctx, pick),
            Some(Meant::Both(actor, issue)) => {
                self.set_actor(ctx, Pick::Known(actor));
                self.set_issue(ctx, issue);
            }
            None => {}
        }
    }

    /// Attaches the selected words to the cell, as one step, and shows it.
    fn attach(&mut self, ctx: &Ctx<'_>, role: Role, back: &mut bool) {
        let (Some(actor), Some(issue)) = (self.actor.clone(), self.issue.clone()) else {
            return ctx.send(Command::Say("Say first who takes a stance, and on what".to_owned()));
        };
        let Some((passage, add)) = attach::selected_passage(ctx) else {
            return;
        };
        let project = ctx.project();
        let mut edits = Vec::new();
        let actor = match actor {
            Pick::Known(id) => id,
            Pick::New(name) => {
                let id = project.free_actor_id(&name);
                edits.push(Edit::AddActor(Actor::new(id.clone(), name)));
                id
            }
        };
        let issue = match issue {
            Pick::Known(id) => id,
            Pick::New(name) => {
                let id = project.free_issue_id(&name);
                edits.push(Edit::AddIssue(Issue::new(id.clone(), name)));
                id
            }
        };
        let cell = Cell { actor, issue };
        let key = ctx.selection().key_for(project, &cell);
        edits.extend(add);
        if let Some(stance) = self.stance
            && project.position(&key).and_then(|p| p.stance) != Some(stance)
        {
            edits.push(Edit::SetStance(key.clone(), Some(stance)));
        }
        edits.push(Edit::Cite(key, passage, role));
        let name = format!("{} × {}", self.actor_field.text, self.issue_field.text);
        let label = match self.stance {
            Some(stance) => format!("{name} → {}, with a quotation", stance.word()),
            None => format!("{name}: cite the selected text"),
        };
        ctx.edit(Edit::Batch(label, edits));
        ctx.send(Command::SelectCell(Some(cell)));
        ctx.send(Command::SelectPassage(Some(passage)));
        ctx.send(Command::SelectText(None));
        self.left = true;
        *back = true;
    }
}

/// Against if Shift is held.
fn role(ui: &Ui) -> Role {
    if ui.input(|i| i.modifiers.shift) {
        Role::Against
    } else {
        Role::For
    }
}

/// The bar's left upper corner, and whether it is docked: below the selection, else above it, else in a strip of its own
/// at the lower edge of `room`, so that it never covers the selection. `None` if nothing of that is in view.
fn place(view: &View, room: Rect, range: &Range<u32>, size: Vec2) -> Option<(Pos2, bool)> {
    let (top, bottom) = view.extent(range)?;
    if bottom < room.top() || top > view.rect.bottom() {
        return None;
    }
    let (y, docked) = if bottom + GAP + size.y <= room.bottom() {
        (bottom + GAP, false)
    } else if top - GAP - size.y >= room.top() {
        (top - GAP - size.y, false)
    } else {
        (room.bottom() - GAP - size.y, true)
    };
    let end = view.caret(range.end, true).map_or(view.column, |c| c.left());
    let most_right = (room.right() - GAP - size.x).max(room.left() + GAP);
    let x = (end - size.x * 0.5).clamp(room.left() + GAP, most_right);
    Some((pos2(x, y), docked))
}

fn labels(offers: Vec<(Offer, Meant)>) -> Vec<Offer> {
    offers.into_iter().map(|(offer, _)| offer).collect()
}
