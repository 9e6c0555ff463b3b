//! What is painted behind the text: passages in the colour of their stance, hits, the selection.
//!
//! One passage is a tint. Where several lie on the same words, the tint is their mixture and each has a line of its own
//! below the words, or above where there are many, so that they can be told apart; those of the selected cell are
//! stronger and underlined, the one under the pointer is outlined whole.

use std::ops::Range;

use eframe::egui::{Color32, CornerRadius, Painter, Rect, Stroke, StrokeKind, pos2};

use super::{
    marks::{Mark, lanes},
    view::View,
};
use crate::ui::theme::Tokens;

/// How many lines are told apart: half of them below the words, the rest above.
const MOST_LINES: usize = 8;

/// Thickness of such a line, in points.
const LINE: f32 = 2.0;

/// How much of its colour a paler mark keeps.
const DIMMED: f32 = 0.3;

/// Paints the marks; `hovered` is the one that is outlined, by its place in the list.
pub(super) fn tints_ui(painter: &Painter, view: &View, tokens: &Tokens, marks: &[Mark<'_>], hovered: Option<usize>) {
    let any_selected = marks.iter().any(|m| m.selected);
    let lanes = lanes(marks, MOST_LINES);
    for (range, on) in segments(marks, &view.range()) {
        let strength = on
            .iter()
            .map(|n| strength(&marks[*n], any_selected, Some(*n) == hovered));
        let fill = tokens.mixed_tint(on.iter().map(|n| marks[*n].stance()).zip(strength));
        view.boxes(&range, |b| {
            painter.rect_filled(inside(b), CornerRadius::ZERO, fill);
        });
        let lone = on.len() == 1 && !marks[on[0]].selected;
        if !lone {
            for n in &on {
                let colour = shown_strong(tokens, &marks[*n], Some(*n) == hovered);
                let lane = lanes[*n];
                let below = lane < MOST_LINES / 2;
                let away = LINE * (lane % (MOST_LINES / 2)) as f32 + 1.0;
                view.boxes(&range, |b| {
                    let top = if below {
                        b.bottom() - away - LINE
                    } else {
                        b.top() + away
                    };
                    let line = Rect::from_min_max(pos2(b.left(), top), pos2(b.right(), top + LINE - 0.5));
                    painter.rect_filled(line, CornerRadius::ZERO, colour);
                });
            }
        }
    }
    for (n, mark) in marks.iter().enumerate() {
        let colour = shown_strong(tokens, mark, Some(n) == hovered);
        ends_ui(painter, view, mark, colour);
        if Some(n) == hovered {
            outline_ui(painter, view, &mark.range, Stroke::new(1.5, colour));
        }
    }
}

/// Paints a background behind ranges.
pub(super) fn background_ui(painter: &Painter, view: &View, range: &Range<u32>, colour: Color32) {
    view.boxes(range, |b| {
        painter.rect_filled(b, CornerRadius::ZERO, colour);
    });
}

/// Outlines a range, line by line.
pub(super) fn outline_ui(painter: &Painter, view: &View, range: &Range<u32>, stroke: Stroke) {
    view.boxes(range, |b| {
        painter.rect_stroke(
            inside(b).expand(0.5),
            CornerRadius::same(2),
            stroke,
            StrokeKind::Outside,
        );
    });
}

/// [`strong`], paler for a mark that is dimmed and not under the pointer.
pub(super) fn shown_strong(tokens: &Tokens, mark: &Mark<'_>, hovered: bool) -> Color32 {
    let colour = strong(tokens, mark);
    if mark.dimmed && !hovered {
        colour.gamma_multiply(DIMMED)
    } else {
        colour
    }
}

/// A stance's colour, dark or light enough to be seen as a thin line on the page.
fn strong(tokens: &Tokens, mark: &Mark<'_>) -> Color32 {
    let colour = mark.stance().map_or(tokens.uncoded, |s| tokens.stance(s));
    // Pale stances are strengthened by their own text colour.
    let away = |a: u8, b: u8| a.abs_diff(b) as u32;
    let page = tokens.page;
    let contrast = away(colour.r(), page.r()) + away(colour.g(), page.g()) + away(colour.b(), page.b());
    if contrast < 150 {
        colour.lerp_to_gamma(tokens.faint, 0.6)
    } else {
        colour
    }
}

/// A box as a tint fills it: a little lower than the line, so that lines stay apart.
fn inside(b: Rect) -> Rect {
    Rect::from_min_max(pos2(b.left(), b.top() + 1.0), pos2(b.right(), b.bottom() - 1.0))
}

/// How strong a mark's tint is, 1 for as usual.
fn strength(mark: &Mark<'_>, any_selected: bool, hovered: bool) -> f32 {
    match () {
        // Not much more, so that the words stay easy to read: it is outlined, or underlined, too.
        () if hovered || mark.selected => 1.15,
        () if mark.dimmed => DIMMED,
        () if any_selected => 0.75,
        () => 1.0,
    }
}

/// Thin ends, so that two passages of one colour side by side are seen to be two.
fn ends_ui(painter: &Painter, view: &View, mark: &Mark<'_>, colour: Color32) {
    for (position, earlier, step) in [(mark.range.start, false, 0.0), (mark.range.end, true, -1.0)] {
        if let Some(caret) = view.caret(position, earlier) {
            let at = inside(caret);
            if at.bottom() < view.rect.top() || at.top() > view.rect.bottom() {
                continue;
            }
            let end = Rect::from_min_max(
                pos2(at.left() + step, at.top()),
                pos2(at.left() + step + 1.0, at.bottom()),
            );
            painter.rect_filled(end, CornerRadius::ZERO, colour.gamma_multiply(0.7));
        }
    }
}

/// The stretches of `visible` on which the same marks lie, with their places in the list; none without marks.
fn segments(marks: &[Mark<'_>], visible: &Range<u32>) -> Vec<(Range<u32>, Vec<usize>)> {
    let mut edges: Vec<u32> = marks
        .iter()
        .flat_map(|m| [m.range.start, m.range.end])
        .map(|at| at.clamp(visible.start, visible.end))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let (mut out, mut on, mut next) = (Vec::new(), Vec::<usize>::new(), 0);
    for pair in edges.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        on.retain(|n| marks[*n].range.end > start);
        while marks.get(next).is_some_and(|m| m.range.start <= start) {
            if marks[next].range.end > start {
                on.push(next);
            }
            next += 1;
        }
        if !on.is_empty() {
            out.push((start..end, on.clone()));
        }
    }
    out
}
