//! What an import has to say for itself: what it changed, what it could not do, what the user should look at.

use std::fmt;

use super::Encoding;

/// One thing to tell the user about an import, with its counts; shown by [`fmt::Display`] as a plain sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// Bytes that do not exist in the encoding; U+FFFD stands for them.
    Undecodable {
        /// How many.
        bytes: usize,
        /// The encoding.
        encoding: Encoding,
    },
    /// Control characters, kept in the text.
    ControlCharacters(usize),
    /// A page whose mark-up is too large or too deeply nested to be read; it was read as plain text, tags and all.
    TooIntricate,
    /// No article was found in a page: all of it was taken.
    NoArticle,
    /// Words of a page that belong to the article.
    OfThePage {
        /// Words kept.
        kept: usize,
        /// Words of the page.
        all: usize,
    },
    /// Fields of the metadata that were filled in from the text ("author", "date").
    FilledIn(Vec<&'static str>),
    /// Headings proposed.
    Proposed(usize),
    /// Lines that ended otherwise than with a line feed.
    LineEnds {
        /// With CR LF.
        crlf: usize,
        /// With CR alone.
        cr: usize,
        /// With another line or paragraph separator of Unicode.
        other: usize,
    },
    /// Form feeds removed.
    FormFeeds(usize),
    /// Running heads and page numbers removed.
    PageLines {
        /// How many lines.
        lines: usize,
        /// One of them.
        example: String,
    },
    /// Line breaks inside paragraphs that became spaces (or nothing, between Chinese or Japanese characters).
    Joined(usize),
    /// Paragraphs put together across blank lines in the middle of a sentence.
    JoinedAcrossGaps(usize),
    /// Joined lines that ended with a hyphen, which was kept.
    Hyphens(usize),
    /// Lines whose spaces or tabs at either end were removed.
    Trimmed(usize),
    /// Lines set in columns, each kept as a paragraph.
    Columns(usize),
    /// List items whose bullet was removed.
    Bullets(usize),
    /// Lines whose `>` was removed.
    QuoteMarks(usize),
    /// Ordered list items that carry their number in their text.
    Numbers(usize),
    /// Lists inside lists, flattened.
    Nested(usize),
    /// Stretches in italics, bold and the like, which are plain now.
    Emphasis(usize),
    /// Links that are only their text now.
    Links(usize),
    /// Pictures left out.
    Pictures(usize),
    /// Pictures that are only their description now.
    Descriptions(usize),
    /// Table rows, each a paragraph.
    Rows(usize),
    /// Lines of code, each a paragraph.
    Code(usize),
    /// Rules between paragraphs, removed.
    Rules(usize),
    /// Footnotes, kept where they stand.
    Footnotes(usize),
    /// Stretches of HTML inside another format, read as text.
    EmbeddedHtml(usize),
    /// Lines of front matter that are no part of the text.
    FrontMatter(usize),
}

fn n(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn was(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

impl Remark {
    /// Whether it is more than a matter of form: something may be wrong or missing.
    pub fn is_warning(&self) -> bool {
        matches!(
            self,
            Self::Undecodable { .. } | Self::ControlCharacters(_) | Self::TooIntricate | Self::NoArticle
        )
    }

    /// Whether its count is above zero.
    pub(super) fn says_something(&self) -> bool {
        match self {
            Self::TooIntricate | Self::NoArticle => true,
            Self::OfThePage { kept, all } => kept < all,
            Self::FilledIn(fields) => !fields.is_empty(),
            Self::LineEnds { crlf, cr, other } => crlf + cr + other > 0,
            Self::Undecodable { bytes: count, .. }
            | Self::PageLines { lines: count, .. }
            | Self::ControlCharacters(count)
            | Self::Proposed(count)
            | Self::FormFeeds(count)
            | Self::Joined(count)
            | Self::JoinedAcrossGaps(count)
            | Self::Hyphens(count)
            | Self::Trimmed(count)
            | Self::Columns(count)
            | Self::Bullets(count)
            | Self::QuoteMarks(count)
            | Self::Numbers(count)
            | Self::Nested(count)
            | Self::Emphasis(count)
            | Self::Links(count)
            | Self::Pictures(count)
            | Self::Descriptions(count)
            | Self::Rows(count)
            | Self::Code(count)
            | Self::Rules(count)
            | Self::Footnotes(count)
            | Self::EmbeddedHtml(count)
            | Self::FrontMatter(count) => *count > 0,
        }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable { bytes, encoding } => write!(
                f,
                "{} {} not {} and {} shown as “\u{fffd}”: another encoding may fit better",
                n(*bytes, "byte", "bytes"),
                if *bytes == 1 { "is" } else { "are" },
                encoding.label(),
                if *bytes == 1 { "is" } else { "are" },
            ),
            Self::ControlCharacters(c) => write!(
                f,
                "{} {} kept as found: often a sign of an encoding that went wrong earlier",
                n(*c, "control character", "control characters"),
                was(*c)
            ),
            Self::TooIntricate => f.write_str(
                "The page is too large or too deeply nested to be read as a web page: \
                 it was read as plain text, with its tags",
            ),
            Self::NoArticle => f.write_str("No article stands out in the page: all its text was taken"),
            Self::OfThePage { kept, all } => write!(
                f,
                "{kept} of the page's {} are the article's: menus, notices and the like were left out",
                n(*all, "word", "words")
            ),
            Self::FilledIn(fields) => write!(f, "Filled in from the text: {}", fields.join(", ")),
            Self::Proposed(c) => write!(f, "{} proposed", n(*c, "heading", "headings")),
            Self::LineEnds { crlf, cr, other } => {
                let kinds = [(*crlf, "CR LF"), (*cr, "CR"), (*other, "another line separator")];
                for (at, (count, kind)) in kinds.into_iter().filter(|(count, _)| *count > 0).enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    write!(f, "{comma}{} ended with {kind}", n(count, "line", "lines"))?;
                }
                Ok(())
            }
            Self::FormFeeds(c) => write!(f, "{} removed", n(*c, "form feed", "form feeds")),
            Self::PageLines { lines, example } => write!(
                f,
                "{} with running heads and page numbers removed (such as “{example}”)",
                n(*lines, "line", "lines")
            ),
            Self::Joined(c) => write!(
                f,
                "{} joined into paragraphs",
                n(*c, "hard line break", "hard line breaks")
            ),
            Self::JoinedAcrossGaps(c) => write!(
                f,
                "{} inside sentences closed",
                n(*c, "gap of blank lines", "gaps of blank lines")
            ),
            Self::Hyphens(c) => write!(
                f,
                "{} ended with a hyphen, which was kept, with a space after it",
                n(*c, "joined line", "joined lines")
            ),
            Self::Trimmed(c) => write!(f, "Spaces at the start or end of {} removed", n(*c, "line", "lines")),
            Self::Columns(c) => write!(
                f,
                "{} set in columns kept as {}",
                n(*c, "line", "lines"),
                if *c == 1 {
                    "a paragraph of its own"
                } else {
                    "paragraphs of their own"
                }
            ),
            Self::Bullets(c) => write!(f, "{} removed: list items", n(*c, "bullet", "bullets")),
            Self::QuoteMarks(c) => write!(f, "“>” removed from {}: quotations", n(*c, "line", "lines")),
            Self::Numbers(c) => write!(
                f,
                "{} with the number in the text",
                n(*c, "item of a numbered list", "items of numbered lists")
            ),
            Self::Nested(c) => write!(f, "{} inside other lists flattened", n(*c, "list item", "list items")),
            Self::Emphasis(c) => write!(f, "Emphasis dropped in {}", n(*c, "place", "places")),
            Self::Links(c) => write!(f, "{} kept as text, without the address", n(*c, "link", "links")),
            Self::Pictures(c) => write!(f, "{} left out", n(*c, "picture", "pictures")),
            Self::Descriptions(c) => write!(f, "{} replaced by the description", n(*c, "picture", "pictures")),
            Self::Rows(c) => write!(
                f,
                "{} kept as lines, cells separated by “|”",
                n(*c, "table row", "table rows")
            ),
            Self::Code(c) => write!(
                f,
                "{} kept as paragraphs",
                n(*c, "preformatted line", "preformatted lines")
            ),
            Self::Rules(c) => write!(f, "{} removed", n(*c, "horizontal rule", "horizontal rules")),
            Self::Footnotes(c) => write!(f, "{} kept as paragraphs", n(*c, "footnote", "footnotes")),
            Self::EmbeddedHtml(c) => write!(f, "HTML in {} read as text", n(*c, "place", "places")),
            Self::FrontMatter(c) => write!(f, "{} of front matter left out of the text", n(*c, "line", "lines")),
        }
    }
}
