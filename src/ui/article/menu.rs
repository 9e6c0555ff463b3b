//! The menu of the text: what can be done with the selected words and with the passages at a place.
//!
//! Opened by the other mouse button on the text or on a stripe, or by the Menu key. It selects the passage it is about,
//! so that its entries are those of the table of actions.

use eframe::egui::{
    Align, Button, Context, Id, Key, Layout, Modifiers, Popup, PopupKind, Pos2, Response, RichText, SetOpenCommand, Ui,
    containers::menu::menu_style,
};

use super::{
    ArticlePane,
    marks::{Mark, marks_in},
    mouse::innermost_first,
    passages::{citing, other, prefer, selected_here},
    stripes::shortened,
    view::View,
};
use crate::{
    analysis::{
        copying,
        sentences::{sentence_at, word_at},
    },
    model::{Document, Edit, Focus, PassageId, PositionKey, Role},
    ui::{Action, Command, Ctx, attach, command::format_shortcut},
};

/// The menu's state while it is open; egui keeps whether it is.
#[derive(Debug, Clone, Default)]
pub(super) struct TextMenu {
    /// Asked for by keyboard.
    asked: bool,
    at: Pos2,
    /// The character that it is about.
    position: Option<u32>,
    /// Whether the first entry is to have the keyboard.
    by_key: bool,
    /// Whether the passage at the place comes before the selected words.
    passage_first: bool,
}

impl TextMenu {
    /// Opens it in the next frame, at the selection or the selected passage.
    pub(super) fn ask(&mut self) {
        self.asked = true;
    }

    fn id() -> Id {
        Id::unique("article menu")
    }

    /// Whether it is open.
    pub(super) fn is_open(ctx: &Context) -> bool {
        Popup::is_id_open(ctx, Self::id())
    }
}

impl ArticlePane {
    /// Opens the menu where the other button was clicked on the text.
    pub(super) fn open_menu_at(&mut self, ctx: &Ctx<'_>, ui: &Ui, at: Pos2, view: &View, document: &Document) {
        let position = view.character(at).or_else(|| view.nearest(at));
        let on_selection = position
            .zip(ctx.selection().text.as_ref())
            .is_some_and(|(at, range)| range.contains(&at));
        let mut marks = position.map_or_else(Vec::new, |at| marks_in(ctx, &document.id, at..at + 1, None));
        innermost_first(&mut marks);
        // The one that stands out, else the innermost.
        let meant = self
            .hover
            .among(&marks)
            .or_else(|| marks.iter().position(|m| m.selected));
        if let Some(mark) = marks.get(meant.unwrap_or(0)).filter(|_| !on_selection) {
            ctx.send(Command::SelectPassage(Some(mark.id())));
        }
        self.open_menu(ui, at, position, false, !on_selection && !marks.is_empty());
    }

    /// Opens the menu on a stripe.
    pub(super) fn open_menu_on(&mut self, ctx: &Ctx<'_>, ui: &Ui, at: Pos2, mark: &Mark<'_>) {
        ctx.send(Command::SelectPassage(Some(mark.id())));
        self.open_menu(ui, at, Some(mark.range.start), false, true);
    }

    fn open_menu(&mut self, ui: &Ui, at: Pos2, position: Option<u32>, by_key: bool, passage_first: bool) {
        self.menu = TextMenu {
            asked: false,
            at,
            position,
            by_key,
            passage_first,
        };
        Popup::open_id(ui.ctx(), TextMenu::id());
    }

    /// Opens the menu if the keyboard asked for it.
    fn open_menu_by_key(&mut self, ctx: &Ctx<'_>, ui: &Ui, view: &View, document: &Document) {
        let text = ctx.selection().text.clone();
        let passage = selected_here(ctx, document).map(|(_, range)| range);
        let caret = self.ends.map(|ends| ends.head);
        let visible = |at: u32| view.caret(at, false).filter(|c| view.rect.contains(c.center()));
        let here = text
            .as_ref()
            .map(|r| r.end)
            .or(passage.as_ref().map(|r| r.start))
            .or(caret);
        let place = here
            .and_then(visible)
            .map_or(view.rect.center_top(), |c| c.center_bottom());
        let passage_first = text.is_none() && passage.is_some();
        self.open_menu(ui, place, passage.map(|r| r.start).or(here), true, passage_first);
    }

    /// Draws the menu if it is open.
    pub(super) fn menu_ui(&mut self, ctx: &Ctx<'_>, ui: &Ui, document: &Document, view: &View) {
        if std::mem::take(&mut self.menu.asked) {
            self.open_menu_by_key(ctx, ui, view, document);
        }
        if !TextMenu::is_open(ui.ctx()) {
            return;
        }
        // Opened by mouse, the first key down goes to its first entry.
        let none = ui.memory(|m| m.has_focus(super::text_id()) || m.focused().is_none());
        let down = none && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
        if std::mem::take(&mut self.menu.by_key) || down {
            ui.data_mut(|d| d.insert_temp(first_id(), true));
        }
        let popup = Popup::new(TextMenu::id(), ui.ctx().clone(), self.menu.at, ui.layer_id())
            .kind(PopupKind::Menu)
            .layout(Layout::top_down_justified(Align::Min))
            .style(menu_style)
            .accessible_name("Menu of the text")
            .open_memory(None::<SetOpenCommand>);
        popup.show(|ui| {
            ui.set_min_width(270.0);
            ui.set_max_width(380.0);
            self.entries(ctx, ui, document);
        });
        // The keyboard goes back to the text.
        if !TextMenu::is_open(ui.ctx()) {
            self.wants_keyboard = true;
        }
    }

    fn entries(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document) {
        let passage = selected_here(ctx, document).map(|(passage, _)| passage.id);
        let at = self.menu.position;
        let mut marks = at.map_or_else(Vec::new, |at| marks_in(ctx, &document.id, at..at + 1, None));
        innermost_first(&mut marks);
        let about_passage = passage.filter(|id| self.menu.passage_first || marks.iter().any(|m| m.id() == *id));
        if let Some(id) = about_passage.filter(|_| self.menu.passage_first) {
            self.passage_entries(ctx, ui, document, id, &marks);
            ui.separator();
        }
        words_entries(ctx, ui, document, at);
        if let Some(id) = about_passage.filter(|_| !self.menu.passage_first) {
            ui.separator();
            self.passage_entries(ctx, ui, document, id, &marks);
        }
        ui.separator();
        shown_entries(ctx, ui);
    }

    fn passage_entries(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, document: &Document, id: PassageId, marks: &[Mark<'_>]) {
        let project = ctx.project();
        let Some(passage) = project.passage(id) else { return };
        let own = passage.analyst == ctx.selection().analyst;
        heading(ctx, ui, &format!("“{}”", shortened(&passage.anchor.quotation)));
        let cited = citing(ctx, id);
        cell_entries(ctx, ui, id, &cited);
        if let Some(cell) = &ctx.selection().cell {
            let key = ctx.selection().key_for(project, cell);
            if !cited.iter().any(|(k, _)| **k == key) {
                let name = project.cell_name(cell);
                for (words, role) in [("to", Role::For), ("against", Role::Against)] {
                    if choice(ui, Button::new(format!("Attach {words} {name}"))) {
                        attach::passage(ctx, cell, id, role);
                    }
                }
            }
        }
        ui.separator();
        if ctx.selection().text.is_none() {
            entry(ctx, ui, Action::NoteOnSelection, "Note on the passage");
            if choice(ui, Button::new("Copy its words").shortcut_text("Ctrl+C")) {
                ctx.send(Command::Copy(copying::plain(&document.body, passage.anchor.range())));
            }
            entry(ctx, ui, Action::CopyQuotation, "Copy as a quotation");
        }
        entry(ctx, ui, Action::SelectPassageWords, "Select its words");
        if own {
            if ctx.selection().text.is_some() {
                entry(ctx, ui, Action::GiveSelection, "Give it the selected words");
            }
            submenu(ui, "Move its ends", |ui| {
                for (action, name) in [
                    (Action::StartEarlier, "Start a word earlier"),
                    (Action::StartLater, "Start a word later"),
                    (Action::EndEarlier, "End a word earlier"),
                    (Action::EndLater, "End a word later"),
                ] {
                    entry(ctx, ui, action, name);
                }
            });
        }
        self.overlap_entries(ctx, ui, marks);
        if own {
            entry(ctx, ui, Action::DeletePassage, "Delete the passage…");
        }
    }

    /// The passages and judgments on the same words, to go to another.
    fn overlap_entries(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, marks: &[Mark<'_>]) {
        if marks.len() < 2 {
            return;
        }
        submenu(ui, format!("{} on these words", marks.len()), |ui| {
            ui.set_max_width(420.0);
            let taken = marks
                .iter()
                .position(|m| m.selected && ctx.selection().passage == Some(m.id()));
            for (n, mark) in marks.iter().enumerate() {
                if choice(ui, Button::selectable(Some(n) == taken, mark.sentence(ctx))) {
                    self.choose(ctx, mark);
                }
            }
            ui.separator();
            entry(ctx, ui, Action::NextOverlap, "The next of them");
        });
    }
}

/// What can be done with the cells that cite a passage: one cell's entries, or a menu for each.
fn cell_entries(ctx: &Ctx<'_>, ui: &mut Ui, id: PassageId, cited: &[(&PositionKey, Role)]) {
    match cited {
        [(key, role)] => {
            let name = ctx.project().cell_name(&key.cell());
            cell_entry(ctx, ui, id, key, *role, &format!(" {name}"));
        }
        several => {
            for (key, role) in several {
                submenu(ui, judgment_name(ctx, key), |ui| {
                    cell_entry(ctx, ui, id, key, *role, " the cell");
                });
            }
        }
    }
}

fn judgment_name(ctx: &Ctx<'_>, key: &PositionKey) -> String {
    let project = ctx.project();
    let mut name = project.cell_name(&key.cell());
    if key.period.is_some() {
        name.push_str(&format!(", {}", project.period_name(key.period.as_ref())));
    }
    if key.analyst != ctx.selection().analyst {
        name.push_str(&format!(" ({})", project.analyst_name(&key.analyst)));
    }
    name
}

fn cell_entry(ctx: &Ctx<'_>, ui: &mut Ui, id: PassageId, key: &PositionKey, role: Role, cell: &str) {
    let keys = Action::ShowPassageCell.shortcut(ctx.preferences).map(format_shortcut);
    if choice(
        ui,
        Button::new(format!("Show{cell}")).shortcut_text(keys.unwrap_or_default()),
    ) {
        ctx.send(Command::Reveal(Focus::Cell(key.cell())));
    }
    if key.analyst != ctx.selection().analyst {
        return;
    }
    let switch = match role {
        Role::For => "Cite it against instead",
        Role::Against => "Cite it for instead",
    };
    if choice(ui, Button::new(switch)) {
        ctx.edit(Edit::Cite(key.clone(), id, other(role)));
    }
    if choice(ui, Button::new("Cite it no longer there")) {
        ctx.edit(Edit::Uncite(key.clone(), id));
    }
}

/// What can be done with the selected words; without any, what can be selected.
fn words_entries(ctx: &Ctx<'_>, ui: &mut Ui, document: &Document, at: Option<u32>) {
    let body = &document.body;
    if let Some(range) = ctx.selection().text.clone() {
        let words = body.slice_clamped(range.start..range.end.min(range.start + 80));
        heading(ctx, ui, &format!("Selected: “{}”", shortened(&words)));
        let attach = match &ctx.selection().cell {
            Some(cell) => format!("Attach to {}", ctx.project().cell_name(cell)),
            None => "Attach…".to_owned(),
        };
        entry(ctx, ui, Action::AttachSelection, &attach);
        entry(ctx, ui, Action::NoteOnSelection, "Note on these words");
        entry(ctx, ui, Action::MarkPassage, "Just mark them");
        if choice(ui, Button::new("Copy").shortcut_text("Ctrl+C")) {
            ctx.send(Command::Copy(copying::plain(body, range)));
        }
        entry(ctx, ui, Action::CopyQuotation, "Copy as a quotation");
        return;
    }
    let Some(at) = at else { return };
    for (name, range) in [
        ("Select the word", word_at(body, at)),
        ("Select the sentence", sentence_at(body, at)),
        ("Select the paragraph", body.block_range(body.place(at).block)),
    ] {
        if !range.is_empty() && choice(ui, Button::new(name)) {
            ctx.send(Command::SelectText(Some(range)));
        }
    }
}

/// Which passages are shown, and how.
fn shown_entries(ctx: &Ctx<'_>, ui: &mut Ui) {
    let reading = ctx.preferences.reading;
    entry_on(ctx, ui, Action::DimOthers, "Dim other passages", reading.dim_others);
    entry_on(ctx, ui, Action::HideOthers, "Hide other passages", reading.hide_others);
    let project = ctx.project();
    if project.analysts.len() > 1 {
        submenu(ui, "Layers shown", |ui| layers_ui(ctx, ui));
    }
}

/// The layers, each to be shown or hidden; and whether the others are dimmed.
pub(super) fn layers_ui(ctx: &Ctx<'_>, ui: &mut Ui) {
    let selection = ctx.selection();
    for analyst in &ctx.project().analysts {
        let mut shown = selection.shows(&analyst.id);
        let own = analyst.id == selection.analyst;
        let name = if own {
            format!("{} (yours)", analyst.name)
        } else {
            analyst.name.clone()
        };
        if ui.checkbox(&mut shown, name).changed() {
            ctx.send(Command::ShowLayer(analyst.id.clone(), shown));
        }
    }
    let mut dim = ctx.preferences.reading.dim_layers;
    if ui.checkbox(&mut dim, "Dim those of others").changed() {
        prefer(ctx, |r| r.dim_layers = dim);
    }
}

fn heading(ctx: &Ctx<'_>, ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small().color(ctx.tokens.faint));
}

/// An entry of the menu, which closes with it; whether it was chosen.
fn choice(ui: &mut Ui, button: Button<'_>) -> bool {
    let response = ui.add(button);
    take_first(ui, &response);
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}

/// An entry that leads to more.
fn submenu(ui: &mut Ui, name: impl Into<String>, add: impl FnOnce(&mut Ui)) {
    let response = ui.menu_button(name.into(), add).response;
    take_first(ui, &response);
}

/// Gives the first entry drawn the keyboard, if that was asked for.
fn take_first(ui: &Ui, response: &Response) {
    if ui.data_mut(|d| d.remove_temp::<bool>(first_id())).is_some() {
        response.request_focus();
    }
}

fn first_id() -> Id {
    TextMenu::id().with("first")
}

/// An entry that does an action of the table under a name that fits the place.
fn entry(ctx: &Ctx<'_>, ui: &mut Ui, action: Action, name: &str) {
    let keys = action
        .shortcut(ctx.preferences)
        .map(format_shortcut)
        .unwrap_or_default();
    if choice(ui, Button::new(name).shortcut_text(keys)) {
        ctx.send(Command::Act(action));
    }
}

fn entry_on(ctx: &Ctx<'_>, ui: &mut Ui, action: Action, name: &str, on: bool) {
    if choice(ui, Button::selectable(on, name)) {
        ctx.send(Command::Act(action));
    }
}
