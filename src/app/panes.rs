//! The panes and their arrangement: four that are always there, and the history where it is wanted.

use std::collections::BTreeMap;

use eframe::egui::{self, Id, Rect, Ui, Vec2};
use egui_tiles::{Behavior, ContainerKind, SimplificationOptions, Tile, TileId, Tiles, Tree, UiResponse};

use crate::ui::{
    Command, Ctx, Preferences,
    article::ArticlePane,
    cell::CellPane,
    command::{Action, Pane},
    history::HistoryPane,
    matrix::MatrixPane,
    notes::NotesPane,
};

/// The panes' own state, and where each stands.
pub(super) struct Panes {
    /// As the user arranged them.
    tree: Tree<Pane>,
    /// Shown instead where the window is too small for all of them at once.
    folded: Option<(Room, Tree<Pane>)>,
    /// The pane that had the keyboard when panes were put behind each other, or back, in the last frame.
    keyboard_was: Option<Pane>,
    /// Where each pane was drawn last, in points.
    pub(super) places: BTreeMap<Pane, Rect>,
    pub(super) article: ArticlePane,
    pub(super) matrix: MatrixPane,
    pub(super) cell: CellPane,
    pub(super) notes: NotesPane,
    history: HistoryPane,
}

/// How many panes there is room for at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// All of them.
    All,
    /// The article and one beside it.
    Two,
    One,
}

impl Room {
    /// In a window of this size, in points of the interface: larger letters leave less room.
    fn of(size: Vec2) -> Self {
        if size.x < 560.0 || size.y < 320.0 {
            Self::One
        } else if size.x < 760.0 || size.y < 420.0 {
            Self::Two
        } else {
            Self::All
        }
    }
}

fn pane_in(tile: &Tile<Pane>) -> Option<Pane> {
    match tile {
        Tile::Pane(pane) => Some(*pane),
        Tile::Container(_) => None,
    }
}

/// All panes behind each other; or the article, and the others behind each other beside it.
fn folded_tree(room: Room, panes: &[Pane]) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let mut panes = panes.to_vec();
    panes.sort_unstable();
    let mut ids: Vec<TileId> = panes.into_iter().map(|pane| tiles.insert_pane(pane)).collect();
    let root = match room {
        Room::Two => {
            let others = ids.split_off(1);
            let beside = tiles.insert_tab_tile(others);
            tiles.insert_horizontal_tile(vec![ids[0], beside])
        }
        Room::All | Room::One => tiles.insert_tab_tile(ids),
    };
    Tree::new(Id::unique("folded panes"), root, tiles)
}

/// Article on the left; on the right the matrix above, cell and notes side by side below.
fn default_tree() -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let article = tiles.insert_pane(Pane::Article);
    let matrix = tiles.insert_pane(Pane::Matrix);
    let cell = tiles.insert_pane(Pane::Cell);
    let notes = tiles.insert_pane(Pane::Notes);
    let below = tiles.insert_horizontal_tile(vec![cell, notes]);
    let right = tiles.insert_vertical_tile(vec![matrix, below]);
    let root = tiles.insert_horizontal_tile(vec![article, right]);
    for (tile, first, share) in [(root, article, 1.0), (right, matrix, 1.15)] {
        if let Some(Tile::Container(egui_tiles::Container::Linear(linear))) = tiles.get_mut(tile) {
            linear.shares.set_share(first, share);
        }
    }
    Tree::new(Id::unique("panes"), root, tiles)
}

/// Says to screen readers what stands between the panes: `egui_tiles` names the tabs, but not the bars and edges that
/// are dragged, which the Tab key comes to as well.
fn name_handles(ui: &Ui, places: &BTreeMap<Pane, Rect>) {
    if !ui.ctx().has_accesskit_node(ui.unique_id()) {
        // Nobody reads the screen: every widget in sight is looked at below.
        return;
    }
    let (panes, layer) = (ui.max_rect(), ui.layer_id());
    let handles: Vec<(Id, Rect)> = ui.ctx().viewport(|viewport| {
        let widgets = viewport.this_pass.widgets.get_layer(layer);
        let stand = widgets.filter(|widget| {
            let centre = widget.rect.center();
            widget.sense.is_focusable() && panes.contains(centre) && !places.values().any(|p| p.contains(centre))
        });
        stand.map(|widget| (widget.id, widget.rect)).collect()
    });
    let edge = 2.0 * ui.style().interaction.resize_grab_radius_side;
    for (id, rect) in handles {
        let name = if rect.width().min(rect.height()) <= edge {
            "Edge between panes"
        } else {
            "Bar of tabs"
        };
        ui.ctx().accesskit_node_builder(id, |node| {
            if node.label().is_none() {
                node.set_label(name);
            }
        });
    }
}

fn has_every_pane(tree: &Tree<Pane>) -> bool {
    [Pane::Article, Pane::Matrix, Pane::Cell, Pane::Notes]
        .iter()
        .all(|wanted| {
            tree.tiles
                .iter()
                .any(|(_, tile)| matches!(tile, Tile::Pane(pane) if pane == wanted))
        })
}

impl Panes {
    pub(super) fn new(preferences: &Preferences) -> Self {
        let tree = preferences
            .layout
            .as_deref()
            .and_then(|text| ron::from_str(text).ok())
            .filter(has_every_pane)
            .unwrap_or_else(default_tree);
        Self {
            tree,
            folded: None,
            keyboard_was: None,
            places: BTreeMap::new(),
            article: ArticlePane::default(),
            matrix: MatrixPane::default(),
            cell: CellPane::default(),
            notes: NotesPane::default(),
            history: HistoryPane::default(),
        }
    }

    /// The arrangement as preferences keep it; `None` if it cannot be written.
    pub(super) fn layout(&self) -> Option<String> {
        ron::to_string(&self.tree).ok()
    }

    /// Puts the panes back in their places.
    pub(super) fn reset(&mut self) {
        self.tree = default_tree();
        self.folded = None;
    }

    /// Draws the panes.
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        if let Some(pane) = self.keyboard_was.take()
            && ui.memory(|m| m.focused()).is_none()
        {
            // What had it is another widget where the pane stands now, or out of sight there.
            self.focus(pane);
        }
        let room = Room::of(ui.available_size());
        if !self.is_folded_for(room) {
            let keyboard = self.keyboard(ui.ctx());
            self.fold(room, keyboard);
        }
        self.places.clear();
        let mut behavior = Shown {
            ctx,
            places: &mut self.places,
            article: &mut self.article,
            matrix: &mut self.matrix,
            cell: &mut self.cell,
            notes: &mut self.notes,
            history: &mut self.history,
        };
        let tree = self.folded.as_mut().map_or(&mut self.tree, |(_, tree)| tree);
        tree.ui(&mut behavior, ui);
        if ctx.tokens.window == ctx.tokens.pane {
            // Nothing else would show where one pane ends and the next begins.
            let line = egui::Stroke::new(1.0, ctx.tokens.line);
            for rect in self.places.values() {
                ui.painter().rect_stroke(*rect, 0.0, line, egui::StrokeKind::Outside);
            }
        }
        name_handles(ui, &self.places);
    }

    /// Whether panes stand behind each other just as this room asks for.
    fn is_folded_for(&self, room: Room) -> bool {
        match &self.folded {
            None => room == Room::All,
            Some((folded, tree)) => {
                let number = |tree: &Tree<Pane>| tree.tiles.tiles().filter_map(pane_in).count();
                *folded == room && number(tree) == number(&self.tree)
            }
        }
    }

    /// Puts panes behind each other where there is no room for all, and back where there is. What is in front stays
    /// there as far as there is room, before all the pane with the keyboard.
    fn fold(&mut self, room: Room, keyboard: Option<Pane>) {
        let panes: Vec<Pane> = self.tree.tiles.tiles().filter_map(pane_in).collect();
        self.folded = None;
        if room != Room::All {
            let mut tree = folded_tree(room, &panes);
            for seen in self.places.keys().rev() {
                tree.make_active(|_, tile| pane_in(tile) == Some(*seen));
            }
            self.folded = Some((room, tree));
        }
        if let Some(pane) = keyboard {
            self.raise(pane);
            self.keyboard_was = keyboard;
        }
    }

    /// Lets go of what belonged to the project that was open.
    pub(super) fn forget_project(&mut self) {
        self.article = ArticlePane::default();
        self.matrix = MatrixPane::default();
        self.cell = CellPane::default();
        self.notes = NotesPane::default();
        self.history = HistoryPane::default();
    }

    /// Offers an action to each pane; whether one took it.
    pub(super) fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        self.article.act(action, ctx)
            || self.matrix.act(action, ctx)
            || self.cell.act(action, ctx)
            || self.notes.act(action, ctx)
            || (self.has_history() && self.history.act(action, ctx))
    }

    /// The pane that has the keyboard.
    fn keyboard(&self, egui_ctx: &egui::Context) -> Option<Pane> {
        let focused = egui_ctx.memory(|m| m.focused())?;
        let point = egui_ctx.read_response(focused)?.rect.center();
        let mut places = self.places.iter();
        places.find(|(_, rect)| rect.contains(point)).map(|(pane, _)| *pane)
    }

    /// Moves the keyboard to the pane after or before the one that has it; to the first if none has. Whether it went
    /// round by that.
    pub(super) fn focus_next(&mut self, egui_ctx: &egui::Context, forward: bool) -> bool {
        let mut panes = vec![Pane::Article, Pane::Matrix, Pane::Cell, Pane::Notes];
        panes.extend(self.has_history().then_some(Pane::History));
        let here = self
            .keyboard(egui_ctx)
            .and_then(|here| panes.iter().position(|pane| *pane == here));
        let last = panes.len() - 1;
        let step = if forward { 1 } else { last };
        self.focus(here.map_or(panes[0], |n| panes[(n + step) % panes.len()]));
        here == Some(if forward { last } else { 0 })
    }

    /// Whether the history is shown.
    pub(super) fn has_history(&self) -> bool {
        self.tree.tiles.find_pane(&Pane::History).is_some()
    }

    /// Shows the history, with the keyboard; or puts it away, and the keyboard goes to the matrix.
    pub(super) fn toggle_history(&mut self) {
        match self.tree.tiles.find_pane(&Pane::History) {
            Some(history) => {
                self.tree.remove_recursively(history);
                self.focus(Pane::Matrix);
            }
            None => self.focus(Pane::History),
        }
    }

    /// Puts the history below the article, from where it can be dragged elsewhere.
    fn show_history(&mut self) {
        let tiles = &mut self.tree.tiles;
        let Some(article) = tiles.find_pane(&Pane::Article) else {
            return;
        };
        // The article stands in a container of tabs, if the panes were ever drawn so.
        let tabs = |tile: &TileId| {
            tiles
                .get_container(*tile)
                .is_some_and(|c| c.kind() == ContainerKind::Tabs)
        };
        let above = tiles.parent_of(article).filter(tabs).unwrap_or(article);
        let parent = tiles.parent_of(above);
        let history = tiles.insert_pane(Pane::History);
        let both = tiles.insert_vertical_tile(vec![above, history]);
        if let Some(Tile::Container(egui_tiles::Container::Linear(linear))) = tiles.get_mut(both) {
            linear.shares.set_share(history, 0.4);
        }
        match parent.and_then(|parent| tiles.get_mut(parent)) {
            Some(Tile::Container(container)) => {
                let share = match container {
                    egui_tiles::Container::Linear(linear) => linear.shares[above],
                    _ => 1.0,
                };
                let _place = container.replace_child(above, both);
                if let egui_tiles::Container::Linear(linear) = container {
                    linear.shares.set_share(both, share);
                }
            }
            _ => self.tree.root = Some(both),
        }
    }

    /// Moves the keyboard to a pane, and brings it to the front if it stands behind another; shows the history if that
    /// is meant.
    pub(super) fn focus(&mut self, pane: Pane) {
        if pane == Pane::History && !self.has_history() {
            self.show_history();
            if let Some((room, _)) = self.folded {
                self.fold(room, None);
            }
        }
        self.raise(pane);
        match pane {
            Pane::Article => self.article.focus(),
            Pane::Matrix => self.matrix.focus(),
            Pane::Cell => self.cell.focus(),
            Pane::Notes => self.notes.focus(),
            Pane::History => self.history.focus(),
        }
    }

    /// Brings the matrix to the front, unless the selected cell is seen anyway or the article is being read alone.
    pub(super) fn raise_cell(&mut self) {
        let seen = |pane: Pane| self.places.contains_key(&pane);
        let alone = self.places.len() == 1 && seen(Pane::Article);
        if !seen(Pane::Matrix) && !seen(Pane::Cell) && !alone {
            self.raise(Pane::Matrix);
        }
    }

    /// Brings a pane to the front if it stands behind another.
    pub(super) fn raise(&mut self, pane: Pane) {
        for tree in [Some(&mut self.tree), self.folded.as_mut().map(|(_, tree)| tree)]
            .into_iter()
            .flatten()
        {
            tree.make_active(|_, tile| pane_in(tile) == Some(pane));
        }
    }
}

struct Shown<'a> {
    ctx: &'a Ctx<'a>,
    places: &'a mut BTreeMap<Pane, Rect>,
    article: &'a mut ArticlePane,
    matrix: &'a mut MatrixPane,
    cell: &'a mut CellPane,
    notes: &'a mut NotesPane,
    history: &'a mut HistoryPane,
}

impl Behavior<Pane> for Shown<'_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, pane: &mut Pane) -> UiResponse {
        let fill = match pane {
            Pane::Article => self.ctx.tokens.page,
            _ => self.ctx.tokens.pane,
        };
        ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
        self.places.insert(*pane, ui.max_rect());
        match pane {
            Pane::Article => self.article.show(self.ctx, ui),
            Pane::Matrix => self.matrix.show(self.ctx, ui),
            Pane::Cell => self.cell.show(self.ctx, ui),
            Pane::Notes => self.notes.show(self.ctx, ui),
            Pane::History => self.history.show(self.ctx, ui),
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        match pane {
            Pane::Article => "Article",
            Pane::Matrix => "Matrix",
            Pane::Cell => "Cell",
            Pane::Notes => "Notes",
            Pane::History => "History",
        }
        .into()
    }

    fn is_tab_closable(&self, tiles: &Tiles<Pane>, tile: TileId) -> bool {
        tiles.get_pane(&tile) == Some(&Pane::History)
    }

    fn on_tab_close(&mut self, _tiles: &mut Tiles<Pane>, _tile: TileId) -> bool {
        // By the command, after the frame.
        self.ctx.send(Command::Act(Action::History));
        false
    }

    fn simplification_options(&self) -> SimplificationOptions {
        // Every pane keeps a tab: it is the handle by which the pane is dragged elsewhere.
        SimplificationOptions {
            all_panes_must_have_tabs: true,
            ..Default::default()
        }
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        4.0
    }

    fn min_size(&self) -> f32 {
        160.0
    }

    fn tab_outline_stroke(
        &self,
        _visuals: &egui::Visuals,
        _tiles: &Tiles<Pane>,
        _tile: TileId,
        state: &egui_tiles::TabState,
    ) -> egui::Stroke {
        if state.active {
            egui::Stroke::new(1.0, self.ctx.tokens.line)
        } else {
            egui::Stroke::NONE
        }
    }

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> egui::Color32 {
        self.ctx.tokens.window
    }
}
