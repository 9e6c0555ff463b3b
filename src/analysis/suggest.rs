//! Names and phrases that recur in the articles: proposals for actors and issues of an empty matrix.
//!
//! A name is a run of words with a capital ("Central and Eastern Europe"), counted where the capital does not come from
//! beginning a sentence. A phrase is two words that stand together more than once, none of them a small word of
//! English. Proposals only: accepting one is the analyst's.

use std::collections::{BTreeMap, BTreeSet};

use unicode_segmentation::UnicodeSegmentation as _;

use super::fold::{Folded, Folding};
use crate::model::{BlockKind, Project};

/// Bytes of text that are read, over all documents: enough to find what recurs.
const READ: usize = 400_000;

/// Something that recurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// As it is written.
    pub name: String,
    /// How often it stands in the text read.
    pub count: usize,
    /// Whether it is a name; else it is a phrase.
    pub is_name: bool,
}

/// What recurs and is no actor or issue yet: names first, the most frequent first; at most `most` of each kind.
pub fn recurring(project: &Project, most: usize) -> Vec<Suggestion> {
    let known = known(project);
    let small = small_words();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut openings: BTreeMap<String, usize> = BTreeMap::new();
    let mut phrases: BTreeMap<String, usize> = BTreeMap::new();
    let mut read = 0;
    'documents: for document in &project.documents {
        for block in document.body.blocks() {
            if read > READ {
                break 'documents;
            }
            read += block.text.len();
            if !matches!(block.kind, BlockKind::Heading(_)) {
                read_block(&block.text, &small, &mut names, &mut openings, &mut phrases);
            }
        }
    }
    // A word that begins a sentence counts for a name that stands elsewhere too.
    for (word, count) in openings {
        if let Some(name) = names.get_mut(&word) {
            *name += count;
        }
    }
    let pick = |found: BTreeMap<String, usize>, is_name: bool| {
        let mut list: Vec<Suggestion> = found
            .into_iter()
            .filter(|(name, count)| *count > 1 && !known.contains(&as_known(name)))
            .map(|(name, count)| Suggestion { name, count, is_name })
            .collect();
        list.sort_by_key(|s| (is_name && looks_like_adjective(&s.name), std::cmp::Reverse(s.count)));
        list.truncate(most);
        list
    };
    let mut out = pick(names, true);
    out.extend(pick(phrases, false));
    out
}

fn known(project: &Project) -> BTreeSet<String> {
    let actors = project
        .actors
        .iter()
        .flat_map(|a| std::iter::once(&a.name).chain(&a.aliases));
    let issues = project
        .issues
        .iter()
        .flat_map(|i| std::iter::once(&i.name).chain(&i.keywords));
    actors.chain(issues).map(|name| as_known(name)).collect()
}

/// A name as mentions are looked for, by which it is seen to be known.
fn as_known(name: &str) -> String {
    Folded::of(name, Folding::default()).text().to_owned()
}

/// "Chinese", "Russian", "Western": rarely who acts.
fn looks_like_adjective(name: &str) -> bool {
    !name.contains(' ')
        && ["ese", "ian", "ean", "ish", "ern"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// A word, and whether it begins a sentence and whether it stands right beside the word before it.
struct Word<'a> {
    text: &'a str,
    opens: bool,
    joined: bool,
}

fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::new();
    let mut opens = true;
    let (mut start, mut end) = (0, 0);
    for (at, word) in text.unicode_word_indices() {
        let between = &text[end..at];
        // "Indo-Pacific" is one name.
        if matches!(between, "-" | "‑")
            && is_capital(word)
            && let Some(last) = out.last_mut().filter(|w| is_capital(w.text))
        {
            end = at + word.len();
            last.text = without_possessive(&text[start..end]);
            continue;
        }
        let joined = !out.is_empty() && !between.is_empty() && between.chars().all(char::is_whitespace);
        opens |= between.contains(['.', '?', '!', ':', '“', '"', '«', '„']);
        out.push(Word {
            text: without_possessive(word),
            opens,
            joined,
        });
        opens = false;
        (start, end) = (at, at + word.len());
    }
    out
}

fn without_possessive(word: &str) -> &str {
    ["’s", "'s"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .unwrap_or(word)
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn read_block(
    text: &str,
    small: &BTreeSet<&str>,
    names: &mut BTreeMap<String, usize>,
    openings: &mut BTreeMap<String, usize>,
    phrases: &mut BTreeMap<String, usize>,
) {
    let words = words_of(text);
    let mut n = 0;
    while n < words.len() {
        let word = &words[n];
        if is_capital(word.text) && word.text.chars().count() > 1 {
            let mut last = n;
            let mut next = n + 1;
            // Over "of", "and" and the like to the next capital, as in "Summit of Democracies".
            while let Some(following) = words.get(next).filter(|w| w.joined) {
                if is_capital(following.text) {
                    last = next;
                } else if !["of", "the", "for"].contains(&following.text) {
                    break;
                }
                next += 1;
            }
            let name = words[n..=last].iter().map(|w| w.text).collect::<Vec<_>>().join(" ");
            if word.opens && last == n {
                *openings.entry(name).or_default() += 1;
            } else if word.opens && small.contains(word.text.to_lowercase().as_str()) {
                let rest = words[n + 1..=last].iter().map(|w| w.text).collect::<Vec<_>>().join(" ");
                *names.entry(rest).or_default() += 1;
            } else {
                *names.entry(name).or_default() += 1;
            }
            n = last + 1;
            continue;
        }
        if let Some(next) = words.get(n + 1).filter(|w| w.joined)
            && weighty(word.text, small)
            && weighty(next.text, small)
        {
            *phrases.entry(format!("{} {}", word.text, next.text)).or_default() += 1;
        }
        n += 1;
    }
}

/// A word of a phrase: no capital, no small word, four letters at least.
fn weighty(word: &str, small: &BTreeSet<&str>) -> bool {
    word.chars().count() >= 4 && word.chars().all(char::is_lowercase) && !small.contains(word)
}

/// Words of English that no phrase has.
const SMALL: &str = "\
    a about above after again against all already also although always among an and another any are as at be because \
    been before being between both but by can case come could did does doing done down during each either else \
    especially even ever every few first for from further given had has have having he her here his how however if \
    in instead into is it its itself just later latest least less let like likely long made make making many may \
    might more most much must namely near never next no nor not now of off on once one only or other others our out \
    over own past perhaps put rather recent same she should since so some soon still such take taking than that the \
    their them then there therefore these they this those three through thus to together too toward towards two \
    under unlikely until upon us use very was way well were what when where whether which while who whole whom whose \
    why will with within without would years yet you your";

fn small_words() -> BTreeSet<&'static str> {
    SMALL.split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Actor, Block, Body, Document, Metadata};

    fn project(text: &str) -> Project {
        let blocks = text.lines().filter(|l| !l.is_empty());
        let mut project = Project::default();
        project.documents.push_back(Arc::new(Document {
            id: "d".parse().expect("an id"),
            about: Metadata::default(),
            body: Arc::new(Body::new(blocks.map(|l| Block::new(BlockKind::Paragraph, l)).collect())),
        }));
        project
    }

    #[test]
    fn the_article_s_actors_and_issues_are_among_the_first() {
        let mut project = project(include_str!("../../assets/choice-china-russia-joint-statement.txt"));
        let found = recurring(&project, 16);
        let names: Vec<&str> = found.iter().filter(|s| s.is_name).map(|s| s.name.as_str()).collect();
        assert_eq!(names[..3], ["China", "Russia", "Ukraine"], "{names:?}");
        for name in [
            "NATO",
            "Beijing",
            "West",
            "US",
            "Eastern Europe",
            "Crimea",
            "AUKUS",
            "Indo-Pacific",
        ] {
            assert!(names.contains(&name), "{name} in {names:?}");
        }
        for name in ["The", "In", "Yet", "At"] {
            assert!(!names.contains(&name), "{name} only begins sentences");
        }
        let phrases: Vec<&str> = found.iter().filter(|s| !s.is_name).map(|s| s.name.as_str()).collect();
        assert!(phrases.contains(&"joint statement"), "{phrases:?}");
        // What is an actor already is not proposed again.
        project
            .actors
            .push_back(Arc::new(Actor::new("china".parse().expect("an id"), "China")));
        assert!(recurring(&project, 16).iter().all(|s| s.name != "China"));
    }

    #[test]
    fn a_name_runs_over_small_words_and_loses_its_possessive() {
        let project =
            project("at the Summit of Democracies and the Summit of Democracies. We saw Peru’s ship, and Peru.");
        let found = recurring(&project, 9);
        let all: Vec<(&str, usize)> = found.iter().map(|s| (s.name.as_str(), s.count)).collect();
        assert_eq!(all, [("Peru", 2), ("Summit of Democracies", 2)]);
    }
}
