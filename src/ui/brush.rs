//! Paints many small shapes at once: upright rectangles as one mesh, everything else above them.
//!
//! A matrix shows thousands of rectangles (fills, bars, frames). As shapes each of them is kept, culled and feathered
//! by itself; snapped to pixels here, each is two triangles of one mesh.
//! Not here: what is painted (`sign`, `matrix::paint`).

use std::sync::Arc;

use eframe::egui::{Align2, Color32, FontId, Mesh, Painter, Pos2, Rect, Shape, Stroke, Vec2, emath::GuiRounding as _};

/// Collects shapes and paints them when it is dropped. Rectangles lie below all else that the same brush paints, in
/// the order in which they came.
pub struct Brush {
    painter: Painter,
    pixels_per_point: f32,
    rectangles: Mesh,
    others: Vec<Shape>,
}

impl Brush {
    /// A brush that paints where a painter does.
    pub fn new(painter: &Painter) -> Self {
        Self {
            painter: painter.clone(),
            pixels_per_point: painter.pixels_per_point(),
            rectangles: Mesh::default(),
            others: Vec::new(),
        }
    }

    /// Makes room for about so many rectangles more.
    pub fn reserve(&mut self, rectangles: usize) {
        self.rectangles.reserve_vertices(rectangles * 4);
        self.rectangles.reserve_triangles(rectangles * 2);
    }

    /// Fills a rectangle, its edges moved to the nearest pixels: neighbours meet without a seam.
    pub fn fill(&mut self, rect: Rect, colour: Color32) {
        let rect = rect.round_to_pixels(self.pixels_per_point);
        if rect.is_positive() {
            self.rectangles.add_colored_rect(rect, colour);
        }
    }

    /// Fills a rectangle with a frame one pixel wide, or one point where that is more, inside its edges.
    pub fn fill_framed(&mut self, rect: Rect, colour: Color32, frame: Color32) {
        let rect = rect.round_to_pixels(self.pixels_per_point);
        self.fill(rect, frame);
        self.fill(rect.shrink(1.0_f32.max(1.0 / self.pixels_per_point)), colour);
    }

    /// Paints a bar of a size in points around its middle. It is as many pixels wide and high wherever it stands, and
    /// never less than one. Returns its place, on the pixels.
    pub fn bar(&mut self, middle: Pos2, size: Vec2, colour: Color32) -> Rect {
        let scale = self.pixels_per_point;
        let pixels = (size * scale).round().max(Vec2::splat(1.0));
        let corner = (middle.to_vec2() * scale - pixels / 2.0).round();
        let rect = Rect::from_min_size((corner / scale).to_pos2(), pixels / scale);
        self.rectangles.add_colored_rect(rect, colour);
        rect
    }

    /// Sets a short text. Returns its place.
    pub fn text(&mut self, at: Pos2, anchor: Align2, text: String, font: FontId, colour: Color32) -> Rect {
        let galley = self.painter.layout_no_wrap(text, font, colour);
        let place = anchor.anchor_size(at, galley.size());
        self.add(Shape::galley(place.min, galley, colour));
        place
    }

    /// Paints a line.
    pub fn line(&mut self, ends: [Pos2; 2], stroke: Stroke) {
        self.add(Shape::line_segment(ends, stroke));
    }

    /// Paints any other shape.
    pub fn add(&mut self, shape: impl Into<Shape>) {
        self.others.push(shape.into());
    }
}

impl Drop for Brush {
    fn drop(&mut self) {
        if !self.rectangles.is_empty() {
            let mesh = std::mem::take(&mut self.rectangles);
            self.painter.add(Shape::Mesh(Arc::new(mesh)));
        }
        self.painter.extend(std::mem::take(&mut self.others));
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{self, pos2, vec2};

    use super::*;

    /// What is painted at a number of pixels per point, in pixels.
    fn painted(pixels_per_point: f32, paint: impl Fn(&mut Brush)) -> Vec<Rect> {
        let ctx = egui::Context::default();
        ctx.set_pixels_per_point(pixels_per_point);
        let mut shapes = Vec::new();
        // The first frame is drawn at the scale before.
        for _ in 0..2 {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| paint(&mut Brush::new(ui.painter())));
            output.textures_delta.clear();
            shapes = output.shapes;
        }
        let meshes = shapes.iter().filter_map(|clipped| match &clipped.shape {
            Shape::Mesh(mesh) => Some(mesh),
            _ => None,
        });
        let corners = meshes.flat_map(|mesh| mesh.vertices.chunks(4));
        corners
            .map(|four| Rect::from_points(&[four[0].pos, four[3].pos]) * pixels_per_point)
            .collect()
    }

    #[test]
    fn bars_keep_their_size_and_stand_on_pixels() {
        for scale in [1.0, 1.25, 1.5, 2.0] {
            let bars = painted(scale, |brush| {
                for n in 0..20 {
                    let at = pos2(20.0 + 7.3 * n as f32, 30.0 + 0.37 * n as f32);
                    brush.bar(at, vec2(6.1, 0.2), Color32::WHITE);
                }
            });
            assert_eq!(bars.len(), 20);
            for bar in bars {
                assert!((bar.width() - (6.1 * scale).round()).abs() < 0.01, "{bar:?} at {scale}");
                assert!((bar.height() - 1.0).abs() < 0.01, "{bar:?} at {scale}");
                let off = bar.min - bar.min.round();
                assert!(off.length() < 0.01, "{bar:?} at {scale}");
            }
        }
    }

    #[test]
    fn neighbours_meet_and_what_has_no_size_is_not_painted() {
        for scale in [1.0, 1.25, 1.5, 2.0] {
            let tiles = painted(scale, |brush| {
                for n in 0..10 {
                    let left = 20.0 + 39.33 * n as f32;
                    let rect = Rect::from_min_max(pos2(left, 5.3), pos2(left + 39.33, 31.3));
                    brush.fill(rect, Color32::WHITE);
                    brush.fill(rect.shrink(20.0), Color32::WHITE);
                }
            });
            assert_eq!(tiles.len(), 10, "at {scale}");
            for pair in tiles.windows(2) {
                assert!((pair[0].right() - pair[1].left()).abs() < 0.01, "{pair:?} at {scale}");
            }
        }
    }
}
