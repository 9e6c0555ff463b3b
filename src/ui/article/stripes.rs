//! The coding stripes in the margin: one for each mark, packed into lanes.
//!
//! They are buttons with a name, so that a screen reader, or a test, finds every passage on the screen.

use eframe::egui::{CornerRadius, Id, Pos2, Rect, Role as Part, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{marks::Mark, tints::shown_strong, view::View};
use crate::ui::Ctx;

/// Lanes at most.
const MOST_LANES: usize = 8;

/// Width of a stripe and distance between two, in points.
const STRIPE: f32 = 3.5;
const PITCH: f32 = 5.5;

/// Width of the margin that the stripes may need, in points.
pub(super) const MARGIN: f32 = PITCH * MOST_LANES as f32 + 12.0;

/// Points kept between two stripes in one lane.
const APART: f32 = 3.0;

/// What was done with the stripes.
#[derive(Debug, Default)]
pub(super) struct Stripes {
    /// The stripe under the pointer, by the mark's place in the list.
    pub hovered: Option<usize>,
    /// The stripe clicked.
    pub clicked: Option<usize>,
    /// The stripe clicked with the other button, and where.
    pub menu: Option<(usize, Pos2)>,
}

/// Paints the stripes to the left of the column.
pub(super) fn stripes_ui(
    ctx: &Ctx<'_>,
    ui: &Ui,
    view: &View,
    marks: &[Mark<'_>],
    highlighted: Option<usize>,
) -> Stripes {
    let mut done = Stripes::default();
    let extents: Vec<Option<(f32, f32)>> = marks.iter().map(|m| view.extent(&m.range)).collect();
    for (n, (extent, lane)) in extents.iter().zip(packed(&extents)).enumerate() {
        let Some((top, bottom)) = *extent else {
            continue;
        };
        let mark = &marks[n];
        let right = view.column - 12.0 - PITCH * lane as f32;
        let stripe = Rect::from_min_max(pos2(right - STRIPE, top + 2.0), pos2(right, bottom - 2.0));
        let visible = stripe.intersect(view.rect);
        if !visible.is_positive() {
            continue;
        }
        let colour = shown_strong(ctx.tokens, mark, Some(n) == highlighted);
        let painter = ui.painter_at(view.rect);
        painter.rect_filled(stripe, CornerRadius::same(2), colour);
        if mark.selected {
            painter.rect_stroke(
                stripe.expand(1.0),
                CornerRadius::same(3),
                Stroke::new(1.0, ctx.tokens.accent),
                StrokeKind::Outside,
            );
        } else if Some(n) == highlighted {
            painter.rect_stroke(
                stripe.expand(1.0),
                CornerRadius::same(3),
                Stroke::new(1.0, ctx.tokens.text),
                StrokeKind::Outside,
            );
        }
        let id = Id::unique(("stripe", mark.id(), n - first_of(marks, n)));
        let response = ui.interact(visible.expand2(vec2(1.5, 0.0)), id, Sense::CLICK);
        response.widget_info(|| {
            WidgetInfo::labeled(
                Part::Button,
                true,
                format!(
                    "Passage “{}”. {}",
                    shortened(&mark.passage.anchor.quotation),
                    mark.sentence(ctx)
                ),
            )
        });
        if response.hovered() {
            done.hovered = Some(n);
        }
        if response.clicked() {
            done.clicked = Some(n);
        }
        if response.secondary_clicked() {
            done.menu = response.interact_pointer_pos().map(|at| (n, at));
        }
    }
    done
}

/// The lane of each stripe, so that no two in one lane touch; those for which there is no lane share the last.
fn packed(extents: &[Option<(f32, f32)>]) -> Vec<usize> {
    let mut ends = [f32::NEG_INFINITY; MOST_LANES];
    extents
        .iter()
        .map(|extent| {
            let Some((top, bottom)) = *extent else { return 0 };
            let free = ends.iter().position(|end| end + APART <= top);
            let lane = free.unwrap_or(MOST_LANES - 1);
            ends[lane] = ends[lane].max(bottom);
            lane
        })
        .collect()
}

/// The first mark of the same passage.
fn first_of(marks: &[Mark<'_>], n: usize) -> usize {
    let id = marks[n].id();
    n - marks[..n].iter().rev().take_while(|m| m.id() == id).count()
}

/// The first words of a quotation.
pub(super) fn shortened(quotation: &str) -> String {
    const MOST: usize = 60;
    if quotation.chars().count() <= MOST {
        return quotation.replace('\n', " ");
    }
    let cut: String = quotation.chars().take(MOST).collect();
    let words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", words.replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_beside_each_other_have_lanes_of_their_own() {
        let at = |top: f32, bottom: f32| Some((top, bottom));
        assert_eq!(
            packed(&[at(0.0, 50.0), at(10.0, 20.0), at(24.0, 30.0), at(53.0, 60.0)]),
            [0, 1, 1, 0]
        );
        assert_eq!(packed(&[at(0.0, 20.0), None, at(26.0, 50.0)]), [0, 0, 0]);
        let deep = packed(&[at(0.0, 20.0); MOST_LANES + 2]);
        assert_eq!(deep[..MOST_LANES], (0..MOST_LANES).collect::<Vec<_>>());
        assert_eq!(deep[MOST_LANES..], [MOST_LANES - 1; 2]);
    }
}
