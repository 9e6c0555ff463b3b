//! Between the import dialog and the exchange: bytes read, drafts filled in, projects made.

use std::path::{Path, PathBuf};

use super::{
    App,
    files::{file_name, session_of},
    jobs::{self, Done},
};
use crate::{
    exchange::article::{self, Encoding, Format, Hint, Import},
    model::{Block, Body, Document, Edit, Project},
    storage,
    ui::dialog::{Dialog, Draft, DraftBlock, ImportDialog, Into},
};

impl App {
    /// Reads an article's file off the UI thread, into the import dialog.
    pub(super) fn read_article(&mut self, path: PathBuf) {
        if !matches!(self.dialog, Some(Dialog::Import(_))) {
            self.dialog = Some(Dialog::Import(Box::new(ImportDialog::new(Into::NewProject))));
        }
        self.jobs.start(jobs::READING, move || {
            let result = storage::load(&path);
            Done::ArticleRead(path, result)
        });
    }

    pub(super) fn article_read(&mut self, path: &Path, result: Result<Vec<u8>, storage::OpenError>) {
        let Some(Dialog::Import(dialog)) = &mut self.dialog else {
            return;
        };
        match result {
            Ok(bytes) => {
                dialog.bytes = bytes;
                dialog.file_name = file_name(path);
                dialog.encoding = None;
                dialog.format = None;
                self.read_article_again();
            }
            Err(error) => dialog.error = Some(error.to_string()),
        }
    }

    /// Reads the dialog's article as the dialog now says.
    pub(super) fn read_article_again(&mut self) {
        let Some(Dialog::Import(dialog)) = &mut self.dialog else {
            return;
        };
        let hint = Hint {
            file_name: &dialog.file_name,
            encoding: dialog
                .encoding
                .as_deref()
                .and_then(|name| Encoding::choices().find(|e| e.name() == name)),
            format: dialog
                .format
                .as_deref()
                .and_then(|name| Format::ALL.into_iter().find(|f| f.name() == name)),
            ..Hint::default()
        };
        let result = if dialog.file_name.is_empty() {
            article::import_text(&dialog.pasted, hint)
        } else {
            article::import(&dialog.bytes, hint)
        };
        match result {
            Ok(import) => {
                dialog.error = None;
                let mut draft = draft(import);
                stand_in_title(&mut draft, &dialog.file_name);
                dialog.draft = Some(draft);
            }
            Err(error) => dialog.error = Some(error.to_string()),
        }
    }

    /// Makes a project, or a document of this one, of what the import dialog holds.
    pub(super) fn finish_import(&mut self) {
        let Some(Dialog::Import(mut dialog)) = self.dialog.take() else {
            return;
        };
        let Some(draft) = dialog.draft.take() else { return };
        let blocks = draft
            .blocks
            .iter()
            .map(|block| Block::new(block.kind, &block.text))
            .collect();
        let document = Document {
            id: self.session.project().free_document_id(&draft.about.title),
            about: draft.about,
            body: Body::new(blocks).into(),
        };
        match dialog.into {
            Into::ThisProject => self.apply(Edit::AddDocument(document.into())),
            Into::NewProject => {
                let mut project = Project {
                    title: document.about.title.clone(),
                    ..Project::default()
                };
                project.documents.push_back(document.into());
                self.show_project(session_of(project, self.layer()), None);
                self.session.mark_unsaved();
                self.say("New project: select text in the article to mark a passage");
            }
        }
    }
}

/// An article without a title gets the file's name, or its own first words, to be changed or left.
fn stand_in_title(draft: &mut Draft, file_name: &str) {
    if !draft.about.title.trim().is_empty() {
        return;
    }
    let (title, what) = match Path::new(file_name).file_stem() {
        Some(stem) => (
            stem.to_string_lossy().replace(['_', '-'], " "),
            "its file’s name stands",
        ),
        None => {
            let first = draft
                .blocks
                .first()
                .map(|block| block.text.as_str())
                .unwrap_or_default();
            let words: Vec<&str> = first.split_whitespace().take(8).collect();
            (words.join(" "), "its first words stand")
        }
    };
    draft.about.title = title;
    draft.remarks.push(format!("No title was found: {what} in for it"));
}

pub(super) fn draft(import: Import) -> Draft {
    Draft {
        blocks: import
            .blocks
            .iter()
            .map(|block| DraftBlock {
                kind: block.kind,
                text: block.text.to_string(),
                proposed: block.proposed.is_some(),
            })
            .collect(),
        remarks: import.remarks.iter().map(ToString::to_string).collect(),
        encoding: import
            .decoding
            .map(|d| d.encoding.name().to_owned())
            .unwrap_or_default(),
        encoding_remark: import.decoding.map(|d| d.to_string()).unwrap_or_default(),
        encodings: Encoding::choices().map(|e| e.name().to_owned()).collect(),
        format: import.format.name().to_owned(),
        formats: Format::ALL.iter().map(|f| f.name().to_owned()).collect(),
        about: import.about,
    }
}
