//! Carries out what was sent during a frame: each command to the part that owns its subject.

use eframe::egui::{self, ViewportCommand};

use super::{App, ctx_of, jobs, keys::pane_of};
use crate::{
    exchange,
    model::{Cell, Document, Edit, Focus, PassageId, counted},
    session::PeriodChoice,
    ui::{
        Action, Command, Ctx,
        command::{Pane, Then},
        dialog::{
            About, Confirm, Conflicts, Dialog, DocumentForm, ImportDialog, Into, Palette, Picture, Purpose, Shortcuts,
            Title, WhoAreYou,
        },
        preferences::ThemeChoice,
        tour::Tour,
    },
};

/// Whether a command ends or saves what the others of its frame may still change.
fn leaves_or_saves(command: &Command) -> bool {
    matches!(
        command,
        Command::Act(Action::Save | Action::SaveAs | Action::OpenBundled | Action::Close | Action::Quit)
    )
}

impl App {
    /// Runs every command sent, and those that they send, after the frame was drawn.
    pub(super) fn carry_out(&mut self, ctx: &egui::Context) {
        // A command may lead to others (an action to an edit); it never leads round in a circle.
        for _ in 0..8 {
            let mut commands = self.commands.take();
            // Shortcuts are read before the panes: what was typed before them in one slow frame still comes first.
            commands.sort_by_key(leaves_or_saves);
            if commands.is_empty() {
                break;
            }
            for command in commands {
                log::debug!("{}", command.kind());
                self.run(command, ctx);
            }
            ctx.request_repaint();
        }
    }

    fn run(&mut self, command: Command, ctx: &egui::Context) {
        match command {
            Command::Act(action) => self.act(action, ctx),
            Command::Edit(edit) => self.apply(edit),
            Command::EndStep => self.session.end_step(),
            Command::SelectDocument(id) => self.session.selection.show_document(id),
            Command::SelectText(range) => self.session.selection.text = range,
            Command::SelectCell(cell) => self.session.selection.cell = cell,
            Command::SelectPassage(passage) => self.session.selection.passage = passage,
            Command::SelectNote(note) => self.session.selection.note = note,
            Command::SelectPeriod(period) => self.session.selection.period = period,
            Command::SelectLayer(layer) => self.take_layer(layer),
            Command::EditLayer(layer, again) => self.edit_layer(layer, *again),
            Command::ReadBlind(blind) => self.read_blind(blind),
            Command::Be(name) => self.be(&name),
            Command::ShowLayer(layer, shown) => {
                let hidden = &mut self.session.selection.hidden_layers;
                if shown {
                    hidden.remove(&layer);
                } else {
                    hidden.insert(layer);
                }
            }
            Command::Reveal(focus) => self.reveal(&focus),
            Command::RevealText(document, range) => {
                self.session.selection.show_document(document.clone());
                self.panes.raise(Pane::Article);
                self.panes.article.reveal(&document, range);
            }
            Command::FocusPane(pane) => self.panes.focus(pane),
            Command::Ask(dialog) => self.ask(*dialog),
            Command::CloseDialog => {
                let closed = self.dialog.take();
                if matches!(closed, Some(Dialog::Import(_))) {
                    // What is still being read must not come into the next such dialog.
                    self.jobs.cancel(jobs::READING);
                }
                if matches!(closed, Some(Dialog::WhoAreYou(_))) && self.preferences.analyst.is_empty() {
                    // Asked once: who does not answer is called what the system calls the user.
                    let name = self.user.clone();
                    self.be(&name);
                }
            }
            Command::OpenFile(path) => self.open_file(path),
            Command::SaveTo(path, permit, then) => self.save_to(path, permit, then),
            Command::MergeFile(path) => self.merge_file(path, false),
            Command::MergeOwnFile => self.merge_own_file(),
            Command::ChoosePicture(order) => self.choose(Purpose::Picture(order), None),
            Command::ExportPicture(order, path, replace) => self.export_picture(order, path, replace),
            Command::CopyNotes(notes) => {
                ctx.copy_text(exchange::notes::markdown(self.session.project(), &notes));
                self.say(format!("Copied: {}", counted(notes.len(), "note", "notes")));
            }
            Command::ChooseNotes(notes) => self.choose(Purpose::Notes(notes), None),
            Command::ExportNotes(notes, path, replace) => self.export_notes(notes, path, replace),
            Command::FinishMerge {
                label,
                said,
                summary,
                project,
                own_file,
            } => {
                self.finish_merge(label, said, project, own_file);
                self.show_summary(summary);
            }
            Command::Settle(edit) => {
                if self.session.blind_reader().is_some() && edit.reaches_every_layer() {
                    self.say("Not while you read blind: it might take with it what others did");
                } else {
                    self.do_edit(*edit);
                }
            }
            Command::ChooseAutosave { this, others } => self.choose_autosave(this, others),
            Command::TakeRecovered => self.take_recovered(),
            Command::DeleteRecovered => self.delete_recovered(),
            Command::CancelJob(what) => self.cancel_job(what),
            Command::ListFolder(folder) => self.list_folder(folder),
            Command::ReadArticle(path) => self.read_article(path),
            Command::ReadArticleAgain => self.read_article_again(),
            Command::FinishImport => self.finish_import(),
            Command::TakeFiles(paths) => self.take_files(paths),
            Command::AddArticles(true, paths) => self.leave(Then::NewProjectOf(paths)),
            Command::AddArticles(false, paths) => self.add_articles(Into::ThisProject, paths),
            Command::NextArticle => self.next_article(),
            Command::KeepPlace(id, place) => self.panes.article.set_place(id, place),
            Command::LookForPlaces => self.look_for_places(),
            Command::GoOn(then) => self.go_on(then),
            Command::Leave(then) => self.leave(then),
            Command::SaveThen(then) => self.save(Some(then)),
            Command::Prefer(preferences) => {
                self.preferences = *preferences;
                self.preferences_changed = true;
                self.apply_preferences(ctx);
            }
            Command::Copy(text) => ctx.copy_text(text),
            Command::Say(text) => self.say(text),
            Command::GoToStep(done) => {
                let before = self.session.done();
                self.session.go_to(done);
                self.record_steps();
                // Where the last step that was done or undone happened.
                let last = if done < before { done } else { done.saturating_sub(1) };
                if let Some(focus) = self.session.steps().get(last).map(|step| step.focus.clone()) {
                    self.reveal(&focus);
                }
                if self.panes.has_history() {
                    // Not behind what was brought to the front: one goes on from step to step.
                    self.panes.raise(Pane::History);
                }
            }
        }
    }

    /// Does an edit, unless it is to be asked about first, or says why it cannot be done.
    pub(super) fn apply(&mut self, edit: Edit) {
        self.add_own_layer(&edit);
        if self.allows(&edit, || Command::Edit(edit.clone())) {
            self.do_edit(edit);
        }
    }

    /// Does an edit, or says why it cannot be done.
    pub(super) fn do_edit(&mut self, edit: Edit) {
        let now = (self.clock)();
        let (steps, revision) = (self.session.done(), self.session.revision());
        match self.session.apply(edit.clone(), now) {
            Ok(()) => {
                self.said = None;
                if self.session.revision() != revision {
                    if let Edit::AddAnalyst(analyst) = &edit {
                        self.opened_layers.insert(analyst.id.clone());
                    }
                    self.record_edit(edit, steps, now);
                }
            }
            Err(error) => self.say(format!("Not done: {error}")),
        }
    }

    fn undo_or_redo(&mut self, undo: bool) {
        let step = if undo { self.session.undo() } else { self.session.redo() };
        let Some(step) = step.cloned() else {
            return self.say(if undo { "Nothing to undo" } else { "Nothing to redo" });
        };
        let (label, focus) = (self.session.step_name(&step).to_owned(), step.focus);
        self.record_steps();
        self.say(format!("{}: {label}", if undo { "Undone" } else { "Done again" }));
        self.reveal(&focus);
    }

    /// Selects something and brings it into view. What is no longer there is passed over.
    pub(super) fn reveal(&mut self, focus: &Focus) {
        let project = self.session.project();
        match focus {
            Focus::Project | Focus::Period(_) | Focus::Analyst(_) => {}
            Focus::Document(id) => {
                if project.document(id).is_some() {
                    self.session.selection.show_document(id.clone());
                }
            }
            Focus::Actor(actor) => {
                if project.actor(actor).is_some() {
                    self.panes.raise(Pane::Matrix);
                    self.panes.matrix.reveal_actor(actor);
                }
            }
            Focus::Issue(issue) => {
                if project.issue(issue).is_some() {
                    self.panes.raise(Pane::Matrix);
                    self.panes.matrix.reveal_issue(issue);
                }
            }
            Focus::Passage(id) => self.reveal_passage(*id),
            Focus::Position(key) => {
                self.reveal_cell(&key.cell());
                if let Some(period) = &key.period
                    && matches!(&self.session.selection.period, PeriodChoice::One(shown) if shown != period)
                {
                    self.session.selection.period = PeriodChoice::One(period.clone());
                }
            }
            Focus::Cell(cell) => self.reveal_cell(cell),
            Focus::Note(id) => {
                if project.note(*id).is_some() {
                    self.session.selection.note = Some(*id);
                    self.panes.raise(Pane::Notes);
                    self.panes.notes.reveal(*id);
                }
            }
        }
    }

    fn reveal_cell(&mut self, cell: &Cell) {
        let project = self.session.project();
        if project.actor(&cell.actor).is_some() && project.issue(&cell.issue).is_some() {
            self.session.selection.cell = Some(cell.clone());
            self.panes.raise_cell();
            self.panes.matrix.reveal(cell);
        }
    }

    fn reveal_passage(&mut self, id: PassageId) {
        let Some(passage) = self.session.project().passage(id).cloned() else {
            return;
        };
        self.session.selection.passage = Some(id);
        if self.session.index().astray().contains(&id) {
            return self.say("The words of this passage do not stand in the text any more");
        }
        self.session.selection.show_document(passage.document.clone());
        self.panes.raise(Pane::Article);
        self.panes.article.reveal(&passage.document, passage.anchor.range());
    }

    fn act(&mut self, action: Action, ctx: &egui::Context) {
        if let Some(pane) = pane_of(action) {
            return self.panes.focus(pane);
        }
        match action {
            Action::NewProject => self.leave(Then::NewProject(None)),
            Action::AddDocument => self.ask(Dialog::Import(Box::new(ImportDialog::new(Into::ThisProject)))),
            Action::ChooseArticle => self.choose(Purpose::Article, None),
            Action::Open => self.leave(Then::ChooseFile),
            Action::OpenPath => self.choose_by_path(Purpose::Open, None),
            Action::OpenBundled => self.leave(Then::OpenBundled),
            Action::Save => self.save(None),
            Action::SaveAs => self.choose(Purpose::Save, None),
            Action::SaveAsPath => self.choose_by_path(Purpose::Save, None),
            Action::MergeFile => self.choose(Purpose::Merge, None),
            Action::Versions => self.browse_versions(),
            Action::Recovered => self.offer_recovered(),
            Action::Autosave => self.ask_about_autosave(),
            Action::Conflicts => self.ask(Dialog::Conflicts(Conflicts::default())),
            Action::ExportPicture => {
                let dark = ctx.theme() == egui::Theme::Dark;
                self.ask(Dialog::Picture(Picture::new(dark)));
            }
            Action::Close => self.leave(Then::Close),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::Undo => self.undo_or_redo(true),
            Action::Redo => self.undo_or_redo(false),
            Action::History => {
                self.panes.toggle_history();
                self.preferences_changed = true;
            }
            Action::ReadBlind => self.read_blind(!self.layers_are(Action::ReadBlind)),
            Action::FinishReading => self.finish_reading(),
            Action::WhoAmI => self.ask(Dialog::WhoAreYou(WhoAreYou::new(&self.layer().name))),
            Action::ProjectTitle => self.ask(Dialog::Title(Title::new(&self.session.project().title))),
            Action::Palette => self.ask(Dialog::Palette(Palette::default())),
            Action::Shortcuts => self.ask(Dialog::Shortcuts(Shortcuts::default())),
            Action::DocumentDetails => {
                if let Some(document) = self.shown_document() {
                    self.dialog = Some(Dialog::Document(DocumentForm::new(document)));
                }
            }
            Action::Documents => self.list_documents(),
            Action::PreviousDocument => self.show_neighbour(false),
            Action::NextDocument => self.show_neighbour(true),
            Action::ReplaceText => {
                if let Some(id) = self.shown_document().map(|document| document.id.clone()) {
                    self.ask(Dialog::Import(Box::new(ImportDialog::new(Into::ReplaceText(id)))));
                }
            }
            Action::RemoveDocument => {
                if let Some(id) = self.shown_document().map(|document| document.id.clone()) {
                    self.ask(Dialog::Confirm(Confirm::new(Edit::RemoveDocument(id))));
                }
            }
            Action::DeletePassage => match self.session.selection.passage {
                Some(id) => self.ask(Dialog::Confirm(Confirm::new(Edit::DeletePassage(id)))),
                None => self.say("Click a passage in the article first"),
            },
            Action::Tour => self.tour = Some(Tour::default()),
            Action::About => self.ask(Dialog::About(About {
                version: crate::VERSION.to_owned(),
                state_folder: self
                    .state
                    .as_ref()
                    .map(|s| s.folder().display().to_string())
                    .unwrap_or_default(),
            })),
            Action::NextPane => self.focus_next(ctx, true),
            Action::PreviousPane => self.focus_next(ctx, false),
            Action::ResetLayout => self.panes.reset(),
            Action::ThemeSystem => self.prefer(ctx, |p| p.theme = ThemeChoice::System),
            Action::ThemeLight => self.prefer(ctx, |p| p.theme = ThemeChoice::Light),
            Action::ThemeDark => self.prefer(ctx, |p| p.theme = ThemeChoice::Dark),
            Action::HighContrast => self.prefer(ctx, |p| p.high_contrast = !p.high_contrast),
            Action::ZoomIn => self.prefer(ctx, |p| p.zoom = ((p.zoom * 10.0).round() * 0.1 + 0.1).min(2.5)),
            Action::ZoomOut => self.prefer(ctx, |p| p.zoom = ((p.zoom * 10.0).round() * 0.1 - 0.1).max(0.7)),
            Action::ZoomReset => self.prefer(ctx, |p| p.zoom = 1.0),
            _ => self.act_in_pane(action, ctx),
        }
    }

    /// Moves the keyboard to the next pane; between the last and the first, to the card of the tour if one is shown.
    fn focus_next(&mut self, ctx: &egui::Context, forward: bool) {
        match &mut self.tour {
            Some(tour) if tour.has_keyboard() => {
                let last = if self.panes.has_history() {
                    Pane::History
                } else {
                    Pane::Notes
                };
                self.panes.focus(if forward { Pane::Article } else { last });
            }
            tour => {
                let round = self.panes.focus_next(ctx, forward);
                if let Some(tour) = tour.as_mut().filter(|_| round) {
                    tour.focus();
                }
            }
        }
    }

    fn act_in_pane(&mut self, action: Action, egui_ctx: &egui::Context) {
        let ctx = ctx_of!(self, egui_ctx);
        if !self.panes.act(action, &ctx) {
            let name = action.row().name.trim_end_matches('…');
            self.say(format!("{name}: nothing is selected to do it with"));
        }
    }

    fn shown_document(&self) -> Option<&Document> {
        let shown = self.session.selection.document.as_ref()?;
        self.session.project().document(shown)
    }

    fn ask(&mut self, dialog: Dialog) {
        if let Dialog::Confirm(confirm) = &dialog {
            let again = || Command::Ask(Box::new(dialog.clone()));
            if !self.allows(confirm.edit(), again) {
                return;
            }
        }
        self.dialog = Some(dialog);
    }

    fn prefer(&mut self, ctx: &egui::Context, change: impl FnOnce(&mut crate::ui::Preferences)) {
        change(&mut self.preferences);
        self.preferences_changed = true;
        self.apply_preferences(ctx);
    }
}
