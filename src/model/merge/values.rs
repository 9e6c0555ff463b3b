//! Merging single values, sets and orders three ways.
//!
//! Everything here is symmetric: swapping mine and theirs gives the same result, so that two colleagues who each
//! merge the other's file end with the same one.

use std::collections::{BTreeMap, BTreeSet};

/// Which of two projects that are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The one that is open here.
    Mine,
    /// The one that comes in.
    Theirs,
}

impl Side {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Mine => Self::Theirs,
            Self::Theirs => Self::Mine,
        }
    }
}

/// What three-way merging of one value comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// Both sides have the same, or only this side changed it.
    From(Side),
    /// Both changed it, differently.
    Conflict,
}

/// Merges one value three ways; without a base, what differs is a conflict.
pub fn merge3<T: PartialEq + ?Sized>(base: Option<&T>, mine: &T, theirs: &T) -> Merged {
    if mine == theirs || base == Some(theirs) {
        Merged::From(Side::Mine)
    } else if base == Some(mine) {
        Merged::From(Side::Theirs)
    } else {
        Merged::Conflict
    }
}

/// Whether a member of a set stays: what either side added is in, what either side took out is out.
fn stays<T: Ord>(item: &T, base: &BTreeSet<&T>, mine: &BTreeSet<&T>, theirs: &BTreeSet<&T>) -> bool {
    match (mine.contains(item), theirs.contains(item)) {
        (true, true) => true,
        (false, false) => false,
        _ => !base.contains(item),
    }
}

/// Merges lists that are sets in some order. An order that both changed in ways that do not go together is decided
/// the same way for both sides.
pub(super) fn merge_list<T: Ord + Clone>(base: Option<&[T]>, mine: &[T], theirs: &[T]) -> Vec<T> {
    match merge3(base, mine, theirs) {
        Merged::From(Side::Mine) => return mine.to_vec(),
        Merged::From(Side::Theirs) => return theirs.to_vec(),
        Merged::Conflict => {}
    }
    let base = base.unwrap_or_default();
    let sets = [base, mine, theirs].map(|list| list.iter().collect::<BTreeSet<_>>());
    let left = |list: &[T]| -> Vec<T> {
        let mut seen = BTreeSet::new();
        list.iter()
            .filter(|item| stays(*item, &sets[0], &sets[1], &sets[2]) && seen.insert(*item))
            .cloned()
            .collect()
    };
    let (base, mine, theirs) = (left(base), left(mine), left(theirs));
    let spine = spine(Some(&base), &mine, &theirs).unwrap_or_else(|| {
        let common = |list: &[T]| -> Vec<T> { list.iter().filter(|i| base.contains(i)).cloned().collect() };
        common(&mine).min(common(&theirs))
    });
    arrange(&spine, &mine, &theirs)
}

/// The order of what all three have; `None` if the sides ordered it in ways that do not go together.
///
/// Two items stand as in the base unless a side turned them round. Without a base both sides must agree.
/// The lists hold each item once, and only items that stay.
pub(super) fn spine<T: Ord + Clone>(base: Option<&[T]>, mine: &[T], theirs: &[T]) -> Option<Vec<T>> {
    let rank = |list: &[T]| -> BTreeMap<T, usize> { list.iter().cloned().enumerate().map(|(n, i)| (i, n)).collect() };
    let (in_mine, in_theirs) = (rank(mine), rank(theirs));
    let Some(base) = base else {
        let mine: Vec<T> = mine.iter().filter(|i| in_theirs.contains_key(i)).cloned().collect();
        let same = theirs.iter().filter(|i| in_mine.contains_key(i)).eq(mine.iter());
        return same.then_some(mine);
    };
    let items: Vec<&T> = base
        .iter()
        .filter(|i| in_mine.contains_key(i) || in_theirs.contains_key(i))
        .collect();
    let ranks: Vec<[Option<usize>; 2]> = items
        .iter()
        .map(|i| [in_mine.get(i).copied(), in_theirs.get(i).copied()])
        .collect();
    let turned_by = |side: usize| {
        let mut last = None;
        !ranks.iter().filter_map(|r| r[side]).all(|r| last.replace(r) < Some(r))
    };
    if !turned_by(0) && !turned_by(1) {
        return Some(items.into_iter().cloned().collect());
    }
    let mut before = vec![0_usize; items.len()];
    for (a, ranks_of_a) in ranks.iter().enumerate() {
        for (b, ranks_of_b) in ranks.iter().enumerate().skip(a + 1) {
            let turned = (0..2).any(|side| matches!((ranks_of_a[side], ranks_of_b[side]), (Some(x), Some(y)) if x > y));
            before[if turned { a } else { b }] += 1;
        }
    }
    let mut places: Vec<Option<T>> = vec![None; items.len()];
    for (item, place) in items.into_iter().zip(before) {
        places[place] = Some(item.clone());
    }
    // A place left empty means that three items each stand before the next in a circle.
    places.into_iter().collect()
}

/// Puts the other items of both sides into the spine: each after the item of the spine that it follows on its side. One
/// that both have goes where the sides agree it stands; among such places, the first that one of them has it at.
pub(super) fn arrange<T: Ord + Clone>(spine: &[T], mine: &[T], theirs: &[T]) -> Vec<T> {
    let places: BTreeMap<&T, usize> = spine.iter().enumerate().map(|(n, item)| (item, n + 1)).collect();
    let gaps_of = |list: &[T]| -> BTreeMap<T, usize> {
        let mut gap = 0;
        let mut out = BTreeMap::new();
        for item in list {
            match places.get(item) {
                Some(place) => gap = *place,
                None => _ = out.insert(item.clone(), gap),
            }
        }
        out
    };
    let (in_mine, in_theirs) = (gaps_of(mine), gaps_of(theirs));
    let mut gap_of: BTreeMap<T, usize> = BTreeMap::new();
    for (item, gap) in in_mine.iter().chain(&in_theirs) {
        let first = gap_of.entry(item.clone()).or_insert(*gap);
        *first = (*first).min(*gap);
    }
    let rank = |list: &[T]| -> BTreeMap<T, usize> { list.iter().cloned().enumerate().map(|(n, i)| (i, n)).collect() };
    let ranks = (rank(mine), rank(theirs));
    let rank_of = |item: &T| Some((*ranks.0.get(item)?, *ranks.1.get(item)?));
    let mut placed: Vec<((usize, usize), usize)> = Vec::new();
    for item in mine.iter().filter(|item| in_mine.contains_key(item)) {
        let Some((m, t)) = rank_of(item) else { continue };
        let of_spine = || {
            spine
                .iter()
                .enumerate()
                .filter_map(|(n, other)| Some((rank_of(other)?, n)))
        };
        let after = of_spine().filter(|((a, b), _)| *a < m && *b < t).map(|(_, n)| n + 1);
        let after_placed = placed
            .iter()
            .filter(|((a, b), _)| *a < m && *b < t)
            .map(|(_, gap)| *gap);
        let least = after.chain(after_placed).max().unwrap_or(0);
        let before = of_spine().filter(|((a, b), _)| *a > m && *b > t).map(|(_, n)| n);
        let most = before.min().unwrap_or(spine.len());
        if let Some(gap) = gap_of.get_mut(item) {
            *gap = (*gap).min(most).max(least);
            placed.push(((m, t), *gap));
        }
    }
    let blocks_of = |list: &[T]| {
        let mut blocks: BTreeMap<usize, Vec<T>> = BTreeMap::new();
        for item in list {
            if let Some(gap) = gap_of.get(item) {
                blocks.entry(*gap).or_default().push(item.clone());
            }
        }
        blocks
    };
    let (mut mine, mut theirs) = (blocks_of(mine), blocks_of(theirs));
    let mut out = Vec::new();
    for gap in 0..=spine.len() {
        if let Some(item) = gap.checked_sub(1).and_then(|n| spine.get(n)) {
            out.push(item.clone());
        }
        let (m, t) = (mine.remove(&gap), theirs.remove(&gap));
        out.extend(braid(m.unwrap_or_default(), t.unwrap_or_default()));
    }
    out
}

/// Merges two sequences into one that keeps the order of each where they agree.
fn braid<T: Ord + Clone>(mine: Vec<T>, theirs: Vec<T>) -> Vec<T> {
    let sets: [BTreeSet<T>; 2] = [&mine, &theirs].map(|list| list.iter().cloned().collect());
    let shared = |item: &T| sets[0].contains(item) && sets[1].contains(item);
    let mut out: Vec<T> = Vec::with_capacity(mine.len() + theirs.len());
    let mut done: BTreeSet<T> = BTreeSet::new();
    let (mut m, mut t) = (mine.into_iter().peekable(), theirs.into_iter().peekable());
    loop {
        while m.next_if(|i| done.contains(i)).is_some() {}
        while t.next_if(|i| done.contains(i)).is_some() {}
        let from_mine = match (m.peek(), t.peek()) {
            (None, None) => break,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => match (shared(a), shared(b)) {
                (true, false) => false,
                (false, true) => true,
                _ => a <= b,
            },
        };
        let side = if from_mine { &mut m } else { &mut t };
        // What only one side has stays together.
        let alone = side.peek().is_some_and(|i| !shared(i));
        while let Some(item) = side.next() {
            done.insert(item.clone());
            out.push(item);
            if !alone || side.peek().is_some_and(shared) {
                break;
            }
        }
    }
    out
}

/// Bits made of a text, the same on every machine and in every version (FNV-1a).
pub(super) fn bits_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |bits, byte| {
        (bits ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_both_added_stands_where_both_have_it() {
        assert_eq!(
            arrange(&["r", "c"], &["c", "r", "new"], &["r", "c", "new"]),
            ["r", "c", "new"]
        );
        assert_eq!(
            arrange(&["a", "b"], &["b", "one", "a", "two"], &["a", "b", "one", "two"]),
            ["a", "b", "one", "two"]
        );
    }

    #[test]
    fn one_value() {
        use Merged::{Conflict, From};
        use Side::{Mine, Theirs};
        for (base, mine, theirs, expected) in [
            (Some(1), 1, 1, From(Mine)),
            (Some(1), 2, 1, From(Mine)),
            (Some(1), 1, 2, From(Theirs)),
            (Some(1), 2, 2, From(Mine)),
            (Some(1), 2, 3, Conflict),
            (None, 2, 2, From(Mine)),
            (None, 2, 3, Conflict),
        ] {
            assert_eq!(
                merge3(base.as_ref(), &mine, &theirs),
                expected,
                "{base:?} {mine} {theirs}"
            );
        }
    }

    fn list(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn lists_and_their_order() {
        for (base, mine, theirs, expected, why) in [
            ("abcd", "abcd", "abcd", "abcd", "nothing"),
            ("abcd", "bacd", "abdc", "badc", "both moved something else"),
            ("abcd", "abcdx", "abcdk", "abcdkx", "both added at the end"),
            ("abcd", "abxcd", "abcd", "abxcd", "one added inside"),
            ("abcd", "acd", "abcx", "acx", "one took out, the other too, and added"),
            ("abcd", "acd", "dabc", "dac", "taken out and moved"),
            ("", "xy", "yz", "xyz", "both added the same"),
        ] {
            for (mine, theirs) in [(mine, theirs), (theirs, mine)] {
                let merged: String = merge_list(Some(&list(base)), &list(mine), &list(theirs))
                    .iter()
                    .collect();
                assert_eq!(merged, expected, "{why}");
            }
        }
    }

    #[test]
    fn orders_that_do_not_go_together() {
        assert_eq!(spine(Some(&list("abc")), &list("bac"), &list("acb")), None);
        assert_eq!(spine(None, &list("abx"), &list("bya")), None);
        assert_eq!(spine(None, &list("abx"), &list("ayb")), Some(list("ab")));
    }

    fn lists() -> impl Strategy<Value = [Vec<u8>; 3]> {
        let one = || prop::sample::subsequence((0..9).collect::<Vec<u8>>(), 0..9).prop_shuffle();
        [one(), one(), one()]
    }

    proptest! {
        #[test]
        fn merging_lists_is_fair_and_stable([base, mine, theirs] in lists()) {
            let merge = |b: &[u8], m: &[u8], t: &[u8]| merge_list(Some(b), m, t);
            let merged = merge(&base, &mine, &theirs);
            prop_assert_eq!(&merged, &merge(&base, &theirs, &mine));
            prop_assert_eq!(&merge(&base, &mine, &base), &mine);
            prop_assert_eq!(&merge(&base, &base, &theirs), &theirs);
            prop_assert_eq!(&merge(&base, &mine, &mine), &mine);
            for n in 0..9 {
                let within = [&base, &mine, &theirs].map(|list| list.contains(&n));
                let expected = matches!(within, [_, true, true] | [false, true, false] | [false, false, true]);
                prop_assert_eq!(merged.contains(&n), expected, "{}", n);
                prop_assert!(merged.iter().filter(|i| **i == n).count() <= 1);
            }
        }
    }
}
