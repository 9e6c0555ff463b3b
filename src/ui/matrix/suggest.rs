//! What an empty matrix offers: names and phrases that recur in the articles, each taken as an actor or an issue with
//! one press.

use std::rc::Rc;

use eframe::egui::{Frame, RichText, ScrollArea, Stroke, Ui, vec2};

use super::{MatrixPane, axis::Side, edits};
use crate::{
    analysis::suggest::{Suggestion, recurring},
    ui::{Ctx, cell::icon, sign},
};

/// The most of each kind that are offered at once.
const MOST: usize = 14;

/// What is offered, and the state of the project it was found in.
#[derive(Debug)]
pub(super) struct Offered {
    revision: u64,
    list: Rc<[Suggestion]>,
}

impl MatrixPane {
    /// Whether proposals are shown: asked for, or there is nothing in the matrix yet and they were not put away.
    pub(super) fn suggests(&self, ctx: &Ctx<'_>) -> bool {
        self.suggesting
            .unwrap_or_else(|| ctx.project().actors.is_empty() && ctx.project().issues.is_empty())
    }

    fn offered(&mut self, ctx: &Ctx<'_>) -> Rc<[Suggestion]> {
        let revision = ctx.session.revision();
        if let Some(offered) = &self.offered
            && offered.revision == revision
        {
            return Rc::clone(&offered.list);
        }
        let list: Rc<[Suggestion]> = recurring(ctx.project(), MOST)
            .into_iter()
            .filter(|s| !self.declined.contains(&s.name))
            .collect();
        self.offered = Some(Offered {
            revision,
            list: Rc::clone(&list),
        });
        list
    }

    /// The strip of proposals.
    pub(super) fn suggestions_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let list = self.offered(ctx);
        let tokens = ctx.tokens;
        // Once asked, they stay until put away: the first actor taken does not end them.
        self.suggesting = Some(true);
        Frame::new()
            .fill(tokens.raised)
            .stroke(Stroke::new(1.0, tokens.line))
            .corner_radius(4)
            .inner_margin(8)
            .outer_margin(eframe::egui::Margin::symmetric(6, 0))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.label(RichText::new("Who takes a stance here, and on what?").strong());
                    ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
                        let close = icon(ui, ctx, "Put the proposals away", |painter, centre, stroke| {
                            sign::cross(painter, centre, 4.5, false, stroke);
                        });
                        if close.clicked() {
                            self.suggesting = Some(false);
                        }
                    });
                });
                if list.is_empty() {
                    ui.label(
                        "Nothing more recurs in the text. Add actors and issues by name, in the first column and row.",
                    );
                    return;
                }
                ui.label(
                    RichText::new(
                        "These recur in the text. Take one as an actor or an issue, or type your own in the grid.",
                    )
                    .color(tokens.faint),
                );
                ui.add_space(2.0);
                ScrollArea::vertical()
                    .id_salt("proposals")
                    .max_height((ui.available_height() * 0.45).max(84.0))
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        ui.horizontal_wrapped(|ui| {
                            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
                            for suggestion in list.iter() {
                                self.suggestion_ui(ctx, ui, suggestion);
                            }
                        });
                    });
            });
    }

    fn suggestion_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, suggestion: &Suggestion) {
        let tokens = ctx.tokens;
        let frame = Frame::new()
            .fill(tokens.page)
            .stroke(Stroke::new(1.0, tokens.line))
            .corner_radius(4)
            .inner_margin(eframe::egui::Margin::symmetric(6, 2));
        // A frame does not wrap by itself: its width must be known before it is placed.
        let text = format!("{} ({})", suggestion.name, suggestion.count);
        let font = eframe::egui::TextStyle::Body.resolve(ui.style());
        let width = ui.painter().layout_no_wrap(text, font, tokens.text).size().x + 148.0;
        ui.allocate_ui(vec2(width, 26.0), |ui| {
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    ui.label(&suggestion.name);
                    ui.label(RichText::new(suggestion.count.to_string()).small().color(tokens.faint));
                    for (side, word) in [(Side::Actors, "Actor"), (Side::Issues, "Issue")] {
                        let button = ui.small_button(word);
                        let name = format!("Take {} as an {}", suggestion.name, side.word());
                        let clicked = button.clicked();
                        let _ = button.accessible_name(name);
                        if clicked && let Some((_, edit)) = edits::add(ctx.project(), side, &suggestion.name) {
                            ctx.edit(edit);
                        }
                    }
                    let decline = icon(
                        ui,
                        ctx,
                        &format!("Do not offer {}", suggestion.name),
                        |painter, centre, stroke| {
                            sign::cross(painter, centre, 3.5, false, stroke);
                        },
                    );
                    if decline.clicked() {
                        self.declined.insert(suggestion.name.clone());
                        self.offered = None;
                    }
                });
            });
        });
    }
}
