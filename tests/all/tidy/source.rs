//! A source file as the rules read it.

/// One file of the program.
pub(super) struct Source {
    /// From the top of the repository, with slashes: `src/ui/mod.rs`.
    pub(super) path: String,
    /// As it is.
    pub(super) text: String,
    /// Without comments, and without test modules; line for line as the text.
    pub(super) shipped: String,
    /// Like `shipped`, and what stands in strings blanked out.
    pub(super) code: String,
}

impl Source {
    pub(super) fn new(path: &str, text: &str) -> Self {
        let shipped = without_tests(&blank(text, false));
        let code = without_tests(&blank(text, true));
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            shipped,
            code,
        }
    }

    /// The names from the crate's root to this file's module: `["ui", "dialog"]`, and none for `lib.rs`.
    pub(super) fn module(&self) -> Vec<&str> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut names: Vec<&str> = inner.split('/').collect();
        if matches!(names.last(), Some(&("mod" | "lib" | "main"))) {
            names.pop();
        }
        names
    }

    /// The first of them: what the design's table speaks of.
    pub(super) fn layer(&self) -> &str {
        self.module().first().copied().unwrap_or_default()
    }

    /// A message about a byte offset.
    pub(super) fn at(&self, offset: usize, message: &str) -> String {
        let line = self.text[..offset.min(self.text.len())].matches('\n').count() + 1;
        format!("{}:{line}: {message}", self.path)
    }
}

/// Blanks comments, and strings if asked, byte for byte, so that offsets stay.
fn blank(text: &str, strings: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut clear = |from: usize, to: usize| {
        for byte in &mut out[from..to.min(bytes.len())] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    };
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let word_before = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let end = if rest.starts_with(b"//") {
            let end = at + text[at..].find('\n').unwrap_or(rest.len());
            clear(at, end);
            end
        } else if rest.starts_with(b"/*") {
            let end = at + block_comment(rest);
            clear(at, end);
            end
        } else if !word_before && let Some(hashes) = raw_string(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            let start = at + text[at..].find('"').unwrap_or(0) + 1;
            let end = text[start..].find(&close).map_or(bytes.len(), |end| start + end);
            if strings {
                clear(start, end);
            }
            end + close.len()
        } else if rest[0] == b'"' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            if strings {
                clear(at + 1, end);
            }
            end + 1
        } else if rest[0] == b'\'' {
            at + character(&text[at..])
        } else {
            at + 1
        };
        at = end;
    }
    String::from_utf8(out).expect("whole characters were blanked")
}

fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// The number of hashes of the raw string that starts here, if one does.
fn raw_string(rest: &[u8]) -> Option<usize> {
    let rest = rest.strip_prefix(b"b").unwrap_or(rest).strip_prefix(b"r")?;
    let hashes = rest.iter().take_while(|byte| **byte == b'#').count();
    (rest.get(hashes) == Some(&b'"')).then_some(hashes)
}

/// The length of a character literal, or 1 for the quote of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some(_)) => rest[2..].find('\'').map_or(1, |end| end + 3).max(4),
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

/// Blanks `#[cfg(test)]` items that have a body at the left margin.
fn without_tests(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut inside = false;
    for line in code.split_inclusive('\n') {
        inside |= line.starts_with("#[cfg(test)]");
        if inside {
            out.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
            inside = !(line.starts_with('}') || (line.trim_end().ends_with(';') && !line.starts_with(' ')));
        } else {
            out.push_str(line);
        }
    }
    out
}

#[test]
fn comments_strings_and_tests_are_told_from_code() {
    let text = "//! a\nlet x = \"// crate::ui\"; // crate::app\nlet c = '\"'; let l: &'a str = r#\"crate::\"x\"#;\n\
                /* crate::cli /* nested */ */ use crate::model;\n#[cfg(test)]\nmod tests {\n    use crate::storage;\n}\n\
                let d = '\\''; let e = \"\\\"crate::ui\";\n";
    let source = Source::new("src/x.rs", text);
    assert_eq!(source.code.matches("crate::").count(), 1, "{}", source.code);
    assert!(source.code.contains("use crate::model;"));
    assert_eq!(source.shipped.matches("crate::").count(), 4, "{}", source.shipped);
    assert_eq!(source.code.len(), text.len());
    assert_eq!(source.code.matches('\n').count(), text.matches('\n').count());
}
