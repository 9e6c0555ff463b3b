//! A document: one article as a list of blocks, and the addressing of its text.
//!
//! The document's text is its blocks' texts joined by one `\n`; every position in the model is a Unicode code point
//! of that text, counted from 0, ranges end-exclusive.
//! The text is read-only: a corrected version is another [`Body`].
//! Not here: reading articles from files (`exchange`), layout (`ui`).

use std::{ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use super::DocumentId;

/// One article with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its identity.
    pub id: DocumentId,
    /// Metadata, as the user gave it.
    pub about: Metadata,
    /// The text.
    pub body: Arc<Body>,
}

/// What is known about a document besides its text; free text, empty if unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// The title.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// Where it was published.
    pub source: String,
    /// Its address on the web.
    pub address: String,
    /// When it was published; ISO 8601 where known ("2022-02-04", "2022-02", "2022").
    pub date: String,
}

impl Metadata {
    /// Every field with its name, to be written in.
    pub fn fields_mut(&mut self) -> [(&'static str, &mut String); 5] {
        [
            ("Title", &mut self.title),
            ("Author", &mut self.author),
            ("Source", &mut self.source),
            ("Address", &mut self.address),
            ("Date", &mut self.date),
        ]
    }
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph of running text.
    Paragraph,
    /// A quotation set off from the text.
    Quotation,
    /// One item of a list.
    ListItem,
}

/// One block of a document; its text has no line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, without line breaks (see [`is_line_break`]).
    pub text: Arc<str>,
}

impl Block {
    /// Makes a block. Line breaks in `text` become spaces.
    pub fn new(kind: BlockKind, text: &str) -> Self {
        let text = if text.contains(is_line_break) {
            text.replace(is_line_break, " ").into()
        } else {
            text.into()
        };
        Self { kind, text }
    }
}

/// Whether a character ends a line, and so cannot stand inside a block.
pub fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Every how many code points a text's byte offset is remembered.
const STRIDE: usize = 64;

/// Converts between the code points and the bytes of one text, in constant time.
///
/// Holds no text: every call must be given the text that the table was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodePoints {
    length: u32,
    /// Byte offset of every [`STRIDE`]-th code point; empty where every code point is one byte.
    bytes: Vec<u32>,
}

impl CodePoints {
    /// Makes the table of a text (under 4 GiB).
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self {
                length: text.len() as u32,
                bytes: Vec::new(),
            };
        }
        let mut bytes = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut length = 0;
        for (n, (at, _)) in text.char_indices().enumerate() {
            if n % STRIDE == 0 {
                bytes.push(at as u32);
            }
            length = n + 1;
        }
        Self {
            length: length as u32,
            bytes,
        }
    }

    /// Length of the text in code points.
    pub fn len(&self) -> u32 {
        self.length
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Byte offset of the `offset`-th code point, or of the end.
    pub fn byte(&self, text: &str, offset: u32) -> usize {
        let offset = offset.min(self.length) as usize;
        if self.bytes.is_empty() {
            return offset;
        }
        let Some(from) = self.bytes.get(offset / STRIDE).map(|b| *b as usize) else {
            return text.len();
        };
        text[from..]
            .char_indices()
            .nth(offset % STRIDE)
            .map_or(text.len(), |(at, _)| from + at)
    }

    /// Code points before byte `byte`, which is rounded down to a character.
    pub fn offset(&self, text: &str, byte: usize) -> u32 {
        if self.bytes.is_empty() {
            return (byte as u32).min(self.length);
        }
        let stride = self.bytes.partition_point(|b| *b as usize <= byte).saturating_sub(1);
        let from = self.bytes[stride] as usize;
        let inside = text[from..]
            .char_indices()
            .take_while(|(at, c)| from + at + c.len_utf8() <= byte)
            .count();
        (stride * STRIDE + inside) as u32
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct BlockIndex {
    /// Code point of the document at which the block's text starts.
    start: u32,
    points: CodePoints,
}

/// A document's blocks, with the tables that make addressing fast.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Block>", into = "Vec<Block>")]
pub struct Body {
    blocks: Vec<Block>,
    index: Vec<BlockIndex>,
    length: u32,
}

impl From<Vec<Block>> for Body {
    fn from(blocks: Vec<Block>) -> Self {
        Self::new(blocks)
    }
}

impl From<Body> for Vec<Block> {
    fn from(body: Body) -> Self {
        body.blocks
    }
}

/// A place inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which block, counted from 0.
    pub block: usize,
    /// Code points from the block's start; may equal the block's length (its end).
    pub offset: u32,
}

/// A place inside a block, by byte: cheaper to go on from than a [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    block: usize,
    byte: usize,
}

impl Body {
    /// Makes a body of blocks. Line breaks inside a block become spaces.
    pub fn new(mut blocks: Vec<Block>) -> Self {
        let mut index = Vec::with_capacity(blocks.len());
        let mut start = 0_u32;
        for block in &mut blocks {
            if block.text.contains(is_line_break) {
                *block = Block::new(block.kind, &block.text);
            }
            let points = CodePoints::of(&block.text);
            let length = points.len();
            index.push(BlockIndex { start, points });
            start += length + 1;
        }
        Self {
            length: start.saturating_sub(1),
            blocks,
            index,
        }
    }

    /// The blocks in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Length of the text in code points, line breaks between blocks included.
    pub fn len(&self) -> u32 {
        self.length
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The whole text: blocks joined by `\n`.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.blocks.iter().map(|b| b.text.len() + 1).sum());
        for (n, block) in self.blocks.iter().enumerate() {
            if n > 0 {
                out.push('\n');
            }
            out.push_str(&block.text);
        }
        out
    }

    /// The code points of the document that block `block` covers, without the line break after it.
    ///
    /// Panics if there is no such block.
    pub fn block_range(&self, block: usize) -> Range<u32> {
        let i = &self.index[block];
        i.start..i.start + i.points.len()
    }

    /// The block that holds `position` or, for a line break between blocks, ends at it; and where in it.
    /// Positions past the end give the end.
    pub fn place(&self, position: u32) -> Place {
        let block = self.index.partition_point(|i| i.start <= position).saturating_sub(1);
        let offset = self
            .index
            .get(block)
            .map_or(0, |i| position.saturating_sub(i.start).min(i.points.len()));
        Place { block, offset }
    }

    /// The position of a place; places past a block's end give its end.
    pub fn position(&self, place: Place) -> u32 {
        self.index
            .get(place.block)
            .map_or(self.length, |i| i.start + place.offset.min(i.points.len()))
    }

    /// Byte offset inside a block's text of its `offset`-th code point (or of its end).
    pub fn byte_in_block(&self, block: usize, offset: u32) -> usize {
        self.index[block].points.byte(&self.blocks[block].text, offset)
    }

    /// Code points before byte `byte` of a block's text; `byte` is rounded down to a character.
    pub fn offset_in_block(&self, block: usize, byte: usize) -> u32 {
        self.index[block].points.offset(&self.blocks[block].text, byte)
    }

    /// The text of a range; blocks are joined by `\n`. `None` if the range is empty, reversed or out of bounds.
    pub fn slice(&self, range: Range<u32>) -> Option<String> {
        if range.start >= range.end || range.end > self.length {
            return None;
        }
        Some(self.slice_clamped(range))
    }

    /// Whether these words stand at a position; blocks are joined by `\n`.
    pub fn has_at(&self, position: u32, words: &str) -> bool {
        if self.blocks.is_empty() {
            return position == 0 && words.is_empty();
        }
        position <= self.length && self.after(self.spot(position), words).is_some()
    }

    /// Where a position is, for [`Self::after`].
    pub(super) fn spot(&self, position: u32) -> Spot {
        let Place { block, offset } = self.place(position);
        let byte = match self.blocks.get(block) {
            Some(_) => self.byte_in_block(block, offset),
            None => 0,
        };
        Spot { block, byte }
    }

    /// Where these words end that begin at a spot, if they do; blocks are joined by `\n`.
    pub(super) fn after(&self, spot: Spot, words: &str) -> Option<Spot> {
        let Spot { mut block, mut byte } = spot;
        for (n, line) in words.split('\n').enumerate() {
            if n > 0 {
                if byte < self.blocks.get(block)?.text.len() {
                    return None;
                }
                (block, byte) = (block + 1, 0);
            }
            let rest = self.blocks.get(block)?.text.get(byte..)?;
            if !rest.starts_with(line) {
                return None;
            }
            byte += line.len();
        }
        Some(Spot { block, byte })
    }

    /// Whether these words end at a position; blocks are joined by `\n`.
    pub fn has_before(&self, position: u32, words: &str) -> bool {
        let length = words.chars().count() as u32;
        length <= position && self.has_at(position - length, words)
    }

    /// The text of what lies inside the document of a range; empty if nothing does.
    pub fn slice_clamped(&self, range: Range<u32>) -> String {
        let mut out = String::new();
        let end = range.end.min(self.length);
        if range.start >= end {
            return out;
        }
        let first = self.place(range.start).block;
        for block in first..self.blocks.len() {
            let covered = self.block_range(block);
            if covered.start > range.start {
                out.push('\n');
            }
            let from = self.byte_in_block(block, range.start.saturating_sub(covered.start));
            let to = self.byte_in_block(block, end.saturating_sub(covered.start));
            out.push_str(&self.blocks[block].text[from..to]);
            // The line break after the block is one code point: go on only if the range reaches past it.
            if end <= covered.end {
                break;
            }
            if end == covered.end + 1 {
                out.push('\n');
                break;
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn body(texts: &[&str]) -> Body {
        Body::new(texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect())
    }

    #[test]
    fn an_empty_body_has_no_text() {
        let empty = body(&[]);
        assert_eq!((empty.len(), empty.text()), (0, String::new()));
        assert_eq!(empty.slice(0..1), None);
        assert_eq!(empty.place(5), Place { block: 0, offset: 0 });
    }

    #[test]
    fn line_breaks_cannot_stand_in_a_block() {
        assert_eq!(&*Block::new(BlockKind::Paragraph, "a\nb\u{2028}c").text, "a b c");
    }

    proptest! {
        /// Addressing agrees with the plain way over the joined text.
        #[test]
        fn addressing_is_exact(texts in prop::collection::vec("[a-zé中🙂\u{301}\u{a0}אب ]{0,700}", 0..5), a: u16, b: u16) {
            let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
            let body = body(&refs);
            let all: Vec<char> = body.text().chars().collect();
            prop_assert_eq!(body.len() as usize, all.len());
            let (a, b) = (u32::from(a) % (body.len() + 2), u32::from(b) % (body.len() + 2));
            let expected = (a < b && b <= body.len()).then(|| all[a as usize..b as usize].iter().collect::<String>());
            prop_assert_eq!(body.slice(a..b), expected);
            if a <= body.len() && !body.blocks().is_empty() {
                let place = body.place(a);
                let words: String = all.iter().skip(a as usize).take(b as usize).collect();
                let wrong = format!("{words}\u{1}");
                prop_assert!(body.has_at(a, &words) && !body.has_at(a, &wrong));
                prop_assert!(body.has_before(a + words.chars().count() as u32, &words));
                prop_assert_eq!(body.position(place), a);
                let byte = body.byte_in_block(place.block, place.offset);
                prop_assert_eq!(body.offset_in_block(place.block, byte), place.offset);
                prop_assert_eq!(body.blocks()[place.block].text[..byte].chars().count() as u32, place.offset);
            }
        }
    }
}
