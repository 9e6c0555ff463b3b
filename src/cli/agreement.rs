//! `standpoint agreement`: how far analysts agree.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Reply, grid::Grid, open, pick};
use crate::{
    analysis::{
        agreement::{Agreement, Alpha, Kappa, agreement},
        compare::{Counts, Verdict, compare},
    },
    model::{
        AnalystId, Project, Stance, counted,
        merge::{Conflict, merge},
    },
};

#[derive(Debug, Args)]
pub(super) struct Agree {
    /// The project; several are taken together, as if they had been merged
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Which analysts, by name; all if none is named
    #[arg(short, long, value_name = "ANALYST", num_args = 2..)]
    layers: Vec<String>,
    /// Which period, by name; "any" for the latest of each cell, "each" for each period for itself
    #[arg(short, long, value_name = "PERIOD", default_value = "any")]
    period: String,
}

impl Agree {
    pub(super) fn run(&self) -> Result<Reply, Failure> {
        let mut reply = Reply::default();
        let project = &self.together(&mut reply)?;
        let analysts: Vec<AnalystId> = if self.layers.is_empty() {
            project.analysts.iter().map(|a| a.id.clone()).collect()
        } else {
            self.layers
                .iter()
                .map(|name| pick::layer(project, name))
                .collect::<Result<_, _>>()?
        };
        if analysts.len() < 2 {
            return Err(Failure(format!(
                "Agreement is between two analysts or more; here is {}. Name another file to take together with it",
                counted(analysts.len(), "analyst", "analysts")
            )));
        }
        let periods = pick::periods(project, &self.period)?;
        let found = agreement(project, &analysts, &periods);
        let names: Vec<&str> = analysts.iter().map(|id| project.analyst_name(id)).collect();
        reply.out = format!(
            "{}: {}\n\n{}",
            names.join(", "),
            pick::called(project, &periods),
            numbers(&found)
        );
        if let [first, second] = &analysts[..] {
            let counts = compare(project, first, second, &periods).counts;
            reply.out.push_str(&verdicts(project, [first, second], &counts));
        }
        if let Some(table) = &found.table {
            reply
                .out
                .push_str(&format!("\nRows: {}; columns: {}\n\n", names[0], names[1]));
            reply.out.push_str(&cross(table).aligned(None));
        }
        Ok(reply)
    }

    fn together(&self, reply: &mut Reply) -> Result<Project, Failure> {
        let mut all: Option<Project> = None;
        for path in &self.files {
            let opened = open(path)?;
            opened.warn(path, reply);
            all = Some(match all {
                None => opened.project,
                Some(before) => {
                    let merged = merge(None, &before, &opened.project);
                    for conflict in merged.conflicts.iter().filter(|c| matches!(c, Conflict::Stance(..))) {
                        let sentence = conflict.sentence(&merged.project);
                        reply.note(&format!("{}: {sentence}; the first is counted", path.display()));
                    }
                    merged.project
                }
            });
        }
        Ok(all.unwrap_or_default())
    }
}

fn value(value: Option<f64>) -> String {
    value.map_or_else(|| "not defined".to_owned(), |v| format!("{v:.3}").replace('-', "−"))
}

fn numbers(found: &Agreement) -> String {
    let mut lines = vec![
        (
            "coded by at least one".to_owned(),
            counted(found.coded, "cell", "cells"),
        ),
        ("coded by all".to_owned(), counted(found.by_all, "cell", "cells")),
        ("all the same".to_owned(), counted(found.same, "cell", "cells")),
    ];
    let kappa = |name: &str, kappa: Option<Kappa>| {
        kappa.map(|k| {
            (
                name.to_owned(),
                format!("{}  ({})", value(k.value), counted(k.units, "cell", "cells")),
            )
        })
    };
    lines.extend(kappa("Cohen’s kappa", found.kappa));
    lines.extend(kappa("… linear weights, on the scale", found.linear));
    lines.extend(kappa("… quadratic weights, on the scale", found.quadratic));
    let alpha = |name: &str, a: Alpha| {
        (
            name.to_owned(),
            format!("{}  ({})", value(a.value), counted(a.units, "cell", "cells")),
        )
    };
    lines.push(alpha("Krippendorff’s alpha, nominal", found.nominal));
    lines.push(alpha("… ordinal, on the scale", found.ordinal));
    lines.push(alpha("… interval, on the scale", found.interval));
    aligned(&lines)
}

fn aligned(lines: &[(String, String)]) -> String {
    let longest = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    lines
        .iter()
        .map(|(name, value)| format!("{name}{}  {value}\n", " ".repeat(longest - name.chars().count())))
        .collect()
}

fn verdicts(project: &Project, analysts: [&AnalystId; 2], counts: &Counts) -> String {
    let lines = Verdict::ALL.map(|verdict| {
        let name = match verdict {
            Verdict::OnlyFirst => format!("only {} has coded", project.analyst_name(analysts[0])),
            Verdict::OnlySecond => format!("only {} has coded", project.analyst_name(analysts[1])),
            _ => verdict.word().to_owned(),
        };
        (name, counts.of(verdict).to_string())
    });
    format!("\n{}", aligned(&lines))
}

/// How often the first said the one and the second the other, without stances that neither used.
fn cross(table: &[Vec<usize>]) -> Grid {
    let used = |n: &usize| table[*n].iter().sum::<usize>() + table.iter().map(|row| row[*n]).sum::<usize>() > 0;
    let used: Vec<usize> = (0..table.len()).filter(used).collect();
    let word = |n: &usize| Stance::ALL[*n].word().to_owned();
    let number = |n: usize| if n == 0 { "·".to_owned() } else { n.to_string() };
    Grid {
        head: std::iter::once(String::new()).chain(used.iter().map(word)).collect(),
        rows: used
            .iter()
            .map(|i| {
                std::iter::once(word(i))
                    .chain(used.iter().map(|j| number(table[*i][*j])))
                    .collect()
            })
            .collect(),
    }
}
