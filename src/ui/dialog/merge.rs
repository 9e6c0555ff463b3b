//! Two versions become one: what comes in, and what is to be settled, side by side.

use eframe::egui::{self, Button, Frame, RichText, ScrollArea, Ui};

use super::{buttons, list_height, modal};
use crate::{
    model::{
        Project,
        merge::{Change, Choice, Conflict, Merge},
    },
    ui::{Command, Ctx},
};

/// How many conflicts are drawn at a time; the next come up as these are settled.
const MOST: usize = 60;

/// How many changes that come in are listed.
const MOST_CHANGES: usize = 200;

/// A merge being looked over.
#[derive(Debug, Clone)]
pub struct MergeDialog {
    /// What is merged in, for people: a file's name.
    pub name: String,
    /// Whether it is this project's own file, changed by somebody else.
    pub own_file: bool,
    /// The two, merged, with what is still to be settled.
    pub merge: Box<Merge>,
    /// Whether the changes that come in are listed.
    pub listed: bool,
}

impl MergeDialog {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, &format!("Merge {}", self.name), 760.0, |ui| {
            let incoming = self.merge.incoming.len();
            if incoming == 0 && self.merge.conflicts.is_empty() {
                ui.label("Nothing comes in: everything in it is here already.");
            } else {
                ui.label(format!("Comes in: {}.", self.merge.summary()));
            }
            if incoming > 0 {
                ui.checkbox(&mut self.listed, "List what comes in");
            }
            ui.add_space(6.0);
            ScrollArea::vertical()
                .max_height(list_height(ui))
                .min_scrolled_height(list_height(ui))
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    if self.listed {
                        self.changes_ui(ctx, ui);
                    }
                    self.conflicts_ui(ctx, ui);
                });
            self.end_ui(ctx, ui);
        });
    }

    fn changes_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        for change in self.merge.incoming.iter().take(MOST_CHANGES) {
            ui.label(RichText::new(format!("• {}", in_words(change, &self.merge.project))).color(ctx.tokens.faint));
        }
        if let Some(more) = self.merge.incoming.len().checked_sub(MOST_CHANGES).filter(|n| *n > 0) {
            ui.label(format!("and {more} more"));
        }
        ui.add_space(8.0);
    }

    fn conflicts_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let mut settled: Option<(Conflict, Choice)> = None;
        for (n, conflict) in self.merge.conflicts.iter().take(MOST).enumerate() {
            if let Some(choice) = conflict_ui(ctx, ui, n, conflict, &self.merge) {
                settled = Some((conflict.clone(), choice));
            }
        }
        if let Some((conflict, choice)) = settled
            && self.merge.settle(&conflict, choice).is_err()
        {
            ctx.send(Command::Say("Both cannot stay here".to_owned()));
        }
    }

    fn end_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let left = self.merge.conflicts.len();
        buttons(ui, |ui| {
            let word = match left {
                0 => "Merge".to_owned(),
                1 => "Merge (1 to settle first)".to_owned(),
                _ => format!("Merge ({left} to settle first)"),
            };
            if ui.add_enabled(left == 0, Button::new(word)).clicked() {
                ctx.send(Command::CloseDialog);
                ctx.send(Command::FinishMerge {
                    label: format!("Merge {}", self.name),
                    said: format!("Merged: {}", self.merge.summary()),
                    project: Box::new(self.merge.project.clone()),
                    own_file: self.own_file,
                });
            }
            if left > 0 {
                for (name, hint, choice) in [
                    ("All mine", "Settle the rest as it is here", Choice::Mine),
                    (
                        "All theirs",
                        "Settle the rest as it is in what comes in",
                        Choice::Theirs,
                    ),
                    (
                        "Both where they can stay",
                        "Keep both sides of the rest, where nothing is lost by it",
                        Choice::Both,
                    ),
                ] {
                    if ui.button(name).on_hover_text(hint).clicked() {
                        self.merge.settle_all(choice);
                    }
                }
            }
            if ui.button("Cancel").clicked() {
                ctx.send(Command::CloseDialog);
            }
        });
    }
}

/// One change that comes in, in a line.
fn in_words(change: &Change, project: &Project) -> String {
    match change {
        Change::Added(item) => format!("New: {} – {}", item.name(project), item.in_words(project)),
        Change::Changed(_, item) => format!("Changed: {} – {}", item.name(project), item.in_words(project)),
        Change::Removed(item) => format!("Gone: {}", item.name(project)),
        Change::Title(_, title) => format!("Title: {title}"),
        Change::Reordered(kind) => format!("{kind}s in another order"),
        Change::Dismissed(d) => format!("{}: dismissed “{}”", project.cell_name(&d.cell), d.sentence),
        Change::Offered(d) => format!("{}: offered again “{}”", project.cell_name(&d.cell), d.sentence),
    }
}

fn conflict_ui(ctx: &Ctx<'_>, ui: &mut Ui, n: usize, conflict: &Conflict, merge: &Merge) -> Option<Choice> {
    let values = conflict.values(&merge.project);
    let subject = conflict.subject(&merge.project);
    let mut choice = None;
    Frame::new()
        .fill(ctx.tokens.raised)
        .inner_margin(10.0)
        .corner_radius(6.0)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(&subject).strong());
            ui.label(RichText::new(conflict.aspect()).color(ctx.tokens.faint));
            if let Some(base) = &values.base {
                ui.label(RichText::new(format!("It was: {base}")).color(ctx.tokens.faint));
            }
            let mut side = |ui: &mut Ui, name: &str, words: &Option<String>, button: &str, made: Choice| {
                ui.horizontal_wrapped(|ui| {
                    let response = ui.button(button);
                    let label = format!("{button}: {subject}, {} ({})", conflict.aspect(), n + 1);
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, label.clone()));
                    if response.clicked() {
                        choice = Some(made);
                    }
                    ui.label(format!("{name}: {}", words.as_deref().unwrap_or("(nothing)")));
                });
            };
            side(ui, "Mine", &values.mine, "Keep mine", Choice::Mine);
            side(ui, "Theirs", &values.theirs, "Take theirs", Choice::Theirs);
            if conflict.both_can_stay() && ui.button("Keep both").clicked() {
                choice = Some(Choice::Both);
            }
        });
    ui.add_space(8.0);
    choice
}
