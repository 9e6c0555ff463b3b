//! The bar: what is looked for, how, and how many hits there are.

use eframe::egui::{
    self, Align, Button, Id, Key, Label, Layout, Modifiers, Rect, Response, RichText, Role as Part, Stroke, TextEdit,
    Ui, WidgetInfo, text::CCursor, text::CCursorRange, text_edit::TextEditState, vec2,
};

use super::{Find, Wrapped, marking};
use crate::ui::{Action, Ctx, command::format_shortcut};

/// Width of the place where the hits are counted, in points.
const COUNT_WIDTH: f32 = 128.0;

/// What was done in the bar.
#[derive(Debug, Default)]
pub(super) struct Done {
    /// To the next hit, or the one before.
    pub step: Option<bool>,
    /// Mark all hits.
    pub mark_all: bool,
    /// Leave the bar.
    pub leave: bool,
}

fn field_id() -> Id {
    Id::unique("find field")
}

impl Find {
    /// Draws the bar.
    pub(super) fn bar_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui) -> Done {
        let mut done = Done::default();
        let tokens = ctx.tokens;
        let frame = egui::Frame::new()
            .fill(tokens.pane)
            .inner_margin(egui::Margin::symmetric(8, 5));
        let inside = frame.show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 5.0);
            let mut escaped = false;
            let size = vec2(ui.available_width(), 28.0);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                self.buttons_ui(ctx, ui, &mut done, &mut escaped);
                self.count_ui(ctx, ui);
                self.field_ui(ctx, ui, &mut done);
            });
            // In one line whatever the button says, so that the text does not move when another cell is selected.
            ui.horizontal(|ui| {
                self.ways_ui(ui, &mut escaped);
                self.mark_ui(ctx, ui, &mut done, &mut escaped);
            });
            if self.query.regex {
                self.remark_ui(ctx, ui);
            }
            escaped
        });
        done.leave |= inside.inner;
        let rect: Rect = inside.response.rect;
        ui.painter()
            .hline(ui.max_rect().x_range(), rect.bottom(), Stroke::new(1.0, tokens.line));
        done
    }

    fn field_ui(&mut self, ctx: &Ctx<'_>, ui: &mut Ui, done: &mut Done) {
        let id = field_id();
        if ui.memory(|m| m.has_focus(id)) {
            ui.input_mut(|i| {
                // With Shift first: egui takes a key without Shift for pressed with it too.
                if i.consume_key(Modifiers::SHIFT, Key::Enter) {
                    done.step = Some(false);
                } else if i.consume_key(Modifiers::NONE, Key::Enter) {
                    done.step = Some(true);
                }
            });
        }
        let name = if self.everywhere {
            "Find in all articles"
        } else {
            "Find in the article"
        };
        if std::mem::take(&mut self.grab) {
            // Before it is drawn, so that what is typed in this frame is its own.
            ui.memory_mut(|m| m.request_focus(id));
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let end = CCursor::new(self.query.text.chars().count());
            state
                .cursor
                .set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
            state.store(ui.ctx(), id);
        }
        let response = TextEdit::singleline(&mut self.query.text)
            .id(id)
            .desired_width(ui.available_width())
            .hint_text(name)
            .text_color_opt(self.problem.is_some().then_some(ctx.tokens.error))
            .show(ui)
            .response
            .response
            .accessible_name("Find");
        done.leave |= left_by_escape(ui, &response);
        if response.changed() {
            self.changed();
        }
    }

    fn buttons_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, done: &mut Done, escaped: &mut bool) {
        let any = self.count() > 0;
        for (sign, name, action, what) in [
            ("×", "Leave finding", None, None),
            ("↓", "Next hit", Some(Action::FindNext), Some(true)),
            ("↑", "Previous hit", Some(Action::FindPrevious), Some(false)),
        ] {
            let enabled = what.is_none() || any;
            let keys = match action {
                Some(action) => action
                    .shortcut(ctx.preferences)
                    .map(format_shortcut)
                    .unwrap_or_default(),
                None => "Escape".to_owned(),
            };
            let button = Button::new(sign).min_size(vec2(24.0, 22.0));
            let response = ui
                .add_enabled(enabled, button)
                .on_hover_text(format!("{name} ({keys})"));
            response.widget_info(|| WidgetInfo::labeled(Part::Button, enabled, name));
            *escaped |= left_by_escape(ui, &response);
            if response.clicked() {
                done.step = done.step.or(what);
                done.leave |= what.is_none();
            }
        }
    }

    /// "12 of 48", and beside it what else there is to say.
    fn count_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let (count, remark) = self.count_words(self.takes_long(ui.ctx()));
        ui.allocate_ui_with_layout(vec2(COUNT_WIDTH, 28.0), Layout::top_down(Align::Max), |ui| {
            ui.set_width(COUNT_WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            if remark.is_empty() {
                ui.add_space(7.0);
            }
            let none = count == "Not found" || self.problem.is_some();
            let colour = if none { ctx.tokens.warning } else { ctx.tokens.text };
            ui.add(
                Label::new(RichText::new(count).color(colour))
                    .truncate()
                    .selectable(false),
            );
            if !remark.is_empty() {
                let remark = RichText::new(remark).small().color(ctx.tokens.faint);
                ui.add(Label::new(remark).truncate().selectable(false));
            }
        });
    }

    fn count_words(&self, takes_long: bool) -> (String, String) {
        if self.problem.is_some() {
            return ("No expression".to_owned(), String::new());
        }
        if self.query.text.trim().is_empty() {
            return (String::new(), String::new());
        }
        let count = self.count();
        let told = match self.current {
            Some(current) => format!("{} of {}", grouped(self.rank(current) + 1), grouped(count)),
            None if count > 0 => grouped(count),
            None if takes_long => return ("Finding…".to_owned(), String::new()),
            None if self.is_searching() => return (String::new(), String::new()),
            None => return ("Not found".to_owned(), String::new()),
        };
        let articles = self.found.iter().filter(|f| !f.hits.is_empty()).count();
        let remark = match self.wrapped {
            _ if takes_long => "still finding…".to_owned(),
            Wrapped::ToTheTop => "from the top again".to_owned(),
            Wrapped::ToTheEnd => "from the end again".to_owned(),
            Wrapped::No if !self.everywhere => String::new(),
            Wrapped::No if articles == 1 => "in 1 article".to_owned(),
            Wrapped::No => format!("in {articles} articles"),
        };
        (told, remark)
    }

    fn ways_ui(&mut self, ui: &mut Ui, escaped: &mut bool) {
        let Self { query, everywhere, .. } = self;
        let ways: [(&mut bool, &str, &str, &str); 4] = [
            (
                &mut query.accents,
                "Accents",
                "Tell accents apart",
                "Find “é” only where it is written so",
            ),
            (&mut query.words, "Words", "Whole words", "Find whole words only"),
            (
                &mut query.regex,
                ".*",
                "Regular expression",
                "Take what is typed for a regular expression",
            ),
            (
                everywhere,
                "All articles",
                "In all articles",
                "Find in every article of the project, with a list",
            ),
        ];
        let mut any = false;
        for (on, sign, name, hint) in ways {
            let response = ui
                .add(Button::selectable(*on, sign).min_size(vec2(0.0, 22.0)))
                .on_hover_text(format!("{name}: {hint}"));
            response.widget_info(|| WidgetInfo::selected(Part::CheckBox, true, *on, name));
            *escaped |= left_by_escape(ui, &response);
            if response.clicked() {
                *on = !*on;
                any = true;
            }
        }
        if any {
            self.changed();
        }
    }

    fn mark_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui, done: &mut Done, escaped: &mut bool) {
        let count = self.count();
        let (name, reason) = match &ctx.selection().cell {
            Some(cell) => {
                let cell = ctx.project().cell_name(cell);
                let name = match count {
                    0 => format!("Mark all as passages of {cell}"),
                    1 => format!("Mark 1 hit as a passage of {cell}"),
                    n => format!("Mark all {} as passages of {cell}", grouped(n)),
                };
                (name, self.cannot_mark())
            }
            None => (
                "Mark all as passages of the cell".to_owned(),
                Some("Select a cell of the matrix first: the hits become passages that it cites".to_owned()),
            ),
        };
        let button = Button::new(&name).min_size(vec2(0.0, 22.0)).truncate();
        let response = ui.add_enabled(reason.is_none(), button);
        *escaped |= left_by_escape(ui, &response);
        let response = match &reason {
            Some(reason) => response.on_disabled_hover_text(reason),
            None => response.on_hover_text(format!(
                "{name}, in one step; those cited there already stay as they are"
            )),
        };
        done.mark_all |= response.clicked();
    }

    /// Why the hits cannot be marked now.
    pub(super) fn cannot_mark(&self) -> Option<String> {
        match self.count() {
            _ if self.is_searching() => Some("Not everything is found yet".to_owned()),
            0 => Some("Nothing is found".to_owned()),
            n if n > marking::MOST => Some(format!(
                "At most {} can be marked at a time: look for something more particular",
                grouped(marking::MOST)
            )),
            _ => None,
        }
    }

    fn remark_ui(&self, ctx: &Ctx<'_>, ui: &mut Ui) {
        let text = match &self.problem {
            Some(problem) => RichText::new(problem.to_string()).color(ctx.tokens.error),
            None => RichText::new("Write spaces, quotation marks and dashes plainly; ^ and $ are a paragraph’s ends")
                .color(ctx.tokens.faint),
        };
        ui.add(Label::new(text.small()).truncate().selectable(false));
    }
}

/// Whether Escape took the keyboard from a widget: egui does that before the widget is drawn.
pub(super) fn left_by_escape(ui: &Ui, response: &Response) -> bool {
    response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape))
}

/// A number with its thousands apart.
pub(super) fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
