//! Draws one frame: menus, panes, status bar, dialog; or, with no project open, ways to one.

use eframe::egui::{
    self, Align, Button, CentralPanel, Frame, Layout, MenuBar, Panel, RichText, ScrollArea, Ui, ViewportCommand,
};

use super::{App, ctx_of, files::file_name};
use crate::model::counted;
use crate::ui::{
    Action, Command, Ctx,
    command::{Menu, TABLE, format_shortcut},
    dialog::dialog_ui,
    preferences::ThemeChoice,
    tour::TourStep,
    whole_by_scrolling,
};

impl App {
    /// Draws everything. The project does not change meanwhile.
    pub(super) fn draw(&mut self, ui: &mut Ui) {
        let egui_ctx = ui.ctx().clone();
        self.take_dropped_files(&egui_ctx);
        let tokens = self.tokens(&egui_ctx);
        let bar = Frame::new()
            .fill(tokens.window)
            .inner_margin(egui::Margin::symmetric(8, 3));
        Panel::top("menus").frame(bar).show(ui, |ui| self.menus_ui(ui));
        if self.notice.is_some() {
            Panel::top("notice").frame(bar).show(ui, |ui| self.notice_ui(ui));
        }
        Panel::bottom("status").frame(bar).show(ui, |ui| self.status_ui(ui));
        CentralPanel::default()
            .frame(Frame::new().fill(tokens.window))
            .show(ui, |ui| {
                if self.open {
                    let ctx = ctx_of!(self, &egui_ctx);
                    self.panes.show(&ctx, ui);
                } else {
                    self.welcome_ui(ui);
                }
            });
        self.tour_ui(&egui_ctx);
        if let Some(mut dialog) = self.dialog.take() {
            let ctx = ctx_of!(self, &egui_ctx);
            dialog_ui(&mut dialog, &ctx, &egui_ctx);
            self.dialog = Some(dialog);
        }
        self.outline_keyboard(&egui_ctx);
    }

    /// While the keyboard is used: outlines what has it.
    fn outline_keyboard(&self, egui_ctx: &egui::Context) {
        // Asked only then: after a click, asking would take the keyboard from what the click has just given it.
        let focused = self.by_keyboard.then(|| egui_ctx.memory(|m| m.focused())).flatten();
        // The matrix outlines its cursor itself, also where the mouse put it.
        let focused = focused.filter(|id| !self.panes.matrix.is_cursor(*id));
        let Some(response) = focused.and_then(|id| egui_ctx.read_response(id)) else {
            return;
        };
        let stroke = egui::Stroke::new(2.0, self.tokens(egui_ctx).accent);
        let painter = egui_ctx.layer_painter(response.layer_id);
        // Around it: letters that begin at its edge stay whole.
        painter.rect_stroke(response.interact_rect, 3.0, stroke, egui::StrokeKind::Outside);
    }

    fn tour_ui(&mut self, egui_ctx: &egui::Context) {
        if !self.open || self.dialog.is_some() {
            return;
        }
        let Some(mut tour) = self.tour.take() else { return };
        if let Some(pane) = tour.comes_to() {
            self.panes.raise(pane);
            egui_ctx.request_repaint();
        }
        let ctx = ctx_of!(self, egui_ctx);
        match tour.show(&ctx, egui_ctx, &self.panes.places) {
            TourStep::Stay => self.tour = Some(tour),
            TourStep::Over => {
                self.preferences.tour_seen = true;
                self.preferences_changed = true;
            }
        }
    }

    fn notice_ui(&mut self, ui: &mut Ui) {
        let warning = self.tokens(ui.ctx()).warning;
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            let read = ui.button("I have read it").clicked();
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                let text = RichText::new(self.notice.as_deref().unwrap_or_default()).color(warning);
                ui.add(egui::Label::new(text).wrap());
            });
            if read {
                self.notice = None;
            }
        });
    }

    fn menus_ui(&self, ui: &mut Ui) {
        MenuBar::new().ui(ui, |ui| {
            for menu in Menu::ALL {
                ui.menu_button(menu.name(), |ui| {
                    whole_by_scrolling(ui, |ui| {
                        ui.set_min_width(260.0);
                        for row in TABLE.iter().filter(|row| row.menu == Some(menu)) {
                            if row.separated {
                                ui.separator();
                            }
                            self.menu_item(ui, row.action);
                            if row.action == Action::Open {
                                self.recent_ui(ui);
                            }
                        }
                    });
                });
            }
        });
    }

    fn menu_item(&self, ui: &mut Ui, action: Action) {
        let row = action.row();
        let step = match action {
            Action::Undo => self.session.next_undo(),
            Action::Redo => self.session.next_redo(),
            _ => None,
        };
        let name = match step {
            Some(step) => format!("{}: {}", row.name, self.session.step_name(step)),
            None => row.name.to_owned(),
        };
        let keys = action
            .shortcut(&self.preferences)
            .map(format_shortcut)
            .unwrap_or_default();
        let mut button = Button::new(name).shortcut_text(keys);
        if self.is_on(action) {
            button = button.selected(true);
        }
        if ui
            .add_enabled(self.can(action), button)
            .on_hover_text(row.hint)
            .clicked()
        {
            self.commands.send(Command::Act(action));
            ui.close();
        }
    }

    fn recent_ui(&self, ui: &mut Ui) {
        ui.add_enabled_ui(!self.recent.is_empty(), |ui| {
            ui.menu_button("Open recent", |ui| {
                for path in &self.recent {
                    let item = ui.button(file_name(path)).on_hover_text(path.display().to_string());
                    if item.clicked() {
                        self.commands.send(Command::OpenFile(path.clone()));
                        ui.close();
                    }
                }
            });
        });
    }

    /// Whether a setting is the one in force.
    fn is_on(&self, action: Action) -> bool {
        match action {
            Action::ReadBlind | Action::FinishReading => self.layers_are(action),
            Action::ThemeSystem => self.preferences.theme == ThemeChoice::System,
            Action::ThemeLight => self.preferences.theme == ThemeChoice::Light,
            Action::ThemeDark => self.preferences.theme == ThemeChoice::Dark,
            Action::HighContrast => self.preferences.high_contrast,
            Action::History => self.panes.has_history(),
            Action::Totals => self.preferences.totals,
            Action::Autosave => self.saves_by_itself(),
            Action::DimOthers => self.preferences.reading.dim_others,
            Action::HideOthers => self.preferences.reading.hide_others,
            Action::DimLayers => self.preferences.reading.dim_layers,
            Action::ShowMentions => self.preferences.reading.mentions,
            _ => false,
        }
    }

    /// Whether an action has anything to act on.
    fn can(&self, action: Action) -> bool {
        let selection = &self.session.selection;
        match action {
            Action::Undo => self.session.next_undo().is_some(),
            Action::Recovered => !self.offers.is_empty(),
            Action::Versions => self.home.is_some(),
            Action::Conflicts | Action::Autosave => self.open,
            Action::Redo => self.session.next_redo().is_some(),
            Action::MarkPassage => selection.text.is_some(),
            Action::NoteOnSelection | Action::CopyQuotation => selection.text.is_some() || selection.passage.is_some(),
            Action::AttachSelection => {
                selection.text.is_some() || (selection.passage.is_some() && selection.cell.is_some())
            }
            Action::NoteOnCell => selection.cell.is_some(),
            Action::DeletePassage => selection.passage.is_some(),
            Action::DocumentDetails | Action::RemoveDocument | Action::ReplaceText => {
                self.open && selection.document.is_some()
            }
            Action::PreviousDocument | Action::NextDocument => self.session.project().documents.len() > 1,
            Action::RepairPassages => !self.session.index().astray().is_empty(),
            _ => {
                let needs_project = !matches!(action.row().menu, Some(Menu::File | Menu::View | Menu::Help) | None)
                    && action != Action::WhoAmI;
                let needs_project = needs_project
                    || matches!(
                        action,
                        Action::Save | Action::SaveAs | Action::ExportPicture | Action::Close | Action::ResetLayout
                    );
                self.open || !needs_project
            }
        }
    }

    fn status_ui(&self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let tokens = self.tokens(ui.ctx());
            if let Some((what, part)) = self.jobs.shown() {
                ui.spinner();
                match part {
                    Some(part) if part > 0.0 => ui.label(format!("{what} {:.0} %", part * 100.0)),
                    _ => ui.label(what),
                };
                if part.is_some() && ui.small_button("Cancel").clicked() {
                    self.commands.send(Command::CancelJob(what));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if self.open {
                    let saved = if self.session.is_saved() {
                        match self.home {
                            Some(_) => "saved",
                            None => "a copy without a file",
                        }
                    } else {
                        "not saved"
                    };
                    if self.saves_by_itself() {
                        ui.label(RichText::new("saves by itself").color(tokens.faint));
                        ui.label(RichText::new("·").color(tokens.faint));
                    }
                    ui.label(RichText::new(saved).color(tokens.faint));
                    ui.label(RichText::new("·").color(tokens.faint));
                    let project = self.session.project();
                    let layer = &self.session.selection.analyst;
                    let coded = self.session.index().layer(layer);
                    let name = project.analyst_name(layer);
                    let whose = if self.may_edit(layer) {
                        format!("You code as {name}")
                    } else {
                        format!("{name}’s layer, read-only")
                    };
                    let text = RichText::new(format!(
                        "{whose}: {}, {}",
                        counted(coded.positions, "position", "positions"),
                        counted(coded.passages, "passage", "passages")
                    ));
                    ui.add(egui::Label::new(text.color(tokens.faint)).truncate())
                        .on_hover_text("Edit ▸ Who is reading… changes it");
                    if self.session.blind_reader().is_some() {
                        ui.label(RichText::new("·").color(tokens.faint));
                        ui.label("Blind reading")
                            .on_hover_text("What others did is hidden until your reading is marked finished");
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    if let Some(said) = &self.said {
                        ui.add(egui::Label::new(said).truncate());
                    }
                });
            });
        });
    }

    fn welcome_ui(&self, ui: &mut Ui) {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                let tokens = self.tokens(ui.ctx());
                ui.add_space((ui.available_height() * 0.18).max(16.0));
                ui.heading("Standpoint");
                ui.label(RichText::new("Who stands where on what, and the words that show it.").color(tokens.faint));
                ui.add_space(20.0);
                for (action, name) in [
                    (Action::NewProject, "New project from an article of mine…"),
                    (Action::Open, "Open a project…"),
                    (Action::OpenBundled, "See the bundled reading"),
                ] {
                    let button = Button::new(name).min_size(egui::vec2(300.0, 34.0));
                    if ui.add(button).on_hover_text(action.row().hint).clicked() {
                        self.commands.send(Command::Act(action));
                    }
                    ui.add_space(4.0);
                }
                if !self.recent.is_empty() {
                    ui.add_space(16.0);
                    ui.label(RichText::new("Recent").color(tokens.faint));
                    for path in &self.recent {
                        if ui
                            .link(file_name(path))
                            .on_hover_text(path.display().to_string())
                            .clicked()
                        {
                            self.commands.send(Command::OpenFile(path.clone()));
                        }
                    }
                }
            });
        });
    }

    /// Takes in what is dropped on the window.
    fn take_dropped_files(&self, ctx: &egui::Context) {
        let dropped: Vec<_> = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            files.map(|file| file.path().to_owned()).collect()
        });
        if !dropped.is_empty() {
            self.commands.send(Command::TakeFiles(dropped));
        }
    }

    /// Names the project, and whether it is saved, in the window's title.
    pub(super) fn show_title(&mut self, ctx: &egui::Context) {
        let title = if self.open {
            let mark = if self.session.is_saved() { "" } else { "• " };
            format!("{mark}{} – Standpoint", self.project_name())
        } else {
            "Standpoint".to_owned()
        };
        if title != self.title_shown {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title_shown = title;
        }
    }
}
