//! Conflicts: values that hold what both sides say, to be looked at and settled.

use std::sync::Arc;

use super::{
    super::{
        ActorId, AnalystId, Basis, Body, Colour, Confidence, DocumentId, Edit, Focus, IssueId, Kind, NoteId, Passage,
        PassageId, PeriodId, PositionKey, Project, Role, Stance,
    },
    Item, Side,
};

/// The values of one thing before the two sides parted, and on each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sides<T> {
    /// What it was; `None` without a common base.
    pub base: Option<T>,
    /// What it is here.
    pub mine: T,
    /// What it is in the project that comes in.
    pub theirs: T,
}

impl<T> Sides<T> {
    /// The value of a side.
    pub fn of(&self, side: Side) -> &T {
        match side {
            Side::Mine => &self.mine,
            Side::Theirs => &self.theirs,
        }
    }

    fn swapped(self) -> Self {
        Self {
            base: self.base,
            mine: self.theirs,
            theirs: self.mine,
        }
    }
}

/// One of a document's details.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Detail {
    Title,
    Author,
    Source,
    Address,
    Date,
}

impl Detail {
    /// Every one.
    pub(super) const ALL: [Self; 5] = [Self::Title, Self::Author, Self::Source, Self::Address, Self::Date];
}

/// A text of the user's somewhere in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Text {
    ProjectTitle,
    Detail(DocumentId, Detail),
    ActorName(ActorId),
    ActorGroup(ActorId),
    IssueName(IssueId),
    Proposition(IssueId),
    IssueGroup(IssueId),
    PeriodName(PeriodId),
    PeriodDescription(PeriodId),
    AnalystName(AnalystId),
    Rationale(PositionKey),
    Note(NoteId),
}

/// A yes or no somewhere in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Flag {
    ActorHidden(ActorId),
    IssueHidden(IssueId),
    AnalystFinished(AnalystId),
}

/// What both sides changed differently.
///
/// Until it is settled the merged project has mine. Only where one side deleted, cleared or no longer cites what the
/// other changed does it have what is still there, whosever it is, so that nothing can go unseen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// A name, a proposition, a rationale, a note …
    Text(Text, Sides<String>),
    /// Hidden, finished.
    Flag(Flag, Sides<bool>),
    /// An actor's colour.
    Colour(ActorId, Sides<Option<Colour>>),
    /// The text of a document. Passages that were marked in the other text keep their anchors until it is settled.
    Body(DocumentId, Sides<Arc<Body>>),
    /// Where a passage is.
    Passage(PassageId, Sides<Arc<Passage>>),
    /// The stance of a position.
    Stance(PositionKey, Sides<Option<Stance>>),
    /// The confidence of a position.
    Confidence(PositionKey, Sides<Option<Confidence>>),
    /// The basis of a position.
    Basis(PositionKey, Sides<Option<Basis>>),
    /// How a position cites a passage; `None` for not (any more).
    Evidence(PositionKey, PassageId, Sides<Option<Role>>),
    /// The order of a list, by id.
    Order(Kind, Sides<Vec<String>>),
    /// One side deleted what the other changed or newly uses.
    Deletion(Deletion),
}

/// One side deleted what the other changed or newly uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// Who deleted it.
    pub by: Side,
    /// What it was.
    pub base: Item,
    /// What it is on the other side; equal to `base` if that side only uses it for something new.
    pub kept: Item,
}

impl Conflict {
    /// The same conflict as seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        match self {
            Self::Text(which, s) => Self::Text(which, s.swapped()),
            Self::Flag(which, s) => Self::Flag(which, s.swapped()),
            Self::Colour(id, s) => Self::Colour(id, s.swapped()),
            Self::Body(id, s) => Self::Body(id, s.swapped()),
            Self::Passage(id, s) => Self::Passage(id, s.swapped()),
            Self::Stance(key, s) => Self::Stance(key, s.swapped()),
            Self::Confidence(key, s) => Self::Confidence(key, s.swapped()),
            Self::Basis(key, s) => Self::Basis(key, s.swapped()),
            Self::Evidence(key, passage, s) => Self::Evidence(key, passage, s.swapped()),
            Self::Order(kind, s) => Self::Order(kind, s.swapped()),
            Self::Deletion(d) => Self::Deletion(Deletion { by: d.by.other(), ..d }),
        }
    }

    /// The place to look at.
    pub fn place(&self) -> Focus {
        match self {
            Self::Text(which, _) => which.place(),
            Self::Flag(which, _) => match which {
                Flag::ActorHidden(id) => Focus::Actor(id.clone()),
                Flag::IssueHidden(id) => Focus::Issue(id.clone()),
                Flag::AnalystFinished(id) => Focus::Analyst(id.clone()),
            },
            Self::Colour(id, _) => Focus::Actor(id.clone()),
            Self::Body(id, _) => Focus::Document(id.clone()),
            Self::Passage(id, _) => Focus::Passage(*id),
            Self::Stance(key, _) | Self::Confidence(key, _) | Self::Basis(key, _) | Self::Evidence(key, ..) => {
                Focus::Position(key.clone())
            }
            Self::Order(..) => Focus::Project,
            Self::Deletion(d) => d.kept.place(),
        }
    }

    /// The judgment that it is about, if it is about one.
    pub fn position(&self) -> Option<&PositionKey> {
        match self {
            Self::Text(Text::Rationale(key), _)
            | Self::Stance(key, _)
            | Self::Confidence(key, _)
            | Self::Basis(key, _)
            | Self::Evidence(key, ..) => Some(key),
            Self::Deletion(deletion) => match &deletion.kept {
                Item::Position(key, _) => Some(key),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether both can be kept, see [`super::Choice::Both`].
    pub fn both_can_stay(&self) -> bool {
        !matches!(
            self,
            Self::Flag(..) | Self::Colour(..) | Self::Evidence(..) | Self::Order(..) | Self::Deletion(_)
        )
    }
}

impl Text {
    /// The place to look at.
    pub fn place(&self) -> Focus {
        match self {
            Self::ProjectTitle => Focus::Project,
            Self::Detail(id, _) => Focus::Document(id.clone()),
            Self::ActorName(id) | Self::ActorGroup(id) => Focus::Actor(id.clone()),
            Self::IssueName(id) | Self::Proposition(id) | Self::IssueGroup(id) => Focus::Issue(id.clone()),
            Self::PeriodName(id) | Self::PeriodDescription(id) => Focus::Period(id.clone()),
            Self::AnalystName(id) => Focus::Analyst(id.clone()),
            Self::Rationale(key) => Focus::Position(key.clone()),
            Self::Note(id) => Focus::Note(*id),
        }
    }
}

impl Text {
    /// The edit that writes another text there; `None` if it is not there.
    pub(super) fn edit(&self, project: &Project, text: String) -> Option<Edit> {
        Some(match self {
            Self::ProjectTitle => Edit::SetTitle(text),
            Self::Detail(id, detail) => {
                let mut about = project.document(id)?.about.clone();
                *match detail {
                    Detail::Title => &mut about.title,
                    Detail::Author => &mut about.author,
                    Detail::Source => &mut about.source,
                    Detail::Address => &mut about.address,
                    Detail::Date => &mut about.date,
                } = text;
                Edit::SetMetadata(id.clone(), about)
            }
            Self::ActorName(id) => Edit::ChangeActor(with(project.actor(id)?, |a| a.name = text)),
            Self::ActorGroup(id) => Edit::ChangeActor(with(project.actor(id)?, |a| a.group = text)),
            Self::IssueName(id) => Edit::ChangeIssue(with(project.issue(id)?, |i| i.name = text)),
            Self::Proposition(id) => Edit::ChangeIssue(with(project.issue(id)?, |i| i.proposition = text)),
            Self::IssueGroup(id) => Edit::ChangeIssue(with(project.issue(id)?, |i| i.group = text)),
            Self::PeriodName(id) => Edit::ChangePeriod(with(project.period(id)?, |p| p.name = text)),
            Self::PeriodDescription(id) => Edit::ChangePeriod(with(project.period(id)?, |p| p.description = text)),
            Self::AnalystName(id) => Edit::ChangeAnalyst(with(project.analyst(id)?, |a| a.name = text)),
            Self::Rationale(key) => Edit::SetRationale(key.clone(), text),
            Self::Note(id) => Edit::SetNoteText(*id, text, project.note(*id)?.changed),
        })
    }
}

impl Flag {
    /// The edit that says yes or no there; `None` if it is not there.
    pub(super) fn edit(&self, project: &Project, yes: bool) -> Option<Edit> {
        Some(match self {
            Self::ActorHidden(id) => Edit::ChangeActor(with(project.actor(id)?, |a| a.hidden = yes)),
            Self::IssueHidden(id) => Edit::ChangeIssue(with(project.issue(id)?, |i| i.hidden = yes)),
            Self::AnalystFinished(id) => Edit::ChangeAnalyst(with(project.analyst(id)?, |a| a.finished = yes)),
        })
    }
}

/// A thing with a change.
fn with<T: Clone>(thing: &T, change: impl FnOnce(&mut T)) -> T {
    let mut thing = thing.clone();
    change(&mut thing);
    thing
}

/// Whether what a conflict is about is in the project.
pub(super) fn stands(project: &Project, place: &Focus) -> bool {
    match place {
        Focus::Project => true,
        Focus::Document(id) => project.document(id).is_some(),
        Focus::Actor(id) => project.actor(id).is_some(),
        Focus::Issue(id) => project.issue(id).is_some(),
        Focus::Period(id) => project.period(id).is_some(),
        Focus::Analyst(id) => project.analyst(id).is_some(),
        Focus::Passage(id) => project.passage(*id).is_some(),
        Focus::Position(key) => project.position(key).is_some(),
        Focus::Cell(cell) => project.actor(&cell.actor).is_some() && project.issue(&cell.issue).is_some(),
        Focus::Note(id) => project.note(*id).is_some(),
    }
}

/// The edit that deletes a thing; `None` for what is no thing of its own.
pub(super) fn deleting(place: &Focus) -> Option<Edit> {
    Some(match place.clone() {
        Focus::Document(id) => Edit::RemoveDocument(id),
        Focus::Actor(id) => Edit::DeleteActor(id),
        Focus::Issue(id) => Edit::DeleteIssue(id),
        Focus::Period(id) => Edit::DeletePeriod(id),
        Focus::Analyst(id) => Edit::DeleteAnalyst(id),
        Focus::Passage(id) => Edit::DeletePassage(id),
        Focus::Position(key) => Edit::ClearPosition(key),
        Focus::Note(id) => Edit::DeleteNote(id),
        Focus::Project | Focus::Cell(_) => return None,
    })
}
