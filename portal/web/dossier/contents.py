"""What stands in a dossier: an analysis with its small counts hidden, as tables, as data, and as pages.

Everything in it comes from what was saved; nothing is computed, and nothing depends on when or where it is laid out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template

from portal.domain.dossier import Sheet, canonical, sha256
from portal.domain.picture import StageCell
from portal.web.charts import written
from portal.web.charts.table import Cell, Kind, Table
from portal.web.dossier import drawings
from portal.web.dossier.frozen import Frozen
from portal.web.office import story, sureness
from portal.web.office.story import Line

DATA, BOOK, PAGES = "dossier.json", "tables.xlsx", "dossier.pdf"
HIDDEN = "<5"


def data(frozen: Frozen) -> dict[str, bytes]:
    """The data as JSON and each table as CSV."""
    everything = {
        **frozen.to_json(),
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
        vendors=_vendors(frozen.pictures.vendor_stage),
        calendar=pictures.calendar,
        studies=None if frozen.about["studies"] is None else [one["kind"] for one in frozen.about["studies"]],
        hidden=frozen.hidden,
        parts=[(name, len(parts[name]), sha256(parts[name])) for name in sorted(parts)],
    )


def _told(frozen: Frozen, line: Line) -> dict[str, Any]:
    """One class of sources with everything that is said of it."""
    figures = [one for one in sureness.figures(line, line.finding, frozen.findings) if one.figure]
    standing = frozen.standings[line.finding.source]
    replies = [one for one in frozen.replies if one.recipient in line.members]
    return {"replies": replies, "line": line, "finding": line.finding, "figures": figures, "standing": standing}


def _cells(table: Table) -> list[tuple[Cell, ...]]:
    return [
        tuple(
            HIDDEN if value is None and column.kind is Kind.COUNT else value
            for column, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    ]


def _in_a_cell(value: Any) -> str | int | None:
    """A parameter as one cell."""
    if isinstance(value, list):
        return ", ".join(f"{one['kind']} {one['id']}" if isinstance(one, Mapping) else str(one) for one in value)
    return value


def _vendors(cells: Sequence[StageCell]) -> dict[str, Any]:
    """Kinds of vendors down, stages across."""
    vendors = list(dict.fromkeys(one.vendor for one in cells))
    stages = list(dict.fromkeys(one.stage for one in cells))
    calls = {(one.vendor, one.stage): one.calls for one in cells}
    rows = [(vendor, [calls.get((vendor, stage), 0) for stage in stages]) for vendor in vendors]
    return {"stages": stages, "rows": rows}
