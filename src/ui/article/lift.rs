//! Lifting the selected words out of the text, to be let go on a cell.
//!
//! A press inside the selection does nothing yet: the words are lifted once the pointer moves, and it was a click if it
//! does not. So a press elsewhere, or with Shift, or the next press of a double-click, selects as ever.

use eframe::egui::{Pos2, Ui};

use super::{ArticlePane, selecting::Ends, view::View};
use crate::{
    model::Document,
    ui::{
        Command, Ctx,
        carry::{self, Carried},
    },
};

/// Points that the pointer moves before the words come along.
const SLACK: f32 = 6.0;

/// A press inside the selection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lift {
    at: Pos2,
    /// In seconds of the window's clock.
    time: f64,
    lifted: bool,
}

impl ArticlePane {
    /// Whether a press at `point` holds the selected words; it is then remembered.
    pub(super) fn takes_hold(&mut self, view: &View, point: Pos2, time: f64) -> bool {
        let selected = self.ends.map(Ends::range).filter(|range| !range.is_empty());
        let holds = selected.is_some_and(|range| view.character(point).is_some_and(|at| range.contains(&at)))
            && !self.mouse.goes_on(point, time);
        self.lift = holds.then_some(Lift {
            at: point,
            time,
            lifted: false,
        });
        holds
    }

    /// While the words are held: lifts them, and takes a press that moved nothing for a click.
    pub(super) fn carry_words(&mut self, ctx: &Ctx<'_>, ui: &Ui, view: &View, document: &Document) {
        let Some(lift) = &mut self.lift else { return };
        let (point, down) = ui.input(|i| (i.pointer.interact_pos(), i.pointer.primary_down()));
        if !lift.lifted && down && point.is_some_and(|p| p.distance(lift.at) > SLACK) {
            lift.lifted = true;
            Carried::Words.lift(ui.ctx());
        }
        // Escape empties the hand; then the words are no longer shown in it.
        if lift.lifted && Carried::now(ui.ctx()).is_some() {
            let range = self.ends.map(Ends::range).unwrap_or_default();
            carry::hand_ui(ui.ctx(), ctx.tokens, &document.body.slice_clamped(range));
        }
        if down {
            return;
        }
        let Lift { at, time, lifted } = *lift;
        self.lift = None;
        if !lifted {
            self.ends = self.mouse.press(view, &document.body, at, time, None);
            self.mouse.release();
            let range = self.ends.map(Ends::range).filter(|r| !r.is_empty());
            let clicked = range.is_none();
            ctx.send(Command::SelectText(range));
            if clicked {
                self.click(ctx, view.character(at), document);
            }
        }
        ui.ctx().request_repaint();
    }
}
