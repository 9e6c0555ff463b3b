//! The candidates: sentences that speak of the cell's actor and issue and that nobody cited yet, each to be taken or
//! turned down.
//!
//! They are looked for on a thread where there is much text, and only anew when the cell, its words or the texts are
//! others. Not here: which sentences they are (`analysis::candidates`).

use std::collections::BTreeSet;

use eframe::egui::{
    self, Button, FontFamily, FontId, Id, RichText, Role as Access, Sense, Stroke, Ui, WidgetInfo,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{
    CellPane,
    card::{card, outline},
    icon,
    view::CellDetails,
};
use crate::{
    analysis::{
        candidates::{Candidate, Search, Sorted, dismissal, sort},
        mentions::Subject,
    },
    model::{AnalystId, Cell, Edit, Role},
    ui::{
        Command, Ctx, attach,
        dialog::{ActorForm, Dialog, IssueForm},
        fonts::SANS_BOLD,
        sign,
        work::Work,
    },
};

/// How many candidates are shown at first, and how many more each time.
const AT_A_TIME: usize = 10;

/// How many candidates are given in at a time.
const BATCH: usize = 200;

/// What the sorting depends on: the project's revision, whose layer, which layers are hidden, how many were found.
type SortedFor = (u64, AnalystId, BTreeSet<AnalystId>, usize);

/// The candidate that has the keyboard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    /// Its place among the cards.
    slot: usize,
    /// Its place among those found.
    n: usize,
    dismissed: bool,
}

/// What is known of a cell's candidates.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    search: Option<Search>,
    work: Option<Work<Vec<Candidate>>>,
    found: Vec<Candidate>,
    /// The revision and the cell for which `search` was last seen to be the right one.
    checked: Option<(u64, Cell)>,
    sorted: Sorted,
    sorted_for: Option<SortedFor>,
    /// How many may be shown.
    room: usize,
    dismissed_shown: bool,
    chosen: Option<Chosen>,
}

impl Candidates {
    /// Sees to it that what is known is of this cell and of the project as it is; takes in what came.
    fn follow(&mut self, ctx: &Ctx<'_>, egui: &egui::Context, cell: &Cell) {
        let revision = ctx.session.revision();
        if self.checked.as_ref().is_none_or(|(r, c)| *r != revision || c != cell) {
            let search = Search::new(ctx.project(), cell);
            if self.checked.as_ref().is_none_or(|(_, c)| c != cell) {
                (self.room, self.dismissed_shown) = (AT_A_TIME, false);
            }
            if search != self.search {
                self.found.clear();
                self.work = search.clone().map(|search| start(egui, search));
                self.search = search;
            }
            self.checked = Some((revision, cell.clone()));
            self.sorted_for = None;
        }
        if let Some(work) = &mut self.work {
            while let Some(part) = work.take() {
                self.found.extend(part);
            }
            if work.is_over() {
                self.work = None;
            }
        }
        let selection = ctx.selection();
        let sorted_for = (
            revision,
            selection.analyst.clone(),
            selection.hidden_layers.clone(),
            self.found.len(),
        );
        if self.sorted_for.as_ref() != Some(&sorted_for) {
            let shows = |layer: &AnalystId| selection.shows(layer);
            self.sorted = sort(ctx.project(), cell, &self.found, &selection.analyst, shows);
            self.sorted_for = Some(sorted_for);
        }
    }

    /// Whether a candidate has the keyboard.
    pub(super) fn has_keyboard(&self) -> bool {
        self.chosen.is_some()
    }

    /// The candidate that has the keyboard, and whether it is dismissed.
    fn chosen(&self) -> Option<(&Candidate, bool)> {
        let chosen = self.chosen?;
        Some((self.found.get(chosen.n)?, chosen.dismissed))
    }
}

fn start(egui: &egui::Context, search: Search) -> Work<Vec<Candidate>> {
    Work::start(egui, "Looking for candidates…", search.bytes(), move |give| {
        let mut part = Vec::new();
        for of_block in search.by_block() {
            if give.is_unwanted() {
                return;
            }
            part.extend(of_block);
            if part.len() >= BATCH {
                give.give(std::mem::take(&mut part));
            }
        }
        give.give(part);
    })
}

impl CellPane {
    /// Draws the candidates of the cell.
    pub(super) fn candidates_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails) {
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.follow(ctx, ui.ctx(), &details.cell);
        let last_slot = candidates.chosen.take().map(|chosen| chosen.slot);
        ui.add_space(4.0);
        self.candidates_head(ctx, ui, details, &candidates);
        let offered = candidates.sorted.offered.len();
        let mut cards: Vec<(usize, bool)> = candidates.sorted.offered[..offered.min(candidates.room)]
            .iter()
            .map(|n| (*n, false))
            .collect();
        let mut slots = 0;
        let mut show = |pane: &mut Self, ui: &mut Ui, cards: &[(usize, bool)], chosen: &mut Option<Chosen>| {
            for (n, dismissed) in cards {
                if let Some(candidate) = candidates.found.get(*n)
                    && pane.candidate_ui(ctx, ui, details, candidate, slots, *dismissed)
                {
                    *chosen = Some(Chosen {
                        slot: slots,
                        n: *n,
                        dismissed: *dismissed,
                    });
                }
                slots += 1;
            }
        };
        let mut chosen = None;
        show(self, ui, &cards, &mut chosen);
        let rest = offered - cards.len();
        if rest > 0 {
            let more = format!("Show {} more of {rest}", rest.min(AT_A_TIME));
            let response = ui.small_button(more);
            self.stops.push(response.id);
            if response.clicked() {
                candidates.room += AT_A_TIME;
            }
        }
        let dismissed = candidates.sorted.dismissed.len();
        if dismissed > 0 {
            ui.horizontal(|ui| {
                let label = format!("{dismissed} dismissed");
                ui.label(RichText::new(label).small().color(ctx.tokens.faint));
                let word = if candidates.dismissed_shown { "Hide" } else { "Show" };
                let response = ui.small_button(word);
                let name = format!("{word} dismissed candidates");
                response.widget_info(|| WidgetInfo::labeled(Access::Button, true, &name));
                self.stops.push(response.id);
                if response.clicked() {
                    candidates.dismissed_shown = !candidates.dismissed_shown;
                }
            });
            if candidates.dismissed_shown {
                cards = candidates
                    .sorted
                    .dismissed
                    .iter()
                    .take(candidates.room)
                    .map(|n| (*n, true))
                    .collect();
                show(self, ui, &cards, &mut chosen);
            }
        }
        // The card that had the keyboard is gone: on to the one in its place, or the last, or the heading.
        if let Some(slot) = last_slot.filter(|slot| chosen.is_none() && *slot >= slots)
            && ui.memory(|m| m.focused().is_none_or(|id| id == card_id(slot)))
        {
            match slots.checked_sub(1) {
                Some(last) => ui.memory_mut(|m| m.request_focus(card_id(last))),
                None => self.wants_keyboard = true,
            }
        }
        candidates.chosen = chosen;
        self.candidates = candidates;
    }

    fn candidates_head(&self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails, candidates: &Candidates) {
        let project = ctx.project();
        let (actor, issue) = (
            project.actor_name(&details.cell.actor),
            project.issue_name(&details.cell.issue),
        );
        let count = candidates.sorted.offered.len();
        let searching = candidates.work.is_some();
        ui.horizontal(|ui| {
            let heading = if searching {
                format!("Candidates ({count} so far)")
            } else {
                format!("Candidates ({count})")
            };
            ui.label(RichText::new(heading).color(ctx.tokens.faint).small())
                .on_hover_text(format!(
                    "Sentences that name {actor} and speak of {issue}, and that no layer shown cites here yet.\nOn a \
                     sentence, A cites it, D dismisses it, Enter shows it in the text."
                ));
            if searching {
                ui.spinner();
            }
        });
        if count == 0 && !searching {
            let nothing = if candidates.found.is_empty() {
                format!("No sentence names {actor} and speaks of {issue}. They are known by their names and by:")
            } else {
                "Every sentence that speaks of both is cited or dismissed. Others are found by more words:".to_owned()
            };
            ui.label(RichText::new(nothing).small().color(ctx.tokens.faint));
            // No wider than the pane, however long a name.
            let more = |text: String| Button::new(text).small().truncate();
            if ui.add(more(format!("Aliases of {actor}…"))).clicked()
                && let Some(actor) = project.actor(&details.cell.actor)
            {
                ctx.send(Command::Ask(Box::new(Dialog::Actor(ActorForm::new(actor)))));
            }
            if ui.add(more(format!("Keywords of {issue}…"))).clicked()
                && let Some(issue) = project.issue(&details.cell.issue)
            {
                ctx.send(Command::Ask(Box::new(Dialog::Issue(IssueForm::new(issue)))));
            }
        }
    }

    /// Draws a candidate; whether it has the keyboard.
    fn candidate_ui(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &mut Ui,
        details: &CellDetails,
        candidate: &Candidate,
        slot: usize,
        dismissed: bool,
    ) -> bool {
        let tokens = ctx.tokens;
        let fill = if dismissed { tokens.pane } else { tokens.page };
        let place = ctx.project().place_name(&candidate.document, candidate.range.start);
        let (rect, response) = card(
            ui,
            tokens,
            (card_id(slot), Sense::click(), fill),
            |ui| candidate_buttons(ctx, ui, details, candidate, dismissed),
            |ui| {
                let words = words(ctx, details, candidate, dismissed);
                ui.add(egui::Label::new(words).selectable(false).wrap());
                let place = RichText::new(&place).small().color(tokens.faint);
                ui.add(egui::Label::new(place).selectable(false));
            },
        );
        response.widget_info(|| {
            let state = if dismissed { "Dismissed candidate" } else { "Candidate" };
            let name = format!("{state}, {place}: {}", sentence(ctx, candidate));
            WidgetInfo::labeled(Access::ListItem, true, name)
        });
        self.stops.push(response.id);
        outline(ui, tokens, rect, &response);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            response.request_focus();
            show_in_text(ctx, candidate);
        }
        response.has_focus()
    }

    /// Cites the candidate that has the keyboard; whether there is one.
    pub(super) fn accept_chosen(&self, ctx: &Ctx<'_>, details: &CellDetails) -> bool {
        let chosen = self.candidates.chosen();
        if let Some((candidate, _)) = chosen {
            accept(ctx, details, candidate);
        }
        chosen.is_some()
    }

    /// Dismisses the candidate that has the keyboard, or brings it back; whether there is one.
    pub(super) fn dismiss_chosen(&self, ctx: &Ctx<'_>, details: &CellDetails) -> bool {
        let chosen = self.candidates.chosen();
        if let Some((candidate, dismissed)) = chosen {
            dismiss(ctx, details, candidate, !dismissed);
        }
        chosen.is_some()
    }

    /// Shows the candidate that has the keyboard in its text; whether there is one.
    pub(super) fn show_chosen(&self, ctx: &Ctx<'_>) -> bool {
        let chosen = self.candidates.chosen();
        if let Some((candidate, _)) = chosen {
            show_in_text(ctx, candidate);
        }
        chosen.is_some()
    }
}

fn card_id(slot: usize) -> Id {
    Id::unique(("candidate", slot))
}

fn candidate_buttons(ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails, candidate: &Candidate, dismissed: bool) {
    let name = if dismissed {
        "Offer this sentence again"
    } else {
        "Dismiss this sentence"
    };
    let response = icon(ui, ctx, name, |painter, centre, stroke| {
        sign::cross(painter, centre, 4.5, dismissed, stroke);
    });
    if response.clicked() {
        dismiss(ctx, details, candidate, !dismissed);
    }
    let response = icon(ui, ctx, "Cite this sentence", |painter, centre, stroke| {
        painter.line_segment([centre + vec2(-5.0, 0.5), centre + vec2(-1.5, 4.0)], stroke);
        painter.line_segment([centre + vec2(-1.5, 4.0), centre + vec2(5.0, -4.0)], stroke);
    });
    if response.clicked() {
        accept(ctx, details, candidate);
    }
}

fn sentence(ctx: &Ctx<'_>, candidate: &Candidate) -> String {
    let document = ctx.project().document(&candidate.document);
    document.map_or_else(String::new, |d| d.body.slice_clamped(candidate.range.clone()))
}

/// The sentence with its mentions: the actor's in its colour, the issue's strong.
fn words(ctx: &Ctx<'_>, details: &CellDetails, candidate: &Candidate, dismissed: bool) -> LayoutJob {
    let (project, tokens) = (ctx.project(), ctx.tokens);
    let place = project
        .actors
        .iter()
        .position(|a| a.id == details.cell.actor)
        .unwrap_or(0);
    let own = project.actor(&details.cell.actor).and_then(|a| a.colour);
    let text = if dismissed { tokens.faint } else { tokens.text };
    let bold = FontFamily::Name(SANS_BOLD.into());
    let plain = TextFormat::simple(FontId::proportional(13.0), text);
    let mut job = LayoutJob::default();
    let Some(document) = project.document(&candidate.document) else {
        return job;
    };
    let mut at = candidate.range.start;
    for mention in &candidate.mentions {
        // A word that stands for both is told as the first of them.
        let (from, to) = (mention.range.start.max(at), mention.range.end);
        if from >= to {
            continue;
        }
        job.append(&document.body.slice_clamped(at..from), 0.0, plain.clone());
        let colour = match mention.of {
            Subject::Actor(_) => tokens.actor(own, place),
            Subject::Issue(_) => text,
        };
        let mut format = TextFormat::simple(FontId::new(13.0, bold.clone()), colour);
        if matches!(mention.of, Subject::Issue(_)) {
            format.underline = Stroke::new(1.0, tokens.faint);
        }
        job.append(&document.body.slice_clamped(from..to), 0.0, format);
        at = to;
    }
    job.append(&document.body.slice_clamped(at..candidate.range.end), 0.0, plain);
    job
}

fn show_in_text(ctx: &Ctx<'_>, candidate: &Candidate) {
    ctx.send(Command::RevealText(candidate.document.clone(), candidate.range.clone()));
}

/// Marks the sentence and cites it, as one step.
fn accept(ctx: &Ctx<'_>, details: &CellDetails, candidate: &Candidate) {
    let Some((passage, add)) = attach::passage_at(ctx, &candidate.document, candidate.range.clone()) else {
        return;
    };
    let mut edits: Vec<Edit> = add.into_iter().collect();
    edits.push(Edit::Cite(details.key.clone(), passage, Role::For));
    ctx.edit(Edit::Batch(format!("{}: cite a candidate", details.title), edits));
}

fn dismiss(ctx: &Ctx<'_>, details: &CellDetails, candidate: &Candidate, dismissed: bool) {
    if let Some(dismissal) = dismissal(ctx.project(), &details.cell, candidate, &details.key.analyst) {
        ctx.edit(if dismissed {
            Edit::Dismiss(dismissal)
        } else {
            Edit::Undismiss(dismissal)
        });
    }
}
