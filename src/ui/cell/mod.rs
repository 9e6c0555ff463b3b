//! The cell pane: one judgment, what it rests on, and what else is said about the same actor and issue.
//!
//! Not here: choosing the cell (`matrix`), showing a passage in its text (the article pane).

mod candidates;
mod card;
mod quotations;
#[cfg(test)]
mod tests;
pub mod view;

use eframe::egui::{Id, RichText, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

pub(crate) use self::quotations::icon;
use self::{candidates::Candidates, view::CellDetails};
use crate::{
    model::{Basis, Cell, Confidence, Edit, Focus, PassageId, Role, Stance},
    session::PeriodChoice,
    ui::{
        Action, Command, Ctx, attach,
        brush::Brush,
        command::{Pane, Scope, format_shortcut, take_keys_of},
        follow_keyboard,
        prose::Prose,
        reasons::reasons_ui,
        segments::{self, Segment},
        sign,
    },
};

/// The cell pane's own state.
#[derive(Debug, Default)]
pub struct CellPane {
    wants_keyboard: bool,
    /// The widgets of the last frame that the arrows go through, from top to bottom.
    stops: Vec<Id>,
    /// The quotation that has the keyboard.
    on_quotation: Option<PassageId>,
    /// How many quotations in a role are shown beyond the first ones.
    more_quotations: usize,
    /// The cell that was shown in the last frame.
    shown: Option<Cell>,
    candidates: Candidates,
    /// Whether the rationale takes the keyboard at the next frame.
    wants_rationale: bool,
}

/// A hint, with the keys of the action that does the same.
fn with_keys(ctx: &Ctx<'_>, hint: &str, action: Action) -> String {
    match action.shortcut(ctx.preferences).map(format_shortcut) {
        Some(keys) => format!("{hint} ({keys})"),
        None => hint.to_owned(),
    }
}

impl CellPane {
    /// Draws the pane, filling the room.
    pub fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let details = ctx
            .selection()
            .cell
            .as_ref()
            .and_then(|cell| CellDetails::new(ctx.project(), ctx.selection(), cell));
        if let Some(details) = &details {
            self.keys(ctx, ui, details);
        }
        let mut area = ScrollArea::vertical().id_salt("cell").auto_shrink(false);
        if self.shown != ctx.selection().cell {
            self.shown.clone_from(&ctx.selection().cell);
            self.more_quotations = 0;
            // Another cell is read from its name on.
            area = area.vertical_scroll_offset(0.0);
        }
        self.stops.clear();
        self.on_quotation = None;
        area.show(ui, |ui| {
            eframe::egui::Frame::new().inner_margin(8).show(ui, |ui| {
                ui.set_min_width(ui.available_width());
                match &details {
                    Some(details) => self.details_ui(ctx, ui, details),
                    None => self.nothing_ui(ctx, ui),
                }
                follow_keyboard(ui);
            });
        });
    }

    /// Does an action, if it is this pane's.
    pub fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        let Some(cell) = &ctx.selection().cell else {
            return false;
        };
        let Some(details) = CellDetails::new(ctx.project(), ctx.selection(), cell) else {
            return false;
        };
        self.perform(ctx, action, &details)
    }

    /// Takes the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
    }

    fn nothing_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.title_ui(ui, "No cell selected");
        ui.label(
            "Select a cell of the matrix: here stand its judgment, the reasons, and the passages that it rests on.",
        );
        ui.add_space(4.0);
        ui.label(
            RichText::new("In the matrix, 1 to 7 set the stance, E attaches the selected text, N writes a note.")
                .color(ctx.tokens.faint),
        );
    }

    /// The heading; it holds the keyboard while nothing else of the pane does.
    fn title_ui(&mut self, ui: &mut Ui, title: &str) {
        let label = eframe::egui::Label::new(RichText::new(title).heading())
            .wrap()
            .selectable(false);
        let response = ui.add(label.sense(Sense::click()));
        response.widget_info(|| WidgetInfo::labeled(eframe::egui::Role::Heading, true, title));
        if std::mem::take(&mut self.wants_keyboard) {
            response.request_focus();
        }
        self.stops.push(response.id);
    }

    fn details_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails) {
        let tokens = ctx.tokens;
        ui.spacing_mut().item_spacing.y = 5.0;
        self.title_ui(ui, &details.title);
        if !details.proposition.is_empty() {
            ui.label(RichText::new(&details.proposition).italics());
        }
        ui.label(RichText::new(&details.where_written).color(tokens.faint).small());

        let (stance, stops) = segments::stances(ui, tokens, details.stance);
        self.stops.extend(stops.iter().map(|r| r.id));
        let word = details.stance.map_or("No stance yet", Stance::word);
        ui.label(RichText::new(word).strong());
        if let Some(stance) = stance {
            ctx.edit(Edit::SetStance(details.key.clone(), stance));
        }
        self.confidence_ui(ctx, ui, details);
        self.basis_ui(ctx, ui, details);
        self.rationale_ui(ctx, ui, details);

        ui.add_space(2.0);
        if details.stance.is_some() && details.quotations.is_empty() {
            ui.label(RichText::new("Nothing is quoted for this stance yet").color(tokens.warning));
        }
        self.quotations_ui(ctx, ui, details, Role::For);
        self.quotations_ui(ctx, ui, details, Role::Against);
        self.elsewhere_ui(ctx, ui, details);
        self.candidates_ui(ctx, ui, details);
    }

    fn confidence_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails) {
        ui.label(RichText::new("Confidence").color(ctx.tokens.faint).small());
        let segments = Confidence::ALL.map(|value| Segment {
            value,
            word: value.word(),
            hint: with_keys(
                ctx,
                &format!("{} confidence", value.word()),
                match value {
                    Confidence::Low => Action::ConfidenceLow,
                    Confidence::Medium => Action::ConfidenceMedium,
                    Confidence::High => Action::ConfidenceHigh,
                },
            ),
        });
        let (chosen, stops) = segments::words(ui, ctx.tokens, "Confidence", &segments, details.confidence);
        self.stops.extend(stops.iter().map(|r| r.id));
        if let Some(confidence) = chosen {
            ctx.edit(Edit::SetConfidence(details.key.clone(), confidence));
        }
    }

    fn basis_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails) {
        ui.label(RichText::new("On whose word").color(ctx.tokens.faint).small());
        let segments = Basis::ALL.map(|value| Segment {
            value,
            word: value.word(),
            hint: with_keys(
                ctx,
                value.explained(),
                match value {
                    Basis::Stated => Action::BasisStated,
                    Basis::Reported => Action::BasisReported,
                    Basis::Inferred => Action::BasisInferred,
                    Basis::Predicted => Action::BasisPredicted,
                },
            ),
        });
        let (chosen, stops) = segments::words(ui, ctx.tokens, "Basis", &segments, details.basis);
        self.stops.extend(stops.iter().map(|r| r.id));
        if let Some(basis) = chosen {
            ctx.edit(Edit::SetBasis(details.key.clone(), basis));
        }
    }

    fn elsewhere_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails) {
        if details.elsewhere.is_empty() {
            return;
        }
        ui.add_space(4.0);
        ui.label(RichText::new("The same cell elsewhere").color(ctx.tokens.faint).small());
        for other in &details.elsewhere {
            let size = vec2(ui.available_width(), 24.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            let word = other.stance.map_or("no stance", Stance::word);
            response.widget_info(|| {
                WidgetInfo::labeled(
                    eframe::egui::Role::Button,
                    true,
                    format!("{}: {word}, {}", other.name, other.details),
                )
            });
            self.stops.push(response.id);
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, 3.0, ctx.tokens.raised);
            }
            let swatch = eframe::egui::Rect::from_min_size(rect.min + vec2(2.0, 3.0), vec2(26.0, 18.0));
            if let Some(stance) = other.stance {
                ui.painter().rect_filled(swatch, 2.0, ctx.tokens.stance(stance));
                sign::stance(
                    &mut Brush::new(ui.painter()),
                    swatch.center(),
                    10.0,
                    stance,
                    ctx.tokens.on_stance(stance),
                );
            }
            ui.painter()
                .rect_stroke(swatch, 2.0, Stroke::new(1.0, ctx.tokens.line), StrokeKind::Inside);
            let mut text = eframe::egui::text::LayoutJob::default();
            let font = eframe::egui::FontId::proportional(12.5);
            let format = |colour| eframe::egui::TextFormat::simple(font.clone(), colour);
            text.append(&other.name, 0.0, format(ctx.tokens.text));
            text.append(&format!("  {word}"), 0.0, format(ctx.tokens.faint));
            text.wrap = eframe::egui::text::TextWrapping::truncate_at_width(rect.width() - 38.0);
            let galley = ui.painter().layout_job(text);
            let at = eframe::egui::pos2(swatch.right() + 8.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, ctx.tokens.text);
            if response.on_hover_text(&other.details).clicked() {
                ctx.send(Command::SelectPeriod(match &other.key.period {
                    Some(id) => PeriodChoice::One(id.clone()),
                    None => PeriodChoice::All,
                }));
            }
            let theirs = ctx.project().position(&other.key);
            if let Some(position) = theirs.filter(|_| other.key.analyst != details.key.analyst) {
                ui.indent(("reasons", &other.name), |ui| {
                    ui.label(RichText::new(&other.details).color(ctx.tokens.faint).small());
                    reasons_ui(ctx, ui, position);
                });
            }
        }
    }

    /// Takes the keys pressed while the keyboard is in the pane and in no text field.
    fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, details: &CellDetails) {
        let focused = ui.memory(|m| m.focused());
        let Some(place) = self.stops.iter().position(|id| Some(*id) == focused) else {
            return;
        };
        let mut to = place;
        let scopes = [Scope::Cell, Scope::Matrix];
        take_keys_of(ctx, ui, self.stops[place], &scopes, |action| {
            match action {
                Action::CellDown => to = (to + 1).min(self.stops.len() - 1),
                Action::CellUp => to = to.saturating_sub(1),
                Action::NoteOnCell => ctx.send(Command::Act(action)),
                _ => return self.perform(ctx, action, details),
            }
            true
        });
        if to != place {
            ui.memory_mut(|m| m.request_focus(self.stops[to]));
        }
    }

    fn perform(&mut self, ctx: &Ctx<'_>, action: Action, details: &CellDetails) -> bool {
        let key = || details.key.clone();
        if let Some(stance) = crate::ui::matrix::stance_of(action) {
            ctx.edit(Edit::SetStance(key(), Some(stance)));
            return true;
        }
        // From the palette no quotation has the keyboard: then the one that was clicked is meant.
        let clicked = ctx.selection().passage.filter(|_| !self.candidates.has_keyboard());
        let meant = self.on_quotation.or(clicked);
        let quotation = details.quotations.iter().find(|q| Some(q.passage) == meant);
        match action {
            Action::ConfidenceLow => ctx.edit(Edit::SetConfidence(key(), Some(Confidence::Low))),
            Action::ConfidenceMedium => ctx.edit(Edit::SetConfidence(key(), Some(Confidence::Medium))),
            Action::ConfidenceHigh => ctx.edit(Edit::SetConfidence(key(), Some(Confidence::High))),
            Action::BasisStated => ctx.edit(Edit::SetBasis(key(), Some(Basis::Stated))),
            Action::BasisReported => ctx.edit(Edit::SetBasis(key(), Some(Basis::Reported))),
            Action::BasisInferred => ctx.edit(Edit::SetBasis(key(), Some(Basis::Inferred))),
            Action::BasisPredicted => ctx.edit(Edit::SetBasis(key(), Some(Basis::Predicted))),
            Action::SwitchRole => match quotation {
                Some(quotation) => quotations::switch(ctx, details, quotation),
                None => return false,
            },
            Action::Uncite => match quotation {
                Some(quotation) => ctx.edit(Edit::Uncite(key(), quotation.passage)),
                None => return false,
            },
            Action::ShowQuotation => match quotation {
                Some(quotation) => ctx.send(Command::Reveal(Focus::Passage(quotation.passage))),
                None => return self.show_chosen(ctx),
            },
            Action::AcceptCandidate => return self.accept_chosen(ctx, details),
            Action::DismissCandidate => return self.dismiss_chosen(ctx, details),
            Action::WriteRationale => self.wants_rationale = true,
            Action::LeaveCell => ctx.send(Command::FocusPane(Pane::Matrix)),
            Action::CiteSelection => attach::selection(ctx, &details.cell, Role::For),
            Action::CiteAgainst => attach::selection(ctx, &details.cell, Role::Against),
            _ => return false,
        }
        true
    }

    fn rationale_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails) {
        let field = Prose {
            id: Id::unique(("rationale", &details.key)),
            name: "Rationale",
            hint: "Why: what decides it, and why not the stance beside it",
            rows: 2,
            takes_keyboard: std::mem::take(&mut self.wants_rationale),
        };
        let text = details.rationale.clone();
        // The keyboard stays in the pane, so that its keys go on.
        self.wants_keyboard |= field.show(ctx, ui, &details.rationale, text, |text| {
            Edit::SetRationale(details.key.clone(), text)
        });
    }
}
