//! Painting the view, from the page upwards: tints, selection, text, stripes, caret.

use eframe::egui::{Painter, Rect, Response, Role as Part, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::{
    ArticlePane,
    marks::marks_in,
    mentions::mentions_ui,
    menu::TextMenu,
    stripes::stripes_ui,
    tints::{background_ui, outline_ui, tints_ui},
    view::{Shown, View},
};
use crate::{
    model::{BlockKind, Document},
    ui::{Ctx, theme::Tokens},
};

impl ArticlePane {
    pub(super) fn paint(&mut self, ctx: &Ctx<'_>, ui: &Ui, response: &Response, view: &View, document: &Document) {
        let tokens = ctx.tokens;
        let marks = marks_in(ctx, &document.id, view.range(), self.handles.preview().as_ref());
        let hovered = self.hover.among(&marks);
        let painter = ui.painter_at(view.rect);
        tints_ui(&painter, view, tokens, &marks, hovered);
        let (hits, current) = self.find.hits_in(&document.id, &view.range());
        for hit in hits {
            let now = current.as_ref() == Some(hit);
            background_ui(&painter, view, hit, if now { tokens.hit_now } else { tokens.hit });
        }
        if let Some(range) = self.selected_range(ctx) {
            background_ui(&painter, view, &range, tokens.selection);
        }
        self.flash_ui(ui, &painter, view, tokens);
        for shown in &view.shown {
            ornament_ui(&painter, view, shown, tokens);
            shown.laid.paint(&painter, shown.origin(view.column), tokens.text);
            boxes_ui(&painter, view, shown, tokens);
            name_block(ui, view, shown, document);
        }
        if ctx.preferences.reading.mentions {
            mentions_ui(ctx, &painter, view, document);
        }
        if self.caret.shown
            && response.has_focus()
            && let Some(ends) = self.ends
            && let Some(caret) = view.caret(ends.head, self.caret.earlier)
        {
            painter.vline(caret.left(), caret.y_range(), Stroke::new(2.0, tokens.accent));
        }
        let stripes = stripes_ui(ctx, ui, view, &marks, hovered);
        if let Some(mark) = stripes.clicked.and_then(|n| marks.get(n)) {
            self.choose(ctx, mark);
        }
        if let Some((n, at)) = stripes.menu {
            self.open_menu_on(ctx, ui, at, &marks[n]);
        }
        if self.mouse.is_dragging() || self.handles.is_moving() || TextMenu::is_open(ui.ctx()) {
            self.hover.clear();
        } else {
            let stripe = stripes.hovered.and_then(|n| marks.get(n));
            self.hover.show(ctx, ui, response, view, document, stripe);
        }
    }

    /// What was jumped to stands out for a moment.
    fn flash_ui(&mut self, ui: &Ui, painter: &Painter, view: &View, tokens: &Tokens) {
        let Some((range, until)) = &self.flash else { return };
        let left = until - ui.input(|i| i.time);
        if left > 0.0 {
            outline_ui(painter, view, range, Stroke::new(2.0, tokens.accent));
            ui.ctx().request_repaint_after_secs(left as f32);
        } else {
            self.flash = None;
        }
    }
}

/// The line beside a quotation, the dot before a list item.
fn ornament_ui(painter: &Painter, view: &View, shown: &Shown, tokens: &Tokens) {
    let origin = shown.origin(view.column);
    match shown.piece.kind {
        BlockKind::Quotation => {
            let x = view.column + shown.laid.indent * 0.35;
            let end = shown.top + shown.laid.above + shown.laid.text_height;
            painter.vline(x, origin.y..=end, Stroke::new(2.0, tokens.line));
        }
        BlockKind::ListItem if shown.piece.opens => {
            let line = shown.laid.rows.first().map_or(20.0, |r| r.height);
            let centre = pos2(view.column + shown.laid.indent * 0.55, origin.y + line * 0.52);
            painter.circle_filled(centre, 2.5, tokens.faint);
        }
        BlockKind::ListItem | BlockKind::Paragraph | BlockKind::Heading(_) => {}
    }
}

/// A box for every letter that no font has.
fn boxes_ui(painter: &Painter, view: &View, shown: &Shown, tokens: &Tokens) {
    for (at, _) in &shown.laid.unfonted {
        let at = shown.piece.start + at;
        view.boxes(&(at..at + 1), |b| {
            let letter = b.shrink2(vec2(1.0, b.height() * 0.24));
            painter.rect_stroke(letter, 1.0, Stroke::new(1.0, tokens.faint), StrokeKind::Inside);
        });
    }
}

/// Gives a block its name: its text, so that it can be read aloud and found.
fn name_block(ui: &Ui, view: &View, shown: &Shown, document: &Document) {
    let size = vec2(view.width - shown.laid.indent, shown.laid.text_height);
    let rect = Rect::from_min_size(shown.origin(view.column), size);
    let part = match shown.piece.kind {
        BlockKind::Heading(_) => Part::Heading,
        BlockKind::Paragraph => Part::Paragraph,
        BlockKind::Quotation => Part::Blockquote,
        BlockKind::ListItem => Part::ListItem,
    };
    let id = super::text_id().with(("block", shown.n));
    let response = ui.interact(rect.intersect(view.rect), id, Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(part, true, shown.piece.text(&document.body)));
}
