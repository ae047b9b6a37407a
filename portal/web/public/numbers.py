"""What everybody may read: the fixed tables of each released quarter, and when the next one comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, abort, render_template, request
from flask_babel import format_date, gettext

from portal.domain.opendata import (
    CAVEATS,
    TABLES,
    TOTAL,
    UNKNOWN,
    Dimension,
    FixedTable,
    Place,
    Release,
    TableName,
    coming,
)
from portal.domain.period import local_day
from portal.domain.quarter import Quarter
from portal.storage import released
from portal.web import spreadsheet
from portal.web.context import now, services
from portal.web.guard import public
from portal.web.public.blueprint import blueprint


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the page says it: its total, and what stands in it besides zeros."""

    label: str
    total: int | None
    parts: tuple[tuple[str, int | None], ...]
    zero: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One table as the page says it."""

    name: TableName
    rows: tuple[Row, ...]
    whole: int | None


@blueprint.get("/numbers")
@public
def numbers() -> str:
    releases = released.read(services().store)
    release = _chosen(releases, request.args.get("quarter"))
    quarter = coming(releases, local_day(now()))
    return render_template(
        "public/numbers.html",
        release=release,
        released_on=local_day(release.released_at) if release else None,
        tables=[_shown(release, table) for table in TABLES] if release else [],
        coming=quarter,
        late=quarter.due_on < local_day(now()),
        others=[one.quarter for one in reversed(releases) if one is not release],
        quarter_words=_quarter,
        caveats=CAVEATS,
    )


@blueprint.get("/numbers/<name>.csv")
@public
def numbers_csv(name: str) -> Response:
    table = next((one for one in TABLES if one.name == name), None)
    if table is None:
        abort(404)
    header = ("release", table.rows, table.columns, "mothers")
    response = Response(spreadsheet.as_csv(header, _rows(released.read(services().store), table)), mimetype="text/csv")
    # A neutral name: it shows in the phone's list of downloads.
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
    return response


def _chosen(releases: Sequence[Release], quarter: str | None) -> Release | None:
    """The newest where no quarter is asked for; never another one in place of what was asked for."""
    if not quarter:
        return releases[-1] if releases else None
    return next((one for one in releases if str(one.quarter) == quarter), None) or abort(404)


def _rows(releases: Sequence[Release], table: FixedTable) -> Iterator[tuple[str | int | None, ...]]:
    for release in releases:
        for place, count in release.of_table(table.name).items():
            yield str(release.quarter), place.row or "total", place.column or "total", count


def _shown(release: Release, table: FixedTable) -> Shown:
    cells = release.of_table(table.name)
    columns = dict.fromkeys(place.column for place in cells)
    last = TOTAL if TOTAL in columns else next(iter(columns))
    rows = []
    for row in dict.fromkeys(place.row for place in cells if place.row != TOTAL):
        inner = [(column, cells[Place(table.name, row, column)]) for column in columns if column != last]
        total = cells[Place(table.name, row, last)]
        parts = tuple((_label(table.columns, column), count) for column, count in inner if count != 0)
        rows.append(Row(_label(table.rows, row), total, parts, zero=total == 0))
    return Shown(table.name, tuple(rows), cells[Place(table.name, TOTAL, last)])


def _label(dimension: Dimension, code: str) -> str:
    if code == UNKNOWN:
        return gettext("numbers.unknown")
    match dimension:
        case Dimension.VENDOR:
            return gettext(f"vendor.{code}")
        case Dimension.STAGE:
            return gettext(f"stage.{code}")
        case Dimension.MONTH:
            return format_date(date.fromisoformat(f"{code}-01"), gettext("format.month"))
    return code


def _quarter(quarter: Quarter) -> str:
    return gettext("numbers.quarter", year=quarter.year, number=quarter.number)
