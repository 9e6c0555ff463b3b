//! Conflicts that were kept inside a file, read back to be settled: the other side of [`Merge::recorded`].
//!
//! What was meant is found by id, and by name only where a note has no id: names change while conflicts are settled.
//! Not here: how a note's text is read (`told`).
//!
//! [`Merge::recorded`]: super::Merge::recorded

use std::sync::Arc;

use imbl::Vector;

use super::{
    super::{
        AnalystId, Anchor, Basis, Cell, Confidence, Edit, Focus, Kind, Listed, Note, Passage, PassageId, PeriodId,
        PositionKey, Project, Role, Stance, Target,
    },
    CONFLICT_TAG, Conflict, Detail, Flag, Side, Sides, Text,
    conflict::{deleting, stands},
    settle::{reorder, whose_theirs},
    told::{HERE, THERE, Told, subject, subject_of},
    words::place_name,
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
    /// Has it as it is here. Where here is nothing, the file has what is there so that it can be seen: that goes.
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
    let subject = subject_of(&note.text).to_owned();
    let lines = note.text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    let lines = lines.skip(1).map(str::to_owned).collect();
    let batch = |edits: Vec<Edit>, how: &str| {
        let edits = std::iter::once(Edit::DeleteNote(note.id)).chain(edits).collect();
        Edit::Batch(format!("Settle {subject}: {how}"), edits)
    };
    let place = match note.about.first() {
        Some(Target::Project) | None => Focus::Note(note.id),
        Some(target) => Focus::from(target),
    };
    let told = Told::all(&note.text);
    let (mut keep_here, mut take_theirs, mut keep_both) = (Vec::new(), None, None);
    let exact = exact_place(project, note, &subject);
    if let Some((mine, theirs)) = their_judgment(project, note, &subject, &told) {
        let leaving = leaving(project, &theirs);
        let position = project.position(&theirs).cloned().unwrap_or_default();
        take_theirs = Some([vec![Edit::SetPosition(mine.clone(), position)], leaving.clone()].concat());
        keep_here = [edits_to_here(project, &Focus::Position(mine), &told), leaving].concat();
        keep_both = Some(Vec::new());
    } else if let Some((mine, anchor, second)) = exact.as_ref().and_then(|place| their_passage(project, place, &told)) {
        keep_here = vec![Edit::DeletePassage(second)];
        take_theirs = Some(vec![Edit::Reanchor(mine, anchor), Edit::DeletePassage(second)]);
        keep_both = Some(Vec::new());
    } else if let Some(place) = &exact {
        keep_here = edits_to_here(project, place, &told);
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
        let edit = edit_to(THERE, told, &so_far, place)?;
        so_far = so_far.applied(&edit).ok()?;
        edits.push(edit);
    }
    Some(edits)
}

/// The edits that take away what a thing has of the other side only because here is nothing. What was changed by hand
/// since stays.
fn edits_to_here(project: &Project, place: &Focus, told: &[Told<'_>]) -> Vec<Edit> {
    let mut so_far = project.clone();
    let mut edits = Vec::new();
    let blank_here = |told: &&Told<'_>| told.value(HERE).is_none_or(|value| value.trim().is_empty());
    for told in told.iter().filter(blank_here) {
        let is_theirs = edit_to(THERE, told, &so_far, place).is_some_and(|edit| changes_nothing(&so_far, &edit));
        let edit = edit_to(HERE, told, &so_far, place).filter(|_| is_theirs);
        let done = edit.and_then(|edit| Some((so_far.applied(&edit).ok()?, edit)));
        if let Some((next, edit)) = done {
            so_far = next;
            edits.push(edit);
        }
    }
    edits
}

fn changes_nothing(project: &Project, edit: &Edit) -> bool {
    project.applied(edit).is_ok_and(|after| after == *project)
}

/// The thing itself that a note names, if it is sure which.
fn exact_place(project: &Project, note: &Note, name: &str) -> Option<Focus> {
    let about = note.about.first()?;
    let is_a = |kind: Kind| {
        name.strip_prefix(&kind.to_string())
            .is_some_and(|rest| rest.starts_with(' '))
    };
    let called_so = |mut places: Vec<Focus>| {
        places.retain(|place| subject(&place_name(project, place)) == name);
        places.pop().filter(|_| places.is_empty())
    };
    // The name of a judgment ends with whose it is, whatever its actor is called.
    let is_judgment = matches!(about, Target::Cell(_)) && name.ends_with(')');
    if is_a(Kind::Note) && !is_judgment {
        let others = project.notes.values().filter(|other| other.id != note.id);
        let beside = others.filter(|other| other.about.first() == Some(about));
        return called_so(beside.map(|other| Focus::Note(other.id)).collect());
    }
    let place = match about {
        Target::Document(_) if is_a(Kind::Document) => Focus::from(about),
        Target::Passage(_) if is_a(Kind::Passage) => Focus::from(about),
        Target::Actor(_) if is_a(Kind::Actor) => Focus::from(about),
        Target::Issue(_) if is_a(Kind::Issue) => Focus::from(about),
        Target::Cell(cell) if is_judgment => {
            let whose = project.analyst_name(&note.analyst);
            Focus::Position(position_named(project, &note.analyst, whose, cell, name)?)
        }
        Target::Project if is_a(Kind::Analyst) => Focus::Analyst(note.analyst.clone()),
        Target::Project if is_a(Kind::Period) => {
            let periods = project.periods.iter();
            called_so(periods.map(|period| Focus::Period(period.id.clone())).collect())?
        }
        Target::Project if name == place_name(project, &Focus::Project) => Focus::Project,
        _ => return None,
    };
    stands(project, &place).then_some(place)
}

/// The position of a layer in a cell that a note named when the layer was `whose`: by its period, or the only one if
/// that period has another name by now.
fn position_named(project: &Project, layer: &AnalystId, whose: &str, cell: &Cell, name: &str) -> Option<PositionKey> {
    let keys: Vec<&PositionKey> = project.positions_in(layer, cell).map(|(key, _)| key).collect();
    let names_period = |id: &PeriodId| name.ends_with(&format!(", {})", project.period_name(Some(id))));
    let is_named = |key: &&&PositionKey| match &key.period {
        Some(id) => names_period(id),
        None => name.ends_with(&format!(" ({whose})")),
    };
    let named: Vec<&PositionKey> = keys.iter().filter(is_named).copied().collect();
    match (&named[..], &keys[..]) {
        ([key], _) => Some((*key).clone()),
        ([], [only]) if !project.periods.iter().any(|period| names_period(&period.id)) => Some((*only).clone()),
        _ => None,
    }
}

/// The edit that gives a thing what a side has of what is told.
fn edit_to(side: &str, told: &Told<'_>, project: &Project, place: &Focus) -> Option<Edit> {
    if let (Focus::Position(key), "Evidence") = (place, told.aspect) {
        return citing(side, told, project, key);
    }
    let is_told = |conflict: &Conflict| match conflict {
        // Once a note did not say which list was ordered.
        Conflict::Order(..) if told.aspect == "Order" => true,
        _ => conflict.headline() == told.aspect,
    };
    let kinds = kinds_at(place).into_iter().filter(is_told);
    let mut edits = kinds.filter_map(|kind| edit_of(&kind, side, told, project));
    edits.next().filter(|_| edits.next().is_none())
}

/// The edit that gives a thing what a side has of one kind.
fn edit_of(kind: &Conflict, side: &str, told: &Told<'_>, project: &Project) -> Option<Edit> {
    let value = told.value(side);
    match (kind, value) {
        (Conflict::Text(which, _), text) => which.edit(project, text.unwrap_or_default().to_owned()),
        (Conflict::Flag(which, _), Some(yes)) => which.edit(project, yes == "yes"),
        (Conflict::Colour(id, _), colour) => {
            let mut actor = project.actor(id)?.clone();
            actor.colour = colour.map(|colour| colour.parse()).transpose().ok()?;
            Some(Edit::ChangeActor(actor))
        }
        (Conflict::Stance(key, _), word) => {
            let stance = of_word(Stance::ALL, Stance::word, word)?;
            Some(Edit::SetStance(key.clone(), stance))
        }
        (Conflict::Confidence(key, _), word) => {
            let confidence = of_word(Confidence::ALL, Confidence::word, word)?;
            Some(Edit::SetConfidence(key.clone(), confidence))
        }
        (Conflict::Basis(key, _), word) => {
            let basis = of_word(Basis::ALL, Basis::word, word)?;
            Some(Edit::SetBasis(key.clone(), basis))
        }
        (Conflict::Order(kind, _), Some(_)) => ordering(*kind, side, told, project),
        _ => None,
    }
}

/// What a word stands for, if anything; `None` if there is no such word.
fn of_word<T: Copy>(
    all: impl IntoIterator<Item = T>,
    word_of: impl Fn(T) -> &'static str,
    word: Option<&str>,
) -> Option<Option<T>> {
    let Some(word) = word else { return Some(None) };
    all.into_iter().find(|one| word_of(*one) == word).map(Some)
}

/// The edit that puts a list in a side's order, if it has everything that was ordered.
fn ordering(kind: Kind, side: &str, told: &Told<'_>, project: &Project) -> Option<Edit> {
    let ids = |side| Some(told.value(side)?.split(", ").map(str::to_owned).collect());
    let sides = Sides {
        base: None,
        mine: ids(HERE)?,
        theirs: ids(THERE)?,
    };
    let side = if side == HERE { Side::Mine } else { Side::Theirs };
    match kind {
        Kind::Document => in_order_of(side, &project.documents, &sides).map(Edit::OrderDocuments),
        Kind::Actor => in_order_of(side, &project.actors, &sides).map(Edit::OrderActors),
        Kind::Issue => in_order_of(side, &project.issues, &sides).map(Edit::OrderIssues),
        Kind::Period => in_order_of(side, &project.periods, &sides).map(Edit::OrderPeriods),
        Kind::Analyst | Kind::Passage | Kind::Position | Kind::Note => None,
    }
}

/// The ids of a list as a side has them in order; `None` if it is another list that was ordered.
fn in_order_of<T: Listed>(side: Side, list: &Vector<Arc<T>>, sides: &Sides<Vec<String>>) -> Option<Vec<T::Id>> {
    let has = |id: &String| list.iter().any(|item| item.id().to_string() == *id);
    let mut list = sides.of(side).iter().all(has).then(|| list.clone())?;
    reorder(&mut list, sides, side);
    Some(list.iter().map(|item| item.id().clone()).collect())
}

/// The edit that cites a passage as a side does. Whichever side cites it, the file does.
fn citing(side: &str, told: &Told<'_>, project: &Project, key: &PositionKey) -> Option<Edit> {
    let (_, words) = told.value(THERE).or(told.value(HERE))?.split_once(": ")?;
    let words = words.strip_prefix('“')?.strip_suffix('”')?;
    let cited = project.position(key)?.evidence.iter().map(|e| e.passage);
    let mut called_so = cited.filter(|id| project.passage(*id).is_some_and(|p| p.anchor.quotation == words));
    let passage = called_so.next().filter(|_| called_so.next().is_none())?;
    Some(match told.value(side) {
        None => Edit::Uncite(key.clone(), passage),
        Some(told) if told.starts_with("for: ") => Edit::Cite(key.clone(), passage, Role::For),
        Some(_) => Edit::Cite(key.clone(), passage, Role::Against),
    })
}

/// How many ids after that of a passage are looked at for the one that stands beside it. It has the first that was
/// free; those before it may be gone by now.
const NEAR: usize = 16;

/// Their place of a passage, and the second passage that marks it.
fn their_passage(project: &Project, place: &Focus, told: &[Told<'_>]) -> Option<(PassageId, Anchor, PassageId)> {
    let (Focus::Passage(id), [told]) = (place, told) else {
        return None;
    };
    let (start, end) = told.value(THERE)?.split_once(" “")?.0.split_once('–')?;
    let (start, end): (u32, u32) = (start.parse().ok()?, end.parse().ok()?);
    let mine = project.passage(*id)?;
    let is_theirs = |p: &&Passage| {
        (&p.document, &p.analyst, p.anchor.start, p.anchor.end) == (&mine.document, &mine.analyst, start, end)
    };
    // The analyst may have marked the same words before: that passage is not the one put there by the merge.
    let after = std::iter::successors(Some(id.next()), |id| Some(id.next())).take(NEAR);
    let second = after.filter_map(|id| project.passage(id)).find(is_theirs)?;
    Some((*id, second.anchor.clone(), second.id))
}

/// The judgment that a note is about, and theirs beside it, if there is one.
fn their_judgment(project: &Project, note: &Note, name: &str, told: &[Told<'_>]) -> Option<(PositionKey, PositionKey)> {
    let Some(Target::Cell(cell)) = note.about.first() else {
        return None;
    };
    let beside = |layer: &AnalystId, layer_name: &str| {
        let whose = whose_theirs(layer_name)?;
        let is_named = name.ends_with(&format!(" ({whose})")) || name.contains(&format!(" ({whose}, "));
        position_named(project, layer, whose, cell, name).filter(|_| is_named)
    };
    let layers = project.analysts.iter();
    let mut all: Vec<PositionKey> = layers.filter_map(|layer| beside(&layer.id, &layer.name)).collect();
    if all.len() > 1 {
        // Several merges were left unsettled: it is the one that has what the note tells.
        all.retain(|theirs| {
            let place = Focus::Position(theirs.clone());
            let edits = told.iter().filter_map(|told| edit_to(THERE, told, project, &place));
            edits.into_iter().all(|edit| changes_nothing(project, &edit))
        });
    }
    let theirs = all.pop().filter(|_| all.is_empty())?;
    let mine = PositionKey {
        analyst: note.analyst.clone(),
        ..theirs.clone()
    };
    // Only of such a conflict does theirs stand beside mine.
    let kinds = kinds_at(&Focus::Position(mine.clone()));
    let is_such = told
        .iter()
        .any(|told| kinds.iter().any(|kind| kind.headline() == told.aspect));
    is_such.then_some((mine, theirs))
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

/// What of a thing a note tells so that it can be changed, each without values. How a passage is cited is told by its
/// words.
fn kinds_at(place: &Focus) -> Vec<Conflict> {
    let text = |which| Conflict::Text(which, Sides::default());
    let flag = |which| Conflict::Flag(which, Sides::default());
    match place {
        Focus::Project => {
            let lists = [Kind::Document, Kind::Actor, Kind::Issue, Kind::Period];
            let orders = lists.map(|kind| Conflict::Order(kind, Sides::default()));
            std::iter::once(text(Text::ProjectTitle)).chain(orders).collect()
        }
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
        Focus::Position(key) => vec![
            Conflict::Stance(key.clone(), Sides::default()),
            Conflict::Confidence(key.clone(), Sides::default()),
            Conflict::Basis(key.clone(), Sides::default()),
            text(Text::Rationale(key.clone())),
        ],
        Focus::Note(id) => vec![text(Text::Note(*id))],
        Focus::Passage(_) | Focus::Cell(_) => Vec::new(),
    }
}
