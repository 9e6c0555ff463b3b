//! Running heads and page numbers: what stands at the top or bottom of page after page, with only digits differing; or,
//! in a text read by a machine, with its beginning the same and the rest as the machine misread it.

use std::collections::BTreeMap;

use super::lines::Line;

/// Lines looked at, at the top and at the bottom of a page.
const DEPTH: usize = 2;
/// The longest running line, in columns.
const WIDEST: usize = 60;
/// On how many pages a line must come back.
const PAGES: usize = 3;
/// Letters at the beginning of a line by which a misread running line is known.
const STEM: usize = 16;
/// One page in so many must have a misread running line.
const SHARE: usize = 4;
/// The longest misread running line, in columns.
const WIDEST_MISREAD: usize = 130;

/// Takes running lines out of a text that form feeds divide into pages; gives how many and one of them.
pub(super) fn remove_running_lines(lines: &mut Vec<Line<'_>>) -> Option<(usize, String)> {
    let mut edges = Vec::new();
    let mut pages = 1;
    let mut page_start = 0;
    for at in 1..=lines.len() {
        if at < lines.len() && !lines[at].new_page {
            continue;
        }
        pages += usize::from(at < lines.len());
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
    edges.retain(|at| lines[*at].width <= WIDEST_MISREAD);
    let short = |at: &usize| lines[*at].width <= WIDEST && !lines[*at].ends_a_sentence();

    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut stems: BTreeMap<String, usize> = BTreeMap::new();
    for at in &edges {
        if short(at) {
            *times.entry(pattern(lines[*at].text)).or_default() += 1;
        }
        if let Some(stem) = stem_of(&lines[*at]) {
            *stems.entry(stem).or_default() += 1;
        }
    }
    edges.retain(|at| {
        let text = lines[*at].text;
        let same = short(at) && times.get(&pattern(text)).is_some_and(|n| *n >= PAGES);
        same || stem_of(&lines[*at])
            .and_then(|s| stems.get(&s))
            .is_some_and(|n| *n >= PAGES.max(pages / SHARE))
    });
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

/// The first letters of a line, without the spaces between them; `None` if it has fewer, or ends a sentence as running
/// lines do not.
fn stem_of(line: &Line<'_>) -> Option<String> {
    if line.ends_a_sentence() {
        return None;
    }
    let letters = line
        .text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase);
    let stem: String = letters.take(STEM).collect();
    (stem.chars().count() == STEM).then_some(stem)
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
    fn running_heads_that_a_machine_misread_go() {
        let misread = [
            "Work Product // May Contain",
            "Werk-Preduet // MayCon tain Materi",
            "Wo",
            "Worl: P- // M",
        ];
        let pages: Vec<String> = (0..8)
            .map(|n| {
                let space = if n % 2 == 0 { " " } else { "" };
                let head = format!("U.S. Department{space}of Justice {}", misread[n % 4]);
                format!("{head}\n\nOn page {n} stands this sentence of the report.\n")
            })
            .collect();
        let (left, removed) = texts(&format!("The title\n\nThe first page.\n\u{c}{}", pages.join("\u{c}")));
        assert_eq!((left.len(), removed), (10, 8), "{left:?}");
        assert!(left.iter().all(|line| !line.starts_with("U.S. Dep")));
    }

    #[test]
    fn without_pages_nothing_goes() {
        assert_eq!(texts("Page 1\na\nPage 2\nb\nPage 3\nc").1, 0);
        assert_eq!(texts("Page 1\na\n\u{c}Page 2\nb").1, 0, "two pages are not enough");
    }
}
