//! What the benchmarks share: a clock of CPU time, and samples of it.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// Whether the clock may not be asked.
static CLOCK_STOPPED: AtomicBool = AtomicBool::new(false);

/// From now on everything takes no time. Under Valgrind the clock must not be asked: the library that does it looks for
/// a part of the system that is not there, and crashes.
pub(crate) fn stop_the_clock() {
    CLOCK_STOPPED.store(true, Ordering::Relaxed);
}

/// CPU time of this thread so far.
#[cfg(unix)]
pub(crate) fn cpu() -> Duration {
    if CLOCK_STOPPED.load(Ordering::Relaxed) {
        return Duration::ZERO;
    }
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// Wall time, where the system does not tell the CPU time of a thread.
#[cfg(not(unix))]
pub(crate) fn cpu() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// Times of one thing done many times.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Does something once and keeps how long it took.
    pub(crate) fn time<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let start = cpu();
        let result = work();
        self.push(cpu().saturating_sub(start));
        result
    }

    /// Keeps a time taken elsewhere.
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// Milliseconds at a share of the samples, 0.5 for the median.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort();
        let place = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
        sorted.get(place).map_or(0.0, |d| d.as_secs_f64() * 1000.0)
    }
}

/// What a time or a size may be, in the unit of its table.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Budget {
    median: Option<f64>,
    p99: Option<f64>,
}

impl Budget {
    /// Nothing is promised.
    pub(crate) const NONE: Self = Self {
        median: None,
        p99: None,
    };
    /// A frame in which nothing changes.
    pub(crate) const STILL: Self = Self {
        median: Some(1.5),
        p99: Some(3.0),
    };
    /// Scrolling, typing, selecting, hovering.
    pub(crate) const MOVING: Self = Self::p99(4.0);
    /// Jumping, resizing, zooming.
    pub(crate) const JUMPING: Self = Self::p99(8.0);
    /// An edit with its journal entry.
    pub(crate) const EDIT: Self = Self::p99(2.0);

    /// The 99th percentile may be so much.
    pub(crate) const fn p99(most: f64) -> Self {
        Self {
            median: None,
            p99: Some(most),
        }
    }

    /// The median may be so much.
    pub(crate) const fn median(most: f64) -> Self {
        Self {
            median: Some(most),
            p99: None,
        }
    }

    fn words(&self) -> String {
        match (self.median, self.p99) {
            (None, None) => "–".to_owned(),
            (Some(m), None) => format!("median ≤ {m}"),
            (None, Some(p)) => format!("99 % ≤ {p}"),
            (Some(m), Some(p)) => format!("median ≤ {m}, 99 % ≤ {p}"),
        }
    }

    fn is_met(&self, samples: &Samples) -> bool {
        self.median.is_none_or(|most| samples.at(0.5) <= most) && self.p99.is_none_or(|most| samples.at(0.99) <= most)
    }
}

/// The table, printed as it is measured, in Markdown.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) text: String,
    /// What was over its budget.
    pub(crate) missed: Vec<String>,
    /// What could not be measured though it should.
    pub(crate) failed: Vec<String>,
    /// Sections begun.
    sections: usize,
}

impl Table {
    fn line(&mut self, line: &str) {
        println!("{line}");
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn section(&mut self, title: &str, second: &str, third: &str) {
        if self.sections > 0 {
            self.line("");
        }
        self.sections += 1;
        self.line(&format!("## {title}\n"));
        self.row("", second, third, "budget", "");
        self.line(&format!(
            "| {:-<46} | {:->8}: | {:->8}: | {:-<26} | {:-<6} |",
            "", "", "", "", ""
        ));
    }

    fn row(&mut self, what: &str, second: &str, third: &str, budget: &str, verdict: &str) {
        self.line(&format!(
            "| {what:<46} | {second:>9} | {third:>9} | {budget:<26} | {verdict:<6} |"
        ));
    }

    /// Begins a part whose rows are times in milliseconds of CPU.
    pub(crate) fn times(&mut self, title: &str) {
        self.section(&format!("{title} (CPU ms)"), "median", "99 %");
    }

    /// Begins a part whose rows are single figures.
    pub(crate) fn figures(&mut self, title: &str) {
        self.section(title, "measured", "unit");
    }

    /// A row of times.
    pub(crate) fn report(&mut self, what: &str, samples: &Samples, budget: Budget) {
        let verdict = self.verdict(what, budget.words(), budget.is_met(samples));
        let (median, p99) = (format!("{:.3}", samples.at(0.5)), format!("{:.3}", samples.at(0.99)));
        self.row(what, &median, &p99, &budget.words(), verdict);
    }

    /// A row of one figure; `most` is what it may be.
    pub(crate) fn figure(&mut self, what: &str, value: &str, unit: &str, most: Option<(&str, bool)>) {
        let (budget, met) = most.unwrap_or(("–", true));
        let verdict = self.verdict(what, budget.to_owned(), met);
        self.row(what, value, unit, budget, verdict);
    }

    fn verdict(&mut self, what: &str, budget: String, met: bool) -> &'static str {
        match met {
            _ if budget == "–" => "",
            true => "ok",
            false => {
                self.missed.push(what.to_owned());
                "MISSED"
            }
        }
    }

    /// A row of what could not be measured, which makes the whole fail.
    pub(crate) fn fail(&mut self, what: &str, why: &str) {
        self.row(what, "FAILED", "", "–", "");
        self.failed.push(format!("{what}: {why}"));
    }

    /// Says why something was not measured.
    pub(crate) fn skip(&mut self, sentence: &str) {
        self.line("");
        self.line(sentence);
    }
}
