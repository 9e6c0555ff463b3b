//! Words for people: the sentence that names an edit (in the Undo menu, the history and the journal), counts, capitals.

use super::{Actor, DocumentId, Edit, Issue, NoteId, PassageId, PositionKey, Project, Role, Target, link};

/// The longest piece of the user's text shown inside a label, in code points.
const MOST: usize = 40;

fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}

/// "1 position", "3 positions".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Words with a capital letter, as a line begins.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Edit {
    /// The sentence that names the edit, given the project before it: "China × AUKUS → opposes".
    pub fn label(&self, before: &Project) -> String {
        let words = Words(before);
        match self {
            Self::SetTitle(title) => format!("Project title → {}", short(title)),
            Self::AddDocument(document) => format!("Add document {}", short(&document.about.title)),
            Self::SetMetadata(id, _) => format!("Change details of {}", words.document(id)),
            Self::OrderDocuments(_) => "Reorder documents".to_owned(),
            Self::ReplaceText(id, ..) => format!("Replace text of {}", words.document(id)),
            Self::RemoveDocument(id) => format!("Remove document {}", words.document(id)),
            Self::AddActor(actor) => format!("Add actor {}", short(&actor.name)),
            Self::ChangeActor(actor) => before.actor(&actor.id).map_or_else(
                || format!("Change actor {}", short(&actor.name)),
                |old| changed_actor(old, actor),
            ),
            Self::OrderActors(_) => "Reorder actors".to_owned(),
            Self::MergeActors(from, into, _) => {
                format!(
                    "Merge {} into {}",
                    short(before.actor_name(from)),
                    short(before.actor_name(into))
                )
            }
            Self::DeleteActor(id) => format!("Delete actor {}", short(before.actor_name(id))),
            Self::AddIssue(issue) => format!("Add issue {}", short(&issue.name)),
            Self::ChangeIssue(issue) => before.issue(&issue.id).map_or_else(
                || format!("Change issue {}", short(&issue.name)),
                |old| changed_issue(old, issue),
            ),
            Self::OrderIssues(_) => "Reorder issues".to_owned(),
            Self::MergeIssues(from, into, _) => {
                format!(
                    "Merge {} into {}",
                    short(before.issue_name(from)),
                    short(before.issue_name(into))
                )
            }
            Self::DeleteIssue(id) => format!("Delete issue {}", short(before.issue_name(id))),
            Self::AddPeriod(period) => format!("Add period {}", short(&period.name)),
            Self::ChangePeriod(period) => match before.period(&period.id) {
                Some(old) if old.name != period.name => {
                    format!("Rename {} → {}", short(&old.name), short(&period.name))
                }
                _ => format!("Change period {}", short(&period.name)),
            },
            Self::OrderPeriods(_) => "Reorder periods".to_owned(),
            Self::DeletePeriod(id) => format!("Delete period {}", short(before.period_name(Some(id)))),
            Self::AddAnalyst(analyst) => format!("Add analyst {}", short(&analyst.name)),
            Self::ChangeAnalyst(analyst) => match before.analyst(&analyst.id) {
                Some(old) if old.name != analyst.name => {
                    format!("Rename {} → {}", short(&old.name), short(&analyst.name))
                }
                Some(old) if old.finished != analyst.finished && analyst.finished => {
                    format!("Mark the reading of {} finished", short(&analyst.name))
                }
                Some(old) if old.finished != analyst.finished => {
                    format!("Reopen the reading of {}", short(&analyst.name))
                }
                _ => format!("Change analyst {}", short(&analyst.name)),
            },
            Self::DeleteAnalyst(id) => format!("Delete the layer of {}", short(before.analyst_name(id))),
            Self::AddPassage(passage) => format!("Mark “{}”", short(&passage.anchor.quotation)),
            Self::Reanchor(id, anchor) => {
                format!("Move ends of “{}” → “{}”", words.passage(*id), short(&anchor.quotation))
            }
            Self::DeletePassage(id) => format!("Delete passage “{}”", words.passage(*id)),
            Self::SetStance(key, Some(stance)) => format!("{} → {}", words.cell(key), stance.word()),
            Self::SetStance(key, None) => format!("{} → no stance", words.cell(key)),
            Self::SetConfidence(key, Some(c)) => format!("{}: confidence {}", words.cell(key), c.word()),
            Self::SetConfidence(key, None) => format!("{}: confidence not said", words.cell(key)),
            Self::SetBasis(key, Some(b)) => format!("{}: basis {}", words.cell(key), b.word()),
            Self::SetBasis(key, None) => format!("{}: basis not said", words.cell(key)),
            Self::SetRationale(key, _) => format!("{}: rationale", words.cell(key)),
            Self::Cite(key, passage, role) => {
                let role = match role {
                    Role::For => "for",
                    Role::Against => "against",
                };
                format!("{}: cite “{}” {role}", words.cell(key), words.passage(*passage))
            }
            Self::Uncite(key, passage) => format!("{}: no longer cite “{}”", words.cell(key), words.passage(*passage)),
            Self::SetPosition(key, position) => {
                format!(
                    "{} → {}",
                    words.cell(key),
                    position.stance.map_or("no stance", |s| s.word())
                )
            }
            Self::ClearPosition(key) => format!("Clear {}", words.cell(key)),
            Self::AddNote(note) => {
                let about = note
                    .about
                    .first()
                    .map_or_else(|| "nothing".to_owned(), |t| words.target(t));
                format!("Add note on {about}")
            }
            Self::SetNoteText(id, ..) => format!("Write note {}", words.note(*id)),
            Self::SetNoteTags(id, tags, _) => format!("Tags of note {} → {}", words.note(*id), short(&tags.join(", "))),
            Self::SetNoteAbout(id, _) => format!("What note {} is about", words.note(*id)),
            Self::DeleteNote(id) => format!("Delete note {}", words.note(*id)),
            Self::Dismiss(d) => format!(
                "{}: dismiss “{}”",
                short(&before.cell_name(&d.cell)),
                short(&d.sentence)
            ),
            Self::Undismiss(d) => format!(
                "{}: offer “{}” again",
                short(&before.cell_name(&d.cell)),
                short(&d.sentence)
            ),
            Self::Batch(label, _) | Self::Replace(label, _) => label.clone(),
        }
    }
}

struct Words<'a>(&'a Project);

impl Words<'_> {
    fn cell(&self, key: &PositionKey) -> String {
        format!(
            "{} × {}",
            short(self.0.actor_name(&key.actor)),
            short(self.0.issue_name(&key.issue))
        )
    }

    fn document(&self, id: &DocumentId) -> String {
        short(self.0.document(id).map_or(id.as_str(), |d| &d.about.title))
    }

    fn passage(&self, id: PassageId) -> String {
        self.0
            .passage(id)
            .map_or_else(|| id.to_string(), |p| short(&p.anchor.quotation))
    }

    fn note(&self, id: NoteId) -> String {
        self.0
            .note(id)
            .filter(|n| !n.text.trim().is_empty())
            .map_or_else(String::new, |n| {
                format!("“{}”", short(&link::first_words(self.0, &n.text)))
            })
            .trim()
            .to_owned()
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Project => "the project".to_owned(),
            Target::Document(id) => self.document(id),
            Target::Passage(id) => format!("“{}”", self.passage(*id)),
            Target::Cell(cell) => {
                format!(
                    "{} × {}",
                    short(self.0.actor_name(&cell.actor)),
                    short(self.0.issue_name(&cell.issue))
                )
            }
            Target::Actor(id) => short(self.0.actor_name(id)),
            Target::Issue(id) => short(self.0.issue_name(id)),
        }
    }
}

fn changed_actor(old: &Actor, new: &Actor) -> String {
    let name = short(&old.name);
    match () {
        () if old.name != new.name => format!("Rename {name} → {}", short(&new.name)),
        () if old.hidden != new.hidden => format!("{} {name}", if new.hidden { "Hide" } else { "Show" }),
        () if old.aliases != new.aliases => format!("Aliases of {name}"),
        () if old.colour != new.colour => format!("Colour of {name}"),
        () if old.group != new.group => format!("Group of {name} → {}", group(&new.group)),
        () => format!("Change actor {name}"),
    }
}

fn changed_issue(old: &Issue, new: &Issue) -> String {
    let name = short(&old.name);
    match () {
        () if old.name != new.name => format!("Rename {name} → {}", short(&new.name)),
        () if old.hidden != new.hidden => format!("{} {name}", if new.hidden { "Hide" } else { "Show" }),
        () if old.proposition != new.proposition => format!("Proposition of {name}"),
        () if old.keywords != new.keywords => format!("Keywords of {name}"),
        () if old.group != new.group => format!("Group of {name} → {}", group(&new.group)),
        () => format!("Change issue {name}"),
    }
}

fn group(name: &str) -> String {
    if name.is_empty() {
        "none".to_owned()
    } else {
        short(name)
    }
}
