//! Small projects for the tests of what is computed from layers.

use std::sync::Arc;

use crate::model::{Actor, Analyst, Block, BlockKind, Body, Document, Edit, Issue, Metadata, Passage, Period, Project};
use crate::model::{Anchor, PassageId, PeriodId, PositionKey, Role, Stance};

/// The period of an id.
pub(super) fn period(id: &str) -> PeriodId {
    id.parse().expect("an id")
}

/// A project of positions given as analyst, actor, issue, period ("" for none) and stance ("" for evidence only).
/// The periods are "before" and "after", in this order.
pub(super) fn layered(positions: &[(&str, &str, &str, &str, &str)]) -> Project {
    let mut project = Project::default();
    let mut apply = |edit: Edit| {
        if let Ok(next) = project.applied(&edit) {
            project = next;
        }
    };
    for name in ["before", "after"] {
        apply(Edit::AddPeriod(Period {
            id: period(name),
            name: name.to_owned(),
            description: String::new(),
        }));
    }
    let body = Arc::new(Body::new(vec![Block::new(BlockKind::Paragraph, "Words.")]));
    apply(Edit::AddDocument(Arc::new(Document {
        id: "words".parse().expect("an id"),
        about: Metadata {
            title: "Words".to_owned(),
            ..Metadata::default()
        },
        body: Arc::clone(&body),
    })));
    for (analyst, actor, issue, at, stance) in positions {
        let key = PositionKey {
            analyst: analyst.parse().expect("an id"),
            actor: actor.parse().expect("an id"),
            issue: issue.parse().expect("an id"),
            period: (!at.is_empty()).then(|| period(at)),
        };
        apply(Edit::AddAnalyst(Analyst {
            id: key.analyst.clone(),
            name: (*analyst).to_owned(),
            finished: false,
        }));
        apply(Edit::AddActor(Actor::new(key.actor.clone(), *actor)));
        apply(Edit::AddIssue(Issue::new(key.issue.clone(), *issue)));
        let passage = PassageId::from_random(1);
        apply(Edit::AddPassage(Passage {
            id: passage,
            document: "words".parse().expect("an id"),
            analyst: key.analyst.clone(),
            anchor: Anchor::of(&body, 0..5).expect("a range"),
        }));
        match Stance::parse(stance) {
            Some(stance) => apply(Edit::SetStance(key, Some(stance))),
            None => apply(Edit::Cite(key, passage, Role::For)),
        }
    }
    project
}
