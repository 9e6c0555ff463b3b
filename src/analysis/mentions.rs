//! Which actors and issues a stretch of text speaks of: their names, aliases and keywords as whole words.
//!
//! Case, kinds of quotation mark, dash and space make no difference.
//! Not here: finding what a user types (`find`), sentences to be offered as evidence.

use crate::model::{ActorId, IssueId, Project};

/// Folds a text for comparison: lower case, plain quotation marks, dashes and spaces.
pub fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '‘' | '’' | '‚' | '‛' | 'ʼ' => '\'',
            '“' | '”' | '„' | '«' | '»' => '"',
            '‐'..='―' | '−' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect()
}

/// Where `word` first stands in `text` as a whole word, in bytes; both folded.
fn whole_word(text: &str, word: &str) -> Option<usize> {
    if word.is_empty() {
        return None;
    }
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        // Scripts without spaces have no word ends to be asked for.
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c.len_utf8() < 3);
        !joins(before) && !joins(after)
    })
}

/// What is mentioned, in the order in which it is first mentioned; of two at one place the longer word first.
fn mentioned<'a, Id>(text: &str, things: impl Iterator<Item = (Id, Vec<&'a str>)>) -> Vec<Id> {
    let text = folded(text);
    let mut found: Vec<(usize, usize, Id)> = things
        .filter_map(|(id, words)| {
            let best = words
                .into_iter()
                .map(folded)
                .filter_map(|word| Some((whole_word(&text, &word)?, usize::MAX - word.len())))
                .min()?;
            Some((best.0, best.1, id))
        })
        .collect();
    found.sort_by_key(|(at, length, _)| (*at, *length));
    found.into_iter().map(|(.., id)| id).collect()
}

/// The actors that a text names.
pub fn actors_in(project: &Project, text: &str) -> Vec<ActorId> {
    let words = project.actors.iter().filter(|a| !a.hidden).map(|a| {
        let words = std::iter::once(a.name.as_str()).chain(a.aliases.iter().map(String::as_str));
        (a.id.clone(), words.collect())
    });
    mentioned(text, words)
}

/// The issues that a text speaks of.
pub fn issues_in(project: &Project, text: &str) -> Vec<IssueId> {
    let words = project.issues.iter().filter(|i| !i.hidden).map(|i| {
        let words = std::iter::once(i.name.as_str()).chain(i.keywords.iter().map(String::as_str));
        (i.id.clone(), words.collect())
    });
    mentioned(text, words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, Issue};

    fn project() -> Project {
        let mut project = Project::default();
        for (name, aliases) in [
            ("China", &["Beijing"][..]),
            ("Russia", &["Moscow", "Russian"]),
            ("US", &[]),
        ] {
            let mut actor = Actor::new(ActorId::from_name(name), name);
            actor.aliases = aliases.iter().map(|a| (*a).to_owned()).collect();
            project.actors.push_back(actor.into());
        }
        let mut issue = Issue::new(IssueId::from_name("NATO enlargement"), "NATO enlargement");
        issue.keywords = vec!["NATO’s expansion".to_owned()];
        project.issues.push_back(issue.into());
        project
    }

    #[test]
    fn names_aliases_and_keywords_are_whole_words() {
        let project = project();
        let text = "Moscow and BEIJING spoke against NATO's\u{a0}expansion; Belarusian media must wait.";
        let actors: Vec<String> = actors_in(&project, text).iter().map(ToString::to_string).collect();
        assert_eq!(actors, ["russia", "china"]);
        assert_eq!(issues_in(&project, text).len(), 1);
        assert!(issues_in(&project, "NATO").is_empty());
    }
}
