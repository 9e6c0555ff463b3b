//! The rules: each reads one file and says what is wrong in it.

use std::sync::LazyLock;

use regex::Regex;

use super::source::Source;

/// Reads a file and says what is wrong in it.
pub(super) type Rule = fn(&Source) -> Vec<String>;

/// The longest that a file may be, in lines.
const MOST_LINES: usize = 700;

/// The design's table: who may use whom. `app` and the crate's root may use everything.
const MAY_USE: [(&str, &[&str]); 7] = [
    ("model", &[]),
    ("analysis", &["model"]),
    ("session", &["model", "analysis"]),
    ("storage", &["model"]),
    ("exchange", &["model", "analysis"]),
    ("cli", &["model", "analysis", "session", "storage", "exchange"]),
    ("ui", &["model", "analysis", "session"]),
];

macro_rules! pattern {
    ($pattern:literal) => {{
        static PATTERN: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a sound pattern"));
        &*PATTERN
    }};
}

fn find(source: &Source, text: &str, pattern: &Regex, message: impl Fn(&str) -> String) -> Vec<String> {
    pattern
        .find_iter(text)
        .map(|hit| source.at(hit.start(), &message(hit.as_str())))
        .collect()
}

pub(super) fn modules(source: &Source) -> Vec<String> {
    let layer = source.layer();
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == layer) else {
        let known = matches!(layer, "" | "app");
        let message =
            "is in no module of the design: put it into one, or add it to the table in tests/all/tidy/rules.rs";
        return if known { Vec::new() } else { vec![source.at(0, message)] };
    };
    let mut problems = Vec::new();
    for (at, name) in uses(source) {
        let is_layer = name == "app" || MAY_USE.iter().any(|(layer, _)| *layer == name);
        if is_layer && name != layer && !allowed.contains(&name.as_str()) {
            let may = if allowed.is_empty() {
                "no other module".to_owned()
            } else {
                allowed.join(", ")
            };
            let message = format!(
                "`{layer}` may not use `{name}` (it may use: {may}). Have the caller pass in what is needed, or move \
                 the code to where both may be used"
            );
            problems.push(source.at(at, &message));
        }
    }
    problems
}

/// The modules at the crate's root that a file names, with the byte offset of each.
fn uses(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for hit in pattern!(r"\b(?:crate|standpoint)::(\w+)").captures_iter(&source.code) {
        let name = hit.get(1).expect("a name");
        found.push((name.start(), name.as_str().to_owned()));
    }
    for hit in pattern!(r"\b(?:crate|standpoint)::\{").find_iter(&source.code) {
        let (mut depth, mut first) = (0, true);
        for (offset, word) in words(&source.code[hit.end()..]) {
            match word {
                "{" => depth += 1,
                "}" if depth == 0 => break,
                "}" => depth -= 1,
                "," => first |= depth == 0,
                _ if depth == 0 && first => {
                    found.push((hit.end() + offset, word.to_owned()));
                    first = false;
                }
                _ => {}
            }
        }
    }
    // `super::` as often as the file is deep is the crate's root.
    let root = format!(r"\b(?:super::){{{}}}(\w+)", source.module().len().max(1));
    for hit in Regex::new(&root).expect("a sound pattern").captures_iter(&source.code) {
        let name = hit
            .get(1)
            .filter(|name| name.as_str() != "super")
            .expect("no more than the root");
        found.push((name.start(), name.as_str().to_owned()));
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    pattern!(r"\w+|[{},]")
        .find_iter(text)
        .map(|hit| (hit.start(), hit.as_str()))
}

pub(super) fn files(source: &Source) -> Vec<String> {
    if source.layer() == "storage" {
        return Vec::new();
    }
    let pattern = pattern!(
        r"\bstd::fs\b|\bfs::\w+|\bFile::(open|create)\w*|\bOpenOptions\b|\btempfile\b|\.(read_dir|canonicalize|symlink_metadata|try_exists|is_file|is_dir)\(\)"
    );
    find(source, &source.code, pattern, |hit| {
        format!("`{hit}` outside storage: files are read and written by `storage` alone; call it")
    })
}

pub(super) fn purity(source: &Source) -> Vec<String> {
    if !matches!(source.layer(), "model" | "analysis") {
        return Vec::new();
    }
    let pattern = pattern!(
        r"\bSystemTime\b|\bInstant\b|\bstd::time\b|\b(Zoned|Timestamp)::now\b|\bgetrandom\b|\bstd::env\b|\bstd::(thread|net|process)\b"
    );
    find(source, &source.code, pattern, |hit| {
        format!(
            "`{hit}` in `{}`, which knows no clock, chance or surroundings: take the value as a parameter",
            source.layer()
        )
    })
}

pub(super) fn egui(source: &Source) -> Vec<String> {
    if matches!(source.layer(), "ui" | "app") {
        return Vec::new();
    }
    find(
        source,
        &source.code,
        pattern!(r"\b(egui|eframe|epaint|emath|egui_\w+|rfd|png)::"),
        |hit| format!("`{hit}` outside ui and app, which must build without the `gui` feature"),
    )
}

pub(super) fn colours(source: &Source) -> Vec<String> {
    let theme = source.path == "src/ui/theme.rs" || source.path.starts_with("src/ui/theme/");
    // The renderer computes colours, and names none.
    let computed = source.path.starts_with("src/ui/raster/");
    if theme || computed || !matches!(source.layer(), "ui" | "app") {
        return Vec::new();
    }
    let message =
        |hit: &str| format!("colour `{hit}` named outside the theme: give it a name in src/ui/theme, for both themes");
    let pattern = pattern!(
        r"\bColor32::from_\w+|\bRgba::from_\w+|\bHsva::new|\bhex_color!|\bColor32::(BLACK|WHITE|(DARK_|LIGHT_)?(GRAY|RED|GREEN|BLUE|YELLOW)|BROWN|CYAN|MAGENTA|ORANGE|KHAKI|PURPLE|GOLD|DEBUG_COLOR)\b"
    );
    let mut problems = find(source, &source.code, pattern, message);
    problems.extend(find(
        source,
        &source.shipped,
        pattern!(r##""#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})""##),
        message,
    ));
    problems
}

pub(super) fn length(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let message = format!("{lines} lines, more than {MOST_LINES}: split the file by idea");
    if lines > MOST_LINES {
        vec![source.at(source.text.len(), &message)]
    } else {
        Vec::new()
    }
}

pub(super) fn documented(source: &Source) -> Vec<String> {
    if source.text.starts_with("//! ") {
        return Vec::new();
    }
    vec![source.at(
        0,
        "starts with no `//!` line: say what the module is for and what is not in it",
    )]
}

pub(super) fn finished(source: &Source) -> Vec<String> {
    let words = pattern!(r"\b(TODO|FIXME|XXX)\b|(?i)\bfor now\b");
    let mut problems = find(source, &source.text, words, |hit| {
        format!("`{hit}`: finish it, or file an issue and leave the code whole")
    });
    let pattern = pattern!(r"\b(todo|unimplemented|dbg)!");
    problems.extend(find(source, &source.code, pattern, |hit| {
        format!("`{hit}` in the program: write what belongs there")
    }));
    problems
}

/// Each rule sees what it is there for, at the right line, and nothing in what is allowed.
#[test]
fn the_rules_find_what_is_wrong() {
    let found = |rule: Rule, path: &str, text: &str| rule(&Source::new(path, text)).join("\n");
    let cases: [(Rule, &str, &str, &str); 16] = [
        (
            modules,
            "src/model/a.rs",
            "//! a\nuse crate::analysis::Index;\n",
            "src/model/a.rs:2: `model` may not use `analysis`",
        ),
        (
            modules,
            "src/ui/a/b.rs",
            "use crate::{\n    model::{Edit, storage},\n    storage,\n};\n",
            "src/ui/a/b.rs:3: `ui` may not use `storage`",
        ),
        (
            modules,
            "src/ui/a/b.rs",
            "use super::super::super::app;\n",
            "`ui` may not use `app`",
        ),
        (
            modules,
            "src/analysis/mod.rs",
            "fn f() { super::session::g() }\n",
            "`analysis` may not use `session`",
        ),
        (modules, "src/helpers.rs", "//! a\n", "no module of the design"),
        (
            files,
            "src/cli/a.rs",
            "\nlet text = std::fs::read_to_string(path)?;\n",
            "src/cli/a.rs:2: `std::fs` outside storage",
        ),
        (
            files,
            "src/app/a.rs",
            "if path.is_file() {}",
            "`.is_file()` outside storage",
        ),
        (
            purity,
            "src/model/a.rs",
            "let now = std::time::SystemTime::now();",
            "`std::time` in `model`",
        ),
        (
            egui,
            "src/analysis/a.rs",
            "fn f(c: egui::Color32) {}",
            "`egui::` outside ui and app",
        ),
        (
            colours,
            "src/ui/matrix.rs",
            "let c = Color32::from_rgb(1, 2, 3);",
            "colour `Color32::from_rgb`",
        ),
        (
            colours,
            "src/app/a.rs",
            "let c = colour(\"#ff00aa\");",
            "colour `\"#ff00aa\"`",
        ),
        (
            colours,
            "src/ui/matrix.rs",
            "let c = Color32::RED;",
            "colour `Color32::RED`",
        ),
        (length, "src/ui/a.rs", &"//\n".repeat(701), "701 lines"),
        (
            documented,
            "src/ui/a.rs",
            "// a\n",
            "src/ui/a.rs:1: starts with no `//!`",
        ),
        (
            finished,
            "src/ui/a.rs",
            "//! a\n// TODO: more\n",
            "src/ui/a.rs:2: `TODO`",
        ),
        (finished, "src/ui/a.rs", "fn f() { todo!() }\n", "`todo!`"),
    ];
    for (rule, path, text, expected) in cases {
        let problems = found(rule, path, text);
        assert!(problems.contains(expected), "{expected:?} not in {problems:?}");
        assert_eq!(
            problems.lines().count(),
            1 + usize::from(problems.contains("SystemTime")),
            "{problems}"
        );
    }
    let fine = "//! a\nuse crate::model::{Edit, analysis};\nuse super::app;\nlet c = theme.colour; // Color32::RED\n";
    for rule in [modules, files, purity, colours, length, documented, finished] {
        assert_eq!(found(rule, "src/ui/a/b.rs", fine), "");
    }
}
