#!/usr/bin/env python3
"""Makes the font files of this folder from the upstream ones: `python3 subset.py SOURCES`.

SOURCES is a folder that holds the upstream files under the names used below; README.md says where each comes from.
Needs `pip install fonttools brotli`. The same sources give the same bytes.
"""

import os
import sys
import tempfile

from fontTools import subset
from fontTools.merge import Merger, Options as MergeOptions
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ["SOURCE_DATE_EPOCH"] = "1600000000"


def chars(*ranges):
    return {c for first, last in ranges for c in range(first, last + 1)}


# What an article in a European language needs.
LATIN = chars((0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x2FF), (0x1E00, 0x1EFF), (0xA720, 0xA7FF), (0xFB00, 0xFB06))
GREEK = chars((0x370, 0x3FF), (0x1F00, 0x1FFF))
CYRILLIC = chars((0x400, 0x52F), (0x1C80, 0x1C88), (0xA640, 0xA69F))
MARKS = chars((0x300, 0x36F), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0))
PUNCTUATION = chars((0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20C0), (0x2100, 0x218B), (0x2E00, 0x2E5D))
MATHS = {ord(c) for c in "∂∅∆∏∑−∕∙√∞∫≈≠≤≥◊"}
TEXT = LATIN | GREEK | CYRILLIC | MARKS | PUNCTUATION | MATHS | {0xFEFF, 0xFFFD, 0x25CC}

# Letters that upstream draws as two glyphs: egui would count each of them as two characters.
DIGRAPHS = chars((0x1C4, 0x1CC), (0x1F1, 0x1F3), (0xFB00, 0xFB06))

# Kerning and the placing of marks. No ligature of any kind (fi, ->): a caret must be able to stand inside.
FEATURES = ["kern", "mark", "mkmk", "ccmp"]

SYMBOLS = (
    chars(
        (0x2190, 0x21FF),  # arrows
        (0x2300, 0x2311),
        (0x2318, 0x2318),  # command key
        (0x2325, 0x2328),
        (0x232B, 0x232B),
        (0x2380, 0x2380),
        (0x238B, 0x238C),
        (0x23CE, 0x23CF),
        (0x23E9, 0x23FA),
        (0x2460, 0x2473),  # circled numbers
        (0x25A0, 0x25FF),  # geometric shapes
        (0x2600, 0x2606),
        (0x260E, 0x2615),
        (0x2639, 0x263C),
        (0x2660, 0x2667),
        (0x267A, 0x267F),
        (0x2690, 0x269C),
        (0x26A0, 0x26AC),
        (0x2701, 0x2727),
        (0x2733, 0x2734),
        (0x2736, 0x273F),
        (0x274C, 0x275E),
        (0x2761, 0x2767),
        (0x2776, 0x2793),
        (0x2794, 0x27BF),
        (0x27F2, 0x27FF),
        (0x2912, 0x2913),
        (0x2921, 0x2922),
        (0x2934, 0x2937),
        (0x2B00, 0x2B11),
        (0x2B12, 0x2B2F),
        (0x2B50, 0x2B55),
        (0x2B60, 0x2B73),
        (0x2B95, 0x2B95),
        (0x2BC5, 0x2BCA),
        (0x1F5D7, 0x1F5D9),
        (0x1F784, 0x1F7A5),
        (0x1F780, 0x1F783),
        (0x1F850, 0x1F859),
    )
    | {ord(c) for c in "∀∃∈∉∋∏∑−∓∗∘∙√∝∞∧∨∩∪∴∵∶∼≃≅≈≠≡≤≥≪≫⊂⊃⊆⊇⊕⊖⊗⊘⊙⊞⊟⊠⊡⋮⋯⋰⋱⌁⌂⌃⌄⌕⌖⎀⎘⏎⏏⏱⏲⏳⌚⌛⌨⧉⧗⧖⨯⨁✓✔✗✘"}
    | {ord(c) for c in "🔍🔎🔒🔓🔔🔕🔖🔗🔁🔂🔃🔄🔅🔆🔧🔨📁📂📃📄📅📆📈📉📊📋📌📍📎📏📐📑📒📓📔📕📖📗📘📙📚📛📜📝📞📤📥📦📰💡💬💭💾💻👁👀👤👥"}
    | {ord(c) for c in "👍👎🌍🌐🌑🌓🌔🌕🌗🌙🌞🎨🎯🏁🏠🏳🏴🏷🕐🕑🕒🕓🕮🖉🖊🖋🖌🖍🖨🖫🖹🖺🖻🖼🖽🖾🖿🗀🗁🗂🗃🗄🗅🗆🗇🗈🗉🗊🗋🗌🗍🗎🗏🗐🗑🗒🗓🗔🗕🗖🗗🗘🗙🗚🗛🗨🗩🗪🗫🗬🗭🗮🗯🗸🗹🗺🚩🚫🛈🛇🛑🛠"}
    | {ord(c) for c in "➕➖➗❌❓❔❕❗ℹ☰☱☲☳☴☵☶☷☑☒☐☞☜☝⚀⚁⚂⚃⚖⚙⚠⚡⚐⚑⛔⛶✁✂✎✏✐✑✒✍✚✱✲✳✴❖"}
)


def cut(source, target, wanted, features=FEATURES, hints=False):
    """Writes the part of `source` that has `wanted` to `target`; returns what it has."""
    options = subset.Options()
    options.layout_features = features
    options.hinting = hints
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "DSIG", "MATH"]
    options.recalc_timestamp = False
    font = subset.load_font(source, options)
    have = wanted & set(font.getBestCmap())
    worker = subset.Subsetter(options)
    worker.populate(unicodes=have)
    worker.subset(font)
    font.flavor = None
    font.save(target)
    return have


def main():
    sources = sys.argv[1]
    at = lambda name: os.path.join(sources, name)
    to = lambda name: os.path.join(HERE, name)

    for style in ["Regular", "Italic", "Bold", "BoldItalic"]:
        have = cut(at(f"Literata-{style}.ttf"), to(f"Literata-{style}.ttf"), TEXT - DIGRAPHS)
        # What Literata lacks, and the marks that may follow one of those letters.
        cut(at(f"NotoSerif-{style}.ttf"), to(f"NotoSerif-{style}-rest.ttf"), (TEXT - have) | MARKS)
    for style in ["Regular", "SemiBold"]:
        cut(at(f"Inter-{style}.woff2"), to(f"Inter-{style}.ttf"), TEXT)

    with tempfile.TemporaryDirectory() as folder:
        parts, left = [], set(SYMBOLS)
        names = ["NotoSansSymbols2-Regular.ttf", "NotoSansSymbols-Regular.ttf", "NotoSansMath-Regular.ttf"]
        names += sorted((n for n in os.listdir(sources) if n.startswith("noto-emoji-")), key=lambda n: (len(n), n))
        for name in names:
            part = os.path.join(folder, os.path.splitext(name)[0] + ".ttf")
            have = cut(at(name), part, left, features=[])
            if not have:
                continue
            left -= have
            font = TTFont(part, recalcTimestamp=False)
            for table in ["GDEF", "GPOS", "GSUB"]:
                if table in font:
                    del font[table]
            scale_upem(font, 1000)
            font.save(part)
            parts.append(part)
        merged = Merger(MergeOptions(drop_tables=["GDEF", "GPOS", "GSUB"])).merge(parts)
        # One set of metrics that suits a line of interface text; the parts have widely different ones.
        merged["hhea"].ascent = merged["OS/2"].sTypoAscender = merged["OS/2"].usWinAscent = 950
        merged["hhea"].descent = merged["OS/2"].sTypoDescender = -250
        merged["OS/2"].usWinDescent = 250
        merged["hhea"].lineGap = merged["OS/2"].sTypoLineGap = 0
        merged["head"].created = merged["head"].modified = 3682800000
        merged.recalcTimestamp = False
        for record in list(merged["name"].names):
            if record.nameID in (1, 3, 4, 6, 16):
                merged["name"].setName("StandpointSymbols", record.nameID, record.platformID, record.platEncID, record.langID)
        merged["post"].formatType = 3.0
        merged.save(to("StandpointSymbols.ttf"))
    if left:
        print("no upstream font has: " + " ".join(f"{chr(c)} U+{c:04X}" for c in sorted(left)), file=sys.stderr)


if __name__ == "__main__":
    main()
