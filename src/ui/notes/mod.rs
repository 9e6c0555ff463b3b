//! The notes pane: cards about passages, cells, actors, issues, documents and the project.
//!
//! Markdown is shown rendered and edited as source; what is typed is written at once, as one step until a pause.
//! Not here: what a note is (`model`), which notes are shown in which order (`view`).

mod bar;
mod card;
mod editor;
mod several;
#[cfg(test)]
mod tests;
pub mod view;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use eframe::egui::{Event, Frame, Id, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::{
    editor::Picker,
    view::{Filter, NotesView},
};
use crate::{
    model::{Edit, Note, NoteId, Target},
    session::Selection,
    ui::{Action, Command, Ctx, attach, command::Scope, markdown},
};

/// Height that a card is taken to have until it was drawn, in points.
const GUESS: f32 = 120.0;
/// Points between cards.
const GAP: f32 = 6.0;

/// The view and what it was made from.
struct Kept {
    revision: u64,
    filter: Filter,
    selection: Option<Selection>,
    view: Rc<NotesView>,
}

/// The note being written.
#[derive(Debug, Clone, Copy)]
struct Writing {
    note: NoteId,
    /// Whether its field has not had the keyboard yet.
    fresh: bool,
}

/// The notes pane's own state.
#[derive(Default)]
pub struct NotesPane {
    filter: Filter,
    writing: Option<Writing>,
    /// The note that was last known to be selected.
    synced: Option<NoteId>,
    /// The card that the keyboard goes to at the next frame.
    wants_card: Option<NoteId>,
    wants_keyboard: bool,
    /// The card to bring into sight at the next frame.
    reveal: Option<NoteId>,
    /// Heights of the cards that were drawn, at `width`.
    heights: BTreeMap<NoteId, f32>,
    width: f32,
    kept: Option<Kept>,
    rendered: markdown::Cache,
    /// What is being searched to link to, while a note is written.
    picker: Option<Picker>,
    /// The notes that the next command for several is about.
    picked: BTreeSet<NoteId>,
    tag_for_all: String,
    /// A tag being typed, and for which note.
    tag_draft: Option<(NoteId, String)>,
}

impl std::fmt::Debug for NotesPane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NotesPane")
            .field("filter", &self.filter)
            .field("writing", &self.writing)
            .finish_non_exhaustive()
    }
}

impl NotesPane {
    /// Draws the pane, filling the room.
    pub fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.sync(ctx);
        let view = self.view(ctx);
        self.keys(ctx, ui, &view);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(6.0);
            self.bar(ctx, ui, &view);
        });
        self.picked_ui(ctx, ui, &view);
        if view.total == 0 {
            self.nothing_ui(ctx, ui);
        } else {
            self.cards(ctx, ui, &view);
        }
    }

    /// Does an action, if it is this pane's.
    pub fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        match action {
            Action::NoteOnCell => match ctx.selection().cell.clone() {
                Some(cell) => write(ctx, Target::Cell(cell), None),
                None => ctx.send(Command::Say("Select a cell first".to_owned())),
            },
            Action::NoteOnProject => write(ctx, Target::Project, None),
            Action::NoteOnSelection => match attach::selected_words(ctx) {
                Some((passage, add)) => write(ctx, Target::Passage(passage), add),
                None => ctx.send(Command::Say("Select a passage of the article first".to_owned())),
            },
            _ => {
                let selected = ctx.selection().note;
                return selected.is_some_and(|note| self.perform(ctx, action, note));
            }
        }
        true
    }

    /// Does an action about one note, if it is one.
    fn perform(&mut self, ctx: &Ctx<'_>, action: Action, note: NoteId) -> bool {
        match action {
            Action::EditNote => self.edit(note),
            Action::DeleteNote => ctx.edit(Edit::DeleteNote(note)),
            Action::PickNote => self.toggle_picked(note),
            Action::TagNote => self.tag_draft = Some((note, String::new())),
            _ => return false,
        }
        true
    }

    /// Takes the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
    }

    /// Opens a note for writing.
    pub fn edit(&mut self, note: NoteId) {
        self.picker = None;
        self.writing = Some(Writing { note, fresh: true });
        self.reveal(note);
    }

    /// Brings a note into sight.
    pub fn reveal(&mut self, note: NoteId) {
        self.reveal = Some(note);
    }

    /// Follows what is selected: a note comes into sight, and one without a word is opened for writing.
    fn sync(&mut self, ctx: &Ctx<'_>) {
        let selected = ctx.selection().note;
        if selected == self.synced {
            return;
        }
        self.synced = selected;
        if let Some(note) = selected.and_then(|id| ctx.project().note(id)) {
            if note.text.is_empty() && note.analyst == ctx.selection().analyst {
                self.edit(note.id);
            } else {
                self.reveal(note.id);
            }
        }
    }

    fn view(&mut self, ctx: &Ctx<'_>) -> Rc<NotesView> {
        let view = self.filtered(ctx);
        match self.writing {
            // A note that is being written is not lost to a filter that it does not fit.
            Some(writing) if writing.fresh && view.notes.iter().all(|n| n.id != writing.note) => {
                self.filter = Filter {
                    order: self.filter.order,
                    ..Filter::default()
                };
                self.filtered(ctx)
            }
            _ => view,
        }
    }

    fn filtered(&mut self, ctx: &Ctx<'_>) -> Rc<NotesView> {
        let revision = ctx.session.revision();
        let selection = Some(ctx.selection());
        if let Some(kept) = &self.kept
            && kept.revision == revision
            && kept.filter == self.filter
            && kept.selection.as_ref() == selection
        {
            return Rc::clone(&kept.view);
        }
        let view = Rc::new(NotesView::new(ctx.project(), ctx.selection(), &self.filter));
        self.kept = Some(Kept {
            revision,
            filter: self.filter.clone(),
            selection: selection.cloned(),
            view: Rc::clone(&view),
        });
        view
    }

    fn nothing_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        Frame::new().inner_margin(10).show(ui, |ui| {
            ui.label(
                "No notes yet. A note says what no stance can: a doubt, a method, what would change your reading.",
            );
            ui.label(RichText::new("Press N on a cell, or select text and choose Note.").color(ctx.tokens.faint));
        });
    }

    /// The cards in sight.
    fn cards(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, view: &NotesView) {
        if view.notes.is_empty() {
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                ui.label(RichText::new("No note fits the filter").color(ctx.tokens.faint));
            });
            return;
        }
        let outer = ui.available_rect_before_wrap();
        let width = (outer.width() - 20.0).max(80.0);
        if (width - self.width).abs() > 0.5 {
            self.heights.clear();
            self.width = width;
        }
        let tops: Vec<f32> = view
            .notes
            .iter()
            .scan(0.0, |top, note| {
                let here = *top;
                *top += self.heights.get(&note.id).copied().unwrap_or(GUESS) + GAP;
                Some(here)
            })
            .collect();
        let total = tops.last().copied().unwrap_or(0.0)
            + view
                .notes
                .last()
                .map_or(0.0, |n| self.heights.get(&n.id).copied().unwrap_or(GUESS) + GAP);
        let mut area = ScrollArea::vertical().id_salt("cards").auto_shrink(false);
        let reveal = self.reveal.take();
        if let Some(place) = reveal.and_then(|id| view.notes.iter().position(|n| n.id == id)) {
            area = area.vertical_scroll_offset((tops[place] - 8.0).max(0.0));
        }
        let mut settled = true;
        area.show_viewport(ui, |ui, viewport| {
            ui.set_min_size(vec2(width, total));
            let origin = ui.min_rect().min;
            let first = tops.partition_point(|top| *top <= viewport.top()).saturating_sub(1);
            for (note, top) in view.notes.iter().zip(&tops).skip(first) {
                if *top > viewport.bottom() {
                    break;
                }
                let at = origin + vec2(8.0, *top);
                let room = Rect::from_min_size(pos2(at.x, at.y), vec2(width, 1.0e5));
                let builder = UiBuilder::new().max_rect(room).id_salt(("note", note.id));
                let height = ui
                    .scope_builder(builder, |ui| self.card_ui(ctx, ui, note, view))
                    .response
                    .rect
                    .height();
                let known = self.heights.insert(note.id, height);
                settled &= known.is_some_and(|h| (h - height).abs() < 0.5);
            }
        });
        if !settled {
            // Cards stand by the heights of the frame before.
            ui.ctx().request_discard("heights of notes");
            if reveal.is_some() {
                self.reveal = reveal;
            }
        }
    }

    /// Takes the keys pressed while a card has the keyboard.
    fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, view: &NotesView) {
        if std::mem::take(&mut self.wants_keyboard) {
            let selected = ctx.selection().note.filter(|id| view.notes.iter().any(|n| n.id == *id));
            self.wants_card = selected.or_else(|| view.notes.first().map(|n| n.id));
            self.reveal = self.wants_card;
        }
        let focused = ui.memory(|m| m.focused());
        let Some(place) = view.notes.iter().position(|n| Some(card_id(n.id)) == focused) else {
            return;
        };
        let note = &view.notes[place];
        let mut events = ui.input_mut(|i| std::mem::take(&mut i.events));
        let mut to = None;
        events.retain(|event| {
            let Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } = event
            else {
                return true;
            };
            match Action::pressed(Scope::Notes, *key, *modifiers, ctx.preferences) {
                Some(Action::NoteDown) => to = Some((place + 1).min(view.notes.len() - 1)),
                Some(Action::NoteUp) => to = Some(place.saturating_sub(1)),
                Some(action) => return !self.perform(ctx, action, note.id),
                None => return true,
            }
            false
        });
        ui.input_mut(|i| i.events = events);
        if let Some(to) = to {
            ui.memory_mut(|m| m.move_focus(eframe::egui::FocusDirection::None));
            let id = view.notes[to].id;
            self.wants_card = Some(id);
            self.reveal = Some(id);
            ctx.send(Command::SelectNote(Some(id)));
        }
    }
}

/// Adds an empty note and selects it, so that this pane opens it for writing; `first` is what must be done before it.
pub fn write(ctx: &Ctx<'_>, about: Target, first: Option<Edit>) {
    let id = ctx.new_note_id();
    let note = Note {
        id,
        analyst: ctx.selection().analyst.clone(),
        about: vec![about],
        created: ctx.now,
        changed: ctx.now,
        tags: Vec::new(),
        text: String::new(),
    };
    let add = Edit::AddNote(note);
    ctx.edit(match first {
        Some(first) => Edit::Batch(add.label(ctx.project()), vec![first, add]),
        None => add,
    });
    ctx.send(Command::SelectNote(Some(id)));
}

/// The widget of a note's card.
fn card_id(note: NoteId) -> Id {
    Id::unique(("note card", note))
}
