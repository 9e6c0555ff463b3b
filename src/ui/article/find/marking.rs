//! Making passages of everything found, for the selected cell.

use std::collections::BTreeSet;

use super::{Find, bar::grouped};
use crate::{
    model::{Edit, PassageId, Role},
    ui::{Command, Ctx, attach},
};

/// How many hits can be marked in one step.
pub(super) const MOST: usize = 2000;

impl Find {
    /// Marks every hit as a passage of the edited layer and cites it in the selected cell, as one step. What is marked
    /// already is not marked again, and what is cited there already stays as it is.
    pub(in crate::ui::article) fn mark_all(&self, ctx: &Ctx<'_>) {
        let Some(cell) = &ctx.selection().cell else {
            return ctx.send(Command::Say("Select a cell of the matrix first".to_owned()));
        };
        if let Some(reason) = self.cannot_mark() {
            return ctx.send(Command::Say(reason));
        }
        let project = ctx.project();
        let key = ctx.selection().key_for(project, cell);
        let position = project.position(&key);
        let (mut edits, mut cited, mut made) = (Vec::new(), 0, BTreeSet::<PassageId>::new());
        for found in &self.found {
            for hit in &found.hits {
                let Some((mut passage, add)) = attach::passage_at(ctx, &found.document, hit.clone()) else {
                    continue;
                };
                if position.is_some_and(|p| p.role_of(passage).is_some()) {
                    continue;
                }
                if let Some(Edit::AddPassage(mut new)) = add {
                    while made.contains(&new.id) {
                        new.id = new.id.next();
                    }
                    passage = new.id;
                    made.insert(passage);
                    edits.push(Edit::AddPassage(new));
                }
                edits.push(Edit::Cite(key.clone(), passage, Role::For));
                cited += 1;
            }
        }
        let name = project.cell_name(cell);
        if edits.is_empty() {
            return ctx.send(Command::Say(format!("All of it is cited in {name} already")));
        }
        let passages = if cited == 1 {
            "1 passage".to_owned()
        } else {
            format!("{} passages", grouped(cited))
        };
        let label = format!("{name}: mark {passages} found for “{}”", self.query.text.trim());
        ctx.edit(Edit::Batch(label, edits));
        ctx.send(Command::Say(format!("{passages} cited in {name}")));
    }
}
