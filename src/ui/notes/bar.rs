//! What stands above the notes: adding one, and choosing which are shown.

use eframe::egui::{ComboBox, Id, RichText, TextEdit, Ui, WidgetInfo};

use super::{
    NotesPane,
    list::{NotesList, Order},
    write,
};
use crate::{
    model::Target,
    ui::{Action, Command, Ctx, drop_down::drop_down},
};

impl NotesPane {
    pub(super) fn bar(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, list: &NotesList) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            Self::add_menu(ctx, ui);
            let field = ui.add(
                TextEdit::singleline(&mut self.filter.words)
                    .id(Id::unique("notes filter"))
                    .hint_text("Filter notes")
                    .desired_width(96.0),
            );
            field.widget_info(|| WidgetInfo::labeled(eframe::egui::Role::TextInput, true, "Filter notes"));
            self.filter_menu(ctx, ui, list);
            ui.checkbox(&mut self.filter.follow, "Follow")
                .on_hover_text("Only notes about what is selected");
            self.order_menu(ui);
            if list.rows.len() < list.total {
                let text = format!("{} of {}", list.rows.len(), list.total);
                ui.label(RichText::new(text).small().color(ctx.tokens.faint));
            }
        });
    }

    fn add_menu(ctx: &Ctx<'_>, ui: &mut Ui) {
        let menu = ui.menu_button("Add note", |ui| {
            let selection = ctx.selection();
            if let Some(cell) = &selection.cell {
                if ui.button(format!("On {}", ctx.project().cell_name(cell))).clicked() {
                    write(ctx, Target::Cell(cell.clone()), None);
                }
                if ui
                    .button(format!("On {}", ctx.project().actor_name(&cell.actor)))
                    .clicked()
                {
                    write(ctx, Target::Actor(cell.actor.clone()), None);
                }
                if ui
                    .button(format!("On {}", ctx.project().issue_name(&cell.issue)))
                    .clicked()
                {
                    write(ctx, Target::Issue(cell.issue.clone()), None);
                }
            }
            if selection.text.is_some() && ui.button("On the selected text").clicked() {
                ctx.send(Command::Act(Action::NoteOnSelection));
            }
            if let Some(document) = &selection.document
                && ui.button("On the article").clicked()
            {
                write(ctx, Target::Document(document.clone()), None);
            }
            if ui.button("On the project").clicked() {
                write(ctx, Target::Project, None);
            }
        });
        let _ = menu.response.on_hover_text("Write a note");
    }

    /// What else the notes shown must have: tags, an author, a subject that is gone.
    fn filter_menu(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, list: &NotesList) {
        let project = ctx.project();
        let orphans = list.orphans > 0 || self.filter.orphaned;
        if list.tags.is_empty() && project.analysts.len() < 2 && !orphans {
            return;
        }
        let chosen =
            self.filter.tags.len() + usize::from(self.filter.analyst.is_some()) + usize::from(self.filter.orphaned);
        let text = match (chosen, self.filter.tags.first()) {
            (0, _) => "Any tag".to_owned(),
            (1, Some(tag)) => format!("#{tag}"),
            (n, _) => format!("{n} chosen"),
        };
        let combo = ComboBox::from_id_salt("tags")
            .width(74.0)
            .selected_text(text)
            .close_behavior(eframe::egui::PopupCloseBehavior::CloseOnClickOutside)
            .show_ui(ui, |ui| {
                for (tag, count) in &list.tags {
                    let mut on = self.filter.tags.contains(tag);
                    if ui.checkbox(&mut on, format!("{tag} ({count})")).changed() {
                        if on {
                            self.filter.tags.insert(tag.clone());
                        } else {
                            self.filter.tags.remove(tag);
                        }
                    }
                }
                if project.analysts.len() > 1 {
                    ui.separator();
                    ui.radio_value(&mut self.filter.analyst, None, "Everyone’s");
                    for analyst in &project.analysts {
                        let id = Some(analyst.id.clone());
                        ui.radio_value(&mut self.filter.analyst, id, &analyst.name);
                    }
                }
                if orphans {
                    ui.separator();
                    let text = format!("About something deleted ({})", list.orphans);
                    ui.checkbox(&mut self.filter.orphaned, text);
                }
            });
        let _ = combo.response.accessible_name("Tags");
    }

    fn order_menu(&mut self, ui: &mut Ui) {
        let name = |order: Order| match order {
            Order::Place => "By place",
            Order::Newest => "Newest first",
            Order::Oldest => "Oldest first",
        };
        drop_down(ui, "Order of notes", name(self.filter.order), 78.0, |ui| {
            for order in [Order::Place, Order::Newest, Order::Oldest] {
                ui.selectable_value(&mut self.filter.order, order, name(order));
            }
        });
    }
}
