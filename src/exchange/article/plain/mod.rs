//! Plain text to blocks: paragraphs out of lines, bullets, quotations; headings are proposed.
//!
//! Every word of the text comes out, in order, but for bullets, `>` and page lines, which are counted.

mod lines;
mod pages;
mod paragraphs;

pub(super) use lines::is_spaceless;

use super::{Format, Hint, Import, Remark, about, headings};
use crate::model::BlockKind;

/// How the lines of a plain text make paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Paragraphs {
    /// Every line that is not blank is one.
    Lines,
    /// Lines are broken at a margin: blank lines, indents and short lines end a paragraph.
    Wrapped,
}

impl Paragraphs {
    /// All ways.
    pub const ALL: [Self; 2] = [Self::Lines, Self::Wrapped];

    /// What to call it in a list of choices.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "Every line is a paragraph",
            Self::Wrapped => "Lines are wrapped: join them",
        }
    }
}

/// Reads plain text.
pub(super) fn read(text: &str, hint: Hint<'_>) -> Import {
    let mut import = Import::new(Format::Plain);
    let (mut lines, ends) = lines::split(text);
    let removed = if hint.keep_page_lines {
        None
    } else {
        pages::remove_running_lines(&mut lines)
    };
    let way = hint.paragraphs.unwrap_or_else(|| paragraphs::way_of(&lines));
    import.paragraphs = Some(way);
    let counts = paragraphs::collect(&lines, way, &mut import);

    let skip = about::fill_in(&mut import);
    let title = headings::propose(&mut import.blocks, &skip);
    if let Some(title) = title
        && import.about.title.is_empty()
    {
        import.about.title = import.blocks[title].text.trim().to_owned();
    }
    import.remark(Remark::FilledIn(about::filled(&import.about)));
    import.remark(Remark::Proposed(import.proposals()));
    import.remark(Remark::LineEnds {
        crlf: ends.crlf,
        cr: ends.cr,
        other: ends.other,
    });
    import.remark(Remark::FormFeeds(ends.form_feeds));
    if let Some((lines, example)) = removed {
        import.remark(Remark::PageLines { lines, example });
    }
    import.remark(Remark::Joined(counts.joined));
    import.remark(Remark::JoinedAcrossGaps(counts.across_gaps));
    import.remark(Remark::Hyphens(counts.hyphens));
    import.remark(Remark::Columns(counts.columns));
    import.remark(Remark::Bullets(counts.bullets));
    import.remark(Remark::QuoteMarks(counts.quote_marks));
    import.remark(Remark::Trimmed(counts.trimmed));
    import
}

/// Puts a text that may have line breaks into an import as paragraphs, one a line; gives how many.
pub(super) fn push_lines(import: &mut Import, text: &str) -> usize {
    let mut pushed = 0;
    for line in text.split(crate::model::is_line_break) {
        if !line.trim().is_empty() {
            import.push(BlockKind::Paragraph, line.trim_end_matches([' ', '\t']));
            pushed += 1;
        }
    }
    pushed
}
