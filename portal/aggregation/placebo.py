"""Step 6, calibrate: how far the same statistic goes on placebo schedules, with the real calls and one fit.

A source's column is a function of the day on which it held the record, so its score and its information are sums over
mothers of a table: day of holding × delay. The tables are made once; a thousand schedules are then a thousand ways of
picking one line for every group of mothers, one sparse matrix product. No refit: the efficient score takes the
nuisance out (stats/efficient_score.py). The calls are measured against a fit that has the sources which were found in
it, so that a true source does not haunt its own placebos (residuals under the full model: ter Braak 1992).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import pinvh
from scipy.sparse import csr_matrix
from scipy.special import ndtr, ndtri

from portal.aggregation.cells import Cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.engine import THIS_PROCESS, Engine, Later
from portal.aggregation.evidence import scored_classes, weight
from portal.aggregation.exposure import NEVER, Exposure
from portal.aggregation.influence import Influence
from portal.aggregation.schedules import first_days, schedule, shifts
from portal.aggregation.scoring import GIVEN, INFORMATIVE, ONSETS, Fitted, Scored
from portal.extract.columns import Extract
from portal.stats.efficient_score import FLAT
from portal.stats.onset import SETTLED

SCHEDULES = 1000
WHOLE = np.vstack([ONSETS[: SETTLED + 1], np.ones(ONSETS.shape[1])])  # by days since; the last line is for ever after


@dataclass(frozen=True, eq=False)
class Null:
    """What the statistic does on placebo schedules.

    The level is spent where information lies: a class of weight w needs a tail probability of w times the common one.

    Attributes
    ----------
    z : (schedules, classes) largest z over the delays of each class
    weights : (classes,) in proportion to information, with a mean of 1
    classes : their keys
    """

    z: np.ndarray
    weights: np.ndarray
    classes: tuple[int, ...]

    @cached_property
    def largest(self) -> np.ndarray:
        """Over the classes, each brought to the common scale: (schedules,)."""
        return _weighted(self.z, self.weights).max(axis=1, initial=-np.inf)

    def p_value(self, one: int, z: float) -> float:
        """Family-wise: the share of schedules, the actual one counted in, on which any class reaches so far."""
        own = _weighted(np.array([z]), self.weights[[self.classes.index(one)]])[0]
        return float((1 + (self.largest >= own).sum()) / (1 + len(self.z)))

    def quantile(self, level: float, one: int) -> float:
        """The z that a class must reach for a family-wise p of `level`."""
        common = ndtr(-np.quantile(self.largest, 1 - level))
        return float(-ndtri(min(common * self.weights[self.classes.index(one)], 0.5)))


def _weighted(z: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return -ndtri(np.minimum(ndtr(-z) / weights, 1 - 1e-12))


@dataclass(frozen=True, eq=False)
class Measured:
    """One class, on its placebo schedules and on the actual one.

    Attributes
    ----------
    z : (schedules,) largest over the delays
    weights : what mothers, weeks and reports weigh in its score at its best delay; None for a class in the fit
    """

    z: np.ndarray
    weights: Influence | None


def placebo(
    extract: Extract, found: Exposure, at: Fitted, delays: Mapping[int, int | None], classes: Mapping[int, SourceClass],
    as_of: int, rng: np.random.Generator, count: int = SCHEDULES, engine: Engine = THIS_PROCESS,
) -> dict[int, Later[Measured]]:  # fmt: skip
    """Shift the schedule of each class `count` times and score it.

    Parameters
    ----------
    extract, found : what the fit was made from
    at : the fit with the sources that were found in it
    delays : of each class to look at the best delay, by its key; None for those in the fit
    classes : all recipients' classes, by their key
    """
    asked = {}
    for one, best in delays.items():
        runs = schedule(extract, found, classes[one], at.cells.example, as_of)
        first = first_days(runs, shifts(runs, count, rng))
        asked[one] = engine.later(_measured, at, one, best, runs.group, len(runs.registered), first)
    return asked


def null_of(measured: Mapping[int, Measured], information: Mapping[int, float]) -> Null:
    """What the classes do on their placebo schedules together; `information` is that of the test of each."""
    weights = np.array([information[one] for one in measured])
    z = np.column_stack([one.z for one in measured.values()])
    return Null(z, weights / weights.mean(), tuple(measured))


def _measured(at: Fitted, one: int, best: int | None, group: np.ndarray, groups: int, first: np.ndarray) -> Measured:
    scored = scored_classes(at, [one])[one]
    z = _largest(_Residuals(at.cells, scored), group, groups, first)
    return Measured(z, None if best is None else weight(at.cells, scored, one, best))


class _Residuals:
    """What each day of each pattern adds to a column's score and information."""

    def __init__(self, rows: Cells, scored: Scored) -> None:
        table, given = scored.table, scored.places[GIVEN]
        self.day = rows.day[scored.kept]
        self.design = scored.columns
        self.width = len(given)
        self.expected = scored.expected
        self.residual = table.events - scored.expected
        self.pattern = table.labels
        self.bounds = np.append(table.starts, len(table.days))
        self.totals = table.totals
        self.inverse = pinvh(scored.scores.information[np.ix_(given, given)], rtol=FLAT)
        self.left = self.inverse @ scored.scores.total[given]

    def lines(self, place: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Days of one pattern, its residual, expected and centred nuisance × expected side by side, and its shares."""
        rows = slice(int(self.bounds[place]), int(self.bounds[place + 1]))
        expected, design = self.expected[rows], self.design[rows][:, : self.width]
        share = expected / self.totals[place]
        nuisance = expected[:, None] * (design - share @ design)
        return self.day[rows], np.column_stack([self.residual[rows], expected, nuisance]), share


def _largest(residual: _Residuals, group: np.ndarray, groups: int, first: np.ndarray) -> np.ndarray:
    """The largest z over the delays: (schedules,)."""
    members = _by_group(group[residual.pattern], groups)
    sums, picked, used = [], [], 0
    for number, places in enumerate(members):
        days, picks = np.unique(first[:, number], return_inverse=True)
        held = days < NEVER
        if not len(places) or not held.any():
            continue
        lines = np.zeros((len(days), ONSETS.shape[1], 2 + residual.inverse.shape[0]), dtype=np.float32)
        lines[held] = _table(residual, places, days[held])
        sums.append(lines)
        picked.append(picks.reshape(-1) + used)
        used += len(days)
    if not sums:
        return np.full(len(first), -np.inf)
    places = np.column_stack(picked)
    choice = csr_matrix(
        (np.ones(places.size, np.float32), places.ravel(), np.arange(0, places.size + 1, places.shape[1])),
        shape=(len(first), used),
    )
    together = np.concatenate(sums).reshape(used, -1)
    return _z(residual, (choice @ together).reshape(len(first), ONSETS.shape[1], -1).astype(np.float64))


def _by_group(group: np.ndarray, groups: int) -> list[np.ndarray]:
    order = np.argsort(group, kind="stable")
    return np.split(order, np.searchsorted(group[order], np.arange(1, groups)))


def _table(residual: _Residuals, places: np.ndarray, held: np.ndarray) -> np.ndarray:
    """For one group of mothers: score, own information and information shared with the nuisance, by day and delay."""
    begin, length = int(held[0]), int(held[-1] - held[0]) + SETTLED + 1
    lines = np.zeros((length + 1, 2 + residual.inverse.shape[0]))
    shares = np.zeros((len(places), length + 1))
    for mother, place in enumerate(places):
        days, own, share = residual.lines(place)
        passed = np.minimum(days - begin, length)
        near = np.searchsorted(passed, 1), np.searchsorted(passed, length)
        inside = slice(*near)
        lines[passed[inside]] += own[inside]
        lines[length] += own[near[1] :].sum(axis=0)
        shares[mother, passed[inside]] = share[inside]
        shares[mother, length] = share[near[1] :].sum()
    since = np.arange(begin, begin + length + 1)[None, :] - held[:, None]
    columns = WHOLE[np.clip(since, 0, len(WHOLE) - 1)].transpose(0, 2, 1)  # (days, delays, length + 1)
    columns[:, :, -1] = 1.0
    linear = columns @ np.delete(lines, 1, axis=1)
    square = columns**2 @ lines[:, 1] - (columns @ shares.T) ** 2 @ residual.totals[places]
    return np.concatenate([linear[:, :, :1], square[:, :, None], linear[:, :, 1:]], axis=2)


def _z(residual: _Residuals, sums: np.ndarray) -> np.ndarray:
    score, own, shared = sums[:, :, 0], sums[:, :, 1], sums[:, :, 2:]
    variance = own - np.einsum("sdp,pq,sdq->sd", shared, residual.inverse, shared, optimize=True)
    informed = variance > INFORMATIVE
    score = score - shared @ residual.left
    z = np.where(informed, score / np.sqrt(np.where(informed, variance, 1.0)), -np.inf)
    return z.max(axis=1)
