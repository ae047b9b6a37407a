"""How many were registered at a place, as far as somebody counted just these, and the reporters among them.

The registry's totals come first; where it counted nothing, the rows of files that held exactly this place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from portal.domain.disclosure import suppressed
from portal.domain.overview import Basis
from portal.extract.columns import NOT_TOLD, Extract


@dataclass(frozen=True)
class Area:
    """Whose registrations: the scope of a file that holds exactly these, and all hospitals inside."""

    districts: tuple[int, ...]
    hospitals: tuple[int, ...]
    inside: tuple[int, ...]


@dataclass(frozen=True)
class Stretch:
    """Registrations on the days from `since` (in) to `until` (out)."""

    since: int
    until: int
    registrations: int
    basis: Basis


@dataclass(frozen=True)
class Registered:
    """Registrations of some stretches, and the mothers registered there who told; None: not to be said."""

    stretches: tuple[Stretch, ...]
    reporters: int | None

    @property
    def registrations(self) -> int:
        """All of them."""
        return sum(one.registrations for one in self.stretches)

    @property
    def basis(self) -> Basis:
        """Who counted them."""
        kinds = {one.basis for one in self.stretches}
        return kinds.pop() if len(kinds) == 1 else Basis.BOTH

    @property
    def days(self) -> int:
        """How many days are counted."""
        return sum(one.until - one.since for one in self.stretches)


def counted(
    extract: Extract, registered: np.ndarray, area: Area, as_of: int, parts: Sequence[Registered | None] = ()
) -> Registered | None:
    """The registrations of an area; None where nobody counted just these.

    The latest stretches are left out while what can be had by subtraction is a small count: the mothers who told but
    registered on other days, or the reporters by which an area and its parts differ.

    Parameters
    ----------
    registered : registration day of each mother of the area who told of a call
    parts : the same of the areas that it is made of
    """
    known = _stretches(extract, area, as_of)
    if not sum(one.registrations for one in known):
        return None
    elsewhere = sum(one.reporters or 0 for one in parts if one)
    for kept in range(len(known), 0, -1):
        reporters = _inside(registered, known[:kept])
        apart = abs(elsewhere - reporters) if parts else 0
        if suppressed(len(registered) - reporters) is not None and suppressed(apart) is not None:
            return Registered(known[:kept], reporters)
    return Registered(known, None)


def _inside(days: np.ndarray, stretches: Sequence[Stretch]) -> int:
    return sum(int(((days >= one.since) & (days < one.until)).sum()) for one in stretches)


def _stretches(extract: Extract, area: Area, as_of: int) -> tuple[Stretch, ...]:
    """Stretches that do not overlap, by time; of two over the same days totals count before files, then the longer."""
    kept: list[Stretch] = []
    for one in (*_totals(extract, area, as_of), *_files(extract, area, as_of)):
        if all(one.until <= other.since or one.since >= other.until for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.since))


def _totals(extract: Extract, area: Area, as_of: int) -> list[Stretch]:
    """Months up to a day for which every hospital of the area was counted: a sum that lacks one is no total."""
    totals = extract.totals
    known = totals[totals["hospital"].isin(area.inside) & (totals["month_until"] <= as_of + 1)]
    months = known.groupby(["month_from", "month_until"])["registrations"].agg(["size", "sum"])
    return [
        Stretch(int(since), int(until), int(row["sum"]), Basis.TOTALS)
        for (since, until), row in months.iterrows()
        if row["size"] == len(area.inside)
    ]


def _files(extract: Extract, area: Area, as_of: int) -> list[Stretch]:
    """Files of exactly this scope, the longest first."""
    exports = extract.exports
    exact = [
        (one, other) == (area.districts, area.hospitals)
        for one, other in zip(exports["districts"], exports["hospitals"], strict=True)
    ]
    known = (exports["rows"] != NOT_TOLD) & ~exports["planned"] & (exports["exported_day"] <= as_of)
    files: pd.DataFrame = exports[np.array(exact, dtype=bool) & known.to_numpy()]
    found = [
        Stretch(int(one.registered_from), int(one.registered_until), int(one.rows), Basis.FILES)
        for one in files.itertuples()
    ]
    return sorted(found, key=lambda one: (one.since - one.until, one.since, -one.registrations))
