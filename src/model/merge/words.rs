//! Conflicts in words: for lists in the window, for the terminal, for the notes kept in a merged file.

use super::{
    super::{Focus, PositionKey, Project, Role, Target, capitalised},
    Conflict, Deletion, Detail, Flag, Item, Side, Sides, Text,
};

/// What a conflict says, as text; `None` where there is nothing (no base, deleted, not said).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values {
    /// What it was.
    pub base: Option<String>,
    /// What it is here.
    pub mine: Option<String>,
    /// What it is in the project that comes in.
    pub theirs: Option<String>,
}

impl Values {
    fn of<T>(sides: &Sides<T>, words: impl Fn(&T) -> Option<String>) -> Self {
        Self {
            base: sides.base.as_ref().and_then(&words),
            mine: words(&sides.mine),
            theirs: words(&sides.theirs),
        }
    }
}

/// What a place is called: "China × AUKUS (Anna)", "actor China", “the words marked”.
pub(super) fn place_name(project: &Project, place: &Focus) -> String {
    match place {
        Focus::Project => "project".to_owned(),
        Focus::Document(id) => format!(
            "document {}",
            project.document(id).map_or(id.as_str(), |d| &d.about.title)
        ),
        Focus::Actor(id) => format!("actor {}", project.actor_name(id)),
        Focus::Issue(id) => format!("issue {}", project.issue_name(id)),
        Focus::Period(id) => format!("period {}", project.period_name(Some(id))),
        Focus::Analyst(id) => format!("analyst {}", project.analyst_name(id)),
        Focus::Passage(id) => format!(
            "passage {}",
            project
                .passage(*id)
                .map_or_else(|| id.to_string(), |p| format!("“{}”", p.anchor.quotation))
        ),
        Focus::Position(key) => position_name(project, key),
        Focus::Cell(cell) => project.cell_name(cell),
        Focus::Note(id) => {
            let first_line = |text: &str| text.lines().next().map(|line| format!("“{}”", line.trim()));
            let name = project.note(*id).and_then(|n| first_line(&n.text));
            format!("note {}", name.unwrap_or_else(|| id.to_string()))
        }
    }
}

pub(super) fn position_name(project: &Project, key: &PositionKey) -> String {
    let period = match project.period_name(key.period.as_ref()) {
        "" => String::new(),
        period => format!(", {period}"),
    };
    format!(
        "{} ({}{period})",
        project.cell_name(&key.cell()),
        project.analyst_name(&key.analyst)
    )
}

impl Conflict {
    /// Which thing it is about: "China × AUKUS (Anna)", "actor China".
    pub fn subject(&self, project: &Project) -> String {
        match self {
            Self::Order(kind, _) => format!("{kind}s"),
            _ => place_name(project, &self.place()),
        }
    }

    /// What of it: "stance", "name", "deleted here, changed there".
    pub fn aspect(&self) -> &'static str {
        match self {
            Self::Text(which, _) => match which {
                Text::ProjectTitle | Text::Detail(_, Detail::Title) => "title",
                Text::Detail(_, Detail::Author) => "author",
                Text::Detail(_, Detail::Source) => "source",
                Text::Detail(_, Detail::Address) => "address",
                Text::Detail(_, Detail::Date) => "date",
                Text::ActorName(_) | Text::IssueName(_) | Text::PeriodName(_) | Text::AnalystName(_) => "name",
                Text::ActorGroup(_) | Text::IssueGroup(_) => "group",
                Text::Proposition(_) => "proposition",
                Text::PeriodDescription(_) => "description",
                Text::Rationale(_) => "rationale",
                Text::Note(_) => "text",
            },
            Self::Flag(Flag::ActorHidden(_) | Flag::IssueHidden(_), _) => "hidden",
            Self::Flag(Flag::AnalystFinished(_), _) => "finished",
            Self::Colour(..) => "colour",
            Self::Body(..) => "text",
            Self::Passage(..) => "place",
            Self::Stance(..) => "stance",
            Self::Confidence(..) => "confidence",
            Self::Basis(..) => "basis",
            Self::Evidence(..) => "evidence",
            Self::Order(..) => "order",
            Self::Deletion(d) if d.base == d.kept => "deleted against used",
            Self::Deletion(_) => "deleted against changed",
        }
    }

    /// What of it, as a note about several things has it: "Stance", "Order of issues".
    pub(super) fn headline(&self) -> String {
        match self {
            Self::Order(kind, _) => format!("Order of {kind}s"),
            _ => capitalised(self.aspect()),
        }
    }

    /// What was, mine and theirs, as text.
    pub fn values(&self, project: &Project) -> Values {
        match self {
            Self::Text(_, s) => Values::of(s, |text| (!text.is_empty()).then(|| text.clone())),
            Self::Flag(_, s) => Values::of(s, |yes| Some(if *yes { "yes" } else { "no" }.to_owned())),
            Self::Colour(_, s) => Values::of(s, |colour| colour.map(|c| c.to_string())),
            Self::Body(_, s) => Values::of(s, |body| Some(format!("{} characters", body.len()))),
            Self::Passage(_, s) => Values::of(s, |p| {
                Some(format!("{}–{} “{}”", p.anchor.start, p.anchor.end, p.anchor.quotation))
            }),
            Self::Stance(_, s) => Values::of(s, |v| v.map(|v| v.word().to_owned())),
            Self::Confidence(_, s) => Values::of(s, |v| v.map(|v| v.word().to_owned())),
            Self::Basis(_, s) => Values::of(s, |v| v.map(|v| v.word().to_owned())),
            Self::Evidence(_, passage, s) => Values::of(s, |role| {
                let words = project.passage(*passage).map_or("", |p| &p.anchor.quotation);
                role.map(|role| match role {
                    Role::For => format!("for: “{words}”"),
                    Role::Against => format!("against: “{words}”"),
                })
            }),
            Self::Order(_, s) => Values::of(s, |ids| Some(ids.join(", "))),
            Self::Deletion(d) => d.values(project),
        }
    }

    /// All of it in one line.
    pub fn sentence(&self, project: &Project) -> String {
        let values = self.values(project);
        let word = |value: Option<String>| value.map_or_else(|| "nothing".to_owned(), |v| one_line(&v));
        let before = values
            .base
            .map_or_else(String::new, |v| format!("; before: {}", one_line(&v)));
        format!(
            "{}: {}: here: {}; there: {}{before}",
            one_line(&self.subject(project)),
            self.aspect(),
            word(values.mine),
            word(values.theirs)
        )
    }
}

/// The longest value in a one-line sentence, in code points.
const MOST: usize = 80;

fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}

impl Deletion {
    fn values(&self, project: &Project) -> Values {
        let (gone, kept) = ("deleted".to_owned(), self.kept.in_words(project));
        let kept = if self.base == self.kept {
            format!("{kept} (used)")
        } else {
            kept
        };
        let (mine, theirs) = match self.by {
            Side::Mine => (gone, kept),
            Side::Theirs => (kept, gone),
        };
        Values {
            base: Some(self.base.in_words(project)),
            mine: Some(mine),
            theirs: Some(theirs),
        }
    }
}

impl Item {
    /// What it says, in one line.
    pub fn in_words(&self, project: &Project) -> String {
        match self {
            Self::Document(d) => d.about.title.clone(),
            Self::Actor(a) => a.name.clone(),
            Self::Issue(i) => i.name.clone(),
            Self::Period(p) => p.name.clone(),
            Self::Analyst(a) => a.name.clone(),
            Self::Passage(p) => format!("“{}”", one_line(&p.anchor.quotation)),
            Self::Note(n) => format!("“{}”", one_line(&n.text)),
            Self::Position(_, p) => {
                let mut words = vec![p.stance.map_or("no stance", |s| s.word()).to_owned()];
                words.extend(p.basis.map(|b| b.word().to_owned()));
                words.extend(p.confidence.map(|c| format!("{} confidence", c.word())));
                match p
                    .evidence
                    .iter()
                    .filter(|e| project.passages.contains_key(&e.passage))
                    .count()
                {
                    0 => {}
                    1 => words.push("1 quotation".to_owned()),
                    n => words.push(format!("{n} quotations")),
                }
                if !p.rationale.is_empty() {
                    words.push(format!("“{}”", one_line(&p.rationale)));
                }
                words.join(", ")
            }
        }
    }

    /// What it is called.
    pub fn name(&self, project: &Project) -> String {
        match self {
            Self::Position(key, _) => position_name(project, key),
            Self::Passage(_) | Self::Note(_) => format!("{} {}", self.kind(), self.in_words(project)),
            _ => format!("{} {}", self.kind(), one_line(&self.in_words(project))),
        }
    }
}

/// What a note about a place is about.
pub(super) fn target(project: &Project, place: &Focus) -> Target {
    match place {
        Focus::Document(id) => Target::Document(id.clone()),
        Focus::Actor(id) => Target::Actor(id.clone()),
        Focus::Issue(id) => Target::Issue(id.clone()),
        Focus::Passage(id) => Target::Passage(*id),
        Focus::Position(key) => Target::Cell(key.cell()),
        Focus::Cell(cell) => Target::Cell(cell.clone()),
        Focus::Note(id) => project
            .note(*id)
            .and_then(|n| n.about.first().cloned())
            .unwrap_or(Target::Project),
        Focus::Project | Focus::Period(_) | Focus::Analyst(_) => Target::Project,
    }
}
