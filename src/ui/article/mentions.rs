//! Mentions of actors and issues, underlined: actors with a line in their colour, issues with a dotted one.
//!
//! Only what is visible is looked through. Not here: what is a mention (`analysis::mentions`).

use eframe::egui::{Color32, Painter, Rect, Stroke, pos2};

use super::view::View;
use crate::{
    analysis::mentions::{Mention, Subject},
    model::Document,
    ui::Ctx,
};

/// Length of a dot of an issue's line and of the gap after it, in points.
const DOT: f32 = 2.0;

/// Draws the lines under what is visible.
pub(super) fn mentions_ui(ctx: &Ctx<'_>, painter: &Painter, view: &View, document: &Document) {
    let project = ctx.project();
    let names = ctx.session.index().names(project);
    for shown in &view.shown {
        for mention in names.in_text(shown.piece.text(&document.body)) {
            let range = shown.piece.start + mention.range.start..shown.piece.start + mention.range.end;
            view.boxes(&range, |b| match mention.of {
                Subject::Actor(n) => {
                    let colour = project.actors.get(n).and_then(|actor| actor.colour);
                    line(painter, b, ctx.tokens.actor(colour, n));
                }
                Subject::Issue(_) => dots(painter, b, ctx.tokens.faint),
            });
        }
    }
}

/// What is told of the mentions at a position: "“Beijing”: the actor China".
pub(super) fn mentions_at(ctx: &Ctx<'_>, view: &View, document: &Document, position: u32) -> Vec<String> {
    let Some(shown) = view.holding(position) else {
        return Vec::new();
    };
    let project = ctx.project();
    let here = position - shown.piece.start;
    let tell = |mention: Mention| {
        let range = shown.piece.start + mention.range.start..shown.piece.start + mention.range.end;
        let words = document.body.slice_clamped(range);
        match mention.of {
            Subject::Actor(n) => Some(format!("“{words}”: the actor {}", project.actors.get(n)?.name)),
            Subject::Issue(n) => Some(format!("“{words}”: the issue {}", project.issues.get(n)?.name)),
        }
    };
    let mentions = ctx
        .session
        .index()
        .names(project)
        .in_text(shown.piece.text(&document.body));
    let there = mentions.into_iter().filter(|m| m.range.contains(&here));
    there.filter_map(tell).collect()
}

/// Where the line under a word is, in points above the lower edge of the word's box.
fn height(b: Rect) -> f32 {
    (b.bottom() - b.height() * 0.16).round()
}

fn line(painter: &Painter, b: Rect, colour: Color32) {
    painter.hline(b.x_range(), height(b), Stroke::new(2.0, colour));
}

/// Below an actor's line, so that both are seen where a word stands for both.
fn dots(painter: &Painter, b: Rect, colour: Color32) {
    let y = height(b) + 2.5;
    let mut x = b.left();
    while x < b.right() {
        let end = (x + DOT).min(b.right());
        painter.rect_filled(Rect::from_min_max(pos2(x, y - 0.75), pos2(end, y + 0.75)), 0.0, colour);
        x += DOT * 2.0;
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::vec2;
    use egui_kittest::kittest::Queryable as _;

    use crate::ui::{
        Action, Command,
        command::Pane,
        desk::{self, Desk, harness},
    };

    #[test]
    fn mentions_are_switched_on_and_told_under_the_pointer() {
        let mut h = harness(Desk::new(desk::named(false), &[Pane::Article]), vec2(720.0, 760.0));
        let text = h.state().project().documents[0].body.text();
        let byte = text.find("Beijing").expect("it is named");
        let at = h
            .state()
            .article
            .place_of(text[..byte].chars().count() as u32 + 2)
            .expect("it is in view");
        h.hover_at(at);
        h.run();
        assert!(h.query_by_label("“Beijing”: the actor China").is_none());
        h.state().commands.send(Command::Act(Action::ShowMentions));
        h.run();
        assert!(h.state().preferences.reading.mentions);
        h.hover_at(at + vec2(1.0, 0.0));
        h.run();
        // A tooltip waits a little.
        for _ in 0..40 {
            h.step();
        }
        h.get_by_label("“Beijing”: the actor China");
        h.state().commands.send(Command::Act(Action::ShowMentions));
        h.run();
        assert!(!h.state().preferences.reading.mentions);
    }
}
