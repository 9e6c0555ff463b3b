//! Copying cells as a table for a spreadsheet, and reading a pasted one.
//!
//! Tables are lines of cells between tabs, as spreadsheets put on the clipboard; a cell with a tab, a line break or a
//! quotation mark stands in quotation marks. Not here: files of tables (`exchange`), asking how to read one
//! (`dialog::Paste`).

use crate::{
    model::{
        Actor, Cell, Edit, Issue, Position, Project, Stance,
        table::{guarded, unguarded},
    },
    session::Selection,
    ui::matrix::{
        axis::{Head, Side},
        cursor::Axes,
        view::Lens,
    },
};

/// Positions copied, and the text that stands for them on the clipboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Copied {
    pub(super) text: String,
    /// Row by row; `None` where nothing is coded.
    pub(super) rows: Vec<Vec<Option<Position>>>,
}

/// A name as a cell of a table.
fn quoted(name: &str) -> String {
    let text = guarded(name);
    if text.contains(['\t', '\n', '\r', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Copies the cells from one corner to the other: the stances as words, with names above and beside them unless it is
/// one cell.
pub(super) fn copy(project: &Project, lens: &Lens, axes: &Axes, from: &Cell, to: &Cell) -> Option<Copied> {
    let (a, b) = (axes.place(from)?, axes.place(to)?);
    let rows = a.0.min(b.0)..=a.0.max(b.0);
    let columns = a.1.min(b.1)..=a.1.max(b.1);
    let one = from == to;
    let mut out = Copied::default();
    let mut lines: Vec<String> = Vec::new();
    if !one {
        let names = columns.clone().filter_map(|n| axes.columns.items.get(n));
        let names = names.map(|item| quoted(&item.name));
        lines.push(
            std::iter::once(String::new())
                .chain(names)
                .collect::<Vec<_>>()
                .join("\t"),
        );
    }
    for row in rows {
        let mut positions = Vec::new();
        let mut words = Vec::new();
        if !one {
            words.push(quoted(&axes.rows.items.get(row)?.name));
        }
        for column in columns.clone() {
            let cell = axes.cell(row, column)?;
            let position = lens.look(project, &lens.analyst, &cell).and_then(|look| look.position);
            words.push(position.and_then(|p| p.stance).map_or("", Stance::word).to_owned());
            positions.push(position.cloned());
        }
        lines.push(words.join("\t"));
        out.rows.push(positions);
    }
    out.text = lines.join("\n");
    Some(out)
}

/// Puts copied positions into cells from the upper left one on; one position goes into every cell of the range.
///
/// What lies beyond the last row or column is left out. `None` if nothing changes.
pub(super) fn put(
    project: &Project,
    selection: &Selection,
    axes: &Axes,
    range: &[Cell],
    copied: &Copied,
) -> Option<Edit> {
    let mut edits = Vec::new();
    let mut one = |cell: &Cell, position: &Option<Position>| {
        let key = selection.key_for(project, cell);
        match position {
            Some(position) if project.position(&key) != Some(position) => {
                edits.push(Edit::SetPosition(key, position.clone()));
            }
            None if project.position(&key).is_some() => edits.push(Edit::ClearPosition(key)),
            _ => {}
        }
    };
    if let [only] = copied.rows.as_slice()
        && let [position] = only.as_slice()
    {
        for cell in range {
            one(cell, position);
        }
    } else {
        let (row, column) = axes.place(range.first()?)?;
        for (n, positions) in copied.rows.iter().enumerate() {
            for (m, position) in positions.iter().enumerate() {
                if let Some(cell) = axes.cell(row + n, column + m) {
                    one(&cell, position);
                }
            }
        }
    }
    batch(edits)
}

fn batch(mut edits: Vec<Edit>) -> Option<Edit> {
    match edits.len() {
        0 => None,
        1 => edits.pop(),
        n => Some(Edit::Batch(format!("Paste into {n} cells"), edits)),
    }
}

/// Reads a pasted table: lines of cells between tabs. Every line has as many cells as the longest.
pub fn read_table(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut cell = String::new();
    let mut chars = text.trim_end_matches(['\n', '\r']).chars().peekable();
    let mut inside = false;
    while let Some(c) = chars.next() {
        match c {
            '"' if inside && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if inside => inside = false,
            '"' if cell.is_empty() => inside = true,
            '\r' if !inside => {}
            '\t' | '\n' if !inside => {
                if let Some(row) = rows.last_mut() {
                    row.push(std::mem::take(&mut cell));
                }
                if c == '\n' {
                    rows.push(Vec::new());
                }
            }
            c => cell.push(c),
        }
    }
    if let Some(row) = rows.last_mut() {
        row.push(cell);
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        row.resize(width, String::new());
        for cell in row {
            *cell = unguarded(cell.trim()).to_owned();
        }
    }
    rows
}

/// Reads a value of a table as a stance: a word, its beginning, a score, or signs as Standpoint draws them.
pub fn read_stance(text: &str) -> Option<Stance> {
    let text = text.trim().replace(['−', '–'], "-");
    match text.as_str() {
        "--" => Some(Stance::StronglyOpposes),
        "-" => Some(Stance::Opposes),
        "+" => Some(Stance::Supports),
        "++" => Some(Stance::StronglySupports),
        "±" | "+/-" | "+-" => Some(Stance::Ambivalent),
        "…" | "..." => Some(Stance::Silent),
        text => Stance::parse(text.strip_suffix(".0").unwrap_or(text)),
    }
}

/// How a pasted table is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Whether the first line and the first column have names.
    pub named: bool,
    /// What the lines are, where they have names.
    pub rows_are: Side,
    /// Whether actors and issues that are not there yet are added.
    pub add: bool,
    /// Whether an empty value clears the cell.
    pub clear: bool,
}

impl Reading {
    /// The likeliest reading of a table.
    pub fn guess(project: &Project, table: &[Vec<String>]) -> Self {
        let first = |n: usize| table.get(n).map_or(&[] as &[String], Vec::as_slice);
        let beside: Vec<&String> = table.iter().skip(1).filter_map(|row| row.first()).collect();
        let known = |side: Side, names: &[&String]| names.iter().filter(|n| find(project, side, n).is_some()).count();
        let above: Vec<&String> = first(0).iter().skip(1).collect();
        let as_actors = known(Side::Actors, &beside) + known(Side::Issues, &above);
        let as_issues = known(Side::Issues, &beside) + known(Side::Actors, &above);
        let values = |names: &[&String]| names.iter().filter(|n| read_stance(n).is_some()).count();
        let corner_empty = first(0).first().is_some_and(String::is_empty);
        let names_found = as_actors + as_issues > 0;
        let empty = project.actors.is_empty() && project.issues.is_empty();
        Self {
            named: names_found || (corner_empty && values(&above) + values(&beside) == 0 && table.len() > 1),
            rows_are: if as_issues > as_actors {
                Side::Issues
            } else {
                Side::Actors
            },
            // Into an empty matrix nothing could be pasted without.
            add: empty,
            clear: false,
        }
    }
}

/// The actor or issue of a name, alias or keyword-free name, letters without regard to case.
fn find(project: &Project, side: Side, name: &str) -> Option<Head> {
    let name = name.trim().to_lowercase();
    if name.is_empty() {
        return None;
    }
    let is = |other: &str| other.to_lowercase() == name;
    match side {
        Side::Actors => project
            .actors
            .iter()
            .find(|a| is(&a.name))
            .or_else(|| project.actors.iter().find(|a| a.aliases.iter().any(|w| is(w))))
            .map(|a| Head::Actor(a.id.clone())),
        Side::Issues => project
            .issues
            .iter()
            .find(|i| is(&i.name))
            .map(|i| Head::Issue(i.id.clone())),
    }
}

/// What pasting a table would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The edit; `None` if nothing changes.
    pub edit: Option<Edit>,
    /// How many values are understood.
    pub stances: usize,
    /// How many cells change.
    pub changed: usize,
    /// Values that are no stance, each once.
    pub unknown: Vec<String>,
    /// Names that no actor has.
    pub new_actors: Vec<String>,
    /// Names that no issue has.
    pub new_issues: Vec<String>,
}

/// Works out what pasting a table would do. `targets` are the cells that values without names go into, row by row.
pub fn plan(
    project: &Project,
    selection: &Selection,
    table: &[Vec<String>],
    targets: &[Vec<Cell>],
    reading: &Reading,
) -> Plan {
    let mut out = Plan::default();
    let mut edits = Vec::new();
    let mut after = project.clone();
    let mut values: Vec<(Cell, &str)> = Vec::new();
    if reading.named {
        let mut heads = |names: Vec<&String>, side: Side| -> Vec<Option<Head>> {
            names
                .into_iter()
                .map(|name| {
                    find(&after, side, name).or_else(|| {
                        let new = match side {
                            Side::Actors => &mut out.new_actors,
                            Side::Issues => &mut out.new_issues,
                        };
                        if name.is_empty() {
                            return None;
                        }
                        if !new.contains(name) {
                            new.push(name.clone());
                        }
                        reading.add.then(|| add(&mut after, &mut edits, side, name)).flatten()
                    })
                })
                .collect()
        };
        let above = table.first().map_or(&[] as &[String], Vec::as_slice);
        let columns = heads(above.iter().skip(1).collect(), reading.rows_are.other());
        let beside = table.iter().skip(1).filter_map(|row| row.first()).collect();
        let rows = heads(beside, reading.rows_are);
        for (line, row) in table.iter().skip(1).zip(&rows) {
            for (value, column) in line.iter().skip(1).zip(&columns) {
                if let (Some(row), Some(column)) = (row, column)
                    && let Some(cell) = row.meet(column)
                {
                    values.push((cell, value));
                }
            }
        }
    } else {
        for (line, cells) in table.iter().zip(targets) {
            values.extend(
                line.iter()
                    .zip(cells)
                    .map(|(value, cell)| (cell.clone(), value.as_str())),
            );
        }
    }
    for (cell, value) in values {
        let key = selection.key_for(project, &cell);
        let now = project.position(&key).and_then(|p| p.stance);
        match read_stance(value) {
            Some(stance) => {
                out.stances += 1;
                if now != Some(stance) {
                    edits.push(Edit::SetStance(key, Some(stance)));
                    out.changed += 1;
                }
            }
            None if value.is_empty() => {
                if reading.clear && now.is_some() {
                    edits.push(Edit::SetStance(key, None));
                    out.changed += 1;
                }
            }
            None => {
                if !out.unknown.iter().any(|v| v == value) {
                    out.unknown.push(value.to_owned());
                }
            }
        }
    }
    out.edit = batch(edits);
    out
}

fn add(after: &mut Project, edits: &mut Vec<Edit>, side: Side, name: &str) -> Option<Head> {
    let (head, edit) = match side {
        Side::Actors => {
            let id = after.free_actor_id(name);
            (Head::Actor(id.clone()), Edit::AddActor(Actor::new(id, name)))
        }
        Side::Issues => {
            let id = after.free_issue_id(name);
            (Head::Issue(id.clone()), Edit::AddIssue(Issue::new(id, name)))
        }
    };
    *after = after.applied(&edit).ok()?;
    edits.push(edit);
    Some(head)
}

/// The cells that a table of this size covers from a cell on, row by row.
pub(super) fn targets(axes: &Axes, from: &Cell, table: &[Vec<String>]) -> Vec<Vec<Cell>> {
    let Some((row, column)) = axes.place(from) else {
        return Vec::new();
    };
    (0..table.len())
        .map(|n| {
            (0..table[n].len())
                .filter_map(|m| axes.cell(row + n, column + m))
                .collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::PositionKey, session::Session, ui::desk};

    fn setting() -> (Project, Session) {
        let project = desk::named(false);
        let session = Session::new(project.clone(), "first-reader".parse().expect("an id"));
        (project, session)
    }

    fn stance_after(project: &Project, plan: &Plan, key: &PositionKey) -> Option<Stance> {
        let edit = plan.edit.as_ref()?;
        project.applied(edit).ok()?.position(key)?.stance
    }

    fn key(actor: &str, issue: &str) -> PositionKey {
        PositionKey {
            analyst: "first-reader".parse().expect("an id"),
            actor: actor.parse().expect("an id"),
            issue: issue.parse().expect("an id"),
            period: None,
        }
    }

    #[test]
    fn a_spreadsheet_s_cells_are_read() {
        let table = read_table("\tAUKUS\t\"Two\nlines\"\r\nChina\t-1\t\"say \"\"no\"\"\"\r\n");
        assert_eq!(table, [["", "AUKUS", "Two\nlines"], ["China", "-1", "say \"no\""]]);
        assert_eq!(read_table(""), [[""]]);
    }

    #[test]
    fn no_name_becomes_a_formula_and_every_name_reads_back() {
        // Tried with LibreOffice Calc 7.4: without the apostrophe the second was computed, to 2.
        for (name, cell) in [
            ("NATO enlargement", "NATO enlargement"),
            ("=1+1", "'=1+1"),
            (
                "=HYPERLINK(\"https://a.b\";\"x\")",
                "\"'=HYPERLINK(\"\"https://a.b\"\";\"\"x\"\")\"",
            ),
            ("+1 coalition", "'+1 coalition"),
            ("-2", "'-2"),
            ("@home", "'@home"),
            ("16+1 format", "16+1 format"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("中国 – США", "中国 – США"),
            ("القاهرة", "القاهرة"),
            ("two\nlines", "\"two\nlines\""),
            ("a\ttab", "\"a\ttab\""),
            ("say \"no\"", "\"say \"\"no\"\"\""),
            ("a, b; c", "a, b; c"),
        ] {
            assert_eq!(quoted(name), cell);
            let table = read_table(&format!("\t{}\nChina\topposes", quoted(name)));
            assert_eq!(table, [["", name], ["China", "opposes"]], "{cell}");
        }
    }

    #[test]
    fn names_with_tabs_breaks_and_quotation_marks_survive_a_spreadsheet() {
        let mut project = desk::coded(false);
        let name = "The \"West\"\tand\nthe rest";
        let mut actor = crate::model::Actor::clone(&project.actors[0]);
        name.clone_into(&mut actor.name);
        project = project.applied(&Edit::ChangeActor(actor)).expect("applies");
        let session = Session::new(project.clone(), "first-reader".parse().expect("an id"));
        let choice = super::super::axis::Choice::default();
        let axes = Axes {
            rows: super::super::axis::Axis::new(&project, Side::Actors, &choice),
            columns: super::super::axis::Axis::new(&project, Side::Issues, &choice),
        };
        let (first, last) = (axes.cell(0, 0).expect("a cell"), axes.last_cell().expect("a cell"));
        let lens = Lens::of(&project, &session.selection);
        let copied = copy(&project, &lens, &axes, &first, &last).expect("copied");
        assert!(
            copied.text.contains("\n\"The \"\"West\"\"\tand\nthe rest\"\t"),
            "{}",
            copied.text
        );
        let table = read_table(&copied.text);
        assert_eq!(table.len(), axes.rows.items.len() + 1);
        assert!(table.iter().all(|row| row.len() == axes.columns.items.len() + 1));
        assert_eq!(table[1][0], name);
    }

    #[test]
    fn values_are_words_scores_or_signs() {
        for (text, stance) in [
            ("Opposes", Some(Stance::Opposes)),
            ("-2.0", Some(Stance::StronglyOpposes)),
            ("−", Some(Stance::Opposes)),
            ("++", Some(Stance::StronglySupports)),
            ("±", Some(Stance::Ambivalent)),
            ("maybe", None),
        ] {
            assert_eq!(read_stance(text), stance, "{text}");
        }
    }

    #[test]
    fn a_table_with_names_finds_its_cells_whichever_way_it_lies() {
        let (project, session) = setting();
        for text in [
            "\tAUKUS\tNATO enlargement\nBeijing\t-1\tmaybe\nPeru\t2\t",
            "\tBeijing\tPeru\nAUKUS\t-1\t2\nNATO enlargement\tmaybe\t",
        ] {
            let table = read_table(text);
            let mut reading = Reading::guess(&project, &table);
            assert!(reading.named, "{text}");
            let first = plan(&project, &session.selection, &table, &[], &reading);
            assert_eq!(
                stance_after(&project, &first, &key("china", "aukus")),
                Some(Stance::Opposes),
                "an alias is known"
            );
            assert_eq!(first.new_actors, ["Peru"]);
            assert_eq!(first.unknown, ["maybe"]);
            assert_eq!((first.stances, first.changed), (1, 1), "what has no row is left out");
            reading.add = true;
            let second = plan(&project, &session.selection, &table, &[], &reading);
            assert_eq!(
                stance_after(&project, &second, &key("peru", "aukus")),
                Some(Stance::StronglySupports)
            );
        }
    }

    #[test]
    fn what_is_copied_reads_back() {
        let project = desk::coded(false);
        let session = Session::new(project.clone(), "first-reader".parse().expect("an id"));
        let axes = Axes {
            rows: super::super::axis::Axis::new(&project, Side::Actors, &super::super::axis::Choice::default()),
            columns: super::super::axis::Axis::new(&project, Side::Issues, &super::super::axis::Choice::default()),
        };
        let lens = Lens::of(&project, &session.selection);
        let (from, to) = (
            desk::cell("china", "military-alliances"),
            desk::cell("russia", "nato-enlargement"),
        );
        let copied = copy(&project, &lens, &axes, &from, &to).expect("copied");
        assert_eq!(
            copied.text,
            "\tMilitary alliances\tNATO enlargement\nChina\tstrongly opposes\topposes\nRussia\t\tstrongly opposes"
        );
        // Into an empty project of the same lists, by name.
        let empty = desk::named(false);
        let table = read_table(&copied.text);
        let reading = Reading::guess(&empty, &table);
        let plan = plan(&empty, &session.selection, &table, &[], &reading);
        assert_eq!(plan.changed, 3);
        // And within the project, whole positions from another corner on.
        let at = desk::cell("poland", "us-led-order");
        let edit = put(&project, &session.selection, &axes, &[at], &copied).expect("changes");
        let after = project.applied(&edit).expect("applies");
        let pasted = after.position(&key("poland", "us-led-order")).expect("pasted");
        assert_eq!(pasted.stance, Some(Stance::StronglyOpposes));
        assert_eq!(pasted.evidence.len(), 1, "with its quotation");
    }
}
