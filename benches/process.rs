//! The real process in a real window: how much it takes to start, what it does while nothing happens, how much memory
//! a large project needs.
//!
//! Runs under an X server of its own (Xvfb), so that figures can be compared; on Linux only.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{
    project::{is_quick, large},
    support::Table,
};

/// A tick of the clock that the system counts a process's CPU time in.
const TICK: f64 = 0.01;

/// Measures the process.
pub(crate) fn measure(table: &mut Table) {
    let Some(display) = Display::start() else {
        return table.skip("The real process was not measured: there is no Xvfb to show it on.");
    };
    table.figures("The process: release build in a window of 1280 × 800");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("large.ron");
    standpoint::storage::save(&file, &large().project(), standpoint::storage::Expected::Nothing).expect("it is saved");

    let (times, rest) = if is_quick() { (1, 1) } else { (5, 10) };
    let (mut firsts, mut starts, mut bundled) = (Vec::new(), Vec::new(), 0.0);
    for n in 0..times {
        let state = folder.path().join(format!("state-{n}"));
        let Some(program) = Program::start(&display, &state, None) else {
            return table.fail("start", "the window did not open");
        };
        firsts.push(program.first);
        starts.push(program.cpu());
        bundled = program.memory();
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let first = median(firsts);
    table.figure(
        "start, until the first frame is shown",
        &format!("{first:.2}"),
        "CPU s",
        Some(("≤ 0.4", first <= 0.4)),
    );
    table.figure(
        "start, until the window rests",
        &format!("{:.2}", median(starts)),
        "CPU s",
        None,
    );

    let Some(program) = Program::start(&display, &folder.path().join("state"), Some(&file)) else {
        return table.fail("memory", "the window did not open");
    };
    let before = program.busy();
    sleep(Duration::from_secs(rest));
    let idle = program.busy() - before;
    table.figure(
        &format!("idle with a file open, {rest} s"),
        &format!("{idle:.4}"),
        "CPU s",
        Some(("0.00", idle < 0.005)),
    );
    let more = program.memory() - bundled;
    table.figure("memory, bundled project", &format!("{bundled:.0}"), "MB", None);
    table.figure(
        "memory more, project of 10 MB",
        &format!("{more:.0}"),
        "MB",
        Some(("≤ 100", more <= 100.0)),
    );
}

/// An X server without a screen; ends with this value.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn start() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        BufReader::new(server.stdout.take()?).read_line(&mut number).ok()?;
        let name = format!(":{}", number.trim());
        Some(Self { server, name })
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        end(&mut self.server);
    }
}

/// The program in its window; ends with this value.
struct Program {
    child: Child,
    /// What it says of itself.
    said: BufReader<ChildStderr>,
    /// CPU seconds until its first frame was shown, of all threads, the painting of OpenGL without a GPU among them.
    first: f64,
}

impl Program {
    /// Starts it, and waits until it rests.
    fn start(display: &Display, state: &Path, file: Option<&Path>) -> Option<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_standpoint"))
            .args(["--log", "info"])
            .args(file)
            .env("DISPLAY", &display.name)
            .env("STANDPOINT_STATE", state)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let said = BufReader::new(child.stderr.take()?);
        let mut program = Self {
            child,
            said,
            first: 0.0,
        };
        let mut line = String::new();
        while !line.contains("the first frame is shown") {
            line.clear();
            if program.said.read_line(&mut line).ok()? == 0 {
                return None;
            }
        }
        program.first = program.cpu();
        let (mut cpu, mut since) = (0.0, Instant::now());
        while cpu == 0.0 || since.elapsed() < Duration::from_secs(2) {
            sleep(Duration::from_millis(50));
            if program.child.try_wait().ok()?.is_some() {
                return None;
            }
            let now = program.cpu();
            if now != cpu {
                (cpu, since) = (now, Instant::now());
            }
        }
        Some(program)
    }

    /// CPU seconds so far, of all threads.
    fn cpu(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The program's name, which may hold spaces, ends at the last parenthesis.
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
        let ticks = fields.split(' ').skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
        ticks.sum::<f64>() * TICK
    }

    /// CPU seconds so far of the threads that there are, to the nanosecond.
    fn busy(&self) -> f64 {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.id()));
        let paths = threads.into_iter().flatten().flatten().map(|thread| thread.path());
        let texts = paths.filter_map(|path| std::fs::read_to_string(path.join("schedstat")).ok());
        let nanoseconds = texts.filter_map(|text| text.split(' ').next()?.parse::<f64>().ok());
        nanoseconds.sum::<f64>() / 1e9
    }

    /// Memory that this process alone needs, in MB.
    fn memory(&self) -> f64 {
        let rollup = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id())).unwrap_or_default();
        let kilobytes = |name: &str| -> f64 {
            let line = rollup.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok())
                .unwrap_or(0.0)
        };
        kilobytes("Rss:") * 1024.0 / 1e6
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself.
    child.kill().ok();
    child.wait().ok();
}
