//! Draws what stays in sight: the names of rows and columns, the headings over them, the corner.

use eframe::egui::{
    self, Align2, CornerRadius, CursorIcon, FontFamily, FontId, Id, Painter, Rect, Role, Sense, Stroke, StrokeKind,
    TextEdit, Ui, UiBuilder, WidgetInfo,
    epaint::TextShape,
    pos2,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use super::{
    Draft, DraftOf, MatrixPane,
    axis::{Head, Item, Line, Side},
    cursor::Cursor,
    edits,
    grid::Frame,
    layout::NAME_LINE,
    moving::Carried,
};
use crate::{
    model::counted,
    ui::{Ctx, fonts::SANS_BOLD, sign, theme::Tokens},
};

impl MatrixPane {
    pub(super) fn row_heads(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, frame: &Frame<'_>) {
        let strip = Rect::from_min_max(
            pos2(frame.outer.left(), frame.body.top()),
            pos2(frame.body.left(), frame.outer.bottom()),
        );
        let mut strip_ui = ui.new_child(UiBuilder::new().max_rect(strip).id_salt("row names"));
        strip_ui.shrink_clip_rect(strip);
        let ui = &mut strip_ui;
        ui.painter().rect_filled(strip, 0.0, ctx.tokens.pane);
        ui.painter()
            .vline(strip.right() - 0.5, strip.y_range(), Stroke::new(1.0, ctx.tokens.line));
        let side = frame.axes.rows.side;
        for line in frame.rows.clone() {
            let rect = frame.row_head(line);
            match frame.axes.rows.lines[line] {
                Line::Group(n) => self.group_head(ctx, ui, rect, rect.left(), n, frame, side),
                Line::Item(n) => {
                    let item = &frame.axes.rows.items[n];
                    let place = (ctx, frame.cross.0 == Some(n));
                    self.head_widget(ui, rect, item, frame, place);
                    let text = rect.shrink2(vec2(8.0, 0.0));
                    name_across(ui.painter(), text, item, frame.cross.0 == Some(n), ctx.tokens);
                    actor_mark(ctx, ui.painter(), rect, &item.head);
                }
                Line::Add => self.add_widget(ctx, ui, rect, side, frame),
            }
            ui.painter()
                .hline(rect.x_range(), rect.top(), Stroke::new(1.0, ctx.tokens.grid));
        }
    }

    pub(super) fn column_heads(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, frame: &Frame<'_>) {
        let strip = Rect::from_min_max(
            pos2(frame.body.left(), frame.outer.top()),
            pos2(frame.outer.right(), frame.body.top()),
        );
        let mut strip_ui = ui.new_child(UiBuilder::new().max_rect(strip).id_salt("column names"));
        strip_ui.shrink_clip_rect(strip);
        let ui = &mut strip_ui;
        ui.painter().rect_filled(strip, 0.0, ctx.tokens.pane);
        let side = frame.axes.columns.side;
        self.bands(ctx, ui, frame, strip);
        for line in frame.columns.clone() {
            let rect = frame.column_head(line);
            match frame.axes.columns.lines[line] {
                Line::Group(_) => {}
                Line::Item(n) => {
                    let item = &frame.axes.columns.items[n];
                    let here = frame.cross.1 == Some(n);
                    self.head_widget(ui, rect, item, frame, (ctx, here));
                    if frame.layout.turned {
                        name_upward(ui.painter(), rect, item, here, ctx.tokens);
                    } else {
                        name_above(ui.painter(), rect.shrink2(vec2(5.0, 4.0)), item, here, ctx.tokens);
                    }
                }
                Line::Add => self.add_widget(ctx, ui, rect, side, frame),
            }
            ui.painter()
                .vline(rect.left(), rect.y_range(), Stroke::new(1.0, ctx.tokens.grid));
        }
        ui.painter()
            .hline(strip.x_range(), strip.bottom() - 0.5, Stroke::new(1.0, ctx.tokens.line));
    }

    /// The band of headings over the columns.
    fn bands(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, frame: &Frame<'_>, strip: Rect) {
        if frame.layout.band == 0.0 {
            return;
        }
        let lines = &frame.axes.columns.lines;
        let first = lines[..frame.columns.start.min(lines.len())]
            .iter()
            .rposition(|l| matches!(l, Line::Group(_)))
            .unwrap_or(frame.columns.start);
        let mut line = first;
        while line < frame.columns.end {
            let Line::Group(n) = lines[line] else {
                line += 1;
                continue;
            };
            let members = lines[line + 1..]
                .iter()
                .take_while(|l| matches!(l, Line::Item(_)))
                .count();
            let folded = frame.axes.columns.groups[n].folded;
            let members = if folded { 0 } else { members };
            let from = frame.column_head(line).left();
            let to = frame.column_head(line + members).right();
            let rect = Rect::from_min_max(
                pos2(from, frame.outer.top()),
                pos2(
                    to,
                    frame.outer.top()
                        + if folded {
                            frame.layout.head_height
                        } else {
                            frame.layout.band
                        },
                ),
            );
            self.group_head(ctx, ui, rect, strip.left(), n, frame, frame.axes.columns.side);
            line += members + 1;
        }
    }

    /// A heading: its name, and a click to fold or unfold what stands under it. Its text stays right of `from`.
    #[expect(clippy::too_many_arguments, reason = "rows and columns share it")]
    fn group_head(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &mut Ui,
        rect: Rect,
        from: f32,
        n: usize,
        frame: &Frame<'_>,
        side: Side,
    ) {
        let group = &frame.axes.of(side).groups[n];
        let tokens = ctx.tokens;
        let response = ui.interact(rect, Id::unique(("matrix group", side, n)), Sense::CLICK);
        response.widget_info(|| {
            let verb = if group.folded { "Unfold" } else { "Fold" };
            WidgetInfo::labeled(Role::Button, true, format!("{verb} {}", group.name))
        });
        let painter = ui.painter();
        let fill = if response.hovered() {
            tokens.selection
        } else {
            tokens.raised
        };
        painter.rect_filled(rect.shrink2(vec2(0.5, 0.0)), 0.0, fill);
        painter.rect_stroke(rect, 0.0, Stroke::new(1.0, tokens.grid), StrokeKind::Inside);
        let narrow = rect.height() > rect.width() * 1.5;
        if narrow {
            sign::fold(painter, pos2(rect.center().x, rect.bottom() - 9.0), true, tokens.faint);
            let galley = name_galley(
                painter,
                &format!("{} ({})", group.name, group.count),
                11.5,
                rect.height() - 24.0,
                1,
                tokens.text,
                true,
            );
            let at = pos2(rect.center().x - galley.size().y / 2.0, rect.bottom() - 18.0);
            painter.add(TextShape::new(at, galley, tokens.text).with_angle(-std::f32::consts::FRAC_PI_2));
        } else {
            let left = rect.left().max(from).min(rect.right() - 14.0);
            let text = if group.folded {
                format!("{} ({})", group.name, group.count)
            } else {
                group.name.clone()
            };
            // Over rows it goes on beside the names, where the band is empty.
            let is_row = side == frame.axes.rows.side;
            let end = if is_row { frame.outer.right() } else { rect.right() };
            let set = |size: f32, indent: f32| {
                let room = (end - left - indent - 2.0).max(0.0);
                name_galley(painter, &text, size, room, 1, tokens.faint, true)
            };
            // Over a narrow group the name is worth more than the triangle.
            let (mut galley, mut indent) = (set(11.5, 16.0), 16.0);
            if galley.elided {
                galley = set(10.5, 16.0);
            }
            if galley.elided && !group.folded && !is_row {
                (galley, indent) = (set(10.5, 4.0), 4.0);
            }
            if indent > 4.0 {
                sign::fold(painter, pos2(left + 8.5, rect.center().y), group.folded, tokens.faint);
            }
            let at = pos2(left + indent, rect.center().y - galley.size().y / 2.0);
            let mut clip = rect.intersect(painter.clip_rect());
            clip.max.x = clip.max.x.max(end);
            painter.with_clip_rect(clip).galley(at, galley, tokens.faint);
        }
        let name = group.name.clone();
        let members = counted(group.count, side.word(), &format!("{}s", side.word()));
        let hint = format!("{name}: {members}. Click to fold or unfold.");
        if response.on_hover_text(hint).clicked() {
            self.toggle_fold(side, &name);
        }
    }

    fn head_widget(&mut self, ui: &mut Ui, rect: Rect, item: &Item, frame: &Frame<'_>, (ctx, here): (&Ctx<'_>, bool)) {
        let tokens = ctx.tokens;
        let on_it = self.edge == Some(Cursor::Head(item.head.clone()));
        let sense = if on_it {
            Sense::click_and_drag()
        } else {
            Sense::CLICK | Sense::DRAG
        };
        let response = ui.interact(rect, Id::unique(("matrix head", &item.head)), sense);
        response.widget_info(|| {
            let role = if item.head.side() == frame.axes.rows.side {
                Role::RowHeader
            } else {
                Role::ColumnHeader
            };
            WidgetInfo::selected(role, true, on_it, &item.name)
        });
        let painter = ui.painter();
        if here {
            painter.rect_filled(rect, 0.0, tokens.cross);
        }
        if on_it {
            self.hold_keyboard(ui, &response);
            let stroke = Stroke::new(if self.has_keyboard(ui) { 2.5 } else { 1.5 }, tokens.accent);
            painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
        } else if response.hovered() {
            painter.rect_stroke(
                rect.shrink(0.5),
                0.0,
                Stroke::new(1.0, tokens.accent),
                StrokeKind::Inside,
            );
        }
        if response.clicked() || response.secondary_clicked() {
            self.go_to(ctx, Cursor::Head(item.head.clone()));
            self.wants_keyboard = true;
        }
        if response.double_clicked() {
            self.rename(ctx, &item.head);
        }
        if response.drag_started() {
            response.dnd_set_drag_payload(Carried(item.head.clone()));
        }
        if on_it || response.secondary_clicked() {
            response.context_menu(|ui| self.head_menu(ctx, ui, &item.head));
        }
        if response.hovered() {
            let _ = response
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_ui(|ui| super::tip::head_ui(ctx, ui, &item.head));
        }
    }

    /// The place that adds an actor or issue.
    fn add_widget(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, rect: Rect, side: Side, frame: &Frame<'_>) {
        let tokens = ctx.tokens;
        let on_it = self.edge == Some(Cursor::Add(side));
        let response = ui.interact(rect, Id::unique(("matrix add", side)), Sense::click());
        let label = format!("Add an {}", side.word());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        if on_it {
            self.hold_keyboard(ui, &response);
        }
        let painter = ui.painter();
        let colour = if response.hovered() || on_it {
            tokens.accent
        } else {
            tokens.faint
        };
        if side == frame.axes.rows.side {
            sign::cross(
                painter,
                pos2(rect.left() + 14.0, rect.center().y),
                4.5,
                true,
                Stroke::new(1.6, colour),
            );
            let at = pos2(rect.left() + 25.0, rect.center().y);
            painter.text(
                at,
                Align2::LEFT_CENTER,
                label.replacen("Add an ", "Add ", 1),
                FontId::proportional(12.0),
                colour,
            );
        } else {
            sign::cross(
                painter,
                pos2(rect.center().x, rect.bottom() - 12.0),
                4.5,
                true,
                Stroke::new(1.6, colour),
            );
        }
        if on_it {
            painter.rect_stroke(
                rect.shrink(1.0),
                0.0,
                Stroke::new(2.0, tokens.accent),
                StrokeKind::Inside,
            );
        }
        if response.on_hover_text(&label).clicked() {
            self.edge = Some(Cursor::Add(side));
            self.draft = Some(Draft::new(DraftOf::New(side), String::new()));
        }
    }

    /// The corner between the names: what stands where.
    pub(super) fn corner(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, frame: &Frame<'_>) {
        let rect = Rect::from_min_max(frame.outer.min, frame.body.min);
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        painter.rect_filled(rect, 0.0, ctx.tokens.pane);
        let word = |side: Side| match side {
            Side::Actors => "Actors",
            Side::Issues => "Issues",
        };
        let font = FontId::proportional(11.5);
        let faint = ctx.tokens.faint;
        let down = format!("{} ↓", word(frame.axes.rows.side));
        painter.text(
            rect.left_bottom() + vec2(8.0, -5.0),
            Align2::LEFT_BOTTOM,
            down,
            font.clone(),
            faint,
        );
        let across = format!("{} →", word(frame.axes.columns.side));
        // Side by side where there is room, else one above the other.
        let lift = if rect.width() < 132.0 { 21.0 } else { 5.0 };
        painter.text(
            rect.right_bottom() + vec2(-6.0, -lift),
            Align2::RIGHT_BOTTOM,
            across,
            font,
            faint,
        );
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, ctx.tokens.line));
        painter.vline(rect.right() - 0.5, rect.y_range(), Stroke::new(1.0, ctx.tokens.line));
    }

    /// The field in which an actor or issue is named in place.
    pub(super) fn draft_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, frame: &Frame<'_>) {
        let Some(draft) = &mut self.draft else { return };
        let (side, rect, hint) = match &draft.of {
            DraftOf::New(side) => {
                let axis = frame.axes.of(*side);
                let line = axis.lines.len().saturating_sub(1);
                let rect = if *side == frame.axes.rows.side {
                    frame.row_head(line)
                } else {
                    frame.column_head(line)
                };
                (*side, rect, format!("New {}", side.word()))
            }
            DraftOf::Name(head) => {
                let axis = frame.axes.of(head.side());
                let Some(line) = axis.place(head).and_then(|n| axis.line_of(n)) else {
                    self.draft = None;
                    return;
                };
                let rows = head.side() == frame.axes.rows.side;
                let rect = if rows {
                    frame.row_head(line)
                } else {
                    frame.column_head(line)
                };
                (head.side(), rect, format!("Name of the {}", head.side().word()))
            }
        };
        let field = field_rect(rect, side == frame.axes.rows.side, frame);
        let mut field_ui = ui.new_child(UiBuilder::new().max_rect(field).id_salt("naming"));
        field_ui
            .painter()
            .rect_filled(field.expand(3.0), CornerRadius::same(3), ctx.tokens.accent);
        let response = field_ui.add_sized(
            field.size(),
            TextEdit::singleline(&mut draft.text)
                .id(Id::unique("matrix naming"))
                .hint_text(hint.clone())
                .char_limit(200),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &hint));
        if std::mem::take(&mut draft.fresh) {
            response.request_focus();
        }
        let enter = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let escape = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape));
        if response.lost_focus() {
            self.end_draft(ctx, enter, escape);
        }
    }

    /// Takes what was typed, unless Escape ended it; after Enter on a new name asks for the next.
    fn end_draft(&mut self, ctx: &Ctx<'_>, enter: bool, escape: bool) {
        let Some(draft) = self.draft.take() else { return };
        self.wants_keyboard = enter || escape;
        if escape {
            return;
        }
        match draft.of {
            DraftOf::New(side) => {
                if let Some((_, edit)) = edits::add(ctx.project(), side, &draft.text) {
                    ctx.edit(edit);
                    if enter {
                        self.draft = Some(Draft::new(DraftOf::New(side), String::new()));
                        self.reveal = Some(Cursor::Add(side));
                        self.wants_keyboard = false;
                    }
                }
            }
            DraftOf::Name(head) => {
                if let Some(edit) = edits::rename(ctx.project(), &head, &draft.text) {
                    ctx.edit(edit);
                }
            }
        }
    }
}

/// Where the field for a name stands: over the name, wide enough to type in, within the pane.
fn field_rect(head: Rect, is_row: bool, frame: &Frame<'_>) -> Rect {
    let width = if is_row { head.width().max(160.0) } else { 180.0 };
    let size = vec2(width.min(frame.outer.width() - 12.0), 24.0);
    let left = (if is_row {
        head.left() + 3.0
    } else {
        head.center().x - size.x / 2.0
    })
    .min(frame.outer.right() - size.x - 6.0)
    .max(frame.outer.left() + 3.0);
    let top = if is_row {
        head.center().y - 12.0
    } else {
        head.bottom() - 30.0
    };
    let top = top.clamp(
        frame.outer.top() + 3.0,
        (frame.outer.bottom() - 30.0).max(frame.outer.top() + 3.0),
    );
    Rect::from_min_size(pos2(left, top), size)
}

/// Sets a name in at most `rows` lines of `width` points, ending in "…" where it is longer.
fn name_galley(
    painter: &Painter,
    name: &str,
    size: f32,
    width: f32,
    rows: usize,
    colour: egui::Color32,
    strong: bool,
) -> std::sync::Arc<egui::Galley> {
    let family = if strong {
        FontFamily::Name(SANS_BOLD.into())
    } else {
        FontFamily::Proportional
    };
    let format = TextFormat {
        font_id: FontId::new(size, family),
        line_height: Some(NAME_LINE * size / 12.0),
        color: colour,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(name.to_owned(), format);
    job.wrap = TextWrapping {
        max_width: width.max(1.0),
        max_rows: rows,
        break_anywhere: false,
        overflow_character: Some('…'),
    };
    painter.layout_job(job)
}

fn name_colour(item: &Item, tokens: &Tokens) -> egui::Color32 {
    if item.hidden { tokens.faint } else { tokens.text }
}

/// A row's name, on one line or two.
fn name_across(painter: &Painter, rect: Rect, item: &Item, here: bool, tokens: &Tokens) {
    let colour = name_colour(item, tokens);
    let rows = (rect.height() / 13.0).floor().clamp(1.0, 2.0) as usize;
    let mut galley = name_galley(painter, &item.name, 13.0, rect.width(), 1, colour, here);
    if galley.elided && rows > 1 {
        galley = name_galley(painter, &item.name, 11.0, rect.width(), rows, colour, here);
    }
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, colour);
}

/// A column's name, to be read from below; smaller on more lines where it is long.
fn name_upward(painter: &Painter, rect: Rect, item: &Item, here: bool, tokens: &Tokens) {
    let colour = name_colour(item, tokens);
    let fit = |size: f32| {
        let line = NAME_LINE * size / 12.0;
        ((rect.width() - 1.0) / line).floor().clamp(1.0, 4.0) as usize
    };
    let set = |size: f32| name_galley(painter, &item.name, size, rect.height() - 10.0, fit(size), colour, here);
    let mut galley = set(12.0);
    for smaller in [11.0, 10.2, 9.4] {
        if !galley.elided && !breaks_a_word(&galley) {
            break;
        }
        galley = set(smaller);
    }
    let at = pos2(rect.center().x - galley.size().y / 2.0, rect.bottom() - 6.0);
    painter.add(TextShape::new(at, galley, colour).with_angle(-std::f32::consts::FRAC_PI_2));
}

/// Whether a line ends within a word.
fn breaks_a_word(galley: &egui::Galley) -> bool {
    let is_letter = |glyph: Option<&egui::epaint::text::Glyph>| glyph.is_some_and(|g| g.chr.is_alphanumeric());
    let pairs = galley.rows.iter().zip(galley.rows.iter().skip(1));
    pairs
        .map(|(row, next)| (row.glyphs.last(), next.glyphs.first()))
        .any(|(last, first)| is_letter(last) && is_letter(first))
}

/// A column's name, upright, standing on the cells.
fn name_above(painter: &Painter, rect: Rect, item: &Item, here: bool, tokens: &Tokens) {
    let colour = name_colour(item, tokens);
    let galley = name_galley(painter, &item.name, 12.0, rect.width(), 3, colour, here);
    let at = pos2(rect.left(), rect.bottom() - galley.size().y);
    painter.galley(at, galley, colour);
}

/// The actor's colour, as a strip beside its name.
fn actor_mark(ctx: &Ctx<'_>, painter: &Painter, rect: Rect, head: &Head) {
    let Head::Actor(id) = head else { return };
    let Some(place) = ctx.project().actors.iter().position(|a| a.id == *id) else {
        return;
    };
    let own = ctx.project().actor(id).and_then(|a| a.colour);
    let strip = Rect::from_min_max(rect.left_top() + vec2(0.0, 3.0), rect.left_bottom() + vec2(3.0, -3.0));
    painter.rect_filled(strip, 0.0, ctx.tokens.actor(own, place));
}

#[cfg(test)]
mod tests {
    use eframe::egui;

    use super::*;

    #[test]
    fn a_line_that_ends_within_a_word_is_told_from_one_that_ends_between_two() {
        let ctx = egui::Context::default();
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let set = |width| {
                name_galley(
                    ui.painter(),
                    "NATO enlargement",
                    12.0,
                    width,
                    3,
                    egui::Color32::RED,
                    false,
                )
            };
            assert!(breaks_a_word(&set(50.0)));
            assert!(!breaks_a_word(&set(85.0)), "between the words");
            assert!(!breaks_a_word(&set(300.0)), "one line");
        });
        output.textures_delta.clear();
    }
}
