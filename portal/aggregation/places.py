"""Hospitals and districts: what their mothers told, as a rate of registrations where files counted those."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from portal.aggregation.registrations import Registered, counted
from portal.domain.disclosure import suppressed_all
from portal.domain.overview import Place
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
    told : calls with the hospital and the district of each mother
    """
    whole = _shown([_raw(extract, told, as_of, "", "", None, None)])
    areas = list(enumerate(extract.districts))
    districts = [_raw(extract, told[told["district"] == code], as_of, area, area, code, None) for code, area in areas]
    made = [*whole]
    for (code, area), shown in zip(areas, _shown(districts), strict=True):
        inside = [place for place, own in enumerate(extract.hospital_district) if own == code]
        hospitals = [
            _raw(extract, told[told["hospital"] == place], as_of, extract.hospitals[place], area, code, place)
            for place in inside
        ]
        made += [shown, *_shown(hospitals)]
    return tuple(made)


def _raw(
    extract: Extract, own: pd.DataFrame, as_of: int, name: str, area: str, district: int | None, hospital: int | None
) -> _Raw:
    reporters = own["mother"].unique()
    registered = counted(extract, reporters, district, hospital, as_of)
    return _Raw(name, area, len(reporters), len(own), registered)


def _shown(raw: Sequence[_Raw]) -> list[Place]:
    """Places side by side whose total is known: small counts hidden, never one alone."""
    mothers = suppressed_all([one.mothers for one in raw])
    calls = suppressed_all([one.calls for one in raw])
    reporters = suppressed_all([one.registered.reporters if one.registered else 0 for one in raw])
    return [_place(*row) for row in zip(raw, mothers, calls, reporters, strict=True)]


def _place(raw: _Raw, mothers: int | None, calls: int | None, reporters: int | None) -> Place:
    counted_there = raw.registered
    # More reporters than registrations: the files did not hold what they seem to, and nothing is divided by them.
    if counted_there is None or counted_there.reporters > counted_there.registrations:
        return Place(raw.name, raw.district, mothers, calls)
    total = counted_there.registrations
    if reporters is None:
        return Place(raw.name, raw.district, mothers, calls, total)
    low, high = (PER * limit for limit in binomial_interval(reporters, total))
    return Place(raw.name, raw.district, mothers, calls, total, reporters, PER * reporters / total, low, high)
