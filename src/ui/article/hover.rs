//! The passage under the pointer: which of several is meant, and what is told of it.

use eframe::egui::{PopupAnchor, Response, RichText, Tooltip, Ui};

use super::{
    marks::{Mark, marks_in},
    mentions::mentions_at,
    mouse::innermost_first,
    view::View,
};
use crate::{
    model::{Document, PassageId, PositionKey},
    ui::Ctx,
};

/// The most judgments that a tooltip tells of.
const MOST_TOLD: usize = 8;

/// One of several marks at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    passage: PassageId,
    key: Option<PositionKey>,
}

impl Meant {
    pub(super) fn of(mark: &Mark<'_>) -> Self {
        Self {
            passage: mark.id(),
            key: mark.cited.map(|c| c.key.clone()),
        }
    }

    fn among(&self, marks: &[Mark<'_>]) -> Option<usize> {
        let same = |m: &Mark<'_>| m.id() == self.passage && m.cited.map(|c| c.key) == self.key.as_ref();
        marks.iter().position(same)
    }
}

/// What the pointer is over.
#[derive(Debug, Clone, Default)]
pub(super) struct Hover {
    meant: Option<Meant>,
    /// Where the last click was, and which mark it took.
    stepped: Option<(u32, usize)>,
    /// What the pointer was over in the last frame.
    at: Option<u32>,
}

impl Hover {
    /// The outlined mark's place in a list.
    pub(super) fn among(&self, marks: &[Mark<'_>]) -> Option<usize> {
        self.meant.as_ref()?.among(marks)
    }

    /// Outlines another mark.
    pub(super) fn mean(&mut self, meant: Meant) {
        self.meant = Some(meant);
    }

    /// Outlines none.
    pub(super) fn clear(&mut self) {
        (self.meant, self.at) = (None, None);
    }

    /// Where the last step was.
    pub(super) fn stepped_at(&self) -> Option<u32> {
        self.stepped.map(|(at, _)| at)
    }

    /// Notes that the `n`-th of the marks at a character was taken.
    pub(super) fn take_step(&mut self, at: u32, n: usize) {
        self.stepped = Some((at, n));
    }

    /// The place of the mark that a click on a character takes, of so many there: the next, if the last click was at
    /// the same place.
    pub(super) fn step(&mut self, at: Option<u32>, there: usize) -> Option<usize> {
        let at = at.filter(|_| there > 0);
        let again = at.zip(self.stepped).filter(|(at, (last, _))| at.abs_diff(*last) <= 1);
        let n = again.map_or(0, |(_, (_, n))| n + 1) % there.max(1);
        self.stepped = at.map(|at| (at, n));
        at.map(|_| n)
    }

    /// Notes what the pointer is over and tells of it; `stripe` is the mark whose stripe is under the pointer.
    pub(super) fn show(
        &mut self,
        ctx: &Ctx<'_>,
        ui: &Ui,
        response: &Response,
        view: &View,
        document: &Document,
        stripe: Option<&Mark<'_>>,
    ) {
        let point = response.hover_pos().filter(|_| response.hovered());
        let at = point.and_then(|p| view.character(p));
        let mut marks = match (stripe, at) {
            (Some(mark), _) => vec![mark.clone()],
            (None, Some(at)) => marks_in(ctx, &document.id, at..at + 1, None),
            (None, None) => Vec::new(),
        };
        innermost_first(&mut marks);
        let before = self.meant.clone();
        // What was stepped to stays outlined while the pointer rests there.
        let stays = at == self.at && stripe.is_none() && self.among(&marks).is_some();
        if !stays {
            self.meant = marks.first().map(Meant::of);
        }
        self.at = at;
        if self.meant != before {
            ui.ctx().request_repaint();
        }
        let mentioned = match at.filter(|_| stripe.is_none() && ctx.preferences.reading.mentions) {
            Some(at) => mentions_at(ctx, view, document, at),
            None => Vec::new(),
        };
        if marks.is_empty() && mentioned.is_empty() {
            return;
        }
        let meant = self.among(&marks);
        let tell = |ui: &mut Ui| {
            ui.set_max_width(380.0);
            for (n, mark) in marks.iter().enumerate().take(MOST_TOLD) {
                let text = RichText::new(mark.sentence(ctx));
                let is_meant = Some(n) == meant || marks.len() == 1;
                ui.label(if is_meant { text } else { text.color(ctx.tokens.faint) });
            }
            let rest = marks.len().saturating_sub(MOST_TOLD);
            if rest > 0 {
                ui.label(RichText::new(format!("and {rest} more")).color(ctx.tokens.faint));
            }
            if marks.len() > 1 {
                let hint = RichText::new("Click again to step through them").small();
                ui.label(hint.color(ctx.tokens.faint));
            }
            for mention in &mentioned {
                ui.label(mention);
            }
        };
        if stripe.is_some() {
            let id = response.id.with("stripe");
            Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, PopupAnchor::Pointer)
                .gap(14.0)
                .show(tell);
        } else {
            Tooltip::for_enabled(response).at_pointer().gap(14.0).show(tell);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clicks_at_one_place_step_round() {
        let mut hover = Hover::default();
        assert_eq!(hover.step(Some(10), 2), Some(0));
        assert_eq!(hover.step(Some(11), 2), Some(1));
        assert_eq!(hover.step(Some(10), 2), Some(0));
        assert_eq!(hover.step(Some(50), 2), Some(0));
        assert_eq!(hover.step(None, 0), None);
        assert_eq!(hover.step(Some(50), 2), Some(0));
    }
}
