//! What keys and actions do in the matrix.

use eframe::egui::{Event, Key, Ui};

use super::{
    Draft, DraftOf, MatrixPane,
    axis::{Head, Side},
    clip::{self, Reading},
    cursor::{Axes, Cursor, Step},
    edits,
    typed::Meaning,
    view::Lens,
};
use crate::{
    analysis::order::Order,
    model::{Cell, Role, Stance, Target},
    ui::{
        Action, Command, Ctx, attach,
        command::{Pane, Scope},
        dialog::{ActorForm, Dialog, IssueForm, Layers, Paste, Periods, Unite},
        notes,
    },
};

/// The movement that an action stands for, and whether it takes the range along.
fn travel_of(action: Action) -> Option<(Travel, bool)> {
    use Travel::{Coded, Page, To};
    Some(match action {
        Action::GoLeft => (To(Step::Left), false),
        Action::GoRight => (To(Step::Right), false),
        Action::GoUp => (To(Step::Up), false),
        Action::GoDown => (To(Step::Down), false),
        Action::GoCodedLeft => (Coded(Step::Left), false),
        Action::GoCodedRight => (Coded(Step::Right), false),
        Action::GoCodedUp => (Coded(Step::Up), false),
        Action::GoCodedDown => (Coded(Step::Down), false),
        Action::GoRowStart => (To(Step::RowStart), false),
        Action::GoRowEnd => (To(Step::RowEnd), false),
        Action::GoFirst => (To(Step::First), false),
        Action::GoLast => (To(Step::Last), false),
        Action::GoPageUp => (Page { down: false }, false),
        Action::GoPageDown => (Page { down: true }, false),
        Action::SelectLeft => (To(Step::Left), true),
        Action::SelectRight => (To(Step::Right), true),
        Action::SelectUp => (To(Step::Up), true),
        Action::SelectDown => (To(Step::Down), true),
        Action::SelectCodedLeft => (Coded(Step::Left), true),
        Action::SelectCodedRight => (Coded(Step::Right), true),
        Action::SelectCodedUp => (Coded(Step::Up), true),
        Action::SelectCodedDown => (Coded(Step::Down), true),
        Action::SelectRowStart => (To(Step::RowStart), true),
        Action::SelectRowEnd => (To(Step::RowEnd), true),
        Action::SelectFirst => (To(Step::First), true),
        Action::SelectLast => (To(Step::Last), true),
        Action::SelectPageUp => (Page { down: false }, true),
        Action::SelectPageDown => (Page { down: true }, true),
        _ => return None,
    })
}

/// How far a movement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Travel {
    /// One step.
    To(Step),
    /// In a direction to where coding begins or ends.
    Coded(Step),
    /// By as many rows as are in sight.
    Page { down: bool },
}

impl MatrixPane {
    /// Takes the keys pressed while the keyboard is in the grid, in the order they came.
    pub(super) fn keys(&mut self, ctx: &Ctx<'_>, ui: &Ui, axes: &Axes) {
        if self.draft.is_some() || !self.has_keyboard(ui) {
            return;
        }
        let now = ui.input(|i| i.time);
        let mut events = ui.input_mut(|i| std::mem::take(&mut i.events));
        let mut travelled = false;
        // A key that was an action is not also a letter typed.
        let mut swallow = false;
        events.retain(|event| match event {
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } => {
                swallow = false;
                let letter = modifiers.is_none() && key.name().len() == 1;
                if letter && self.typed.is_open(now) {
                    return true;
                }
                if *key == Key::Escape {
                    self.escape();
                    return false;
                }
                match Action::pressed(Scope::Matrix, *key, *modifiers, ctx.preferences) {
                    Some(action) => {
                        swallow = true;
                        travelled |= travel_of(action).is_some();
                        if !self.perform(action, ctx) {
                            ctx.send(Command::Act(action));
                        }
                        false
                    }
                    None => true,
                }
            }
            Event::Copy => {
                self.copy(ctx, axes);
                false
            }
            Event::Cut => {
                self.copy(ctx, axes);
                self.perform(Action::ClearCell, ctx);
                false
            }
            Event::Paste(text) => {
                self.paste(ctx, axes, text);
                false
            }
            Event::Text(_) if swallow => false,
            Event::Text(text) => !self.type_stance(ctx, axes, text, now),
            _ => true,
        });
        ui.input_mut(|i| i.events = events);
        if travelled {
            // The arrows are not also egui's, which would move the keyboard elsewhere.
            ui.memory_mut(|m| m.move_focus(eframe::egui::FocusDirection::None));
        }
    }

    fn travel(&mut self, ctx: &Ctx<'_>, axes: &Axes, travel: Travel, extend: bool) {
        let from = match self.cursor() {
            Some(cursor) => cursor,
            None => match axes.cell(0, 0) {
                Some(cell) => return self.go_to(ctx, Cursor::Cell(cell)),
                None => Cursor::Add(axes.rows.side),
            },
        };
        let page = self.page.max(2) - 1;
        let to = match travel {
            Travel::To(step) => axes.travel(&from, step),
            Travel::Page { down: false } => axes.travel(&from, Step::PageUp(page)),
            Travel::Page { down: true } => axes.travel(&from, Step::PageDown(page)),
            Travel::Coded(step) => {
                let lens = Lens::of(ctx.project(), ctx.selection());
                axes.travel_coded(&from, step, |cell| {
                    lens.look(ctx.project(), &lens.analyst, cell).is_some()
                })
            }
        };
        match (to, extend, &from) {
            (Cursor::Cell(cell), true, Cursor::Cell(_)) => self.extend_to(ctx, cell),
            // A range does not reach beyond the cells.
            (_, true, Cursor::Cell(_)) => {}
            (to, ..) => self.go_to(ctx, to),
        }
        self.wants_keyboard = true;
    }

    fn escape(&mut self) {
        self.typed.forget();
        if self.anchor.take().is_some() {
            return;
        }
        self.edge = None;
        self.choice.filter.clear();
        self.wants_keyboard = true;
    }

    /// Takes a typed letter as part of a stance's name; whether it was one.
    fn type_stance(&mut self, ctx: &Ctx<'_>, axes: &Axes, text: &str, now: f64) -> bool {
        let range = self.range(axes);
        let begins = text.chars().all(|c| c.is_alphabetic() || "+-−0".contains(c));
        if range.is_empty() || !(begins || self.typed.is_open(now)) {
            return false;
        }
        match self.typed.take(text, now) {
            Meaning::Set(stance) => {
                self.set_stance(ctx, &range, stance);
                true
            }
            Meaning::Open(_) => true,
            Meaning::Nothing => false,
        }
    }

    fn set_stance(&mut self, ctx: &Ctx<'_>, range: &[Cell], stance: Stance) {
        self.typed.forget();
        if let Some(edit) = edits::set_stance(ctx.project(), ctx.selection(), range, stance) {
            ctx.edit(edit);
        }
    }

    /// Does an action, if it is this pane's.
    pub(super) fn perform(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        let axes = self.axes(ctx);
        let range = self.range(&axes);
        if let Some(stance) = stance_of(action) {
            self.set_stance(ctx, &range, stance);
            return true;
        }
        if let Some((travel, extend)) = travel_of(action) {
            self.travel(ctx, &axes, travel, extend);
            return true;
        }
        match action {
            Action::ClearCell => match &self.edge {
                Some(Cursor::Head(head)) => Self::ask_to_delete(ctx, head),
                _ => {
                    if let Some(edit) = edits::clear(ctx.project(), ctx.selection(), &range) {
                        ctx.edit(edit);
                    }
                }
            },
            Action::CiteSelection | Action::CiteAgainst => {
                let role = if action == Action::CiteSelection {
                    Role::For
                } else {
                    Role::Against
                };
                match self.at.as_ref().filter(|_| self.edge.is_none()) {
                    Some(cell) => attach::selection(ctx, cell, role),
                    None => ctx.send(Command::Say("Select a cell first".to_owned())),
                }
            }
            Action::OpenCell => match &self.edge {
                Some(Cursor::Head(head)) => {
                    let head = head.clone();
                    self.rename(ctx, &head);
                }
                Some(Cursor::Add(side)) => self.draft = Some(Draft::new(DraftOf::New(*side), String::new())),
                _ => ctx.send(Command::FocusPane(Pane::Cell)),
            },
            Action::FilterMatrix => self.wants_filter = true,
            Action::AddActor => self.begin_adding(Side::Actors),
            Action::AddIssue => self.begin_adding(Side::Issues),
            Action::CopyCells => self.copy(ctx, &axes),
            Action::CutCells => {
                self.copy(ctx, &axes);
                self.perform(Action::ClearCell, ctx);
            }
            Action::PasteCells => {
                let text = self.copied.text.clone();
                self.paste(ctx, &axes, &text);
            }
            Action::SelectAllCells => {
                if let (Some(first), Some(last)) = (axes.cell(0, 0), axes.last_cell()) {
                    self.go_to(ctx, Cursor::Cell(first));
                    self.extend_to(ctx, last);
                }
            }
            Action::MoveRowUp => self.nudge(ctx, &axes, true, false),
            Action::MoveRowDown => self.nudge(ctx, &axes, true, true),
            Action::MoveColumnLeft => self.nudge(ctx, &axes, false, false),
            Action::MoveColumnRight => self.nudge(ctx, &axes, false, true),
            Action::FoldGroup => self.fold_here(&axes),
            Action::UnfoldGroups => self.choice.folded.clear(),
            Action::Periods => ctx.send(Command::Ask(Box::new(Dialog::Periods(Periods::default())))),
            Action::Layers => ctx.send(Command::Ask(Box::new(Dialog::Layers(Layers::default())))),
            Action::CompareLayers => self.toggle_compare(ctx),
            Action::SuggestNames => {
                self.suggesting = Some(!self.suggests(ctx));
                self.declined.clear();
                self.offered = None;
            }
            Action::Totals => {
                let mut preferences = ctx.preferences.clone();
                preferences.totals = !preferences.totals;
                if preferences.totals && ctx.session.index().layer(&ctx.selection().analyst).positions == 0 {
                    ctx.send(Command::Say(
                        "Totals stand at the edges once something is coded".to_owned(),
                    ));
                }
                ctx.send(Command::Prefer(Box::new(preferences)));
            }
            Action::ShowHidden => self.choice.show_hidden = !self.choice.show_hidden,
            Action::SwapMatrix => {
                let mut preferences = ctx.preferences.clone();
                preferences.swapped = !preferences.swapped;
                ctx.send(Command::Prefer(Box::new(preferences)));
            }
            _ => return self.perform_on_head(action, ctx),
        }
        true
    }

    /// Does an action about the actor or issue at the cursor, if it is one.
    fn perform_on_head(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        if let Some((side, by)) = sorting_of(action) {
            match edits::sort(ctx.project(), ctx.selection(), side, by) {
                Some(edit) => ctx.edit(edit),
                None => ctx.send(Command::Say(format!(
                    "The {}s stand in that order already",
                    side.word()
                ))),
            }
            return true;
        }
        let side = match action {
            Action::RenameActor
            | Action::EditActor
            | Action::HideActor
            | Action::MergeActor
            | Action::DeleteActor
            | Action::NoteOnActor => Side::Actors,
            Action::RenameIssue
            | Action::EditIssue
            | Action::HideIssue
            | Action::MergeIssue
            | Action::DeleteIssue
            | Action::NoteOnIssue => Side::Issues,
            _ => return false,
        };
        // The keys of the actor's actions serve the issue whose name has the keyboard.
        let at_cursor = match &self.edge {
            Some(Cursor::Head(head)) if side == Side::Actors => Some(head.clone()),
            _ => self.head_on(side),
        };
        let Some(head) = at_cursor else {
            ctx.send(Command::Say(format!("Select an {} first", side.word())));
            return true;
        };
        match action {
            Action::RenameActor | Action::RenameIssue => self.rename(ctx, &head),
            Action::EditActor | Action::EditIssue => open_form(ctx, &head),
            Action::HideActor | Action::HideIssue => hide(ctx, &head),
            Action::MergeActor | Action::MergeIssue => ask_to_merge(ctx, &head),
            Action::NoteOnActor | Action::NoteOnIssue => notes::write(ctx, target_of(&head), None),
            _ => Self::ask_to_delete(ctx, &head),
        }
        true
    }

    fn copy(&mut self, ctx: &Ctx<'_>, axes: &Axes) {
        let lens = Lens::of(ctx.project(), ctx.selection());
        let range = self.range(axes);
        if let (Some(first), Some(last)) = (range.first(), range.last())
            && let Some(copied) = clip::copy(ctx.project(), &lens, axes, first, last)
        {
            ctx.send(Command::Copy(copied.text.clone()));
            self.copied = copied;
        }
    }

    fn paste(&mut self, ctx: &Ctx<'_>, axes: &Axes, text: &str) {
        let range = self.range(axes);
        if !self.copied.rows.is_empty() && text == self.copied.text {
            if let Some(edit) = clip::put(ctx.project(), ctx.selection(), axes, &range, &self.copied) {
                ctx.edit(edit);
            }
            return;
        }
        let table = clip::read_table(text);
        if let [row] = table.as_slice()
            && let [value] = row.as_slice()
        {
            match clip::read_stance(value) {
                Some(_) if range.is_empty() => ctx.send(Command::Say("Select a cell first".to_owned())),
                Some(stance) => self.set_stance(ctx, &range, stance),
                None => ctx.send(Command::Say(
                    "What was copied is neither a stance nor a table".to_owned(),
                )),
            }
            return;
        }
        // A table with names finds its cells itself: it may be pasted where there are none yet.
        let targets = range
            .first()
            .map(|first| clip::targets(axes, first, &table))
            .unwrap_or_default();
        let reading = Reading::guess(ctx.project(), &table);
        ctx.send(Command::Ask(Box::new(Dialog::Paste(Paste::new(
            table, targets, reading,
        )))));
    }

    fn fold_here(&mut self, axes: &Axes) {
        for side in [axes.rows.side, axes.columns.side] {
            let axis = axes.of(side);
            let group = self
                .head_on(side)
                .and_then(|head| axis.place(&head))
                .and_then(|item| axis.group_of(item));
            if let Some(group) = group {
                let name = axis.groups[group].name.clone();
                self.toggle_fold(side, &name);
                return;
            }
        }
    }

    fn begin_adding(&mut self, side: Side) {
        self.edge = Some(Cursor::Add(side));
        self.reveal = Some(Cursor::Add(side));
        self.draft = Some(Draft::new(DraftOf::New(side), String::new()));
    }

    /// Shows what typed letters may become, beside the cell.
    pub(super) fn typed_hint(&self, ctx: &Ctx<'_>, ui: &Ui, cell: eframe::egui::Rect) {
        let now = ui.input(|i| i.time);
        let Some((letters, stances)) = self.typed.open(now) else {
            return;
        };
        let words: Vec<&str> = stances.iter().map(|s| s.word()).collect();
        let text = format!("{letters}…  {}", words.join(", "));
        let painter = ui.ctx().debug_painter();
        let galley = painter.layout_no_wrap(text, eframe::egui::FontId::proportional(12.0), ctx.tokens.text);
        let at = cell.left_bottom() + eframe::egui::vec2(0.0, 4.0);
        let back = eframe::egui::Rect::from_min_size(at, galley.size() + eframe::egui::vec2(12.0, 6.0));
        painter.rect_filled(back, 3.0, ctx.tokens.raised);
        painter.galley(at + eframe::egui::vec2(6.0, 3.0), galley, ctx.tokens.text);
        ui.ctx().request_repaint_after_secs(1.3);
    }
}

/// Hides the actor or issue, or shows it.
pub(super) fn hide(ctx: &Ctx<'_>, head: &Head) {
    if let Some(edit) = edits::hide(ctx.project(), head, !is_hidden(ctx, head)) {
        ctx.edit(edit);
    }
}

/// Whether an actor or issue is hidden.
pub(super) fn is_hidden(ctx: &Ctx<'_>, head: &Head) -> bool {
    match head {
        Head::Actor(id) => ctx.project().actor(id).is_some_and(|a| a.hidden),
        Head::Issue(id) => ctx.project().issue(id).is_some_and(|i| i.hidden),
    }
}

/// Opens the form of an actor or issue.
pub(super) fn open_form(ctx: &Ctx<'_>, head: &Head) {
    let dialog = match head {
        Head::Actor(id) => ctx.project().actor(id).map(|a| Dialog::Actor(ActorForm::new(a))),
        Head::Issue(id) => ctx.project().issue(id).map(|i| Dialog::Issue(IssueForm::new(i))),
    };
    if let Some(dialog) = dialog {
        ctx.send(Command::Ask(Box::new(dialog)));
    }
}

/// Asks what to merge an actor or issue into.
pub(super) fn ask_to_merge(ctx: &Ctx<'_>, head: &Head) {
    let unite = match head {
        Head::Actor(id) => Unite::actor(id.clone()),
        Head::Issue(id) => Unite::issue(id.clone()),
    };
    ctx.send(Command::Ask(Box::new(Dialog::Unite(unite))));
}

/// What a note about an actor or issue is about.
pub(super) fn target_of(head: &Head) -> Target {
    match head {
        Head::Actor(id) => Target::Actor(id.clone()),
        Head::Issue(id) => Target::Issue(id.clone()),
    }
}

/// The list that an action sorts, and by what.
fn sorting_of(action: Action) -> Option<(Side, Order)> {
    Some(match action {
        Action::SortActorsByName => (Side::Actors, Order::Name),
        Action::SortActorsByPositions => (Side::Actors, Order::Positions),
        Action::SortActorsByStance => (Side::Actors, Order::Stance),
        Action::SortActorsByMention => (Side::Actors, Order::Mention),
        Action::SortIssuesByName => (Side::Issues, Order::Name),
        Action::SortIssuesByPositions => (Side::Issues, Order::Positions),
        Action::SortIssuesByStance => (Side::Issues, Order::Stance),
        Action::SortIssuesByMention => (Side::Issues, Order::Mention),
        _ => return None,
    })
}

/// The stance that an action sets.
pub(crate) fn stance_of(action: Action) -> Option<Stance> {
    Some(match action {
        Action::SetStronglyOpposes => Stance::StronglyOpposes,
        Action::SetOpposes => Stance::Opposes,
        Action::SetNeutral => Stance::Neutral,
        Action::SetSupports => Stance::Supports,
        Action::SetStronglySupports => Stance::StronglySupports,
        Action::SetAmbivalent => Stance::Ambivalent,
        Action::SetSilent => Stance::Silent,
        _ => return None,
    })
}
