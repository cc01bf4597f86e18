#!/usr/bin/env python3
"""Adds to Noto Sans the signs that it lacks and the window shows.

usage: merge.py NotoSans-Regular.ttf NotoSansMath-Regular.ttf NotoSansSymbols2-Regular.ttf OUT.ttf

Needs fontTools. README.md says why.
"""
import sys

from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

MATH = [0x2190, 0x2191, 0x2192, 0x2193, 0x2194, 0x21D2, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x221E, 0x2211]
SYMBOLS = [0x25A0, 0x25B2, 0x25B6, 0x25B8, 0x25BC, 0x25BE, 0x25C0, 0x25C2, 0x25CF, 0x2713]


def add(base, path, chars):
    other = TTFont(path)
    cmap, glyphs = other.getBestCmap(), other.getGlyphSet()
    scale = base["head"].unitsPerEm / other["head"].unitsPerEm
    for char in chars:
        if char in base.getBestCmap():
            continue
        pen = TTGlyphPen(None)
        glyphs[cmap[char]].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        name = "u%04X" % char
        base["glyf"][name] = pen.glyph()
        base["glyf"][name].recalcBounds(base["glyf"])
        advance, _ = other["hmtx"][cmap[char]]
        base["hmtx"][name] = (round(advance * scale), base["glyf"][name].xMin)
        for table in base["cmap"].tables:
            if table.isUnicode():
                table.cmap[char] = name


def main(sans, math, symbols, out):
    base = TTFont(sans)
    add(base, math, MATH)
    add(base, symbols, SYMBOLS)
    base.setGlyphOrder(base["glyf"].glyphOrder)
    base["maxp"].numGlyphs = len(base["glyf"].glyphOrder)
    if "DSIG" in base:
        del base["DSIG"]  # the signature of the font as it was
    base.save(out)


main(*sys.argv[1:])
