//! Which lines belong together.

use super::{
    super::Import,
    Paragraphs,
    lines::{Line, is_spaceless},
};
use crate::model::BlockKind;

/// Bullets that are nothing else.
const BULLETS: [char; 15] = [
    '•', '‣', '◦', '▪', '▫', '●', '○', '■', '□', '◆', '◇', '⁃', '∙', '►', '➢',
];
/// Signs that are bullets only where more than one item stands together.
const WEAK_BULLETS: [char; 2] = ['-', '*'];
/// Deepest quotation of a quotation whose `>` is removed.
const DEEPEST_QUOTE: usize = 8;

/// What was done to the lines.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub joined: usize,
    pub across_gaps: usize,
    pub hyphens: usize,
    pub columns: usize,
    pub bullets: usize,
    pub quote_marks: usize,
    pub trimmed: usize,
}

/// The width at which a text is wrapped: all but a twentieth of the lines that stand together are no wider.
fn margin(lines: &[Line<'_>]) -> usize {
    let mut widths: Vec<usize> = lines
        .windows(2)
        .filter(|pair| !pair[0].is_blank() && !pair[1].is_blank())
        .map(|pair| pair[0].width)
        .collect();
    let at = widths.len().saturating_sub(1) * 19 / 20;
    if widths.is_empty() {
        return 0;
    }
    *widths.select_nth_unstable(at).1
}

/// Whether lines are paragraphs or were wrapped.
///
/// Wrapped text has a margin that lines come near to, and most of its lines end in the middle of a sentence.
pub(super) fn way_of(lines: &[Line<'_>]) -> Paragraphs {
    const MARGINS: std::ops::RangeInclusive<usize> = 40..=160;
    let margin = margin(lines);
    if !MARGINS.contains(&margin) {
        return Paragraphs::Lines;
    }
    let (mut all, mut near, mut open) = (0, 0, 0);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if line.is_blank() || next.is_blank() || line.is_separator() || next.is_separator() {
            continue;
        }
        all += 1;
        near += usize::from(line.width * 4 >= margin * 3);
        open += usize::from(!line.ends_a_sentence() && bullet(next.text).is_none());
    }
    if all > 0 && near * 10 >= all * 4 && open * 10 >= all * 6 {
        Paragraphs::Wrapped
    } else {
        Paragraphs::Lines
    }
}

/// What a line is, apart from its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Quotation,
    /// With the bytes of its bullet and the space after it.
    Item(usize),
    /// By itself: columns, or a row of signs.
    Alone,
}

/// A paragraph in the making.
struct Draft {
    text: String,
    role: Role,
}

/// Puts the lines' paragraphs into the import.
pub(super) fn collect(lines: &[Line<'_>], way: Paragraphs, import: &mut Import) -> Counts {
    let mut counts = Counts::default();
    let margin = margin(lines);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut last: Option<Line<'_>> = None;
    let (mut gap, mut new_page) = (false, false);
    // The number that the next numbered paragraph will have.
    let mut expected = None;
    for (at, line) in lines.iter().enumerate() {
        new_page |= line.new_page;
        let mut line = *line;
        let marks = quote_marks(line.text);
        if marks > 0 {
            line.text = line.text[marks..].trim_start_matches([' ', '\t']);
            counts.quote_marks += 1;
        } else if line.text.len() < line.whole.len() && !line.is_blank() {
            counts.trimmed += 1;
        }
        if line.is_blank() {
            gap = true;
            continue;
        }
        let neighbour = |at: Option<usize>| at.and_then(|at| lines.get(at)).is_some_and(|l| l.is_columns());
        let in_columns = line.is_columns() && (neighbour(at.checked_sub(1)) || neighbour(Some(at + 1)));
        let role = if marks > 0 {
            Role::Quotation
        } else if line.is_separator() {
            Role::Alone
        } else if let Some(length) = bullet(line.text) {
            Role::Item(length)
        } else if in_columns && way == Paragraphs::Wrapped {
            counts.columns += 1;
            Role::Alone
        } else {
            Role::Text
        };
        let in_order = line.number().is_some() && line.number() == expected;
        let joins = way == Paragraphs::Wrapped
            && !in_order
            && match (&last, drafts.last()) {
                (Some(last), Some(draft)) => goes_on(last, draft.role, &line, role, margin, gap, new_page),
                _ => false,
            };
        match drafts.last_mut() {
            Some(draft) if joins => {
                join(&mut draft.text, line.text);
                counts.hyphens += usize::from(last.is_some_and(|l| l.text.ends_with(['-', '\u{ad}', '\u{2010}'])));
                counts.joined += 1;
                counts.across_gaps += usize::from(gap && !new_page);
            }
            _ => {
                expected = line.number().map(|n| n.saturating_add(1)).or(expected);
                drafts.push(Draft {
                    text: line.text.to_owned(),
                    role,
                });
            }
        }
        last = Some(line);
        (gap, new_page) = (false, false);
    }
    push(&drafts, import, &mut counts);
    counts
}

/// Whether `line` goes on with the paragraph that ends with `last`.
fn goes_on(
    last: &Line<'_>,
    last_role: Role,
    line: &Line<'_>,
    role: Role,
    margin: usize,
    gap: bool,
    new_page: bool,
) -> bool {
    match (last_role, role) {
        (Role::Alone, _) | (_, Role::Alone | Role::Item(_)) => return false,
        (Role::Quotation, Role::Text) | (Role::Text | Role::Item(_), Role::Quotation) => return false,
        _ => {}
    }
    let open = !last.ends_a_sentence();
    if new_page && (gap || last_role != Role::Quotation) {
        // A page ends anywhere: a sentence that has begun goes on.
        let heading = last.is_capitals() || line.is_capitals() || line.number().is_some();
        return open && !heading && (line.starts_small() || last.width * 10 >= margin * 6);
    }
    if gap {
        return open && line.starts_small() && last.width * 10 >= margin * 6 && role == last_role;
    }
    let full = last.width * 20 >= margin * 17;
    if last.is_capitals() != line.is_capitals() && !(full && open) {
        return false;
    }
    if !open && (line.number().is_some() || (line.indent > last.indent + 1 && role == Role::Text)) {
        return false;
    }
    if last.width * 10 < margin * 6 && !line.starts_small() {
        return false;
    }
    // A sentence ended and the next word would have fitted: the line was broken on purpose.
    let room = (last.width + 1 + line.first_word()) * 10 <= margin * 9;
    open || !room || line.starts_small()
}

fn join(text: &mut String, next: &str) {
    let spaceless = text.chars().next_back().is_some_and(is_spaceless) && next.starts_with(is_spaceless);
    if !spaceless {
        text.push(' ');
    }
    text.push_str(next);
}

/// Bytes of the bullet at the start of a text, with the space after it.
fn bullet(text: &str) -> Option<usize> {
    let sign = text.chars().next()?;
    if !BULLETS.contains(&sign) && !WEAK_BULLETS.contains(&sign) {
        return None;
    }
    let rest = &text[sign.len_utf8()..];
    let item = rest.trim_start();
    (item.len() < rest.len() && !item.is_empty()).then(|| text.len() - item.len())
}

/// Bytes of the `>` signs at the start of a text; they count only if a space or nothing comes after.
fn quote_marks(text: &str) -> usize {
    let mut end = 0;
    for _ in 0..DEEPEST_QUOTE {
        match text[end..].trim_start_matches(' ').strip_prefix('>') {
            Some(rest) => end = text.len() - rest.len(),
            None => break,
        }
    }
    let rest = &text[end..];
    if rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']) {
        end
    } else {
        0
    }
}

fn push(drafts: &[Draft], import: &mut Import, counts: &mut Counts) {
    let sign = |draft: Option<&Draft>| {
        draft
            .filter(|d| matches!(d.role, Role::Item(_)))
            .and_then(|d| d.text.chars().next())
    };
    for (at, draft) in drafts.iter().enumerate() {
        let (kind, text) = match draft.role {
            Role::Text | Role::Alone => (BlockKind::Paragraph, &*draft.text),
            Role::Quotation => (BlockKind::Quotation, &*draft.text),
            Role::Item(length) => {
                let this = sign(Some(draft));
                let weak = this.is_some_and(|c| WEAK_BULLETS.contains(&c));
                let before = at.checked_sub(1).and_then(|at| drafts.get(at));
                // One dash or star alone may be a remark, a footnote or direct speech.
                if weak && sign(before) != this && sign(drafts.get(at + 1)) != this {
                    (BlockKind::Paragraph, &*draft.text)
                } else {
                    counts.bullets += 1;
                    (BlockKind::ListItem, &draft.text[length..])
                }
            }
        };
        import.push(kind, text);
    }
}
