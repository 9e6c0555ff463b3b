//! Reading an article: from bytes or pasted text to the blocks of a document, saying what was changed on the way.
//!
//! [`import`] takes a file's bytes, [`import_text`] pasted text.
//! Everything that they decide for the user (encoding, format, how lines make paragraphs, which short lines are
//! headings) is in the answer, and can be decided otherwise: the first three by calling again with a fuller [`Hint`],
//! headings by [`ImportedBlock::accept`].
//! Inside a block the text stays as it was: quotation marks, no-break spaces, combining marks and soft hyphens are
//! never normalised.
//! Not here: reading files, dialogs, and adding the document to a project.

mod about;
mod builder;
mod encoding;
mod headings;
mod html;
mod markdown;
mod plain;
mod remark;

use std::sync::Arc;

pub use encoding::{Certainty, Decoded, Encoding, Grounds, decode};
pub use plain::Paragraphs;
pub use remark::Remark;

use crate::model::{Block, BlockKind, Body, Document, DocumentId, Metadata};

/// The longest text that is read, in bytes: 64 MiB.
pub const MOST_BYTES: usize = 64 << 20;

/// How an article is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Lines of text.
    Plain,
    /// CommonMark with tables, footnotes and front matter.
    Markdown,
    /// A web page.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Markdown, Self::Html];

    /// The name shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "Plain text",
            Self::Markdown => "Markdown",
            Self::Html => "Web page (HTML)",
        }
    }

    /// The format that a file name's ending and the text's beginning speak for.
    ///
    /// `file_name` may be empty, as for pasted text.
    pub fn guess(file_name: &str, text: &str) -> Self {
        let ending = file_name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("md" | "markdown" | "mdown" | "mkd") => return Self::Markdown,
            Some("html" | "htm" | "xhtml" | "xht" | "shtml") => return Self::Html,
            _ => {}
        }
        if html::looks_like_a_page(text) {
            Self::Html
        } else if ending.is_none() && markdown::looks_like_markdown(text) {
            Self::Markdown
        } else {
            Self::Plain
        }
    }
}

/// What the caller knows or has decided about a text; all of it may be left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hint<'a> {
    /// The file's name, for its ending; may be empty.
    pub file_name: &'a str,
    /// The encoding that the user chose.
    pub encoding: Option<Encoding>,
    /// The format that the user chose.
    pub format: Option<Format>,
    /// How lines make paragraphs in plain text, if the user chose.
    pub paragraphs: Option<Paragraphs>,
    /// Keep running heads and page numbers of a plain text with form feeds.
    pub keep_page_lines: bool,
}

/// Why a text cannot be read as an article. The sentences name no file: the caller adds it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// No bytes, or nothing but white space.
    #[error("There is no text in it")]
    Empty,
    /// Longer than [`MOST_BYTES`].
    #[error("It is {} MB long; articles of up to {} MB can be read", megabytes(*.bytes), MOST_BYTES >> 20)]
    TooLong {
        /// Its length in bytes.
        bytes: usize,
    },
    /// A known format that is not text.
    #[error("It is {what}, not text; {advice}")]
    OtherFormat {
        /// What it is, with an article ("a PDF").
        what: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// Bytes that no text has.
    #[error("It is not text: it has {seen}. If it is text in an unusual encoding, choose the encoding and try again")]
    Binary {
        /// What was seen, with counts.
        seen: String,
    },
}

fn megabytes(bytes: usize) -> usize {
    bytes.div_ceil(1 << 20)
}

/// One block of an imported article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedBlock {
    /// What it is, as things stand: for a proposed heading, whether it was accepted.
    pub kind: BlockKind,
    /// Its text, without line breaks.
    pub text: Arc<str>,
    /// The heading level (1 to 6) that the importer proposes where the format has no headings.
    pub proposed: Option<u8>,
}

impl ImportedBlock {
    fn new(kind: BlockKind, text: &str) -> Self {
        Self {
            kind,
            text: Block::new(kind, text).text,
            proposed: None,
        }
    }

    /// Accepts the proposal that this is a heading, or turns it down; a block without a proposal stays as it is.
    ///
    /// Proposals start out accepted, and either answer can be taken back.
    pub fn accept(&mut self, accepted: bool) {
        if let Some(level) = self.proposed {
            self.kind = if accepted {
                BlockKind::Heading(level)
            } else {
                BlockKind::Paragraph
            };
        }
    }
}

/// An article as read, before it becomes a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The format it was read in.
    pub format: Format,
    /// How its bytes were read; `None` for pasted text.
    pub decoding: Option<Grounds>,
    /// How lines made paragraphs; `None` but for plain text.
    pub paragraphs: Option<Paragraphs>,
    /// What the text says about itself; empty where it says nothing.
    pub about: Metadata,
    /// The language that a web page or front matter declares ("en-GB").
    pub language: Option<String>,
    /// The blocks in order.
    pub blocks: Vec<ImportedBlock>,
    /// What was changed and what to look at, in order of weight.
    pub remarks: Vec<Remark>,
}

impl Import {
    fn new(format: Format) -> Self {
        Self {
            format,
            decoding: None,
            paragraphs: None,
            about: Metadata::default(),
            language: None,
            blocks: Vec::new(),
            remarks: Vec::new(),
        }
    }

    fn push(&mut self, kind: BlockKind, text: &str) {
        self.blocks.push(ImportedBlock::new(kind, text));
    }

    fn remark(&mut self, remark: Remark) {
        if remark.says_something() {
            self.remarks.push(remark);
        }
    }

    /// How many headings are proposed, accepted or not.
    pub fn proposals(&self) -> usize {
        self.blocks.iter().filter(|b| b.proposed.is_some()).count()
    }

    /// The document that comes of it.
    pub fn into_document(self, id: DocumentId) -> Document {
        let blocks = self.blocks.into_iter().map(|b| Block {
            kind: b.kind,
            text: b.text,
        });
        Document {
            id,
            about: self.about,
            body: Arc::new(Body::new(blocks.collect())),
        }
    }
}

/// Reads an article from a file's bytes.
pub fn import(bytes: &[u8], hint: Hint<'_>) -> Result<Import, ImportError> {
    let Decoded {
        text,
        grounds,
        undecodable,
        controls,
    } = decode(bytes, hint.encoding)?;
    let mut import = read(&text, hint)?;
    import.decoding = Some(grounds);
    let found = std::mem::take(&mut import.remarks);
    import.remark(Remark::Undecodable {
        bytes: undecodable,
        encoding: grounds.encoding,
    });
    import.remark(Remark::ControlCharacters(controls));
    import.remarks.extend(found);
    Ok(import)
}

/// Reads an article from pasted text; [`Hint::encoding`] is of no account.
pub fn import_text(text: &str, hint: Hint<'_>) -> Result<Import, ImportError> {
    if text.len() > MOST_BYTES {
        return Err(ImportError::TooLong { bytes: text.len() });
    }
    read(text.strip_prefix('\u{feff}').unwrap_or(text), hint)
}

fn read(text: &str, hint: Hint<'_>) -> Result<Import, ImportError> {
    if text.chars().all(char::is_whitespace) {
        return Err(ImportError::Empty);
    }
    let import = match hint.format.unwrap_or_else(|| Format::guess(hint.file_name, text)) {
        Format::Plain => plain::read(text, hint),
        Format::Markdown => markdown::read(text),
        Format::Html => html::read(text),
    };
    if import.blocks.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(import)
}
