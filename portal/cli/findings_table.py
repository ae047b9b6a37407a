"""Findings as lines of text, in columns that hold for Chinese characters too (each is two cells wide)."""

import unicodedata
from collections.abc import Sequence

from portal.cli.wording import words
from portal.domain.finding import Finding, Findings, Interval, Lag

COLUMNS = ("source", "verdict", "rate_ratio", "q_value", "share", "lag_days", "indistinguishable_from")
BETWEEN = "  "
NOT_SAID = "–"


def table_of(findings: Findings) -> str:
    """Everything a reader at the terminal needs."""
    heads = [words(f"cli.column.{column}") for column in COLUMNS]
    rows = [_cells(finding) for finding in findings.sources]
    tiers = ", ".join(map(str, findings.tiers_used))
    lines = [
        words(
            "cli.findings.head", as_of=findings.as_of or NOT_SAID, mothers=findings.mothers, calls=findings.calls,
            tiers=tiers,
        ),
        *aligned([heads, *rows]),
        words("cli.findings.implicated", names="; ".join(findings.implicated) or words("cli.findings.nobody")),
    ]  # fmt: skip
    if findings.alarm.raised:
        lines.append(words("cli.findings.alarm", z=_number(findings.alarm.z)))
    lines += [words("cli.findings.warning", warning=words(f"cli.warning.{code}")) for code in findings.warnings]
    return "\n".join(lines)


def _cells(finding: Finding) -> list[str]:
    name = words("cli.findings.registration") if finding.kind == "registration" else finding.source
    return [
        name,
        words(f"cli.verdict.{finding.verdict}"),
        _interval(finding.rate_ratio),
        _number(finding.q_value),
        _interval(finding.share),
        _interval(finding.lag_days),
        "; ".join(finding.indistinguishable_from) or NOT_SAID,
    ]


def _interval(interval: Interval | Lag | None) -> str:
    if interval is None:
        return NOT_SAID
    middle = interval.median if isinstance(interval, Lag) else interval.estimate
    return f"{_number(middle)} ({_number(interval.low)} – {_number(interval.high)})"


def _number(value: float | None) -> str:
    return NOT_SAID if value is None else f"{value:.3g}"


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines, each column as wide as its widest cell."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        BETWEEN.join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
