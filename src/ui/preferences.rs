//! What the user likes: kept between starts, apart from any project.
//!
//! Not here: where they are kept (`storage`), applying them (`app`).

use serde::{Deserialize, Serialize};

/// Light, dark, or as the desktop is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

/// How the article is set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// Size of the text in points.
    pub size: f32,
    /// Line height as a multiple of the size.
    pub line_height: f32,
    /// Characters a line, about.
    pub measure: f32,
    /// Whether passages other than the selected cell's are shown paler.
    pub dim_others: bool,
    /// Whether passages other than the selected cell's are not shown.
    pub hide_others: bool,
    /// Whether passages of layers other than the one edited are shown paler.
    pub dim_layers: bool,
    /// Whether mentions of actors and issues are underlined.
    pub mentions: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            size: 17.0,
            line_height: 1.5,
            measure: 66.0,
            dim_others: false,
            hide_others: false,
            dim_layers: false,
            mentions: false,
        }
    }
}

/// What is chosen for one project on this machine: not in its file, which others share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfProject {
    /// Whether other layers are hidden until the user's own reading is finished.
    pub blind: bool,
    /// Whether it is saved by itself; `None` as [`Preferences::autosave`] says.
    pub autosave: Option<bool>,
}

/// Everything the user likes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    /// Who the user is; empty until asked.
    pub analyst: String,
    /// Light, dark or system.
    pub theme: ThemeChoice,
    /// Stronger contrast.
    pub high_contrast: bool,
    /// Size of the whole interface, 0.7 to 2.5.
    pub zoom: f32,
    /// How the article is set.
    pub reading: Reading,
    /// How the panes are arranged, as the shell writes it.
    pub layout: Option<String>,
    /// Width and height of the window, in points.
    pub window: Option<(f32, f32)>,
    /// Whether the window fills the screen. Where it stands otherwise is left to the desktop.
    pub maximized: bool,
    /// Whether totals stand at the matrix's edges.
    pub totals: bool,
    /// Whether the matrix has issues as rows.
    pub swapped: bool,
    /// Whether the first-run tour was seen or turned down.
    pub tour_seen: bool,
    /// Whether projects in no shared folder are saved by themselves unless said otherwise.
    pub autosave: bool,
    /// What is chosen for single projects, by the path of their file.
    pub projects: std::collections::BTreeMap<String, OfProject>,
    /// Shortcuts that the user changed: the action's name and the keys, empty for none.
    pub shortcuts: std::collections::BTreeMap<String, String>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            analyst: String::new(),
            theme: ThemeChoice::System,
            high_contrast: false,
            zoom: 1.0,
            reading: Reading::default(),
            layout: None,
            window: None,
            maximized: false,
            totals: false,
            swapped: false,
            tour_seen: false,
            autosave: false,
            projects: std::collections::BTreeMap::new(),
            shortcuts: std::collections::BTreeMap::new(),
        }
    }
}
