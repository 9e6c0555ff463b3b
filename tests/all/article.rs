//! Importing articles as people have them: the first article, a web page, Markdown, wrapped text, and anything at all.

use proptest::prelude::*;
use standpoint::{
    exchange::article::{Format, Hint, Import, Paragraphs, import, import_text},
    model::{BlockKind, DocumentId},
};

const CHOICE: &str = include_str!("../../assets/choice-china-russia-joint-statement.txt");

fn read(text: &str, format: Format) -> Import {
    let hint = Hint {
        format: Some(format),
        ..Hint::default()
    };
    import_text(text, hint).expect("an article")
}

fn shown(import: &Import) -> Vec<(BlockKind, &str)> {
    import.blocks.iter().map(|b| (b.kind, &*b.text)).collect()
}

fn remarks(import: &Import) -> Vec<String> {
    import.remarks.iter().map(ToString::to_string).collect()
}

use BlockKind::{Heading, ListItem, Paragraph, Quotation};

#[test]
fn the_first_article_comes_in_byte_for_byte_with_its_section_titles_proposed() {
    let mut article = import(CHOICE.as_bytes(), Hint::default()).unwrap();
    let texts: Vec<&str> = article.blocks.iter().map(|b| &*b.text).collect();
    let lines: Vec<&str> = CHOICE.split('\n').filter(|l| !l.is_empty()).collect();
    assert_eq!(texts, lines);
    let proposed: Vec<_> = article.blocks.iter().filter(|b| b.proposed.is_some()).collect();
    let titles: Vec<&str> = proposed.iter().map(|b| &*b.text).collect();
    assert_eq!(
        titles,
        [
            "Russian Perspective",
            "China Drops Cautious Approach to European Security",
            "What’s Next for Sino-Russian Ties"
        ]
    );
    assert!(proposed.iter().all(|b| b.kind == Heading(2)));
    assert_eq!(article.blocks[0].kind, Paragraph);
    assert_eq!((&*article.about.source, &*article.about.title), ("CHOICE", ""));
    assert_eq!(
        remarks(&article),
        ["Filled in from the text: source", "3 headings proposed"]
    );

    let at = article.blocks.iter().position(|b| b.proposed.is_some()).unwrap();
    article.blocks[at].accept(false);
    assert_eq!(article.blocks[at].kind, Paragraph);
    article.blocks[at].accept(true);
    let document = article.into_document(DocumentId::from_name("choice"));
    assert_eq!(document.body.text(), lines.join("\n"));
    assert_eq!(document.body.blocks()[at].kind, Heading(2));
}

#[test]
fn wrapped_lines_become_paragraphs_and_it_is_said() {
    let text = "The Conference was opened by its President, who welcomed the delegates and\r\n\
                spoke at some length of the work that lay before them in the year to come and\r\n\
                of the co-\r\noperation that it would need.\r\n\r\n\
                2. He hoped that the statement would be read with good will, and that nobody\r\n\
                would be\u{a0}left in doubt about the intentions of the Member States.\r\n";
    let article = read(text, Format::Plain);
    assert_eq!(article.paragraphs, Some(Paragraphs::Wrapped));
    assert_eq!(article.blocks.len(), 2);
    assert!(
        article.blocks[0]
            .text
            .ends_with("of the co- operation that it would need.")
    );
    assert!(article.blocks[1].text.contains("nobody would be\u{a0}left in doubt"));
    let said = remarks(&article).join("; ");
    for part in [
        "7 lines ended with CR LF",
        "4 hard line breaks joined",
        "1 joined line ended with a hyphen",
    ] {
        assert!(said.contains(part), "{part:?} in {said:?}");
    }
}

#[test]
fn bullets_and_quotations_are_known_in_plain_text() {
    let article = read(
        "Aims:\n• one\n• two\n> said\n> twice\n— Кто это?\n* a footnote",
        Format::Plain,
    );
    assert_eq!(
        shown(&article),
        [
            (Paragraph, "Aims:"),
            (ListItem, "one"),
            (ListItem, "two"),
            (Quotation, "said"),
            (Quotation, "twice"),
            (Paragraph, "— Кто это?"),
            (Paragraph, "* a footnote"),
        ]
    );
}

#[test]
fn markdown_keeps_its_structure() {
    let text = "---\ntitle: \"Ties\"\nauthors: [Jane Doe, John Roe]\ndate: 4 February 2022\n---\n\n# Ties\n\n\
                Some *emphasis*, a [link](http://example.org) and\na soft break.\n\n> Quoted <Beijing>\n\n\
                1. one\n   - nested\n2. two\n\n```\ncode a\n\ncode b\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let article = read(text, Format::Markdown);
    assert_eq!(
        shown(&article),
        [
            (Heading(1), "Ties"),
            (Paragraph, "Some emphasis, a link and a soft break."),
            (Quotation, "Quoted <Beijing>"),
            (ListItem, "1. one"),
            (ListItem, "nested"),
            (ListItem, "2. two"),
            (Paragraph, "code a"),
            (Paragraph, "code b"),
            (Paragraph, "a | b"),
            (Paragraph, "1 | 2"),
        ]
    );
    let about = &article.about;
    assert_eq!(
        (&*about.title, &*about.author, &*about.date),
        ("Ties", "Jane Doe, John Roe", "2022-02-04")
    );
}

#[test]
fn a_web_page_is_reduced_to_its_article() {
    let sentence = "The two powers, united by their opposition, issued a\u{a0}statement that may become a milestone. ";
    let long = sentence.repeat(4);
    let page = format!(
        "<!DOCTYPE html><html lang=\"en-GB\"><head><title>Ties That Bind Two Powers | The Paper</title>\
         <link rel=canonical href=\"https://example.org/ties\"><meta property=\"og:site_name\" content=\"The Paper\">\
         <meta name=author content=\"Jane Doe\"><meta property=\"article:published_time\" content=\"2022-02-10T08:00:00Z\">\
         <script>var menu = 'SCRIPT';</script></head><body><nav><ul><li><a href=/>MENU</a></ul></nav>\
         <div class=advert>ADVERT</div><article><h1>Ties That Bind Two Powers</h1><p>{long}</p><h2>What Next</h2>\
         <p>{long}</p><blockquote><p>{long}</p></blockquote><ul><li>{sentence}<li>{sentence}</ul><p>{long}</p></article>\
         <footer>FOOTER</footer></body></html>"
    );
    let hint = Hint {
        file_name: "ties.html",
        ..Hint::default()
    };
    let article = import(page.as_bytes(), hint).unwrap();
    let about = &article.about;
    assert_eq!((&*about.author, &*about.source), ("Jane Doe", "The Paper"));
    assert_eq!(
        (&*about.address, &*about.date),
        ("https://example.org/ties", "2022-02-10")
    );
    assert!(about.title.starts_with("Ties That Bind Two Powers"));
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    let all: String = article.blocks.iter().map(|b| format!("{}\n", b.text)).collect();
    for noise in ["MENU", "SCRIPT", "FOOTER"] {
        assert!(!all.contains(noise), "{noise} is gone from {all}");
    }
    assert!(
        article
            .blocks
            .iter()
            .any(|b| b.kind == Heading(2) && &*b.text == "What Next")
    );
    assert!(
        article
            .blocks
            .iter()
            .any(|b| b.kind == Quotation && &*b.text == long.trim_end())
    );
    assert_eq!(article.blocks.iter().filter(|b| b.kind == ListItem).count(), 2);
}

#[test]
fn a_trap_is_read_as_plain_text_and_it_is_said() {
    let article = read(&"<div>a".repeat(200_000), Format::Html);
    assert!(article.remarks.iter().any(|r| r.is_warning()), "{:?}", article.remarks);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>, which in 0_usize..3) {
        let hint = Hint { format: Some(Format::ALL[which]), ..Hint::default() };
        if let Ok(article) = import(&bytes, hint) {
            prop_assert!(!article.blocks.is_empty());
        }
    }

    #[test]
    fn any_marked_up_text_is_read_or_refused(
        text in "([<>/=\"'&;#*_`|~+!-]|\\[|\\]|\n|\r|\t| |a|é|中|\u{301}|<p>|<li>|<td>|<table>|</div>|<q>|1\\. |\u{c}){0,120}",
        which in 0_usize..3,
    ) {
        let hint = Hint { format: Some(Format::ALL[which]), ..Hint::default() };
        if let Ok(article) = import_text(&text, hint) {
            prop_assert!(!article.blocks.is_empty());
        }
    }

    /// Every word of a plain text comes out, in order, whichever way its lines are read.
    #[test]
    fn no_word_is_lost(
        lines in prop::collection::vec("(  )?([A-Za-zéЖ][a-zé.,’\u{301}\u{ad}]{0,9}(\u{a0}| |   |\t)?){0,14}", 1..30),
        ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\u{c}", "\u{2029}"]), 30),
        wrapped: Option<bool>,
    ) {
        let text: String = lines.iter().zip(&ends).flat_map(|(line, end)| [line.as_str(), end]).collect();
        let hint = Hint {
            format: Some(Format::Plain),
            keep_page_lines: true,
            paragraphs: wrapped.map(|w| if w { Paragraphs::Wrapped } else { Paragraphs::Lines }),
            ..Hint::default()
        };
        if let Ok(article) = import_text(&text, hint) {
            let words: Vec<&str> = article.blocks.iter().flat_map(|b| b.text.split_whitespace()).collect();
            prop_assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
        } else {
            prop_assert!(text.trim().is_empty());
        }
    }
}
