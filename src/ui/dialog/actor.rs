//! The form of an actor: name, aliases, colour, heading.

use eframe::egui::{self, Button, RichText};

use super::{buttons, fields, modal};
use crate::{
    model::{Actor, ActorId, Colour, Edit, Target},
    ui::{Command, Ctx, notes},
};

/// The actor as it is being changed.
#[derive(Debug, Clone)]
pub struct ActorForm {
    actor: Actor,
    aliases: String,
    focused: bool,
}

impl ActorForm {
    /// Opens the form of an actor.
    pub fn new(actor: &Actor) -> Self {
        Self {
            aliases: actor.aliases.join("\n"),
            actor: actor.clone(),
            focused: false,
        }
    }

    fn changed(&self) -> Actor {
        let mut actor = self.actor.clone();
        actor.name = actor.name.trim().to_owned();
        actor.group = actor.group.trim().to_owned();
        actor.aliases = fields::words(&self.aliases);
        actor
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, "Actor", 440.0, |ui| {
            fields::first_line(ui, ctx, "Name", &mut self.actor.name, &mut self.focused);
            fields::lines(
                ui,
                ctx,
                "Also called",
                &mut self.aliases,
                "One a line: Beijing, the Chinese side",
                3,
            );
            fields::group(ui, ctx, &mut self.actor.group, &fields::groups_of_actors(ctx.project()));
            ui.add_space(6.0);
            self.colour_ui(ctx, ui);
            ui.checkbox(&mut self.actor.hidden, "Hidden in the matrix");
            notes_line(ctx, ui, &self.actor.id);
            let ready = !self.actor.name.trim().is_empty();
            buttons(ui, |ui| {
                if ui.add_enabled(ready, Button::new("Save")).clicked() {
                    ctx.send(Command::CloseDialog);
                    ctx.edit(Edit::ChangeActor(self.changed()));
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }

    fn colour_ui(&mut self, ctx: &Ctx<'_>, ui: &mut egui::Ui) {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Colour").small().color(ctx.tokens.faint));
            let place = ctx
                .project()
                .actors
                .iter()
                .position(|a| a.id == self.actor.id)
                .unwrap_or_default();
            let [r, g, b, _] = ctx.tokens.actor(self.actor.colour, place).to_array();
            let mut colour = [r, g, b];
            let button = ui.color_edit_button_srgb(&mut colour);
            let changed = button.changed();
            let _ = button.accessible_name("Colour");
            if changed {
                self.actor.colour = Some(Colour(colour));
            }
            if self.actor.colour.is_some() && ui.small_button("The theme’s").clicked() {
                self.actor.colour = None;
            }
        });
    }
}

/// How many notes there are about the actor, and a way to write one.
fn notes_line(ctx: &Ctx<'_>, ui: &mut egui::Ui, actor: &ActorId) {
    let count = ctx.session.index().notes_about(&Target::Actor(actor.clone())).count();
    ui.horizontal(|ui| {
        let text = match count {
            0 => "No note about it".to_owned(),
            1 => "1 note about it".to_owned(),
            n => format!("{n} notes about it"),
        };
        ui.label(RichText::new(text).small().color(ctx.tokens.faint));
        if ui.small_button("Write a note").clicked() {
            ctx.send(Command::CloseDialog);
            notes::write(ctx, Target::Actor(actor.clone()), None);
        }
    });
}
