//! How much of a document an analyst has coded: passages marked, and the share of the text that lies in one.
//!
//! [`coded`] counts from a project as it stands; [`Cover`] keeps the same numbers up to date by what changed.
//! Passages whose words do not stand where they say cover nothing.
//! Not here: how much of the matrix is coded (`coverage`).

use std::ops::Range;

use crate::model::{AnalystId, DocumentId, Project};

/// How much of a document is coded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coded {
    /// Passages that stand in the text.
    pub passages: usize,
    /// Code points that lie in at least one of them.
    pub points: u32,
    /// Code points of the whole text.
    pub length: u32,
}

impl Coded {
    /// The share of the text in whole per cent, 0 to 100: 0 only if nothing is coded, 100 only if everything is.
    pub fn percent(&self) -> u32 {
        if self.points == 0 || self.length == 0 {
            return 0;
        }
        if self.points >= self.length {
            return 100;
        }
        let share = u64::from(self.points) * 100 / u64::from(self.length);
        (share as u32).clamp(1, 99)
    }

    /// "12 passages, 8 % of the text", as lists and the command line print it.
    pub fn sentence(&self) -> String {
        match self.passages {
            0 => "nothing coded".to_owned(),
            1 => format!("1 passage, {} % of the text", self.percent()),
            n => format!("{n} passages, {} % of the text", self.percent()),
        }
    }
}

/// How much of a document an analyst has coded; nothing if there is no such document.
pub fn coded(project: &Project, document: &DocumentId, analyst: &AnalystId) -> Coded {
    let Some(body) = project.document(document).map(|d| &d.body) else {
        return Coded::default();
    };
    let mut ranges: Vec<Range<u32>> = project
        .passages
        .values()
        .filter(|p| p.document == *document && p.analyst == *analyst && p.anchor.is_exact(body))
        .map(|p| p.anchor.range())
        .collect();
    ranges.sort_by_key(|range| range.start);
    let (mut points, mut end) = (0, 0);
    for range in &ranges {
        points += range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
    }
    Coded {
        passages: ranges.len(),
        points,
        length: body.len(),
    }
}

/// Code points of a text that one bucket of [`Cover`] is about.
const BUCKET: u32 = 1024;

/// The stretches of one analyst on one document, and how much of the text they cover.
#[derive(Debug, Clone, Default)]
pub(super) struct Cover {
    /// Bucket `n` has what every stretch covers of code points `n * BUCKET ..`.
    buckets: Vec<Bucket>,
    passages: usize,
    points: u32,
}

#[derive(Debug, Clone, Default)]
struct Bucket {
    /// First and last code point, counted from the bucket's first.
    parts: Vec<(u16, u16)>,
    /// Code points that lie in a part.
    points: u32,
}

impl Bucket {
    fn count(&mut self) {
        let mut bits = [0_u64; BUCKET as usize / 64];
        for (first, last) in &self.parts {
            let (a, b) = (usize::from(first / 64), usize::from(last / 64));
            let from = u64::MAX << (first % 64);
            let to = u64::MAX >> (63 - last % 64);
            if a == b {
                bits[a] |= from & to;
                continue;
            }
            bits[a] |= from;
            bits[a + 1..b].fill(u64::MAX);
            bits[b] |= to;
        }
        self.points = bits.iter().map(|word| word.count_ones()).sum();
    }
}

impl Cover {
    /// Adds a passage's stretch; it is not empty.
    pub(super) fn insert(&mut self, range: Range<u32>) {
        self.passages += 1;
        self.each_bucket(range, |bucket, part| bucket.parts.push(part));
    }

    /// Takes away a stretch that was added.
    pub(super) fn remove(&mut self, range: Range<u32>) {
        self.passages -= 1;
        self.each_bucket(range, |bucket, part| {
            if let Some(at) = bucket.parts.iter().position(|p| *p == part) {
                bucket.parts.swap_remove(at);
            }
        });
    }

    /// What is covered of a text of so many code points.
    pub(super) fn coded(&self, length: u32) -> Coded {
        Coded {
            passages: self.passages,
            points: self.points,
            length,
        }
    }

    fn each_bucket(&mut self, range: Range<u32>, mut change: impl FnMut(&mut Bucket, (u16, u16))) {
        let last = range.end.saturating_sub(1);
        let (a, b) = ((range.start / BUCKET) as usize, (last / BUCKET) as usize);
        if self.buckets.len() <= b {
            self.buckets.resize(b + 1, Bucket::default());
        }
        for n in a..=b {
            let first = if n == a { (range.start % BUCKET) as u16 } else { 0 };
            let end = if n == b {
                (last % BUCKET) as u16
            } else {
                (BUCKET - 1) as u16
            };
            let bucket = &mut self.buckets[n];
            self.points -= bucket.points;
            change(bucket, (first, end));
            bucket.count();
            self.points += bucket.points;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_share_is_nothing_or_all_only_if_it_is() {
        let percent = |points, length| {
            Coded {
                passages: 1,
                points,
                length,
            }
            .percent()
        };
        assert_eq!(
            [
                percent(0, 10),
                percent(1, 5000),
                percent(4999, 5000),
                percent(10, 10),
                percent(1, 3)
            ],
            [0, 1, 99, 100, 33]
        );
        assert_eq!(percent(0, 0), 0);
        assert_eq!(Coded::default().sentence(), "nothing coded");
    }

    proptest! {
        /// What is added and taken away in any order covers what is left.
        #[test]
        fn a_cover_counts_every_code_point_once(
            stretches in prop::collection::vec((0_u32..5000, 1_u32..2500, any::<bool>()), 0..12),
        ) {
            let mut cover = Cover::default();
            let mut all = vec![0_u32; 8000];
            for (start, length, _) in &stretches {
                cover.insert(*start..start + length);
            }
            for (start, length, kept) in &stretches {
                if *kept {
                    all[*start as usize..(start + length) as usize].fill(1);
                } else {
                    cover.remove(*start..start + length);
                }
            }
            let left = stretches.iter().filter(|s| s.2).count();
            prop_assert_eq!(cover.coded(8000), Coded { passages: left, points: all.iter().sum(), length: 8000 });
        }
    }
}
