//! The matrix pane: actors and issues, and in each cell where the one stands on the other.
//!
//! The pane reads the session and sends commands; its own state is where the keyboard is, what is filtered and folded,
//! and what is being named.
//! Not here: what a cell's colours are (`ui::theme`), what its signs look like (`ui::sign`).

pub mod axis;
mod bar;
pub mod clip;
mod compare;
pub mod cursor;
mod edits;
mod grid;
mod heads;
mod keys;
mod layout;
mod legend;
mod menu;
mod moving;
mod paint;
mod sight;
mod suggest;
#[cfg(test)]
mod tests;
mod tip;
mod totals;
mod typed;
pub mod view;
mod whole;

pub use whole::stances_height;

pub(crate) use self::keys::stance_of;
use std::{collections::BTreeSet, rc::Rc};

use eframe::egui::{Id, Ui, Vec2};

use self::{
    axis::{Axis, Choice, Head, Side},
    clip::Copied,
    compare::Compared,
    cursor::{Axes, Cursor},
    layout::Layout,
    sight::Sight,
    suggest::Offered,
    totals::Counted,
    typed::Typed,
};
use crate::{
    model::{ActorId, Cell, Edit, IssueId},
    ui::{
        Action, Command, Ctx,
        dialog::{Confirm, Dialog},
    },
};

/// What is being named in place.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DraftOf {
    /// A new actor or issue.
    New(Side),
    /// One that there is.
    Name(Head),
}

#[derive(Debug, Clone)]
struct Draft {
    of: DraftOf,
    text: String,
    /// Whether the field has not had the keyboard yet.
    fresh: bool,
}

impl Draft {
    fn new(of: DraftOf, text: String) -> Self {
        Self { of, text, fresh: true }
    }
}

/// The axes and what they were made from.
#[derive(Debug)]
struct Kept {
    revision: u64,
    swapped: bool,
    choice: Choice,
    version: u64,
    axes: Rc<Axes>,
}

/// Where everything lies, and what that was made from.
#[derive(Debug)]
struct LaidOut {
    version: u64,
    room: Vec2,
    strips: usize,
    layout: Rc<Layout>,
}

/// The matrix pane's own state.
#[derive(Debug, Default)]
pub struct MatrixPane {
    choice: Choice,
    wants_filter: bool,
    /// The cell the cursor is on, or was on before it went to an edge.
    at: Option<Cell>,
    /// The cell that the session was last known to have selected.
    synced: Option<Cell>,
    /// The name or the adding place the cursor is on, if it is on one.
    edge: Option<Cursor>,
    /// Where a range began.
    anchor: Option<Cell>,
    dragging: bool,
    draft: Option<Draft>,
    /// Whether proposals are shown; `None` until it was asked for or against.
    suggesting: Option<bool>,
    offered: Option<Offered>,
    /// Names that are not to be offered again while the project is open.
    declined: BTreeSet<String>,
    /// The totals, while they are shown.
    counted: Option<Counted>,
    /// The comparison with another layer, while it is shown.
    compared: Option<Compared>,
    /// What was copied here last.
    copied: Copied,
    typed: Typed,
    wants_keyboard: bool,
    /// The widget that has, or last had, the pane's keyboard.
    holder: Option<Id>,
    /// Whether the keyboard was here when a dialog took it.
    lent: bool,
    /// Whether the keyboard was here at the end of the last frame.
    held: bool,
    /// What is to be brought into sight at the next frame.
    reveal: Option<Cursor>,
    offset: Vec2,
    /// How many rows are in sight.
    page: usize,
    kept: Option<Kept>,
    laid_out: Option<LaidOut>,
    versions: u64,
    sight: Sight,
}

impl MatrixPane {
    /// Draws the pane, filling the room.
    pub fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.sync(ctx);
        self.take_back_keyboard(ui);
        let axes = self.axes(ctx);
        self.stand_somewhere(ctx, &axes);
        self.keys(ctx, ui, &axes);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            ui.add_space(6.0);
            self.bar(ctx, ui);
        });
        if self.suggests(ctx) {
            self.suggestions_ui(ctx, ui);
        }
        self.follow_compared(ctx);
        self.compare_bar(ctx, ui);
        self.compare_details(ctx, ui);
        self.grid(ctx, ui, &axes);
        self.held = self.has_keyboard(ui);
    }

    /// A keyboard that comes here needs a place to stand: the first cell, or where the first actor is added.
    fn stand_somewhere(&mut self, ctx: &Ctx<'_>, axes: &Axes) {
        if !self.wants_keyboard || self.draft.is_some() || self.cursor().is_some() {
            return;
        }
        match axes.cell(0, 0) {
            Some(cell) => self.go_to(ctx, Cursor::Cell(cell)),
            None => self.edge = Some(Cursor::Add(axes.rows.side)),
        }
    }

    /// After a dialog that was opened from here, the keyboard comes back here.
    fn take_back_keyboard(&mut self, ui: &Ui) {
        let (focused, dialog) = ui.memory(|m| (m.focused(), m.top_modal_layer().is_some()));
        if dialog {
            self.lent |= self.held;
            self.held = false;
        } else if std::mem::take(&mut self.lent) && focused.is_none() {
            self.wants_keyboard = true;
        }
    }

    /// Does an action, if it is this pane's.
    pub fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        self.sync(ctx);
        self.perform(action, ctx)
    }

    /// Takes the keyboard at the next frame.
    pub fn focus(&mut self) {
        self.wants_keyboard = true;
    }

    /// Brings a cell into sight.
    pub fn reveal(&mut self, cell: &Cell) {
        self.reveal = Some(Cursor::Cell(cell.clone()));
    }

    /// Brings an actor's row or column into sight, with the cursor on its name.
    pub fn reveal_actor(&mut self, actor: &ActorId) {
        self.reveal_head(Head::Actor(actor.clone()));
    }

    /// Brings an issue's row or column into sight, with the cursor on its name.
    pub fn reveal_issue(&mut self, issue: &IssueId) {
        self.reveal_head(Head::Issue(issue.clone()));
    }

    fn reveal_head(&mut self, head: Head) {
        self.anchor = None;
        self.edge = Some(Cursor::Head(head.clone()));
        self.reveal = Some(Cursor::Head(head));
    }

    /// Follows what other panes selected.
    fn sync(&mut self, ctx: &Ctx<'_>) {
        let selected = &ctx.selection().cell;
        if *selected != self.synced {
            self.synced.clone_from(selected);
            self.at.clone_from(selected);
            self.edge = None;
            self.anchor = None;
            if let Some(cell) = selected {
                self.reveal(cell);
            }
        }
    }

    fn axes(&mut self, ctx: &Ctx<'_>) -> Rc<Axes> {
        let revision = ctx.session.revision();
        let swapped = ctx.preferences.swapped;
        if let Some(kept) = &self.kept
            && kept.revision == revision
            && kept.swapped == swapped
            && kept.choice == self.choice
        {
            return Rc::clone(&kept.axes);
        }
        let side = if swapped { Side::Issues } else { Side::Actors };
        let axes = Axes {
            rows: Axis::new(ctx.project(), side, &self.choice),
            columns: Axis::new(ctx.project(), side.other(), &self.choice),
        };
        let axes = match self.kept.take() {
            // The same lines again: what was made for them stays good.
            Some(kept) if *kept.axes == axes => kept.axes,
            _ => {
                self.versions += 1;
                Rc::new(axes)
            }
        };
        self.kept = Some(Kept {
            revision,
            swapped,
            choice: self.choice.clone(),
            version: self.versions,
            axes: Rc::clone(&axes),
        });
        axes
    }

    /// The axes laid out in a room.
    fn layout(&mut self, axes: &Axes, room: Vec2, strips: usize) -> Rc<Layout> {
        let version = self.version();
        let same = |laid: &&LaidOut| (laid.version, laid.room, laid.strips) == (version, room, strips);
        if let Some(laid) = self.laid_out.as_ref().filter(same) {
            return Rc::clone(&laid.layout);
        }
        let layout = Rc::new(Layout::new(&axes.rows, &axes.columns, room, strips));
        self.laid_out = Some(LaidOut {
            version,
            room,
            strips,
            layout: Rc::clone(&layout),
        });
        layout
    }

    fn version(&self) -> u64 {
        self.kept.as_ref().map_or(0, |kept| kept.version)
    }

    /// How many actors and issues are not shown.
    fn left_out(&self) -> usize {
        self.kept.as_ref().map_or(0, |kept| {
            [&kept.axes.rows, &kept.axes.columns]
                .into_iter()
                .map(|axis| axis.hidden + axis.filtered)
                .sum()
        })
    }

    /// Whether the filter's words are in no name of either list.
    fn finds_nothing(&self) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|kept| kept.axes.rows.unfound && kept.axes.columns.unfound)
    }

    /// Where the keyboard is.
    fn cursor(&self) -> Option<Cursor> {
        self.edge.clone().or_else(|| self.at.clone().map(Cursor::Cell))
    }

    /// Moves the cursor, and ends the range.
    fn go_to(&mut self, ctx: &Ctx<'_>, cursor: Cursor) {
        self.anchor = None;
        self.typed.forget();
        match &cursor {
            Cursor::Cell(cell) => {
                self.edge = None;
                self.select(ctx, cell.clone());
            }
            Cursor::Head(_) | Cursor::Add(_) => self.edge = Some(cursor.clone()),
        }
        self.reveal = Some(cursor);
    }

    /// Moves the cursor to a cell and selects all from where the range began.
    fn extend_to(&mut self, ctx: &Ctx<'_>, cell: Cell) {
        if self.anchor.is_none() {
            self.anchor = self.at.clone();
        }
        self.edge = None;
        self.reveal(&cell);
        self.select(ctx, cell);
    }

    fn select(&mut self, ctx: &Ctx<'_>, cell: Cell) {
        self.at = Some(cell.clone());
        if self.synced.as_ref() != Some(&cell) {
            self.synced = Some(cell.clone());
            ctx.send(Command::SelectCell(Some(cell)));
        }
    }

    /// The cells that a key acts on: the range, or the one at the cursor; none on a name.
    fn range(&self, axes: &Axes) -> Vec<Cell> {
        match (&self.edge, &self.anchor, &self.at) {
            (None, Some(anchor), Some(at)) => axes.range(anchor, at),
            (None, None, Some(at)) => vec![at.clone()],
            _ => Vec::new(),
        }
    }

    fn rename(&mut self, ctx: &Ctx<'_>, head: &Head) {
        let name = head.name(ctx.project()).to_owned();
        self.draft = Some(Draft::new(DraftOf::Name(head.clone()), name));
    }

    fn ask_to_delete(ctx: &Ctx<'_>, head: &Head) {
        let edit: Edit = edits::delete(head);
        ctx.send(Command::Ask(Box::new(Dialog::Confirm(Confirm::new(edit)))));
    }

    fn toggle_fold(&mut self, side: Side, group: &str) {
        let key = (side, group.to_owned());
        if !self.choice.folded.remove(&key) {
            self.choice.folded.insert(key);
        }
    }
}
