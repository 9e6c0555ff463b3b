//! The bundled faces and the families made of them.
//!
//! Every family ends in the same fallbacks, so that a symbol or a rare letter looks the same beside any text.
//! Chinese, Arabic and the rest are not bundled: `system_fonts` finds them at run time.
//! Where the files come from and how they were cut is told in `assets/fonts/README.md`.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

/// Name of the family for reading: Literata, upright.
pub const SERIF: &str = "serif";
/// Name of the family for emphasis within an article.
pub const SERIF_ITALIC: &str = "serif-italic";
/// Name of the family for headings and strong words of an article.
pub const SERIF_BOLD: &str = "serif-bold";
/// Name of the family for words both strong and emphasised.
pub const SERIF_BOLD_ITALIC: &str = "serif-bold-italic";
/// Name of the family for strong words of the interface: Inter semi-bold. Its regular is [`FontFamily::Proportional`].
pub const SANS_BOLD: &str = "sans-bold";

/// The symbols that the interface may use in its texts: each has a glyph in every family.
///
/// Stances are not among them: their shapes are painted, so that they do not depend on a font.
pub const SYMBOLS: &str = "✓✔✗✘✖●○◐◑◒◓◉◎▲▼◀▶△▽◁▷◆◇◈■□▢▪▫★☆✦✧→←↑↓↔↕↗↘↖↙⇒⇐⇔⇄⇅↩↪↺↻⟲⟳⤒⤓⇤⇥×−–—…•·‣⋮⋯☰⚙🔍🔎✎✏🖉📝🗑\
     ⚠ℹ🛈➕➖❌❓❗⊕⊖⊗⊘⊙💬🗨🗩📌📎📋📁📂📄💾💡🔗🔖🔒🔓🏷⚐⚑👁👤👥☀🌙⏱⏳⌘⌥⇧⌫⏎⎋⌨⌂⌃⌄⚖⚡✂⧉🗀🗁🗂🗃🗄🗎🗐🗒🗓🗕🗖🗗🗙🖨🖼¶§†‡≈≠≤≥±½∅①②③④⑤⑥⑦⑧⑨";

/// A font file compiled in, by the name that families use.
macro_rules! faces {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_bytes!(concat!("../../assets/fonts/", $name, ".ttf")).as_slice())),+]
    };
}

const FACES: [(&str, &[u8]); 11] = faces![
    "Inter-Regular",
    "Inter-SemiBold",
    "Literata-Regular",
    "Literata-Italic",
    "Literata-Bold",
    "Literata-BoldItalic",
    "NotoSerif-Regular-rest",
    "NotoSerif-Italic-rest",
    "NotoSerif-Bold-rest",
    "NotoSerif-BoldItalic-rest",
    "StandpointSymbols",
];

/// Every bundled face, and the families [`FontFamily::Proportional`], [`FontFamily::Monospace`], [`SERIF`],
/// [`SERIF_ITALIC`], [`SERIF_BOLD`], [`SERIF_BOLD_ITALIC`] and [`SANS_BOLD`].
///
/// To be handed to `Context::set_fonts` once, before the first frame.
pub fn definitions() -> FontDefinitions {
    let builtin = FontDefinitions::default().font_data;
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FACES {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // The monospace face and egui's own few icons.
    for name in ["Hack", "egui-icons"] {
        if let Some(data) = builtin.get(name) {
            fonts.font_data.insert(name.to_owned(), data.clone());
        }
    }
    let named = |name: &str| FontFamily::Name(name.into());
    let families: [(FontFamily, &[&str]); 7] = [
        (FontFamily::Proportional, &["Inter-Regular", "NotoSerif-Regular-rest"]),
        (named(SANS_BOLD), &["Inter-SemiBold", "NotoSerif-Bold-rest"]),
        (
            FontFamily::Monospace,
            &["Hack", "Inter-Regular", "NotoSerif-Regular-rest"],
        ),
        (named(SERIF), &["Literata-Regular", "NotoSerif-Regular-rest"]),
        (named(SERIF_ITALIC), &["Literata-Italic", "NotoSerif-Italic-rest"]),
        (named(SERIF_BOLD), &["Literata-Bold", "NotoSerif-Bold-rest"]),
        (
            named(SERIF_BOLD_ITALIC),
            &["Literata-BoldItalic", "NotoSerif-BoldItalic-rest"],
        ),
    ];
    for (family, own) in families {
        // Inter before the symbols: its arrows and marks sit better beside text.
        let chain = own.iter().chain(&[
            "Inter-Regular",
            "StandpointSymbols",
            "Hack",
            "egui-icons",
            "Literata-Regular",
            "NotoSerif-Regular-rest",
        ]);
        let mut names: Vec<String> = Vec::new();
        for name in chain.filter(|name| fonts.font_data.contains_key(**name)) {
            if !names.iter().any(|known| known == name) {
                names.push((*name).to_owned());
            }
        }
        fonts.families.insert(family, names);
    }
    fonts
}

#[cfg(test)]
mod tests {
    use eframe::egui::epaint::text::{Fonts, LayoutJob, TextOptions};
    use eframe::egui::{Color32, FontId};

    use super::*;

    fn fonts() -> Fonts {
        Fonts::new(TextOptions::default(), definitions())
    }

    fn families() -> Vec<FontFamily> {
        definitions().families.into_keys().collect()
    }

    /// Characters of `wanted` that a family has no glyph for, as a message.
    fn missing(wanted: impl Iterator<Item = char> + Clone) -> Vec<String> {
        let mut fonts = fonts();
        let mut missing = Vec::new();
        for family in families() {
            for c in wanted.clone() {
                if !fonts.has_glyph(&FontId::new(17.0, family.clone()), c) {
                    missing.push(format!("{family:?} lacks {c:?} (U+{:04X})", u32::from(c)));
                }
            }
        }
        missing
    }

    #[test]
    fn every_family_has_every_symbol() {
        assert_eq!(missing(SYMBOLS.chars()), Vec::<String>::new());
    }

    #[test]
    fn every_family_has_the_scripts_of_europe() {
        let assigned = |c: &char| {
            // Left out: unassigned places and the archaic letters that no bundled face has.
            !matches!(u32::from(*c), 0x378..=0x379 | 0x380..=0x383 | 0x38b | 0x38d | 0x3a2 | 0x3e2..=0x3ef | 0x487..=0x489)
        };
        let ranges = [
            '!'..='~',
            '\u{a1}'..='\u{24f}',
            'Ͱ'..='Ͽ',
            'Ѐ'..='ӿ',
            '\u{1e00}'..='\u{1eff}',
        ];
        let wanted = ranges.into_iter().flatten().filter(assigned).filter(|c| *c != '\u{ad}');
        assert_eq!(missing(wanted), Vec::<String>::new());
    }

    #[test]
    fn every_family_has_the_marks_and_signs_of_prose() {
        let marks =
            "\u{300}\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{30a}\u{30b}\u{30c}\u{323}\u{327}\u{328}";
        let signs = "‘’‚“”„‹›«»–—―…•·′″‰€£¥₽₴№™©®°±×÷½¼¾²³¹ªº¿¡§¶†‡ﬁﬂ\u{2011}\u{a0}";
        assert_eq!(missing(marks.chars().chain(signs.chars())), Vec::<String>::new());
    }

    #[test]
    fn a_row_has_one_glyph_for_each_character() {
        let texts = [
            "The office of a de facto “rebuilding” -> fi fl ffi VAT To 1/2 ﬁ",
            "Ǆ ǅ ǆ Ǉ Ǌ ǳ ĳ ŀ ŉ ǻ ǽ ǿ ḵ ḿ ṉ ẖ ẗ ế ữ ợ ș ț",
            "Пу\u{301}тин ѐ ѝ Ґ ґ Ї ї Є є Қазақстан Ҷ ӣ Ӵ Һ",
            "Ἀθῆναι ᾧ ΐ ΰ ὅτι μῆνιν ἄειδε θεὰ",
            "e\u{301} a\u{323}\u{302} q\u{303} \u{254}\u{303} s\u{331} T\u{327} i\u{307}\u{301} ї\u{301} x\u{332}",
            "→ ✓ ⚠ 🔍 ★ 1️⃣ ⚠\u{fe0f} ½ №",
        ];
        let mut fonts = fonts();
        for family in families() {
            for text in texts {
                let job = LayoutJob::simple(
                    text.to_owned(),
                    FontId::new(17.0, family.clone()),
                    Color32::WHITE,
                    f32::INFINITY,
                );
                let galley = fonts.layout_uncached(1.0, job.into());
                let glyphs: usize = galley.rows.iter().map(|row| row.glyphs.len()).sum();
                assert_eq!(glyphs, text.chars().count(), "{family:?}: {text}");
            }
        }
    }

    #[test]
    fn bold_is_wider_and_italic_is_another_face() {
        let mut fonts = fonts();
        let mut width = |family: &str| {
            let font = FontId::new(100.0, FontFamily::Name(family.into()));
            fonts
                .with_pixels_per_point(1.0)
                .layout_no_wrap("analysis".to_owned(), font, Color32::WHITE)
                .size()
                .x
        };
        assert!(width(SERIF_BOLD) > width(SERIF) * 1.02);
        assert!((width(SERIF_ITALIC) - width(SERIF)).abs() > 1.0);
    }
}
