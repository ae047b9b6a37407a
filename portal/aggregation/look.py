"""Step 3, look first: the pictures before any model, small counts hidden before they leave this file."""

import numpy as np

from portal.aggregation.bands import mother_days, placebo_band
from portal.aggregation.exposure import NEVER, Exposure
from portal.domain.disclosure import suppressed, suppressed_all, suppressed_table
from portal.domain.finding import REGISTRATION
from portal.domain.period import day_of
from portal.domain.picture import (
    Calendar,
    CalendarRow,
    ExportRun,
    LagBin,
    LagCurve,
    Lexis,
    LexisSquare,
    StageCell,
    Staircase,
    WeekOfReports,
)
from portal.domain.vocabulary import Stage, VendorType
from portal.extract.columns import NO_DAY, Extract
from portal.stats.poisson_rate import poisson_interval

SQUARE = 7
LAG_EDGES = np.arange(-56, 127, 7)
STAGE_EDGES = (98, 196, 280, 323, 381)  # gestational days: 14 and 28 weeks; birth; 43 and 101 days after it


def lexis(extract: Extract, found: Exposure) -> Lexis | None:
    """Registration date across, call date up, in squares of seven days; None without a call."""
    if not len(found.call_day):
        return None
    registered = found.registered[found.call_mother]
    first = int(min(registered.min(), found.call_day.min()))
    last = int(max(found.registered.max(), found.call_day.max()))
    height = (last - first) // SQUARE + 1
    table = np.bincount((registered - first) // SQUARE * height + (found.call_day - first) // SQUARE)
    counts = {divmod(square, height): int(table[square]) for square in np.flatnonzero(table).tolist()}
    squares = tuple(
        LexisSquare(_iso(first + SQUARE * across), _iso(first + SQUARE * up), count)
        for (across, up), count in suppressed_table(counts).items()
    )
    span = (int(found.registered.min()), int(found.registered.max()))
    return Lexis(SQUARE, _iso(first), _iso(last), squares, _staircases(extract, *span))


def lag_curves(extract: Extract, found: Exposure, as_of: int, rng: np.random.Generator) -> tuple[LagCurve, ...]:
    """Calls per 1,000 mother-days around registration and each recipient's first export, beside placebo schedules."""
    curves = [LagCurve(REGISTRATION, _lag_bins(found, found.registered, None))]
    for code, name in enumerate(extract.recipients):
        band = placebo_band(extract, found, code, LAG_EDGES, as_of, rng)
        curves.append(LagCurve(name, _lag_bins(found, found.exported[:, code], band)))
    return tuple(curves)


def stages(found: Exposure) -> np.ndarray:
    """Where in the pregnancy each usable call fell, as a position in `Stage`; -1 without a due date."""
    conceived, born = found.conceived[found.call_mother], found.born[found.call_mother]
    age = found.call_day - conceived
    after = (born != NO_DAY) & (found.call_day >= born)
    age = np.where(after, 280 + found.call_day - born, np.where(born != NO_DAY, np.minimum(age, 279), age))
    return np.where(conceived != NO_DAY, np.digitize(age, STAGE_EDGES), -1)


def vendor_stages(found: Exposure) -> tuple[StageCell, ...]:
    """Calls by kind of vendor and stage of the pregnancy, for mothers whose due date is known."""
    counts = stage_counts(found, np.ones(len(found.call_day), dtype=bool))
    return tuple(StageCell(*cell, count) for cell, count in suppressed_table(counts).items())


def stage_counts(found: Exposure, chosen: np.ndarray) -> dict[tuple[str, str], int]:
    """The same for the chosen calls (a mask of all), before anything is hidden."""
    stage = stages(found)
    known = (stage >= 0) & chosen
    names, vendors = list(Stage), list(VendorType)
    table = np.zeros((len(vendors), len(names)), dtype=int)
    np.add.at(table, (found.call_vendor[known], stage[known]), 1)
    return {(v.value, s.value): int(table[row, col]) for row, v in enumerate(vendors) for col, s in enumerate(names)}


def calendar(extract: Extract, found: Exposure, as_of: int) -> Calendar:
    """Every run of every recipient, and the calls told in each week."""
    rows = []
    for code, name in enumerate(extract.recipients):
        own = extract.exports[(extract.exports["recipient"] == code) & (extract.exports["exported_day"] <= as_of)]
        runs = [ExportRun(_iso(run.exported_day), bool(run.planned)) for run in own.itertuples()]
        rows.append(CalendarRow(name, tuple(runs)))
    told = extract.calls["mother"].isin(found.mother) & (extract.calls["reported_day"] <= as_of)
    week = extract.calls.loc[told, "reported_day"].to_numpy() // SQUARE * SQUARE
    days, counts = np.unique(week, return_counts=True)
    shown = suppressed_all([int(count) for count in counts])
    return Calendar(tuple(rows), tuple(WeekOfReports(_iso(day), count) for day, count in zip(days, shown, strict=True)))


def _lag_bins(found: Exposure, event: np.ndarray, band: tuple[np.ndarray, np.ndarray] | None) -> tuple[LagBin, ...]:
    came = event < NEVER
    days = mother_days(found.start[came] - event[came], found.end[came] - event[came], LAG_EDGES)
    own = came[found.call_mother]
    lag = found.call_day[own] - event[found.call_mother[own]]
    calls = np.histogram(lag, bins=LAG_EDGES)[0]
    low, high = poisson_interval(calls)
    bins = []
    for place, count in enumerate(calls):
        per = 1000 / days[place] if days[place] else None
        shown = suppressed(int(count))
        rates = (None,) * 3 if per is None or shown is None else (count * per, low[place] * per, high[place] * per)
        limits = (None, None) if band is None or shown is None else (band[0][place], band[1][place])
        values = [None if rate is None or not np.isfinite(rate) else float(rate) for rate in (*rates, *limits)]
        bins.append(LagBin(int(LAG_EDGES[place]), int(LAG_EDGES[place + 1]), shown, float(days[place]), *values))
    return tuple(bins)


def _staircases(extract: Extract, first: int, last: int) -> tuple[Staircase, ...]:
    days = np.arange(first, last + 1)
    stairs = []
    for code, name in enumerate(extract.recipients):
        earliest = np.full(len(days), NEVER)
        for run in extract.exports[extract.exports["recipient"] == code].itertuples():
            covered = (days >= run.registered_from) & (days < run.registered_until)
            earliest[covered] = np.minimum(earliest[covered], run.exported_day)
        held = np.flatnonzero(earliest < NEVER)
        turn = [p for p in held if p in (held[0], held[-1]) or _turns(earliest, p)]
        stairs.append(Staircase(name, tuple((_iso(days[p]), _iso(earliest[p])) for p in turn)))
    return tuple(stairs)


def _turns(earliest: np.ndarray, place: int) -> bool:
    return earliest[place - 1] != earliest[place] or earliest[place + 1] != earliest[place]


def _iso(day: int) -> str:
    return day_of(int(day)).isoformat()
