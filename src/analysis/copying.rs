//! What is put on the clipboard for a stretch of an article: clean text, or a quotation that says where it is from.

use std::ops::Range;

use crate::model::{BlockKind, Body, Document, Metadata};

/// The words of a stretch, as they are pasted elsewhere: an empty line between paragraphs, none between the items of a
/// list; nothing that is not seen (soft hyphens, zero-width spaces, control characters). No-break spaces stay, and what
/// joins letters or emoji.
pub fn plain(body: &Body, range: Range<u32>) -> String {
    let range = range.start.min(body.len())..range.end.min(body.len());
    let (first, last) = (body.place(range.start).block, body.place(range.end).block);
    let mut out = String::new();
    let mut before: Option<BlockKind> = None;
    for n in first..=last.min(body.blocks().len().saturating_sub(1)) {
        let block = body.block_range(n);
        let part = range.start.max(block.start)..range.end.min(block.end);
        let words: String = body
            .slice_clamped(part)
            .chars()
            .filter_map(|c| match c {
                '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fffc}' => None,
                '\n' | '\t' => Some(c),
                c if c.is_control() => None,
                c => Some(c),
            })
            .collect();
        if words.is_empty() {
            continue;
        }
        let kind = body.blocks()[n].kind;
        match before {
            Some(BlockKind::ListItem) if kind == BlockKind::ListItem => out.push('\n'),
            Some(_) => out.push_str("\n\n"),
            None => {}
        }
        out.push_str(&words);
        before = Some(kind);
    }
    out
}

/// The words of a stretch in quotation marks, and in brackets whose they are.
pub fn quotation(document: &Document, range: Range<u32>) -> String {
    let words = plain(&document.body, range);
    // Quotation marks inside are single ones, as in English print.
    let inside: String = words
        .trim()
        .chars()
        .map(|c| match c {
            '“' => '‘',
            '”' => '’',
            c => c,
        })
        .collect();
    format!("“{inside}” ({})", reference(&document.about))
}

/// "Ana Krstinovska, “The title”, CHOICE, 2022-02-08, https://…", as far as known.
pub fn reference(about: &Metadata) -> String {
    let title = match about.title.trim() {
        "" => String::new(),
        title => format!("“{title}”"),
    };
    [&about.author, &title, &about.source, &about.date, &about.address]
        .into_iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;

    fn document(blocks: &[(BlockKind, &str)]) -> Document {
        Document {
            id: "d".parse().expect("an id"),
            about: Metadata {
                title: "The statement".into(),
                author: "A. Author".into(),
                date: "2022-02-08".into(),
                ..Metadata::default()
            },
            body: Body::new(blocks.iter().map(|(kind, text)| Block::new(*kind, text)).collect()).into(),
        }
    }

    #[test]
    fn what_is_copied_is_clean() {
        let document = document(&[
            (BlockKind::Heading(1), "Head"),
            (
                BlockKind::Paragraph,
                "On 4\u{a0}Feb\u{ad}ruary\u{200b} they\u{7} met.\u{feff}",
            ),
            (BlockKind::Paragraph, ""),
            (BlockKind::ListItem, "one"),
            (BlockKind::ListItem, "two 👩\u{200d}👧"),
            (BlockKind::Paragraph, "می\u{200c}خواهم"),
        ]);
        let body = &document.body;
        let all = plain(body, 0..body.len());
        assert_eq!(
            all,
            "Head\n\nOn 4\u{a0}February they met.\n\none\ntwo 👩\u{200d}👧\n\nمی\u{200c}خواهم"
        );
        assert_eq!(plain(body, 1..7), "ead\n\nOn");
        assert_eq!(plain(body, 4..5), "");
        assert_eq!(plain(body, 3..3), "");
        assert_eq!(plain(body, 0..9999), all);
    }

    #[test]
    fn a_quotation_says_where_it_is_from() {
        let document = document(&[(BlockKind::Paragraph, "“No limits”, they said.")]);
        assert_eq!(
            quotation(&document, 0..11),
            "“‘No limits’” (A. Author, “The statement”, 2022-02-08)"
        );
    }
}
