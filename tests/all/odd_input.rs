//! The command line on what people and scripts hand it by mistake or on purpose: each is told what is wrong, where and
//! what to do, with the right exit code, and nothing is written that was not to be.

use std::fs;

use crate::cli::{edit, folder, repository, run, run_with};

const SECOND: &str = "saves/china-russia-second-reader.ron";

#[test]
fn every_command_says_what_is_wrong_with_its_files() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let text = fs::read_to_string(at("a.ron")).expect("a text");
    fs::write(at("newer.ron"), text.replacen("format: 1", "format: 2", 1)).expect("written");
    fs::write(at("empty.ron"), "").expect("written");
    fs::write(at("half.ron"), &text[..text.len() / 2]).expect("written");
    fs::write(at("latin.ron"), b"(format: 1, title: \"caf\xe9\")").expect("written");
    fs::create_dir(at("folder.ron")).expect("made");
    let before = fs::read_dir(folder.path()).expect("a folder").count();
    for (name, expected) in [
        ("missing.ron", "There is no such file"),
        ("folder.ron", "This is a folder, not a project. Choose a file"),
        (
            "newer.ron",
            "newer version of Standpoint (format 2). Nothing was changed. Update",
        ),
        ("empty.ron", "The file is empty"),
        ("half.ron", "it was cut off, or not copied or synchronised"),
        ("latin.ron", "line 1, column 24: the file is no UTF-8 text"),
        ("/dev/null", "not a file that can be read, but a device"),
    ] {
        let commands: [&[&str]; 7] = [
            &["show", name],
            &["fmt", name],
            &["diff", "a.ron", name],
            &["diff", name, "a.ron"],
            &["agreement", "a.ron", name],
            &["merge", "a.ron", "a.ron", name, "-o", "out.ron"],
            &["merge", "a.ron", name, "a.ron", "-o", "out.ron"],
        ];
        for command in commands {
            let ran = run(folder.path(), command);
            assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{command:?}: {ran:?}");
            assert!(
                ran.err.starts_with("standpoint: ") && ran.err.contains(expected),
                "{command:?}: {}",
                ran.err
            );
            assert!(ran.err.contains(name), "{command:?} names the file: {}", ran.err);
        }
    }
    assert_eq!(
        fs::read_dir(folder.path()).expect("a folder").count(),
        before,
        "nothing was written"
    );
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let folder = folder();
    for (place, expected) in [
        (".", "There is a folder or a device of this name"),
        (
            "no/such/out.ron",
            "There is no such folder (any more). Nothing was written",
        ),
        (
            "a.ron/out.ron",
            "There is no such folder (any more). Nothing was written",
        ),
    ] {
        let ran = run(folder.path(), &["merge", "a.ron", "a.ron", "a.ron", "-o", place]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{place}: {ran:?}");
        assert!(ran.err.contains(expected), "{place}: {}", ran.err);
    }
}

#[test]
fn the_standard_input_and_output_are_files_too() {
    let folder = folder();
    let text = fs::read(folder.path().join("a.ron")).expect("there");
    let windows = String::from_utf8(text.clone()).expect("UTF-8").replace('\n', "\r\n");
    let windows = format!("\u{feff}{windows}");
    let ran = |arguments: &[&str]| run_with(folder.path(), arguments, windows.as_bytes());

    let done = ran(&["fmt", "-"]);
    assert_eq!((done.code, done.out.as_bytes()), (Some(0), &text[..]), "{}", done.err);
    assert_eq!(ran(&["fmt", "--check", "-"]).code, Some(1));
    let checked = ran(&["check", "-"]);
    assert_eq!(checked.code, Some(0));
    assert!(checked.out.starts_with("-: sound: "), "{}", checked.out);
    let same = ran(&["diff", "a.ron", "-", "--exit-code"]);
    assert_eq!((same.code, same.out.as_str()), (Some(0), ""));
    assert_eq!(ran(&["show", "-"]).code, Some(0));
    let merged = ran(&["merge", "a.ron", "-", "a.ron", "-o", "-"]);
    assert_eq!(
        (merged.code, merged.out.as_bytes()),
        (Some(0), &text[..]),
        "{}",
        merged.err
    );
    let empty = run(folder.path(), &["check", "-"]);
    assert_eq!(empty.code, Some(2));
    assert!(
        empty.err.contains("The file is empty") && empty.err.contains("the standard input"),
        "{}",
        empty.err
    );
    assert!(!folder.path().join("-").exists());
}

/// As `standpoint diff <(git show HEAD:a.ron) a.ron` in a shell does.
#[cfg(unix)]
#[test]
fn a_pipe_is_read_to_its_end() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .expect("mkfifo runs")
            .success()
    );
    let text = fs::read_to_string(folder.path().join("a.ron")).expect("a text");
    let writer = std::thread::spawn(move || fs::write(pipe, text.replacen("stance: Opposes", "stance: Supports", 1)));
    let ran = run(folder.path(), &["diff", "pipe", "a.ron"]);
    writer.join().expect("no panic").expect("read to the end");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert!(ran.out.contains("stance: supports → opposes"), "{}", ran.out);
}

#[test]
fn one_file_in_every_place_is_no_difference() {
    let folder = folder();
    let ran = run(folder.path(), &["diff", "a.ron", "./a.ron", "--exit-code"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
    let before = fs::read(folder.path().join("a.ron")).expect("there");
    let ran = run(folder.path(), &["merge", "a.ron", "a.ron", "a.ron", "-o", "a.ron"]);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (Some(0), "a.ron: came in: no difference\n")
    );
    assert_eq!(fs::read(folder.path().join("a.ron")).expect("there"), before);
    assert_eq!(run(folder.path(), &["fmt", "a.ron", "a.ron"]).out, "");
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_work() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder();
    let odd = std::ffi::OsStr::from_bytes(b"-odd \xff\n.ron");
    fs::copy(repository(SECOND), folder.path().join(odd)).expect("a copy");
    let program = |arguments: &[&std::ffi::OsStr]| {
        let output = std::process::Command::new(crate::cli::program())
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("it starts");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let word = std::ffi::OsStr::new;
    for (arguments, code) in [
        (vec![word("check"), word("--"), odd], Some(0)),
        (vec![word("fmt"), word("--"), odd], Some(0)),
        (
            vec![word("diff"), word("--exit-code"), word("--"), word("a.ron"), odd],
            Some(1),
        ),
    ] {
        let ran = program(&arguments);
        assert_eq!(ran, (code, String::new()), "{arguments:?}");
    }
}

/// Names of two columns a letter, of none, and that run from right to left.
#[test]
fn wide_names_keep_their_columns() {
    let folder = folder();
    edit(&folder.path().join("a.ron"), "name: \"Russia\"", "name: \"俄罗斯联邦\"");
    edit(
        &folder.path().join("a.ron"),
        "name: \"AUKUS\"",
        "name: \"אוקוס e\u{301}\"",
    );
    let ran = run(folder.path(), &["show", "a.ron", "--width", "100"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let width = |line: &str| unicode_width::UnicodeWidthStr::width(line);
    let table = ran.out.split("\n−− strongly").next().expect("a table");
    assert!(table.contains("俄罗斯联邦") && table.contains("אוקוס"), "{table}");
    assert!(table.lines().all(|line| width(line) <= 100), "{table}");
}
