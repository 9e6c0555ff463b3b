//! The menus of a cell and of a name.

use eframe::egui::{Button, Ui};

use super::{
    MatrixPane,
    axis::{Head, Side},
    cursor::Axes,
    edits, keys,
};
use crate::{
    model::{Cell, Stance},
    ui::{
        Action, Command, Ctx,
        command::{Pane, format_shortcut},
        dialog::fields,
        notes,
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
        action_entry(ctx, ui, Action::CiteAgainst, ctx.selection().text.is_some());
        action_entry(ctx, ui, Action::NoteOnCell, true);
        ui.separator();
        action_entry(ctx, ui, Action::CopyCells, true);
        action_entry(ctx, ui, Action::PasteCells, !self.copied.rows.is_empty());
    }

    pub(super) fn head_menu(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, head: &Head) {
        ui.set_min_width(200.0);
        let word = head.side().word();
        if ui.add(Button::new("Rename").shortcut_text("F2")).clicked() {
            self.rename(ctx, head);
            ui.close();
        }
        if ui.button("Edit…").clicked() {
            keys::open_form(ctx, head);
            ui.close();
        }
        group_menu(ctx, ui, head);
        let hidden = keys::is_hidden(ctx, head);
        if ui.button(if hidden { "Show" } else { "Hide" }).clicked() {
            keys::hide(ctx, head);
            ui.close();
        }
        if ui.button("Write a note").clicked() {
            notes::write(ctx, keys::target_of(head), None);
            ui.close();
        }
        sort_menu(ctx, ui, head.side());
        ui.separator();
        if ui.button("Merge into…").clicked() {
            keys::ask_to_merge(ctx, head);
            ui.close();
        }
        if ui
            .add(Button::new(format!("Delete {word}…")).shortcut_text("Delete"))
            .clicked()
        {
            Self::ask_to_delete(ctx, head);
            ui.close();
        }
    }
}

/// The headings to put an actor or issue under.
fn group_menu(ctx: &Ctx<'_>, ui: &mut Ui, head: &Head) {
    let groups = match head.side() {
        Side::Actors => fields::groups_of_actors(ctx.project()),
        Side::Issues => fields::groups_of_issues(ctx.project()),
    };
    if groups.is_empty() {
        return;
    }
    ui.menu_button("Under the heading", |ui| {
        let entry = |ui: &mut Ui, name: &str, group: &str| {
            let edit = edits::set_group(ctx.project(), head, group);
            if ui.selectable_label(edit.is_none(), name).clicked() {
                if let Some(edit) = edit {
                    ctx.edit(edit);
                }
                ui.close();
            }
        };
        entry(ui, "None", "");
        for group in &groups {
            entry(ui, group, group);
        }
    });
}

/// The orders to sort a list into.
pub(super) fn sort_menu(ctx: &Ctx<'_>, ui: &mut Ui, side: Side) {
    let actions = match side {
        Side::Actors => [
            Action::SortActorsByName,
            Action::SortActorsByPositions,
            Action::SortActorsByStance,
            Action::SortActorsByMention,
        ],
        Side::Issues => [
            Action::SortIssuesByName,
            Action::SortIssuesByPositions,
            Action::SortIssuesByStance,
            Action::SortIssuesByMention,
        ],
    };
    ui.menu_button(format!("Sort {}s", side.word()), |ui| {
        for action in actions {
            let name = action.row().name;
            let short = name.split_once(" by ").map_or(name, |(_, by)| by);
            if ui
                .button(format!("By {short}"))
                .on_hover_text(action.row().hint)
                .clicked()
            {
                ctx.send(Command::Act(action));
                ui.close();
            }
        }
    });
}
