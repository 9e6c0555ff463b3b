//! Starts the window, and says in plain words why it cannot be opened.

use std::{path::PathBuf, process::ExitCode};

use eframe::egui::{IconData, ViewportBuilder, vec2};

use super::{App, NativePicker, PREFERENCES, Start, crash};
use crate::{model::Moment, storage::State, ui::Preferences};

/// Opens the window on the files named, or on the bundled reading.
///
/// Returns when the window is closed; failure if it could not be opened, with a sentence on standard error.
pub fn run(paths: Vec<PathBuf>) -> ExitCode {
    let state = State::of_user();
    if let Some(state) = &state {
        crash::install(state.folder().to_owned());
    }
    let size = state
        .as_ref()
        .and_then(|state| state.read::<Preferences>(PREFERENCES).value.window)
        .map_or(vec2(1280.0, 800.0), |(width, height)| {
            vec2(width, height).clamp(vec2(600.0, 400.0), vec2(7680.0, 4320.0))
        });
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_title("Standpoint")
            .with_app_id("standpoint")
            .with_icon(icon())
            .with_inner_size(size)
            .with_min_inner_size([640.0, 420.0])
            .with_drag_and_drop(true),
        // OpenGL and not wgpu: it starts in two thirds of the time, with less memory and a third of the CPU, and
        // needs neither a GPU nor Vulkan (llvmpipe will do).
        renderer: eframe::Renderer::Glow,
        ..Default::default()
    };
    let start = Start {
        paths,
        state,
        picker: Box::new(NativePicker),
        clock: now,
        seed: random_seed(),
        tour: true,
        user: user_name(),
    };
    match eframe::run_native("Standpoint", options, Box::new(|cc| Ok(Box::new(App::new(cc, start))))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// The picture in the title bar and the task list; the empty one, which stands for the system's own, if it cannot be
/// read.
fn icon() -> IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon/64.png")).unwrap_or_default()
}

#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn complain(error: &eframe::Error) {
    eprintln!("standpoint: the window could not be opened: {error}");
    eprintln!(
        "A desktop session (X11 or Wayland) and OpenGL are needed. On a bare Debian or Ubuntu install:\n  \
         libx11-6 libxcursor1 libxi6 libx11-xcb1 libxkbcommon-x11-0 libgl1\n\
         The command line works without a window: standpoint --help"
    );
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
