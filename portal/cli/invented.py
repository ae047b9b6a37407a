"""An invented city as files of the interchange formats, so that a demonstration comes in as real data would."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.domain.period import LOCAL_ZONE, day_of, local_day
from portal.extract.assembly import SECONDS_A_DAY, SHANGHAI_OFFSET
from portal.simulator.world import World

REPORT_COLUMNS = (
    "mother", "tier", "hospital", "registered_on", "registered_precision", "due_on", "born_on", "issuer",
    "reported_at", "called_at", "precision", "channel", "caller_number", "vendor_type", "knew",
)  # fmt: skip
EXPORT_COLUMNS = (
    "recipient", "exported_at", "registered_from", "registered_until", "districts", "hospitals", "columns",
)  # fmt: skip


def write(world: World, directory: Path) -> datetime:
    """Write hospitals.csv, exports.csv and reports.csv; the last instant that stands in them."""
    _write(directory / "hospitals.csv", ("hospital", "district"), world.plan.hospitals)
    runs = [_export(run) for run in world.runs if not run.recipient.planned]
    _write(directory / "exports.csv", EXPORT_COLUMNS, runs)
    mothers = {row["mother"]: row for row in world.mothers.to_dict("records")}
    reports = world.reports.to_dict("records")
    _write(directory / "reports.csv", REPORT_COLUMNS, (_report(row, mothers[row["mother"]]) for row in reports))
    return max(_instant(row["reported_at"]) for row in reports)


def _report(row: dict[str, Any], mother: dict[str, Any]) -> list[str]:
    reported = _instant(row["reported_at"])
    born = mother["birth_day"]
    quiet = _is_nothing(row["called_at"])
    return [
        row["mother"],
        str(mother["tier"]),
        mother["hospital"],
        _day(mother["registered_day"]),
        mother["registered_precision"],
        _day(mother["due_day"]),
        # A birth that was still to come when she told us was not known.
        "" if _is_nothing(born) or day_of(born) > local_day(reported) else _day(born),
        _text(mother["issuer"]),
        reported.isoformat(),
        "" if quiet else _instant(row["called_at"]).isoformat(),
        *(_text(row[name]) for name in ("precision", "channel", "caller", "vendor")),
        ";".join(row["knew"]),
    ]


def _export(run: Any) -> list[str]:
    who = run.recipient
    left = _instant(run.day * SECONDS_A_DAY + run.second - SHANGHAI_OFFSET)
    period = (_day(run.registered_from), _day(run.registered_until))
    lists = (";".join(some) for some in (who.districts, who.hospitals, who.columns))
    return [who.name, left.isoformat(), *period, *lists]


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(int(seconds), LOCAL_ZONE)


def _day(number: Any) -> str:
    return "" if _is_nothing(number) else day_of(number).isoformat()


def _text(value: Any) -> str:
    return "" if _is_nothing(value) else str(value)


def _is_nothing(value: Any) -> bool:
    """None, NaN or pandas' NA, each of which is unequal to itself or not there."""
    return value is None or str(value) in ("nan", "<NA>")


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(rows)
