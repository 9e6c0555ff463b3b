//! Opening, saving and leaving projects.
//!
//! Not here: which file (`choosing`), what comes of the work on the threads (`results`).

use std::path::{Path, PathBuf};

use eframe::egui::{self, ViewportCommand};

use super::{
    App, Home, PREFERENCES, bundled,
    jobs::{self, Done, Read},
};
use crate::{
    model::{Analyst, Edit, Project, merge::kept_conflicts},
    session::{Session, StateId},
    storage::{self, Expected, SaveError, SaveOptions, Saved, journal::Journal},
    ui::{
        Action, Command,
        command::{Permit, Then},
        dialog::{Choice, Conflicts, Dialog, ImportDialog, Into, Message, Purpose, Unsaved},
        moment,
    },
};

impl App {
    /// What the project is called: its file's name, else its title.
    pub(super) fn project_name(&self) -> String {
        match (&self.home, self.session.project().title.as_str()) {
            (Some(home), _) => file_name(&home.path),
            (None, "") => "Untitled".to_owned(),
            (None, title) => title.to_owned(),
        }
    }

    pub(super) fn show_project(&mut self, session: Session, home: Option<Home>) {
        self.end_journal();
        self.set_project(session, home);
        self.begin_journal();
    }

    /// Puts a project into the window; its journal is the caller's.
    pub(super) fn set_project(&mut self, session: Session, home: Option<Home>) {
        self.keep_places();
        self.jobs.another_project();
        let before = (std::mem::replace(&mut self.session, session), self.home.take());
        jobs::free(before);
        self.take_home(home);
        self.open = true;
        self.said = None;
        self.opened_layers.clear();
        self.choosing = None;
        self.copy_of = None;
        if self.chosen_for_project().blind {
            // Mostly it is so already; not where that was chosen, or the reader named otherwise, since it was read.
            let own = self.layer().id;
            self.session.read_blind(Some(own));
        }
        self.panes.forget_project();
        self.return_to_places();
    }

    /// The project lives here from now on.
    pub(super) fn take_home(&mut self, home: Option<Home>) {
        self.watcher.watch(home.as_ref().map(|home| home.path.clone()));
        self.told = None;
        self.due = Default::default();
        self.shared = None;
        if let Some(path) = home.as_ref().map(|home| home.path.clone()) {
            self.copy_of = None;
            self.jobs.start(jobs::ASKING, move || {
                let shared = storage::shared_folder(&path);
                Done::Shared(path, shared)
            });
        }
        self.home = home;
    }

    /// Shows the bundled reading as a copy without a file.
    pub(super) fn open_bundled(&mut self) {
        let (project, _analyst) = bundled::reading();
        self.show_project(session_of(project, self.layer()), None);
    }

    /// Closes the project; the window offers ways to another.
    pub(super) fn close(&mut self) {
        self.show_project(session_of(Project::default(), self.layer()), None);
        self.open = false;
    }

    /// Goes on with what may leave the project: asks first if it is not saved.
    pub(super) fn leave(&mut self, then: Then) {
        if self.open && !self.session.is_saved() {
            let name = self.project_name();
            self.dialog = Some(Dialog::Unsaved(Unsaved { name, then }));
        } else {
            self.go_on(then);
        }
    }

    /// Leaves the project, saved or not.
    pub(super) fn go_on(&mut self, then: Then) {
        match then {
            Then::Quit => {
                self.quitting = true;
                self.jobs.context().send_viewport_cmd(ViewportCommand::Close);
            }
            Then::Close => self.close(),
            Then::Open(path) => self.open_path(path),
            Then::OpenVersion(version, file, kept) => self.open_version(version, file, kept),
            Then::ChooseFile => self.choose(Purpose::Open, None),
            Then::OpenBundled => self.open_bundled(),
            Then::NewProjectOf(paths) => self.add_articles(Into::NewProject, paths),
            Then::NewProject(path) => {
                self.dialog = Some(Dialog::Import(Box::new(ImportDialog::new(Into::NewProject))));
                if let Some(path) = path {
                    self.read_article(path);
                }
            }
        }
    }

    /// Holds the window open while the question about unsaved changes is asked.
    pub(super) fn ask_before_leaving(&mut self, ctx: &egui::Context) {
        if !ctx.input(|input| input.viewport().close_requested()) || self.quitting {
            return;
        }
        assert!(!self.panic_when_closed, "asked for by --panic-when-closed");
        if self.open && !self.session.is_saved() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.leave(Then::Quit);
        }
    }

    /// Opens a file: an article to make a project of, if its ending says so; else a project.
    pub(super) fn open_file(&mut self, path: PathBuf) {
        let ending = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        if Purpose::Article.endings().contains(&ending.as_str()) {
            self.leave(Then::NewProject(Some(path)));
        } else {
            self.leave(Then::Open(path));
        }
    }

    /// Reads a project off the UI thread.
    pub(super) fn open_path(&mut self, path: PathBuf) {
        if self.jobs.has(jobs::OPENING) {
            return self.say("Another file is being opened");
        }
        let (layer, now) = (self.layer(), (self.clock)());
        let revision = self.session.revision();
        let journals = self.journals();
        let chosen = self.preferences.projects.clone();
        self.jobs.start_long(jobs::OPENING, move |progress| {
            let result = storage::open_with(&path, progress).map(|opened| {
                let earlier = journals.and_then(|journals| journals.history(&opened, &layer, now));
                // The index takes a while on a long text: not on the UI thread.
                let (mut session, journal) = match earlier {
                    Some((session, journal)) => (session, Some(journal)),
                    None => (session_of(opened.project.clone(), layer.clone()), None),
                };
                let blind = chosen.get(&opened.path.display().to_string()).is_some_and(|c| c.blind);
                session.read_blind(blind.then_some(layer.id));
                Read {
                    conflicts: kept_conflicts(&opened.project).len(),
                    opened,
                    session,
                    journal,
                    copy_of: None,
                }
            });
            Done::Opened {
                path,
                revision,
                result: Box::new(result),
            }
        });
    }

    /// Saves to the project's file, or asks for one.
    pub(super) fn save(&mut self, then: Option<Then>) {
        match &self.home {
            Some(home) => {
                let path = home.path.clone();
                self.save_to(path, Permit::default(), then);
            }
            None => self.choose(Purpose::Save, then),
        }
    }

    /// Writes the project off the UI thread, with what the user agreed to.
    pub(super) fn save_to(&mut self, path: PathBuf, permit: Permit, then: Option<Then>) {
        if self.jobs.has(jobs::SAVING) {
            return self.say("The project is being saved already");
        }
        let expected = match &self.home {
            _ if permit.replace => Expected::Anything,
            _ if permit.again => Expected::Nothing,
            Some(home) if home.path == path => Expected::Content(home.fingerprint),
            _ => Expected::Nothing,
        };
        let project = self.session.whole().clone();
        let state = self.session.state();
        let place = self.journal.as_ref().map(Journal::place);
        if !permit.by_itself {
            self.session.end_step();
        }
        let keeping = self.state.clone().map(|folder| (folder, (self.clock)()));
        self.jobs.start_long(jobs::SAVING, move |progress| {
            let options = SaveOptions {
                replace_read_only: permit.read_only,
                split_hard_links: permit.hard_links,
                versions: keeping.as_ref().map(|(folder, now)| (folder, *now)),
                progress: Some(progress),
            };
            let result = storage::save_with(&path, &project, expected, &options);
            Done::Saved {
                permit,
                state,
                place,
                project: Box::new(project),
                result: Box::new(result),
                then,
            }
        });
    }

    pub(super) fn saved(
        &mut self,
        permit: Permit,
        (state, project): (StateId, Project),
        result: Result<Saved, SaveError>,
        then: Option<Then>,
    ) {
        match result {
            Ok(saved) => {
                self.say(match saved.remarks.first() {
                    None if permit.by_itself => {
                        let now = moment::local((self.clock)());
                        format!("Saved {} by itself on {now}", file_name(&saved.path))
                    }
                    None => format!("Saved {}", file_name(&saved.path)),
                    Some(remark) => format!("Saved {}. {remark}", file_name(&saved.path)),
                });
                log::info!("saved {}", saved.path.display());
                self.session.mark_saved(state);
                self.remember(&saved.path);
                self.take_home(Some(Home {
                    path: saved.path,
                    fingerprint: saved.fingerprint,
                    base: project,
                }));
                let blind = self.layers_are(Action::ReadBlind);
                if blind != self.chosen_for_project().blind {
                    self.choose_for_project(|chosen| chosen.blind = blind);
                }
                self.keep_places();
                if let Some(then) = then {
                    self.leave(then);
                }
            }
            Err(error) if permit.by_itself => self.not_saved_by_itself(&error),
            Err(error) => self.save_failed(permit, &error, then),
        }
    }

    /// A save has come to its end after its project was left: there is nothing to mark as saved.
    pub(super) fn saved_after_leaving(&mut self, result: Result<Saved, SaveError>) {
        match result {
            Ok(saved) => {
                self.say(format!("Saved {}", file_name(&saved.path)));
                self.remember(&saved.path);
            }
            Err(error) => self.complain("The project that was open before was not saved", &error),
        }
    }

    /// Says what went wrong with a save, and asks where there is more than one way on.
    fn save_failed(&mut self, permit: Permit, error: &SaveError, then: Option<Then>) {
        let (name, path, permit) = match error {
            SaveError::ChangedOnDisk { .. } => return self.ask_about_changed_file(then),
            SaveError::Exists { path } => (
                "Replace it",
                path,
                Permit {
                    replace: true,
                    ..permit
                },
            ),
            SaveError::Vanished { path } => ("Save it here again", path, Permit { again: true, ..permit }),
            SaveError::ReadOnly { path } => (
                "Replace it",
                path,
                Permit {
                    read_only: true,
                    ..permit
                },
            ),
            SaveError::HardLinked { path, .. } => (
                "Save this name only",
                path,
                Permit {
                    hard_links: true,
                    ..permit
                },
            ),
            SaveError::Cancelled { .. } => return self.say(error.to_string()),
            _ => return self.complain("The project was not saved", error),
        };
        self.dialog = Some(Dialog::Choice(Choice {
            heading: "The project was not saved".to_owned(),
            lines: vec![error.to_string()],
            ways: vec![
                ("Save as…".to_owned(), Command::Act(Action::SaveAs)),
                (name.to_owned(), Command::SaveTo(path.clone(), permit, then)),
            ],
        }));
    }

    /// A file was read while the project that was open stayed `as_it_was`, or was worked on.
    pub(super) fn opened(&mut self, path: PathBuf, as_it_was: bool, result: Result<Read, storage::OpenError>) {
        let Read {
            opened,
            session,
            conflicts,
            journal,
            copy_of,
        } = match result {
            Ok(read) => read,
            Err(error) => {
                self.forget(&path);
                return self.complain("The file was not opened", &error);
            }
        };
        if !as_it_was && self.open && !self.session.is_saved() {
            // Nothing that was done meanwhile goes unasked; what was read is read again.
            return self.leave(match copy_of {
                Some(of) => Then::OpenVersion(path, of.file, of.kept),
                None => Then::Open(path),
            });
        }
        if let Some(of) = copy_of {
            return self.show_copy(session, of);
        }
        log::info!("opened {}", opened.path.display());
        self.remember(&opened.path);
        let home = Home {
            path: opened.path,
            fingerprint: opened.fingerprint,
            base: opened.project,
        };
        match journal {
            Some(journal) => {
                self.end_journal();
                self.set_project(session, Some(home));
                self.journal = Some(journal);
            }
            None => self.show_project(session, Some(home)),
        }
        if !opened.moved.is_empty() {
            let n = opened.moved.len();
            let label = if n == 1 {
                "Find 1 passage again".to_owned()
            } else {
                format!("Find {n} passages again")
            };
            let edits = opened
                .moved
                .into_iter()
                .map(|(id, anchor)| Edit::Reanchor(id, anchor))
                .collect();
            self.do_edit(Edit::Batch(label, edits));
        }
        if conflicts > 0 {
            self.dialog = Some(Dialog::Conflicts(Conflicts::default()));
        }
        if !opened.problems.is_empty() {
            self.dialog = Some(Dialog::Message(Message {
                heading: "Opened, with remarks".to_owned(),
                lines: opened.problems.iter().map(ToString::to_string).collect(),
            }));
        }
    }

    /// Shows an error; what was open stays as it was.
    pub(super) fn complain(&mut self, heading: &str, error: &dyn std::error::Error) {
        let mut lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
        let mut cause = error.source();
        while let Some(error) = cause {
            lines.push(error.to_string());
            cause = error.source();
        }
        self.dialog = Some(Dialog::Message(Message {
            heading: heading.to_owned(),
            lines,
        }));
    }

    fn remember(&mut self, path: &Path) {
        if let Some(state) = &self.state {
            let result = state.remember_file(path);
            self.recent = state.recent_files();
            self.say_if_failed(result);
        }
    }

    fn forget(&mut self, path: &Path) {
        if let Some(state) = &self.state {
            let result = state.forget_file(path);
            self.recent = state.recent_files();
            self.say_if_failed(result);
        }
    }

    pub(super) fn say_if_failed(&mut self, result: Result<(), String>) {
        if let Err(why) = result {
            self.say(why);
        }
    }

    /// Writes the preferences, if they changed.
    pub(super) fn keep_preferences(&mut self) {
        let layout = self.panes.layout();
        if layout.is_some() && layout != self.preferences.layout {
            self.preferences.layout = layout;
            self.preferences_changed = true;
        }
        if !std::mem::take(&mut self.preferences_changed) {
            return;
        }
        if let Some(state) = &self.state {
            let result = state.write(PREFERENCES, &self.preferences);
            self.say_if_failed(result);
        }
    }
}

/// Opens a project in a layer: beside the others' if it is a colleague's, empty at first.
pub(super) fn session_of(project: Project, layer: Analyst) -> Session {
    let id = layer.id.clone();
    Session::new(with_layer(project, layer), id)
}

/// A file's project as the window shows it: with the user's layer, which alone is nothing to save.
pub(super) fn with_layer(mut project: Project, layer: Analyst) -> Project {
    if project.analyst(&layer.id).is_none() {
        project.analysts.push_back(layer.into());
    }
    project
}

/// The last part of a path, for people.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
