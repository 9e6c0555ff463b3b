//! The passages on a stretch of text as they are shown: one mark for each judgment that cites a passage.
//!
//! Not here: painting them (`tints`, `stripes`).

use std::ops::Range;

use crate::{
    model::{DocumentId, Passage, PassageId, Position, PositionKey, Role, Stance},
    ui::Ctx,
};

/// A passage as one judgment cites it, or as nobody does.
#[derive(Debug, Clone)]
pub(super) struct Mark<'a> {
    /// The code points marked.
    pub range: Range<u32>,
    /// The passage.
    pub passage: &'a Passage,
    /// What cites it, if anything in the layers shown does.
    pub cited: Option<Cited<'a>>,
    /// Whether it belongs to what is selected: the cell or the passage.
    pub selected: bool,
    /// Whether it is shown paler: something else is selected, or it is another analyst's, and the user wants that.
    pub dimmed: bool,
}

/// A passage as it would stand if the gesture under way were done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Preview {
    /// Which passage.
    pub passage: PassageId,
    /// Where it would stand, in code points of its document.
    pub range: Range<u32>,
}

/// How a passage is cited.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cited<'a> {
    pub key: &'a PositionKey,
    pub position: &'a Position,
    pub role: Role,
}

impl Mark<'_> {
    /// The passage's id.
    pub(super) fn id(&self) -> PassageId {
        self.passage.id
    }

    /// The stance whose colour it has.
    pub(super) fn stance(&self) -> Option<Stance> {
        self.cited.and_then(|c| c.position.stance)
    }

    /// "China × NATO enlargement: opposes, stated, high confidence (Ana)".
    pub(super) fn sentence(&self, ctx: &Ctx<'_>) -> String {
        let project = ctx.project();
        let Some(cited) = self.cited else {
            return format!(
                "Marked, not attached to a cell ({})",
                project.analyst_name(&self.passage.analyst)
            );
        };
        let mut words = vec![cited.position.stance.map_or("no stance yet", Stance::word).to_owned()];
        if let Some(basis) = cited.position.basis {
            words.push(basis.word().to_owned());
        }
        if let Some(confidence) = cited.position.confidence {
            words.push(format!("{} confidence", confidence.word()));
        }
        if cited.role == Role::Against {
            words.push("cited against it".to_owned());
        }
        let mut cell = project.cell_name(&cited.key.cell());
        if let Some(period) = &cited.key.period {
            cell = format!("{cell}, {}", project.period_name(Some(period)));
        }
        format!(
            "{cell}: {} ({})",
            words.join(", "),
            project.analyst_name(&cited.key.analyst)
        )
    }
}

/// The marks that touch a stretch of a document, in the layers shown, ordered by where they start, longer first; one
/// passage perhaps as in a preview.
pub(super) fn marks_in<'a>(
    ctx: &Ctx<'a>,
    document: &DocumentId,
    range: Range<u32>,
    preview: Option<&Preview>,
) -> Vec<Mark<'a>> {
    let (project, selection) = (ctx.project(), ctx.selection());
    let (index, reading) = (ctx.session.index(), &ctx.preferences.reading);
    let nothing_selected = selection.cell.is_none() && selection.passage.is_none();
    let moved = preview.filter(|p| p.range.start < range.end && p.range.end > range.start);
    let stand = index
        .touching(document, range.clone())
        .filter(|span| preview.is_none_or(|p| p.passage != span.passage))
        .map(|span| (span.passage, span.start..span.end))
        .chain(moved.map(|p| (p.passage, p.range.clone())));
    let mut marks = Vec::new();
    for (id, stands) in stand {
        let Some(passage) = project.passage(id) else {
            continue;
        };
        let chosen = selection.passage == Some(id);
        let before = marks.len();
        let mut add = |cited: Option<Cited<'a>>, selected: bool| {
            let layer = cited.map_or(&passage.analyst, |c| &c.key.analyst);
            let anothers = reading.dim_layers && *layer != selection.analyst;
            if selected || nothing_selected || !reading.hide_others {
                marks.push(Mark {
                    range: stands.clone(),
                    passage,
                    cited,
                    selected,
                    dimmed: !selected && (anothers || (reading.dim_others && !nothing_selected)),
                });
            }
        };
        let mut shown = false;
        for key in index.citing(id).iter().filter(|k| selection.shows(&k.analyst)) {
            if let Some(position) = project.position(key)
                && let Some(role) = position.role_of(id)
            {
                let in_cell = selection
                    .cell
                    .as_ref()
                    .is_some_and(|c| c.actor == key.actor && c.issue == key.issue);
                // A passage that several cells cite is selected as evidence of the cell that is.
                let selected = in_cell || (chosen && selection.cell.is_none());
                add(Some(Cited { key, position, role }), selected);
                shown = true;
            }
        }
        if !shown && selection.shows(&passage.analyst) {
            add(None, chosen);
        }
        if chosen && !marks[before..].iter().any(|m| m.selected) {
            for mark in &mut marks[before..] {
                (mark.selected, mark.dimmed) = (true, false);
            }
        }
    }
    marks.sort_by(|a, b| (a.range.start, b.range.end, a.id()).cmp(&(b.range.start, a.range.end, b.id())));
    marks
}

/// The lane of each mark, so that no two in one lane overlap.
/// The marks must be in the order of [`marks_in`]. A mark in no lane below `most` gets the last one.
pub(super) fn lanes(marks: &[Mark<'_>], most: usize) -> Vec<usize> {
    let mut ends: Vec<u32> = Vec::new();
    marks
        .iter()
        .map(|mark| {
            let free = ends.iter().position(|end| *end <= mark.range.start);
            let lane = free.unwrap_or(ends.len()).min(most - 1);
            let end = mark.range.end;
            match ends.get_mut(lane) {
                Some(taken) => *taken = end.max(*taken),
                None => ends.push(end),
            }
            lane
        })
        .collect()
}
