//! For tests: the panes over a session, with the commands they send carried out, and no window.
//!
//! The project is the bundled article with some of its actors, issues, periods and positions.

use eframe::egui::{self, Color32, Frame, Pos2, Rect, Ui, Vec2, pos2};
use egui_kittest::{Harness, HarnessBuilder};

use crate::{
    model::{
        Actor, Analyst, Anchor, Basis, Block, BlockKind, Body, Cell, Confidence, Document, Edit, Focus, Issue,
        Metadata, Moment, Note, Passage, Period, PositionKey, Project, Role, Stance, Target, check_passages,
    },
    session::Session,
    ui::{
        Command, Commands, Ctx, Preferences,
        article::ArticlePane,
        cell::CellPane,
        command::Pane,
        dialog::{Dialog, dialog_ui},
        fonts,
        history::HistoryPane,
        matrix::MatrixPane,
        notes::NotesPane,
        theme::Tokens,
    },
};

mod sample;

use sample::key;
pub(crate) use sample::{blank, cell, coded, find, named};

const ARTICLE: &str = include_str!("../../../assets/choice-china-russia-joint-statement.txt");

/// The panes and what they work on.
pub(crate) struct Desk {
    pub(crate) session: Session,
    pub(crate) preferences: Preferences,
    pub(crate) tokens: &'static Tokens,
    pub(crate) commands: Commands,
    pub(crate) article: ArticlePane,
    pub(crate) matrix: MatrixPane,
    pub(crate) cell: CellPane,
    pub(crate) notes: NotesPane,
    pub(crate) history: HistoryPane,
    pub(crate) dialog: Option<Dialog>,
    /// Commands that only the window can carry out.
    pub(crate) log: Vec<String>,
    /// Which panes are drawn.
    pub(crate) shown: Vec<Pane>,
    frames: i64,
}

impl Desk {
    pub(crate) fn new(project: Project, shown: &[Pane]) -> Self {
        let analyst = project.analysts.front().map(|a| a.id.clone()).expect("an analyst");
        Self {
            session: Session::new(project, analyst),
            preferences: Preferences::default(),
            tokens: Tokens::of(false, false),
            commands: Commands::seeded(7),
            article: ArticlePane::default(),
            matrix: MatrixPane::default(),
            cell: CellPane::default(),
            notes: NotesPane::default(),
            history: HistoryPane::default(),
            dialog: None,
            log: Vec::new(),
            shown: shown.to_vec(),
            frames: 0,
        }
    }

    /// Draws the panes: the article on the left, the matrix above on the right, cell and notes side by side below, as
    /// many as are shown.
    pub(crate) fn ui(&mut self, ui: &mut Ui) {
        let ctx = Ctx {
            session: &self.session,
            preferences: &self.preferences,
            now: self.now(),
            tokens: self.tokens,
            commands: &self.commands,
        };
        self.frames += 1;
        let mut room = ui.max_rect();
        ui.painter().rect_filled(room, 0.0, self.tokens.window);
        if self.shown.contains(&Pane::Article) {
            let alone = self.shown.len() == 1;
            let (left, right) = room.split_left_right_at_fraction(if alone { 1.0 } else { 0.5 });
            let mut pane_ui = ui.new_child(egui::UiBuilder::new().max_rect(left).id_salt("article pane"));
            pane_ui.shrink_clip_rect(left);
            self.article.show(&ctx, &mut pane_ui);
            room = right;
        }
        let below = self.shown.iter().any(|p| !matches!(p, Pane::Matrix | Pane::Article));
        let has_matrix = self.shown.contains(&Pane::Matrix);
        let middle = if !has_matrix {
            room.top()
        } else if below {
            room.top() + room.height() * 0.52
        } else {
            room.bottom()
        };
        let lower: Vec<Pane> = self
            .shown
            .iter()
            .copied()
            .filter(|p| !matches!(p, Pane::Matrix | Pane::Article))
            .collect();
        let width = room.width() / lower.len().max(1) as f32;
        for pane in self.shown.clone().into_iter().filter(|p| *p != Pane::Article) {
            let rect = match lower.iter().position(|p| *p == pane) {
                None => Rect::from_min_max(room.min, pos2(room.right(), middle - 2.0)),
                Some(n) => Rect::from_min_max(
                    pos2(room.left() + width * n as f32, middle + 2.0),
                    pos2(room.left() + width * (n + 1) as f32 - 4.0, room.bottom()),
                ),
            };
            let mut pane_ui = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt(("pane", pane as usize)));
            pane_ui.shrink_clip_rect(rect);
            pane_ui.painter().rect_filled(rect, 0.0, self.tokens.pane);
            match pane {
                Pane::Matrix => self.matrix.show(&ctx, &mut pane_ui),
                Pane::Cell => self.cell.show(&ctx, &mut pane_ui),
                Pane::Notes => self.notes.show(&ctx, &mut pane_ui),
                Pane::History => self.history.show(&ctx, &mut pane_ui),
                Pane::Article => {}
            }
        }
        if let Some(dialog) = &mut self.dialog {
            dialog_ui(dialog, &ctx, ui.ctx());
        }
        for command in self.commands.take() {
            ui.ctx().request_repaint();
            self.carry_out(command);
        }
    }

    fn carry_out(&mut self, command: Command) {
        let selection = &mut self.session.selection;
        match command {
            Command::Act(action) => {
                let ctx = Ctx {
                    session: &self.session,
                    preferences: &self.preferences,
                    now: self.now(),
                    tokens: self.tokens,
                    commands: &self.commands,
                };
                let taken = self.article.act(action, &ctx)
                    || self.matrix.act(action, &ctx)
                    || self.cell.act(action, &ctx)
                    || self.notes.act(action, &ctx)
                    || self.history.act(action, &ctx);
                if !taken {
                    self.log.push(format!("{action:?}"));
                }
                for command in self.commands.take() {
                    self.carry_out(command);
                }
            }
            Command::Edit(edit) => {
                if let Err(error) = self.session.apply(edit, self.now()) {
                    self.log.push(error.to_string());
                }
            }
            Command::EndStep => self.session.end_step(),
            Command::SelectCell(cell) => selection.cell = cell,
            Command::SelectPassage(passage) => selection.passage = passage,
            Command::SelectNote(note) => selection.note = note,
            Command::SelectPeriod(period) => selection.period = period,
            Command::SelectLayer(layer) => selection.analyst = layer,
            Command::ShowLayer(layer, shown) => {
                selection.hidden_layers.remove(&layer);
                selection.hidden_layers.extend((!shown).then_some(layer));
            }
            Command::SelectText(range) => selection.text = range,
            Command::Prefer(preferences) => self.preferences = *preferences,
            Command::Ask(dialog) => self.dialog = Some(*dialog),
            Command::CloseDialog => self.dialog = None,
            Command::SelectDocument(document) => selection.show_document(document),
            Command::Reveal(Focus::Cell(cell)) => selection.cell = Some(cell),
            Command::RevealText(document, range) => {
                selection.show_document(document.clone());
                self.article.reveal(&document, range);
            }
            Command::LookForPlaces => {
                let astray = self.session.index().astray().iter().copied();
                let checks = check_passages(self.session.project(), astray);
                self.article.places_found(self.session.revision(), checks);
            }
            Command::FocusPane(Pane::Article) => self.article.focus(),
            Command::FocusPane(Pane::Matrix) => self.matrix.focus(),
            Command::FocusPane(Pane::Cell) => self.cell.focus(),
            Command::FocusPane(Pane::Notes) => self.notes.focus(),
            Command::FocusPane(Pane::History) => self.history.focus(),
            Command::GoToStep(done) => self.session.go_to(done),
            other => self.log.push(format!("{other:?}")),
        }
    }

    /// What a pane is given.
    pub(crate) fn ctx(&self) -> Ctx<'_> {
        Ctx {
            session: &self.session,
            preferences: &self.preferences,
            now: self.now(),
            tokens: self.tokens,
            commands: &self.commands,
        }
    }

    /// Ten frames a second.
    fn now(&self) -> Moment {
        Moment(1_000_000 + self.frames / 10)
    }

    pub(crate) fn project(&self) -> &Project {
        self.session.project()
    }

    /// The judgment of the first analyst on a cell, without a period.
    pub(crate) fn key(&self, actor: &str, issue: &str) -> PositionKey {
        key(actor, issue, None)
    }

    pub(crate) fn select(&mut self, actor: &str, issue: &str) {
        self.session.selection.cell = Some(cell(actor, issue));
    }

    /// Selects words of the article, as a drag over them does.
    pub(crate) fn select_text(&mut self, words: &str) {
        let document = self.session.project().documents.front().expect("a document");
        let range = find(&document.body, words);
        self.session.selection.document = Some(document.id.clone());
        self.session.selection.text = Some(range);
    }
}

/// A harness that draws a desk with the bundled fonts.
pub(crate) fn harness(desk: Desk, size: Vec2) -> Harness<'static, Desk> {
    harness_from(Harness::builder(), desk, size)
}

/// [`harness`], with boxes for letters that the bundled fonts do not have.
pub(crate) fn harness_for_any_script(desk: Desk, size: Vec2) -> Harness<'static, Desk> {
    harness_from(Harness::builder().allow_missing_glyphs(), desk, size)
}

fn harness_from(builder: HarnessBuilder<Desk>, desk: Desk, size: Vec2) -> Harness<'static, Desk> {
    let tokens = desk.tokens;
    let mut harness = builder
        .with_size(size)
        .with_max_steps(12)
        .renderer(crate::ui::raster::Raster::default())
        .with_context_setup(move |ctx| {
            ctx.set_fonts(fonts::definitions());
            tokens.apply(ctx);
        })
        .build_ui_state(
            |ui, desk: &mut Desk| {
                Frame::new().fill(Color32::TRANSPARENT).show(ui, |ui| {
                    let room = ui.ctx().content_rect();
                    let mut whole = ui.new_child(egui::UiBuilder::new().max_rect(room));
                    desk.ui(&mut whole);
                });
            },
            desk,
        );
    harness.run();
    harness
}

/// Presses at a point and moves the pointer to another, where it is still down.
pub(crate) fn carry(harness: &mut Harness<'_, Desk>, from: Pos2, to: Pos2) {
    harness.drag_at(from);
    harness.run();
    harness.hover_at(from + (to - from) * 0.5);
    harness.run();
    harness.hover_at(to);
    harness.run();
}

/// Drags from one point to another, as a hand does.
pub(crate) fn drag(harness: &mut Harness<'_, Desk>, from: Pos2, to: Pos2) {
    carry(harness, from, to);
    harness.drop_at(to);
    harness.run();
}

/// Writes what is seen to a file in the folder that `STANDPOINT_PICTURES` names, if it names one.
pub(crate) fn picture(harness: &mut Harness<'_, Desk>, name: &str) {
    let Some(folder) = std::env::var_os("STANDPOINT_PICTURES") else {
        return;
    };
    let image = harness.render().expect("a picture");
    let path = std::path::Path::new(&folder).join(format!("{name}.png"));
    image.save(path).expect("the picture is written");
}
