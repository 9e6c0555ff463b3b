//! Fields that several forms share.

use std::collections::BTreeSet;

use eframe::egui::{Button, Key, RichText, TextEdit, Ui};

use super::{focus_once, name_field};
use crate::{model::Project, ui::Ctx};

/// A field of one line under its caption.
pub(super) fn line(ui: &mut Ui, ctx: &Ctx<'_>, caption: &str, text: &mut String, hint: &str) -> eframe::egui::Response {
    ui.add_space(4.0);
    let label = ui.label(RichText::new(caption).small().color(ctx.tokens.faint));
    let field = ui.add(
        TextEdit::singleline(text)
            .hint_text(hint.to_owned())
            .desired_width(f32::INFINITY),
    );
    field.labelled_by(label.id)
}

/// [`line()`] that has the keyboard when the dialog opens.
pub(super) fn first_line(ui: &mut Ui, ctx: &Ctx<'_>, caption: &str, text: &mut String, focused: &mut bool) {
    let field = line(ui, ctx, caption, text, "");
    focus_once(&field, focused);
}

/// A field of several lines under its caption.
pub(super) fn lines(ui: &mut Ui, ctx: &Ctx<'_>, caption: &str, text: &mut String, hint: &str, rows: usize) {
    ui.add_space(4.0);
    let label = ui.label(RichText::new(caption).small().color(ctx.tokens.faint));
    let field = ui.add(
        TextEdit::multiline(text)
            .hint_text(hint.to_owned())
            .desired_rows(rows)
            .desired_width(f32::INFINITY),
    );
    let _ = field.labelled_by(label.id);
}

/// A field for the name of one more thing, and the button that adds it; the name, once it is given, and the field is
/// there for the next.
pub(super) fn added(ui: &mut Ui, what: &str, width: f32, text: &mut String) -> Option<String> {
    let field = ui.add(
        TextEdit::singleline(text)
            .hint_text(what.to_owned())
            .desired_width(width),
    );
    name_field(&field, what, text);
    let name = text.trim().to_owned();
    let button = ui.add_enabled(!name.is_empty(), Button::new("Add"));
    let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if name.is_empty() || !(button.clicked() || entered) {
        return None;
    }
    text.clear();
    field.request_focus();
    Some(name)
}

/// The field of a heading, with the headings there are to choose from.
pub(super) fn group(ui: &mut Ui, ctx: &Ctx<'_>, text: &mut String, used: &BTreeSet<String>) {
    line(ui, ctx, "Heading in the matrix", text, "None");
    if used.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = eframe::egui::vec2(4.0, 3.0);
        for name in used {
            let on = text == name;
            if ui.selectable_label(on, RichText::new(name).small()).clicked() {
                if on {
                    text.clear();
                } else {
                    text.clone_from(name);
                }
            }
        }
    });
}

/// The headings that actors stand under.
pub(crate) fn groups_of_actors(project: &Project) -> BTreeSet<String> {
    named(project.actors.iter().map(|a| &a.group))
}

/// The headings that issues stand under.
pub(crate) fn groups_of_issues(project: &Project) -> BTreeSet<String> {
    named(project.issues.iter().map(|i| &i.group))
}

fn named<'a>(groups: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    groups.filter(|g| !g.trim().is_empty()).cloned().collect()
}

/// The words of a list field: one a line, or between commas; each once, in their order.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in text.split(['\n', ',', ';']).map(str::trim).filter(|w| !w.is_empty()) {
        if !out.iter().any(|w| w == word) {
            out.push(word.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_list_is_read_by_lines_and_commas() {
        assert_eq!(
            words(" Beijing\nthe Chinese side, Xi Jinping;\n\nBeijing"),
            ["Beijing", "the Chinese side", "Xi Jinping"]
        );
        assert_eq!(words(" \n, "), Vec::<String>::new());
    }
}
