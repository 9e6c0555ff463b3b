//! What panes send: commands with all they need, and the queue that they wait in.

use std::{cell::RefCell, fmt, ops::Range, path::PathBuf};

use super::{Action, Pane};
use crate::{
    model::{AnalystId, Cell, DocumentId, Edit, Focus, Moment, NoteId, PassageId, Project},
    session::PeriodChoice,
    ui::{Preferences, dialog::Dialog, picture::Order},
};

/// One thing to do, with all it needs. Runs once, after the frame.
#[derive(Debug, Clone)]
pub enum Command {
    /// Something from the table.
    Act(Action),
    /// A change of the project.
    Edit(Edit),
    /// Ends the step that typing is growing: the keyboard left the text.
    EndStep,
    /// Shows a document.
    SelectDocument(DocumentId),
    /// Selects text of the shown document, in code points, or none.
    SelectText(Option<Range<u32>>),
    /// Selects a cell, or none.
    SelectCell(Option<Cell>),
    /// Selects a passage, or none, where it stands.
    SelectPassage(Option<PassageId>),
    /// Selects a note, or none.
    SelectNote(Option<NoteId>),
    /// Chooses the periods shown.
    SelectPeriod(PeriodChoice),
    /// Chooses the layer that edits go to.
    SelectLayer(AnalystId),
    /// Lets the user write in another's layer, and does what was refused before.
    EditLayer(AnalystId, Box<Self>),
    /// Hides what others did until the own reading is finished, or shows it again.
    ReadBlind(bool),
    /// Says who the user is.
    Be(String),
    /// Shows or hides a layer.
    ShowLayer(AnalystId, bool),
    /// Brings something into view, in the pane that shows it, and selects it.
    Reveal(Focus),
    /// Brings a stretch of a document into view.
    RevealText(DocumentId, Range<u32>),
    /// Moves the keyboard to a pane.
    FocusPane(Pane),
    /// Asks something.
    Ask(Box<Dialog>),
    /// Closes the dialog that is open.
    CloseDialog,
    /// Opens a file: a project, or an article to make one of.
    OpenFile(PathBuf),
    /// Writes the project to a file, then goes on.
    SaveTo(PathBuf, Permit, Option<Then>),
    /// Reads a colleague's file to merge it in.
    MergeFile(PathBuf),
    /// Ask where to write a picture.
    ChoosePicture(Order),
    /// Draw a picture and write it to a file, replacing what is there only if so.
    ExportPicture(Order, PathBuf, bool),
    /// Puts notes on the clipboard, as Markdown.
    CopyNotes(Vec<NoteId>),
    /// Asks where to write notes.
    ChooseNotes(Vec<NoteId>),
    /// Writes notes to a Markdown file, replacing what is there only if so.
    ExportNotes(Vec<NoteId>, PathBuf, bool),
    /// Reads this project's own file, which somebody else changed, to merge it in.
    MergeOwnFile,
    /// Puts a merged project in place of this one.
    FinishMerge {
        /// What the step is called.
        label: String,
        /// What to say afterwards.
        said: String,
        /// What to show afterwards, in sentences; nothing if empty.
        summary: Vec<String>,
        /// The result.
        project: Box<Project>,
        /// Whether what came in was this project's own file.
        own_file: bool,
    },
    /// Settles a conflict that a merge left inside the file, in whosever layer.
    Settle(Box<Edit>),
    /// Says whether the open project is saved by itself, and whether the others are.
    ChooseAutosave {
        /// This project; `None` as it is.
        this: Option<bool>,
        /// Those in no shared folder for which nothing is said.
        others: bool,
    },
    /// Opens the work that was recovered after a crash.
    TakeRecovered,
    /// Deletes the work that was recovered after a crash.
    DeleteRecovered,
    /// Asks background work to stop, by what the status bar calls it.
    CancelJob(&'static str),
    /// Fills the open file dialog with what a folder holds.
    ListFolder(PathBuf),
    /// Reads an article's file into the open import dialog.
    ReadArticle(PathBuf),
    /// Reads the import dialog's article again, as the dialog now says.
    ReadArticleAgain,
    /// Makes a project, a document of this one, or a document's new text of what the import dialog holds.
    FinishImport,
    /// Leaves the import dialog's article for the next file that waits.
    NextArticle,
    /// Takes in files dropped on the window.
    TakeFiles(Vec<PathBuf>),
    /// Reads articles one after the other, into a new project or this one.
    AddArticles(bool, Vec<PathBuf>),
    /// Comes back to this place of a document, whose text was replaced.
    KeepPlace(DocumentId, u32),
    /// Looks for the words of the passages that do not stand where they say.
    LookForPlaces,
    /// Leaves the project for something else; asks first if it is not saved.
    Leave(Then),
    /// Goes on with what waited for the question about unsaved changes.
    GoOn(Then),
    /// Saves, then goes on.
    SaveThen(Then),
    /// Changes what the user likes.
    Prefer(Box<Preferences>),
    /// Puts text on the clipboard.
    Copy(String),
    /// Says something in passing.
    Say(String),
    /// Undoes or redoes until this many steps are done.
    GoToStep(usize),
}

impl Command {
    /// What kind of command it is, for the log: without anything that it carries, which may be text of the project.
    pub fn kind(&self) -> String {
        match self {
            Self::Act(action) => format!("Act {action:?}"),
            Self::Edit(edit) => format!("Edit {}", variant(edit)),
            Self::Settle(edit) => format!("Settle {}", variant(edit)),
            Self::Ask(dialog) => format!("Ask {}", variant(dialog)),
            other => variant(other),
        }
    }
}

/// The name of an enum's variant without its fields, which are not even formatted.
fn variant(value: &impl fmt::Debug) -> String {
    /// Takes letters until something else comes.
    struct Name(String);

    impl fmt::Write for Name {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
            self.0.push_str(&text[..letters]);
            if letters == text.len() { Ok(()) } else { Err(fmt::Error) }
        }
    }

    let mut name = Name(String::new());
    // The error says that the name is over.
    fmt::write(&mut name, format_args!("{value:?}")).unwrap_or_default();
    name.0
}

/// What the user agreed to for one save.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Permit {
    /// Whatever stands there may be replaced.
    pub replace: bool,
    /// The file, which is gone, may be made again; what has come there meanwhile is not replaced.
    pub again: bool,
    /// Nobody asked for this save: nothing may be asked because of it.
    pub by_itself: bool,
    /// A file marked read-only may be replaced.
    pub read_only: bool,
    /// A file with several names may be divided: this name gets the new content, the others keep the old.
    pub hard_links: bool,
}

/// What waits while the window asks about unsaved changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Leave Standpoint.
    Quit,
    /// Close the project.
    Close,
    /// Open this file.
    Open(PathBuf),
    /// Open a copy of a version: where it is kept, the file that it is one of, and when it was kept.
    OpenVersion(PathBuf, PathBuf, Moment),
    /// Ask for a file to open.
    ChooseFile,
    /// Open the bundled reading.
    OpenBundled,
    /// Ask for an article to make a project of; this file's, if one is named.
    NewProject(Option<PathBuf>),
    /// Make a project of several articles.
    NewProjectOf(Vec<PathBuf>),
}

/// The queue that panes send into, by `&`; also the source of the random bits that new ids are made of.
#[derive(Debug, Default)]
pub struct Commands {
    queue: RefCell<Vec<Command>>,
    random: Cell64,
}

type Cell64 = std::cell::Cell<u64>;

impl Commands {
    /// Makes an empty queue whose random bits follow from `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self {
            queue: RefCell::default(),
            random: Cell64::new(seed),
        }
    }

    /// Adds a command to the end of the queue.
    pub fn send(&self, command: Command) {
        self.queue.borrow_mut().push(command);
    }

    /// Takes everything sent so far.
    pub fn take(&self) -> Vec<Command> {
        self.queue.take()
    }

    /// 64 random bits for a new id (`SplitMix64`, Steele, Lea and Flood 2014).
    pub fn random(&self) -> u64 {
        let state = self.random.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.random.set(state);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::dialog::Shortcuts;

    #[test]
    fn a_commands_kind_has_nothing_of_what_it_carries() {
        let note = || {
            let id = "n1".parse().expect("an id");
            Edit::SetNoteText(id, "Secret (very)".to_owned(), Moment(0))
        };
        for (command, kind) in [
            (Command::Act(Action::Save), "Act Save"),
            (Command::Edit(note()), "Edit SetNoteText"),
            (Command::Settle(Box::new(note())), "Settle SetNoteText"),
            (
                Command::Ask(Box::new(Dialog::Shortcuts(Shortcuts::default()))),
                "Ask Shortcuts",
            ),
            (Command::Copy("Secret".to_owned()), "Copy"),
            (Command::EndStep, "EndStep"),
            (
                Command::FinishMerge {
                    label: "Secret".to_owned(),
                    said: String::new(),
                    summary: Vec::new(),
                    project: Box::default(),
                    own_file: false,
                },
                "FinishMerge",
            ),
        ] {
            assert_eq!(command.kind(), kind);
        }
    }
}
