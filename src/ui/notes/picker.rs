//! The search for something to link to from a note: cells, actors, issues, articles by letters, passages and notes by
//! words.
//!
//! Not here: what is done with the link (`editor`).

use eframe::egui::{Id, Key, RichText, ScrollArea, TextEdit, Ui};

use super::view;
use crate::{
    model::{Focus, Project, Target, link},
    ui::{Ctx, dialog::name_field, fuzzy},
};

/// The most targets that the picker offers.
const OFFERED: usize = 8;

/// A search for something to link to.
#[derive(Debug, Clone, Default)]
pub(super) struct Picker {
    query: String,
    /// What was found, and for which query.
    found: Option<(String, Vec<(String, String)>)>,
    chosen: usize,
    focused: bool,
}

impl Picker {
    /// Draws the search; returns the name and the link that were chosen, `Some(None)` where it was put away.
    pub(super) fn show(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) -> Option<Option<(String, String)>> {
        let field = ui.add(
            TextEdit::singleline(&mut self.query)
                .id(Id::unique("note link"))
                .hint_text("Actor, issue, cell, words of a passage or note")
                .desired_width(f32::INFINITY),
        );
        name_field(&field, "Link to", &self.query);
        if !std::mem::replace(&mut self.focused, true) {
            field.request_focus();
        }
        if self.found.as_ref().is_none_or(|(query, _)| *query != self.query) {
            self.found = Some((self.query.clone(), found(ctx.project(), &self.query)));
            self.chosen = 0;
        }
        let list = self.found.as_ref().map_or(&[] as &[_], |(_, list)| list.as_slice());
        if field.has_focus() {
            let (down, up) = ui.input(|i| (i.key_pressed(Key::ArrowDown), i.key_pressed(Key::ArrowUp)));
            if down {
                self.chosen = (self.chosen + 1).min(list.len().saturating_sub(1));
            }
            if up {
                self.chosen = self.chosen.saturating_sub(1);
            }
        }
        let mut out = None;
        if field.lost_focus() {
            let (enter, escape) = ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Escape)));
            if enter {
                out = Some(list.get(self.chosen).cloned());
            } else if escape {
                out = Some(None);
            }
        }
        ScrollArea::vertical()
            .id_salt("links")
            .max_height(150.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (n, (name, link)) in list.iter().enumerate() {
                    let button = eframe::egui::Button::selectable(n == self.chosen, name).truncate();
                    if ui.add(button).clicked() {
                        out = Some(Some((name.clone(), link.clone())));
                    }
                }
            });
        if list.is_empty() {
            ui.label(RichText::new("Nothing is called that").color(ctx.tokens.faint));
        }
        out
    }
}

/// What can be linked to and fits a query, best first: its name and its link.
fn found(project: &Project, query: &str) -> Vec<(String, String)> {
    let mut cells: Vec<crate::model::Cell> = project.positions.keys().map(crate::model::PositionKey::cell).collect();
    cells.dedup();
    let targets = project
        .actors
        .iter()
        .map(|a| Target::Actor(a.id.clone()))
        .chain(project.issues.iter().map(|i| Target::Issue(i.id.clone())))
        .chain(cells.into_iter().map(Target::Cell))
        .chain(project.documents.iter().map(|d| Target::Document(d.id.clone())));
    let mut scored: Vec<(i32, String, String)> = targets
        .filter_map(|target| {
            let name = view::chip(project, &target).name;
            Some((fuzzy::score(query, &name)?, name, link::address(&Focus::from(&target))?))
        })
        .collect();
    // Of passages and notes there may be very many: they are looked up by words, not by letters.
    let words = query.to_lowercase();
    if words.chars().count() >= 3 {
        let passages = project
            .passages
            .values()
            .filter(|p| p.anchor.quotation.to_lowercase().contains(&words))
            .take(OFFERED);
        scored.extend(passages.filter_map(|p| {
            let target = Target::Passage(p.id);
            Some((
                6,
                view::chip(project, &target).name,
                link::address(&Focus::from(&target))?,
            ))
        }));
        let notes = project
            .notes
            .values()
            .filter(|n| link::named(project, &n.text).to_lowercase().contains(&words))
            .take(OFFERED);
        scored.extend(notes.filter_map(|n| {
            let name = link::first_words(project, &n.text).chars().take(50).collect();
            Some((5, name, link::address(&Focus::Note(n.id))?))
        }));
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.len().cmp(&b.1.len())));
    scored.truncate(OFFERED);
    scored.into_iter().map(|(_, name, link)| (name, link)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::desk;

    #[test]
    fn the_picker_finds_cells_by_letters_and_passages_by_words() {
        let project = desk::coded(false);
        let first = |query: &str| {
            found(&project, query)
                .first()
                .map(|(_, link)| link.clone())
                .unwrap_or_default()
        };
        assert_eq!(first("china"), "standpoint:actor/china");
        assert_eq!(first("chi aukus"), "standpoint:cell/china/aukus");
        assert!(first("explicit statement against").starts_with("standpoint:passage/"));
        assert!(first("pragmatic and reciprocal”").starts_with("standpoint:note/"));
        assert_eq!(first("zzzz"), "");
    }
}
