//! The selected passage by keyboard: going from one to the next, moving its ends, and what else the table of actions
//! has for it. The menu (`menu`) offers the same.
//!
//! Not here: the mouse (`mouse`, `handles`), drawing.

use std::ops::Range;

use super::{
    ArticlePane,
    marks::{Mark, marks_in},
    mouse::innermost_first,
};
use crate::{
    analysis::{
        copying,
        ends::{Stride, stepped},
        sentences::Edge,
    },
    model::{Anchor, Document, Edit, Focus, Passage, PassageId, PositionKey, Role},
    ui::{
        Action, Command, Ctx,
        command::Pane,
        preferences::{Preferences, Reading},
    },
};

/// Code points that are looked through first for the next passage.
const NEAR: u32 = 4096;

impl ArticlePane {
    /// Does an action that is about passages; whether it was one.
    pub(super) fn act_on_passages(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        match action {
            Action::NextPassage => self.travel(ctx, true),
            Action::PreviousPassage => self.travel(ctx, false),
            Action::NextOverlap => self.next_overlap(ctx),
            Action::ShowPassageCell => show_cell(ctx),
            Action::SwitchPassageRole => switch_role(ctx),
            Action::SelectPassageWords => {
                if let Some((_, range)) = selected(ctx) {
                    ctx.send(Command::SelectText(Some(range)));
                    self.wants_keyboard = true;
                }
            }
            Action::GiveSelection => match (own(ctx), ctx.selection().text.clone()) {
                (Some((passage, _)), Some(range)) => reanchor(ctx, passage, range),
                (Some(_), None) => say(ctx, "Select first the words that the passage is to have"),
                (None, _) => {}
            },
            Action::StartEarlier => step_end(ctx, Edge::Start, Stride::Word, false),
            Action::StartLater => step_end(ctx, Edge::Start, Stride::Word, true),
            Action::EndEarlier => step_end(ctx, Edge::End, Stride::Word, false),
            Action::EndLater => step_end(ctx, Edge::End, Stride::Word, true),
            Action::CopyQuotation => copy(ctx, copying::quotation),
            Action::DimOthers => prefer(ctx, |r| r.dim_others = !r.dim_others),
            Action::HideOthers => prefer(ctx, |r| r.hide_others = !r.hide_others),
            Action::DimLayers => prefer(ctx, |r| r.dim_layers = !r.dim_layers),
            _ => return false,
        }
        true
    }

    /// Goes to the passage after (or before) the selected one, or else the first line shown.
    fn travel(&mut self, ctx: &Ctx<'_>, later: bool) {
        let Some(document) = shown(ctx) else { return };
        let from = match selected_here(ctx, document) {
            Some((passage, range)) => (range.start, range.end, Some(passage.id)),
            None => (self.held.map_or(0, |held| held.position), u32::MAX, None),
        };
        let Some((id, range, key)) = neighbour(ctx, document, from, later) else {
            let way = if later { "after" } else { "before" };
            return say(ctx, &format!("No passage {way} this one"));
        };
        ctx.send(Command::SelectPassage(Some(id)));
        if let Some(key) = key {
            ctx.send(Command::Reveal(Focus::Cell(key.cell())));
        }
        ctx.send(Command::RevealText(document.id.clone(), range));
    }

    /// Takes the next of the passages and judgments on the words where the selected passage begins.
    fn next_overlap(&mut self, ctx: &Ctx<'_>) {
        let Some((_, range)) = selected(ctx) else { return };
        let Some(document) = shown(ctx) else { return };
        // Where the last step was, as long as the passage reached from there is the one selected.
        let at = self
            .hover
            .stepped_at()
            .filter(|at| range.contains(at))
            .unwrap_or(range.start);
        let mut marks = marks_in(ctx, &document.id, at..at + 1, None);
        innermost_first(&mut marks);
        if marks.len() < 2 {
            return say(ctx, "No other passage on these words");
        }
        let taken = self.hover.among(&marks).or_else(|| {
            let chosen = ctx.selection().passage;
            marks.iter().position(|m| Some(m.id()) == chosen)
        });
        let next = taken.map_or(0, |n| (n + 1) % marks.len());
        self.hover.take_step(at, next);
        self.choose(ctx, &marks[next]);
    }
}

fn say(ctx: &Ctx<'_>, text: &str) {
    ctx.send(Command::Say(text.to_owned()));
}

pub(super) fn prefer(ctx: &Ctx<'_>, change: impl FnOnce(&mut Reading)) {
    let mut preferences: Preferences = ctx.preferences.clone();
    change(&mut preferences.reading);
    ctx.send(Command::Prefer(Box::new(preferences)));
}

/// The document shown.
pub(super) fn shown<'a>(ctx: &Ctx<'a>) -> Option<&'a Document> {
    ctx.project().document(ctx.selection().document.as_ref()?)
}

/// The selected passage and where it stands, if it stands in this document.
pub(super) fn selected_here<'a>(ctx: &Ctx<'a>, document: &Document) -> Option<(&'a Passage, Range<u32>)> {
    let passage = ctx.project().passage(ctx.selection().passage?)?;
    let here = passage.document == document.id && !ctx.session.index().astray().contains(&passage.id);
    here.then(|| (passage, passage.anchor.range()))
}

/// The selected passage and where it stands in the document shown; says what is missing otherwise.
fn selected<'a>(ctx: &Ctx<'a>) -> Option<(&'a Passage, Range<u32>)> {
    let found = shown(ctx).and_then(|document| selected_here(ctx, document));
    if found.is_none() {
        say(ctx, "Click a passage in the article first");
    }
    found
}

/// The selected passage if it belongs to the layer that edits go to; says why not otherwise.
pub(super) fn own<'a>(ctx: &Ctx<'a>) -> Option<(&'a Passage, Range<u32>)> {
    let (passage, range) = selected(ctx)?;
    if passage.analyst == ctx.selection().analyst {
        return Some((passage, range));
    }
    let name = ctx.project().analyst_name(&passage.analyst);
    say(
        ctx,
        &format!("This passage is {name}’s; only in that layer can it be changed"),
    );
    None
}

/// Gives a passage other words of its document, as one step.
pub(super) fn reanchor(ctx: &Ctx<'_>, passage: &Passage, range: Range<u32>) {
    let Some(document) = ctx.project().document(&passage.document) else {
        return;
    };
    if range == passage.anchor.range() {
        return;
    }
    if let Some(anchor) = Anchor::of(&document.body, range) {
        ctx.edit(Edit::Reanchor(passage.id, anchor));
    }
}

/// Moves an end of the selected passage by a step.
pub(super) fn step_end(ctx: &Ctx<'_>, edge: Edge, stride: Stride, later: bool) {
    let Some((passage, range)) = own(ctx) else { return };
    let Some(document) = ctx.project().document(&passage.document) else {
        return;
    };
    match stepped(&document.body, &range, edge, stride, later) {
        Some(moved) => reanchor(ctx, passage, moved),
        None => say(ctx, "The end of the passage cannot go further that way"),
    }
}

/// Copies the selected text, else the selected passage, as `write` has it.
pub(super) fn copy(ctx: &Ctx<'_>, write: impl Fn(&Document, Range<u32>) -> String) {
    let range = ctx
        .selection()
        .text
        .clone()
        .or_else(|| shown(ctx).and_then(|d| selected_here(ctx, d)).map(|(_, range)| range));
    match (shown(ctx), range) {
        (Some(document), Some(range)) => ctx.send(Command::Copy(write(document, range))),
        _ => say(ctx, "Select some words of the article first, or a passage"),
    }
}

/// The judgments shown that cite a passage.
pub(super) fn citing<'a>(ctx: &Ctx<'a>, passage: PassageId) -> Vec<(&'a PositionKey, Role)> {
    let cited = ctx.session.index().citing(passage).iter();
    cited
        .filter(|key| ctx.selection().shows(&key.analyst))
        .filter_map(|key| Some((key, ctx.project().position(key)?.role_of(passage)?)))
        .collect()
}

/// Goes to the cell that the selected passage is evidence of; to the next one, if it is shown already.
fn show_cell(ctx: &Ctx<'_>) {
    let Some((passage, _)) = selected(ctx) else { return };
    let mut cells: Vec<_> = citing(ctx, passage.id).into_iter().map(|(key, _)| key.cell()).collect();
    cells.dedup();
    let now = cells
        .iter()
        .position(|cell| Some(cell) == ctx.selection().cell.as_ref());
    match cells.get(now.map_or(0, |n| (n + 1) % cells.len())) {
        Some(cell) => {
            ctx.send(Command::Reveal(Focus::Cell(cell.clone())));
            ctx.send(Command::FocusPane(Pane::Matrix));
        }
        None => say(ctx, "This passage is not attached to a cell yet"),
    }
}

/// Cites the selected passage the other way, in the selected cell or the only one that cites it.
fn switch_role(ctx: &Ctx<'_>) {
    let Some((passage, _)) = selected(ctx) else { return };
    let own: Vec<_> = citing(ctx, passage.id)
        .into_iter()
        .filter(|(key, _)| key.analyst == ctx.selection().analyst)
        .collect();
    let chosen = own
        .iter()
        .find(|(key, _)| Some(&key.cell()) == ctx.selection().cell.as_ref());
    match (chosen, own.as_slice()) {
        (Some((key, role)), _) | (None, [(key, role)]) => {
            ctx.edit(Edit::Cite((*key).clone(), passage.id, other(*role)));
        }
        (None, []) => say(ctx, "This passage is not attached to a cell yet"),
        (None, _) => say(ctx, "Several cells cite this passage: choose one in the matrix first"),
    }
}

/// The other role.
pub(super) fn other(role: Role) -> Role {
    match role {
        Role::For => Role::Against,
        Role::Against => Role::For,
    }
}

type Found = (PassageId, Range<u32>, Option<PositionKey>);

/// The first passage that starts after (or last before) a start, an end and an id, in the order of the text.
fn neighbour(ctx: &Ctx<'_>, document: &Document, from: (u32, u32, Option<PassageId>), later: bool) -> Option<Found> {
    let place = |m: &Mark<'_>| (m.range.start, m.range.end, Some(m.id()));
    let length = document.body.len();
    let (mut near, mut reach) = (from.0, NEAR);
    loop {
        let window = if later {
            near..near.saturating_add(reach).min(length)
        } else {
            near.saturating_sub(reach)..near.saturating_add(1).min(length)
        };
        let marks = marks_in(ctx, &document.id, window.clone(), None);
        let fits =
            |m: &&Mark<'_>| window.contains(&m.range.start) && if later { place(m) > from } else { place(m) < from };
        let found = if later {
            marks.iter().filter(fits).min_by_key(|m| place(m))
        } else {
            marks.iter().filter(fits).max_by_key(|m| place(m))
        };
        if let Some(mark) = found {
            return Some((mark.id(), mark.range.clone(), mark.cited.map(|c| c.key.clone())));
        }
        let done = if later { window.end >= length } else { window.start == 0 };
        if done {
            return None;
        }
        near = if later { window.end } else { window.start };
        reach = reach.saturating_mul(2);
    }
}
