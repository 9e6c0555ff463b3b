//! Where sentences and words begin and end.
//!
//! By the rules of Unicode (UAX #29), but for abbreviations, which those cannot know: "U.S." and "Feb. 4" end no
//! sentence. Positions are code points of the document.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::Body;

/// How far around a position its sentence or word is looked for, in bytes, each way.
const REACH: usize = 8192;

/// Abbreviations after which a sentence goes on, without the full stop, in lower case; a letter alone is one anyway.
const ABBREVIATIONS: &[&str] = &[
    // Titles and ranks.
    "adm", "amb", "brig", "capt", "col", "dr", "gen", "gov", "hon", "lt", "maj", "mr", "mrs", "ms", "messrs", "mt",
    "pres", "prof", "rep", "rev", "sen", "sgt", "st", "mme", "mlle", "mgr", "ing", "bc", "mudr", "phdr", "judr", "hl",
    // Months.
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    // References and counting.
    "al", "approx", "art", "ca", "cf", "ch", "chap", "ed", "eds", "e.g", "eg", "fig", "i.e", "ie", "no", "nos", "nr",
    "op", "p", "par", "pp", "sec", "v", "viz", "vol", "vols", "vs", "č", "odst", "např", "tzv", "tj", "resp", "z.b",
    "bzw", "abs", "vgl", "np", "tzn", "tzw", "ul", "prof", "hab", "др", "г", "гг", "им", "напр", "проф", "ст", "стр",
    "тов", "тыс", "ул",
];

/// Abbreviations that end a sentence as often as not: then what follows decides.
const OFTEN_LAST: &[&str] = &[
    "a.m", "p.m", "co", "corp", "etc", "inc", "jr", "ltd", "sr", "u.s", "u.k", "u.n", "d.c", "ph.d",
];

/// Words that rarely stand after an abbreviation with a capital but at the beginning of a sentence.
const OPENERS: &[&str] = &[
    "a",
    "after",
    "also",
    "although",
    "an",
    "and",
    "as",
    "at",
    "before",
    "but",
    "by",
    "despite",
    "even",
    "finally",
    "first",
    "following",
    "for",
    "from",
    "he",
    "her",
    "his",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "moreover",
    "no",
    "nor",
    "on",
    "our",
    "second",
    "she",
    "since",
    "so",
    "some",
    "such",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "thus",
    "to",
    "what",
    "when",
    "where",
    "while",
    "who",
    "with",
    "yet",
    "you",
];

/// The sentences of a text as bytes, tiling it; space after a sentence belongs to it.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut parts = text.split_sentence_bound_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = parts.next()?;
        let mut end = start + first.len();
        while let Some((at, next)) = parts.peek() {
            if !goes_on(&text[start..end], next) {
                break;
            }
            end = at + next.len();
            parts.next();
        }
        Some(start..end)
    })
}

/// Whether what Unicode takes for two sentences is one, parted by an abbreviation.
fn goes_on(before: &str, after: &str) -> bool {
    let Some(words) = before.trim_end().strip_suffix('.') else {
        return false;
    };
    let last = words
        .rsplit(|c: char| c.is_whitespace() || "([{“‘«\"'–—/".contains(c))
        .next()
        .unwrap_or_default();
    let mut letters = last.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    let abbreviation = last.to_lowercase();
    let dotted = abbreviation.contains('.') && abbreviation.split('.').all(|part| part.chars().count() == 1);
    if initial || ABBREVIATIONS.contains(&abbreviation.as_str()) {
        return true;
    }
    let next = || after.unicode_words().next().unwrap_or_default().to_lowercase();
    (dotted || OFTEN_LAST.contains(&abbreviation.as_str())) && !OPENERS.contains(&next().as_str())
}

/// A stretch of a block around a position, cut at characters.
struct Around<'a> {
    text: &'a str,
    /// The first byte of `text` in its block.
    from: usize,
    block: usize,
    /// The position's byte in `text`.
    byte: usize,
}

impl<'a> Around<'a> {
    fn new(body: &'a Body, position: u32) -> Option<Self> {
        let place = body.place(position);
        let whole = &*body.blocks().get(place.block)?.text;
        let byte = body.byte_in_block(place.block, place.offset);
        let from = whole.floor_char_boundary(byte.saturating_sub(REACH));
        let to = whole.ceil_char_boundary((byte + REACH).min(whole.len()));
        Some(Self {
            text: &whole[from..to],
            from,
            block: place.block,
            byte: byte - from,
        })
    }

    fn position(&self, body: &Body, byte: usize) -> u32 {
        body.block_range(self.block).start + body.offset_in_block(self.block, self.from + byte)
    }

    fn range(&self, body: &Body, bytes: Range<usize>) -> Range<u32> {
        self.position(body, bytes.start)..self.position(body, bytes.end)
    }
}

/// The sentence at a position, without the space around it; the one that ends there if the block does.
/// Empty only if the block is.
pub fn sentence_at(body: &Body, position: u32) -> Range<u32> {
    let Some(around) = Around::new(body, position) else {
        return position..position;
    };
    let bytes = sentences(around.text)
        .find(|s| around.byte < s.end || s.end == around.text.len())
        .unwrap_or(0..0);
    let sentence = &around.text[bytes.clone()];
    let start = bytes.start + (sentence.len() - sentence.trim_start().len());
    let end = bytes.end - (sentence.len() - sentence.trim_end().len());
    around.range(body, start..end.max(start))
}

/// The first sentence that starts at a position or after it, in whatever block; `None` if there is none.
pub fn next_sentence(body: &Body, from: u32) -> Option<Range<u32>> {
    let mut at = from;
    while at <= body.len() {
        let block = body.block_range(body.place(at).block);
        let here = sentence_at(body, at);
        if here.start >= from && !here.is_empty() {
            return Some(here);
        }
        // Past the sentence, then over the space behind it.
        at = here.end.max(at + 1);
        if at >= block.end {
            at = block.end + 1;
        }
    }
    None
}

/// The last sentence that ends at a position or before it, in whatever block; `None` if there is none.
pub fn previous_sentence(body: &Body, from: u32) -> Option<Range<u32>> {
    let mut at = from;
    loop {
        let here = sentence_at(body, at);
        if here.end <= from && !here.is_empty() {
            return Some(here);
        }
        at = here.start.min(at).checked_sub(1)?;
    }
}

/// The word at a position, or what stands between two words; the one that ends there if the block does.
/// Empty only if the block is.
pub fn word_at(body: &Body, position: u32) -> Range<u32> {
    let Some(around) = Around::new(body, position) else {
        return position..position;
    };
    let bytes = around
        .text
        .split_word_bound_indices()
        .map(|(at, word)| at..at + word.len())
        .find(|w| around.byte < w.end || w.end == around.text.len())
        .unwrap_or(0..0);
    around.range(body, bytes)
}

/// The end of the next word after a position; passes to the next block at a block's end.
pub fn next_word_end(body: &Body, position: u32) -> u32 {
    let Some(around) = Around::new(body, position) else {
        return position;
    };
    let ends = around.text.split_word_bound_indices().filter(|(_, w)| is_word(w));
    let end = ends.map(|(at, w)| at + w.len()).find(|end| *end > around.byte);
    match end {
        Some(end) => around.position(body, end),
        None => {
            let block = body.block_range(around.block);
            if position < block.end {
                block.end
            } else {
                (block.end + 1).min(body.len())
            }
        }
    }
}

/// The start of the word before a position; passes to the block before at a block's start.
pub fn previous_word_start(body: &Body, position: u32) -> u32 {
    let Some(around) = Around::new(body, position) else {
        return position;
    };
    let starts = around.text.split_word_bound_indices().filter(|(_, w)| is_word(w));
    match starts.map(|(at, _)| at).take_while(|at| *at < around.byte).last() {
        Some(start) => around.position(body, start),
        None => {
            let block = body.block_range(around.block);
            if position > block.start {
                block.start
            } else {
                position.saturating_sub(1)
            }
        }
    }
}

/// One of the two edges of a word, or of any stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Edge {
    Start,
    End,
}

/// The nearest start (or end) of a word later (or earlier) than a position, in whatever block; `None` if there is none.
pub fn word_edge(body: &Body, position: u32, edge: Edge, later: bool) -> Option<u32> {
    let mut from = position;
    loop {
        let around = Around::new(body, from)?;
        // Once further on than the position, what stands just there counts too.
        let further = from != position;
        let words = around.text.split_word_bound_indices().filter(|(_, w)| is_word(w));
        let mut edges = words.map(|(at, w)| if edge == Edge::Start { at } else { at + w.len() });
        let found = if later {
            edges.find(|e| *e > around.byte || (further && *e == around.byte))
        } else {
            edges
                .take_while(|e| *e < around.byte || (further && *e == around.byte))
                .last()
        };
        if let Some(byte) = found {
            return Some(around.position(body, byte));
        }
        let block = body.block_range(around.block);
        from = if later {
            let end = around.position(body, around.text.len());
            if end >= body.len() {
                return None;
            }
            if end < block.end { end } else { end + 1 }
        } else {
            around.position(body, 0).checked_sub(1)?
        };
    }
}

fn is_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// The position one character (as a reader counts them) after a position; a block's end is one character.
pub fn next_character(body: &Body, position: u32) -> u32 {
    let Some(around) = Around::new(body, position) else {
        return position;
    };
    match around.text[around.byte..].graphemes(true).next() {
        Some(character) => position + character.chars().count() as u32,
        None => (position + 1).min(body.len()),
    }
}

/// The position one character (as a reader counts them) before a position.
pub fn previous_character(body: &Body, position: u32) -> u32 {
    let Some(around) = Around::new(body, position) else {
        return position;
    };
    match around.text[..around.byte].graphemes(true).next_back() {
        Some(character) => position - character.chars().count() as u32,
        None => position.saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind};

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|s| text[s].trim()).collect()
    }

    fn body(texts: &[&str]) -> Body {
        Body::new(texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect())
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        for one in [
            "The U.S. Senate met on Feb. 4 In Washington.",
            "Gen. Li and Mr. Putin spoke of it (cf. Smith et al. 2021).",
            "J. R. Biden, e.g. The New York Times wrote, said so.",
            "По данным им. Ленина и др. Источников, это так.",
        ] {
            assert_eq!(split(one), [one]);
        }
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("It is so. He left.", vec!["It is so.", "He left."]),
            (
                "It came from the U.S. The treaty did not.",
                vec!["It came from the U.S.", "The treaty did not."],
            ),
            ("“Stop.” She went on.", vec!["“Stop.”", "She went on."]),
            (
                "Why? Because… Well! 3.5 percent.",
                vec!["Why?", "Because… Well!", "3.5 percent."],
            ),
            ("中国反对。俄罗斯支持。", vec!["中国反对。", "俄罗斯支持。"]),
            ("", vec![]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn sentences_and_words_at_a_position() {
        let body = body(&["One here. Two  there.", "", "Café e\u{301}lan ends"]);
        let words = |r: Range<u32>| body.slice_clamped(r);
        assert_eq!(words(sentence_at(&body, 0)), "One here.");
        assert_eq!(words(sentence_at(&body, 9)), "One here.");
        assert_eq!(words(sentence_at(&body, 12)), "Two  there.");
        assert_eq!(words(sentence_at(&body, 21)), "Two  there.");
        assert_eq!(sentence_at(&body, 22), 22..22);
        assert_eq!(words(word_at(&body, 5)), "here");
        assert_eq!(words(word_at(&body, 29)), "e\u{301}lan");
        assert_eq!(words(word_at(&body, 38)), "ends");
        assert_eq!(next_word_end(&body, 0), 3);
        assert_eq!(next_word_end(&body, 3), 8);
        assert_eq!(next_word_end(&body, 21), 22);
        assert_eq!(previous_word_start(&body, 10), 4);
        assert_eq!(previous_word_start(&body, 0), 0);
        assert_eq!(next_character(&body, 28), 30);
        assert_eq!(previous_character(&body, 30), 28);
        assert_eq!(next_character(&body, 21), 22);
        assert_eq!(previous_character(&body, 23), 22);
    }

    #[test]
    fn the_edges_of_words_are_found_across_blocks() {
        let body = body(&["One two.", "…", "", "three"]);
        let edge = |position, edge, later| word_edge(&body, position, edge, later);
        assert_eq!(edge(0, Edge::Start, true), Some(4));
        assert_eq!(edge(4, Edge::Start, true), Some(12), "past blocks without a word");
        assert_eq!(edge(12, Edge::Start, true), None);
        assert_eq!(edge(12, Edge::Start, false), Some(4));
        assert_eq!(edge(5, Edge::Start, false), Some(4));
        assert_eq!(edge(0, Edge::Start, false), None);
        assert_eq!(edge(3, Edge::End, true), Some(7));
        assert_eq!(edge(7, Edge::End, true), Some(17));
        assert_eq!(edge(17, Edge::End, true), None);
        assert_eq!(edge(17, Edge::End, false), Some(7));
        assert_eq!(edge(3, Edge::End, false), None);
    }

    #[test]
    fn a_block_of_ten_megabytes_is_looked_at_nearby_only() {
        let body = body(&[&"China opposes it. ".repeat(600_000)]);
        let middle = 18 * 300_000 + 3;
        assert_eq!(sentence_at(&body, middle), middle - 3..middle + 14);
        assert_eq!(body.slice_clamped(word_at(&body, middle)), "China");
    }
}
