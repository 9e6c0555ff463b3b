//! The closed list of everything a user can do to a project.
//!
//! Applying one is in `apply`, its sentence in `label`, what deleting takes with it in `consequences`.

use std::{collections::BTreeSet, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Actor, ActorId, Analyst, AnalystId, Anchor, Basis, Body, Cell, Confidence, Dismissal, Document, DocumentId, Issue,
    IssueId, Metadata, Moment, Note, NoteId, Passage, PassageId, Period, PeriodId, Position, PositionKey, Project,
    Role, Settled, Stance, Target,
};

/// One thing done to a project. It applies whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// Names the project.
    SetTitle(String),

    /// Adds a document at the end of the list.
    AddDocument(Arc<Document>),
    /// Changes what is known about a document.
    SetMetadata(DocumentId, Metadata),
    /// Puts the documents in this order; every id once.
    OrderDocuments(Vec<DocumentId>),
    /// Replaces a document's text, with the new anchors of its passages. Passages not named keep their anchors.
    ReplaceText(DocumentId, Arc<Body>, Vec<(PassageId, Anchor)>),
    /// Removes a document with its passages and what cites them.
    RemoveDocument(DocumentId),

    /// Adds an actor at the end of the list.
    AddActor(Actor),
    /// Changes the actor of the same id: name, aliases, colour, group, hidden.
    ChangeActor(Actor),
    /// Puts the actors in this order; every id once.
    OrderActors(Vec<ActorId>),
    /// Makes the first actor part of the second, with every position, note and alias. What both have is settled.
    MergeActors(ActorId, ActorId, Vec<Settled>),
    /// Deletes an actor with its positions.
    DeleteActor(ActorId),

    /// Adds an issue at the end of the list.
    AddIssue(Issue),
    /// Changes the issue of the same id: name, proposition, keywords, group, hidden.
    ChangeIssue(Issue),
    /// Puts the issues in this order; every id once.
    OrderIssues(Vec<IssueId>),
    /// Makes the first issue part of the second, with every position, note and keyword. What both have is settled.
    MergeIssues(IssueId, IssueId, Vec<Settled>),
    /// Deletes an issue with its positions.
    DeleteIssue(IssueId),

    /// Adds a period at the end of the list.
    AddPeriod(Period),
    /// Changes the period of the same id.
    ChangePeriod(Period),
    /// Puts the periods in this order; every id once.
    OrderPeriods(Vec<PeriodId>),
    /// Deletes a period with its positions.
    DeletePeriod(PeriodId),

    /// Adds an analyst, and so an empty layer.
    AddAnalyst(Analyst),
    /// Changes the analyst of the same id.
    ChangeAnalyst(Analyst),
    /// Deletes an analyst with the whole layer: passages, positions and notes.
    DeleteAnalyst(AnalystId),

    /// Marks a passage.
    AddPassage(Passage),
    /// Moves a passage's ends.
    Reanchor(PassageId, Anchor),
    /// Deletes a passage; positions no longer cite it.
    DeletePassage(PassageId),

    /// Sets or clears a stance.
    SetStance(PositionKey, Option<Stance>),
    /// Sets or clears a confidence.
    SetConfidence(PositionKey, Option<Confidence>),
    /// Sets or clears a basis.
    SetBasis(PositionKey, Option<Basis>),
    /// Writes a rationale.
    SetRationale(PositionKey, String),
    /// Cites a passage, or changes the role it is cited in.
    Cite(PositionKey, PassageId, Role),
    /// Cites a passage no longer; the passage stays.
    Uncite(PositionKey, PassageId),
    /// Puts a whole position in place of what is there (pasting).
    SetPosition(PositionKey, Position),
    /// Deletes a position; the passages it cited stay.
    ClearPosition(PositionKey),

    /// Adds a note.
    AddNote(Note),
    /// Writes a note's text.
    SetNoteText(NoteId, String, Moment),
    /// Sets a note's tags.
    SetNoteTags(NoteId, Vec<String>, Moment),
    /// Says what a note is about.
    SetNoteAbout(NoteId, Vec<Target>),
    /// Deletes a note.
    DeleteNote(NoteId),

    /// Offers a candidate no longer.
    Dismiss(Dismissal),
    /// Offers a candidate again.
    Undismiss(Dismissal),

    /// Several edits as one step, with the sentence that names it.
    Batch(String, Vec<Self>),
    /// Puts another project in place of this one (the result of a merge), with the sentence that names it.
    Replace(String, Box<Project>),
}

/// What kind of thing, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Kind {
    Document,
    Actor,
    Issue,
    Period,
    Analyst,
    Passage,
    Position,
    Note,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document => "document",
            Self::Actor => "actor",
            Self::Issue => "issue",
            Self::Period => "period",
            Self::Analyst => "analyst",
            Self::Passage => "passage",
            Self::Position => "position",
            Self::Note => "note",
        })
    }
}

/// Why an edit cannot be done. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum EditError {
    #[error("there is no {0} \"{1}\"")]
    Missing(Kind, String),
    #[error("there is already the {0} \"{1}\"")]
    Exists(Kind, String),
    #[error("the {0} needs a name")]
    NoName(Kind),
    #[error("the new order of {0}s does not name every one of them once")]
    Order(Kind),
    #[error("the words of the passage do not stand at {0}–{1} of the document")]
    Words(u32, u32),
    #[error("{0} cannot be merged into itself")]
    Itself(String),
    #[error("both have a judgment that differs in {0} cell{s}; say first which to keep", s = if *.0 == 1 { "" } else { "s" })]
    Unsettled(usize),
    #[error("the passage is not cited there")]
    NotCited,
}

/// What to look at after an edit, or after it was undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Focus {
    Project,
    Document(DocumentId),
    Actor(ActorId),
    Issue(IssueId),
    Period(PeriodId),
    Analyst(AnalystId),
    Passage(PassageId),
    Position(PositionKey),
    Cell(Cell),
    Note(NoteId),
}

impl From<&Target> for Focus {
    fn from(target: &Target) -> Self {
        match target {
            Target::Project => Self::Project,
            Target::Document(id) => Self::Document(id.clone()),
            Target::Passage(id) => Self::Passage(*id),
            Target::Cell(cell) => Self::Cell(cell.clone()),
            Target::Actor(id) => Self::Actor(id.clone()),
            Target::Issue(id) => Self::Issue(id.clone()),
        }
    }
}

impl Edit {
    /// Whether an edit touches one thing, so that a repetition ("set what is set") is found at once and makes no step.
    pub fn touches_one_thing(&self) -> bool {
        matches!(
            self,
            Self::SetTitle(_)
                | Self::ChangeActor(_)
                | Self::ChangeIssue(_)
                | Self::ChangePeriod(_)
                | Self::ChangeAnalyst(_)
                | Self::SetStance(..)
                | Self::SetConfidence(..)
                | Self::SetBasis(..)
                | Self::SetRationale(..)
                | Self::Cite(..)
                | Self::SetNoteText(..)
                | Self::SetNoteTags(..)
                | Self::SetNoteAbout(..)
        )
    }

    /// Whether this edit goes on with what `earlier` did, as the next letters typed into one text do, so that both
    /// are one step to undo.
    pub fn continues(&self, earlier: &Self) -> bool {
        match (earlier, self) {
            (Self::SetRationale(a, _), Self::SetRationale(b, _)) => a == b,
            (Self::SetNoteText(a, ..), Self::SetNoteText(b, ..)) => a == b,
            (Self::AddNote(note), Self::SetNoteText(b, ..)) => note.id == *b && note.text.is_empty(),
            (Self::SetTitle(_), Self::SetTitle(_)) => true,
            // An end moved by key after key.
            (Self::Reanchor(a, _), Self::Reanchor(b, _)) => a == b,
            _ => false,
        }
    }

    /// In whose layers it writes: whose passages, judgments, notes and names. What all share (documents, actors,
    /// issues, periods, whole layers, another project) is in nobody's.
    pub fn layers(&self, project: &Project) -> BTreeSet<AnalystId> {
        let mut out = BTreeSet::new();
        self.add_layers(project, &mut out);
        out
    }

    fn add_layers(&self, project: &Project, out: &mut BTreeSet<AnalystId>) {
        match self {
            Self::SetStance(key, _)
            | Self::SetConfidence(key, _)
            | Self::SetBasis(key, _)
            | Self::SetRationale(key, _)
            | Self::Cite(key, ..)
            | Self::Uncite(key, _)
            | Self::SetPosition(key, _)
            | Self::ClearPosition(key) => {
                out.insert(key.analyst.clone());
            }
            Self::ChangeAnalyst(analyst) => {
                out.insert(analyst.id.clone());
            }
            Self::AddPassage(passage) => {
                out.insert(passage.analyst.clone());
            }
            Self::Reanchor(id, _) | Self::DeletePassage(id) => {
                out.extend(project.passage(*id).map(|p| p.analyst.clone()));
            }
            Self::AddNote(note) => {
                out.insert(note.analyst.clone());
            }
            Self::SetNoteText(id, ..)
            | Self::SetNoteTags(id, ..)
            | Self::SetNoteAbout(id, _)
            | Self::DeleteNote(id) => {
                out.extend(project.note(*id).map(|n| n.analyst.clone()));
            }
            Self::Dismiss(dismissal) | Self::Undismiss(dismissal) => {
                out.insert(dismissal.analyst.clone());
            }
            Self::Batch(_, edits) => {
                for edit in edits {
                    edit.add_layers(project, out);
                }
            }
            Self::SetTitle(_)
            | Self::AddDocument(_)
            | Self::SetMetadata(..)
            | Self::OrderDocuments(_)
            | Self::ReplaceText(..)
            | Self::RemoveDocument(_)
            | Self::AddActor(_)
            | Self::ChangeActor(_)
            | Self::OrderActors(_)
            | Self::MergeActors(..)
            | Self::DeleteActor(_)
            | Self::AddIssue(_)
            | Self::ChangeIssue(_)
            | Self::OrderIssues(_)
            | Self::MergeIssues(..)
            | Self::DeleteIssue(_)
            | Self::AddPeriod(_)
            | Self::ChangePeriod(_)
            | Self::OrderPeriods(_)
            | Self::DeletePeriod(_)
            | Self::AddAnalyst(_)
            | Self::DeleteAnalyst(_)
            | Self::Replace(..) => {}
        }
    }

    /// Whether it takes away or unites what all share, and with it what any layer has there.
    pub fn reaches_every_layer(&self) -> bool {
        match self {
            Self::ReplaceText(..)
            | Self::RemoveDocument(_)
            | Self::MergeActors(..)
            | Self::DeleteActor(_)
            | Self::MergeIssues(..)
            | Self::DeleteIssue(_)
            | Self::DeletePeriod(_)
            | Self::DeleteAnalyst(_) => true,
            Self::Batch(_, edits) => edits.iter().any(Self::reaches_every_layer),
            _ => false,
        }
    }

    /// What to look at when the edit was done or undone.
    pub fn focus(&self) -> Focus {
        match self {
            Self::SetTitle(_) | Self::OrderDocuments(_) | Self::Replace(..) => Focus::Project,
            Self::AddDocument(document) => Focus::Document(document.id.clone()),
            Self::SetMetadata(id, _) | Self::ReplaceText(id, ..) | Self::RemoveDocument(id) => {
                Focus::Document(id.clone())
            }
            Self::AddActor(actor) | Self::ChangeActor(actor) => Focus::Actor(actor.id.clone()),
            Self::MergeActors(_, id, _) | Self::DeleteActor(id) => Focus::Actor(id.clone()),
            Self::OrderActors(ids) => ids.first().map_or(Focus::Project, |id| Focus::Actor(id.clone())),
            Self::AddIssue(issue) | Self::ChangeIssue(issue) => Focus::Issue(issue.id.clone()),
            Self::MergeIssues(_, id, _) | Self::DeleteIssue(id) => Focus::Issue(id.clone()),
            Self::OrderIssues(ids) => ids.first().map_or(Focus::Project, |id| Focus::Issue(id.clone())),
            Self::AddPeriod(period) | Self::ChangePeriod(period) => Focus::Period(period.id.clone()),
            Self::DeletePeriod(id) => Focus::Period(id.clone()),
            Self::OrderPeriods(ids) => ids.first().map_or(Focus::Project, |id| Focus::Period(id.clone())),
            Self::AddAnalyst(analyst) | Self::ChangeAnalyst(analyst) => Focus::Analyst(analyst.id.clone()),
            Self::DeleteAnalyst(id) => Focus::Analyst(id.clone()),
            Self::AddPassage(passage) => Focus::Passage(passage.id),
            Self::Reanchor(id, _) | Self::DeletePassage(id) => Focus::Passage(*id),
            Self::SetStance(key, _)
            | Self::SetConfidence(key, _)
            | Self::SetBasis(key, _)
            | Self::SetRationale(key, _)
            | Self::Cite(key, ..)
            | Self::Uncite(key, _)
            | Self::SetPosition(key, _)
            | Self::ClearPosition(key) => Focus::Position(key.clone()),
            Self::AddNote(note) => Focus::Note(note.id),
            Self::SetNoteText(id, ..)
            | Self::SetNoteTags(id, ..)
            | Self::SetNoteAbout(id, _)
            | Self::DeleteNote(id) => Focus::Note(*id),
            Self::Dismiss(dismissal) | Self::Undismiss(dismissal) => Focus::Cell(dismissal.cell.clone()),
            // The last part of a batch is the one it was done for: a passage is marked to be cited.
            Self::Batch(_, edits) => edits.last().map_or(Focus::Project, Self::focus),
        }
    }
}
