//! One note's card: what it is about, its text rendered or as source, its tags.

use eframe::egui::{
    self, Frame, Id, Key, Label, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo,
};

use super::{
    NotesPane, card_id,
    view::{NoteView, focus_of, read_link},
};
use crate::{
    model::Edit,
    ui::{Command, Ctx, cell::icon, sign},
};

impl NotesPane {
    pub(super) fn card_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        let tokens = ctx.tokens;
        let selected = ctx.selection().note == Some(note.id);
        let writing = self.writing.is_some_and(|w| w.note == note.id);
        let frame = Frame::new()
            .fill(tokens.page)
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
                self.foot_ui(ctx, ui, note);
            });
        });
        let response = card.response;
        response.widget_info(|| {
            let first: String = note.text.lines().next().unwrap_or_default().chars().take(80).collect();
            let name = format!("Note: {}", first.trim_start_matches(['#', ' ']));
            WidgetInfo::selected(egui::Role::Article, true, selected, name)
        });
        if self.wants_card == Some(note.id) {
            response.request_focus();
            self.wants_card = None;
        }
        if response.has_focus() {
            ui.painter()
                .rect_stroke(response.rect, 5.0, Stroke::new(2.0, tokens.accent), StrokeKind::Inside);
        }
        if response.clicked() {
            response.request_focus();
            ctx.send(Command::SelectNote(Some(note.id)));
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
        let text = self.rendered.read(card_id(note.id), &note.text);
        let followed = ui.push_id("text", |ui| text.show(ui, ctx.tokens)).inner;
        if let Some(link) = followed {
            match read_link(&link) {
                Some(focus) => ctx.send(Command::Reveal(focus)),
                None => ctx.send(Command::Say(format!("This link leads nowhere: {link}"))),
            }
        }
    }

    fn source_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        let mut text = note.text.clone();
        let field = TextEdit::multiline(&mut text)
            .id(Id::unique(("note source", note.id)))
            .hint_text("Markdown: # heading, *emphasis*, - list, > quote")
            .desired_width(f32::INFINITY)
            .desired_rows(4);
        let response = ui.add(field);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Text of the note"));
        if let Some(writing) = &mut self.writing
            && std::mem::take(&mut writing.fresh)
        {
            response.request_focus();
        }
        if response.changed() {
            ctx.edit(Edit::SetNoteText(note.id, text, ctx.now));
        }
        if response.lost_focus() {
            ctx.send(Command::EndStep);
            self.writing = None;
            if ui.input(|i| i.key_pressed(Key::Escape)) {
                self.wants_card = Some(note.id);
            }
        }
    }

    fn foot_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
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
            self.tag_field(ctx, ui, note);
            if !note.author.is_empty() {
                ui.add(Label::new(RichText::new(&note.author).small().color(faint)).selectable(false));
            }
        });
    }

    /// The field in which a tag is typed, or the button that opens it.
    fn tag_field(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        let Some((_, text)) = self.tag_draft.as_mut().filter(|(id, _)| *id == note.id) else {
            let add = ui.add(egui::Button::new(RichText::new("+ tag").small()).small().frame(false));
            if add.clicked() {
                self.tag_draft = Some((note.id, String::new()));
            }
            return;
        };
        let id = Id::unique(("note tag", note.id));
        let response = ui.add(TextEdit::singleline(text).id(id).hint_text("Tag").desired_width(90.0));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "New tag"));
        if !response.has_focus() && !response.lost_focus() {
            response.request_focus();
        }
        if response.lost_focus() {
            let escape = ui.input(|i| i.key_pressed(Key::Escape));
            let tag = text.trim().to_owned();
            if !escape && !tag.is_empty() && !note.tags.contains(&tag) {
                let mut tags = note.tags.clone();
                tags.push(tag);
                ctx.edit(Edit::SetNoteTags(note.id, tags, ctx.now));
            }
            self.tag_draft = None;
            self.wants_card = Some(note.id);
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
            ctx.send(Command::Reveal(focus_of(&chip.target)));
        }
    }
    if note.orphaned {
        let text = RichText::new("about something deleted")
            .small()
            .color(ctx.tokens.warning);
        ui.add(Label::new(text).selectable(false));
    }
}
