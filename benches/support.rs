//! What the benchmarks share: a large project of real text varied, and a clock of CPU time.

use std::{sync::Arc, time::Duration};

use standpoint::model::{
    Actor, ActorId, Analyst, AnalystId, Anchor, Block, BlockKind, Body, Document, DocumentId, Evidence, Issue, IssueId,
    Metadata, Passage, PassageId, Position, PositionKey, Project, Role, Stance,
};

/// The bundled article, which large texts are made of.
pub(crate) const ARTICLE: &str = include_str!("../assets/choice-china-russia-joint-statement.txt");

/// CPU time of this thread so far.
#[cfg(unix)]
pub(crate) fn cpu() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// Wall time, where the system does not tell the CPU time of a thread.
#[cfg(not(unix))]
pub(crate) fn cpu() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// Resident memory of this process, in bytes; 0 where the system does not tell it.
pub(crate) fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}

/// Times of one thing done many times.
#[derive(Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Does something once and keeps how long it took.
    pub(crate) fn time<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let start = cpu();
        let result = work();
        self.0.push(cpu().saturating_sub(start));
        result
    }

    /// Milliseconds at a share of the samples, 0.5 for the median.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let place = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
        sorted.get(place).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
    }

    /// Prints a row: what, median, 99th percentile, budget (all in milliseconds of CPU).
    pub(crate) fn report(&self, what: &str, budget: &str) {
        println!("{what:<44} {:>9.3} {:>9.3}   {budget}", self.at(0.5), self.at(0.99));
    }
}

/// Prints the head of a table of [`Samples::report`].
pub(crate) fn head(title: &str) {
    println!("\n{title}\n{:<44} {:>9} {:>9}   budget (CPU ms)", "", "median", "p99");
}

/// A body of about this many bytes: the article again and again, every paragraph a little different.
pub(crate) fn body(bytes: usize) -> Body {
    let paragraphs: Vec<&str> = ARTICLE.lines().filter(|line| !line.is_empty()).collect();
    let mut blocks = Vec::new();
    let mut length = 0;
    for (n, text) in paragraphs.iter().cycle().enumerate() {
        if length >= bytes {
            break;
        }
        let kind = if text.len() < 60 {
            BlockKind::Heading(2)
        } else {
            BlockKind::Paragraph
        };
        let varied = if n < paragraphs.len() {
            (*text).to_owned()
        } else {
            let drop = n % 7 + 2;
            let words: Vec<&str> = text
                .split(' ')
                .enumerate()
                .filter(|(w, _)| w % drop != 1)
                .map(|(_, w)| w)
                .collect();
            format!("{} {}", n, words.join(" "))
        };
        length += varied.len() + 1;
        blocks.push(Block::new(kind, &varied));
    }
    Body::new(blocks)
}

/// A project of one document of about `bytes` bytes, `passages` passages lying up to eight deep, and a full matrix of
/// `side` actors and issues whose positions cite them.
pub(crate) fn project(bytes: usize, passages: usize, side: usize) -> Project {
    let body = Arc::new(body(bytes));
    let document = DocumentId::from_name("long");
    let analyst = AnalystId::from_name("reader");
    let mut project = Project {
        title: "A long text".to_owned(),
        ..Project::default()
    };
    project.documents.push_back(Arc::new(Document {
        id: document.clone(),
        about: Metadata {
            title: "A long text".to_owned(),
            ..Metadata::default()
        },
        body: Arc::clone(&body),
    }));
    project.analysts.push_back(Arc::new(Analyst {
        id: analyst.clone(),
        name: "Reader".to_owned(),
        finished: false,
    }));
    for n in 0..side {
        let name = format!("Actor {n}");
        project
            .actors
            .push_back(Arc::new(Actor::new(ActorId::from_name(&name), name)));
        let name = format!("Issue {n}");
        project
            .issues
            .push_back(Arc::new(Issue::new(IssueId::from_name(&name), name)));
    }
    let mut ids = Vec::with_capacity(passages);
    let room = body.len().saturating_sub(400).max(1);
    for n in 0..passages {
        // Eight passages start close together, of different lengths, so that they lie on one another.
        let start = ((n / 8) as u64 * 8 * u64::from(room) / passages.max(1) as u64) as u32 + (n % 8) as u32 * 5;
        let end = (start + 20 + (n * 37 % 200) as u32).min(body.len());
        let Some(anchor) = Anchor::of(&body, start..end) else {
            continue;
        };
        let id = PassageId::from_random((n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        project.passages.insert(
            id,
            Arc::new(Passage {
                id,
                document: document.clone(),
                analyst: analyst.clone(),
                anchor,
            }),
        );
        ids.push(id);
    }
    let cells = (side * side).max(1);
    for row in 0..side {
        for column in 0..side {
            let n = row * side + column;
            let key = PositionKey {
                analyst: analyst.clone(),
                actor: ActorId::from_name(&format!("Actor {row}")),
                issue: IssueId::from_name(&format!("Issue {column}")),
                period: None,
            };
            let evidence = ids
                .iter()
                .skip(n)
                .step_by(cells)
                .map(|passage| Evidence {
                    passage: *passage,
                    role: if n.is_multiple_of(5) { Role::Against } else { Role::For },
                })
                .collect();
            let position = Position {
                stance: Some(Stance::ALL[n % 7]),
                rationale: format!("Because of what the text says, {n}."),
                evidence,
                ..Position::default()
            };
            project.positions.insert(key, Arc::new(position));
        }
    }
    project
}
