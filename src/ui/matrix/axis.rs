//! The rows and columns of the matrix: which actors and issues stand where, under which headings.
//!
//! Plain data from the project and the pane's settings; rebuilt only when one of them changed.

use std::collections::BTreeSet;

use crate::model::{ActorId, Cell, IssueId, Project};

/// Which of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Side {
    Actors,
    Issues,
}

impl Side {
    /// One of them: "actor".
    pub fn word(self) -> &'static str {
        match self {
            Self::Actors => "actor",
            Self::Issues => "issue",
        }
    }

    /// The other list.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Actors => Self::Issues,
            Self::Issues => Self::Actors,
        }
    }
}

/// A row or column: an actor or an issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Head {
    Actor(ActorId),
    Issue(IssueId),
}

impl Head {
    /// The list it is in.
    pub fn side(&self) -> Side {
        match self {
            Self::Actor(_) => Side::Actors,
            Self::Issue(_) => Side::Issues,
        }
    }

    /// The cell where a row and a column meet; `None` if both are of one list.
    pub fn meet(&self, other: &Self) -> Option<Cell> {
        match (self, other) {
            (Self::Actor(actor), Self::Issue(issue)) | (Self::Issue(issue), Self::Actor(actor)) => Some(Cell {
                actor: actor.clone(),
                issue: issue.clone(),
            }),
            _ => None,
        }
    }

    /// The head of a cell on a side.
    pub fn of(cell: &Cell, side: Side) -> Self {
        match side {
            Side::Actors => Self::Actor(cell.actor.clone()),
            Side::Issues => Self::Issue(cell.issue.clone()),
        }
    }

    /// The name shown.
    pub fn name<'a>(&'a self, project: &'a Project) -> &'a str {
        match self {
            Self::Actor(id) => project.actor_name(id),
            Self::Issue(id) => project.issue_name(id),
        }
    }
}

/// One actor or issue on an axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub head: Head,
    /// The name shown.
    pub name: String,
    /// Shown though hidden, and paler.
    pub hidden: bool,
}

/// A heading over several items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// How many items stand under it.
    pub count: usize,
    /// Whether they are folded away.
    pub folded: bool,
}

/// One line of the grid: a row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The heading of `groups[n]`.
    Group(usize),
    /// `items[n]`.
    Item(usize),
    /// The place to add one more.
    Add,
}

/// The rows, or the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Which list it shows.
    pub side: Side,
    /// What is visible, in order; what a filter, a fold or hiding leaves out is not here.
    pub items: Vec<Item>,
    /// The headings.
    pub groups: Vec<Group>,
    /// The lines, first to last.
    pub lines: Vec<Line>,
    /// How many are left out because they are hidden.
    pub hidden: usize,
    /// How many are left out by the filter.
    pub filtered: usize,
    /// Whether there is a filter and no name here has its words, so that the list is whole.
    pub unfound: bool,
}

/// What decides which items an axis shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Words, any of which a name must contain; empty for all.
    pub filter: String,
    /// Groups folded away.
    pub folded: BTreeSet<(Side, String)>,
    /// Whether hidden actors and issues are shown.
    pub show_hidden: bool,
}

struct Entry<'a> {
    head: Head,
    name: &'a str,
    group: &'a str,
    hidden: bool,
    words: &'a [String],
}

impl Axis {
    /// Makes the axis of one list.
    ///
    /// Items of a group stand together where its first one stands; those without a group come first.
    /// A filter of which no word is found in this list leaves the list whole.
    pub fn new(project: &Project, side: Side, choice: &Choice) -> Self {
        let entries: Vec<Entry<'_>> = match side {
            Side::Actors => project
                .actors
                .iter()
                .map(|a| Entry {
                    head: Head::Actor(a.id.clone()),
                    name: &a.name,
                    group: a.group.trim(),
                    hidden: a.hidden,
                    words: &a.aliases,
                })
                .collect(),
            Side::Issues => project
                .issues
                .iter()
                .map(|i| Entry {
                    head: Head::Issue(i.id.clone()),
                    name: &i.name,
                    group: i.group.trim(),
                    hidden: i.hidden,
                    words: &i.keywords,
                })
                .collect(),
        };
        let hidden = if choice.show_hidden {
            0
        } else {
            entries.iter().filter(|e| e.hidden).count()
        };
        let open: Vec<&Entry<'_>> = entries.iter().filter(|e| choice.show_hidden || !e.hidden).collect();
        let words: Vec<String> = choice.filter.split_whitespace().map(str::to_lowercase).collect();
        let found: Vec<&Entry<'_>> = open.iter().copied().filter(|e| matches(e, &words)).collect();
        let none_found = found.is_empty();
        let (shown, filtered) = if words.is_empty() || none_found {
            (open, 0)
        } else {
            let left_out = open.len() - found.len();
            (found, left_out)
        };
        let mut axis = Self {
            side,
            items: Vec::with_capacity(shown.len()),
            groups: Vec::new(),
            lines: Vec::with_capacity(shown.len() + 1),
            hidden,
            filtered,
            unfound: !words.is_empty() && none_found,
        };
        let mut names: Vec<&str> = Vec::new();
        for entry in &shown {
            if !names.contains(&entry.group) {
                names.push(entry.group);
            }
        }
        names.sort_by_key(|name| !name.is_empty());
        for name in names {
            let members = shown.iter().filter(|e| e.group == name);
            let mut folded = false;
            if !name.is_empty() {
                folded = words.is_empty() && choice.folded.contains(&(side, name.to_owned()));
                axis.lines.push(Line::Group(axis.groups.len()));
                axis.groups.push(Group {
                    name: name.to_owned(),
                    count: members.clone().count(),
                    folded,
                });
            }
            if folded {
                continue;
            }
            for entry in members {
                axis.lines.push(Line::Item(axis.items.len()));
                axis.items.push(Item {
                    head: entry.head.clone(),
                    name: entry.name.to_owned(),
                    hidden: entry.hidden,
                });
            }
        }
        axis.lines.push(Line::Add);
        axis
    }

    /// The place of an actor or issue among the visible items.
    pub fn place(&self, head: &Head) -> Option<usize> {
        self.items.iter().position(|item| item.head == *head)
    }

    /// The line on which an item stands.
    pub fn line_of(&self, item: usize) -> Option<usize> {
        self.lines.iter().position(|line| *line == Line::Item(item))
    }

    /// The group that an item stands under, and the range of lines it covers, heading included.
    pub fn group_of(&self, item: usize) -> Option<usize> {
        let line = self.line_of(item)?;
        self.lines[..line].iter().rev().find_map(|l| match l {
            Line::Group(n) => Some(*n),
            Line::Item(_) | Line::Add => None,
        })
    }
}

fn matches(entry: &Entry<'_>, words: &[String]) -> bool {
    let name = entry.name.to_lowercase();
    words.iter().any(|word| {
        name.contains(word.as_str()) || entry.words.iter().any(|w| w.to_lowercase().contains(word.as_str()))
    })
}

/// Where lines lie: the offset of each one's start, and the end of the last, in points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Track {
    starts: Vec<f32>,
}

impl Track {
    /// Lines of these sizes, one after the other.
    pub fn new(sizes: impl Iterator<Item = f32>) -> Self {
        let mut starts = vec![0.0];
        let mut end = 0.0;
        for size in sizes {
            end += size;
            starts.push(end);
        }
        Self { starts }
    }

    /// The size of all lines.
    pub fn total(&self) -> f32 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// Where a line starts and ends.
    pub fn span(&self, line: usize) -> (f32, f32) {
        let last = self.starts.len().saturating_sub(1);
        (self.starts[line.min(last)], self.starts[(line + 1).min(last)])
    }

    /// The lines that lie at least partly between two offsets.
    pub fn between(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        let lines = self.starts.len().saturating_sub(1);
        let first = self.starts.partition_point(|s| *s <= from).saturating_sub(1);
        let end = self.starts.partition_point(|s| *s < to).min(lines);
        first.min(end)..end
    }

    /// The line at an offset, or the nearest one.
    pub fn at(&self, offset: f32) -> usize {
        let lines = self.starts.len().saturating_sub(1);
        self.starts
            .partition_point(|s| *s <= offset)
            .saturating_sub(1)
            .min(lines.saturating_sub(1))
    }
}
