//! A row of choices of which at most one holds; choosing it again lets it go.

use eframe::egui::{
    Align2, CornerRadius, FontId, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    model::Stance,
    ui::{brush::Brush, sign, theme::Tokens},
};

/// Height of a row of choices, in points.
const HEIGHT: f32 = 26.0;

/// One choice.
pub struct Segment<'a, T> {
    /// What it stands for.
    pub value: T,
    /// The word on it.
    pub word: &'a str,
    /// What hovering tells.
    pub hint: String,
}

/// What was chosen: `Some(None)` where the choice that held was let go.
pub type Chosen<T> = Option<Option<T>>;

/// Draws words side by side; `name` is what the choice is about. Gives the widgets too, for the keyboard.
pub fn words<T: Copy + PartialEq>(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &str,
    segments: &[Segment<'_, T>],
    chosen: Option<T>,
) -> (Chosen<T>, Vec<Response>) {
    let font = FontId::proportional(12.5);
    let widths: Vec<f32> = segments
        .iter()
        .map(|s| {
            ui.painter()
                .layout_no_wrap(s.word.to_owned(), font.clone(), tokens.text)
                .size()
                .x
                + 16.0
        })
        .collect();
    let room = ui.available_width();
    let scale = (room / widths.iter().sum::<f32>()).min(1.0);
    row(
        ui,
        tokens,
        name,
        segments,
        chosen,
        |n| widths[n] * scale,
        |painter, rect, n, on| {
            let colour = if on { tokens.on_accent } else { tokens.text };
            painter.text(
                rect.center(),
                Align2::CENTER_CENTER,
                segments[n].word,
                font.clone(),
                colour,
            );
            on.then_some(tokens.accent)
        },
    )
}

/// Draws the seven stances by their signs, the chosen one in its colour.
pub fn stances(ui: &mut Ui, tokens: &Tokens, chosen: Option<Stance>) -> (Chosen<Stance>, Vec<Response>) {
    let segments: Vec<Segment<'_, Stance>> = Stance::ALL
        .into_iter()
        .map(|stance| Segment {
            value: stance,
            word: stance.word(),
            hint: format!("{} ({})", stance.word(), stance.key()),
        })
        .collect();
    let width = (ui.available_width() / 7.0).clamp(24.0, 46.0).floor();
    row(
        ui,
        tokens,
        "Stance",
        &segments,
        chosen,
        |_| width,
        |painter, rect, n, on| {
            let stance = segments[n].value;
            let sign_colour = if on { tokens.on_stance(stance) } else { tokens.text };
            // The sign is painted over the fill, which the row paints first.
            if !on {
                let foot = Rect::from_min_max(pos2(rect.left() + 1.0, rect.bottom() - 4.0), rect.max - vec2(1.0, 1.0));
                painter.rect_filled(foot, 0.0, tokens.stance(stance));
            }
            let lift = if on { 0.0 } else { 1.5 };
            let middle = rect.center() - vec2(0.0, lift);
            sign::stance(&mut Brush::new(painter), middle, 12.0, stance, sign_colour);
            on.then(|| tokens.stance(stance))
        },
    )
}

fn row<T: Copy + PartialEq>(
    ui: &mut Ui,
    tokens: &Tokens,
    name: &str,
    segments: &[Segment<'_, T>],
    chosen: Option<T>,
    width: impl Fn(usize) -> f32,
    paint: impl Fn(&eframe::egui::Painter, Rect, usize, bool) -> Option<eframe::egui::Color32>,
) -> (Chosen<T>, Vec<Response>) {
    let total: f32 = (0..segments.len()).map(&width).sum();
    let (whole, _) = ui.allocate_exact_size(vec2(total, HEIGHT), Sense::hover());
    let mut out = None;
    let mut responses = Vec::with_capacity(segments.len());
    let mut left = whole.left();
    for (n, segment) in segments.iter().enumerate() {
        let rect = Rect::from_min_size(pos2(left, whole.top()), vec2(width(n), HEIGHT));
        left = rect.right();
        let on = chosen == Some(segment.value);
        let response = ui.interact(rect, ui.scope_id().with((name, n)), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::RadioButton,
                ui.is_enabled(),
                on,
                format!("{name}: {}", segment.word),
            )
        });
        let painter = ui.painter();
        let radius = CornerRadius::same(if n == 0 || n + 1 == segments.len() { 4 } else { 0 });
        let fill = if response.hovered() {
            tokens.selection
        } else {
            tokens.raised
        };
        let back = painter.add(eframe::egui::Shape::Noop);
        let fill = paint(painter, rect, n, on).unwrap_or(fill);
        painter.set(back, eframe::egui::epaint::RectShape::filled(rect, radius, fill));
        painter.rect_stroke(rect, radius, Stroke::new(1.0, tokens.line), StrokeKind::Inside);
        if response.clicked() {
            out = Some((!on).then_some(segment.value));
        }
        responses.push(response.on_hover_text(&segment.hint));
    }
    (out, responses)
}
