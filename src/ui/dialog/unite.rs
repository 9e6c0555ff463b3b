//! Merges one actor or issue into another; judgments that clash are settled one by one first.

use eframe::egui::{self, Button, RichText, ScrollArea, Ui};

use super::{buttons, modal};
use crate::{
    model::{
        ActorId, Clash, Edit, IssueId, Keep, Position, PositionKey, Project, Settled, Stance, clashes_of_actors,
        clashes_of_issues,
    },
    ui::{Command, Ctx, drop_down::drop_down},
};

/// What is merged into what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pair {
    /// Actors: the one that goes, and the one that stays if chosen.
    Actors(ActorId, Option<ActorId>),
    /// Issues: the one that goes, and the one that stays if chosen.
    Issues(IssueId, Option<IssueId>),
}

/// What is merged, and what was decided so far.
#[derive(Debug, Clone)]
pub struct Unite {
    pair: Pair,
    settled: Vec<Settled>,
}

impl Unite {
    /// Asks what to merge an actor into.
    pub fn actor(from: ActorId) -> Self {
        Self {
            pair: Pair::Actors(from, None),
            settled: Vec::new(),
        }
    }

    /// Asks what to merge an issue into.
    pub fn issue(from: IssueId) -> Self {
        Self {
            pair: Pair::Issues(from, None),
            settled: Vec::new(),
        }
    }

    fn clashes(&self, project: &Project) -> Vec<Clash> {
        match &self.pair {
            Pair::Actors(from, Some(into)) => clashes_of_actors(project, from, into),
            Pair::Issues(from, Some(into)) => clashes_of_issues(project, from, into),
            _ => Vec::new(),
        }
    }

    /// The edit, once everything is decided.
    fn edit(&self, clashes: &[Clash]) -> Option<Edit> {
        let all = clashes.iter().all(|clash| self.choice(&clash.key).is_some());
        match &self.pair {
            Pair::Actors(from, Some(into)) if all => {
                Some(Edit::MergeActors(from.clone(), into.clone(), self.settled.clone()))
            }
            Pair::Issues(from, Some(into)) if all => {
                Some(Edit::MergeIssues(from.clone(), into.clone(), self.settled.clone()))
            }
            _ => None,
        }
    }

    fn choice(&self, key: &PositionKey) -> Option<Keep> {
        self.settled.iter().find(|s| s.key == *key).map(|s| s.keep)
    }

    fn settle(&mut self, key: &PositionKey, keep: Keep) {
        self.settled.retain(|s| s.key != *key);
        self.settled.push(Settled { key: key.clone(), keep });
    }

    fn names<'a>(&'a self, project: &'a Project) -> (&'a str, Option<&'a str>) {
        match &self.pair {
            Pair::Actors(from, into) => (project.actor_name(from), into.as_ref().map(|id| project.actor_name(id))),
            Pair::Issues(from, into) => (project.issue_name(from), into.as_ref().map(|id| project.issue_name(id))),
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let project = ctx.project();
        let heading = format!("Merge {}", self.names(project).0);
        modal(ctx, egui_ctx, &heading, 560.0, |ui| {
            self.target_ui(ctx, ui);
            let clashes = self.clashes(project);
            self.explain_ui(ctx, ui, clashes.len());
            if !clashes.is_empty() {
                ui.add_space(6.0);
                ScrollArea::vertical()
                    .max_height(300.0)
                    .auto_shrink([false, true])
                    .show(ui, |ui| {
                        for clash in &clashes {
                            self.clash_ui(ctx, ui, clash);
                        }
                    });
            }
            let edit = self.edit(&clashes);
            buttons(ui, |ui| {
                if ui.add_enabled(edit.is_some(), Button::new("Merge")).clicked()
                    && let Some(edit) = edit
                {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(edit);
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
                let open = clashes.iter().filter(|c| self.choice(&c.key).is_none()).count();
                if open > 0 {
                    ui.label(RichText::new(format!("{open} still to decide")).color(ctx.tokens.faint));
                }
            });
        });
    }

    fn target_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let project = ctx.project();
        let chosen = self.names(project).1.unwrap_or("Choose…").to_owned();
        let mut anew = false;
        ui.horizontal(|ui| {
            ui.label("into");
            drop_down(ui, "Merge into", chosen, 300.0, |ui| match &mut self.pair {
                Pair::Actors(from, into) => {
                    for actor in project.actors.iter().filter(|a| a.id != *from) {
                        let id = Some(actor.id.clone());
                        anew |= ui.selectable_value(into, id, &actor.name).clicked();
                    }
                }
                Pair::Issues(from, into) => {
                    for issue in project.issues.iter().filter(|i| i.id != *from) {
                        let id = Some(issue.id.clone());
                        anew |= ui.selectable_value(into, id, &issue.name).clicked();
                    }
                }
            });
        });
        if anew {
            self.settled.clear();
        }
    }

    fn explain_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, clashes: usize) {
        let project = ctx.project();
        let (from, Some(into)) = self.names(project) else {
            return;
        };
        let positions = project
            .positions
            .keys()
            .filter(|key| match &self.pair {
                Pair::Actors(id, _) => key.actor == *id,
                Pair::Issues(id, _) => key.issue == *id,
            })
            .count();
        let what = match &self.pair {
            Pair::Actors(..) => "an alias",
            Pair::Issues(..) => "a keyword",
        };
        let positions = if positions == 1 {
            "1 position moves".to_owned()
        } else {
            format!("{positions} positions move")
        };
        ui.label(format!(
            "{positions} to {into}; “{from}” becomes {what} of it. Quotations and rationales of both are kept."
        ));
        if clashes > 0 {
            let both = if clashes == 1 {
                "In 1 cell both have a judgment, and they differ.".to_owned()
            } else {
                format!("In {clashes} cells both have a judgment, and they differ.")
            };
            ui.label(RichText::new(format!("{both} Which holds?")).strong());
        }
    }

    fn clash_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, clash: &Clash) {
        let project = ctx.project();
        let other = match &self.pair {
            Pair::Actors(..) => project.issue_name(&clash.key.issue),
            Pair::Issues(..) => project.actor_name(&clash.key.actor),
        };
        let mut place = other.to_owned();
        let period = project.period_name(clash.key.period.as_ref());
        if !period.is_empty() {
            place.push_str(&format!(", {period}"));
        }
        if project.analysts.len() > 1 {
            place.push_str(&format!(" ({})", project.analyst_name(&clash.key.analyst)));
        }
        let (from, into) = self.names(project);
        let (from, into) = (from.to_owned(), into.unwrap_or_default().to_owned());
        ui.label(RichText::new(&place).color(ctx.tokens.faint));
        ui.indent(("clash", &clash.key), |ui| {
            for (keep, name, position) in [(Keep::Kept, into, &clash.kept), (Keep::Merged, from, &clash.merged)] {
                let on = self.choice(&clash.key) == Some(keep);
                let text = format!("{name}: {}", judgment(position));
                let response = ui.radio(on, text);
                let _ = response.clone().on_hover_text(&position.rationale);
                if response.clicked() {
                    self.settle(&clash.key, keep);
                }
            }
        });
        ui.add_space(4.0);
    }
}

/// "opposes, high confidence, stated".
fn judgment(position: &Position) -> String {
    let mut words = vec![position.stance.map_or("no stance", Stance::word).to_owned()];
    words.extend(position.confidence.map(|c| format!("{} confidence", c.word())));
    words.extend(position.basis.map(|b| b.word().to_owned()));
    words.join(", ")
}
