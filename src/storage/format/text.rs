//! Strings as the save file writes them.
//!
//! Only what would end the string, break the line or hide from a reader is escaped; everything else stands as it is,
//! so that an article reads as an article and a comparison of two versions shows words.

/// Bytes that may begin a character to escape: a first sieve, since almost no byte of a text is one.
const SUSPECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table[0x7f] = true;
    table[0xc2] = true; // U+0080 to U+00BF
    table[0xd8] = true; // U+0600 to U+063F
    table[0xe2] = true; // U+2000 to U+2FFF
    table[0xef] = true; // U+F000 to U+FFFF
    table
};

/// Whether a character must not stand in the file as it is.
fn is_escaped(c: char) -> bool {
    matches!(c,
        '"' | '\\'
        | '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{2028}' | '\u{2029}'
        // Controls of the writing direction: they can make a line read as other than it is.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}')
}

/// Appends `text` as a string of RON, quotation marks included.
pub(super) fn push_string(out: &mut String, text: &str) {
    out.push('"');
    let bytes = text.as_bytes();
    let mut kept = 0;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| SUSPECT[usize::from(*b)]) {
        at += next;
        // A suspect byte is ASCII or begins a character, so `at` is a character's boundary.
        let Some(c) = text[at..].chars().next() else { break };
        if is_escaped(c) {
            out.push_str(&text[kept..at]);
            push_escape(out, c);
            kept = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    out.push_str(&text[kept..]);
    out.push('"');
}

fn push_escape(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ => out.extend(c.escape_unicode()),
    }
}

/// `text` in quotation marks for a message, cut after `most` characters, with nothing in it that would upset a
/// terminal.
pub(super) fn quoted(text: &str, most: usize) -> String {
    let mut out = String::new();
    match text.char_indices().nth(most) {
        None => push_string(&mut out, text),
        Some((end, _)) => {
            push_string(&mut out, &text[..end]);
            out.insert(out.len() - 1, '…');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        push_string(&mut out, text);
        out
    }

    #[test]
    fn only_what_must_be_is_escaped() {
        for (text, expected) in [
            (
                "“NATO’s” expansion — de\u{a0}facto",
                "\"“NATO’s” expansion — de\u{a0}facto\"",
            ),
            ("中国 Россия روسيا e\u{301} 👩‍👩‍👧", "\"中国 Россия روسيا e\u{301} 👩‍👩‍👧\""),
            ("a \"b\" c:\\d 'e'", "\"a \\\"b\\\" c:\\\\d 'e'\""),
            ("1\n2\r\n3\t4", "\"1\\n2\\r\\n3\\t4\""),
            ("\0\u{1b}\u{7f}\u{85}", "\"\\u{0}\\u{1b}\\u{7f}\\u{85}\""),
            (
                "\u{2028}\u{202e}\u{feff}\u{61c}",
                "\"\\u{2028}\\u{202e}\\u{feff}\\u{61c}\"",
            ),
        ] {
            assert_eq!(written(text), expected);
        }
    }

    #[test]
    fn long_texts_are_cut_in_messages() {
        assert_eq!(quoted("a long text", 6), "\"a long…\"");
        assert_eq!(quoted("short\n", 6), "\"short\\n\"");
    }

    proptest! {
        /// Whatever the text, it is read back as it was, and no character that must be escaped stands raw.
        #[test]
        fn strings_round_trip(text in prop_oneof![any::<String>(), "[\"\\\\\n\u{2028}\u{202e}\u{feff}\u{85}aé’\u{200f}\u{61c}]*"]) {
            let ron = written(&text);
            prop_assert_eq!(ron::from_str::<String>(&ron), Ok(text));
            prop_assert!(!ron[1..ron.len() - 1].replace("\\\\", "").replace("\\\"", "").contains(|c| is_escaped(c) && c != '\\'));
        }
    }
}
