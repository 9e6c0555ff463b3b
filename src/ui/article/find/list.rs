//! The list of hits in all documents: each in its sentence, with where it stands.

use std::{collections::BTreeMap, ops::Range};

use eframe::egui::{
    self, Align, Color32, FontFamily, FontId, Label, Rect, Response, RichText, Role as Part, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use super::{
    Find, Hit,
    bar::{grouped, left_by_escape},
};
use crate::{
    analysis::sentences::{next_word_end, sentence_at},
    model::Body,
    ui::{Ctx, fonts::SANS_BOLD},
};

/// How many hits are listed.
const MOST: usize = 10_000;

/// Height of a row, in points.
const ROW: f32 = 38.0;

/// Code points of a sentence that are shown before a hit, and after it.
const AROUND: (u32, u32) = (48, 160);

/// The list's own state.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The words of the rows that were seen.
    rows: BTreeMap<usize, Row>,
    /// The rows that were seen whole in the last frame.
    seen: Range<usize>,
    /// The current hit in the last frame.
    at: Option<Hit>,
}

/// A hit in its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    before: String,
    hit: String,
    after: String,
    place: String,
}

impl Row {
    fn new(body: &Body, hit: &Range<u32>, place: String) -> Self {
        let sentence = sentence_at(body, hit.start);
        let block = body.block_range(body.place(hit.start).block);
        let mut from = sentence.start.min(hit.start).max(hit.start.saturating_sub(AROUND.0));
        if from > sentence.start {
            // Not in the middle of a word.
            from = next_word_end(body, from).min(hit.start);
        }
        let end = sentence.end.max(hit.end);
        let to = end.min(hit.end + AROUND.1);
        let cut = |on: bool| if on { "…" } else { "" };
        let plain = |range: Range<u32>| body.slice_clamped(range).replace('\n', " ");
        Self {
            before: format!(
                "{}{}",
                cut(from > sentence.start && from > block.start),
                plain(from..hit.start)
            ),
            hit: plain(hit.start..hit.end.min(hit.start + AROUND.1)),
            after: format!("{}{}", plain(hit.end..to), cut(to < end)),
            place,
        }
    }
}

impl List {
    /// The hits are others.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Find {
    /// Draws the list; gives the hit that was clicked, and whether Escape was pressed.
    pub(super) fn list_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) -> (Option<Hit>, bool) {
        let count = self.count();
        if count == 0 {
            return (None, false);
        }
        let listed = count.min(MOST);
        let height = (listed as f32 * ROW)
            .min((ui.available_height() * 0.42).min(240.0))
            .max(ROW);
        let mut area = ScrollArea::vertical()
            .id_salt("hits")
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true]);
        if self.list.at != self.current {
            self.list.at = self.current;
            let rank = self.current.map(|c| self.rank(c)).filter(|rank| *rank < listed);
            if let Some(rank) = rank.filter(|rank| !self.list.seen.contains(rank)) {
                area = area.vertical_scroll_offset((rank as f32 * ROW - height * 0.4).max(0.0));
            }
        }
        let (mut clicked, mut escaped) = (None, false);
        let frame = egui::Frame::new().fill(ctx.tokens.pane);
        let shown = frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            area.show_rows(ui, ROW, listed, |ui, rows| {
                // Those at the edges may be seen in part only.
                self.list.seen = rows.start + 1..rows.end.saturating_sub(1);
                for n in rows {
                    let Some((hit, response)) = self
                        .ranked(n)
                        .and_then(|hit| Some((hit, self.row_ui(ctx, ui, n, hit)?)))
                    else {
                        continue;
                    };
                    escaped |= left_by_escape(ui, &response);
                    if response.clicked() {
                        clicked = Some(hit);
                    }
                }
            });
            if listed < count {
                let rest = format!("The first {} of {} hits are listed", grouped(listed), grouped(count));
                ui.add(Label::new(RichText::new(rest).small().color(ctx.tokens.faint)).selectable(false));
            }
        });
        let rect = shown.response.rect;
        ui.painter().hline(
            ui.max_rect().x_range(),
            rect.bottom(),
            Stroke::new(1.0, ctx.tokens.line),
        );
        (clicked, escaped)
    }

    fn row_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, n: usize, hit: Hit) -> Option<Response> {
        if self.list.rows.len() > 400 {
            self.list.rows.clear();
        }
        if !self.list.rows.contains_key(&n) {
            let (found, range) = self.hit(hit)?;
            let place = ctx.project().place_name(&found.document, range.start);
            let row = Row::new(&found.body, range, place);
            self.list.rows.insert(n, row);
        }
        let row = self.list.rows.get(&n)?;
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        response.widget_info(|| {
            let name = format!("Hit in {}: {}{}{}", row.place, row.before, row.hit, row.after);
            WidgetInfo::labeled(Part::ListItem, true, name)
        });
        let current = self.current == Some(hit);
        if current {
            ui.painter().rect_filled(rect, 0.0, ctx.tokens.selection);
        } else if response.hovered() {
            ui.painter().rect_filled(rect, 0.0, ctx.tokens.raised);
        }
        if response.has_focus() {
            let stroke = Stroke::new(2.0, ctx.tokens.accent);
            ui.painter()
                .rect_stroke(rect.shrink(1.0), 0.0, stroke, StrokeKind::Inside);
        }
        row_text(ctx, ui, rect, row);
        Some(response)
    }
}

fn row_text(ctx: &Ctx<'_>, ui: &Ui, rect: Rect, row: &Row) {
    let format = |family: FontFamily, colour: Color32| TextFormat::simple(FontId::new(13.0, family), colour);
    let bold = FontFamily::Name(SANS_BOLD.into());
    let mut job = LayoutJob::default();
    job.append(&row.before, 0.0, format(FontFamily::Proportional, ctx.tokens.text));
    job.append(&row.hit, 0.0, format(bold, ctx.tokens.text));
    job.append(&row.after, 0.0, format(FontFamily::Proportional, ctx.tokens.text));
    job.wrap = TextWrapping::truncate_at_width(rect.width() - 20.0);
    job.break_on_newline = false;
    job.halign = Align::Min;
    let galley = ui.painter().layout_job(job);
    ui.painter()
        .galley(rect.left_top() + vec2(10.0, 3.0), galley, ctx.tokens.text);
    let place = LayoutJob {
        wrap: TextWrapping::truncate_at_width(rect.width() - 20.0),
        ..LayoutJob::simple_singleline(row.place.clone(), FontId::proportional(11.0), ctx.tokens.faint)
    };
    let galley = ui.painter().layout_job(place);
    ui.painter()
        .galley(rect.left_top() + vec2(10.0, 21.0), galley, ctx.tokens.faint);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};

    #[test]
    fn a_hit_stands_in_its_sentence() {
        let long = format!("One. {} two {}", "a ".repeat(60), "b ".repeat(200));
        let body = Body::new(
            ["First. China said yes. Last.", &long]
                .iter()
                .map(|t| Block::new(BlockKind::Paragraph, t))
                .collect(),
        );
        let row = Row::new(&body, &(13..17), String::new());
        assert_eq!(
            (row.before.as_str(), row.hit.as_str(), row.after.as_str()),
            ("China ", "said", " yes.")
        );
        let at = body.text().find("two").expect("there") as u32;
        let row = Row::new(&body, &(at..at + 3), String::new());
        assert!(row.before.starts_with('…') && row.after.ends_with('…'));
        // Over the end of a paragraph.
        let row = Row::new(&body, &(23..33), String::new());
        assert_eq!((row.before.as_str(), row.hit.as_str()), ("", "Last. One."));
    }
}
