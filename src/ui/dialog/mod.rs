//! The dialogs: a closed list, each drawn from its own state over the window.
//!
//! A dialog asks and sends commands; it does nothing itself.

mod confirm;

pub use confirm::Confirm;

use eframe::egui;

use crate::ui::Ctx;

/// What is being asked. One at a time.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Whether to do something that takes other things with it.
    Confirm(Confirm),
}

/// Draws a dialog; it closes itself by a command.
pub fn dialog_ui(dialog: &mut Dialog, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
    match dialog {
        Dialog::Confirm(confirm) => confirm.show(ctx, egui_ctx),
    }
}
