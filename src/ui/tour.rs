//! A first look round: five short cards over the real window. It never blocks, and can be called again.

use std::collections::BTreeMap;

use eframe::egui::{
    self, Align2, Area, Button, Frame, Id, Key, Order, Pos2, Rect, Response, RichText, Stroke, StrokeKind, pos2, vec2,
};

use crate::ui::{Ctx, command::Pane};

/// One card.
struct Step {
    pane: Option<Pane>,
    heading: &'static str,
    text: &'static str,
}

const STEPS: [Step; 5] = [
    Step {
        pane: Some(Pane::Article),
        heading: "Read here",
        text: "Select words by dragging, a word by two clicks, a sentence by three. \
               A small bar at the selection attaches them to an actor and an issue.",
    },
    Step {
        pane: Some(Pane::Matrix),
        heading: "Who stands where on what",
        text: "Actors are rows, issues are columns. Arrow keys travel; 1 to 5 set a stance from strongly opposes to \
               strongly supports, 6 is ambivalent, 7 silent.",
    },
    Step {
        pane: Some(Pane::Cell),
        heading: "Why you say so",
        text: "Confidence, basis, rationale, and the quotations for and against the selected cell. \
               Click a quotation to see it in the article.",
    },
    Step {
        pane: Some(Pane::Notes),
        heading: "What you think",
        text: "Notes in Markdown about a passage, a cell, an actor, an issue or the whole project.",
    },
    Step {
        pane: None,
        heading: "Everything else",
        text: "Ctrl+K finds every command, F1 lists the keys, Ctrl+Z undoes anything. \
               One file holds it all: mail it, and a colleague goes on.",
    },
];

/// Points between a card and what it speaks of.
const GAP: f32 = 12.0;

/// Where a card stands that speaks of a part of the window: beside it, on the side with more room, so that it does not
/// cover it; in the middle if it speaks of no part. Which point of the card, and where that is.
fn beside(about: Option<Rect>, window: Rect) -> (Align2, Pos2) {
    let Some(rect) = about else {
        return (Align2::CENTER_CENTER, window.center());
    };
    if window.right() - rect.right() > rect.left() - window.left() {
        (Align2::LEFT_CENTER, pos2(rect.right() + GAP, rect.center().y))
    } else {
        (Align2::RIGHT_CENTER, pos2(rect.left() - GAP, rect.center().y))
    }
}

/// Which card is shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tour {
    step: usize,
    /// The card for which its pane was brought into sight last.
    shown: Option<usize>,
    wants_keyboard: bool,
    /// Whether the keyboard was on the card at the end of the last frame.
    held: bool,
}

/// What the user did with the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourStep {
    /// Nothing: it stays.
    Stay,
    /// It is over, seen or turned down.
    Over,
}

impl Tour {
    /// The pane that a card speaks of, once for every card that is come to: the pane is to be in sight.
    pub fn comes_to(&mut self) -> Option<Pane> {
        let new = self.shown.replace(self.step) != Some(self.step);
        STEPS.get(self.step).filter(|_| new)?.pane
    }

    /// Takes the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
    }

    /// Whether the keyboard is on the card.
    pub fn has_keyboard(&self) -> bool {
        self.held
    }

    /// Draws the card beside the pane it speaks of; `panes` says where each stands, in points.
    pub fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context, panes: &BTreeMap<Pane, Rect>) -> TourStep {
        let Some(step) = STEPS.get(self.step) else {
            return TourStep::Over;
        };
        let tokens = ctx.tokens;
        let window = egui_ctx.content_rect();
        let about = step.pane.and_then(|pane| panes.get(&pane)).copied();
        if let Some(rect) = about {
            let painter = egui_ctx.layer_painter(egui::LayerId::new(Order::Middle, Id::unique("tour outline")));
            painter.rect_stroke(
                rect.shrink(1.0),
                4.0,
                Stroke::new(2.0, tokens.accent),
                StrokeKind::Inside,
            );
        }
        let width = 320.0_f32.min(window.width() - 80.0);
        let (pivot, at) = beside(about, window);
        let mut over = false;
        Area::new(Id::unique("tour"))
            .order(Order::Middle)
            .pivot(pivot)
            .fixed_pos(at)
            .constrain_to(window.shrink(GAP))
            .show(egui_ctx, |ui| {
                let frame = Frame::popup(ui.style())
                    .fill(tokens.raised)
                    .stroke(Stroke::new(1.0, tokens.accent));
                frame.inner_margin(16.0).corner_radius(8.0).show(ui, |ui| {
                    ui.set_width(width);
                    ui.label(RichText::new(step.heading).heading());
                    ui.add_space(4.0);
                    ui.label(step.text);
                    ui.add_space(10.0);
                    ui.horizontal(|ui| {
                        let last = self.step + 1 == STEPS.len();
                        let word = if last { "Start" } else { "Next" };
                        let next = ui.add(Button::new(word).min_size(vec2(72.0, 0.0)));
                        if std::mem::take(&mut self.wants_keyboard) {
                            next.request_focus();
                        }
                        let back = (self.step > 0).then(|| ui.button("Back"));
                        let skip = (!last).then(|| ui.button("Skip the tour"));
                        if next.clicked() {
                            self.step += 1;
                            over = last;
                        }
                        if back.as_ref().is_some_and(Response::clicked) {
                            self.step -= 1;
                        }
                        let left = |r: &Response| r.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
                        let buttons = || [Some(&next), back.as_ref(), skip.as_ref()].into_iter().flatten();
                        over |= skip.as_ref().is_some_and(Response::clicked) || buttons().any(left);
                        self.held = buttons().any(Response::has_focus);
                        ui.label(
                            RichText::new(format!("{} of {}", self.step.min(STEPS.len() - 1) + 1, STEPS.len()))
                                .color(tokens.faint),
                        );
                    });
                });
            });
        if over { TourStep::Over } else { TourStep::Stay }
    }
}
