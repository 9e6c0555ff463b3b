//! From bytes to text: which encoding, how sure, and what to do about bytes that do not fit it.
//!
//! In order: the user's choice; a byte order mark; UTF-16 where zero bytes give it away; valid UTF-8; UTF-16 without
//! zero bytes (Chinese, Cyrillic); the charset that a web page names; a statistical guess.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs as rs;

use super::{ImportError, MOST_BYTES};

/// How far into a file a web page's `<meta charset>` is looked for, in bytes.
const CHARSET_WITHIN: usize = 4096;
/// Bytes outside ASCII below which a statistical guess is called unsure.
const ENOUGH_TO_GUESS: usize = 12;
/// How many bytes the statistics look at.
const SAMPLE: usize = 1 << 20;

/// A character encoding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static rs::Encoding);

/// The encodings that can be chosen, those seen most often first, with what a person calls them.
const CHOICES: [(&rs::Encoding, &str); 38] = [
    (rs::UTF_8, "UTF-8 (any language)"),
    (rs::UTF_16LE, "UTF-16 little-endian (any language)"),
    (rs::UTF_16BE, "UTF-16 big-endian (any language)"),
    (rs::WINDOWS_1252, "Windows-1252 (Western European)"),
    (rs::WINDOWS_1250, "Windows-1250 (Central European)"),
    (rs::WINDOWS_1251, "Windows-1251 (Cyrillic)"),
    (rs::GB18030, "GB18030 (Simplified Chinese; also GBK, GB2312)"),
    (rs::BIG5, "Big5 (Traditional Chinese)"),
    (rs::ISO_8859_2, "ISO 8859-2 (Central European)"),
    (rs::ISO_8859_15, "ISO 8859-15 (Western European)"),
    (rs::KOI8_R, "KOI8-R (Russian)"),
    (rs::KOI8_U, "KOI8-U (Ukrainian)"),
    (rs::ISO_8859_5, "ISO 8859-5 (Cyrillic)"),
    (rs::IBM866, "IBM 866 (Cyrillic, DOS)"),
    (rs::X_MAC_CYRILLIC, "Mac Cyrillic"),
    (rs::MACINTOSH, "Mac Roman (Western European)"),
    (rs::SHIFT_JIS, "Shift_JIS (Japanese)"),
    (rs::EUC_JP, "EUC-JP (Japanese)"),
    (rs::ISO_2022_JP, "ISO-2022-JP (Japanese)"),
    (rs::EUC_KR, "EUC-KR (Korean)"),
    (rs::WINDOWS_1253, "Windows-1253 (Greek)"),
    (rs::ISO_8859_7, "ISO 8859-7 (Greek)"),
    (rs::WINDOWS_1254, "Windows-1254 (Turkish)"),
    (rs::WINDOWS_1255, "Windows-1255 (Hebrew)"),
    (rs::ISO_8859_8_I, "ISO 8859-8 (Hebrew, logical order)"),
    (rs::ISO_8859_8, "ISO 8859-8 (Hebrew, visual order)"),
    (rs::WINDOWS_1256, "Windows-1256 (Arabic)"),
    (rs::ISO_8859_6, "ISO 8859-6 (Arabic)"),
    (rs::WINDOWS_1257, "Windows-1257 (Baltic)"),
    (rs::ISO_8859_13, "ISO 8859-13 (Baltic)"),
    (rs::ISO_8859_4, "ISO 8859-4 (Baltic)"),
    (rs::ISO_8859_3, "ISO 8859-3 (South European)"),
    (rs::ISO_8859_10, "ISO 8859-10 (Nordic)"),
    (rs::ISO_8859_14, "ISO 8859-14 (Celtic)"),
    (rs::ISO_8859_16, "ISO 8859-16 (South-Eastern European)"),
    (rs::WINDOWS_1258, "Windows-1258 (Vietnamese)"),
    (rs::WINDOWS_874, "Windows-874 (Thai)"),
    (rs::GBK, "GBK (Simplified Chinese)"),
];

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(rs::UTF_8);

    /// The encodings that a user can choose from, those seen most often first.
    pub fn choices() -> impl Iterator<Item = Self> {
        CHOICES.iter().map(|(encoding, _)| Self(encoding))
    }

    /// The encoding of a label as the web knows it ("windows-1250", "latin1", "gb2312"), in any case.
    pub fn of_label(label: &str) -> Option<Self> {
        let found = rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        Self::choices().find(|e| e.0 == found)
    }

    /// What a person calls it: "Windows-1250 (Central European)".
    pub fn name(self) -> &'static str {
        CHOICES
            .iter()
            .find(|(encoding, _)| *encoding == self.0)
            .map_or(self.0.name(), |(_, name)| name)
    }

    /// Its name in standards: "windows-1250".
    pub fn label(self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// How far an encoding can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// A guess on little evidence: to be looked at.
    Unsure,
    /// Very probably right.
    Likely,
    /// Marked, valid where chance would not be, or chosen.
    Certain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Chosen,
    ByteOrderMark,
    OnlyAscii,
    ValidUtf8,
    Utf16Pattern,
    Declared,
    Statistics,
}

/// Which encoding a text was read in, and on what grounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    /// The encoding.
    pub encoding: Encoding,
    /// How far it can be relied on.
    pub certainty: Certainty,
    reason: Reason,
}

impl fmt::Display for Grounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.encoding.name();
        let why = match self.reason {
            Reason::Chosen => "as chosen",
            Reason::ByteOrderMark => "the file says so (byte order mark)",
            Reason::OnlyAscii => "every character is plain ASCII",
            Reason::ValidUtf8 => "all of it is valid UTF-8",
            Reason::Utf16Pattern => "guessed from the pattern of its bytes",
            Reason::Declared => "the page says so",
            Reason::Statistics if self.certainty == Certainty::Unsure => "a guess, with little to go by",
            Reason::Statistics => "guessed from its letters",
        };
        write!(f, "{name}: {why}")
    }
}

/// Text decoded from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark; U+FFFD stands where bytes could not be decoded.
    pub text: String,
    /// The encoding, and why this one.
    pub grounds: Grounds,
    /// Bytes that do not exist in the encoding.
    pub undecodable: usize,
    /// Control characters in the text that are no line break or tab.
    pub controls: usize,
}

/// Decodes bytes: in `chosen`, or else in the encoding that they speak for.
///
/// What is not text is refused, saying what was seen.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<Decoded, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLong { bytes: bytes.len() });
    }
    if let Some((what, advice)) = other_format(bytes) {
        return Err(ImportError::OtherFormat { what, advice });
    }
    let mut grounds = match chosen {
        Some(encoding) => Grounds {
            encoding,
            certainty: Certainty::Certain,
            reason: Reason::Chosen,
        },
        None => guess(bytes),
    };
    let (text, undecodable) = decode_as(bytes, grounds.encoding);
    if undecodable > 0
        && matches!(
            grounds.reason,
            Reason::Statistics | Reason::Declared | Reason::Utf16Pattern
        )
    {
        grounds.certainty = Certainty::Unsure;
    }
    let controls = count_controls(&text)?;
    Ok(Decoded {
        text,
        grounds,
        undecodable,
        controls,
    })
}

/// Known beginnings of files that are not text, what they are and what to do about them.
fn other_format(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE_AS: &str = "save it as plain text or as a web page, and import that";
    const KNOWN: [(&[u8], &str, &str); 14] = [
        (
            b"%PDF-",
            "a PDF",
            "copy its text and paste it, or save it as plain text",
        ),
        (b"{\\rtf", "a rich text (RTF) document", SAVE_AS),
        (b"PK\x03\x04", "a Word, OpenDocument, EPUB or ZIP file", SAVE_AS),
        (b"\xd0\xcf\x11\xe0", "an old Word or Office document", SAVE_AS),
        (b"\x89PNG", "a picture (PNG)", "articles are read from text"),
        (b"\xff\xd8\xff", "a picture (JPEG)", "articles are read from text"),
        (b"GIF89a", "a picture (GIF)", "articles are read from text"),
        (b"\x1f\x8b", "compressed (gzip)", "unpack it first"),
        (b"\xfd7zXZ", "compressed (xz)", "unpack it first"),
        (b"BZh91AY", "compressed (bzip2)", "unpack it first"),
        (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "unpack it first"),
        (b"7z\xbc\xaf", "compressed (7-Zip)", "unpack it first"),
        (b"\xff\xfe\x00\x00", "text in UTF-32", "save it as UTF-8"),
        (b"\x00\x00\xfe\xff", "text in UTF-32", "save it as UTF-8"),
    ];
    KNOWN
        .iter()
        .find(|(start, ..)| bytes.starts_with(start))
        .map(|(_, what, advice)| (*what, *advice))
}

fn guess(bytes: &[u8]) -> Grounds {
    let grounds = |encoding, certainty, reason| Grounds {
        encoding: Encoding(encoding),
        certainty,
        reason,
    };
    if let Some((encoding, _)) = rs::Encoding::for_bom(bytes) {
        return grounds(encoding, Certainty::Certain, Reason::ByteOrderMark);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Latin text in UTF-16 is valid UTF-8 with a zero byte in every other place.
    if memchr::memchr(0, sample).is_some()
        && let Some(encoding) = utf16_without_mark(sample)
    {
        return grounds(encoding, Certainty::Likely, Reason::Utf16Pattern);
    }
    if rs::Encoding::ascii_valid_up_to(bytes) == bytes.len() && memchr::memchr(0x1b, bytes).is_none() {
        return grounds(rs::UTF_8, Certainty::Certain, Reason::OnlyAscii);
    }
    if std::str::from_utf8(bytes).is_ok() && memchr::memmem::find(bytes, b"\x1b$").is_none() {
        return grounds(rs::UTF_8, Certainty::Certain, Reason::ValidUtf8);
    }
    if let Some(encoding) = utf16_without_mark(sample) {
        return grounds(encoding, Certainty::Likely, Reason::Utf16Pattern);
    }
    if let Some(encoding) = declared(bytes) {
        return grounds(encoding, Certainty::Likely, Reason::Declared);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = match detector.guess(None, Utf8Detection::Allow) {
        // GB18030 holds all of GBK and reads it the same.
        found if found == rs::GBK => rs::GB18030,
        found if found.is_single_byte() && only_signs(sample) => rs::WINDOWS_1252,
        found => found,
    };
    let foreign = sample.iter().filter(|b| !b.is_ascii()).count();
    let certainty = if foreign < ENOUGH_TO_GUESS && encoding != rs::ISO_2022_JP {
        Certainty::Unsure
    } else {
        Certainty::Likely
    };
    grounds(encoding, certainty, Reason::Statistics)
}

/// Whether the bytes outside ASCII are but signs (§, °, ®) scattered among Latin letters: one in fifty letters at most,
/// most of them with no letter right before or after and no other such byte. A word of another script has several.
fn only_signs(sample: &[u8]) -> bool {
    let letters = sample.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let is_part = |b: Option<&u8>| b.is_some_and(|b| !b.is_ascii() || b.is_ascii_alphabetic());
    let (mut foreign, mut alone) = (0, 0);
    for (at, byte) in sample.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
        let before = at.checked_sub(1).and_then(|n| sample.get(n));
        foreign += 1;
        // What would be a sign in Western Europe, not a letter.
        alone += usize::from(*byte < 0xc0 && !(is_part(before) && is_part(sample.get(at + 1))));
    }
    foreign * 50 <= letters && alone * 3 >= foreign * 2
}

/// The byte order of UTF-16 text that has no mark.
///
/// Evidence is units that 8-bit text does not have because one of their bytes is a control character: the space, the
/// line break, CJK full stops and commas. The rest must be letters and signs that texts are made of.
fn utf16_without_mark(sample: &[u8]) -> Option<&'static rs::Encoding> {
    let score = |unit: fn([u8; 2]) -> u16| {
        let (mut units, mut evidence, mut plausible) = (0_usize, 0_usize, 0_usize);
        for pair in sample.chunks_exact(2) {
            let unit = unit([pair[0], pair[1]]);
            units += 1;
            evidence += usize::from(matches!(unit, 0x20 | 0x0a | 0x0d | 0x3000..=0x3002 | 0xff0c));
            plausible += usize::from(matches!(
                unit,
                0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0x06ff | 0x0900..=0x0e7f | 0x10a0..=0x11ff | 0x1e00..=0x206f
                    | 0x20a0..=0x20bf | 0x2100..=0x26ff | 0x3000..=0x30ff | 0x4e00..=0x9fff | 0xac00..=0xdfff
                    | 0xff01..=0xff5e
            ));
        }
        (units > 0 && evidence * 200 >= units && plausible * 100 >= units * 95).then_some(evidence)
    };
    match (score(u16::from_le_bytes), score(u16::from_be_bytes)) {
        (None, None) => None,
        (little, big) if little >= big => Some(rs::UTF_16LE),
        _ => Some(rs::UTF_16BE),
    }
}

/// The charset that a web page names near its start.
fn declared(bytes: &[u8]) -> Option<&'static rs::Encoding> {
    let head = &bytes[..bytes.len().min(CHARSET_WITHIN)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.contains('<') {
        return None;
    }
    let after = ["charset=", "encoding="]
        .iter()
        .find_map(|name| head.find(name).map(|at| &head[at + name.len()..]))?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    let Encoding(found) = Encoding::of_label(&label)?;
    // A page that can be read at all as ASCII is not in UTF-16, and one that reached here is not valid UTF-8.
    let found = if found == rs::GBK { rs::GB18030 } else { found };
    (found != rs::UTF_8 && found != rs::UTF_16LE && found != rs::UTF_16BE).then_some(found)
}

/// The text, and how many bytes were replaced by U+FFFD.
fn decode_as(bytes: &[u8], encoding: Encoding) -> (String, usize) {
    let mut decoder = encoding.0.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut undecodable = 0;
    let mut rest = bytes;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[read..];
        match result {
            rs::DecoderResult::InputEmpty => return (text, undecodable),
            rs::DecoderResult::OutputFull => text.reserve((rest.len() / 2).max(64)),
            rs::DecoderResult::Malformed(bad, _) => {
                undecodable += usize::from(bad);
                text.push('\u{fffd}');
            }
        }
    }
}

/// Counts control characters; more than a text has by accident are an error.
fn count_controls(text: &str) -> Result<usize, ImportError> {
    let (mut zeros, mut controls, mut high, mut all) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        match c {
            '\0' => zeros += 1,
            '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' => {}
            // What a wrong encoding makes of quotation marks and letters: a reason to look, not to refuse.
            '\u{80}'..='\u{9f}' => high += 1,
            _ => controls += usize::from(c.is_control()),
        }
    }
    let share = |n: usize| format!("{n} of {all} characters");
    if zeros > 0 {
        return Err(ImportError::Binary {
            seen: format!("zero bytes ({})", share(zeros)),
        });
    }
    if controls > 2 && controls * 100 > all {
        return Err(ImportError::Binary {
            seen: format!("control characters ({})", share(controls)),
        });
    }
    Ok(controls + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POLISH: &str = "Chińska Republika Ludowa sprzeciwiła się rozszerzeniu NATO. Żądania Moskwy są łudząco \
                          podobne do tych, które zgłaszała wcześniej – pisze „Gazeta”.";
    const RUSSIAN: &str = "Китай выступил против расширения НАТО. Стороны призывают альянс отказаться от \
                           идеологизированных подходов времён холодной войны.";
    const CHINESE: &str =
        "中国反对北约继续扩张，呼吁北约摒弃冷战时期的意识形态。双方认为，某些国家的军事联盟破坏了地区的安全与稳定。";
    const FRENCH: &str = "La Chine s’oppose à l’élargissement de l’OTAN, mais elle reste très prudente à l’égard de \
                          la Crimée – une position héritée de son passé, dit-on à Pékin.";
    const TAIWANESE: &str =
        "中國反對北約繼續擴張，呼籲北約摒棄冷戰時期的意識形態。雙方認為，某些國家的軍事聯盟破壞了地區的安全。";
    const JAPANESE: &str =
        "中国は北大西洋条約機構の拡大に反対し、冷戦時代のイデオロギーを捨てるよう求めた。両国は共同声明を発表した。";

    #[test]
    fn signs_scattered_in_english_are_no_cyrillic() {
        let report =
            "The Office considered a violation of 18 U.S.C. § 371; see 52 U.S.C. §§ 30101 and 30121, and ® too. ";
        let plain = "What the Office did with each of these questions is told in the sections that follow, and why. ";
        let report = format!("{report}{}", plain.repeat(3));
        let bytes = encoded(&report.repeat(40), rs::WINDOWS_1252);
        assert_eq!(guess(&bytes).encoding.0, rs::WINDOWS_1252);
        let russian = format!(
            "{}Россия требует гарантий безопасности.",
            report.replace(['§', '®'], "").repeat(40)
        );
        assert!(!only_signs(&encoded(&russian, rs::WINDOWS_1251)));
    }

    fn encoded(text: &str, encoding: &'static rs::Encoding) -> Vec<u8> {
        if encoding == rs::UTF_16LE {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        if encoding == rs::UTF_16BE {
            return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        }
        let (bytes, _, unmappable) = encoding.encode(text);
        assert!(!unmappable, "{text:?} can be written in {}", encoding.name());
        bytes.into_owned()
    }

    #[test]
    fn texts_come_back_from_every_common_encoding() {
        for (text, encoding) in [
            (POLISH, rs::UTF_8),
            (POLISH, rs::WINDOWS_1250),
            (POLISH, rs::UTF_16LE),
            (POLISH, rs::UTF_16BE),
            (RUSSIAN, rs::UTF_8),
            (RUSSIAN, rs::WINDOWS_1251),
            (RUSSIAN, rs::KOI8_U),
            (RUSSIAN, rs::IBM866),
            (RUSSIAN, rs::UTF_16LE),
            (RUSSIAN, rs::UTF_16BE),
            (CHINESE, rs::UTF_8),
            (CHINESE, rs::GB18030),
            (CHINESE, rs::UTF_16LE),
            (CHINESE, rs::UTF_16BE),
            (FRENCH, rs::UTF_8),
            (FRENCH, rs::WINDOWS_1252),
            (FRENCH, rs::UTF_16LE),
            (TAIWANESE, rs::BIG5),
            (JAPANESE, rs::SHIFT_JIS),
            (JAPANESE, rs::EUC_JP),
            (JAPANESE, rs::ISO_2022_JP),
        ] {
            // KOI8-U and IBM 866 have no curly quotation marks or dashes.
            let text = if encoding == rs::IBM866 {
                text.replace('ё', "е")
            } else {
                text.to_owned()
            };
            let decoded = decode(&encoded(&text, encoding), None).unwrap();
            assert_eq!(decoded.text, text, "{} as {:?}", encoding.name(), decoded.grounds);
            assert_eq!(decoded.undecodable, 0);
            assert!(decoded.grounds.certainty >= Certainty::Likely, "{}", decoded.grounds);
            let chosen = Encoding::of_label(encoding.name()).unwrap();
            assert_eq!(decode(&encoded(&text, encoding), Some(chosen)).unwrap().text, text);
        }
    }

    #[test]
    fn byte_order_marks_are_believed_and_removed() {
        for (mark, encoding) in [
            (&b"\xef\xbb\xbf"[..], rs::UTF_8),
            (b"\xff\xfe", rs::UTF_16LE),
            (b"\xfe\xff", rs::UTF_16BE),
        ] {
            let bytes = [mark, &encoded("Ties – and more", encoding)].concat();
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!(decoded.text, "Ties – and more");
            assert_eq!(decoded.grounds.encoding, Encoding(encoding));
            assert_eq!(decoded.grounds.certainty, Certainty::Certain);
        }
    }

    #[test]
    fn a_page_that_names_its_charset_is_believed_unless_it_is_utf8() {
        let page = |charset: &str| format!("<html><head><meta charset=\"{charset}\"></head><p>Łódź i Gdańsk</p>");
        let decoded = decode(&encoded(&page("iso-8859-2"), rs::ISO_8859_2), None).unwrap();
        assert_eq!(decoded.text, page("iso-8859-2"));
        assert_eq!(
            decoded.grounds.to_string(),
            "ISO 8859-2 (Central European): the page says so"
        );
        let decoded = decode(page("iso-8859-2").as_bytes(), None).unwrap();
        assert_eq!(decoded.grounds.encoding, Encoding::UTF_8);
    }

    #[test]
    fn a_guess_says_how_sure_it_is() {
        assert_eq!(
            decode(b"plain", None).unwrap().grounds.to_string(),
            "UTF-8 (any language): every character is plain ASCII"
        );
        let short = decode(b"caf\xe9", None).unwrap();
        assert_eq!((&*short.text, short.grounds.certainty), ("café", Certainty::Unsure));
        let long = decode(&encoded(RUSSIAN, rs::WINDOWS_1251), None).unwrap();
        assert_eq!(
            long.grounds.to_string(),
            "Windows-1251 (Cyrillic): guessed from its letters"
        );
    }

    #[test]
    fn undecodable_bytes_are_counted() {
        let decoded = decode(b"a\xff\xfeb\xc3", Some(Encoding::UTF_8)).unwrap();
        assert_eq!((&*decoded.text, decoded.undecodable), ("a\u{fffd}\u{fffd}b\u{fffd}", 3));
        let decoded = decode(&[0x3d, 0xd8, 0x41, 0x00], Some(Encoding(rs::UTF_16LE))).unwrap();
        assert_eq!((&*decoded.text, decoded.undecodable), ("\u{fffd}A", 2));
    }

    #[test]
    fn what_is_not_text_is_refused_saying_what_was_seen() {
        let long = vec![b'a'; MOST_BYTES + 1];
        for (bytes, expected) in [
            (&b""[..], "There is no text in it"),
            (
                b"%PDF-1.7\n%\xe2\xe3",
                "It is a PDF, not text; copy its text and paste it, or save it as plain text",
            ),
            (
                b"ab\0\x01\x02cd\xff",
                "It is not text: it has zero bytes (1 of 8 characters). \
                 If it is text in an unusual encoding, choose the encoding and try again",
            ),
            (
                b"\x01\x02\x03abc",
                "It is not text: it has control characters (3 of 6 characters). \
                 If it is text in an unusual encoding, choose the encoding and try again",
            ),
            (&long, "It is 65 MB long; articles of up to 64 MB can be read"),
        ] {
            assert_eq!(decode(bytes, None).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn every_choice_has_a_name_of_its_own() {
        let mut names: Vec<_> = Encoding::choices().map(Encoding::name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for choice in Encoding::choices() {
            assert_eq!(Encoding::of_label(choice.label()), Some(choice));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes: Vec<u8>, choice: prop::sample::Index) {
            let choices: Vec<_> = Encoding::choices().collect();
            for chosen in [None, Some(*choice.get(&choices))] {
                if let Ok(decoded) = decode(&bytes, chosen) {
                    prop_assert!(decoded.undecodable <= bytes.len());
                }
            }
        }

        /// Whatever is valid UTF-8 without zeros is read as it is.
        #[test]
        fn utf8_is_read_as_it_is(text in "[^\u{0}-\u{1f}\u{7f}-\u{9f}\u{feff}]{1,200}") {
            let decoded = decode(text.as_bytes(), None).unwrap();
            prop_assert_eq!(decoded.text, text);
            prop_assert_eq!(decoded.undecodable, 0);
        }
    }
}
