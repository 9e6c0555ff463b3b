//! The dialogs: a closed list, each drawn from its own state over the window.
//!
//! A dialog asks and sends commands; it does nothing itself.

mod about;
mod actor;
mod analyst;
mod autosave;
mod choice;
mod confirm;
mod conflicts;
mod document;
mod documents;
pub(crate) mod fields;
mod file;
mod import;
mod issue;
mod layers;
mod merge;
mod merged;
mod message;
mod palette;
mod paste;
mod periods;
mod picture;
mod recovery;
mod replace;
mod shortcuts;
mod title;
mod unite;
mod unsaved;
mod versions;

pub use about::About;
pub use actor::ActorForm;
pub use analyst::WhoAreYou;
pub use autosave::Autosave;
pub use choice::Choice;
pub use confirm::Confirm;
pub use conflicts::Conflicts;
pub use document::DocumentForm;
pub use documents::Documents;
pub use file::{Entry, FileDialog, Purpose};
pub use import::{Draft, DraftBlock, ImportDialog, Into};
pub use issue::IssueForm;
pub use layers::Layers;
pub use merge::MergeDialog;
pub use merged::Merged;
pub use message::Message;
pub use palette::Palette;
pub use paste::Paste;
pub use periods::Periods;
pub use picture::Picture;
pub use recovery::Recovery;
pub use replace::ReplaceDialog;
pub(crate) use replace::cited_by;
pub use shortcuts::Shortcuts;
pub use title::Title;
pub use unite::{Pair, Unite};
pub use unsaved::Unsaved;
pub use versions::{Past, Versions};

use eframe::egui::{self, Button, Event, Frame, Id, Key, Margin, Modal, ModalResponse, ScrollArea, Ui, vec2};

use crate::ui::{Command, Ctx, follow_keyboard};

/// What is being asked. One at a time.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Version, licence, where files live.
    About(About),
    /// An actor's name, aliases, colour and heading.
    Actor(ActorForm),
    /// Whether the project is saved by itself.
    Autosave(Autosave),
    /// Which way to go on.
    Choice(Choice),
    /// Whether to do something that takes other things with it.
    Confirm(Confirm),
    /// What a merge left open inside the file.
    Conflicts(Conflicts),
    /// What is known about an article.
    Document(DocumentForm),
    /// Every article, to show another or change the list.
    Documents(Documents),
    /// Which file.
    File(FileDialog),
    /// An article to be taken in.
    Import(Box<ImportDialog>),
    /// An issue's name, proposition, keywords and heading.
    Issue(IssueForm),
    /// Whose readings there are.
    Layers(Layers),
    /// Two versions become one.
    Merge(Box<MergeDialog>),
    /// What a merge came to.
    Merged(Merged),
    /// Something to be read: an error, a list of problems.
    Message(Message),
    /// Any command, by a few letters.
    Palette(Palette),
    /// How a pasted table is read.
    Paste(Paste),
    /// The phases of the reading.
    Periods(Periods),
    /// What to draw a picture of.
    Picture(Picture),
    /// What a crash left.
    Recovery(Recovery),
    /// A corrected text, and what becomes of the passages.
    Replace(Box<ReplaceDialog>),
    /// Every command and its keys.
    Shortcuts(Shortcuts),
    /// The project's title.
    Title(Title),
    /// One actor or issue into another.
    Unite(Unite),
    /// Whether to save first.
    Unsaved(Unsaved),
    /// Earlier versions of the file.
    Versions(Versions),
    /// Who the user is.
    WhoAreYou(WhoAreYou),
}

/// Draws a dialog; it closes itself by a command.
pub fn dialog_ui(dialog: &mut Dialog, ctx: &Ctx<'_>, egui_ctx: &egui::Context) {
    match dialog {
        Dialog::About(about) => about.show(ctx, egui_ctx),
        Dialog::Actor(actor) => actor.show(ctx, egui_ctx),
        Dialog::Autosave(autosave) => autosave.show(ctx, egui_ctx),
        Dialog::Choice(choice) => choice.show(ctx, egui_ctx),
        Dialog::Confirm(confirm) => confirm.show(ctx, egui_ctx),
        Dialog::Conflicts(conflicts) => conflicts.show(ctx, egui_ctx),
        Dialog::Document(document) => document.show(ctx, egui_ctx),
        Dialog::Documents(documents) => documents.show(ctx, egui_ctx),
        Dialog::File(file) => file.show(ctx, egui_ctx),
        Dialog::Import(import) => import.show(ctx, egui_ctx),
        Dialog::Issue(issue) => issue.show(ctx, egui_ctx),
        Dialog::Layers(layers) => layers.show(ctx, egui_ctx),
        Dialog::Merge(merge) => merge.show(ctx, egui_ctx),
        Dialog::Merged(merged) => merged.show(ctx, egui_ctx),
        Dialog::Message(message) => message.show(ctx, egui_ctx),
        Dialog::Palette(palette) => palette.show(ctx, egui_ctx),
        Dialog::Paste(paste) => paste.show(ctx, egui_ctx),
        Dialog::Periods(periods) => periods.show(ctx, egui_ctx),
        Dialog::Picture(picture) => picture.show(ctx, egui_ctx),
        Dialog::Recovery(recovery) => recovery.show(ctx, egui_ctx),
        Dialog::Replace(replace) => replace.show(ctx, egui_ctx),
        Dialog::Shortcuts(shortcuts) => shortcuts.show(ctx, egui_ctx),
        Dialog::Title(title) => title.show(ctx, egui_ctx),
        Dialog::Unite(unite) => unite.show(ctx, egui_ctx),
        Dialog::Unsaved(unsaved) => unsaved.show(ctx, egui_ctx),
        Dialog::Versions(versions) => versions.show(ctx, egui_ctx),
        Dialog::WhoAreYou(who) => who.show(ctx, egui_ctx),
    }
}

/// Room at the right and below for scroll bars, which would lie over buttons, in points.
const BARS: i8 = 10;

/// Room at the left for what is painted around a widget, in points: what scrolls is cut off at its edge.
const RING: i8 = 3;

/// The frame that every dialog stands in: a heading, at most `width` points wide, closed by Escape.
fn modal<R>(
    ctx: &Ctx<'_>,
    egui_ctx: &egui::Context,
    heading: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> ModalResponse<R> {
    let response = held_modal(ctx, egui_ctx, heading, width, add);
    if response.backdrop_response.clicked() {
        ctx.send(Command::CloseDialog);
    }
    response
}

/// The same frame for a dialog in which decisions gather: a click beside it does not throw them away.
fn held_modal<R>(
    ctx: &Ctx<'_>,
    egui_ctx: &egui::Context,
    heading: &str,
    width: f32,
    add: impl FnOnce(&mut Ui) -> R,
) -> ModalResponse<R> {
    let frame = Frame::popup(&egui_ctx.global_style())
        .inner_margin(Margin {
            left: 18 - RING,
            top: 18,
            right: 18 - BARS,
            bottom: 18 - BARS,
        })
        .corner_radius(8.0);
    let response = Modal::new(Id::unique("dialog")).frame(frame).show(egui_ctx, |ui| {
        let room = ui.ctx().content_rect().size() - vec2(64.0, 52.0);
        let width = width.min(room.x).max(200.0);
        ui.set_width(width + f32::from(RING + BARS));
        // Where the window is low, or its letters are large, everything is reached by scrolling.
        let area = ScrollArea::both()
            .id_salt("all of it")
            .max_width(width + f32::from(RING + BARS));
        // It may grow from one frame to the next.
        let area = area.max_height(room.y).min_scrolled_height(room.y);
        let inside = Frame::new().inner_margin(Margin {
            left: RING,
            ..Margin::ZERO
        });
        let within = |ui: &mut Ui| {
            ui.set_width(width);
            if !heading.is_empty() {
                ui.heading(heading);
                ui.add_space(8.0);
            }
            let inner = add(ui);
            ui.add_space(f32::from(BARS) - ui.spacing().item_spacing.y);
            follow_keyboard(ui);
            inner
        };
        area.show(ui, |ui| inside.show(ui, within).inner).inner
    });
    if response.should_close() && !response.backdrop_response.clicked() {
        ctx.send(Command::CloseDialog);
    }
    response
}

/// The height in points of a long list inside a dialog: the same from the first frame on.
fn list_height(ui: &Ui) -> f32 {
    (ui.ctx().content_rect().height() * 0.6 - 60.0).max(120.0)
}

/// A row of buttons at the end of a dialog.
fn buttons<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.add_space(12.0);
    ui.horizontal(add).inner
}

/// The button that Enter presses wherever the keyboard is in its dialog, but on what Enter presses itself. Whether it
/// was pressed.
fn default_button(ui: &mut Ui, enabled: bool, name: &str) -> bool {
    let button = ui.add_enabled(enabled, Button::new(name));
    // A widget behind the dialog that has the keyboard still does not count: it cannot be pressed. A field of one line
    // has given it up when Enter comes to be read here.
    let elsewhere = ui.memory(|m| m.focused()).is_some_and(|id| {
        let layer = ui.ctx().viewport(|v| v.prev_pass.widgets.get(id).map(|w| w.layer_id));
        id != button.id && layer == Some(ui.layer_id())
    });
    // Not when it is held down since the dialog before this one.
    let enter = |event: &Event| {
        matches!(
            event,
            Event::Key {
                key: Key::Enter,
                pressed: true,
                repeat: false,
                ..
            }
        )
    };
    button.clicked() || enabled && !elsewhere && ui.input(|i| i.events.iter().any(enter))
}

/// Gives a field the keyboard when its dialog opens.
fn focus_once(response: &egui::Response, done: &mut bool) {
    if !*done {
        response.request_focus();
        *done = true;
    }
}

/// Says to screen readers and tests what a text field without a label beside it is.
pub(crate) fn name_field(response: &egui::Response, name: &str, text: &str) {
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::text_edit(true, text, text, "");
        info.label = Some(name.to_owned());
        info
    });
}
