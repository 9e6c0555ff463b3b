//! The command line, by running the program itself.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// The bundled reading.
const FIRST: &str = "saves/china-russia-joint-statement.ron";
const SECOND: &str = "saves/china-russia-second-reader.ron";
const ARTICLE: &str = "assets/choice-china-russia-joint-statement.txt";

/// A file of the repository.
pub(crate) fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What a run of the program came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn program() -> &'static str {
    env!("CARGO_BIN_EXE_standpoint")
}

/// Runs the program in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_with(folder, arguments, b"")
}

pub(crate) fn run_with(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(program())
        .args(arguments)
        .current_dir(folder)
        .env("STANDPOINT_STATE", folder.join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input).expect("the program reads");
    drop(stdin);
    ran(child.wait_with_output().expect("the program ends"))
}

fn ran(output: std::process::Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Runs the program where no file may become longer than half a kilobyte or one: writing stops midway, as on a full disk.
#[cfg(unix)]
fn run_without_room(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new("sh")
        // Ignored, the signal becomes an error of the write.
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh", program()])
        .args(arguments)
        .current_dir(folder)
        .env("STANDPOINT_STATE", folder.join("state"))
        .output()
        .expect("the program starts");
    ran(output)
}

/// A folder with a project in it that can be spoilt.
pub(crate) fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    fs::copy(repository(FIRST), folder.path().join("a.ron")).expect("a copy");
    folder
}

/// The project's text with one thing replaced, which must be there.
pub(crate) fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a text");
    assert!(text.contains(from), "{from:?} stands in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).expect("it can be written");
}

#[test]
fn help_names_every_command() {
    let folder = folder();
    let ran = run(folder.path(), &["--help"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    for command in ["check", "new", "show", "fmt", "diff", "merge", "git-setup", "agreement"] {
        assert!(ran.out.contains(&format!("\n  {command} ")), "{command}: {}", ran.out);
        let help = run(folder.path(), &[command, "--help"]);
        assert_eq!(help.code, Some(0), "{command}");
        assert!(help.out.contains("Usage: standpoint"), "{command}: {}", help.out);
    }
    assert!(!ran.out.contains("git-diff"), "what only git calls is not shown");
    let wrong = run(folder.path(), &["chekc", "--now"]);
    assert_eq!(wrong.code, Some(2));
}

#[test]
#[cfg(not(feature = "gui"))]
fn without_a_window_it_says_so() {
    let folder = folder();
    for arguments in [&[][..], &["a.ron"]] {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("This build has no window"), "{}", ran.err);
    }
}

#[test]
fn check_says_what_is_sound() {
    let folder = folder();
    let ran = run(folder.path(), &["check", "a.ron"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.starts_with("a.ron: sound: 1 document, "), "{}", ran.out);
    let quiet = run(folder.path(), &["check", "--quiet", "a.ron"]);
    assert_eq!((quiet.code, quiet.out.as_str()), (Some(0), ""));
}

#[test]
fn check_says_what_is_wrong_and_where() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    edit(&path, "stance: Opposes", "stance: Objects");
    let text = fs::read_to_string(&path).expect("a text");
    let (line, text) = text
        .lines()
        .enumerate()
        .find(|(_, l)| l.contains("Objects"))
        .expect("the line");
    let column = text[..text.find("Objects").expect("there")].chars().count() + 1;
    let ran = run(folder.path(), &["check", "a.ron"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let place = format!("a.ron:{}:{column}: ", line + 1);
    assert!(ran.out.starts_with(&place), "{place}: {}", ran.out);
    assert!(ran.out.contains("it cannot be opened"), "{}", ran.out);
}

#[test]
fn check_names_repairs_and_counts_them_as_problems() {
    let folder = folder();
    edit(
        &folder.path().join("a.ron"),
        "was originally published",
        "was first and originally published",
    );
    let ran = run(folder.path(), &["check", "a.ron"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("; it is moved there") && ran.out.contains("it can be opened"),
        "{}",
        ran.out
    );
    // What is repaired on opening is right after it was written again.
    assert_eq!(run(folder.path(), &["fmt", "a.ron"]).code, Some(0));
    let again = run(folder.path(), &["check", "a.ron"]);
    assert!(!again.out.contains("it is moved there"), "{}", again.out);
}

#[test]
fn check_tells_the_unreadable_from_the_faulty() {
    let folder = folder();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("it can be written");
    write("empty.ron", b"");
    write("future.ron", b"(format: 99)");
    for (name, expected) in [
        ("missing.ron", "There is no such file"),
        (".", "This is a folder"),
        ("empty.ron", "The file is empty"),
        ("future.ron", "newer version"),
    ] {
        let ran = run(folder.path(), &["check", name, "a.ron"]);
        assert_eq!(ran.code, Some(2), "{name}: {ran:?}");
        assert!(ran.err.contains(expected), "{name}: {}", ran.err);
        assert!(
            ran.out.contains("a.ron: sound"),
            "the others are looked at: {}",
            ran.out
        );
    }
}

#[test]
fn find_tells_sentences_with_plain_words() {
    let folder = folder();
    let ran = run(folder.path(), &["find", "a de facto rebuilding", "a.ron"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "1 hit\n"));
    assert!(ran.out.starts_with("¶ 15: China made"), "{}", ran.out);
    let ran = run(
        folder.path(),
        &["find", "--regex", "china('s)? (tie|posi)\\w+", "a.ron"],
    );
    assert_eq!((ran.code, ran.out.lines().count()), (Some(0), 1), "{}", ran.out);
    let ran = run(folder.path(), &["find", "zzz", "a.ron"]);
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (Some(1), "", "0 hits\n")
    );
    let ran = run(folder.path(), &["find", "--regex", "(nato", "a.ron"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (Some(2), "standpoint: Unclosed group (character 1)\n")
    );
}

#[test]
fn candidates_are_those_that_the_window_offers() {
    let folder = folder();
    let ran = run(
        folder.path(),
        &[
            "candidates",
            "a.ron",
            "--actor",
            "China",
            "--issue",
            "Annexation of Crimea",
        ],
    );
    assert_eq!(ran.code, Some(0));
    assert_eq!(
        ran.out.lines().next(),
        Some("China × Annexation of Crimea: 3 candidates")
    );
    assert_eq!(ran.out.lines().count(), 4, "{}", ran.out);
    assert_eq!(ran.err, "3 candidates in 1 cell, 0 dismissed by First reader\n");
    let ran = run(folder.path(), &["candidates", "a.ron", "--actor", "Utopia"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("There is no actor \"Utopia\""), "{}", ran.err);
}

#[test]
fn show_prints_the_matrix() {
    let folder = folder();
    let ran = run(folder.path(), &["show", "a.ron"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let russia = ran.out.lines().find(|l| l.starts_with("Russia ")).expect("a row");
    assert!(russia.contains("−− 4"), "{russia}");
    assert!(ran.out.contains("++ strongly supports"), "a legend: {}", ran.out);
    assert!(ran.out.contains("57 stances, 240 empty cells\n"), "{}", ran.out);
    let narrow = run(folder.path(), &["show", "a.ron", "--width", "80"]);
    let width = |line: &str| unicode_width::UnicodeWidthStr::width(line);
    let table = narrow.out.split("\n−− strongly").next().expect("a table");
    assert!(table.lines().all(|line| width(line) <= 80), "{table}");
    assert!(table.lines().filter(|l| l.starts_with("Russia ")).count() > 1);
}

#[test]
fn show_lists_the_articles_with_how_much_is_coded() {
    let folder = folder();
    let ran = run(folder.path(), &["show", "a.ron", "--articles", "--format", "tsv"]);
    let rows: Vec<Vec<&str>> = ran.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0], ["Article", "Source", "Date", "Passages", "Coded"]);
    let project = standpoint::storage::open(&folder.path().join("a.ron"))
        .expect("it opens")
        .project;
    let (document, analyst) = (&project.documents[0], &project.analysts[0].id);
    let index = standpoint::analysis::index::Index::new(&project);
    let counted = index.coded(&document.id, document.body.len(), analyst);
    assert_eq!(rows[1][0], document.about.title);
    let (passages, coded) = (counted.passages.to_string(), format!("{} %", counted.percent()));
    assert_eq!(rows[1][3..], [passages.as_str(), coded.as_str()]);
    assert!(
        counted.passages > 20 && (5..95).contains(&counted.percent()),
        "{counted:?}"
    );
}

#[test]
fn show_takes_layer_period_and_format() {
    let folder = folder();
    let cell = |arguments: &[&str], issue: &str| {
        let ran = run(
            folder.path(),
            &[&["show", "a.ron", "--format", "tsv"], arguments].concat(),
        );
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let rows: Vec<Vec<String>> = ran
            .out
            .lines()
            .map(|l| l.split('\t').map(str::to_owned).collect())
            .collect();
        let column = rows[0].iter().position(|name| name == issue).expect("the issue");
        rows.iter().find(|row| row[0] == "China").expect("the actor")[column].clone()
    };
    assert_eq!(
        cell(&["--period", "before the statement"], "NATO enlargement"),
        "silent"
    );
    assert_eq!(
        cell(
            &["--period", "The statement", "--layer", "first reader"],
            "NATO enlargement"
        ),
        "opposes"
    );
    assert_eq!(cell(&[], "NATO enlargement"), "opposes");
    let markdown = run(folder.path(), &["show", "a.ron", "-f", "markdown"]);
    assert!(markdown.out.starts_with("|  | US-led order |"), "{}", markdown.out);
    let csv = run(folder.path(), &["show", "a.ron", "-f", "csv"]);
    assert!(csv.out.starts_with(",US-led order,"), "{}", csv.out);
    for (arguments, expected) in [
        (
            ["--layer", "Nobody"],
            "There is no analyst \"Nobody\". Choose one of: \"First reader\"",
        ),
        (
            ["--period", "Never"],
            "There is no period \"Never\". Choose one of: \"Before the statement\"",
        ),
    ] {
        let ran = run(folder.path(), &[&["show", "a.ron"][..], &arguments].concat());
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let folder = folder();
    fs::copy(repository(SECOND), folder.path().join("b.ron")).expect("a copy");
    let mut child = Command::new(program())
        .args(["diff", "a.ron", "b.ron"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        (output.status.code(), &*String::from_utf8_lossy(&output.stderr)),
        (Some(0), "")
    );
}

#[test]
fn fmt_writes_the_canonical_form() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let canonical = fs::read_to_string(&path).expect("a text");
    fs::write(
        &path,
        canonical
            .replace("  actors: [\n", "  // by hand\n  actors : [\n\n")
            .replace('\n', "\r\n"),
    )
    .expect("writable");
    let asked = run(folder.path(), &["fmt", "--check", "a.ron"]);
    assert_eq!(
        (asked.code, asked.out.as_str()),
        (Some(1), "a.ron: not in canonical form\n")
    );
    let done = run(folder.path(), &["fmt", "a.ron"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (Some(0), "a.ron: rewritten\n"),
        "{}",
        done.err
    );
    assert_eq!(fs::read_to_string(&path).expect("a text"), canonical);
    assert_eq!(
        run(folder.path(), &["fmt", "a.ron"]).out,
        "",
        "there is nothing left to do"
    );
    assert_eq!(run(folder.path(), &["fmt", "missing.ron"]).code, Some(2));
}

#[test]
fn diff_tells_what_changed_cell_by_cell() {
    let folder = folder();
    let (a, b) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
    fs::copy(&a, &b).expect("a copy");
    assert_eq!(run(folder.path(), &["diff", "a.ron", "b.ron"]).out, "");
    edit(&b, "stance: StronglyOpposes", "stance: Neutral");
    let text = run(folder.path(), &["diff", "a.ron", "b.ron"]);
    assert_eq!(text.code, Some(0));
    let lines: Vec<&str> = text.out.lines().collect();
    assert!(lines[0].starts_with("~ ") && lines[0].contains(" × "), "{}", text.out);
    assert_eq!(
        lines[1..],
        ["    stance: strongly opposes → neutral", "", "1 position changed"]
    );
    assert_eq!(
        run(folder.path(), &["diff", "--exit-code", "a.ron", "b.ron"]).code,
        Some(1)
    );
    let json = run(folder.path(), &["diff", "a.ron", "b.ron", "--format", "json"]);
    let records: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(records[0]["kind"], "position");
    assert_eq!(records[0]["id"].as_array().map(Vec::len), Some(4));
    assert_eq!(records[0]["fields"][0]["after"], "neutral");
    let ron = run(folder.path(), &["diff", "a.ron", "b.ron", "--format", "ron"]);
    let records: ron::Value = ron.out.parse().expect("RON");
    assert!(matches!(records, ron::Value::Seq(list) if list.len() == 1));
    assert_eq!(run(folder.path(), &["diff", "a.ron", "none.ron"]).code, Some(2));
}

#[test]
fn two_readings_merge_and_agree_as_far_as_they_do() {
    let folder = folder();
    fs::copy(repository(SECOND), folder.path().join("b.ron")).expect("a copy");
    fs::write(folder.path().join("none.ron"), "").expect("writable");
    let merged = run(folder.path(), &["merge", "none.ron", "a.ron", "b.ron", "-o", "m.ron"]);
    assert_eq!((merged.code, merged.out.as_str()), (Some(0), ""), "{}", merged.err);
    assert!(
        merged
            .err
            .contains("came in: 1 analyst, 1 actor, 1 issue, 73 positions"),
        "{}",
        merged.err
    );
    assert_eq!(run(folder.path(), &["check", "m.ron"]).code, Some(0));
    let one = run(folder.path(), &["agreement", "m.ron"]);
    assert_eq!((one.code, one.err.as_str()), (Some(0), ""));
    for line in [
        "coded by all                       48 cells",
        "Cohen’s kappa                      0.533  (48 cells)",
    ] {
        assert!(one.out.contains(line), "{line}: {}", one.out);
    }
    let two = run(
        folder.path(),
        &[
            "agreement",
            "a.ron",
            "b.ron",
            "--layers",
            "First reader",
            "Second reader",
        ],
    );
    assert_eq!(two.out, one.out, "two files are taken together");
    let alone = run(folder.path(), &["agreement", "a.ron"]);
    assert_eq!(alone.code, Some(2));
    assert!(
        alone
            .err
            .contains("Agreement is between two analysts or more; here is 1 analyst"),
        "{}",
        alone.err
    );
}

#[test]
fn merge_keeps_conflicts_in_a_file_that_opens() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    for name in ["ours.ron", "theirs.ron"] {
        fs::copy(at("a.ron"), at(name)).expect("a copy");
    }
    edit(&at("ours.ron"), "stance: StronglyOpposes", "stance: Neutral");
    edit(&at("theirs.ron"), "stance: StronglyOpposes", "stance: Supports");
    let ran = run(
        folder.path(),
        &[
            "merge",
            "a.ron",
            "ours.ron",
            "theirs.ron",
            "-o",
            "out.ron",
            "--name",
            "x.ron",
        ],
    );
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.err
            .contains("stance: here: neutral; there: supports; before: strongly opposes"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("x.ron: 1 conflict is kept inside the file"),
        "{}",
        ran.err
    );
    let checked = run(folder.path(), &["check", "out.ron"]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
    let text = fs::read_to_string(at("out.ron")).expect("a text");
    for expected in [
        "First reader (theirs)",
        "\"conflict\"",
        "stance: Supports",
        "stance: Neutral",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    let bad = run(
        folder.path(),
        &["merge", "a.ron", "ours.ron", "missing.ron", "-o", "ours.ron"],
    );
    assert_eq!(bad.code, Some(2));
    assert!(
        fs::read_to_string(at("ours.ron")).expect("a text").contains("Neutral"),
        "nothing was written"
    );
}

#[test]
fn new_makes_a_project_of_an_article() {
    let folder = folder();
    let article = repository(ARTICLE);
    let article = article.to_str().expect("UTF-8");
    let ran = run(
        folder.path(),
        &[
            "new",
            article,
            "-o",
            "n.ron",
            "--title",
            "The statement",
            "--analyst",
            "Anna",
        ],
    );
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    for line in [
        "Read as plain text: 33 paragraphs, 3 headings",
        "Encoding: UTF-8",
        "Title: The statement",
        "- ",
    ] {
        assert!(ran.out.contains(line), "{line}: {}", ran.out);
    }
    assert_eq!(run(folder.path(), &["check", "n.ron"]).code, Some(0));
    let text = fs::read_to_string(folder.path().join("n.ron")).expect("a text");
    assert!(text.contains("Heading(2, \"Russian Perspective\")") || text.contains("Russian Perspective"));
    let again = run(folder.path(), &["new", article, "-o", "n.ron"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("say --force"), "{}", again.err);
    assert_eq!(
        fs::read_to_string(folder.path().join("n.ron")).expect("a text"),
        text,
        "it was left as it is"
    );
    let forced = run(
        folder.path(),
        &["new", article, "-o", "n.ron", "--force", "--no-headings"],
    );
    assert_eq!(forced.code, Some(0), "{}", forced.err);
    assert!(forced.out.contains("0 headings"), "{}", forced.out);
}

#[test]
fn new_reads_the_standard_input_in_any_encoding() {
    let folder = folder();
    let (polish, _, _) = encoding_rs::WINDOWS_1250.encode("Zażółć gęślą jaźń. To jest zdanie.");
    let ran = run_with(
        folder.path(),
        &["new", "-", "-o", "n.ron", "--encoding", "windows-1250"],
        &polish,
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let text = fs::read_to_string(folder.path().join("n.ron")).expect("a text");
    assert!(text.contains("Zażółć gęślą jaźń."), "{text}");
    for (input, expected) in [
        (&b" \n"[..], "There is no text in it: the standard input"),
        (b"%PDF-1.7 \0\0", "PDF"),
    ] {
        let ran = run_with(folder.path(), &["new", "-", "-o", "none.ron"], input);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains(expected), "{}", ran.err);
        assert!(!folder.path().join("none.ron").exists());
    }
}

#[test]
#[cfg(unix)]
fn what_cannot_be_written_to_its_end_leaves_nothing_beside_the_file() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    edit(&path, "  actors: [", "  actors : [");
    let before = fs::read(&path).expect("there");
    let article = repository(ARTICLE);
    let article = article.to_str().expect("UTF-8");
    for arguments in [&["fmt", "a.ron"][..], &["new", article, "-o", "n.ron"]] {
        let ran = run_without_room(folder.path(), arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("The disk is full. The file is as it was."), "{ran:?}");
    }
    assert_eq!(fs::read(&path).expect("there"), before);
    let names: Vec<_> = fs::read_dir(folder.path())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    assert_eq!(names, ["a.ron"]);
}
