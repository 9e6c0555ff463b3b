//! Conflicts that were kept inside a file, settled either way.

use super::dice::{key, note, passage, seed};
use crate::model::{
    Actor, ActorId, Analyst, AnalystId, Anchor, Basis, Colour, Confidence, Edit, Issue, IssueId, Moment, Period,
    PositionKey, Project, Role, Stance, Target,
    merge::{Kept, kept_conflicts, merge},
};

fn after(project: &Project, edits: &[Edit]) -> Project {
    let mut edits = edits.iter();
    edits
        .try_fold(project.clone(), |p, edit| p.applied(edit))
        .expect("sound edits")
}

/// Both sides of a conflict, and the one conflict that the file of their merge has inside.
fn kept(base: &Project, mine: &[Edit], theirs: &[Edit]) -> (Project, Project, Project, Kept) {
    let (mine, theirs) = (after(base, mine), after(base, theirs));
    let file = merge(Some(base), &mine, &theirs).recorded(Moment(5));
    let mut conflicts = kept_conflicts(&file);
    assert_eq!(conflicts.len(), 1);
    (mine, theirs, file, conflicts.remove(0))
}

/// Either side is had as that side had it.
fn either_way(base: &Project, mine: &[Edit], theirs: &[Edit]) -> Kept {
    let (mine, theirs, file, conflict) = kept(base, mine, theirs);
    assert_eq!(after(&file, std::slice::from_ref(&conflict.keep_here)), mine);
    let take = conflict.take_theirs.clone();
    let take = take.unwrap_or_else(|| panic!("theirs is to be had: {:?}", conflict.lines));
    assert_eq!(after(&file, &[take]), theirs, "{:?}", conflict.lines);
    conflict
}

#[test]
fn whatever_the_note_tells_can_be_taken() {
    let base = seed();
    let title = |text: &str| Edit::SetTitle(text.to_owned());
    either_way(&base, &[title("Mine: a")], &[title("“Theirs”")]);
    either_way(&after(&base, &[title("Old")]), &[title("Mine")], &[title("")]);
    either_way(&after(&base, &[title("Old")]), &[title("")], &[title("Theirs")]);
    for word in ["nothing", "“nothing”", "““nothing””", "“some”", "Nothing"] {
        either_way(&base, &[title("Mine")], &[title(word)]);
        either_way(&after(&base, &[title(word)]), &[title("")], &[title("Theirs")]);
    }

    let about = |author: &str, date: &str| {
        let document = &base.documents[1];
        let mut about = document.about.clone();
        (about.author, about.date) = (author.to_owned(), date.to_owned());
        Edit::SetMetadata(document.id.clone(), about)
    };
    either_way(&base, &[about("A", "2022")], &[about("B, C", "2022-02-04")]);

    let actor = |change: &dyn Fn(&mut Actor)| {
        let mut actor = (*base.actors[0]).clone();
        change(&mut actor);
        Edit::ChangeActor(actor)
    };
    let colour = |text: &str| Some(text.parse::<Colour>().expect("a colour"));
    either_way(
        &base,
        &[actor(&|a| {
            (a.name, a.group, a.colour) = ("PRC".to_owned(), "East".to_owned(), colour("#102030"));
        })],
        &[actor(&|a| {
            (a.name, a.group, a.colour) = ("中国".to_owned(), "Asia".to_owned(), colour("#405060"));
        })],
    );
    let coloured = after(
        &base,
        &[actor(&|a| (a.group, a.colour) = ("A".to_owned(), colour("#708090")))],
    );
    either_way(
        &coloured,
        &[actor(&|a| (a.group, a.colour) = (String::new(), None))],
        &[actor(&|a| (a.group, a.colour) = ("Asia".to_owned(), colour("#405060")))],
    );
    let issue = |text: &str| {
        let mut issue: Issue = (*base.issues[0]).clone();
        issue.proposition = text.to_owned();
        Edit::ChangeIssue(issue)
    };
    either_way(
        &base,
        &[issue("One.\n- here: x\n\nTwo")],
        &[issue("Other:\n\n- there: y\n  - deep\n")],
    );
    let period = |name: &str| {
        let mut period: Period = (*base.periods[0]).clone();
        name.clone_into(&mut period.name);
        Edit::ChangePeriod(period)
    };
    either_way(&base, &[period("Earlier")], &[period("Long before")]);
    let analyst = |name: &str| {
        let mut analyst: Analyst = (*base.analysts[1]).clone();
        name.clone_into(&mut analyst.name);
        Edit::ChangeAnalyst(analyst)
    };
    either_way(&base, &[analyst("B.")], &[analyst("Béla")]);

    let [a, b, c] = [0, 1, 2].map(|n: usize| base.issues[n].id.clone());
    either_way(
        &base,
        &[Edit::OrderIssues(vec![b.clone(), a.clone(), c.clone()])],
        &[Edit::OrderIssues(vec![a, c, b])],
    );

    let with_note = after(&base, &[Edit::AddNote(note(7, Target::Project, "A text"))]);
    let id = *with_note.notes.keys().next().expect("a note");
    let text = |text: &str| Edit::SetNoteText(id, text.to_owned(), Moment(3));
    either_way(
        &with_note,
        &[text("A text, mine")],
        &[text("A text\n\n- of theirs: more\n")],
    );
}

#[test]
fn how_a_passage_is_cited_and_where_it_is_can_be_taken() {
    let cell = key("anna", "china", "aukus");
    let marked = passage(&seed(), "made an explicit statement", 1);
    let base = after(
        &seed(),
        &[
            Edit::SetStance(cell.clone(), Some(Stance::Opposes)),
            Edit::AddPassage(marked.clone()),
        ],
    );
    let cite = |role| Edit::Cite(cell.clone(), marked.id, role);
    either_way(&base, &[cite(Role::For)], &[cite(Role::Against)]);
    let cited = after(&base, &[cite(Role::For)]);
    let uncite = Edit::Uncite(cell.clone(), marked.id);
    either_way(&cited, std::slice::from_ref(&uncite), &[cite(Role::Against)]);
    either_way(&cited, &[cite(Role::Against)], &[uncite]);

    let to = |words: &str| Edit::Reanchor(marked.id, passage(&seed(), words, 1).anchor);
    let conflict = either_way(&base, &[to("explicit statement")], &[to("made an explicit")]);
    assert!(conflict.keep_both.is_some());
}

#[test]
fn what_one_side_deleted_can_be_deleted() {
    let base = seed();
    let gone = Edit::DeleteActor(base.actors[0].id.clone());
    let mut changed = (*base.actors[0]).clone();
    changed.group = "East".to_owned();
    let changed = Edit::ChangeActor(changed);
    for (mine, theirs) in [(&gone, &changed), (&changed, &gone)] {
        let (mine, theirs) = (std::slice::from_ref(mine), std::slice::from_ref(theirs));
        let (_, _, file, conflict) = kept(&base, mine, theirs);
        assert_eq!(
            after(&file, &[conflict.keep_here]),
            after(&base, std::slice::from_ref(&changed))
        );
        assert_eq!(conflict.take_theirs, None);
        let deleted = conflict.delete.expect("can be deleted");
        assert_eq!(after(&file, &[deleted]), after(&base, std::slice::from_ref(&gone)));
    }
}

#[test]
fn what_was_renamed_since_is_kept_as_it_is() {
    let title = |text: &str| Edit::SetTitle(text.to_owned());
    let base = seed();
    let period = |name: &str| {
        let mut period: Period = (*base.periods[0]).clone();
        name.clone_into(&mut period.name);
        Edit::ChangePeriod(period)
    };
    let (.., file, _) = kept(&base, &[period("Earlier")], &[period("Long before")]);
    let by_hand = after(&file, &[period("By hand"), title("By hand")]);
    let conflict = kept_conflicts(&by_hand).remove(0);
    assert_eq!(
        conflict.take_theirs, None,
        "which period was meant is not known any more"
    );
    let settled = after(&by_hand, &[conflict.keep_here]);
    assert_eq!(settled, after(&base, &[period("By hand"), title("By hand")]));
}

/// What mine cleared and theirs changed is in the file so that it can be seen, and is cleared if mine holds.
#[test]
fn what_was_cleared_here_is_cleared_if_it_is_kept_so() {
    let cell = key("anna", "china", "aukus");
    let judged = |stance, confidence, basis, rationale: &str| {
        [
            Edit::SetStance(cell.clone(), stance),
            Edit::SetConfidence(cell.clone(), confidence),
            Edit::SetBasis(cell.clone(), basis),
            Edit::SetRationale(cell.clone(), rationale.to_owned()),
        ]
    };
    let (stance, confidence, basis) = (Some(Stance::Opposes), Some(Confidence::Low), Some(Basis::Stated));
    let base = after(&seed(), &judged(stance, confidence, basis, "Before."));
    let theirs = judged(
        Some(Stance::Neutral),
        Some(Confidence::High),
        Some(Basis::Inferred),
        "Theirs.",
    );
    either_way(&base, &judged(None, Some(Confidence::Medium), None, "Mine."), &theirs);
    either_way(
        &base,
        &judged(Some(Stance::Silent), None, Some(Basis::Predicted), ""),
        &theirs,
    );

    // What was said by hand since is mine.
    let (.., file, conflict) = kept(&base, &judged(None, confidence, basis, "Before."), &theirs);
    let by_hand = after(&file, &[Edit::SetStance(cell.clone(), Some(Stance::Silent))]);
    let settled = after(&by_hand, &[kept_conflicts(&by_hand).remove(0).keep_here]);
    assert_eq!(settled.position(&cell).and_then(|p| p.stance), Some(Stance::Silent));
    let settled = after(&file, &[conflict.keep_here]);
    assert_eq!(settled.position(&cell).and_then(|p| p.stance), None);
}

#[test]
fn a_passage_on_the_same_words_that_was_there_before_stays() {
    let cell = key("anna", "china", "aukus");
    let marked = |words: &str, id: u64| {
        let mut passage = passage(&seed(), words, 1);
        passage.id = crate::model::PassageId::from_random(id);
        passage
    };
    let (own, moved) = (marked("made an explicit", 1), marked("made an explicit statement", 500));
    let base = after(
        &seed(),
        &[
            Edit::AddPassage(own.clone()),
            Edit::AddPassage(moved.clone()),
            Edit::Cite(cell.clone(), own.id, Role::For),
        ],
    );
    let to = |words: &str| Edit::Reanchor(moved.id, marked(words, 0).anchor);
    either_way(&base, &[to("explicit statement")], &[to("made an explicit")]);
}

#[test]
fn a_passage_of_several_paragraphs_is_settled_like_any_other() {
    let body = &seed().documents[0].body;
    let end = body.blocks()[0].text.chars().count() as u32 + 10;
    let to = |start| Anchor::of(body, start..end).expect("a place");
    let mut marked = passage(&seed(), "China made an explicit statement", 1);
    marked.anchor = to(0);
    assert!(marked.anchor.quotation.contains('\n'));
    let cell = key("anna", "china", "aukus");
    let base = after(
        &seed(),
        &[
            Edit::AddPassage(marked.clone()),
            Edit::SetStance(cell.clone(), Some(Stance::Opposes)),
            Edit::Cite(cell.clone(), marked.id, Role::For),
        ],
    );
    let conflict = either_way(
        &base,
        &[Edit::Reanchor(marked.id, to(6))],
        &[Edit::Reanchor(marked.id, to(8))],
    );
    assert!(
        conflict.keep_both.is_some() && conflict.subject.ends_with('”'),
        "{conflict:?}"
    );
    either_way(
        &base,
        &[Edit::Uncite(cell.clone(), marked.id)],
        &[Edit::Cite(cell, marked.id, Role::Against)],
    );
    let gone = Edit::DeletePassage(marked.id);
    let (.., conflict) = kept(&base, &[gone], &[Edit::Reanchor(marked.id, to(6))]);
    assert!(conflict.delete.is_some());
}

/// The only conflict kept about this subject.
fn about(file: &Project, subject: &str) -> Kept {
    let mut conflicts = kept_conflicts(file);
    conflicts.retain(|conflict| conflict.subject.starts_with(subject));
    assert_eq!(conflicts.len(), 1, "{subject}: {:?}", kept_conflicts(file));
    conflicts.remove(0)
}

#[test]
fn settling_one_conflict_leaves_the_others_to_be_settled() {
    let base = seed();
    let named = |name: &str| {
        let mut actor: Actor = (*base.actors[0]).clone();
        name.clone_into(&mut actor.name);
        let mut analyst: Analyst = (*base.analysts[0]).clone();
        analyst.name = format!("Anna {name}");
        let mut period: Period = (*base.periods[0]).clone();
        name.clone_into(&mut period.name);
        vec![
            Edit::ChangeActor(actor),
            Edit::ChangeAnalyst(analyst),
            Edit::ChangePeriod(period),
        ]
    };
    let always = key("anna", "china", "aukus");
    let before = PositionKey {
        period: Some(base.periods[0].id.clone()),
        ..key("anna", "china", "crimea")
    };
    let judged = |stance| [&always, &before].map(|key| Edit::SetStance(key.clone(), Some(stance)));
    let mine = after(&base, &[named("PRC"), judged(Stance::Opposes).to_vec()].concat());
    let theirs = after(&base, &[named("中国"), judged(Stance::Neutral).to_vec()].concat());
    let mut file = merge(Some(&base), &mine, &theirs).recorded(Moment(5));
    for subject in [
        "actor PRC",
        "analyst Anna PRC",
        "period PRC",
        "PRC × AUKUS",
        "PRC × Crimea",
    ] {
        let conflict = about(&file, subject);
        let take = conflict.take_theirs.unwrap_or_else(|| panic!("{subject}"));
        file = after(&file, &[take]);
    }
    assert_eq!(file, theirs);
}

/// The positions in other periods are not the one that a note is about, however few are left.
#[test]
fn of_several_periods_the_one_that_was_meant_is_settled() {
    let base = seed();
    let keys = [None, Some(0), Some(1)].map(|period: Option<usize>| PositionKey {
        period: period.map(|n| base.periods[n].id.clone()),
        ..key("anna", "china", "aukus")
    });
    let judged = |stance| keys.clone().map(|key| Edit::SetStance(key, Some(stance)));
    let (mine, theirs) = (
        after(&base, &judged(Stance::Opposes)),
        after(&base, &judged(Stance::Neutral)),
    );
    let file = merge(Some(&base), &mine, &theirs).recorded(Moment(5));
    let names = ["(Anna)", "(Anna, Before)", "(Anna, After)"];
    for (key, name) in keys.iter().zip(names) {
        let take = about(&file, &format!("China × AUKUS {name}")).take_theirs;
        let settled = after(&file, &[take.expect("to be had")]);
        for other in &keys {
            let stance = settled.position(other).and_then(|p| p.stance);
            let expected = if other == key { Stance::Neutral } else { Stance::Opposes };
            assert_eq!(stance, Some(expected), "{name}");
        }
    }
    // One after the other, down to the last.
    let all = names.iter().fold(file, |file, name| {
        let take = about(&file, &format!("China × AUKUS {name}")).take_theirs;
        after(&file, &[take.expect("to be had")])
    });
    assert_eq!(all, theirs);
    // Theirs was deleted by hand: what is left of theirs is about another period.
    let file = merge(Some(&base), &mine, &theirs).recorded(Moment(5));
    let layer: AnalystId = "anna-theirs".parse().expect("an id");
    let of_theirs = |key: &PositionKey| PositionKey {
        analyst: layer.clone(),
        ..key.clone()
    };
    let by_hand = [&keys[0], &keys[1]].map(|key| Edit::ClearPosition(of_theirs(key)));
    let file = after(&file, &by_hand);
    let settled = after(&file, &[about(&file, "China × AUKUS (Anna, Before)").keep_here]);
    assert!(settled.position(&of_theirs(&keys[2])).is_some());
}

#[test]
fn a_second_merge_that_is_left_unsettled_overwrites_nothing_of_the_first() {
    let cell = key("anna", "china", "aukus");
    let base = seed();
    let judged = |stance, why: &str| {
        [
            Edit::SetStance(cell.clone(), Some(stance)),
            Edit::SetRationale(cell.clone(), why.to_owned()),
        ]
    };
    let mine = after(&base, &judged(Stance::Opposes, "Mine."));
    let merged_with = |file: &Project, stance, why: &str| {
        let theirs = after(&base, &judged(stance, why));
        merge(Some(&base), file, &theirs).recorded(Moment(5))
    };
    let first = merged_with(&mine, Stance::Neutral, "One.");
    let second = merged_with(&first, Stance::Supports, "Two.");
    let rationales = |file: &Project| -> Vec<String> { file.positions.values().map(|p| p.rationale.clone()).collect() };
    assert_eq!(rationales(&second), ["Mine.", "One.", "Two."]);
    let names: Vec<&str> = second.analysts.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(names, ["Anna", "Bela", "Anna (theirs)", "Anna (theirs 2)"]);
    assert_eq!(
        merged_with(&second, Stance::Neutral, "One."),
        second,
        "it is there already"
    );

    // Each note settles its own.
    let of = |file: &Project, word: &str| {
        let mut conflicts = kept_conflicts(file);
        conflicts.retain(|conflict| conflict.lines.contains(&format!("- there: {word}")));
        conflicts.remove(0)
    };
    let take_second = after(&second, &[of(&second, "supports").take_theirs.expect("to be had")]);
    assert_eq!(rationales(&take_second), ["Two.", "One."]);
    let keep_first = after(&second, &[of(&second, "neutral").keep_here]);
    assert_eq!(rationales(&keep_first), ["Mine.", "Two."]);
    assert_eq!(after(&keep_first, &[of(&keep_first, "supports").keep_here]), mine);
}

/// An organisation can be an actor and an issue, and so be in two lists under one id.
#[test]
fn the_order_of_one_list_is_not_taken_for_that_of_another() {
    let names = ["One", "Two", "Three"];
    let actors = names.map(|name| Edit::AddActor(Actor::new(ActorId::from_name(name), name)));
    let issues = names.map(|name| Edit::AddIssue(Issue::new(IssueId::from_name(name), name)));
    let base = after(&Project::default(), &[actors, issues].concat());
    let base = after(
        &base,
        &[Edit::AddAnalyst(Analyst {
            id: AnalystId::from_name("Anna"),
            name: "Anna".to_owned(),
            finished: false,
        })],
    );
    let order = |names: [&str; 3]| vec![Edit::OrderIssues(names.map(IssueId::from_name).into())];
    let (mine, theirs) = (order(["Two", "One", "Three"]), order(["One", "Three", "Two"]));
    either_way(&base, &mine, &theirs);

    // Notes once did not say which list it is.
    let (.., file, _) = kept(&base, &mine, &theirs);
    let note = file.notes.values().next().expect("a note");
    let old = note.text.replace("Order of issues:", "Order:");
    assert_ne!(old, note.text);
    let file = after(&file, &[Edit::SetNoteText(note.id, old, Moment(6))]);
    assert_eq!(kept_conflicts(&file).remove(0).take_theirs, None);
    let without = names.map(|name| Edit::DeleteActor(ActorId::from_name(name)));
    let file = after(&file, &without);
    let take = kept_conflicts(&file).remove(0).take_theirs.expect("the only list");
    assert_eq!(after(&file, &[take]).issues, after(&base, &theirs).issues);
}
