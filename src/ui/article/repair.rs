//! Passages whose words do not stand where they say: listed above the text, each with ways to give it a place.
//!
//! Nothing is guessed: a place found is shown and selected, and the passage goes there when the user says so.
//! Not here: looking for the places (off the UI thread, by `model::check_all`).

use std::{collections::BTreeMap, ops::Range};

use eframe::egui::{
    self, Button, Frame, Label, Margin, RichText, Role as Part, ScrollArea, TextFormat, Ui, WidgetInfo, text::LayoutJob,
};

use super::ArticlePane;
use crate::{
    model::{Anchor, Check, Edit, Passage, PassageId},
    ui::{
        Command, Ctx,
        dialog::{Confirm, Dialog, cited_by},
    },
};

/// Height of a row of the list, in points.
const ROW: f32 = 72.0;

/// The most of the pane that the list takes.
const SHARE: f32 = 0.45;

/// The list's state.
#[derive(Default)]
pub(super) struct Repair {
    open: bool,
    /// What was found for each passage, and in which state of the project.
    checks: BTreeMap<PassageId, Check>,
    checked: Option<u64>,
    asked: Option<u64>,
    /// Which of its places each passage was shown at last.
    shown: BTreeMap<PassageId, usize>,
}

impl Repair {
    pub(super) fn toggle(&mut self) {
        self.open = !self.open;
    }

    pub(super) fn found(&mut self, revision: u64, checks: BTreeMap<PassageId, Check>) {
        self.checks = checks;
        self.checked = Some(revision);
    }
}

impl ArticlePane {
    /// Takes in where the words of astray passages were found, in a state of the project (by its revision).
    pub fn places_found(&mut self, revision: u64, checks: BTreeMap<PassageId, Check>) {
        self.repair.found(revision, checks);
    }

    /// Draws the line that says how many passages need a place, and the list if it is open; nothing if none does.
    pub(super) fn repair_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let astray = ctx.session.index().astray();
        if astray.is_empty() {
            self.repair.open = false;
            return;
        }
        let most = (ui.available_height() * SHARE).max(ROW + 8.0);
        let frame = Frame::new()
            .fill(ctx.tokens.raised)
            .inner_margin(Margin::symmetric(8, 4));
        frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                let text = match astray.len() {
                    1 => "⚠ 1 passage needs a place".to_owned(),
                    n => format!("⚠ {n} passages need a place"),
                };
                ui.label(RichText::new(text).color(ctx.tokens.warning));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let name = if self.repair.open {
                        "Close the list"
                    } else {
                        "Show them…"
                    };
                    if ui.button(name).clicked() {
                        self.repair.toggle();
                    }
                });
            });
            if self.repair.open {
                self.ask(ctx);
                let ids: Vec<PassageId> = astray.iter().copied().collect();
                let height = (ids.len() as f32 * ROW).min(most);
                ui.spacing_mut().item_spacing.y = 2.0;
                ScrollArea::vertical()
                    .id_salt("passages astray")
                    .max_height(height)
                    .min_scrolled_height(height)
                    .auto_shrink([false, true])
                    .show_rows(ui, ROW - 2.0, ids.len(), |ui, rows| {
                        for id in &ids[rows] {
                            if let Some(passage) = ctx.project().passage(*id) {
                                self.passage_ui(ctx, ui, passage);
                            }
                        }
                    });
            }
        });
    }

    /// Has the places looked for, once for every state of the project.
    fn ask(&mut self, ctx: &Ctx<'_>) {
        let revision = ctx.session.revision();
        if self.repair.asked != Some(revision) {
            self.repair.asked = Some(revision);
            ctx.send(Command::LookForPlaces);
        }
    }

    fn passage_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, passage: &Passage) {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW - 2.0), egui::Sense::hover());
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(passage.id));
        let ui = &mut ui;
        ui.shrink_clip_rect(rect);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.separator();
        let quotation = passage.anchor.quotation.replace('\n', " ¶ ");
        let words: String = quotation.chars().take(40).collect();
        ui.add(Label::new(in_context(ctx, ui, passage)).truncate())
            .on_hover_text(format!(
                "…{}{}{}…",
                passage.anchor.prefix, passage.anchor.quotation, passage.anchor.suffix
            ));
        let title = ctx.project().document(&passage.document).map_or("", |d| &d.about.title);
        let cited = cited_by(ctx, passage);
        let more = RichText::new(format!("{cited} · {title}"))
            .small()
            .color(ctx.tokens.faint);
        ui.add(Label::new(more).truncate());
        ui.horizontal(|ui| {
            let named = |response: egui::Response, name: &str, on: bool| {
                let label = format!("{name}: {words}");
                response.widget_info(|| WidgetInfo::labeled(Part::Button, on, &label));
                response.clicked()
            };
            let known = self.repair.checked.is_some();
            let places: Vec<u32> = match self.repair.checks.get(&passage.id) {
                Some(Check::Moved(place)) => vec![*place],
                Some(Check::Ambiguous(places)) => places.clone(),
                _ => Vec::new(),
            };
            if places.is_empty() {
                let hint = if known {
                    "Its words are nowhere in the text. This shows where it was marked; select the words that took \
                     their place"
                } else {
                    "Its words are being looked for. This shows where it was marked"
                };
                let button = ui.button("Show where it was").on_hover_text(hint);
                if named(button, "Show where it was", true) {
                    let length = ctx.project().document(&passage.document).map_or(0, |d| d.body.len());
                    let at = passage.anchor.start.min(length.saturating_sub(1));
                    ctx.send(Command::RevealText(passage.document.clone(), at..at + 1));
                }
            } else {
                let last = self.repair.shown.get(&passage.id).copied();
                let next = last.map_or(0, |n| (n + 1) % places.len());
                let text = match (places.len(), last) {
                    (1, _) => "Show the place found".to_owned(),
                    (n, None) => format!("Show the {n} places"),
                    (n, Some(at)) => format!("Place {} of {n}: next", at.min(n - 1) + 1),
                };
                let button = ui
                    .button(text)
                    .on_hover_text("Goes to a place at which these very words stand, and selects them");
                if named(button, "Show a place", true)
                    && let Some(start) = places.get(next).copied()
                {
                    let range = start..start + passage.anchor.quotation.chars().count() as u32;
                    self.repair.shown.insert(passage.id, next);
                    ctx.send(Command::RevealText(passage.document.clone(), range.clone()));
                    ctx.send(Command::SelectText(Some(range)));
                }
            }
            let put = put_on_selection(ctx, passage);
            let hint = "Puts the passage on the words selected in the article";
            let button = ui
                .add_enabled(put.is_some(), Button::new("Put it on the selected words"))
                .on_hover_text(hint)
                .on_disabled_hover_text("Select the words in the article first");
            if named(button, "Put it on the selected words", put.is_some())
                && let Some(edit) = put
            {
                ctx.edit(edit);
                ctx.send(Command::SelectText(None));
            }
            let delete = ui.button("Delete…");
            if named(delete, "Delete the passage", true) {
                let confirm = Confirm::new(Edit::DeletePassage(passage.id));
                ctx.send(Command::Ask(Box::new(Dialog::Confirm(confirm))));
            }
        });
    }
}

/// A passage's words, with a few of those around them.
fn in_context(ctx: &Ctx<'_>, ui: &Ui, passage: &Passage) -> LayoutJob {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let line = |text: &str| text.replace('\n', " ¶ ");
    let before: String = passage.anchor.prefix.chars().rev().take(16).collect();
    let before: String = before.chars().rev().collect();
    let mut job = LayoutJob::default();
    for (text, colour) in [
        (format!("…{}", line(&before)), ctx.tokens.faint),
        (line(&passage.anchor.quotation), ctx.tokens.text),
        (format!("{}…", line(&passage.anchor.suffix)), ctx.tokens.faint),
    ] {
        job.append(&text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    job
}

/// The edit that puts a passage on the selected words; `None` if none are selected in its document.
fn put_on_selection(ctx: &Ctx<'_>, passage: &Passage) -> Option<Edit> {
    let selection = ctx.selection();
    let range: Range<u32> = selection.text.clone()?;
    let document = selection.document.as_ref().filter(|id| **id == passage.document)?;
    let anchor = Anchor::of(&ctx.project().document(document)?.body, range)?;
    Some(Edit::Reanchor(passage.id, anchor))
}
