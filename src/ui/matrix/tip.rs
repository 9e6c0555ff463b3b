//! What hovering tells: the cell or name in full.

use eframe::egui::{RichText, Ui};

use super::{
    axis::Head,
    view::{CellView, Gap, Lens},
};
use crate::{model::Stance, ui::Ctx};

/// A cell in full.
pub(super) fn cell_ui(ctx: &Ctx<'_>, ui: &mut Ui, view: &CellView, lens: &Lens) {
    let project = ctx.project();
    ui.set_max_width(320.0);
    ui.label(RichText::new(project.cell_name(&view.cell)).strong());
    if let Some(issue) = project.issue(&view.cell.issue).filter(|i| !i.proposition.is_empty()) {
        ui.label(RichText::new(&issue.proposition).italics().color(ctx.tokens.faint));
    }
    let Some(own) = &view.own else {
        ui.label("Not coded");
        others_ui(ctx, ui, view, lens);
        return;
    };
    let mut words = vec![own.stance.map_or("no stance yet", Stance::word).to_owned()];
    words.extend(own.basis.map(|b| b.word().to_owned()));
    words.extend(own.confidence.map(|c| format!("{} confidence", c.word())));
    ui.label(words.join(", "));
    if let Some(period) = &own.period {
        let mut line = project.period_name(Some(period)).to_owned();
        if let (Some(before), Some(_)) = (view.before, view.shift()) {
            line.push_str(&format!("; before: {}", before.word()));
        }
        ui.label(RichText::new(line).color(ctx.tokens.faint));
    }
    let quotations = match (own.quoted, own.against) {
        (0, 0) => "No quotation".to_owned(),
        (n, 0) => format!("Quotations: {n}"),
        (n, m) => format!("Quotations: {n} for, {m} against"),
    };
    match view.gap() {
        Some(Gap::Evidence) => {
            ui.colored_label(ctx.tokens.warning, "Nothing is quoted for this stance");
        }
        Some(Gap::Stance) => {
            ui.colored_label(ctx.tokens.warning, format!("{quotations}, and no stance yet"));
        }
        None => {
            ui.label(quotations);
        }
    }
    others_ui(ctx, ui, view, lens);
}

fn others_ui(ctx: &Ctx<'_>, ui: &mut Ui, view: &CellView, lens: &Lens) {
    for (id, other) in lens.others.iter().zip(&view.others) {
        if let Some(stance) = other.as_ref().and_then(|o| o.stance) {
            ui.label(format!("{}: {}", ctx.project().analyst_name(id), stance.word()));
        }
    }
    if view.disagrees() {
        ui.colored_label(ctx.tokens.warning, "The layers disagree");
    }
}

/// An actor's or issue's name in full, and what is known of it.
pub(super) fn head_ui(ctx: &Ctx<'_>, ui: &mut Ui, head: &Head) {
    let project = ctx.project();
    ui.set_max_width(320.0);
    ui.label(RichText::new(head.name(project)).strong());
    match head {
        Head::Actor(id) => {
            if let Some(actor) = project.actor(id).filter(|a| !a.aliases.is_empty()) {
                ui.label(format!("Also: {}", actor.aliases.join(", ")));
            }
        }
        Head::Issue(id) => {
            if let Some(issue) = project.issue(id) {
                if !issue.proposition.is_empty() {
                    ui.label(RichText::new(&issue.proposition).italics());
                }
                if !issue.keywords.is_empty() {
                    ui.label(format!("Keywords: {}", issue.keywords.join(", ")));
                }
            }
        }
    }
}
