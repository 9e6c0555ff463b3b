//! The table of actions, and the commands that panes send.
//!
//! An [`Action`] is what stands in a menu, under a shortcut and in the palette: no payload, one row in [`TABLE`].
//! A [`Command`] carries what it is about and runs once, after the frame.
//! Not here: what they do (`app` routes them).

mod keys;
mod queue;

pub use keys::{format_shortcut, key_of, parse_shortcut, take_keys, take_keys_of};
pub use queue::{Command, Commands, Permit, Then};

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

/// Where an action stands in the menus, and when its shortcut is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Menu {
    File,
    Edit,
    View,
    Article,
    Matrix,
    Notes,
    Help,
}

impl Menu {
    /// All menus in the order of the bar.
    pub const ALL: [Self; 7] = [
        Self::File,
        Self::Edit,
        Self::View,
        Self::Article,
        Self::Matrix,
        Self::Notes,
        Self::Help,
    ];

    /// The word in the menu bar.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
            Self::View => "View",
            Self::Article => "Article",
            Self::Matrix => "Matrix",
            Self::Notes => "Notes",
            Self::Help => "Help",
        }
    }
}

/// Where the keyboard must be for a shortcut to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Anywhere; keys that type are left to a text field that has the keyboard.
    Everywhere,
    /// In the article pane.
    Article,
    /// In the matrix pane.
    Matrix,
    /// In the cell pane.
    Cell,
    /// In the notes pane.
    Notes,
    /// In the history pane.
    History,
}

impl Scope {
    /// Every scope, the widest first.
    pub const ALL: [Self; 6] = [
        Self::Everywhere,
        Self::Article,
        Self::Matrix,
        Self::Cell,
        Self::Notes,
        Self::History,
    ];

    /// Where it is, as a heading.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Article => "In the article",
            Self::Matrix => "In the matrix",
            Self::Cell => "In the cell pane",
            Self::Notes => "In the notes",
            Self::History => "In the history",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Which action.
    pub action: Action,
    /// The menu it stands in; `None` for the palette alone.
    pub menu: Option<Menu>,
    /// What it is called.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub hint: &'static str,
    /// The shortcut, unless the user changed it.
    pub shortcut: Option<KeyboardShortcut>,
    /// Where the shortcut is heard.
    pub scope: Scope,
    /// Whether a line is drawn above it in the menu.
    pub separated: bool,
}

const fn keys(modifiers: Modifiers, key: Key) -> Option<KeyboardShortcut> {
    Some(KeyboardShortcut::new(modifiers, key))
}

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;
const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

macro_rules! actions {
    ($($action:ident $menu:expr, $scope:ident, $name:literal, $hint:literal, $keys:expr $(, $separated:ident)?;)*) => {
        /// Everything that can be chosen without a payload.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $(#[doc = $hint] $action,)*
        }

        /// Every action, in the order of menus and palette.
        pub const TABLE: &[Row] = &[
            $(Row {
                action: Action::$action,
                menu: $menu,
                name: $name,
                hint: $hint,
                shortcut: $keys,
                scope: Scope::$scope,
                separated: actions!(@ $($separated)?),
            },)*
        ];
    };
    (@ separated) => { true };
    (@) => { false };
}

const FILE: Option<Menu> = Some(Menu::File);
const EDIT: Option<Menu> = Some(Menu::Edit);
const VIEW: Option<Menu> = Some(Menu::View);
const ARTICLE: Option<Menu> = Some(Menu::Article);
const MATRIX: Option<Menu> = Some(Menu::Matrix);
const NOTES: Option<Menu> = Some(Menu::Notes);
const HELP: Option<Menu> = Some(Menu::Help);

actions! {
    NewProject FILE, Everywhere, "New project from an article…", "Start a project from pasted text or a file", keys(CTRL, Key::N);
    Open FILE, Everywhere, "Open…", "Open a project file", keys(CTRL, Key::O);
    OpenBundled FILE, Everywhere, "Open the bundled reading", "Open a copy of the reading that comes with Standpoint", None;
    OpenPath None, Everywhere, "Open by path…", "Open a project file without the desktop’s dialog", None;
    SaveAsPath None, Everywhere, "Save by path…", "Write the project to another file without the desktop’s dialog", None;
    ChooseArticle None, Everywhere, "Choose an article’s file…", "Start a project from an article’s file", None;
    Save FILE, Everywhere, "Save", "Write the project to its file", keys(CTRL, Key::S), separated;
    SaveAs FILE, Everywhere, "Save as…", "Write the project to another file", keys(CTRL_SHIFT, Key::S);
    MergeFile FILE, Everywhere, "Merge a colleague’s file…", "Bring in what a colleague did, and settle what differs", None, separated;
    Versions FILE, Everywhere, "Browse versions…", "Look at what the file held at its last saves, and restore any as a copy", None;
    Recovered FILE, Everywhere, "Recovered work…", "Look at what a crash left and was not decided on", None;
    Autosave FILE, Everywhere, "Save by itself…", "Say whether this project is saved after every pause", None;
    Conflicts FILE, Everywhere, "Conflicts left by a merge…", "Settle what a merge without a window kept inside the file", None;
    ExportPicture FILE, Everywhere, "Export picture…", "Draw the whole matrix or article as a PNG picture", None, separated;
    Close FILE, Everywhere, "Close project", "Close the project; asks if it is not saved", keys(CTRL, Key::W), separated;
    Quit FILE, Everywhere, "Quit", "Leave Standpoint; asks if the project is not saved", keys(CTRL, Key::Q);

    Undo EDIT, Everywhere, "Undo", "Undo the last step", keys(CTRL, Key::Z);
    Redo EDIT, Everywhere, "Redo", "Do the undone step again", keys(CTRL_SHIFT, Key::Z);
    History EDIT, Everywhere, "History", "Show the list of every step, to go back to any, or put it away", keys(CTRL, Key::H);
    WhoAmI EDIT, Everywhere, "Who is reading…", "Say under which name you code", None, separated;
    ProjectTitle EDIT, Everywhere, "Project title…", "Name the project", None;

    Palette VIEW, Everywhere, "Command palette…", "Find and run any command", keys(CTRL, Key::K);
    FocusArticle VIEW, Everywhere, "Go to the article", "Move the keyboard to the article", keys(ALT, Key::Num1), separated;
    FocusMatrix VIEW, Everywhere, "Go to the matrix", "Move the keyboard to the matrix", keys(ALT, Key::Num2);
    FocusCell VIEW, Everywhere, "Go to the cell", "Move the keyboard to the cell", keys(ALT, Key::Num3);
    FocusNotes VIEW, Everywhere, "Go to the notes", "Move the keyboard to the notes", keys(ALT, Key::Num4);
    FocusHistory VIEW, Everywhere, "Go to the history", "Move the keyboard to the list of steps, and show it", keys(ALT, Key::Num5);
    NextPane VIEW, Everywhere, "Next pane", "Move the keyboard from pane to pane", keys(NONE, Key::F6);
    PreviousPane VIEW, Everywhere, "Previous pane", "Move the keyboard from pane to pane, the other way", keys(SHIFT, Key::F6);
    ResetLayout VIEW, Everywhere, "Reset the panes", "Put the four panes back in their places, and the history away", None;
    ThemeSystem VIEW, Everywhere, "Theme: as the desktop", "Light or dark as the desktop is", None, separated;
    ThemeLight VIEW, Everywhere, "Theme: light", "Dark text on a light page", None;
    ThemeDark VIEW, Everywhere, "Theme: dark", "Light text on a dark page", None;
    HighContrast VIEW, Everywhere, "High contrast", "Stronger contrast of text and lines", None;
    ZoomIn VIEW, Everywhere, "Larger interface", "Make everything larger", keys(CTRL, Key::Plus), separated;
    ZoomOut VIEW, Everywhere, "Smaller interface", "Make everything smaller", keys(CTRL, Key::Minus);
    ZoomReset VIEW, Everywhere, "Interface at 100 %", "Make everything as large as it was made", keys(CTRL, Key::Num0);

    Documents ARTICLE, Everywhere, "Articles…", "List the articles of this project: show another, add, reorder, rename, remove", keys(CTRL_SHIFT, Key::O);
    PreviousDocument ARTICLE, Everywhere, "Article before", "Show the article before this one in the list", keys(CTRL, Key::PageUp);
    NextDocument ARTICLE, Everywhere, "Article after", "Show the article after this one in the list", keys(CTRL, Key::PageDown);
    AddDocument ARTICLE, Everywhere, "Add an article…", "Add pasted text or a file as a document of this project", None;
    DocumentDetails ARTICLE, Everywhere, "Article details…", "Title, author, source, address and date", None;
    ReplaceText ARTICLE, Everywhere, "Replace the text…", "Put a corrected version in the place of this article’s text; passages are carried over", None;
    RemoveDocument ARTICLE, Everywhere, "Remove this article…", "Take the shown article out of the project, with its passages", None;
    MarkPassage ARTICLE, Everywhere, "Mark the selected text", "Make the selected text a passage", keys(CTRL, Key::M), separated;
    AttachSelection ARTICLE, Everywhere, "Attach to the selected cell", "Make the selected text or passage evidence for the selected cell", keys(CTRL, Key::E);
    CopyQuotation ARTICLE, Everywhere, "Copy as a quotation", "Copy the selected text or passage in quotation marks, with where it is from", keys(CTRL_SHIFT, Key::C);
    TextMenu None, Article, "Menu of the text", "What can be done with the selected text and passage", keys(SHIFT, Key::F10);
    NextPassage ARTICLE, Article, "Next passage", "Go to the next passage in the text", keys(ALT, Key::ArrowDown), separated;
    PreviousPassage ARTICLE, Article, "Previous passage", "Go to the passage before", keys(ALT, Key::ArrowUp);
    NextOverlap None, Article, "Next passage on the same words", "Step through the passages that overlap here", keys(ALT, Key::O);
    ShowPassageCell None, Article, "Show the passage’s cell", "Go to the cell that the selected passage is evidence of; again for the next one", keys(ALT, Key::Enter);
    SwitchPassageRole None, Article, "Switch the passage for and against", "Cite the selected passage the other way in the selected cell", keys(ALT, Key::X);
    SelectPassageWords None, Article, "Select the passage’s words", "Make the words of the selected passage the selected text", None;
    GiveSelection None, Article, "Give the passage the selected words", "Move the ends of the selected passage to those of the selected text", None;
    StartEarlier None, Article, "Passage: start a word earlier", "Take the word before into the selected passage", keys(ALT_SHIFT, Key::ArrowUp);
    StartLater None, Article, "Passage: start a word later", "Leave the first word out of the selected passage", keys(ALT_SHIFT, Key::ArrowDown);
    EndEarlier None, Article, "Passage: end a word earlier", "Leave the last word out of the selected passage", keys(ALT_SHIFT, Key::ArrowLeft);
    EndLater None, Article, "Passage: end a word later", "Take the word after into the selected passage", keys(ALT_SHIFT, Key::ArrowRight);
    RepairPassages ARTICLE, Everywhere, "Passages that need a place", "List the passages whose words do not stand where they were marked", None;
    DeletePassage ARTICLE, Everywhere, "Delete the selected passage…", "Mark these words no longer; says what goes with it", None;
    NoteOnSelection ARTICLE, Everywhere, "Note on the selected text", "Write a note about the selected text or passage", keys(CTRL_SHIFT, Key::N);
    DimOthers ARTICLE, Everywhere, "Dim other passages", "Show passages that are not of the selected cell paler, or as usual again", None, separated;
    HideOthers ARTICLE, Everywhere, "Hide other passages", "Leave out passages that are not of the selected cell, or show them again", None;
    DimLayers ARTICLE, Everywhere, "Dim other analysts’ passages", "Show passages of layers other than yours paler, or as usual again", None;
    ShowMentions ARTICLE, Everywhere, "Underline mentions", "Underline where actors and issues are spoken of, each actor in its colour", None;
    ReadingSettings ARTICLE, Everywhere, "Reading settings…", "Size of the text, line height, width of the column, and which passages are shown", None;
    Find ARTICLE, Everywhere, "Find…", "Find words in the article, or a regular expression", keys(CTRL, Key::F), separated;
    FindEverywhere ARTICLE, Everywhere, "Find in all articles…", "Find words in every article of the project, with a list", keys(CTRL_SHIFT, Key::F);
    FindNext None, Everywhere, "Next hit", "Go to the next place that was found", keys(NONE, Key::F3);
    FindPrevious None, Everywhere, "Previous hit", "Go to the place found before", keys(SHIFT, Key::F3);
    MarkAllHits None, Everywhere, "Mark all hits as passages", "Make everything found passages cited in the selected cell, in one step", None;
    CaretMode ARTICLE, Everywhere, "Caret in the text", "Show a caret that the arrow keys move, to select by keyboard", keys(NONE, Key::F7), separated;
    NextSentence ARTICLE, Article, "Select the next sentence", "Select the sentence at the caret, or the one after the selection", keys(ALT, Key::S);
    PreviousSentence ARTICLE, Article, "Select the previous sentence", "Select the sentence before the selection", keys(ALT_SHIFT, Key::S);
    AddSentence ARTICLE, Article, "Select one sentence more", "Let the selection reach to the end of the next sentence", keys(ALT, Key::A);
    CaretRight None, Article, "Caret: a letter right", "Move the caret a letter right", keys(NONE, Key::ArrowRight);
    CaretLeft None, Article, "Caret: a letter left", "Move the caret a letter left", keys(NONE, Key::ArrowLeft);
    CaretDown None, Article, "Caret: a line down", "Move the caret a line down; the page, where no caret is shown", keys(NONE, Key::ArrowDown);
    CaretUp None, Article, "Caret: a line up", "Move the caret a line up; the page, where no caret is shown", keys(NONE, Key::ArrowUp);
    CaretWordRight None, Article, "Caret: a word right", "Move the caret a word right", keys(CTRL, Key::ArrowRight);
    CaretWordLeft None, Article, "Caret: a word left", "Move the caret a word left", keys(CTRL, Key::ArrowLeft);
    CaretBlockDown None, Article, "Caret: a paragraph down", "Move the caret a paragraph down; the page, where no caret is shown", keys(CTRL, Key::ArrowDown);
    CaretBlockUp None, Article, "Caret: a paragraph up", "Move the caret a paragraph up; the page, where no caret is shown", keys(CTRL, Key::ArrowUp);
    CaretLineStart None, Article, "Caret: start of the line", "Move the caret to the start of the line; the page, where no caret is shown", keys(NONE, Key::Home);
    CaretLineEnd None, Article, "Caret: end of the line", "Move the caret to the end of the line; the page, where no caret is shown", keys(NONE, Key::End);
    CaretScreenUp None, Article, "Caret: a screen up", "Move the caret a screen up; the page, where no caret is shown", keys(NONE, Key::PageUp);
    CaretScreenDown None, Article, "Caret: a screen down", "Move the caret a screen down; the page, where no caret is shown", keys(NONE, Key::PageDown);
    CaretStart None, Article, "Caret: start of the text", "Move the caret to the start of the text; the page, where no caret is shown", keys(CTRL, Key::Home);
    CaretEnd None, Article, "Caret: end of the text", "Move the caret to the end of the text; the page, where no caret is shown", keys(CTRL, Key::End);
    ReachRight None, Article, "Selection: a letter right", "Let the selected text reach a letter further right", keys(SHIFT, Key::ArrowRight);
    ReachLeft None, Article, "Selection: a letter left", "Let the selected text reach a letter further left", keys(SHIFT, Key::ArrowLeft);
    ReachDown None, Article, "Selection: a line down", "Let the selected text reach a line further down", keys(SHIFT, Key::ArrowDown);
    ReachUp None, Article, "Selection: a line up", "Let the selected text reach a line further up", keys(SHIFT, Key::ArrowUp);
    ReachWordRight None, Article, "Selection: a word right", "Let the selected text reach to the end of the next word", keys(CTRL_SHIFT, Key::ArrowRight);
    ReachWordLeft None, Article, "Selection: a word left", "Let the selected text reach to the start of the word before", keys(CTRL_SHIFT, Key::ArrowLeft);
    ReachBlockDown None, Article, "Selection: a paragraph down", "Let the selected text reach to the start of the next paragraph", keys(CTRL_SHIFT, Key::ArrowDown);
    ReachBlockUp None, Article, "Selection: a paragraph up", "Let the selected text reach to the start of the paragraph or the one before", keys(CTRL_SHIFT, Key::ArrowUp);
    ReachLineStart None, Article, "Selection: start of the line", "Let the selected text reach to the start of the line", keys(SHIFT, Key::Home);
    ReachLineEnd None, Article, "Selection: end of the line", "Let the selected text reach to the end of the line", keys(SHIFT, Key::End);
    ReachScreenUp None, Article, "Selection: a screen up", "Let the selected text reach a screen further up", keys(SHIFT, Key::PageUp);
    ReachScreenDown None, Article, "Selection: a screen down", "Let the selected text reach a screen further down", keys(SHIFT, Key::PageDown);
    ReachStart None, Article, "Selection: start of the text", "Let the selected text reach to the start of the text", keys(CTRL_SHIFT, Key::Home);
    ReachEnd None, Article, "Selection: end of the text", "Let the selected text reach to the end of the text", keys(CTRL_SHIFT, Key::End);
    SelectAllText None, Article, "Select the whole text", "Select all of the article", keys(CTRL, Key::A);
    PageOn None, Article, "Page: a screen down", "Read on, whether a caret is shown or not", keys(NONE, Key::Space);
    PageBack None, Article, "Page: a screen up", "Read back, whether a caret is shown or not", keys(SHIFT, Key::Space);
    JumpBack ARTICLE, Article, "Back", "Go back to where you were before the last jump", keys(ALT, Key::ArrowLeft);
    JumpForward ARTICLE, Article, "Forward", "Go forward again", keys(ALT, Key::ArrowRight);

    AddActor MATRIX, Everywhere, "Add an actor…", "Add a row to the matrix", keys(CTRL_SHIFT, Key::A);
    AddIssue MATRIX, Everywhere, "Add an issue…", "Add a column to the matrix", keys(CTRL_SHIFT, Key::I);
    Periods MATRIX, Everywhere, "Periods…", "Define, order and rename periods", None;
    Layers MATRIX, Everywhere, "Layers…", "Whose readings there are, which is edited, which are shown", None;
    CompareLayers MATRIX, Everywhere, "Compare two layers", "Show where two layers agree, differ and oppose each other, and why", None;
    ReadBlind MATRIX, Everywhere, "Read blind", "Hide what others marked, judged and noted until your own reading is finished", None;
    FinishReading MATRIX, Everywhere, "My reading is finished", "Mark your own reading as finished, or not; ends blind reading", None;
    SuggestNames MATRIX, Everywhere, "Propose actors and issues", "Show names and phrases that recur in the text, to take as actors and issues", None;
    Totals MATRIX, Everywhere, "Totals at the edges", "Show how often each actor and issue has each stance, and what lacks evidence", None;
    SwapMatrix MATRIX, Everywhere, "Swap rows and columns", "Put the issues in rows and the actors in columns, or back", None;
    ShowHidden MATRIX, Everywhere, "Show hidden actors and issues", "Show the hidden ones too, paler, or leave them out again", None;
    FilterMatrix MATRIX, Matrix, "Filter names", "Show only the actors and issues whose names have these words", keys(NONE, Key::Slash);
    OpenCell MATRIX, Matrix, "Open the cell", "Move the keyboard to the cell pane", keys(NONE, Key::Enter), separated;
    CiteSelection MATRIX, Matrix, "Attach the selected text", "Make the selected text evidence for the cell", keys(NONE, Key::E);
    CiteAgainst MATRIX, Matrix, "Attach the selected text against", "Make the selected text evidence against the cell’s stance", keys(SHIFT, Key::E);
    ClearCell MATRIX, Matrix, "Clear the cell", "Delete the position that is shown; its passages stay", keys(NONE, Key::Delete);
    SetStronglyOpposes None, Matrix, "Stance: strongly opposes", "Set the stance of the selected cells", keys(NONE, Key::Num1);
    SetOpposes None, Matrix, "Stance: opposes", "Set the stance of the selected cells", keys(NONE, Key::Num2);
    SetNeutral None, Matrix, "Stance: neutral", "Set the stance of the selected cells", keys(NONE, Key::Num3);
    SetSupports None, Matrix, "Stance: supports", "Set the stance of the selected cells", keys(NONE, Key::Num4);
    SetStronglySupports None, Matrix, "Stance: strongly supports", "Set the stance of the selected cells", keys(NONE, Key::Num5);
    SetAmbivalent None, Matrix, "Stance: ambivalent", "Set the stance of the selected cells", keys(NONE, Key::Num6);
    SetSilent None, Matrix, "Stance: silent", "Set the stance of the selected cells", keys(NONE, Key::Num7);
    CopyCells None, Matrix, "Copy the cells", "Copy the selected cells as a table for a spreadsheet", keys(CTRL, Key::C);
    CutCells None, Matrix, "Cut the cells", "Copy the selected cells and clear them", keys(CTRL, Key::X);
    PasteCells None, Matrix, "Paste into the cells", "Put what was copied, or a table from a spreadsheet, into the cells", keys(CTRL, Key::V);
    SelectAllCells None, Matrix, "Select every cell", "Select every cell that is shown", keys(CTRL, Key::A);
    FoldGroup None, Matrix, "Fold the group", "Fold the heading that the actor or issue at the cursor stands under", keys(NONE, Key::G);
    UnfoldGroups None, Matrix, "Unfold every group", "Show everything that is folded", keys(SHIFT, Key::G);
    MoveRowUp None, Matrix, "Move the row up", "Move the actor or issue of the row one place up", keys(ALT, Key::ArrowUp);
    MoveRowDown None, Matrix, "Move the row down", "Move the actor or issue of the row one place down", keys(ALT, Key::ArrowDown);
    MoveColumnLeft None, Matrix, "Move the column left", "Move the actor or issue of the column one place left", keys(ALT, Key::ArrowLeft);
    MoveColumnRight None, Matrix, "Move the column right", "Move the actor or issue of the column one place right", keys(ALT, Key::ArrowRight);
    EditActor MATRIX, Matrix, "Actor…", "Name, aliases, colour and heading of the actor at the cursor", keys(NONE, Key::F4), separated;
    RenameActor None, Matrix, "Rename the actor", "Give the actor at the cursor another name", keys(NONE, Key::F2);
    HideActor MATRIX, Matrix, "Hide or show the actor", "Take the actor out of sight; nothing is deleted", None;
    MergeActor MATRIX, Matrix, "Merge the actor…", "Make the actor at the cursor part of another", None;
    DeleteActor MATRIX, Matrix, "Delete the actor…", "Delete the actor and its positions; asks first", None;
    NoteOnActor None, Matrix, "Note on the actor", "Write a note about the actor at the cursor", None;
    EditIssue MATRIX, Matrix, "Issue…", "Name, proposition, keywords and heading of the issue at the cursor", keys(SHIFT, Key::F4), separated;
    RenameIssue None, Matrix, "Rename the issue", "Give the issue at the cursor another name", keys(SHIFT, Key::F2);
    HideIssue MATRIX, Matrix, "Hide or show the issue", "Take the issue out of sight; nothing is deleted", None;
    MergeIssue MATRIX, Matrix, "Merge the issue…", "Make the issue at the cursor part of another", None;
    DeleteIssue MATRIX, Matrix, "Delete the issue…", "Delete the issue and its positions; asks first", None;
    NoteOnIssue None, Matrix, "Note on the issue", "Write a note about the issue at the cursor", None;
    SortActorsByName None, Matrix, "Sort actors by name", "Put the actors in the order of the alphabet", None;
    SortActorsByPositions None, Matrix, "Sort actors by positions", "Put the actors with the most positions first", None;
    SortActorsByStance None, Matrix, "Sort actors by mean stance", "Put the most supporting actors first", None;
    SortActorsByMention None, Matrix, "Sort actors by first mention", "Put the actors in the order in which the text names them", None;
    SortIssuesByName None, Matrix, "Sort issues by name", "Put the issues in the order of the alphabet", None;
    SortIssuesByPositions None, Matrix, "Sort issues by positions", "Put the issues with the most positions first", None;
    SortIssuesByStance None, Matrix, "Sort issues by mean stance", "Put the most supported issues first", None;
    SortIssuesByMention None, Matrix, "Sort issues by first mention", "Put the issues in the order in which the text speaks of them", None;

    GoLeft None, Matrix, "One cell left", "Move to the cell on the left, or to the row’s name", keys(NONE, Key::ArrowLeft);
    GoRight None, Matrix, "One cell right", "Move to the cell on the right, or to where a column is added", keys(NONE, Key::ArrowRight);
    GoUp None, Matrix, "One cell up", "Move to the cell above, or to the column’s name", keys(NONE, Key::ArrowUp);
    GoDown None, Matrix, "One cell down", "Move to the cell below, or to where a row is added", keys(NONE, Key::ArrowDown);
    GoCodedLeft None, Matrix, "Left to where coding begins or ends", "Move left to the edge of the coded cells, or to the next coded one", keys(CTRL, Key::ArrowLeft);
    GoCodedRight None, Matrix, "Right to where coding begins or ends", "Move right to the edge of the coded cells, or to the next coded one", keys(CTRL, Key::ArrowRight);
    GoCodedUp None, Matrix, "Up to where coding begins or ends", "Move up to the edge of the coded cells, or to the next coded one", keys(CTRL, Key::ArrowUp);
    GoCodedDown None, Matrix, "Down to where coding begins or ends", "Move down to the edge of the coded cells, or to the next coded one", keys(CTRL, Key::ArrowDown);
    GoRowStart None, Matrix, "First cell of the row", "Move to the first cell of the row", keys(NONE, Key::Home);
    GoRowEnd None, Matrix, "Last cell of the row", "Move to the last cell of the row", keys(NONE, Key::End);
    GoFirst None, Matrix, "First cell of all", "Move to the upper left cell", keys(CTRL, Key::Home);
    GoLast None, Matrix, "Last cell of all", "Move to the lower right cell", keys(CTRL, Key::End);
    GoPageUp None, Matrix, "Rows: a page up", "Move up by as many rows as are in sight", keys(NONE, Key::PageUp);
    GoPageDown None, Matrix, "Rows: a page down", "Move down by as many rows as are in sight", keys(NONE, Key::PageDown);
    SelectLeft None, Matrix, "Select one cell left", "Let the range reach one cell further left", keys(SHIFT, Key::ArrowLeft);
    SelectRight None, Matrix, "Select one cell right", "Let the range reach one cell further right", keys(SHIFT, Key::ArrowRight);
    SelectUp None, Matrix, "Select one cell up", "Let the range reach one cell further up", keys(SHIFT, Key::ArrowUp);
    SelectDown None, Matrix, "Select one cell down", "Let the range reach one cell further down", keys(SHIFT, Key::ArrowDown);
    SelectCodedLeft None, Matrix, "Select left to where coding begins or ends", "Let the range reach to the edge of the coded cells on the left", keys(CTRL_SHIFT, Key::ArrowLeft);
    SelectCodedRight None, Matrix, "Select right to where coding begins or ends", "Let the range reach to the edge of the coded cells on the right", keys(CTRL_SHIFT, Key::ArrowRight);
    SelectCodedUp None, Matrix, "Select up to where coding begins or ends", "Let the range reach to the edge of the coded cells above", keys(CTRL_SHIFT, Key::ArrowUp);
    SelectCodedDown None, Matrix, "Select down to where coding begins or ends", "Let the range reach to the edge of the coded cells below", keys(CTRL_SHIFT, Key::ArrowDown);
    SelectRowStart None, Matrix, "Select to the row’s first cell", "Let the range reach to the first cell of the row", keys(SHIFT, Key::Home);
    SelectRowEnd None, Matrix, "Select to the row’s last cell", "Let the range reach to the last cell of the row", keys(SHIFT, Key::End);
    SelectFirst None, Matrix, "Select to the first cell of all", "Let the range reach to the upper left cell", keys(CTRL_SHIFT, Key::Home);
    SelectLast None, Matrix, "Select to the last cell of all", "Let the range reach to the lower right cell", keys(CTRL_SHIFT, Key::End);
    SelectPageUp None, Matrix, "Select a page of rows up", "Let the range reach up by as many rows as are in sight", keys(SHIFT, Key::PageUp);
    SelectPageDown None, Matrix, "Select a page of rows down", "Let the range reach down by as many rows as are in sight", keys(SHIFT, Key::PageDown);

    ConfidenceLow None, Cell, "Confidence: low", "Say how sure you are of the selected cell", keys(NONE, Key::L);
    ConfidenceMedium None, Cell, "Confidence: medium", "Say how sure you are of the selected cell", keys(NONE, Key::M);
    ConfidenceHigh None, Cell, "Confidence: high", "Say how sure you are of the selected cell", keys(NONE, Key::H);
    BasisStated None, Cell, "Basis: stated", "The actor said so", keys(NONE, Key::S);
    BasisReported None, Cell, "Basis: reported", "The author reports it", keys(NONE, Key::R);
    BasisInferred None, Cell, "Basis: inferred", "The analyst concludes it from the text", keys(NONE, Key::I);
    BasisPredicted None, Cell, "Basis: predicted", "The author expects it", keys(NONE, Key::P);
    ShowQuotation None, Cell, "Show the quotation in the text", "Go from a quotation of the cell to its place in the article", keys(NONE, Key::Enter);
    SwitchRole None, Cell, "Switch for and against", "Cite the quotation the other way", keys(NONE, Key::X);
    Uncite None, Cell, "Cite the quotation no longer", "Take the quotation from the cell; its passage stays", keys(NONE, Key::Delete);
    AcceptCandidate None, Cell, "Cite the candidate", "Mark the candidate at the keyboard and cite it for the cell’s stance", keys(NONE, Key::A);
    DismissCandidate None, Cell, "Dismiss the candidate", "Offer the candidate at the keyboard no longer, or again", keys(NONE, Key::D);
    CellUp None, Cell, "Cell: up", "Move the keyboard to what stands above in the cell pane", keys(NONE, Key::ArrowUp);
    CellDown None, Cell, "Cell: down", "Move the keyboard to what stands below in the cell pane", keys(NONE, Key::ArrowDown);
    WriteRationale None, Cell, "Write the rationale", "Move the keyboard to the rationale", keys(NONE, Key::W);
    LeaveCell None, Cell, "Back to the matrix", "Move the keyboard from the cell pane to the matrix", keys(NONE, Key::Escape);

    NoteOnCell NOTES, Matrix, "Note on the selected cell", "Write a note about the selected cell", keys(NONE, Key::N);
    NoteOnProject NOTES, Everywhere, "Note on the project", "Write a note about the project as a whole", None;
    EditNote None, Notes, "Write the note", "Open the note at the keyboard for writing", keys(NONE, Key::Enter);
    TagNote None, Notes, "Tag the note", "Give the note at the keyboard a tag", keys(NONE, Key::T);
    PickNote None, Notes, "Pick the note", "Pick several notes, to tag, copy or delete them together", keys(NONE, Key::Space);
    DeleteNote None, Notes, "Delete the note", "Delete the note at the keyboard; it can be undone", keys(NONE, Key::Delete);
    NoteUp None, Notes, "Note above", "Move to the note above", keys(NONE, Key::ArrowUp);
    NoteDown None, Notes, "Note below", "Move to the note below", keys(NONE, Key::ArrowDown);

    StepAbove None, History, "Step above", "Move to the step above", keys(NONE, Key::ArrowUp);
    StepBelow None, History, "Step below", "Move to the step below", keys(NONE, Key::ArrowDown);
    FirstStep None, History, "First step", "Move to the beginning", keys(NONE, Key::Home);
    LastStep None, History, "Last step", "Move to the last step, done or undone", keys(NONE, Key::End);
    GoToStep None, History, "Go to the step", "Undo or do again until the step at the keyboard is the last one done", keys(NONE, Key::Enter);
    LeaveHistory None, History, "Back to the matrix from the history", "Move the keyboard from the list of steps to the matrix", keys(NONE, Key::Escape);

    Shortcuts HELP, Everywhere, "Shortcuts…", "Look up every command and its keys", keys(NONE, Key::F1);
    Tour HELP, Everywhere, "Show me round", "Five short cards about the window", None;
    About HELP, Everywhere, "About Standpoint", "Version, licence and where files live", None;
}

/// The panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Pane {
    Article,
    Matrix,
    Cell,
    Notes,
    History,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_actions() {
        for row in TABLE {
            assert_eq!(row.action.row().name, row.name);
        }
    }

    #[test]
    fn no_two_actions_share_a_shortcut_where_both_are_heard() {
        for (n, a) in TABLE.iter().enumerate() {
            for b in &TABLE[n + 1..] {
                let heard_together = a.scope == b.scope || a.scope == Scope::Everywhere || b.scope == Scope::Everywhere;
                let same = a.shortcut.is_some() && a.shortcut == b.shortcut;
                assert!(
                    !(same && heard_together),
                    "{} and {} share {:?}",
                    a.name,
                    b.name,
                    a.shortcut
                );
            }
        }
    }
}
