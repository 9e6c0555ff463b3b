//! Anchors: how a passage holds on to its words.
//!
//! An anchor keeps both selectors of the W3C Web Annotation model: the position (`TextPositionSelector`, code points,
//! end-exclusive) and the quotation with a little context (`TextQuoteSelector`).
//! The position is the fast way, the quotation is the truth: [`check_all`] compares them with a text and says how
//! sure the anchor is.
//! It never guesses: a look-alike is offered, not taken.
//! Not here: carrying anchors over to a corrected text by a diff (`analysis`).

use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use super::{Body, CodePoints};

/// Code points of context kept before and after a quotation.
pub const CONTEXT: u32 = 32;

/// How many code points of quotation and context inside its block must agree before a passage is called moved.
const ENOUGH: usize = 32;

/// The most places offered for one ambiguous anchor.
pub const MOST_CANDIDATES: usize = 100;

/// Where a passage is, by position and by its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The words marked, verbatim; blocks are joined by `\n`.
    pub quotation: String,
    /// Up to [`CONTEXT`] code points before.
    pub prefix: String,
    /// Up to [`CONTEXT`] code points after.
    pub suffix: String,
}

/// What became of an anchor in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The words stand where the anchor says.
    Exact,
    /// The words and what surrounds them stand, once, at this code point.
    Moved(u32),
    /// The words stand at these code points (at most [`MOST_CANDIDATES`]), none surely the right one.
    Ambiguous(Vec<u32>),
    /// The words are gone.
    Lost,
}

impl Anchor {
    /// Anchors a range of a text; `None` if it is empty, reversed or out of bounds.
    pub fn of(body: &Body, range: Range<u32>) -> Option<Self> {
        let quotation = body.slice(range.clone())?;
        Some(Self {
            start: range.start,
            end: range.end,
            quotation,
            prefix: body.slice_clamped(range.start.saturating_sub(CONTEXT)..range.start),
            suffix: body.slice_clamped(range.end..range.end.saturating_add(CONTEXT)),
        })
    }

    /// The code points marked.
    pub fn range(&self) -> Range<u32> {
        self.start..self.end
    }

    /// Whether the words stand where the anchor says, with their context on at least one side.
    pub fn is_exact(&self, body: &Body) -> bool {
        let length = self.quotation.chars().count() as u32;
        if self.start >= self.end || self.end > body.len() || length != self.end - self.start {
            return false;
        }
        let Some(end) = body.after(body.spot(self.start), &self.quotation) else {
            return false;
        };
        body.after(end, &self.suffix).is_some() || body.has_before(self.start, &self.prefix)
    }
}

/// Checks one anchor; see [`check_all`].
pub fn check(anchor: &Anchor, body: &Body) -> Check {
    check_all([anchor], body).pop().unwrap_or(Check::Lost)
}

/// Checks anchors against a text, in their order.
///
/// *Exact* if the quotation stands at the position with its context on one side at least; else *moved* if exactly one
/// place has the quotation and its context inside the block (or, for short ones, all of it); else *ambiguous* if the
/// quotation stands anywhere; else *lost*.
/// Takes time proportional to the text and the places found, not to their product.
pub fn check_all<'a>(anchors: impl IntoIterator<Item = &'a Anchor>, body: &Body) -> Vec<Check> {
    let anchors: Vec<&Anchor> = anchors.into_iter().collect();
    let mut checks: Vec<Check> = anchors
        .iter()
        .map(|a| if a.is_exact(body) { Check::Exact } else { Check::Lost })
        .collect();
    let astray: Vec<usize> = (0..anchors.len())
        .filter(|n| checks[*n] == Check::Lost && !anchors[*n].quotation.is_empty())
        .collect();
    if astray.is_empty() {
        return checks;
    }
    let text = body.text();
    let points = CodePoints::of(&text);
    let quotations: Vec<&str> = astray.iter().map(|n| anchors[*n].quotation.as_str()).collect();
    for (n, places) in astray.into_iter().zip(find_each(&text, &quotations)) {
        checks[n] = judge(anchors[n], &text, &points, &places);
    }
    checks
}

fn judge(anchor: &Anchor, text: &str, points: &CodePoints, places: &[usize]) -> Check {
    let own_prefix = anchor.prefix.rsplit('\n').next().unwrap_or_default();
    let own_suffix = anchor.suffix.split('\n').next().unwrap_or_default();
    let agreeing = own_prefix.chars().count() + anchor.quotation.chars().count() + own_suffix.chars().count();
    let fits = |at: usize, whole: bool| {
        let (before, after) = (&text[..at], &text[at + anchor.quotation.len()..]);
        if whole {
            return before.ends_with(&anchor.prefix) && after.starts_with(&anchor.suffix);
        }
        let bounded = |cut: bool, outside: Option<char>| !cut || outside.is_none_or(|c| c == '\n');
        before.ends_with(own_prefix)
            && after.starts_with(own_suffix)
            && bounded(
                own_prefix.len() < anchor.prefix.len() || anchor.prefix.is_empty(),
                before[..before.len() - own_prefix.len()].chars().next_back(),
            )
            && bounded(
                own_suffix.len() < anchor.suffix.len() || anchor.suffix.is_empty(),
                after[own_suffix.len()..].chars().next(),
            )
    };
    let only = |whole: bool| {
        let mut fitting = places.iter().copied().filter(|at| fits(*at, whole));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let sure = only(true).or_else(|| if agreeing >= ENOUGH { only(false) } else { None });
    let position = |at: usize| points.offset(text, at);
    match sure {
        Some(at) => Check::Moved(position(at)),
        None if places.is_empty() => Check::Lost,
        None => Check::Ambiguous(places.iter().take(MOST_CANDIDATES).map(|at| position(*at)).collect()),
    }
}

/// The code points of a text at which each of some words stand, in order, at most [`MOST_CANDIDATES`] each.
pub fn places_of(text: &str, words: &[&str]) -> Vec<Vec<u32>> {
    let points = CodePoints::of(text);
    let position = |at: &usize| points.offset(text, *at);
    let found = find_each(text, words);
    found
        .iter()
        .map(|places| places.iter().take(MOST_CANDIDATES).map(position).collect())
        .collect()
}

/// Byte offsets at which each needle stands in a text, overlaps included, at most 10,000 a needle; one pass over the
/// text for all needles of eight bytes and more.
fn find_each(text: &str, needles: &[&str]) -> Vec<Vec<usize>> {
    const WINDOW: usize = 8;
    const MOST: usize = 10_000;
    let mut found = vec![Vec::new(); needles.len()];
    let mut by_start: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    let mut first_bytes = [false; 256];
    for (n, needle) in needles.iter().enumerate() {
        match needle.as_bytes().get(..WINDOW) {
            Some(start) => {
                by_start.entry(start).or_default().push(n);
                first_bytes[usize::from(start[0])] = true;
            }
            None => {
                found[n] = memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes())
                    .take(MOST)
                    .collect();
            }
        }
    }
    if by_start.is_empty() {
        return found;
    }
    let bytes = text.as_bytes();
    for at in 0..bytes.len().saturating_sub(WINDOW - 1) {
        if !first_bytes[usize::from(bytes[at])] {
            continue;
        }
        for n in by_start.get(&bytes[at..at + WINDOW]).into_iter().flatten() {
            if found[*n].len() < MOST && bytes[at..].starts_with(needles[*n].as_bytes()) {
                found[*n].push(at);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};
    use proptest::prelude::*;

    fn body(text: &str) -> Body {
        Body::new(text.split('\n').map(|t| Block::new(BlockKind::Paragraph, t)).collect())
    }

    fn anchored(text: &str, words: &str) -> Anchor {
        let byte = text.find(words).expect("the words stand in the text");
        let start = text[..byte].chars().count() as u32;
        Anchor::of(&body(text), start..start + words.chars().count() as u32).expect("a range")
    }

    const TEAMS: &str = "The council met on Monday in the old town hall.\n\
        Team Alpha opposed the plan to widen the road through the valley.\n\
        Nobody was surprised by what followed in the days after.";

    #[test]
    fn an_anchor_knows_its_words_and_their_context() {
        let a = anchored(TEAMS, "opposed the plan");
        assert_eq!((a.start, a.end), (59, 75));
        assert_eq!(a.prefix, "n the old town hall.\nTeam Alpha ");
        assert_eq!(a.suffix, " to widen the road through the v");
        assert_eq!(check(&a, &body(TEAMS)), Check::Exact);
    }

    #[test]
    fn what_became_of_an_anchor() {
        let words = "opposed the plan";
        let start_of = |text: &str| text[..text.find(words).expect("words")].chars().count() as u32;
        let added = format!("A new first paragraph, with café.\n{TEAMS}");
        let next_gone = TEAMS.replace("Nobody was surprised", "Everyone was surprised");
        let other_opening = TEAMS.replace("The council met on Monday in the old town hall.", "It rained.");
        let twin = TEAMS.replace("Team Alpha", "Team Beta");
        let twice = format!("{added}\n{TEAMS}");
        let gone = TEAMS.replace("opposed the plan", "backed the plan");
        for (name, text, expected) in [
            ("the same", TEAMS.to_owned(), Check::Exact),
            ("text added before", added.clone(), Check::Moved(start_of(&added))),
            ("changed after", next_gone, Check::Exact),
            (
                "opening changed",
                other_opening.clone(),
                Check::Moved(start_of(&other_opening)),
            ),
            (
                "a near-twin",
                format!("X\n{twin}"),
                Check::Ambiguous(vec![start_of(&twin) + 2]),
            ),
            ("gone", gone, Check::Lost),
        ] {
            assert_eq!(check(&anchored(TEAMS, words), &body(&text)), expected, "{name}");
        }
        assert!(matches!(check(&anchored(TEAMS, words), &body(&twice)), Check::Ambiguous(v) if v.len() == 2));
    }

    #[test]
    fn short_words_in_another_sentence_are_never_taken() {
        let old = "He was asked.\nYes.\nHe left.";
        let new = "She was asked about the weather.\nNo.\nShe stayed.\nYes.\nDone.";
        let check = check(&anchored(old, "Yes."), &body(new));
        assert!(matches!(check, Check::Ambiguous(_)), "{check:?}");
    }

    #[test]
    fn a_deleted_paragraph_is_not_found_in_its_twin() {
        let old = "Team Alpha will vote against the treaty.\nTeam Beta will vote against the treaty.";
        let new = "Some words of introduction came here instead.\nTeam Beta will vote against the treaty.";
        let a = anchored(old, "will vote against the treaty");
        assert!(matches!(check(&a, &body(new)), Check::Ambiguous(_)));
    }

    fn real_text() -> impl Strategy<Value = String> {
        let sentence = prop::sample::select(vec![
            "endorsing a de\u{a0}facto\u{a0}rebuilding of the order.",
            "Café, naïve, e\u{301}lan, A\u{30a}ngstrom.",
            "Семья 👩‍👩‍👧‍👦 и флаг 🇵🇱.",
            "中国明确反对北约继续扩张。",
            "Россия требует гарантий безопасности.",
            "روسيا تطالب بضمانات أمنية.",
            "רוסיה דורשת ערבויות ביטחון.",
            "China made an explicit statement against NATO’s expansion.",
            "‘Reunification’ — on its own timetable…",
        ]);
        prop::collection::vec(prop::collection::vec(sentence, 1..4), 1..6).prop_map(|paragraphs| {
            paragraphs
                .into_iter()
                .map(|p| p.join(" "))
                .collect::<Vec<_>>()
                .join("\n")
        })
    }

    proptest! {
        #[test]
        fn an_anchor_is_exact_in_its_own_text(text in real_text(), a: u16, b: u16) {
            let body = body(&text);
            let all: Vec<char> = text.chars().collect();
            let (a, b) = (u32::from(a) % body.len(), u32::from(b) % body.len());
            let range = a.min(b)..a.max(b) + 1;
            let anchor = Anchor::of(&body, range.clone()).expect("in bounds");
            let expected: String = all[range.start as usize..range.end as usize].iter().collect();
            prop_assert_eq!(&anchor.quotation, &expected);
            prop_assert_eq!(check(&anchor, &body), Check::Exact);
        }

        /// Wherever an anchor is found again, the words there are its words.
        #[test]
        fn a_found_anchor_has_its_words(text in real_text(), other in real_text(), a: u16, b: u16, keep: bool) {
            let old = body(&text);
            let (a, b) = (u32::from(a) % old.len(), u32::from(b) % old.len());
            let anchor = Anchor::of(&old, a.min(b)..a.max(b) + 1).expect("in bounds");
            let new_text = if keep { format!("{other}\n{text}") } else { other };
            let new = body(&new_text);
            let length = anchor.end - anchor.start;
            let places = match check(&anchor, &new) {
                Check::Exact => vec![anchor.start],
                Check::Moved(at) => vec![at],
                Check::Ambiguous(places) => places,
                Check::Lost => {
                    prop_assert!(!new_text.contains(&anchor.quotation));
                    vec![]
                }
            };
            for at in places {
                prop_assert_eq!(new.slice(at..at + length), Some(anchor.quotation.clone()));
            }
        }

        /// If the text around the passage is still there, once, the passage is found exactly there.
        #[test]
        fn text_added_before_moves_a_passage_with_it(text in real_text(), a: u16, b: u16) {
            let old = body(&text);
            let (a, b) = (u32::from(a) % old.len(), u32::from(b) % old.len());
            let anchor = Anchor::of(&old, a.min(b)..a.max(b) + 1).expect("in bounds");
            let whole = format!("{}{}{}", anchor.prefix, anchor.quotation, anchor.suffix);
            // Counted with overlaps, which `matches` leaves out.
            let places = text.char_indices().filter(|(at, _)| text[*at..].starts_with(&whole)).count();
            prop_assume!(places == 1 && whole.chars().count() > 70);
            let added = "0123456789.\n";
            let new = body(&format!("{added}{text}"));
            prop_assert_eq!(check(&anchor, &new), Check::Moved(anchor.start + added.len() as u32));
        }
    }
}
