//! Projects for tests: the golden one, and generated ones with nasty strings.

use std::sync::Arc;

use proptest::prelude::*;

use crate::model::{
    Actor, Analyst, Anchor, Basis, Block, BlockKind, Body, Cell, Colour, Confidence, Dismissal, Document, Evidence,
    Issue, Metadata, Moment, Note, NoteId, Passage, PassageId, Period, Position, PositionKey, Project, Role, Stance,
    Target,
};

/// The save file of format 1 that uses every feature.
pub(super) const GOLDEN: &str = include_str!("../../tests/fixtures/format-1.ron");

/// The project of [`GOLDEN`].
pub(super) fn golden() -> Project {
    super::format::read(GOLDEN.as_bytes())
        .expect("the golden file opens")
        .project
}

/// Texts such as people and other programs write.
pub(super) fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z ]{0,12}",
        2 => "[\"\\\\'#(){},:;/*\\[\\]\n\r\t\0\u{7f}\u{85}\u{a0}\u{2028}\u{2029}\u{200f}\u{202e}\u{feff}\u{61c}éЖ中🙂\u{301}אب’“–]{0,20}",
        1 => any::<String>(),
        1 => Just("r#\"raw\"# // not a comment /* nor this".to_owned()),
        1 => Just("),\n    (id: \"x\"".to_owned()),
    ]
}

fn name() -> impl Strategy<Value = String> {
    nasty().prop_map(|text| {
        if text.trim().is_empty() {
            "A name".to_owned()
        } else {
            text
        }
    })
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(nasty(), 0..3)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let kind = prop_oneof![
        (1_u8..=6).prop_map(BlockKind::Heading),
        Just(BlockKind::Paragraph),
        Just(BlockKind::Quotation),
        Just(BlockKind::ListItem),
    ];
    prop::collection::vec((kind, nasty()).prop_map(|(kind, text)| Block::new(kind, &text)), 0..5)
}

type Judgment = (
    Option<Stance>,
    Option<Confidence>,
    Option<Basis>,
    String,
    Vec<(usize, bool)>,
);

fn judgment() -> impl Strategy<Value = Judgment> {
    (
        prop::option::of(prop::sample::select(Stance::ALL.to_vec())),
        prop::option::of(prop::sample::select(Confidence::ALL.to_vec())),
        prop::option::of(prop::sample::select(Basis::ALL.to_vec())),
        nasty(),
        prop::collection::vec((0_usize..4, any::<bool>()), 0..3),
    )
}

/// Whole projects, consistent, with nasty strings wherever a person can write.
pub(super) fn project() -> impl Strategy<Value = Project> {
    let documents = prop::collection::vec((name(), nasty(), nasty(), blocks()), 0..3);
    let actors = prop::collection::vec(
        (
            name(),
            words(),
            prop::option::of(any::<[u8; 3]>()),
            nasty(),
            any::<bool>(),
        ),
        0..4,
    );
    let issues = prop::collection::vec((name(), nasty(), words(), nasty(), any::<bool>()), 0..4);
    let others = (
        prop::collection::vec((name(), nasty()), 0..3),
        prop::collection::vec((name(), any::<bool>()), 1..3),
        nasty(),
    );
    let marks = prop::collection::vec((any::<u16>(), any::<u16>(), any::<u64>(), any::<u8>()), 0..5);
    let judgments = prop::collection::vec((any::<[u8; 4]>(), judgment()), 0..6);
    let notes = prop::collection::vec(
        (
            any::<u64>(),
            nasty(),
            words(),
            -10_000_000_000_i64..10_000_000_000,
            any::<[u8; 3]>(),
        ),
        0..4,
    );
    (documents, actors, issues, others, marks, judgments, notes).prop_map(
        |(documents, actors, issues, (periods, analysts, title), marks, judgments, notes)| {
            let mut p = Project {
                title,
                ..Project::default()
            };
            for (title, author, date, blocks) in documents {
                let about = Metadata {
                    title,
                    author,
                    date,
                    ..Metadata::default()
                };
                let id = p.free_document_id(&about.title);
                p.documents.push_back(Arc::new(Document {
                    id,
                    about,
                    body: Arc::new(Body::new(blocks)),
                }));
            }
            for (name, aliases, colour, group, hidden) in actors {
                let id = p.free_actor_id(&name);
                p.actors.push_back(Arc::new(Actor {
                    id,
                    name,
                    aliases,
                    colour: colour.map(Colour),
                    group,
                    hidden,
                }));
            }
            for (name, proposition, keywords, group, hidden) in issues {
                let id = p.free_issue_id(&name);
                p.issues.push_back(Arc::new(Issue {
                    id,
                    name,
                    proposition,
                    keywords,
                    group,
                    hidden,
                }));
            }
            for (name, description) in periods {
                let id = p.free_period_id(&name);
                p.periods.push_back(Arc::new(Period { id, name, description }));
            }
            for (name, finished) in analysts {
                let id = p.free_analyst_id(&name);
                p.analysts.push_back(Arc::new(Analyst { id, name, finished }));
            }
            marks.into_iter().for_each(|mark| add_passage(&mut p, mark));
            judgments
                .into_iter()
                .for_each(|(at, judgment)| add_position(&mut p, at, judgment));
            notes
                .into_iter()
                .for_each(|(id, text, tags, when, about)| add_note(&mut p, id, text, tags, when, about));
            p
        },
    )
}

fn pick<T>(list: &imbl::Vector<Arc<T>>, n: u8) -> Option<Arc<T>> {
    (!list.is_empty()).then(|| Arc::clone(&list[usize::from(n) % list.len()]))
}

fn add_passage(p: &mut Project, (a, b, id, who): (u16, u16, u64, u8)) {
    let (Some(document), Some(analyst)) = (pick(&p.documents, who), pick(&p.analysts, who)) else {
        return;
    };
    let length = document.body.len();
    if length == 0 {
        return;
    }
    let (a, b) = (u32::from(a) % length, u32::from(b) % length);
    let anchor = Anchor::of(&document.body, a.min(b)..a.max(b) + 1).expect("in bounds");
    let id = PassageId::from_random(id);
    let passage = Passage {
        id,
        document: document.id.clone(),
        analyst: analyst.id.clone(),
        anchor,
    };
    p.passages.insert(id, Arc::new(passage));
}

fn add_position(p: &mut Project, [a, b, c, d]: [u8; 4], judgment: Judgment) {
    let (Some(analyst), Some(actor), Some(issue)) = (pick(&p.analysts, a), pick(&p.actors, b), pick(&p.issues, c))
    else {
        return;
    };
    let key = PositionKey {
        analyst: analyst.id.clone(),
        actor: actor.id.clone(),
        issue: issue.id.clone(),
        period: if d % 3 == 0 {
            None
        } else {
            pick(&p.periods, d).map(|period| period.id.clone())
        },
    };
    let (stance, confidence, basis, rationale, cited) = judgment;
    let mut position = Position {
        stance,
        confidence,
        basis,
        rationale,
        evidence: Vec::new(),
    };
    for (n, for_it) in cited {
        let Some(passage) = p.passages.keys().nth(n).copied() else {
            continue;
        };
        if position.role_of(passage).is_none() {
            let role = if for_it { Role::For } else { Role::Against };
            position.evidence.push(Evidence { passage, role });
        }
    }
    if !position.is_blank() {
        p.positions.insert(key, Arc::new(position));
    }
}

fn add_note(p: &mut Project, id: u64, text: String, tags: Vec<String>, when: i64, about: [u8; 3]) {
    let Some(analyst) = pick(&p.analysts, about[0]) else {
        return;
    };
    let mut tags: Vec<String> = tags
        .iter()
        .map(|t| t.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|t| !t.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
    let actor = pick(&p.actors, about[1]).map(|a| a.id.clone());
    let issue = pick(&p.issues, about[2]).map(|i| i.id.clone());
    let mut targets = vec![Target::Project];
    targets.extend(actor.clone().map(Target::Actor));
    targets.extend(issue.clone().map(Target::Issue));
    targets.extend(pick(&p.documents, about[2]).map(|d| Target::Document(d.id.clone())));
    targets.extend(p.passages.keys().next().copied().map(Target::Passage));
    if let (Some(actor), Some(issue)) = (actor, issue) {
        let cell = Cell { actor, issue };
        targets.push(Target::Cell(cell.clone()));
        if let Some(document) = p.documents.front() {
            p.dismissals.insert(Dismissal {
                analyst: analyst.id.clone(),
                cell,
                document: document.id.clone(),
                sentence: text.clone(),
            });
        }
    }
    targets.truncate(usize::from(about[0] % 7));
    let id = NoteId::from_random(id);
    let note = Note {
        id,
        analyst: analyst.id.clone(),
        about: targets,
        created: Moment(when),
        changed: Moment(when + 5),
        tags,
        text,
    };
    p.notes.insert(id, Arc::new(note));
}
