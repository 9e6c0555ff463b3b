//! Two versions become one: what comes in, cell by cell, and what is to be settled, side by side.

use eframe::egui::{self, Button, Frame, RichText, Role as Aria, ScrollArea, Ui, WidgetInfo};

use super::{buttons, held_modal, list_height};
use crate::{
    model::{
        AnalystId, PositionKey, Project, Role,
        merge::{Change, Choice, Conflict, Item, Merge},
    },
    ui::{Command, Ctx},
};

/// How many conflicts are drawn at a time; the next come up as these are settled.
const MOST: usize = 60;

/// How many changes that come in are listed.
const MOST_CHANGES: usize = 200;

/// What is said of what one who reads blind may not see.
const UNSEEN: &str = "Something in a layer that is hidden while you read blind";

/// A merge being looked over.
#[derive(Debug, Clone)]
pub struct MergeDialog {
    /// What is merged in, for people: a file's name.
    name: String,
    /// Whether it is this project's own file, changed by somebody else.
    own_file: bool,
    /// Whose notes are made of what is settled.
    author: AnalystId,
    /// The two, merged, with what is still to be settled.
    merge: Box<Merge>,
    /// What came in before anything was settled, in words.
    comes_in: String,
    /// Whether there was anything to settle.
    had_conflicts: bool,
    /// Whether the changes that come in are listed.
    listed: bool,
    /// How many conflicts were settled which way.
    settled: Settled,
}

#[derive(Debug, Clone, Copy, Default)]
struct Settled {
    mine: usize,
    theirs: usize,
    both: usize,
    noted: usize,
}

/// A way to settle a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Choose(Choice),
    /// As it is here, with a note of what the other says.
    Note,
}

impl Way {
    fn fits(self, conflict: &Conflict) -> bool {
        self != Self::Choose(Choice::Both) || conflict.both_can_stay()
    }
}

impl MergeDialog {
    /// Shows a merge; `author` writes the notes that come of it.
    pub fn new(name: String, own_file: bool, author: AnalystId, merge: Merge) -> Self {
        Self {
            name,
            own_file,
            author,
            comes_in: merge.summary().to_string(),
            had_conflicts: !merge.conflicts.is_empty(),
            merge: Box::new(merge),
            listed: false,
            settled: Settled::default(),
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        held_modal(ctx, egui_ctx, &format!("Merge {}", self.name), 760.0, |ui| {
            let incoming = self.merge.incoming.len();
            let blind = ctx.session.blind_reader().is_some();
            if incoming == 0 && !self.had_conflicts {
                ui.label("Nothing comes in: everything in it is here already.");
            } else if incoming == 0 {
                ui.label("Both of you changed the same. Nothing else comes in.");
            } else if !blind {
                ui.label(format!("Comes in: {}.", self.comes_in));
            }
            if blind {
                ui.label("What is in other layers is hidden while you read blind.");
            }
            if incoming > 0 {
                ui.checkbox(&mut self.listed, "List what comes in");
            }
            ui.add_space(6.0);
            ScrollArea::vertical()
                .max_height(list_height(ui))
                .min_scrolled_height(list_height(ui))
                // As high as it began: the buttons stay where they are while conflicts are settled.
                .auto_shrink([false, !self.had_conflicts])
                .show(ui, |ui| {
                    if self.listed {
                        self.changes_ui(ctx, ui);
                    }
                    self.conflicts_ui(ctx, ui);
                });
            self.end_ui(ctx, ui);
        });
    }

    /// What comes in: the judgments first, in the order of the matrix, each with what it rests on; then the rest.
    fn changes_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let project = &self.merge.project;
        let mut changes: Vec<&Change> = self.merge.incoming.iter().collect();
        changes.retain(|change| !ctx.session.hides(project, &change.place()));
        changes.sort_by_cached_key(|change| place_in_matrix(project, change));
        let mut cell = None;
        for change in changes.iter().take(MOST_CHANGES) {
            let (Change::Added(Item::Position(key, position)) | Change::Changed(_, Item::Position(key, position))) =
                change
            else {
                ui.label(RichText::new(format!("• {}", in_words(change, project))).color(ctx.tokens.faint));
                continue;
            };
            if cell.as_ref() != Some(&key.cell()) {
                ui.add_space(4.0);
                ui.label(RichText::new(project.cell_name(&key.cell())).strong());
                cell = Some(key.cell());
            }
            let sign = if matches!(change, Change::Added(_)) {
                "New"
            } else {
                "Changed"
            };
            let item = Item::Position(key.clone(), position.clone());
            let who = whose(project, key);
            ui.label(format!("{sign}: {who}: {}", item.in_words(project)));
            quotations_ui(ctx, ui, &quotations(project, key));
        }
        if let Some(more) = changes.len().checked_sub(MOST_CHANGES).filter(|n| *n > 0) {
            ui.label(format!("and {more} more"));
        }
        ui.add_space(8.0);
    }

    fn conflicts_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let mut settled: Vec<(Conflict, Way)> = Vec::new();
        let conflicts = &self.merge.conflicts;
        let mut kinds: Vec<&'static str> = Vec::new();
        for conflict in conflicts {
            if !kinds.contains(&conflict.aspect()) {
                kinds.push(conflict.aspect());
            }
        }
        let mut drawn = 0;
        for kind in kinds {
            let of_kind = || conflicts.iter().enumerate().filter(|(_, c)| c.aspect() == kind);
            let count = of_kind().count();
            if drawn < MOST
                && count > 1
                && let Some(way) = all_of_a_kind_ui(ctx, ui, kind, count, of_kind().any(|(_, c)| c.both_can_stay()))
            {
                settled.extend(of_kind().filter(|(_, c)| way.fits(c)).map(|(_, c)| (c.clone(), way)));
            }
            for (n, conflict) in of_kind().take(MOST - drawn.min(MOST)) {
                if let Some(way) = conflict_ui(ctx, ui, n, conflict, &self.merge) {
                    settled.push((conflict.clone(), way));
                }
                drawn += 1;
            }
        }
        if conflicts.len() > drawn {
            ui.label(format!(
                "and {} more, which come up as these are settled",
                conflicts.len() - drawn
            ));
        }
        for (conflict, way) in settled {
            self.settle(ctx, &conflict, way);
        }
    }

    fn settle(&mut self, ctx: &Ctx<'_>, conflict: &Conflict, way: Way) {
        if !self.merge.conflicts.contains(conflict) {
            return;
        }
        let (count, done) = match way {
            Way::Choose(Choice::Mine) => (&mut self.settled.mine, self.merge.settle(conflict, Choice::Mine)),
            Way::Choose(Choice::Theirs) => (&mut self.settled.theirs, self.merge.settle(conflict, Choice::Theirs)),
            Way::Choose(Choice::Both) => (&mut self.settled.both, self.merge.settle(conflict, Choice::Both)),
            Way::Note => {
                let id = ctx.new_note_id();
                self.merge.settle_noted(conflict, id, &self.author, ctx.now);
                (&mut self.settled.noted, Ok(()))
            }
        };
        match done {
            Ok(()) => *count += 1,
            Err(why) => ctx.send(Command::Say(why.to_string())),
        }
    }

    fn settle_all(&mut self, ctx: &Ctx<'_>, way: Way) {
        for conflict in self.merge.conflicts.clone() {
            if way.fits(&conflict) {
                self.settle(ctx, &conflict, way);
            }
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
                ctx.send(self.finish());
            }
            if left > 0 {
                for (name, hint, way) in [
                    ("All mine", "Settle the rest as it is here", Way::Choose(Choice::Mine)),
                    (
                        "All theirs",
                        "Settle the rest as it is in what comes in",
                        Way::Choose(Choice::Theirs),
                    ),
                    (
                        "Both where they can stay",
                        "Keep both sides of the rest, where nothing is lost by it",
                        Way::Choose(Choice::Both),
                    ),
                ] {
                    if ui.button(name).on_hover_text(hint).clicked() {
                        self.settle_all(ctx, way);
                    }
                }
            }
            if ui.button("Cancel").clicked() {
                ctx.send(Command::CloseDialog);
            }
        });
    }

    fn finish(&self) -> Command {
        let summary = self.merge.summary();
        let mut lines = vec![format!("Came in from {}: {summary}.", self.name)];
        let Settled {
            mine,
            theirs,
            both,
            noted,
        } = self.settled;
        let ways: Vec<String> = [
            (mine, "as it was here"),
            (theirs, "as it was there"),
            (both, "by keeping both"),
            (noted, "as it was here, with a note of the other"),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, way)| format!("{n} {way}"))
        .collect();
        if !ways.is_empty() {
            lines.push(format!("Settled: {}.", ways.join(", ")));
        }
        Command::FinishMerge {
            label: format!("Merge {}", self.name),
            said: format!("Merged: {summary}"),
            summary: lines,
            project: Box::new(self.merge.project.clone()),
            own_file: self.own_file,
        }
    }
}

/// Judgments by actor and issue, then everything else as it comes.
fn place_in_matrix(project: &Project, change: &Change) -> (usize, usize, usize) {
    let (Change::Added(Item::Position(key, _)) | Change::Changed(_, Item::Position(key, _))) = change else {
        return (1, 0, 0);
    };
    let actor = project.actors.iter().position(|a| a.id == key.actor);
    let issue = project.issues.iter().position(|i| i.id == key.issue);
    (0, actor.unwrap_or(usize::MAX), issue.unwrap_or(usize::MAX))
}

/// "Bela", or "Bela, The statement".
fn whose(project: &Project, key: &PositionKey) -> String {
    let name = project.analyst_name(&key.analyst);
    match project.period_name(key.period.as_ref()) {
        "" => name.to_owned(),
        period => format!("{name}, {period}"),
    }
}

/// What a judgment rests on: "for: “…”".
fn quotations(project: &Project, key: &PositionKey) -> Vec<String> {
    let evidence = project.position(key).map_or(&[][..], |p| &p.evidence);
    evidence
        .iter()
        .filter_map(|e| {
            let words = &project.passage(e.passage)?.anchor.quotation;
            Some(match e.role {
                Role::For => format!("for: “{words}”"),
                Role::Against => format!("against: “{words}”"),
            })
        })
        .collect()
}

fn quotations_ui(ctx: &Ctx<'_>, ui: &mut Ui, quotations: &[String]) {
    for quotation in quotations {
        ui.horizontal_top(|ui| {
            ui.add_space(16.0);
            ui.add(egui::Label::new(RichText::new(quotation).color(ctx.tokens.faint)).wrap());
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

/// The heading of several conflicts of one kind, with the ways to settle them all alike.
fn all_of_a_kind_ui(ctx: &Ctx<'_>, ui: &mut Ui, kind: &str, count: usize, both: bool) -> Option<Way> {
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(
            RichText::new(format!("{count} × {kind}"))
                .strong()
                .color(ctx.tokens.accent),
        );
        for (name, way) in [
            ("mine", Way::Choose(Choice::Mine)),
            ("theirs", Way::Choose(Choice::Theirs)),
            ("both", Way::Choose(Choice::Both)),
            ("mine, with notes", Way::Note),
        ] {
            if way == Way::Choose(Choice::Both) && !both {
                continue;
            }
            let response = ui.small_button(format!("All {name}"));
            response.widget_info(|| WidgetInfo::labeled(Aria::Button, true, format!("All of {kind}: {name}")));
            if response.clicked() {
                chosen = Some(way);
            }
        }
    });
    ui.add_space(4.0);
    chosen
}

fn conflict_ui(ctx: &Ctx<'_>, ui: &mut Ui, n: usize, conflict: &Conflict, merge: &Merge) -> Option<Way> {
    let values = conflict.values(&merge.project);
    let hidden = ctx.session.hides(&merge.project, &conflict.place());
    let subject = if hidden {
        UNSEEN.to_owned()
    } else {
        conflict.subject(&merge.project)
    };
    let mut chosen = None;
    Frame::new()
        .fill(ctx.tokens.raised)
        .inner_margin(10.0)
        .corner_radius(6.0)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(RichText::new(&subject).strong());
            ui.label(RichText::new(conflict.aspect()).color(ctx.tokens.faint));
            if let Some(base) = values.base.as_ref().filter(|_| !hidden) {
                ui.label(RichText::new(format!("It was: {base}")).color(ctx.tokens.faint));
            }
            let mut way_ui = |ui: &mut Ui, button: &str, way: Way| {
                let response = ui.button(button);
                let label = format!("{button}: {subject}, {} ({})", conflict.aspect(), n + 1);
                response.widget_info(|| WidgetInfo::labeled(Aria::Button, true, label.clone()));
                if response.clicked() {
                    chosen = Some(way);
                }
            };
            for (name, words, button, choice, project) in [
                ("Mine", &values.mine, "Keep mine", Choice::Mine, ctx.session.whole()),
                ("Theirs", &values.theirs, "Take theirs", Choice::Theirs, merge.theirs()),
            ] {
                ui.horizontal_wrapped(|ui| {
                    way_ui(ui, button, Way::Choose(choice));
                    if !hidden {
                        ui.label(format!("{name}: {}", words.as_deref().unwrap_or("(nothing)")));
                    }
                });
                if let Some(key) = conflict.position().filter(|_| !hidden) {
                    quotations_ui(ctx, ui, &quotations(project, key));
                }
            }
            ui.horizontal_wrapped(|ui| {
                if conflict.both_can_stay() {
                    way_ui(ui, "Keep both", Way::Choose(Choice::Both));
                }
                if !hidden {
                    way_ui(ui, "Keep mine, note theirs", Way::Note);
                }
            });
        });
    ui.add_space(8.0);
    chosen
}
