//! `--log`: what the program tells of itself while it runs, when asked. Without it, nothing.
//!
//! The program's own lines come at the level asked for, other libraries' at warnings, so that the toolkit's chatter
//! does not drown them. No line has text of a project in it.

use std::{io::Write as _, path::PathBuf, str::FromStr, time::Instant};

use env_logger::{Builder, Logger, Target};
use log::LevelFilter;

use super::Failure;
use crate::storage;

/// How much is told, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Log {
    level: LevelFilter,
    /// A file that lines are added to; the error output if `None`.
    file: Option<PathBuf>,
}

impl FromStr for Log {
    type Err = String;

    /// Reads `LEVEL` or `LEVEL=FILE`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (level, file) = match text.split_once('=') {
            Some((level, file)) => (level, Some(PathBuf::from(file))),
            None => (text, None),
        };
        let level = level
            .parse()
            .map_err(|_| "the levels are off, error, warn, info, debug and trace".to_owned())?;
        Ok(Self { level, file })
    }
}

impl Log {
    /// What writes the lines. Fails if the file cannot be opened.
    pub(super) fn logger(&self) -> Result<Logger, Failure> {
        let target = match &self.file {
            None => Target::Stderr,
            Some(path) => {
                let file = storage::append_to(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
                Target::Pipe(Box::new(file))
            }
        };
        let began = Instant::now();
        let line = move |out: &mut env_logger::fmt::Formatter, record: &log::Record<'_>| {
            let seconds = began.elapsed().as_secs_f64();
            let (level, target) = (record.level(), record.target());
            writeln!(out, "{seconds:10.3} {level:5} {target}: {}", record.args())
        };
        Ok(Builder::new()
            .filter_level(self.level.min(LevelFilter::Warn))
            .filter_module("standpoint", self.level)
            .format(line)
            .target(target)
            .build())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_and_a_file_are_read() {
        let log: Log = "debug".parse().expect("a level");
        assert_eq!((log.level, log.file), (LevelFilter::Debug, None));
        let log: Log = "warn=/a/b=c.txt".parse().expect("a level and a file");
        assert_eq!((log.level, log.file), (LevelFilter::Warn, Some("/a/b=c.txt".into())));
        assert!("loud".parse::<Log>().is_err_and(|e| e.contains("error, warn, info")));
    }
}
