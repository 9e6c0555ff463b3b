//! What the coding bar offers for a few letters: actors, issues, both at once ("rus nato"), and new ones.
//!
//! Not here: drawing them (`field`), filling the bar in without letters (`coding_bar`).

use super::field::Offer;
use crate::{
    model::{Actor, ActorId, Issue, IssueId, Project},
    ui::fuzzy,
};

/// How many names are offered under a field.
const MOST_OFFERS: usize = 7;

/// Who or what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pick<T> {
    Known(T),
    New(String),
}

/// What an offer stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    Actor(Pick<ActorId>),
    Issue(Pick<IssueId>),
    Both(ActorId, Pick<IssueId>),
}

type Offers = Vec<(Offer, Meant)>;

fn offer(label: impl Into<String>, detail: &str) -> Offer {
    Offer {
        label: label.into(),
        detail: detail.to_owned(),
    }
}

/// The best of some things for a query, with how well each fits, best first.
fn best<'a, T>(query: &str, things: impl Iterator<Item = (T, Vec<&'a str>)>) -> Vec<(i32, T)> {
    let mut scored: Vec<(i32, usize, T)> = things
        .enumerate()
        .filter_map(|(n, (thing, names))| {
            let score = names.into_iter().filter_map(|name| fuzzy::score(query, name)).max()?;
            Some((score, n, thing))
        })
        .collect();
    scored.sort_by_key(|(score, n, _)| (-score, *n));
    scored.truncate(MOST_OFFERS);
    scored.into_iter().map(|(score, _, thing)| (score, thing)).collect()
}

fn best_actors<'a>(project: &'a Project, query: &str) -> Vec<(i32, &'a Actor)> {
    let names = |a: &'a Actor| std::iter::once(&a.name).chain(&a.aliases).map(String::as_str).collect();
    best(query, project.actors.iter().map(|a| (&**a, names(a))))
}

fn best_issues<'a>(project: &'a Project, query: &str) -> Vec<(i32, &'a Issue)> {
    let names = |i: &'a Issue| {
        std::iter::once(&i.name)
            .chain(&i.keywords)
            .map(String::as_str)
            .collect()
    };
    best(query, project.issues.iter().map(|i| (&**i, names(i))))
}

/// What is offered in the actor's field.
pub(super) fn actor_offers(project: &Project, query: &str) -> Offers {
    let query = query.trim();
    let actors = best_actors(project, query);
    // Whoever has these very letters is meant before anything that they might stand for in two parts.
    let lower = query.to_lowercase();
    let named = actors.iter().any(|(_, a)| {
        let mut names = std::iter::once(&a.name).chain(&a.aliases);
        names.any(|name| name.to_lowercase().contains(&lower))
    });
    let actors = actors
        .into_iter()
        .map(|(_, a)| (offer(&*a.name, ""), Meant::Actor(Pick::Known(a.id.clone()))));
    let mut offers: Offers = if named {
        actors.chain(pairs(project, query)).collect()
    } else {
        pairs(project, query).into_iter().chain(actors).collect()
    };
    offers.truncate(MOST_OFFERS);
    if !query.is_empty() && !project.actors.iter().any(|a| a.name.to_lowercase() == lower) {
        offers.push((offer(query, "new actor"), Meant::Actor(Pick::New(query.to_owned()))));
    }
    offers
}

/// "rus nato": the first words say who, the rest on what.
fn pairs(project: &Project, query: &str) -> Offers {
    let mut pairs: Vec<(i32, Offer, Meant)> = Vec::new();
    for (at, _) in query.match_indices(' ') {
        let (who, what) = (query[..at].trim(), query[at..].trim());
        if who.is_empty() || what.is_empty() {
            continue;
        }
        let issues = best_issues(project, what);
        for (n, (fits, actor)) in best_actors(project, who).into_iter().take(2).enumerate() {
            for (also, issue) in issues.iter().take(3) {
                let both = Meant::Both(actor.id.clone(), Pick::Known(issue.id.clone()));
                let label = format!("{} × {}", actor.name, issue.name);
                pairs.push((fits + also, offer(label, ""), both));
            }
            if issues.is_empty() && n == 0 {
                let both = Meant::Both(actor.id.clone(), Pick::New(what.to_owned()));
                let label = format!("{} × {what}", actor.name);
                pairs.push((fits, offer(label, "new issue"), both));
            }
        }
    }
    pairs.sort_by_key(|(fits, ..)| -fits);
    let mut offers: Offers = Vec::new();
    for (_, offer, meant) in pairs {
        if !offers.iter().any(|(_, known)| *known == meant) {
            offers.push((offer, meant));
        }
    }
    offers
}

/// What is offered in the issue's field.
pub(super) fn issue_offers(project: &Project, query: &str) -> Offers {
    let query = query.trim();
    let mut offers: Offers = best_issues(project, query)
        .into_iter()
        .map(|(_, i)| (offer(&*i.name, ""), Meant::Issue(Pick::Known(i.id.clone()))))
        .collect();
    let lower = query.to_lowercase();
    if !query.is_empty() && !project.issues.iter().any(|i| i.name.to_lowercase() == lower) {
        offers.push((offer(query, "new issue"), Meant::Issue(Pick::New(query.to_owned()))));
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::desk::named;

    fn first(query: &str) -> String {
        let offers = actor_offers(&named(false), query);
        let (offer, _) = offers.first().expect("an offer");
        format!("{} {}", offer.label, offer.detail).trim().to_owned()
    }

    #[test]
    fn a_few_letters_say_who_and_on_what() {
        for (typed, expected) in [
            ("rus", "Russia"),
            ("rus nato", "Russia × NATO enlargement"),
            ("chi auk", "China × AUKUS"),
            ("beij crim", "China × Annexation of Crimea"),
            ("cee sanc", "Central and Eastern Europe × Sanctions on Russia"),
            ("united", "United States"),
            ("united st", "United States"),
            ("united states sanctions", "United States × Sanctions on Russia"),
            ("pol xylophones", "Poland × xylophones new issue"),
            ("Zanzibar", "Zanzibar new actor"),
        ] {
            assert_eq!(first(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_new_one_is_offered_unless_it_is_there() {
        let project = named(false);
        let is_new = |offers: &Offers| offers.iter().any(|(o, _)| o.detail.starts_with("new"));
        assert!(is_new(&actor_offers(&project, "Rus")));
        assert!(!is_new(&actor_offers(&project, "russia ")));
        assert!(!is_new(&actor_offers(&project, "")));
        assert!(is_new(&issue_offers(&project, "Trade")));
        assert!(!is_new(&issue_offers(&project, "aukus")));
    }
}
