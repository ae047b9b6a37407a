"""The released tables for machines. Ids stay: a quarter is named like 2026-Q3, a table and a cell by their codes."""

from typing import Any

from flask import Response, abort, jsonify

from portal.domain.disclosure import PUBLIC_ROUNDING, PUBLIC_THRESHOLD
from portal.domain.opendata import TABLE, TABLES, FixedTable, Release, coming
from portal.domain.period import local_day
from portal.storage import released
from portal.web.api.blueprint import blueprint
from portal.web.context import now, services
from portal.web.guard import public


@blueprint.get("/releases")
@public
def releases() -> Response:
    made = released.read(services().store)
    quarter = coming(made, local_day(now()))
    return jsonify(
        releases=[_head(release) for release in made],
        next_release={"id": str(quarter), "due_on": quarter.due_on.isoformat()},
    )


@blueprint.get("/releases/<release_id>")
@public
def release(release_id: str) -> Response:
    found = _find(release_id)
    return jsonify(_head(found) | {"tables": [_table(found, table) for table in TABLES]})


@blueprint.get("/releases/<release_id>/tables/<name>")
@public
def table(release_id: str, name: str) -> Response:
    found = _find(release_id)
    if name not in list(TABLE):
        abort(404)
    return jsonify(_table(found, next(one for one in TABLES if one.name == name)))


def _find(release_id: str) -> Release:
    for one in released.read(services().store):
        if str(one.quarter) == release_id:
            return one
    abort(404)


def _head(release: Release) -> dict[str, Any]:
    period = release.quarter.period
    return {
        "id": str(release.quarter),
        "from": period.start.isoformat(),
        "until": period.until.isoformat(),
        "released_on": local_day(release.released_at).isoformat(),
    }


def _table(release: Release, table: FixedTable) -> dict[str, Any]:
    return {
        "id": f"{release.quarter}/{table.name}",
        "name": table.name,
        "rows": table.rows,
        "columns": table.columns,
        "hidden_below": PUBLIC_THRESHOLD,
        "rounded_to": PUBLIC_ROUNDING,
        "cells": [
            {"row": place.row or "total", "column": place.column or "total", "mothers": count}
            for place, count in release.of_table(table.name).items()
        ],
    }
