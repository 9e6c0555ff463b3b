//! What is true: a project as a pure value, the closed list of edits that change it, and the anchors of its passages.
//!
//! Knows no files, clocks, randomness or window: moments and random bits are handed in.
//! Not here: what follows from a project (`analysis`), undo (`session`), the save file (`storage`).

mod anchor;
mod apply;
mod consequences;
mod document;
mod edit;
mod entities;
mod id;
mod label;
pub mod link;
pub mod merge;
mod project;
mod stance;
pub mod table;
mod unite;

pub use anchor::{Anchor, CONTEXT, Check, MOST_CANDIDATES, check, check_all, places_of};
pub use consequences::{Consequences, consequences};
pub use document::{Block, BlockKind, Body, CodePoints, Document, Metadata, Place, is_line_break};
pub use edit::{Edit, EditError, Focus, Kind};
pub use entities::{
    Actor, Analyst, Cell, Colour, Dismissal, Evidence, Issue, Moment, Note, Passage, Period, Position, PositionKey,
    Role, Target,
};
pub use id::{ActorId, AnalystId, DocumentId, IdError, IssueId, MAX_SLUG, NoteId, PassageId, PeriodId, slug};
pub use label::{capitalised, counted};
pub use project::{Listed, Project, check_passages};
pub use stance::{Basis, Confidence, Stance};
pub use unite::{Clash, Keep, Settled, clashes_of_actors, clashes_of_issues};
