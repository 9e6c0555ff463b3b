//! The painted signs: a stance's shape, confidence as bars, and the small marks of a cell.
//!
//! Painted, not set in type: the same on every machine, whatever fonts it has. Minus opposes, plus supports, doubled is
//! strongly; a ring is neutral, ± is ambivalent, three dots are silent.
//! Not here: colours (`theme`), where signs stand in a cell (`matrix`).

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::{
    model::{Confidence, Stance},
    ui::brush::Brush,
};

/// The width of a stance's sign, as a multiple of its height.
pub fn stance_width(stance: Stance) -> f32 {
    match stance {
        Stance::StronglyOpposes | Stance::StronglySupports => 1.75,
        Stance::Silent => 1.3,
        Stance::Opposes | Stance::Neutral | Stance::Supports | Stance::Ambivalent => 1.0,
    }
}

/// How high a stance's sign may be, `size` at most, to be no broader than `width`.
pub fn fitting(stance: Stance, size: f32, width: f32) -> f32 {
    let fits = match stance {
        Stance::StronglyOpposes | Stance::StronglySupports => (width / 2.0 - APART) / (2.0 * HALF_OF_TWO),
        Stance::Silent => (width - 2.0 * DOT * THIN) / (2.0 * HALF),
        Stance::Opposes | Stance::Neutral | Stance::Supports | Stance::Ambivalent => width / (2.0 * HALF),
    };
    size.min(fits.max(4.0))
}

/// Half the width of a single sign, as a part of its height; half the distance of the outer dots.
const HALF: f32 = 0.42;
/// How thick lines are at least, in points.
const THIN: f32 = 1.5;
/// The radius of a dot, as a part of that thickness.
const DOT: f32 = 0.62;
/// Half the width of one of the two signs of "strongly", as a part of their height.
const HALF_OF_TWO: f32 = 0.35;
/// How far the two stand apart at least, from the middle between them, in points.
const APART: f32 = 1.25;

/// Paints a stance's sign, `size` points high, centred.
pub fn stance(brush: &mut Brush, centre: Pos2, size: f32, stance: Stance, colour: Color32) {
    let half = size * HALF;
    let thick = (size * 0.19).max(THIN);
    let bar = |brush: &mut Brush, at: Pos2, half: f32| {
        brush.bar(at, vec2(half * 2.0, thick), colour);
    };
    let plus = |brush: &mut Brush, at: Pos2, half: f32| {
        bar(brush, at, half);
        brush.bar(at, vec2(thick, half * 2.0), colour);
    };
    let half_of_two = size * HALF_OF_TWO;
    // However small, the two of "strongly" do not run into one.
    let apart = vec2((size * 0.46).max(half_of_two + APART), 0.0);
    match stance {
        Stance::StronglyOpposes => {
            bar(brush, centre - apart, half_of_two);
            bar(brush, centre + apart, half_of_two);
        }
        Stance::Opposes => bar(brush, centre, half),
        Stance::Neutral => {
            let stroke = Stroke::new(thick * 0.85, colour);
            brush.add(Shape::circle_stroke(centre, half - thick * 0.4, stroke));
        }
        Stance::Supports => plus(brush, centre, half),
        Stance::StronglySupports => {
            plus(brush, centre - apart, half_of_two);
            plus(brush, centre + apart, half_of_two);
        }
        Stance::Ambivalent => {
            plus(brush, centre - vec2(0.0, size * 0.15), half * 0.82);
            bar(brush, centre + vec2(0.0, size * 0.44), half * 0.82);
        }
        Stance::Silent => {
            for n in [-1.0, 0.0, 1.0] {
                let at = centre + vec2(n * half, 0.0);
                brush.add(Shape::circle_filled(at, thick * DOT, colour));
            }
        }
    }
}

/// Paints a question mark where there is evidence but no stance yet.
pub fn undecided(brush: &mut Brush, centre: Pos2, size: f32, colour: Color32) {
    let font = FontId::proportional(size * 1.15);
    brush.text(centre, Align2::CENTER_CENTER, "?".to_owned(), font, colour);
}

/// The size of the confidence bars.
pub const BARS: Vec2 = vec2(11.0, 8.0);

/// Paints three rising bars, as many of them full as the confidence says, from the lower left corner up.
pub fn confidence(brush: &mut Brush, lower_left: Pos2, confidence: Confidence, colour: Color32) {
    let full = confidence as usize + 1;
    for n in 0..3_u8 {
        let height = 2.0 + 3.0 * f32::from(n);
        let left = lower_left.x + 4.0 * f32::from(n);
        let rect = Rect::from_min_max(pos2(left, lower_left.y - height), pos2(left + 3.0, lower_left.y));
        if usize::from(n) < full {
            brush.fill(rect, colour);
        } else {
            let foot = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 1.0), rect.max);
            brush.fill(foot, colour);
        }
    }
}

/// How a stance moved against an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Towards support.
    Up,
    /// Towards opposition.
    Down,
    /// To or from a value off the scale.
    Turn,
}

impl Shift {
    /// From one stance to another; `None` if they are the same.
    pub fn between(before: Stance, after: Stance) -> Option<Self> {
        if before == after {
            return None;
        }
        Some(match (before.score(), after.score()) {
            (Some(a), Some(b)) if b > a => Self::Up,
            (Some(_), Some(_)) => Self::Down,
            _ => Self::Turn,
        })
    }
}

/// Paints a small solid arrow.
pub fn shift(brush: &mut Brush, centre: Pos2, shift: Shift, colour: Color32) {
    let r = 3.5;
    let points = match shift {
        Shift::Up => [vec2(0.0, -r), vec2(r, r * 0.8), vec2(-r, r * 0.8)],
        Shift::Down => [vec2(0.0, r), vec2(-r, -r * 0.8), vec2(r, -r * 0.8)],
        Shift::Turn => [vec2(r, 0.0), vec2(-r * 0.8, r), vec2(-r * 0.8, -r)],
    };
    brush.add(Shape::convex_polygon(
        points.into_iter().map(|v| centre + v).collect(),
        colour,
        Stroke::NONE,
    ));
}

/// Paints the folded corner that says "there is a note", into the upper left corner of a cell.
pub fn note(brush: &mut Brush, cell: Rect, colour: Color32) {
    let corner = cell.left_top();
    brush.add(Shape::convex_polygon(
        vec![corner, corner + vec2(7.0, 0.0), corner + vec2(0.0, 7.0)],
        colour,
        Stroke::NONE,
    ));
}

/// Paints the warning that there is a stance and no evidence.
pub fn warning(brush: &mut Brush, centre: Pos2, colour: Color32) {
    let r = 5.0;
    let points = vec![
        centre + vec2(0.0, -r),
        centre + vec2(r * 1.05, r * 0.85),
        centre + vec2(-r * 1.05, r * 0.85),
    ];
    brush.add(Shape::closed_line(points, Stroke::new(1.2, colour)));
    brush.bar(centre + vec2(0.0, -0.3), vec2(1.4, 3.6), colour);
    brush.bar(centre + vec2(0.0, 2.9), vec2(1.4, 1.3), colour);
}

/// The ground of the sign that layers disagree, in points.
pub const UNEQUAL: Vec2 = vec2(9.0, 10.0);

/// Paints the sign that layers disagree: unequal, on a small ground of its own.
pub fn unequal(brush: &mut Brush, centre: Pos2, ground: Color32, colour: Color32) {
    // Two bars make it look rounded, and lie in the mesh: in a matrix of two layers this sign is in most cells.
    brush.bar(centre, UNEQUAL - vec2(0.0, 2.0), ground);
    let centre = brush.bar(centre, UNEQUAL - vec2(2.0, 0.0), ground).center();
    for y in [-1.5, 1.5] {
        brush.bar(centre + vec2(0.0, y), vec2(5.0, 1.0), colour);
    }
    let slash = vec2(2.0, -3.4);
    brush.line([centre - slash, centre + slash], Stroke::new(1.2, colour));
}

/// Paints a triangle that points down where something is open, right where it is folded.
pub fn fold(painter: &Painter, centre: Pos2, folded: bool, colour: Color32) {
    let r = 3.5;
    let points = if folded {
        [vec2(r, 0.0), vec2(-r * 0.7, r), vec2(-r * 0.7, -r)]
    } else {
        [vec2(0.0, r), vec2(-r, -r * 0.7), vec2(r, -r * 0.7)]
    };
    painter.add(Shape::convex_polygon(
        points.into_iter().map(|v| centre + v).collect(),
        colour,
        Stroke::NONE,
    ));
}

/// Paints a thin cross (to close) or, upright, a plus (to add).
pub fn cross(painter: &Painter, centre: Pos2, half: f32, upright: bool, stroke: Stroke) {
    let (a, b) = if upright {
        (vec2(half, 0.0), vec2(0.0, half))
    } else {
        (vec2(half, half) * 0.8, vec2(half, -half) * 0.8)
    };
    painter.line_segment([centre - a, centre + a], stroke);
    painter.line_segment([centre - b, centre + b], stroke);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_is_to_fit_a_width_does() {
        for one in Stance::ALL {
            for width in [9.0, 12.0, 20.0] {
                let size = fitting(one, 15.0, width);
                let ctx = eframe::egui::Context::default();
                let mut output = ctx.run_ui(eframe::egui::RawInput::default(), |ui| {
                    stance(&mut Brush::new(ui.painter()), pos2(50.0, 50.0), size, one, Color32::RED);
                });
                output.textures_delta.clear();
                let painted = output.shapes.iter().map(|clipped| clipped.shape.visual_bounding_rect());
                let painted = painted.fold(Rect::NOTHING, Rect::union);
                // Bars are moved onto pixels.
                assert!(painted.width() <= width + 1.0, "{one:?} in {width}: {painted}");
                assert!(size <= 15.0 && painted.width() > 3.0, "{one:?} in {width}: {size}");
            }
        }
    }

    #[test]
    fn a_shift_has_a_direction_only_on_the_scale() {
        for (before, after, expected) in [
            (Stance::Opposes, Stance::Opposes, None),
            (Stance::Opposes, Stance::Neutral, Some(Shift::Up)),
            (Stance::StronglySupports, Stance::Supports, Some(Shift::Down)),
            (Stance::Silent, Stance::Opposes, Some(Shift::Turn)),
            (Stance::Supports, Stance::Ambivalent, Some(Shift::Turn)),
        ] {
            assert_eq!(Shift::between(before, after), expected, "{before:?} to {after:?}");
        }
    }
}
