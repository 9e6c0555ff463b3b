//! Conflicts that a merge without a window kept inside the file: looked at and settled here.
//!
//! Each is a note with a tag of its own; a judgment of theirs stands in a layer "… (theirs)" beside.
//! Not here: how they are kept (`model::merge`).

use eframe::egui::{self, Frame, RichText, Role as Aria, ScrollArea, Ui, WidgetInfo};

use super::{buttons, list_height, modal};
use crate::{
    model::{
        capitalised,
        merge::{Kept, kept_conflicts},
    },
    ui::{Command, Ctx},
};

/// The list. It shows the project as it is, and has no state of its own but what was made of it.
#[derive(Debug, Clone, Default)]
pub struct Conflicts {
    /// The conflicts, and the revision they were listed at.
    listed: Option<(u64, Vec<Kept>)>,
}

impl Conflicts {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let revision = ctx.session.revision();
        if self.listed.as_ref().is_none_or(|(at, _)| *at != revision) {
            self.listed = Some((revision, kept_conflicts(ctx.project())));
        }
        let kept = self.listed.as_ref().map_or(&[][..], |(_, kept)| kept);
        modal(ctx, egui_ctx, "Conflicts to settle", 700.0, |ui| {
            if kept.is_empty() {
                ui.label("There are none: everything that a merge left open is settled.");
            } else {
                ui.label(
                    "A merge without a window kept what differs in this file. Nothing is lost: choose what holds, one \
                     by one. Each choice is a step that can be undone.",
                );
            }
            ui.add_space(6.0);
            ScrollArea::vertical()
                .max_height(list_height(ui))
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for conflict in kept {
                        conflict_ui(ctx, ui, conflict);
                    }
                });
            buttons(ui, |ui| {
                if ui.button("Close").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }
}

fn conflict_ui(ctx: &Ctx<'_>, ui: &mut Ui, conflict: &Kept) {
    let frame = Frame::new()
        .fill(ctx.tokens.raised)
        .inner_margin(10.0)
        .corner_radius(6.0);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(capitalised(&conflict.subject)).strong());
        for line in &conflict.lines {
            match line.strip_prefix("- ") {
                Some(value) => ui.label(format!("• {value}")),
                None => ui.label(RichText::new(line).color(ctx.tokens.faint)),
            };
        }
        ui.horizontal_wrapped(|ui| {
            let mut button = |name: &str, hint: &str| {
                let response = ui.button(name).on_hover_text(hint);
                let label = format!("{name}: {}", conflict.subject);
                response.widget_info(|| WidgetInfo::labeled(Aria::Button, true, label.clone()));
                response.clicked()
            };
            if button("Keep what is here", "Take away what the other side had, and the note") {
                ctx.send(Command::Settle(Box::new(conflict.keep_here.clone())));
            }
            if let Some(take) = &conflict.take_theirs
                && button("Take theirs", "Put what the other side has in place of this")
            {
                ctx.send(Command::Settle(Box::new(take.clone())));
            }
            if let Some(both) = &conflict.keep_both
                && button(
                    "Keep both",
                    "Leave what the other side has where it stands now, and take the note away",
                )
            {
                ctx.send(Command::Settle(Box::new(both.clone())));
            }
            if let Some(delete) = &conflict.delete
                && button("Delete it", "Delete what one side deleted, and the note")
            {
                ctx.send(Command::Settle(Box::new(delete.clone())));
            }
            if button("Show", "Go to what it is about") {
                ctx.send(Command::CloseDialog);
                ctx.send(Command::Reveal(conflict.place.clone()));
            }
        });
    });
    ui.add_space(8.0);
}
