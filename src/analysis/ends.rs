//! Moving one edge of a stretch of text, never so far that nothing is left to be seen of it.
//!
//! Not here: doing it to a passage (`Edit::Reanchor`), and gestures (`ui`).

use std::ops::Range;

use super::sentences::{Edge, next_character, previous_character, word_edge};
use crate::model::Body;

/// How far one step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Stride {
    Word,
    Character,
}

/// The stretch with one edge a step later or earlier; `None` if it cannot go there.
///
/// By words, a start goes to starts of words and an end to ends of words.
pub fn stepped(body: &Body, range: &Range<u32>, edge: Edge, stride: Stride, later: bool) -> Option<Range<u32>> {
    let from = match edge {
        Edge::Start => range.start,
        Edge::End => range.end,
    };
    let step = |at: u32| match stride {
        Stride::Word => word_edge(body, at, edge, later),
        Stride::Character if later => Some(next_character(body, at)).filter(|to| *to != at),
        Stride::Character => Some(previous_character(body, at)).filter(|to| *to != at),
    };
    // Where there is nothing to see, as between two blocks, one step is many.
    let mut to = step(from)?;
    loop {
        let passes = match edge {
            Edge::Start => to >= range.end,
            Edge::End => to <= range.start,
        };
        if passes {
            return None;
        }
        let moved = placed(body, range, edge, to);
        if moved != *range {
            return Some(moved);
        }
        to = step(to)?;
    }
}

/// The stretch with one edge at a position, or as near to it as leaves something to be seen: an edge passes neither
/// the other edge nor the last word or sign before it. Neither edge stands at a line end between two blocks.
pub fn placed(body: &Body, range: &Range<u32>, edge: Edge, position: u32) -> Range<u32> {
    let moved = match edge {
        Edge::Start => position.min(previous_character(body, range.end))..range.end,
        Edge::End => range.start..position.max(next_character(body, range.start)).min(body.len()),
    };
    let moved = without_outer_line_ends(body, moved);
    if shows(body, &moved) { moved } else { range.clone() }
}

fn without_outer_line_ends(body: &Body, mut range: Range<u32>) -> Range<u32> {
    let ends_a_block = |position| body.block_range(body.place(position).block).end == position;
    while range.start < range.end && ends_a_block(range.start) {
        range.start += 1;
    }
    while range.start < range.end && ends_a_block(range.end - 1) {
        range.end -= 1;
    }
    range
}

/// Whether a stretch has anything but space.
fn shows(body: &Body, range: &Range<u32>) -> bool {
    // So much space in a row is no article's.
    const LOOKED_AT: u32 = 256;
    range.start < range.end
        && (range.end - range.start > LOOKED_AT || !body.slice_clamped(range.clone()).trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Block, BlockKind};
    use proptest::prelude::*;

    fn body(texts: &[&str]) -> Body {
        Body::new(texts.iter().map(|t| Block::new(BlockKind::Paragraph, t)).collect())
    }

    #[test]
    fn edges_step_by_words_and_characters_across_blocks() {
        let body = body(&["One two.", "", "Three four."]);
        let words = |range: Range<u32>, edge, stride, later| {
            stepped(&body, &range, edge, stride, later).map(|r| body.slice_clamped(r))
        };
        let (start, end) = (Edge::Start, Edge::End);
        for (range, edge, stride, later, expected) in [
            (4..7, start, Stride::Word, false, Some("One two")),
            (0..7, start, Stride::Word, true, Some("two")),
            (4..7, start, Stride::Word, true, None),
            (4..7, end, Stride::Word, true, Some("two.\n\nThree")),
            (4..15, end, Stride::Word, false, Some("two")),
            (4..7, end, Stride::Word, false, None),
            (0..3, start, Stride::Word, false, None),
            (0..3, end, Stride::Word, false, None),
            (4..8, end, Stride::Character, true, Some("two.\n\nT")),
            (4..11, end, Stride::Character, false, Some("two.")),
            (10..15, start, Stride::Character, false, Some(".\n\nThree")),
            (7..15, start, Stride::Character, true, Some("Three")),
            (0..1, end, Stride::Character, false, None),
        ] {
            let case = format!("{range:?} {edge:?} {stride:?} {later}");
            assert_eq!(words(range, edge, stride, later).as_deref(), expected, "{case}");
        }
    }

    #[test]
    fn an_edge_dragged_past_the_other_leaves_one_character() {
        let body = body(&["A e\u{301}lan 👩‍👩‍👧‍👦.", "B"]);
        let whole = 2..7;
        assert_eq!(body.slice_clamped(placed(&body, &whole, Edge::End, 0)), "e\u{301}");
        assert_eq!(body.slice_clamped(placed(&body, &whole, Edge::Start, 99)), "n");
        assert_eq!(placed(&body, &whole, Edge::End, 99).end, body.len());
    }

    proptest! {
        #[test]
        fn what_is_left_can_always_be_anchored(
            texts in prop::collection::vec("[a-zé中🙂\u{301}\u{a0}א .]{0,12}", 1..6),
            (a, b, to) in (0_u32..70, 0_u32..70, 0_u32..90),
            (start, word, later) in (any::<bool>(), any::<bool>(), any::<bool>()),
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let body = body(&texts);
            let range = a.min(b).min(body.len())..a.max(b).min(body.len());
            prop_assume!(!body.slice_clamped(range.clone()).trim().is_empty());
            let edge = if start { Edge::Start } else { Edge::End };
            let stride = if word { Stride::Word } else { Stride::Character };
            for moved in [Some(placed(&body, &range, edge, to)), stepped(&body, &range, edge, stride, later)]
                .into_iter()
                .flatten()
            {
                let anchor = Anchor::of(&body, moved.clone()).expect("not empty, in bounds");
                prop_assert!(!anchor.quotation.trim().is_empty());
                if moved != range {
                    prop_assert!(!anchor.quotation.starts_with('\n') && !anchor.quotation.ends_with('\n'));
                }
            }
        }
    }
}
