//! A web page to blocks: the article without menus and notices, and what the page says about it.
//!
//! `dom_smoothie` (a port of Mozilla's Readability) finds the article; [`walk`] makes blocks of any part of a page.
//! [`weight`] keeps away mark-up that would cost more than linear time.

mod walk;
mod weight;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::{Document, NodeRef};
use dom_smoothie::{Article, Config, Readability};

use super::{Format, Import, ImportedBlock, Remark, about, builder::Builder, plain};

/// What the article must have of the page's words at least; below it the finding is not trusted.
const SHARE: usize = 20;
/// A byline longer than this is something else, in code points.
const LONGEST_BYLINE: usize = 160;

/// Whether a text is a web page: a document type, `<html>` or a comment comes first, or there are paragraph tags.
pub(super) fn looks_like_a_page(text: &str) -> bool {
    const WITHIN: usize = 2048;
    let start = text.trim_start().trim_start_matches('\u{feff}');
    let mut end = start.len().min(WITHIN);
    while !start.is_char_boundary(end) {
        end -= 1;
    }
    let head = start[..end].to_ascii_lowercase();
    head.starts_with('<')
        && [
            "<!doctype html",
            "<html",
            "<head",
            "<body",
            "<p>",
            "<p ",
            "<div",
            "<article",
        ]
        .iter()
        .any(|tag| head.contains(tag))
}

/// Reads a web page.
pub(super) fn read(text: &str) -> Import {
    let mut import = Import::new(Format::Html);
    if !weight::can_be_parsed(text) {
        return as_plain_text(text, import);
    }
    let page = Document::from(text);
    let Some(body) = page.body() else {
        return as_plain_text(text, import);
    };
    let Some(readable) = weight::of_tree(&body) else {
        return as_plain_text(text, import);
    };
    let mut whole = Import::new(Format::Html);
    let skipped = walk::blocks(&body, Builder::new(&mut whole));
    let words = words_of(&whole.blocks) + skipped;

    read_head(&page, text, &mut import);
    let mut found = Import::new(Format::Html);
    if let Some((article, doc)) = readable.then(|| find_article(page)).flatten() {
        read_article(&article, &mut import);
        if let Some(root) = doc.select_single("#readability-page-1").nodes().first() {
            walk::blocks(root, Builder::new(&mut found));
        }
    }
    let kept = words_of(&found.blocks);
    let remarks = if kept == 0 || kept * SHARE < words {
        import.blocks = whole.blocks;
        import.remark(Remark::NoArticle);
        whole.remarks
    } else {
        import.blocks = found.blocks;
        import.remark(Remark::OfThePage { kept, all: words });
        found.remarks
    };
    about::fill_in(&mut import);
    import.remark(Remark::FilledIn(about::filled(&import.about)));
    import.remarks.extend(remarks);
    import
}

/// Puts the blocks of a piece of HTML into an import.
pub(super) fn push_fragment(html: &str, import: &mut Import) {
    if weight::can_be_parsed(html) {
        let page = Document::from(html);
        if let Some(body) = page.body()
            && weight::of_tree(&body).is_some()
        {
            let before = import.remarks.len();
            walk::blocks(&body, Builder::new(import));
            // The caller counts for the whole text.
            import.remarks.truncate(before);
            return;
        }
    }
    plain::push_lines(import, html);
}

fn as_plain_text(text: &str, mut import: Import) -> Import {
    plain::push_lines(&mut import, text);
    import.remark(Remark::TooIntricate);
    import
}

fn words_of(blocks: &[ImportedBlock]) -> usize {
    blocks.iter().map(|b| b.text.split_whitespace().count()).sum()
}

/// Finds the article; gives the page as the search leaves it, too.
fn find_article(page: Document) -> Option<(Article, Document)> {
    // The search was written for pages as they are; a page it trips over is still read, without it.
    catch_unwind(AssertUnwindSafe(|| {
        let descriptions = page.select("script[type='application/ld+json']");
        let texts: Vec<_> = descriptions.iter().map(|script| script.text()).collect();
        let config = Config {
            disable_json_ld: !weight::can_be_described(texts.iter().map(|text| &**text)),
            ..Config::default()
        };
        let mut search = Readability::with_document(page, None, Some(config)).ok()?;
        let article = search.parse().ok()?;
        Some((article, search.doc))
    }))
    .ok()
    .flatten()
}

/// What the page says about itself outside the article.
fn read_head(page: &Document, text: &str, import: &mut Import) {
    let attribute = |selector: &str, name: &str| {
        let value = page.select_single(selector).attr(name)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let address = [
        attribute("link[rel=canonical]", "href"),
        attribute("meta[property='og:url']", "content"),
        saved_from(text),
    ];
    if let Some(address) = address.into_iter().flatten().find(|a| about::web_address(a).is_some()) {
        import.about.address = address;
    }
    import.language = attribute("html", "lang");
    let title = page.select_single("title").text();
    import.about.title = one_line(&title);
    let date = attribute("[itemprop=datePublished]", "content")
        .or_else(|| attribute("[itemprop=datePublished]", "datetime"))
        .or_else(|| attribute("article time[datetime]", "datetime"));
    if let Some(date) = date.and_then(|date| about::iso_date(&date)) {
        import.about.date = date;
    }
}

/// The address that browsers write into a page they save.
fn saved_from(text: &str) -> Option<String> {
    const MARK: &str = "<!-- saved from url=(";
    const WITHIN: usize = 4096;
    let at = memchr::memmem::find(&text.as_bytes()[..text.len().min(WITHIN)], MARK.as_bytes())?;
    let (_, rest) = text[at + MARK.len()..].split_once(')')?;
    rest.split_whitespace().next().map(str::to_owned)
}

/// What the search found out about the article; it knows better than the page's head.
fn read_article(article: &Article, import: &mut Import) {
    let about = &mut import.about;
    let title = one_line(&article.title);
    if !title.is_empty() {
        about.title = title;
    }
    if let Some(byline) = &article.byline {
        let byline = one_line(byline);
        let byline = about::without_by(&byline);
        if byline.chars().count() <= LONGEST_BYLINE && about::web_address(byline).is_none() {
            about.author = byline.to_owned();
        }
    }
    if let Some(site) = &article.site_name {
        about.source = one_line(site);
    }
    if let Some(date) = article.published_time.as_deref().and_then(about::iso_date) {
        about.date = date;
    }
    if about.address.is_empty()
        && let Some(address) = article.url.as_deref().and_then(about::web_address)
    {
        about.address = address.to_owned();
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether text inside an element is no part of what is read.
fn is_noise(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.qual_name_ref() else { return false };
    matches!(
        &*name.local,
        "head" | "script" | "style" | "noscript" | "template" | "iframe" | "object" | "svg" | "math" | "canvas"
    )
}
