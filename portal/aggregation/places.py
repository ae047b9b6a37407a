"""Hospitals and districts: what their mothers told, as a rate of registrations where somebody counted those."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from portal.aggregation.registrations import Area, Registered, counted
from portal.domain.disclosure import suppressed_all
from portal.domain.overview import Place
from portal.domain.period import day_of
from portal.extract.columns import Extract
from portal.stats.binomial_interval import binomial_interval

PER = 1000


@dataclass(frozen=True)
class _Raw:
    name: str
    district: str
    mothers: int
    calls: int
    registered: Registered | None


def places(extract: Extract, told: pd.DataFrame, as_of: int) -> tuple[Place, ...]:
    """Everybody, then each district, followed by its hospitals, by name.

    Parameters
    ----------
    told : calls with the hospital, the district and the registration day of each mother
    """
    districts: list[_Raw] = []
    hospitals: list[list[_Raw]] = []
    for code, area in enumerate(extract.districts):
        inside = tuple(place for place, own in enumerate(extract.hospital_district) if own == code)
        own = [
            _raw(extract, told[told["hospital"] == one], as_of, extract.hospitals[one], area, Area((), (one,), (one,)))
            for one in inside
        ]
        whole = Area((code,), (), inside)
        districts.append(_raw(extract, told[told["district"] == code], as_of, area, area, whole, own))
        hospitals.append(own)
    everybody = Area((), (), tuple(range(len(extract.hospitals))))
    made = _shown([_raw(extract, told, as_of, "", "", everybody, districts)])
    for shown, own in zip(_shown(districts), hospitals, strict=True):
        made += [shown, *_shown(own)]
    return tuple(made)


def without_people(place: Place) -> Place:
    """The same with nothing that tells of who reported."""
    hidden = {"mothers": None, "calls": None, "reporters": None, "rate": None, "low": None, "high": None}
    return replace(place, **hidden)


def _raw(
    extract: Extract, own: pd.DataFrame, as_of: int, name: str, district: str, area: Area, parts: Sequence[_Raw] = ()
) -> _Raw:
    days = own.drop_duplicates("mother")["registered_day"].to_numpy()
    registered = counted(extract, days, area, as_of, [one.registered for one in parts])
    return _Raw(name, district, len(days), len(own), registered)


def _shown(raw: Sequence[_Raw]) -> list[Place]:
    """Places side by side whose total is known: small counts hidden, never one alone."""
    mothers = suppressed_all([one.mothers for one in raw])
    calls = suppressed_all([one.calls for one in raw])
    reporters = suppressed_all([(one.registered.reporters or 0) if one.registered else 0 for one in raw])
    return [_place(*row) for row in zip(raw, mothers, calls, reporters, strict=True)]


def _place(raw: _Raw, mothers: int | None, calls: int | None, reporters: int | None) -> Place:
    counted_there = raw.registered
    # More reporters than registrations: what was counted is not what it seems, and nothing is divided by it.
    if counted_there is None or (counted_there.reporters or 0) > counted_there.registrations:
        return Place(raw.name, raw.district, mothers, calls)
    found = Place(raw.name, raw.district, mothers, calls, **_counted(counted_there))
    if reporters is None or counted_there.reporters is None:
        return found
    total = counted_there.registrations
    low, high = (PER * limit for limit in binomial_interval(reporters, total))
    return replace(found, reporters=reporters, rate=PER * reporters / total, low=low, high=high)


def _counted(known: Registered) -> dict[str, Any]:
    return {
        "registrations": known.registrations,
        "basis": known.basis,
        "counted_from": day_of(known.stretches[0].since).isoformat(),
        "counted_until": day_of(known.stretches[-1].until).isoformat(),
        "counted_days": known.days,
    }
