//! Attaching the selected text to a cell: the same edit from matrix, cell and article.

use std::ops::Range;

use crate::{
    model::{Anchor, Cell, DocumentId, Edit, Passage, PassageId, Role},
    ui::{Command, Ctx},
};

/// What is to be attached or noted: the selected text as a passage of the edited layer (the one already marked there,
/// or a new one with the edit that adds it), else the selected passage. `None` if neither is selected.
pub fn selected_words(ctx: &Ctx<'_>) -> Option<(PassageId, Option<Edit>)> {
    selected_passage(ctx).or_else(|| {
        let id = ctx.selection().passage?;
        ctx.project().passage(id).map(|_| (id, None))
    })
}

/// The selected text as a passage of the edited layer: the one already marked there, or a new one with the edit that
/// adds it. `None` if no text is selected.
pub fn selected_passage(ctx: &Ctx<'_>) -> Option<(PassageId, Option<Edit>)> {
    let selection = ctx.selection();
    passage_at(ctx, selection.document.as_ref()?, selection.text.clone()?)
}

/// A stretch of a document, in code points, as a passage of the edited layer: the one already marked there, or a new
/// one with the edit that adds it. `None` if it is empty or not in the document.
pub fn passage_at(ctx: &Ctx<'_>, document: &DocumentId, range: Range<u32>) -> Option<(PassageId, Option<Edit>)> {
    let analyst = &ctx.selection().analyst;
    let document = ctx.project().document(document)?;
    let marked = ctx
        .session
        .index()
        .touching(&document.id, range.clone())
        .filter(|span| span.start == range.start && span.end == range.end)
        .map(|span| span.passage)
        .find(|id| ctx.project().passage(*id).is_some_and(|p| p.analyst == *analyst));
    if let Some(id) = marked {
        return Some((id, None));
    }
    let id = ctx.new_passage_id();
    let passage = Passage {
        id,
        document: document.id.clone(),
        analyst: analyst.clone(),
        anchor: Anchor::of(&document.body, range)?,
    };
    Some((id, Some(Edit::AddPassage(passage))))
}

/// Cites the selected text, else the selected passage, in a cell's position, as one step; says so if neither is
/// selected.
pub fn selection(ctx: &Ctx<'_>, cell: &Cell, role: Role) {
    let Some((passage, add)) = selected_words(ctx) else {
        ctx.send(Command::Say(
            "Select some words of the article first, or a passage".to_owned(),
        ));
        return;
    };
    let key = ctx.selection().key_for(ctx.project(), cell);
    let cite = Edit::Cite(key, passage, role);
    ctx.edit(match add {
        Some(add) => {
            let label = format!("{}: cite the selected text", ctx.project().cell_name(cell));
            Edit::Batch(label, vec![add, cite])
        }
        None => cite,
    });
}

/// Cites a passage in a cell's position.
pub fn passage(ctx: &Ctx<'_>, cell: &Cell, passage: PassageId, role: Role) {
    ctx.edit(Edit::Cite(ctx.selection().key_for(ctx.project(), cell), passage, role));
}
