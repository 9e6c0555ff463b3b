//! A note's source while it is written: the usual keys, and a picker for links to cells, passages and the rest.

use std::ops::Range;

use eframe::egui::{
    Id, Key, KeyboardShortcut, Modifiers, RichText, ScrollArea, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
};

use super::{NotesPane, view::NoteView};
use crate::{
    model::{Edit, Focus, Project, Target, link},
    ui::{Command, Ctx, dialog::name_field, fuzzy, notes::view},
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

/// A change of the source: the text, and what is selected in it afterwards, in code points.
type Changed = (String, Range<usize>);

fn byte_of(text: &str, at: usize) -> usize {
    text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte)
}

/// Puts a mark around a stretch, or takes it off where it is there.
fn wrapped(text: &str, range: &Range<usize>, mark: &str) -> Changed {
    let (from, to) = (byte_of(text, range.start), byte_of(text, range.end));
    let (before, inside, after) = (&text[..from], &text[from..to], &text[to..]);
    let length = mark.chars().count();
    if let (Some(b), Some(a)) = (before.strip_suffix(mark), after.strip_prefix(mark)) {
        // Italics inside bold: one star of two is not ours.
        let other = mark == "*" && b.ends_with('*') && a.starts_with('*') && !b.ends_with("**");
        if !other {
            return (format!("{b}{inside}{a}"), range.start - length..range.end - length);
        }
    }
    (
        format!("{before}{mark}{inside}{mark}{after}"),
        range.start + length..range.end + length,
    )
}

/// Puts a mark before every line of a stretch, or takes it off where every line has it.
fn lines_marked(text: &str, range: &Range<usize>, mark: &str) -> Changed {
    let (from, to) = (byte_of(text, range.start), byte_of(text, range.end));
    let start = text[..from].rfind('\n').map_or(0, |n| n + 1);
    let end = text[to..].find('\n').map_or(text.len(), |n| to + n);
    let lines: Vec<&str> = text[start..end].split('\n').collect();
    let all = lines.iter().all(|line| line.starts_with(mark));
    let changed: Vec<String> = lines
        .iter()
        .map(|line| match line.strip_prefix(mark) {
            Some(rest) if all => rest.to_owned(),
            _ => format!("{mark}{line}"),
        })
        .collect();
    let middle = changed.join("\n");
    let first = text[..start].chars().count();
    let selected = first..first + middle.chars().count();
    (format!("{}{middle}{}", &text[..start], &text[end..]), selected)
}

/// Puts a link in the place of a stretch; words that were selected become its text. What has a name is linked without
/// words, so that the link says the name as it is.
fn linked(text: &str, range: &Range<usize>, name: &str, address: &str) -> Changed {
    let (from, to) = (byte_of(text, range.start), byte_of(text, range.end));
    let named = matches!(
        link::read(address),
        Some(Focus::Cell(_) | Focus::Actor(_) | Focus::Issue(_) | Focus::Document(_))
    );
    let words = match &text[from..to] {
        "" if named => "",
        "" => name,
        words => words,
    };
    let words = words.replace(['[', ']'], "");
    let put = format!("[{words}]({address})");
    let end = range.start + put.chars().count();
    (format!("{}{put}{}", &text[..from], &text[to..]), end..end)
}

/// The mark that begins a line of a list or quotation, its indent included, and the one that the next line gets.
fn mark_of(line: &str) -> Option<(&str, String)> {
    let rest = line.trim_start_matches(' ');
    let indent = &line[..line.len() - rest.len()];
    for mark in ["- [ ] ", "- [x] ", "- ", "* ", "+ ", "> "] {
        if rest.starts_with(mark) {
            let next = mark.replace('x', " ");
            return Some((&line[..indent.len() + mark.len()], format!("{indent}{next}")));
        }
    }
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let dot = rest[digits..].chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let number: u32 = rest[..digits].parse().ok()?;
    rest[digits + 1..].starts_with(' ').then(|| {
        let next = format!("{indent}{}{dot} ", number.saturating_add(1));
        (&line[..indent.len() + digits + 2], next)
    })
}

/// What Enter does at a caret inside a list or quotation: the next line goes on with it; on a line with nothing but its
/// mark the list ends. `None` where Enter is just a line break.
fn continued(text: &str, range: &Range<usize>) -> Option<Changed> {
    if !range.is_empty() {
        return None;
    }
    let at = byte_of(text, range.start);
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let (mark, next) = mark_of(&text[start..end])?;
    if at < start + mark.len() {
        return None;
    }
    if text[start + mark.len()..end].trim().is_empty() {
        let caret = text[..start].chars().count();
        return Some((format!("{}{}", &text[..start], &text[end..]), caret..caret));
    }
    let caret = range.start + 1 + next.chars().count();
    Some((format!("{}\n{next}{}", &text[..at], &text[at..]), caret..caret))
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

fn source_id(note: &NoteView) -> Id {
    Id::unique(("note source", note.id))
}

impl NotesPane {
    pub(super) fn source_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, note: &NoteView) {
        let id = source_id(note);
        // What is selected when a button takes the keyboard away.
        let selected = TextEditState::load(ui.ctx(), id)
            .and_then(|state| state.cursor.char_range())
            .map_or_else(
                || {
                    let end = note.text.chars().count();
                    end..end
                },
                |range| {
                    let sorted = range.as_sorted_char_range();
                    sorted.start.0..sorted.end.0
                },
            );
        let has_keyboard = ui.memory(|m| m.has_focus(id));
        let pressed = |key: Key, modifiers: Modifiers| {
            has_keyboard && ui.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
        };
        let ctrl = Modifiers::COMMAND;
        let (bold, italic, link) = (pressed(Key::B, ctrl), pressed(Key::I, ctrl), pressed(Key::L, ctrl));
        let mut change = continued(&note.text, &selected).filter(|_| pressed(Key::Enter, Modifiers::NONE));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            let tool = |ui: &mut Ui, text: RichText, name: &str, hint: &str| {
                let button = ui.small_button(text);
                let clicked = button.clicked();
                let _ = button.accessible_name(name).on_hover_text(hint);
                clicked
            };
            let text = &note.text;
            if tool(ui, RichText::new("B").strong(), "Bold", "Bold (Ctrl+B)") || bold {
                change = Some(wrapped(text, &selected, "**"));
            }
            if tool(ui, RichText::new("I").italics(), "Italic", "Italic (Ctrl+I)") || italic {
                change = Some(wrapped(text, &selected, "*"));
            }
            for (word, name, mark) in [
                ("H", "Heading", "# "),
                ("•", "List", "- "),
                ("1.", "Numbered list", "1. "),
                ("”", "Quotation", "> "),
            ] {
                if tool(ui, RichText::new(word), name, name) {
                    change = Some(lines_marked(text, &selected, mark));
                }
            }
            if tool(
                ui,
                RichText::new("Link…"),
                "Link",
                "Link to a cell, a passage, an actor … (Ctrl+L)",
            ) || link
            {
                self.picker = Some(Picker::default());
            }
            if tool(ui, RichText::new("Done"), "Done", "Show the note as it reads (Esc)") {
                self.end_writing(ctx);
            }
        });
        if let Some(picked) = self.picker_ui(ctx, ui) {
            change = picked.map(|(name, link)| linked(&note.text, &selected, &name, &link));
            self.picker = None;
            // The key that chose is not also typed into the text.
            ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            ui.memory_mut(|m| m.request_focus(id));
        }
        let tooled = change.is_some();
        let mut text = note.text.clone();
        if let Some((changed, selected)) = change {
            text = changed;
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let range = CCursorRange::two(CCursor::new(selected.start), CCursor::new(selected.end));
            state.cursor.set_char_range(Some(range));
            state.store(ui.ctx(), id);
        }
        let field = TextEdit::multiline(&mut text)
            .id(id)
            .hint_text("Markdown: # heading, *emphasis*, - list, > quote")
            .desired_width(f32::INFINITY)
            .desired_rows(4);
        let response = ui.add(field);
        name_field(&response, "Text of the note", &text);
        let fresh = self
            .writing
            .as_mut()
            .is_some_and(|writing| std::mem::take(&mut writing.fresh));
        if fresh || tooled {
            response.request_focus();
        }
        if text != note.text {
            ctx.edit(Edit::SetNoteText(note.id, text, ctx.now));
        }
        if response.lost_focus() {
            ctx.send(Command::EndStep);
            if ui.input(|i| i.key_pressed(Key::Escape)) && self.picker.is_none() {
                self.end_writing(ctx);
            }
        }
    }

    /// Shows the note as it reads again, and gives its card the keyboard.
    pub(super) fn end_writing(&mut self, ctx: &Ctx<'_>) {
        self.picker = None;
        if let Some(writing) = self.writing.take() {
            self.wants_card = Some(writing.note);
            ctx.send(Command::EndStep);
        }
    }

    /// The search for something to link to: `Some(None)` where it was put away.
    fn picker_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) -> Option<Option<(String, String)>> {
        let picker = self.picker.as_mut()?;
        let field = ui.add(
            TextEdit::singleline(&mut picker.query)
                .id(Id::unique("note link"))
                .hint_text("Actor, issue, cell, words of a passage or note")
                .desired_width(f32::INFINITY),
        );
        name_field(&field, "Link to", &picker.query);
        if !std::mem::replace(&mut picker.focused, true) {
            field.request_focus();
        }
        if picker.found.as_ref().is_none_or(|(query, _)| *query != picker.query) {
            picker.found = Some((picker.query.clone(), found(ctx.project(), &picker.query)));
            picker.chosen = 0;
        }
        let list = picker.found.as_ref().map_or(&[] as &[_], |(_, list)| list.as_slice());
        if field.has_focus() {
            let (down, up) = ui.input(|i| (i.key_pressed(Key::ArrowDown), i.key_pressed(Key::ArrowUp)));
            if down {
                picker.chosen = (picker.chosen + 1).min(list.len().saturating_sub(1));
            }
            if up {
                picker.chosen = picker.chosen.saturating_sub(1);
            }
        }
        let mut out = None;
        if field.lost_focus() {
            let (enter, escape) = ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Escape)));
            if enter {
                out = Some(list.get(picker.chosen).cloned());
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
                    let button = eframe::egui::Button::selectable(n == picker.chosen, name).truncate();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::desk;

    #[test]
    fn marks_go_on_and_off() {
        let (text, range) = wrapped("say nö more", &(4..6), "**");
        assert_eq!((text.as_str(), &range), ("say **nö** more", &(6..8)));
        assert_eq!(wrapped(&text, &range, "**"), ("say nö more".to_owned(), 4..6));
        assert_eq!(wrapped(&text, &range, "*").0, "say ***nö*** more");
        assert_eq!(wrapped("", &(0..0), "*"), ("**".to_owned(), 1..1));
        let (text, range) = lines_marked("a\nbé\nc", &(2..5), "- ");
        assert_eq!(text, "a\n- bé\n- c");
        assert_eq!(lines_marked(&text, &range, "- ").0, "a\nbé\nc");
    }

    #[test]
    fn enter_goes_on_with_a_list_and_ends_it() {
        for (text, at, expected) in [
            ("- one", 5, Some(("- one\n- ", 8))),
            ("- one\n- ", 8, Some(("- one\n", 6))),
            ("- one two", 5, Some(("- one\n-  two", 8))),
            ("  * é", 5, Some(("  * é\n  * ", 10))),
            ("9. nine", 7, Some(("9. nine\n10. ", 12))),
            ("1) a\nb", 4, Some(("1) a\n2) \nb", 8))),
            ("> so", 4, Some(("> so\n> ", 7))),
            ("- [x] done", 10, Some(("- [x] done\n- [ ] ", 17))),
            ("- one", 1, None),
            ("plain", 5, None),
            ("-no space", 9, None),
            ("1.5 million", 11, None),
            ("", 0, None),
        ] {
            let found = continued(text, &(at..at));
            let found = found.as_ref().map(|(text, range)| (text.as_str(), range.start));
            assert_eq!(found, expected, "{text:?} at {at}");
        }
    }

    #[test]
    fn a_link_takes_the_words_selected_or_says_the_name() {
        assert_eq!(
            linked("see it", &(4..6), "China × AUKUS", "standpoint:cell/china/aukus").0,
            "see [it](standpoint:cell/china/aukus)"
        );
        let (text, range) = linked("é ", &(2..2), "China", "standpoint:actor/china");
        assert_eq!((text.as_str(), range), ("é [](standpoint:actor/china)", 28..28));
        let (text, _) = linked("é ", &(2..2), "“so”", "standpoint:passage/p1");
        assert_eq!(
            text, "é [“so”](standpoint:passage/p1)",
            "an id says nothing to a reader"
        );
    }

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
