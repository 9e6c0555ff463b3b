//! Running heads and page numbers: what stands at the top or bottom of page after page, with only digits differing.

use std::collections::BTreeMap;

use super::lines::Line;

/// Lines looked at, at the top and at the bottom of a page.
const DEPTH: usize = 2;
/// The longest running line, in columns.
const WIDEST: usize = 60;
/// On how many pages a line must come back.
const PAGES: usize = 3;

/// Takes running lines out of a text that form feeds divide into pages; gives how many and one of them.
pub(super) fn remove_running_lines(lines: &mut Vec<Line<'_>>) -> Option<(usize, String)> {
    let mut edges = Vec::new();
    let mut page_start = 0;
    for at in 1..=lines.len() {
        if at < lines.len() && !lines[at].new_page {
            continue;
        }
        let page = page_start..at;
        let candidate = |at: &usize| !lines[*at].is_blank();
        // The first page's top is the title's place.
        if page_start > 0 {
            edges.extend(page.clone().filter(candidate).take(DEPTH));
        }
        let title = page.clone().find(candidate).filter(|_| page_start == 0);
        let foot = page.rev().filter(candidate).take(DEPTH);
        edges.extend(foot.filter(|at| Some(*at) != title));
        page_start = at;
    }
    edges.sort_unstable();
    edges.dedup();
    edges.retain(|at| lines[*at].width <= WIDEST && !lines[*at].ends_a_sentence());

    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for at in &edges {
        *times.entry(pattern(lines[*at].text)).or_default() += 1;
    }
    edges.retain(|at| times.get(&pattern(lines[*at].text)).is_some_and(|n| *n >= PAGES));
    let example = lines[*edges.first()?].text.to_owned();

    let removed = edges.len();
    let mut edges = edges.into_iter().peekable();
    let mut at = 0;
    let mut page_begins = false;
    lines.retain_mut(|line| {
        let running = edges.next_if_eq(&at).is_some();
        at += 1;
        page_begins |= line.new_page;
        if !running {
            line.new_page = std::mem::take(&mut page_begins);
        }
        !running
    });
    Some((removed, example))
}

/// The line with every number the same.
fn pattern(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_numeric() { '#' } else { c };
        if c != '#' || !out.ends_with('#') {
            out.extend(c.to_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    fn texts(text: &str) -> (Vec<String>, usize) {
        let (mut lines, _) = split(text);
        let removed = remove_running_lines(&mut lines).map_or(0, |(n, _)| n);
        let left = lines.iter().filter(|l| !l.is_blank()).map(|l| l.text.to_owned());
        (left.collect(), removed)
    }

    #[test]
    fn running_heads_go_and_titles_stay() {
        let pages = "Report 7\na\n\u{c}Report 7\nPage 2\n\nb\nb2\n\u{c}Report 7\nPage 3\nc\nc2\n\u{c}\nReport 7\nPage 4\nd\nd2\n";
        let (left, removed) = texts(pages);
        assert_eq!(left, ["Report 7", "a", "b", "b2", "c", "c2", "d", "d2"]);
        assert_eq!(removed, 6);
    }

    #[test]
    fn page_numbers_at_the_foot_go() {
        let (left, removed) = texts("a\n- 1 -\n\u{c}b\nb2\n- 2 -\n\u{c}c\nc2\n- 3 -\n\u{c}d\n");
        assert_eq!((left.len(), removed), (6, 3));
    }

    #[test]
    fn without_pages_nothing_goes() {
        assert_eq!(texts("Page 1\na\nPage 2\nb\nPage 3\nc").1, 0);
        assert_eq!(texts("Page 1\na\n\u{c}Page 2\nb").1, 0, "two pages are not enough");
    }
}
