//! One note's card: what it is about, its text rendered or as source, its tags.

use eframe::egui::{
    self, Frame, Id, Key, Label, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo,
};

use super::{NotesPane, card_id, list::NotesList, view::NoteView};
use crate::{
    model::{Edit, Focus, link},
    ui::{Command, Ctx, cell::icon, dialog::name_field, sign},
};

impl NotesPane {
    pub(super) fn card_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView, list: &NotesList) {
        let tokens = ctx.tokens;
        let selected = ctx.selection().note == Some(note.id);
        let writing = self.writing.is_some_and(|w| w.note == note.id);
        let frame = Frame::new()
            .fill(if self.picked.contains(&note.id) {
                tokens.cross
            } else {
                tokens.page
            })
            .stroke(Stroke::new(1.0, if selected { tokens.accent } else { tokens.line }))
            .corner_radius(5)
            .inner_margin(8);
        // The card is sensed before what is on it, so that chips and links are on top.
        let builder = UiBuilder::new().scope_id(card_id(note.id)).sense(Sense::click());
        let card = ui.scope_builder(builder, |ui| {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 4.0;
                self.head_ui(ctx, ui, note);
                if writing {
                    self.source_ui(ctx, ui, note);
                } else {
                    self.text_ui(ctx, ui, note);
                }
                self.foot_ui(ctx, ui, note, list);
            });
        });
        let response = card.response;
        response.widget_info(|| {
            let first = link::first_words(ctx.project(), &note.text);
            let name = format!("Note: {}", first.chars().take(80).collect::<String>());
            WidgetInfo::selected(egui::Role::Article, true, selected, name)
        });
        if self.wants_card == Some(note.id) {
            response.request_focus();
            self.wants_card = None;
        }
        if response.has_focus() {
            self.on_card = Some(note.id);
            ui.painter()
                .rect_stroke(response.rect, 5.0, Stroke::new(2.0, tokens.accent), StrokeKind::Inside);
        }
        if response.clicked() {
            response.request_focus();
            let (ctrl, shift) = ui.input(|i| (i.modifiers.command, i.modifiers.shift));
            if shift {
                self.pick_to(ctx, list, note.id);
            } else if ctrl {
                self.toggle_picked(note.id);
            } else {
                self.picked.clear();
                ctx.send(Command::SelectNote(Some(note.id)));
            }
        }
        // A press beside the card ends the writing; one on its own buttons does not.
        if writing
            && ui.input(|i| {
                i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|p| !response.rect.contains(p))
            })
        {
            self.writing = None;
            self.picker = None;
            ctx.send(Command::EndStep);
        }
        if response.double_clicked() {
            self.edit(note.id);
        }
    }

    /// What the note is about, and what can be done with it.
    fn head_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let room = (ui.available_width() - 46.0).max(40.0);
            ui.allocate_ui(egui::vec2(room, 20.0), |ui| {
                ui.set_width(room);
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(4.0, 3.0);
                    chips_ui(ctx, ui, note);
                });
            });
            let edit = icon(ui, ctx, "Write the note", |painter, centre, stroke| {
                let (a, b) = (centre + egui::vec2(-4.5, 4.5), centre + egui::vec2(4.0, -4.0));
                painter.line_segment([a, b], Stroke::new(2.2, stroke.color));
                painter.line_segment([a, a + egui::vec2(4.0, 0.0)], stroke);
            });
            if edit.clicked() {
                self.edit(note.id);
            }
            let delete = icon(ui, ctx, "Delete the note", |painter, centre, stroke| {
                sign::cross(painter, centre, 4.5, false, stroke);
            });
            if delete.clicked() {
                ctx.edit(Edit::DeleteNote(note.id));
            }
        });
    }

    fn text_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        if note.text.trim().is_empty() {
            ui.add(Label::new(RichText::new("Empty note").color(ctx.tokens.faint).italics()).selectable(false));
            return;
        }
        let text = self.rendered.read(card_id(note.id), &note.shown);
        let followed = ui.push_id("text", |ui| text.show(ui, ctx.tokens)).inner;
        if let Some(address) = followed {
            match link::read(&address) {
                Some(focus) => ctx.send(Command::Reveal(focus)),
                None => ctx.send(Command::Say(format!("This link leads nowhere: {address}"))),
            }
        }
    }

    fn foot_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView, list: &NotesList) {
        let faint = ctx.tokens.faint;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(5.0, 3.0);
            for tag in &note.tags {
                let on = self.filter.tags.contains(tag);
                let text = RichText::new(format!("#{tag}")).small();
                let response = ui
                    .add(egui::Button::selectable(on, text).small())
                    .on_hover_text("Click to show only notes with this tag; right-click to take it off");
                if response.clicked() {
                    if on {
                        self.filter.tags.remove(tag);
                    } else {
                        self.filter.tags.insert(tag.clone());
                    }
                }
                if response.secondary_clicked() {
                    let left = note.tags.iter().filter(|t| *t != tag).cloned().collect();
                    ctx.edit(Edit::SetNoteTags(note.id, left, ctx.now));
                }
            }
            self.tag_field(ctx, ui, note, list);
            if !note.author.is_empty() {
                ui.add(Label::new(RichText::new(&note.author).small().color(faint)).selectable(false));
            }
        });
    }

    /// The field in which a tag is typed, or the button that opens it.
    fn tag_field(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView, list: &NotesList) {
        let Some((_, text)) = self.tag_draft.as_mut().filter(|(id, _)| *id == note.id) else {
            let add = ui.add(egui::Button::new(RichText::new("+ tag").small()).small().frame(false));
            if add.clicked() {
                self.tag_draft = Some((note.id, String::new()));
            }
            return;
        };
        let id = Id::unique(("note tag", note.id));
        let begun = text.trim().to_lowercase();
        let fitting: Vec<&String> = list
            .tags
            .keys()
            .filter(|t| !note.tags.contains(t) && t.to_lowercase().starts_with(&begun))
            .take(6)
            .collect();
        // Tab takes the first tag that fits.
        let tab = ui.memory(|m| m.has_focus(id)) && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Tab));
        if tab && let Some(first) = fitting.first().filter(|_| !begun.is_empty()) {
            text.clone_from(first);
        }
        let field = TextEdit::singleline(text)
            .id(id)
            .hint_text("Tag")
            .desired_width(90.0)
            .event_filter(egui::EventFilter {
                tab: true,
                horizontal_arrows: true,
                ..egui::EventFilter::default()
            });
        let response = ui.add(field);
        name_field(&response, "New tag", text);
        let mut chosen = fitting
            .into_iter()
            .find(|tag| ui.small_button(format!("#{tag}")).clicked())
            .cloned();
        let lost = response.lost_focus();
        if lost && ui.input(|i| i.key_pressed(Key::Enter)) {
            chosen = Some(text.trim().to_owned());
        }
        if let Some(tag) = &chosen
            && !tag.is_empty()
            && !note.tags.contains(tag)
        {
            let mut tags = note.tags.clone();
            tags.push(tag.clone());
            ctx.edit(Edit::SetNoteTags(note.id, tags, ctx.now));
        }
        let over_card = ui.input(|i| i.pointer.any_down());
        if chosen.is_some() || (lost && !over_card) {
            self.tag_draft = None;
            self.wants_card = Some(note.id);
        } else if !response.has_focus() && !lost {
            response.request_focus();
        }
    }
}

/// What the note is about, each a way to it; what is deleted is struck through.
fn chips_ui(ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
    for chip in &note.about {
        let text = RichText::new(&chip.name).small();
        if chip.gone {
            let text = text.strikethrough().color(ctx.tokens.warning);
            ui.add(Label::new(text).selectable(false))
                .on_hover_text("What this note is about was deleted; the note is kept");
        } else if ui.add(egui::Button::new(text).small().wrap()).clicked() {
            ctx.send(Command::Reveal(Focus::from(&chip.target)));
        }
    }
    if note.orphaned {
        let text = RichText::new("about something deleted")
            .small()
            .color(ctx.tokens.warning);
        ui.add(Label::new(text).selectable(false));
    }
}
