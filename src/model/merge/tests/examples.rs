//! By example.

use std::sync::Arc;

use super::dice::{key, note, passage, seed};
use crate::model::{
    Actor, Anchor, Basis, Block, BlockKind, Body, Confidence, Document, DocumentId, Edit, Kind, Metadata, Moment,
    Project, Role, Stance,
    merge::{CONFLICT_TAG, Choice, Conflict, Item, MERGE_TAG, Merge, Side, differences, kept_conflicts, merge},
};

fn after(project: &Project, edits: &[Edit]) -> Project {
    edits
        .iter()
        .fold(project.clone(), |p, edit| p.applied(edit).expect("a sound edit"))
}

/// Base, and merged with mine and theirs.
fn merged(before: &[Edit], mine: &[Edit], theirs: &[Edit]) -> Merge {
    let base = after(&seed(), before);
    merge(Some(&base), &after(&base, mine), &after(&base, theirs))
}

fn sentences(merge: &Merge) -> Vec<String> {
    merge.conflicts.iter().map(|c| c.sentence(&merge.project)).collect()
}

fn mark(words: &str) -> Edit {
    Edit::AddPassage(passage(&seed(), words, 1))
}

fn id_of(words: &str) -> crate::model::PassageId {
    passage(&seed(), words, 1).id
}

const ROLE: &str = "Russia’s endorsement is purely pragmatic";
const FIRST: &str = "made an explicit statement";

#[test]
fn different_fields_of_one_position_merge() {
    let cell = key("anna", "china", "aukus");
    let m = merged(
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Opposes)),
            mark(FIRST),
            mark(ROLE),
        ],
        &[
            Edit::SetConfidence(cell.clone(), Some(Confidence::High)),
            Edit::Cite(cell.clone(), id_of(FIRST), Role::For),
        ],
        &[
            Edit::SetBasis(cell.clone(), Some(Basis::Stated)),
            Edit::Cite(cell.clone(), id_of(ROLE), Role::Against),
        ],
    );
    assert_eq!(m.conflicts, vec![]);
    let position = m.project.position(&cell).expect("the position");
    assert_eq!(
        (position.stance, position.confidence, position.basis),
        (Some(Stance::Opposes), Some(Confidence::High), Some(Basis::Stated))
    );
    assert_eq!(position.cited(Role::For).collect::<Vec<_>>(), [id_of(FIRST)]);
    assert_eq!(position.cited(Role::Against).collect::<Vec<_>>(), [id_of(ROLE)]);
    assert_eq!(m.summary().to_string(), "1 position changed");
}

#[test]
fn what_both_changed_is_a_conflict_that_says_where_and_what() {
    let cell = key("anna", "china", "aukus");
    let m = merged(
        &[Edit::SetStance(cell.clone(), Some(Stance::Neutral)), mark(FIRST)],
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Opposes)),
            Edit::Cite(cell.clone(), id_of(FIRST), Role::For),
        ],
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Supports)),
            Edit::Cite(cell.clone(), id_of(FIRST), Role::Against),
        ],
    );
    assert_eq!(
        sentences(&m),
        [
            "China × AUKUS (Anna): stance: here: opposes; there: supports; before: neutral",
            "China × AUKUS (Anna): evidence: here: for: “made an explicit statement”; \
             there: against: “made an explicit statement”",
        ]
    );
    let stands = m.project.position(&cell).expect("the position");
    assert_eq!(
        (stands.stance, stands.role_of(id_of(FIRST))),
        (Some(Stance::Opposes), Some(Role::For))
    );
}

#[test]
fn a_judgment_is_settled_as_mine_theirs_or_in_a_layer_of_its_own() {
    let cell = key("anna", "china", "aukus");
    let open = merged(
        &[mark(FIRST)],
        &[Edit::SetStance(cell.clone(), Some(Stance::Opposes))],
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Supports)),
            Edit::SetRationale(cell.clone(), "They said so.".to_owned()),
            Edit::Cite(cell.clone(), id_of(FIRST), Role::For),
        ],
    );
    for (choice, expected) in [(Choice::Mine, Stance::Opposes), (Choice::Theirs, Stance::Supports)] {
        let mut m = open.clone();
        m.settle(&open.conflicts[0], choice).expect("one of them");
        assert_eq!(m.project.position(&cell).and_then(|p| p.stance), Some(expected));
        assert_eq!(m.conflicts, vec![]);
    }
    let mut m = open.clone();
    m.settle(&open.conflicts[0], Choice::Both).expect("both");
    let mut theirs = cell.clone();
    theirs.analyst = "anna-theirs".parse().expect("an id");
    assert_eq!(m.project.analyst_name(&theirs.analyst), "Anna (theirs)");
    let beside = m.project.position(&theirs).expect("their position");
    assert_eq!(
        (beside.stance, beside.rationale.as_str(), beside.evidence.len()),
        (Some(Stance::Supports), "They said so.", 1)
    );
    assert_eq!(m.project.position(&cell).and_then(|p| p.stance), Some(Stance::Opposes));
}

#[test]
fn deletion_against_change_keeps_the_change_and_asks() {
    let cell = key("anna", "china", "aukus");
    let m = merged(
        &[Edit::SetStance(cell.clone(), Some(Stance::Neutral))],
        &[Edit::DeleteActor("china".parse().expect("an id"))],
        &[Edit::SetStance(cell.clone(), Some(Stance::Opposes))],
    );
    assert_eq!(
        sentences(&m),
        [
            "China × AUKUS (Anna): deleted against changed: here: deleted; there: opposes; before: neutral",
            "actor China: deleted against used: here: deleted; there: China (used); before: China",
        ]
    );
    assert_eq!(m.project.position(&cell).and_then(|p| p.stance), Some(Stance::Opposes));
    let mut deleted = m.clone();
    deleted.settle(&m.conflicts[1], Choice::Mine).expect("mine");
    assert!(deleted.project.actor(&cell.actor).is_none());
    assert_eq!(
        (deleted.project.positions.len(), deleted.conflicts.len()),
        (0, 0),
        "the other conflict is pointless"
    );
    let mut kept = m.clone();
    kept.settle_all(Choice::Theirs);
    assert_eq!(
        kept.project.position(&cell).and_then(|p| p.stance),
        Some(Stance::Opposes)
    );
    assert_eq!(m.conflicts[0].clone().swapped().place(), m.conflicts[0].place());
}

#[test]
fn deletion_of_what_the_other_left_alone_is_a_deletion() {
    let cell = key("anna", "china", "aukus");
    let m = merged(
        &[
            mark(FIRST),
            Edit::SetStance(cell.clone(), Some(Stance::Neutral)),
            Edit::Cite(cell.clone(), id_of(FIRST), Role::For),
        ],
        &[Edit::SetStance(key("anna", "russia", "aukus"), Some(Stance::Neutral))],
        &[Edit::DeletePassage(id_of(FIRST))],
    );
    assert_eq!(m.conflicts, vec![]);
    assert_eq!(m.project.passages.len(), 0);
    assert!(m.project.position(&cell).is_some_and(|p| p.evidence.is_empty()));
    assert_eq!(m.summary().to_string(), "1 position changed; 1 passage removed");
}

#[test]
fn a_passage_newly_cited_or_noted_is_not_deleted_unseen() {
    let cell = key("anna", "china", "aukus");
    for use_of_it in [
        Edit::Cite(cell, id_of(FIRST), Role::For),
        Edit::AddNote(note(7, crate::model::Target::Passage(id_of(FIRST)), "Look.")),
    ] {
        let m = merged(&[mark(FIRST)], &[Edit::DeletePassage(id_of(FIRST))], &[use_of_it]);
        assert!(m.project.passage(id_of(FIRST)).is_some());
        assert!(
            matches!(&m.conflicts[..], [Conflict::Deletion(d)] if d.by == Side::Mine && d.base == d.kept),
            "{:?}",
            m.conflicts
        );
    }
}

#[test]
fn the_same_actor_added_by_both_unites() {
    let india = |aliases: &[&str], group: &str| {
        let mut actor = Actor::new("india".parse().expect("an id"), "India");
        actor.aliases = aliases.iter().map(|a| (*a).to_owned()).collect();
        actor.group = group.to_owned();
        Edit::AddActor(actor)
    };
    let m = merged(
        &[],
        &[india(&["New Delhi", "Bharat"], "")],
        &[india(&["Bharat", "Delhi"], "Asia")],
    );
    assert_eq!(m.conflicts, vec![]);
    let actor = m.project.actor(&"india".parse().expect("an id")).expect("India");
    assert_eq!(
        (actor.aliases.join(" "), actor.group.as_str()),
        ("New Delhi Bharat Delhi".to_owned(), "Asia")
    );
}

#[test]
fn another_name_on_each_side_can_stay_as_an_alias() {
    let named = |name: &str| Edit::ChangeActor(Actor::new("china".parse().expect("an id"), name));
    let open = merged(&[], &[named("PRC")], &[named("Beijing")]);
    let mut m = open.clone();
    m.settle(&open.conflicts[0], Choice::Both).expect("both");
    let china = m.project.actor(&"china".parse().expect("an id")).expect("China");
    assert_eq!(
        (china.name.as_str(), china.aliases.join(" ").as_str()),
        ("PRC", "Beijing")
    );
}

#[test]
fn orders_merge() {
    let order = |ids: [&str; 3]| Edit::OrderActors(ids.map(|id| id.parse().expect("an id")).into());
    let m = merged(
        &[],
        &[order(["russia", "china", "nato"])],
        &[Edit::AddActor(Actor::new("iran".parse().expect("an id"), "Iran"))],
    );
    let names = |m: &Merge| {
        m.project
            .actors
            .iter()
            .map(|a| a.name.clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!((names(&m).as_str(), m.conflicts.len()), ("Russia China NATO Iran", 0));
    let mut m = merged(
        &[],
        &[order(["russia", "china", "nato"])],
        &[order(["china", "nato", "russia"])],
    );
    assert_eq!(names(&m), "Russia China NATO");
    assert!(
        matches!(&m.conflicts[..], [Conflict::Order(Kind::Actor, _)]),
        "{:?}",
        m.conflicts
    );
    m.settle_all(Choice::Both);
    assert_eq!(m.conflicts.len(), 1, "it is one or the other");
    m.settle_all(Choice::Theirs);
    assert_eq!(names(&m), "China NATO Russia");
}

fn article(id: &str, title: &str, paragraphs: &[&str]) -> Edit {
    Edit::AddDocument(Arc::new(Document {
        id: DocumentId::from_name(id),
        about: Metadata {
            title: title.to_owned(),
            ..Metadata::default()
        },
        body: Arc::new(Body::new(
            paragraphs.iter().map(|p| Block::new(BlockKind::Paragraph, p)).collect(),
        )),
    }))
}

#[test]
fn one_article_imported_by_both_is_one_document() {
    let paragraphs = ["The council met on Monday.", "Nobody was surprised."];
    let passage_in =
        |id: &str, words: &str, random: u64| passage(&after(&seed(), &[article(id, id, &paragraphs)]), words, random);
    let marked = |id: &str, words: &str, random: u64| Edit::AddPassage(passage_in(id, words, random));
    let [own, other] = [3, 1].map(|random| passage_in("council", "met on Monday", random).id);
    let m = merged(
        &[],
        &[
            article("council", "council", &paragraphs),
            marked("council", "met on Monday", 3),
        ],
        &[
            article("a-council", "a-council", &paragraphs),
            marked("a-council", "Nobody", 2),
            marked("a-council", "met on Monday", 1),
            Edit::AddNote(note(
                4,
                crate::model::Target::Document(DocumentId::from_name("a-council")),
                &format!("[Dull](standpoint:passage/{other}) <standpoint:document/a-council>"),
            )),
        ],
    );
    assert!(own < other, "the smaller is taken");
    let note = m.project.notes.values().next().expect("the note");
    assert_eq!(
        note.text,
        format!("[Dull](standpoint:passage/{own}) <standpoint:document/a-council>")
    );
    assert_eq!(
        note.about,
        [crate::model::Target::Document(DocumentId::from_name("a-council"))]
    );
    let ids: Vec<&str> = m.project.documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["china", "statement", "a-council"]);
    assert_eq!(m.project.passages.len(), 2, "what both marked alike is one passage");
    let document = m.project.documents.back().expect("the article");
    assert!(
        m.project
            .passages
            .values()
            .all(|p| p.document == document.id && p.anchor.is_exact(&document.body))
    );
    assert_eq!(
        sentences(&m),
        ["document council: title: here: council; there: a-council"]
    );
}

#[test]
fn two_articles_of_one_title_stay_two() {
    let m = merged(
        &[],
        &[article(
            "interview",
            "Interview",
            &["He was asked about gas.", "He left."],
        )],
        &[article(
            "interview",
            "Interview",
            &["She spoke of rain.", "She stayed."],
        )],
    );
    assert_eq!(m.conflicts, vec![]);
    let ids: Vec<&str> = m.project.documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["china", "statement", "interview", "interview-2"]);
}

#[test]
fn a_passage_marked_in_the_old_text_is_carried_into_the_new() {
    let china = DocumentId::from_name("china");
    let old = seed().document(&china).expect("the article").body.blocks().to_vec();
    let new = [vec![Block::new(BlockKind::Paragraph, "By our correspondent.")], old].concat();
    let m = merged(
        &[],
        &[Edit::ReplaceText(china.clone(), Arc::new(Body::new(new)), vec![])],
        &[mark(ROLE)],
    );
    assert_eq!(m.conflicts, vec![]);
    let (document, passage) = (m.project.document(&china), m.project.passage(id_of(ROLE)));
    let (document, passage) = (document.expect("the article"), passage.expect("the passage"));
    assert!(passage.anchor.is_exact(&document.body));
    assert_eq!(passage.anchor.quotation, ROLE);
}

#[test]
fn two_new_texts_of_one_article() {
    let china = DocumentId::from_name("china");
    let old = seed().document(&china).expect("the article").body.blocks().to_vec();
    let with = |words: &str, end: bool| {
        let block = vec![Block::new(BlockKind::Paragraph, words)];
        let blocks = if end {
            [old.clone(), block].concat()
        } else {
            [block, old.clone()].concat()
        };
        Arc::new(Body::new(blocks))
    };
    let (mine, theirs) = (with("At the end, mine.", true), with("First, theirs.", false));
    let base = seed();
    let marked_in_theirs = after(
        &base,
        &[
            Edit::ReplaceText(china.clone(), Arc::clone(&theirs), vec![]),
            Edit::AddPassage(passage(
                &after(&base, &[Edit::ReplaceText(china.clone(), Arc::clone(&theirs), vec![])]),
                ROLE,
                9,
            )),
        ],
    );
    let marked = passage(&marked_in_theirs, ROLE, 9).id;
    let open = merge(
        Some(&base),
        &after(&base, &[Edit::ReplaceText(china.clone(), Arc::clone(&mine), vec![])]),
        &marked_in_theirs,
    );
    assert!(
        matches!(&open.conflicts[..], [Conflict::Body(..)]),
        "{:?}",
        open.conflicts
    );
    for (choice, body) in [(Choice::Mine, &mine), (Choice::Theirs, &theirs)] {
        let mut m = open.clone();
        m.settle_all(choice);
        assert_eq!(m.project.document(&china).map(|d| &d.body), Some(body));
        assert!(
            m.project.passage(marked).is_some_and(|p| p.anchor.is_exact(body)),
            "{choice:?}"
        );
    }
    let mut m = open;
    m.settle_all(Choice::Both);
    let second = m.project.documents.back().expect("a document");
    assert_eq!((second.about.title.as_str(), &second.body), ("China (theirs)", &theirs));
    assert!(
        m.project
            .passage(marked)
            .is_some_and(|p| p.document == second.id && p.anchor.is_exact(&theirs))
    );
}

#[test]
fn ends_moved_by_both_can_stay_as_two_passages() {
    let cell = key("anna", "china", "aukus");
    let body = Arc::clone(&seed().documents[0].body);
    let moved = |to: std::ops::Range<u32>| Edit::Reanchor(id_of(FIRST), Anchor::of(&body, to).expect("a range"));
    let mut m = merged(
        &[mark(FIRST), Edit::Cite(cell.clone(), id_of(FIRST), Role::Against)],
        &[moved(0..12)],
        &[moved(0..24)],
    );
    m.settle_all(Choice::Both);
    let position = m.project.position(&cell).expect("the position");
    let cited: Vec<&str> = position
        .cited(Role::Against)
        .filter_map(|id| m.project.passage(id).map(|p| p.anchor.quotation.as_str()))
        .collect();
    assert_eq!(cited, ["China made a", "China made an explicit s"]);
}

#[test]
fn notes_unite_their_tags_and_join_their_texts() {
    let id = note(5, crate::model::Target::Project, "").id;
    let tags = |tags: &[&str]| Edit::SetNoteTags(id, tags.iter().map(|t| (*t).to_owned()).collect(), Moment(2));
    let text = |text: &str| Edit::SetNoteText(id, text.to_owned(), Moment(3));
    let mut m = merged(
        &[Edit::AddNote(note(5, crate::model::Target::Project, "A note."))],
        &[tags(&["gas", "law"]), text("Mine.")],
        &[tags(&["war"]), text("Theirs.")],
    );
    assert_eq!(m.conflicts.len(), 1);
    m.settle_all(Choice::Both);
    let note = m.project.note(id).expect("the note");
    assert_eq!(
        (note.tags.join(" ").as_str(), note.text.as_str()),
        ("gas law war", "Mine.\n\nTheirs.")
    );
}

#[test]
fn without_a_base_what_differs_is_a_conflict_and_what_is_blank_is_filled() {
    let cell = key("anna", "china", "aukus");
    let base = seed();
    let mine = after(&base, &[Edit::SetStance(cell.clone(), Some(Stance::Opposes))]);
    let theirs = after(
        &base,
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Supports)),
            Edit::SetConfidence(cell.clone(), Some(Confidence::Low)),
        ],
    );
    let m = merge(None, &mine, &theirs);
    assert_eq!(
        sentences(&m),
        ["China × AUKUS (Anna): stance: here: opposes; there: supports"]
    );
    assert_eq!(
        m.project.position(&cell).and_then(|p| p.confidence),
        Some(Confidence::Low)
    );
}

#[test]
fn a_file_keeps_its_conflicts_as_notes_and_layers() {
    let cell = key("anna", "china", "aukus");
    let file = merged(
        &[],
        &[
            Edit::SetTitle("Mine".to_owned()),
            Edit::SetStance(cell.clone(), Some(Stance::Opposes)),
            Edit::SetRationale(cell.clone(), "One line.\nTwo lines.".to_owned()),
        ],
        &[
            Edit::SetTitle("Theirs".to_owned()),
            Edit::SetStance(cell.clone(), Some(Stance::Supports)),
            Edit::SetRationale(cell, "Another.".to_owned()),
        ],
    )
    .recorded(Moment(1));
    let mut notes: Vec<&str> = file.notes.values().map(|n| n.text.as_str()).collect();
    notes.sort_unstable();
    assert_eq!(
        notes,
        [
            "**To settle after a merge:** China × AUKUS (Anna)\n\nStance:\n- here: opposes\n- there: supports\n\
             - before: nothing\n\nRationale:\n- here: One line.\n  Two lines.\n- there: Another.\n- before: nothing\n",
            "**To settle after a merge:** project\n\nTitle:\n- here: Mine\n- there: Theirs\n- before: nothing\n",
        ]
    );
    assert!(file.notes.values().all(|n| n.tags == [CONFLICT_TAG]));
    assert_eq!(file.positions.len(), 2);
    assert_eq!(file.analysts.len(), 3);
}

#[test]
fn differences_are_told_field_by_field() {
    let base = seed();
    let cell = key("anna", "china", "aukus");
    let before = after(
        &base,
        &[mark(FIRST), Edit::SetStance(cell.clone(), Some(Stance::Silent))],
    );
    let next = after(
        &before,
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Opposes)),
            Edit::Cite(cell, id_of(FIRST), Role::For),
            Edit::SetTitle("A".to_owned()),
        ],
    );
    let told: Vec<String> = differences(&before, &next)
        .iter()
        .flat_map(|change| {
            let subject = change.subject(&before, &next);
            let fields = change.fields(&before, &next);
            fields
                .into_iter()
                .map(move |f| format!("{subject}: {}: {} → {}", f.name, f.before, f.after))
        })
        .collect();
    assert_eq!(
        told,
        [
            "project: title:  → A",
            "China × AUKUS (Anna): stance: silent → opposes",
            "China × AUKUS (Anna): quoted for:  → “made an explicit statement”",
        ]
    );
}

#[test]
fn differences_name_everything() {
    let base = seed();
    let cell = key("anna", "china", "aukus");
    let next = after(
        &base,
        &[
            Edit::SetTitle("A".to_owned()),
            mark(FIRST),
            Edit::SetStance(cell, Some(Stance::Silent)),
            Edit::DeletePeriod("after".parse().expect("an id")),
            Edit::OrderIssues(
                ["aukus", "crimea", "enlargement"]
                    .map(|id| id.parse().expect("an id"))
                    .into(),
            ),
        ],
    );
    let changes = differences(&base, &next);
    assert_eq!(
        crate::model::merge::Tally::of(&changes).to_string(),
        "1 position and 1 passage added; 1 period removed; another title; issues reordered"
    );
    let names: Vec<String> = changes
        .iter()
        .filter_map(|c| match c {
            crate::model::merge::Change::Added(item) => Some(format!("{}: {}", item.name(&next), item.in_words(&next))),
            _ => None,
        })
        .collect();
    assert_eq!(
        names,
        [
            "China × AUKUS (Anna): silent",
            "passage “made an explicit statement”: “made an explicit statement”"
        ]
    );
    assert!(matches!(
        Item::Note(Arc::new(note(1, crate::model::Target::Project, ""))).kind(),
        Kind::Note
    ));
}

#[test]
fn what_was_kept_inside_a_file_is_settled_either_way() {
    let cell = key("anna", "china", "aukus");
    let base = seed();
    let mine = after(&base, &[Edit::SetStance(cell.clone(), Some(Stance::Opposes))]);
    let theirs = after(&base, &[Edit::SetStance(cell.clone(), Some(Stance::Supports))]);
    let file = merge(Some(&base), &mine, &theirs).recorded(Moment(5));
    let conflicts = kept_conflicts(&file);
    assert_eq!(conflicts.len(), 1);
    let conflict = &conflicts[0];
    assert_eq!(conflict.subject, "China × AUKUS (Anna)");
    assert_eq!(
        conflict.lines,
        ["Stance:", "- here: opposes", "- there: supports", "- before: nothing"]
    );
    assert_eq!(after(&file, std::slice::from_ref(&conflict.keep_here)), mine);
    assert_eq!(
        after(&file, &[conflict.take_theirs.clone().expect("theirs is there")]),
        theirs
    );
    let both = after(&file, &[conflict.keep_both.clone().expect("both can stay")]);
    assert!(kept_conflicts(&both).is_empty());
    assert_eq!(both.positions.len(), mine.positions.len() + 1);
}

#[test]
fn a_conflict_can_be_settled_with_a_note_of_theirs() {
    let cell = key("anna", "china", "aukus");
    let mut m = merged(
        &[],
        &[Edit::SetStance(cell.clone(), Some(Stance::Opposes))],
        &[Edit::SetStance(cell.clone(), Some(Stance::Supports))],
    );
    let conflict = m.conflicts[0].clone();
    let id = crate::model::NoteId::from_random(9);
    m.settle_noted(&conflict, id, &cell.analyst, Moment(7));
    assert_eq!(m.conflicts, []);
    assert_eq!(m.project.position(&cell).and_then(|p| p.stance), Some(Stance::Opposes));
    let note = m.project.note(id).expect("the note");
    assert_eq!(note.tags, [MERGE_TAG]);
    assert!(
        note.text
            .ends_with("stance\n\n- kept: opposes\n- the other file: supports\n"),
        "{}",
        note.text
    );
}
