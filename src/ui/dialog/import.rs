//! Takes in an article: pasted or from a file, looked over before it becomes a document.
//!
//! Reading the bytes is not done here: the shell fills in a [`Draft`].

use std::{path::PathBuf, sync::Arc};

use eframe::egui::{self, Button, Grid, RichText, ScrollArea, TextEdit, Ui};

use super::{buttons, focus_once, modal};
use crate::{
    model::{BlockKind, DocumentId, Metadata},
    ui::{Command, Ctx, drop_down::drop_down},
};

/// What becomes of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Into {
    /// A project of its own.
    NewProject,
    /// A document of the open project.
    ThisProject,
    /// The corrected text of a document of the open project.
    ReplaceText(DocumentId),
}

/// One block of an article not yet taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its text.
    pub text: String,
    /// Whether its kind was proposed, not found: the user may turn it down.
    pub proposed: bool,
}

/// An article as read, to be looked over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What is known about it; filled in where found.
    pub about: Metadata,
    /// Its blocks.
    pub blocks: Vec<DraftBlock>,
    /// What reading it changed, in sentences.
    pub remarks: Vec<String>,
    /// The encoding it was read in; empty for pasted text.
    pub encoding: String,
    /// How sure that is, in words; empty if there is nothing to say.
    pub encoding_remark: String,
    /// The encodings it could be read in.
    pub encodings: Vec<String>,
    /// The format it was read as.
    pub format: String,
    /// The formats it could be read as.
    pub formats: Vec<String>,
}

/// The dialog's state.
#[derive(Debug, Clone)]
pub struct ImportDialog {
    /// What becomes of the article.
    pub into: Into,
    /// Text pasted or typed.
    pub pasted: String,
    /// The name of the file chosen; empty for pasted text.
    pub file_name: String,
    /// The bytes of the file chosen, kept to be read again in another encoding.
    pub bytes: Arc<Vec<u8>>,
    /// What is being read; empty if nothing is.
    pub reading: String,
    /// Files that come after this one, next first.
    pub waiting: Vec<PathBuf>,
    /// Whether those are taken in as read, without being looked over, as far as that goes.
    pub all: bool,
    /// The encoding that the user chose; `None` for the best guess.
    pub encoding: Option<String>,
    /// The format that the user chose; `None` for the best guess.
    pub format: Option<String>,
    /// The article as read; `None` until there is one.
    pub draft: Option<Draft>,
    /// Why the article could not be read.
    pub error: Option<String>,
    /// Whether the field to paste into had the keyboard already.
    asked: bool,
    /// Whether the title had the keyboard already.
    reviewed: bool,
}

impl ImportDialog {
    /// Asks for an article.
    pub fn new(into: Into) -> Self {
        Self {
            into,
            pasted: String::new(),
            file_name: String::new(),
            bytes: Arc::default(),
            reading: String::new(),
            waiting: Vec::new(),
            all: false,
            encoding: None,
            format: None,
            draft: None,
            error: None,
            asked: false,
            reviewed: false,
        }
    }

    pub(super) fn show(&mut self, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
        let heading = match &self.into {
            Into::NewProject => "New project from an article".to_owned(),
            Into::ThisProject => "Add an article".to_owned(),
            Into::ReplaceText(id) => {
                let title = ctx.project().document(id).map_or("", |d| &d.about.title);
                format!("A corrected text of “{title}”")
            }
        };
        modal(ctx, egui_ctx, &heading, 720.0, |ui| {
            if let Some(error) = &self.error {
                ui.colored_label(ctx.tokens.error, error);
                ui.add_space(6.0);
            }
            if !self.waiting.is_empty() {
                let more = match self.waiting.len() {
                    1 => "1 more file comes after this one.".to_owned(),
                    n => format!("{n} more files come after this one."),
                };
                ui.label(RichText::new(more).color(ctx.tokens.faint));
                ui.add_space(4.0);
            }
            if !self.reading.is_empty() {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(format!("Reading {}…", self.reading));
                });
                buttons(ui, |ui| {
                    if ui.button("Cancel").clicked() {
                        ctx.send(Command::CloseDialog);
                    }
                });
            } else if self.draft.is_some() {
                self.review_ui(ctx, ui);
            } else {
                self.source_ui(ctx, ui);
            }
        });
    }

    fn source_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            if ui.button("Choose a file…").clicked() {
                ctx.send(Command::Act(crate::ui::Action::ChooseArticle));
            }
            ui.label(
                RichText::new("Text, Markdown or a saved web page; or drop it on the window.").color(ctx.tokens.faint),
            );
        });
        ui.add_space(8.0);
        let label = ui.label("Or paste the article’s text");
        let height = (ui.ctx().content_rect().height() - 300.0).clamp(120.0, 360.0);
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
        area.show(ui, |ui| {
            let field = ui
                .add_sized([ui.available_width(), height], TextEdit::multiline(&mut self.pasted))
                .labelled_by(label.id);
            focus_once(&field, &mut self.asked);
        });
        let ready = !self.pasted.trim().is_empty();
        let entered = ready && ui.input_mut(|i| i.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter));
        buttons(ui, |ui| {
            let go_on = ui
                .add_enabled(ready, Button::new("Continue"))
                .on_hover_text("Read what is pasted (Ctrl+Enter)");
            if go_on.clicked() || entered {
                self.file_name.clear();
                self.bytes = Arc::default();
                ctx.send(Command::ReadArticleAgain);
            }
            self.skip_ui(ctx, ui);
            if ui.button("Cancel").clicked() {
                ctx.send(Command::CloseDialog);
            }
        });
    }

    /// Goes on with the next file, where there is one.
    fn skip_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        if !self.waiting.is_empty() && ui.button("Skip this one").clicked() {
            ctx.send(Command::NextArticle);
        }
    }

    fn review_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let replaces = matches!(self.into, Into::ReplaceText(_));
        let Some(draft) = &mut self.draft else { return };
        let (mut again, mut entered) = (false, false);
        if !self.file_name.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.strong(&self.file_name);
                again |= choose(ui, "Encoding", &mut self.encoding, &draft.encoding, &draft.encodings);
                again |= choose(ui, "Format", &mut self.format, &draft.format, &draft.formats);
            });
            if !draft.encoding_remark.is_empty() {
                ui.label(RichText::new(&draft.encoding_remark).color(ctx.tokens.faint));
            }
            ui.add_space(6.0);
        }
        if !replaces {
            Grid::new("about").num_columns(2).spacing([12.0, 6.0]).show(ui, |ui| {
                for (name, value) in draft.about.fields_mut() {
                    let label = ui.label(name);
                    let field = ui
                        .add(TextEdit::singleline(value).desired_width(520.0))
                        .labelled_by(label.id);
                    focus_once(&field, &mut self.reviewed);
                    entered |= field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                    ui.end_row();
                }
            });
        }
        ui.add_space(6.0);
        for remark in &draft.remarks {
            ui.label(RichText::new(format!("• {remark}")).color(ctx.tokens.faint));
        }
        ui.add_space(6.0);
        ui.label(
            RichText::new("Ticked paragraphs are headings")
                .small()
                .color(ctx.tokens.faint),
        );
        let height = (ui.ctx().content_rect().height() - 436.0).clamp(100.0, 320.0);
        let row = ui.text_style_height(&egui::TextStyle::Body) + 10.0;
        egui::Frame::new()
            .fill(ctx.tokens.page)
            .inner_margin(8.0)
            .corner_radius(4.0)
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .max_height(height)
                    .auto_shrink([false, false])
                    .show_rows(ui, row, draft.blocks.len(), |ui, rows| {
                        for n in rows {
                            block_ui(ctx, ui, n, &mut draft.blocks[n]);
                        }
                    });
            });
        let ready = (replaces || !draft.about.title.trim().is_empty()) && !draft.blocks.is_empty();
        let waiting = self.waiting.len();
        buttons(ui, |ui| {
            let word = match self.into {
                Into::NewProject => "Create project",
                Into::ThisProject => "Add article",
                Into::ReplaceText(_) => "Compare with the old text",
            };
            let create = ui
                .add_enabled(ready, Button::new(word))
                .on_hover_text("Enter in a field above does it too")
                .on_disabled_hover_text("The article needs a title");
            if create.clicked() || (ready && entered) {
                ctx.send(Command::FinishImport);
            }
            if waiting > 0 {
                let all = ui.add_enabled(ready, Button::new(format!("Add all {}", waiting + 1)));
                let hint = "Adds this one and the others as they are read; one that has no title is shown";
                if all.on_hover_text(hint).clicked() {
                    self.all = true;
                    ctx.send(Command::FinishImport);
                }
                self.skip_ui(ctx, ui);
            }
            if ui.button("Back").clicked() {
                self.draft = None;
                self.error = None;
                (self.asked, self.reviewed) = (false, false);
                return;
            }
            if ui.button("Cancel").clicked() {
                ctx.send(Command::CloseDialog);
            }
        });
        if again {
            ctx.send(Command::ReadArticleAgain);
        }
    }
}

/// A choice that is the reader's guess until the user makes another; whether it was changed.
fn choose(ui: &mut Ui, name: &str, choice: &mut Option<String>, now: &str, all: &[String]) -> bool {
    let before = choice.clone();
    ui.label(name);
    let width = ui.spacing().combo_width;
    drop_down(ui, name, now, width, |ui| {
        for value in all {
            ui.selectable_value(choice, Some(value.clone()), value);
        }
    });
    *choice != before
}

fn block_ui(ctx: &Ctx<'_>, ui: &mut Ui, n: usize, block: &mut DraftBlock) {
    ui.horizontal(|ui| {
        let was_heading = matches!(block.kind, BlockKind::Heading(_));
        let mut heading = was_heading;
        let check = ui.checkbox(&mut heading, "").on_hover_text("Heading");
        check.widget_info(|| {
            egui::WidgetInfo::selected(
                egui::Role::CheckBox,
                true,
                heading,
                format!("Block {} is a heading", n + 1),
            )
        });
        if heading != was_heading {
            block.kind = if heading {
                BlockKind::Heading(2)
            } else {
                BlockKind::Paragraph
            };
        }
        let text = match block.kind {
            BlockKind::Heading(_) => RichText::new(&block.text).strong(),
            BlockKind::Quotation => RichText::new(&block.text).italics(),
            BlockKind::ListItem => RichText::new(format!("• {}", block.text)),
            BlockKind::Paragraph => RichText::new(&block.text),
        };
        if block.proposed && heading {
            ui.label(RichText::new("proposed").small().color(ctx.tokens.accent));
        }
        ui.add(egui::Label::new(text).truncate());
    });
}
