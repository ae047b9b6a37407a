"""A simulated world as the CSV files of the interchange formats."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from portal.domain.month import Month
from portal.domain.period import LOCAL_ZONE, day_of
from portal.domain.vocabulary import Tier
from portal.extract.assembly import SECONDS_A_DAY, SHANGHAI_OFFSET, local_days
from portal.simulator.schedule import Run
from portal.simulator.world import World

REGISTERED_A_DAY = 2  # at one hospital; only those who tell something are drawn, so the others are made up


def write_files(world: World, directory: Path) -> None:
    """Write hospitals.csv, registrations.csv, exports.csv and reports.csv; planned runs have no file: none left yet."""
    directory.mkdir(parents=True, exist_ok=True)
    frames = {
        "hospitals": pd.DataFrame(world.plan.hospitals, columns=["hospital", "district"]),
        "registrations": _registrations(world),
        "exports": _exports(world),
        "reports": _reports(world),
    }
    for name, frame in frames.items():
        frame.to_csv(directory / f"{name}.csv", index=False)


def _registrations(world: World) -> pd.DataFrame:
    """Totals of every hospital but the last, which sends none, for each month that was told of to its end."""
    days, told = world.mothers["registered_day"], world.reports["reported_at"]
    columns = ["hospital", "month", "registrations"]
    if not len(told):
        return pd.DataFrame(columns=columns)
    month, last = Month.of(day_of(int(days.min()))), day_of(int(local_days(told.max())))
    rows = []
    while month.period.until <= last:
        rows += [(name, str(month), REGISTERED_A_DAY * month.period.days) for name, _ in world.plan.hospitals[:-1]]
        month = month.following
    return pd.DataFrame(rows, columns=columns)


def _exports(world: World) -> pd.DataFrame:
    runs = [run for run in world.runs if not run.recipient.planned]
    return pd.DataFrame(
        {
            "recipient": [run.recipient.name for run in runs],
            "exported_at": [_instant(run.day * SECONDS_A_DAY + run.second - SHANGHAI_OFFSET) for run in runs],
            "registered_from": [_date(run.registered_from) for run in runs],
            "registered_until": [_date(run.registered_until) for run in runs],
            "districts": [_listed(run.recipient.districts) for run in runs],
            "hospitals": [_listed(run.recipient.hospitals) for run in runs],
            "columns": [_listed(run.recipient.columns) for run in runs],
            "rows": [_rows(world, run) for run in runs],
        }
    )


def _rows(world: World, run: Run) -> int:
    """How many registrations a file held: invented from the days and the hospitals in its scope."""
    areas = dict(world.plan.hospitals)
    whole = not run.recipient.districts and not run.recipient.hospitals
    inside = [
        name
        for name, district in areas.items()
        if whole or name in run.recipient.hospitals or district in run.recipient.districts
    ]
    return round(REGISTERED_A_DAY * len(inside) * (run.registered_until - run.registered_from))


def _reports(world: World) -> pd.DataFrame:
    rows = world.reports.merge(world.mothers, on="mother", how="left")
    anonymous = rows["tier"] == Tier.ANONYMOUS
    return pd.DataFrame(
        {
            "mother": rows["mother"],
            "tier": rows["tier"],
            "hospital": rows["hospital"],
            "registered_on": [_date(day) for day in rows["registered_day"]],
            "due_on": [_date(day) for day in rows["due_day"]],
            "reported_at": [_instant(second) for second in rows["reported_at"]],
            "called_at": [_instant(second) for second in rows["called_at"]],
            "precision": rows["precision"],
            "channel": rows["channel"],
            "caller_number": rows["caller"],
            "vendor_type": rows["vendor"],
            "knew": [_listed(codes) for codes in rows["knew"]],
            "notes": None,
            "born_on": [_born(*row) for row in zip(rows["birth_day"], rows["reported_at"], strict=True)],
            "registered_precision": rows["registered_precision"],
            "issuer": rows["issuer"].where(~anonymous, None),
        }
    )


def _listed(names: Sequence[str]) -> str:
    return ";".join(names)


def _date(day: float | None) -> str:
    return "" if day is None or pd.isna(day) else day_of(int(day)).isoformat()


def _born(day: float | None, reported_at: float) -> str:
    """A birth that was still to come when she told us was not known."""
    return "" if day is None or pd.isna(day) or day > local_days(reported_at) else _date(day)


def _instant(second: float | None) -> str:
    if second is None or pd.isna(second):
        return ""
    return datetime.fromtimestamp(int(second), UTC).astimezone(LOCAL_ZONE).isoformat()
