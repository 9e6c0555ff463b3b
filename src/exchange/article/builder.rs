//! What Markdown and web pages have in common: running text inside quotations, lists and tables, flattened to blocks.

use super::{Import, Remark, plain};
use crate::model::BlockKind;

/// What stands between the cells of a table row.
const CELL: &str = " | ";

/// What a block can stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A quotation set off from the text.
    Quotation,
    /// A list; if it is ordered, with the next item's number.
    List(Option<u64>),
    /// A list item; before its first block, with its number if it has one.
    Item {
        /// Whether no block of it has been seen.
        fresh: bool,
        /// Its number.
        number: Option<u64>,
    },
}

/// White space that comes before the next character, if one comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// A line break in the source: nothing between characters of scripts that have no spaces.
    Line,
    Space,
}

/// What was changed.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub code: usize,
    pub descriptions: usize,
    pub emphasis: usize,
    pub footnotes: usize,
    pub html: usize,
    pub links: usize,
    pub nested: usize,
    pub numbers: usize,
    pub pictures: usize,
    pub rows: usize,
    pub rules: usize,
}

/// Puts text together to blocks.
pub(super) struct Builder<'a> {
    pub import: &'a mut Import,
    pub counts: Counts,
    text: String,
    gap: Gap,
    containers: Vec<Container>,
    open_items: usize,
    heading: Option<u8>,
    /// Where the cells of the row being read end in `text`; `None` outside rows.
    row: Option<Vec<usize>>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(import: &'a mut Import) -> Self {
        Self {
            import,
            counts: Counts::default(),
            text: String::new(),
            gap: Gap::None,
            containers: Vec::new(),
            open_items: 0,
            heading: None,
            row: None,
        }
    }

    /// Adds text as it stands.
    pub(super) fn verbatim(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.row.as_ref().and_then(|r| r.last().copied()).unwrap_or(0);
        if self.text.len() > start {
            let between =
                self.text.chars().next_back().is_some_and(plain::is_spaceless) && text.starts_with(plain::is_spaceless);
            if self.gap == Gap::Space || (self.gap == Gap::Line && !between) {
                self.text.push(' ');
            }
        }
        self.gap = Gap::None;
        self.text.push_str(text);
    }

    /// Adds text in which every run of spaces, tabs and line ends is one space, as browsers show it.
    pub(super) fn flowing(&mut self, text: &str) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(is_space).unwrap_or(rest.len());
            self.verbatim(&rest[..word]);
            rest = &rest[word..];
            let next = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            if next > 0 {
                let broken = rest[..next].contains(['\n', '\r']);
                self.gap = self.gap.max(if broken { Gap::Line } else { Gap::Space });
            }
            rest = &rest[next..];
        }
    }

    /// Adds a line break that separates words but no blocks.
    pub(super) fn line_break(&mut self) {
        self.gap = self.gap.max(Gap::Line);
    }

    /// Ends the block being read, if there is one. Inside a table row there are only cells.
    pub(super) fn end_block(&mut self) {
        if self.row.is_some() {
            self.gap = Gap::Space;
            return;
        }
        self.gap = Gap::None;
        if self.text.chars().all(char::is_whitespace) {
            self.text.clear();
            return;
        }
        let mut kind = BlockKind::Paragraph;
        let mut innermost = self.containers.iter_mut().rev();
        match innermost.find(|c| !matches!(c, Container::List(_))) {
            Some(Container::Quotation) => kind = BlockKind::Quotation,
            Some(Container::Item { fresh, number }) if *fresh => {
                *fresh = false;
                kind = BlockKind::ListItem;
                if let Some(number) = number {
                    self.text.insert_str(0, &format!("{number}. "));
                    self.counts.numbers += 1;
                }
            }
            _ => {}
        }
        if let Some(level) = self.heading {
            kind = BlockKind::Heading(level);
        }
        self.import.push(kind, self.text.trim_matches([' ', '\t']));
        self.text.clear();
    }

    /// Begins a heading of a level from 1 to 6.
    pub(super) fn start_heading(&mut self, level: u8) {
        self.end_block();
        self.heading = Some(level.clamp(1, 6));
    }

    /// Ends a heading.
    pub(super) fn end_heading(&mut self) {
        self.end_block();
        self.heading = None;
    }

    /// Goes into a container.
    pub(super) fn open(&mut self, container: Container) {
        self.end_block();
        self.containers.push(container);
    }

    /// Goes into an item of the innermost list.
    pub(super) fn open_item(&mut self) {
        self.end_block();
        let number = match self.containers.last_mut() {
            Some(Container::List(Some(next))) => {
                let number = *next;
                *next = next.saturating_add(1);
                Some(number)
            }
            _ => None,
        };
        self.counts.nested += usize::from(self.open_items > 0);
        self.open_items += 1;
        self.containers.push(Container::Item { fresh: true, number });
    }

    /// Leaves the innermost container.
    pub(super) fn close(&mut self) {
        self.end_block();
        if let Some(Container::Item { .. }) = self.containers.pop() {
            self.open_items -= 1;
        }
    }

    /// Begins a table row.
    pub(super) fn start_row(&mut self) {
        self.end_row();
        self.end_block();
        self.row = Some(Vec::new());
    }

    /// Ends a cell of the row.
    pub(super) fn end_cell(&mut self) {
        self.gap = Gap::None;
        if let Some(ends) = &mut self.row {
            ends.push(self.text.len());
        }
    }

    /// Ends the row, if one was begun, and makes it a block.
    pub(super) fn end_row(&mut self) {
        let Some(ends) = self.row.take() else { return };
        let text = std::mem::take(&mut self.text);
        self.gap = Gap::None;
        let mut cells = Vec::new();
        let mut start = 0;
        for end in ends.into_iter().chain([text.len()]) {
            cells.push(text[start..end].trim_matches([' ', '\t']));
            start = end;
        }
        // What comes after the last cell's end is white space between tags.
        if cells.last().is_some_and(|c| c.is_empty()) {
            cells.pop();
        }
        if cells.iter().any(|c| !c.chars().all(char::is_whitespace)) {
            self.counts.rows += usize::from(cells.len() > 1);
            self.import.push(BlockKind::Paragraph, &cells.join(CELL));
        }
    }

    /// Adds preformatted text: every line that is not blank is a paragraph.
    pub(super) fn preformatted(&mut self, text: &str) {
        self.end_block();
        self.counts.code += plain::push_lines(self.import, text);
    }

    /// Ends what is open and says what was changed.
    pub(super) fn finish(mut self) {
        self.end_row();
        self.end_block();
        let c = self.counts;
        for remark in [
            Remark::Emphasis(c.emphasis),
            Remark::Links(c.links),
            Remark::Pictures(c.pictures),
            Remark::Descriptions(c.descriptions),
            Remark::Numbers(c.numbers),
            Remark::Nested(c.nested),
            Remark::Rows(c.rows),
            Remark::Code(c.code),
            Remark::Footnotes(c.footnotes),
            Remark::EmbeddedHtml(c.html),
            Remark::Rules(c.rules),
        ] {
            self.import.remark(remark);
        }
    }
}
