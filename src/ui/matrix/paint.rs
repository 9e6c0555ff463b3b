//! Paints one cell of the matrix from its view.
//!
//! The sign stands left, the number of quotations and the confidence right, the note's fold in the corner, the shift
//! below the sign. The earlier of two periods compared takes a strip on its left, other layers one on its right, one
//! below the other.

use eframe::egui::{Align2, Color32, FontId, Painter, Rect, Stroke, StrokeKind, pos2, vec2};

use super::{
    layout::PARTS,
    view::{CellView, Gap, Shown},
};
use crate::{
    model::Stance,
    ui::{sign, theme::Tokens},
};

/// Narrower than this, points, the edited layer's part has little room for its signs.
const NARROW: f32 = 32.0;

/// How cells are painted in this frame.
pub(super) struct Style<'a> {
    pub(super) tokens: &'a Tokens,
    /// Whether two periods are compared: a cell shows the earlier stance beside the later.
    pub(super) compares: bool,
    /// How many other layers are shown.
    pub(super) others: usize,
    /// Width of a strip beside the edited layer's part.
    pub(super) strip: f32,
}

/// Paints a cell.
pub(super) fn cell(painter: &Painter, rect: Rect, view: &CellView, style: &Style<'_>) {
    let tokens = style.tokens;
    let mut own = rect;
    if style.compares {
        let before = Rect::from_min_max(rect.min, pos2(rect.left() + style.strip, rect.bottom()));
        own.min.x = before.right();
        slice(painter, before, view.before, view.shift().is_some(), tokens);
    }
    let others = style.others.min(PARTS);
    // Where the edited layer says nothing and one other does, the other's is shown whole, beside the empty part.
    let mut guest = view.others.iter().flatten();
    let lone = guest
        .next()
        .filter(|_| view.own.is_none() && !style.compares && guest.next().is_none());
    if let Some(shown) = lone {
        let part = Rect::from_min_max(pos2(rect.left() + style.strip * 0.6, rect.top()), rect.max);
        own_part(painter, part, shown, view, false, tokens);
    } else if others > 0 {
        own.max.x -= style.strip;
        let height = rect.height() / others as f32;
        for (n, other) in view.others.iter().take(others).enumerate() {
            let top = rect.top() + height * n as f32;
            let part = Rect::from_min_size(pos2(own.right(), top), vec2(style.strip, height));
            let stance = other.as_ref().and_then(|o| o.stance);
            let differs = stance.is_some() && view.stance().is_some() && stance != view.stance();
            slice(painter, part, stance, differs, tokens);
        }
        if view.own.is_some() || view.others.iter().any(Option::is_some) {
            painter.vline(own.right(), rect.y_range(), Stroke::new(1.0, tokens.pane));
        }
    }
    let faded = style.compares && view.shift().is_none();
    if let Some(shown) = &view.own {
        own_part(painter, own, shown, view, faded, tokens);
    }
    if view.note {
        let on = view.stance().map_or(tokens.accent, |s| tokens.on_stance(s));
        sign::note(painter, own.shrink(1.0), on);
    }
    if view.disagrees() {
        let on = view.stance().map_or(tokens.text, |s| tokens.on_stance(s));
        sign::unequal(painter, pos2(own.right() - 6.5, own.center().y), on);
    }
}

/// Paints nothing but the stance of a cell.
pub(super) fn bare(painter: &Painter, rect: Rect, view: &CellView, tokens: &Tokens) {
    let Some(stance) = view.stance() else { return };
    let inside = rect.shrink(1.0);
    painter.rect_filled(inside, 0.0, tokens.stance(stance));
    if tokens.outlined(stance) {
        painter.rect_stroke(inside, 0.0, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
    }
    sign::stance(painter, inside.center(), 13.0, stance, tokens.on_stance(stance));
}

/// The narrow part of another layer or an earlier period.
fn slice(painter: &Painter, rect: Rect, stance: Option<Stance>, differs: bool, tokens: &Tokens) {
    let Some(stance) = stance else { return };
    let inside = rect.shrink2(vec2(0.5, 1.0));
    painter.rect_filled(inside, 0.0, tokens.stance(stance));
    if tokens.outlined(stance) {
        painter.rect_stroke(inside, 0.0, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
    }
    let size = 9.0 / sign::stance_width(stance).max(1.0);
    sign::stance(painter, rect.center(), size.max(6.0), stance, tokens.on_stance(stance));
    if differs && inside.height() > 14.0 {
        let foot = Rect::from_min_max(
            pos2(inside.left() + 2.0, inside.bottom() - 2.5),
            pos2(inside.right() - 2.0, inside.bottom() - 1.0),
        );
        painter.rect_filled(foot, 0.0, tokens.on_stance(stance));
    }
}

fn own_part(painter: &Painter, rect: Rect, shown: &Shown, view: &CellView, faded: bool, tokens: &Tokens) {
    let inside = rect.shrink(1.0);
    let on = match shown.stance {
        Some(stance) => {
            let fill = tokens.stance(stance);
            painter.rect_filled(inside, 0.0, if faded { tokens.faded(stance) } else { fill });
            if tokens.outlined(stance) {
                painter.rect_stroke(inside, 0.0, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
            }
            if faded { tokens.text } else { tokens.on_stance(stance) }
        }
        None => tokens.text,
    };
    if shown.general {
        dashes(painter, inside.shrink(1.5), on);
    }
    let mut sign_at = pos2(inside.left() + (inside.width() * 0.34).min(26.0), inside.center().y);
    let mut size = (inside.height() * 0.48).clamp(11.0, 15.0);
    if inside.width() < NARROW {
        // Small enough to leave the bars theirs, and below the numbers where there are two.
        size = 11.5 / shown.stance.map_or(1.0, sign::stance_width).max(1.0);
        sign_at.x = inside.left() + 6.5;
        if shown.against > 0 {
            sign_at.y = inside.bottom() - 7.5;
        }
    }
    match shown.stance {
        Some(stance) => sign::stance(painter, sign_at, size, stance, on),
        None => sign::undecided(painter, sign_at, size, tokens.warning),
    }
    let right = inside.right() - 3.0;
    let upper = inside.top() + (inside.height() * 0.3).max(7.5);
    if view.gap() == Some(Gap::Evidence) {
        sign::warning(painter, pos2(right - 5.0, upper), on);
    } else {
        let text = if shown.against == 0 {
            shown.quoted.to_string()
        } else {
            format!("{}:{}", shown.quoted, shown.against)
        };
        painter.text(
            pos2(right, upper),
            Align2::RIGHT_CENTER,
            text,
            FontId::proportional(10.5),
            on,
        );
    }
    if let Some(confidence) = shown.confidence {
        let lower_left = pos2(right - sign::BARS.x, inside.bottom() - 3.0);
        sign::confidence(painter, lower_left, confidence, on);
    }
    if let Some(shift) = view.shift() {
        sign::shift(painter, pos2(inside.left() + 5.5, inside.bottom() - 6.0), shift, on);
    }
}

/// A broken outline: this judgment is not this period's own.
fn dashes(painter: &Painter, rect: Rect, colour: Color32) {
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    painter.extend(eframe::egui::Shape::dashed_line(
        &corners,
        Stroke::new(1.0, colour),
        2.0,
        2.0,
    ));
}
