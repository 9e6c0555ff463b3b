//! The menus of a cell and of a name.

use eframe::egui::{Button, Ui};

use super::{MatrixPane, axis::Head, cursor::Axes, edits};
use crate::{
    model::{Cell, Stance},
    ui::{
        Action, Command, Ctx,
        command::{Pane, format_shortcut},
    },
};

/// An entry that does an action, with its keys beside it.
fn action_entry(ctx: &Ctx<'_>, ui: &mut Ui, action: Action, enabled: bool) {
    let row = action.row();
    let keys = action
        .shortcut(ctx.preferences)
        .map(format_shortcut)
        .unwrap_or_default();
    let entry = ui.add_enabled(enabled, Button::new(row.name).shortcut_text(keys));
    if entry.clicked() {
        ctx.send(Command::Act(action));
        ui.close();
    }
}

impl MatrixPane {
    pub(super) fn cell_menu(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, cell: &Cell, axes: &Axes) {
        let range = self.range(axes);
        let range = if range.contains(cell) {
            range
        } else {
            vec![cell.clone()]
        };
        ui.set_min_width(210.0);
        for stance in Stance::ALL {
            let set = ui.add(Button::new(stance.word()).shortcut_text(stance.key().to_string()));
            if set.clicked() {
                if let Some(edit) = edits::set_stance(ctx.project(), ctx.selection(), &range, stance) {
                    ctx.edit(edit);
                }
                ui.close();
            }
        }
        ui.separator();
        action_entry(ctx, ui, Action::ClearCell, true);
        ui.separator();
        if ui.add(Button::new("Open the cell").shortcut_text("Enter")).clicked() {
            ctx.send(Command::FocusPane(Pane::Cell));
            ui.close();
        }
        action_entry(ctx, ui, Action::CiteSelection, ctx.selection().text.is_some());
        action_entry(ctx, ui, Action::NoteOnCell, true);
    }

    pub(super) fn head_menu(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, head: &Head) {
        ui.set_min_width(190.0);
        let word = head.side().word();
        if ui.add(Button::new("Rename").shortcut_text("F2")).clicked() {
            self.rename(ctx, head);
            ui.close();
        }
        let hidden = match head {
            Head::Actor(id) => ctx.project().actor(id).is_some_and(|a| a.hidden),
            Head::Issue(id) => ctx.project().issue(id).is_some_and(|i| i.hidden),
        };
        if ui.button(if hidden { "Show" } else { "Hide" }).clicked() {
            if let Some(edit) = edits::hide(ctx.project(), head, !hidden) {
                ctx.edit(edit);
            }
            ui.close();
        }
        ui.separator();
        if ui
            .add(Button::new(format!("Delete {word}…")).shortcut_text("Delete"))
            .clicked()
        {
            Self::ask_to_delete(ctx, head);
            ui.close();
        }
    }
}
