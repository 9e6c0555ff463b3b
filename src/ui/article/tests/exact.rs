//! What is selected is exactly what was covered, in any script: compared with computations that share nothing with the
//! pane but the fonts and the rules of Unicode.

use eframe::egui::{Color32, Context, FontFamily, FontId, RawInput, Rect, Ui, epaint::text::TextFormat};
use proptest::{prelude::*, test_runner::TestRunner};
use unicode_bidi::ParagraphBidiInfo;
use unicode_segmentation::UnicodeSegmentation as _;

use super::*;
use crate::ui::{
    article::{
        by_words,
        layout::{Laid, Layouter, Setting, read},
        pieces::Pieces,
    },
    desk::harness_for_any_script,
    fonts,
    preferences::Reading,
    theme::Tokens,
};

/// Any colour: it does not change where letters stand.
fn ink() -> Color32 {
    Tokens::of(false, false).text
}

/// What texts are made of: read from left to right.
const RIGHTWARD: &[&str] = &[
    "a",
    "W",
    "i",
    "f",
    "fi",
    "ffl",
    " ",
    " ",
    "é",
    "e\u{301}",
    "a\u{323}\u{302}",
    "ж",
    "ї\u{301}",
    "Ґ",
    "中",
    "国",
    "。",
    "「",
    "👩‍👩‍👧‍👦",
    "🇨🇿",
    "🇺🇦",
    "👍🏽",
    "1\u{fe0f}\u{20e3}",
    "…",
    "“",
    "”",
    "-",
    "\u{a0}",
    "(",
    ")",
    "7",
    "AV",
    "한",
    "ど",
];

/// And from right to left.
const LEFTWARD: &[&str] = &[
    "א",
    "ב",
    "ש\u{5b8}",
    "ם",
    "ب",
    "لا",
    "م",
    "ع\u{64e}",
    "ی",
    " ",
    " ",
    "3",
    "14",
    "a",
    "bc",
    "(",
    ")",
    ".",
    "中",
];

fn texts(of: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(of), 1..most).prop_map(|parts| parts.concat())
}

/// Something to draw with, once.
fn with_ui<R>(draw: impl FnOnce(&Ui) -> R) -> R {
    let ctx = Context::default();
    ctx.set_fonts(fonts::definitions());
    let input = || RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(2000.0, 1000.0))),
        ..RawInput::default()
    };
    // The fonts are there from the second frame on.
    let mut out = ctx.run_ui(input(), |_| {});
    out.textures_delta.clear();
    let (mut draw, mut done) = (Some(draw), None);
    let mut out = ctx.run_ui(input(), |ui| {
        if let Some(draw) = draw.take() {
            done = Some(draw(ui));
        }
    });
    out.textures_delta.clear();
    done.expect("it was drawn")
}

fn lay(ui: &Ui, text: &str, width: f32) -> std::rc::Rc<Laid> {
    let body = Body::new(paragraphs(&[text]));
    let pieces = Pieces::of(&body);
    let mut layouter = Layouter::default();
    layouter.begin(ui, Setting::new(ui, &Reading::default(), width));
    layouter.laid(ui, 0, pieces.get(0).expect("a piece"), &body)
}

/// Where each character, as a reader counts them, begins, in code points; and their number.
fn starts(text: &str) -> (Vec<u32>, u32) {
    let mut at = 0;
    let starts = text
        .graphemes(true)
        .map(|g| {
            at += g.chars().count() as u32;
            at - g.chars().count() as u32
        })
        .collect();
    (starts, at)
}

/// The characters of a line in the order in which they stand, by rule L2 of UAX #9: from the highest level down, every
/// stretch of that level or above is turned round.
fn visual_order(text: &str, info: &ParagraphBidiInfo<'_>, line: std::ops::Range<usize>) -> Vec<u32> {
    let levels = info.reordered_levels(line.clone());
    let mut chars: Vec<(u32, u8)> = Vec::new();
    let mut at = text[..line.start].chars().count() as u32;
    for (byte, g) in text[line.clone()].grapheme_indices(true) {
        chars.push((at, levels[line.start + byte].number()));
        at += g.chars().count() as u32;
    }
    let highest = chars.iter().map(|(_, level)| *level).max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut n = 0;
        while n < chars.len() {
            let run = chars[n..].iter().take_while(|(_, l)| *l >= level).count();
            chars[n..n + run].reverse();
            n += run.max(1);
        }
    }
    chars.into_iter().map(|(at, _)| at).collect()
}

fn byte_of(text: &str, position: u32) -> usize {
    text.char_indices()
        .nth(position as usize)
        .map_or(text.len(), |(byte, _)| byte)
}

/// Every character has one place; places of one line do not overlap, stand in the order of the bidirectional algorithm,
/// and lead back to the character.
fn check(laid: &Laid, text: &str) {
    let (starts, length) = starts(text);
    let placed: Vec<u32> = laid.clusters.iter().map(|c| c.at).collect();
    assert_eq!(placed, starts, "{text:?}");
    assert_eq!(laid.clusters.last().map_or(0, |c| c.at + c.len), length);
    let info = ParagraphBidiInfo::new(text, None);
    let mut from = 0;
    for (n, row) in laid.rows.iter().enumerate() {
        assert_eq!(row.chars.start, from, "lines tile the text {text:?}");
        from = row.chars.end;
        let mut standing = laid.clusters[row.clusters.clone()].to_vec();
        let line = byte_of(text, row.chars.start)..byte_of(text, row.chars.end);
        let expected = visual_order(text, &info, line);
        // Of two at one place the order is not seen.
        let rank = |at: u32| expected.iter().position(|e| *e == at);
        standing.sort_by(|a, b| {
            a.left
                .total_cmp(&b.left)
                .then(a.right.total_cmp(&b.right))
                .then(rank(a.at).cmp(&rank(b.at)))
        });
        let seen: Vec<u32> = standing.iter().map(|c| c.at).collect();
        assert_eq!(seen, expected, "line {n} of {text:?}");
        for pair in standing.windows(2) {
            assert!(pair[0].right <= pair[1].left + 0.51, "{pair:?} of {text:?}");
        }
        for c in &standing {
            let wide = c.right - c.left;
            if wide < 0.5 {
                continue;
            }
            let (left, right) = (c.left + wide * 0.25, c.right - wide * 0.25);
            let (before, after) = if c.leftward { (right, left) } else { (left, right) };
            assert_eq!(laid.position_on(n, before), c.at, "{c:?} of {text:?}");
            assert_eq!(laid.position_on(n, after), c.at + c.len, "{c:?} of {text:?}");
            assert_eq!(laid.character_on(n, (left + right) * 0.5), Some(c.at));
            // The caret stands at the character's edge, and covers nothing but it.
            let caret = laid.caret(c.at, false);
            assert_eq!(caret.left(), if c.leftward { c.right } else { c.left });
            let mut covered = Vec::new();
            laid.boxes(&(c.at..c.at + c.len), |b| covered.push((b.left(), b.right())));
            assert_eq!(covered, [(c.left, c.right)]);
        }
    }
    assert_eq!(from, length);
}

fn for_all(count: u32, texts: impl Strategy<Value = String>, check: impl Fn(&str)) {
    let config = ProptestConfig {
        cases: count,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&texts, |text| {
            check(&text);
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn every_character_of_any_text_has_one_place_that_leads_back_to_it() {
    with_ui(|ui| {
        for width in [120.0, 500.0] {
            for_all(150, texts(RIGHTWARD, 80), |text| check(&lay(ui, text, width), text));
            for_all(150, texts(LEFTWARD, 60), |text| check(&lay(ui, text, width), text));
        }
    });
}

#[test]
fn words_longer_than_a_line_keep_their_places_too() {
    with_ui(|ui| {
        for word in ["Donaudampfschiff", "中国", "👩‍👩‍👧‍👦", "e\u{301}", "שלום", "الحضارة", "aא"]
        {
            let text = word.repeat(40);
            check(&lay(ui, &text, 160.0), &text);
        }
    });
}

#[test]
fn places_agree_with_the_widths_of_the_words_before() {
    with_ui(|ui| {
        let setting = Setting::new(ui, &Reading::default(), 3000.0);
        let font = FontId::new(setting.size, FontFamily::Name(fonts::SERIF.into()));
        for_all(150, texts(RIGHTWARD, 24), |text| {
            let laid = lay(ui, text, 3000.0);
            if laid.rows.len() > 1 {
                return;
            }
            let (starts, _) = starts(text);
            for at in starts {
                let before = text[..byte_of(text, at)].to_owned();
                let width = ui.fonts_mut(|f| f.layout_no_wrap(before, font.clone(), ink()).size().x);
                let x = laid.caret(at, false).left();
                // Letters in a ligature get equal parts of it: a little off what they are apart.
                assert!((x - width).abs() < 4.0, "{at} of {text:?}: {x} for {width}");
            }
        });
    });
}

#[test]
fn glyphs_that_are_not_the_characters_are_not_believed() {
    with_ui(|ui| {
        let font = FontId::new(17.0, FontFamily::Name(fonts::SERIF.into()));
        let galley = |text: &str| ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), font.clone(), ink()));
        assert!(read(&galley("abc"), "abc").is_some());
        assert!(read(&galley("abcd"), "abc").is_none(), "more glyphs than characters");
        assert!(read(&galley("ab"), "abc").is_none(), "fewer");
        assert!(read(&galley("acb"), "abc").is_none(), "in another order");
        // Then each word is set by itself, and shares its width among its characters if that does not help either.
        let format = TextFormat {
            font_id: font.clone(),
            ..TextFormat::default()
        };
        let text = "an אב\u{5b8}ג end";
        let made = by_words::lay(ui, text, &format, 500.0, 24.0);
        let (starts, _) = starts(text);
        assert_eq!(made.clusters.iter().map(|c| c.at).collect::<Vec<_>>(), starts);
        assert!(made.clusters.iter().all(|c| c.left < c.right));
    });
}

/// Paragraphs in which every script meets others.
const MIXED: [&str; 7] = [
    "Plain words, “quoted”, office affluent ffi, naïve cafe\u{301}.",
    "Владимир Пу\u{301}тин сказав: «Ґрунт і їжак».",
    "习近平主席在北京会见了普京总统。双方发表联合声明。",
    "Family 👩‍👩‍👧‍👦 flag 🇨🇿🇺🇦 thumb 👍🏽 key 1\u{fe0f}\u{20e3} end.",
    "He said שלום עולם and left (3 times).",
    "قال الرئيس إن الصين 14 دولة",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
];

/// Takes the coding bar out of the way.
fn unselect(h: &mut Harness<'_, Desk>) {
    h.state_mut().session.selection.text = None;
    // Long enough for the next press not to be a second one.
    for _ in 0..3 {
        h.step();
    }
}

#[test]
fn the_mouse_selects_exactly_what_it_is_dragged_over_in_every_script() {
    let mut h = harness_for_any_script(Desk::new(project_of(paragraphs(&MIXED)), &[Pane::Article]), SIZE);
    let text = body(&h).text();
    let (starts, length) = starts(&text);
    let mut random = 7_u64;
    let mut pick = || {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        starts
            .get((random >> 33) as usize % (starts.len() + 1))
            .copied()
            .unwrap_or(length)
    };
    let chars: Vec<char> = text.chars().collect();
    for _ in 0..60 {
        let (from, to) = (pick(), pick());
        unselect(&mut h);
        drag(&mut h, from, to);
        let expected: String = chars[from.min(to) as usize..from.max(to) as usize].iter().collect();
        assert_eq!(selected(&h), expected, "{from} to {to}");
    }
}

#[test]
fn places_in_the_pane_are_where_the_words_before_end() {
    let mut h = harness_for_any_script(Desk::new(project_of(paragraphs(&MIXED[..4])), &[Pane::Article]), SIZE);
    let font = FontId::new(17.0, FontFamily::Name(fonts::SERIF.into()));
    let width_of = |h: &Harness<'_, Desk>, words: &str| {
        h.ctx
            .fonts_mut(|f| f.layout_no_wrap(words.to_owned(), font.clone(), ink()).size().x)
    };
    let mut block = 0_u32;
    for paragraph in &MIXED[..4] {
        let (starts, length) = starts(paragraph);
        let origin = place(&h, block);
        for (n, at) in starts.iter().enumerate().skip(1).step_by(5) {
            let (before, here) = (byte_of(paragraph, starts[n - 1]), byte_of(paragraph, *at));
            let x = width_of(&h, &paragraph[..here]);
            let wide = x - width_of(&h, &paragraph[..before]);
            // A third of a character before the place: the place is still the nearest.
            let point = origin + vec2(x - wide * 0.3, 0.0);
            unselect(&mut h);
            h.drag_at(origin - vec2(3.0, 0.0));
            h.run();
            h.hover_at(point);
            h.run();
            h.drop_at(point);
            h.run();
            assert_eq!(selected(&h), paragraph[..here], "{here} of {paragraph:?}");
        }
        block += length + 1;
    }
}

#[test]
fn one_word_of_many_pieces_is_selected_exactly() {
    let word = "Wörterſchlange👩‍👩‍👧‍👦中".repeat(600);
    let mut h = harness_for_any_script(Desk::new(project_of(paragraphs(&[&word])), &[Pane::Article]), SIZE);
    let (starts, _) = starts(&word);
    let chars: Vec<char> = word.chars().collect();
    for (a, b) in [(3, 40), (100, 700), (250, 900)] {
        let (from, to) = (starts[a], starts[b]);
        unselect(&mut h);
        drag(&mut h, from, to);
        let expected: String = chars[from as usize..to as usize].iter().collect();
        assert_eq!(selected(&h), expected);
    }
}
