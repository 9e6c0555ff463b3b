//! Laying out pieces: how each kind of block is set, and where every character of it stands.
//!
//! Characters are reached only through [`Cluster`]s, made so that a position is right even where egui's glyphs and the
//! text's characters disagree: the count is checked for each piece, and what fails is set word by word (`plain`).
//! Not here: which pieces are visible (`scroll`), what is painted behind them (`tints`).

use std::{collections::BTreeMap, ops::Range, rc::Rc, sync::Arc};

use eframe::egui::{
    Color32, FontFamily, FontId, Galley, Painter, Pos2, Rect, Ui, Vec2,
    epaint::text::{LayoutJob, TextFormat},
    pos2,
};
use unicode_segmentation::UnicodeSegmentation as _;

use super::{
    by_words::{self, ByWords},
    pieces::Piece,
};
use crate::{
    model::{BlockKind, Body},
    ui::{fonts, preferences::Reading},
};

/// All that the layout of a piece depends on besides its text; lengths in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Setting {
    /// Size of the text.
    pub size: f32,
    /// Height of a line.
    pub line: f32,
    /// Width of the column.
    pub width: f32,
    /// Width of an average character of the text.
    pub character: f32,
    /// Pixels per point.
    pub scale: f32,
}

/// Text by which the width of an average character is found.
const SAMPLE: &str = "The document underlined the ever-closer relationship between the two powers, united by their \
                      joint opposition to the liberal order.";

impl Setting {
    /// What the user's reading settings come to in `available` points of width.
    pub(super) fn new(ui: &Ui, reading: &Reading, available: f32) -> Self {
        let size = reading.size.clamp(8.0, 60.0);
        let font = FontId::new(size, Face::Regular.family(ui));
        let sample = ui.fonts_mut(|f| f.layout_no_wrap(SAMPLE.to_owned(), font, Color32::PLACEHOLDER));
        let character = sample.size().x / SAMPLE.chars().count() as f32;
        let width = (character * reading.measure.clamp(20.0, 200.0))
            .min(available)
            .max(60.0);
        Self {
            size,
            line: (size * reading.line_height.clamp(1.0, 3.0)).round(),
            width: width.round(),
            character,
            scale: ui.pixels_per_point(),
        }
    }

    /// How a kind of block is set.
    fn style(&self, kind: BlockKind) -> Style {
        let body = Style {
            size: self.size,
            line: self.line,
            indent: 0.0,
            above: 0.0,
            below: (self.line * 0.6).round(),
            face: Face::Regular,
        };
        match kind {
            BlockKind::Paragraph => body,
            BlockKind::Heading(level) => {
                let scale = match level {
                    0 | 1 => 1.7,
                    2 => 1.4,
                    3 => 1.18,
                    _ => 1.0,
                };
                Style {
                    size: (self.size * scale).round(),
                    line: (self.size * scale * 1.28).round(),
                    above: (self.line * 0.75).round(),
                    below: (self.line * 0.35).round(),
                    face: Face::Bold,
                    ..body
                }
            }
            BlockKind::Quotation => Style {
                indent: (self.size * 1.5).round(),
                ..body
            },
            BlockKind::ListItem => Style {
                indent: (self.size * 1.5).round(),
                below: (self.line * 0.25).round(),
                ..body
            },
        }
    }

    /// Guesses the height of a piece, with the space around it.
    pub(super) fn guess(&self, piece: &Piece) -> f32 {
        let style = self.style(piece.kind);
        // Letters of more bytes are wider: Cyrillic a little, Chinese twice as wide as Latin.
        let (bytes, characters) = (piece.bytes as f32, piece.len as f32);
        let width = characters * self.character + (bytes - characters) * 0.27 * self.size;
        let rows = (width * (style.size / self.size) / (self.width - style.indent).max(1.0)).ceil();
        rows.max(1.0) * style.line + style.space_above(piece) + style.space_below(piece)
    }
}

/// How one kind of block is set; lengths in points.
#[derive(Debug, Clone, Copy)]
struct Style {
    size: f32,
    line: f32,
    indent: f32,
    above: f32,
    below: f32,
    face: Face,
}

impl Style {
    fn space_above(&self, piece: &Piece) -> f32 {
        if piece.opens && piece.start > 0 {
            self.above
        } else {
            0.0
        }
    }

    fn space_below(&self, piece: &Piece) -> f32 {
        if piece.closes { self.below } else { 0.0 }
    }
}

/// The faces that an article is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Running text.
    Regular,
    /// Headings.
    Bold,
}

impl Face {
    /// The family, or egui's own where the bundled fonts are not installed.
    pub(super) fn family(self, ui: &Ui) -> FontFamily {
        let name = match self {
            Self::Regular => fonts::SERIF,
            Self::Bold => fonts::SERIF_BOLD,
        };
        let family = FontFamily::Name(name.into());
        let known = ui.fonts(|f| f.definitions().families.contains_key(&family));
        if known { family } else { FontFamily::Proportional }
    }
}

/// What a reader takes for one character, placed; or a part of a ligature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cluster {
    /// First code point, counted from the piece's start.
    pub at: u32,
    /// Length in code points.
    pub len: u32,
    /// Left and right edge, in points from the piece's left.
    pub left: f32,
    pub right: f32,
    /// Whether it is read from right to left.
    pub leftward: bool,
}

impl Cluster {
    /// The caret's place before it in reading order.
    fn before(&self) -> f32 {
        if self.leftward { self.right } else { self.left }
    }

    fn after(&self) -> f32 {
        if self.leftward { self.left } else { self.right }
    }
}

/// A line of a piece.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Its code points, counted from the piece's start.
    pub chars: Range<u32>,
    /// Its upper edge, in points from the first line's.
    pub top: f32,
    /// Its height in points.
    pub height: f32,
    /// Which of the piece's clusters stand on it, in the order of the text.
    pub clusters: Range<usize>,
}

/// A piece laid out.
#[derive(Debug)]
pub(super) struct Laid {
    /// What is painted, and where from the first line's left upper corner.
    pub galleys: Vec<(Vec2, Arc<Galley>)>,
    /// The lines, downwards; at least one.
    pub rows: Vec<Row>,
    pub clusters: Vec<Cluster>,
    /// Points from the column's left edge.
    pub indent: f32,
    /// Empty space above the first line, in points.
    pub above: f32,
    /// Height with the space above and below, in points.
    pub height: f32,
    /// Height of the lines alone.
    pub text_height: f32,
    /// The letters of it that no font has, with their places in code points from the piece's start.
    pub unfonted: Vec<(u32, char)>,
}

impl Laid {
    /// What stands for a piece that there is not.
    pub(super) fn nothing() -> Self {
        Self {
            galleys: Vec::new(),
            rows: vec![Row {
                chars: 0..0,
                top: 0.0,
                height: 0.0,
                clusters: 0..0,
            }],
            clusters: Vec::new(),
            indent: 0.0,
            above: 0.0,
            height: 0.0,
            text_height: 0.0,
            unfonted: Vec::new(),
        }
    }

    /// The line at a height counted from the first line; the nearest for heights outside.
    pub(super) fn row_at(&self, y: f32) -> usize {
        let row = self.rows.partition_point(|r| r.top <= y);
        row.saturating_sub(1)
    }

    /// The line that holds a position counted in code points from the piece's start. A position between two lines is
    /// on the later one, unless `earlier`.
    pub(super) fn row_of(&self, position: u32, earlier: bool) -> usize {
        let row = self
            .rows
            .partition_point(|r| r.chars.start <= position)
            .saturating_sub(1);
        if earlier && row > 0 && self.rows[row].chars.start == position {
            row - 1
        } else {
            row
        }
    }

    /// The position nearest to a point on a line; `x` in points from the piece's left.
    pub(super) fn position_on(&self, row: usize, x: f32) -> u32 {
        let Some(row) = self.rows.get(row) else { return 0 };
        let distance = |c: &Cluster| if x < c.left { c.left - x } else { (x - c.right).max(0.0) };
        let clusters = &self.clusters[row.clusters.clone()];
        let nearest = clusters.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.map_or(row.chars.start, |c| {
            let on_left = x < (c.left + c.right) * 0.5;
            if on_left == c.leftward { c.at + c.len } else { c.at }
        })
    }

    /// The character under a point on a line, if one is there.
    pub(super) fn character_on(&self, row: usize, x: f32) -> Option<u32> {
        let row = self.rows.get(row)?;
        let under = self.clusters[row.clusters.clone()]
            .iter()
            .find(|c| c.left <= x && x < c.right);
        under.map(|c| c.at)
    }

    /// Where a caret stands at a position, as a line from top to bottom; in points from the first line's left upper
    /// corner.
    pub(super) fn caret(&self, position: u32, earlier: bool) -> Rect {
        let row = &self.rows[self.row_of(position, earlier)];
        let clusters = &self.clusters[row.clusters.clone()];
        let n = clusters.partition_point(|c| c.at + c.len <= position);
        let x = match clusters.get(n) {
            Some(c) => c.before(),
            None => clusters.last().map_or(0.0, Cluster::after),
        };
        Rect::from_min_max(pos2(x, row.top), pos2(x, row.top + row.height))
    }

    /// The boxes that cover a range of code points, line by line; in points from the first line's left upper corner.
    pub(super) fn boxes(&self, range: &Range<u32>, mut give: impl FnMut(Rect)) {
        let first = self.rows.partition_point(|r| r.chars.end <= range.start);
        for row in &self.rows[first..] {
            if row.chars.start >= range.end {
                break;
            }
            let clusters = &self.clusters[row.clusters.clone()];
            let from = clusters.partition_point(|c| c.at + c.len <= range.start);
            let mut open: Option<(f32, f32)> = None;
            let mut put = |(left, right): (f32, f32)| {
                give(Rect::from_min_max(
                    pos2(left, row.top),
                    pos2(right, row.top + row.height),
                ));
            };
            for c in clusters[from..].iter().take_while(|c| c.at < range.end) {
                match &mut open {
                    Some((_, right)) if (*right - c.left).abs() < 0.5 => *right = c.right,
                    Some((left, _)) if (*left - c.right).abs() < 0.5 => *left = c.left,
                    _ => {
                        if let Some(done) = open.replace((c.left, c.right)) {
                            put(done);
                        }
                    }
                }
            }
            if let Some(done) = open {
                put(done);
            }
        }
    }

    /// Paints the text; `origin` is the first line's left upper corner.
    pub(super) fn paint(&self, painter: &Painter, origin: Pos2, colour: Color32) {
        for (offset, galley) in &self.galleys {
            painter.galley(origin + *offset, galley.clone(), colour);
        }
    }
}

/// The rows and clusters of a galley whose glyphs are, one by one, the characters of `text`, read from left to right.
/// `None` if they are not.
///
/// Egui promises one glyph for each character and does not always keep it; where there are as many of both, and those
/// that begin what a reader takes for one character agree, it did.
pub(super) fn read(galley: &Galley, text: &str) -> Option<(Vec<Row>, Vec<Cluster>)> {
    let glyphs: usize = galley.rows.iter().map(|row| row.glyphs.len()).sum();
    if glyphs != text.chars().count() || galley.rows.is_empty() {
        return None;
    }
    let mut rows = Vec::with_capacity(galley.rows.len());
    let mut clusters = Vec::with_capacity(text.len());
    let mut graphemes = text.graphemes(true);
    let mut at = 0;
    for row in &galley.rows {
        let (start, first) = (at, clusters.len());
        let end = start + row.glyphs.len() as u32;
        let x = |n: u32| row.pos.x + row.glyphs.get((n - start) as usize).map_or(row.size.x, |g| g.pos.x);
        while at < end {
            let grapheme = graphemes.next()?;
            let len = grapheme.chars().count() as u32;
            // Nor may a line end inside what is one character.
            if at + len > end || !grapheme.starts_with(row.glyphs[(at - start) as usize].chr) {
                return None;
            }
            clusters.push(Cluster {
                at,
                len,
                left: x(at),
                right: x(at + len),
                leftward: false,
            });
            at += len;
        }
        share_ligatures(&mut clusters[first..], |n| {
            row.glyphs[(n - start) as usize].advance_width
        });
        rows.push(Row {
            chars: start..end,
            top: row.pos.y,
            height: row.size.y,
            clusters: first..clusters.len(),
        });
    }
    Some((rows, clusters))
}

/// Gives the letters of a ligature, of which the font widens only the first, equal parts of its width.
fn share_ligatures(clusters: &mut [Cluster], width: impl Fn(u32) -> f32) {
    let mut n = 0;
    while n < clusters.len() {
        let thin = clusters[n + 1..].iter().take_while(|c| width(c.at) == 0.0).count();
        if thin > 0 {
            let (left, right) = (clusters[n].left, clusters[n + thin].right.max(clusters[n].right));
            let step = (right - left) / (thin + 1) as f32;
            for (k, c) in clusters[n..=n + thin].iter_mut().enumerate() {
                c.left = left + step * k as f32;
                c.right = left + step * (k + 1) as f32;
            }
        }
        n += thin + 1;
    }
}

/// Whether a piece's galleys are those that egui has now. To be asked in every frame: egui keeps a galley that is asked
/// for, and makes it anew when the letters' images were moved.
fn still_good(ui: &Ui, laid: &Laid) -> bool {
    ui.fonts_mut(|fonts| {
        let mut same = true;
        for (_, galley) in &laid.galleys {
            same &= Arc::ptr_eq(galley, &fonts.layout_job(LayoutJob::clone(&galley.job)));
        }
        same
    })
}

fn lay(ui: &Ui, setting: &Setting, style: Style, family: FontFamily, piece: &Piece, text: &str) -> Laid {
    let width = (setting.width - style.indent).max(1.0);
    let format = TextFormat {
        font_id: FontId::new(style.size, family),
        line_height: Some(style.line),
        color: Color32::PLACEHOLDER,
        ..Default::default()
    };
    let at_once = || {
        let mut job = LayoutJob::single_section(text.to_owned(), format.clone());
        job.wrap.max_width = width;
        job.break_on_newline = false;
        let galley = ui.fonts_mut(|f| f.layout_job(job));
        let (rows, clusters) = read(&galley, text)?;
        Some(ByWords {
            galleys: vec![(Vec2::ZERO, galley)],
            rows,
            clusters,
        })
    };
    let made = if by_words::has_leftward(text) { None } else { at_once() };
    let made = made.unwrap_or_else(|| by_words::lay(ui, text, &format, width, style.line));
    let text_height = made.rows.last().map_or(style.line, |r| r.top + r.height);
    let above = style.space_above(piece);
    Laid {
        galleys: made.galleys,
        rows: made.rows,
        clusters: made.clusters,
        indent: style.indent,
        above,
        height: above + text_height + style.space_below(piece),
        text_height,
        unfonted: unfonted(ui, text, &format.font_id),
    }
}

/// The letters of a text that neither the bundled fonts nor the system's have, with their places in code points.
fn unfonted(ui: &Ui, text: &str, font: &FontId) -> Vec<(u32, char)> {
    if text.is_ascii() {
        return Vec::new();
    }
    // What is not to be seen needs no letter: marks of direction, joiners, variation selectors.
    let seen = |c: char| {
        !c.is_control()
            && !c.is_whitespace()
            && !matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
    };
    ui.fonts_mut(|fonts| {
        (0_u32..)
            .zip(text.chars())
            .filter(|(_, c)| !c.is_ascii() && seen(*c) && !fonts.has_glyph(font, *c))
            .collect()
    })
}

/// Lays out pieces, keeping what was laid out in the frame before.
#[derive(Debug, Default)]
pub(super) struct Layouter {
    setting: Option<Setting>,
    families: [FontFamily; 2],
    kept: BTreeMap<usize, Kept>,
}

#[derive(Debug)]
struct Kept {
    laid: Rc<Laid>,
    fresh: bool,
}

impl Layouter {
    /// Starts a frame: what the last one did not use is let go, and all of it if the setting changed.
    pub(super) fn begin(&mut self, ui: &Ui, setting: Setting) {
        if self.setting != Some(setting) {
            self.kept.clear();
        }
        self.kept.retain(|_, kept| std::mem::take(&mut kept.fresh));
        self.setting = Some(setting);
        self.families = [Face::Regular.family(ui), Face::Bold.family(ui)];
    }

    /// Whether there is a letter for a character, which may have come since one was missing.
    pub(super) fn has_letter(&self, ui: &Ui, character: char) -> bool {
        let [regular, _] = &self.families;
        ui.fonts_mut(|fonts| fonts.has_glyph(&FontId::new(1.0, regular.clone()), character))
    }

    /// Forgets everything: the text is another.
    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }

    /// The `n`-th piece laid out.
    pub(super) fn laid(&mut self, ui: &Ui, n: usize, piece: &Piece, body: &Body) -> Rc<Laid> {
        let Some(setting) = self.setting else {
            return Rc::new(Laid::nothing());
        };
        if let Some(kept) = self.kept.get_mut(&n)
            && (kept.fresh || still_good(ui, &kept.laid))
        {
            kept.fresh = true;
            return kept.laid.clone();
        }
        let style = setting.style(piece.kind);
        let [regular, bold] = &self.families;
        let family = if style.face == Face::Bold { bold } else { regular };
        let laid = Rc::new(lay(ui, &setting, style, family.clone(), piece, piece.text(body)));
        self.keep(n, laid.clone());
        laid
    }

    fn keep(&mut self, n: usize, laid: Rc<Laid>) {
        self.kept.insert(n, Kept { laid, fresh: true });
    }
}
