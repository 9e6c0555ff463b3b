//! Three-way merge of projects: by id and key, field by field, and pure.
//!
//! [`merge`] never drops anything: what both sides changed differently becomes a [`Conflict`], a value that holds what
//! was, mine and theirs; what one side deleted and the other changed, or uses for something new, is kept and is a
//! conflict too. Without a common base, what differs for the same key is a conflict.
//! Swapping mine and theirs swaps the sides of the conflicts and changes nothing else, so two colleagues who merge each
//! other's file end with the same one; merging the result again changes nothing. (Two rare things are open until they
//! are settled: orders in conflict, and a position of which each side took away all that the other left.)
//!
//! What is the same under different ids is found first (`same`); single values and orders are merged in `values`, the
//! fields of things in `things`; what the user decides is carried out in `settle`; what is left to be decided later
//! is written into notes (`told`) and read back (`kept`).
//! Not here: where the base comes from (`storage`), showing conflicts (`ui`).

mod conflict;
mod fields;
mod item;
mod kept;
mod same;
mod settle;
#[cfg(test)]
mod tests;
mod things;
mod told;
mod values;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use imbl::{OrdMap, OrdSet, ordmap::DiffItem};

pub use conflict::{Conflict, Deletion, Detail, Flag, Sides, Text};
pub use fields::Field;
pub use item::{Change, Item, Tally, differences};
pub use kept::{Kept, kept_conflicts};
pub use settle::{CONFLICT_TAG, Choice, MERGE_TAG, NotBoth};
pub use values::{Merged, Side, merge3};
pub use words::Values;

use super::{
    Actor, ActorId, Analyst, AnalystId, Dismissal, Document, DocumentId, Issue, IssueId, Note, NoteId, Passage,
    PassageId, Period, PeriodId, Position, PositionKey, Project, Target,
};
use same::Three;
use things::{Fields, Lists, merge_maps};

/// Two projects made one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The merged project. Where there is a conflict it has mine, or what was not deleted.
    pub project: Project,
    /// What is to be settled.
    pub conflicts: Vec<Conflict>,
    /// What came in: in what the merged project differs from mine.
    pub incoming: Vec<Change>,
    /// Theirs, with the ids of the merged project.
    theirs: Project,
}

impl Merge {
    /// The project that came in, with the ids of the merged one.
    pub fn theirs(&self) -> &Project {
        &self.theirs
    }

    /// What came in, in one line.
    pub fn summary(&self) -> Tally {
        Tally::of(&self.incoming)
    }
}

/// Merges two projects that came from a common one, or, without a base, two that may have nothing in common.
///
/// Takes time proportional to the lists and to what changed; versions of one open project share what is the same, two
/// files that were loaded are compared whole.
pub fn merge(base: Option<&Project>, mine: &Project, theirs: &Project) -> Merge {
    let three = Three::new(base, mine, theirs);
    let mut conflicts = Vec::new();
    let mut of = Fields {
        base: three.base.as_ref(),
        mine: &three.mine,
        theirs: &three.theirs,
        conflicts: &mut conflicts,
    };
    let title = of.text(|p| &p.title, Text::ProjectTitle);
    let mut kept = InProject::new(&three, &mut conflicts);
    kept.keep_what_is_used(&three, &mut conflicts);
    let dismissals = kept.dismissals(&three);
    let lists = AllLists::of(&three);
    let project = Project {
        title,
        documents: lists.documents.in_order(kept.documents, &mut conflicts),
        actors: lists.actors.in_order(kept.actors, &mut conflicts),
        issues: lists.issues.in_order(kept.issues, &mut conflicts),
        periods: lists.periods.in_order(kept.periods, &mut conflicts),
        analysts: lists.analysts.in_order(kept.analysts, &mut conflicts),
        passages: kept.passages,
        positions: kept.positions,
        notes: kept.notes,
        dismissals,
    };
    Merge {
        incoming: differences(&three.mine, &project),
        project,
        conflicts,
        theirs: three.theirs,
    }
}

struct AllLists<'a> {
    documents: Lists<'a, Document>,
    actors: Lists<'a, Actor>,
    issues: Lists<'a, Issue>,
    periods: Lists<'a, Period>,
    analysts: Lists<'a, Analyst>,
}

impl<'a> AllLists<'a> {
    fn of(three: &'a Three) -> Self {
        let base = three.base.as_ref();
        let (mine, theirs) = (&three.mine, &three.theirs);
        Self {
            documents: Lists {
                base: base.map(|b| &b.documents),
                mine: &mine.documents,
                theirs: &theirs.documents,
            },
            actors: Lists {
                base: base.map(|b| &b.actors),
                mine: &mine.actors,
                theirs: &theirs.actors,
            },
            issues: Lists {
                base: base.map(|b| &b.issues),
                mine: &mine.issues,
                theirs: &theirs.issues,
            },
            periods: Lists {
                base: base.map(|b| &b.periods),
                mine: &mine.periods,
                theirs: &theirs.periods,
            },
            analysts: Lists {
                base: base.map(|b| &b.analysts),
                mine: &mine.analysts,
                theirs: &theirs.analysts,
            },
        }
    }
}

/// What is in the merged project, before the lists are put in order.
struct InProject {
    documents: BTreeMap<DocumentId, Arc<Document>>,
    actors: BTreeMap<ActorId, Arc<Actor>>,
    issues: BTreeMap<IssueId, Arc<Issue>>,
    periods: BTreeMap<PeriodId, Arc<Period>>,
    analysts: BTreeMap<AnalystId, Arc<Analyst>>,
    passages: OrdMap<PassageId, Arc<Passage>>,
    positions: OrdMap<PositionKey, Arc<Position>>,
    notes: OrdMap<NoteId, Arc<Note>>,
}

impl InProject {
    /// Merges everything by id and key.
    fn new(three: &Three, conflicts: &mut Vec<Conflict>) -> Self {
        let lists = AllLists::of(three);
        let empty = Project::default();
        let base = three.base.as_ref().unwrap_or(&empty);
        let (mine, theirs) = (&three.mine, &three.theirs);
        Self {
            documents: lists.documents.merged(conflicts),
            analysts: lists.analysts.merged(conflicts),
            actors: lists.actors.merged(conflicts),
            issues: lists.issues.merged(conflicts),
            periods: lists.periods.merged(conflicts),
            positions: merge_maps(
                &base.positions,
                &mine.positions,
                &theirs.positions,
                |key, position| Item::Position(key.clone(), Arc::clone(position)),
                |key, base, mine, theirs, conflicts| {
                    let merged = things::position(key, base.map(|b| &**b), mine, theirs, conflicts);
                    (!merged.is_blank()).then(|| Arc::new(merged))
                },
                conflicts,
            ),
            passages: merge_maps(
                &base.passages,
                &mine.passages,
                &theirs.passages,
                |_, passage| Item::Passage(Arc::clone(passage)),
                |_, base, mine, theirs, conflicts| Some(things::passage(base, mine, theirs, conflicts)),
                conflicts,
            ),
            notes: merge_maps(
                &base.notes,
                &mine.notes,
                &theirs.notes,
                |_, note| Item::Note(Arc::clone(note)),
                |_, base, mine, theirs, conflicts| {
                    Some(Arc::new(things::note(base.map(|b| &**b), mine, theirs, conflicts)))
                },
                conflicts,
            ),
        }
    }

    /// Brings back what one side deleted and the other side uses for something that is new: nothing that is kept may
    /// refer to what is not there.
    fn keep_what_is_used(&mut self, three: &Three, conflicts: &mut Vec<Conflict>) {
        let lists = AllLists::of(three);
        let empty = Project::default();
        let base = three.base.as_ref().unwrap_or(&empty);
        for side in [&three.mine, &three.theirs] {
            for (key, _) in changed(&base.positions, &side.positions) {
                let Some(position) = self.positions.get(key).cloned() else {
                    continue;
                };
                lists.analysts.keep(&key.analyst, &mut self.analysts, conflicts);
                lists.actors.keep(&key.actor, &mut self.actors, conflicts);
                lists.issues.keep(&key.issue, &mut self.issues, conflicts);
                if let Some(period) = &key.period {
                    lists.periods.keep(period, &mut self.periods, conflicts);
                }
                for evidence in &position.evidence {
                    self.keep_passage(evidence.passage, three, conflicts);
                }
            }
            for (id, note) in changed(&base.notes, &side.notes) {
                if !self.notes.contains_key(id) {
                    continue;
                }
                lists.analysts.keep(&note.analyst, &mut self.analysts, conflicts);
                let before = base.note(*id).map_or(&[][..], |n| &n.about);
                // A note may outlive what it was about; but what it is newly about is there.
                for target in note.about.iter().filter(|t| !before.contains(t) && side.has(t)) {
                    match target {
                        Target::Project => {}
                        Target::Document(id) => lists.documents.keep(id, &mut self.documents, conflicts),
                        Target::Passage(id) => self.keep_passage(*id, three, conflicts),
                        Target::Actor(id) => lists.actors.keep(id, &mut self.actors, conflicts),
                        Target::Issue(id) => lists.issues.keep(id, &mut self.issues, conflicts),
                        Target::Cell(cell) => {
                            lists.actors.keep(&cell.actor, &mut self.actors, conflicts);
                            lists.issues.keep(&cell.issue, &mut self.issues, conflicts);
                        }
                    }
                }
            }
            for (id, _) in changed(&base.passages, &side.passages) {
                if let Some(passage) = self.passages.get(id).cloned() {
                    lists.documents.keep(&passage.document, &mut self.documents, conflicts);
                    lists.analysts.keep(&passage.analyst, &mut self.analysts, conflicts);
                }
            }
        }
    }

    fn keep_passage(&mut self, id: PassageId, three: &Three, conflicts: &mut Vec<Conflict>) {
        if self.passages.contains_key(&id) {
            return;
        }
        let (by, passage) = match (three.mine.passages.get(&id), three.theirs.passages.get(&id)) {
            (None, Some(passage)) => (Side::Mine, passage),
            (Some(passage), None) => (Side::Theirs, passage),
            _ => return,
        };
        let base = three.base.as_ref().and_then(|b| b.passages.get(&id)).unwrap_or(passage);
        conflicts.push(Conflict::Deletion(Deletion {
            by,
            base: Item::Passage(Arc::clone(base)),
            kept: Item::Passage(Arc::clone(passage)),
        }));
        self.passages.insert(id, Arc::clone(passage));
        let lists = AllLists::of(three);
        lists.documents.keep(&passage.document, &mut self.documents, conflicts);
        lists.analysts.keep(&passage.analyst, &mut self.analysts, conflicts);
    }

    /// What either side dismissed, without what either side offers again and what is about something that is gone.
    fn dismissals(&self, three: &Three) -> OrdSet<Dismissal> {
        let mut out = three.mine.dismissals.clone();
        let empty = OrdSet::new();
        let base = three.base.as_ref().map_or(&empty, |b| &b.dismissals);
        for change in base.diff(&three.theirs.dismissals) {
            match change {
                imbl::ordset::DiffItem::Add(dismissal) => {
                    out.insert(dismissal.clone());
                }
                imbl::ordset::DiffItem::Remove(dismissal) => {
                    out.remove(dismissal);
                }
            }
        }
        let left_behind = |d: &Dismissal| {
            let by_those_who_have_it = |had: &dyn Fn(&Project) -> bool| {
                let sides = [&three.mine, &three.theirs];
                sides.into_iter().any(|side| side.dismissals.contains(d) && had(side))
            };
            (!self.analysts.contains_key(&d.analyst) && by_those_who_have_it(&|p| p.analyst(&d.analyst).is_some()))
                || (!self.actors.contains_key(&d.cell.actor)
                    && by_those_who_have_it(&|p| p.actor(&d.cell.actor).is_some()))
                || (!self.issues.contains_key(&d.cell.issue)
                    && by_those_who_have_it(&|p| p.issue(&d.cell.issue).is_some()))
                || (!self.documents.contains_key(&d.document)
                    && by_those_who_have_it(&|p| p.document(&d.document).is_some()))
        };
        let dropped: Vec<Dismissal> = out.iter().filter(|d| left_behind(d)).cloned().collect();
        for dismissal in dropped {
            out.remove(&dismissal);
        }
        out
    }
}

/// What a side added or changed.
fn changed<'a, K: Ord, V: PartialEq>(
    base: &'a OrdMap<K, V>,
    side: &'a OrdMap<K, V>,
) -> impl Iterator<Item = (&'a K, &'a V)> {
    base.diff(side).filter_map(|change| match change {
        DiffItem::Add(key, value) | DiffItem::Update { new: (key, value), .. } => Some((key, value)),
        DiffItem::Remove(..) => None,
    })
}
