//! A picture of the whole matrix or the whole article, for a paper, a slide or a mail.
//!
//! Drawn by the same panes as on the screen, alone, with nothing selected, and a line that says what it is. May take
//! seconds: to be called off the UI thread, with a copy of the session.
//! Not here: the drawing of pixels (`raster`), files (`app`).

use eframe::egui::{self, Context, Frame, Margin, RichText, Style, Ui, Vec2, vec2};

use super::{
    Commands, Ctx, Preferences,
    article::ArticlePane,
    fonts,
    matrix::{MatrixPane, stances_height},
    raster::{self, RasterError},
    system_fonts,
    theme::Tokens,
};
use crate::{
    model::Moment,
    session::{PeriodChoice, Session},
};

/// What is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subject {
    /// Every actor and issue that is not hidden.
    #[default]
    Matrix,
    /// The shown document from its first line to its last.
    Article,
}

/// A picture that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// What of.
    pub subject: Subject,
    /// Pixels a point, 1 to 4.
    pub scale: u8,
    /// Light letters on a dark ground.
    pub dark: bool,
}

/// Width of an article's picture, in points: the column, its stripes and air.
const ARTICLE_WIDTH: f32 = 720.0;
/// Space around everything, in points.
const EDGE: f32 = 16.0;
/// Height of the line that says what the picture is, with the space below it.
const CAPTION: f32 = 28.0;
/// Space between a matrix and the legend below it, in points.
const ABOVE_LEGEND: f32 = 10.0;
/// The narrowest picture of a matrix, in points: the line that says what it is should fit.
const NARROWEST: f32 = 460.0;

/// Draws what is ordered and gives the bytes of a PNG file.
pub fn draw(
    order: Order,
    mut session: Session,
    preferences: &Preferences,
    now: Moment,
) -> Result<Vec<u8>, RasterError> {
    let selection = &mut session.selection;
    (selection.cell, selection.passage, selection.text, selection.note) = (None, None, None, None);
    let mut preferences = preferences.clone();
    preferences.totals = false;
    let ctx = Ctx {
        session: &session,
        preferences: &preferences,
        now,
        tokens: Tokens::of(order.dark, preferences.high_contrast),
        // Nothing that the panes send is carried out.
        commands: &Commands::seeded(0),
    };
    let scale = f32::from(order.scale.clamp(1, 4));
    let prepare = |egui_ctx: &Context| {
        egui_ctx.set_fonts(fonts::definitions());
        system_fonts::find_at_once(egui_ctx);
        ctx.tokens.apply(egui_ctx);
        egui_ctx.all_styles_mut(without_bars);
    };
    let around = vec2(2.0 * EDGE, 2.0 * EDGE + CAPTION);
    let image = match order.subject {
        Subject::Matrix => {
            let mut pane = MatrixPane::default();
            let inside = pane.whole_size(&ctx);
            let width = inside.x.max(NARROWEST);
            let size = vec2(width, inside.y + ABOVE_LEGEND + stances_height(width)) + around;
            raster::picture(size, scale, prepare, |ui| {
                framed(&ctx, ui, &matrix_caption(&ctx), |ui| {
                    ui.allocate_ui(inside, |ui| pane.whole_ui(&ctx, ui));
                    ui.add_space(ABOVE_LEGEND);
                    pane.stances_ui(&ctx, ui);
                });
            })
        }
        Subject::Article => {
            let mut pane = ArticlePane::default();
            let height = article_height(&ctx, &mut pane, scale, prepare)?;
            raster::picture(vec2(ARTICLE_WIDTH, height) + around, scale, prepare, |ui| {
                framed(&ctx, ui, &article_caption(&ctx), |ui| pane.whole_ui(&ctx, ui));
            })
        }
    }?;
    raster::to_png(&image, scale)
}

/// How high the article is when all of it is laid out, in points.
fn article_height(
    ctx: &Ctx<'_>,
    pane: &mut ArticlePane,
    scale: f32,
    prepare: impl FnOnce(&Context),
) -> Result<f32, RasterError> {
    let egui_ctx = Context::default();
    prepare(&egui_ctx);
    let mut height = 1000.0;
    for _ in 0..8 {
        raster::pixel_size(vec2(ARTICLE_WIDTH, height), scale)?;
        let size = vec2(ARTICLE_WIDTH, height);
        let mut output = egui_ctx.run_ui(raster::input(size, scale, 0.0), |ui| pane.whole_ui(ctx, ui));
        output.textures_delta.clear();
        match pane.whole_height() {
            // The end is in sight.
            Ok(whole) if whole <= height => return Ok(whole.ceil()),
            Ok(whole) => height = whole.ceil(),
            Err(guess) => height = (guess * 1.05).max(height * 1.2).ceil(),
        }
    }
    Ok(height)
}

/// Scroll bars would say that there is more.
fn without_bars(style: &mut Style) {
    style.spacing.scroll = egui::style::ScrollStyle {
        dormant_background_opacity: 0.0,
        dormant_handle_opacity: 0.0,
        ..egui::style::ScrollStyle::floating()
    };
}

fn framed(ctx: &Ctx<'_>, ui: &mut Ui, caption: &str, add: impl FnOnce(&mut Ui)) {
    let whole = ui.ctx().content_rect();
    ui.painter().rect_filled(whole, 0.0, ctx.tokens.page);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(whole));
    Frame::new()
        .inner_margin(Margin::same(EDGE as i8))
        .show(&mut inside, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), CAPTION), egui::Sense::hover());
            let mut line_ui = ui.new_child(egui::UiBuilder::new().max_rect(line));
            line_ui.add(egui::Label::new(RichText::new(caption).color(ctx.tokens.faint)).truncate());
            add(ui);
        });
}

/// "Title · Ada · The statement".
fn matrix_caption(ctx: &Ctx<'_>) -> String {
    let project = ctx.project();
    let layer = project.analyst_name(&ctx.selection().analyst);
    let name = |id| project.period(id).map_or("", |period| period.name.as_str());
    let period = match &ctx.selection().period {
        PeriodChoice::All => "latest of all periods".to_owned(),
        PeriodChoice::One(id) => name(id).to_owned(),
        PeriodChoice::Compare(from, to) => format!("{} → {}", name(from), name(to)),
    };
    let parts = [project.title.as_str(), layer, period.as_str()];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Title, author, source and date of the article.
fn article_caption(ctx: &Ctx<'_>) -> String {
    let shown = ctx.selection().document.as_ref();
    let Some(document) = shown.and_then(|id| ctx.project().document(id)) else {
        return String::new();
    };
    let about = &document.about;
    let parts = [&about.title, &about.author, &about.source, &about.date];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::desk::{self, Desk};

    fn drawn(order: Order, session: Session) -> image::RgbaImage {
        let png = draw(order, session, &Preferences::default(), Moment(0)).expect("a picture");
        image::load_from_memory(&png).expect("a PNG").to_rgba8()
    }

    #[test]
    fn the_whole_matrix_is_in_the_picture_at_every_scale() {
        let session = Desk::new(desk::coded(true), &[]).session;
        let sizes: Vec<(u32, u32)> = [1, 2]
            .map(|scale| {
                let order = Order {
                    subject: Subject::Matrix,
                    scale,
                    dark: scale == 2,
                };
                drawn(order, session.clone()).dimensions()
            })
            .to_vec();
        assert_eq!(sizes[1], (sizes[0].0 * 2, sizes[0].1 * 2));
        // The legend, whole: every stance's colour is in the last lines.
        let order = Order {
            subject: Subject::Matrix,
            scale: 1,
            dark: false,
        };
        let picture = drawn(order, session.clone());
        for stance in crate::model::Stance::ALL {
            let [r, g, b, _] = Tokens::of(false, false).stance(stance).to_array();
            let lines = picture.height() - stances_height(picture.width() as f32 - 2.0 * EDGE) as u32 - EDGE as u32;
            let shown = (lines..picture.height())
                .flat_map(|y| (0..picture.width()).map(move |x| (x, y)))
                .any(|(x, y)| picture.get_pixel(x, y).0[..3] == [r, g, b]);
            assert!(shown, "{stance:?}");
        }
        // Cells have their lines up to the last column and row.
        let [r, g, b, _] = Tokens::of(false, false).grid.to_array();
        let (width, height) = picture.dimensions();
        let is_line = |x: u32, y: u32| picture.get_pixel(x, y).0[..3] == [r, g, b];
        let long = |pixels: usize, of: u32| pixels > of as usize / 4;
        let right = (0..width).rfind(|x| long((0..height).filter(|y| is_line(*x, *y)).count(), height));
        let bottom = (0..height).rfind(|y| long((0..width).filter(|x| is_line(*x, *y)).count(), width));
        let (right, bottom) = (right.expect("a line"), bottom.expect("a line"));
        let legend = ABOVE_LEGEND + stances_height(width as f32 - 2.0 * EDGE);
        let free = vec2((width - right) as f32, (height - bottom) as f32) - vec2(EDGE, EDGE + legend);
        assert!(free.x < 12.0 && free.y < 40.0, "{free} without cells");
        let issues = session.project().issues.len() as u32;
        assert!(sizes[0].0 > issues * 39, "{} issues in {} pixels", issues, sizes[0].0);
    }

    #[test]
    fn the_article_is_in_the_picture_from_first_line_to_last() {
        let desk = Desk::new(desk::coded(true), &[]);
        let order = Order {
            subject: Subject::Article,
            scale: 1,
            dark: false,
        };
        let picture = drawn(order, desk.session);
        assert_eq!(picture.width(), ARTICLE_WIDTH as u32 + 2 * EDGE as u32);
        assert!(picture.height() > 3000, "{} pixels", picture.height());
        // Letters as near to the lower edge as the space below the text allows, and none cut off by it.
        let dark = |y: u32| (0..picture.width()).any(|x| picture.get_pixel(x, y)[0] < 90);
        let last = (0..picture.height()).rev().find(|y| dark(*y)).expect("letters");
        let below = picture.height() - last;
        assert!((20..120).contains(&below), "{below} empty pixels below the last line");
    }

    #[test]
    fn too_long_an_article_is_refused_with_a_sentence() {
        let mut project = desk::coded(true);
        let long = "Many words are in it. ".repeat(40);
        let blocks = (0..3000).map(|_| crate::model::Block::new(crate::model::BlockKind::Paragraph, &long));
        let document = crate::model::Document {
            id: project.free_document_id("Long"),
            about: crate::model::Metadata::default(),
            body: crate::model::Body::new(blocks.collect()).into(),
        };
        let id = document.id.clone();
        project.documents.push_back(document.into());
        let mut session = Desk::new(project, &[]).session;
        session.selection.document = Some(id);
        let order = Order {
            subject: Subject::Article,
            scale: 4,
            dark: false,
        };
        let error = draw(order, session, &Preferences::default(), Moment(0)).expect_err("a picture");
        assert!(error.to_string().contains("choose a smaller scale"), "{error}");
    }
}
