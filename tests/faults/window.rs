//! The real window without a display: `App` under kittest, on the real clock.

use std::{
    path::Path,
    time::{Duration, Instant, SystemTime},
};

use eframe::egui;
use egui_kittest::{Harness, kittest::Queryable as _};
use standpoint::{
    app::{App, NoPicker, Start},
    model::{Moment, Project},
    storage::{Fingerprint, State, format},
    ui::Command,
};

/// A window on a file.
pub(crate) struct Window(pub(crate) Harness<'static, App>);

impl Window {
    /// Opens a file in a window of its own, as this user; waits until it is shown.
    pub(crate) fn open(file: &Path, state: &Path, user: &str) -> Self {
        Self::open_with(file, Some(State::at(state)), user, now)
    }

    /// The same, with or without a state folder, on another clock.
    pub(crate) fn open_with(file: &Path, state: Option<State>, user: &str, clock: fn() -> Moment) -> Self {
        let start = Start {
            paths: vec![file.to_owned()],
            state,
            picker: Box::new(NoPicker),
            clock,
            seed: std::process::id().into(),
            tour: false,
            user: user.to_owned(),
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(900.0, 600.0))
            .build_eframe(move |cc| App::new(cc, start));
        let mut window = Self(harness);
        window.until("the file is shown", |w| w.app().path().is_some());
        window
    }

    pub(crate) fn app(&self) -> &App {
        self.0.state()
    }

    pub(crate) fn project(&self) -> &Project {
        self.app().session().project()
    }

    /// Sends a command and shows the next frame, after which it is carried out.
    pub(crate) fn send(&mut self, command: Command) {
        self.app().send(command);
        self.0.step();
    }

    /// Whether some words are shown.
    pub(crate) fn shows(&self, words: &str) -> bool {
        self.0.query_all_by_label_contains(words).next().is_some()
    }

    /// Shows frames until something is so.
    pub(crate) fn until(&mut self, what: &str, so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !so(self) {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "it never came to: {what}; the window says {:?}",
                self.app().said()
            );
            self.0.step();
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The system's clock.
pub(crate) fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    Moment(since.map_or(0, |d| d.as_secs() as i64))
}

/// What a project's file would hold.
pub(crate) fn written(project: &Project) -> Fingerprint {
    Fingerprint::of(format::write(project).as_bytes())
}
