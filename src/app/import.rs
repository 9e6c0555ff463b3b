//! Between the import dialog and the exchange: bytes read, drafts filled in, projects made, texts replaced.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    App,
    files::{file_name, session_of},
    jobs::{self, Done},
};
use crate::{
    analysis::carry_over::{Fate, carry_over},
    exchange::article::{self, Encoding, Format, Hint, Import},
    model::{self, Anchor, Block, Body, Document, DocumentId, Edit, PassageId, Project},
    session::StateId,
    storage,
    ui::{
        Command,
        command::Then,
        dialog::{Choice, Dialog, Documents, Draft, DraftBlock, ImportDialog, Into, Purpose, ReplaceDialog},
    },
};

/// The longest text, in bytes, that is read without a thread: it takes a frame or so.
const SHORT: usize = 1 << 16;

/// What an article is read from, and how.
struct Source {
    pasted: String,
    file_name: String,
    bytes: Arc<Vec<u8>>,
    encoding: Option<String>,
    format: Option<String>,
}

impl Source {
    fn of(dialog: &ImportDialog) -> Self {
        Self {
            pasted: dialog.pasted.clone(),
            file_name: dialog.file_name.clone(),
            bytes: Arc::clone(&dialog.bytes),
            encoding: dialog.encoding.clone(),
            format: dialog.format.clone(),
        }
    }

    fn read(&self) -> Result<Draft, String> {
        let named = |name: &str| Encoding::choices().find(|e| e.name() == name);
        let hint = Hint {
            file_name: &self.file_name,
            encoding: self.encoding.as_deref().and_then(named),
            format: self
                .format
                .as_deref()
                .and_then(|name| Format::ALL.into_iter().find(|f| f.name() == name)),
            ..Hint::default()
        };
        let result = if self.file_name.is_empty() {
            article::import_text(&self.pasted, hint)
        } else {
            article::import(&self.bytes, hint)
        };
        let mut draft = draft(result.map_err(|error| error.to_string())?);
        stand_in_title(&mut draft, &self.file_name);
        Ok(draft)
    }
}

/// An article's file as it was read: its bytes, and what became of them.
pub(super) type ReadFile = (Arc<Vec<u8>>, Result<Draft, String>);

impl App {
    /// Takes in files dropped on the window: into the import dialog if that is open; else a project is opened, and
    /// about articles it is asked where they go.
    pub(super) fn take_files(&mut self, mut paths: Vec<PathBuf>) {
        if let Some(Dialog::Import(dialog)) = &mut self.dialog {
            let first = paths.remove(0);
            dialog.waiting.extend(paths.into_iter().filter(|path| is_article(path)));
            dialog.draft = None;
            return self.read_article(first);
        }
        if let Some(at) = paths.iter().position(|path| !is_article(path)) {
            return self.open_file(paths.swap_remove(at));
        }
        if !self.open {
            return self.add_articles(Into::NewProject, paths);
        }
        let lines = match paths.as_slice() {
            [one] => vec![file_name(one)],
            many => {
                let names: Vec<String> = many.iter().take(6).map(|path| file_name(path)).collect();
                let more = many.len().saturating_sub(6);
                let rest = (more > 0).then(|| format!("and {more} more"));
                names.into_iter().chain(rest).collect()
            }
        };
        let new = match paths.as_slice() {
            [one] => Command::Leave(Then::NewProject(Some(one.clone()))),
            _ => Command::AddArticles(true, paths.clone()),
        };
        self.dialog = Some(Dialog::Choice(Choice {
            heading: if paths.len() == 1 {
                "Where does this article go?".to_owned()
            } else {
                format!("Where do these {} articles go?", paths.len())
            },
            lines,
            ways: vec![
                ("Into this project".to_owned(), Command::AddArticles(false, paths)),
                ("Into a new project".to_owned(), new),
            ],
        }));
    }

    /// Reads articles one after the other, each to be looked over.
    pub(super) fn add_articles(&mut self, into: Into, mut paths: Vec<PathBuf>) {
        if paths.is_empty() {
            return;
        }
        let first = paths.remove(0);
        let mut dialog = ImportDialog::new(into);
        dialog.waiting = paths;
        self.dialog = Some(Dialog::Import(Box::new(dialog)));
        self.read_article(first);
    }

    /// Leaves the article of the import dialog for the next that waits.
    pub(super) fn next_article(&mut self) {
        if let Some(Dialog::Import(dialog)) = self.dialog.take() {
            self.go_on_importing(dialog.into, dialog.waiting, dialog.all);
        }
    }

    fn go_on_importing(&mut self, into: Into, waiting: Vec<PathBuf>, all: bool) {
        self.add_articles(into, waiting);
        if let Some(Dialog::Import(dialog)) = &mut self.dialog {
            dialog.all = all;
        }
    }

    /// Reads an article's file off the UI thread, into the import dialog; what is still being read for it is let go.
    pub(super) fn read_article(&mut self, path: PathBuf) {
        self.jobs.cancel(jobs::READING);
        if !matches!(self.dialog, Some(Dialog::Import(_))) {
            let aside = self.aside.take();
            self.dialog = Some(Dialog::Import(
                aside.unwrap_or_else(|| Box::new(ImportDialog::new(Into::NewProject))),
            ));
        }
        if let Some(Dialog::Import(dialog)) = &mut self.dialog {
            dialog.reading = file_name(&path);
        }
        self.jobs.start_long(jobs::READING, move |_| {
            let result = storage::load(&path).map(|bytes| {
                let source = Source {
                    pasted: String::new(),
                    file_name: file_name(&path),
                    bytes: Arc::new(bytes),
                    encoding: None,
                    format: None,
                };
                let draft = source.read();
                (source.bytes, draft)
            });
            Done::ArticleRead(path, result)
        });
    }

    pub(super) fn article_read(&mut self, path: &Path, result: Result<ReadFile, storage::OpenError>) {
        let Some(Dialog::Import(dialog)) = &mut self.dialog else {
            return;
        };
        dialog.reading.clear();
        match result {
            Ok((bytes, draft)) => {
                dialog.bytes = bytes;
                dialog.file_name = file_name(path);
                dialog.encoding = None;
                dialog.format = None;
                self.take_draft(draft);
            }
            Err(error) => dialog.error = Some(error.to_string()),
        }
    }

    /// Reads the dialog's article as the dialog now says; off the UI thread if it is long.
    pub(super) fn read_article_again(&mut self) {
        self.jobs.cancel(jobs::READING);
        let Some(Dialog::Import(dialog)) = &mut self.dialog else {
            return;
        };
        let source = Source::of(dialog);
        if source.pasted.len().max(source.bytes.len()) <= SHORT {
            return self.take_draft(source.read());
        }
        dialog.reading = match dialog.file_name.as_str() {
            "" => "what was pasted".to_owned(),
            name => name.to_owned(),
        };
        self.jobs
            .start_long(jobs::READING, move |_| Done::ArticleReadAgain(source.read()));
    }

    pub(super) fn take_draft(&mut self, draft: Result<Draft, String>) {
        let Some(Dialog::Import(dialog)) = &mut self.dialog else {
            return;
        };
        dialog.reading.clear();
        match draft {
            Ok(draft) => {
                let ready = !draft.about.title.trim().is_empty() && !draft.blocks.is_empty();
                dialog.error = None;
                dialog.draft = Some(draft);
                if dialog.all && ready {
                    self.finish_import();
                }
            }
            Err(error) => dialog.error = Some(error),
        }
    }

    /// Makes a project, a document of this one, or a document's new text of what the import dialog holds.
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
        let body = Arc::new(Body::new(blocks));
        let into = match dialog.into {
            Into::ReplaceText(id) => return self.compare_texts(id, body),
            into => into,
        };
        let document = Document {
            id: self.session.project().free_document_id(&draft.about.title),
            about: draft.about,
            body,
        };
        match into {
            Into::NewProject => {
                let mut project = Project {
                    title: document.about.title.clone(),
                    ..Project::default()
                };
                project.documents.push_back(document.into());
                let mut session = session_of(project, self.layer());
                session.mark_unsaved();
                self.show_project(session, None);
                self.say("New project: select text in the article to mark a passage");
            }
            Into::ThisProject | Into::ReplaceText(_) => {
                let id = document.id.clone();
                self.apply(Edit::AddDocument(document.into()));
                self.session.end_step();
                self.session.selection.show_document(id);
            }
        }
        self.go_on_importing(Into::ThisProject, dialog.waiting, dialog.all);
    }

    /// Compares a document's text with a corrected one, off the UI thread.
    fn compare_texts(&mut self, id: DocumentId, body: Arc<Body>) {
        let project = self.session.project().clone();
        let Some(old) = project.document(&id).map(|d| Arc::clone(&d.body)) else {
            return;
        };
        if old == body {
            return self.say("The text is the same: nothing is replaced");
        }
        self.session.end_step();
        let state = self.session.state();
        let place = self.panes.article.places().get(&id).copied();
        self.jobs.start_long(jobs::COMPARING, move |_| {
            let mut passages: Vec<(PassageId, Anchor)> = project
                .passages
                .values()
                .filter(|p| p.document == id)
                .map(|p| (p.id, p.anchor.clone()))
                .collect();
            passages.sort_by_key(|(id, anchor)| (anchor.start, anchor.end, *id));
            // The line being read is carried over like a passage.
            let line = place.and_then(|at| Anchor::of(&old, at..(at + 40).min(old.len())));
            let read = project.free_passage_id(0);
            passages.extend(line.map(|anchor| (read, anchor)));
            let mut fates = carry_over(&old, &body, &passages);
            let place = fates.pop_if(|(id, _)| *id == read).map(|(_, fate)| match fate {
                Fate::Exact(anchor) => anchor.start,
                Fate::Unsure { proposed, near, .. } => proposed.map_or(near, |range| range.start),
            });
            Done::Compared {
                state,
                id,
                body,
                fates,
                place,
            }
        });
    }

    pub(super) fn compared(
        &mut self,
        state: StateId,
        id: DocumentId,
        body: Arc<Body>,
        fates: Vec<(PassageId, Fate)>,
        place: Option<u32>,
    ) {
        if state != self.session.state() {
            // Something was changed meanwhile: compare with what stands now.
            return self.compare_texts(id, body);
        }
        let project = self.session.project();
        if let Some(document) = project.document(&id) {
            let dialog = ReplaceDialog::new(project, document, body, fates, place);
            self.dialog = Some(Dialog::Replace(Box::new(dialog)));
        }
    }

    /// Looks off the UI thread for the words of the passages that stand nowhere.
    pub(super) fn look_for_places(&mut self) {
        let project = self.session.project().clone();
        let astray: Vec<PassageId> = self.session.index().astray().iter().copied().collect();
        let revision = self.session.revision();
        self.jobs.start(jobs::SEEKING, move || {
            Done::Sought(revision, model::check_passages(&project, astray))
        });
    }

    /// Shows the article before or after the one shown.
    pub(super) fn show_neighbour(&mut self, after: bool) {
        let documents = &self.session.project().documents;
        let shown = self.session.selection.document.as_ref();
        let at = documents.iter().position(|d| Some(&d.id) == shown);
        let next = at.and_then(|at| if after { at.checked_add(1) } else { at.checked_sub(1) });
        match next.and_then(|n| documents.get(n)).map(|d| d.id.clone()) {
            Some(id) => self.session.selection.show_document(id),
            None if after => self.say("This is the last article"),
            None => self.say("This is the first article"),
        }
    }

    /// Asks for the list of articles.
    pub(super) fn list_documents(&mut self) {
        let shown = self.session.selection.document.clone();
        self.dialog = Some(Dialog::Documents(Documents::new(shown)));
    }
}

/// Whether a file is an article by its ending.
fn is_article(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| Purpose::Article.endings().contains(&ending.as_str()))
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
