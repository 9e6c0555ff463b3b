//! Tables: aligned for a terminal, or in the forms that other programs read.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::model::table::guarded;

/// A table with a heading over every column and a name before every row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Grid {
    /// The headings; the first stands over the rows' names.
    pub(super) head: Vec<String>,
    /// The rows; each as long as the head.
    pub(super) rows: Vec<Vec<String>>,
}

/// The most that a heading is wide before it is broken, in columns of the terminal.
const HEADING: usize = 14;
/// The most that a row's name is wide before it is broken.
const NAME: usize = 28;
/// What stands between two columns.
const GAP: &str = "  ";

fn width(text: &str) -> usize {
    text.width()
}

/// Breaks a text into lines of at most `most` columns: between words, inside a word only where it is wider.
fn broken(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let space = usize::from(!line.is_empty());
        if width(&line) + space + width(word) <= most {
            line.push_str(if space == 1 { " " } else { "" });
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.graphemes(true) {
            if width(&line) + width(letter) > most && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(letter);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

fn padded(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

impl Grid {
    /// The table in columns. Where `most` columns of the terminal do not do, it goes on below with the columns left.
    pub(super) fn aligned(&self, most: Option<usize>) -> String {
        let Some((corner, headings)) = self.head.split_first() else {
            return String::new();
        };
        let heads: Vec<Vec<String>> = headings.iter().map(|h| broken(h, HEADING)).collect();
        let names: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| broken(row.first().map_or("", |n| n), NAME))
            .collect();
        let widest = |lines: &[String]| lines.iter().map(|l| width(l)).max().unwrap_or(0);
        let first = names.iter().map(|n| widest(n)).max().unwrap_or(0).max(width(corner));
        let widths: Vec<usize> = heads
            .iter()
            .enumerate()
            .map(|(n, head)| {
                let cells = self
                    .rows
                    .iter()
                    .filter_map(|row| row.get(n + 1))
                    .map(|cell| width(cell));
                cells.max().unwrap_or(0).max(widest(head)).max(1)
            })
            .collect();
        let mut out = String::new();
        let mut from = 0;
        loop {
            let mut total = first;
            let fits = |n: &usize| {
                total += GAP.len() + widths[*n];
                *n == from || most.is_none_or(|most| total <= most)
            };
            let to = from + (from..widths.len()).take_while(fits).count();
            if from > 0 {
                out.push('\n');
            }
            let depth = heads[from..to].iter().map(Vec::len).max().unwrap_or(1);
            for line in 0..depth {
                let corner = if line + 1 == depth { corner.as_str() } else { "" };
                let cells = (from..to).map(|n| {
                    let above = depth - heads[n].len();
                    let cell = line.checked_sub(above).and_then(|l| heads[n].get(l)).map_or("", |l| l);
                    padded(cell, widths[n])
                });
                push_line(&mut out, &padded(corner, first), cells);
            }
            push_line(&mut out, &"─".repeat(first), (from..to).map(|n| "─".repeat(widths[n])));
            for (row, name) in self.rows.iter().zip(&names) {
                for (line, part) in name.iter().enumerate() {
                    let cells = (from..to).map(|n| {
                        let cell = row.get(n + 1).filter(|_| line == 0).map_or("", |c| c);
                        padded(cell, widths[n])
                    });
                    push_line(&mut out, &padded(part, first), cells);
                }
            }
            from = to;
            if from >= widths.len() {
                return out;
            }
        }
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.head).chain(&self.rows)
    }

    /// Separated by tabs; tabs and line breaks inside become spaces.
    pub(super) fn tsv(&self) -> String {
        let field = |text: &String| guarded(&text.replace(['\t', '\n', '\r'], " "));
        self.separated("\t", field)
    }

    /// Separated by commas, quoted where needed (RFC 4180).
    pub(super) fn csv(&self) -> String {
        let field = |text: &String| {
            let text = guarded(text);
            if text.contains(['"', ',', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text
            }
        };
        self.separated(",", field)
    }

    fn separated(&self, separator: &str, field: impl Fn(&String) -> String) -> String {
        let line = |row: &Vec<String>| row.iter().map(&field).collect::<Vec<_>>().join(separator) + "\n";
        self.lines().map(line).collect()
    }

    /// A table in Markdown.
    pub(super) fn markdown(&self) -> String {
        let field = |text: &String| {
            text.replace('\\', "\\\\")
                .replace('|', "\\|")
                .replace(['\n', '\r'], " ")
        };
        let line = |row: &Vec<String>| format!("| {} |\n", row.iter().map(field).collect::<Vec<_>>().join(" | "));
        let rule = format!("|{}\n", " --- |".repeat(self.head.len()));
        let mut lines: Vec<String> = self.lines().map(line).collect();
        lines.insert(1.min(lines.len()), rule);
        lines.concat()
    }
}

fn push_line(out: &mut String, first: &str, cells: impl Iterator<Item = String>) {
    let mut line = first.to_owned();
    for cell in cells {
        line.push_str(GAP);
        line.push_str(&cell);
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        let row = |cells: &[&str]| cells.iter().map(|c| (*c).to_owned()).collect();
        Grid {
            head: row(&["", "NATO enlargement", "北约扩张", "AUKUS"]),
            rows: vec![
                row(&["China", "−− 3", "+", "−"]),
                row(&["Центральная и Восточная Европа, 🇵🇱", "", "± 2", "0"]),
            ],
        }
    }

    #[test]
    fn columns_stand_under_each_other_in_any_script() {
        let expected = "\
\u{20}                        NATO
\u{20}                        enlargement  北约扩张  AUKUS
───────────────────────  ───────────  ────────  ─────
China                    −− 3         +         −
Центральная и Восточная               ± 2       0
Европа, 🇵🇱
";
        assert_eq!(grid().aligned(None), expected);
    }

    #[test]
    fn a_wide_table_goes_on_below() {
        let text = grid().aligned(Some(50));
        assert_eq!(text.lines().filter(|l| l.starts_with("China")).count(), 2);
        assert!(text.lines().all(|line| line.width() <= 50), "{text}");
        let narrow = grid().aligned(Some(10));
        assert_eq!(
            narrow.lines().filter(|l| l.starts_with("China")).count(),
            3,
            "a column at least"
        );
    }

    #[test]
    fn forms_for_other_programs() {
        let grid = Grid {
            head: vec![String::new(), "a|b".to_owned(), "=1+1".to_owned()],
            rows: vec![vec!["x, \"y\"".to_owned(), "1\t2".to_owned(), String::new()]],
        };
        assert_eq!(grid.tsv(), "\ta|b\t'=1+1\nx, \"y\"\t1 2\t\n");
        assert_eq!(grid.csv(), ",a|b,'=1+1\n\"x, \"\"y\"\"\",1\t2,\n");
        assert_eq!(
            grid.markdown(),
            "|  | a\\|b | =1+1 |\n| --- | --- | --- |\n| x, \"y\" | 1\t2 |  |\n"
        );
    }

    #[test]
    fn words_too_wide_are_broken_inside() {
        assert_eq!(broken("a Verfassungsgericht", 8), ["a", "Verfassu", "ngsgeric", "ht"]);
        assert_eq!(broken("中国明确", 5), ["中国", "明确"]);
        assert_eq!(broken("", 5), [""]);
    }
}
