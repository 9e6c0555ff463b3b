//! The things a reading is made of: actors, issues, periods, analysts, passages, positions, notes.
//!
//! Pure values with public fields. What ties them together is [`super::Project`]; what may be done to them is
//! [`super::Edit`].

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{ActorId, AnalystId, Anchor, Basis, Confidence, DocumentId, IssueId, NoteId, PassageId, PeriodId, Stance};

/// A colour that the user gave: red, green, blue, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub [u8; 3]);

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl FromStr for Colour {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || {
            format!(
                "\"{}\" is no colour: expected # and six hexadecimal digits",
                text.escape_debug()
            )
        };
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6).ok_or_else(fault)?;
        let mut rgb = [0; 3];
        for (n, channel) in rgb.iter_mut().enumerate() {
            let pair = digits
                .get(n * 2..n * 2 + 2)
                .filter(|p| !p.starts_with('+'))
                .ok_or_else(fault)?;
            *channel = u8::from_str_radix(pair, 16).map_err(|_no_digit| fault())?;
        }
        Ok(Self(rgb))
    }
}

impl TryFrom<String> for Colour {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

/// A moment: seconds since 1970-01-01 00:00 UTC. The model knows no clock; callers hand moments in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Moment(pub i64);

/// Who takes a stance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its identity.
    pub id: ActorId,
    /// The name shown.
    pub name: String,
    /// Other words the texts use for it ("Beijing").
    pub aliases: Vec<String>,
    /// The colour of its mentions; chosen by the theme where absent.
    pub colour: Option<Colour>,
    /// The heading it stands under in the matrix; empty for none.
    pub group: String,
    /// Kept, but not shown in the matrix.
    pub hidden: bool,
}

impl Actor {
    /// Makes an actor that has only a name.
    pub fn new(id: ActorId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            aliases: Vec::new(),
            colour: None,
            group: String::new(),
            hidden: false,
        }
    }
}

/// What a stance is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Its identity.
    pub id: IssueId,
    /// The name shown.
    pub name: String,
    /// The sentence that "supports" means agreeing with.
    pub proposition: String,
    /// Words by which texts speak of it.
    pub keywords: Vec<String>,
    /// The heading it stands under in the matrix; empty for none.
    pub group: String,
    /// Kept, but not shown in the matrix.
    pub hidden: bool,
}

impl Issue {
    /// Makes an issue that has only a name.
    pub fn new(id: IssueId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            proposition: String::new(),
            keywords: Vec::new(),
            group: String::new(),
            hidden: false,
        }
    }
}

/// An ordered phase of the analyst's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Its identity.
    pub id: PeriodId,
    /// The name shown.
    pub name: String,
    /// What it covers; may be empty.
    pub description: String,
}

/// A person whose readings are kept apart as a layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analyst {
    /// Its identity.
    pub id: AnalystId,
    /// The name shown.
    pub name: String,
    /// Whether this analyst called the reading finished; until then blind coding hides the others' layers.
    pub finished: bool,
}

/// A stretch of a document that an analyst marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Its identity.
    pub id: PassageId,
    /// The document it is in.
    pub document: DocumentId,
    /// Who marked it.
    pub analyst: AnalystId,
    /// Where it is and what its words are.
    pub anchor: Anchor,
}

/// The place of a cell in the matrix, whatever layer and period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// The row.
    pub actor: ActorId,
    /// The column.
    pub issue: IssueId,
}

/// The four keys that identify a position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PositionKey {
    /// Whose judgment.
    pub analyst: AnalystId,
    /// Who takes the stance.
    pub actor: ActorId,
    /// On what.
    pub issue: IssueId,
    /// When; `None` where the reading makes no difference of periods.
    pub period: Option<PeriodId>,
}

impl PositionKey {
    /// The cell it stands in.
    pub fn cell(&self) -> Cell {
        Cell {
            actor: self.actor.clone(),
            issue: self.issue.clone(),
        }
    }
}

/// Whether a passage speaks for a judgment or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Role {
    For,
    Against,
}

/// A passage cited by a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The passage.
    pub passage: PassageId,
    /// How it is cited.
    pub role: Role,
}

/// One judgment. Its keys are apart, in [`PositionKey`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The stance; `None` while there is only evidence and no judgment yet.
    pub stance: Option<Stance>,
    /// How sure the analyst is; `None` while not said.
    pub confidence: Option<Confidence>,
    /// On whose word; `None` while not said.
    pub basis: Option<Basis>,
    /// Why, in the analyst's words.
    pub rationale: String,
    /// The passages cited, each once.
    pub evidence: Vec<Evidence>,
}

impl Position {
    /// Whether it says nothing at all, and so need not be kept.
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// The passages cited in a role.
    pub fn cited(&self, role: Role) -> impl Iterator<Item = PassageId> + '_ {
        self.evidence.iter().filter(move |e| e.role == role).map(|e| e.passage)
    }

    /// How a passage is cited, if it is.
    pub fn role_of(&self, passage: PassageId) -> Option<Role> {
        self.evidence.iter().find(|e| e.passage == passage).map(|e| e.role)
    }
}

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Target {
    Project,
    Document(DocumentId),
    Passage(PassageId),
    Cell(Cell),
    Actor(ActorId),
    Issue(IssueId),
}

/// A Markdown text about something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Its identity.
    pub id: NoteId,
    /// Who wrote it.
    pub analyst: AnalystId,
    /// What it is about. Something named here may be gone: the note is kept, and marked.
    pub about: Vec<Target>,
    /// When it was written.
    pub created: Moment,
    /// When its text or tags last changed.
    pub changed: Moment,
    /// Words to find it by; sorted, each once.
    pub tags: Vec<String>,
    /// The text, in Markdown.
    pub text: String,
}

/// A candidate that an analyst does not want offered again: these words for this cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dismissal {
    /// Who dismissed it.
    pub analyst: AnalystId,
    /// For which cell.
    pub cell: Cell,
    /// The document the sentence is in.
    pub document: DocumentId,
    /// The sentence, verbatim.
    pub sentence: String,
}
