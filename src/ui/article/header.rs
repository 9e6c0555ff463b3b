//! The line above the text: which article it is, the way to the others, and what is done with reading.

use eframe::egui::{self, Button, Label, Rect, RichText, Role as Part, Stroke, Ui, WidgetInfo, vec2};

use super::ArticlePane;
use crate::{
    model::{Document, Metadata},
    ui::{Command, Ctx, command::Action},
};

impl ArticlePane {
    /// Draws the line, and one below it.
    pub(super) fn header_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document) {
        ui.add_space(3.0);
        ui.horizontal(|ui| {
            ui.set_min_height(26.0);
            ui.add_space(8.0);
            let tools = 100.0;
            let width = (ui.available_width() - tools).max(60.0);
            ui.allocate_ui(vec2(width, 24.0), |ui| {
                if ctx.project().documents.len() > 1 {
                    documents_ui(ctx, ui, document, width);
                } else {
                    let title = RichText::new(&document.about.title).strong();
                    ui.add(Label::new(title).truncate().selectable(false))
                        .on_hover_text(origin(&document.about));
                }
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(8.0);
                let (back, forward) = self.trail.leads();
                for (sign, name, action, leads) in [
                    ("→", "Forward to where you were", Action::JumpForward, forward),
                    ("←", "Back to where you were", Action::JumpBack, back),
                ] {
                    let button = ui
                        .add_enabled(leads, Button::new(sign).frame(false))
                        .on_hover_text(name);
                    button.widget_info(|| WidgetInfo::labeled(Part::Button, leads, name));
                    if button.clicked() {
                        ctx.send(Command::Act(action));
                    }
                }
                self.settings_ui(ctx, ui);
            });
        });
        ui.add_space(2.0);
        let line: Rect = ui.available_rect_before_wrap();
        ui.painter()
            .hline(line.x_range(), line.top(), Stroke::new(1.0, ctx.tokens.line));
        ui.advance_cursor_after_rect(Rect::from_min_size(line.min, vec2(line.width(), 1.0)));
    }
}

impl ArticlePane {
    /// Says what the boxes are, if the article has letters that no font has.
    pub(super) fn unfonted_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let Some(letter) = self.unfonted else { return };
        ui.horizontal_wrapped(|ui| {
            ui.add_space(8.0);
            let code = u32::from(letter);
            let said = format!(
                "Boxes stand for letters that no font here has (the first is U+{code:04X}). The text is whole: \
                 install a font for its script, and start Standpoint again."
            );
            ui.label(RichText::new(said).small().color(ctx.tokens.warning));
        });
    }
}

/// What stands where there is no article.
pub(super) fn empty_ui(ctx: &Ctx<'_>, ui: &mut Ui) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.label(RichText::new("This project has no article yet.").color(ctx.tokens.faint));
        ui.add_space(8.0);
        if ui.button("Add an article…").clicked() {
            ctx.send(Command::Act(Action::AddDocument));
        }
    });
}

/// "Ana Krstinovska, CHOICE, 2022-02-08", as far as known.
fn origin(about: &Metadata) -> String {
    let known = [&about.author, &about.source, &about.date];
    let known: Vec<&str> = known
        .into_iter()
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    known.join(", ")
}

fn documents_ui(ctx: &Ctx<'_>, ui: &mut Ui, shown: &Document, width: f32) {
    let combo = egui::ComboBox::from_id_salt("documents")
        .selected_text(&shown.about.title)
        .width(width.min(420.0))
        .truncate()
        .show_ui(ui, |ui| {
            for document in &ctx.project().documents {
                let about = &document.about;
                let name = match origin(about) {
                    known if known.is_empty() => about.title.clone(),
                    known => format!("{} – {known}", about.title),
                };
                if ui.selectable_label(document.id == shown.id, name).clicked() {
                    ctx.send(Command::SelectDocument(document.id.clone()));
                }
            }
        });
    let response = combo.response;
    response.widget_info(|| WidgetInfo::labeled(Part::ComboBox, true, "Article shown"));
}
