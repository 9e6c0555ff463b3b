//! Filling triangles.
//!
//! By scan lines, so that two triangles that share an edge neither overlap nor leave a gap; colours are multiplied and
//! blended in whole numbers, premultiplied and in gamma space as egui's own painters do.
//! Two shapes make up nearly all of a picture and have a way of their own: upright rectangles of one colour, and
//! glyphs whose texels fall on whole pixels.

use std::ops::Range;

use eframe::egui::epaint::Vertex;
use eframe::egui::{
    Color32, ColorImage, Mesh, Pos2, Rect, TextureFilter, TextureOptions, TextureWrapMode, Vec2, pos2, vec2,
};

/// An image that meshes draw from.
pub(super) struct Texture {
    /// In texels.
    pub(super) size: [usize; 2],
    /// Row by row, premultiplied.
    pub(super) pixels: Vec<Color32>,
    /// How to read between texels and beyond the edge.
    pub(super) options: TextureOptions,
}

impl Texture {
    /// Replaces a part; what would fall outside is left out.
    pub(super) fn patch(&mut self, [left, top]: [usize; 2], image: &ColorImage) {
        for (row, from) in image.pixels.chunks_exact(image.size[0].max(1)).enumerate() {
            let start = (top + row) * self.size[0] + left;
            if let Some(to) = self.pixels.get_mut(start..start + from.len()) {
                to.copy_from_slice(from);
            }
        }
    }

    /// The texel at whole coordinates, wrapped as the texture says.
    fn texel(&self, x: i64, y: i64) -> Color32 {
        let wrap = |at: i64, size: usize| {
            let size = size.max(1) as i64;
            let at = match self.options.wrap_mode {
                TextureWrapMode::ClampToEdge => at.clamp(0, size - 1),
                TextureWrapMode::Repeat => at.rem_euclid(size),
                TextureWrapMode::MirroredRepeat => {
                    let at = at.rem_euclid(2 * size);
                    if at < size { at } else { 2 * size - 1 - at }
                }
            };
            at as usize
        };
        let index = wrap(y, self.size[1]) * self.size[0] + wrap(x, self.size[0]);
        self.pixels.get(index).copied().unwrap_or_default()
    }

    /// The colour at `uv`, where (0, 0) to (1, 1) is the whole texture.
    fn sample(&self, uv: Pos2) -> Color32 {
        // Far outside is as good as very far, and can be counted.
        let along = |at: f32, size: usize| (at * size as f32).clamp(-1e9, 1e9);
        let (x, y) = (along(uv.x, self.size[0]), along(uv.y, self.size[1]));
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(x.floor() as i64, y.floor() as i64);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        // In 256ths.
        let (right_part, bottom_part) = (((x - left) * 256.0) as u32, ((y - top) * 256.0) as u32);
        let (left, top) = (left as i64, top as i64);
        let corners = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| self.texel(left + dx, top + dy).to_array());
        let [r, g, b, a] = std::array::from_fn(|n| {
            let row = |l: [u8; 4], r: [u8; 4]| u32::from(l[n]) * (256 - right_part) + u32::from(r[n]) * right_part;
            let sum = row(corners[0], corners[1]) * (256 - bottom_part) + row(corners[2], corners[3]) * bottom_part;
            ((sum + (1 << 15)) >> 16) as u8
        });
        Color32::from_rgba_premultiplied(r, g, b, a)
    }
}

/// The pixels that may be painted.
pub(super) struct Clip {
    pub(super) x: Range<usize>,
    pub(super) y: Range<usize>,
}

impl Clip {
    /// The pixels of a span whose centres lie in `from..to`.
    fn inside(span: &Range<usize>, from: f32, to: f32) -> Range<usize> {
        let first = |at: f32| (at - 0.5).ceil().clamp(span.start as f32, span.end as f32) as usize;
        first(from)..first(to)
    }
}

/// The picture while it is being painted.
pub(super) struct Canvas {
    /// In pixels.
    pub(super) width: usize,
    /// Row by row, premultiplied.
    pub(super) pixels: Vec<Color32>,
}

impl Canvas {
    /// Draws a mesh; `upright` is whether upright rectangles take the short way.
    pub(super) fn mesh(&mut self, mesh: &Mesh, texture: &Texture, scale: f32, clip: &Clip, upright: bool) {
        let corner = |index: u32| {
            let vertex = mesh.vertices.get(index as usize)?;
            let sound = vertex.pos.is_finite() && vertex.uv.is_finite();
            sound.then_some(Vertex {
                pos: vertex.pos * scale,
                ..*vertex
            })
        };
        let corners = |[a, b, c]: [u32; 3]| Some([corner(a)?, corner(b)?, corner(c)?]);
        let mut triangles = mesh.triangles().map(corners).peekable();
        while let Some(triangle) = triangles.next() {
            let Some(triangle) = triangle else { continue };
            let next = triangles.peek().copied().flatten().filter(|_| upright);
            if let Some(quad) = next.and_then(|next| Quad::of(triangle, next)) {
                self.quad(&quad, texture, clip);
                triangles.next();
            } else {
                self.triangle(triangle, texture, clip);
            }
        }
    }

    fn row(&mut self, y: usize, x: Range<usize>) -> &mut [Color32] {
        self.pixels
            .get_mut(y * self.width + x.start..y * self.width + x.end)
            .unwrap_or_default()
    }

    fn quad(&mut self, quad: &Quad, texture: &Texture, clip: &Clip) {
        let x = Clip::inside(&clip.x, quad.rect.min.x, quad.rect.max.x);
        let y = Clip::inside(&clip.y, quad.rect.min.y, quad.rect.max.y);
        if x.is_empty() || y.is_empty() {
            return;
        }
        let Some(uv) = quad.uv else {
            let color = tint(quad.color, texture.sample(quad.first_uv));
            for y in y {
                fill(self.row(y, x.clone()), color);
            }
            return;
        };
        let texels = vec2(texture.size[0] as f32, texture.size[1] as f32);
        let step = uv.size() / quad.rect.size();
        let start = uv.min + step * (pos2(x.start as f32 + 0.5, y.start as f32 + 0.5) - quad.rect.min);
        // Where each pixel is one texel: no interpolation.
        let (at, pace) = (start.to_vec2() * texels, step * texels);
        let whole = |at: f32, pace: f32, count: usize| {
            (pace - 1.0).abs() * count as f32 <= 0.02 && (at - at.floor() - 0.5).abs() <= 0.02
        };
        let (left, top) = (at.x.floor(), at.y.floor());
        let fits = left >= 0.0
            && top >= 0.0
            && left as usize + x.len() <= texture.size[0]
            && top as usize + y.len() <= texture.size[1];
        if fits && whole(at.x, pace.x, x.len()) && whole(at.y, pace.y, y.len()) {
            for (line, y) in y.enumerate() {
                let from = (top as usize + line) * texture.size[0] + left as usize;
                let texels = texture.pixels.get(from..from + x.len()).unwrap_or_default();
                for (pixel, texel) in self.row(y, x.clone()).iter_mut().zip(texels) {
                    if *texel != Color32::TRANSPARENT {
                        blend(pixel, tint(quad.color, *texel));
                    }
                }
            }
            return;
        }
        for (line, y) in y.enumerate() {
            let v = start.y + step.y * line as f32;
            for (column, pixel) in self.row(y, x.clone()).iter_mut().enumerate() {
                blend(
                    pixel,
                    tint(quad.color, texture.sample(pos2(start.x + step.x * column as f32, v))),
                );
            }
        }
    }

    fn triangle(&mut self, corners: [Vertex; 3], texture: &Texture, clip: &Clip) {
        let [a, b, c] = corners.map(|corner| corner.pos);
        let (ab, ac) = (b - a, c - a);
        let area = ab.x * ac.y - ab.y * ac.x;
        if area == 0.0 || !area.is_finite() {
            return;
        }
        let top = a.y.min(b.y).min(c.y);
        let bottom = a.y.max(b.y).max(c.y);
        let one_color = corners.iter().all(|corner| corner.color == corners[0].color);
        let one_texel = corners.iter().all(|corner| corner.uv == corners[0].uv);
        let flat = one_texel.then(|| texture.sample(corners[0].uv));
        // How a value given at the corners changes by pixel, right and down.
        let slope = |values: [f32; 3]| {
            let (u, v) = (values[1] - values[0], values[2] - values[0]);
            vec2((u * ac.y - v * ab.y) / area, (v * ab.x - u * ac.x) / area)
        };
        let channels = corners.map(|corner| corner.color.to_array().map(f32::from));
        let color_slopes: [Vec2; 4] = std::array::from_fn(|n| slope([channels[0][n], channels[1][n], channels[2][n]]));
        let u_slope = slope(corners.map(|corner| corner.uv.x));
        let v_slope = slope(corners.map(|corner| corner.uv.y));

        for y in Clip::inside(&clip.y, top, bottom) {
            let centre = y as f32 + 0.5;
            let mut span: Option<(f32, f32)> = None;
            for (from, to) in [(a, b), (b, c), (c, a)] {
                // Always downwards, so that two triangles with a common edge find the same place on it.
                let (from, to) = if (from.y, from.x) <= (to.y, to.x) {
                    (from, to)
                } else {
                    (to, from)
                };
                if from.y <= centre && centre < to.y {
                    let x = from.x + (centre - from.y) * ((to.x - from.x) / (to.y - from.y));
                    span = Some(span.map_or((x, x), |(left, right)| (left.min(x), right.max(x))));
                }
            }
            let Some((left, right)) = span else { continue };
            let x = Clip::inside(&clip.x, left, right);
            if x.is_empty() {
                continue;
            }
            if let (true, Some(texel)) = (one_color, flat) {
                fill(self.row(y, x), tint(corners[0].color, texel));
                continue;
            }
            let first = x.start;
            for (column, pixel) in self.row(y, x).iter_mut().enumerate() {
                let place = pos2((first + column) as f32 + 0.5, centre) - a;
                let color = if one_color {
                    corners[0].color
                } else {
                    let [r, g, b, a] = std::array::from_fn(|n| {
                        (channels[0][n] + color_slopes[n].dot(place)).round().clamp(0.0, 255.0) as u8
                    });
                    Color32::from_rgba_premultiplied(r, g, b, a)
                };
                let texel = flat
                    .unwrap_or_else(|| texture.sample(corners[0].uv + vec2(u_slope.dot(place), v_slope.dot(place))));
                blend(pixel, tint(color, texel));
            }
        }
    }
}

/// Two triangles that make an upright rectangle of one colour.
struct Quad {
    /// In pixels.
    rect: Rect,
    color: Color32,
    first_uv: Pos2,
    /// The part of the texture drawn, if it is more than one place; it may be mirrored.
    uv: Option<Rect>,
}

impl Quad {
    fn of(first: [Vertex; 3], second: [Vertex; 3]) -> Option<Self> {
        let all = || first.iter().chain(&second);
        let rect = Rect::from_points(&first.map(|corner| corner.pos));
        let color = first[0].color;
        if !all().all(|corner| corner.color == color)
            || !rect.is_finite()
            || rect.width() == 0.0
            || rect.height() == 0.0
        {
            return None;
        }
        // Corners are numbered 0 to 3: one for the right side, two for the bottom.
        let number = |at: Pos2| -> Option<usize> {
            let side = |at: f32, low: f32, high: f32| (at == high).then_some(1).or_else(|| (at == low).then_some(0));
            Some(side(at.x, rect.min.x, rect.max.x)? + 2 * side(at.y, rect.min.y, rect.max.y)?)
        };
        let mut uvs: [Option<Pos2>; 4] = [None; 4];
        let mut missing = [0; 2];
        for (triangle, missing) in [first, second].iter().zip(&mut missing) {
            let mut seen = [false; 4];
            for corner in triangle {
                let number = number(corner.pos)?;
                seen[number] = true;
                if *uvs[number].get_or_insert(corner.uv) != corner.uv {
                    return None;
                }
            }
            let mut unseen = (0..4).filter(|number| !seen[*number]);
            *missing = unseen.next()?;
            if unseen.next().is_some() {
                return None;
            }
        }
        if missing[0] + missing[1] != 3 {
            return None;
        }
        let [Some(left_top), Some(right_top), Some(left_bottom), Some(right_bottom)] = uvs else {
            return None;
        };
        let straight = left_top.x == left_bottom.x
            && right_top.x == right_bottom.x
            && left_top.y == right_top.y
            && left_bottom.y == right_bottom.y;
        if !straight {
            return None;
        }
        let uv = (left_top != right_bottom).then_some(Rect {
            min: left_top,
            max: right_bottom,
        });
        Some(Self {
            rect,
            color,
            first_uv: left_top,
            uv,
        })
    }
}

/// `a × b / 255`, rounded.
fn scaled(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

fn tint(color: Color32, texel: Color32) -> Color32 {
    if texel == Color32::WHITE {
        return color;
    }
    let (c, t) = (color.to_array(), texel.to_array());
    let [r, g, b, a] = std::array::from_fn(|n| scaled(c[n], t[n]));
    Color32::from_rgba_premultiplied(r, g, b, a)
}

fn blend(pixel: &mut Color32, color: Color32) {
    match color.a() {
        255 => *pixel = color,
        alpha => {
            let (under, over) = (pixel.to_array(), color.to_array());
            let [r, g, b, a] = std::array::from_fn(|n| over[n].saturating_add(scaled(under[n], 255 - alpha)));
            *pixel = Color32::from_rgba_premultiplied(r, g, b, a);
        }
    }
}

fn fill(row: &mut [Color32], color: Color32) {
    if color.a() == 255 {
        row.fill(color);
    } else if color != Color32::TRANSPARENT {
        for pixel in row {
            blend(pixel, color);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const INK: Color32 = Color32::from_rgb(10, 20, 30);
    /// Half covering, premultiplied.
    const VEIL: Color32 = Color32::from_rgba_premultiplied(100, 50, 0, 128);

    fn white() -> Texture {
        Texture {
            size: [1, 1],
            pixels: vec![Color32::WHITE],
            options: TextureOptions::LINEAR,
        }
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

    proptest! {
        /// However a square is cut into triangles, each pixel is painted once.
        #[test]
        fn triangles_that_share_edges_leave_no_seam(x in 0.5f32..19.5, y in 0.5f32..19.5) {
            let (mut canvas, clip) = canvas(20, 20);
            let at = |x: f32, y: f32| Vertex { pos: pos2(x, y), uv: Pos2::ZERO, color: VEIL };
            let around = [at(0.0, 0.0), at(20.0, 0.0), at(20.0, 20.0), at(0.0, 20.0)];
            for n in 0..4 {
                canvas.triangle([around[n], at(x, y), around[(n + 1) % 4]], &white(), &clip);
            }
            prop_assert!(canvas.pixels.iter().all(|pixel| *pixel == VEIL));
        }

        /// Triangles of any shape, place and size are drawn or left out, without a panic.
        #[test]
        fn odd_triangles_are_harmless(n in prop::array::uniform6(prop::num::f32::ANY), u in prop::num::f32::ANY) {
            let (mut canvas, clip) = canvas(8, 8);
            let at = |x: f32, y: f32, color: Color32| Vertex { pos: pos2(x, y), uv: pos2(u, x), color };
            let corners = [at(n[0], n[1], INK), at(n[2], n[3], VEIL), at(n[4], n[5], INK), at(n[0], n[5], INK)];
            let mesh = Mesh { indices: vec![0, 1, 2, 0, 2, 3, 0, 1, 9], vertices: corners.into(), ..Mesh::default() };
            canvas.mesh(&mesh, &white(), 1.5, &clip, true);
        }
    }
}
