//! The quotations of a position: cards that lead to the text and may be dragged between for and against.

use eframe::egui::{
    self, Id, Rect, Response, RichText, Role as Access, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::{
    CellPane,
    card::{card, outline},
    view::{CellDetails, Quotation},
};
use crate::{
    model::{Edit, Focus, Role},
    ui::{
        Command, Ctx, attach,
        carry::{self, Carried},
        sign,
    },
};

/// How many quotations in a role are shown at first, and how many more each time.
const AT_A_TIME: usize = 50;

impl CellPane {
    /// The quotations in one role, with the place to drop others.
    pub(super) fn quotations_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails, role: Role) {
        let word = match role {
            Role::For => "For",
            Role::Against => "Against",
        };
        let count = details.cited(role).count();
        let carried = Carried::now(ui.ctx()).filter(|carried| match carried {
            Carried::Words => true,
            Carried::Passage(id) => details.cited(role).all(|q| q.passage != *id),
        });
        let zone = ui.scope(|ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(
                    RichText::new(format!("{word} ({count})"))
                        .color(ctx.tokens.faint)
                        .small(),
                );
                // On the same line, so that nothing moves under the hand.
                if count == 0 && carried.is_some() {
                    let here = format!("Drop here to cite it {}", word.to_lowercase());
                    ui.label(RichText::new(here).color(ctx.tokens.faint));
                } else if ctx.selection().text.is_some() {
                    // What is wider than the pane makes everything below it so.
                    let add = ui.add(egui::Button::new("Attach selected text").small().truncate());
                    let clicked = add.clicked();
                    let _ = add.accessible_name(format!("Attach selected text {}", word.to_lowercase()));
                    if clicked {
                        attach::selection(ctx, &details.cell, role);
                    }
                }
            });
            let room = AT_A_TIME + self.more_quotations;
            for quotation in details.cited(role).take(room) {
                self.card_ui(ctx, ui, details, quotation);
            }
            let rest = count.saturating_sub(room);
            if rest > 0 {
                let more = ui.small_button(format!("Show {} more of {rest}", rest.min(AT_A_TIME)));
                self.stops.push(more.id);
                if more.clicked() {
                    self.more_quotations += AT_A_TIME;
                }
            }
        });
        let rect = zone.response.rect;
        if let Some(carried) = carried {
            let over = ui.rect_contains_pointer(rect);
            let colour = if over { ctx.tokens.accent } else { ctx.tokens.line };
            ui.painter()
                .rect_stroke(rect.expand(2.0), 4.0, Stroke::new(1.5, colour), StrokeKind::Outside);
            if over && ui.input(|i| i.pointer.any_released()) {
                carried.put_on(ctx, ui.ctx(), &details.cell, role);
            }
        }
    }

    fn card_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails, quotation: &Quotation) {
        let tokens = ctx.tokens;
        let id = Id::unique(("quotation", quotation.passage));
        let selected = ctx.selection().passage == Some(quotation.passage);
        let fill = if selected { tokens.selection } else { tokens.page };
        let (rect, response) = card(
            ui,
            tokens,
            (id, Sense::click_and_drag(), fill),
            |ui| self.card_buttons(ctx, ui, details, quotation),
            |ui| {
                let words = RichText::new(format!("“{}”", quotation.words)).size(13.0);
                ui.add(egui::Label::new(words).selectable(false).wrap());
                place_line(ctx, ui, quotation);
            },
        );
        let edge = Rect::from_min_max(rect.left_top() + vec2(1.0, 3.0), rect.left_bottom() + vec2(4.0, -3.0));
        let colour = details.stance.map_or(tokens.uncoded, |s| tokens.stance(s));
        ui.painter().rect_filled(edge, 1.0, colour);
        self.card_gestures(ctx, ui, details, quotation, &response, rect);
    }

    fn card_gestures(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        details: &CellDetails,
        quotation: &Quotation,
        response: &Response,
        rect: Rect,
    ) {
        response.widget_info(|| {
            let role = match quotation.role {
                Role::For => "for",
                Role::Against => "against",
            };
            let name = format!("Quotation {role}, {}: {}", quotation.place, quotation.words);
            WidgetInfo::labeled(Access::ListItem, true, name)
        });
        self.stops.push(response.id);
        outline(ui, ctx.tokens, rect, response);
        if response.has_focus() {
            self.on_quotation = Some(quotation.passage);
        }
        if response.clicked() {
            ctx.send(Command::Reveal(Focus::Passage(quotation.passage)));
        }
        let carried = Carried::Passage(quotation.passage);
        if response.drag_started() {
            carried.lift(ui.ctx());
        }
        if response.dragged() && Carried::now(ui.ctx()) == Some(carried) {
            carry::hand_ui(ui.ctx(), ctx.tokens, &quotation.words);
        }
        response.context_menu(|ui| {
            if ui.button("Show in the text").clicked() {
                ctx.send(Command::Reveal(Focus::Passage(quotation.passage)));
                ui.close();
            }
            if ui.button(switch_words(quotation.role)).clicked() {
                switch(ctx, details, quotation);
                ui.close();
            }
            if ui.button("Cite no longer").clicked() {
                ctx.edit(Edit::Uncite(details.key.clone(), quotation.passage));
                ui.close();
            }
        });
    }

    fn card_buttons(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, details: &CellDetails, quotation: &Quotation) {
        let remove = icon(ui, ctx, "Cite no longer", |painter, centre, stroke| {
            sign::cross(painter, centre, 4.5, false, stroke);
        });
        if remove.clicked() {
            ctx.edit(Edit::Uncite(details.key.clone(), quotation.passage));
        }
        let other = icon(ui, ctx, switch_words(quotation.role), |painter, centre, stroke| {
            for (y, direction) in [(-2.5, 1.0), (2.5, -1.0)] {
                let tip = centre + vec2(5.0 * direction, y);
                painter.line_segment([centre + vec2(-5.0 * direction, y), tip], stroke);
                painter.line_segment([tip, tip + vec2(-2.5 * direction, -2.5)], stroke);
            }
        });
        if other.clicked() {
            switch(ctx, details, quotation);
        }
    }
}

/// Cites a quotation the other way.
pub(super) fn switch(ctx: &Ctx<'_>, details: &CellDetails, quotation: &Quotation) {
    let role = match quotation.role {
        Role::For => Role::Against,
        Role::Against => Role::For,
    };
    ctx.edit(Edit::Cite(details.key.clone(), quotation.passage, role));
}

fn switch_words(role: Role) -> &'static str {
    match role {
        Role::For => "Cite against instead",
        Role::Against => "Cite for instead",
    }
}

fn place_line(ctx: &Ctx<'_>, ui: &mut Ui, quotation: &Quotation) {
    let mut place = quotation.place.clone();
    if let Some(analyst) = &quotation.marked_by {
        place.push_str(&format!(", marked by {}", ctx.project().analyst_name(analyst)));
    }
    ui.add(egui::Label::new(RichText::new(place).small().color(ctx.tokens.faint)).selectable(false));
    if quotation.astray {
        ui.add(
            egui::Label::new(
                RichText::new("These words do not stand there any more")
                    .small()
                    .color(ctx.tokens.warning),
            )
            .selectable(false),
        );
    }
}

/// A small button with a painted sign and a name.
pub(crate) fn icon(
    ui: &mut Ui,
    ctx: &Ctx<'_>,
    name: &str,
    paint: impl FnOnce(&egui::Painter, egui::Pos2, Stroke),
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Access::Button, true, name));
    let lit = response.hovered() || response.has_focus();
    if lit {
        ui.painter().rect_filled(rect, 3.0, ctx.tokens.raised);
    }
    let colour = if lit { ctx.tokens.accent } else { ctx.tokens.faint };
    paint(ui.painter(), rect.center(), Stroke::new(1.4, colour));
    response.on_hover_text(name)
}
