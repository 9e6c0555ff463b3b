//! Candidates: sentences that may be evidence for a cell, because they speak of its actor and of its issue.
//!
//! The two must be spoken of in words of their own: "NATO enlargement" alone is no mention of NATO by the side of its
//! enlargement. Which sentences those are depends on the texts and the words alone ([`Search`]); which of them are
//! offered depends on what is cited and dismissed ([`sort`]).
//! Not here: how words are found (`mentions`).

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use super::{
    mentions::{Mention, Names, Subject},
    sentences::sentence_at,
};
use crate::model::{AnalystId, Body, Cell, Dismissal, Document, DocumentId, Project};

/// A sentence that speaks of a cell's actor and issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The document it stands in.
    pub document: DocumentId,
    /// Its code points in the document.
    pub range: Range<u32>,
    /// The mentions in it, in code points of the document; places in lists are 0.
    pub mentions: Vec<Mention>,
}

/// All that the sentences which speak of a cell depend on; equal searches find the same.
#[derive(Debug, Clone)]
pub struct Search {
    documents: Vec<(DocumentId, Arc<Body>)>,
    /// The actor's and the issue's words.
    words: [Vec<String>; 2],
    names: Names,
}

impl PartialEq for Search {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
            && self.documents.len() == other.documents.len()
            && self
                .documents
                .iter()
                .zip(&other.documents)
                .all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1, &b.1))
    }
}

impl Search {
    /// The search for a cell's sentences; `None` if its actor or issue is gone.
    pub fn new(project: &Project, cell: &Cell) -> Option<Self> {
        let (actor, issue) = (project.actor(&cell.actor)?, project.issue(&cell.issue)?);
        let words = |name: &String, others: &[String]| std::iter::once(name).chain(others).cloned().collect();
        let document = |d: &Arc<Document>| (d.id.clone(), Arc::clone(&d.body));
        Some(Self {
            documents: project.documents.iter().map(document).collect(),
            words: [words(&actor.name, &actor.aliases), words(&issue.name, &issue.keywords)],
            names: Names::of_cell(actor, issue),
        })
    }

    /// Bytes of text to be looked through.
    pub fn bytes(&self) -> usize {
        let blocks = self.documents.iter().flat_map(|(_, body)| body.blocks());
        blocks.map(|block| block.text.len()).sum()
    }

    /// The sentences, in the order of the documents and their texts, found one by one.
    pub fn run(&self) -> impl Iterator<Item = Candidate> + '_ {
        self.by_block().flatten()
    }

    /// As [`Self::run`], with the sentences of each block together, so that one can stop after every block.
    pub fn by_block(&self) -> impl Iterator<Item = Vec<Candidate>> + '_ {
        self.documents.iter().flat_map(move |(document, body)| {
            (0..body.blocks().len()).map(move |block| in_block(&self.names, document, body, block))
        })
    }
}

fn in_block(names: &Names, document: &DocumentId, body: &Body, block: usize) -> Vec<Candidate> {
    let start = body.block_range(block).start;
    let mut mentions = names.together_in(&body.blocks()[block].text);
    for mention in &mut mentions {
        mention.range = start + mention.range.start..start + mention.range.end;
    }
    let mut out: Vec<Candidate> = Vec::new();
    for issue in mentions.iter().filter(|m| matches!(m.of, Subject::Issue(_))) {
        if out.last().is_some_and(|last| issue.range.start < last.range.end) {
            continue;
        }
        let range = sentence_at(body, issue.range.start);
        let first = mentions.partition_point(|m| m.range.start < range.start);
        let inside: Vec<Mention> = mentions[first..]
            .iter()
            .take_while(|m| m.range.start < range.end)
            .filter(|m| m.range.end <= range.end)
            .cloned()
            .collect();
        if speaks_of_both(&inside) {
            out.push(Candidate {
                document: document.clone(),
                range,
                mentions: inside,
            });
        }
    }
    out
}

/// Whether an actor and an issue are mentioned in different words.
fn speaks_of_both(mentions: &[Mention]) -> bool {
    let (actors, issues): (Vec<&Mention>, Vec<&Mention>) =
        mentions.iter().partition(|m| matches!(m.of, Subject::Actor(_)));
    let apart = |a: &Mention, b: &Mention| a.range.end <= b.range.start || b.range.end <= a.range.start;
    actors
        .iter()
        .any(|actor| issues.iter().any(|issue| apart(actor, issue)))
}

/// Which candidates are offered and which were dismissed, by their places in a list; those cited are in neither.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Neither cited nor dismissed.
    pub offered: Vec<usize>,
    /// Dismissed by the analyst.
    pub dismissed: Vec<usize>,
}

/// Sorts a cell's candidates, given in the order in which [`Search::run`] finds them: what a position of a shown layer
/// cites in this cell, wholly or in part, is not offered; nor is what `analyst` dismissed.
pub fn sort(
    project: &Project,
    cell: &Cell,
    candidates: &[Candidate],
    analyst: &AnalystId,
    shows: impl Fn(&AnalystId) -> bool,
) -> Sorted {
    let mut cited = BTreeSet::new();
    let layers = project.analysts.iter().map(|a| &a.id).filter(|id| shows(id));
    let positions = layers.flat_map(|layer| project.positions_in(layer, cell));
    let passages = positions.flat_map(|(_, position)| &position.evidence);
    for passage in passages.filter_map(|evidence| project.passage(evidence.passage)) {
        let document = project.document(&passage.document);
        if !document.is_some_and(|d| passage.anchor.is_exact(&d.body)) {
            continue;
        }
        let (start, end) = (passage.anchor.start, passage.anchor.end);
        let at = first_in(candidates, &passage.document);
        let own = &candidates[at..];
        let from = own.partition_point(|c| c.document == passage.document && c.range.end <= start);
        let touched = own[from..]
            .iter()
            .take_while(|c| c.document == passage.document && c.range.start < end);
        cited.extend((at + from..).zip(touched).map(|(n, _)| n));
    }
    let dismissed: BTreeSet<(&DocumentId, &str)> = project
        .dismissals
        .iter()
        .filter(|d| d.analyst == *analyst && d.cell == *cell)
        .map(|d| (&d.document, d.sentence.as_str()))
        .collect();
    let mut sorted = Sorted::default();
    for (n, candidate) in candidates.iter().enumerate() {
        if cited.contains(&n) {
            continue;
        }
        let is_dismissed = !dismissed.is_empty()
            && project
                .document(&candidate.document)
                .is_some_and(|d| dismissed.contains(&(&d.id, d.body.slice_clamped(candidate.range.clone()).as_str())));
        let list = if is_dismissed {
            &mut sorted.dismissed
        } else {
            &mut sorted.offered
        };
        list.push(n);
    }
    sorted
}

/// The place of the first candidate in a document; the candidates of each document stand together.
fn first_in(candidates: &[Candidate], document: &DocumentId) -> usize {
    candidates
        .iter()
        .position(|c| c.document == *document)
        .unwrap_or(candidates.len())
}

/// What is remembered when an analyst dismisses a candidate; `None` if its document is gone.
pub fn dismissal(project: &Project, cell: &Cell, candidate: &Candidate, analyst: &AnalystId) -> Option<Dismissal> {
    let body = &project.document(&candidate.document)?.body;
    Some(Dismissal {
        analyst: analyst.clone(),
        cell: cell.clone(),
        document: candidate.document.clone(),
        sentence: body.slice(candidate.range.clone())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        Actor, ActorId, Analyst, Anchor, Block, BlockKind, Edit, Issue, IssueId, Metadata, Passage, PassageId,
        PositionKey, Role,
    };

    const TEXTS: [&[&str]; 2] = [
        &[
            "Beijing spoke. Yet on Feb. 4 China opposed NATO’s\u{a0}expansion. NATO enlargement goes on.",
            "NATO enlargement is not what China wants, Xi said.",
            "Moscow rejects NATO enlargement.",
        ],
        &["“China” and the enlargement of NATO.", "Nothing here."],
    ];

    fn cell() -> Cell {
        Cell {
            actor: ActorId::from_name("China"),
            issue: IssueId::from_name("NATO enlargement"),
        }
    }

    fn project() -> Project {
        let mut project = Project::default();
        for (n, texts) in TEXTS.iter().enumerate() {
            let blocks = texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect();
            project.documents.push_back(Arc::new(Document {
                id: DocumentId::from_name(&format!("d{n}")),
                about: Metadata::default(),
                body: Arc::new(Body::new(blocks)),
            }));
        }
        let mut actor = Actor::new(cell().actor, "China");
        actor.aliases = vec!["Beijing".to_owned()];
        project.actors.push_back(actor.into());
        let nato = Actor::new(ActorId::from_name("NATO"), "NATO");
        project.actors.push_back(nato.into());
        let mut issue = Issue::new(cell().issue, "NATO enlargement");
        issue.keywords = vec!["NATO's expansion".to_owned(), "enlargement of NATO".to_owned()];
        project.issues.push_back(issue.into());
        for name in ["me", "you"] {
            project.analysts.push_back(
                Analyst {
                    id: AnalystId::from_name(name),
                    name: name.to_owned(),
                    finished: false,
                }
                .into(),
            );
        }
        project
    }

    fn found(project: &Project, cell: &Cell) -> Vec<Candidate> {
        Search::new(project, cell).expect("a cell").run().collect()
    }

    fn words(project: &Project, candidate: &Candidate) -> String {
        let document = project.document(&candidate.document).expect("a document");
        document.body.slice_clamped(candidate.range.clone())
    }

    fn offered(project: &Project, hidden: &str) -> Vec<usize> {
        let candidates = found(project, &cell());
        let me = AnalystId::from_name("me");
        sort(project, &cell(), &candidates, &me, |layer| layer.as_str() != hidden).offered
    }

    /// Cites code points of a document in the cell, in a layer.
    fn cite(project: &Project, layer: &str, document: usize, range: Range<u32>) -> Project {
        let document = &project.documents[document];
        let analyst = AnalystId::from_name(layer);
        let id = PassageId::from_random(u64::from(range.start) + 5);
        let passage = Passage {
            id,
            document: document.id.clone(),
            analyst: analyst.clone(),
            anchor: Anchor::of(&document.body, range).expect("a range"),
        };
        let key = PositionKey {
            analyst,
            actor: cell().actor,
            issue: cell().issue,
            period: None,
        };
        let edits = vec![Edit::AddPassage(passage), Edit::Cite(key, id, Role::For)];
        project.applied(&Edit::Batch(String::new(), edits)).expect("applies")
    }

    #[test]
    fn sentences_that_speak_of_both_are_found_across_documents() {
        let project = project();
        let found = found(&project, &cell());
        let sentences: Vec<String> = found.iter().map(|c| words(&project, c)).collect();
        assert_eq!(
            sentences,
            [
                "Yet on Feb. 4 China opposed NATO’s\u{a0}expansion.",
                "NATO enlargement is not what China wants, Xi said.",
                "“China” and the enlargement of NATO.",
            ]
        );
        assert_eq!(found[2].document.as_str(), "d1");
        let body = &project.documents[0].body;
        let told: Vec<String> = found[0]
            .mentions
            .iter()
            .map(|m| body.slice_clamped(m.range.clone()))
            .collect();
        assert_eq!(told, ["China", "NATO’s\u{a0}expansion"]);
    }

    #[test]
    fn a_word_does_not_stand_for_both() {
        let project = project();
        let nato = Cell {
            actor: ActorId::from_name("NATO"),
            ..cell()
        };
        assert!(found(&project, &nato).is_empty());
    }

    #[test]
    fn what_a_shown_layer_cites_is_not_offered() {
        let project = project();
        assert_eq!(offered(&project, ""), [0, 1, 2]);
        let first = found(&project, &cell())[0].range.clone();
        // A few words of the sentence are enough; its neighbour's are not.
        let mine = cite(&project, "me", 0, first.start + 4..first.start + 9);
        assert_eq!(offered(&mine, ""), [1, 2]);
        let before = cite(&project, "me", 0, 0..first.start);
        assert_eq!(offered(&before, ""), [0, 1, 2]);
        let yours = cite(&project, "you", 1, 0..9);
        assert_eq!(offered(&yours, ""), [0, 1]);
        assert_eq!(offered(&yours, "you"), [0, 1, 2]);
    }

    #[test]
    fn what_was_dismissed_can_be_brought_back() {
        let project = project();
        let (candidates, me) = (found(&project, &cell()), AnalystId::from_name("me"));
        let dismissal = dismissal(&project, &cell(), &candidates[1], &me).expect("it stands there");
        let without = project.applied(&Edit::Dismiss(dismissal.clone())).expect("applies");
        let sorted = sort(&without, &cell(), &candidates, &me, |_| true);
        assert_eq!((sorted.offered, sorted.dismissed), (vec![0, 2], vec![1]));
        // Another analyst is still offered it.
        let sorted = sort(&without, &cell(), &candidates, &AnalystId::from_name("you"), |_| true);
        assert_eq!(sorted.offered, [0, 1, 2]);
        let again = without.applied(&Edit::Undismiss(dismissal)).expect("applies");
        assert_eq!(offered(&again, ""), [0, 1, 2]);
    }

    #[test]
    fn the_same_words_and_texts_are_the_same_search() {
        let project = project();
        let search = Search::new(&project, &cell()).expect("a cell");
        let cited = cite(&project, "me", 0, 0..7);
        assert!(Search::new(&cited, &cell()).expect("a cell") == search);
        let mut actor = (*project.actors[0]).clone();
        actor.aliases.push("Xi".to_owned());
        let other = project.applied(&Edit::ChangeActor(actor)).expect("applies");
        assert!(Search::new(&other, &cell()).expect("a cell") != search);
    }
}
