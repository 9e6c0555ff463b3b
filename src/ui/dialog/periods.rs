//! The periods of a reading: defined, ordered, renamed, deleted. Every change is done at once and can be undone.

use eframe::egui::{self, Button, Key, RichText, ScrollArea, TextEdit, Ui};

use super::{buttons, fields, modal, name_field};
use crate::{
    model::{Edit, Period, PeriodId, consequences},
    ui::{Command, Ctx},
};

/// What is typed, and what is about to be deleted.
#[derive(Debug, Clone, Default)]
pub struct Periods {
    new: String,
    /// A period whose deletion is to be confirmed.
    doomed: Option<PeriodId>,
    /// The text being changed: of which period, whether its description, and how it stands.
    draft: Option<(PeriodId, bool, String)>,
}

impl Periods {
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Periods", 520.0, |ui| {
            ui.label(
                "Phases of your own, earliest first: before a summit, the summit, what may follow. \
                 An actor’s stance may differ from one to the next.",
            );
            ui.add_space(6.0);
            ScrollArea::vertical()
                .max_height(320.0)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    for (place, period) in ctx.project().periods.iter().enumerate() {
                        self.period_ui(ctx, ui, place, period);
                    }
                });
            self.new_ui(ctx, ui);
            buttons(ui, |ui| {
                if ui.button("Done").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }

    fn period_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, place: usize, period: &Period) {
        let count = ctx.project().periods.len();
        ui.push_id(&period.id, |ui| {
            ui.horizontal(|ui| {
                let number = RichText::new(format!("{}.", place + 1)).color(ctx.tokens.faint);
                ui.add_sized([18.0, 20.0], eframe::egui::Label::new(number));
                self.text_ui(ctx, ui, period, false, 210.0);
                if ui
                    .add_enabled(place > 0, Button::new("↑").small())
                    .on_hover_text("Earlier")
                    .clicked()
                {
                    ctx.edit(swapped(ctx, place, place - 1));
                }
                let later = ui.add_enabled(place + 1 < count, Button::new("↓").small());
                if later.on_hover_text("Later").clicked() {
                    ctx.edit(swapped(ctx, place, place + 1));
                }
                if ui.small_button("Delete…").clicked() {
                    self.doomed = Some(period.id.clone());
                }
            });
            ui.horizontal(|ui| {
                ui.add_space(26.0);
                self.text_ui(ctx, ui, period, true, ui.available_width() - 8.0);
            });
            if self.doomed.as_ref() == Some(&period.id) {
                self.doomed_ui(ctx, ui, period);
            }
            ui.add_space(6.0);
        });
    }

    /// The name or the description: written when the keyboard leaves the field.
    fn text_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, period: &Period, description: bool, width: f32) {
        let (stored, caption) = if description {
            (&period.description, format!("What “{}” covers", period.name))
        } else {
            (&period.name, format!("Name of period “{}”", period.name))
        };
        let mut text = match &self.draft {
            Some((id, of, draft)) if *id == period.id && *of == description => draft.clone(),
            _ => stored.clone(),
        };
        let hint = if description { "What it covers" } else { "Name" };
        let field = if description {
            // As many lines as it fills; none that is broken.
            TextEdit::multiline(&mut text).desired_rows(1).return_key(None)
        } else {
            TextEdit::singleline(&mut text)
        };
        let field = ui.add(field.hint_text(hint).desired_width(width));
        name_field(&field, &caption, &text);
        if field.changed() {
            self.draft = Some((period.id.clone(), description, text.clone()));
        }
        if field.has_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
            field.surrender_focus();
        }
        if field.lost_focus() {
            self.draft = None;
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut changed = period.clone();
            if description {
                changed.description = text;
            } else if !text.is_empty() {
                changed.name = text;
            }
            if changed != *period && !ui.input(|i| i.key_pressed(Key::Escape)) {
                ctx.edit(Edit::ChangePeriod(changed));
            }
        }
    }

    fn doomed_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, period: &Period) {
        let edit = Edit::DeletePeriod(period.id.clone());
        let mut text = consequences(ctx.project(), &edit).sentences().join(" ");
        if text.is_empty() {
            text = "Nothing is coded for it.".to_owned();
        }
        ui.horizontal_wrapped(|ui| {
            ui.add_space(20.0);
            ui.label(RichText::new(text).color(ctx.tokens.warning));
            if ui.button("Delete").clicked() {
                ctx.edit(edit);
                self.doomed = None;
            }
            if ui.button("Keep").clicked() {
                self.doomed = None;
            }
        });
    }

    fn new_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            if let Some(name) = fields::added(ui, "New period", 230.0, &mut self.new) {
                ctx.edit(Edit::AddPeriod(Period {
                    id: ctx.project().free_period_id(&name),
                    name,
                    description: String::new(),
                }));
            }
        });
    }
}

/// The order with two periods exchanged.
fn swapped(ctx: &Ctx<'_>, a: usize, b: usize) -> Edit {
    let mut ids: Vec<PeriodId> = ctx.project().periods.iter().map(|p| p.id.clone()).collect();
    ids.swap(a, b);
    Edit::OrderPeriods(ids)
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::ui::{
        desk::{self, Desk, harness},
        dialog::Dialog,
    };

    #[test]
    fn enter_keeps_what_a_period_covers_in_one_line_and_escape_does_not() {
        let mut desk = Desk::new(desk::named(false), &[]);
        let period = Period {
            id: "summit".parse().expect("an id"),
            name: "Summit".to_owned(),
            description: String::new(),
        };
        desk.session
            .apply(Edit::AddPeriod(period), desk.ctx().now)
            .expect("applies");
        desk.dialog = Some(Dialog::Periods(Periods::default()));
        let mut h = harness(desk, eframe::egui::vec2(700.0, 600.0));
        let covers = |h: &egui_kittest::Harness<'_, Desk>| h.state().project().periods[0].description.clone();
        h.get_by_label("What “Summit” covers").focus();
        h.run();
        h.event(egui::Event::Paste("The two days\nof the summit".to_owned()));
        h.run();
        h.key_press(Key::Enter);
        h.run();
        assert_eq!(covers(&h), "The two days of the summit");
        h.get_by_label("What “Summit” covers").focus();
        h.run();
        h.get_by_label("What “Summit” covers").type_text("No: ");
        h.run();
        h.key_press(Key::Escape);
        h.run();
        assert_eq!(covers(&h), "The two days of the summit");
    }
}
