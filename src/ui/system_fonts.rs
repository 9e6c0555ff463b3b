//! Letters that no bundled face has, from the fonts of the system.
//!
//! The system's list of fonts is made when such a letter is first met, and not by the window's thread: on a desktop with
//! many fonts it takes longer than many frames. Until then a box stands for the letter; then the window is drawn anew.
//! Not here: the bundled faces (`fonts`).

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use eframe::egui::{
    Context, FontFamily,
    epaint::text::{FallbackRequest, FontInsert, FontProvider},
};
use egui_system_font_provider::SystemFontProvider;

static LIST: OnceLock<SystemFontProvider> = OnceLock::new();
static IS_WANTED: AtomicBool = AtomicBool::new(false);

/// Finds missing letters for a window.
pub fn find_when_needed(ctx: &Context) {
    ctx.set_font_providers(vec![Arc::new(WhenNeeded(ctx.clone()))]);
}

/// Finds missing letters for what is drawn where waiting is no harm.
pub fn find_at_once(ctx: &Context) {
    ctx.add_font_provider(Arc::new(AtOnce));
}

/// Whether letters that are missing may yet be found.
pub fn are_being_listed() -> bool {
    IS_WANTED.load(Ordering::Relaxed) && LIST.get().is_none()
}

/// The list; waits until it is made.
fn list() -> &'static SystemFontProvider {
    LIST.get_or_init(|| {
        let list = SystemFontProvider::new();
        // It is made by a thread of its own, which the first question waits for.
        list.font_for(&FallbackRequest {
            cluster: "a",
            family: &FontFamily::Proportional,
        });
        list
    })
}

struct WhenNeeded(Context);

impl FontProvider for WhenNeeded {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        if let Some(list) = LIST.get() {
            return list.font_for(request);
        }
        if !IS_WANTED.swap(true, Ordering::Relaxed) {
            let ctx = self.0.clone();
            let make = move || {
                list();
                log::info!("the system's fonts are listed");
                // What was not found is asked for again, and the window drawn.
                find_when_needed(&ctx);
            };
            if let Err(error) = thread::Builder::new().name("fonts".to_owned()).spawn(make) {
                IS_WANTED.store(false, Ordering::Relaxed);
                log::error!("no thread to list the system's fonts: {error}");
            }
        }
        None
    }
}

struct AtOnce;

impl FontProvider for AtOnce {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        list().font_for(request)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use eframe::egui::{FontId, RawInput};

    use super::*;
    use crate::ui::fonts;

    const LETTER: char = '習';

    fn has_letter(ctx: &Context) -> bool {
        let mut has = false;
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            has = ui.fonts_mut(|fonts| fonts.has_glyph(&FontId::proportional(17.0), LETTER));
        });
        output.textures_delta.clear();
        has
    }

    #[test]
    fn a_letter_of_the_systems_comes_after_the_frame_that_missed_it() {
        let ctx = Context::default();
        ctx.set_fonts(fonts::definitions());
        find_when_needed(&ctx);
        assert!(!has_letter(&ctx), "nobody waits for the list");
        while are_being_listed() {
            thread::sleep(Duration::from_millis(5));
        }
        let waiting = Context::default();
        waiting.set_fonts(fonts::definitions());
        find_at_once(&waiting);
        // A machine may have no font for it.
        let is_there = has_letter(&waiting);
        for _ in 0..1000 {
            if has_letter(&ctx) == is_there {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("the letter stays missing");
    }
}
