//! Chooses a file inside the window, for desktops that have no dialog of their own.

use std::path::{Path, PathBuf};

use eframe::egui::{self, RichText, ScrollArea, TextEdit};

use super::{buttons, default_button, focus_once, modal};
use crate::{
    model::NoteId,
    ui::{
        Command, Ctx,
        command::{Permit, Then},
        picture::Order,
    },
};

/// What the file is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A project to open.
    Open,
    /// Where to write the project.
    Save,
    /// An article to take in.
    Article,
    /// A colleague's project to merge in.
    Merge,
    /// Where to write a picture.
    Picture(Order),
    /// Where to write notes.
    Notes(Vec<NoteId>),
}

impl Purpose {
    /// The dialog's heading.
    pub fn heading(&self) -> &'static str {
        match self {
            Self::Open => "Open a project",
            Self::Save => "Save the project as",
            Self::Article => "Choose an article",
            Self::Merge => "Merge a colleague’s file",
            Self::Picture(_) => "Export the picture as",
            Self::Notes(_) => "Export the notes as",
        }
    }

    /// Endings of the files shown.
    pub fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Open | Self::Save | Self::Merge => &["ron"],
            Self::Article => &["txt", "md", "markdown", "html", "htm", "xhtml"],
            Self::Picture(_) => &["png"],
            Self::Notes(_) => &["md"],
        }
    }

    /// Whether the file is written, and not read.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Save | Self::Picture(_) | Self::Notes(_))
    }

    /// The path that is meant by one that was chosen: a file to be written gets its ending.
    pub fn with_ending(&self, mut path: PathBuf) -> PathBuf {
        if self.writes() && path.extension().is_none() {
            path.set_extension(self.endings()[0]);
        }
        path
    }
}

/// Something in the folder shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Whether it is a file, and not a folder; folders come first.
    pub is_file: bool,
    /// Its name.
    pub name: String,
}

/// The dialog's state.
#[derive(Debug, Clone)]
pub struct FileDialog {
    /// What for.
    pub purpose: Purpose,
    /// The folder shown.
    pub folder: PathBuf,
    /// What it holds, filled in by the shell; or why it cannot be listed.
    pub entries: Result<Vec<Entry>, String>,
    /// The path being typed; relative to the folder unless it is absolute.
    pub text: String,
    /// What follows a save.
    pub then: Option<Then>,
    /// A file that exists and would be replaced: asked about once.
    pub replacing: Option<PathBuf>,
    focused: bool,
}

impl FileDialog {
    /// Asks for a file, starting in `folder` with `name` filled in.
    pub fn new(purpose: Purpose, folder: PathBuf, name: &str) -> Self {
        Self {
            purpose,
            folder,
            entries: Ok(Vec::new()),
            text: name.to_owned(),
            then: None,
            replacing: None,
            focused: false,
        }
    }

    /// The path that is meant; for a file to be written with its ending.
    pub fn path(&self) -> Option<PathBuf> {
        let text = self.text.trim();
        if text.is_empty() {
            return None;
        }
        Some(self.purpose.with_ending(self.folder.join(text)))
    }

    fn names_file(&self, path: &Path) -> bool {
        let Ok(entries) = &self.entries else { return false };
        path.parent() == Some(self.folder.as_path())
            && entries
                .iter()
                .any(|e| e.is_file && path.file_name().is_some_and(|n| n.to_string_lossy() == e.name))
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        modal(ctx, egui_ctx, self.purpose.heading(), 560.0, |ui| {
            let label = ui.label("Path, or a name in the folder below");
            let field = ui
                .add(TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY))
                .labelled_by(label.id);
            focus_once(&field, &mut self.focused);
            if field.changed() {
                self.replacing = None;
            }
            ui.add_space(6.0);
            ui.label(RichText::new(self.folder.display().to_string()).color(ctx.tokens.faint));
            self.entries_ui(ctx, ui);
            if let Some(path) = &self.replacing {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                ui.colored_label(ctx.tokens.warning, format!("{name} exists. Saving replaces it."));
            }
            buttons(ui, |ui| {
                let word = match (self.purpose.writes(), &self.replacing) {
                    (true, Some(_)) => "Replace",
                    (true, None) => "Save",
                    _ => "Open",
                };
                let path = self.path();
                if default_button(ui, path.is_some(), word)
                    && let Some(path) = path
                {
                    self.choose(ctx, path);
                }
                if ui.button("Cancel").clicked() {
                    ctx.send(Command::CloseDialog);
                }
            });
        });
    }

    fn entries_ui(&mut self, ctx: &Ctx<'_>, ui: &mut egui::Ui) {
        ScrollArea::vertical()
            .max_height(260.0)
            .min_scrolled_height(260.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                if let Some(parent) = self.folder.parent()
                    && ui.selectable_label(false, "▲ Parent folder").clicked()
                {
                    ctx.send(Command::ListFolder(parent.to_owned()));
                }
                match &self.entries {
                    Err(why) => {
                        ui.colored_label(ctx.tokens.warning, why);
                    }
                    Ok(entries) => {
                        if !entries.iter().any(|e| e.is_file) {
                            let endings = self.purpose.endings().join(", .");
                            ui.label(
                                RichText::new(format!("No files (.{endings}) in this folder.")).color(ctx.tokens.faint),
                            );
                        }
                        for entry in entries {
                            let shown = if entry.is_file {
                                entry.name.clone()
                            } else {
                                format!("▶ {}", entry.name)
                            };
                            let response = ui.selectable_label(self.text == entry.name, shown);
                            if response.clicked() && !entry.is_file {
                                ctx.send(Command::ListFolder(self.folder.join(&entry.name)));
                            } else if response.clicked() {
                                self.text.clone_from(&entry.name);
                                self.replacing = None;
                            }
                            if response.double_clicked() && entry.is_file {
                                self.choose(ctx, self.folder.join(&entry.name));
                                return;
                            }
                        }
                    }
                }
            });
    }

    fn choose(&mut self, ctx: &Ctx<'_>, path: PathBuf) {
        if self.purpose.writes() && self.replacing.as_ref() != Some(&path) && self.names_file(&path) {
            self.replacing = Some(path);
            return;
        }
        match self.purpose.clone() {
            Purpose::Save => {
                ctx.send(Command::CloseDialog);
                let permit = Permit {
                    replace: self.replacing.is_some(),
                    ..Permit::default()
                };
                ctx.send(Command::SaveTo(path, permit, self.then.clone()));
            }
            Purpose::Open => {
                ctx.send(Command::CloseDialog);
                ctx.send(Command::OpenFile(path));
            }
            Purpose::Article => ctx.send(Command::ReadArticle(path)),
            Purpose::Merge => {
                ctx.send(Command::CloseDialog);
                ctx.send(Command::MergeFile(path));
            }
            Purpose::Picture(order) => {
                ctx.send(Command::CloseDialog);
                let replace = self.replacing.is_some();
                ctx.send(Command::ExportPicture(order, path, replace));
            }
            Purpose::Notes(notes) => {
                ctx.send(Command::CloseDialog);
                let replace = self.replacing.is_some();
                ctx.send(Command::ExportNotes(notes, path, replace));
            }
        }
    }
}
