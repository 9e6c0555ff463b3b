//! Bad files, and what is said about each.

use super::{Problem, Refusal, Severity, read, write};
use crate::storage::sample::GOLDEN;

/// What reading some bytes says, line by line; fatal problems are marked with "!".
fn said(bytes: &[u8]) -> String {
    let problems = match read(bytes) {
        Ok(read) => read.problems,
        Err(Refusal::Faulty(problems)) => problems,
        Err(other) => return other.to_string(),
    };
    let line = |p: &Problem| match p.severity {
        Severity::Fatal => format!("! {p}"),
        Severity::Repaired => p.to_string(),
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A small file with `lines` in place of the list of actors, which begins in line 5.
fn actors(lines: &str) -> String {
    format!("(\n  format: 1,\n  analysts: [(id: \"me\", name: \"Me\")],\n  actors: [\n{lines}\n  ],\n)\n")
}

const SMALL: &str = r#"(
  format: 1,
  documents: [
    (id: "d", title: "D", blocks: [
      Paragraph("One two three four."),
    ]),
  ],
  actors: [
    (id: "china", name: "China"),
  ],
  issues: [
    (id: "aukus", name: "AUKUS"),
  ],
  analysts: [
    (id: "me", name: "Me"),
  ],
  passages: [
    (id: "p1", document: "d", analyst: "me", start: 4, end: 7, quotation: "two", prefix: "One ", suffix: " three four."),
  ],
  positions: [
    (analyst: "me", actor: "china", issue: "aukus", stance: Opposes, evidence: [For("p1")]),
  ],
  notes: [
    (id: "n1", analyst: "me", about: [Actor("china")], created: "2026-11-23T10:00:00Z", changed: "2026-11-23T10:00:00Z", text: "A note"),
  ],
)
"#;

/// [`SMALL`] with one text in place of another.
fn small(old: &str, new: &str) -> String {
    assert_eq!(SMALL.matches(old).count(), 1, "{old}");
    SMALL.replace(old, new)
}

#[test]
fn what_is_no_project_is_told() {
    for (text, expected) in [
        ("", "! line 1, column 1: the file is empty"),
        (" \n", "! line 1, column 1: the file is empty"),
        (
            "\0\0\0\0",
            "! line 1, column 1: the file begins with zero bytes: it was not copied or synchronised whole; get it again from where it came from",
        ),
        (
            "hello",
            "! line 1, column 1: this is no project of Standpoint: expected (, found `hello`",
        ),
        (
            "{\"format\": 1}",
            "! line 1, column 1: this is no project of Standpoint: expected (, found `{`",
        ),
        (
            "(",
            "! line 1, column 2: the file ends too early: it was cut off, or not copied or synchronised whole; get it again from where it came from",
        ),
        (
            "(title: \"x\", format: 1)",
            "! line 1, column 2: expected `format: 1` first, found `title`",
        ),
        (
            "(format: 0)",
            "! line 1, column 10: expected the number of the format, 1, found the number 0",
        ),
        (
            "(format: one)",
            "! line 1, column 10: expected the number of the format, 1, found `one`",
        ),
        (
            "(format: 3)",
            "made by a newer version of Standpoint (format 3); nothing was changed; update to open it",
        ),
        (
            "(format: 1",
            "! line 1, column 11: the file ends too early: it was cut off, or not copied or synchronised whole; get it again from where it came from",
        ),
        (
            "(format: 1,",
            "! line 1, column 12: the file ends too early: it was cut off, or not copied or synchronised whole; get it again from where it came from",
        ),
        (
            "(format: 1 title: 2)",
            "! line 1, column 12: expected a comma or ), found `title`",
        ),
        (
            "(format: 1, titel: \"x\")",
            "! line 1, column 13: a project has no field `titel`; the fields are `title`, `documents`, `actors`, `issues`, `periods`, `analysts`, `passages`, `positions`, `notes` and `dismissals`; did you mean `title`?",
        ),
        (
            "(format: 1, title: 5)",
            "! line 1, column 20: expected a text in quotation marks, found the number 5",
        ),
        (
            "(format: 1, title: \"a\", title: \"b\")",
            "! line 1, column 25: the field `title` is given twice",
        ),
        ("(format: 1, actors: (1))", "! line 1, column 21: expected [, found `(`"),
        (
            "(format: 1) (",
            "! line 1, column 13: expected the end of the file, found `(`",
        ),
        (
            "(format: 1, actors: [])]",
            "! line 1, column 24: expected the end of the file, found `]`",
        ),
    ] {
        assert_eq!(said(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn faulty_records_are_told_each() {
    for (lines, expected) in [
        (
            "    (id: \"a\", name: \"A\", stance: Opposes),",
            "! line 5, column 26: an actor has no field `stance`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`",
        ),
        (
            "    (id: \"a\", nam: \"A\"),",
            "! line 5, column 15: an actor has no field `nam`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`; did you mean `name`?",
        ),
        (
            "    (name: \"A\"),",
            "! line 5, column 5: an actor has no `id`, which it needs",
        ),
        (
            "    (id: \"a\", id: \"b\"),",
            "! line 5, column 15: the field `id` is given twice",
        ),
        (
            "    (id: 5),",
            "! line 5, column 10: expected a text in quotation marks, found the number 5",
        ),
        (
            "    (id: \"a\" name: \"A\"),",
            "! line 5, column 14: expected a comma or a closing bracket, found `name`",
        ),
        (
            "    (id \"a\", name: \"A\"),",
            "! line 5, column 9: expected a colon, found the text \"a\"",
        ),
        (
            "    (id: \"a\", hidden: yes),",
            "! line 5, column 23: expected true or false, found `yes`",
        ),
        (
            "    (id: \"a\", hidden: 1),",
            "! line 5, column 23: expected true or false, found the number 1",
        ),
        (
            "    (id: \"a\", aliases: \"b\"),",
            "! line 5, column 24: expected [, found the text \"b\"",
        ),
        (
            "    (id: \"a\", aliases: [\"b\", 5]),",
            "! line 5, column 30: expected a text in quotation marks, found the number 5",
        ),
        (
            "    (id: \"a\", aliases: [\"b\" \"c\"]),",
            "! line 5, column 29: expected a comma or a closing bracket, found the text \"c\"",
        ),
        (
            "    (id: \"a\", aliases: [\"b\"),",
            "! line 5, column 28: expected a comma or a closing bracket, found `)`",
        ),
        (
            "    (id: \"a\", name: \"x\\q\"),",
            "! line 5, column 23: \\q is no escape: expected \\\" \\\\ \\n \\r \\t or \\u{…} with a character's number",
        ),
        (
            "    (id: \"a\", name: \"x\\u{110000}\"),",
            "! line 5, column 23: \\u{110000} is no escape: expected \\\" \\\\ \\n \\r \\t or \\u{…} with a character's number",
        ),
        (
            "    (id: \"a\", name: \"A),\n    (id: \"b\", name: \"B\"),\n    (id: \"c\", nmae: \"C\"),",
            "! line 5, column 21: the text that begins here has no closing quotation mark\n! line 7, column 15: an actor has no field `nmae`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`; did you mean `name`?",
        ),
        (
            "    (id: \"a\", name: \"A\"\n    (id: \"b\", name: \"B\"),\n    (id: \"c\", nmae: \"C\"),",
            "! line 5, column 24: expected a comma or a closing bracket, found the end\n! line 7, column 15: an actor has no field `nmae`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`; did you mean `name`?",
        ),
        (
            "    (id: \"a\", name: \"A\")),\n    (id: \"c\", nmae: \"C\"),",
            "! line 5, column 25: expected a comma or ], found `)`\n! line 6, column 15: an actor has no field `nmae`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`; did you mean `name`?",
        ),
        (
            "    (id: \"a\", name: \"A\")\n    (id: \"c\", nmae: \"C\"),",
            "! line 5, column 5: expected a comma after the record that begins here\n! line 6, column 15: an actor has no field `nmae`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`; did you mean `name`?",
        ),
        (
            "    \"a\",\n    (id: \"c\", nmae: \"C\"),",
            "! line 5, column 5: expected the ( of an actor, found the text \"a\"\n! line 6, column 15: an actor has no field `nmae`; the fields are `id`, `name`, `aliases`, `colour`, `group` and `hidden`; did you mean `name`?",
        ),
        (
            "    Actor(id: \"a\"),",
            "! line 5, column 5: expected the ( of an actor, found `Actor`",
        ),
        (
            "    (id: \"A b\"),",
            "! line 5, column 10: \"A b\" is no id: expected lower-case letters and digits, words joined by \"-\"",
        ),
        (
            "    (id: \"a\", colour: \"red\"),",
            "! line 5, column 23: \"red\" is no colour: expected # and six hexadecimal digits",
        ),
        (
            "    (id: \"a\", colour: #ff0000),",
            "! line 5, column 23: expected a text in quotation marks, found `#`",
        ),
        (
            "    (id: \"a\", aliases: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "! line 5, column 25: expected a text in quotation marks, found `[`",
        ),
        (
            "    (id: \"a\", name: \"A\"),\n    (id: \"a\", name: \"A\"),\n    (id: \"a\", name: \"B\"),",
            "line 6, column 5: the actor \"a\" is given twice, the same both times; it was taken once\n! line 7, column 5: the actor \"a\" is given before, and differs; give one of them another id, or delete it",
        ),
        (
            "    (id: \"a\"),",
            "line 5, column 5: the actor \"a\" has no name; its id serves as one",
        ),
        (
            "    (id: \"a\", name: \"A\") /* x ,",
            "! line 5, column 28: the comment that begins here has no end",
        ),
        (
            "<<<<<<< mine\n    (id: \"a\", name: \"A\"),\n=======\n    (id: \"b\", name: \"B\"),\n>>>>>>> theirs",
            "! line 5, column 1: a conflict that git left is not settled; keep the lines of one side, and delete the other's and the marks\n! line 7, column 1: a conflict that git left is not settled; keep the lines of one side, and delete the other's and the marks\n! line 9, column 1: a conflict that git left is not settled; keep the lines of one side, and delete the other's and the marks",
        ),
    ] {
        assert_eq!(said(actors(lines).as_bytes()), expected, "{lines}");
    }
}

#[test]
fn what_does_not_fit_together_is_told() {
    for (old, new, expected) in [
        (
            "Paragraph(\"",
            "Paragraf(\"",
            "! line 5, column 7: expected `Heading`, `Paragraph`, `Quotation` or `ListItem`, found `Paragraf`; did you mean `Paragraph`?",
        ),
        (
            "Paragraph(\"",
            "Heading(9, \"",
            "! line 6, column 5: a document has a heading of level 9: the levels are 1 to 6",
        ),
        (
            "Paragraph(\"",
            "Paragraph(1, \"",
            "! line 5, column 17: expected a text in quotation marks, found the number 1",
        ),
        (
            "One two three",
            "One\\ntwo three",
            "line 4, column 5: line breaks inside 1 of the blocks of \"d\"; each became a space",
        ),
        (
            "Paragraph(\"One two three four.\")",
            "Paragraph()",
            "! line 5, column 17: expected a text in quotation marks, found `)`",
        ),
        (
            "Paragraph(\"One two three four.\")",
            "Heading(\"One two three four.\")",
            "! line 5, column 15: expected a whole number, found the text \"One two three four.\"",
        ),
        (
            "start: 4,",
            "start: -4,",
            "! line 18, column 54: -4 is out of range: expected a whole number from 0 to 4294967295",
        ),
        (
            "start: 4,",
            "start: 4.5,",
            "! line 18, column 54: expected a comma or a closing bracket, found `.`",
        ),
        (
            "start: 4,",
            "start: 40000000000,",
            "! line 18, column 53: 40000000000 is out of range: expected a whole number from 0 to 4294967295",
        ),
        (
            "start: 4, end: 7",
            "start: 4000, end: 7000",
            "line 18, column 5: the passage \"p1\" does not stand at 4000–7000 but at 4–7: \"two\"; it is moved there",
        ),
        (
            "end: 7, ",
            "",
            "! line 18, column 5: a passage has no `end`, which it needs",
        ),
        (
            "start: 4, end: 7",
            "start: 8, end: 11",
            "line 18, column 5: the passage \"p1\" does not stand at 8–11 but at 4–7: \"two\"; it is moved there",
        ),
        (
            "One two",
            "One six",
            "line 18, column 5: the words of the passage \"p1\" are not in the document: \"two\"; it is kept; choose its place or delete it",
        ),
        (
            "One two three",
            "One six. And two or two. three",
            "line 18, column 5: the passage \"p1\" does not stand at 4–7, and its words stand in 2 places, none surely the right one: \"two\"; it is kept; choose its place",
        ),
        (
            "One two three",
            "Before One two three",
            "line 18, column 5: the passage \"p1\" does not stand at 4–7 but at 11–14: \"two\"; it is moved there",
        ),
        (
            "quotation: \"two\"",
            "quotation: \"\"",
            "! line 18, column 5: the passage \"p1\" has an empty quotation; write the words that it marks",
        ),
        (
            "document: \"d\"",
            "document: \"e\"",
            "! line 18, column 26: the passage \"p1\" is in the document \"e\", which is not in the file; add the document, or delete the passage and what cites it",
        ),
        (
            "id: \"p1\"",
            "id: \"P1\"",
            "! line 18, column 10: \"P1\" is no id: expected 1 to 12 of a–z and 0–9, the first not 0",
        ),
        (
            "id: \"p1\"",
            "id: \"p2\"",
            "! line 21, column 85: the passage \"p1\" is cited but not in the file; add the passage, or no longer cite it",
        ),
        (
            "For(\"p1\")",
            "With(\"p1\")",
            "! line 21, column 81: expected `For` or `Against`, found `With`",
        ),
        (
            "For(\"p1\")",
            "For(\"p1\"), For(\"p1\")",
            "line 21, column 96: the passage \"p1\" is cited twice in one position; it was taken once",
        ),
        (
            "For(\"p1\")",
            "For(\"p1\"), Against(\"p1\")",
            "! line 21, column 100: the passage \"p1\" is cited both for and against in one position; keep one of them",
        ),
        (
            "For(\"p1\")",
            "\"p1\"",
            "! line 21, column 81: expected a word without quotation marks, found the text \"p1\"",
        ),
        (
            "stance: Opposes",
            "stance: Oposes",
            "! line 21, column 61: expected `StronglyOpposes`, `Opposes`, `Neutral`, `Supports`, `StronglySupports`, `Ambivalent` or `Silent`, found `Oposes`; did you mean `Opposes`?",
        ),
        (
            "stance: Opposes",
            "stance: \"Opposes\"",
            "! line 21, column 61: expected a word without quotation marks, found the text \"Opposes\"",
        ),
        (
            "stance: Opposes",
            "stance: -1",
            "! line 21, column 61: expected a word without quotation marks, found the number -1",
        ),
        (
            "actor: \"china\"",
            "actor: \"chine\"",
            "line 21, column 28: there is no actor \"chine\" in the file; it was added, named by its id",
        ),
        (
            "analyst: \"me\", actor",
            "analyst: \"you\", actor",
            "line 21, column 15: there is no analyst \"you\" in the file; it was added, named by its id",
        ),
        (
            "issue: \"aukus\"",
            "issue: \"aukus\", period: \"later\"",
            "line 21, column 61: there is no period \"later\" in the file; it was added, named by its id",
        ),
        (
            "  positions: [\n",
            "  positions: [\n    (analyst: \"me\", actor: \"china\", issue: \"aukus\"),\n    (analyst: \"me\", actor: \"china\", issue: \"aukus\", stance: Supports),\n",
            "line 21, column 5: the position china × aukus of me says nothing; it was left out\n! line 23, column 5: the position china × aukus of me is given in line 22 too, and differs; keep one of them",
        ),
        (
            "  positions: [\n",
            "  positions: [\n    (analyst: \"me\", actor: \"china\", issue: \"aukus\", stance: Opposes, evidence: [For(\"p1\")]),\n",
            "line 22, column 5: the position china × aukus of me is given twice, the same both times; it was taken once",
        ),
        (
            "created: \"2026-11-23T10:00:00Z\"",
            "created: \"yesterday\"",
            "! line 24, column 65: \"yesterday\" is no moment: expected one such as \"2026-11-23T10:00:00Z\"",
        ),
        (
            "created: \"2026-11-23T10:00:00Z\"",
            "created: \"2026-11-23T10:00:00.5Z\"",
            "line 24, column 65: \"2026-11-23T10:00:00.5Z\" has a fraction of a second; it was left out",
        ),
        (
            "created: \"2026-11-23T10:00:00Z\", ",
            "",
            "! line 24, column 5: a note has no `created`, which it needs",
        ),
        (
            "about: [Actor(\"china\")]",
            "about: [Cell(\"china\")]",
            "! line 24, column 51: `Cell` needs 2 values and has 1",
        ),
    ] {
        assert_eq!(said(small(old, new).as_bytes()), expected, "{new}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = SMALL
        .replace("name: \"China\"", "name: 1")
        .replace("title: \"D\"", "titel: \"D\"")
        .replace("id: \"n1\"", "id: \"N 1\"")
        .replace("start: 4", "start: x");
    assert_eq!(
        said(text.as_bytes()),
        "! line 4, column 15: a document has no field `titel`; the fields are `id`, `title`, `author`, `source`, \
         `address`, `date` and `blocks`; did you mean `title`?\n\
         ! line 9, column 25: expected a text in quotation marks, found the number 1\n\
         ! line 18, column 53: expected a whole number, found `x`\n\
         ! line 24, column 10: \"N 1\" is no id: expected 1 to 12 of a–z and 0–9, the first not 0"
    );
}

#[test]
fn a_file_cut_off_anywhere_says_so() {
    for end in 1..GOLDEN.trim_end().len() {
        let cut = &GOLDEN.as_bytes()[..end];
        let said = said(cut);
        let told = said.contains("ends too early") || (std::str::from_utf8(cut).is_err() && said.contains("no UTF-8"));
        assert!(told, "cut at {end}: {said}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told() {
    assert_eq!(
        said(b"(format: 1,\n title: \"\xff\")"),
        "! line 2, column 10: the file is no UTF-8 text: found the byte 0xff, which cannot stand there"
    );
}

/// A generator of numbers that look random (splitmix64), the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

/// Spoils some bytes: changed, dropped, doubled, cut off, moved, zeroed, or replaced by what means something here.
fn spoil(bytes: &mut Vec<u8>, random: &mut Random) {
    const MEANING: [&str; 16] = [
        "\"",
        "\\",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "/*",
        "//",
        "r#\"",
        "\n    (",
        "'",
        "None",
        "99999999999",
        "\u{202e}",
    ];
    for _ in 0..1 + random.next(3) {
        let at = random.next(bytes.len());
        let end = (at + 1 + random.next(40)).min(bytes.len());
        match random.next(8) {
            0 => bytes[at] ^= 1 << random.next(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => bytes.truncate(at),
            4 => bytes[at..end].fill(0),
            5 => {
                let piece: Vec<u8> = bytes.drain(at..end).collect();
                let to = random.next(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                let meaning = MEANING[random.next(MEANING.len())].bytes();
                bytes.splice(at..end.min(at + random.next(3)), meaning);
            }
        }
        if bytes.is_empty() {
            return;
        }
    }
}

/// However a save file is spoiled, reading it ends well: with a project that is written and read back equal, or with
/// at least one fatal problem. `STANDPOINT_MUTATIONS` sets how many are tried (20,000 if it is not set).
#[test]
#[expect(clippy::print_stdout, reason = "the figures")]
fn spoiled_files_do_no_harm() {
    let count = std::env::var("STANDPOINT_MUTATIONS").map_or(20_000, |n| n.parse().expect("a number"));
    let mut random = Random(1);
    let (mut opened, mut slowest) = (0, std::time::Duration::ZERO);
    for n in 0..count {
        let mut bytes = if n % 4 == 0 { GOLDEN } else { SMALL }.as_bytes().to_vec();
        spoil(&mut bytes, &mut random);
        let begun = std::time::Instant::now();
        let read = read(&bytes);
        slowest = slowest.max(begun.elapsed());
        match read {
            Ok(read) => {
                opened += 1;
                let text = write(&read.project);
                let again = super::read(text.as_bytes()).unwrap_or_else(|e| panic!("{e}\n{text}"));
                assert_eq!(again.project, read.project, "{text}");
            }
            Err(Refusal::Faulty(problems)) => {
                assert!(problems.iter().any(|p| p.severity == Severity::Fatal), "{problems:?}");
            }
            Err(Refusal::Newer { format }) => assert!(format > 1),
            Err(Refusal::Cancelled) => panic!("nobody cancelled"),
        }
    }
    assert!(
        opened > count / 50,
        "only {opened} of {count} opened: the mutations are too coarse to test repairs"
    );
    println!("{count} spoiled files: {opened} opened, slowest {slowest:?}");
}

/// Texts made to take the reader the square of their size, which would be many minutes, are refused as others are.
#[test]
fn texts_made_to_be_slow_are_told() {
    let size = 400_000;
    for piece in [
        "    (r#\"\n",
        "    (\"\n",
        "    (\n",
        "    (id: \"a\", name: \"b,\n",
        "(id: \"a\", name: \"b\"),",
        "    ([[[]\n",
        "/*",
        "'",
        "r#",
        "\\",
        "(",
        "[{(",
        "\"\\\"",
        "    (id: \"a\", aliases: [\"\",\"\"]),\n",
    ] {
        let text = actors(&piece.repeat(size / piece.len()));
        assert_ne!(said(text.as_bytes()), "", "{piece:?}");
    }
}
