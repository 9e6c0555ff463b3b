//! How the article is set and which passages are shown, in a small window at the header: every change is seen at once
//! in the text beside it, and remembered.

use eframe::egui::{
    Button, Id, Popup, PopupCloseBehavior, RichText, Role as Part, SetOpenCommand, Slider, Ui, WidgetInfo,
    style::StyleModifier,
};

use super::{ArticlePane, menu::layers_ui, passages::prefer};
use crate::ui::{Ctx, preferences::Reading};

/// Sizes that can be chosen, in points.
const SIZES: std::ops::RangeInclusive<f32> = 10.0..=36.0;

/// Line heights that can be chosen, as multiples of the size.
const LINES: std::ops::RangeInclusive<f32> = 1.1..=2.2;

/// Widths that can be chosen, in characters a line.
const MEASURES: std::ops::RangeInclusive<f32> = 40.0..=110.0;

impl ArticlePane {
    /// The button that opens the window, and the window.
    pub(super) fn settings_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) {
        const NAME: &str = "Reading settings";
        let button = ui.add(Button::new("Aa").frame(false)).on_hover_text(NAME);
        button.widget_info(|| WidgetInfo::labeled(Part::Button, true, NAME));
        let asked = std::mem::take(&mut self.wants_settings);
        let set = if asked {
            Some(SetOpenCommand::Bool(true))
        } else {
            button.clicked().then_some(SetOpenCommand::Toggle)
        };
        let popup = Popup::menu(&button)
            .id(Id::unique("reading settings"))
            .open_memory(set)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .gap(4.0)
            // A menu's style leaves off the frames of what is not pointed at.
            .style(StyleModifier::default())
            .accessible_name(NAME);
        popup.show(|ui| {
            ui.set_width(290.0);
            controls_ui(ctx, ui, asked || button.clicked());
        });
    }
}

fn controls_ui(ctx: &Ctx<'_>, ui: &mut Ui, opened: bool) {
    let now = ctx.preferences.reading;
    let mut reading = now;
    heading(ctx, ui, "The page");
    ui.spacing_mut().slider_width = 120.0;
    let size = Slider::new(&mut reading.size, SIZES).step_by(0.5).text("Text size");
    let size = ui.add(size.suffix(" pt"));
    if opened {
        size.request_focus();
    }
    ui.add(
        Slider::new(&mut reading.line_height, LINES)
            .step_by(0.05)
            .fixed_decimals(2)
            .text("Line height"),
    );
    ui.add(
        Slider::new(&mut reading.measure, MEASURES)
            .step_by(1.0)
            .fixed_decimals(0)
            .text("Characters a line"),
    );
    let usual = Reading::default();
    let as_made = Reading {
        size: usual.size,
        line_height: usual.line_height,
        measure: usual.measure,
        ..reading
    };
    if ui
        .add_enabled(reading != as_made, Button::new("Reset the page"))
        .clicked()
    {
        reading = as_made;
    }
    ui.separator();
    heading(ctx, ui, "Passages other than the selected cell’s");
    ui.checkbox(&mut reading.dim_others, "Dim them");
    ui.checkbox(&mut reading.hide_others, "Hide them");
    ui.separator();
    heading(ctx, ui, "Actors and issues");
    ui.checkbox(&mut reading.mentions, "Underline where they are spoken of");
    if reading != now {
        prefer(ctx, |kept| *kept = reading);
    }
    if ctx.project().analysts.len() > 1 {
        ui.separator();
        heading(ctx, ui, "Layers shown");
        layers_ui(ctx, ui);
    }
}

fn heading(ctx: &Ctx<'_>, ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small().color(ctx.tokens.faint));
}
