"""What the office meets first: reports over time, districts and hospitals; small counts are None.

Days are ISO dates. A place has a rate only where somebody counted its registrations.
"""

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Who counted the registrations of a place."""

    TOTALS = "totals"  # the registry, hospital by hospital and month by month
    FILES = "files"  # the rows of exports that held exactly this place
    BOTH = "both"


@dataclass(frozen=True)
class StageCell:
    """How often one kind of vendor called in one stage of the pregnancy."""

    vendor: str
    stage: str
    calls: int | None


@dataclass(frozen=True)
class ReportBin:
    """What fell into the days from `from_day`.

    By the day of the call: `happened` calls on `days` days of single mothers, called `people` mothers. By the day of
    the report: `told` calls.
    """

    from_day: str
    happened: int | None
    days: int | None
    people: int | None
    told: int | None


@dataclass(frozen=True)
class Slice:
    """Reports of one district, or of everybody (`district` empty), in bins of `width` days, and what was sold."""

    district: str
    mothers: int | None
    days: int | None
    calls: int | None
    width: int
    bins: tuple[ReportBin, ...]
    vendor_stage: tuple[StageCell, ...]


@dataclass(frozen=True)
class Place:
    """A hospital, a district (its own `name` and `district` agree) or everybody (both empty).

    `registrations` were counted by whom `basis` says, on `counted_days` days from `counted_from` (in) to
    `counted_until` (out); `reporters` are the mothers registered on those days who told of a call; `rate` is per 1,000
    registrations, None where nobody counted.
    """

    name: str
    district: str
    mothers: int | None
    calls: int | None
    registrations: int | None = None
    reporters: int | None = None
    rate: float | None = None
    low: float | None = None
    high: float | None = None
    basis: Basis | None = None
    counted_from: str | None = None
    counted_until: str | None = None
    counted_days: int | None = None


@dataclass(frozen=True)
class Portion:
    """Reports of one district, of calls in one quarter (as in `2026-Q1`), of one tier; empty or None: of all."""

    district: str
    quarter: str
    tier: int | None
    mothers: int | None
    days: int | None
    calls: int | None


@dataclass(frozen=True)
class Overview:
    """Reports up to `last_day`; from `incomplete_from` on, a tenth or more of the calls are usually still untold.

    `portions` is empty in runs from before they were asked for.
    """

    last_day: str
    incomplete_from: str | None
    slices: tuple[Slice, ...]
    places: tuple[Place, ...]
    portions: tuple[Portion, ...] = ()
