//! Where the reader was in each project, kept between starts: in the user's state folder, never in the project.
//!
//! A project is known by its file's path, one without a file by its title.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::App;
use crate::{
    model::{Cell, DocumentId, PeriodId},
    session::PeriodChoice,
};

/// The name that places are kept under.
const PLACES: &str = "places";

/// How many projects are remembered.
const MOST_PROJECTS: usize = 50;

/// In how many documents of one project the place is remembered.
const MOST_DOCUMENTS: usize = 500;

/// Every project's, that of the project left last first.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Places {
    projects: Vec<Place>,
}

/// One project's.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    project: String,
    /// A code point on the first line shown of each document, where that is not the beginning.
    documents: BTreeMap<DocumentId, u32>,
    shown: Option<DocumentId>,
    cell: Option<Cell>,
    /// None for all periods, one for one, two for a comparison.
    periods: Vec<PeriodId>,
}

impl App {
    /// Writes down where the reader is in the open project.
    pub(super) fn keep_places(&mut self) {
        let Some(state) = self.state.clone().filter(|_| self.open) else {
            return;
        };
        let selection = &self.session.selection;
        let places = self.panes.article.places().into_iter();
        let place = Place {
            project: self.place_name(),
            documents: places.filter(|(_, at)| *at > 0).take(MOST_DOCUMENTS).collect(),
            shown: selection.document.clone(),
            cell: selection.cell.clone(),
            periods: match &selection.period {
                PeriodChoice::All => Vec::new(),
                PeriodChoice::One(id) => vec![id.clone()],
                PeriodChoice::Compare(a, b) => vec![a.clone(), b.clone()],
            },
        };
        let mut places: Places = state.read(PLACES).value;
        places.projects.retain(|other| other.project != place.project);
        places.projects.insert(0, place);
        places.projects.truncate(MOST_PROJECTS);
        let result = state.write(PLACES, &places);
        self.say_if_failed(result);
    }

    /// Goes back to where the reader was in the project just opened. What it no longer has is passed over.
    pub(super) fn return_to_places(&mut self) {
        let Some(state) = &self.state else { return };
        let name = self.place_name();
        let places: Places = state.read(PLACES).value;
        let Some(place) = places.projects.into_iter().find(|place| place.project == name) else {
            return;
        };
        self.panes.article.set_places(place.documents);
        let selection = &mut self.session.selection;
        selection.document = place.shown.or_else(|| selection.document.take());
        selection.cell = place.cell;
        selection.period = match place.periods.as_slice() {
            [one] => PeriodChoice::One(one.clone()),
            [a, b] => PeriodChoice::Compare(a.clone(), b.clone()),
            _ => PeriodChoice::All,
        };
        let project = self.session.project().clone();
        self.session.selection.settle(&project);
    }

    fn place_name(&self) -> String {
        match self.path() {
            Some(path) => path.display().to_string(),
            None => format!("without a file: {}", self.session.project().title),
        }
    }
}
