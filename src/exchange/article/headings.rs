//! Proposing headings where a format has none: short lines, set off from the text, that stand above longer text.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportedBlock;
use crate::model::BlockKind;

/// The longest heading, in code points and in words.
const LONGEST: usize = 100;
const MOST_WORDS: usize = 14;
/// The longest heading in sentence case ("What comes next"), in words, and in a script without case, in code points.
const MOST_WORDS_IN_A_SENTENCE: usize = 8;
const LONGEST_WITHOUT_CASE: usize = 30;
/// What is called longer text has at least this many code points, half as many if it ends like a sentence.
const RUNNING_TEXT: usize = 80;
/// A line that comes this often is a label (a speaker's name), not a heading.
const TOO_OFTEN: usize = 3;

/// Closing quotation marks and brackets, behind which a sentence's end may hide.
const CLOSERS: [char; 9] = ['"', '”', '’', '\'', '»', ')', ']', '」', '』'];

/// Whether a text ends as a sentence does.
pub(super) fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(CLOSERS).ends_with([
        '.', '!', '?', '…', ':', ';', '。', '！', '？', '：', '；', '．', '।', '؟', '۔',
    ])
}

/// Proposes headings among the paragraphs, but for the blocks in `skip` (lines about the article).
///
/// The first block that is not skipped can be the title: level 1. The others are level 2. Gives the title's place.
pub(super) fn propose(blocks: &mut [ImportedBlock], skip: &BTreeSet<usize>) -> Option<usize> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for block in blocks.iter().filter(|b| b.text.len() <= LONGEST * 4) {
        *times.entry(&block.text).or_default() += 1;
    }
    let mut accepted = Vec::new();
    // What stands below: its length if it is text, and whether it is a heading right above text.
    let mut below: Option<Below> = None;
    for at in (0..blocks.len()).rev().filter(|at| !skip.contains(at)) {
        let block = &blocks[at];
        let length = block.text.chars().count();
        let seldom = || times.get(&*block.text).is_none_or(|n| *n < TOO_OFTEN);
        let looks = block.kind == BlockKind::Paragraph && is_title_like(&block.text) && seldom();
        let heading = looks
            && match below {
                Some(Below::Text(longer)) => longer > length,
                Some(Below::Heading) => true,
                Some(Below::Other) | None => false,
            };
        below = Some(if heading {
            accepted.push(at);
            // One heading may stand above another, not more: a column of short lines is something else.
            match below {
                Some(Below::Text(_)) => Below::Heading,
                _ => Below::Other,
            }
        } else if block.kind != BlockKind::Paragraph {
            Below::Text(length.max(LONGEST))
        } else if length >= RUNNING_TEXT || (length * 2 >= RUNNING_TEXT && ends_a_sentence(&block.text)) {
            Below::Text(length)
        } else {
            Below::Other
        });
    }
    let first = (0..blocks.len()).find(|at| !skip.contains(at));
    let mut title = None;
    for at in accepted {
        let level = if Some(at) == first {
            title = first;
            1
        } else {
            2
        };
        blocks[at].proposed = Some(level);
        blocks[at].accept(true);
    }
    title
}

#[derive(Clone, Copy)]
enum Below {
    Text(usize),
    Heading,
    Other,
}

fn is_title_like(text: &str) -> bool {
    let bare = text
        .trim()
        .trim_start_matches(['"', '“', '„', '«', '‘', '\'', '(', '¿', '¡', '「']);
    let length = bare.chars().take(LONGEST + 1).count();
    let words: Vec<&str> = bare.split_whitespace().take(MOST_WORDS + 1).collect();
    if length > LONGEST || words.len() > MOST_WORDS || text.contains("://") || text.contains('@') {
        return false;
    }
    let end = text.trim_end().trim_end_matches(CLOSERS);
    let question = end.ends_with(['?', '？']);
    if !question && (ends_a_sentence(text) || end.ends_with([',', '，', '、', '-', '–', '—', '/', '|'])) {
        return false;
    }
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let signs = bare.chars().filter(|c| !c.is_whitespace()).count();
    if letters < 2 || letters * 2 < signs {
        return false;
    }
    let Some(first) = bare.chars().find(|c| c.is_alphanumeric()) else {
        return false;
    };
    if first.is_lowercase() {
        return false;
    }
    let has_case = bare.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if !has_case {
        return length <= LONGEST_WITHOUT_CASE;
    }
    if words.len() <= MOST_WORDS_IN_A_SENTENCE {
        return true;
    }
    // Title case: most of the longer words begin with a capital.
    let long = || {
        words
            .iter()
            .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 3)
    };
    let capital = long()
        .filter(|w| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase))
        .count();
    capital * 10 >= long().count() * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The talks, which had begun in the spring, went on for most of the year without a result.";

    fn levels(texts: &[&str]) -> Vec<Option<u8>> {
        let mut blocks: Vec<_> = texts
            .iter()
            .map(|t| ImportedBlock::new(BlockKind::Paragraph, t))
            .collect();
        propose(&mut blocks, &BTreeSet::new());
        blocks.iter().map(|b| b.proposed).collect()
    }

    #[test]
    fn a_short_line_above_longer_text_is_a_heading() {
        for (line, expected) in [
            ("Russian Perspective", true),
            ("What’s Next for Sino-Russian Ties", true),
            ("WHO GAINS", true),
            ("Who gains?", true),
            ("“Pragmatic” ties", true),
            ("2. The view from Beijing", true),
            ("Что дальше", true),
            ("俄罗斯的视角", true),
            ("Dalsze kroki", true),
            (
                "China Drops Its Cautious and Long Established Approach to European Security and Order",
                true,
            ),
            ("The talks failed.", false),
            ("He said:", false),
            ("and so it went", false),
            ("12", false),
            ("* * *", false),
            ("jane@example.org", false),
            ("中国长期以来对介入欧洲安全问题极为谨慎。", false),
            (
                "a line that goes on and on in lower case with no capital in it anywhere",
                false,
            ),
        ] {
            assert_eq!(levels(&[TEXT, line, TEXT])[1] == Some(2), expected, "{line:?}");
        }
    }

    #[test]
    fn the_first_line_can_be_the_title_and_no_more_than_two_headings_stand_together() {
        assert_eq!(levels(&["Ties That Bind", TEXT]), [Some(1), None]);
        assert_eq!(levels(&["Ties That Bind", "The Past", TEXT]), [Some(1), Some(2), None]);
        assert_eq!(
            levels(&["Vienna", "Paris", "London", TEXT]),
            [None, Some(2), Some(2), None]
        );
    }

    #[test]
    fn a_line_with_nothing_or_less_below_it_is_no_heading() {
        assert_eq!(levels(&[TEXT, "The End"]), [None, None]);
        assert_eq!(levels(&[TEXT, "A Line of Some Length", "Short."]), [None, None, None]);
    }

    #[test]
    fn a_speakers_name_is_no_heading() {
        assert_eq!(levels(&["MARY", TEXT, "MARY", TEXT, "MARY", TEXT]), [None; 6]);
    }
}
