"""What stands in a dossier: an analysis with its small counts hidden, as tables, as data, and as pages.

Everything in it comes from what was saved; nothing is computed, and nothing depends on when or where it is laid out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import render_template

from portal.domain import ladder
from portal.domain.disclosure import suppressed
from portal.domain.dossier import Sheet, canonical, disclosed, sha256
from portal.domain.finding import Findings
from portal.domain.ladder import Beyond
from portal.domain.picture import Pictures
from portal.domain.reply import Reply
from portal.web.charts import tables, written
from portal.web.charts.table import Cell, Column, Kind, Table
from portal.web.dossier import drawings
from portal.web.office import story, sureness
from portal.web.office.story import Line

DATA, BOOK, PAGES = "dossier.json", "tables.xlsx", "dossier.pdf"
HIDDEN = "<5"


@dataclass(frozen=True, slots=True)
class Frozen:
    """One analysis as it may leave the office."""

    analysis_id: int
    created_at: datetime
    findings: Findings
    pictures: Pictures
    tables: Mapping[str, Table] = field(repr=False)
    about: Mapping[str, Any] = field(repr=False)
    beyond: tuple[Beyond, ...]
    replies: tuple[Reply, ...]


def freeze(
    analysis_id: int, created_at: datetime, findings: Findings, pictures: Pictures, *, code: str,
    code_of_analysis: str | None, language: str, replies: Sequence[Reply],
    beyond: Sequence[Beyond] = (), studies: Sequence[Mapping[str, Any]] | None = None,
) -> Frozen:  # fmt: skip
    """Hide what is small, and say which run, which studies and which code this is."""
    shown = Findings.from_json(disclosed(findings.to_json()))
    about = {
        "analysis": analysis_id,
        "analysed_at": created_at.isoformat(),
        "as_of": findings.as_of,
        "seed": findings.seed,
        "tiers_used": list(findings.tiers_used),
        "language": language,
        "code": code,
        "code_of_analysis": code_of_analysis,
        "studies": None if studies is None else list(studies),
    }
    found = {name: _hidden(table) for name, table in tables.every(shown, pictures).items()}
    return Frozen(analysis_id, created_at, shown, pictures, found, about, tuple(beyond), tuple(replies))


def data(frozen: Frozen) -> dict[str, bytes]:
    """The data as JSON and each table as CSV."""
    shown = disclosed(frozen.findings.to_json())
    standings = {one.source: _standing(frozen, place) for place, one in enumerate(frozen.findings.sources)}
    everything = {
        "about": frozen.about,
        "findings": shown,
        "evidence": standings,
        "replies": [
            {"recipient": one.recipient, "received_on": one.received_on.isoformat(), "text": one.text}
            for one in frozen.replies
        ],
        "tables": {name: written.as_json(table) for name, table in frozen.tables.items()},
    }
    files = {f"tables/{name}.csv": written.as_csv(table).encode() for name, table in frozen.tables.items()}
    return {DATA: canonical(everything), **files}


def sheets(frozen: Frozen) -> list[Sheet]:
    """The tables for a workbook, after a sheet that says what they belong to."""
    about = [(name, _in_a_cell(value))
             for name, value in sorted(frozen.about.items())]  # fmt: skip
    return [
        Sheet("about", ("name", "value"), tuple(about)),
        *(
            Sheet(name, tuple(column.name for column in table.columns), tuple(_cells(table)))
            for name, table in frozen.tables.items()
        ),
    ]


def pages(frozen: Frozen, parts: Mapping[str, bytes]) -> str:
    """The HTML that becomes the PDF; it names the digest of every other part."""
    findings, pictures = frozen.findings, frozen.pictures
    return render_template(
        "dossier/pages.html",
        frozen=frozen,
        findings=findings,
        title=story.title(findings),
        lines=[_told(frozen, line) for line in story.lines(findings)],
        null_text=sureness.null_text(findings.placebo) if findings.placebo else "",
        forest=drawings.forest(pictures.forest),
        shares=drawings.shares(pictures.shares) if pictures.shares else None,
        plane=drawings.plane(pictures.lexis) if pictures.lexis else None,
        curves=drawings.curves(pictures.lags) if pictures.lexis else (),
        vendors=_vendors(frozen.tables["vendor_stage"]),
        calendar=pictures.calendar,
        studies=None if frozen.about["studies"] is None else [one["kind"] for one in frozen.about["studies"]],
        hidden=_hidden_cells(frozen),
        parts=[(name, len(parts[name]), sha256(parts[name])) for name in sorted(parts)],
    )


def _told(frozen: Frozen, line: Line) -> dict[str, Any]:
    """One class of sources with everything that is said of it."""
    figures = [one for one in sureness.figures(line, line.finding, frozen.findings) if one.figure]
    standing = ladder.standing(line.finding, frozen.findings, frozen.pictures, frozen.beyond)
    replies = [one for one in frozen.replies if one.recipient in line.members]
    return {"replies": replies, "line": line, "finding": line.finding, "figures": figures, "standing": standing}


def _standing(frozen: Frozen, place: int) -> dict[str, Any]:
    found = ladder.standing(frozen.findings.sources[place], frozen.findings, frozen.pictures, frozen.beyond)
    return {
        "members": list(found.members),
        "rung": found.rung.value,
        "beside_timing": [second.value for second in found.seconds],
        "missing_for_next": [lift.value for lift in found.lifts],
    }


def _hidden(table: Table) -> Table:
    """The pages show what was hidden when it was saved; what leaves the office is looked through once more."""
    rows = tuple(tuple(map(_shown, table.columns, row)) for row in table.rows)
    return replace(table, rows=rows)


def _shown(column: Column, value: Cell) -> Cell:
    counted = column.kind is Kind.COUNT and isinstance(value, int)
    return suppressed(value) if counted else value


def _cells(table: Table) -> list[tuple[Cell, ...]]:
    return [
        tuple(
            HIDDEN if value is None and column.kind is Kind.COUNT else value
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    ]


def _hidden_cells(frozen: Frozen) -> list[tuple[str, int]]:
    """How many counts of each table are hidden; what is in the findings document and in no table comes last."""
    found = []
    for name, table in frozen.tables.items():
        counted = [place for place, column in enumerate(table.columns) if column.kind is Kind.COUNT]
        hidden = sum(row[place] is None for row in table.rows for place in counted)
        if hidden:
            found.append((name, hidden))
    return found


def _in_a_cell(value: Any) -> str | int | None:
    """A parameter as one cell."""
    if isinstance(value, list):
        return ", ".join(f"{one['kind']} {one['id']}" if isinstance(one, Mapping) else str(one) for one in value)
    return value


def _vendors(table: Table) -> dict[str, Any]:
    """Kinds of vendors down, stages across."""
    vendors, stages = (list(dict.fromkeys(row[place] for row in table.rows)) for place in (0, 1))
    calls = {(row[0], row[1]): row[2] for row in table.rows}
    rows = [(vendor, [calls.get((vendor, stage), 0) for stage in stages]) for vendor in vendors]
    return {"stages": stages, "rows": rows}
