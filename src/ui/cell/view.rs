//! What the cell pane shows: plain data about one cell.

use crate::{
    model::{
        AnalystId, Basis, Cell, Confidence, PassageId, PeriodId, Position, PositionKey, Project, Role, Stance, counted,
    },
    session::Selection,
};

/// A passage cited, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Which passage.
    pub passage: PassageId,
    /// Its words.
    pub words: String,
    /// How it is cited.
    pub role: Role,
    /// Where it stands: "¶ 14", or "Title, ¶ 14" where there are several documents.
    pub place: String,
    /// Whether its words do not stand where it says.
    pub astray: bool,
    /// Whose passage it is, if not the position's analyst's.
    pub marked_by: Option<AnalystId>,
}

/// Another position of the same cell: of another period or layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Which position.
    pub key: PositionKey,
    /// "The statement", "Second reader", or both.
    pub name: String,
    /// Its stance.
    pub stance: Option<Stance>,
    /// "high confidence, stated, 2 quotations".
    pub details: String,
}

/// Everything the cell pane shows of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellDetails {
    /// The cell.
    pub cell: Cell,
    /// "China × NATO enlargement".
    pub title: String,
    /// The issue's proposition; may be empty.
    pub proposition: String,
    /// What edits here are written to.
    pub key: PositionKey,
    /// "The statement, First reader".
    pub where_written: String,
    /// The stance.
    pub stance: Option<Stance>,
    /// The confidence.
    pub confidence: Option<Confidence>,
    /// The basis.
    pub basis: Option<Basis>,
    /// The rationale.
    pub rationale: String,
    /// The passages cited for, then those against, each in the order of the text.
    pub quotations: Vec<Quotation>,
    /// The cell's other positions: the edited layer's first, then by layer.
    pub elsewhere: Vec<Elsewhere>,
}

impl CellDetails {
    /// Makes the details of a cell; `None` if its actor or issue is gone.
    pub fn new(project: &Project, selection: &Selection, cell: &Cell) -> Option<Self> {
        let issue = project.issue(&cell.issue)?;
        project.actor(&cell.actor)?;
        let key = selection.key_for(project, cell);
        let position = project.position(&key).cloned().unwrap_or_default();
        let mut where_written = project.analyst_name(&key.analyst).to_owned();
        if let Some(period) = &key.period {
            where_written = format!("{}, {where_written}", project.period_name(Some(period)));
        }
        Some(Self {
            cell: cell.clone(),
            title: project.cell_name(cell),
            proposition: issue.proposition.clone(),
            where_written,
            stance: position.stance,
            confidence: position.confidence,
            basis: position.basis,
            quotations: quotations(project, &key, &position),
            rationale: position.rationale,
            elsewhere: elsewhere(project, selection, &key, cell),
            key,
        })
    }

    /// The quotations cited in a role, in the order of the text.
    pub fn cited(&self, role: Role) -> impl Iterator<Item = &Quotation> {
        self.quotations.iter().filter(move |q| q.role == role)
    }

    /// Whether nothing is written for this cell in this period and layer.
    pub fn is_blank(&self) -> bool {
        self.stance.is_none()
            && self.confidence.is_none()
            && self.basis.is_none()
            && self.rationale.is_empty()
            && self.quotations.is_empty()
    }
}

fn quotations(project: &Project, key: &PositionKey, position: &Position) -> Vec<Quotation> {
    let mut out: Vec<((Role, usize, u32), Quotation)> = position
        .evidence
        .iter()
        .filter_map(|evidence| {
            let passage = project.passage(evidence.passage)?;
            let place = project.documents.iter().position(|d| d.id == passage.document)?;
            let document = &project.documents[place];
            let astray = !passage.anchor.is_exact(&document.body);
            let quotation = Quotation {
                passage: passage.id,
                words: passage.anchor.quotation.clone(),
                role: evidence.role,
                place: project.place_name(&document.id, passage.anchor.start),
                astray,
                marked_by: (passage.analyst != key.analyst).then(|| passage.analyst.clone()),
            };
            Some(((evidence.role, place, passage.anchor.start), quotation))
        })
        .collect();
    out.sort_by_key(|(order, _)| *order);
    out.into_iter().map(|(_, quotation)| quotation).collect()
}

fn elsewhere(project: &Project, selection: &Selection, shown: &PositionKey, cell: &Cell) -> Vec<Elsewhere> {
    let layers = std::iter::once(&selection.analyst).chain(
        project
            .analysts
            .iter()
            .map(|a| &a.id)
            .filter(|id| **id != selection.analyst && selection.shows(id)),
    );
    let mut out = Vec::new();
    for layer in layers {
        let mut positions: Vec<(Option<usize>, &PositionKey, &Position)> = project
            .positions_in(layer, cell)
            .filter(|(key, _)| *key != shown)
            .map(|(key, position)| (period_place(project, key.period.as_ref()), key, position))
            .collect();
        positions.sort_by_key(|(place, ..)| *place);
        for (_, key, position) in positions {
            out.push(Elsewhere {
                key: key.clone(),
                name: elsewhere_name(project, selection, key),
                stance: position.stance,
                details: details(position),
            });
        }
    }
    out
}

fn period_place(project: &Project, period: Option<&PeriodId>) -> Option<usize> {
    project.periods.iter().position(|p| Some(&p.id) == period)
}

fn elsewhere_name(project: &Project, selection: &Selection, key: &PositionKey) -> String {
    let period = match &key.period {
        Some(id) => project.period_name(Some(id)).to_owned(),
        None if project.periods.is_empty() => String::new(),
        None => "All periods".to_owned(),
    };
    if key.analyst == selection.analyst {
        return if period.is_empty() {
            "Without a period".to_owned()
        } else {
            period
        };
    }
    let layer = project.analyst_name(&key.analyst);
    if period.is_empty() {
        layer.to_owned()
    } else {
        format!("{layer}: {period}")
    }
}

fn details(position: &Position) -> String {
    let mut words = Vec::new();
    words.extend(position.confidence.map(|c| format!("{} confidence", c.word())));
    words.extend(position.basis.map(|b| b.word().to_owned()));
    words.push(match position.evidence.len() {
        0 => "no quotation".to_owned(),
        n => counted(n, "quotation", "quotations"),
    });
    words.join(", ")
}
