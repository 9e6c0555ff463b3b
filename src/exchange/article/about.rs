//! What a text says about itself: author, source, address and date, from lines such as "By …" and "Published by …".
//!
//! Nothing is made up: a field stays empty unless a line says it in so many words.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Import;
use crate::model::Metadata;

/// How many blocks at the start are looked at, and how many at the end.
const FIRST: usize = 15;
const LAST: usize = 4;
/// The longest line that is taken for one about the article, in code points.
const LONGEST: usize = 200;

/// Names of months and their abbreviations: English, German, French, Polish, Russian.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv stycznia styczeń января январь янв",
    "february feb februar février fevrier févr lutego luty февраля февраль фев",
    "march mar märz maerz mars marca marzec марта март мар",
    "april apr avril avr kwietnia kwiecień апреля апрель апр",
    "may mai maja maj мая май",
    "june jun juni juin czerwca czerwiec июня июнь июн",
    "july jul juli juillet juil lipca lipiec июля июль июл",
    "august aug août aout sierpnia sierpień августа август авг",
    "september sep sept septembre września wrzesień сентября сентябрь сен сент",
    "october oct oktober okt octobre października październik октября октябрь окт",
    "november nov novembre listopada listopad ноября ноябрь ноя",
    "december dec dezember dez décembre decembre grudnia grudzień декабря декабрь дек",
];

/// Words before a colon that say what follows.
const AUTHOR: [&str; 8] = [
    "author",
    "authors",
    "autor",
    "autorzy",
    "auteur",
    "автор",
    "авторы",
    "作者",
];
const SOURCE: [&str; 7] = [
    "source",
    "publication",
    "publisher",
    "quelle",
    "źródło",
    "источник",
    "来源",
];
const TITLE: [&str; 5] = ["title", "headline", "tytuł", "заголовок", "标题"];

/// The date that a text begins with or contains, in ISO 8601: "2022-02-04", or "2022-02" if it names no day.
///
/// Dates that can be read in two ways ("04/02/2022") are not read at all.
pub(super) fn iso_date(text: &str) -> Option<String> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| {
        let found = date_at(&tokens[at..])?;
        // "31 February 2022" is no date, and so not February 2022 either.
        let no_day = found.len() == "2022-02".len();
        let after_number = at > 0 && tokens[at - 1].text.len() <= 2 && tokens[at - 1].text.parse::<u8>().is_ok();
        (!(no_day && after_number)).then_some(found)
    })
}

/// A number or word, and the characters between it and the next one.
struct Token<'a> {
    text: &'a str,
    gap: &'a str,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let class = |c: char| match c {
        '0'..='9' => 1,
        '年' | '月' | '日' => 0,
        c if c.is_alphabetic() => 2,
        _ => 0,
    };
    let mut out: Vec<Token<'_>> = Vec::new();
    let mut rest = text.trim_start_matches(|c| class(c) == 0);
    while let Some(kind) = rest.chars().next().map(class) {
        let end = rest.find(|c| class(c) != kind).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let next = after.find(|c| class(c) != 0).unwrap_or(after.len());
        out.push(Token {
            text: word,
            gap: &after[..next],
        });
        rest = &after[next..];
    }
    out
}

fn date_at(tokens: &[Token<'_>]) -> Option<String> {
    let number = |at: usize, digits: std::ops::RangeInclusive<usize>| {
        let token: &Token<'_> = tokens.get(at)?;
        digits
            .contains(&token.text.len())
            .then(|| token.text.parse::<i16>().ok())
            .flatten()
    };
    let year = |at| number(at, 4..=4).filter(|y| (1000..=2999).contains(y));
    let gap = |at: usize| tokens.get(at).map_or("", |t| t.gap.trim());
    let first = tokens.first()?;
    if let Some(y) = year(0) {
        let parts = gap(0) == gap(1) && matches!(gap(0), "-" | "/" | ".") || (gap(0), gap(1)) == ("年", "月");
        return parts.then(|| day(y, number(1, 1..=2)?, number(2, 1..=2)?)).flatten();
    }
    if let Some(a) = number(0, 1..=2) {
        // "4th February", "4 de febrero"
        let ordinal = tokens
            .get(1)
            .is_some_and(|t| first.gap.is_empty() && ["st", "nd", "rd", "th", "er"].contains(&t.text));
        let next = if ordinal { 2 } else { 1 };
        if let Some(m) = tokens.get(next).and_then(|t| month(t.text)) {
            return day(year(next + 1)?, m, a);
        }
        let (b, y) = (number(1, 1..=2)?, year(2)?);
        return match (gap(0), gap(1)) {
            (".", ".") => day(y, b, a),
            ("/", "/") | ("-", "-") if a > 12 => day(y, b, a),
            ("/", "/") | ("-", "-") if b > 12 || a == b => day(y, a, b),
            _ => None,
        };
    }
    let m = month(first.text)?;
    if let Some(y) = year(1) {
        return Some(format!("{y:04}-{m:02}"));
    }
    let d = number(1, 1..=2)?;
    let ordinal = tokens
        .get(2)
        .is_some_and(|t| gap(1).is_empty() && ["st", "nd", "rd", "th"].contains(&t.text));
    day(year(if ordinal { 3 } else { 2 })?, m, d)
}

fn month(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.split(' ').any(|name| name == word))
        .map(|(number, _)| number)
}

fn day(year: i16, month: i16, day: i16) -> Option<String> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(date.to_string())
}

/// An address if that is what the text is: http or https, with a host, without spaces.
pub(super) fn web_address(text: &str) -> Option<&str> {
    let text = text.trim().trim_matches(['<', '>']).trim_end_matches(['.', ',', ';']);
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let sound = host.starts_with(char::is_alphanumeric) && !host.contains(char::is_whitespace) && host.contains('.');
    sound.then_some(text)
}

/// A byline without its "By".
pub(super) fn without_by(byline: &str) -> &str {
    let byline = byline.trim();
    byline
        .split_once(char::is_whitespace)
        .filter(|(by, _)| by.eq_ignore_ascii_case("by"))
        .map_or(byline, |(_, name)| name.trim_start())
}

/// What one line says.
fn read_line(text: &str) -> Metadata {
    let mut about = Metadata::default();
    if text.len() > LONGEST * 4 || text.chars().count() > LONGEST {
        return about;
    }
    for part in text.split(['|', '•', '·']) {
        let part = part.trim();
        if let Some((label, value)) = part.split_once([':', '：']) {
            let (label, value) = (label.trim().to_lowercase(), value.trim());
            let is = |labels: &[&str]| labels.contains(&label.as_str()) && !value.is_empty();
            if is(&AUTHOR) {
                about.author = value.to_owned();
            } else if is(&SOURCE) && web_address(value).is_none() {
                about.source = value.to_owned();
            } else if is(&TITLE) {
                about.title = value.to_owned();
            }
        }
        if let Some(name) = author_in(part) {
            about.author = name.to_owned();
        }
        if let Some(source) = source_in(part) {
            about.source = source.to_owned();
        }
        if is_about_a_date(part)
            && let Some(date) = iso_date(part)
        {
            about.date = date;
        }
        if part.split_whitespace().count() <= 5
            && let Some(address) = part.split_whitespace().find_map(web_address)
        {
            about.address = address.to_owned();
        }
    }
    about
}

/// The name in "By Jane Doe and John Roe".
fn author_in(text: &str) -> Option<&str> {
    let (by, name) = text.split_once(char::is_whitespace)?;
    let name = match by.to_ascii_lowercase().as_str() {
        "by" => name.trim(),
        "written" => name.trim().strip_prefix("by ")?.trim(),
        _ => return None,
    };
    let small = |word: &str| ["and", "with", "de", "van", "von", "der", "la", "bin", "al", "&"].contains(&word);
    let names = name.split_whitespace().all(|word| {
        small(word) || word.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
    });
    let sound = (1..=12).contains(&name.split_whitespace().count()) && !name.ends_with(['.', '!', '?', ':', ';']);
    (sound && names && iso_date(name).is_none()).then_some(name)
}

/// The name in "This article was originally published by CHOICE."
fn source_in(text: &str) -> Option<&str> {
    const SAID: [&str; 6] = [
        "originally published",
        "originally appeared",
        "first published",
        "first appeared",
        "republished from",
        "reprinted from",
    ];
    let lower = text.to_ascii_lowercase();
    let (at, phrase) = SAID.iter().find_map(|phrase| Some((lower.find(phrase)?, phrase)))?;
    let mut rest = text[at + phrase.len()..].trim_start();
    if !phrase.ends_with("from") {
        let (preposition, name) = rest.split_once(' ')?;
        if !["by", "in", "on", "at"].contains(&preposition) {
            return None;
        }
        rest = name;
    }
    let end = [". ", " on ", ", ", " and is ", " under ", " as "]
        .iter()
        .filter_map(|stop| rest.find(stop))
        .min()
        .unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches(['.', ')', '"', '”']).trim();
    let named = name.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    (named && iso_date(name).is_none() && name.split_whitespace().count() <= 8).then_some(name)
}

/// Whether a line is there to give a date: little else is in it.
fn is_about_a_date(text: &str) -> bool {
    const WORDS: usize = 9;
    let lower = text.to_lowercase();
    let other = ["updated", "modified", "accessed", "retrieved"]
        .iter()
        .any(|word| lower.contains(word));
    !other && text.chars().count() <= 60 && text.split_whitespace().count() <= WORDS && !text.ends_with(['?', '!'])
}

/// Fills in what is still empty from the first and last blocks.
///
/// Gives the blocks that turned out to be about the article, and so are no headings.
pub(super) fn fill_in(import: &mut Import) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    let count = import.blocks.len();
    for at in (0..count).filter(|at| *at < FIRST || at + LAST >= count) {
        let found = read_line(&import.blocks[at].text);
        if found == Metadata::default() {
            continue;
        }
        lines.insert(at);
        let about = &mut import.about;
        for (field, value) in [
            (&mut about.title, found.title),
            (&mut about.author, found.author),
            (&mut about.source, found.source),
            (&mut about.address, found.address),
            (&mut about.date, found.date),
        ] {
            if field.is_empty() {
                *field = value;
            }
        }
    }
    lines
}

/// The names of the fields that are filled in.
pub(super) fn filled(about: &Metadata) -> Vec<&'static str> {
    [
        ("title", &about.title),
        ("author", &about.author),
        ("source", &about.source),
        ("address", &about.address),
        ("date", &about.date),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, _)| name)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_can_be_read_in_one_way_only() {
        for (text, expected) in [
            ("2022-02-04T12:00:00+01:00", Some("2022-02-04")),
            ("Published on 4 February 2022, 10:15", Some("2022-02-04")),
            ("February 4, 2022", Some("2022-02-04")),
            ("Feb. 4th, 2022", Some("2022-02-04")),
            ("Fri, 04 Feb 2022 10:00:00 GMT", Some("2022-02-04")),
            ("3rd of nothing", None),
            ("the 4th February 2022", Some("2022-02-04")),
            ("4 lutego 2022 r.", Some("2022-02-04")),
            ("4 февраля 2022 года", Some("2022-02-04")),
            ("le 1er août 2021", Some("2021-08-01")),
            ("2022年2月4日", Some("2022-02-04")),
            ("4.2.2022", Some("2022-02-04")),
            ("13/02/2022", Some("2022-02-13")),
            ("02/13/2022", Some("2022-02-13")),
            ("04/02/2022", None),
            ("March 2021", Some("2021-03")),
            ("31 February 2022", None),
            ("2022", None),
            ("38th time", None),
            ("", None),
        ] {
            assert_eq!(iso_date(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn lines_about_the_article_are_understood() {
        let about = |author: &str, source: &str, address: &str, date: &str| Metadata {
            author: author.into(),
            source: source.into(),
            address: address.into(),
            date: date.into(),
            ..Metadata::default()
        };
        for (text, expected) in [
            ("By Jane Doe and John Roe", about("Jane Doe and John Roe", "", "", "")),
            ("BY JANE DOE | 4 February 2022", about("JANE DOE", "", "", "2022-02-04")),
            ("Autor: Łukasz Żak", about("Łukasz Żak", "", "", "")),
            ("作者：王明", about("王明", "", "", "")),
            ("By contrast", about("", "", "", "")),
            ("By Friday, the talks had failed.", about("", "", "", "")),
            (
                "This article was originally published by CHOICE.",
                about("", "CHOICE", "", ""),
            ),
            (
                "This article first appeared in The Diplomat on 3 March 2022 and is republished with permission.",
                about("", "The Diplomat", "", ""),
            ),
            (
                "Source: Ośrodek Studiów Wschodnich",
                about("", "Ośrodek Studiów Wschodnich", "", ""),
            ),
            (
                "https://chinaobservers.eu/some-page/",
                about("", "", "https://chinaobservers.eu/some-page/", ""),
            ),
            ("Vienna, 20 October 1958", about("", "", "", "1958-10-20")),
            ("Last updated 20 October 1958", about("", "", "", "")),
            (
                "The doctrine was first published in a small circle.",
                about("", "", "", ""),
            ),
        ] {
            assert_eq!(read_line(text), expected, "{text:?}");
        }
    }
}
