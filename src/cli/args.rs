//! The arguments, and the words of `--help`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::{Failure, Reply, agreement, candidates, check, diff, find, fmt, git, log::Log, merge, new, show};

/// Read an article closely and record who stands where on what.
///
/// Without a command the window opens, with the files named.
#[derive(Debug, Parser)]
#[command(
    name = "standpoint",
    version = crate::VERSION,
    args_conflicts_with_subcommands = true,
    subcommand_value_name = "COMMAND",
    override_usage = "standpoint [FILE]…\n       standpoint <COMMAND> …",
    after_help = "Exit codes: 0 done; 1 done, but there is something to look at (problems, conflicts); 2 not done."
)]
pub(super) struct Args {
    /// Projects (or articles) to open in the window
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Tell what happens, on the error output or in FILE: error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL[=FILE]")]
    pub(super) log: Option<Log>,
    /// Panic when the window is closed, to try what a crash leaves
    #[arg(long, hide = true)]
    pub(super) panic_when_closed: bool,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what is wrong with project files, with line and column
    ///
    /// Exit codes: 0 all are sound; 1 there are problems; 2 a file cannot be read at all.
    Check(check::Check),
    /// Make a project from an article
    ///
    /// Says what was read, what was changed on the way, and what to look at.
    New(new::New),
    /// Print the matrix as a table
    Show(show::Show),
    /// Rewrite project files in canonical form, as the window saves them
    Fmt(fmt::Fmt),
    /// Say in what two projects differ, cell by cell
    Diff(diff::Diff),
    /// Merge two projects that came from a common one
    ///
    /// What both changed differently is kept inside the result, which is an ordinary project: theirs as positions in
    /// a layer "… (theirs)", second passages and second documents, and for each such thing a note tagged "conflict"
    /// that says what was, what is here and what is there. Open it in the window, settle what the notes are about, and
    /// delete them.
    ///
    /// Exit codes: 0 merged; 1 merged, with conflicts to settle; 2 nothing was written.
    Merge(merge::MergeFiles),
    /// Make git compare and merge projects cell by cell
    ///
    /// Prints what to add to .gitattributes and to git's configuration; with --write, adds it to the repository of the
    /// current folder.
    GitSetup(git::Setup),
    /// Say how far analysts agree beyond chance
    Agreement(agreement::Agree),
    /// Find words in the articles, as the window does
    ///
    /// Case, accents, kinds of quotation mark, dash and space make no difference.
    /// Exit codes: 0 found; 1 not found; 2 not done.
    Find(find::Find),
    /// List sentences that speak of an actor and an issue and that nobody cited there yet
    Candidates(candidates::Candidates),
    /// What git calls to show a difference: path, old file, old hash, old mode, new file, new hash, new mode
    #[command(hide = true)]
    GitDiff(git::GitDiff),
}

impl Command {
    pub(super) fn run(self) -> Result<Reply, Failure> {
        match self {
            Self::Check(command) => Ok(command.run()),
            Self::New(command) => command.run(),
            Self::Show(command) => command.run(),
            Self::Fmt(command) => Ok(command.run()),
            Self::Diff(command) => command.run(),
            Self::Merge(command) => command.run(),
            Self::GitSetup(command) => command.run(),
            Self::Agreement(command) => command.run(),
            Self::Find(command) => command.run(),
            Self::Candidates(command) => command.run(),
            Self::GitDiff(command) => command.run(),
        }
    }
}

/// How differences are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people, cell by cell
    Text,
    /// As a list of RON records
    Ron,
    /// As a list of JSON objects
    Json,
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// Signs and numbers for the terminal, with a legend
    Table,
    /// Stances in words, separated by tabs
    Tsv,
    /// Stances in words, separated by commas
    Csv,
    /// Stances in words, as a Markdown table
    Markdown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_make_sense() {
        Args::command().debug_assert();
    }

    #[test]
    fn files_open_the_window_and_commands_do_not() {
        let parsed = |words: &[&str]| Args::try_parse_from([&["standpoint"], words].concat());
        let args = parsed(&["a.ron", "b.ron"]).expect("files");
        assert_eq!((args.files.len(), args.command.is_none()), (2, true));
        let args = parsed(&["check", "a.ron"]).expect("a command");
        assert!(args.files.is_empty() && matches!(args.command, Some(Command::Check(_))));
        let args = parsed(&["--log", "info", "a.ron"]).expect("a level");
        assert!(args.log.is_some() && args.files.len() == 1);
        assert!(parsed(&["check"]).is_err(), "check needs a file");
        assert!(parsed(&["--nonsense"]).is_err());
    }
}
