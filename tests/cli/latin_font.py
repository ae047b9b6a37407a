"""A font for machines that have one, but none with Chinese characters."""

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen


def write_latin_font(path: Path) -> None:
    """A font with two glyphs and no Chinese."""
    pen = TTGlyphPen(None)
    for corner in ((0, 0), (0, 500), (500, 500)):
        (pen.lineTo if corner != (0, 0) else pen.moveTo)(corner)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({0x41: "A"})
    builder.setupGlyf(dict.fromkeys((".notdef", "A"), pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", "A"), (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Latin", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
