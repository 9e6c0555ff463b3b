//! The pieces that a document is laid out in, and how high each is guessed to be.
//!
//! A block is one piece, but for a long one, which is cut so that no piece costs much to lay out.
//! The guesses make the scroll bar: they depend on the text and the width alone, never on what was measured, so that
//! the bar does not wander; where the reader is, is kept as a place in a piece (`scroll`).
//! Not here: laying out (`layout`).

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation as _};

use crate::model::{BlockKind, Body};

/// Bytes from which on a block is cut.
const LONG: usize = 4096;

/// Bytes among which, before [`LONG`], a good place for a cut is looked for.
const LOOK_BACK: usize = 1024;

/// A stretch of one block that is laid out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// The block it is of, counted from 0.
    pub block: u32,
    /// What the block is.
    pub kind: BlockKind,
    /// Code point of the document at which it starts.
    pub start: u32,
    /// Its length in code points.
    pub len: u32,
    /// First byte in the block's text.
    pub byte: u32,
    /// Its length in bytes.
    pub bytes: u32,
    /// Whether the block starts with it.
    pub opens: bool,
    /// Whether the block ends with it.
    pub closes: bool,
}

impl Piece {
    /// Its code points.
    pub(super) fn range(&self) -> Range<u32> {
        self.start..self.start + self.len
    }

    /// Its text.
    pub(super) fn text<'a>(&self, body: &'a Body) -> &'a str {
        let from = self.byte as usize;
        &body.blocks()[self.block as usize].text[from..from + self.bytes as usize]
    }
}

/// All pieces of a document, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Pieces {
    list: Vec<Piece>,
    /// Guessed height of all pieces before the `n`-th, in points; one longer than `list`.
    tops: Vec<f64>,
}

impl Pieces {
    /// Cuts a document; takes time proportional to the number of pieces.
    pub(super) fn of(body: &Body) -> Self {
        let mut list = Vec::with_capacity(body.blocks().len());
        for (n, block) in body.blocks().iter().enumerate() {
            let range = body.block_range(n);
            let length = block.text.len();
            let (mut byte, mut start) = (0, range.start);
            loop {
                let end = cut(&block.text, byte);
                let closes = end == length;
                let stop = if closes {
                    range.end
                } else {
                    range.start + body.offset_in_block(n, end)
                };
                list.push(Piece {
                    block: n as u32,
                    kind: block.kind,
                    start,
                    len: stop - start,
                    byte: byte as u32,
                    bytes: (end - byte) as u32,
                    opens: byte == 0,
                    closes,
                });
                if closes {
                    break;
                }
                (byte, start) = (end, stop);
            }
        }
        Self { list, tops: Vec::new() }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The `n`-th, if there is one.
    pub(super) fn get(&self, n: usize) -> Option<&Piece> {
        self.list.get(n)
    }

    /// The piece that holds a position, or at whose end it is; the last one for positions past the end.
    pub(super) fn holding(&self, position: u32) -> usize {
        self.list.partition_point(|p| p.start <= position).saturating_sub(1)
    }

    /// Guesses all heights anew; `height` gives a piece's in points.
    pub(super) fn guess(&mut self, height: impl Fn(&Piece) -> f32) {
        self.tops.clear();
        self.tops.reserve(self.list.len() + 1);
        let mut top = 0.0;
        self.tops.push(top);
        for piece in &self.list {
            top += f64::from(height(piece));
            self.tops.push(top);
        }
    }

    /// Guessed height of all pieces before the `n`-th.
    pub(super) fn top(&self, n: usize) -> f64 {
        self.tops.get(n).or(self.tops.last()).copied().unwrap_or(0.0)
    }

    /// Guessed height of the `n`-th piece.
    pub(super) fn guessed(&self, n: usize) -> f64 {
        self.top(n + 1) - self.top(n)
    }

    /// Guessed height of everything.
    pub(super) fn total(&self) -> f64 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// The piece at a guessed height, and how far down in it that is, 0 to 1.
    pub(super) fn at_height(&self, y: f64) -> (usize, f64) {
        if self.list.is_empty() {
            return (0, 0.0);
        }
        let n = self.tops.partition_point(|top| *top <= y).saturating_sub(1);
        let n = n.min(self.list.len() - 1);
        let height = self.guessed(n);
        let share = if height > 0.0 { (y - self.top(n)) / height } else { 0.0 };
        (n, share.clamp(0.0, 1.0))
    }
}

/// The byte at which the piece that starts at `from` ends.
fn cut(text: &str, from: usize) -> usize {
    if text.len() - from <= LONG {
        return text.len();
    }
    let limit = text.floor_char_boundary(from + LONG);
    let look_from = text.ceil_char_boundary(limit - LOOK_BACK);
    let window = &text[look_from..limit];
    let ends_sentence = |at: usize| {
        let before = window[..at].trim_end_matches(['”', '’', '"', '\'', ')', ']']);
        before.ends_with(['.', '!', '?', '…'])
    };
    let spaces = || {
        window
            .char_indices()
            .rev()
            .filter(|(_, c)| c.is_whitespace() && *c != '\u{a0}')
    };
    let full_stop = window
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '。' | '！' | '？'));
    let best = spaces()
        .find(|(at, _)| ends_sentence(*at))
        .or(full_stop)
        .or_else(|| spaces().next())
        .map(|(at, c)| look_from + at + c.len_utf8());
    best.unwrap_or_else(|| whole_character(text, from, limit))
}

/// A place at most at `limit` that does not part what a reader takes for one character, unless that is longer than a
/// piece may be.
fn whole_character(text: &str, from: usize, limit: usize) -> usize {
    let mut cursor = GraphemeCursor::new(limit - from, text.len() - from, true);
    if cursor.is_boundary(&text[from..], 0) == Ok(true) {
        return limit;
    }
    text[from..limit]
        .grapheme_indices(true)
        .next_back()
        .map(|(at, _)| from + at)
        .filter(|at| *at > from)
        .unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;
    use proptest::prelude::*;

    fn body(texts: &[&str]) -> Body {
        Body::new(texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect())
    }

    fn check_tiling(body: &Body) {
        let pieces = Pieces::of(body);
        let mut joined = String::new();
        for (n, piece) in pieces.list.iter().enumerate() {
            assert!(piece.bytes as usize <= LONG);
            assert_eq!(piece.text(body).chars().count() as u32, piece.len);
            assert_eq!(body.slice_clamped(piece.range()), piece.text(body));
            assert!(n == 0 || piece.opens == (pieces.list[n - 1].block != piece.block));
            joined.push_str(piece.text(body));
            if piece.closes && n + 1 < pieces.len() {
                joined.push('\n');
            }
        }
        assert_eq!(joined, body.text());
    }

    #[test]
    fn short_blocks_are_whole() {
        let body = body(&["One.", "", "Three."]);
        assert_eq!(Pieces::of(&body).len(), 3);
        check_tiling(&body);
    }

    #[test]
    fn a_long_block_is_cut_after_a_sentence() {
        let body = body(&[&"China opposes it. Russia does not say. ".repeat(400)]);
        let pieces = Pieces::of(&body);
        assert!(pieces.len() > 3);
        for piece in &pieces.list[..pieces.len() - 1] {
            assert!(piece.text(&body).ends_with(". "), "{:?}", piece.text(&body));
        }
        check_tiling(&body);
    }

    #[test]
    fn what_cannot_be_cut_well_is_cut_between_characters() {
        let family = "👩‍👩‍👧‍👦";
        let text = family.repeat(1000);
        let body = body(&[&text]);
        for piece in &Pieces::of(&body).list {
            assert!(piece.text(&body).len().is_multiple_of(family.len()));
        }
        check_tiling(&body);
        // One letter with 10,000 marks on it is longer than a piece may be.
        check_tiling(&self::body(&[&format!("a{}", "\u{301}".repeat(10_000))]));
    }

    #[test]
    fn heights_are_found_again() {
        let body = body(&["a", "b", "c"]);
        let mut pieces = Pieces::of(&body);
        pieces.guess(|p| if p.block == 1 { 30.0 } else { 10.0 });
        assert_eq!(pieces.total(), 50.0);
        assert_eq!(pieces.at_height(25.0), (1, 0.5));
        assert_eq!(pieces.at_height(-5.0), (0, 0.0));
        assert_eq!(pieces.at_height(500.0), (2, 1.0));
        assert_eq!(pieces.holding(2), 1);
        assert_eq!(pieces.holding(99), 2);
    }

    proptest! {
        #[test]
        fn pieces_tile_any_text(texts in prop::collection::vec("[a-zé中🙂\u{301}\u{a0}אب .]{0,40}", 1..4), times in 1_usize..400) {
            let texts: Vec<String> = texts.iter().map(|t| t.repeat(times)).collect();
            let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
            check_tiling(&body(&refs));
        }
    }
}
