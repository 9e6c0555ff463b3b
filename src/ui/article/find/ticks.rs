//! Where on the scroll bar there are hits.

use eframe::egui::{Painter, Rect, pos2};

use super::Find;
use crate::{
    model::DocumentId,
    ui::{article::pieces::Pieces, theme::Tokens},
};

/// Height of a tick, in points.
const TICK: f32 = 2.0;

/// The ticks, kept until the hits or the bar are others.
#[derive(Debug, Default)]
pub(super) struct Ticks {
    /// What they were made of: how often the hits changed, the bar's height, the guessed height of the document.
    of: Option<(u64, f32, f64)>,
    /// Points from the bar's upper edge.
    at: Vec<f32>,
}

impl Find {
    /// Paints a tick for every place of the bar at which a document has hits.
    pub(in crate::ui::article) fn ticks_ui(
        &mut self,
        painter: &Painter,
        tokens: &Tokens,
        bar: Rect,
        pieces: &Pieces,
        document: &DocumentId,
    ) {
        let of = Some((self.changes, bar.height(), pieces.total()));
        if self.ticks.of != of {
            self.ticks.at = match self.in_document(document) {
                Some((_, found)) => places(&found.hits, bar.height(), pieces),
                None => Vec::new(),
            };
            self.ticks.of = of;
        }
        let paint = |y: f32, colour| {
            let tick = Rect::from_min_max(
                pos2(bar.left() + 1.0, bar.top() + y),
                pos2(bar.right() - 1.0, bar.top() + y + TICK),
            );
            painter.rect_filled(tick, 0.0, colour);
        };
        for y in &self.ticks.at {
            paint(*y, tokens.hit_now);
        }
        let current = self.current.and_then(|c| self.hit(c));
        if let Some((found, hit)) = current
            && found.document == *document
        {
            let y = (share(pieces, hit.start) * f64::from(bar.height())) as f32;
            paint((y / TICK).floor() * TICK, tokens.accent);
        }
    }
}

/// How far down in the document a position is guessed to be, 0 to 1.
fn share(pieces: &Pieces, position: u32) -> f64 {
    let n = pieces.holding(position);
    let Some(piece) = pieces.get(n).filter(|_| pieces.total() > 0.0) else {
        return 0.0;
    };
    let within = f64::from(position.saturating_sub(piece.start)) / f64::from(piece.len.max(1));
    (pieces.top(n) + pieces.guessed(n) * within.min(1.0)) / pieces.total()
}

/// The places with hits; takes time by the bar's height, not by the hits.
fn places(hits: &[std::ops::Range<u32>], height: f32, pieces: &Pieces) -> Vec<f32> {
    let mut out = Vec::new();
    let mut next = 0;
    for tick in 1..=(height / TICK).ceil() as usize {
        let Some(hit) = hits.get(next) else { break };
        let below = (tick as f32 * TICK / height).min(1.0);
        if share(pieces, hit.start) >= f64::from(below) && below < 1.0 {
            continue;
        }
        out.push((tick - 1) as f32 * TICK);
        // On to the first hit that is not at this tick.
        next += hits[next..].partition_point(|hit| share(pieces, hit.start) < f64::from(below));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Block, BlockKind, Body};

    #[test]
    fn every_hit_has_a_tick_and_every_tick_a_hit() {
        let blocks = (0..1000)
            .map(|n| Block::new(BlockKind::Paragraph, &format!("{n:09}")))
            .collect();
        let mut pieces = Pieces::of(&Body::new(blocks));
        pieces.guess(|_| 20.0);
        // Every block is ten code points, and 0.3 points of this bar.
        let hits = |at: &[u32]| at.iter().map(|n| n * 10..n * 10 + 1).collect::<Vec<_>>();
        assert_eq!(places(&hits(&[]), 300.0, &pieces), [0.0; 0]);
        assert_eq!(places(&hits(&[0, 1, 2, 500, 999]), 300.0, &pieces), [0.0, 150.0, 298.0]);
        let all: Vec<u32> = (0..1000).collect();
        assert_eq!(places(&hits(&all), 300.0, &pieces).len(), 150);
    }
}
