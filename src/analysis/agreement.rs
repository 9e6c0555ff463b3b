//! How far layers agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for two and more.
//!
//! The unit is a cell (or a cell in a period), never a stretch of text: most text is coded by nobody, and a measure
//! over it would say so and nothing else.
//! A stance is one of seven values; the five on the scale have an order and distances, the two off it have none.
//! So the measures that use an order look only at units where the values are on the scale, and say how many.
//! What a layer has not coded is missing, not a value.
//!
//! Sources: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
//! (1960) 37–46; J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968) 213–220; D. Cicchetti & T. Allison,
//! American Journal of EEG Technology 11 (1971) 101–110 (linear weights); J. Fleiss & J. Cohen, Educational and
//! Psychological Measurement 33 (1973) 613–619 (quadratic weights); K. Krippendorff, "Computing Krippendorff's
//! alpha-reliability" (2011) and "Content Analysis", 4th edition (2018), chapter 12.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::{Periods, Unit, units};
use crate::model::{AnalystId, Project, Stance};

/// How grave it is that one says the `i`-th category and the other the `j`-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Any difference is as grave as any other (Cohen 1960).
    None,
    /// By the number of steps between them (Cicchetti & Allison 1971).
    Linear,
    /// By the square of the number of steps (Fleiss & Cohen 1973).
    Quadratic,
}

impl Weights {
    fn of(self, i: usize, j: usize) -> f64 {
        let steps = i.abs_diff(j) as f64;
        match self {
            Self::None => f64::from(u8::from(i != j)),
            Self::Linear => steps,
            Self::Quadratic => steps * steps,
        }
    }
}

/// A value of kappa and what it was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// 1 for full agreement, 0 for as much as by chance, negative for less; `None` where it is not defined: without
    /// units, and where both used one and the same category throughout.
    pub value: Option<f64>,
    /// The mean weight of the disagreements; without weights, the share of units in which they differ: 0 to 1.
    pub observed: f64,
    /// The same, expected if each rated at random in the proportions that each used.
    pub expected: f64,
    /// Units that both rated.
    pub units: usize,
}

/// Cohen's kappa of a square table of counts: rows are the first rater's categories, columns the second's.
///
/// κ = 1 − Σ v·p / Σ v·e with disagreement weights v, observed proportions p and chance proportions e, the products of
/// the margins (Cohen 1968, formula 4); with all weights 1 it is (p₀ − pₑ) / (1 − pₑ) (Cohen 1960).
pub fn kappa(table: &[Vec<usize>], weights: Weights) -> Kappa {
    weighted(table, |i, j| weights.of(i, j))
}

fn weighted(table: &[Vec<usize>], weight: impl Fn(usize, usize) -> f64) -> Kappa {
    let units: usize = table.iter().flatten().sum();
    let rows: Vec<usize> = table.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<usize> = (0..table.len())
        .map(|j| table.iter().map(|row| row.get(j).copied().unwrap_or(0)).sum())
        .collect();
    let (mut observed, mut expected) = (0.0, 0.0);
    for (i, row) in table.iter().enumerate() {
        for (j, count) in row.iter().enumerate() {
            observed += weight(i, j) * *count as f64;
            expected += weight(i, j) * rows[i] as f64 * columns.get(j).copied().unwrap_or(0) as f64;
        }
    }
    let n = units.max(1) as f64;
    let (observed, expected) = (observed / n, expected / (n * n));
    Kappa {
        value: (units > 0 && expected > 0.0).then(|| 1.0 - observed / expected),
        observed,
        expected,
        units,
    }
}

/// What kind of difference there is between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// They are the same or not.
    Nominal,
    /// They have an order, not distances.
    Ordinal,
    /// They have distances.
    Interval,
}

/// A value of alpha and what it was made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alpha {
    /// 1 for full agreement, 0 for as much as by chance, negative for less; `None` where it is not defined: without
    /// values to pair, and where all are the same.
    pub value: Option<f64>,
    /// Units with at least two values.
    pub units: usize,
    /// Values in those units.
    pub values: usize,
}

/// Krippendorff's alpha: for each unit the values that it was given, missing ones left out.
///
/// α = 1 − Dₒ / Dₑ over the coincidence matrix o of all pairs of values within units: o(c,k) = Σ over units of the
/// number of ordered pairs c–k divided by the unit's number of values less one (Krippendorff 2011, section C).
/// The squared differences are 0 or 1 (nominal), (c − k)² (interval), and (Σ n(g) from c to k − (n(c) + n(k)) / 2)²
/// (ordinal), where n(g) is how often g occurs in pairable values.
pub fn alpha(units: &[Vec<i32>], metric: Metric) -> Alpha {
    let pairable: Vec<&Vec<i32>> = units.iter().filter(|values| values.len() > 1).collect();
    let categories: Vec<i32> = pairable
        .iter()
        .flat_map(|v| v.iter().copied())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let place: BTreeMap<i32, usize> = categories.iter().enumerate().map(|(n, c)| (*c, n)).collect();
    let k = categories.len();
    let mut coincidences = vec![vec![0.0; k]; k];
    for values in &pairable {
        let mut counts = vec![0_usize; k];
        for value in *values {
            counts[place[value]] += 1;
        }
        let others = (values.len() - 1) as f64;
        for c in 0..k {
            for d in 0..k {
                let pairs = counts[c] * (counts[d] - usize::from(c == d && counts[d] > 0));
                coincidences[c][d] += pairs as f64 / others;
            }
        }
    }
    let totals: Vec<f64> = coincidences.iter().map(|row| row.iter().sum()).collect();
    let n: f64 = totals.iter().sum();
    let difference = |c: usize, d: usize| -> f64 {
        let distance = match metric {
            Metric::Nominal => f64::from(u8::from(c != d)),
            Metric::Interval => f64::from(categories[c]) - f64::from(categories[d]),
            Metric::Ordinal => {
                let (from, to) = (c.min(d), c.max(d));
                totals[from..=to].iter().sum::<f64>() - f64::midpoint(totals[c], totals[d])
            }
        };
        distance * distance
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for c in 0..k {
        for d in 0..k {
            observed += coincidences[c][d] * difference(c, d);
            expected += totals[c] * totals[d] * difference(c, d);
        }
    }
    Alpha {
        value: (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected),
        units: pairable.len(),
        values: pairable.iter().map(|v| v.len()).sum(),
    }
}

/// How far layers agree, by every measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The layers.
    pub analysts: Vec<AnalystId>,
    /// Units in which at least one layer has a stance.
    pub coded: usize,
    /// Units in which at least two layers have a stance.
    pub pairable: usize,
    /// Units in which all layers have a stance.
    pub by_all: usize,
    /// Units in which all layers have the same stance.
    pub same: usize,
    /// For two layers: how often the first said the one and the second the other, in the order of [`Stance::ALL`].
    pub table: Option<Vec<Vec<usize>>>,
    /// For two layers: kappa over the seven stances.
    pub kappa: Option<Kappa>,
    /// For two layers: kappa with linear weights, over the units where both are on the scale.
    pub linear: Option<Kappa>,
    /// For two layers: kappa with quadratic weights, over the units where both are on the scale.
    pub quadratic: Option<Kappa>,
    /// Alpha over the seven stances.
    pub nominal: Alpha,
    /// Alpha over the values on the scale, by order.
    pub ordinal: Alpha,
    /// Alpha over the values on the scale, by distance.
    pub interval: Alpha,
}

/// How far these layers agree.
pub fn agreement(project: &Project, analysts: &[AnalystId], periods: &Periods) -> Agreement {
    let mut ratings: BTreeMap<Unit, Vec<Option<Stance>>> = BTreeMap::new();
    for (n, analyst) in analysts.iter().enumerate() {
        for (unit, (_, position)) in units(project, analyst, periods) {
            if position.stance.is_some() {
                ratings.entry(unit).or_insert_with(|| vec![None; analysts.len()])[n] = position.stance;
            }
        }
    }
    let values = |of: &dyn Fn(Stance) -> Option<i32>| -> Vec<Vec<i32>> {
        ratings
            .values()
            .map(|row| row.iter().flatten().filter_map(|stance| of(*stance)).collect())
            .collect()
    };
    let all = values(&|stance| Some(stance as i32));
    let on_scale = values(&|stance| stance.score().map(i32::from));
    let table = (analysts.len() == 2).then(|| {
        let mut table = vec![vec![0; Stance::ALL.len()]; Stance::ALL.len()];
        for row in ratings.values() {
            if let [Some(a), Some(b)] = row[..] {
                table[a as usize][b as usize] += 1;
            }
        }
        table
    });
    let scale = table.as_ref().map(|table| -> Vec<Vec<usize>> {
        let steps = Stance::ALL.iter().filter(|s| s.score().is_some()).count();
        table[..steps].iter().map(|row| row[..steps].to_vec()).collect()
    });
    let full = |row: &&Vec<Option<Stance>>| row.iter().all(Option::is_some);
    Agreement {
        analysts: analysts.to_vec(),
        coded: ratings.len(),
        pairable: all.iter().filter(|values| values.len() > 1).count(),
        by_all: ratings.values().filter(full).count(),
        same: ratings
            .values()
            .filter(full)
            .filter(|row| row.iter().all(|s| *s == row[0]))
            .count(),
        kappa: table.as_ref().map(|table| kappa(table, Weights::None)),
        linear: scale.as_ref().map(|table| kappa(table, Weights::Linear)),
        quadratic: scale.as_ref().map(|table| kappa(table, Weights::Quadratic)),
        table,
        nominal: alpha(&all, Metric::Nominal),
        ordinal: alpha(&on_scale, Metric::Ordinal),
        interval: alpha(&on_scale, Metric::Interval),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::sample::layered;

    fn near(value: Option<f64>, expected: f64, digits: i32) {
        let value = value.expect("it is defined");
        let rounded = (value * 10_f64.powi(digits)).round() / 10_f64.powi(digits);
        assert!((rounded - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    /// Cohen 1968, table 1 (the judges' diagnoses of 200 patients), as counts.
    fn diagnoses() -> Vec<Vec<usize>> {
        vec![vec![88, 14, 18], vec![10, 40, 10], vec![2, 6, 12]]
    }

    #[test]
    fn kappa_of_cohens_diagnoses() {
        let kappa = kappa(&diagnoses(), Weights::None);
        near(kappa.value, 0.492, 3);
        assert!((kappa.observed - 0.30).abs() < 1e-9 && (kappa.expected - 0.59).abs() < 1e-9);
    }

    #[test]
    fn weighted_kappa_of_cohens_diagnoses() {
        let graveness = [[0.0, 1.0, 3.0], [1.0, 0.0, 6.0], [3.0, 6.0, 0.0]];
        near(weighted(&diagnoses(), |i, j| graveness[i][j]).value, 0.348, 3);
    }

    /// The two dermatologists of the SAS manual (PROC FREQ, "Agreement Study"): 0.3449, and 0.5082 with the weights
    /// of Cicchetti and Allison.
    #[test]
    fn kappa_of_the_dermatologists() {
        let table = [[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]].map(Vec::from);
        near(kappa(&table, Weights::None).value, 0.3449, 4);
        near(kappa(&table, Weights::Linear).value, 0.5082, 4);
    }

    #[test]
    fn kappa_is_not_defined_where_nothing_varies() {
        for table in [vec![vec![0, 0], vec![0, 0]], vec![vec![7, 0], vec![0, 0]], vec![]] {
            assert_eq!(kappa(&table, Weights::None).value, None);
        }
        near(kappa(&[vec![3, 0], vec![0, 4]], Weights::Quadratic).value, 1.0, 9);
        near(kappa(&[vec![0, 5], vec![5, 0]], Weights::None).value, -1.0, 9);
    }

    /// Krippendorff 2011, example C: four observers, twelve units, values missing.
    #[test]
    fn alpha_of_krippendorffs_example() {
        let observers = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let units: Vec<Vec<i32>> = (0..12)
            .map(|unit| observers.iter().map(|o| o[unit]).filter(|value| *value > 0).collect())
            .collect();
        let nominal = alpha(&units, Metric::Nominal);
        near(nominal.value, 0.743, 3);
        assert_eq!((nominal.units, nominal.values), (11, 40));
        near(alpha(&units, Metric::Ordinal).value, 0.815, 3);
        near(alpha(&units, Metric::Interval).value, 0.849, 3);
    }

    /// Krippendorff 2011, example B: two observers, twelve articles, five kinds.
    #[test]
    fn alpha_of_two_observers_without_missing_values() {
        let (first, second) = ("aabbdccceddA", "bAbbBccceddd");
        let value = |c: char| c.to_ascii_lowercase() as i32;
        let units: Vec<Vec<i32>> = first
            .chars()
            .zip(second.chars())
            .map(|(a, b)| vec![value(a), value(b)])
            .collect();
        near(alpha(&units, Metric::Nominal).value, 0.692, 3);
    }

    #[test]
    fn alpha_is_not_defined_where_nothing_varies() {
        for units in [vec![], vec![vec![1], vec![2]], vec![vec![1, 1], vec![1, 1, 1]]] {
            for metric in [Metric::Nominal, Metric::Ordinal, Metric::Interval] {
                assert_eq!(alpha(&units, metric).value, None, "{units:?}");
            }
        }
    }

    #[test]
    fn layers_agree_over_the_cells_that_they_coded() {
        let project = layered(&[
            ("anna", "china", "aukus", "", "opposes"),
            ("bela", "china", "aukus", "", "opposes"),
            ("anna", "china", "nato", "", "supports"),
            ("bela", "china", "nato", "", "opposes"),
            ("anna", "russia", "aukus", "", "silent"),
            ("bela", "russia", "aukus", "", "silent"),
            ("anna", "russia", "nato", "", "neutral"),
        ]);
        let analysts = ["anna", "bela"].map(|id| id.parse().expect("an id"));
        let found = agreement(&project, &analysts, &Periods::Latest);
        assert_eq!((found.coded, found.pairable, found.by_all, found.same), (4, 3, 3, 2));
        // Observed 2/3; by chance (1·2 + 0 + 1·1)/9 = 1/3; so (2/3 − 1/3)/(1 − 1/3) = 1/2.
        near(found.kappa.and_then(|k| k.value), 0.5, 9);
        assert_eq!(found.linear.map(|k| k.units), Some(2), "silent is not on the scale");
        assert_eq!((found.nominal.units, found.interval.units), (3, 2));
        let one = agreement(&project, &analysts[..1], &Periods::Latest);
        assert_eq!(
            (one.coded, one.pairable, one.kappa, one.nominal.value),
            (4, 0, None, None)
        );
    }

    proptest! {
        /// Cohen 1968: with quadratic weights and equal margins kappa is the product-moment correlation.
        #[test]
        fn quadratic_kappa_is_correlation_where_margins_are_equal(counts in prop::collection::vec(0..20_usize, 9)) {
            let table: Vec<Vec<usize>> = (0..3)
                .map(|i| (0..3).map(|j| counts[i * 3 + j] + counts[j * 3 + i]).collect())
                .collect();
            let Some(kappa) = kappa(&table, Weights::Quadratic).value else { return Ok(()) };
            let pairs = || (0..3).flat_map(|i| (0..3).map(move |j| (i, j)));
            let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
                pairs().map(|(i, j)| f(i as f64, j as f64) * table[i][j] as f64).sum()
            };
            let n = sum(&|_, _| 1.0);
            let mean = sum(&|x, _| x) / n;
            let correlation = sum(&|x, y| (x - mean) * (y - mean)) / sum(&|x, _| (x - mean) * (x - mean));
            prop_assert!((kappa - correlation).abs() < 1e-9, "{} {}", kappa, correlation);
        }

        /// For two values on a scale of two, order and distance and sameness are one.
        #[test]
        fn metrics_agree_on_two_values(units in prop::collection::vec(prop::collection::vec(0..2_i32, 0..4), 0..12)) {
            let [a, b, c] = [Metric::Nominal, Metric::Ordinal, Metric::Interval].map(|m| alpha(&units, m).value);
            let near = |x: Option<f64>, y: Option<f64>| match (x, y) {
                (Some(x), Some(y)) => (x - y).abs() < 1e-9,
                _ => x == y,
            };
            prop_assert!(near(a, b) && near(b, c), "{:?} {:?} {:?}", a, b, c);
        }
    }
}
