"""What a lag curve looks like around exports that were not: the band of rates on placebo schedules."""

import numpy as np

from portal.aggregation.classes import SourceClass
from portal.aggregation.exposure import NEVER, Exposure
from portal.aggregation.schedules import first_days, schedule, shifts
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
    rates = np.array([_rates(found, held[runs.group], edges) for held in first])
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


def _rates(found: Exposure, held: np.ndarray, edges: np.ndarray) -> np.ndarray:
    came = held < NEVER
    days = mother_days(found.start[came] - held[came], found.end[came] - held[came], edges)
    own = came[found.call_mother]
    lag = found.call_day[own] - held[found.call_mother[own]]
    calls = np.bincount(np.searchsorted(edges, lag, side="right"), minlength=len(edges) + 1)[1 : len(edges)]
    return np.where(days > 0, 1000 * calls / np.where(days > 0, days, 1.0), np.nan)
