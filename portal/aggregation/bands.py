"""What a lag curve looks like around exports that were not: the band of rates on placebo schedules."""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.classes import SourceClass
from portal.aggregation.exposure import NEVER, Exposure
from portal.aggregation.schedules import first_days, schedule, shifts
from portal.aggregation.tally import Tally
from portal.aggregation.told import Told
from portal.extract.columns import Extract

SCHEDULES, FEWEST = 200, 40
MOST_MOTHERS = 2_000_000  # times schedules: beyond, fewer schedules are drawn
LIMITS = (0.025, 0.975)


def placebo_band(
    extract: Extract, found: Exposure, code: int, edges: np.ndarray, as_of: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray] | None:
    """Lower and upper 95 % limits of the calls per 1,000 mother-days in each lag bin, around shifted exports.

    Parameters
    ----------
    code : of a recipient
    edges : (bins + 1,) whole days after the export

    Returns
    -------
    tuple of numpy.ndarray or None
        Two arrays (bins,), NaN where no mother was observed; None for a recipient without a run.
    """
    source = SourceClass((code,), found.exported[:, code], found.scope[:, code])
    if not source.covers:
        return None
    runs = schedule(extract, found, source, np.arange(len(found.mother)), as_of)
    count = int(np.clip(MOST_MOTHERS // max(len(found.mother), 1), FEWEST, SCHEDULES))
    first = first_days(runs, shifts(runs, count, rng))
    table = by_day(found, runs.group)
    rates = np.array([table.rates(held, edges) for held in first])
    with np.errstate(invalid="ignore"):
        seen = np.isfinite(rates).all(axis=0)
    low, high = np.full((2, len(edges) - 1), np.nan)
    low[seen], high[seen] = np.quantile(rates[:, seen], LIMITS, axis=0)
    return low, high


def mother_days(first: np.ndarray, last: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Observed days in each lag bin, from the first and last observed lag of each mother."""
    begins, ends = np.sort(first), np.sort(last)
    return _days_from(begins, edges) - _days_from(ends + 1, edges)


def _days_from(begins: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Days in each bin at or after the day on which each mother begins; `begins` is sorted."""
    total = np.concatenate([[0], np.cumsum(begins)])
    before = np.searchsorted(begins, edges)
    passed = before * edges - total[before]  # days from every begin up to each edge
    return np.diff(passed).astype(np.float64)


@dataclass(frozen=True, eq=False)
class ByDay:
    """Calls and mothers under observation before each day, by group: (groups, days + 1), the first day being `low`.

    A schedule moves whole groups, so it picks differences out of these and never reads a call again.
    """

    low: int
    calls: np.ndarray
    observed: np.ndarray

    def rates(self, held: np.ndarray, edges: np.ndarray) -> np.ndarray:
        """Calls per 1,000 mother-days in each bin after the day on which each group's record was held: (bins,)."""
        came = np.flatnonzero(held < NEVER)
        place = np.clip(held[came, None] + edges - self.low, 0, self.calls.shape[1] - 1)
        days, calls = (np.diff(part[came[:, None], place].sum(axis=0)) for part in (self.observed, self.calls))
        return np.where(days > 0, 1000 * calls / np.where(days > 0, days, 1), np.nan)


def by_day(found: Exposure, group: np.ndarray) -> ByDay:
    """Count the calls and the mothers once; `group` is the number of each mother's group, none of them empty."""
    low, high = int(min(found.start.min(), found.end.min() + 1)), int(max(found.start.max(), found.end.max()))
    days, groups = high - low + 1, int(group.max()) + 1
    window = (np.full(len(group), low), np.full(len(group), high))
    counted = Tally.of(Told((*window, group), found.call_mother, found.call_day))
    order = np.argsort(counted.keys[:, 2])  # every group has a mother
    change = np.bincount(group * (days + 1) + found.start - low, minlength=groups * (days + 1))
    change -= np.bincount(group * (days + 1) + found.end + 1 - low, minlength=groups * (days + 1))
    present = np.cumsum(change.reshape(groups, days + 1), axis=1)[:, :days]
    return ByDay(low, _before(counted.calls.reshape(groups, days)[order]), _before(present))


def _before(table: np.ndarray) -> np.ndarray:
    """Sums of what lies before each column, and of all at the end."""
    return np.concatenate([np.zeros((len(table), 1), dtype=np.int64), np.cumsum(table, axis=1, dtype=np.int64)], axis=1)
