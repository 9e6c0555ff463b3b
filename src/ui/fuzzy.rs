//! Finds names by a few of their letters, as palettes and pickers do.

/// How well `query` fits `name`: `None` if some letter of the query does not occur in order; else higher is better.
///
/// Letters that begin a word, and letters in a run, count more; the exact name most. Case and white space in the
/// query do not count. The empty query fits everything equally.
pub fn score(query: &str, name: &str) -> Option<i32> {
    let lower = name.to_lowercase();
    let wanted: Vec<char> = query.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if wanted.is_empty() {
        return Some(0);
    }
    let letters: Vec<char> = lower.chars().collect();
    let starts_word = |n: usize| n == 0 || !letters[n - 1].is_alphanumeric();
    // best[n]: the best score with the letters so far, the last of them at n.
    let mut best: Vec<Option<i32>> = Vec::new();
    for (w, want) in wanted.iter().enumerate() {
        let mut next = vec![None; letters.len()];
        let mut earlier: Option<i32> = None;
        for (n, letter) in letters.iter().enumerate() {
            if n > 0 && w > 0 {
                earlier = earlier.max(best[n - 1]);
            }
            if letter != want {
                continue;
            }
            let here = if starts_word(n) { 8 } else { 1 };
            next[n] = if w == 0 {
                Some(here)
            } else {
                let run = n.checked_sub(1).and_then(|p| best[p]).map(|s| s + 6);
                earlier.max(run).map(|s| s + here)
            };
        }
        best = next;
    }
    let score = best.into_iter().flatten().max()?;
    let exact = lower.split_whitespace().flat_map(str::chars).eq(wanted.iter().copied());
    Some(score + if exact { 1000 } else { 0 } - letters.len() as i32 / 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_words_win() {
        let best = |query: &str, names: &[&str]| {
            let mut scored: Vec<_> = names.iter().filter_map(|n| Some((score(query, n)?, *n))).collect();
            scored.sort_by_key(|(s, _)| -s);
            scored.first().map(|(_, n)| (*n).to_owned())
        };
        assert_eq!(best("rus", &["Belarus", "Russia", "Syria"]), Some("Russia".to_owned()));
        assert_eq!(
            best("nato e", &["EU", "NATO enlargement", "Nato"]),
            Some("NATO enlargement".to_owned())
        );
        assert_eq!(
            best("cee", &["China", "Central and Eastern Europe"]),
            Some("Central and Eastern Europe".to_owned())
        );
        assert_eq!(score("xq", "Russia"), None);
        assert_eq!(score("", "Russia"), Some(0));
    }
}
