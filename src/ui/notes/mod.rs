//! The notes pane: cards about passages, cells, actors, issues, documents and the project.
//!
//! Markdown is shown rendered and edited as source; what is typed is written at once, as one step until a pause.
//! Not here: what a note is (`model`), which notes are shown in which order (`list`).

mod bar;
mod card;
mod editor;
pub mod list;
mod picker;
mod several;
mod source;
#[cfg(test)]
mod tests;
pub mod view;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use eframe::egui::{Frame, Id, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use self::{
    list::{Filter, NotesList},
    picker::Picker,
    view::NoteView,
};
use crate::{
    model::{AnalystId, Cell, Edit, Note, NoteId, PassageId, Project, Target},
    session::Selection,
    ui::{
        Action, Command, Ctx, attach,
        command::{Scope, take_keys_of},
        follow_keyboard, markdown,
    },
};

/// Height that a card is taken to have until it was drawn, in points.
const GUESS: f32 = 120.0;
/// Points between cards.
const GAP: f32 = 6.0;

/// The list and what it was made from.
struct Kept {
    revision: u64,
    project: Project,
    filter: Filter,
    layers: (AnalystId, BTreeSet<AnalystId>),
    /// What is selected, as far as the list follows it.
    followed: Option<Followed>,
    list: Rc<NotesList>,
}

type Followed = (Option<Cell>, Option<PassageId>);

fn followed(selection: &Selection, filter: &Filter) -> Option<Followed> {
    filter.follow.then(|| (selection.cell.clone(), selection.passage))
}

/// Where the cards stand, one below the other.
#[derive(Default)]
struct Stack {
    /// The list for which `tops` is right; `None` if a height changed since.
    of: Option<Rc<NotesList>>,
    /// The upper edge of every card, in points, and last the lower edge of all.
    tops: Vec<f32>,
    /// Heights of the cards that were drawn, at `width`.
    heights: BTreeMap<NoteId, f32>,
    width: f32,
}

impl Stack {
    /// Brings the tops up to date.
    fn settle(&mut self, list: &Rc<NotesList>, width: f32) {
        if (width - self.width).abs() > 0.5 {
            self.heights.clear();
            (self.of, self.width) = (None, width);
        }
        if self.of.as_ref().is_some_and(|of| Rc::ptr_eq(of, list)) {
            return;
        }
        self.tops.clear();
        let mut top = 0.0;
        for row in &list.rows {
            self.tops.push(top);
            top += self.heights.get(&row.id).copied().unwrap_or(GUESS) + GAP;
        }
        self.tops.push(top);
        self.of = Some(Rc::clone(list));
    }

    /// Takes in how high a card was drawn; whether that was known.
    fn drawn(&mut self, id: NoteId, height: f32) -> bool {
        let known = self.heights.insert(id, height);
        let same = known.is_some_and(|known| (known - height).abs() < 0.5);
        if !same {
            self.of = None;
        }
        same
    }
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
    /// The card that has the keyboard.
    on_card: Option<NoteId>,
    stack: Stack,
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
        let list = self.list(ctx);
        self.keys(ctx, ui, &list);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(6.0);
            self.bar(ctx, ui, &list);
        });
        self.picked_ui(ctx, ui, &list);
        if list.total == 0 {
            self.nothing_ui(ctx, ui);
        } else {
            self.cards(ctx, ui, &list);
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

    /// Takes the keyboard at the next frame; a note that is being written is written on.
    pub fn focus(&mut self) {
        match self.writing {
            Some(writing) => self.edit(writing.note),
            None => self.wants_keyboard = true,
        }
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

    fn list(&mut self, ctx: &Ctx<'_>) -> Rc<NotesList> {
        let list = self.filtered(ctx);
        match self.writing {
            // A note that is being written is not lost to a filter that it does not fit.
            Some(writing) if writing.fresh && list.place(writing.note).is_none() => {
                self.filter = Filter {
                    order: self.filter.order,
                    ..Filter::default()
                };
                self.filtered(ctx)
            }
            _ => list,
        }
    }

    fn filtered(&mut self, ctx: &Ctx<'_>) -> Rc<NotesList> {
        let (session, selection) = (ctx.session, ctx.selection());
        let followed = followed(selection, &self.filter);
        let layers = (&selection.analyst, &selection.hidden_layers);
        let kept = self.kept.take().filter(|kept| {
            let same = kept.revision == session.revision() || (&kept.layers.0, &kept.layers.1) == layers;
            same && kept.filter.order == self.filter.order
        });
        let list = match kept {
            None => Rc::new(NotesList::new(session, &self.filter)),
            Some(mut kept) => {
                if kept.revision != session.revision() {
                    Rc::make_mut(&mut kept.list).update(&kept.project, session, &self.filter);
                }
                if (&kept.layers.0, &kept.layers.1) != layers {
                    let (analyst, hidden) = &kept.layers;
                    let showed = |layer: &AnalystId| layer == analyst || !hidden.contains(layer);
                    Rc::make_mut(&mut kept.list).show_layers(session, &self.filter, showed);
                } else if kept.followed != followed || kept.filter != self.filter {
                    Rc::make_mut(&mut kept.list).choose(session, &self.filter);
                }
                kept.list
            }
        };
        self.kept = Some(Kept {
            revision: session.revision(),
            project: session.project().clone(),
            filter: self.filter.clone(),
            layers: (layers.0.clone(), layers.1.clone()),
            followed,
            list: Rc::clone(&list),
        });
        list
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
    fn cards(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, list: &Rc<NotesList>) {
        if list.rows.is_empty() {
            ui.horizontal(|ui| {
                ui.add_space(10.0);
                ui.label(RichText::new("No note fits the filter").color(ctx.tokens.faint));
            });
            return;
        }
        let outer = ui.available_rect_before_wrap();
        let width = (outer.width() - 20.0).max(80.0);
        self.stack.settle(list, width);
        let mut area = ScrollArea::vertical().id_salt("cards").auto_shrink(false);
        let reveal = self.reveal.take();
        if let Some(place) = reveal.and_then(|id| list.place(id)) {
            area = area.vertical_scroll_offset((self.stack.tops[place] - 8.0).max(0.0));
        }
        self.on_card = None;
        let tops = std::mem::take(&mut self.stack.tops);
        let mut settled = true;
        area.show_viewport(ui, |ui, viewport| {
            ui.set_min_size(vec2(width, tops.last().copied().unwrap_or_default()));
            let origin = ui.min_rect().min;
            let first = tops.partition_point(|top| *top <= viewport.top()).saturating_sub(1);
            for (row, top) in list.rows.iter().zip(&tops).skip(first) {
                if *top > viewport.bottom() {
                    break;
                }
                let Some(note) = ctx.project().note(row.id) else {
                    continue;
                };
                let at = origin + vec2(8.0, *top);
                let room = Rect::from_min_size(pos2(at.x, at.y), vec2(width, 1.0e5));
                let builder = UiBuilder::new().max_rect(room).id_salt(("note", row.id));
                let note = NoteView::new(ctx.project(), note);
                let height = ui
                    .scope_builder(builder, |ui| self.card_ui(ctx, ui, &note, list))
                    .response
                    .rect
                    .height();
                settled &= self.stack.drawn(row.id, height);
            }
            if reveal.is_none() {
                // Where a card is brought into sight, it may have stood elsewhere in the pass before.
                follow_keyboard(ui);
            }
        });
        self.stack.tops = tops;
        if !settled {
            // Cards stand by the heights of the frame before.
            ui.ctx().request_discard("heights of notes");
            if reveal.is_some() {
                self.reveal = reveal;
            }
        }
    }

    /// Takes the keys pressed while a card has the keyboard.
    fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, list: &NotesList) {
        if std::mem::take(&mut self.wants_keyboard) {
            let selected = ctx.selection().note.filter(|id| list.place(*id).is_some());
            self.wants_card = selected.or_else(|| list.rows.first().map(|row| row.id));
            self.reveal = self.wants_card;
        }
        let has_keyboard = |note: &NoteId| ui.memory(|m| m.has_focus(card_id(*note)));
        let Some(note) = self.on_card.filter(has_keyboard) else {
            return;
        };
        let mut step = None;
        take_keys_of(ctx, ui, card_id(note), &[Scope::Notes], |action| match action {
            Action::NoteDown | Action::NoteUp => {
                step = Some(action == Action::NoteDown);
                true
            }
            _ => self.perform(ctx, action, note),
        });
        if let (Some(down), Some(place)) = (step, list.place(note)) {
            let to = if down { place + 1 } else { place.saturating_sub(1) };
            let id = list.rows[to.min(list.rows.len() - 1)].id;
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
