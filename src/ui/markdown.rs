//! Markdown as a note shows it: headings, paragraphs, lists, quotations, code, tables, links.
//!
//! Read by `pulldown-cmark`, drawn with the bundled faces, so that bold is bold. Links are widgets of their own, with a
//! name; what following one does is the caller's to say. Pictures are not loaded: their alternative text is shown.

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{
    self, Color32, FontFamily, FontId, Galley, Id, Label, OpenUrl, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2,
    text::{CCursor, LayoutJob, TextFormat, TextWrapping},
};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::ui::{fonts::SANS_BOLD, theme::Tokens};

/// Points by which a list or quotation is set in.
const STEP: f32 = 16.0;

/// A run of text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    text: String,
    strong: bool,
    emphasis: bool,
    code: bool,
    struck: bool,
    /// Where it leads.
    link: Option<String>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// A paragraph; a heading of this level, 1 to 6.
    Text(Vec<Span>, Option<u8>),
    Code(String),
    Rule,
    /// Rows of cells; the first is the heading.
    Table(Vec<Vec<Vec<Span>>>),
}

/// A block, and how deep it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    kind: Kind,
    /// Lists it is in.
    lists: u8,
    /// Quotations it is in.
    quotes: u8,
    /// "•", "2." or a box: before the first block of a list item.
    marker: Option<String>,
}

/// A text that was read, ready to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markdown {
    blocks: Vec<Block>,
}

/// What reading carries along.
#[derive(Default)]
struct Reader {
    out: Vec<Block>,
    spans: Vec<Span>,
    style: Span,
    /// The next number of every list it is in; `None` for bullets.
    lists: Vec<Option<u64>>,
    quotes: u8,
    marker: Option<String>,
    code: Option<String>,
    table: Option<Vec<Vec<Vec<Span>>>>,
}

impl Reader {
    fn push(&mut self, kind: Kind) {
        self.out.push(Block {
            kind,
            lists: u8::try_from(self.lists.len()).unwrap_or(u8::MAX),
            quotes: self.quotes,
            marker: self.marker.take(),
        });
    }

    fn end_text(&mut self, heading: Option<u8>) {
        if !self.spans.is_empty() {
            let spans = std::mem::take(&mut self.spans);
            self.push(Kind::Text(spans, heading));
        }
    }

    fn text(&mut self, text: &str, code: bool) {
        if let Some(block) = &mut self.code {
            block.push_str(text);
            return;
        }
        let style = Span {
            code,
            ..self.style.clone()
        };
        if let Some(last) = self.spans.last_mut()
            && (Span {
                text: String::new(),
                ..last.clone()
            }) == style
        {
            last.text.push_str(text);
            return;
        }
        self.spans.push(Span {
            text: text.to_owned(),
            ..style
        });
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis => self.style.emphasis = true,
            Tag::Strong => self.style.strong = true,
            Tag::Strikethrough => self.style.struck = true,
            Tag::Link { dest_url, .. } => self.style.link = Some(dest_url.to_string()),
            Tag::List(first) => {
                self.end_text(None);
                self.lists.push(*first);
            }
            Tag::Item => {
                self.marker = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                });
            }
            Tag::BlockQuote(_) => {
                self.end_text(None);
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::CodeBlock(_) => self.code = Some(String::new()),
            Tag::Table(_) => self.table = Some(Vec::new()),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_text(None),
            TagEnd::Heading(level) => self.end_text(Some(level_of(level))),
            TagEnd::Emphasis => self.style.emphasis = false,
            TagEnd::Strong => self.style.strong = false,
            TagEnd::Strikethrough => self.style.struck = false,
            TagEnd::Link => self.style.link = None,
            TagEnd::Item => {
                self.end_text(None);
                self.marker = None;
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end_text(None);
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.push(Kind::Code(code.trim_end().to_owned()));
                }
            }
            TagEnd::TableCell => {
                let spans = std::mem::take(&mut self.spans);
                if let Some(row) = self.table.as_mut().and_then(|t| t.last_mut()) {
                    row.push(spans);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Kind::Table(table));
                }
            }
            _ => {}
        }
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}

impl Markdown {
    /// Reads a text.
    pub fn read(text: &str) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        let mut reader = Reader::default();
        for event in Parser::new_ext(text, options) {
            match event {
                Event::Start(tag) => reader.start(&tag),
                Event::End(tag) => reader.end(tag),
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => reader.text(&text, false),
                Event::Code(text) => reader.text(&text, true),
                Event::SoftBreak => reader.text(" ", false),
                Event::HardBreak => reader.text("\n", false),
                Event::Rule => reader.push(Kind::Rule),
                Event::TaskListMarker(done) => reader.marker = Some(if done { "■" } else { "□" }.to_owned()),
                _ => {}
            }
        }
        reader.end_text(None);
        Self { blocks: reader.out }
    }

    /// Draws the text, filling the width; gives the link of ours that was followed. Other links open in the browser.
    pub fn show(&self, ui: &mut Ui, tokens: &Tokens) -> Option<String> {
        let mut followed = None;
        ui.spacing_mut().item_spacing.y = 5.0;
        for (n, block) in self.blocks.iter().enumerate() {
            ui.push_id(n, |ui| {
                let inset = STEP * f32::from(block.lists) + 12.0 * f32::from(block.quotes);
                let top = ui.cursor().top();
                let left = ui.cursor().left();
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    ui.add_space(inset);
                    ui.vertical(|ui| {
                        ui.set_width(ui.available_width());
                        let link = block_ui(ui, tokens, block);
                        followed = link.or(followed.take());
                    });
                });
                let bottom = ui.min_rect().bottom();
                for quote in 0..block.quotes {
                    let x = left + STEP * f32::from(block.lists) + 12.0 * f32::from(quote) + 2.0;
                    ui.painter().vline(x, top..=bottom, Stroke::new(2.0, tokens.line));
                }
                if let Some(marker) = &block.marker {
                    let at = pos2(left + inset - 5.0, top);
                    let font = FontId::proportional(13.0);
                    ui.painter()
                        .text(at, egui::Align2::RIGHT_TOP, marker, font, tokens.faint);
                }
            });
        }
        let link = followed?;
        if link.starts_with("standpoint:") {
            return Some(link);
        }
        ui.ctx().open_url(OpenUrl::new_tab(link));
        None
    }
}

fn block_ui(ui: &mut Ui, tokens: &Tokens, block: &Block) -> Option<String> {
    let quiet = if block.quotes > 0 { tokens.faint } else { tokens.text };
    match &block.kind {
        Kind::Text(spans, heading) => {
            let size = match heading {
                Some(1) => 17.0,
                Some(2) => 15.5,
                Some(_) => 14.0,
                None => 13.0,
            };
            spans_ui(ui, tokens, spans, size, heading.is_some(), quiet)
        }
        Kind::Code(code) => {
            egui::Frame::new()
                .fill(tokens.raised)
                .corner_radius(3)
                .inner_margin(5)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.add(Label::new(egui::RichText::new(code).monospace()).wrap());
                });
            None
        }
        Kind::Rule => {
            ui.separator();
            None
        }
        Kind::Table(rows) => table_ui(ui, tokens, rows),
    }
}

fn table_ui(ui: &mut Ui, tokens: &Tokens, rows: &[Vec<Vec<Span>>]) -> Option<String> {
    let mut followed = None;
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let most = (ui.available_width() / columns as f32 - 14.0).max(40.0);
    egui::Grid::new("table").spacing([14.0, 4.0]).show(ui, |ui| {
        for (n, row) in rows.iter().enumerate() {
            for (m, cell) in row.iter().enumerate() {
                ui.push_id(m, |ui| {
                    ui.set_max_width(most);
                    let link = spans_ui(ui, tokens, cell, 13.0, n == 0, tokens.text);
                    followed = link.or(followed.take());
                });
            }
            ui.end_row();
        }
    });
    followed
}

fn job_of(spans: &[Span], size: f32, strong: bool, colour: Color32, tokens: &Tokens) -> LayoutJob {
    let mut job = LayoutJob::default();
    for span in spans {
        let family = match (span.code, span.strong || strong) {
            (true, _) => FontFamily::Monospace,
            (false, true) => FontFamily::Name(SANS_BOLD.into()),
            (false, false) => FontFamily::Proportional,
        };
        let colour = if span.link.is_some() { tokens.accent } else { colour };
        let line = Stroke::new(1.0, colour);
        job.append(
            &span.text,
            0.0,
            TextFormat {
                font_id: FontId::new(size, family),
                color: colour,
                background: if span.code { tokens.raised } else { Color32::TRANSPARENT },
                italics: span.emphasis,
                underline: if span.link.is_some() { line } else { Stroke::NONE },
                strikethrough: if span.struck { line } else { Stroke::NONE },
                line_height: Some(size * 1.35),
                ..TextFormat::default()
            },
        );
    }
    job
}

/// A paragraph: its text as a label, its links as widgets on it.
fn spans_ui(ui: &mut Ui, tokens: &Tokens, spans: &[Span], size: f32, strong: bool, colour: Color32) -> Option<String> {
    let mut job = job_of(spans, size, strong, colour, tokens);
    job.wrap = TextWrapping::wrap_at_width(ui.available_width());
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| {
        let role = if strong { Role::Heading } else { Role::Label };
        WidgetInfo::labeled(role, true, galley.text())
    });
    ui.painter().galley(rect.min, Arc::clone(&galley), colour);
    let mut followed = None;
    let mut start = 0;
    for (n, span) in spans.iter().enumerate() {
        let end = start + span.text.chars().count();
        if let Some(link) = &span.link {
            let mut whole: Option<egui::Response> = None;
            for part in rects_of(&galley, start..end) {
                let id = ui.scope_id().with(("link", n, part.min.y as i32));
                let response = ui.interact(part.translate(rect.min.to_vec2()), id, Sense::click());
                whole = Some(match whole {
                    Some(other) => other.union(response),
                    None => response,
                });
            }
            if let Some(response) = whole {
                response.widget_info(|| WidgetInfo::labeled(Role::Link, true, &span.text));
                if response.has_focus() {
                    let stroke = Stroke::new(1.5, tokens.accent);
                    ui.painter()
                        .rect_stroke(response.rect.expand(1.0), 2.0, stroke, egui::StrokeKind::Outside);
                }
                let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
                let ours = link.starts_with("standpoint:");
                let response = if ours { response } else { response.on_hover_text(link) };
                if response.clicked() {
                    followed = Some(link.clone());
                }
            }
        }
        start = end;
    }
    followed
}

/// The rectangles that a range of characters takes in a galley, one a row.
fn rects_of(galley: &Galley, range: std::ops::Range<usize>) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::new();
    for n in range {
        let here = galley.pos_from_cursor(CCursor::new(n));
        let next = galley.pos_from_cursor(CCursor::new(n + 1));
        let right = if (next.min.y - here.min.y).abs() < 1.0 {
            next.min.x
        } else {
            here.min.x + 1.0
        };
        let letter = Rect::from_min_max(here.min, pos2(right.max(here.min.x), here.max.y));
        match out.last_mut() {
            Some(last) if (last.min.y - letter.min.y).abs() < 1.0 => *last = last.union(letter),
            _ => out.push(letter),
        }
    }
    out.retain(|r| r.width() > 1.0);
    out
}

/// A text read lately, by what it was read from.
#[derive(Debug, Default)]
pub struct Cache {
    read: BTreeMap<u64, (String, Arc<Markdown>)>,
}

impl Cache {
    /// The text of something, read anew only if it changed.
    pub fn read(&mut self, id: Id, text: &str) -> Arc<Markdown> {
        match self.read.get(&id.value()) {
            Some((source, read)) if source == text => Arc::clone(read),
            _ => {
                let read = Arc::new(Markdown::read(text));
                self.read.insert(id.value(), (text.to_owned(), Arc::clone(&read)));
                read
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every block on a line: depth, marker, kind, and its text with marks for style.
    fn outline(text: &str) -> String {
        let spans = |spans: &[Span]| -> String {
            spans
                .iter()
                .map(|s| {
                    let mut t = s.text.clone();
                    for (on, mark) in [(s.strong, "*"), (s.emphasis, "_"), (s.code, "`"), (s.struck, "~")] {
                        if on {
                            t = format!("{mark}{t}{mark}");
                        }
                    }
                    match &s.link {
                        Some(link) => format!("[{t}]({link})"),
                        None => t,
                    }
                })
                .collect()
        };
        Markdown::read(text)
            .blocks
            .iter()
            .map(|b| {
                let kind = match &b.kind {
                    Kind::Text(s, None) => spans(s),
                    Kind::Text(s, Some(level)) => format!("h{level} {}", spans(s)),
                    Kind::Code(code) => format!("code {code:?}"),
                    Kind::Rule => "rule".to_owned(),
                    Kind::Table(rows) => {
                        let rows: Vec<String> = rows
                            .iter()
                            .map(|r| r.iter().map(|c| spans(c)).collect::<Vec<_>>().join("|"))
                            .collect();
                        format!("table {}", rows.join(" / "))
                    }
                };
                let marker = b.marker.as_deref().unwrap_or("");
                format!(
                    "{}{}{marker} {kind}\n",
                    ">".repeat(b.quotes.into()),
                    "-".repeat(b.lists.into())
                )
            })
            .collect()
    }

    #[test]
    fn every_kind_of_block_is_read() {
        let text = "# The *turn*\n\nFrom **silence** to\na [statement](standpoint:cell/china/aukus).\n\n1. one\n2. two\n   - deep `code`\n\n> said\n\n- [x] done\n\n```\nlet x;\n```\n\n---\n\n| a | b |\n|---|---|\n| 1 | ~~2~~ |\n";
        insta::assert_snapshot!(outline(text), @r#"
         h1 The _turn_
         From *silence* to a [statement](standpoint:cell/china/aukus).
        -1. one
        -2. two
        --• deep `code`
        > said
        -■ done
         code "let x;"
         rule
         table a|b / 1|~2~
        "#);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd(text: String) {
            let read = Markdown::read(&text);
            proptest::prop_assert!(read.blocks.len() <= text.len() + 1);
        }
    }
}
