"""The rows of a leaked list as positions: days of the reference span, places of the registry.

A place is a hospital, or a district where no hospital is known. Days outside every export's window share one last
position, which the reference excludes: no explanation gains by them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from portal.domain.period import day_number, day_of
from portal.domain.recipient import ExportRun, Scope
from portal.domain.seized import ComparedList

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class ListRows:
    """A list on the grid of days and places.

    Attributes
    ----------
    first : day number of the first position
    length : days of the reference span; position `length` stands for all other days
    day, place : (rows,) positions; UNKNOWN where the list does not say
    born : (rows,) day number of a birth that the list tells, UNKNOWN where none
    registered : (rows,) day number as written, UNKNOWN where none
    hospitals, districts : names by position; places are hospitals, then districts
    member : (places, hospitals) which hospitals a place stands for
    """

    first: int
    length: int
    day: np.ndarray
    place: np.ndarray
    registered: np.ndarray
    born: np.ndarray
    hospitals: tuple[str, ...]
    districts: tuple[str, ...]
    member: np.ndarray

    @property
    def day_counts(self) -> np.ndarray:
        """(length + 1,) rows by day."""
        return np.bincount(self.day[self.day != UNKNOWN], minlength=self.length + 1)

    @property
    def place_counts(self) -> np.ndarray:
        """(places,) rows by place."""
        return np.bincount(self.place[self.place != UNKNOWN], minlength=len(self.member))

    @property
    def reference_days(self) -> np.ndarray:
        """(length + 1,) the same chance for every day of the span."""
        return np.append(np.full(self.length, 1 / self.length), 0.0)

    def days_of(self, start: date, until: date) -> np.ndarray:
        """(length + 1,) which days a half-open window holds."""
        held = np.zeros(self.length + 1, dtype=bool)
        low, high = (min(max(day_number(day) - self.first, 0), self.length) for day in (start, until))
        held[low:high] = True
        return held

    def hospitals_of(self, scope: Scope, district_of: Mapping[str, str]) -> np.ndarray:
        """(hospitals,) which hospitals a scope covers."""
        return np.array([scope.covers(name, district_of[name]) for name in self.hospitals], dtype=bool)

    def chance_of_places(self, hospitals: np.ndarray) -> np.ndarray:
        """(places,) the chance of each place, if every one of these hospitals is equally likely."""
        size = hospitals.sum()
        return self.member @ (hospitals / size if size else hospitals.astype(np.float64))


def list_rows(seized: ComparedList, runs: Sequence[ExportRun], district_of: Mapping[str, str]) -> ListRows:
    """Put a list on the grid of all exports.

    Returns
    -------
    ListRows
        The span runs from the first to the last day that any export covers; with no export, over the list itself.
    """
    registered = np.array([_number(row.registered_on) for row in seized.rows], dtype=np.int64)
    known = registered[registered != UNKNOWN]
    starts = [day_number(run.registered.start) for run in runs] or known[:1].tolist() or [0]
    ends = [day_number(run.registered.until) for run in runs] or [int(known.max()) + 1 if known.size else 1]
    first, length = min(starts), max(max(ends) - min(starts), 1)
    inside = (registered >= first) & (registered < first + length)
    day = np.where(registered == UNKNOWN, UNKNOWN, np.where(inside, registered - first, length))
    hospitals, districts = tuple(sorted(district_of)), tuple(sorted(set(district_of.values())))
    lies_in = np.array([[district_of[name] == area for name in hospitals] for area in districts], dtype=np.float64)
    member = np.concatenate([np.eye(len(hospitals)), lies_in.reshape(len(districts), len(hospitals))])
    positions = {name: place for place, name in enumerate(hospitals)}
    areas = {name: len(hospitals) + place for place, name in enumerate(districts)}
    place = [
        positions.get(row.hospital or "", areas.get(row.district or "", UNKNOWN)) for row in seized.rows
    ]  # fmt: skip
    born = np.array([_number(row.born_on) for row in seized.rows], dtype=np.int64)
    return ListRows(
        first, length, day.astype(np.int64), np.array(place, dtype=np.int64), registered, born, hospitals, districts,
        member,
    )  # fmt: skip


def day_at(rows: ListRows, position: int) -> date:
    """The calendar day of a position."""
    return day_of(rows.first) + timedelta(days=int(position))


def _number(day: date | None) -> int:
    return UNKNOWN if day is None else day_number(day)
