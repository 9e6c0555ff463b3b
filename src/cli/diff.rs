//! `standpoint diff`: in what two projects differ, cell by cell.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::{Failure, LOOK, Reply, args::DiffFormat, open};
use crate::model::{
    Project,
    merge::{Change, Field, Item, Tally, differences},
};

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The earlier project
    a: PathBuf,
    /// The later project
    b: PathBuf,
    /// How the differences are printed
    #[arg(short, long, value_enum, default_value = "text")]
    format: DiffFormat,
    /// Exit with 1 if they differ
    #[arg(long)]
    exit_code: bool,
}

impl Diff {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let (a, b) = (open(&self.a)?, open(&self.b)?);
        let mut reply = Reply::default();
        a.warn(&self.a, &mut reply);
        b.warn(&self.b, &mut reply);
        let changes = differences(&a.project, &b.project);
        reply.out = match self.format {
            DiffFormat::Text => told(&changes, &a.project, &b.project),
            DiffFormat::Ron => {
                let config = ron::ser::PrettyConfig::new().new_line("\n").escape_strings(true);
                ron::ser::to_string_pretty(&records(&changes, &a.project, &b.project), config)? + "\n"
            }
            DiffFormat::Json => serde_json::to_string_pretty(&records(&changes, &a.project, &b.project))? + "\n",
        };
        if self.exit_code && !changes.is_empty() {
            reply.code = LOOK;
        }
        Ok(reply)
    }
}

/// One difference as other programs read it.
#[derive(Serialize)]
struct Record {
    /// `added`, `changed`, `removed`, `reordered`.
    change: &'static str,
    /// `position`, `actor` …; `project` for its title, `candidate` for what was dismissed.
    kind: String,
    /// The identity: one word, or a position's four keys.
    id: Vec<String>,
    /// What people call it.
    name: String,
    fields: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    field: &'static str,
    before: String,
    after: String,
}

fn records(changes: &[Change], a: &Project, b: &Project) -> Vec<Record> {
    let record = |change: &Change| Record {
        change: match change {
            Change::Added(_) | Change::Dismissed(_) => "added",
            Change::Changed(..) | Change::Title(..) => "changed",
            Change::Removed(_) | Change::Offered(_) => "removed",
            Change::Reordered(_) => "reordered",
        },
        kind: match change {
            Change::Title(..) => "project".to_owned(),
            Change::Dismissed(_) | Change::Offered(_) => "candidate".to_owned(),
            _ => change.kind().map_or_else(String::new, |kind| kind.to_string()),
        },
        id: match change {
            Change::Added(item) | Change::Changed(_, item) | Change::Removed(item) => id(item),
            Change::Dismissed(d) | Change::Offered(d) => {
                vec![
                    d.analyst.to_string(),
                    d.cell.actor.to_string(),
                    d.cell.issue.to_string(),
                ]
            }
            Change::Title(..) | Change::Reordered(_) => Vec::new(),
        },
        name: change.subject(a, b),
        fields: change
            .fields(a, b)
            .into_iter()
            .map(|f| Value {
                field: f.name,
                before: f.before,
                after: f.after,
            })
            .collect(),
    };
    changes.iter().map(record).collect()
}

fn id(item: &Item) -> Vec<String> {
    match item {
        Item::Document(d) => vec![d.id.to_string()],
        Item::Actor(a) => vec![a.id.to_string()],
        Item::Issue(i) => vec![i.id.to_string()],
        Item::Period(p) => vec![p.id.to_string()],
        Item::Analyst(a) => vec![a.id.to_string()],
        Item::Passage(p) => vec![p.id.to_string()],
        Item::Note(n) => vec![n.id.to_string()],
        Item::Position(key, _) => vec![
            key.analyst.to_string(),
            key.actor.to_string(),
            key.issue.to_string(),
            key.period.as_ref().map_or_else(String::new, ToString::to_string),
        ],
    }
}

/// The differences for people: the positions first, in the order of the matrix, then the rest; nothing if there are
/// none.
pub(super) fn told(changes: &[Change], a: &Project, b: &Project) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let place = |project: &Project, item: &Item| match item {
        Item::Position(key, _) => {
            let actor = project.actors.iter().position(|x| x.id == key.actor);
            let issue = project.issues.iter().position(|x| x.id == key.issue);
            Some((actor.unwrap_or(usize::MAX), issue.unwrap_or(usize::MAX)))
        }
        _ => None,
    };
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| match change {
        Change::Added(item) | Change::Changed(_, item) => place(b, item).map_or((1, (0, 0)), |p| (0, p)),
        Change::Removed(item) => place(a, item).map_or((1, (0, 0)), |p| (0, p)),
        _ => (1, (0, 0)),
    });
    let mut out = String::new();
    for change in sorted {
        let sign = match change {
            Change::Added(_) | Change::Dismissed(_) => '+',
            Change::Removed(_) | Change::Offered(_) => '-',
            _ => '~',
        };
        out.push_str(&format!("{sign} {}\n", change.subject(a, b)));
        for field in change.fields(a, b) {
            push_field(&mut out, change, &field);
        }
    }
    out.push_str(&format!("\n{}\n", Tally::of(changes)));
    out
}

/// A text of this many code points is still told in one line.
const SHORT: usize = 60;

fn push_field(out: &mut String, change: &Change, field: &Field) {
    let is_short = |text: &str| !text.contains('\n') && text.chars().count() <= SHORT;
    let name = field.name;
    let (before, after) = (field.before.as_str(), field.after.as_str());
    let whole = match change {
        // The words of a passage are its name already.
        Change::Added(Item::Passage(_)) | Change::Removed(Item::Passage(_)) if name == "words" => return,
        Change::Added(_) | Change::Dismissed(_) => Some(after),
        Change::Removed(_) | Change::Offered(_) => Some(before),
        _ => None,
    };
    match whole {
        Some(text) if is_short(text) => out.push_str(&format!("    {name}: {text}\n")),
        Some(text) => {
            out.push_str(&format!("    {name}:\n"));
            for line in text.lines() {
                out.push_str(&format!("      {line}\n"));
            }
        }
        None if is_short(before) && is_short(after) => {
            let or_nothing = |text: &str| {
                if text.is_empty() {
                    "nothing".to_owned()
                } else {
                    text.to_owned()
                }
            };
            out.push_str(&format!("    {name}: {} → {}\n", or_nothing(before), or_nothing(after)));
        }
        None => {
            out.push_str(&format!("    {name}:\n"));
            for line in TextDiff::from_lines(before, after).iter_all_changes() {
                let sign = match line.tag() {
                    ChangeTag::Equal => continue,
                    ChangeTag::Insert => '+',
                    ChangeTag::Delete => '-',
                };
                out.push_str(&format!("      {sign} {}\n", line.value().trim_end_matches('\n')));
            }
        }
    }
}
