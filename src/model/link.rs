//! Links inside a note: `[words](standpoint:cell/china/aukus)`. One without words says the name that it leads to, as it
//! is now, so that a renamed actor stays linked by its name.

use super::{Cell, Focus, Project};

const SCHEME: &str = "standpoint:";

/// The address of something; `None` of what no link leads to.
pub fn address(of: &Focus) -> Option<String> {
    let path = match of {
        Focus::Document(id) => format!("document/{id}"),
        Focus::Passage(id) => format!("passage/{id}"),
        Focus::Cell(cell) => format!("cell/{}/{}", cell.actor, cell.issue),
        Focus::Actor(id) => format!("actor/{id}"),
        Focus::Issue(id) => format!("issue/{id}"),
        Focus::Note(id) => format!("note/{id}"),
        Focus::Project | Focus::Period(_) | Focus::Analyst(_) | Focus::Position(_) => return None,
    };
    Some(format!("{SCHEME}{path}"))
}

/// Where an address leads; `None` if it is none of ours.
pub fn read(address: &str) -> Option<Focus> {
    let (kind, rest) = address.strip_prefix(SCHEME)?.split_once('/')?;
    Some(match kind {
        "cell" => {
            let (actor, issue) = rest.split_once('/')?;
            Focus::Cell(Cell {
                actor: actor.parse().ok()?,
                issue: issue.parse().ok()?,
            })
        }
        "passage" => Focus::Passage(rest.parse().ok()?),
        "actor" => Focus::Actor(rest.parse().ok()?),
        "issue" => Focus::Issue(rest.parse().ok()?),
        "note" => Focus::Note(rest.parse().ok()?),
        "document" => Focus::Document(rest.parse().ok()?),
        _ => return None,
    })
}

/// What something is called now; what is gone is called by its id, a passage or note that is gone in words.
pub fn name(project: &Project, of: &Focus) -> String {
    match of {
        Focus::Project => "Project".to_owned(),
        Focus::Document(id) => project
            .document(id)
            .map_or_else(|| id.to_string(), |d| d.about.title.clone()),
        Focus::Actor(id) => project.actor_name(id).to_owned(),
        Focus::Issue(id) => project.issue_name(id).to_owned(),
        Focus::Period(id) => project.period_name(Some(id)).to_owned(),
        Focus::Analyst(id) => project.analyst_name(id).to_owned(),
        Focus::Passage(id) => project.passage(*id).map_or_else(
            || "a deleted passage".to_owned(),
            |passage| format!("“{}”", passage.anchor.quotation),
        ),
        Focus::Position(key) => project.cell_name(&key.cell()),
        Focus::Cell(cell) => project.cell_name(cell),
        Focus::Note(id) => project
            .note(*id)
            .map_or_else(|| "a deleted note".to_owned(), |note| first_words(project, &note.text)),
    }
}

/// The first line of a note's text, by which the note is called: without the marks of a heading, every link as its words.
pub fn first_words(project: &Project, text: &str) -> String {
    let line = text.trim_start().lines().next().unwrap_or_default();
    let called = |focus: &Focus| match focus {
        // Two notes may begin with links to each other.
        Focus::Note(_) => "a note".to_owned(),
        focus => name(project, focus),
    };
    let words = put_in(line, called, |words, _| words.to_owned());
    words.trim_start_matches(['#', ' ']).trim_end().to_owned()
}

/// A note's text with every link of ours put as `put` says of its words, in Markdown, and its address. The words are
/// the link's own, or the name of what it leads to.
pub fn replaced(project: &Project, text: &str, put: impl Fn(&str, &str) -> String) -> String {
    put_in(text, |focus| escaped(&name(project, focus)), put)
}

/// [`replaced`], where `called` names what a link without words leads to.
fn put_in(text: &str, called: impl Fn(&Focus) -> String, put: impl Fn(&str, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](standpoint:") {
        let link = &rest[middle + 2..];
        let (Some(start), Some(end)) = (opening(&rest[..middle]), link.find(')')) else {
            let (before, after) = rest.split_at(middle + 2);
            out.push_str(before);
            rest = after;
            continue;
        };
        let (words, address) = (&rest[start + 1..middle], &link[..end]);
        out.push_str(&rest[..start]);
        match read(address) {
            Some(focus) if words.is_empty() => out.push_str(&put(&called(&focus), address)),
            _ => out.push_str(&put(words, address)),
        }
        rest = &link[end + 1..];
    }
    out.push_str(rest);
    out
}

/// A note's text in which every link has words.
pub fn named(project: &Project, text: &str) -> String {
    replaced(project, text, |words, address| format!("[{words}]({address})"))
}

/// Where the bracket stands that the end of `text` is inside of.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        let escaped = text[..at].ends_with('\\');
        match c {
            ']' if !escaped => depth += 1,
            '[' if !escaped && depth == 0 => return Some(at),
            '[' if !escaped => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A name, so that Markdown shows it as it is.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '~' | '&') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, Edit, NoteId};

    fn project() -> Project {
        let china = Actor::new("china".parse().expect("an id"), "China");
        Project::default().applied(&Edit::AddActor(china)).expect("applies")
    }

    #[test]
    fn addresses_read_back() {
        for address in [
            "standpoint:cell/china/aukus",
            "standpoint:actor/china",
            "standpoint:issue/aukus",
            "standpoint:document/choice",
            "standpoint:passage/p1",
            "standpoint:note/n1",
        ] {
            let focus = read(address).unwrap_or_else(|| panic!("{address}"));
            assert_eq!(super::address(&focus).as_deref(), Some(address));
        }
        for bad in [
            "standpoint:cell/china",
            "standpoint:moon/x",
            "https://example.org",
            "standpoint:note/ä",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_note_is_called_by_its_first_words() {
        let mut project = project();
        let note = |id: u64, text: &str| crate::model::Note {
            id: NoteId::from_random(id),
            analyst: "ada".parse().expect("an id"),
            about: Vec::new(),
            created: crate::model::Moment(1),
            changed: crate::model::Moment(1),
            tags: Vec::new(),
            text: text.to_owned(),
        };
        let ada = crate::model::Analyst {
            id: "ada".parse().expect("an id"),
            name: "Ada".to_owned(),
            finished: false,
        };
        let itself = format!("[](standpoint:note/{}) and", NoteId::from_random(2));
        for edit in [
            Edit::AddAnalyst(ada),
            Edit::AddNote(note(
                1,
                "\n## On [](standpoint:actor/china), [AUKUS](standpoint:issue/aukus) \nMore",
            )),
            Edit::AddNote(note(2, &itself)),
        ] {
            project = project.applied(&edit).expect("applies");
        }
        let called = |id: u64| name(&project, &Focus::Note(NoteId::from_random(id)));
        assert_eq!(called(1), "On China, AUKUS");
        assert_eq!(called(2), "a note and");
        let named = Edit::DeleteNote(NoteId::from_random(1)).label(&project);
        assert_eq!(named, "Delete note “On China, AUKUS”");
    }

    #[test]
    fn a_link_without_words_has_the_name_as_it_is_now() {
        let mut project = project();
        let text = "See [](standpoint:actor/china), [Beijing [sic]](standpoint:actor/china) and [](https://a.b).";
        assert_eq!(
            named(&project, text),
            "See [China](standpoint:actor/china), [Beijing [sic]](standpoint:actor/china) and [](https://a.b)."
        );
        let mut china = project.actors[0].as_ref().clone();
        china.name = "China [PRC]".to_owned();
        project = project.applied(&Edit::ChangeActor(china)).expect("applies");
        let words = |text: &str| replaced(&project, text, |words, _| words.to_owned());
        assert_eq!(words(text), "See China \\[PRC\\], Beijing [sic] and [](https://a.b).");
        // What is gone has its id; what is no link of ours stays as it is.
        for (text, expected) in [
            ("[](standpoint:actor/peru)", "peru"),
            ("[](standpoint:moon/x)", ""),
            ("](standpoint:actor/china)", "](standpoint:actor/china)"),
            ("[](standpoint:actor/china", "[](standpoint:actor/china"),
            ("\\[](standpoint:actor/china)", "\\[](standpoint:actor/china)"),
            ("[é](standpoint:actor/china)é", "éé"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
