//! Starts the window, and says in plain words why it cannot be opened.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use eframe::egui::{self, IconData, ViewportBuilder, vec2};
use env_logger::Logger;

use super::{App, NativePicker, PREFERENCES, Start, crash, keep_what_is_freed, picker};
use crate::{
    cli::Wanted,
    model::Moment,
    storage::State,
    ui::{Preferences, system_fonts},
};

/// Opens the window on the files named, or on the bundled reading; `logger` writes what happens.
///
/// Returns when the window is closed; failure if it could not be opened, with a sentence on standard error, or if the
/// program crashed.
pub fn run(wanted: Wanted, logger: Option<Logger>) -> ExitCode {
    picker::listen(logger);
    keep_what_is_freed();
    let state = State::of_user();
    let state_read = state.as_ref().map(|state| state.read::<Preferences>(PREFERENCES).value);
    let preferences = state_read.unwrap_or_default();
    let size = preferences.window.map_or(vec2(1280.0, 800.0), |(width, height)| {
        vec2(width, height).clamp(vec2(640.0, 420.0), vec2(7680.0, 4320.0))
    });
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Standpoint")
            .with_app_id("standpoint")
            .with_icon(icon())
            .with_inner_size(size)
            .with_maximized(preferences.maximized)
            .with_min_inner_size([640.0, 420.0])
            .with_drag_and_drop(true),
        // OpenGL and not wgpu: it starts in two thirds of the time, with less memory and a third of the CPU, and
        // needs neither a GPU nor Vulkan (llvmpipe will do).
        renderer: eframe::Renderer::Glow,
        // `ui::system_fonts` finds missing letters, and nobody waits for it.
        system_font_fallback: false,
        ..Default::default()
    };
    let start = Start {
        paths: wanted.files,
        state,
        picker: Box::new(NativePicker),
        clock: now,
        seed: random_seed(),
        tour: true,
        user: user_name(),
    };
    log::info!("Standpoint {}", crate::VERSION);
    // Before there is a window, a panic is a library that winit misses (it panics for some): said in words below.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let opened = Cell::new(false);
    let make = |cc: &eframe::CreationContext<'_>| {
        opened.set(true);
        std::panic::set_hook(usual);
        if let Some(state) = &start.state {
            crash::install(state.folder().to_owned());
        }
        log::info!("the window is open");
        system_fonts::find_when_needed(&cc.egui_ctx);
        let mut app = App::new(cc, start);
        if wanted.panic_when_closed {
            app.panic_when_closed();
        }
        let app: Box<dyn eframe::App> = Box::new(app);
        Ok(app)
    };
    let ended = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native("Standpoint", options, Box::new(make))
    }));
    let why = match ended {
        Ok(Ok(())) => return ExitCode::SUCCESS,
        Ok(Err(error)) => format!("{error} {error:?}"),
        // A crash: there is a report, and the next start tells of it. 101 is what Rust programs end with then.
        Err(_) if opened.get() => return ExitCode::from(101),
        Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    };
    log::error!("{why}");
    complain(&why);
    ExitCode::FAILURE
}

impl App {
    /// Notes how large the window is, to be so again on the next start.
    pub(super) fn see_window(&mut self, ctx: &egui::Context) {
        let full = ctx.input(|input| {
            let viewport = input.viewport();
            viewport.maximized == Some(true) || viewport.fullscreen == Some(true)
        });
        let size = ctx.content_rect().size() * ctx.zoom_factor();
        let size = Some((size.x.round(), size.y.round()))
            .filter(|_| !full)
            .or(self.preferences.window);
        if (size, full) != (self.preferences.window, self.preferences.maximized) {
            (self.preferences.window, self.preferences.maximized) = (size, full);
            self.preferences_changed = true;
        }
    }
}

/// The picture in the title bar and the task list; the empty one, which stands for the system's own, if it cannot be
/// read.
fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon/64.png")).unwrap_or_default()
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(why: &str) {
    eprintln!("standpoint: the window could not be opened: {}.", reason(why));
    eprintln!("The command line works without a window: standpoint --help");
}

/// What a person can do something about in what the toolkit says. `--log error` has its own words.
fn reason(why: &str) -> &'static str {
    let says = |parts: &[&str]| parts.iter().any(|part| why.contains(part));
    if says(&["nor DISPLAY is set"]) {
        "there is no desktop session here (neither WAYLAND_DISPLAY nor DISPLAY names one)"
    } else if says(&["XOpenDisplayFailed", "Failed to open connection"]) {
        "the display that DISPLAY names cannot be reached"
    } else if says(&["glutin", "Glutin", "OpenGL"]) {
        "OpenGL is missing. On Debian or Ubuntu install libgl1; without a GPU it draws by software"
    } else if says(&["could not be loaded", "shared libraries", ".so"]) {
        "a library that it needs is missing. On Debian or Ubuntu install \
         libx11-6 libxcursor1 libxi6 libx11-xcb1 libxkbcommon-x11-0 libgl1"
    } else {
        "the desktop gave none. It needs X11 or Wayland, and OpenGL; `--log error` says more"
    }
}

fn now() -> Moment {
    let seconds = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() as i64);
    Moment(seconds)
}

fn random_seed() -> u64 {
    // Without a source of randomness the clock still makes ids that two people hardly share.
    getrandom::u64().unwrap_or_else(|_no_source| {
        std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(1, |since| since.as_nanos() as u64)
    })
}

fn user_name() -> String {
    ["STANDPOINT_ANALYST", "USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .filter_map(|key| std::env::var(key).ok())
        .map(|name| name.trim().to_owned())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "Analyst".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_in_words() {
        // What winit and glutin said when each was taken away.
        for (why, word) in [
            (
                "winit EventLoopError: neither WAYLAND_DISPLAY nor WAYLAND_SOCKET nor DISPLAY is set.",
                "no desktop session",
            ),
            ("XNotSupported(XOpenDisplayFailed)", "cannot be reached"),
            ("Library libxkbcommon-x11.so could not be loaded.", "libxkbcommon-x11-0"),
            ("Failed to load one of xlib's shared libraries", "libx11-6"),
            ("Found no glutin configs matching the template", "libgl1"),
        ] {
            assert!(reason(why).contains(word), "{why}: {}", reason(why));
        }
    }
}
