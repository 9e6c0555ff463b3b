//! What is selected: shared by all panes, not part of the project, not undone.

use std::{collections::BTreeSet, ops::Range};

use crate::model::{AnalystId, Cell, DocumentId, NoteId, PassageId, PeriodId, PositionKey, Project};

/// Which periods the matrix shows, and into which a stance is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PeriodChoice {
    /// Every period at once: a cell shows its latest position. A stance is written without a period, unless the
    /// cell has a position already, whose key is then taken.
    #[default]
    All,
    /// One period.
    One(PeriodId),
    /// What changed between two periods, earlier first.
    Compare(PeriodId, PeriodId),
}

/// What is selected and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// The layer that edits go to.
    pub analyst: AnalystId,
    /// Other layers whose passages and positions are not shown.
    pub hidden_layers: BTreeSet<AnalystId>,
    /// Whether no other layer is shown at all, because the analyst reads blind.
    pub(super) blind: bool,
    /// The periods shown.
    pub period: PeriodChoice,
    /// The document shown.
    pub document: Option<DocumentId>,
    /// The stretch of the shown document that is selected, in code points; not empty.
    pub text: Option<Range<u32>>,
    /// The matrix cell selected.
    pub cell: Option<Cell>,
    /// The passage selected.
    pub passage: Option<PassageId>,
    /// The note selected.
    pub note: Option<NoteId>,
}

impl Selection {
    /// Nothing selected, the first document shown.
    pub fn new(project: &Project, analyst: AnalystId) -> Self {
        Self {
            analyst,
            hidden_layers: BTreeSet::new(),
            blind: false,
            period: PeriodChoice::All,
            document: project.documents.front().map(|d| d.id.clone()),
            text: None,
            cell: None,
            passage: None,
            note: None,
        }
    }

    /// Shows a document; text selected in another is let go.
    pub fn show_document(&mut self, document: DocumentId) {
        if self.document.as_ref() != Some(&document) {
            self.document = Some(document);
            self.text = None;
        }
    }

    /// Whether a layer is shown.
    pub fn shows(&self, layer: &AnalystId) -> bool {
        !self.hidden_layers.contains(layer) && (!self.blind || *layer == self.analyst)
    }

    /// The key that a judgment on a cell is written to: the shown period's, or with all periods shown the latest
    /// position that the cell has, or none.
    pub fn key_for(&self, project: &Project, cell: &Cell) -> PositionKey {
        let period = match &self.period {
            PeriodChoice::One(id) | PeriodChoice::Compare(_, id) => Some(id.clone()),
            PeriodChoice::All => latest_period(project, &self.analyst, cell),
        };
        PositionKey {
            analyst: self.analyst.clone(),
            actor: cell.actor.clone(),
            issue: cell.issue.clone(),
            period,
        }
    }

    /// Lets go of what the project no longer has.
    pub fn settle(&mut self, project: &Project) {
        if self.document.as_ref().is_none_or(|id| project.document(id).is_none()) {
            self.document = project.documents.front().map(|d| d.id.clone());
            self.text = None;
        }
        let length = self
            .document
            .as_ref()
            .and_then(|id| project.document(id))
            .map_or(0, |d| d.body.len());
        self.text = self.text.take().filter(|r| r.start < r.end && r.end <= length);
        self.cell = self
            .cell
            .take()
            .filter(|c| project.actor(&c.actor).is_some() && project.issue(&c.issue).is_some());
        self.passage = self.passage.filter(|id| project.passage(*id).is_some());
        self.note = self.note.filter(|id| project.note(*id).is_some());
        let known = |id: &PeriodId| project.period(id).is_some();
        let period_gone = match &self.period {
            PeriodChoice::All => false,
            PeriodChoice::One(id) => !known(id),
            PeriodChoice::Compare(a, b) => !known(a) || !known(b),
        };
        if period_gone {
            self.period = PeriodChoice::All;
        }
    }
}

/// The last period, in the project's order, for which an analyst has a position in a cell; `None` if there is none
/// or only one without a period.
fn latest_period(project: &Project, analyst: &AnalystId, cell: &Cell) -> Option<PeriodId> {
    project
        .positions_in(analyst, cell)
        .filter_map(|(key, _)| key.period.clone())
        .max_by_key(|id| project.periods.iter().position(|p| p.id == *id))
}
