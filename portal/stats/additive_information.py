"""Score and information of the additive model, in the scale in which its likelihood is nearly quadratic.

The sources' coefficients are written as shares w_s = theta_s m_s / (1 + sum theta m) of the expected events, with m_s
the mean presence of source s seen from the background; the curves' levels as logarithms. With

    g_s = d log lambda / d w_s = (F_s / m_s - 1) (1 + sum theta m) / (1 + theta F),   g_level = indicator

the score is sum (y - mu) g and the expected information sum_i n_i Cov_i(g), the covariance over stratum i's rows with
weights mu / n_i (Fisher scoring; it is never indefinite, whatever the point). The curves are taken out as in
`efficient_score`. Indicators are never written out: their products are counts over pairs of levels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.linalg import pinvh
from scipy.optimize import nnls

FLAT = 1e-9  # share of the largest eigenvalue under which a direction counts as empty
ROWS_A_BLOCK = 65_536
MOST_SOURCES_SHARE = 0.999  # of all events; beyond it theta has no finite value
MOST_THETA = 100.0  # where nobody else calls, theta has no maximum; a hundred times the background is all


class Rows(Protocol):
    """What is needed of the table of rows; `additive.Mixture` is one."""

    starts: np.ndarray
    events: np.ndarray
    factors: tuple[np.ndarray, ...]
    effects: np.ndarray

    @property
    def totals(self) -> np.ndarray: ...

    @property
    def stratum(self) -> np.ndarray: ...


class Fitted(Protocol):
    """What is needed of a point; `additive.Point` is one."""

    theta: np.ndarray
    sum: np.ndarray
    expected: np.ndarray


@dataclass(frozen=True, eq=False)
class Information:
    """At one point of the additive model.

    Attributes
    ----------
    presence : (sources,) m; 0 for a source that is never present
    shares : (sources,) w
    scores : (p,) curves' levels first, factor by factor, then the sources
    matrix : (p, p) expected information
    means : (strata, p) expected sums of g over each stratum, divided by its events
    levels : number of levels of each factor
    """

    presence: np.ndarray
    shares: np.ndarray
    scores: np.ndarray
    matrix: np.ndarray
    means: np.ndarray
    levels: tuple[int, ...]

    @property
    def free(self) -> int:
        """Number of the curves' columns."""
        return sum(self.levels)

    @cached_property
    def _inverse(self) -> np.ndarray:
        return pinvh(self.matrix[: self.free, : self.free], rtol=FLAT)

    @cached_property
    def weights(self) -> np.ndarray:
        """(levels, sources) the combination of the curves' columns that is taken out of each source."""
        return self._inverse @ self.matrix[: self.free, self.free :]

    @cached_property
    def efficient(self) -> tuple[np.ndarray, np.ndarray]:
        """Score and information of the shares with the curves taken out."""
        inner, cross = self.matrix[self.free :, self.free :], self.matrix[self.free :, : self.free]
        return self.scores[self.free :] - self.weights.T @ self.scores[: self.free], inner - cross @ self.weights

    @property
    def curve_gain(self) -> float:
        """What the curves alone would still gain in log likelihood."""
        own = self.scores[: self.free]
        return float(own @ self._inverse @ own) / 2

    def curve_step(self, step: np.ndarray) -> list[np.ndarray]:
        """The change of every log level that goes with a change of the shares."""
        change = self._inverse @ self.scores[: self.free] - self.weights @ step
        return np.split(change, np.cumsum(self.levels)[:-1])

    def theta(self, shares: np.ndarray) -> np.ndarray:
        """Coefficients from shares, (…, sources); shares that leave nothing to the background are scaled down."""
        total = shares.sum(axis=-1, keepdims=True)
        kept = shares * np.minimum(1.0, MOST_SOURCES_SHARE / np.maximum(total, 1e-300))
        scale = self.presence * (1 - kept.sum(axis=-1, keepdims=True))
        return np.minimum(np.divide(kept, scale, out=np.zeros_like(kept), where=scale > 0), MOST_THETA)

    @property
    def ceiling(self) -> np.ndarray:
        """The shares at the largest theta, with as much left to the background as now."""
        return MOST_THETA * self.presence * (1 - self.shares.sum())

    def parts(self, rows: Rows, here: Fitted, event_row: np.ndarray) -> np.ndarray:
        """(events, sources) what each event adds to the efficient score of the shares, its expectation taken off."""
        slopes = _slopes(self.presence, here.theta, rows.effects[:, event_row], here.sum[event_row]).T
        offsets = np.cumsum((0, *self.levels))
        for codes, first in zip(rows.factors, offsets, strict=False):
            slopes = slopes - self.weights[first + codes[event_row]]
        means = self.means[:, self.free :] - self.means[:, : self.free] @ self.weights
        return slopes - means[rows.stratum[event_row]]


def information(rows: Rows, here: Fitted) -> Information:
    """Scores and expected information of all coefficients at a point."""
    seen = here.expected / here.sum
    presence = rows.effects @ seen / seen.sum()
    levels = tuple(int(codes.max()) + 1 for codes in rows.factors)
    width = sum(levels) + len(presence)
    scores, matrix = np.zeros(width), np.zeros((width, width))
    means = np.empty((len(rows.starts), width))
    for block, strata in _blocks(rows):
        slopes = _slopes(presence, here.theta, rows.effects[:, block], here.sum[block])
        codes = [factor[block] for factor in rows.factors]
        weight = here.expected[block]
        matrix += _second_moments(codes, levels, slopes, weight)
        sums = _sums_by_stratum(rows, block, strata, codes, levels, slopes, weight)
        means[strata] = sums / rows.totals[strata, None]
        matrix -= means[strata].T @ sums
        left = rows.events[block] - weight
        scores += np.concatenate([*_by_level(codes, levels, left), slopes @ left])
    shares = here.theta * presence
    return Information(presence, shares / (1 + shares.sum()), scores, matrix, means, levels)


def bounded(
    target: np.ndarray, variance: np.ndarray, inside: np.ndarray, ceiling: np.ndarray | None = None
) -> np.ndarray:
    """The x >= 0 with the largest target' x - x' variance x / 2 (non-negative least squares, Lawson and Hanson 1974).

    Only the coordinates `inside` (a mask) may differ from 0. What would pass its ceiling is held there, and the rest
    are solved for again.

    Examples
    --------
    >>> bounded(np.array([2.0, -1.0, 3.0]), np.eye(3), np.array([True, True, False])).tolist()
    [2.0, 0.0, 0.0]
    """
    best, free = np.zeros(len(target)), inside.copy()
    while free.any():
        best[free] = _non_negative((target - variance @ np.where(free, 0.0, best))[free], variance[np.ix_(free, free)])
        over = free & (best > ceiling) if ceiling is not None else np.zeros_like(free)
        if not over.any():
            break
        best[over] = ceiling[over]
        free &= ~over
    return best


def _non_negative(target: np.ndarray, variance: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(variance)
    kept = values > FLAT * max(values.max(initial=0.0), 1e-300)
    if not kept.any():
        return np.zeros(len(target))
    root = np.sqrt(values[kept])
    return nnls((vectors[:, kept] * root).T, (vectors[:, kept].T @ target) / root)[0]


def _slopes(presence: np.ndarray, theta: np.ndarray, effects: np.ndarray, total: np.ndarray) -> np.ndarray:
    scale = (1 + theta @ presence) / total
    inverse = np.divide(1.0, presence, out=np.zeros_like(presence), where=presence > 0)
    slopes = effects * inverse[:, None]
    slopes -= (presence > 0)[:, None]
    slopes *= scale
    return slopes


def _second_moments(
    codes: list[np.ndarray], levels: tuple[int, ...], slopes: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    offsets = np.cumsum((0, *levels))
    free, width = int(offsets[-1]), int(offsets[-1]) + len(slopes)
    made = np.zeros((width, width))
    weighted = slopes * weight
    for one, (own, size) in enumerate(zip(codes, levels, strict=True)):
        place = slice(offsets[one], offsets[one + 1])
        for other in range(one + 1):
            pairs = np.bincount(own * levels[other] + codes[other], weights=weight, minlength=size * levels[other])
            across = slice(offsets[other], offsets[other + 1])
            made[place, across] = pairs.reshape(size, levels[other])
            made[across, place] = made[place, across].T
        for source, values in enumerate(weighted):
            made[place, free + source] = np.bincount(own, weights=values, minlength=size)
        made[free:, place] = made[place, free:].T
    made[free:, free:] = weighted @ slopes.T
    return made


def _sums_by_stratum(
    rows: Rows,
    block: slice,
    strata: slice,
    codes: list[np.ndarray],
    levels: tuple[int, ...],
    slopes: np.ndarray,
    weight: np.ndarray,
) -> np.ndarray:
    stratum = rows.stratum[block] - strata.start
    count = strata.stop - strata.start
    parts = [
        np.bincount(stratum * size + own, weights=weight, minlength=count * size).reshape(count, size)
        for own, size in zip(codes, levels, strict=True)
    ]
    local = rows.starts[strata] - block.start
    return np.hstack([*parts, np.add.reduceat(slopes * weight, local, axis=1).T])


def _by_level(codes: list[np.ndarray], levels: tuple[int, ...], values: np.ndarray) -> list[np.ndarray]:
    return [np.bincount(own, weights=values, minlength=size) for own, size in zip(codes, levels, strict=True)]


def _blocks(rows: Rows) -> Iterator[tuple[slice, slice]]:
    """Runs of whole strata: their rows and their positions among the strata."""
    ends = np.append(rows.starts[1:], len(rows.events))
    first = 0
    while first < len(rows.starts):
        last = max(int(np.searchsorted(ends, rows.starts[first] + ROWS_A_BLOCK, side="right")), first + 1)
        yield slice(int(rows.starts[first]), int(ends[last - 1])), slice(first, last)
        first = last
