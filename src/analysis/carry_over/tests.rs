//! Exact means the very same stretch of text, traced character by character; all else is shown, never taken.

use proptest::prelude::*;

use super::*;
use crate::model::{Block, BlockKind};

fn body(text: &str) -> Body {
    Body::new(text.split('\n').map(|t| Block::new(BlockKind::Paragraph, t)).collect())
}

fn range_of(text: &str, words: &str) -> Range<u32> {
    let at = text.find(words).expect("the words stand in the text");
    let start = text[..at].chars().count() as u32;
    start..start + words.chars().count() as u32
}

fn carried(old: &str, new: &str, words: &str) -> Fate {
    let (old_body, new_body) = (body(old), body(new));
    let anchor = Anchor::of(&old_body, range_of(old, words)).expect("a range");
    let mut fates = carry_over(&old_body, &new_body, &[(PassageId::from_random(1), anchor)]);
    fates.pop().expect("a fate").1
}

/// The words proposed for a passage that is not exact; `None` if there are none, or if it is exact.
fn proposed(old: &str, new: &str, words: &str) -> Option<String> {
    match carried(old, new, words) {
        Fate::Unsure {
            proposed: Some(range), ..
        } => body(new).slice(range),
        _ => None,
    }
}

fn is_exact(old: &str, new: &str, words: &str) -> bool {
    match carried(old, new, words) {
        Fate::Exact(anchor) => {
            assert_eq!(anchor.range(), range_of(new, words));
            assert!(anchor.is_exact(&body(new)));
            true
        }
        Fate::Unsure { .. } => false,
    }
}

const COUNCIL: &str = "The council met on Monday in the old town hall of the city.\n\
    Team Alpha opposed the plan to widen the road through the valley. It was asked again. Yes.\n\
    Nobody was surprised by what followed in the days and weeks after.";

#[test]
fn what_stands_in_unchanged_sentences_is_exact() {
    let added = format!("An editor’s note: this text was corrected.\n{COUNCIL}");
    assert!(is_exact(COUNCIL, &added, "opposed the plan"));
    let ending = COUNCIL.replace("in the days and weeks after", "in the years after");
    assert!(is_exact(COUNCIL, &ending, "opposed the plan"));
    assert!(is_exact(COUNCIL, &ending, "old town hall of the city.\nTeam Alpha"));
    // The line was broken elsewhere: the sentence is the same.
    let parted = COUNCIL.replace("valley. It was", "valley.\nIt was");
    assert!(is_exact(COUNCIL, &parted, "opposed the plan"));
}

#[test]
fn changed_words_are_proposed_and_not_taken() {
    let new = COUNCIL.replace("opposed the plan", "rejected the plan");
    assert_eq!(
        proposed(COUNCIL, &new, "opposed the plan").as_deref(),
        Some("rejected the plan")
    );
    assert_eq!(proposed(COUNCIL, &new, "opposed").as_deref(), Some("rejected"));
    // The very words, in a sentence that is another now.
    let beta = COUNCIL.replace("Team Alpha", "Team Beta");
    assert_eq!(
        proposed(COUNCIL, &beta, "opposed the plan").as_deref(),
        Some("opposed the plan")
    );
    // Only the spaces and the quotation marks were corrected.
    let spaces = COUNCIL.replace("the plan to", "the\u{a0}plan to");
    assert_eq!(
        proposed(COUNCIL, &spaces, "opposed the plan to widen").as_deref(),
        Some("opposed the\u{a0}plan to widen")
    );
}

#[test]
fn a_passage_whose_sentence_is_gone_is_not_put_on_its_twin() {
    let old = format!("{COUNCIL}\nTeam Beta opposed the plan to widen the road through the valley.");
    let new = old.replace("Team Alpha opposed the plan to widen the road through the valley. ", "");
    match carried(&old, &new, "opposed the plan") {
        Fate::Unsure { proposed, places, .. } => {
            assert_eq!(proposed, None);
            assert_eq!(
                places,
                [range_of(&new, "opposed the plan").start],
                "the twin is offered"
            );
        }
        Fate::Exact(anchor) => panic!("it was put on {anchor:?}"),
    }
}

#[test]
fn of_two_same_sentences_one_of_which_is_gone_none_is_taken() {
    let old = "It was asked for the first time, by the mayor of the town.\nYes.\nYes.\nAnd then the meeting was closed \
               by its chair.";
    let new = old.replacen("Yes.\n", "", 1);
    assert!(matches!(carried(old, &new, "Yes."), Fate::Unsure { .. }));
    assert!(
        is_exact(old, old, "Yes."),
        "between sentences that stayed there is no doubt"
    );
}

#[test]
fn short_sentences_alone_are_never_taken() {
    let old = "He was asked.\nYes.\nHe left.";
    let new = "She was asked about the weather of that day.\nYes.\nShe stayed.";
    assert!(matches!(carried(old, new, "Yes."), Fate::Unsure { .. }));
}

#[test]
fn a_passage_that_was_lost_before_is_offered_its_words() {
    let old = body("Other words stand here.");
    let new = body("The mayor backs the plan.");
    let anchor = Anchor {
        start: 4,
        end: 19,
        quotation: "mayor backs the".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let fates = carry_over(&old, &new, &[(PassageId::from_random(1), anchor)]);
    assert_eq!(
        fates[0].1,
        Fate::Unsure {
            proposed: None,
            places: vec![4],
            near: 0
        }
    );
}

#[test]
fn nothing_is_left_of_an_emptied_text() {
    assert_eq!(
        carried(COUNCIL, "", "opposed the plan"),
        Fate::Unsure {
            proposed: None,
            places: Vec::new(),
            near: 0
        }
    );
}

#[test]
fn versions_stand_side_by_side() {
    let run = |text: &str, same| Run {
        text: text.to_owned(),
        same,
    };
    let (old, new) = side_by_side("opposed the plan", "rejected the plan");
    assert_eq!(old, [run("opposed", false), run(" the plan", true)]);
    assert_eq!(new, [run("rejected", false), run(" the plan", true)]);
    assert_eq!(side_by_side("", "a"), (vec![], vec![run("a", false)]));
}

/// A text whose sentences are told apart by a number, among short ones that recur.
fn article() -> String {
    let mut out = String::new();
    for n in 0..18 {
        let line = format!("Clause {n} says that the council supports the plan of its mayor, naïve or not.");
        out.push_str(&line);
        out.push(if n % 3 == 2 { '\n' } else { ' ' });
        if n % 4 == 1 {
            out.push_str("Yes. ");
        }
    }
    out.push_str("The end of the matter is 中国明确反对 as it was.");
    out
}

#[derive(Debug, Clone)]
enum Change {
    Cut(u16, u8),
    Insert(u16, &'static str),
    /// A look-alike of a sentence, put somewhere.
    Twin(u16, u8),
}

fn change() -> impl Strategy<Value = Change> {
    let words = prop::sample::select(vec![
        " not",
        "Yes. ",
        "\n",
        " 🙂",
        "é",
        "the council supports the plan ",
        ".",
    ]);
    prop_oneof![
        (any::<u16>(), 1_u8..90).prop_map(|(at, n)| Change::Cut(at, n)),
        (any::<u16>(), words).prop_map(|(at, text)| Change::Insert(at, text)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, n)| Change::Twin(at, n)),
    ]
}

/// The text with changes; of each character, where it stood before, if it did.
fn changed(old: &str, changes: &[Change]) -> Vec<(char, Option<u32>)> {
    let mut text: Vec<(char, Option<u32>)> = old.chars().zip((0..).map(Some)).collect();
    for change in changes {
        let at = |n: &u16| usize::from(*n) % (text.len() + 1);
        let (at, cut, new) = match change {
            Change::Cut(n, length) => {
                let (start, end) = (at(n), (at(n) + usize::from(*length)).min(text.len()));
                let same = |a: Option<usize>, b: usize| {
                    a.is_some_and(|a| text.get(a).zip(text.get(b)).is_some_and(|(a, b)| a.0 == b.0))
                };
                // Cut one character further on, or back, it would leave the same words: nobody could tell which stayed.
                let untold = same(Some(start), end) || same(start.checked_sub(1), end.saturating_sub(1));
                (start, if untold { 0 } else { end - start }, String::new())
            }
            Change::Insert(n, words) => (at(n), 0, (*words).to_owned()),
            Change::Twin(n, clause) => {
                let twin = format!(
                    "Clause {} says that the council supports the plan of its mayor. ",
                    100 + u32::from(*clause)
                );
                (at(n), 0, twin)
            }
        };
        let end = (at + cut).min(text.len());
        text.splice(at..end, new.chars().map(|c| (c, None)));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is said to be exact is the very stretch of text, wherever the changes put it; what is proposed is valid.
    #[test]
    fn exact_is_the_very_same_stretch(
        changes in prop::collection::vec(change(), 0..8),
        stretches in prop::collection::vec((any::<u16>(), 1_u32..160), 1..12),
    ) {
        let old = article();
        let traced = changed(&old, &changes);
        let new: String = traced.iter().map(|(c, _)| *c).collect();
        // A body has no line breaks at its ends that a split would not give back.
        let (old_body, new_body) = (body(&old), body(&new));
        prop_assert_eq!(new_body.text(), new.clone());
        let passages: Vec<(PassageId, Anchor)> = stretches
            .iter()
            .enumerate()
            .filter_map(|(n, (at, length))| {
                let start = u32::from(*at) % old_body.len();
                let anchor = Anchor::of(&old_body, start..(start + length).min(old_body.len()))?;
                Some((PassageId::from_random(n as u64), anchor))
            })
            .collect();
        let fates = carry_over(&old_body, &new_body, &passages);
        prop_assert_eq!(fates.len(), passages.len());
        for ((id, anchor), (same_id, fate)) in passages.iter().zip(&fates) {
            prop_assert_eq!(id, same_id);
            match fate {
                Fate::Exact(found) => {
                    prop_assert!(found.is_exact(&new_body));
                    prop_assert_eq!(&found.quotation, &anchor.quotation);
                    // Which of two equal spaces stayed, nobody can tell.
                    let mut words = traced[found.start as usize..found.end as usize]
                        .iter()
                        .zip(anchor.start..anchor.end)
                        .filter(|((c, _), _)| !c.is_whitespace());
                    prop_assert!(
                        words.all(|((_, from), stood)| *from == Some(stood)),
                        "“{}” was put on other words of the same sound", anchor.quotation
                    );
                }
                Fate::Unsure { proposed, places, .. } => {
                    if let Some(range) = proposed {
                        prop_assert!(new_body.slice(range.clone()).is_some(), "{:?}", range);
                    }
                    for place in places {
                        prop_assert!(new_body.has_at(*place, &anchor.quotation));
                    }
                }
            }
        }
    }

    /// Nothing is in doubt where nothing changed.
    #[test]
    fn the_same_text_leaves_everything_exact(
        text in "([A-C][a-d ]{0,12}[.!?] |\n|Yes\\. |中国。|🙂 ){0,40}", a: u16, b: u16,
    ) {
        let body = body(&text);
        prop_assume!(!body.is_empty());
        let (a, b) = (u32::from(a) % body.len(), u32::from(b) % body.len());
        let anchor = Anchor::of(&body, a.min(b)..a.max(b) + 1).expect("in bounds");
        let blank = anchor.quotation.chars().all(char::is_whitespace);
        let fates = carry_over(&body, &body, &[(PassageId::from_random(1), anchor.clone())]);
        prop_assert!(blank || fates[0].1 == Fate::Exact(anchor));
    }

    /// A stretch of a paragraph stays exact whatever becomes of other paragraphs.
    #[test]
    fn an_untouched_paragraph_keeps_its_passages(
        before in "[a-z 中.\n]{0,200}", after in "[a-z 中.\n]{0,200}", a: u16, b: u16,
    ) {
        let kept = "In this paragraph the words are unique to it, all forty of them and more. And so they are here too, \
                    in the second sentence of it.";
        let old = format!("Before it stood this.\n{kept}\nAfter it stood that.");
        let new = format!("{before}\n{kept}\n{after}");
        let length = kept.chars().count() as u32;
        let (a, b) = (u32::from(a) % length, u32::from(b) % length);
        let words: String = kept.chars().skip(a.min(b) as usize).take((a.max(b) - a.min(b) + 1) as usize).collect();
        prop_assume!(!words.trim().is_empty());
        let start = range_of(&old, kept).start + a.min(b);
        let (old, new) = (body(&old), body(&new));
        let anchor = Anchor::of(&old, start..start + words.chars().count() as u32).expect("in bounds");
        let fates = carry_over(&old, &new, &[(PassageId::from_random(1), anchor.clone())]);
        let Fate::Exact(found) = &fates[0].1 else {
            return Err(TestCaseError::fail(format!("“{words}” was not found")));
        };
        prop_assert_eq!(&found.quotation, &anchor.quotation);
        prop_assert_eq!(found.start, before.chars().count() as u32 + 1 + a.min(b));
    }
}
