//! Whether a page can be read in linear time: bounds on its size and nesting, taken before the work is done.
//!
//! An HTML parser walks up the open elements at many tags, and copies open formatting elements at some; searching for
//! an article walks up and down for every element. All of it is fast on pages that people read, and quadratic on
//! pages made to be slow.

use std::collections::BTreeMap;

use dom_query::NodeRef;

/// Bound on the tags' depths taken together.
const STEPS: u64 = 60_000_000;
/// Bound on the formatting elements open at each tag, taken together: so many copies the parser may make.
const COPIES: u64 = 2_000_000;
/// The deepest tree that is walked.
const DEEPEST: usize = 1500;
/// The most elements, and the deepest tree, in which an article is searched for.
const MOST_TO_SEARCH: usize = 60_000;
const DEEPEST_TO_SEARCH: usize = 200;

/// Bound on the pairs of attributes that the parser compares, tag by tag.
const PAIRS: u64 = 100_000_000;
/// Bound on the bytes looked at in counting attributes, as a multiple of the text's length.
const LOOKS: usize = 16;
/// Bound on what writing the article as HTML looks at: characters to escape, times the text around them.
const ESCAPES: u64 = 10_000_000_000;
/// The longest and deepest description of itself (JSON-LD) that is read in a page, in bytes and brackets.
const LONGEST_DESCRIPTION: usize = 256 << 10;
const DEEPEST_DESCRIPTION: usize = 40;

/// Bytes of a tag's name that are told apart.
const NAME: usize = 12;

/// Whether a parser will be done with a text in reasonable time.
///
/// Counts everything that looks like a tag, in comments and scripts too: what hides a tag from this count must not be
/// able to show it to the parser.
pub(super) fn can_be_parsed(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut open: BTreeMap<[u8; NAME], u64> = BTreeMap::new();
    let (mut depth, mut formatting) = (0_u64, 0_u64);
    let (mut steps, mut copies, mut pairs) = (0_u64, 0_u64, 0_u64);
    let mut looks = bytes.len().saturating_mul(LOOKS).max(1 << 16);
    for at in memchr::memchr_iter(b'<', bytes) {
        let closes = bytes.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closes);
        let mut name = [0; NAME];
        let letters = bytes[start..]
            .iter()
            .take(NAME)
            .take_while(|b| b.is_ascii_alphanumeric());
        for (to, from) in name.iter_mut().zip(letters) {
            *to = from.to_ascii_lowercase();
        }
        if !name[0].is_ascii_alphabetic() {
            continue;
        }
        let text = name.split(|b| *b == 0).next().unwrap_or_default();
        let formats = matches!(
            text,
            b"a" | b"b"
                | b"big"
                | b"code"
                | b"em"
                | b"font"
                | b"i"
                | b"nobr"
                | b"s"
                | b"small"
                | b"strike"
                | b"strong"
                | b"tt"
                | b"u"
        );
        let (attributes, looked) = attributes(&bytes[start..bytes.len().min(start + looks)]);
        if looked == looks {
            return false;
        }
        looks -= looked;
        pairs += attributes * attributes;
        steps += depth;
        copies += formatting;
        if steps > STEPS || copies > COPIES || pairs > PAIRS {
            return false;
        }
        let leaf = matches!(
            text,
            b"area"
                | b"base"
                | b"br"
                | b"col"
                | b"embed"
                | b"hr"
                | b"img"
                | b"input"
                | b"link"
                | b"meta"
                | b"param"
                | b"source"
                | b"track"
                | b"wbr"
        );
        // These end the one before them, so that leaving out their end tag nests nothing.
        let ends_its_like = matches!(text, b"p" | b"li" | b"dd" | b"dt");
        if leaf || ends_its_like {
            continue;
        }
        let count = open.entry(name).or_default();
        if !closes {
            *count += 1;
            depth += 1;
            formatting += u64::from(formats);
        } else if *count > 0 {
            *count -= 1;
            depth -= 1;
            formatting -= u64::from(formats);
        }
    }
    true
}

/// Where a tag's reader is, in the words of the HTML standard's tokenizer.
#[derive(Clone, Copy)]
enum At {
    TagName,
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Value,
    Quoted(u8),
}

/// How many attributes a tag has whose name begins here, and how many bytes were looked at to know.
fn attributes(tag: &[u8]) -> (u64, usize) {
    let mut count = 0;
    let mut state = At::TagName;
    for (at, byte) in tag.iter().copied().enumerate() {
        let space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
        state = match (state, byte) {
            (At::Quoted(quote), _) if byte != quote => state,
            (At::Quoted(_), _) => At::BeforeName,
            (_, b'>') => return (count, at + 1),
            (At::TagName | At::Name, b'/') | (At::TagName, _) if space || byte == b'/' => At::BeforeName,
            (At::TagName, _) => At::TagName,
            (At::BeforeName, _) if space || byte == b'/' => At::BeforeName,
            (At::Name, _) if space => At::AfterName,
            (At::AfterName | At::BeforeValue, _) if space => state,
            (At::Name | At::AfterName, b'=') => At::BeforeValue,
            (At::AfterName, b'/') => At::BeforeName,
            (At::Name, _) => At::Name,
            (At::BeforeName | At::AfterName, _) => {
                count += 1;
                At::Name
            }
            (At::BeforeValue, b'"' | b'\'') => At::Quoted(byte),
            (At::BeforeValue, _) => At::Value,
            (At::Value, _) if space => At::BeforeName,
            (At::Value, _) => At::Value,
        };
    }
    (count, tag.len())
}

/// Whether a page's descriptions of itself (JSON-LD) are of a size and depth that can be read.
pub(super) fn can_be_described<'a>(descriptions: impl Iterator<Item = &'a str>) -> bool {
    let mut length = 0;
    for text in descriptions {
        length += text.len();
        let (mut depth, mut deepest) = (0_usize, 0);
        for byte in text.bytes() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            deepest = deepest.max(depth);
        }
        if deepest > DEEPEST_DESCRIPTION {
            return false;
        }
    }
    length <= LONGEST_DESCRIPTION
}

/// What HTML's writer looks at to escape a text.
fn escapes(text: &str) -> u64 {
    let special = memchr::memchr3_iter(b'&', b'<', b'>', text.as_bytes()).count();
    let more = memchr::memchr2_iter(b'"', 0xc2, text.as_bytes()).count();
    (special + more) as u64 * text.len() as u64
}

/// Whether an article can be searched for in a tree; `None` if it is too deep even to be walked.
pub(super) fn of_tree(root: &NodeRef<'_>) -> Option<bool> {
    let (mut elements, mut depth, mut deepest) = (0, 0_usize, 0_usize);
    let mut escaped = 0_u64;
    let mut node = *root;
    'nodes: loop {
        if let Some(element) = node.element_ref() {
            elements += 1;
            escaped += element.attrs.iter().map(|a| escapes(&a.value)).sum::<u64>();
        } else if node.is_text() {
            escaped += escapes(&node.text());
        }
        if let Some(child) = node.first_child() {
            depth += 1;
            deepest = deepest.max(depth);
            node = child;
            continue;
        }
        loop {
            if depth == 0 {
                break 'nodes;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            depth -= 1;
            match node.parent() {
                Some(parent) => node = parent,
                None => break 'nodes,
            }
        }
    }
    let searchable = elements <= MOST_TO_SEARCH && deepest <= DEEPEST_TO_SEARCH && escaped <= ESCAPES;
    (deepest <= DEEPEST).then_some(searchable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_as_the_parser_sees_them() {
        for (tag, expected) in [
            ("p>a b", 0),
            ("p a b=c d='e f' g=\"h>i\" j>", 5),
            ("p/a/b=c/d>", 2),
            ("p a = b c=\"d\"e>", 3),
            ("p =\"a b c\" d>", 4),
            ("p a=b =\"c d>", 3),
            ("p a\"b c>", 2),
        ] {
            assert_eq!(attributes(tag.as_bytes()).0, expected, "{tag}");
        }
    }

    #[test]
    fn pages_as_they_are_can_be_parsed_and_traps_cannot() {
        let page = "<div class='a'><p>Some <b>text</b> and <a href=x>more</a>.<ul><li>one<li>two</ul></div>\n";
        assert!(can_be_parsed(&page.repeat(20_000)));
        assert!(can_be_parsed(&"<p>a".repeat(200_000)));
        assert!(!can_be_parsed(&"<div>".repeat(200_000)), "nesting");
        assert!(
            !can_be_parsed(&"<div></x>".repeat(200_000)),
            "nesting behind end tags of nothing"
        );
        assert!(
            !can_be_parsed(&"<font size=1><p>".repeat(200_000)),
            "formatting that is copied"
        );
        assert!(!can_be_parsed(&format!("<p {}>", "a ".repeat(200_000))), "attributes");
        assert!(!can_be_parsed(&"<a ".repeat(200_000)), "a tag that never ends");
    }

    #[test]
    fn descriptions_are_bounded() {
        assert!(can_be_described(["{\"@type\": [\"Article\"]}"].into_iter()));
        assert!(!can_be_described([&*"[".repeat(100)].into_iter()));
    }
}
