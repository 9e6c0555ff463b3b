//! The line above the text: which article it is, the way to the others, and what is done with reading.

use eframe::egui::{self, Button, Rect, RichText, Role as Part, Stroke, Ui, WidgetInfo, vec2};

use super::ArticlePane;
use crate::{
    model::{Document, Metadata},
    ui::{Command, Ctx, command::Action, system_fonts},
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
                documents_ui(ctx, ui, document);
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
        let Some(letter) = self.unfonted.filter(|_| !system_fonts::are_being_listed()) else {
            return;
        };
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

/// The title, which opens the list of articles.
fn documents_ui(ctx: &Ctx<'_>, ui: &mut Ui, shown: &Document) {
    let documents = &ctx.project().documents;
    let number = match documents.len() {
        1 => String::new(),
        count => {
            let at = documents.iter().position(|d| d.id == shown.id).map_or(0, |n| n + 1);
            format!("{at} of {count}")
        }
    };
    let title = RichText::new(&shown.about.title).strong();
    let end = RichText::new(format!("{number} ▼")).small().color(ctx.tokens.faint);
    let button = Button::new(title).right_text(end).frame_when_inactive(false).truncate();
    let response = ui.add(button);
    response.widget_info(|| {
        let label = format!("Articles: {} {number}", shown.about.title);
        WidgetInfo::labeled(Part::Button, true, label.trim_end())
    });
    let mut lines = vec![shown.about.title.clone(), origin(&shown.about)];
    lines.push("Click to list the articles: show another, add, reorder, remove".to_owned());
    if response.on_hover_text(lines.join("\n")).clicked() {
        ctx.send(Command::Act(Action::Documents));
    }
}
