//! The article pane: reading, selecting, marking.
//!
//! Only what is visible is laid out: `pieces` cuts the document, `layout` lays a piece out, `scroll` keeps the reader's
//! place. Everything painted or clicked goes through one [`View`], which is told in code points of the document.
//! Not here: what a gesture does to the project (it is sent as a command), what is found and mentioned (`analysis`).

mod by_sentence;
mod by_words;
mod caret;
mod coding_bar;
mod coding_offers;
mod field;
mod find;
mod handles;
mod header;
mod hover;
mod layout;
mod lift;
mod line_read;
mod marks;
mod mentions;
mod menu;
mod mouse;
mod paint;
mod passages;
mod pieces;
mod repair;
mod scroll;
mod scroll_bar;
mod selecting;
mod settings;
mod stripes;
mod tints;
mod trail;
mod view;
mod whole;

#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, ops::Range, rc::Rc, sync::Arc};

use eframe::egui::{
    EventFilter, Id, Key, Modifiers, Pos2, Rect, Response, Role as Part, Sense, Ui, Vec2, WidgetInfo, pos2,
};

use crate::{
    analysis::copying,
    model::{Body, Document, DocumentId, Role},
    ui::{
        Action, Command, Ctx, attach,
        command::{Scope, take_keys},
    },
};
use caret::Caret;
use coding_bar::CodingBar;
use find::Find;
use handles::Handles;
use hover::Hover;
use layout::{Layouter, Setting};
use lift::Lift;
use line_read::{Aim, LineRead};
use menu::TextMenu;
use pieces::Pieces;
use repair::Repair;
use scroll::{Held, Paper, START, Top};
use scroll_bar::ScrollBar;
use selecting::{Ends, Mouse};
use trail::Trail;
use view::View;

/// Space between the column and the scroll bar, in points.
const GUTTER: f32 = 16.0;

/// Where in the view a line is put that was jumped to, as a share of the height from the upper edge.
const ARRIVAL: f32 = 0.3;

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
    /// The first line shown, by which the place is remembered.
    held: Option<Held>,
    /// The line being read: kept at its place when the text is laid out anew.
    read: Option<LineRead>,
    /// A position on the first line shown of every document that was left, to come back to.
    places: BTreeMap<DocumentId, u32>,
    trail: Trail,
    scroll_bar: ScrollBar,
    mouse: Mouse,
    /// The press that holds the selected words, if one does.
    lift: Option<Lift>,
    /// The caret, and the selection with its direction.
    ends: Option<Ends>,
    caret: Caret,
    hover: Hover,
    handles: Handles,
    menu: TextMenu,
    /// Whether the reading settings are to be shown in the next frame.
    wants_settings: bool,
    /// Whether the selection went on to another sentence, to be followed in the next frame.
    stepped: bool,
    /// Where to go in the next frame.
    coming: Option<Coming>,
    /// What is lit up, and until when (seconds of egui's clock).
    flash: Option<(Range<u32>, f64)>,
    wants_keyboard: bool,
    coding: CodingBar,
    find: Find,
    /// A letter of the document that no font has, once one was shown.
    unfonted: Option<char>,
    repair: Repair,
    /// What was visible in the last frame.
    view: Option<View>,
}

/// A stretch of a document to be brought into view.
#[derive(Debug, Clone)]
struct Coming {
    document: DocumentId,
    range: Range<u32>,
    manner: Manner,
    /// Where the reader was when the jump was asked for.
    from: Option<trail::Spot>,
}

/// How a stretch is brought into view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It was jumped to: lit up, and left alone if it is in view already.
    Lit,
    /// It is a hit of a search, the first since it began or not; marked anyway, and left alone if it is in view.
    Found { first: bool },
    /// It is a place to come back to: where it was in the view.
    Retraced,
}

/// The id by which the text has the keyboard.
fn text_id() -> Id {
    Id::unique("article text")
}

impl ArticlePane {
    /// Draws the pane into all of `ui`.
    pub fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ui.painter().rect_filled(ui.max_rect(), 0.0, ctx.tokens.page);
        let shown = ctx.selection().document.as_ref();
        let Some(document) = shown.and_then(|id| ctx.project().document(id)) else {
            self.view = None;
            return header::empty_ui(ctx, ui);
        };
        self.header_ui(ctx, ui, document);
        self.repair_ui(ctx, ui);
        self.take_document(document);
        self.find_ui(ctx, ui, document);
        self.unfonted_ui(ctx, ui);
        let rect = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(rect);
        if rect.width() >= 60.0 && rect.height() >= 20.0 {
            self.text_ui(ctx, ui, document, rect);
        }
    }

    /// Does an action of this pane; whether it was one.
    pub fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        match action {
            Action::MarkPassage => match attach::selected_passage(ctx) {
                Some((passage, add)) => {
                    match add {
                        Some(add) => ctx.edit(add),
                        None => ctx.send(Command::Say("These words are marked already".to_owned())),
                    }
                    // What was marked is to be seen, with its handles.
                    ctx.send(Command::SelectPassage(Some(passage)));
                    ctx.send(Command::SelectText(None));
                }
                None => ctx.send(Command::Say("Select some words of the article first".to_owned())),
            },
            Action::AttachSelection => match &ctx.selection().cell {
                Some(cell) => attach::selection(ctx, cell, Role::For),
                None if ctx.selection().text.is_some() => self.coding.start(""),
                None => ctx.send(Command::Say(
                    "Select some words of the article first, or a passage and a cell".to_owned(),
                )),
            },
            Action::CaretMode => {
                self.caret.shown = !self.caret.shown;
                self.wants_keyboard = true;
            }
            Action::Find => self.open_find(ctx, false),
            Action::FindEverywhere => self.open_find(ctx, true),
            Action::FindNext => self.find_beside(ctx, true),
            Action::FindPrevious => self.find_beside(ctx, false),
            Action::MarkAllHits => self.find.mark_all(ctx),
            Action::ShowMentions => {
                let mut preferences = ctx.preferences.clone();
                preferences.reading.mentions = !preferences.reading.mentions;
                ctx.send(Command::Prefer(Box::new(preferences)));
            }
            Action::RepairPassages => self.repair.toggle(),
            Action::JumpBack => self.retrace(ctx, true),
            Action::JumpForward => self.retrace(ctx, false),
            Action::ReadingSettings => self.wants_settings = true,
            Action::TextMenu => self.menu.ask(),
            _ if self.caret.ask(action) => self.wants_keyboard = true,
            _ => return self.act_on_passages(action, ctx) || self.act_on_sentences(action, ctx),
        }
        true
    }

    /// Takes the keyboard in the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
    }

    /// Brings a stretch of a document into view in the next frame, and lights it up. By then the document is the one
    /// that the selection shows.
    pub fn reveal(&mut self, document: &DocumentId, range: Range<u32>) {
        self.coming = Some(Coming {
            document: document.clone(),
            range,
            manner: Manner::Lit,
            from: self.here(),
        });
    }

    /// A position on the first line shown of each document, to be remembered between starts.
    pub fn places(&self) -> BTreeMap<DocumentId, u32> {
        let mut places = self.places.clone();
        if let Some((document, position)) = self.here() {
            places.insert(document, position);
        }
        places
    }

    /// Goes back to remembered places.
    pub fn set_places(&mut self, places: BTreeMap<DocumentId, u32>) {
        self.places = places;
        self.shown = None;
    }

    /// Comes back to a place of one document.
    pub fn set_place(&mut self, document: DocumentId, position: u32) {
        self.places = self.places();
        self.places.insert(document, position);
        self.shown = None;
    }

    /// The middle of the line at a position, where its character begins, as it was drawn last; `None` if it is not
    /// visible.
    pub fn place_of(&self, position: u32) -> Option<Pos2> {
        Some(self.view.as_ref()?.caret(position, false)?.center())
    }

    /// The document shown, and a position on its first line shown.
    fn here(&self) -> Option<(DocumentId, u32)> {
        Some((self.shown.as_ref()?.0.clone(), self.held?.position))
    }

    fn take_document(&mut self, document: &Document) {
        let same = |(id, body): &(DocumentId, Arc<Body>)| *id == document.id && Arc::ptr_eq(body, &document.body);
        if self.shown.as_ref().is_some_and(same) {
            return;
        }
        let coming = self.coming.as_ref().is_some_and(|c| c.document == document.id);
        if !coming && self.shown.as_ref().is_some_and(|(id, _)| *id != document.id) {
            // Another article was chosen: that is a jump too.
            self.trail.left(self.here());
        }
        self.places = self.places();
        self.pieces = Pieces::of(&document.body);
        self.layouter.clear();
        self.setting = None;
        self.ends = None;
        self.flash = None;
        self.hover = Hover::default();
        self.mouse = Mouse::default();
        self.handles = Handles::default();
        self.top = START;
        self.read = None;
        self.unfonted = None;
        let place = self.places.get(&document.id).copied().filter(|p| *p > 0);
        self.held = place.map(|position| Held {
            position,
            below: scroll::PADDING,
        });
        self.shown = Some((document.id.clone(), Arc::clone(&document.body)));
    }

    fn text_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document, rect: Rect) {
        let bar = Rect::from_min_max(pos2(rect.right() - scroll_bar::WIDTH, rect.top()), rect.max);
        let room = Rect::from_min_max(rect.min, pos2(bar.left(), rect.bottom()));
        // The coding bar may need a strip of its own.
        let bottom = (room.bottom() - self.coding.strip()).max(room.top() + 40.0);
        let rect = Rect::from_min_max(room.min, pos2(room.right(), bottom));
        let available = (rect.width() - stripes::MARGIN - GUTTER).max(40.0);
        let setting = Setting::new(ui, &ctx.preferences.reading, available);
        let column = (rect.left() + stripes::MARGIN + ((available - setting.width) * 0.5).max(0.0)).round();

        let response = self.take_keyboard(ctx, ui, document, rect);
        self.take_selection(ctx);
        let laid_anew = self.setting.replace(setting) != Some(setting);
        if laid_anew {
            self.pieces.guess(|p| setting.guess(p));
        }
        self.layouter.begin(ui, setting);
        self.scroll_by_wheel(ui, rect);

        let mut shown = self.settle(ctx, ui, &response, document, rect, bar, laid_anew);
        for piece in &mut shown {
            piece.top += rect.top();
        }
        let view = View {
            rect,
            column,
            width: setting.width,
            shown,
        };
        // The line to be kept: the same for as long as the text is only laid out anew, so that it does not drift.
        if !laid_anew || self.held.is_none() {
            self.held = view.line_below(rect.top()).map(|line| Held {
                position: line.range.start,
                below: line.top - rect.top(),
            });
            self.read = LineRead::at(&view, self.aim(ui, &view), setting.scale, self.read);
        }
        if laid_anew {
            ui.ctx().request_repaint();
        }
        if self.unfonted.is_none_or(|letter| self.layouter.has_letter(ui, letter)) {
            self.unfonted = view.shown.iter().find_map(|s| s.laid.unfonted.first()).map(|(_, c)| *c);
        }
        self.read_mouse(ctx, ui, &response, &view, document);
        self.paint(ctx, ui, &response, &view, document);
        self.handles_ui(ctx, ui, &view, document);
        self.scroll_bar.show(ui, ctx.tokens, bar, &self.pieces, &view, self.top);
        if self.find.is_open() {
            let painter = ui.painter_at(bar);
            self.find
                .ticks_ui(&painter, ctx.tokens, bar, &self.pieces, &document.id);
        }
        self.coding_ui(ctx, ui, document, &view, room, &response);
        self.menu_ui(ctx, ui, document, &view);
        let leaves = response.has_focus() && self.find.is_open();
        if leaves && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.close_find(ctx);
        }
        self.view = Some(view);
    }

    /// The text as one widget.
    fn take_keyboard(&mut self, ctx: &Ctx<'_>, ui: &Ui, document: &Document, rect: Rect) -> Response {
        let response = ui.interact(rect, text_id(), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Part::Document, true, format!("Text of {}", document.about.title)));
        if std::mem::take(&mut self.wants_keyboard) {
            response.request_focus();
        }
        if response.has_focus() {
            let keep = EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: true,
                tab: false,
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(response.id, keep));
            // While its menu is open, the arrows are the menu's.
            let menu = TextMenu::is_open(ui.ctx());
            if !menu && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Menu)) {
                ctx.send(Command::Act(Action::TextMenu));
            }
            take_keys(ctx, ui, &[Scope::Article], |action| {
                if Caret::moves(action) {
                    return !menu && self.caret.ask(action);
                }
                ctx.send(Command::Act(action));
                true
            });
        }
        response
    }

    /// Another part of the window may have changed the selection.
    fn take_selection(&mut self, ctx: &Ctx<'_>) {
        if self.mouse.is_dragging() {
            return;
        }
        let own = self.ends.map(Ends::range).filter(|r| !r.is_empty());
        if own != ctx.selection().text {
            self.ends = match (&ctx.selection().text, self.ends) {
                (Some(range), _) => Some(Ends {
                    anchor: range.start,
                    head: range.end,
                }),
                (None, Some(ends)) => Some(Ends {
                    anchor: ends.head,
                    head: ends.head,
                }),
                (None, None) => None,
            };
        }
    }

    /// Moves to where the reader wants to be; gives what is visible there.
    #[expect(clippy::too_many_arguments, reason = "one frame's worth, used once")]
    fn settle(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        response: &Response,
        document: &Document,
        rect: Rect,
        bar: Rect,
        laid_anew: bool,
    ) -> Vec<view::Shown> {
        let coming = self.coming.take_if(|c| c.document == document.id);
        let jumped = coming.is_some();
        let leaves = coming
            .as_ref()
            .filter(|c| c.manner != Manner::Found { first: false })
            .map(|c| c.from.clone());
        let (pieces, layouter, body) = (&self.pieces, &mut self.layouter, &document.body);
        let mut paper = Paper {
            pieces,
            lay: |n| match pieces.get(n) {
                Some(piece) => layouter.laid(ui, n, piece, body),
                None => Rc::new(layout::Laid::nothing()),
            },
            height: rect.height(),
        };
        // The beginning stays the beginning, unless the user shows which line it is about.
        let at_start = self.top == START && self.read.is_some_and(LineRead::is_usual);
        if laid_anew
            && !at_start
            && let Some(held) = self
                .read
                .map(|read| read.held(rect, ui.pixels_per_point()))
                .or(self.held)
        {
            self.top = paper.holding(held);
        }
        self.scroll_bar.input(ui, bar, &mut paper, &mut self.top);
        if response.has_focus() && !TextMenu::is_open(ui.ctx()) {
            let copied = ui.input(|i| i.events.iter().any(|event| matches!(event, eframe::egui::Event::Copy)));
            if copied {
                passages::copy(ctx, |document, range| copying::plain(&document.body, range));
            }
            let moved = self.caret.answer(&mut paper, &mut self.top, &mut self.ends, body);
            if moved != caret::Moved::Page {
                let range = self.ends.map(Ends::range).filter(|r| !r.is_empty());
                if range != ctx.selection().text {
                    ctx.send(Command::SelectText(range));
                }
                if let Some(ends) = self.ends.filter(|_| moved == caret::Moved::Caret) {
                    self.top = paper.following(self.top, ends.head);
                }
            }
        }
        if std::mem::take(&mut self.stepped)
            && let Some(ends) = self.ends
        {
            let end = paper.following(self.top, ends.head);
            self.top = paper.following(end, ends.anchor);
        }
        if let Some(coming) = coming {
            if coming.manner == Manner::Lit {
                self.flash = Some((coming.range.clone(), ui.input(|i| i.time) + FLASH));
            }
            self.top = match coming.manner {
                Manner::Lit | Manner::Found { .. } => paper.arriving(self.top, &coming.range, ARRIVAL),
                Manner::Retraced => paper.holding(Held {
                    position: coming.range.start,
                    below: scroll::PADDING,
                }),
            };
        }
        let before = self.top;
        let shown = paper.settle(&mut self.top);
        if jumped && before != self.top {
            ui.ctx().request_repaint();
        }
        if let Some(from) = leaves {
            self.trail.left(from);
        }
        shown
    }

    fn scroll_by_wheel(&mut self, ui: &Ui, rect: Rect) {
        let dragging = self.mouse.is_dragging() || self.handles.is_moving();
        if ui.rect_contains_pointer(rect) || dragging {
            self.top.down -= ui.input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta.y));
        }
        if dragging && let Some(point) = ui.input(|i| i.pointer.interact_pos()) {
            let seconds = ui.input(|i| i.stable_dt.min(0.1));
            let by = selecting::auto_scroll(rect, point, seconds);
            if by != 0.0 {
                self.top.down += by;
                ui.ctx().request_repaint();
            }
        }
    }

    /// What tells which line the user reads: the pointer while Ctrl is held to zoom, the caret, else nothing.
    fn aim(&self, ui: &Ui, view: &View) -> Aim {
        let (zooming, pointer, moved) = ui.input(|i| {
            (
                i.modifiers.command,
                i.pointer.hover_pos(),
                i.pointer.delta() != Vec2::ZERO,
            )
        });
        if let Some(point) = pointer.filter(|p| zooming && view.rect.contains(*p)) {
            return Aim::Pointer { y: point.y, moved };
        }
        let caret = self.ends.filter(|_| self.caret.shown).map(|ends| ends.head);
        let visible = |at: &u32| view.caret(*at, false).is_some_and(|c| view.rect.contains(c.center()));
        caret.filter(visible).map_or(Aim::Usual, Aim::Caret)
    }

    /// The selection as it is shown: the one being made, or the session's.
    fn selected_range(&self, ctx: &Ctx<'_>) -> Option<Range<u32>> {
        match self.ends.filter(|_| self.mouse.is_dragging()) {
            Some(ends) => Some(ends.range()).filter(|r| !r.is_empty()),
            None => ctx.selection().text.clone(),
        }
    }

    fn coding_ui(&mut self, ctx: &Ctx<'_>, ui: &Ui, document: &Document, view: &View, room: Rect, response: &Response) {
        let busy = self.mouse.is_dragging() || self.handles.is_moving();
        let range = ctx.selection().text.clone().filter(|_| !busy);
        // Shift extends the selection, over what the bar stands on too.
        self.coding.see_through = response.has_focus() && ui.input(|i| i.modifiers.shift_only());
        let has_keyboard = response.has_focus() || ui.memory(|m| m.focused().is_none());
        let has_keyboard = has_keyboard && !TextMenu::is_open(ui.ctx());
        if self.coding.show(ctx, ui, document, view, room, range, has_keyboard) {
            self.wants_keyboard = true;
        }
    }

    /// Goes to the place before (or after) the last jump.
    fn retrace(&mut self, ctx: &Ctx<'_>, back: bool) {
        let known = |id: &DocumentId| ctx.project().document(id).is_some();
        let there = self.trail.retrace(back, self.here(), known);
        let Some((document, position)) = there else {
            let said = if back {
                "No jump to go back over"
            } else {
                "No jump to go forward over"
            };
            return ctx.send(Command::Say(said.to_owned()));
        };
        ctx.send(Command::SelectDocument(document.clone()));
        self.coming = Some(Coming {
            document,
            range: position..position,
            manner: Manner::Retraced,
            from: None,
        });
        self.trail.retracing();
    }
}
