//! A large project of real text varied: what everything is measured on.

use std::sync::{Arc, OnceLock};

use standpoint::model::{
    Actor, ActorId, Analyst, AnalystId, Anchor, Block, BlockKind, Body, Cell, Document, DocumentId, Evidence, Issue,
    IssueId, Metadata, Moment, Note, NoteId, Passage, PassageId, Position, PositionKey, Project, Role, Stance, Target,
};

/// The bundled article, which large texts are made of.
pub(crate) const ARTICLE: &str = include_str!("../assets/choice-china-russia-joint-statement.txt");

/// The article again and again until it has about this many bytes, every paragraph a little different.
fn paragraphs(bytes: usize) -> Vec<(BlockKind, String)> {
    let lines: Vec<&str> = ARTICLE.lines().filter(|line| !line.is_empty()).collect();
    let mut out = Vec::new();
    let mut length = 0;
    for (n, text) in lines.iter().cycle().enumerate() {
        if length >= bytes {
            break;
        }
        let kind = if text.len() < 60 {
            BlockKind::Heading(2)
        } else {
            BlockKind::Paragraph
        };
        let varied = if n < lines.len() {
            (*text).to_owned()
        } else {
            let drop = n % 7 + 2;
            let words = text.split(' ').enumerate().filter(|(w, _)| w % drop != 1);
            let words: Vec<&str> = words.map(|(_, w)| w).collect();
            format!("{n} {}", words.join(" "))
        };
        length += varied.len() + 1;
        out.push((kind, varied));
    }
    out
}

/// What a project is to hold.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Bytes of text, about.
    pub bytes: usize,
    /// Passages; they lie eight deep.
    pub passages: usize,
    /// Actors, and issues; every cell is coded.
    pub side: usize,
    /// Notes.
    pub notes: usize,
    /// Whether the text is one line.
    pub one_line: bool,
}

/// Whether small projects stand in for large ones.
static QUICK: OnceLock<()> = OnceLock::new();

/// From now on projects are small: it is only to be seen whether the benchmarks work.
pub(crate) fn be_quick() {
    QUICK.get_or_init(|| ());
}

/// Whether it is only to be seen whether the benchmarks work.
pub(crate) fn is_quick() -> bool {
    QUICK.get().is_some()
}

/// What the budgets are for.
pub(crate) fn large() -> Size {
    if is_quick() { MIDDLING } else { LARGE }
}

/// A project whose file has 10 MB.
pub(crate) fn file() -> Size {
    if is_quick() { MIDDLING } else { FILE }
}

const LARGE: Size = Size {
    bytes: 10_000_000,
    passages: 100_000,
    side: 100,
    notes: 2_000,
    one_line: false,
};

const FILE: Size = Size {
    bytes: 6_000_000,
    passages: 12_000,
    side: 50,
    notes: 500,
    one_line: false,
};

/// A tenth of the large one.
pub(crate) const MIDDLING: Size = Size {
    bytes: 1_000_000,
    passages: 10_000,
    side: 40,
    notes: 200,
    one_line: false,
};

impl Size {
    /// A short text with a matrix of so many actors and issues.
    pub(crate) fn matrix(side: usize) -> Self {
        Self {
            bytes: 50_000,
            passages: 500,
            side,
            notes: 20,
            one_line: false,
        }
    }

    /// The project: one document, two analysts, the second of whom made every fourth passage and position.
    pub(crate) fn project(self) -> Project {
        let mut blocks: Vec<Block> = paragraphs(self.bytes)
            .iter()
            .map(|(kind, text)| Block::new(*kind, text))
            .collect();
        if self.one_line {
            let all: Vec<&str> = blocks.iter().map(|b| &*b.text).collect();
            blocks = vec![Block::new(BlockKind::Paragraph, &all.join(" "))];
        }
        let mut project = Project {
            title: TITLE.to_owned(),
            ..Project::default()
        };
        let document = Arc::new(Document {
            id: DocumentId::from_name(TITLE),
            about: Metadata {
                title: TITLE.to_owned(),
                ..Metadata::default()
            },
            body: Arc::new(Body::new(blocks)),
        });
        project.documents.push_back(Arc::clone(&document));
        for (n, name) in READERS.into_iter().enumerate() {
            project.analysts.push_back(Arc::new(Analyst {
                id: reader(n),
                name: name.to_owned(),
                finished: false,
            }));
        }
        for n in 0..self.side {
            let name = format!("Actor {n}");
            let id = ActorId::from_name(&name);
            project.actors.push_back(Arc::new(Actor::new(id, name)));
            let name = format!("Issue {n}");
            let id = IssueId::from_name(&name);
            project.issues.push_back(Arc::new(Issue::new(id, name)));
        }
        let ids = self.mark(&mut project, &document);
        self.judge(&mut project, &ids);
        self.remark(&mut project, &ids);
        project
    }

    /// Eight passages start close together, of different lengths, so that they lie on one another.
    fn mark(self, project: &mut Project, document: &Document) -> Vec<PassageId> {
        let body = &document.body;
        let room = u64::from(body.len().saturating_sub(400).max(1));
        let mut ids = Vec::with_capacity(self.passages);
        for n in 0..self.passages {
            let eight = ((n / 8) as u64 * 8 * room / self.passages as u64) as u32;
            let start = eight + (n % 8) as u32 * 5;
            let end = (start + 20 + (n * 37 % 200) as u32).min(body.len());
            let Some(anchor) = Anchor::of(body, start..end) else {
                continue;
            };
            let id = PassageId::from_random((n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let passage = Passage {
                id,
                document: document.id.clone(),
                analyst: reader(usize::from(n % 4 == 3)),
                anchor,
            };
            project.passages.insert(id, Arc::new(passage));
            ids.push(id);
        }
        ids
    }

    fn judge(self, project: &mut Project, ids: &[PassageId]) {
        let cells = self.side * self.side;
        for n in 0..cells {
            let evidence = ids.iter().skip(n).step_by(cells).map(|passage| Evidence {
                passage: *passage,
                role: if n.is_multiple_of(5) { Role::Against } else { Role::For },
            });
            let position = Position {
                stance: Some(Stance::ALL[n % 7]),
                rationale: format!("Because of what the text says, {n}."),
                evidence: evidence.collect(),
                ..Position::default()
            };
            // Keys share the texts of ids, as they do when a file was read.
            let (actor, issue) = (&project.actors[n / self.side], &project.issues[n % self.side]);
            let key = |layer: usize| PositionKey {
                analyst: project.analysts[layer].id.clone(),
                actor: actor.id.clone(),
                issue: issue.id.clone(),
                period: None,
            };
            let (first, second) = (key(0), key(1));
            project.positions.insert(first, Arc::new(position));
            if n % 4 == 3 {
                let position = Position {
                    stance: Some(Stance::ALL[n % 5]),
                    ..Position::default()
                };
                project.positions.insert(second, Arc::new(position));
            }
        }
    }

    fn remark(self, project: &mut Project, ids: &[PassageId]) {
        for n in 0..self.notes {
            let passage = ids[n * 7919 % ids.len()];
            let cell = key(self.side, n * 31 % (self.side * self.side), 0).cell();
            let note = Note {
                id: NoteId::from_random(n as u64 + 1),
                analyst: reader(0),
                about: vec![Target::Passage(passage), Target::Cell(cell)],
                created: Moment(n as i64),
                changed: Moment(n as i64),
                tags: vec![["method", "doubt", "to ask"][n % 3].to_owned()],
                text: format!(
                    "Note {n}: what **this passage** may mean, and what would change the reading.\n\n\
                     - the words are the author’s, not the actor’s\n- compare paragraph {n}"
                ),
            };
            project.notes.insert(note.id, Arc::new(note));
        }
    }
}

/// The title of the project and its document.
pub(crate) const TITLE: &str = "A long text";

/// The two analysts.
pub(crate) const READERS: [&str; 2] = ["First reader", "Second reader"];

/// The id of one of the two analysts.
pub(crate) fn reader(n: usize) -> AnalystId {
    AnalystId::from_name(READERS[n])
}

/// The `n`-th cell, row by row, of one of the two analysts.
pub(crate) fn key(side: usize, n: usize, analyst: usize) -> PositionKey {
    let cell = cell(n / side, n % side);
    PositionKey {
        analyst: reader(analyst),
        actor: cell.actor,
        issue: cell.issue,
        period: None,
    }
}

/// A cell by its row and column.
pub(crate) fn cell(row: usize, column: usize) -> Cell {
    Cell {
        actor: ActorId::from_name(&format!("Actor {row}")),
        issue: IssueId::from_name(&format!("Issue {column}")),
    }
}
