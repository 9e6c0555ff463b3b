//! Conflicts that were kept inside a file, settled either way.

use super::dice::{key, note, passage, seed};
use crate::model::{
    Actor, Analyst, Colour, Edit, Issue, Moment, Period, Project, Role, Stance, Target,
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
