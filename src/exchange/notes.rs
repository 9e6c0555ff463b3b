//! Notes as one Markdown text, for other programs: each under what it is about, its links as words.

use crate::model::{Focus, NoteId, Project, link};

/// The notes, in this order; those that are gone are passed over.
pub fn markdown(project: &Project, notes: &[NoteId]) -> String {
    let parts = notes.iter().filter_map(|id| {
        let note = project.note(*id)?;
        let about: Vec<String> = note
            .about
            .iter()
            .map(|target| link::name(project, &Focus::from(target)))
            .collect();
        let mut out = format!("**{}**", about.join(", "));
        if !note.tags.is_empty() {
            let tags: Vec<String> = note.tags.iter().map(|t| format!("#{}", t.replace(' ', "-"))).collect();
            out.push_str(&format!(" · {}", tags.join(" ")));
        }
        let text = link::replaced(project, note.text.trim(), |words, _| words.to_owned());
        Some(format!("{out}\n\n{text}\n"))
    });
    parts.collect::<Vec<_>>().join("\n---\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, Analyst, AnalystId, Edit, Moment, Note, Target};

    #[test]
    fn each_stands_under_what_it_is_about_and_its_links_are_words() {
        let china: crate::model::ActorId = "china".parse().expect("an id");
        let ada = Analyst {
            id: AnalystId::from_name("Ada"),
            name: "Ada".to_owned(),
            finished: false,
        };
        let note = |random: u64, tags: &[&str], text: &str| Note {
            id: NoteId::from_random(random),
            analyst: ada.id.clone(),
            about: vec![Target::Actor(china.clone()), Target::Project],
            created: Moment(0),
            changed: Moment(0),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            text: text.to_owned(),
        };
        let first = note(1, &["open question", "turn"], "As [](standpoint:actor/china) said.\n");
        let second = note(2, &[], "# So\n\n- it [goes](standpoint:actor/china)");
        let ids = [second.id, NoteId::from_random(3), first.id];
        let edits = vec![
            Edit::AddAnalyst(ada),
            Edit::AddActor(Actor::new(china.clone(), "China")),
            Edit::AddNote(first),
            Edit::AddNote(second),
        ];
        let project = Project::default()
            .applied(&Edit::Batch("all".to_owned(), edits))
            .expect("applies");
        assert_eq!(
            markdown(&project, &ids),
            "**China, Project**\n\n# So\n\n- it goes\n\n---\n\n**China, Project** · #open-question #turn\n\nAs China \
             said.\n"
        );
    }
}
