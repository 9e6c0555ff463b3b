//! Quotations in the hand: the selected text or a passage, dragged from the article or the cell pane to a cell.
//!
//! Where they may be let go is for the panes; `attach` makes the edit.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, CursorIcon, DragAndDrop, FontId, Id, LayerId, Order, Rect, Stroke, StrokeKind,
    text::{LayoutJob, TextFormat, TextWrapping},
    vec2,
};

use crate::{
    model::{Cell, PassageId, Role},
    ui::{Command, Ctx, attach, theme::Tokens},
};

/// Widest that the words in the hand are shown, in points.
const WIDTH: f32 = 240.0;

/// What is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    /// The text selected in the article.
    Words,
    /// A passage.
    Passage(PassageId),
}

impl Carried {
    /// What is in the hand now, and in the frame in which it is let go.
    pub fn now(egui_ctx: &egui::Context) -> Option<Self> {
        DragAndDrop::payload::<Self>(egui_ctx).map(|carried: Arc<Self>| *carried)
    }

    /// Takes it into the hand.
    pub fn lift(self, egui_ctx: &egui::Context) {
        DragAndDrop::set_payload(egui_ctx, self);
    }

    /// Cites it in a cell's position, as one step, and empties the hand.
    pub fn put_on(self, ctx: &Ctx<'_>, egui_ctx: &egui::Context, cell: &Cell, role: Role) {
        DragAndDrop::clear_payload(egui_ctx);
        match self {
            Self::Words => {
                attach::selection(ctx, cell, role);
                // What is attached is a passage now, and the next words are waited for.
                ctx.send(Command::SelectText(None));
            }
            Self::Passage(passage) => attach::passage(ctx, cell, passage, role),
        }
    }
}

/// Draws what is in the hand beside the pointer: the words, and below them what letting go would do.
pub fn hand_ui(egui_ctx: &egui::Context, tokens: &Tokens, words: &str) {
    let Some(pointer) = egui_ctx.pointer_interact_pos() else {
        return;
    };
    egui_ctx.set_cursor_icon(CursorIcon::Grabbing);
    let painter = egui_ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("in the hand")));
    let format = TextFormat::simple(FontId::proportional(12.5), tokens.text);
    let mut job = LayoutJob::single_section(format!("“{words}”"), format);
    job.wrap = TextWrapping::truncate_at_width(WIDTH);
    let galley = painter.layout_job(job);
    let at = pointer + vec2(14.0, 12.0);
    let rect = Rect::from_min_size(at, galley.size() + vec2(14.0, 8.0));
    painter.rect_filled(rect, 4.0, tokens.raised);
    painter.rect_stroke(rect, 4.0, Stroke::new(1.0, tokens.accent), StrokeKind::Inside);
    painter.galley(at + vec2(7.0, 4.0), galley, tokens.text);
}

/// Says at the pointer what letting go here would do.
pub fn say_ui(egui_ctx: &egui::Context, tokens: &Tokens, text: &str) {
    let Some(pointer) = egui_ctx.pointer_interact_pos() else {
        return;
    };
    let painter = egui_ctx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("in the hand")));
    let font = FontId::proportional(12.0);
    let galley = painter.layout_no_wrap(text.to_owned(), font, tokens.on_accent);
    let size = galley.size() + vec2(14.0, 6.0);
    let room = egui_ctx.content_rect();
    let at = Align2::LEFT_TOP
        .anchor_size(pointer + vec2(14.0, 40.0), size)
        .min
        .min(room.max - size - vec2(4.0, 4.0));
    painter.rect_filled(Rect::from_min_size(at, size), 4.0, tokens.accent);
    painter.galley(at + vec2(7.0, 3.0), galley, tokens.on_accent);
}
