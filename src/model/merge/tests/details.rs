//! The promises of the merge in detail: each field is what its owner made of it, what both added unites, what both put
//! in one order stays so, and what one deleted and the other changed is asked about.

use std::{collections::BTreeSet, sync::Arc};

use proptest::prelude::*;

use super::dice::{Parted, parted};
use crate::model::{
    Anchor, Block, BlockKind, Body, Document, DocumentId, Edit, Listed, Metadata, Passage, PassageId, Position,
    PositionKey, Project,
    merge::{Conflict, Item, Merge, Side, Text, merge},
};

/// What a field must be, and whether it must be asked about.
fn expected<'a, T: PartialEq>(base: Option<&'a T>, mine: &'a T, theirs: &'a T, blank: &T) -> (&'a T, bool) {
    if mine == theirs || base == Some(theirs) {
        return (mine, false);
    }
    if base == Some(mine) {
        return (theirs, false);
    }
    let kept = if mine == blank { theirs } else { mine };
    (kept, base.is_some() || (mine != blank && theirs != blank))
}

/// The keys of positions that both sides have.
fn shared<'a>(mine: &'a Project, theirs: &'a Project) -> impl Iterator<Item = (&'a PositionKey, [&'a Position; 2])> {
    mine.positions
        .iter()
        .filter_map(|(key, position)| Some((key, [&**position, theirs.position(key)?])))
}

fn asked(merged: &Merge, is: impl Fn(&Conflict) -> bool) -> bool {
    merged.conflicts.iter().any(is)
}

/// Whether a position cites a passage: this one, or one marked alike, which is what two of them become.
fn cites(project: &Project, position: Option<&Position>, passage: &Passage) -> bool {
    position.is_some_and(|position| {
        position.evidence.iter().any(|e| {
            e.passage == passage.id
                || project
                    .passage(e.passage)
                    .is_some_and(|p| p.analyst == passage.analyst && p.anchor.quotation == passage.anchor.quotation)
        })
    })
}

fn in_order<T: Listed>(list: &imbl::Vector<Arc<T>>) -> Vec<T::Id> {
    list.iter().map(|thing| thing.id().clone()).collect()
}

/// Two ids that both sides have in one order and the merged list in the other.
fn turned_round<T: Ord + Clone + std::fmt::Debug>(mine: &[T], theirs: &[T], merged: &[T]) -> Option<(T, T)> {
    let place = |list: &[T], id: &T| list.iter().position(|x| x == id);
    for (n, first) in merged.iter().enumerate() {
        for second in &merged[n + 1..] {
            let after = |list: &[T]| match (place(list, first), place(list, second)) {
                (Some(a), Some(b)) => a > b,
                _ => false,
            };
            if after(mine) && after(theirs) {
                return Some((first.clone(), second.clone()));
            }
        }
    }
    None
}

/// A side that imported an article of this text under this id, and marked some of its words.
fn with_import(side: &Project, id: &str, body: &Arc<Body>, start: u32, passage: u64) -> Project {
    let analyst = side.analysts.front().expect("an analyst").id.clone();
    let id = DocumentId::from_name(id);
    let edits = [
        Edit::AddDocument(Arc::new(Document {
            id: id.clone(),
            about: Metadata {
                title: "An import".to_owned(),
                ..Metadata::default()
            },
            body: Arc::clone(body),
        })),
        Edit::AddPassage(Passage {
            id: side.free_passage_id(passage),
            document: id,
            analyst,
            anchor: Anchor::of(body, start..start + 5).expect("in the text"),
        }),
    ];
    edits
        .iter()
        .fold(side.clone(), |p, edit| p.applied(edit).expect("a sound edit"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_field_is_what_its_owner_made_of_it(p in parted(), known: bool) {
        let Parted { base, mine, theirs, .. } = &p;
        let base = known.then_some(base);
        let merged = merge(base, mine, theirs);
        let blank = Position::default();
        for (key, [m, t]) in shared(mine, theirs) {
            let b = base.map(|b| b.position(key).unwrap_or(&blank));
            let b = b.filter(|_| base.is_some_and(|b| b.position(key).is_some()));
            let now = merged.project.position(key).unwrap_or(&blank);
            let (stance, open) = expected(b.map(|b| &b.stance), &m.stance, &t.stance, &None);
            prop_assert_eq!(&now.stance, stance, "{:?}", key);
            prop_assert_eq!(open, asked(&merged, |c| matches!(c, Conflict::Stance(k, _) if k == key)), "{:?}", key);
            let (confidence, open) = expected(b.map(|b| &b.confidence), &m.confidence, &t.confidence, &None);
            prop_assert_eq!(&now.confidence, confidence, "{:?}", key);
            prop_assert_eq!(open, asked(&merged, |c| matches!(c, Conflict::Confidence(k, _) if k == key)), "{:?}", key);
            let (basis, open) = expected(b.map(|b| &b.basis), &m.basis, &t.basis, &None);
            prop_assert_eq!(&now.basis, basis, "{:?}", key);
            prop_assert_eq!(open, asked(&merged, |c| matches!(c, Conflict::Basis(k, _) if k == key)), "{:?}", key);
            let (rationale, open) = expected(b.map(|b| &b.rationale), &m.rationale, &t.rationale, &String::new());
            prop_assert_eq!(&now.rationale, rationale, "{:?}", key);
            let is_it = |c: &Conflict| matches!(c, Conflict::Text(Text::Rationale(k), _) if k == key);
            prop_assert_eq!(open, asked(&merged, is_it), "{:?}", key);
        }
        for m in &mine.actors {
            let (Some(t), Some(now)) = (theirs.actor(&m.id), merged.project.actor(&m.id)) else { continue };
            let b = base.and_then(|b| b.actor(&m.id));
            let (name, open) = expected(b.map(|b| &b.name), &m.name, &t.name, &String::new());
            prop_assert_eq!(&now.name, name);
            let is_it = |c: &Conflict| matches!(c, Conflict::Text(Text::ActorName(id), _) if *id == m.id);
            prop_assert_eq!(open, asked(&merged, is_it));
            let (colour, _) = expected(b.map(|b| &b.colour), &m.colour, &t.colour, &None);
            prop_assert_eq!(&now.colour, colour);
            let before: BTreeSet<&String> = b.into_iter().flat_map(|b| &b.aliases).collect();
            for alias in m.aliases.iter().chain(&t.aliases).filter(|a| !before.contains(a)) {
                prop_assert!(now.aliases.contains(alias), "{:?} is not among {:?}", alias, now.aliases);
            }
        }
        for m in mine.notes.values() {
            let (Some(t), Some(now)) = (theirs.note(m.id), merged.project.note(m.id)) else { continue };
            let before: BTreeSet<&String> = base.and_then(|b| b.note(m.id)).into_iter().flat_map(|b| &b.tags).collect();
            for tag in m.tags.iter().chain(&t.tags).filter(|tag| !before.contains(tag)) {
                prop_assert!(now.tags.contains(tag), "{:?} is not among {:?}", tag, now.tags);
            }
        }
    }

    #[test]
    fn what_either_newly_cites_is_cited(p in parted(), known: bool) {
        let Parted { base, mine, theirs, .. } = &p;
        let merged = merge(known.then_some(base), mine, theirs);
        for side in [mine, theirs] {
            for (key, position) in &side.positions {
                for evidence in &position.evidence {
                    let passage = side.passage(evidence.passage).expect("it is there");
                    let was = known && cites(base, base.position(key), passage);
                    prop_assert!(
                        was || cites(&merged.project, merged.project.position(key), passage),
                        "{:?} no longer cites {:?}", key, passage.anchor.quotation
                    );
                }
            }
        }
    }

    #[test]
    fn an_order_that_both_have_stays(p in parted(), known: bool) {
        let Parted { base, mine, theirs, .. } = &p;
        let merged = merge(known.then_some(base), mine, theirs).project;
        let actors = turned_round(&in_order(&mine.actors), &in_order(&theirs.actors), &in_order(&merged.actors));
        prop_assert_eq!(actors, None);
        let issues = turned_round(&in_order(&mine.issues), &in_order(&theirs.issues), &in_order(&merged.issues));
        prop_assert_eq!(issues, None);
        let periods = turned_round(&in_order(&mine.periods), &in_order(&theirs.periods), &in_order(&merged.periods));
        prop_assert_eq!(periods, None);
    }

    #[test]
    fn deletion_against_change_is_asked_about(p in parted()) {
        let Parted { base, mine, theirs, .. } = &p;
        let merged = merge(Some(base), mine, theirs);
        for (by, deleting, changing) in [(Side::Mine, mine, theirs), (Side::Theirs, theirs, mine)] {
            let told = |is: &dyn Fn(&Item) -> bool| {
                asked(&merged, |c| matches!(c, Conflict::Deletion(d) if d.by == by && is(&d.kept)))
            };
            for (key, changed) in &changing.positions {
                let was = base.position(key);
                let in_words = |p: &Position| (p.stance, p.confidence, p.basis, p.rationale.clone());
                let differs = was.is_some_and(|was| in_words(was) != in_words(changed));
                if differs && !deleting.positions.contains_key(key) {
                    prop_assert!(told(&|item| matches!(item, Item::Position(k, _) if k == key)), "{:?}", key);
                    prop_assert!(merged.project.positions.contains_key(key));
                }
            }
            for (id, changed) in &changing.notes {
                let differs = base.note(*id).is_some_and(|was| (&was.text, &was.tags) != (&changed.text, &changed.tags));
                if differs && deleting.note(*id).is_none() {
                    prop_assert!(told(&|item| matches!(item, Item::Note(n) if n.id == *id)), "{:?}", changed);
                    prop_assert!(merged.project.note(*id).is_some());
                }
            }
            for changed in &changing.actors {
                let differs = base.actor(&changed.id).is_some_and(|was| *was != **changed);
                if differs && deleting.actor(&changed.id).is_none() {
                    prop_assert!(told(&|item| matches!(item, Item::Actor(a) if a.id == changed.id)), "{:?}", changed);
                    prop_assert!(merged.project.actor(&changed.id).is_some());
                }
            }
        }
    }

    #[test]
    fn one_text_imported_by_both_is_one_document(
        p in parted(), known: bool, ids in ("[x-z]{1,2}", "[x-z]{1,2}"), starts in (0..90_u32, 0..90_u32)
    ) {
        let text = "A text that stands in no other document, imported by each for himself and marked by each at will.";
        let body = Arc::new(Body::new(vec![
            Block::new(BlockKind::Heading(1), "Its heading"),
            Block::new(BlockKind::Paragraph, text),
        ]));
        let mine = with_import(&p.mine, &ids.0, &body, starts.0, 77);
        let theirs = with_import(&p.theirs, &ids.1, &body, starts.1, 88);
        let merged = merge(known.then_some(&p.base), &mine, &theirs).project;
        let documents: Vec<&Document> =
            merged.documents.iter().map(|d| &**d).filter(|d| *d.body == *body).collect();
        prop_assert_eq!(documents.len(), 1);
        for side in [&mine, &theirs] {
            let of_text = |p: &&Arc<Passage>| side.document(&p.document).is_some_and(|d| *d.body == *body);
            for passage in side.passages.values().filter(of_text) {
                let alike = |p: &&Arc<Passage>| p.analyst == passage.analyst && p.anchor == passage.anchor;
                let found: Vec<PassageId> =
                    merged.passages.values().filter(alike).filter(|p| p.document == documents[0].id).map(|p| p.id).collect();
                prop_assert_eq!(found.len(), 1, "{:?}", passage);
                prop_assert!(merged.passage(found[0]).is_some_and(|p| p.anchor.is_exact(&body)));
            }
        }
    }
}
