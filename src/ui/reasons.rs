//! What a judgment rests on, to be read only: its rationale and its quotations, each a click from the text.
//!
//! Not here: one's own judgment, which is written and cited for (`cell`).

use eframe::egui::{RichText, Ui};

use super::{Command, Ctx};
use crate::model::{Focus, Position, Role};

/// Draws them one below the other; says plainly what is missing.
pub fn reasons_ui(ctx: &Ctx<'_>, ui: &mut Ui, position: &Position) {
    if position.rationale.is_empty() {
        ui.label(RichText::new("No rationale").color(ctx.tokens.faint));
    } else {
        ui.label(&position.rationale);
    }
    for evidence in &position.evidence {
        let Some(passage) = ctx.project().passage(evidence.passage) else {
            continue;
        };
        let role = match evidence.role {
            Role::For => "for",
            Role::Against => "against",
        };
        let link = ui.link(format!("{role}: “{}”", passage.anchor.quotation));
        if link.on_hover_text("Show it in the article").clicked() {
            ctx.send(Command::Reveal(Focus::Passage(passage.id)));
        }
    }
    if position.evidence.is_empty() {
        ui.label(RichText::new("Nothing is quoted").color(ctx.tokens.faint));
    }
}
