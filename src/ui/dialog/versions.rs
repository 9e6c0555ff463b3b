//! Earlier versions of the file: when, what changed, what would come back; restored as a copy.

use std::path::PathBuf;

use eframe::egui::{self, Button, RichText, ScrollArea, Ui};

use super::{buttons, list_height, modal};
use crate::{
    model::Moment,
    ui::{Command, Ctx, command::Then, moment},
};

/// One version, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Where it is kept.
    pub path: PathBuf,
    /// The file that it is a version of.
    pub file: PathBuf,
    /// When it was kept.
    pub kept: Moment,
    /// How many bytes it has.
    pub size: u64,
    /// What changed since the version before, in a line.
    pub summary: String,
    /// What changed since the version before, line by line.
    pub changed: Vec<String>,
    /// What changed from it to what is open now, line by line.
    pub until_now: Vec<String>,
    /// Whether it is what is open now.
    pub is_now: bool,
}

/// The list, and what is looked at.
#[derive(Debug, Clone)]
pub struct Versions {
    name: String,
    versions: Vec<Past>,
    chosen: usize,
    /// Whether the preview is against what is open now.
    against_now: bool,
}

impl Versions {
    /// Lists versions of a file, latest first.
    pub fn new(name: String, versions: Vec<Past>) -> Self {
        Self {
            name,
            versions,
            chosen: 0,
            against_now: false,
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let heading = format!("Earlier versions of {}", self.name);
        modal(ctx, egui_ctx, &heading, 720.0, |ui| {
            ui.label(
                RichText::new("What the file held at its last saves. Nothing is overwritten by looking or restoring.")
                    .color(ctx.tokens.faint),
            );
            ui.add_space(6.0);
            let height = list_height(ui);
            self.list_ui(ctx, ui, height * 0.45);
            ui.separator();
            self.preview_ui(ctx, ui, height * 0.55);
            buttons(ui, |ui| {
                let chosen = self.versions.get(self.chosen);
                let can = chosen.is_some_and(|past| !past.is_now);
                let restore = ui
                    .add_enabled(can, Button::new("Restore as a copy"))
                    .on_hover_text("Open this version as a project without a file; save it under any name")
                    .on_disabled_hover_text("This is what is open now");
                if let Some(past) = chosen.filter(|_| restore.clicked()) {
                    ctx.send(Command::CloseDialog);
                    ctx.send(Command::Leave(Then::OpenVersion(
                        past.path.clone(),
                        past.file.clone(),
                        past.kept,
                    )));
                }
                if ui.button("Close").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }

    fn list_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, height: f32) {
        ScrollArea::vertical()
            .id_salt("versions")
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (n, past) in self.versions.iter().enumerate() {
                    let mut text = format!("{} – {}", moment::local(past.kept), past.summary);
                    if past.is_now {
                        text.push_str(" (what is open now)");
                    }
                    let row = ui.selectable_label(n == self.chosen, text);
                    let hint = format!("{}; {} kB", moment::ago(past.kept, ctx.now), past.size.div_ceil(1024));
                    if row.on_hover_text(hint).clicked() {
                        self.chosen = n;
                    }
                }
            });
    }

    fn preview_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, height: f32) {
        let Some(past) = self.versions.get(self.chosen) else {
            return;
        };
        ui.horizontal_wrapped(|ui| {
            ui.radio_value(&mut self.against_now, false, "What changed in it");
            ui.radio_value(&mut self.against_now, true, "What changed from it until now");
        });
        let lines = if self.against_now {
            &past.until_now
        } else {
            &past.changed
        };
        let row = ui.text_style_height(&egui::TextStyle::Body);
        ScrollArea::vertical()
            .id_salt("preview")
            .max_height(height - row * 2.0)
            .min_scrolled_height(height - row * 2.0)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                if lines.is_empty() {
                    let nothing = if self.against_now {
                        "Nothing: it is what is open now."
                    } else {
                        "Nothing to compare it with: no earlier version is kept."
                    };
                    ui.label(RichText::new(nothing).color(ctx.tokens.faint));
                }
                for line in lines {
                    ui.label(format!("• {line}"));
                }
            });
    }
}
