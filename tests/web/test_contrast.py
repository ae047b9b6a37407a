"""Text can be read by whoever sees little: 7:1 on every ground, by day and by night; lines that mean something, 3:1."""

import re

import pytest

from tests.architecture.source_tree import ROOT

TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})")
GROUNDS = ("paper", "raised", "sunk")
TEXTS = ("ink", "ink-soft", "accent", "accent-strong", "danger")
ON_ITS_OWN = {"on-accent": "accent", "ok": "ok-soft", "caution": "caution-soft", "danger": "danger-soft"}
LINES = ("line", "focus", "accent")
AAA, MEANINGFUL_LINE = 7.0, 3.0


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme, by name; the office's own ground is left to its pages."""
    css = (ROOT / "static" / "style.css").read_text(encoding="utf-8")
    day = css[css.index(":root {") : css.index("@media (prefers-color-scheme: dark)")]
    night = css[css.index("@media (prefers-color-scheme: dark)") : css.index("/* Ground */")]
    return {"day": dict(TOKEN.findall(day)), "night": dict(TOKEN.findall(night))}


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: (lighter + 0.05) / (darker + 0.05)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["day", "night"])
def test_every_text_stands_out_on_every_ground(theme: str) -> None:
    colours = themes()[theme]
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS] + list(ON_ITS_OWN.items())
    faint = {pair: round(contrast(*(colours[name] for name in pair)), 2) for pair in pairs}
    assert {pair: found for pair, found in faint.items() if found < AAA} == {}


@pytest.mark.parametrize("theme", ["day", "night"])
def test_lines_that_mean_something_can_be_seen(theme: str) -> None:
    colours = themes()[theme]
    faint = {(line, ground): round(contrast(colours[line], colours[ground]), 2) for line in LINES for ground in GROUNDS}
    assert {pair: found for pair, found in faint.items() if found < MEANINGFUL_LINE} == {}
