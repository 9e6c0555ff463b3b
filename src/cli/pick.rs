//! Layers and periods as they are named on the command line.

use super::Failure;
use crate::{
    analysis::layers::Periods,
    model::{Actor, AnalystId, Issue, Listed, Project},
};

fn named<'a, T: Listed>(list: &'a imbl::Vector<std::sync::Arc<T>>, name: &str) -> Result<&'a T, Failure> {
    let name = name.trim();
    let same = |a: &str| a.to_lowercase() == name.to_lowercase();
    let by_id = list.iter().find(|item| item.id().to_string() == name);
    if let Some(item) = by_id.or_else(|| list.iter().find(|item| same(item.name()))) {
        return Ok(item);
    }
    let kind = T::KIND;
    Err(Failure(if list.is_empty() {
        format!("There is no {kind} \"{name}\": the project has no {kind}s")
    } else {
        let names: Vec<String> = list.iter().map(|item| format!("\"{}\"", item.name())).collect();
        format!("There is no {kind} \"{name}\". Choose one of: {}", names.join(", "))
    }))
}

/// The layer of this name or id.
pub(super) fn layer(project: &Project, name: &str) -> Result<AnalystId, Failure> {
    named(&project.analysts, name).map(|analyst| analyst.id.clone())
}

/// The actor of this name or id.
pub(super) fn actor<'a>(project: &'a Project, name: &str) -> Result<&'a Actor, Failure> {
    named(&project.actors, name)
}

/// The issue of this name or id.
pub(super) fn issue<'a>(project: &'a Project, name: &str) -> Result<&'a Issue, Failure> {
    named(&project.issues, name)
}

/// The layer of this name, or the first that there is.
pub(super) fn layer_or_first(project: &Project, name: Option<&str>) -> Result<Option<AnalystId>, Failure> {
    match name {
        Some(name) => layer(project, name).map(Some),
        None => Ok(project.analysts.front().map(|a| a.id.clone())),
    }
}

/// The period of this name; `any` for a cell's latest, `each` for each for itself.
pub(super) fn periods(project: &Project, name: &str) -> Result<Periods, Failure> {
    match (named(&project.periods, name), name) {
        (Ok(period), _) => Ok(Periods::One(period.id.clone())),
        (_, "any") => Ok(Periods::Latest),
        (_, "each") => Ok(Periods::Each),
        (Err(failure), _) => Err(failure),
    }
}

/// How the choice of periods is called in a heading.
pub(super) fn called(project: &Project, periods: &Periods) -> String {
    match periods {
        Periods::Latest => "latest of all periods".to_owned(),
        Periods::Each => "each period for itself".to_owned(),
        Periods::One(id) => project.period_name(Some(id)).to_owned(),
    }
}
