//! The small bar at a selection: who, on what, which stance; then attach, write a note, or just mark.
//!
//! Filled in from the selected cell, else from what the words and their sentence mention.

use std::ops::Range;

use eframe::egui::{Area, Event, Frame, Id, Key, Modifiers, Order, Pos2, RichText, Ui, pos2, vec2};

use super::{
    field::{Field, Offer},
    view::View,
};
use crate::{
    analysis::sentences::sentence_at,
    model::{Actor, ActorId, Cell, Document, Edit, Issue, IssueId, Role, Stance},
    ui::{Action, Command, Ctx, attach, fuzzy, segments},
};

/// Width of the bar, in points.
const WIDTH: f32 = 372.0;

/// How many names are offered under a field.
const MOST_OFFERS: usize = 7;

/// Who or what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pick<T> {
    Known(T),
    New(String),
}

/// What an offer stands for.
enum Meant {
    Actor(Pick<ActorId>),
    Issue(Pick<IssueId>),
    Both(ActorId, IssueId),
}

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
    /// Left by Escape: not shown again for the same selection.
    left: bool,
}

impl CodingBar {
    /// Puts the keyboard into the actor's field, with `typed` in it.
    pub(super) fn start(&mut self, typed: &str) {
        self.left = false;
        self.actor_field.start(typed);
    }

    /// Draws the bar at a selection; whether the keyboard should go back to the text.
    pub(super) fn show(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        document: &Document,
        view: &View,
        range: Option<Range<u32>>,
        has_keyboard: bool,
    ) -> bool {
        let Some(range) = range else {
            self.range = None;
            return false;
        };
        if self.range.as_ref() != Some(&range) {
            *self = Self {
                range: Some(range.clone()),
                ..Self::default()
            };
            self.fill_in(ctx, document, &range);
        }
        if self.left {
            return false;
        }
        let Some(place) = place(view, &range) else { return false };
        let mut back = false;
        if has_keyboard && ui.ctx().memory(|m| m.top_modal_layer().is_none()) {
            self.read_keys(ctx, ui, &mut back);
        }
        Area::new(Id::unique("coding bar"))
            .order(Order::Middle)
            .fixed_pos(place)
            .constrain_to(view.rect)
            .show(ui.ctx(), |ui| {
                Frame::popup(ui.style()).inner_margin(8.0).show(ui, |ui| {
                    ui.set_width(WIDTH);
                    self.bar_ui(ctx, ui, &mut back);
                });
            });
        back
    }

    fn bar_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, back: &mut bool) {
        ui.horizontal(|ui| {
            let half = (WIDTH - ui.spacing().item_spacing.x) * 0.5 - 10.0;
            let (typed_actor, typed_issue) = (self.actor_field.text.clone(), self.issue_field.text.clone());
            let done = self
                .actor_field
                .show(ui, ctx.tokens, "Actor", half, |q| labels(actor_offers(ctx, q)));
            if let Some(n) = done.taken {
                self.take(ctx, actor_offers(ctx, &self.actor_field.text), n);
            } else if done.changed && self.actor_field.text != typed_actor {
                self.actor = None;
            }
            let entered = done.entered;
            let done = self
                .issue_field
                .show(ui, ctx.tokens, "Issue", half, |q| labels(issue_offers(ctx, q)));
            if let Some(n) = done.taken {
                self.take(ctx, issue_offers(ctx, &self.issue_field.text), n);
            } else if done.changed && self.issue_field.text != typed_issue {
                self.issue = None;
            }
            if entered || done.entered {
                self.attach(ctx, back);
            }
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let (chosen, _) = segments::stances(ui, ctx.tokens, self.stance);
            if let Some(stance) = chosen {
                self.stance = stance;
            }
        });
        ui.label(
            RichText::new(self.stance.map_or("No stance yet: keys 1 to 7, or none", Stance::word))
                .small()
                .color(ctx.tokens.faint),
        );
        ui.horizontal(|ui| {
            let ready = self.actor.is_some() && self.issue.is_some();
            let attach = ui.add_enabled(ready, eframe::egui::Button::new("Attach"));
            if attach.on_hover_text("Make these words evidence (Enter)").clicked() {
                self.attach(ctx, back);
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

    /// Keys while the text has the keyboard: letters go to the actor's field, digits set the stance.
    fn read_keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, back: &mut bool) {
        let (typed, enter, escape) = ui.ctx().input_mut(|i| {
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
            let enter = i.consume_key(Modifiers::NONE, Key::Enter);
            (typed, enter, i.consume_key(Modifiers::NONE, Key::Escape))
        });
        if escape {
            self.left = true;
            *back = true;
            ctx.send(Command::SelectText(None));
        }
        if enter {
            self.attach(ctx, back);
        }
        let digit = typed.chars().next().filter(|_| typed.chars().count() == 1);
        match Stance::ALL.into_iter().find(|s| Some(s.key()) == digit) {
            Some(stance) => self.stance = (self.stance != Some(stance)).then_some(stance),
            None if !typed.is_empty() => self.actor_field.start(&typed),
            None => {}
        }
    }

    fn fill_in(&mut self, ctx: &Ctx<'_>, document: &Document, range: &Range<u32>) {
        if let Some(cell) = &ctx.selection().cell {
            self.set_actor(ctx, Pick::Known(cell.actor.clone()));
            self.set_issue(ctx, Pick::Known(cell.issue.clone()));
            let key = ctx.selection().key_for(ctx.project(), cell);
            self.stance = ctx.project().position(&key).and_then(|p| p.stance);
            return;
        }
        let words = document.body.slice_clamped(range.clone());
        let sentence = document.body.slice_clamped(sentence_at(&document.body, range.start));
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
    }

    fn set_issue(&mut self, ctx: &Ctx<'_>, pick: Pick<IssueId>) {
        self.issue_field.set(match &pick {
            Pick::Known(id) => ctx.project().issue_name(id),
            Pick::New(name) => name,
        });
        self.issue = Some(pick);
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
                self.set_issue(ctx, Pick::Known(issue));
            }
            None => {}
        }
    }

    /// Attaches the selected words to the cell, as one step, and shows it.
    fn attach(&mut self, ctx: &Ctx<'_>, back: &mut bool) {
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
        edits.push(Edit::Cite(key, passage, Role::For));
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

/// Below the last line of the selection that is in view, else above the first.
fn place(view: &View, range: &Range<u32>) -> Option<Pos2> {
    const HEIGHT: f32 = 128.0;
    let (top, bottom) = view.extent(range)?;
    if bottom < view.rect.top() || top > view.rect.bottom() {
        return None;
    }
    let below = bottom.min(view.rect.bottom()) + 6.0;
    let y = if below + HEIGHT < view.rect.bottom() {
        below
    } else if top - HEIGHT - 6.0 > view.rect.top() {
        top - HEIGHT - 6.0
    } else {
        view.rect.bottom() - HEIGHT - 6.0
    };
    let caret = view.caret(range.end, true).map_or(view.column, |c| c.left());
    let x = (caret - WIDTH * 0.5).clamp(view.column, (view.column + view.width - WIDTH - 18.0).max(view.column));
    Some(pos2(x, y) + vec2(0.0, 0.0))
}

fn labels(offers: Vec<(Offer, Meant)>) -> Vec<Offer> {
    offers.into_iter().map(|(offer, _)| offer).collect()
}

fn best<'a, T>(query: &str, things: impl Iterator<Item = (T, Vec<&'a str>)>) -> Vec<T> {
    let mut scored: Vec<(i32, usize, T)> = things
        .enumerate()
        .filter_map(|(n, (thing, names))| {
            let score = names.into_iter().filter_map(|name| fuzzy::score(query, name)).max()?;
            Some((score, n, thing))
        })
        .collect();
    scored.sort_by_key(|(score, n, _)| (-score, *n));
    scored.truncate(MOST_OFFERS);
    scored.into_iter().map(|(.., thing)| thing).collect()
}

fn best_actors<'a>(ctx: &Ctx<'a>, query: &str) -> Vec<&'a Actor> {
    let names = |a: &'a Actor| {
        std::iter::once(a.name.as_str())
            .chain(a.aliases.iter().map(String::as_str))
            .collect()
    };
    best(query, ctx.project().actors.iter().map(|a| (&**a, names(a))))
}

fn best_issues<'a>(ctx: &Ctx<'a>, query: &str) -> Vec<&'a Issue> {
    best(
        query,
        ctx.project().issues.iter().map(|i| (&**i, vec![i.name.as_str()])),
    )
}

fn actor_offers(ctx: &Ctx<'_>, query: &str) -> Vec<(Offer, Meant)> {
    let offer = |label: String, detail: &str| Offer {
        label,
        detail: detail.to_owned(),
    };
    let mut offers: Vec<(Offer, Meant)> = best_actors(ctx, query)
        .into_iter()
        .map(|a| (offer(a.name.clone(), ""), Meant::Actor(Pick::Known(a.id.clone()))))
        .collect();
    // "rus nato": the first word says who, the rest on what.
    if let Some((who, what)) = query.trim().split_once(' ')
        && offers.is_empty()
    {
        for actor in best_actors(ctx, who).into_iter().take(2) {
            for issue in best_issues(ctx, what).into_iter().take(3) {
                let both = Meant::Both(actor.id.clone(), issue.id.clone());
                offers.push((offer(format!("{} × {}", actor.name, issue.name), ""), both));
            }
        }
    }
    let name = query.trim();
    if !name.is_empty() && !ctx.project().actors.iter().any(|a| a.name == name) {
        offers.push((
            offer(name.to_owned(), "new actor"),
            Meant::Actor(Pick::New(name.to_owned())),
        ));
    }
    offers
}

fn issue_offers(ctx: &Ctx<'_>, query: &str) -> Vec<(Offer, Meant)> {
    let mut offers: Vec<(Offer, Meant)> = best_issues(ctx, query)
        .into_iter()
        .map(|i| {
            let offer = Offer {
                label: i.name.clone(),
                detail: String::new(),
            };
            (offer, Meant::Issue(Pick::Known(i.id.clone())))
        })
        .collect();
    let name = query.trim();
    if !name.is_empty() && !ctx.project().issues.iter().any(|i| i.name == name) {
        let offer = Offer {
            label: name.to_owned(),
            detail: "new issue".to_owned(),
        };
        offers.push((offer, Meant::Issue(Pick::New(name.to_owned()))));
    }
    offers
}
