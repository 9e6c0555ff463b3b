//! `standpoint show`: the matrix in the terminal.

use std::{collections::BTreeSet, path::PathBuf};

use clap::Args;

use super::{Failure, Reply, args::TableFormat, grid::Grid, open, pick, terminal_width};
use crate::{
    analysis::{
        coded::{Coded, coded},
        coverage::{Coverage, Gap},
        layers::{Found, Periods, shown},
    },
    model::{AnalystId, Cell, Confidence, Project, Role, Stance, Target, counted},
};

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The project
    file: PathBuf,
    /// Whose layer, by name; the first if none is named
    #[arg(short, long, value_name = "ANALYST")]
    layer: Option<String>,
    /// Which period, by name; "any" for the latest of each cell
    #[arg(short, long, value_name = "PERIOD", default_value = "any")]
    period: String,
    /// How many columns the table may take; the terminal's width if it is one, else as many as needed
    #[arg(short, long, value_name = "COLUMNS")]
    width: Option<usize>,
    /// Show hidden actors and issues too
    #[arg(short, long)]
    all: bool,
    /// List the articles instead: title, source, date, and how much of each the layer has coded
    #[arg(long)]
    articles: bool,
    /// How the table is printed
    #[arg(short, long, value_enum, default_value = "table")]
    format: TableFormat,
}

impl Show {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let opened = open(&self.file)?;
        let project = &opened.project;
        let layer = pick::layer_or_first(project, self.layer.as_deref())?;
        let periods = pick::periods(project, &self.period)?;
        let mut reply = Reply::default();
        opened.warn(&self.file, &mut reply);
        let in_words = |found: Found<'_>| found.1.stance.map_or("", |s| s.word()).to_owned();
        if self.articles {
            let table = articles(project, layer.as_ref());
            reply.out = match self.format {
                TableFormat::Tsv => table.tsv(),
                TableFormat::Csv => table.csv(),
                TableFormat::Markdown => table.markdown(),
                TableFormat::Table => table.aligned(self.width.or_else(terminal_width)),
            };
            return Ok(reply);
        }
        let cells = |write: &dyn Fn(Found<'_>) -> String| self.grid(project, layer.as_ref(), &periods, write);
        reply.out = match self.format {
            TableFormat::Tsv => cells(&in_words).tsv(),
            TableFormat::Csv => cells(&in_words).csv(),
            TableFormat::Markdown => cells(&in_words).markdown(),
            TableFormat::Table if project.actors.is_empty() || project.issues.is_empty() => {
                let what = match (project.actors.is_empty(), project.issues.is_empty()) {
                    (true, true) => "actors and no issues",
                    (true, false) => "actors",
                    _ => "issues",
                };
                format!(
                    "{}\nThere are no {what} yet.\n",
                    heading(project, layer.as_ref(), &periods)
                )
            }
            TableFormat::Table => {
                let noted: BTreeSet<&Cell> = project
                    .notes
                    .values()
                    .flat_map(|note| &note.about)
                    .filter_map(|target| match target {
                        Target::Cell(cell) => Some(cell),
                        _ => None,
                    })
                    .collect();
                let table = cells(&|found| in_signs(found, noted.contains(&found.0.cell())));
                let width = self.width.or_else(terminal_width);
                let layers: Vec<AnalystId> = layer.iter().cloned().collect();
                format!(
                    "{}\n{}\n{}",
                    heading(project, layer.as_ref(), &periods),
                    table.aligned(width),
                    legend(&Coverage::new(project, &layers, &periods))
                )
            }
        };
        Ok(reply)
    }

    fn grid(
        &self,
        project: &Project,
        layer: Option<&AnalystId>,
        periods: &Periods,
        write: &dyn Fn(Found<'_>) -> String,
    ) -> Grid {
        let issues: Vec<_> = project.issues.iter().filter(|i| self.all || !i.hidden).collect();
        let actors = project.actors.iter().filter(|a| self.all || !a.hidden);
        let head = std::iter::once(String::new()).chain(issues.iter().map(|i| i.name.clone()));
        let rows = actors.map(|actor| {
            let cells = issues.iter().map(|issue| {
                let cell = Cell {
                    actor: actor.id.clone(),
                    issue: issue.id.clone(),
                };
                let found = layer.and_then(|layer| shown(project, layer, &cell, periods));
                found.map_or_else(String::new, write)
            });
            std::iter::once(actor.name.clone()).chain(cells).collect()
        });
        Grid {
            rows: rows.collect(),
            head: head.collect(),
        }
    }
}

/// The articles in the project's order.
fn articles(project: &Project, layer: Option<&AnalystId>) -> Grid {
    let rows = project.documents.iter().map(|document| {
        let counts = layer.map_or_else(Coded::default, |layer| coded(project, &document.id, layer));
        let about = &document.about;
        vec![
            about.title.clone(),
            about.source.clone(),
            about.date.clone(),
            counts.passages.to_string(),
            format!("{} %", counts.percent()),
        ]
    });
    Grid {
        rows: rows.collect(),
        head: ["Article", "Source", "Date", "Passages", "Coded"]
            .map(str::to_owned)
            .to_vec(),
    }
}

fn heading(project: &Project, layer: Option<&AnalystId>, periods: &Periods) -> String {
    let title = match project.title.as_str() {
        "" => String::new(),
        title => format!("{title}\n"),
    };
    let layer = layer.map_or("nobody has coded anything", |id| project.analyst_name(id));
    format!("{title}{layer}, {}\n", pick::called(project, periods))
}

/// A stance as a sign of one or two columns.
fn sign(stance: Stance) -> &'static str {
    match stance {
        Stance::StronglyOpposes => "−−",
        Stance::Opposes => "−",
        Stance::Neutral => "0",
        Stance::Supports => "+",
        Stance::StronglySupports => "++",
        Stance::Ambivalent => "±",
        Stance::Silent => "∅",
    }
}

/// "−− 3/1 ?": strongly opposes, three quotations for it and one against, low confidence.
fn in_signs((_, position): Found<'_>, noted: bool) -> String {
    let mut out = position.stance.map_or("·", sign).to_owned();
    let quoted = [Role::For, Role::Against].map(|role| position.cited(role).count());
    match quoted {
        [0, 0] if position.stance.is_some() => out.push_str(" !"),
        [0, 0] => {}
        [0, against] => out.push_str(&format!(" 0/{against} !")),
        [n, 0] => out.push_str(&format!(" {n}")),
        [n, against] => out.push_str(&format!(" {n}/{against}")),
    }
    if position.confidence == Some(Confidence::Low) {
        out.push_str(" ?");
    }
    if noted {
        out.push_str(" *");
    }
    out
}

fn legend(coverage: &Coverage) -> String {
    let signs: Vec<String> = Stance::ALL
        .iter()
        .map(|s| format!("{} {}", sign(*s), s.word()))
        .collect();
    let lacking = |gap: Gap| coverage.gaps.values().filter(|g| **g == gap).count();
    let mut counts = vec![
        counted(coverage.all.total() as usize, "stance", "stances"),
        counted(coverage.empty_cells, "empty cell", "empty cells"),
    ];
    if lacking(Gap::NoEvidence) > 0 {
        counts.push(format!("{} without evidence", lacking(Gap::NoEvidence)));
    }
    if lacking(Gap::NoStance) > 0 {
        counts.push(format!("{} with evidence and no stance", lacking(Gap::NoStance)));
    }
    format!(
        "{}\n· no stance yet   3/1 quotations for/against   ! nothing quoted for it   ? low confidence   * note\n{}\n",
        signs.join("   "),
        counts.join(", ")
    )
}
