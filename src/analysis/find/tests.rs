//! Finding, against tables and against a plain way of doing the same.

use proptest::prelude::*;

use super::*;
use crate::model::{Block, BlockKind};

const ARTICLE: &str = include_str!("../../../assets/choice-china-russia-joint-statement.txt");

fn body(text: &str) -> Body {
    Body::new(text.split('\n').map(|t| Block::new(BlockKind::Paragraph, t)).collect())
}

fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        ..Query::default()
    }
}

fn found(body: &Body, query: &Query) -> Vec<String> {
    ranges(body, query).into_iter().map(|r| body.slice_clamped(r)).collect()
}

fn ranges(body: &Body, query: &Query) -> Vec<Range<u32>> {
    let Some(finder) = Finder::new(query).expect("a sound query") else {
        return Vec::new();
    };
    let folded = finder.folded(body);
    finder.hits(&folded).collect()
}

#[test]
fn plain_spaces_find_the_article_s_no_break_ones() {
    let blocks: Vec<&str> = ARTICLE.lines().filter(|l| !l.is_empty()).collect();
    let body = body(&blocks.join("\n"));
    let hits = found(&body, &query("a de facto rebuilding"));
    assert_eq!(hits, ["a\u{a0}de facto rebuilding"]);
    assert_eq!(found(&body, &query("NATO's expansion")), ["NATO’s expansion"]);
}

#[test]
fn what_is_found() {
    let words = |text: &str| Query {
        words: true,
        ..query(text)
    };
    let accents = |text: &str| Query {
        accents: true,
        ..query(text)
    };
    let regex = |text: &str| Query {
        regex: true,
        ..query(text)
    };
    for (text, query, expected) in [
        ("the US told us", query("us"), &["US", "us"][..]),
        ("a  b\nA b", query("a b"), &["a  b", "A b"]),
        ("the end\nof it", query("end of"), &["end\nof"]),
        ("co\u{ad}operate co-operate", query("cooperate"), &["co\u{ad}operate"]),
        ("“so” and \"so\"", query("\"so\""), &["“so”", "\"so\""]),
        ("1939–1945", query("1939-1945"), &["1939–1945"]),
        ("cafe\u{301} café cafe", query("café"), &["cafe\u{301}", "café", "cafe"]),
        ("cafe\u{301} café cafe", accents("café"), &["cafe\u{301}", "café"]),
        ("cafe\u{301} café cafe", accents("cafe"), &["cafe"]),
        ("aaaa", query("aa"), &["aa", "aa"]),
        ("nana na na", words("na na"), &["na na"]),
        ("NATO’s, non-NATO, Natolin", words("nato"), &["NATO", "NATO"]),
        ("中国反对", words("中国"), &["中国"]),
        ("🙂 ok 🙂", query("ok 🙂"), &["ok 🙂"]),
        ("anything", query("  "), &[]),
        ("anything", query("\u{ad}"), &[]),
        ("Xi and Putin\u{a0}met", regex("putin m.t"), &["Putin\u{a0}met"]),
        ("one\ntwo one", regex("^\\w+$"), &["one"]),
        ("one\ntwo", regex("o.*"), &["one", "o"]),
        ("“a” ‘b’", regex("[\"'].[\"']"), &["“a”", "‘b’"]),
        ("ab", regex("x*"), &[]),
        ("Łódź", regex("l.dz"), &["Łódź"]),
        ("US us", regex("(?-i)US"), &["US"]),
        ("Straße", regex("stra\\w+"), &["Straße"]),
    ] {
        assert_eq!(found(&body(text), &query), expected, "{query:?} in {text:?}");
    }
    let both = Query {
        words: true,
        ..regex("us|usa")
    };
    assert_eq!(found(&body("USA, us, bus"), &both), ["us"]);
}

#[test]
fn a_bad_expression_says_what_and_where() {
    for (text, what, at) in [
        ("(nato", "Unclosed group", Some(0)),
        ("é [a-", "Unclosed character class", Some(2)),
        (
            "a{2,1}",
            "Invalid repetition count range, the start must be <= the end",
            Some(1),
        ),
        ("*", "Repetition operator missing expression", Some(0)),
        ("\\p{Klingon}", "Unicode property not found", Some(0)),
        (
            "(?:\\w{500}){500}",
            "The expression is too large: it may take 1 MB",
            None,
        ),
    ] {
        let query = Query {
            regex: true,
            ..query(text)
        };
        let error = Finder::new(&query).expect_err(text);
        assert_eq!((error.what.as_str(), error.at), (what, at), "{text}");
    }
    // As words, they are just words.
    assert_eq!(found(&body("see (nato here"), &query("(nato")), ["(nato"]);
}

/// The same, character by character, by a map of its own.
mod plainly {
    use super::*;

    /// What a character stands for, for those that the texts below have; and whether it goes with the one before.
    fn letter(c: char, accents: bool) -> (&'static str, bool) {
        match c {
            'A' | 'a' => ("a", false),
            'E' | 'e' => ("e", false),
            'É' | 'é' if accents => ("e\u{301}", false),
            'É' | 'é' => ("e", false),
            '\u{301}' if accents => ("\u{301}", false),
            '\u{301}' => ("", true),
            'Ł' | 'ł' if accents => ("ł", false),
            'Ł' | 'ł' => ("l", false),
            'l' => ("l", false),
            ' ' | '\u{a0}' | '\u{2009}' | '\n' => (" ", false),
            '’' | '\'' => ("'", false),
            '–' | '-' => ("-", false),
            '“' | '"' => ("\"", false),
            '\u{ad}' => ("", false),
            'Ж' | 'ж' => ("ж", false),
            '中' => ("中", false),
            '🙂' => ("🙂", false),
            other => panic!("{other:?} is not in the texts"),
        }
    }

    fn letters(text: &str, accents: bool) -> Vec<(char, u32, u32)> {
        let mut out: Vec<(char, u32, u32)> = Vec::new();
        for (n, c) in text.chars().enumerate() {
            let n = n as u32;
            let (letters, with_last) = letter(c, accents);
            if with_last && let Some(last) = out.last_mut() {
                last.2 = n + 1;
            }
            for c in letters.chars() {
                match out.last_mut() {
                    Some(last) if c == ' ' && last.0 == ' ' => last.2 = n + 1,
                    _ => out.push((c, n, n + 1)),
                }
            }
        }
        out
    }

    pub(super) fn hits(text: &str, query: &Query) -> Vec<Range<u32>> {
        let (text, wanted) = (letters(text, query.accents), letters(&query.text, query.accents));
        let mut out = Vec::new();
        if wanted.iter().all(|(c, ..)| *c == ' ') {
            return out;
        }
        let in_word = |n: Option<usize>| {
            let c = n.and_then(|n| text.get(n)).map(|l| l.0);
            c.is_some_and(|c| "aelłж\u{301}".contains(c))
        };
        let mut at = 0;
        while at + wanted.len() <= text.len() {
            let end = at + wanted.len();
            let same = (0..wanted.len()).all(|n| text[at + n].0 == wanted[n].0);
            let inside = |n: usize| in_word(n.checked_sub(1)) && in_word(Some(n));
            let whole = !inside(at) && !inside(end);
            let accent_follows = text.get(end).is_some_and(|l| l.0 == '\u{301}');
            if same && (whole || !query.words) && !(query.accents && accent_follows) {
                out.push(text[at].1..text[end - 1].2);
                at = end;
            } else {
                at += 1;
            }
        }
        out
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn hits_are_those_of_the_plain_way(
        text in "[aAeEéÉ\u{301}Łłl \u{a0}\u{2009}\n’'–\\-“\"\u{ad}Жж中🙂]{0,40}",
        wanted in "[aeéE\u{301}łl \u{a0}’'\\-\u{ad}ж中🙂]{1,4}",
        accents: bool, words: bool,
    ) {
        let query = Query { text: wanted, accents, words, regex: false };
        prop_assert_eq!(ranges(&body(&text), &query), plainly::hits(&text, &query));
    }

    /// A regular expression of plain words finds what the words find, inside paragraphs.
    #[test]
    fn an_expression_of_words_finds_the_words(
        text in "[aAeEéŁl \u{a0}’–Жж中🙂]{0,40}", wanted in "[aeél’ж中]{1,3}", accents: bool, words: bool,
    ) {
        let plain = Query { text: wanted, accents, words, regex: false };
        let regex = Query { regex: true, ..plain.clone() };
        prop_assert_eq!(ranges(&body(&text), &regex), ranges(&body(&text), &plain));
    }

    /// Nothing that is typed panics, and every hit is a stretch of the text.
    #[test]
    fn nothing_typed_panics(text in "\\PC{0,60}", wanted in "\\PC{0,12}", accents: bool, words: bool, regex: bool) {
        let query = Query { text: wanted, accents, words, regex };
        let body = body(&text);
        if let Ok(Some(finder)) = Finder::new(&query) {
            let folded = finder.folded(&body);
            let mut last = 0;
            for hit in finder.hits(&folded) {
                prop_assert!(hit.start < hit.end && hit.end <= body.len() && hit.start >= last);
                last = hit.end;
            }
        }
    }
}
