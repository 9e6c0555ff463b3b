//! The shell: the window, the routing of commands, background work, native dialogs and preferences.
//!
//! Holds no behaviour of its own: it hands gestures to the session, files to the storage, articles to the exchange.
//! One frame: results of background work are taken in ([`results`]), shortcuts become actions ([`keys`]), the panes are
//! drawn from an unchanged project ([`frame`]), then everything they sent is carried out ([`route`]).

mod autosave;
mod bundled;
mod choosing;
mod crash;
mod export;
mod files;
mod frame;
mod import;
mod jobs;
mod journaling;
mod keys;
mod layers;
mod memory;
mod merging;
mod panes;
mod picker;
#[cfg(test)]
mod pictures;
mod places;
mod recovery;
mod results;
mod route;
mod versions;
mod window;

pub use memory::keep_what_is_freed;
pub use picker::{FilePicker, NativePicker, NoPicker, Picked};
pub use window::run;

use std::path::{Path, PathBuf};

use eframe::egui;

use crate::{
    model::{AnalystId, Moment, Project},
    session::Session,
    storage::{self, State, journal::Journal},
    ui::{
        Command, Commands, Preferences,
        dialog::{Dialog, ImportDialog, WhoAreYou},
        theme::{self, Tokens},
        tour::Tour,
    },
};
use jobs::Jobs;
use panes::Panes;

/// The name that preferences are kept under.
const PREFERENCES: &str = "preferences";

/// What the window is started with.
pub struct Start {
    /// Files named on the command line.
    pub paths: Vec<PathBuf>,
    /// Where preferences, journals and backups are kept; `None` if nowhere.
    pub state: Option<State>,
    /// How files are chosen.
    pub picker: Box<dyn FilePicker>,
    /// The clock.
    pub clock: fn() -> Moment,
    /// Where random ids come from.
    pub seed: u64,
    /// Whether to offer a first look round to a user who has not had one.
    pub tour: bool,
    /// The user's name where preferences have none: as the system knows it.
    pub user: String,
}

/// The file that the open project lives in.
struct Home {
    path: PathBuf,
    /// What is on disk, as last read or written by this window.
    fingerprint: storage::Fingerprint,
    /// The project as it is there: what both sides of a merge came from.
    base: Project,
}

/// The window's state.
pub struct App {
    session: Session,
    /// The file of the project; `None` until it is first saved.
    home: Option<Home>,
    /// Whether a project is shown; if not, the window offers ways to one.
    open: bool,
    panes: Panes,
    dialog: Option<Dialog>,
    /// The import dialog, while the window's own file dialog stands in its place.
    aside: Option<Box<ImportDialog>>,
    preferences: Preferences,
    preferences_changed: bool,
    recent: Vec<PathBuf>,
    commands: Commands,
    jobs: Jobs,
    picker: std::sync::Arc<dyn FilePicker>,
    state: Option<State>,
    clock: fn() -> Moment,
    user: String,
    /// What the status bar says in passing.
    said: Option<String>,
    /// What is wrong all the time, said above everything until the user has read it.
    notice: Option<String>,
    tour: Option<Tour>,
    /// Layers of others that the user chose to write in, or made here, while the project is open.
    opened_layers: std::collections::BTreeSet<AnalystId>,
    /// Who is to read blind as soon as what is shown then is made, and the number of that choice.
    choosing: Option<(u64, Option<AnalystId>)>,
    choices: u64,
    /// The recovery journal of the open project.
    journal: Option<Journal>,
    /// Held while the journals that were left are looked at.
    journals_turn: std::sync::Arc<std::sync::Mutex<()>>,
    /// What crashes left and the user has not said what to do with.
    offers: Vec<recovery::Offer>,
    /// How many of these are decided on.
    offers_done: usize,
    /// Whether the first is to be asked about as soon as nothing else is asked.
    offer_now: bool,
    /// The version that the open project is a copy of, until it has a file.
    copy_of: Option<versions::CopyOf>,
    /// Who else may write in the file's folder, if that is known.
    shared: Option<String>,
    /// When the project is saved by itself next.
    due: autosave::Due,
    /// What to say of the crash that the last run ended with; empty if it did not, or when it was said.
    report: Vec<String>,
    /// The project's own file as somebody else left it, while its merge is looked over.
    coming: Option<Home>,
    /// Tells when somebody else writes the project's file.
    watcher: storage::Watcher,
    /// Whether the file is to be looked at as soon as nothing else is asked or done.
    look: bool,
    /// What the user was told of the file, so that it is said once.
    told: Option<storage::OnDisk>,
    /// Whether the window had the keyboard in the last frame.
    focused: bool,
    quitting: bool,
    panic_when_closed: bool,
    title_shown: String,
    /// Steps by which the wheel was turned to zoom and that are not done yet.
    zoom_turned: f32,
    /// Whether the last gesture was by keyboard: then what has the keyboard is outlined.
    by_keyboard: bool,
    /// What was typed behind a shortcut, until the keyboard is where it moved.
    typed_ahead: Vec<egui::Event>,
    /// Whether a shortcut was pressed in the last frame.
    holding: bool,
}

impl App {
    /// Makes the window's state: preferences, then the files named, or else the bundled reading.
    pub fn new(cc: &eframe::CreationContext<'_>, start: Start) -> Self {
        cc.egui_ctx.set_fonts(crate::ui::fonts::definitions());
        let remembered = start.state.as_ref().map(|state| state.read::<Preferences>(PREFERENCES));
        let (preferences, remark) = remembered.map_or_else(Default::default, |r| (r.value, r.remark));
        let report = start
            .state
            .as_ref()
            .map(|state| crash::untold(state.folder()))
            .unwrap_or_default();
        let recent = start.state.as_ref().map(State::recent_files).unwrap_or_default();
        let jobs = Jobs::new(cc.egui_ctx.clone());
        let mut app = Self {
            session: Session::new(Project::default(), AnalystId::from_name("analyst")),
            home: None,
            open: false,
            panes: Panes::new(&preferences),
            dialog: None,
            aside: None,
            preferences,
            preferences_changed: false,
            recent,
            commands: Commands::seeded(start.seed),
            watcher: jobs.watcher(),
            look: false,
            told: None,
            jobs,
            picker: start.picker.into(),
            state: start.state,
            clock: start.clock,
            user: start.user,
            said: remark,
            notice: None,
            tour: None,
            opened_layers: std::collections::BTreeSet::new(),
            choosing: None,
            choices: 0,
            journal: None,
            journals_turn: std::sync::Arc::default(),
            offers: Vec::new(),
            offers_done: 0,
            offer_now: false,
            copy_of: None,
            shared: None,
            due: autosave::Due::default(),
            report,
            coming: None,
            focused: true,
            quitting: false,
            panic_when_closed: false,
            title_shown: String::new(),
            zoom_turned: 0.0,
            by_keyboard: false,
            typed_ahead: Vec::new(),
            holding: false,
        };
        app.apply_preferences(&cc.egui_ctx);
        if start.tour && !app.preferences.tour_seen {
            app.tour = Some(Tour::default());
        }
        if start.tour && app.preferences.analyst.is_empty() && app.dialog.is_none() {
            app.dialog = Some(Dialog::WhoAreYou(WhoAreYou::new(&app.user)));
        }
        if start.paths.is_empty() {
            app.open_bundled();
        } else {
            app.take_files(start.paths);
        }
        app.look_for_lost_work();
        app.notice = app.why_nothing_is_kept();
        app
    }

    /// Makes the window panic when it is closed, to try what a crash leaves.
    pub fn panic_when_closed(&mut self) {
        self.panic_when_closed = true;
    }

    /// The open project, for tests.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The file of the open project.
    pub fn path(&self) -> Option<&Path> {
        self.home.as_ref().map(|home| home.path.as_path())
    }

    /// Sends a command, as a pane would; it is carried out after the next frame.
    pub fn send(&self, command: Command) {
        self.commands.send(command);
    }

    /// Where a position of the shown article was drawn last, in points; `None` if it was not visible.
    pub fn place_in_article(&self, position: u32) -> Option<egui::Pos2> {
        self.panes.article.place_of(position)
    }

    /// What the status bar says.
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    fn tokens(&self, ctx: &egui::Context) -> &'static Tokens {
        Tokens::of(ctx.theme() == egui::Theme::Dark, self.preferences.high_contrast)
    }

    /// Puts the preferences into force.
    fn apply_preferences(&self, ctx: &egui::Context) {
        use crate::ui::preferences::ThemeChoice;
        // A desktop that does not say which gets the page that most reading is done on.
        ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
        ctx.set_theme(match self.preferences.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            let tokens = Tokens::of(theme == egui::Theme::Dark, self.preferences.high_contrast);
            ctx.set_visuals_of(theme, tokens.visuals());
        }
        ctx.all_styles_mut(theme::measure);
        ctx.set_zoom_factor(self.preferences.zoom.clamp(0.7, 2.5));
    }

    fn say(&mut self, text: impl Into<String>) {
        self.said = Some(text.into());
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.take_in_results(ctx);
        self.ask_before_leaving(ctx);
        self.look_at_the_file(ctx);
        self.offer_when_free();
        self.save_when_due(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let egui_ctx = ui.ctx().clone();
        if egui_ctx.cumulative_frame_nr() == 1 && egui_ctx.current_pass_index() == 0 {
            log::info!("the first frame is shown");
        }
        self.read_keys(&egui_ctx);
        self.read_zoom(&egui_ctx);
        self.draw(ui);
        self.carry_out(&egui_ctx);
        // Not while a slider is dragged: a file for every value that it passes is too much.
        if self.preferences_changed && !egui_ctx.input(|i| i.pointer.any_down()) {
            self.keep_preferences();
        }
        self.show_title(&egui_ctx);
        self.see_window(&egui_ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.keep_places();
        self.keep_preferences();
        self.end_journal();
    }
}

/// Borrows what a pane may see, leaving the panes and the dialog free to be changed.
macro_rules! ctx_of {
    ($app:ident, $egui_ctx:expr) => {
        Ctx {
            session: &$app.session,
            preferences: &$app.preferences,
            now: ($app.clock)(),
            tokens: $app.tokens($egui_ctx),
            commands: &$app.commands,
        }
    };
}
use ctx_of;
