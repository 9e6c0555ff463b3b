//! Things and their differences field by field, as text: for lists of what changed, in the window and the terminal.

use super::{
    super::{BlockKind, Position, Project, Role, Target},
    Change, Item,
    words::place_name,
};

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is called: "stance", "aliases".
    pub name: &'static str,
    /// What it was; empty for nothing.
    pub before: String,
    /// What it is; empty for nothing.
    pub after: String,
}

/// The longest value that a sentence tells in full, in code points.
const SHORT: usize = 70;

impl Change {
    /// What it comes to, in one line: "China × AUKUS (Anna): stance: opposes → supports".
    pub fn sentence(&self, before: &Project, after: &Project) -> String {
        let cut = |text: &str| -> String {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            match line.char_indices().nth(SHORT) {
                Some((at, _)) => format!("{}…", &line[..at]),
                None if line.is_empty() => "nothing".to_owned(),
                None => line,
            }
        };
        let subject = self.subject(before, after);
        match self {
            Self::Added(item @ Item::Position(..)) => format!("New: {subject}: {}", item.in_words(after)),
            Self::Added(_) => format!("New: {subject}"),
            Self::Removed(item @ Item::Position(..)) => format!("Gone: {subject}: {}", item.in_words(before)),
            Self::Removed(_) => format!("Gone: {subject}"),
            Self::Dismissed(d) => format!("No longer offered: {subject}: “{}”", cut(&d.sentence)),
            Self::Offered(d) => format!("Offered again: {subject}: “{}”", cut(&d.sentence)),
            Self::Reordered(_) => format!("In another order: {subject}"),
            Self::Title(..) | Self::Changed(..) => {
                let fields = self.fields(before, after);
                let told: Vec<String> = fields
                    .iter()
                    .map(|f| format!("{}: {} → {}", f.name, cut(&f.before), cut(&f.after)))
                    .collect();
                format!("{subject}: {}", told.join("; "))
            }
        }
    }

    /// What differs, field by field; of something added or removed, every field that says anything.
    pub fn fields(&self, before: &Project, after: &Project) -> Vec<Field> {
        let (old, new) = match self {
            Self::Title(old, new) => {
                return vec![Field {
                    name: "title",
                    before: old.clone(),
                    after: new.clone(),
                }];
            }
            Self::Added(item) => (None, Some(item)),
            Self::Changed(old, new) => (Some(old), Some(new)),
            Self::Removed(item) => (Some(item), None),
            Self::Dismissed(d) | Self::Offered(d) => {
                let (from, to) = match self {
                    Self::Dismissed(_) => (String::new(), d.sentence.clone()),
                    _ => (d.sentence.clone(), String::new()),
                };
                return vec![Field {
                    name: "dismissed",
                    before: from,
                    after: to,
                }];
            }
            Self::Reordered(kind) => {
                let ids = |p: &Project| -> Vec<String> {
                    use super::super::Kind;
                    match kind {
                        Kind::Document => p.documents.iter().map(|x| x.about.title.clone()).collect(),
                        Kind::Actor => p.actors.iter().map(|x| x.name.clone()).collect(),
                        Kind::Issue => p.issues.iter().map(|x| x.name.clone()).collect(),
                        Kind::Period => p.periods.iter().map(|x| x.name.clone()).collect(),
                        Kind::Analyst => p.analysts.iter().map(|x| x.name.clone()).collect(),
                        Kind::Passage | Kind::Position | Kind::Note => Vec::new(),
                    }
                };
                return vec![Field {
                    name: "order",
                    before: ids(before).join(", "),
                    after: ids(after).join(", "),
                }];
            }
        };
        let old = old.map(|item| item.fields(before)).unwrap_or_default();
        let new = new.map(|item| item.fields(after)).unwrap_or_default();
        let value = |fields: &[(&'static str, String)], name: &str| {
            let found = fields.iter().find(|(n, _)| *n == name);
            found.map_or_else(String::new, |(_, value)| value.clone())
        };
        let names = if new.is_empty() { &old } else { &new };
        names
            .iter()
            .map(|(name, _)| Field {
                name,
                before: value(&old, name),
                after: value(&new, name),
            })
            .filter(|field| field.before != field.after)
            .collect()
    }

    /// What it is about: "China × AUKUS (Anna)", "actor China".
    pub fn subject(&self, before: &Project, after: &Project) -> String {
        match self {
            Self::Added(item) | Self::Changed(_, item) => item.name(after),
            Self::Removed(item) => item.name(before),
            Self::Title(..) => "project".to_owned(),
            Self::Reordered(kind) => format!("{kind}s"),
            Self::Dismissed(d) => format!("candidate of {}", after.cell_name(&d.cell)),
            Self::Offered(d) => format!("candidate of {}", before.cell_name(&d.cell)),
        }
    }
}

impl Item {
    /// Every field as text, in a fixed order; empty for what is not said.
    fn fields(&self, project: &Project) -> Vec<(&'static str, String)> {
        let yes = |flag: bool| if flag { "yes" } else { "" }.to_owned();
        match self {
            Self::Document(d) => vec![
                ("title", d.about.title.clone()),
                ("author", d.about.author.clone()),
                ("source", d.about.source.clone()),
                ("address", d.about.address.clone()),
                ("date", d.about.date.clone()),
                ("text", marked_up(d)),
            ],
            Self::Actor(a) => vec![
                ("name", a.name.clone()),
                ("aliases", a.aliases.join(", ")),
                ("colour", a.colour.map(|c| c.to_string()).unwrap_or_default()),
                ("group", a.group.clone()),
                ("hidden", yes(a.hidden)),
            ],
            Self::Issue(i) => vec![
                ("name", i.name.clone()),
                ("proposition", i.proposition.clone()),
                ("keywords", i.keywords.join(", ")),
                ("group", i.group.clone()),
                ("hidden", yes(i.hidden)),
            ],
            Self::Period(p) => vec![("name", p.name.clone()), ("description", p.description.clone())],
            Self::Analyst(a) => vec![("name", a.name.clone()), ("finished", yes(a.finished))],
            Self::Passage(p) => vec![
                (
                    "document",
                    project
                        .document(&p.document)
                        .map_or(p.document.as_str(), |d| &d.about.title)
                        .to_owned(),
                ),
                ("analyst", project.analyst_name(&p.analyst).to_owned()),
                ("place", format!("{}–{}", p.anchor.start, p.anchor.end)),
                ("words", p.anchor.quotation.clone()),
            ],
            Self::Position(_, p) => position(p, project),
            Self::Note(n) => vec![
                ("text", n.text.clone()),
                ("tags", n.tags.join(", ")),
                (
                    "about",
                    n.about.iter().map(|t| about(t, project)).collect::<Vec<_>>().join("; "),
                ),
                ("analyst", project.analyst_name(&n.analyst).to_owned()),
            ],
        }
    }
}

fn position(p: &Position, project: &Project) -> Vec<(&'static str, String)> {
    let quoted = |role: Role| -> String {
        let words = p.cited(role).map(|id| {
            let words = project
                .passage(id)
                .map_or_else(|| id.to_string(), |p| p.anchor.quotation.clone());
            format!("“{words}”")
        });
        words.collect::<Vec<_>>().join("\n")
    };
    vec![
        ("stance", p.stance.map_or("", |s| s.word()).to_owned()),
        ("confidence", p.confidence.map_or("", |c| c.word()).to_owned()),
        ("basis", p.basis.map_or("", |b| b.word()).to_owned()),
        ("rationale", p.rationale.clone()),
        ("quoted for", quoted(Role::For)),
        ("quoted against", quoted(Role::Against)),
    ]
}

fn about(target: &Target, project: &Project) -> String {
    use super::super::Focus;
    match target {
        Target::Project => "the project".to_owned(),
        Target::Document(id) => place_name(project, &Focus::Document(id.clone())),
        Target::Passage(id) => place_name(project, &Focus::Passage(*id)),
        Target::Cell(cell) => project.cell_name(cell),
        Target::Actor(id) => place_name(project, &Focus::Actor(id.clone())),
        Target::Issue(id) => place_name(project, &Focus::Issue(id.clone())),
    }
}

/// The text, a block a line, with the marks of Markdown for what is not a paragraph.
fn marked_up(document: &super::super::Document) -> String {
    let lines = document.body.blocks().iter().map(|block| match block.kind {
        BlockKind::Heading(level) => format!("{} {}", "#".repeat(usize::from(level)), block.text),
        BlockKind::Paragraph => block.text.to_string(),
        BlockKind::Quotation => format!("> {}", block.text),
        BlockKind::ListItem => format!("- {}", block.text),
    });
    lines.collect::<Vec<_>>().join("\n")
}
