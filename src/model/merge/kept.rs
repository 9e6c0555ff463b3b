//! Conflicts that were kept inside a file, read back to be settled: the other side of [`Merge::recorded`].
//!
//! [`Merge::recorded`]: super::Merge::recorded

use std::sync::Arc;

use imbl::Vector;

use super::{
    super::{AnalystId, Anchor, Edit, Focus, Listed, Note, Passage, PassageId, PositionKey, Project, Role, Target},
    CONFLICT_TAG, Conflict, Detail, Flag, Side, Sides, Text,
    settle::{capitalised, layer_of_theirs, reorder},
    words::{place_name, position_name},
};

/// A conflict kept inside a file, and the edits that settle it, each one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which thing it is about.
    pub subject: String,
    /// What differs, line by line.
    pub lines: Vec<String>,
    /// The place to look at.
    pub place: Focus,
    /// Leaves it as it is here.
    pub keep_here: Edit,
    /// Puts what the other side has in place of what is here; `None` where what the note tells is not enough for it.
    pub take_theirs: Option<Edit>,
    /// Keeps what the other side has beside this; `None` where it does not stand beside it.
    pub keep_both: Option<Edit>,
    /// Deletes what one side deleted, and the other changed or uses.
    pub delete: Option<Edit>,
}

/// The conflicts kept inside a project, in the order of their notes. Takes time proportional to the notes, and to the
/// project for each conflict.
pub fn kept_conflicts(project: &Project) -> Vec<Kept> {
    let notes = project.notes.values();
    notes
        .filter(|note| note.tags.iter().any(|tag| tag == CONFLICT_TAG))
        .map(|note| kept(project, note))
        .collect()
}

fn kept(project: &Project, note: &Note) -> Kept {
    let mut lines = note.text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let subject = first
        .split_once(":** ")
        .map_or(first, |(_, subject)| subject)
        .to_owned();
    let lines = lines.map(str::to_owned).collect();
    let batch = |edits: Vec<Edit>, how: &str| {
        let edits = std::iter::once(Edit::DeleteNote(note.id)).chain(edits).collect();
        Edit::Batch(format!("Settle {subject}: {how}"), edits)
    };
    let place = match note.about.first() {
        Some(Target::Document(id)) => Focus::Document(id.clone()),
        Some(Target::Passage(id)) => Focus::Passage(*id),
        Some(Target::Cell(cell)) => Focus::Cell(cell.clone()),
        Some(Target::Actor(id)) => Focus::Actor(id.clone()),
        Some(Target::Issue(id)) => Focus::Issue(id.clone()),
        Some(Target::Project) | None => Focus::Note(note.id),
    };
    let told = Told::all(&note.text);
    let (mut keep_here, mut take_theirs, mut keep_both) = (Vec::new(), None, None);
    let exact = exact_place(project, note, &subject);
    if let Some((mine, theirs)) = their_judgment(project, note, &subject) {
        keep_here = leaving(project, &theirs);
        let position = project.position(&theirs).cloned().unwrap_or_default();
        let mut take = vec![Edit::SetPosition(mine, position)];
        take.extend(keep_here.iter().cloned());
        take_theirs = Some(take);
        keep_both = Some(Vec::new());
    } else if let Some((mine, anchor, second)) = exact.as_ref().and_then(|place| their_passage(project, place, &told)) {
        keep_here = vec![Edit::DeletePassage(second)];
        take_theirs = Some(vec![Edit::Reanchor(mine, anchor), Edit::DeletePassage(second)]);
        keep_both = Some(Vec::new());
    } else if let Some(place) = &exact {
        take_theirs = edits_to_theirs(project, place, &told).filter(|edits| !edits.is_empty());
    }
    let is_deletion = matches!(&told[..], [told] if told.aspect.starts_with("Deleted against"));
    let delete = exact.filter(|_| is_deletion).and_then(|place| deleting(&place));
    Kept {
        lines,
        place,
        keep_here: batch(keep_here, "as it is here"),
        take_theirs: take_theirs.map(|edits| batch(edits, "theirs")),
        keep_both: keep_both.map(|edits| batch(edits, "both")),
        delete: delete.map(|edit| batch(vec![edit], "deleted")),
        subject,
    }
}

/// The edits that give a thing all that the other side has, each of which goes on from the one before.
fn edits_to_theirs(project: &Project, place: &Focus, told: &[Told<'_>]) -> Option<Vec<Edit>> {
    let mut so_far = project.clone();
    let mut edits = Vec::new();
    for told in told {
        let edit = told.edit_to_theirs(&so_far, place)?;
        so_far = so_far.applied(&edit).ok()?;
        edits.push(edit);
    }
    Some(edits)
}

/// The thing itself that a note names, if it is still called so.
fn exact_place(project: &Project, note: &Note, subject: &str) -> Option<Focus> {
    let periods = project.periods.iter().map(|period| Focus::Period(period.id.clone()));
    let analysts = project
        .analysts
        .iter()
        .map(|analyst| Focus::Analyst(analyst.id.clone()));
    let mut places: Vec<Focus> = match note.about.first()? {
        Target::Document(id) => vec![Focus::Document(id.clone())],
        Target::Passage(id) => vec![Focus::Passage(*id)],
        Target::Actor(id) => vec![Focus::Actor(id.clone())],
        Target::Issue(id) => vec![Focus::Issue(id.clone())],
        Target::Project => std::iter::once(Focus::Project).chain(periods).chain(analysts).collect(),
        Target::Cell(cell) => {
            let in_cell = |key: &&PositionKey| key.cell() == *cell;
            let positions = project.positions.keys().filter(in_cell);
            positions.map(|key| Focus::Position(key.clone())).collect()
        }
    };
    let notes = project
        .notes
        .values()
        .filter(|other| other.about.first() == note.about.first());
    places.extend(
        notes
            .filter(|other| other.id != note.id)
            .map(|other| Focus::Note(other.id)),
    );
    let mut called_so = places.into_iter().filter(|place| place_name(project, place) == subject);
    called_so.next().filter(|_| called_so.next().is_none())
}

/// One aspect of a conflict as its note tells it.
struct Told<'t> {
    aspect: &'t str,
    /// What each side has: "here", "there", "before".
    values: Vec<(&'t str, String)>,
}

impl<'t> Told<'t> {
    /// What a note tells, see `Merge::note_of`.
    fn all(text: &'t str) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for line in text.split('\n').skip(1) {
            let item = line.strip_prefix("- ").and_then(|item| item.split_once(": "));
            match (item, line.strip_prefix("  "), line.strip_suffix(':'), all.last_mut()) {
                (Some((side, value)), _, _, Some(last)) => last.values.push((side, value.to_owned())),
                (_, Some(more), _, Some(last)) => {
                    if let Some((_, value)) = last.values.last_mut() {
                        value.push('\n');
                        value.push_str(more);
                    }
                }
                (_, _, Some(aspect), _) => all.push(Self {
                    aspect,
                    values: Vec::new(),
                }),
                _ => {}
            }
        }
        all
    }

    /// What a side has, if anything.
    fn value(&self, side: &str) -> Option<&str> {
        let (_, value) = self.values.iter().find(|(of, _)| *of == side)?;
        (value != "nothing").then_some(value)
    }

    /// The edit that gives a thing what the other side has.
    fn edit_to_theirs(&self, project: &Project, place: &Focus) -> Option<Edit> {
        let there = self.value("there");
        let mut kinds = kinds_at(place).into_iter();
        let aspect = |conflict: &Conflict| capitalised(conflict.aspect()) == self.aspect;
        match (place, self.aspect) {
            (Focus::Position(key), "Evidence") => return self.citing(project, key),
            (Focus::Project, "Order") => return self.ordering(project),
            _ => {}
        }
        match (kinds.find(aspect)?, there) {
            (Conflict::Text(which, _), text) => which.edit(project, text.unwrap_or_default().to_owned()),
            (Conflict::Flag(which, _), Some(yes)) => which.edit(project, yes == "yes"),
            (Conflict::Colour(id, _), colour) => {
                let mut actor = project.actor(&id)?.clone();
                actor.colour = colour.map(|colour| colour.parse()).transpose().ok()?;
                Some(Edit::ChangeActor(actor))
            }
            _ => None,
        }
    }

    /// The edit that puts a list in the other side's order: the list that has everything that was ordered.
    fn ordering(&self, project: &Project) -> Option<Edit> {
        let ids = |side| Some(self.value(side)?.split(", ").map(str::to_owned).collect());
        let sides = Sides {
            base: None,
            mine: ids("here")?,
            theirs: ids("there")?,
        };
        in_their_order(&project.actors, &sides)
            .map(Edit::OrderActors)
            .or_else(|| in_their_order(&project.issues, &sides).map(Edit::OrderIssues))
            .or_else(|| in_their_order(&project.periods, &sides).map(Edit::OrderPeriods))
            .or_else(|| in_their_order(&project.documents, &sides).map(Edit::OrderDocuments))
    }

    /// The edit that cites a passage as the other side does.
    fn citing(&self, project: &Project, key: &PositionKey) -> Option<Edit> {
        let there = self.value("there");
        let (_, words) = there.or(self.value("here"))?.split_once(": ")?;
        let words = words.strip_prefix('“')?.strip_suffix('”')?;
        let mut called_so = project.passages.values().filter(|p| p.anchor.quotation == words);
        let passage = called_so.next().filter(|_| called_so.next().is_none())?.id;
        Some(match there {
            None => Edit::Uncite(key.clone(), passage),
            Some(told) if told.starts_with("for: ") => Edit::Cite(key.clone(), passage, Role::For),
            Some(_) => Edit::Cite(key.clone(), passage, Role::Against),
        })
    }
}

/// The ids of a list as the other side has them in order; `None` if it is another list that was ordered.
fn in_their_order<T: Listed>(list: &Vector<Arc<T>>, sides: &Sides<Vec<String>>) -> Option<Vec<T::Id>> {
    let has = |id: &String| list.iter().any(|item| item.id().to_string() == *id);
    let mut list = sides.theirs.iter().all(has).then(|| list.clone())?;
    reorder(&mut list, sides, Side::Theirs);
    Some(list.iter().map(|item| item.id().clone()).collect())
}

/// Their place of a passage, and the second passage that marks it.
fn their_passage(project: &Project, place: &Focus, told: &[Told<'_>]) -> Option<(PassageId, Anchor, PassageId)> {
    let (Focus::Passage(id), [told]) = (place, told) else {
        return None;
    };
    let (start, end) = told.value("there")?.split_once(" “")?.0.split_once('–')?;
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    let mine = project.passage(*id)?;
    let is_theirs = |p: &&Arc<Passage>| {
        p.id != *id
            && (&p.document, &p.analyst, p.anchor.start, p.anchor.end) == (&mine.document, &mine.analyst, start, end)
    };
    let second = project.passages.values().find(is_theirs)?;
    Some((*id, second.anchor.clone(), second.id))
}

/// The edit that deletes a thing.
fn deleting(place: &Focus) -> Option<Edit> {
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

/// The judgment that a note is about, and theirs beside it, if there is one.
fn their_judgment(project: &Project, note: &Note, subject: &str) -> Option<(PositionKey, PositionKey)> {
    let Some(Target::Cell(cell)) = note.about.first() else {
        return None;
    };
    let layer = layer_of_theirs(project, &note.analyst)?;
    project.positions_in(&layer, cell).find_map(|(theirs, _)| {
        let mine = PositionKey {
            analyst: note.analyst.clone(),
            ..theirs.clone()
        };
        (position_name(project, &mine) == subject).then(|| (mine, theirs.clone()))
    })
}

/// Takes their judgment away, and their layer with it if nothing else is in it.
fn leaving(project: &Project, theirs: &PositionKey) -> Vec<Edit> {
    let mut edits = vec![Edit::ClearPosition(theirs.clone())];
    let layer: &AnalystId = &theirs.analyst;
    let used = project
        .positions
        .keys()
        .any(|key| key.analyst == *layer && key != theirs)
        || project.passages.values().any(|passage| passage.analyst == *layer)
        || project.notes.values().any(|n| n.analyst == *layer);
    if !used {
        edits.push(Edit::DeleteAnalyst(layer.clone()));
    }
    edits
}

/// What may be in conflict at a place, each without values. Judgments and passages have their own way.
fn kinds_at(place: &Focus) -> Vec<Conflict> {
    let text = |which| Conflict::Text(which, Sides::default());
    let flag = |which| Conflict::Flag(which, Sides::default());
    match place {
        Focus::Project => vec![text(Text::ProjectTitle)],
        Focus::Document(id) => Detail::ALL
            .map(|detail| text(Text::Detail(id.clone(), detail)))
            .to_vec(),
        Focus::Actor(id) => vec![
            text(Text::ActorName(id.clone())),
            text(Text::ActorGroup(id.clone())),
            flag(Flag::ActorHidden(id.clone())),
            Conflict::Colour(id.clone(), Sides::default()),
        ],
        Focus::Issue(id) => vec![
            text(Text::IssueName(id.clone())),
            text(Text::Proposition(id.clone())),
            text(Text::IssueGroup(id.clone())),
            flag(Flag::IssueHidden(id.clone())),
        ],
        Focus::Period(id) => vec![
            text(Text::PeriodName(id.clone())),
            text(Text::PeriodDescription(id.clone())),
        ],
        Focus::Analyst(id) => vec![
            text(Text::AnalystName(id.clone())),
            flag(Flag::AnalystFinished(id.clone())),
        ],
        Focus::Note(id) => vec![text(Text::Note(*id))],
        Focus::Passage(_) | Focus::Position(_) | Focus::Cell(_) => Vec::new(),
    }
}
