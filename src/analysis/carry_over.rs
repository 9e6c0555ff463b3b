//! Carrying passages over to a corrected text.
//!
//! The two texts are compared sentence by sentence, and word by word where sentences differ and a passage lies.
//! A passage is *exact* only if its sentences stand unchanged where the comparison says and that place cannot be another:
//! it must lie between sentences that occur once in each text. All else is [`Fate::Unsure`], and for the user to settle:
//! a look-alike is proposed, never taken.
//! Not here: what becomes of an anchor in the same text (`model::anchor`), the step that replaces the text (`Edit`).

use std::{collections::BTreeMap, ops::Range};

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

use super::sentences::sentences;
use crate::model::{Anchor, Body, CodePoints, PassageId, places_of};

/// Code points of a sentence that occurs once in each text for it to say for sure where a place is.
const ENOUGH: u32 = 32;

/// Code points from a passage within which a word that stayed tells where the passage's place is.
const NEAR: u32 = 60;

/// What became of a passage in the corrected text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Its words stand there, surely; this is its new anchor.
    Exact(Anchor),
    /// Its words, or those around them, are others, or its place is not sure.
    Unsure {
        /// What stands in its place now; `None` if nothing does that could be told.
        proposed: Option<Range<u32>>,
        /// Where the very same words stand: code points at which they begin, in order.
        places: Vec<u32>,
        /// The code point of the new text nearest to where it stood, by the words around it that stayed.
        near: u32,
    },
}

/// One sentence without the space around it.
struct Sentence {
    range: Range<u32>,
    /// The same for the same words.
    key: u32,
}

/// A stretch of words that stayed.
#[derive(Debug, Clone, Copy)]
struct Kept {
    old: u32,
    new: u32,
    length: u32,
}

/// What became of passages, in their order, when `old` is replaced by `new`.
///
/// Takes time proportional to the texts where they agree; where they differ, bounded work for each stretch.
pub fn carry_over(old: &Body, new: &Body, passages: &[(PassageId, Anchor)]) -> Vec<(PassageId, Fate)> {
    let comparison = Comparison::new(old, new);
    let mut fates: Vec<Option<Fate>> = passages
        .iter()
        .map(|(_, anchor)| comparison.exact(new, anchor).map(Fate::Exact))
        .collect();
    let unsure: Vec<usize> = (0..passages.len()).filter(|n| fates[*n].is_none()).collect();
    if !unsure.is_empty() {
        let (old_text, new_text) = (old.text(), new.text());
        let anchors: Vec<&Anchor> = unsure.iter().map(|n| &passages[*n].1).collect();
        let proposed = comparison.proposals(old, (&old_text, &new_text), &anchors);
        let quotations: Vec<&str> = anchors.iter().map(|a| a.quotation.as_str()).collect();
        let places = places_of(&new_text, &quotations);
        for ((n, (proposed, near)), places) in unsure.into_iter().zip(proposed).zip(places) {
            fates[n] = Some(Fate::Unsure { proposed, places, near });
        }
    }
    let ids = passages.iter().map(|(id, _)| *id);
    ids.zip(fates.into_iter().flatten()).collect()
}

struct Comparison {
    old: Vec<Sentence>,
    new: Vec<Sentence>,
    ops: Vec<DiffOp>,
    /// For each old sentence: the new one it surely is, if any.
    sure: Vec<Option<usize>>,
}

impl Comparison {
    fn new(old_body: &Body, new_body: &Body) -> Self {
        let mut keys = BTreeMap::new();
        let old = sentences_of(old_body, &mut keys);
        let new = sentences_of(new_body, &mut keys);
        let count = |sentences: &[Sentence]| {
            let mut counts = vec![0_u32; keys.len()];
            for sentence in sentences {
                counts[sentence.key as usize] += 1;
            }
            counts
        };
        let (old_counts, new_counts) = (count(&old), count(&new));
        let key_list = |sentences: &[Sentence]| -> Vec<u32> { sentences.iter().map(|s| s.key).collect() };
        let ops = capture_diff_slices(Algorithm::Myers, &key_list(&old), &key_list(&new));
        let mut sure = vec![None; old.len()];
        for (from, to, length) in runs(&ops) {
            let is_landmark = |n: usize| {
                let sentence = &old[from + n];
                let key = sentence.key as usize;
                old_counts[key] == 1 && new_counts[key] == 1 && sentence.range.end - sentence.range.start >= ENOUGH
            };
            let whole = length == old.len() && length == new.len();
            let first = (0..length).find(|n| is_landmark(*n));
            let last = (0..length).rev().find(|n| is_landmark(*n));
            let bounds = match (first, last) {
                _ if whole => 0..length,
                (Some(first), Some(last)) => {
                    let at_end = from + length == old.len() && to + length == new.len();
                    let start = if from == 0 && to == 0 { 0 } else { first };
                    start..if at_end { length } else { last + 1 }
                }
                _ => continue,
            };
            for n in bounds {
                sure[from + n] = Some(to + n);
            }
        }
        Self { old, new, ops, sure }
    }

    /// The sentences that a range touches.
    fn touched(&self, range: &Range<u32>) -> Range<usize> {
        let first = self.old.partition_point(|s| s.range.end <= range.start);
        let last = self.old.partition_point(|s| s.range.start < range.end);
        first..last.max(first)
    }

    fn exact(&self, new: &Body, anchor: &Anchor) -> Option<Anchor> {
        let touched = self.touched(&anchor.range());
        let images: Vec<usize> = self.sure[touched.clone()].iter().map_while(|image| *image).collect();
        let (first, last) = (*images.first()?, *images.last()?);
        if images.len() != touched.len() || last - first != images.len() - 1 {
            return None;
        }
        let (old_first, old_last) = (&self.old[touched.start].range, &self.old[touched.end - 1].range);
        let (new_first, new_last) = (&self.new[first].range, &self.new[last].range);
        let start = new_first
            .start
            .checked_add(anchor.start)?
            .checked_sub(old_first.start)?;
        let end = new_last.end.checked_add(anchor.end)?.checked_sub(old_last.end)?;
        Anchor::of(new, start..end).filter(|found| found.quotation == anchor.quotation)
    }

    /// What stands in the place of each passage, and the code point nearest to where it stood.
    fn proposals(&self, old: &Body, texts: (&str, &str), anchors: &[&Anchor]) -> Vec<(Option<Range<u32>>, u32)> {
        let points = (CodePoints::of(texts.0), CodePoints::of(texts.1));
        let mut wanted = vec![false; self.old.len()];
        for anchor in anchors {
            wanted[self.touched(&anchor.range())].fill(true);
        }
        let mut kept: Vec<Kept> = Vec::new();
        for op in &self.ops {
            let (from, to) = (op.old_range(), op.new_range());
            if let DiffOp::Equal { .. } = op {
                kept.extend(from.zip(to).map(|(a, b)| {
                    let (a, b) = (&self.old[a].range, &self.new[b].range);
                    Kept {
                        old: a.start,
                        new: b.start,
                        length: a.end - a.start,
                    }
                }));
            } else if !from.is_empty() && !to.is_empty() && wanted[from.clone()].contains(&true) {
                let a = self.old[from.start].range.start..self.old[from.end - 1].range.end;
                let b = self.new[to.start].range.start..self.new[to.end - 1].range.end;
                words_kept(texts, (&points.0, &points.1), a, b, &mut kept);
            }
        }
        anchors
            .iter()
            .map(|anchor| {
                // An anchor that was astray already has no place that anything could be told from.
                let stood = anchor.is_exact(old);
                let proposed = stood.then(|| in_place_of(anchor, &kept, texts.1, &points.1)).flatten();
                let before = kept.partition_point(|k| k.old <= anchor.start).checked_sub(1);
                let near = before.and_then(|n| kept.get(n)).map_or(0, |k| k.new + k.length);
                (proposed, near)
            })
            .collect()
    }
}

fn sentences_of<'a>(body: &'a Body, keys: &mut BTreeMap<&'a str, u32>) -> Vec<Sentence> {
    let mut out = Vec::new();
    for (n, block) in body.blocks().iter().enumerate() {
        let mut at = body.block_range(n).start;
        for bytes in sentences(&block.text) {
            let whole = &block.text[bytes];
            let text = whole.trim();
            let before = whole.len() - whole.trim_start().len();
            let start = at + whole[..before].chars().count() as u32;
            let length = text.chars().count() as u32;
            at += whole.chars().count() as u32;
            if text.is_empty() {
                continue;
            }
            let next = keys.len() as u32;
            out.push(Sentence {
                range: start..start + length,
                key: *keys.entry(text).or_insert(next),
            });
        }
    }
    out
}

/// Stretches of equal sentences as long as they can be: first old, first new, how many.
fn runs(ops: &[DiffOp]) -> Vec<(usize, usize, usize)> {
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for op in ops {
        let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = *op
        else {
            continue;
        };
        match out.last_mut() {
            Some((from, to, length)) if *from + *length == old_index && *to + *length == new_index => *length += len,
            _ => out.push((old_index, new_index, len)),
        }
    }
    out
}

fn slice<'a>(text: &'a str, points: &CodePoints, range: &Range<u32>) -> &'a str {
    &text[points.byte(text, range.start)..points.byte(text, range.end)]
}

/// Adds the words that stayed from one stretch to the other.
fn words_kept(
    texts: (&str, &str),
    points: (&CodePoints, &CodePoints),
    old: Range<u32>,
    new: Range<u32>,
    kept: &mut Vec<Kept>,
) {
    let words = |text: &'_ str, points: &CodePoints, range: &Range<u32>| {
        let mut at = range.start;
        let mut out = Vec::new();
        for word in slice(text, points, range).split_word_bounds() {
            let length = word.chars().count() as u32;
            if word.contains(char::is_alphanumeric) {
                out.push((word.to_owned(), at));
            }
            at += length;
        }
        out
    };
    let (a, b) = (words(texts.0, points.0, &old), words(texts.1, points.1, &new));
    let list = |words: &[(String, u32)]| -> Vec<String> { words.iter().map(|w| w.0.clone()).collect() };
    for op in capture_diff_slices(Algorithm::Myers, &list(&a), &list(&b)) {
        if let DiffOp::Equal { .. } = op {
            kept.extend(op.old_range().zip(op.new_range()).map(|(n, m)| Kept {
                old: a[n].1,
                new: b[m].1,
                length: a[n].0.chars().count() as u32,
            }));
        }
    }
}

/// What stands between the words that stayed around a passage, and in it.
fn in_place_of(anchor: &Anchor, kept: &[Kept], text: &str, points: &CodePoints) -> Option<Range<u32>> {
    let Range { start: s, end: e } = anchor.range();
    let first = kept.partition_point(|k| k.old + k.length <= s);
    let after = kept.partition_point(|k| k.old < e);
    let inside = kept.get(first..after.max(first)).unwrap_or_default();
    let before = first.checked_sub(1).and_then(|n| kept.get(n));
    let next = kept.get(after);
    let stayed: u32 = inside.iter().map(|k| (k.old + k.length).min(e) - k.old.max(s)).sum();
    let letters = anchor.quotation.chars().filter(|c| c.is_alphanumeric()).count() as u32;
    let near = before.is_some_and(|k| s - (k.old + k.length) <= NEAR) && next.is_some_and(|k| k.old - e <= NEAR);
    if stayed * 2 < letters && !near {
        return None;
    }
    let hull = || {
        let (first, last) = (inside.first()?, inside.last()?);
        let start = first.new + s.saturating_sub(first.old);
        let cut = (last.old + last.length).saturating_sub(e);
        Some(start..last.new + last.length - cut)
    };
    let start = match inside.first() {
        Some(k) if k.old <= s => k.new + (s - k.old),
        _ => before.map_or(0, |k| k.new + k.length),
    };
    let end = match inside.last() {
        Some(k) if k.old + k.length >= e => k.new + (e - k.old),
        _ => next.map_or(points.len(), |k| k.new),
    };
    let most = (e - s) * 3 + 200;
    let range = if start < end && end - start <= most {
        start..end
    } else {
        hull()?
    };
    trimmed(range, anchor, text, points)
}

/// A range without the space and the signs at its ends that the passage did not have there; `None` if nothing is left.
fn trimmed(range: Range<u32>, anchor: &Anchor, text: &str, points: &CodePoints) -> Option<Range<u32>> {
    let words = slice(text, points, &range);
    let ends = |c: char| c.is_whitespace() || (!c.is_alphanumeric() && !anchor.quotation.contains(c));
    let before = words.len() - words.trim_start_matches(ends).len();
    let start = range.start + words[..before].chars().count() as u32;
    let length = words.trim_matches(ends).chars().count() as u32;
    (length > 0).then(|| start..start + length)
}

/// A stretch of words, and whether it stands in the other version too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they stayed.
    pub same: bool,
}

/// Two versions of some words side by side, each cut where it begins or ceases to differ from the other.
pub fn side_by_side(old: &str, new: &str) -> (Vec<Run>, Vec<Run>) {
    let (a, b): (Vec<&str>, Vec<&str>) = (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let (mut left, mut right): (Vec<Run>, Vec<Run>) = (Vec::new(), Vec::new());
    let add = |side: &mut Vec<Run>, words: &[&str], same: bool| match side.last_mut() {
        _ if words.is_empty() => {}
        Some(run) if run.same == same => run.text.extend(words.iter().copied()),
        _ => side.push(Run {
            text: words.concat(),
            same,
        }),
    };
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let same = matches!(op, DiffOp::Equal { .. });
        add(&mut left, &a[op.old_range()], same);
        add(&mut right, &b[op.new_range()], same);
    }
    (left, right)
}

#[cfg(test)]
mod tests;
