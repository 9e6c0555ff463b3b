//! Text as a person types it: the one notion of "the same letters" that finding and mentions share.
//!
//! Case, kind of quotation mark, dash and space make no difference, nor how many spaces stand side by side or whether a
//! line ends there; what is not seen (soft hyphens, zero-width spaces) is not there; accents are left off unless they
//! are told apart. A [`Folded`] text knows, for each stretch of it, the code points that it was made of.
//! Not here: looking for anything in it (`find`, `mentions`).

use std::{ops::Range, sync::LazyLock};

use unicode_normalization::char::decompose_canonical;

use crate::model::Body;

/// What is told apart; the default is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Folding {
    /// Accents: "é" is not "e".
    pub accents: bool,
    /// Capitals: "US" is not "us".
    pub case: bool,
    /// Line ends: they stay "\n", and are no spaces.
    pub lines: bool,
}

/// Whether a character is a mark that goes with the letter before it: an accent, a point, a vowel sign of the scripts
/// that may leave them off.
pub fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Whether a character is not seen: soft hyphen, zero-width space, word joiner, byte order mark.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The plain character for a kind of quotation mark, dash or space.
fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '‹' | '›' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '〝' | '〞' | '〟' => '"',
        '‐'..='―' | '−' | '﹘' | '﹣' | '－' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The letter of a letter with a stroke, which Unicode does not take apart.
fn without_stroke(c: char) -> char {
    match c {
        'ł' => 'l',
        'Ł' => 'L',
        'ø' => 'o',
        'Ø' => 'O',
        'đ' => 'd',
        'Đ' => 'D',
        'ħ' => 'h',
        'Ħ' => 'H',
        'ŧ' => 't',
        'Ŧ' => 'T',
        'ı' => 'i',
        c => c,
    }
}

/// Gives what stands for a character; nothing for what is not seen, and for accents unless they are told apart.
fn fold(c: char, folding: Folding, give: &mut impl FnMut(char)) {
    if is_unseen(c) || (is_accent(c) && !folding.accents) {
        return;
    }
    if c == '\n' && folding.lines {
        return give('\n');
    }
    let mut lower = |c: char| match c {
        c if folding.case => give(c),
        'ς' => give('σ'),
        c if c.is_ascii() => give(c.to_ascii_lowercase()),
        c => c
            .to_lowercase()
            .filter(|c| folding.accents || !is_accent(*c))
            .for_each(&mut *give),
    };
    let c = plain(c);
    // Kana, Chinese and Korean have neither case nor accents.
    if c.is_ascii() || matches!(c, '\u{3040}'..='\u{d7ff}') {
        return lower(c);
    }
    let (mut letter, mut accented) = (c, true);
    let mut n = 0;
    decompose_canonical(c, |part| {
        if n == 0 {
            letter = part;
        } else {
            accented &= is_accent(part);
        }
        n += 1;
    });
    if n < 2 || !accented {
        return lower(if folding.accents { c } else { without_stroke(c) });
    }
    decompose_canonical(c, |part| {
        if !is_accent(part) {
            lower(if folding.accents { part } else { without_stroke(part) });
        } else if folding.accents {
            lower(part);
        }
    });
}

/// Code points below this are looked up.
const LOOKED_UP: usize = 0x600;

/// What stands for the first code points where that is one character that is no space; else `\0`.
type Table = [char; LOOKED_UP];

fn table(folding: Folding) -> &'static Table {
    fn of<const ACCENTS: bool, const CASE: bool>() -> Table {
        let folding = Folding {
            accents: ACCENTS,
            case: CASE,
            lines: false,
        };
        std::array::from_fn(|n| {
            let Some(c) = char::from_u32(n as u32) else { return '\0' };
            let (mut count, mut last) = (0, '\0');
            fold(c, folding, &mut |c| (count, last) = (count + 1, c));
            if count == 1 && last != ' ' && !is_accent(last) {
                last
            } else {
                '\0'
            }
        })
    }
    static NEITHER: LazyLock<Table> = LazyLock::new(of::<false, false>);
    static CASE: LazyLock<Table> = LazyLock::new(of::<false, true>);
    static ACCENTS: LazyLock<Table> = LazyLock::new(of::<true, false>);
    static BOTH: LazyLock<Table> = LazyLock::new(of::<true, true>);
    match (folding.accents, folding.case) {
        (false, false) => &NEITHER,
        (false, true) => &CASE,
        (true, false) => &ACCENTS,
        (true, true) => &BOTH,
    }
}

/// Neighbouring characters of a folded text that stand for neighbouring code points, one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// First byte in the folded text.
    at: u32,
    /// The code point that the first character stands for.
    from: u32,
    /// How many code points more the last character stands for: accents and further spaces.
    more: u32,
    /// Bytes of each character.
    width: u32,
}

/// A folded text that can be asked what its stretches were made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    runs: Vec<Run>,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str, folding: Folding) -> Self {
        let mut folded = Self::default();
        folded.text.reserve(text.len());
        folded.add(text, 0, folding);
        folded
    }

    /// Folds a document's text: its blocks, joined by line ends.
    pub fn of_body(body: &Body, folding: Folding) -> Self {
        let mut folded = Self::default();
        let bytes: usize = body.blocks().iter().map(|b| b.text.len() + 1).sum();
        folded.text.reserve(bytes);
        for (n, block) in body.blocks().iter().enumerate() {
            let start = body.block_range(n).start;
            if n > 0 {
                folded.add("\n", start - 1, folding);
            }
            folded.add(&block.text, start, folding);
        }
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The code points that a stretch of the folded text, given in bytes, was made of; accents that were left off
    /// belong to their letter. The stretch must not be empty, and be cut at characters.
    pub fn range(&self, bytes: Range<usize>) -> Range<u32> {
        let (start, end) = (bytes.start as u32, bytes.end as u32);
        let n = self.runs.partition_point(|run| run.at <= start);
        let Some(first) = n.checked_sub(1).and_then(|n| self.runs.get(n)) else {
            return 0..0;
        };
        let from = first.from + (start - first.at) / first.width;
        // The run of the last character is rarely far.
        let rest = &self.runs[n..];
        let more = if rest.first().is_none_or(|run| run.at >= end) {
            0
        } else {
            rest.partition_point(|run| run.at < end)
        };
        let last = self.runs[n - 1 + more];
        let run_ends = self.runs.get(n + more).map_or(self.text.len() as u32, |next| next.at);
        let to = last.from + (end - last.at) / last.width;
        from..to + if end == run_ends { last.more } else { 0 }
    }

    /// Adds a text whose first code point is `from`.
    fn add(&mut self, text: &str, from: u32, folding: Folding) {
        let table = table(folding);
        let bytes = text.as_bytes();
        let (mut byte, mut point) = (0, from);
        while byte < bytes.len() {
            // Most text is plain letters with single spaces between.
            let mut spaced = self.ends_with_space();
            let run = bytes[byte..]
                .iter()
                .position(|b| {
                    let space = *b == b' ';
                    let stop = !(b.is_ascii_graphic() || space) || (space && spaced);
                    spaced = space;
                    stop
                })
                .unwrap_or(bytes.len() - byte);
            if run > 0 {
                self.start_run(point, 1);
                let at = self.text.len();
                self.text.push_str(&text[byte..byte + run]);
                if !folding.case {
                    self.text[at..].make_ascii_lowercase();
                }
                byte += run;
                point += run as u32;
                continue;
            }
            let Some(c) = text[byte..].chars().next() else { break };
            self.add_char(c, point, folding, table);
            byte += c.len_utf8();
            point += 1;
        }
    }

    fn add_char(&mut self, c: char, point: u32, folding: Folding, table: &Table) {
        match table.get(c as usize) {
            Some(simple) if *simple != '\0' => return self.push(*simple, point),
            _ => {}
        }
        if is_accent(c) && !folding.accents {
            return self.extend_last(point);
        }
        let mut out = ['\0'; 8];
        let mut count = 0;
        fold(c, folding, &mut |c| {
            if let Some(place) = out.get_mut(count) {
                *place = c;
                count += 1;
            }
        });
        for c in &out[..count] {
            if *c == ' ' && self.ends_with_space() {
                self.extend_last(point);
            } else {
                self.push(*c, point);
            }
        }
    }

    fn ends_with_space(&self) -> bool {
        self.text.ends_with(' ')
    }

    fn push(&mut self, c: char, point: u32) {
        self.start_run(point, c.len_utf8() as u32);
        self.text.push(c);
    }

    /// Sees to it that what is added next, characters of so many bytes from this code point on, is in the last run.
    fn start_run(&mut self, point: u32, width: u32) {
        let at = self.text.len() as u32;
        let goes_on = |run: &Run| run.more == 0 && run.width == width && run.from + (at - run.at) / run.width == point;
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push(Run {
                at,
                from: point,
                more: 0,
                width,
            });
        }
    }

    /// The last character stands for this code point too.
    fn extend_last(&mut self, point: u32) {
        let end = self.text.len() as u32;
        if let Some(run) = self.runs.last_mut() {
            run.more = point + 1 - (run.from + (end - run.at) / run.width);
        }
    }
}

/// Whether a character makes a word go on: a letter or digit of a script that puts spaces between words.
fn joins(c: char) -> bool {
    let spaceless = matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    !spaceless && (c.is_alphanumeric() || is_accent(c))
}

/// Whether a stretch of a text, in bytes, neither begins nor ends inside a word. Scripts without spaces have no word
/// ends to be asked for.
pub fn is_whole(text: &str, bytes: &Range<usize>) -> bool {
    let parts = |before: Option<char>, after: Option<char>| !(before.is_some_and(joins) && after.is_some_and(joins));
    let (before, inside, after) = (&text[..bytes.start], &text[bytes.clone()], &text[bytes.end..]);
    parts(before.chars().next_back(), inside.chars().next()) && parts(inside.chars().next_back(), after.chars().next())
}

/// Whether a stretch of a text, in bytes, ends between a letter and its accent.
pub fn parts_accent(text: &str, bytes: &Range<usize>) -> bool {
    text[bytes.end..].chars().next().is_some_and(is_accent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        Folded::of(text, Folding::default()).text
    }

    #[test]
    fn what_a_person_types_and_what_an_article_has_are_the_same() {
        for (article, typed) in [
            ("a\u{a0}de\u{202f}facto  re\u{ad}building", "a de facto rebuilding"),
            ("“Forbidden” areas – NATO’s", "\"forbidden\" areas - nato's"),
            ("«Нет» — сказал ОН", "\"нет\" - сказал он"),
            ("Łódź, São Tomé, cafe\u{301}", "lodz, sao tome, cafe"),
            ("İstanbul ΟΔΟΣ", "istanbul οδοσ"),
            ("中国\u{3000}反对", "中国 反对"),
            ("한국이 がん", "한국이 がん"),
            ("line\u{2028}end\t \nhere", "line end here"),
        ] {
            assert_eq!(folded(article), typed);
            assert_eq!(folded(typed), typed, "folding is done once");
        }
    }

    #[test]
    fn accents_capitals_and_lines_can_be_told_apart() {
        let all = Folding {
            accents: true,
            case: true,
            lines: true,
        };
        assert_eq!(Folded::of("É\u{a0}ł\nE\u{301}", all).text(), "E\u{301} ł\nE\u{301}");
    }

    #[test]
    fn words_end_where_a_reader_ends_them() {
        for (text, word, whole) in [
            ("china's part", "china", true),
            ("us-led", "us", true),
            ("belarus", "us", false),
            ("russians", "russia", false),
            ("中国反对", "中国", true),
            ("в россии", "росси", false),
            ("e\u{301}tat", "tat", false),
            ("\"nato\"", "\"nato\"", true),
        ] {
            let at = text.find(word).expect("it is there");
            assert_eq!(is_whole(text, &(at..at + word.len())), whole, "{word} in {text}");
        }
    }

    proptest! {
        /// Every stretch of a folded text maps to what a list of characters, each with its code points, says.
        #[test]
        fn ranges_are_exact(
            text in "[aB éÉłß中が한İσς\u{301}\u{ad}\u{a0}\u{2009}\n’–🙂א\u{5b0} ]{0,60}",
            accents: bool, case: bool, lines: bool, a: u8, b: u8,
        ) {
            let folding = Folding { accents, case, lines };
            let folded = Folded::of(&text, folding);
            let mut plainly: Vec<(char, u32, u32)> = Vec::new();
            for (n, c) in text.chars().enumerate() {
                let n = n as u32;
                if is_accent(c) && !accents {
                    if let Some(last) = plainly.last_mut() {
                        last.2 = n + 1;
                    }
                    continue;
                }
                let mut parts = Vec::new();
                fold(c, folding, &mut |c| parts.push(c));
                for part in parts {
                    match plainly.last_mut() {
                        Some(last) if part == ' ' && last.0 == ' ' => last.2 = n + 1,
                        _ => plainly.push((part, n, n + 1)),
                    }
                }
            }
            let expected: String = plainly.iter().map(|(c, ..)| *c).collect();
            prop_assert_eq!(folded.text(), &expected);
            if !plainly.is_empty() {
                let (a, b) = (usize::from(a) % plainly.len(), usize::from(b) % plainly.len());
                let (a, b) = (a.min(b), a.max(b));
                let byte = |n: usize| plainly[..n].iter().map(|(c, ..)| c.len_utf8()).sum::<usize>();
                prop_assert_eq!(folded.range(byte(a)..byte(b + 1)), plainly[a].1..plainly[b].2);
            }
        }
    }
}
