//! The four panes and their arrangement.

use std::collections::BTreeMap;

use eframe::egui::{self, Id, Rect, Ui};
use egui_tiles::{Behavior, SimplificationOptions, Tile, TileId, Tiles, Tree, UiResponse};

use crate::ui::{
    Ctx, Preferences,
    article::ArticlePane,
    cell::CellPane,
    command::{Action, Pane},
    matrix::MatrixPane,
    notes::NotesPane,
};

/// The panes' own state, and where each stands.
pub(super) struct Panes {
    tree: Tree<Pane>,
    /// Where each pane was drawn last, in points.
    pub(super) places: BTreeMap<Pane, Rect>,
    pub(super) article: ArticlePane,
    pub(super) matrix: MatrixPane,
    pub(super) cell: CellPane,
    pub(super) notes: NotesPane,
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
            places: BTreeMap::new(),
            article: ArticlePane::default(),
            matrix: MatrixPane::default(),
            cell: CellPane::default(),
            notes: NotesPane::default(),
        }
    }

    /// The arrangement as preferences keep it; `None` if it cannot be written.
    pub(super) fn layout(&self) -> Option<String> {
        ron::to_string(&self.tree).ok()
    }

    /// Puts the panes back in their places.
    pub(super) fn reset(&mut self) {
        self.tree = default_tree();
    }

    /// Draws the panes.
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        self.places.clear();
        let mut behavior = Shown {
            ctx,
            places: &mut self.places,
            article: &mut self.article,
            matrix: &mut self.matrix,
            cell: &mut self.cell,
            notes: &mut self.notes,
        };
        self.tree.ui(&mut behavior, ui);
    }

    /// Lets go of what belonged to the project that was open.
    pub(super) fn forget_project(&mut self) {
        self.article = ArticlePane::default();
        self.matrix = MatrixPane::default();
        self.cell = CellPane::default();
        self.notes = NotesPane::default();
    }

    /// Offers an action to each pane; whether one took it.
    pub(super) fn act(&mut self, action: Action, ctx: &Ctx<'_>) -> bool {
        self.article.act(action, ctx)
            || self.matrix.act(action, ctx)
            || self.cell.act(action, ctx)
            || self.notes.act(action, ctx)
    }

    /// Moves the keyboard to the pane after or before the one that has it; to the first if none has.
    pub(super) fn focus_next(&mut self, egui_ctx: &egui::Context, forward: bool) {
        let focused = egui_ctx
            .memory(|m| m.focused())
            .and_then(|id| egui_ctx.read_response(id))
            .map(|response| response.rect.center());
        let panes = [Pane::Article, Pane::Matrix, Pane::Cell, Pane::Notes];
        let here = focused.and_then(|point| {
            panes
                .iter()
                .position(|pane| self.places.get(pane).is_some_and(|rect| rect.contains(point)))
        });
        let step = if forward { 1 } else { panes.len() - 1 };
        self.focus(here.map_or(panes[0], |n| panes[(n + step) % panes.len()]));
    }

    /// Moves the keyboard to a pane, and brings it to the front if it stands behind another.
    pub(super) fn focus(&mut self, pane: Pane) {
        self.tree
            .make_active(|_, tile| matches!(tile, Tile::Pane(other) if *other == pane));
        match pane {
            Pane::Article => self.article.focus(),
            Pane::Matrix => self.matrix.focus(),
            Pane::Cell => self.cell.focus(),
            Pane::Notes => self.notes.focus(),
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
        }
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> egui::WidgetText {
        match pane {
            Pane::Article => "Article",
            Pane::Matrix => "Matrix",
            Pane::Cell => "Cell",
            Pane::Notes => "Notes",
        }
        .into()
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

    fn tab_bar_color(&self, _visuals: &egui::Visuals) -> egui::Color32 {
        self.ctx.tokens.window
    }
}
