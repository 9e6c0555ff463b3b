//! A text field with suggestions under it: typing a few letters picks one.
//!
//! Knows nothing of what it picks: the caller gives the suggestions for what is typed and is told which was taken.

use eframe::egui::{
    self, Area, EventFilter, Frame, Id, Key, Modifiers, Order, Response, TextEdit, Ui,
    text::{CCursor, CCursorRange},
    text_edit::TextEditState,
    vec2,
};

use crate::ui::theme::Tokens;

/// A line offered under a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// What is offered.
    pub label: String,
    /// What it is, said paler beside it.
    pub detail: String,
}

/// The field's own state.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    /// What stands in it.
    pub text: String,
    /// Whether it was typed in since the caller set it.
    typed: bool,
    highlighted: usize,
    open: bool,
    grab: bool,
}

/// What was done in a field.
#[derive(Debug)]
pub(super) struct Done {
    /// The offer that was taken, by its place.
    pub taken: Option<usize>,
    /// Enter was pressed with nothing to take.
    pub entered: bool,
    /// Tab was pressed: the keyboard is to go on (`Some(true)`) or back.
    pub tabbed: Option<bool>,
    /// Something was typed.
    pub changed: bool,
}

impl Field {
    /// Puts a text in, as if it was not typed.
    pub(super) fn set(&mut self, text: &str) {
        *self = Self {
            text: text.to_owned(),
            grab: self.grab,
            ..Self::default()
        };
    }

    /// Takes the keyboard in the next frame, with `typed` already typed.
    pub(super) fn start(&mut self, typed: &str) {
        self.grab = true;
        if !typed.is_empty() {
            typed.clone_into(&mut self.text);
            self.typed = true;
            self.open = true;
        }
    }

    /// Draws the field; `offers` gives what is offered for a text.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        tokens: &Tokens,
        name: &str,
        width: f32,
        offers: impl Fn(&str) -> Vec<Offer>,
    ) -> Done {
        let id = Id::unique(("coding field", name));
        let had_focus = ui.memory(|m| m.has_focus(id));
        let mut list = if self.open { offers(&self.text) } else { Vec::new() };
        let mut tabbed = None;
        if had_focus {
            self.travel(ui, list.len());
            tabbed = ui.input_mut(|i| {
                let back = i.consume_key(Modifiers::SHIFT, Key::Tab);
                (back || i.consume_key(Modifiers::NONE, Key::Tab)).then_some(!back)
            });
        }
        let response = TextEdit::singleline(&mut self.text)
            .id(id)
            .event_filter(EventFilter {
                // Else Tab would go into the list of offers.
                tab: true,
                horizontal_arrows: true,
                vertical_arrows: true,
                ..EventFilter::default()
            })
            .desired_width(width)
            .hint_text(name)
            .show(ui)
            .response
            .response
            .accessible_name(name);
        if std::mem::take(&mut self.grab) {
            response.request_focus();
            self.put_cursor(ui, id);
        } else if response.gained_focus() {
            // Typing replaces what was guessed.
            select_all(ui, id, &self.text);
        }
        let mut done = Done {
            taken: None,
            entered: false,
            tabbed,
            changed: response.changed(),
        };
        if response.changed() {
            (self.typed, self.open, self.highlighted) = (true, true, 0);
            list = offers(&self.text);
        }
        let clicked = if self.open {
            self.list_ui(ui, tokens, name, &response, &list)
        } else {
            Clicked::default()
        };
        let entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if let Some(n) = clicked.offer {
            done.taken = Some(n);
        } else if entered {
            done.taken = (self.typed && self.highlighted < list.len()).then_some(self.highlighted);
            done.entered = done.taken.is_none();
        } else if (tabbed.is_some() || response.lost_focus()) && self.typed && !clicked.over {
            // The keyboard went on to the next field: what was meant is the best offer.
            done.taken = (!list.is_empty()).then_some(self.highlighted.min(list.len() - 1));
            self.open = false;
        }
        if tabbed.is_some() {
            response.surrender_focus();
        }
        if done.taken.is_some() {
            (self.open, self.typed) = (false, false);
        }
        done
    }

    fn travel(&mut self, ui: &Ui, offered: usize) {
        ui.input_mut(|i| {
            let down = i.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
            let up = i.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
            if down > 0 && !self.open {
                (self.open, self.typed) = (true, true);
            } else if offered > 0 {
                self.highlighted = (self.highlighted + down + offered - up.min(offered)) % offered;
            }
        });
    }

    fn put_cursor(&self, ui: &Ui, id: Id) {
        if self.typed {
            let end = CCursor::new(self.text.chars().count());
            store_range(ui, id, CCursorRange::one(end));
        } else {
            select_all(ui, id, &self.text);
        }
    }

    fn list_ui(&mut self, ui: &Ui, tokens: &Tokens, name: &str, field: &Response, list: &[Offer]) -> Clicked {
        let mut clicked = Clicked::default();
        if list.is_empty() {
            return clicked;
        }
        let area = Area::new(Id::unique(("coding offers", name)))
            .order(Order::Foreground)
            .fixed_pos(field.rect.left_bottom() + vec2(0.0, 3.0))
            .constrain(true);
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_min_width(field.rect.width().max(180.0));
                for (n, offer) in list.iter().enumerate() {
                    let label = egui::RichText::new(&offer.label);
                    let detail = egui::RichText::new(&offer.detail).color(tokens.faint).small();
                    let button = egui::Button::selectable(n == self.highlighted, (label, detail))
                        .min_size(vec2(ui.available_width(), 0.0));
                    if ui.add(button).clicked() {
                        clicked.offer = Some(n);
                    }
                }
            });
        });
        clicked.over = shown.response.contains_pointer();
        clicked
    }
}

#[derive(Debug, Default)]
struct Clicked {
    offer: Option<usize>,
    over: bool,
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    let end = CCursor::new(text.chars().count());
    store_range(ui, id, CCursorRange::two(CCursor::new(0), end));
}

fn store_range(ui: &Ui, id: Id, range: CCursorRange) {
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(range));
    state.store(ui.ctx(), id);
}
