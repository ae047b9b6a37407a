"""Findings as lines of text, in columns that hold for Chinese characters too (each is two cells wide)."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from portal.cli.wording import words
from portal.domain.finding import JOINER, REGISTRATION, Finding, Findings, Interval, Lag, WarningCode
from portal.domain.vocabulary import Tier

WIDEST = 120
# Each column with the most cells that it may take, 119 with what is between; what is longer goes on in the next line.
COLUMNS = {
    "number": 2, "source": 18, "verdict": 16, "rate_ratio": 17, "q_value": 7, "family_p_value": 8, "share": 12,
    "lag_days": 10, "flip_number": 5, "indistinguishable_from": 6,
}  # fmt: skip
BETWEEN = "  "
NOT_SAID = "–"
LARGEST, SMALLEST = 999.5, 0.0001  # beyond which digits mean nothing
PIECES = re.compile(r"[^\W\u2e80-\uffff]+[^\s\u2e80-\uffff]*\s?|.", re.DOTALL)  # a Latin word or one character


def table_of(findings: Findings) -> str:
    """Everything a reader at the terminal needs."""
    heads = [words(f"cli.column.{column}") for column in COLUMNS]
    numbers = {one.source: str(place) for place, one in enumerate(findings.sources, start=1)}
    rows = [_cells(finding, numbers) for finding in findings.sources]
    tiers = ", ".join(map(str, findings.tiers_used))
    lines = [
        words(
            "cli.findings.head", as_of=findings.as_of or NOT_SAID, mothers=findings.mothers, calls=findings.calls,
            tiers=tiers,
        ),
        *aligned([line for row in (heads, *rows) for line in _folded(row)]),
        *(words("cli.findings.implicated", names=_named(group)) for group in findings.implicated),
        *([] if findings.implicated else [words("cli.findings.nobody")]),
        *(line for text in _notes(findings) for line in _lines(text, WIDEST)),
    ]  # fmt: skip
    told = [code for code in findings.warnings if code is not WarningCode.TIERS_DIVERGE]
    lines += [words("cli.findings.warning", warning=words(f"cli.warning.{code}")) for code in told]
    return "\n".join(lines)


def _named(group: str) -> str:
    """One entry of `implicated`; a class holds only whole."""
    names = [_source(name) for name in group.split(JOINER)]
    return names[0] if len(names) == 1 else words("cli.findings.class", names=JOINER.join(names))


def _notes(findings: Findings) -> list[str]:
    """What the table does not say by itself."""
    notes = [_calibration(findings), words("cli.findings.columns")]
    if not findings.alarm.raised:
        return notes
    counted = Tier.ANONYMOUS in findings.tiers_used
    z = NOT_SAID if findings.alarm.z is None else f"{findings.alarm.z:.1f}"
    return [words("cli.findings.alarm_counted" if counted else "cli.findings.alarm", z=z), *notes]


def _calibration(findings: Findings) -> str:
    null = findings.placebo
    if null is None:
        return words("cli.findings.no_placebo")
    quantiles = (null.median, null.quantile_95, null.quantile_99)
    median, most, nearly_all = (f"{value:.2f}" for value in quantiles)
    return words(
        "cli.findings.placebo", schedules=f"{null.schedules:,}", median=median, most=most, nearly_all=nearly_all
    )


def _cells(finding: Finding, numbers: dict[str, str]) -> list[str]:
    others = [numbers.get(name, name) for name in finding.indistinguishable_from]
    return [
        numbers[finding.source],
        _source(finding.source),
        words(f"cli.verdict.{finding.verdict}"),
        _interval(finding.rate_ratio),
        _chance(finding.q_value),
        _chance(finding.family_p_value),
        _share(finding.share),
        _lag(finding.lag_days),
        NOT_SAID if finding.flip_number is None else f"{finding.flip_number:,}",
        ", ".join(others) or NOT_SAID,
    ]


def _source(name: str) -> str:
    return words("cli.findings.registration") if name == REGISTRATION else name


def _interval(interval: Interval | None) -> str:
    if interval is None or interval.estimate is None:
        return NOT_SAID
    return f"{_ratio(interval.estimate)} ({_ratio(interval.low)}–{_ratio(interval.high)})"


def _ratio(value: float | None) -> str:
    if value is None:
        return NOT_SAID
    return ">999" if value >= LARGEST else f"{value:.2f}" if value < 10 else f"{value:.3g}"


def _chance(value: float | None) -> str:
    if value is None:
        return NOT_SAID
    return "<0.0001" if value < SMALLEST else f"{value:.2g}"


def _share(share: Interval | None) -> str:
    if share is None or share.estimate is None:
        return NOT_SAID
    low, high = (NOT_SAID if part is None else f"{100 * part:.0f}" for part in (share.low, share.high))
    return f"{100 * share.estimate:.0f} ({low}–{high})"


def _lag(lag: Lag | None) -> str:
    if lag is None:
        return NOT_SAID
    low, high = (NOT_SAID if days is None else f"{days:.0f}" for days in (lag.low, lag.high))
    return f"{lag.median:.0f} ({low}–{high})"


def _folded(cells: Sequence[str]) -> list[list[str]]:
    """One row as one or more lines of cells, none wider than its column."""
    folded = [_lines(cell, widest) for cell, widest in zip(cells, COLUMNS.values(), strict=True)]
    return [list(line) for line in zip_longest(*folded, fillvalue="")]


def _lines(text: str, widest: int) -> list[str]:
    """Broken between Chinese characters and between words; a word that is too long keeps its line to itself."""
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and _width(lines[-1] + piece.rstrip()) > widest:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, each column as wide as its widest cell."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        BETWEEN.join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
