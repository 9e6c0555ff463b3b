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
    let (mut steps, mut copies) = (0_u64, 0_u64);
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
        steps += depth;
        copies += formatting;
        if steps > STEPS || copies > COPIES {
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

/// Whether an article can be searched for in a tree; `None` if it is too deep even to be walked.
pub(super) fn of_tree(root: &NodeRef<'_>) -> Option<bool> {
    let (mut elements, mut depth, mut deepest) = (0, 0_usize, 0_usize);
    let mut node = *root;
    'nodes: loop {
        elements += usize::from(node.is_element());
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
    (deepest <= DEEPEST).then_some(elements <= MOST_TO_SEARCH && deepest <= DEEPEST_TO_SEARCH)
}
