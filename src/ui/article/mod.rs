//! The article pane: reading, selecting, marking.
//!
//! Only what is visible is laid out (`pieces`, `layout`, `scroll`); everything painted or clicked goes through one
//! [`View`], which is told in code points of the document.
//! Not here: what a gesture does to the project (it is sent as a command), and finding (`analysis`).

mod by_words;
mod coding_bar;
mod field;
mod input;
mod layout;
mod marks;
mod pieces;
mod scroll;
mod scroll_bar;
mod selecting;
mod stripes;
mod tints;
mod view;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use eframe::egui::{self, Id, Pos2, Rect, Response, RichText, Role as Part, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    model::{Body, Document, DocumentId},
    ui::{Action, Command, Ctx, attach},
};
use coding_bar::CodingBar;
use layout::{Layouter, Setting};
use marks::{Mark, marks_in};
use pieces::Pieces;
use scroll::{Held, Paper, START, Top};
use selecting::{Ends, Mouse};
use view::View;

/// Width of the scroll bar, in points.
const BAR: f32 = 12.0;

/// Space between the column and the scroll bar, in points.
const GUTTER: f32 = 16.0;

/// Seconds that a stretch of text is lit up when it was jumped to.
const FLASH: f64 = 1.2;

/// The pane's state.
#[derive(Default)]
pub struct ArticlePane {
    shown: Option<(DocumentId, Arc<Body>)>,
    pieces: Pieces,
    setting: Option<Setting>,
    layouter: Layouter,
    top: Top,
    /// The first position shown of every document that was left, to come back to.
    places: BTreeMap<DocumentId, u32>,
    mouse: Mouse,
    /// The selection with its direction, while it is the session's.
    ends: Option<Ends>,
    /// What to bring into view in the next frame.
    coming: Option<Range<u32>>,
    /// What is lit up, and until when (seconds of egui's clock).
    flash: Option<(Range<u32>, f64)>,
    wants_keyboard: bool,
    /// The mark taken by the last click, to step through those below it.
    stepped: Option<(u32, usize)>,
    coding: CodingBar,
    /// What was visible in the last frame.
    view: Option<View>,
}

impl ArticlePane {
    /// Draws the pane into all of `ui`.
    pub fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let document = ctx
            .selection()
            .document
            .as_ref()
            .and_then(|id| ctx.project().document(id));
        let Some(document) = document else {
            return empty_ui(ctx, ui);
        };
        if ctx.project().documents.len() > 1 {
            documents_ui(ctx, ui, document);
        }
        self.take_document(document);
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        let response = self.text_ui(ctx, ui, document, rect);
        if std::mem::take(&mut self.wants_keyboard) {
            response.request_focus();
        }
    }

    /// Does an action of this pane; whether it was one.
    pub fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        match action {
            Action::MarkPassage => match attach::selected_passage(ctx) {
                Some((_, Some(add))) => ctx.edit(add),
                Some((_, None)) => ctx.send(Command::Say("These words are marked already".to_owned())),
                None => ctx.send(Command::Say("Select a passage of the article first".to_owned())),
            },
            Action::AttachSelection => match &ctx.selection().cell {
                Some(cell) => attach::selection(ctx, cell, crate::model::Role::For),
                None => ctx.send(Command::Say("Select a cell of the matrix first".to_owned())),
            },
            _ => return false,
        }
        true
    }

    /// Takes the keyboard in the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
    }

    /// Brings a stretch of a document into view in the next frame, and lights it up.
    pub fn reveal(&mut self, document: &DocumentId, range: Range<u32>) {
        if self.shown.as_ref().is_none_or(|(shown, _)| shown != document) {
            self.places.insert(document.clone(), range.start);
        }
        self.coming = Some(range);
    }

    /// The first position shown of each document, to be remembered between starts.
    pub fn places(&self) -> BTreeMap<DocumentId, u32> {
        let mut places = self.places.clone();
        if let (Some((id, _)), Some(piece)) = (&self.shown, self.pieces.get(self.top.piece)) {
            places.insert(id.clone(), piece.start);
        }
        places
    }

    /// Goes back to remembered places.
    pub fn set_places(&mut self, places: BTreeMap<DocumentId, u32>) {
        self.places = places;
        self.shown = None;
    }

    /// The middle of the line at a position, where its character begins, as it was drawn last; `None` if it is not
    /// visible.
    pub fn place_of(&self, position: u32) -> Option<Pos2> {
        Some(self.view.as_ref()?.caret(position, false)?.center())
    }

    fn take_document(&mut self, document: &Document) {
        let same = |(id, body): &(DocumentId, Arc<Body>)| *id == document.id && Arc::ptr_eq(body, &document.body);
        if self.shown.as_ref().is_some_and(same) {
            return;
        }
        if let (Some((left, _)), Some(piece)) = (&self.shown, self.pieces.get(self.top.piece)) {
            self.places.insert(left.clone(), piece.start);
        }
        self.pieces = Pieces::of(&document.body);
        self.layouter.clear();
        self.setting = None;
        self.ends = None;
        self.stepped = None;
        self.top = match self.places.get(&document.id) {
            Some(position) => Top {
                piece: self.pieces.holding(*position),
                down: 0.0,
            },
            None => START,
        };
        self.shown = Some((document.id.clone(), Arc::clone(&document.body)));
    }

    fn text_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document, rect: Rect) -> Response {
        let body = &*document.body;
        let response = ui.interact(rect, ui.scope_id().with("article"), Sense::click_and_drag());
        let painter = ui.painter().with_clip_rect(rect);
        painter.rect_filled(rect, 0.0, ctx.tokens.page);

        let available = rect.width() - stripes::MARGIN - GUTTER - BAR;
        let setting = Setting::new(ui, &ctx.preferences.reading, available);
        let column = (rect.left() + stripes::MARGIN + ((available - setting.width) * 0.5).max(0.0)).round();
        let held = self.take_setting(ui, setting);
        self.layouter.begin(ui, setting);
        self.scroll_by_input(ui, &response, rect, setting);

        let (pieces, layouter) = (&self.pieces, &mut self.layouter);
        let mut paper = Paper {
            pieces,
            lay: |n| {
                let piece = pieces.get(n).copied().unwrap_or_else(|| panic_free_piece(pieces));
                layouter.laid(ui, &setting, n, &piece, body)
            },
            height: rect.height(),
        };
        if let Some(held) = held {
            self.top = paper.holding(held);
        }
        if let Some(range) = self.coming.take() {
            let now = ui.input(|i| i.time);
            self.top = come_into_view(&mut paper, self.top, &range);
            self.flash = Some((range, now + FLASH));
        }
        let mut shown = paper.settle(&mut self.top);
        for piece in &mut shown {
            piece.top += rect.top();
        }
        let view = View {
            rect,
            column,
            width: setting.width,
            shown,
        };
        blocks_for_readers(ui, &view, body);
        let marks = marks_in(ctx, &document.id, view.range());
        self.paint(ctx, ui, &painter, &view, &marks, &response);
        let share = self.position_share(&view, rect);
        if let Some(to) = scroll_bar::scroll_bar_ui(ctx, ui, rect, share, BAR) {
            let (piece, within) = self.pieces.at_height(f64::from(to) * self.pieces.total());
            self.top = Top {
                piece,
                down: (within * self.pieces.guessed(piece)) as f32,
            };
            ui.ctx().request_repaint();
        }
        self.read_input(ctx, ui, &response, &view, body, &marks);
        self.coding_ui(ctx, ui, document, &view);
        self.view = Some(view);
        response
    }

    /// Takes over a changed setting; gives the line to be kept where it is, if there was another.
    fn take_setting(&mut self, ui: &Ui, setting: Setting) -> Option<Held> {
        if self.setting == Some(setting) {
            return None;
        }
        self.pieces.guess(|piece| setting.guess(piece));
        let first = self.setting.replace(setting).is_none();
        ui.ctx().request_repaint();
        let piece = self.pieces.get(self.top.piece)?;
        (!first && self.top.down > 0.0).then_some(Held {
            position: piece.start,
            below: 0.0,
        })
    }

    /// Where the view is in the whole: its upper edge and its height as shares of everything.
    fn position_share(&self, view: &View, rect: Rect) -> (f32, f32) {
        let total = self.pieces.total().max(1.0);
        let Some(first) = view.shown.first() else {
            return (0.0, 1.0);
        };
        let within = f64::from((rect.top() - first.top) / first.laid.height.max(1.0)).clamp(0.0, 1.0);
        let top = self.pieces.top(first.n) + within * self.pieces.guessed(first.n);
        ((top / total) as f32, (f64::from(rect.height()) / total) as f32)
    }

    fn paint(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        painter: &egui::Painter,
        view: &View,
        marks: &[Mark<'_>],
        response: &Response,
    ) {
        let under = response
            .hover_pos()
            .filter(|_| !self.mouse.is_dragging())
            .and_then(|point| view.character(point));
        let mut hovered = under.and_then(|at| self.mark_at(marks, at));
        let mut margin = stripes::stripes_ui(ctx, ui, view, marks, hovered);
        hovered = margin.hovered.take().or(hovered);
        if let Some(n) = margin.clicked {
            select_mark(ctx, &marks[n]);
        }
        let emphasis = tints::Emphasis {
            dim_others: ctx.preferences.reading.dim_others,
            hovered,
        };
        tints::tints_ui(painter, view, ctx.tokens, marks, emphasis);
        if let Some((range, until)) = &self.flash {
            let left = until - ui.input(|i| i.time);
            if left > 0.0 {
                tints::outline_ui(painter, view, range, egui::Stroke::new(2.0, ctx.tokens.accent));
                ui.ctx().request_repaint_after_secs(left as f32);
            } else {
                self.flash = None;
            }
        }
        if let Some(range) = self.selected_range(ctx) {
            tints::background_ui(painter, view, &range, ctx.tokens.selection.gamma_multiply(0.85));
        }
        for shown in &view.shown {
            shown.laid.paint(painter, shown.origin(view.column), ctx.tokens.text);
            if shown.piece.kind == crate::model::BlockKind::ListItem && shown.piece.opens {
                let at = shown.origin(view.column) + vec2(-12.0, shown.laid.rows[0].height * 0.55);
                painter.circle_filled(at, 2.5, ctx.tokens.text);
            }
            if shown.piece.kind == crate::model::BlockKind::Quotation {
                let at = shown.origin(view.column) - vec2(14.0, 0.0);
                let bar = Rect::from_min_size(at, vec2(3.0, shown.laid.text_height));
                painter.rect_filled(bar, 1.0, ctx.tokens.line);
            }
        }
        if let Some(n) = hovered
            && !self.coding.is_open()
        {
            let on = marks
                .iter()
                .filter(|m| under.is_none_or(|at| m.range.contains(&at)) || m.id() == marks[n].id());
            let sentences: Vec<String> = on.map(|m| m.sentence(ctx)).collect();
            response.clone().on_hover_ui_at_pointer(|ui| {
                ui.set_max_width(420.0);
                for (k, sentence) in sentences.iter().enumerate() {
                    let text = RichText::new(sentence);
                    ui.label(if k == 0 { text.strong() } else { text });
                }
            });
        }
    }

    /// The mark meant by a click or hover on a character: the one stepped to, else the selected, else the shortest.
    fn mark_at(&self, marks: &[Mark<'_>], at: u32) -> Option<usize> {
        let on = on_character(marks, at);
        match self.stepped {
            Some((place, step)) if place == at && !on.is_empty() => Some(on[step % on.len()]),
            _ => on.first().copied(),
        }
    }

    fn selected_range(&self, ctx: &Ctx<'_>) -> Option<Range<u32>> {
        match self.ends.filter(|_| self.mouse.is_dragging()) {
            Some(ends) => Some(ends.range()),
            None => ctx.selection().text.clone(),
        }
    }

    fn coding_ui(&mut self, ctx: &Ctx<'_>, ui: &Ui, document: &Document, view: &View) {
        let range = ctx.selection().text.clone().filter(|_| !self.mouse.is_dragging());
        if self.coding.show(ctx, ui, document, view, range) {
            self.wants_keyboard = true;
        }
    }
}

/// The marks on a character: those of the selection first, then the shortest.
fn on_character(marks: &[Mark<'_>], at: u32) -> Vec<usize> {
    let mut on: Vec<usize> = (0..marks.len()).filter(|n| marks[*n].range.contains(&at)).collect();
    on.sort_by_key(|n| (!marks[*n].selected, marks[*n].range.len()));
    on
}

/// Selects a passage and the cell that cites it.
fn select_mark(ctx: &Ctx<'_>, mark: &Mark<'_>) {
    ctx.send(Command::SelectPassage(Some(mark.id())));
    if let Some(cited) = mark.cited {
        ctx.send(Command::Reveal(crate::model::Focus::Cell(cited.key.cell())));
    }
}

/// Puts every visible block in reach of screen readers and tests, under its text.
fn blocks_for_readers(ui: &Ui, view: &View, body: &Body) {
    for shown in &view.shown {
        let top = shown.top + shown.laid.above;
        let rect = Rect::from_min_size(pos2(view.column, top), vec2(view.width, shown.laid.text_height));
        let id = Id::unique(("article piece", shown.n));
        let response = ui.interact(rect.intersect(view.rect), id, Sense::hover());
        response.widget_info(|| {
            let part = match shown.piece.kind {
                crate::model::BlockKind::Heading(_) => Part::Heading,
                _ => Part::Paragraph,
            };
            WidgetInfo::labeled(part, true, shown.piece.text(body))
        });
    }
}

/// The top at which a range is in view: as it is, if it is in view already; else a third down.
fn come_into_view<F>(paper: &mut Paper<'_, F>, mut top: Top, range: &Range<u32>) -> Top
where
    F: FnMut(usize) -> std::rc::Rc<layout::Laid>,
{
    let height = paper.height;
    for shown in paper.settle(&mut top) {
        let own = shown.piece.range();
        if own.start <= range.start && range.start <= own.end {
            let row = shown.laid.row_of(range.start - own.start, false);
            let line = &shown.laid.rows[row];
            let at = shown.top + shown.laid.above + line.top;
            if at > 8.0 && at + line.height < height * 0.8 {
                return top;
            }
        }
    }
    paper.holding(Held {
        position: range.start,
        below: height * 0.33,
    })
}

/// There is always a piece where one is asked for; an empty one stands in should that ever fail.
fn panic_free_piece(pieces: &Pieces) -> pieces::Piece {
    pieces.get(0).copied().unwrap_or(pieces::Piece {
        block: 0,
        kind: crate::model::BlockKind::Paragraph,
        start: 0,
        len: 0,
        byte: 0,
        bytes: 0,
        opens: true,
        closes: true,
    })
}

fn documents_ui(ctx: &Ctx<'_>, ui: &mut Ui, shown: &Document) {
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        let combo = egui::ComboBox::from_id_salt("documents")
            .selected_text(&shown.about.title)
            .width((ui.available_width() - 24.0).min(420.0))
            .show_ui(ui, |ui| {
                for document in &ctx.project().documents {
                    let about = &document.about;
                    let name = match (about.source.as_str(), about.date.as_str()) {
                        ("", "") => about.title.clone(),
                        (source, "") => format!("{} – {source}", about.title),
                        ("", date) => format!("{} – {date}", about.title),
                        (source, date) => format!("{} – {source}, {date}", about.title),
                    };
                    if ui.selectable_label(document.id == shown.id, name).clicked() {
                        ctx.send(Command::SelectDocument(document.id.clone()));
                    }
                }
            });
        combo
            .response
            .widget_info(|| WidgetInfo::labeled(Part::ComboBox, true, "Article shown"));
    });
    ui.add_space(4.0);
}

fn empty_ui(ctx: &Ctx<'_>, ui: &mut Ui) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.label(RichText::new("This project has no article yet.").color(ctx.tokens.faint));
        ui.add_space(8.0);
        if ui.button("Add an article…").clicked() {
            ctx.send(Command::Act(Action::AddDocument));
        }
    });
}
