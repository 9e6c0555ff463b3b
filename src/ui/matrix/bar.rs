//! The choosers above the grid: period, layer, filter.

use eframe::egui::{self, Id, Key, Popup, PopupCloseBehavior, RichText, Stroke, TextEdit, Ui};

use super::{MatrixPane, axis::Side, legend, menu};
use crate::{
    model::{ActorId, Cell, IssueId, PeriodId},
    session::PeriodChoice,
    ui::{Action, Command, Ctx, drop_down::drop_down, whole_by_scrolling},
};

impl MatrixPane {
    pub(super) fn bar(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            period_chooser(ctx, ui);
            layer_chooser(ctx, ui);
            self.filter_ui(ctx, ui);
            self.legend_button(ctx, ui);
            self.more_menu(ctx, ui);
        });
    }

    fn legend_button(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let button = ui.button("Legend").on_hover_text("What the signs of a cell mean");
        // The samples need some cell, any cell.
        let cell = self.at.clone().unwrap_or_else(|| Cell {
            actor: ActorId::from_name("actor"),
            issue: IssueId::from_name("issue"),
        });
        Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClick)
            .show(|ui| whole_by_scrolling(ui, |ui| legend::legend_ui(ctx, ui, &cell)));
    }

    fn more_menu(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let menu = ui.menu_button("…", |ui| {
            let act = |ui: &mut Ui, action: Action| {
                if ui.button(action.row().name).on_hover_text(action.row().hint).clicked() {
                    ctx.send(Command::Act(action));
                    ui.close();
                }
            };
            act(ui, Action::AddActor);
            act(ui, Action::AddIssue);
            act(ui, Action::SuggestNames);
            ui.separator();
            menu::sort_menu(ctx, ui, Side::Actors);
            menu::sort_menu(ctx, ui, Side::Issues);
            act(ui, Action::SwapMatrix);
            act(ui, Action::UnfoldGroups);
            ui.separator();
            ui.scope(|ui| {
                // A menu's style takes away the outline, without which an empty box is not seen.
                ui.visuals_mut().widgets.inactive.bg_stroke = Stroke::new(1.0, ctx.tokens.faint);
                let mut hidden = self.choice.show_hidden;
                if ui.checkbox(&mut hidden, "Show hidden actors and issues").clicked() {
                    self.choice.show_hidden = hidden;
                }
                let mut totals = ctx.preferences.totals;
                if ui.checkbox(&mut totals, Action::Totals.row().name).clicked() {
                    ctx.send(Command::Act(Action::Totals));
                }
            });
            ui.separator();
            act(ui, Action::Periods);
            act(ui, Action::Layers);
            act(ui, Action::CompareLayers);
        });
        let _ = menu.response.accessible_name("More of the matrix");
    }

    fn filter_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let width = (ui.available_size_before_wrap().x - 112.0).clamp(72.0, 160.0);
        let response = ui.add(
            TextEdit::singleline(&mut self.choice.filter)
                .id(Id::unique("matrix filter"))
                .hint_text("Filter names ( / )")
                .desired_width(width),
        );
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Filter actors and issues"));
        if std::mem::take(&mut self.wants_filter) {
            response.request_focus();
        }
        if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
            self.wants_keyboard = true;
        }
        if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape)) {
            self.choice.filter.clear();
            self.wants_keyboard = true;
        }
        let hidden = self.left_out();
        if self.finds_nothing() {
            ui.label(RichText::new("no name has that").color(ctx.tokens.warning).small());
        } else if hidden > 0 {
            let text = format!("{hidden} hidden");
            ui.label(RichText::new(text).color(ctx.tokens.faint).small());
        }
    }
}

fn period_chooser(ctx: &Ctx<'_>, ui: &mut Ui) {
    let project = ctx.project();
    if project.periods.is_empty() {
        return;
    }
    let chosen = &ctx.selection().period;
    let text = match chosen {
        PeriodChoice::All => "All periods",
        PeriodChoice::One(id) => project.period_name(Some(id)),
        PeriodChoice::Compare(..) => "Compare",
    };
    drop_down(ui, "Period", text, 104.0, |ui| {
        let choice = |ui: &mut Ui, choice: PeriodChoice, name: &str| {
            if ui.selectable_label(*chosen == choice, name).clicked() {
                ctx.send(Command::SelectPeriod(choice));
            }
        };
        choice(ui, PeriodChoice::All, "All periods");
        for period in &project.periods {
            choice(ui, PeriodChoice::One(period.id.clone()), &period.name);
        }
        if let (Some(first), Some(last)) = (project.periods.front(), project.periods.back())
            && first.id != last.id
        {
            ui.separator();
            let compares = matches!(chosen, PeriodChoice::Compare(..));
            if ui.selectable_label(compares, "Compare two periods").clicked() && !compares {
                ctx.send(Command::SelectPeriod(PeriodChoice::Compare(
                    first.id.clone(),
                    last.id.clone(),
                )));
            }
        }
        ui.separator();
        if ui.button(Action::Periods.row().name).clicked() {
            ctx.send(Command::Act(Action::Periods));
        }
    });
    if let PeriodChoice::Compare(from, to) = chosen {
        one_period(ctx, ui, "Earlier period", "", from, |id| {
            PeriodChoice::Compare(id, to.clone())
        });
        // Within the chooser, so that no line ends with it.
        one_period(ctx, ui, "Later period", "→ ", to, |id| {
            PeriodChoice::Compare(from.clone(), id)
        });
    }
}

fn one_period(
    ctx: &Ctx<'_>,
    ui: &mut Ui,
    name: &str,
    sign: &str,
    chosen: &PeriodId,
    choice: impl Fn(PeriodId) -> PeriodChoice,
) {
    let project = ctx.project();
    let text = format!("{sign}{}", project.period_name(Some(chosen)));
    drop_down(ui, name, text, 100.0, |ui| {
        for period in &project.periods {
            if ui.selectable_label(period.id == *chosen, &period.name).clicked() {
                ctx.send(Command::SelectPeriod(choice(period.id.clone())));
            }
        }
    });
}

fn layer_chooser(ctx: &Ctx<'_>, ui: &mut Ui) {
    let project = ctx.project();
    let mine = &ctx.selection().analyst;
    let others = project
        .analysts
        .iter()
        .filter(|a| a.id != *mine && ctx.selection().shows(&a.id))
        .count();
    let mut text = project.analyst_name(mine).to_owned();
    let blind = ctx.session.blind_reader().is_some();
    if blind {
        text.push_str(" (blind)");
    } else if others > 0 {
        text.push_str(&format!(" + {others}"));
    }
    let button = drop_down(ui, "Layer that is edited", text, 120.0, |ui| {
        ui.label(RichText::new("Edited").color(ctx.tokens.faint).small());
        for analyst in project.analysts.iter().filter(|a| !blind || a.id == *mine) {
            if ui.radio(analyst.id == *mine, &analyst.name).clicked() {
                ctx.send(Command::SelectLayer(analyst.id.clone()));
            }
        }
        if blind {
            ui.separator();
            ui.label(RichText::new("Others are hidden until your reading is finished").color(ctx.tokens.faint));
            if ui.button("End blind reading").clicked() {
                ctx.send(Command::ReadBlind(false));
            }
        } else if project.analysts.len() > 1 {
            ui.separator();
            ui.label(RichText::new("Shown beside it").color(ctx.tokens.faint).small());
            for analyst in project.analysts.iter().filter(|a| a.id != *mine) {
                let mut shown = ctx.selection().shows(&analyst.id);
                if ui.checkbox(&mut shown, &analyst.name).changed() {
                    ctx.send(Command::ShowLayer(analyst.id.clone(), shown));
                }
            }
            if ui.button(Action::CompareLayers.row().name).clicked() {
                ctx.send(Command::Act(Action::CompareLayers));
            }
        }
    });
    let _ = button.on_hover_text("Whose layer is edited, and which others are shown");
}
