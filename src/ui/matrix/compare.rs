//! Two layers side by side in the matrix: where they agree, differ and oppose each other, and why.
//!
//! The edited layer stands left, the other right; a mark says what it comes to, so that colour is never alone.
//! Not here: what verdicts mean (`analysis::compare`), other ways to show layers beside each other (`paint`).

use eframe::egui::{
    self, Align2, FontId, Frame, Margin, Panel, Popup, PopupCloseBehavior, Rect, RichText, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, epaint::RectShape, pos2, vec2,
};

use super::{MatrixPane, paint::ground, view::Lens};
use crate::{
    analysis::{
        compare::{Both, SideBySide, Verdict},
        layers::{self, Periods},
    },
    model::{AnalystId, Cell, Project, Stance},
    ui::{Command, Ctx, brush::Brush, drop_down::drop_down, reasons::reasons_ui, sign, theme::Tokens},
};

/// What was compared, and what it was made from.
#[derive(Debug)]
pub(super) struct Compared {
    other: AnalystId,
    first: AnalystId,
    periods: Periods,
    revision: u64,
    project: Project,
    found: SideBySide,
}

/// The mark of a verdict.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agree => "=",
        Verdict::OnlyFirst => "‹",
        Verdict::OnlySecond => "›",
        Verdict::Degree => "~",
        Verdict::Kind => "?",
        Verdict::Opposed => "×",
    }
}

/// A verdict with the names of the two: "only Ada has coded".
fn in_words(verdict: Verdict, first: &str, second: &str) -> String {
    match verdict {
        Verdict::OnlyFirst => format!("only {first} has coded"),
        Verdict::OnlySecond => format!("only {second} has coded"),
        other => other.word().to_owned(),
    }
}

/// The same of a number of cells, which may be one: "2 by degree".
fn count_in_words(verdict: Verdict, n: usize, first: &str, second: &str) -> String {
    let what = match verdict {
        Verdict::Agree => "agreed".to_owned(),
        Verdict::OnlyFirst => format!("only {first}"),
        Verdict::OnlySecond => format!("only {second}"),
        Verdict::Degree => "by degree".to_owned(),
        Verdict::Kind => "in kind".to_owned(),
        Verdict::Opposed => "opposed".to_owned(),
    };
    format!("{} {n} {what}", mark(verdict))
}

/// Most to talk about first.
fn by_weight() -> impl Iterator<Item = Verdict> {
    Verdict::ALL.into_iter().rev()
}

/// What the grid needs at least: its head and a few rows, in points.
const GRID_HEIGHT: f32 = 200.0;
/// What both judgments need at least: a name and a few lines, in points.
const DETAILS_HEIGHT: f32 = 60.0;

impl MatrixPane {
    /// Begins or ends comparing the edited layer with another.
    pub(super) fn toggle_compare(&mut self, ctx: &Ctx<'_>) {
        if self.compared.take().is_some() {
            return;
        }
        if ctx.session.blind_reader().is_some() {
            ctx.send(Command::Say(
                "Comparing shows another layer: it waits until your reading is finished".to_owned(),
            ));
            return;
        }
        let mine = &ctx.selection().analyst;
        let positions = |id: &AnalystId| ctx.session.index().layer(id).positions;
        let others = ctx.project().analysts.iter().filter(|a| a.id != *mine);
        match others.max_by_key(|a| positions(&a.id)) {
            Some(other) => self.compare_with(ctx, other.id.clone()),
            None => ctx.send(Command::Say(
                "There is no other layer to compare with: merge a colleague’s file first".to_owned(),
            )),
        }
    }

    fn compare_with(&mut self, ctx: &Ctx<'_>, other: AnalystId) {
        let (first, periods) = (ctx.selection().analyst.clone(), periods_of(ctx));
        self.compared = Some(Compared {
            found: SideBySide::new(ctx.project(), first.clone(), other.clone(), periods.clone()),
            other,
            first,
            periods,
            revision: ctx.session.revision(),
            project: ctx.project().clone(),
        });
    }

    /// Brings the comparison up to date with the project and what is chosen; ends it if there is nothing to compare.
    pub(super) fn follow_compared(&mut self, ctx: &Ctx<'_>) {
        let Some(compared) = &mut self.compared else { return };
        let project = ctx.project();
        let gone = project.analyst(&compared.other).is_none()
            || compared.other == ctx.selection().analyst
            || ctx.session.blind_reader().is_some();
        if gone {
            self.compared = None;
            return;
        }
        let same_order = compared.project.periods == project.periods;
        if compared.first != ctx.selection().analyst || compared.periods != periods_of(ctx) || !same_order {
            let other = compared.other.clone();
            return self.compare_with(ctx, other);
        }
        if compared.revision != ctx.session.revision() {
            compared.found.update(&compared.project, project);
            compared.project = project.clone();
            compared.revision = ctx.session.revision();
        }
    }

    /// The line above the grid: who is compared, and how often it comes to what.
    pub(super) fn compare_bar(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let Some(compared) = &self.compared else { return };
        let project = ctx.project();
        let names = (
            project.analyst_name(&compared.first),
            project.analyst_name(&compared.other),
        );
        let counts = compared.found.counts();
        let mut chosen = None;
        let mut stop = false;
        // Lines after the first begin where it does.
        let bar = Frame::new().inner_margin(Margin::symmetric(6, 0));
        let mut line = |ui: &mut Ui| {
            ui.label(format!("{} beside", names.0));
            drop_down(ui, "Layer compared with", names.1, 100.0, |ui| {
                for analyst in project.analysts.iter().filter(|a| a.id != compared.first) {
                    if ui
                        .selectable_label(analyst.id == compared.other, &analyst.name)
                        .clicked()
                    {
                        chosen = Some(analyst.id.clone());
                    }
                }
            });
            let legend = ui
                .small_button("Marks")
                .on_hover_text("What the marks between two stances mean");
            Popup::from_toggle_button_response(&legend)
                .close_behavior(PopupCloseBehavior::CloseOnClick)
                .show(|ui| legend_ui(ctx, ui, names));
            stop = ui.small_button("End comparing").clicked();
            for verdict in by_weight() {
                let n = counts.of(verdict);
                if n > 0 {
                    let text = count_in_words(verdict, n, names.0, names.1);
                    ui.add(egui::Label::new(text).wrap_mode(egui::TextWrapMode::Extend))
                        .on_hover_text(in_words(verdict, names.0, names.1));
                }
            }
            if counts.total() == 0 {
                ui.label(
                    RichText::new("Neither has coded anything here")
                        .color(ctx.tokens.faint)
                        .small(),
                );
            }
        };
        bar.show(ui, |ui| ui.horizontal_wrapped(&mut line));
        if let Some(other) = chosen {
            self.compare_with(ctx, other);
        }
        if stop {
            self.compared = None;
        }
    }

    /// Both judgments on the selected cell side by side, below the grid; where the pane is too low for both, the grid
    /// alone: the cell pane tells the same, one below the other.
    pub(super) fn compare_details(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let Some(compared) = &self.compared else { return };
        let room = ui.available_height() - GRID_HEIGHT;
        if room < DETAILS_HEIGHT {
            return;
        }
        Panel::bottom("compared cell")
            .default_size((room * 0.6).clamp(DETAILS_HEIGHT, 230.0))
            .size_range(40.0..=room)
            .resizable(true)
            .show(ui, |ui| {
                // As high for a hint as for a cell: the grid above does not move when one is selected.
                ui.take_available_height();
                match &ctx.selection().cell {
                    Some(cell) => compared.details_ui(ctx, ui, cell),
                    None => {
                        ui.label("Select a cell to see both judgments with their reasons and quotations.");
                    }
                }
            });
    }
}

fn periods_of(ctx: &Ctx<'_>) -> Periods {
    Lens::of(ctx.project(), ctx.selection()).periods()
}

impl Compared {
    /// The cell in words: "China, AUKUS: opposes beside strongly supports: oppose each other".
    pub(super) fn describe(&self, project: &Project, cell: &Cell) -> String {
        let place = format!(
            "{}, {}",
            project.actor_name(&cell.actor),
            project.issue_name(&cell.issue)
        );
        let Some(both) = self.found.cell(cell) else {
            return format!("{place}: coded by neither");
        };
        let word = |stance: Option<Stance>| stance.map_or("not coded", Stance::word);
        format!(
            "{place}: {} beside {}: {}",
            word(both.first),
            word(both.second),
            in_words(
                both.verdict,
                project.analyst_name(&self.first),
                project.analyst_name(&self.other)
            )
        )
    }

    /// Paints a cell: one stance left, the other right, the mark between them.
    pub(super) fn paint(&self, brush: &mut Brush, rect: Rect, cell: &Cell, tokens: &Tokens) {
        if let Some(both) = self.found.cell(cell) {
            paint(brush, rect, both, tokens);
        }
    }

    fn details_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, cell: &Cell) {
        let project = ctx.project();
        ui.label(RichText::new(project.cell_name(cell)).strong());
        ScrollArea::vertical()
            .id_salt("compared")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.columns(2, |columns| {
                    for (ui, layer) in columns.iter_mut().zip([&self.first, &self.other]) {
                        // Columns stretch their text to both sides; reasons are read from the left.
                        ui.vertical(|ui| self.judgment_ui(ctx, ui, layer, cell));
                    }
                });
            });
    }

    fn judgment_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, layer: &AnalystId, cell: &Cell) {
        let project = ctx.project();
        let name = project.analyst_name(layer);
        let Some((key, position)) = layers::shown(project, layer, cell, &self.periods) else {
            ui.label(format!("{name}: not coded"));
            return;
        };
        let mut words = vec![position.stance.map_or("no stance yet", Stance::word).to_owned()];
        words.extend(position.basis.map(|b| b.word().to_owned()));
        words.extend(position.confidence.map(|c| format!("{} confidence", c.word())));
        match project.period_name(key.period.as_ref()) {
            "" => {}
            period => words.push(period.to_owned()),
        }
        ui.label(RichText::new(format!("{name}: {}", words.join(", "))).strong());
        reasons_ui(ctx, ui, position);
    }
}

fn paint(brush: &mut Brush, rect: Rect, both: Both, tokens: &Tokens) {
    let inside = rect.shrink(1.0);
    let badge = 13.0_f32.min(inside.width() * 0.28);
    let half = |left: bool| {
        let (from, to) = if left {
            (inside.left(), inside.center().x)
        } else {
            (inside.center().x, inside.right())
        };
        Rect::from_min_max(pos2(from, inside.top()), pos2(to, inside.bottom()))
    };
    let agrees = both.verdict == Verdict::Agree;
    // The mark stands between two stances, and in the empty half beside one.
    let (middle, beside) = match both.verdict {
        Verdict::OnlyFirst => (half(false).center(), 0.0),
        Verdict::OnlySecond => (half(true).center(), 0.0),
        _ => (inside.center(), badge / 2.0),
    };
    for (stance, part, sign_x) in [
        (both.first, half(true), -beside / 2.0),
        (both.second, half(false), beside / 2.0),
    ] {
        let Some(stance) = stance else { continue };
        // What both say alike steps back: what differs is to be seen.
        ground(brush, part, stance, agrees, tokens);
        let on = if agrees { tokens.text } else { tokens.on_stance(stance) };
        let broad = sign::stance_width(stance);
        let size = ((inside.height() * 0.36).clamp(7.0, 12.0) / broad).max(8.0);
        // Beside the mark and off the edge, however narrow the cell.
        let size = sign::fitting(stance, size, part.width() - beside - 3.0);
        sign::stance(brush, part.center() + vec2(sign_x, 0.0), size, stance, on);
    }
    let frame = match both.verdict {
        Verdict::Opposed => Stroke::new(2.0, tokens.error),
        Verdict::Degree | Verdict::Kind => Stroke::new(1.5, tokens.warning),
        Verdict::Agree | Verdict::OnlyFirst | Verdict::OnlySecond => Stroke::NONE,
    };
    brush.add(RectShape::stroke(inside, 0.0, frame, StrokeKind::Inside));
    let middle = Rect::from_center_size(middle, vec2(badge, badge.min(inside.height() - 4.0)));
    brush.add(RectShape::filled(middle, 3.0, tokens.pane));
    brush.text(
        middle.center(),
        Align2::CENTER_CENTER,
        mark(both.verdict).to_owned(),
        FontId::proportional(12.0),
        tokens.text,
    );
}

/// Every mark with a cell that has it.
fn legend_ui(ctx: &Ctx<'_>, ui: &mut Ui, names: (&str, &str)) {
    use Stance::{Ambivalent, Opposes, StronglyOpposes, Supports};
    ui.set_max_width(360.0);
    ui.label(
        RichText::new(format!("{} left, {} right", names.0, names.1))
            .small()
            .color(ctx.tokens.faint),
    );
    for (first, second) in [
        (Some(Opposes), Some(Supports)),
        (Some(Opposes), Some(Ambivalent)),
        (Some(Opposes), Some(StronglyOpposes)),
        (Some(Opposes), None),
        (None, Some(Opposes)),
        (Some(Opposes), Some(Opposes)),
    ] {
        let Some(verdict) = Verdict::of(first, second) else {
            continue;
        };
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(52.0, 26.0), Sense::hover());
            let both = Both { first, second, verdict };
            paint(&mut Brush::new(ui.painter()), rect, both, ctx.tokens);
            ui.label(format!("{}  {}", mark(verdict), in_words(verdict, names.0, names.1)));
        });
    }
    let note = egui::RichText::new("Click a cell to read both judgments below the matrix.");
    ui.label(note.small().color(ctx.tokens.faint));
}

#[cfg(test)]
mod tests {
    use eframe::egui::vec2;
    use egui_kittest::{Harness, kittest::Queryable as _};

    use super::*;
    use crate::{
        analysis::compare::compare,
        model::{Analyst, Edit, Moment, PositionKey},
        ui::{
            Action,
            command::Pane,
            desk::{self, Desk, harness, picture},
        },
    };

    /// A second layer that opposes, differs, agrees and says what the first does not.
    fn desk() -> Desk {
        let mut desk = Desk::new(desk::named(false), &[Pane::Matrix]);
        let bela = Analyst {
            id: "bela".parse().expect("an id"),
            name: "Bela".to_owned(),
            finished: false,
        };
        let mut edits = vec![Edit::AddAnalyst(bela.clone())];
        for (issue, first, second) in [
            ("us-led-order", Some(Stance::Opposes), Some(Stance::Supports)),
            (
                "spheres-of-influence",
                Some(Stance::Opposes),
                Some(Stance::StronglyOpposes),
            ),
            ("nato-enlargement", Some(Stance::Silent), Some(Stance::Silent)),
            ("military-alliances", None, Some(Stance::Ambivalent)),
        ] {
            let mine = desk.key("china", issue);
            let theirs = PositionKey {
                analyst: bela.id.clone(),
                ..mine.clone()
            };
            edits.extend(first.map(|stance| Edit::SetStance(mine, Some(stance))));
            edits.extend(second.map(|stance| Edit::SetStance(theirs.clone(), Some(stance))));
            edits.push(Edit::SetRationale(theirs, format!("Bela on {issue}")));
        }
        for edit in edits {
            desk.session.apply(edit, Moment(1)).expect("applies");
        }
        desk
    }

    fn has(harness: &Harness<'_, Desk>, text: &str) -> bool {
        harness.query_all_by_label_contains(text).next().is_some()
    }

    #[test]
    fn two_layers_stand_side_by_side_with_marks_counts_and_reasons() {
        for dark in [false, true] {
            let mut desk = desk();
            desk.tokens = crate::ui::theme::Tokens::of(dark, false);
            desk.commands.send(Command::Act(Action::CompareLayers));
            let mut harness = harness(desk, vec2(760.0, 560.0));
            harness.run();
            for told in [
                "China, US-led order: opposes beside supports: oppose each other",
                "China, Spheres of influence: opposes beside strongly opposes: differ by degree",
                "China, NATO enlargement: silent beside silent: agree",
                "China, Military alliances: not coded beside ambivalent: only Bela has coded",
                "Russia, US-led order: coded by neither",
            ] {
                harness.get_by_label(told);
            }
            let session = &harness.state().session;
            let (mine, theirs) = (session.selection.analyst.clone(), "bela".parse().expect("an id"));
            let counts = compare(session.project(), &mine, &theirs, &Periods::Latest).counts;
            for verdict in Verdict::ALL.into_iter().filter(|v| counts.of(*v) > 0) {
                harness.get_by_label(&count_in_words(verdict, counts.of(verdict), "First reader", "Bela"));
            }
            harness
                .get_by_label("China, US-led order: opposes beside supports: oppose each other")
                .click();
            harness.run();
            assert!(has(&harness, "First reader: opposes") && has(&harness, "Bela: supports"));
            assert!(has(&harness, "Bela on us-led-order"), "the reasons of both");
            picture(&mut harness, if dark { "compare-dark" } else { "compare-light" });

            // An edit counts at once; what was opposed is agreed now.
            let edit = Edit::SetStance(harness.state().key("china", "us-led-order"), Some(Stance::Supports));
            harness.state_mut().commands.send(Command::Edit(edit));
            harness.run();
            assert!(has(&harness, "= 2 agreed") && !has(&harness, "oppose each other"));
            harness.get_by_label("Marks").click();
            harness.run();
            assert!(has(&harness, "First reader left, Bela right"));
            picture(
                &mut harness,
                if dark {
                    "compare-legend-dark"
                } else {
                    "compare-legend-light"
                },
            );
            harness.get_by_label("End comparing").click();
            harness.run();
            assert!(has(&harness, "China, US-led order: supports"));
        }
    }

    #[test]
    fn without_another_layer_there_is_nothing_to_compare() {
        let desk = Desk::new(desk::named(false), &[Pane::Matrix]);
        desk.commands.send(Command::Act(Action::CompareLayers));
        let mut harness = harness(desk, vec2(760.0, 560.0));
        harness.run();
        assert!(
            harness
                .state()
                .log
                .iter()
                .any(|said| said.contains("There is no other layer"))
        );
        assert!(!has(&harness, "End comparing"));
    }
}
