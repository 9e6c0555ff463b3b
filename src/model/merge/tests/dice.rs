//! Projects made as people make them: by edits chosen at random.

use std::{fmt, sync::Arc};

use proptest::prelude::*;

use crate::model::{
    Actor, ActorId, Analyst, Anchor, Basis, Block, BlockKind, Body, Cell, Check, Colour, Confidence, Dismissal,
    Document, Edit, Issue, IssueId, Keep, Listed, Metadata, Moment, Note, Passage, Period, Position, PositionKey,
    Project, Role, Settled, Stance, Target, check, clashes_of_actors, clashes_of_issues,
};

/// The numbers that decide one edit.
type Throw = (u8, u16, u16, u16);

/// Throws for up to `most` edits.
fn throws(most: usize) -> impl Strategy<Value = Vec<Throw>> {
    prop::collection::vec(any::<Throw>(), 0..most)
}

const NAMES: [&str; 7] = ["China", "Russia", "NATO", "EU", "Kazakhstan", "India", "Brazil"];
const WORDS: [&str; 6] = ["", "sovereignty", "de\u{a0}facto", "Beijing", "gas", "“unlimited” 合作"];
const PARAGRAPHS: [&str; 6] = [
    "China made an explicit statement against NATO’s expansion for the first time in such a document.",
    "Россия требует гарантий безопасности, и это de\u{a0}facto условие.",
    "中国明确反对北约继续扩张。",
    "In the case of a conflict China would most likely remain on the sidelines, as it did before.",
    "Russia’s endorsement is purely pragmatic and reciprocal.",
    "The two sides agreed on thirty years of gas.",
];

/// One of a few texts, some alike, some not.
fn body(n: u16) -> Arc<Body> {
    let paragraphs: Vec<&str> = match n % 5 {
        0 => PARAGRAPHS.to_vec(),
        1 => [&["A paragraph put before."], &PARAGRAPHS[..]].concat(),
        2 => PARAGRAPHS[..5].to_vec(),
        3 => vec!["Something else.", "Altogether, and not short either."],
        _ => vec!["A third article.", PARAGRAPHS[2]],
    };
    let kind = if n % 11 == 10 {
        BlockKind::Quotation
    } else {
        BlockKind::Paragraph
    };
    Arc::new(Body::new(paragraphs.into_iter().map(|p| Block::new(kind, p)).collect()))
}

fn pick<T: Clone>(from: impl IntoIterator<Item = T>, n: u16) -> Option<T> {
    let all: Vec<T> = from.into_iter().collect();
    (!all.is_empty()).then(|| all[usize::from(n) % all.len()].clone())
}

fn word(n: u16) -> String {
    WORDS[usize::from(n) % WORDS.len()].to_owned()
}

fn name(n: u16) -> &'static str {
    NAMES[usize::from(n) % NAMES.len()]
}

fn ids<T: Listed>(list: &imbl::Vector<Arc<T>>) -> Vec<T::Id> {
    list.iter().map(|i| i.id().clone()).collect()
}

/// A list with one item moved.
fn moved<T>(mut list: Vec<T>, from: u16, to: u16) -> Vec<T> {
    if !list.is_empty() {
        let item = list.remove(usize::from(from) % list.len());
        list.insert(usize::from(to) % (list.len() + 1), item);
    }
    list
}

fn some_words(mut words: Vec<String>, n: u16) -> Vec<String> {
    if n.is_multiple_of(3) && !words.is_empty() {
        words.remove(usize::from(n) % words.len());
    } else if !words.contains(&word(n / 3)) {
        words.push(word(n / 3));
    }
    words
}

fn role(n: u16) -> Role {
    if n.is_multiple_of(2) { Role::For } else { Role::Against }
}

/// The edit that a throw means for a project; `None` if it has nothing to act on. `who` keeps random ids apart.
fn edit(p: &Project, (op, a, b, c): Throw, who: u64) -> Option<Edit> {
    let random = who.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (u64::from(a) << 32 | u64::from(b) << 16 | u64::from(c));
    let key = || {
        Some(PositionKey {
            analyst: pick(ids(&p.analysts), a / 3)?,
            actor: pick(ids(&p.actors), a / 7)?,
            issue: pick(ids(&p.issues), b / 5)?,
            period: if b % 2 == 0 {
                None
            } else {
                pick(ids(&p.periods), b / 11)
            },
        })
    };
    let old_key = || pick(p.positions.keys().cloned(), a).or_else(key);
    let cell = || {
        Some(Cell {
            actor: pick(ids(&p.actors), b)?,
            issue: pick(ids(&p.issues), c)?,
        })
    };
    let range = |body: &Body| {
        let start = u32::from(b) % body.len().max(1);
        start..(start + 1 + u32::from(c) % 60).min(body.len())
    };
    let passage = |n: u16| pick(p.passages.keys().copied(), n);
    let some_note = || pick(p.notes.keys().copied(), a);
    let now = Moment(i64::from(c));
    let target = |n: u16| -> Option<Target> {
        Some(match n % 6 {
            0 => Target::Project,
            1 => Target::Document(pick(ids(&p.documents), n / 6)?),
            2 => Target::Passage(passage(n / 6)?),
            3 => Target::Cell(cell()?),
            4 => Target::Actor(pick(ids(&p.actors), n / 6)?),
            _ => Target::Issue(pick(ids(&p.issues), n / 6)?),
        })
    };
    Some(match op % 48 {
        0 => Edit::SetTitle(word(a)),
        1 => Edit::AddDocument(Arc::new(Document {
            id: p.free_document_id(name(a % 3)),
            about: Metadata {
                title: name(a % 3).to_owned(),
                ..Metadata::default()
            },
            body: body(b),
        })),
        2 => {
            let document = p.document(&pick(ids(&p.documents), a)?)?;
            let mut about = document.about.clone();
            *match b % 3 {
                0 => &mut about.title,
                1 => &mut about.author,
                _ => &mut about.date,
            } = word(c);
            Edit::SetMetadata(document.id.clone(), about)
        }
        3 => Edit::OrderDocuments(moved(ids(&p.documents), a, b)),
        4 | 5 => {
            let id = pick(ids(&p.documents), a)?;
            // A corrected version of the article, not another one.
            let new = body(b);
            let first = |body: &Body| body.blocks().first().map(|block| Arc::clone(&block.text));
            let family = |body: &Body| [0, 1, 2].iter().any(|n| first(&self::body(*n)) == first(body));
            if !family(&new) || !family(&p.document(&id)?.body) {
                return None;
            }
            let anchors = p
                .passages
                .values()
                .filter(|x| x.document == id && c % 3 > 0)
                .filter_map(|x| {
                    let Check::Moved(start) = check(&x.anchor, &new) else {
                        return None;
                    };
                    Some((x.id, Anchor::of(&new, start..start + x.anchor.end - x.anchor.start)?))
                });
            let anchors = anchors.collect();
            Edit::ReplaceText(id, new, anchors)
        }
        6 => Edit::RemoveDocument(pick(ids(&p.documents), a)?),
        7 | 8 => {
            let mut actor = Actor::new(p.free_actor_id(name(a)), name(a));
            actor.aliases = some_words(vec![], b);
            Edit::AddActor(actor)
        }
        9 | 10 => {
            let mut actor = p.actor(&pick(ids(&p.actors), a)?)?.clone();
            match b % 5 {
                0 => actor.name = name(c).to_owned(),
                1 => actor.aliases = some_words(actor.aliases, c),
                2 => actor.colour = (c % 3 > 0).then_some(Colour([c as u8 % 4, 0, 0])),
                3 => actor.group = word(c),
                _ => actor.hidden = !actor.hidden,
            }
            Edit::ChangeActor(actor)
        }
        11 | 12 => Edit::OrderActors(moved(ids(&p.actors), a, b)),
        13 => {
            let (from, into): (ActorId, ActorId) = (pick(ids(&p.actors), a)?, pick(ids(&p.actors), b)?);
            let settled = clashes_of_actors(p, &from, &into).into_iter().map(|clash| Settled {
                key: clash.key,
                keep: if c % 2 == 0 { Keep::Kept } else { Keep::Merged },
            });
            Edit::MergeActors(from.clone(), into.clone(), settled.collect())
        }
        14 => Edit::DeleteActor(pick(ids(&p.actors), a)?),
        15 => {
            let mut issue = Issue::new(p.free_issue_id(name(a)), name(a));
            issue.keywords = some_words(vec![], b);
            Edit::AddIssue(issue)
        }
        16 => {
            let mut issue = p.issue(&pick(ids(&p.issues), a)?)?.clone();
            match b % 4 {
                0 => issue.name = name(c).to_owned(),
                1 => issue.keywords = some_words(issue.keywords, c),
                2 => issue.proposition = word(c),
                _ => issue.hidden = !issue.hidden,
            }
            Edit::ChangeIssue(issue)
        }
        17 => Edit::OrderIssues(moved(ids(&p.issues), a, b)),
        18 => {
            let (from, into): (IssueId, IssueId) = (pick(ids(&p.issues), a)?, pick(ids(&p.issues), b)?);
            let settled = clashes_of_issues(p, &from, &into).into_iter().map(|clash| Settled {
                key: clash.key,
                keep: if c % 2 == 0 { Keep::Kept } else { Keep::Merged },
            });
            Edit::MergeIssues(from.clone(), into.clone(), settled.collect())
        }
        19 => Edit::DeleteIssue(pick(ids(&p.issues), a)?),
        20 => Edit::AddPeriod(Period {
            id: p.free_period_id(name(a)),
            name: name(a).to_owned(),
            description: word(b),
        }),
        21 => {
            let mut period = p.period(&pick(ids(&p.periods), a)?)?.clone();
            period.description = word(c);
            Edit::ChangePeriod(period)
        }
        22 => Edit::OrderPeriods(moved(ids(&p.periods), a, b)),
        23 => Edit::DeletePeriod(pick(ids(&p.periods), a)?),
        24 => Edit::AddAnalyst(Analyst {
            id: p.free_analyst_id(name(a)),
            name: name(a).to_owned(),
            finished: false,
        }),
        25 => {
            let mut analyst = p.analyst(&pick(ids(&p.analysts), a)?)?.clone();
            if b % 2 == 0 {
                analyst.finished = !analyst.finished;
            } else {
                analyst.name = name(c).to_owned();
            }
            Edit::ChangeAnalyst(analyst)
        }
        26 => Edit::DeleteAnalyst(pick(ids(&p.analysts), a).filter(|_| p.analysts.len() > 1)?),
        27..=29 => {
            let document = p.document(&pick(ids(&p.documents), a)?)?;
            Edit::AddPassage(Passage {
                id: p.free_passage_id(random),
                document: document.id.clone(),
                analyst: pick(ids(&p.analysts), c)?,
                anchor: Anchor::of(&document.body, range(&document.body))?,
            })
        }
        30 => {
            let passage = p.passage(passage(a)?)?;
            let body = &p.document(&passage.document)?.body;
            Edit::Reanchor(passage.id, Anchor::of(body, range(body))?)
        }
        31 => Edit::DeletePassage(passage(a)?),
        32 | 33 => Edit::SetStance(key()?, Some(Stance::ALL[usize::from(c) % 7])),
        34 => Edit::SetStance(old_key()?, (c % 4 > 0).then_some(Stance::ALL[usize::from(c) % 7])),
        35 => Edit::SetConfidence(old_key()?, (c % 4 > 0).then_some(Confidence::ALL[usize::from(c) % 3])),
        36 => Edit::SetBasis(old_key()?, (c % 5 > 0).then_some(Basis::ALL[usize::from(c) % 4])),
        37 => Edit::SetRationale(old_key()?, word(c)),
        38 | 39 => Edit::Cite(old_key()?, passage(b)?, role(c)),
        40 => {
            let key = pick(p.positions.keys().cloned(), a)?;
            let cited = pick(p.position(&key)?.evidence.iter().map(|e| e.passage), b)?;
            Edit::Uncite(key, cited)
        }
        41 => Edit::SetPosition(
            old_key()?,
            Position {
                stance: Some(Stance::ALL[usize::from(b) % 7]),
                rationale: word(c),
                ..Position::default()
            },
        ),
        42 => Edit::ClearPosition(pick(p.positions.keys().cloned(), a)?),
        43 | 44 => Edit::AddNote(Note {
            id: p.free_note_id(random),
            analyst: pick(ids(&p.analysts), a)?,
            about: target(b).into_iter().collect(),
            created: now,
            changed: now,
            tags: some_words(vec![], c),
            text: word(b),
        }),
        45 => Edit::SetNoteText(some_note()?, word(b), now),
        46 => {
            let note = p.note(some_note()?)?;
            if b % 3 == 0 {
                let mut about = note.about.clone();
                if b % 2 == 0 {
                    about.pop();
                }
                about.extend(target(c).filter(|t| !note.about.contains(t)));
                Edit::SetNoteAbout(note.id, about)
            } else if b % 3 == 1 {
                Edit::SetNoteTags(note.id, some_words(note.tags.clone(), c), now)
            } else {
                Edit::DeleteNote(note.id)
            }
        }
        _ => {
            let dismissal = Dismissal {
                analyst: pick(ids(&p.analysts), a)?,
                cell: cell()?,
                document: pick(ids(&p.documents), a)?,
                sentence: word(c),
            };
            if p.dismissals.contains(&dismissal) {
                Edit::Undismiss(dismissal)
            } else {
                Edit::Dismiss(dismissal)
            }
        }
    })
}

/// The project after the edits that the throws mean, and their names; what cannot be done is left out.
fn played(project: &Project, throws: &[Throw], who: u64) -> (Project, Vec<String>) {
    let mut project = project.clone();
    let mut labels = Vec::new();
    for (n, throw) in throws.iter().enumerate() {
        let done = edit(&project, *throw, who + n as u64 * 1000).and_then(|e| {
            Some((
                format!("{} {:?}", e.label(&project), e.focus()),
                project.applied(&e).ok()?,
            ))
        });
        if let Some((label, next)) = done {
            labels.push(label);
            project = next;
        }
    }
    (project, labels)
}

/// A small project with something of everything.
pub(super) fn seed() -> Project {
    let analyst = |name: &str| {
        Edit::AddAnalyst(Analyst {
            id: name.to_lowercase().parse().expect("an id"),
            name: name.to_owned(),
            finished: false,
        })
    };
    let mut edits = vec![analyst("Anna"), analyst("Bela")];
    for (n, title) in ["China", "Statement"].iter().enumerate() {
        edits.push(Edit::AddDocument(Arc::new(Document {
            id: slugged(title),
            about: Metadata {
                title: (*title).to_owned(),
                ..Metadata::default()
            },
            body: body(n as u16 * 3),
        })));
    }
    for name in &NAMES[..3] {
        edits.push(Edit::AddActor(Actor::new(ActorId::from_name(name), *name)));
    }
    for name in ["Enlargement", "AUKUS", "Crimea"] {
        edits.push(Edit::AddIssue(Issue::new(IssueId::from_name(name), name)));
    }
    for name in ["Before", "After"] {
        edits.push(Edit::AddPeriod(Period {
            id: name.to_lowercase().parse().expect("an id"),
            name: name.to_owned(),
            description: String::new(),
        }));
    }
    edits.iter().fold(Project::default(), |project, edit| {
        project.applied(edit).expect("a sound edit")
    })
}

fn slugged(title: &str) -> crate::model::DocumentId {
    crate::model::DocumentId::from_name(title)
}

/// A key without a period.
pub(super) fn key(analyst: &str, actor: &str, issue: &str) -> PositionKey {
    PositionKey {
        analyst: analyst.parse().expect("an id"),
        actor: actor.parse().expect("an id"),
        issue: issue.parse().expect("an id"),
        period: None,
    }
}

/// Anna's passage on these words, wherever they stand last.
pub(super) fn passage(project: &Project, words: &str, random: u64) -> Passage {
    let found = project.documents.iter().rev().find_map(|document| {
        let text = document.body.text();
        let start = text[..text.find(words)?].chars().count() as u32;
        let anchor = Anchor::of(&document.body, start..start + words.chars().count() as u32)?;
        Some((document.id.clone(), anchor))
    });
    let (document, anchor) = found.expect("the words stand in a document");
    Passage {
        id: crate::model::PassageId::from_random(random.wrapping_mul(0x9e37_79b9) ^ bits(words)),
        document,
        analyst: "anna".parse().expect("an id"),
        anchor,
    }
}

fn bits(words: &str) -> u64 {
    super::super::values::bits_of(words)
}

/// A note of Anna's.
pub(super) fn note(random: u64, about: Target, text: &str) -> Note {
    Note {
        id: crate::model::NoteId::from_random(random),
        analyst: "anna".parse().expect("an id"),
        about: vec![about],
        created: Moment(0),
        changed: Moment(0),
        tags: vec![],
        text: text.to_owned(),
    }
}

/// A common base and what two people made of it; shown by their edits.
pub(super) struct Parted {
    pub(super) base: Project,
    pub(super) mine: Project,
    pub(super) theirs: Project,
    edits: [Vec<String>; 3],
}

impl fmt::Debug for Parted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (who, edits)) in ["base", "mine", "theirs"].iter().zip(&self.edits).enumerate() {
            writeln!(f, "{who}:")?;
            for edit in edits {
                writeln!(f, "  {edit}")?;
            }
            let project = [&self.base, &self.mine, &self.theirs][n];
            for document in &project.documents {
                let texts: Vec<String> = document
                    .body
                    .blocks()
                    .iter()
                    .map(|b| b.text.chars().take(5).collect())
                    .collect();
                writeln!(f, "  = {}: {}", document.id, texts.join("|"))?;
            }
        }
        Ok(())
    }
}

pub(super) fn parted() -> impl Strategy<Value = Parted> {
    (throws(40), throws(14), throws(14)).prop_map(|(before, mine, theirs)| {
        let (base, before) = played(&seed(), &before, 1);
        let (mine, here) = played(&base, &mine, 2);
        let (theirs, there) = played(&base, &theirs, 3);
        Parted {
            base,
            mine,
            theirs,
            edits: [before, here, there],
        }
    })
}
