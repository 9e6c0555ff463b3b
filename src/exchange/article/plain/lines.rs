//! A text's lines, and what can be told from each alone.

use super::super::headings::ends_a_sentence;

/// One line, without its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// As it stands.
    pub whole: &'a str,
    /// Without spaces and tabs at its ends.
    pub text: &'a str,
    /// Spaces before the text; a tab counts as four.
    pub indent: usize,
    /// Columns from the start of the text to its end; Chinese, Japanese and Korean characters take two.
    pub width: usize,
    /// Whether a page begins here.
    pub new_page: bool,
}

impl Line<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_a_sentence(&self) -> bool {
        ends_a_sentence(self.text)
    }

    /// Whether its first letter is a small one: it goes on with something.
    pub(super) fn starts_small(&self) -> bool {
        self.text
            .trim_start_matches(['"', '“', '‘', '\'', '(', '«', '„', '['])
            .starts_with(char::is_lowercase)
    }

    /// Columns of its first word.
    pub(super) fn first_word(&self) -> usize {
        self.text.split([' ', '\t']).next().map_or(0, columns)
    }

    /// Whether it is all capitals.
    pub(super) fn is_capitals(&self) -> bool {
        let mut capitals = 0;
        for c in self.text.chars() {
            if c.is_lowercase() {
                return false;
            }
            capitals += usize::from(c.is_uppercase());
        }
        capitals >= 3
    }

    /// Whether it is nothing but a row of signs, as between sections.
    pub(super) fn is_separator(&self) -> bool {
        let mut signs = 0;
        for c in self.text.chars().filter(|c| !c.is_whitespace()) {
            if !matches!(
                c,
                '-' | '=' | '*' | '_' | '~' | '#' | '—' | '–' | '─' | '═' | '·' | '•' | '⁂'
            ) {
                return false;
            }
            signs += 1;
        }
        signs >= 3
    }

    /// Whether it is set in columns: a tab or four spaces between words, or three spaces more than once.
    pub(super) fn is_columns(&self) -> bool {
        let (mut spaces, mut gaps) = (0, 0);
        for c in self.text.chars() {
            match c {
                '\t' => return true,
                ' ' => spaces += 1,
                _ => {
                    if spaces >= 4 {
                        return true;
                    }
                    gaps += usize::from(spaces == 3);
                    spaces = 0;
                }
            }
        }
        gaps >= 2
    }

    /// The number it begins with, as paragraphs and lists do: "12. The", "3) the", "(4) the".
    pub(super) fn number(&self) -> Option<u16> {
        let rest = self.text.strip_prefix('(').unwrap_or(self.text);
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &rest[..rest.len() - after.len()];
        let mut after = after.chars();
        let ends = matches!(after.next(), Some('.' | ')')) && after.next().is_some_and(char::is_whitespace);
        if ends && digits.len() <= 3 {
            digits.parse().ok()
        } else {
            None
        }
    }
}

/// Whether lines are broken between such characters without a space.
pub(in super::super) fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{312f}' | '\u{31a0}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars()
        .map(|c| {
            if is_spaceless(c) || matches!(c, '\u{ac00}'..='\u{d7a3}') {
                2
            } else {
                1
            }
        })
        .sum()
}

/// How a text's lines end.
#[derive(Debug, Default)]
pub(super) struct Ends {
    pub crlf: usize,
    pub cr: usize,
    pub other: usize,
    pub form_feeds: usize,
}

/// Splits a text at every kind of line break.
pub(super) fn split(text: &str) -> (Vec<Line<'_>>, Ends) {
    let (mut lines, mut ends) = (Vec::new(), Ends::default());
    let (mut start, mut new_page) = (0, false);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut next = at + c.len_utf8();
        match c {
            '\n' => {}
            '\r' if chars.next_if(|(_, c)| *c == '\n').is_some() => {
                next += 1;
                ends.crlf += 1;
            }
            '\r' => ends.cr += 1,
            '\u{c}' => ends.form_feeds += 1,
            '\u{b}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ends.other += 1,
            _ => continue,
        }
        lines.push(line(&text[start..at], new_page));
        new_page = c == '\u{c}';
        // A paragraph separator does what a blank line does.
        if c == '\u{2029}' {
            lines.push(line("", false));
        }
        start = next;
    }
    lines.push(line(&text[start..], new_page));
    (lines, ends)
}

fn line(whole: &str, new_page: bool) -> Line<'_> {
    let start = whole.trim_start_matches([' ', '\t']);
    let indent = &whole[..whole.len() - start.len()];
    let text = start.trim_end_matches([' ', '\t']);
    Line {
        whole,
        text,
        indent: indent.bytes().map(|b| if b == b'\t' { 4 } else { 1 }).sum(),
        width: columns(text),
        new_page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_split_at_every_line_break() {
        let (lines, ends) = split("a\r\nb\rc\u{c}d\u{2028}e\u{2029}f\n");
        let texts: Vec<&str> = lines.iter().map(|l| l.text).collect();
        assert_eq!(texts, ["a", "b", "c", "d", "e", "", "f", ""]);
        assert_eq!((ends.crlf, ends.cr, ends.form_feeds, ends.other), (1, 1, 1, 2));
        assert_eq!(lines.iter().position(|l| l.new_page), Some(3));
    }

    #[test]
    fn a_line_tells_what_it_is() {
        let one = |text| line(text, false);
        assert_eq!((one("\t  中 a").indent, one("  中 a ").width), (6, 4));
        assert_eq!((one("12. The").number(), one("(3) the").number()), (Some(12), Some(3)));
        assert_eq!((one("1958. The").number(), one("3.5 per cent").number()), (None, None));
        assert!(one("A    B").is_columns() && one("A\tB").is_columns() && !one("A.  B").is_columns());
        assert!(one("* * *").is_separator() && !one("* a *").is_separator() && !one("-").is_separator());
        assert!(one("GC(II)/OR.14").is_capitals() && !one("1958").is_capitals());
    }
}
