//! The plainer layout, for text of which egui's would give wrong positions: right-to-left scripts, and fonts that
//! draw more glyphs than there are characters.
//!
//! Each word is laid out by itself and put in its place by the Unicode bidirectional algorithm.
//! Inside a word whose glyphs cannot be told apart by character, the characters get equal shares of its width: then a
//! caret may stand a little off its letter, but it always stands for the right character.

use std::{ops::Range, sync::Arc};

use eframe::egui::{
    Galley, Ui, Vec2,
    epaint::text::{LayoutJob, TextFormat},
    vec2,
};
use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

use super::layout::{Cluster, Row, read};

/// What [`lay`] makes.
#[derive(Debug, Default)]
pub(super) struct ByWords {
    pub galleys: Vec<(Vec2, Arc<Galley>)>,
    pub rows: Vec<Row>,
    pub clusters: Vec<Cluster>,
}

/// Whether a text has anything that is not read from left to right.
pub(super) fn has_leftward(text: &str) -> bool {
    use BidiClass::{AL, AN, R, RLE, RLI, RLO};
    !text.is_ascii()
        && text
            .chars()
            .any(|c| c >= '\u{590}' && matches!(bidi_class(c), R | AL | AN | RLE | RLO | RLI))
}

/// A word, a space or a mark, laid out by itself.
struct Atom {
    bytes: Range<usize>,
    chars: Range<u32>,
    galley: Arc<Galley>,
    width: f32,
    space: bool,
    /// Whether a line may end before it.
    breakable: bool,
}

/// Lays out a text without line breaks, in lines at most `width` points wide and `line` high.
pub(super) fn lay(ui: &Ui, text: &str, format: &TextFormat, width: f32, line: f32) -> ByWords {
    let info = ParagraphBidiInfo::new(text, None);
    let atoms = atoms(ui, text, format, width, &info);
    let mut made = ByWords::default();
    let mut from = 0;
    while from < atoms.len() || made.rows.is_empty() {
        let to = end_of_line(&atoms, from, width);
        place(&mut made, &atoms[from..to], &info, text, width, line);
        from = to;
    }
    made
}

fn atoms(ui: &Ui, text: &str, format: &TextFormat, width: f32, info: &ParagraphBidiInfo<'_>) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut chars = 0;
    let mut add = |bytes: Range<usize>, may_cut: bool| {
        let word = &text[bytes.clone()];
        let level = info.levels[bytes.start];
        let (galley, wide) = measure(ui, word, format, level);
        if wide > width && may_cut {
            return Err(bytes);
        }
        let space = word.chars().all(|c| c.is_whitespace() && c != '\u{a0}');
        let breakable = !space
            && atoms
                .last()
                .is_some_and(|before| before.space || may_part(&text[before.bytes.clone()], word));
        let length = word.chars().count() as u32;
        atoms.push(Atom {
            bytes,
            chars: chars..chars + length,
            galley,
            width: wide,
            space,
            breakable,
        });
        chars += length;
        Ok(())
    };
    for (at, word) in text.split_word_bound_indices() {
        let mut start = at;
        let mut parts = Vec::new();
        for (n, _) in word.grapheme_indices(true).skip(1) {
            if info.levels[at + n] != info.levels[start] {
                parts.push(start..at + n);
                start = at + n;
            }
        }
        parts.push(start..at + word.len());
        for part in parts {
            if let Err(too_wide) = add(part, true) {
                let (from, word) = (too_wide.start, &text[too_wide]);
                for (n, grapheme) in word.grapheme_indices(true) {
                    // A grapheme wider than the column stays whole.
                    let _whole = add(from + n..from + n + grapheme.len(), false);
                }
            }
        }
    }
    atoms
}

/// Whether a line may end between two words with no space between them: by an ideograph, but not before a mark that
/// closes.
fn may_part(before: &str, after: &str) -> bool {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}');
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    (wide(last) || wide(first)) && (first.is_alphanumeric() || "（「『《〈【".contains(first))
}

fn measure(ui: &Ui, word: &str, format: &TextFormat, level: Level) -> (Arc<Galley>, f32) {
    let mut chars = word.chars();
    let shown = match (chars.next(), chars.next()) {
        (Some(c), None) if level.is_rtl() => mirrored(c).to_string(),
        _ => word.to_owned(),
    };
    let mut job = LayoutJob::single_section(shown, format.clone());
    job.break_on_newline = false;
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let width = galley.rows.iter().map(|r| r.size.x).sum();
    (galley, width)
}

/// The sign that stands for a bracket where text runs from right to left.
fn mirrored(c: char) -> char {
    const PAIRS: &str = "()[]{}<>«»‹›≤≥";
    let Some(n) = PAIRS.chars().position(|p| p == c) else {
        return c;
    };
    PAIRS.chars().nth(n ^ 1).unwrap_or(c)
}

/// The atom before which the line that starts with `from` ends.
fn end_of_line(atoms: &[Atom], from: usize, width: f32) -> usize {
    let (mut x, mut last_break) = (0.0, None);
    for (n, atom) in atoms.iter().enumerate().skip(from) {
        if n > from && atom.breakable {
            last_break = Some(n);
        }
        if x + atom.width > width && !atom.space && n > from {
            return last_break.unwrap_or(n);
        }
        x += atom.width;
    }
    atoms.len()
}

fn place(made: &mut ByWords, atoms: &[Atom], info: &ParagraphBidiInfo<'_>, text: &str, width: f32, line: f32) {
    let top = made.rows.len() as f32 * line;
    let first = made.clusters.len();
    let start = made.rows.last().map_or(0, |r| r.chars.end);
    let end = atoms.last().map_or(start, |a| a.chars.end);
    if let (Some(opening), Some(closing)) = (atoms.first(), atoms.last()) {
        let (levels, runs) = info.visual_runs(opening.bytes.start..closing.bytes.end);
        // Space at the end of a line hangs over its edge.
        let hanging: f32 = atoms.iter().rev().take_while(|a| a.space).map(|a| a.width).sum();
        let used: f32 = atoms.iter().map(|a| a.width).sum::<f32>() - hanging;
        let leftward = info.paragraph_level.is_rtl();
        let mut x = if leftward {
            (width - used).max(0.0) - hanging
        } else {
            0.0
        };
        for run in runs {
            let inside: Vec<&Atom> = atoms.iter().filter(|a| run.contains(&a.bytes.start)).collect();
            let level = levels[run.start];
            let mut set = |atom: &Atom| {
                made.galleys.push((vec2(x, top), atom.galley.clone()));
                share(&mut made.clusters, atom, level, &text[atom.bytes.clone()], x);
                x += atom.width;
            };
            if level.is_rtl() {
                inside.into_iter().rev().for_each(&mut set);
            } else {
                inside.into_iter().for_each(&mut set);
            }
        }
        made.clusters[first..].sort_by_key(|c| c.at);
    }
    made.rows.push(Row {
        chars: start..end,
        top,
        height: line,
        clusters: first..made.clusters.len(),
    });
}

/// Places the characters of an atom whose left edge is at `x`.
fn share(clusters: &mut Vec<Cluster>, atom: &Atom, level: Level, word: &str, x: f32) {
    if level.is_ltr()
        && let Some((_, placed)) = read(&atom.galley, word)
    {
        clusters.extend(placed.into_iter().map(|c| Cluster {
            at: c.at + atom.chars.start,
            left: c.left + x,
            right: c.right + x,
            ..c
        }));
        return;
    }
    let graphemes: Vec<u32> = word.graphemes(true).map(|g| g.chars().count() as u32).collect();
    let step = atom.width / graphemes.len() as f32;
    let mut at = atom.chars.start;
    for (n, len) in graphemes.iter().enumerate() {
        let n = if level.is_rtl() { graphemes.len() - 1 - n } else { n };
        clusters.push(Cluster {
            at,
            len: *len,
            left: x + step * n as f32,
            right: x + step * (n + 1) as f32,
            leftward: level.is_rtl(),
        });
        at += len;
    }
}
