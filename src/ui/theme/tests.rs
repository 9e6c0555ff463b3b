//! The colours, held to numbers: contrast, colour blindness, print in grey.
//!
//! Contrast is WCAG 2.2's. Colour blindness is simulated by the matrices of G. M. Machado, M. M. Oliveira and
//! L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009
//! (severity 1.0, in linear RGB). Difference is CIEDE2000 as G. Sharma, W. Wu and E. N. Dalal give it, 2005.

use super::*;

type Linear = [f64; 3];

const THEMES: [(&str, &Tokens); 4] = [
    ("light", &LIGHT),
    ("dark", &DARK),
    ("light, strong", &LIGHT_STRONG),
    ("dark, strong", &DARK_STRONG),
];

/// A dichromat's eye, as a matrix on linear RGB.
const EYES: [(&str, [[f64; 3]; 3]); 4] = [
    ("full colour", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ),
];

fn linear(colour: Color32) -> Linear {
    [colour.r(), colour.g(), colour.b()].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn seen(by: [[f64; 3]; 3], [r, g, b]: Linear) -> Linear {
    by.map(|row| (row[0] * r + row[1] * g + row[2] * b).clamp(0.0, 1.0))
}

fn luminance([r, g, b]: Linear) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(linear(a)), luminance(linear(b)));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// CIE L*a*b* under D65.
fn lab([r, g, b]: Linear) -> [f64; 3] {
    let x = (0.412_456 * r + 0.357_576 * g + 0.180_438 * b) / 0.950_47;
    let y = 0.212_673 * r + 0.715_152 * g + 0.072_175 * b;
    let z = (0.019_334 * r + 0.119_192 * g + 0.950_304 * b) / 1.088_83;
    let f = |t: f64| {
        if t > 216.0 / 24389.0 {
            t.cbrt()
        } else {
            (24389.0 / 27.0 * t + 16.0) / 116.0
        }
    };
    [116.0 * f(y) - 16.0, 500.0 * (f(x) - f(y)), 200.0 * (f(y) - f(z))]
}

/// CIEDE2000.
fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let mean_chroma = f64::midpoint(a1.hypot(b1), a2.hypot(b2));
    let g = 0.5 * (1.0 - (mean_chroma.powi(7) / (mean_chroma.powi(7) + 25_f64.powi(7))).sqrt());
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| {
        if a == 0.0 && b == 0.0 {
            0.0
        } else {
            b.atan2(a).to_degrees().rem_euclid(360.0)
        }
    };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let dh = match h2 - h1 {
        _ if grey => 0.0,
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    };
    let (dl, dc) = (l2 - l1, c2 - c1);
    let dh_chord = 2.0 * (c1 * c2).sqrt() * (dh / 2.0).to_radians().sin();
    let (l, c) = (f64::midpoint(l1, l2), f64::midpoint(c1, c2));
    let h = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let t = 1.0 - 0.17 * (h - 30.0).to_radians().cos()
        + 0.24 * (2.0 * h).to_radians().cos()
        + 0.32 * (3.0 * h + 6.0).to_radians().cos()
        - 0.20 * (4.0 * h - 63.0).to_radians().cos();
    let turn = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rt = -(2.0 * turn).to_radians().sin() * rc;
    let (l, c, h) = (dl / sl, dc / sc, dh_chord / sh);
    (l * l + c * c + h * h + rt * c * h).sqrt()
}

#[test]
fn the_difference_is_the_published_one() {
    // Pairs 1, 7, 17 and 25 of the table by Sharma, Wu and Dalal.
    for (a, b, expected) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
    ] {
        let found = difference(a, b);
        assert!(
            (found - expected).abs() < 0.0001,
            "{a:?} {b:?}: {found}, not {expected}"
        );
    }
}

#[test]
fn signs_and_numbers_are_read_on_every_stance() {
    for (theme, tokens) in THEMES {
        for stance in Stance::ALL {
            let found = contrast(tokens.on_stance(stance), tokens.stance(stance));
            assert!(found >= 4.5, "{theme}, {stance:?}: {found:.2}");
            let faded = contrast(tokens.text, tokens.faded(stance));
            assert!(faded >= 4.5, "{theme}, {stance:?} faded: {faded:.2}");
        }
    }
}

#[test]
fn text_is_read_wherever_it_stands() {
    for (theme, tokens) in THEMES {
        let strong = theme.contains("strong");
        let least = if strong { 7.0 } else { 4.5 };
        for (ground, fill) in [
            ("pane", tokens.pane),
            ("page", tokens.page),
            ("raised", tokens.raised),
            ("selected cell's row", tokens.cross),
            ("empty cell", tokens.empty_cell),
            ("window", tokens.window),
        ] {
            for (text, colour) in [("text", tokens.text), ("faint", tokens.faint)] {
                let found = contrast(colour, fill);
                assert!(found >= least, "{theme}: {text} on {ground}: {found:.2}");
            }
            for (text, colour) in [
                ("warning", tokens.warning),
                ("error", tokens.error),
                ("accent", tokens.accent),
            ] {
                let found = contrast(colour, fill);
                assert!(found >= 4.5, "{theme}: {text} on {ground}: {found:.2}");
            }
        }
        for (text, colour, fill) in [
            ("text selected", tokens.text, tokens.selection),
            ("text found", tokens.text, tokens.hit),
            ("the text found now", tokens.text, tokens.hit_now),
            ("text on the accent", tokens.on_accent, tokens.accent),
        ] {
            let found = contrast(colour, fill);
            assert!(found >= 4.5, "{theme}: {text}: {found:.2}");
        }
    }
}

#[test]
fn an_actor_s_colour_is_seen_beside_its_name() {
    for (theme, tokens) in THEMES {
        for (n, colour) in tokens.actors.into_iter().enumerate() {
            let found = contrast(colour, tokens.pane);
            assert!(found >= 3.0, "{theme}, actor {n}: {found:.2}");
        }
    }
}

#[test]
fn stances_are_told_apart_by_every_eye() {
    for (theme, tokens) in THEMES {
        for (eye, matrix) in EYES {
            let colour = |stance: Stance| lab(seen(matrix, linear(tokens.stance(stance))));
            for (n, a) in Stance::ALL.into_iter().enumerate() {
                for b in Stance::ALL.into_iter().skip(n + 1) {
                    let least = match (a.score(), b.score()) {
                        (Some(_), Some(_)) => 16.0,
                        _ => 9.0,
                    };
                    let found = difference(colour(a), colour(b));
                    assert!(found >= least, "{theme}, {eye}: {a:?} and {b:?}: {found:.1}");
                }
            }
        }
    }
}

#[test]
fn neighbours_on_the_scale_are_told_apart_in_grey() {
    for (theme, tokens) in THEMES {
        let grey = |stance: Stance| lab([luminance(linear(tokens.stance(stance))); 3])[0];
        for pair in Stance::ALL[..5].windows(2) {
            let found = (grey(pair[0]) - grey(pair[1])).abs();
            assert!(found >= 10.0, "{theme}: {:?} and {:?}: {found:.1}", pair[0], pair[1]);
        }
    }
}

#[test]
fn the_grounds_of_the_grid_are_seen() {
    for (theme, tokens) in THEMES {
        let apart = |a: Color32, b: Color32| difference(lab(linear(a)), lab(linear(b)));
        let lines = apart(tokens.grid, tokens.empty_cell);
        assert!(lines >= 4.0, "{theme}: lines between empty cells: {lines:.1}");
        let cross = apart(tokens.cross, tokens.empty_cell);
        assert!(cross >= 2.5, "{theme}: the selected row: {cross:.1}");
        for stance in Stance::ALL {
            let found = apart(tokens.stance(stance), tokens.empty_cell);
            assert!(
                found >= 8.0 || tokens.outlined(stance),
                "{theme}: {stance:?} beside an empty cell: {found:.1}"
            );
        }
    }
}
