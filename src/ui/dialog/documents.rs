//! The project's articles: which is shown, in what order, how much of each is coded; and the ways to change the list.
//!
//! Only the rows in view are drawn. How much is coded is the edited layer's, as `standpoint show --articles` prints it.

use std::sync::Arc;

use eframe::egui::{
    self, Align2, Button, FontId, Key, Modifiers, Rect, RichText, Role as Part, ScrollArea, Sense, Stroke, TextEdit,
    TextStyle, Ui, WidgetInfo, pos2, vec2,
};

use super::{Dialog, DocumentForm, ImportDialog, Into, buttons, focus_once, list_height, modal, name_field};
use crate::{
    model::{Document, DocumentId, Edit, consequences, counted},
    ui::{Command, Ctx, fuzzy},
};

/// Height of a row, in points.
const ROW: f32 = 46.0;

/// How many articles there must be for the list to be worth filtering.
const LONG: usize = 7;

/// Which rows fit what is typed, and for which state of the project and which letters they were found.
#[derive(Debug, Clone, Default)]
struct Found {
    revision: u64,
    query: String,
    rows: Vec<usize>,
}

/// What is typed, chosen and dragged.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    query: String,
    /// The row that the keys act on; the shown article's at first.
    chosen: Option<DocumentId>,
    focused: bool,
    /// An article whose removal is to be confirmed.
    doomed: Option<DocumentId>,
    dragged: Option<DocumentId>,
    found: Option<Found>,
    /// Whether the chosen row is to be brought into view.
    follow: bool,
}

impl Documents {
    /// The list with the article shown chosen.
    pub fn new(shown: Option<DocumentId>) -> Self {
        Self {
            chosen: shown,
            follow: true,
            ..Self::default()
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let count = ctx.project().documents.len();
        let heading = match count {
            0 => "Articles".to_owned(),
            1 => "1 article".to_owned(),
            n => format!("{n} articles"),
        };
        modal(ctx, egui_ctx, &heading, 640.0, |ui| {
            if count == 0 {
                ui.label("This project has no article yet. Add one from a file or from the clipboard.");
            } else {
                if count >= LONG {
                    let field = ui.add(
                        TextEdit::singleline(&mut self.query)
                            .hint_text("Find by title, author, source or date")
                            .desired_width(f32::INFINITY),
                    );
                    name_field(&field, "Find an article", &self.query);
                    focus_once(&field, &mut self.focused);
                    ui.add_space(6.0);
                }
                self.find(ctx);
                let rows = self.found.take().unwrap_or_default();
                self.keys(ctx, ui, &rows.rows);
                self.rows_ui(ctx, ui, &rows.rows);
                self.found = Some(rows);
            }
            if let Some(id) = self.doomed.clone() {
                self.doomed_ui(ctx, ui, &id);
            }
            buttons(ui, |ui| {
                if ui.button("Add articles…").clicked() {
                    ctx.send(Command::Ask(Box::new(Dialog::Import(Box::new(ImportDialog::new(
                        Into::ThisProject,
                    ))))));
                }
                if ui.button("Close").clicked() {
                    ctx.send(Command::CloseDialog);
                }
                if count > 0 {
                    let hint = "Enter shows · Alt+↑ ↓ moves · F2 details · Del removes";
                    ui.add(egui::Label::new(RichText::new(hint).small().color(ctx.tokens.faint)).truncate());
                }
            });
        });
    }

    /// Finds the rows that fit, unless they are known.
    fn find(&mut self, ctx: &Ctx<'_>) {
        let revision = ctx.session.revision();
        let known = |found: &Found| found.revision == revision && found.query == self.query;
        if self.found.as_ref().is_some_and(known) {
            return;
        }
        let fits = |document: &Document| {
            let about = &document.about;
            let text = [&about.title, &about.author, &about.source, &about.date].map(String::as_str);
            fuzzy::score(&self.query, &text.join(" ")).is_some()
        };
        let documents = ctx.project().documents.iter().enumerate();
        let rows: Vec<usize> = documents.filter(|(_, d)| fits(d)).map(|(n, _)| n).collect();
        let chosen = |n: &usize| ctx.project().documents.get(*n).map(|d| &d.id) == self.chosen.as_ref();
        if !rows.iter().any(chosen) {
            let first = rows.first().and_then(|n| ctx.project().documents.get(*n));
            self.chosen = first.map(|d| d.id.clone());
        }
        self.found = Some(Found {
            revision,
            query: self.query.clone(),
            rows,
        });
    }

    fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, rows: &[usize]) {
        let documents = &ctx.project().documents;
        let id_at = |row: usize| rows.get(row).and_then(|n| documents.get(*n)).map(|d| d.id.clone());
        let at = (0..rows.len()).find(|row| id_at(*row) == self.chosen).unwrap_or(0);
        let page = (list_height(ui) / ROW) as usize;
        let pressed = |modifiers: Modifiers, key: Key| ui.input_mut(|i| i.consume_key(modifiers, key));
        for (key, by) in [(Key::ArrowUp, -1_isize), (Key::ArrowDown, 1)] {
            if pressed(Modifiers::ALT, key)
                && self.query.is_empty()
                && let Some(to) = at.checked_add_signed(by).filter(|to| *to < rows.len())
            {
                ctx.edit(moved(ctx, at, to));
                self.follow = true;
                return;
            }
        }
        let steps = [
            (Key::ArrowUp, at.checked_sub(1)),
            (Key::ArrowDown, Some(at + 1)),
            (Key::PageUp, Some(at.saturating_sub(page))),
            (Key::PageDown, Some((at + page).min(rows.len().saturating_sub(1)))),
        ];
        for (key, to) in steps {
            if pressed(Modifiers::NONE, key)
                && let Some(id) = to.and_then(id_at)
            {
                self.chosen = Some(id);
                self.follow = true;
            }
        }
        let Some(chosen) = self.chosen.clone().filter(|id| ctx.project().document(id).is_some()) else {
            return;
        };
        if self.doomed.is_some() {
            return;
        }
        // A button that has the keyboard is pressed by Enter; the list is meant when nothing or its filter has it.
        let on_button = ui.memory(|m| m.focused().is_some()) && !ui.ctx().text_edit_focused();
        if !on_button && pressed(Modifiers::NONE, Key::Enter) {
            show(ctx, &chosen);
        }
        if pressed(Modifiers::NONE, Key::F2) {
            details(ctx, &chosen);
        }
        if self.query.is_empty() && pressed(Modifiers::NONE, Key::Delete) {
            self.doomed = Some(chosen);
        }
    }

    fn rows_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, rows: &[usize]) {
        if rows.is_empty() {
            ui.label(RichText::new("No article is called that.").color(ctx.tokens.faint));
        }
        let room = (list_height(ui) - if self.doomed.is_some() { 70.0 } else { 0.0 }).max(ROW * 2.0);
        let most = (rows.len() as f32 * ROW).clamp(ROW, room);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical()
            .max_height(most)
            .min_scrolled_height(most)
            .auto_shrink([false, true]);
        if std::mem::take(&mut self.follow) {
            let documents = &ctx.project().documents;
            let chosen = |n: &usize| documents.get(*n).map(|d| &d.id) == self.chosen.as_ref();
            if let Some(row) = rows.iter().position(chosen) {
                let middle = row as f32 * ROW - (most - ROW) * 0.5;
                area = area.vertical_scroll_offset(middle.clamp(0.0, (rows.len() as f32 * ROW - most).max(0.0)));
            }
        }
        area.show_rows(ui, ROW, rows.len(), |ui, visible| {
            let mut gap = None;
            let top = ui.next_widget_position().y - visible.start as f32 * ROW;
            for row in visible {
                if let Some(document) = ctx.project().documents.get(rows[row]) {
                    self.row_ui(ctx, ui, document, row, rows.len(), top, &mut gap);
                }
            }
            if let Some(y) = gap {
                let stroke = Stroke::new(2.0, ctx.tokens.accent);
                ui.painter().hline(ui.max_rect().x_range(), y, stroke);
            }
        });
        ui.add_space(4.0);
    }

    /// One article; `gap` is the height of the line at which one being dragged would be put.
    #[expect(clippy::too_many_arguments, reason = "one row of a list, drawn in one place")]
    fn row_ui(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &mut Ui,
        document: &Arc<Document>,
        row: usize,
        count: usize,
        top: f32,
        gap: &mut Option<f32>,
    ) {
        let tokens = ctx.tokens;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let sense = if self.query.is_empty() {
            Sense::click_and_drag()
        } else {
            Sense::click()
        };
        let response = ui.interact(rect, ui.scope_id().with(("article", &document.id)), sense);
        let is_shown = ctx.selection().document.as_ref() == Some(&document.id);
        let is_chosen = self.chosen.as_ref() == Some(&document.id);
        let coded = ctx
            .session
            .index()
            .coded(&document.id, document.body.len(), &ctx.selection().analyst);
        let about = &document.about;
        let origin: Vec<&str> = [&about.author, &about.source, &about.date]
            .into_iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let origin = origin.join(" · ");
        response.widget_info(|| {
            let shown = if is_shown { ", shown" } else { "" };
            let known = if origin.is_empty() {
                String::new()
            } else {
                format!(", {origin}")
            };
            let label = format!("{}{known}, {}{shown}", about.title, coded.sentence());
            WidgetInfo::selected(Part::ListBoxOption, true, is_chosen, label)
        });
        let painter = ui.painter_at(rect);
        if is_chosen || response.hovered() {
            let fill = if is_chosen { tokens.selection } else { tokens.raised };
            painter.rect_filled(rect.shrink2(vec2(0.0, 1.0)), 4.0, fill);
        }
        if is_shown {
            let mark = Rect::from_min_size(pos2(rect.left(), rect.top() + 8.0), vec2(3.0, ROW - 16.0));
            painter.rect_filled(mark, 1.5, tokens.accent);
        }
        let more = Rect::from_center_size(pos2(rect.right() - 20.0, rect.center().y), vec2(26.0, 24.0));
        let numbers = pos2(more.left() - 10.0, rect.center().y);
        let body = TextStyle::Body.resolve(ui.style());
        let small = FontId::new((body.size * 0.86).max(10.0), body.family.clone());
        let coded_text = if coded.passages == 0 {
            format!("not coded by {}", ctx.project().analyst_name(&ctx.selection().analyst))
        } else {
            format!(
                "{} · {} %",
                counted(coded.passages, "passage", "passages"),
                coded.percent()
            )
        };
        let written = painter.text(numbers, Align2::RIGHT_CENTER, &coded_text, small.clone(), tokens.faint);
        let left = rect.left() + 12.0;
        let width = (written.left() - 16.0 - left).max(40.0);
        let title_at = if origin.is_empty() { ROW * 0.5 } else { 14.0 };
        for (text, font, colour, at) in [
            (about.title.as_str(), body, tokens.text, title_at),
            (origin.as_str(), small, tokens.faint, 33.0),
        ] {
            let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
            job.wrap = egui::text::TextWrapping::truncate_at_width(width);
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            painter.galley(pos2(left, rect.top() + at - galley.size().y * 0.5), galley, colour);
        }
        self.drag(ctx, ui, &response, document, rect, (row, count, top), gap);
        if response.clicked() {
            show(ctx, &document.id);
        }
        let layer = ctx.project().analyst_name(&ctx.selection().analyst);
        let tip = format!(
            "{}\n{origin}\nIn the layer of {layer}: {}",
            about.title,
            coded.sentence()
        );
        let response = response.on_hover_text(tip);
        response.context_menu(|ui| self.menu_ui(ctx, ui, document, row, count));
        let mut menu_ui = ui.new_child(egui::UiBuilder::new().max_rect(more).id_salt(("more", &document.id)));
        let menu = menu_ui.menu_button("…", |ui| self.menu_ui(ctx, ui, document, row, count));
        menu.response
            .widget_info(|| WidgetInfo::labeled(Part::Button, true, format!("More about {}", about.title)));
    }

    #[expect(clippy::too_many_arguments, reason = "the drag of one row, handled in one place")]
    fn drag(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        response: &egui::Response,
        document: &Document,
        rect: Rect,
        (row, count, top): (usize, usize, f32),
        gap: &mut Option<f32>,
    ) {
        if response.drag_started() {
            self.dragged = Some(document.id.clone());
        }
        if self.dragged.as_ref() != Some(&document.id) {
            return;
        }
        let pointer = ui.input(|i| i.pointer.interact_pos()).unwrap_or(rect.center());
        // The gap between two rows that is nearest to the pointer.
        let target = ((((pointer.y - top) / ROW).round().max(0.0)) as usize).min(count);
        *gap = Some(top + target as f32 * ROW);
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
        if response.drag_stopped() {
            self.dragged = None;
            *gap = None;
            let to = if target > row { target - 1 } else { target };
            if to != row {
                self.chosen = Some(document.id.clone());
                ctx.edit(moved(ctx, row, to));
            }
        }
    }

    fn menu_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document, row: usize, count: usize) {
        let id = &document.id;
        let item = |ui: &mut Ui, name: &str, on: bool| ui.add_enabled(on, Button::new(name)).clicked();
        if item(ui, "Show", true) {
            show(ctx, id);
        }
        if item(ui, "Details…", true) {
            details(ctx, id);
        }
        if item(ui, "Replace text…", true) {
            let into = Into::ReplaceText(id.clone());
            ctx.send(Command::Ask(Box::new(Dialog::Import(Box::new(ImportDialog::new(
                into,
            ))))));
        }
        ui.separator();
        let whole = self.query.is_empty();
        if item(ui, "Move up", whole && row > 0) {
            ctx.edit(moved(ctx, row, row - 1));
            ui.close();
        }
        if item(ui, "Move down", whole && row + 1 < count) {
            ctx.edit(moved(ctx, row, row + 1));
            ui.close();
        }
        ui.separator();
        if item(ui, "Remove…", true) {
            self.doomed = Some(id.clone());
            ui.close();
        }
    }

    fn doomed_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, id: &DocumentId) {
        let edit = Edit::RemoveDocument(id.clone());
        let Some(document) = ctx.project().document(id) else {
            self.doomed = None;
            return;
        };
        let goes = consequences(ctx.project(), &edit).sentences().join(" ");
        let goes = if goes.is_empty() {
            "Nothing is coded in it.".to_owned()
        } else {
            goes
        };
        ui.label(RichText::new(format!("Remove “{}”?", document.about.title)).color(ctx.tokens.warning));
        ui.label(format!("{goes} It can be undone."));
        ui.horizontal(|ui| {
            let remove = ui.button("Remove article");
            if remove.clicked() {
                ctx.edit(edit);
                self.doomed = None;
            }
            if ui.button("Keep it").clicked() {
                self.doomed = None;
            }
        });
    }
}

fn show(ctx: &Ctx<'_>, id: &DocumentId) {
    ctx.send(Command::CloseDialog);
    ctx.send(Command::SelectDocument(id.clone()));
}

fn details(ctx: &Ctx<'_>, id: &DocumentId) {
    if let Some(document) = ctx.project().document(id) {
        let form = DocumentForm::from_list(document);
        ctx.send(Command::Ask(Box::new(Dialog::Document(form))));
    }
}

/// The order with one article at another place.
fn moved(ctx: &Ctx<'_>, from: usize, to: usize) -> Edit {
    let mut ids: Vec<DocumentId> = ctx.project().documents.iter().map(|d| d.id.clone()).collect();
    let id = ids.remove(from);
    ids.insert(to, id);
    Edit::OrderDocuments(ids)
}
