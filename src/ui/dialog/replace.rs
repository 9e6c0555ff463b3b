//! A corrected text takes an article's place: every passage that does not stand there exactly is looked at.
//!
//! Nothing is changed until *Replace text*, which is one step. Comparing the texts is not done here (`analysis`).

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    self, Align, Button, Frame, Key, Layout, RichText, ScrollArea, TextEdit, TextFormat, Ui, text::LayoutJob, vec2,
};

use super::{buttons, list_height, modal, name_field};
use crate::{
    analysis::carry_over::{Fate, Run, side_by_side},
    model::{Anchor, Body, Document, DocumentId, Edit, Passage, PassageId, Project},
    ui::{Command, Ctx},
};

/// Code points of the new text shown before and after the place looked at.
const SHOWN: (u32, u32) = (500, 1300);

/// Width of the list of passages, as a share of the dialog.
const LIST: f32 = 0.3;

/// Height of a row of the list, in points.
const ROW: f32 = 26.0;

/// What the user made of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Settled {
    /// Nothing yet.
    Open,
    /// It goes on these words of the new text.
    On(Range<u32>),
    /// It is left without a place.
    Left,
}

/// A passage to be looked at.
#[derive(Debug, Clone)]
struct Item {
    passage: PassageId,
    old: Anchor,
    proposed: Option<Range<u32>>,
    places: Vec<u32>,
    /// The stretch of the new text that is offered now.
    offered: Option<Range<u32>>,
    /// Where the new text is shown from.
    near: u32,
    settled: Settled,
}

/// The corrected text, and what becomes of the passages.
#[derive(Debug, Clone)]
pub struct ReplaceDialog {
    document: DocumentId,
    title: String,
    body: Arc<Body>,
    exact: Vec<(PassageId, Anchor)>,
    items: Vec<Item>,
    at: usize,
    follow: bool,
    /// Whether some of the passages differed in signs and spaces alone.
    alike: bool,
    /// Where the line being read stands in the new text.
    reading: Option<u32>,
}

impl Item {
    /// Whether nothing but signs and spaces differs, and it is still to be settled.
    fn is_alike(&self, body: &Body) -> bool {
        let offered = self.proposed.clone().filter(|_| self.settled == Settled::Open);
        let new = offered.and_then(|range| body.slice(range));
        new.is_some_and(|new| letters(&new) == letters(&self.old.quotation))
    }
}

impl ReplaceDialog {
    /// Shows what was found about a document's passages in its new text; `reading` is the place in it of the line being
    /// read.
    pub fn new(
        project: &Project,
        document: &Document,
        body: Arc<Body>,
        fates: Vec<(PassageId, Fate)>,
        reading: Option<u32>,
    ) -> Self {
        let (mut exact, mut items) = (Vec::new(), Vec::new());
        for (id, fate) in fates {
            match fate {
                Fate::Exact(anchor) => exact.push((id, anchor)),
                Fate::Unsure { proposed, places, near } => {
                    let Some(passage) = project.passage(id) else { continue };
                    let old = passage.anchor.clone();
                    let length = old.quotation.chars().count() as u32;
                    let only = match places.as_slice() {
                        [one] => Some(*one..one + length),
                        _ => None,
                    };
                    let offered = proposed.clone().or(only);
                    items.push(Item {
                        passage: id,
                        near: offered.as_ref().map_or(near, |range| range.start),
                        offered,
                        old,
                        proposed,
                        places,
                        settled: Settled::Open,
                    });
                }
            }
        }
        items.sort_by_key(|item| (item.old.start, item.old.end, item.passage));
        let alike = items.iter().any(|item| item.is_alike(&body));
        Self {
            alike,
            reading,
            document: document.id.clone(),
            title: document.about.title.clone(),
            body,
            exact,
            items,
            at: 0,
            follow: true,
        }
    }

    /// The step that does all of it.
    fn edit(&self) -> Edit {
        let mut anchors = self.exact.clone();
        for item in &self.items {
            if let Settled::On(range) = &item.settled
                && let Some(anchor) = Anchor::of(&self.body, range.clone())
            {
                anchors.push((item.passage, anchor));
            }
        }
        Edit::ReplaceText(self.document.clone(), Arc::clone(&self.body), anchors)
    }

    fn open(&self) -> usize {
        self.items.iter().filter(|i| i.settled == Settled::Open).count()
    }

    fn settle(&mut self, settled: Settled) {
        let Some(item) = self.items.get_mut(self.at) else {
            return;
        };
        item.settled = settled;
        // On to the next that is open, from here round.
        let count = self.items.len();
        let next = (1..count)
            .map(|n| (self.at + n) % count)
            .find(|n| self.items[*n].settled == Settled::Open);
        self.at = next.unwrap_or(self.at);
        self.follow = true;
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let heading = format!("Replace the text of “{}”", self.title);
        modal(ctx, egui_ctx, &heading, 900.0, |ui| {
            ui.label(self.summary());
            self.alike_ui(ui);
            if !self.items.is_empty() {
                ui.add_space(6.0);
                self.keys(ui);
                let height = (list_height(ui) - 20.0).max(180.0);
                let width = ui.available_width();
                ui.allocate_ui_with_layout(vec2(width, height), Layout::left_to_right(Align::TOP), |ui| {
                    ui.allocate_ui_with_layout(vec2(width * LIST, height), Layout::top_down(Align::LEFT), |ui| {
                        self.list_ui(ui, height);
                    });
                    ui.separator();
                    let rest = vec2(ui.available_width(), height);
                    ui.allocate_ui_with_layout(rest, Layout::top_down(Align::LEFT), |ui| {
                        ScrollArea::vertical()
                            .id_salt("passage looked at")
                            .max_height(height)
                            .auto_shrink([false, false])
                            .show(ui, |ui| self.item_ui(ctx, ui));
                    });
                });
            }
            self.end_ui(ctx, ui);
        });
    }

    fn summary(&self) -> String {
        match (self.exact.len(), self.items.len()) {
            (0, 0) => "Nothing is marked in this article.".to_owned(),
            (n, 0) => format!("{} exactly as before.", stand(n)),
            (0, m) => format!(
                "{} to be looked at: the words are others, or their place is not sure.",
                has(m)
            ),
            (n, m) => format!(
                "{} exactly as before. {} to be looked at: the words are others, or their place is not sure.",
                stand(n),
                has(m)
            ),
        }
    }

    /// One click for all that differ in signs and spaces alone.
    fn alike_ui(&mut self, ui: &mut Ui) {
        if !self.alike {
            return;
        }
        let hint = "Those whose letters and digits are the same; spaces, signs and what stands around them may differ";
        let open = self.open() > 0;
        let button = ui
            .add_enabled(open, Button::new("Accept all whose letters are the same"))
            .on_hover_text(hint);
        if button.clicked() {
            for item in &mut self.items {
                if item.is_alike(&self.body)
                    && let Some(range) = item.proposed.clone()
                {
                    item.settled = Settled::On(range);
                }
            }
            self.at = self
                .items
                .iter()
                .position(|i| i.settled == Settled::Open)
                .unwrap_or(self.at);
            self.follow = true;
        }
    }

    fn keys(&mut self, ui: &Ui) {
        let pressed = |key: Key| ui.input_mut(|i| i.consume_key(egui::Modifiers::ALT, key));
        if pressed(Key::ArrowDown) {
            self.at = (self.at + 1).min(self.items.len().saturating_sub(1));
            self.follow = true;
        }
        if pressed(Key::ArrowUp) {
            self.at = self.at.saturating_sub(1);
            self.follow = true;
        }
        if pressed(Key::Enter)
            && let Some(range) = self.items.get(self.at).and_then(|item| item.offered.clone())
        {
            self.settle(Settled::On(range));
        }
        if pressed(Key::Backspace) {
            self.settle(Settled::Left);
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, height: f32) {
        let mut area = ScrollArea::vertical()
            .id_salt("passages to look at")
            .max_height(height)
            .auto_shrink([false, false]);
        if std::mem::take(&mut self.follow) {
            let end = (self.items.len() as f32 * ROW - height).max(0.0);
            area = area.vertical_scroll_offset((self.at as f32 * ROW - height * 0.4).clamp(0.0, end));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, ROW, self.items.len(), |ui, rows| {
            for n in rows {
                let item = &self.items[n];
                let (sign, state) = match &item.settled {
                    Settled::Open => ("○", "to be looked at"),
                    Settled::On(_) => ("✓", "has a place"),
                    Settled::Left => ("–", "left without a place"),
                };
                let words: String = item.old.quotation.chars().take(60).collect();
                let text = format!("{sign}  “{}”", words.replace('\n', " "));
                let button = Button::selectable(n == self.at, text)
                    .truncate()
                    .min_size(vec2(ui.available_width(), ROW - 2.0));
                let response = ui.add(button);
                response.widget_info(|| {
                    let label = format!("Passage {} of {}, {state}: {words}", n + 1, self.items.len());
                    egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, n == self.at, label)
                });
                if response.on_hover_text(state).clicked() {
                    self.at = n;
                }
                ui.add_space(2.0);
            }
        });
    }

    fn item_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let at = self.at;
        let Some(item) = self.items.get_mut(at) else { return };
        if let Some(passage) = ctx.project().passage(item.passage) {
            ui.label(RichText::new(cited_by(ctx, passage)).color(ctx.tokens.faint));
        }
        ui.add_space(4.0);
        let new = item.offered.clone().map(|range| Anchor::of(&self.body, range));
        let new = new.flatten();
        ui.columns(2, |columns| {
            let new_words = new.as_ref().map_or("", |anchor| anchor.quotation.as_str());
            let (left, right) = side_by_side(&item.old.quotation, new_words);
            // Columns justify their text, which pulls its words apart.
            let flush = Layout::top_down(Align::LEFT);
            columns[0].with_layout(flush, |ui| side_ui(ctx, ui, "Before", Some((&item.old, &left)), false));
            let now = new.as_ref().map(|anchor| (anchor, right.as_slice()));
            columns[1].with_layout(flush, |ui| side_ui(ctx, ui, "Now", now, true));
        });
        ui.add_space(6.0);
        let mut settled = None;
        ui.horizontal_wrapped(|ui| {
            let put = ui.add_enabled(item.offered.is_some(), Button::new("Put it there"));
            if put.on_hover_text("Alt+Enter").clicked() {
                settled = item.offered.clone().map(Settled::On);
            }
            let leave = ui.button("Leave without a place");
            let hint = "Alt+Backspace: it is kept, and listed among the passages that need a place";
            if leave.on_hover_text(hint).clicked() {
                settled = Some(Settled::Left);
            }
            ui.label(RichText::new(said(&item.settled)).color(ctx.tokens.faint));
        });
        places_ui(ctx, ui, item);
        excerpt_ui(ctx, ui, &self.body, item);
        if let Some(settled) = settled {
            self.settle(settled);
        }
    }

    fn end_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let open = self.open();
        if open > 0 {
            let text = format!(
                "{} not settled: kept without a place unless the same words stand at the same place, and listed above \
                 the article.",
                if open == 1 {
                    "1 is".to_owned()
                } else {
                    format!("{open} are")
                }
            );
            ui.add_space(4.0);
            ui.label(RichText::new(text).color(ctx.tokens.faint));
        }
        buttons(ui, |ui| {
            if ui.button("Replace text").clicked() {
                ctx.send(Command::CloseDialog);
                ctx.edit(self.edit());
                if let Some(place) = self.reading {
                    ctx.send(Command::KeepPlace(self.document.clone(), place));
                }
                let moved = self
                    .items
                    .iter()
                    .filter(|i| matches!(i.settled, Settled::On(_)))
                    .count();
                let left = self.items.len() - moved;
                ctx.send(Command::Say(format!(
                    "Text replaced. Passages: {} as before, {moved} put by you, {left} left",
                    self.exact.len()
                )));
            }
            if ui.button("Cancel").clicked() {
                ctx.send(Command::CloseDialog);
            }
        });
    }
}

fn stand(n: usize) -> String {
    if n == 1 {
        "1 passage stands".to_owned()
    } else {
        format!("{n} passages stand")
    }
}

fn has(n: usize) -> String {
    if n == 1 {
        "1 passage has".to_owned()
    } else {
        format!("{n} passages have")
    }
}

fn said(settled: &Settled) -> &'static str {
    match settled {
        Settled::Open => "",
        Settled::On(_) => "✓ has a place",
        Settled::Left => "– left without a place",
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// "Cited by China × AUKUS (Ada) and 2 more", as a list of passages says of one.
pub(crate) fn cited_by(ctx: &Ctx<'_>, passage: &Passage) -> String {
    let keys = ctx.session.index().citing(passage.id);
    let name = |key: &crate::model::PositionKey| {
        let project = ctx.project();
        format!(
            "{} ({})",
            project.cell_name(&key.cell()),
            project.analyst_name(&key.analyst)
        )
    };
    match keys {
        [] => format!(
            "Marked by {}; nothing cites it",
            ctx.project().analyst_name(&passage.analyst)
        ),
        [one] => format!("Cited by {}", name(one)),
        [one, two] => format!("Cited by {} and {}", name(one), name(two)),
        [one, rest @ ..] => format!("Cited by {} and {} more", name(one), rest.len()),
    }
}

/// One version with its context; what the other has not is struck through before, underlined now.
fn side_ui(ctx: &Ctx<'_>, ui: &mut Ui, name: &str, words: Option<(&Anchor, &[Run])>, new: bool) {
    ui.label(RichText::new(name).strong());
    Frame::new()
        .fill(ctx.tokens.page)
        .inner_margin(8.0)
        .corner_radius(4.0)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let Some((anchor, runs)) = words else {
                ui.label(RichText::new("Nothing that could be told takes its place.").color(ctx.tokens.faint));
                return;
            };
            let font = egui::TextStyle::Body.resolve(ui.style());
            let format = |colour| TextFormat::simple(font.clone(), colour);
            let mut job = LayoutJob::default();
            let faint = format(ctx.tokens.faint);
            let line = |text: &str| text.replace('\n', " ¶ ");
            job.append(&format!("…{}", line(&anchor.prefix)), 0.0, faint.clone());
            for run in runs {
                let mut look = format(ctx.tokens.text);
                if !run.same {
                    let colour = if new { ctx.tokens.accent } else { ctx.tokens.error };
                    let stroke = egui::Stroke::new(1.5, colour);
                    look.color = colour;
                    if new {
                        look.underline = stroke;
                    } else {
                        look.strikethrough = stroke;
                    }
                }
                job.append(&line(&run.text), 0.0, look);
            }
            job.append(&format!("{}…", line(&anchor.suffix)), 0.0, faint);
            job.wrap.max_width = ui.available_width();
            ui.label(job);
        });
}

/// The places at which the very same words stand.
fn places_ui(ctx: &Ctx<'_>, ui: &mut Ui, item: &mut Item) {
    if item.places.is_empty() {
        return;
    }
    let length = item.old.quotation.chars().count() as u32;
    let text = match item.places.len() {
        1 => "The same words stand at 1 place:".to_owned(),
        n => format!("The same words stand at {n} places:"),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(text).color(ctx.tokens.faint));
        for (n, place) in item.places.iter().enumerate().take(12) {
            let range = *place..place + length;
            let chosen = item.offered.as_ref() == Some(&range);
            let response = ui.selectable_label(chosen, format!("{}", n + 1));
            response.widget_info(|| {
                let label = format!("Look at place {}", n + 1);
                egui::WidgetInfo::selected(egui::Role::Button, true, chosen, label)
            });
            if response.clicked() {
                item.near = range.start;
                item.offered = Some(range);
            }
        }
        if item.proposed.is_some() && item.offered != item.proposed && ui.button("Back to the proposal").clicked() {
            item.offered.clone_from(&item.proposed);
            item.near = item.offered.as_ref().map_or(item.near, |range| range.start);
        }
    });
}

/// The new text around the place, to select other words in.
fn excerpt_ui(ctx: &Ctx<'_>, ui: &mut Ui, body: &Body, item: &mut Item) {
    ui.add_space(4.0);
    let from = item.near.saturating_sub(SHOWN.0).min(body.len());
    let to = item.near.saturating_add(SHOWN.1).min(body.len());
    let text = body.slice_clamped(from..to);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Or select other words of the new text:").color(ctx.tokens.faint));
        if ui.add_enabled(from > 0, Button::new("Earlier").small()).clicked() {
            item.near = item.near.saturating_sub(SHOWN.1);
        }
        if ui.add_enabled(to < body.len(), Button::new("Later").small()).clicked() {
            item.near = (item.near + SHOWN.1).min(body.len());
        }
    });
    let mut shown = text.as_str();
    let field = TextEdit::multiline(&mut shown)
        .id_salt(("new text", item.passage, from))
        .desired_width(f32::INFINITY)
        .desired_rows(6)
        .show(ui);
    name_field(&field.response.response, "The new text", &text);
    // Where a script is drawn with other signs than letters, what is selected is not what it seems.
    let glyphs: usize = field
        .galley
        .rows
        .iter()
        .map(|row| row.char_count_including_newline().0)
        .sum();
    let exact = glyphs == text.chars().count();
    let chosen = field
        .cursor_range
        .filter(|_| exact)
        .map(|range| range.as_sorted_char_range());
    if let Some(chosen) = chosen.filter(|range| !range.is_empty()) {
        let range = from + chosen.start.0 as u32..from + chosen.end.0 as u32;
        if item.offered.as_ref() != Some(&range) && field.response.response.has_focus() {
            item.offered = Some(range);
        }
    }
    if !exact {
        ui.label(
            RichText::new(
                "Words of this script are selected in the article afterwards: leave the passage without a place here.",
            )
            .color(ctx.tokens.faint),
        );
    }
}
