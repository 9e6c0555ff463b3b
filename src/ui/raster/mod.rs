//! From egui's shapes to pixels with no GPU: the pictures of *File ▸ Export picture* and of the tests.
//!
//! [`picture`] draws an interface of its own, [`Raster`] the frames of one that is running; `fill` has the filling.
//! The same shapes and textures give the same bytes on every machine.
//!
//! Not here: windows, files, what a picture shows. Paint callbacks, which need a GPU, are left out of a picture.

mod fill;

use std::collections::BTreeMap;

use eframe::egui::epaint::Primitive;
use eframe::egui::{
    ClippedPrimitive, Color32, ColorImage, Context, FullOutput, ImageData, Pos2, RawInput, Rect, TextureId,
    TexturesDelta, Ui, Vec2, ViewportId,
};

use fill::{Canvas, Clip, Texture};

/// The most pixels that a picture may have: 128 million, half a gigabyte of them.
pub const MOST_PIXELS: u64 = 128_000_000;

/// A picture that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    /// More than [`MOST_PIXELS`], or no pixels at all.
    #[error(
        "a picture of {width} × {height} pixels is not drawn (at most {} million pixels): choose a smaller scale or show less",
        MOST_PIXELS / 1_000_000
    )]
    Size {
        /// In pixels.
        width: u64,
        /// In pixels.
        height: u64,
    },
    /// The PNG encoder refused.
    #[error("the picture was drawn but not written as PNG")]
    Png(#[from] png::EncodingError),
}

/// Draws what `add` shows, alone, in a context of its own, after enough frames for sizes to settle and animations to
/// end.
///
/// `size` is in points; the picture has `scale` pixels a point. `prepare` sets fonts, style and theme.
/// Where `add` paints nothing the picture is transparent.
pub fn picture(
    size: Vec2,
    scale: f32,
    prepare: impl FnOnce(&Context),
    mut add: impl FnMut(&mut Ui),
) -> Result<ColorImage, RasterError> {
    let pixels = pixel_size(size, scale)?;
    let ctx = Context::default();
    prepare(&ctx);
    let mut raster = Raster::default();
    let mut image = None;
    // A layout may need two frames to settle; ten seconds end any animation.
    for (last, time) in [(false, 0.0), (false, 0.02), (true, 10.0)] {
        let mut output = ctx.run_ui(input(size, scale, time), &mut add);
        raster.update(&mut output.textures_delta);
        if last {
            let primitives = ctx.tessellate(output.shapes, scale);
            image = Some(raster.paint(&primitives, scale, pixels));
        }
    }
    image.ok_or(RasterError::Size { width: 0, height: 0 })
}

/// What a context with no window is told of a frame: its size in points, pixels a point, seconds.
pub(super) fn input(size: Vec2, scale: f32, time: f64) -> RawInput {
    let mut input = RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
        max_texture_side: Some(16_384),
        time: Some(time),
        ..RawInput::default()
    };
    let root = input.viewports.entry(ViewportId::ROOT).or_default();
    root.native_pixels_per_point = Some(scale);
    input
}

/// A picture as the bytes of a PNG file that programs show at `scale` pixels a point (96 points an inch).
pub fn to_png(image: &ColorImage, scale: f32) -> Result<Vec<u8>, RasterError> {
    let opaque = image.pixels.iter().all(|pixel| pixel.a() == 255);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.size[0] as u32, image.size[1] as u32);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_color(if opaque {
        png::ColorType::Rgb
    } else {
        png::ColorType::Rgba
    });
    let dots_per_metre = (scale * 96.0 / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: dots_per_metre,
        yppu: dots_per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    let samples: Vec<u8> = if opaque {
        image
            .pixels
            .iter()
            .flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()])
            .collect()
    } else {
        image.pixels.iter().flat_map(Color32::to_srgba_unmultiplied).collect()
    };
    writer.write_image_data(&samples)?;
    writer.finish()?;
    Ok(bytes)
}

/// How large a picture is in pixels; refused if it would be too large.
pub(super) fn pixel_size(size: Vec2, scale: f32) -> Result<[usize; 2], RasterError> {
    let pixels = (size * scale).round();
    let (width, height) = (pixels.x as u64, pixels.y as u64);
    match width.saturating_mul(height) {
        1..=MOST_PIXELS => Ok([width as usize, height as usize]),
        _ => Err(RasterError::Size { width, height }),
    }
}

/// The textures seen so far, and the way to draw with them.
#[derive(Default)]
pub struct Raster {
    textures: BTreeMap<TextureId, Texture>,
}

impl Raster {
    /// Takes over what changed in the textures. To be called with the delta of every frame, in order.
    pub fn update(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                match change.pos {
                    None => {
                        let (size, pixels) = (image.size, image.pixels.clone());
                        self.textures.insert(
                            id,
                            Texture {
                                size,
                                pixels,
                                options: change.options,
                            },
                        );
                    }
                    Some(at) => {
                        if let Some(texture) = self.textures.get_mut(&id) {
                            texture.patch(at, image);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    /// Draws one frame's output, as large as its context's content.
    pub fn frame(&self, ctx: &Context, output: &FullOutput) -> Result<ColorImage, RasterError> {
        let scale = output.pixels_per_point;
        let pixels = pixel_size(ctx.content_rect().size(), scale)?;
        let primitives = ctx.tessellate(output.shapes.clone(), scale);
        Ok(self.paint(&primitives, scale, pixels))
    }

    /// Draws primitives onto a transparent picture of `size` pixels, at `scale` pixels a point.
    pub fn paint(&self, primitives: &[ClippedPrimitive], scale: f32, size: [usize; 2]) -> ColorImage {
        let mut canvas = Canvas {
            width: size[0],
            pixels: vec![Color32::TRANSPARENT; size[0] * size[1]],
        };
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                continue;
            };
            let edge = |at: f32, most: usize| (at * scale).round().clamp(0.0, most as f32) as usize;
            let clip = Clip {
                x: edge(clip_rect.min.x, size[0])..edge(clip_rect.max.x, size[0]),
                y: edge(clip_rect.min.y, size[1])..edge(clip_rect.max.y, size[1]),
            };
            if !clip.x.is_empty() && !clip.y.is_empty() {
                canvas.mesh(mesh, texture, scale, &clip, true);
            }
        }
        ColorImage::new(size, canvas.pixels)
    }
}

#[cfg(test)]
impl egui_kittest::TestRenderer for Raster {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.update(delta);
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<image::RgbaImage, String> {
        let picture = self.frame(ctx, output).map_err(|error| error.to_string())?;
        let [width, height] = picture.size.map(|side| side as u32);
        let bytes = picture.pixels.iter().flat_map(Color32::to_srgba_unmultiplied).collect();
        image::RgbaImage::from_raw(width, height, bytes).ok_or_else(|| "not as many bytes as pixels".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Align2, FontFamily, FontId, LayerId, Painter, Shape, Stroke, StrokeKind, pos2, vec2};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    use super::*;
    use crate::ui::fonts;

    const INK: Color32 = Color32::from_rgb(10, 20, 30);
    /// Half covering, premultiplied.
    const VEIL: Color32 = Color32::from_rgba_premultiplied(100, 50, 0, 128);

    fn drawn(size: Vec2, scale: f32, draw: impl Fn(&Painter)) -> ColorImage {
        let draw = |ui: &mut Ui| {
            let whole = ui.ctx().content_rect();
            draw(&Painter::new(ui.ctx().clone(), LayerId::background(), whole));
        };
        picture(size, scale, |ctx| ctx.set_fonts(fonts::definitions()), draw).expect("small")
    }

    fn canvas(width: usize, height: usize) -> (Canvas, Clip) {
        let canvas = Canvas {
            width,
            pixels: vec![Color32::TRANSPARENT; width * height],
        };
        (
            canvas,
            Clip {
                x: 0..width,
                y: 0..height,
            },
        )
    }

    #[test]
    fn a_rectangle_covers_its_pixels_and_no_others() {
        for scale in [1, 2, 3, 4] {
            let rect = Rect::from_min_max(pos2(2.0, 3.0), pos2(7.0, 5.0));
            let image = drawn(vec2(10.0, 8.0), scale as f32, |painter| {
                painter.rect_filled(rect, 0.0, INK);
            });
            assert_eq!(image.size, [10 * scale, 8 * scale]);
            for (index, pixel) in image.pixels.iter().enumerate() {
                let (x, y) = (index % image.size[0] / scale, index / image.size[0] / scale);
                let inside = (2..7).contains(&x) && (3..5).contains(&y);
                assert_eq!(
                    *pixel,
                    if inside { INK } else { Color32::TRANSPARENT },
                    "at {x}, {y}, scale {scale}"
                );
            }
        }
    }

    #[test]
    fn colours_blend_premultiplied() {
        let image = drawn(vec2(4.0, 4.0), 1.0, |painter| {
            painter.rect_filled(painter.clip_rect(), 0.0, Color32::from_rgb(200, 100, 51));
            painter.rect_filled(painter.clip_rect(), 0.0, VEIL);
        });
        // 100 + 200 × 127/255, 50 + 100 × 127/255, 51 × 127/255.
        assert_eq!(image.pixels[5], Color32::from_rgb(200, 100, 25));
    }

    #[test]
    fn nothing_is_drawn_outside_a_clip() {
        let image = drawn(vec2(10.0, 10.0), 2.0, |painter| {
            let part = painter.with_clip_rect(Rect::from_min_max(pos2(1.0, 1.0), pos2(4.0, 4.0)));
            part.circle_filled(pos2(4.0, 4.0), 4.0, INK);
        });
        let painted = image.pixels.iter().enumerate().filter(|(_, pixel)| pixel.a() > 0);
        for (x, y) in painted.map(|(index, _)| (index % 20, index / 20)) {
            assert!((2..8).contains(&x) && (2..8).contains(&y), "{x}, {y}");
        }
        assert_eq!(image.pixels[7 * 20 + 7], INK);
    }

    #[test]
    fn a_circle_is_as_large_as_geometry_says() {
        let image = drawn(vec2(100.0, 100.0), 1.0, |painter| {
            painter.circle_filled(pos2(50.0, 50.0), 40.0, Color32::WHITE);
        });
        let area: f64 = image.pixels.iter().map(|pixel| f64::from(pixel.a()) / 255.0).sum();
        let expected = std::f64::consts::PI * 40.0 * 40.0;
        assert!((area / expected - 1.0).abs() < 0.01, "{area} instead of {expected}");
    }

    #[test]
    fn the_bytes_are_the_same_everywhere() {
        let image = drawn(vec2(60.0, 40.0), 1.5, |painter| {
            painter.rect_filled(painter.clip_rect(), 0.0, Color32::from_gray(250));
            painter.rect(
                Rect::from_min_max(pos2(3.3, 4.1), pos2(40.7, 30.2)),
                6.0,
                VEIL,
                Stroke::new(1.5, INK),
                StrokeKind::Middle,
            );
            painter.line_segment([pos2(1.0, 39.0), pos2(58.0, 2.0)], Stroke::new(2.0, INK));
            painter.add(Shape::convex_polygon(
                vec![pos2(30.0, 5.0), pos2(55.0, 20.0), pos2(33.0, 36.0)],
                VEIL,
                Stroke::NONE,
            ));
        });
        // FNV-1a.
        let hash = image
            .pixels
            .iter()
            .flat_map(Color32::to_array)
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
            });
        assert_eq!(hash, 0x55e5_13a9_5362_0f85, "{hash:#x}");
    }

    #[test]
    fn text_is_dark_where_its_letters_are() {
        let serif = FontId::new(40.0, FontFamily::Name(fonts::SERIF.into()));
        let image = drawn(vec2(200.0, 60.0), 1.0, |painter| {
            painter.rect_filled(painter.clip_rect(), 0.0, Color32::WHITE);
            painter.text(
                pos2(10.0, 5.0),
                Align2::LEFT_TOP,
                "ll  ll",
                serif.clone(),
                Color32::BLACK,
            );
        });
        let columns: Vec<bool> = (0..200)
            .map(|x| (0..60).any(|y| image.pixels[y * 200 + x].r() < 64))
            .collect();
        let strokes = columns.windows(2).filter(|pair| !pair[0] && pair[1]).count();
        assert_eq!(strokes, 4, "{columns:?}");
    }

    #[test]
    fn the_short_ways_draw_what_the_long_way_draws() {
        for scale in [1.0, 1.25, 2.0] {
            let ctx = Context::default();
            ctx.set_fonts(fonts::definitions());
            let mut raster = Raster::default();
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(300.0, 100.0))),
                ..RawInput::default()
            };
            input
                .viewports
                .entry(ViewportId::ROOT)
                .or_default()
                .native_pixels_per_point = Some(scale);
            let mut output = ctx.run_ui(input, |ui| {
                ui.heading("Путин, Xi and Łódź: “who stands where”");
                ui.button("Attach ✓").on_hover_text("as evidence");
                ui.painter()
                    .rect_filled(Rect::from_min_max(pos2(5.5, 60.25), pos2(80.0, 90.0)), 0.0, VEIL);
            });
            raster.update(&mut output.textures_delta);
            let size = pixel_size(vec2(300.0, 100.0), scale).expect("small");
            let (mut short, clip) = canvas(size[0], size[1]);
            let (mut long, _) = canvas(size[0], size[1]);
            for ClippedPrimitive { primitive, .. } in ctx.tessellate(output.shapes, scale) {
                let Primitive::Mesh(mesh) = primitive else {
                    panic!("a mesh")
                };
                let texture = &raster.textures[&mesh.texture_id];
                short.mesh(&mesh, texture, scale, &clip, true);
                long.mesh(&mesh, texture, scale, &clip, false);
            }
            let apart = short
                .pixels
                .iter()
                .zip(&long.pixels)
                .flat_map(|(a, b)| a.to_array().into_iter().zip(b.to_array()).map(|(a, b)| a.abs_diff(b)));
            assert!(apart.max() <= Some(2), "scale {scale}");
            assert!(short.pixels.iter().any(|pixel| pixel.a() > 200));
        }
    }

    #[test]
    fn a_png_says_its_size_and_keeps_its_pixels() {
        let image = ColorImage::new([2, 1], vec![INK, Color32::from_rgba_unmultiplied(255, 0, 0, 51)]);
        let bytes = to_png(&image, 2.0).expect("encoded");
        let read = image::load_from_memory(&bytes).expect("a PNG").to_rgba8();
        assert_eq!(read.dimensions(), (2, 1));
        assert_eq!(read.get_pixel(0, 0).0, [10, 20, 30, 255]);
        assert_eq!(read.get_pixel(1, 0).0, [255, 0, 0, 51]);
        let info = png::Decoder::new(std::io::Cursor::new(&bytes))
            .read_info()
            .expect("a PNG")
            .info()
            .clone();
        assert_eq!(info.pixel_dims.map(|dims| dims.xppu), Some(7559));
    }

    #[test]
    fn too_large_a_picture_is_refused() {
        let error = picture(vec2(1e6, 1e6), 4.0, |_| (), |_| ()).expect_err("sixteen million million pixels");
        assert!(error.to_string().contains("4000000 × 4000000"), "{error}");
        assert!(picture(Vec2::ZERO, 1.0, |_| (), |_| ()).is_err());
        assert!(picture(vec2(f32::NAN, 5.0), 1.0, |_| (), |_| ()).is_err());
    }

    #[test]
    fn it_serves_kittest() {
        let mut harness = Harness::builder()
            .with_size(vec2(120.0, 40.0))
            .with_pixels_per_point(2.0)
            .renderer(Raster::default())
            .build_ui(|ui| {
                ui.painter().rect_filled(ui.ctx().content_rect(), 0.0, INK);
                let button = ui.button("Attach");
                ui.painter().rect_filled(button.rect.shrink(2.0), 0.0, Color32::WHITE);
            });
        let rect = harness.get_by_label("Attach").rect() * 2.0;
        let image = harness.render().expect("drawn");
        assert_eq!(image.dimensions(), (240, 80));
        let at = |at: Pos2| image.get_pixel(at.x as u32, at.y as u32).0;
        assert_eq!(at(rect.center()), [255; 4]);
        assert_eq!(at(rect.max + vec2(4.0, 4.0)), INK.to_array());
    }
}
