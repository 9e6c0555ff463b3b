//! The only place that names a colour: tokens with a meaning, in light and dark, and stronger ones of each.
//!
//! Stance colours are a diverging scale from red to blue, which the three common kinds of colour blindness keep apart;
//! ambivalent is yellow, the one hue that neither end of the scale turns into, and what a search found is green.
//! `tests` holds the numbers; no stance is ever told by colour alone (see `sign`).

use eframe::egui::{self, Color32, CornerRadius, Stroke, TextStyle, Visuals, style::WidgetVisuals};

use crate::model::{Colour, Stance};

/// Colours by meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Tokens {
    /// Whether text is light on dark.
    pub dark: bool,
    /// The window behind the panes.
    pub window: Color32,
    /// A pane.
    pub pane: Color32,
    /// The page that the article stands on.
    pub page: Color32,
    /// Something that stands out from a pane: cards, fields, headers.
    pub raised: Color32,
    /// Lines between things.
    pub line: Color32,
    /// Text to be read.
    pub text: Color32,
    /// Text beside it: hints, counts, captions.
    pub faint: Color32,
    /// What is selected or has the keyboard.
    pub accent: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,
    /// Behind selected text.
    pub selection: Color32,
    /// Behind what a search found.
    pub hit: Color32,
    /// Behind the one hit shown.
    pub hit_now: Color32,
    /// Something is missing or astray.
    pub warning: Color32,
    /// Something failed.
    pub error: Color32,
    /// A passage that no position cites.
    pub uncoded: Color32,
    /// A cell without a position.
    pub empty_cell: Color32,
    /// The fine lines between cells.
    pub grid: Color32,
    /// Behind the row and the column of the selected cell.
    pub cross: Color32,
    /// A cell's fill, in the order of [`Stance::ALL`].
    pub stance: [Color32; 7],
    /// Text and signs on a cell, in the order of [`Stance::ALL`].
    pub on_stance: [Color32; 7],
    /// Colours for actors that have none of their own.
    pub actors: [Color32; 8],
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

impl Tokens {
    /// The tokens of a theme.
    pub fn of(dark: bool, high_contrast: bool) -> &'static Self {
        match (dark, high_contrast) {
            (false, false) => &LIGHT,
            (true, false) => &DARK,
            (false, true) => &LIGHT_STRONG,
            (true, true) => &DARK_STRONG,
        }
    }

    /// The fill of a stance.
    pub fn stance(&self, stance: Stance) -> Color32 {
        self.stance[stance as usize]
    }

    /// Text and signs on a stance's fill.
    pub fn on_stance(&self, stance: Stance) -> Color32 {
        self.on_stance[stance as usize]
    }

    /// Whether a stance's fill is so near to an empty cell's that it needs an outline.
    pub fn outlined(&self, stance: Stance) -> bool {
        matches!(stance, Stance::Neutral | Stance::Silent)
    }

    /// The fill of a stance that is not what one is to look at; [`Self::text`] stands on it.
    pub fn faded(&self, stance: Stance) -> Color32 {
        self.empty_cell.lerp_to_gamma(self.stance(stance), 0.22)
    }

    /// The tint behind a passage's text.
    pub fn tint(&self, stance: Option<Stance>) -> Color32 {
        let colour = stance.map_or(self.uncoded, |s| self.stance(s));
        colour.gamma_multiply(if self.dark { 0.45 } else { 0.35 })
    }

    /// The tint behind words that several passages share: the mean of their tints, each with its strength (1 for as
    /// usual), a little stronger the more there are.
    pub fn mixed_tint(&self, stances: impl Iterator<Item = (Option<Stance>, f32)>) -> Color32 {
        let (mut sum, mut weight, mut most, mut count) = ([0.0_f32; 4], 0.0, 0.0_f32, 0.0_f32);
        for (stance, strength) in stances {
            for (total, channel) in sum.iter_mut().zip(self.tint(stance).to_array()) {
                *total += f32::from(channel) * strength;
            }
            weight += strength;
            most = most.max(strength);
            count += 1.0;
        }
        if weight == 0.0 {
            return Color32::TRANSPARENT;
        }
        let depth = 1.0 + 0.5 * ((count - 1.0) / 4.0).clamp(0.0, 1.0);
        let [r, g, b, a] = sum.map(|total| (total / weight * most * depth).clamp(0.0, 255.0) as u8);
        Color32::from_rgba_premultiplied(r.min(a), g.min(a), b.min(a), a)
    }

    /// The colour of an actor: the user's, or one of ours by its place in the list.
    pub fn actor(&self, own: Option<Colour>, place: usize) -> Color32 {
        match own {
            Some(Colour([r, g, b])) => Color32::from_rgb(r, g, b),
            None => self.actors[place % self.actors.len()],
        }
    }

    /// Gives egui's own widgets these colours.
    pub fn visuals(&self) -> Visuals {
        let base = if self.dark { Visuals::dark() } else { Visuals::light() };
        let widget = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(1.0, line),
            corner_radius: CornerRadius::same(4),
            fg_stroke: Stroke::new(1.0, text),
            expansion: 0.0,
        };
        let mut visuals = base;
        visuals.panel_fill = self.pane;
        visuals.window_fill = self.pane;
        visuals.window_stroke = Stroke::new(1.0, self.line);
        visuals.extreme_bg_color = self.page;
        visuals.faint_bg_color = self.raised;
        visuals.code_bg_color = self.raised;
        visuals.hyperlink_color = self.accent;
        visuals.warn_fg_color = self.warning;
        visuals.error_fg_color = self.error;
        visuals.selection.bg_fill = self.selection;
        visuals.selection.stroke = Stroke::new(1.0, self.accent);
        visuals.widgets.noninteractive = widget(self.pane, self.line, self.text);
        visuals.widgets.inactive = widget(self.raised, self.line, self.text);
        visuals.widgets.hovered = widget(self.raised, self.accent, self.text);
        visuals.widgets.active = widget(self.selection, self.accent, self.text);
        visuals.widgets.open = widget(self.raised, self.line, self.text);
        visuals
    }

    /// Gives egui these colours, for both of its own themes, and the measures of the interface.
    pub fn apply(&self, ctx: &egui::Context) {
        ctx.all_styles_mut(|style| {
            style.visuals = self.visuals();
            measure(style);
        });
    }
}

/// Gives egui the sizes of the interface's text, and scroll bars that are seen.
pub fn measure(style: &mut egui::Style) {
    for (text, size) in [
        (TextStyle::Small, 11.0),
        (TextStyle::Body, 13.0),
        (TextStyle::Button, 13.0),
        (TextStyle::Monospace, 12.5),
        (TextStyle::Heading, 16.0),
    ] {
        if let Some(font) = style.text_styles.get_mut(&text) {
            font.size = size;
        }
    }
    // A narrow handle stays in sight where there is more: nobody looks for columns that nothing tells of.
    style.spacing.scroll.floating_width = 4.0;
    style.spacing.scroll.dormant_handle_opacity = 0.5;
}

const LIGHT_STANCES: [Color32; 7] = [
    rgb(0xa81529),
    rgb(0xee8f72),
    rgb(0xd9d6cf),
    rgb(0x84bbe2),
    rgb(0x1b5ca3),
    rgb(0xf4d94a),
    rgb(0xffffff),
];
const LIGHT_ON: [Color32; 7] = [
    rgb(0xffffff),
    rgb(0x2b1008),
    rgb(0x2a2a2a),
    rgb(0x08202f),
    rgb(0xffffff),
    rgb(0x2b2200),
    rgb(0x3c3c3c),
];
const DARK_STANCES: [Color32; 7] = [
    rgb(0xf26a63),
    rgb(0x9c4636),
    rgb(0x43444a),
    rgb(0x2a6aa0),
    rgb(0x86c5f7),
    rgb(0xd8be3a),
    rgb(0x1f2023),
];
const DARK_ON: [Color32; 7] = [
    rgb(0x1c0404),
    rgb(0xffece8),
    rgb(0xf2f2f2),
    rgb(0xeaf5ff),
    rgb(0x04141f),
    rgb(0x1d1900),
    rgb(0xdcdcdc),
];
const LIGHT_ACTORS: [Color32; 8] = [
    rgb(0x9c3d22),
    rgb(0x2a5ea6),
    rgb(0x3d7a34),
    rgb(0x7b3f98),
    rgb(0x8a6a00),
    rgb(0x00767a),
    rgb(0xa0336a),
    rgb(0x555f70),
];
const DARK_ACTORS: [Color32; 8] = [
    rgb(0xf0947a),
    rgb(0x86b4f0),
    rgb(0x8fcb84),
    rgb(0xc99ae2),
    rgb(0xdcb94c),
    rgb(0x5fc8cc),
    rgb(0xec8fba),
    rgb(0xa9b3c4),
];

const LIGHT: Tokens = Tokens {
    dark: false,
    window: rgb(0xe9e7e2),
    pane: rgb(0xf7f6f3),
    page: rgb(0xfffefb),
    raised: rgb(0xefede8),
    line: rgb(0xd2cec5),
    text: rgb(0x23211e),
    faint: rgb(0x666159),
    accent: rgb(0x1d5c9e),
    on_accent: rgb(0xffffff),
    selection: rgb(0xc4dcf5),
    hit: rgb(0xcfeec2),
    hit_now: rgb(0x8fd66f),
    warning: rgb(0x945400),
    error: rgb(0xab1f2b),
    uncoded: rgb(0x8f8a7e),
    empty_cell: rgb(0xfffefb),
    grid: rgb(0xe4e0d8),
    cross: rgb(0xeef4fa),
    stance: LIGHT_STANCES,
    on_stance: LIGHT_ON,
    actors: LIGHT_ACTORS,
};

const DARK: Tokens = Tokens {
    dark: true,
    window: rgb(0x17181a),
    pane: rgb(0x202124),
    page: rgb(0x1b1c1e),
    raised: rgb(0x2b2c30),
    line: rgb(0x41434a),
    text: rgb(0xe4e2dd),
    faint: rgb(0xa5a29a),
    accent: rgb(0x7db8f2),
    on_accent: rgb(0x06182a),
    selection: rgb(0x2f4d6e),
    hit: rgb(0x24502a),
    hit_now: rgb(0x276b33),
    warning: rgb(0xe6aa4c),
    error: rgb(0xff8a84),
    uncoded: rgb(0x8a867c),
    empty_cell: rgb(0x1b1c1e),
    grid: rgb(0x34363b),
    cross: rgb(0x252b33),
    stance: DARK_STANCES,
    on_stance: DARK_ON,
    actors: DARK_ACTORS,
};

const LIGHT_STRONG: Tokens = Tokens {
    window: rgb(0xffffff),
    pane: rgb(0xffffff),
    page: rgb(0xffffff),
    raised: rgb(0xf2f2f2),
    line: rgb(0x3a3a3a),
    text: rgb(0x000000),
    faint: rgb(0x333333),
    accent: rgb(0x003e8a),
    warning: rgb(0x6b3a00),
    error: rgb(0x8a0010),
    empty_cell: rgb(0xffffff),
    grid: rgb(0x8a8a8a),
    cross: rgb(0xe6f0ff),
    ..LIGHT
};

const DARK_STRONG: Tokens = Tokens {
    window: rgb(0x000000),
    pane: rgb(0x000000),
    page: rgb(0x000000),
    raised: rgb(0x1a1a1a),
    line: rgb(0xc0c0c0),
    text: rgb(0xffffff),
    faint: rgb(0xdddddd),
    accent: rgb(0x9fd0ff),
    warning: rgb(0xffc766),
    error: rgb(0xffb0ab),
    empty_cell: rgb(0x000000),
    grid: rgb(0x7a7a7a),
    cross: rgb(0x10233a),
    ..DARK
};

#[cfg(test)]
mod tests;
