//! Where the reader was: the places that jumps left, to be retraced.

use crate::model::DocumentId;

/// The most places kept each way.
const MOST: usize = 200;

/// A document and a position in it.
pub(super) type Spot = (DocumentId, u32);

/// Places before and after the present one.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    back: Vec<Spot>,
    forward: Vec<Spot>,
    /// The next jump is a step along the trail, not a new one.
    retracing: bool,
}

impl Trail {
    /// A jump left this place.
    pub(super) fn left(&mut self, here: Option<Spot>) {
        if std::mem::take(&mut self.retracing) {
            return;
        }
        self.forward.clear();
        if let Some(here) = here.filter(|h| self.back.last() != Some(h)) {
            self.back.push(here);
            if self.back.len() > MOST {
                self.back.remove(0);
            }
        }
    }

    /// The next jump retraces.
    pub(super) fn retracing(&mut self) {
        self.retracing = true;
    }

    /// Whether there is somewhere to go, back and forward.
    pub(super) fn leads(&self) -> (bool, bool) {
        (!self.back.is_empty(), !self.forward.is_empty())
    }

    /// The place to go to, back or forward; `here` is kept for the way back. Places in documents that are gone are
    /// passed over.
    pub(super) fn retrace(
        &mut self,
        back: bool,
        here: Option<Spot>,
        known: impl Fn(&DocumentId) -> bool,
    ) -> Option<Spot> {
        let (from, to) = if back {
            (&mut self.back, &mut self.forward)
        } else {
            (&mut self.forward, &mut self.back)
        };
        loop {
            let there = from.pop()?;
            if known(&there.0) && here.as_ref() != Some(&there) {
                to.extend(here);
                return Some(there);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(position: u32) -> Spot {
        ("d".parse().expect("an id"), position)
    }

    #[test]
    fn back_and_forward_retrace_the_jumps() {
        let mut trail = Trail::default();
        trail.left(Some(spot(1)));
        trail.left(Some(spot(2)));
        assert_eq!(trail.retrace(true, Some(spot(3)), |_| true), Some(spot(2)));
        assert_eq!(trail.retrace(true, Some(spot(2)), |_| true), Some(spot(1)));
        assert_eq!(trail.retrace(true, Some(spot(1)), |_| true), None);
        assert_eq!(trail.retrace(false, Some(spot(1)), |_| true), Some(spot(2)));
        assert_eq!(trail.retrace(false, Some(spot(2)), |_| true), Some(spot(3)));
        trail.left(Some(spot(3)));
        assert_eq!(trail.leads(), (true, false));
    }

    #[test]
    fn documents_that_are_gone_are_passed_over() {
        let mut trail = Trail::default();
        trail.left(Some(spot(1)));
        trail.left(Some(("gone".parse().expect("an id"), 5)));
        let there = trail.retrace(true, None, |id| id.as_str() != "gone");
        assert_eq!(there, Some(spot(1)));
    }
}
