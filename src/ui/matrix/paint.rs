//! Paints one cell of the matrix from its view.
//!
//! The sign stands left, the number of quotations and the confidence right, the note's fold in the corner, the shift
//! below the sign; where sign and number are too broad to stand side by side, the sign stands below and the shift above.
//! The earlier of two periods compared takes a strip on its left, other layers one on its right, one below the other.

use eframe::egui::{Align2, Color32, FontId, Rect, Shape, Stroke, pos2, vec2};

use super::{
    layout::PARTS,
    view::{CellView, Gap, Shown},
};
use crate::{
    model::Stance,
    ui::{brush::Brush, sign, theme::Tokens},
};

/// Narrower than this, points, the edited layer's part has little room for its signs.
const NARROW: f32 = 32.0;

/// Height above a cell's lower edge, points, up to which the sign that layers disagree reaches.
const BADGE: f32 = sign::UNEQUAL.y + 1.0;

/// About how many rectangles a cell takes.
pub(super) const RECTANGLES: usize = 10;

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
pub(super) fn cell(brush: &mut Brush, rect: Rect, view: &CellView, style: &Style<'_>) {
    let tokens = style.tokens;
    let mut own = rect;
    if style.compares {
        let before = Rect::from_min_max(rect.min, pos2(rect.left() + style.strip, rect.bottom()));
        own.min.x = before.right();
        slice(
            brush,
            before,
            view.before,
            view.shift().is_some(),
            before.bottom(),
            tokens,
        );
    }
    let others = style.others.min(PARTS);
    // Where the edited layer says nothing and one other does, the other's is shown whole, beside the empty part.
    let mut guest = view.others.iter().flatten();
    let lone = guest
        .next()
        .filter(|_| view.own.is_none() && !style.compares && guest.next().is_none());
    if let Some(shown) = lone {
        let part = Rect::from_min_max(pos2(rect.left() + style.strip * 0.6, rect.top()), rect.max);
        own_part(brush, part, shown, view, false, tokens);
    } else if others > 0 {
        own.max.x -= style.strip;
        let height = rect.height() / others as f32;
        for (n, other) in view.others.iter().take(others).enumerate() {
            let top = rect.top() + height * n as f32;
            let part = Rect::from_min_size(pos2(own.right(), top), vec2(style.strip, height));
            let stance = other.as_ref().and_then(|o| o.stance);
            // Of several, those that differ; of one, the sign below says it.
            let differs = others > 1 && stance.is_some() && view.stance().is_some() && stance != view.stance();
            let lowest = if view.disagrees() && others == 1 {
                part.bottom() - BADGE
            } else {
                part.bottom()
            };
            slice(brush, part, stance, differs, lowest, tokens);
        }
        if view.own.is_some() || view.others.iter().any(Option::is_some) {
            let gap = Rect::from_center_size(pos2(own.right(), rect.center().y), vec2(1.0, rect.height()));
            brush.fill(gap, tokens.pane);
        }
    }
    let faded = style.compares && view.shift().is_none();
    if let Some(shown) = &view.own {
        own_part(brush, own, shown, view, faded, tokens);
    }
    if view.note {
        let on = view.stance().map_or(tokens.accent, |s| tokens.on_stance(s));
        sign::note(brush, own.shrink(1.0), on);
    }
    if view.disagrees() {
        // On the seam between the layers, below their signs.
        let seam = pos2(own.right() + 1.0, rect.bottom() - BADGE + sign::UNEQUAL.y / 2.0);
        sign::unequal(brush, seam, tokens.pane, tokens.text);
    }
}

/// Paints nothing but the stance of a cell.
pub(super) fn bare(brush: &mut Brush, rect: Rect, view: &CellView, tokens: &Tokens) {
    let Some(stance) = view.stance() else { return };
    let inside = rect.shrink(1.0);
    ground(brush, inside, stance, false, tokens);
    sign::stance(brush, inside.center(), 13.0, stance, tokens.on_stance(stance));
}

/// Paints the ground that a stance's sign stands on.
pub(super) fn ground(brush: &mut Brush, rect: Rect, stance: Stance, faded: bool, tokens: &Tokens) {
    let colour = if faded {
        tokens.faded(stance)
    } else {
        tokens.stance(stance)
    };
    if tokens.outlined(stance) {
        brush.fill_framed(rect, colour, tokens.line);
    } else {
        brush.fill(rect, colour);
    }
}

/// The narrow part of another layer or an earlier period; its sign stays above `lowest`.
fn slice(brush: &mut Brush, rect: Rect, stance: Option<Stance>, differs: bool, lowest: f32, tokens: &Tokens) {
    let Some(stance) = stance else { return };
    let inside = rect.shrink2(vec2(0.5, 1.0));
    ground(brush, inside, stance, false, tokens);
    let size = sign::fitting(stance, 9.0 / sign::stance_width(stance).max(1.0), inside.width() - 2.0);
    let mut centre = rect.center();
    centre.y = centre.y.min(lowest - 1.0 - size / 2.0);
    sign::stance(brush, centre, size, stance, tokens.on_stance(stance));
    if differs && inside.height() > 14.0 {
        let foot = Rect::from_min_max(
            pos2(inside.left() + 2.0, inside.bottom() - 2.5),
            pos2(inside.right() - 2.0, inside.bottom() - 1.0),
        );
        brush.fill(foot, tokens.on_stance(stance));
    }
}

fn own_part(brush: &mut Brush, rect: Rect, shown: &Shown, view: &CellView, faded: bool, tokens: &Tokens) {
    let inside = rect.shrink(1.0);
    let on = match shown.stance {
        Some(stance) => {
            ground(brush, inside, stance, faded, tokens);
            if faded { tokens.text } else { tokens.on_stance(stance) }
        }
        None => tokens.text,
    };
    if shown.general {
        dashes(brush, inside.shrink(0.5), on);
    }
    let right = inside.right() - 3.0;
    let upper = inside.top() + (inside.height() * 0.3).max(7.5);
    let number = if view.gap() == Some(Gap::Evidence) {
        sign::warning(brush, pos2(right - 5.0, upper), on);
        right - 10.5
    } else {
        let text = match shown.against {
            0 => shown.quoted.to_string(),
            against => format!("{}:{against}", shown.quoted),
        };
        let font = FontId::proportional(10.5);
        brush
            .text(pos2(right, upper), Align2::RIGHT_CENTER, text, font, on)
            .left()
    };
    if let Some(confidence) = shown.confidence {
        let lower_left = pos2(right - sign::BARS.x, inside.bottom() - 3.0);
        sign::confidence(brush, lower_left, confidence, on);
    }

    let broad = shown.stance.map_or(1.0, sign::stance_width);
    let mut size = (inside.height() * 0.48).clamp(11.0, 15.0);
    if inside.width() < NARROW {
        size = size.min(11.5 / broad);
    }
    let mut sign_at = pos2(inside.left() + (inside.width() * 0.34).min(26.0), inside.center().y);
    sign_at.x = sign_at.x.max(inside.left() + 2.5 + size * broad / 2.0);
    let mut shift_at = inside.left_bottom() + vec2(5.5, -4.5);
    if view.shift().is_some() {
        // Out of its way.
        sign_at.y -= 2.0;
    }
    if sign_at.x + size * broad / 2.0 > number {
        // Beside the bars there is room for it, and above it for the shift.
        let room = inside.width() - sign::BARS.x - 6.0;
        size = size.min(room / broad).max(6.5);
        sign_at = pos2(inside.left() + 2.5 + size * broad / 2.0, inside.bottom() - 7.5);
        shift_at = inside.left_top() + vec2(4.0, if view.note { 10.5 } else { 6.0 });
    }
    match shown.stance {
        Some(stance) => sign::stance(brush, sign_at, size, stance, on),
        None => sign::undecided(brush, sign_at, size, tokens.warning),
    }
    if let Some(shift) = view.shift() {
        sign::shift(brush, shift_at, shift, on);
    }
}

/// A broken outline: this judgment is not this period's own.
fn dashes(brush: &mut Brush, rect: Rect, colour: Color32) {
    let corners = [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
        rect.left_top(),
    ];
    for dash in Shape::dashed_line(&corners, Stroke::new(1.0, colour), 2.0, 2.0) {
        brush.add(dash);
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{self, Shape};

    use super::*;
    use crate::{
        model::{Cell, Confidence},
        ui::matrix::legend::sample,
    };

    const SIGNS: [Stance; 5] = [
        Stance::StronglyOpposes,
        Stance::Opposes,
        Stance::Supports,
        Stance::StronglySupports,
        Stance::Ambivalent,
    ];

    /// A cell with a judgment.
    fn coded(stance: Stance, against: usize) -> CellView {
        let cell = Cell {
            actor: "china".parse().expect("an id"),
            issue: "aukus".parse().expect("an id"),
        };
        let mut view = sample(&cell, Some(stance), 3);
        if let Some(own) = &mut view.own {
            (own.against, own.confidence) = (against, Some(Confidence::High));
        }
        view
    }

    /// The rectangles of a cell's signs and bars without its ground, in the order in which they are painted; where its
    /// number stands; and its note's fold and its shift.
    fn painted(width: f32, strip: f32, view: &CellView) -> (Vec<Rect>, Rect, Vec<Rect>) {
        let ctx = egui::Context::default();
        let rect = Rect::from_min_size(pos2(50.0, 50.0), vec2(width, 26.0));
        let style = Style {
            tokens: Tokens::of(false, false),
            compares: false,
            others: view.others.len(),
            strip,
        };
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            cell(&mut Brush::new(ui.painter()), rect, view, &style);
        });
        output.textures_delta.clear();
        let (mut rects, mut number, mut arrows) = (Vec::new(), Rect::NOTHING, Vec::new());
        for clipped in &output.shapes {
            match &clipped.shape {
                Shape::Mesh(mesh) => {
                    let corners = mesh.vertices.chunks(4).skip(1);
                    rects.extend(corners.map(|four| Rect::from_points(&[four[0].pos, four[3].pos])));
                }
                Shape::Text(text) => number = text.visual_bounding_rect(),
                Shape::Path(path) => arrows.push(Rect::from_points(&path.points)),
                _ => {}
            }
        }
        (rects, number, arrows)
    }

    #[test]
    fn no_sign_runs_into_the_number_however_narrow_the_cell() {
        for width in [28.0, 33.0, 39.0, 46.0, 58.0, 104.0] {
            for stance in SIGNS {
                for against in [0, 1] {
                    let (rects, number, _) = painted(width, 0.0, &coded(stance, against));
                    assert!(rects.len() > 3 && number.is_positive(), "{rects:?}");
                    // The digits do not fill the height of their line.
                    let digits = number.shrink2(vec2(0.0, 2.0));
                    for rect in rects {
                        let common = rect.intersect(digits);
                        assert!(
                            !common.is_positive(),
                            "{stance:?}, {width} wide: {rect} runs into {digits}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_shift_stands_clear_of_note_number_and_sign() {
        for width in [28.0, 33.0, 39.0, 46.0, 58.0, 104.0] {
            for stance in SIGNS.into_iter().filter(|stance| *stance != Stance::Ambivalent) {
                for (against, note) in [(0, false), (0, true), (1, false), (1, true)] {
                    let mut view = coded(stance, against);
                    (view.before, view.note) = (Some(Stance::Neutral), note);
                    let (signs, number, mut arrows) = painted(width, 0.0, &view);
                    let shift = arrows.pop().expect("a shift").shrink(0.5);
                    let digits = number.shrink2(vec2(1.0, 2.0));
                    let others = signs.into_iter().chain(arrows).chain([digits]);
                    for other in others {
                        assert!(
                            !shift.intersect(other.shrink(0.5)).is_positive(),
                            "{stance:?}, {width} wide, note: {note}, {against} against: {shift} runs into {other}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_sign_that_layers_disagree_hides_no_other() {
        for (width, strip) in [(39.0, 11.0), (44.0, 16.0), (104.0, 16.0)] {
            for (mine, theirs) in SIGNS
                .iter()
                .flat_map(|mine| SIGNS.iter().map(move |theirs| (*mine, *theirs)))
            {
                if mine == theirs {
                    continue;
                }
                let mut view = coded(mine, 0);
                view.others = vec![Some(Shown {
                    stance: Some(theirs),
                    ..Shown::default()
                })];
                let (rects, ..) = painted(width, strip, &view);
                // The badge, two grounds and two bars, is painted last.
                let (before, badge) = rects.split_at(rects.len() - 4);
                let badge = badge[0].union(badge[1]);
                assert_eq!(badge.size(), sign::UNEQUAL);
                let signs = before.iter().filter(|rect| rect.height() < 20.0);
                for rect in signs {
                    assert!(
                        !rect.intersect(badge).is_positive(),
                        "{mine:?} beside {theirs:?}, {width} wide: {badge} hides {rect}"
                    );
                }
            }
        }
    }
}
