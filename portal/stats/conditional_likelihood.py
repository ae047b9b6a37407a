"""The conditional Poisson likelihood of a table of strata: value, score and information, block by block.

Within stratum i the rate on row j is proportional to d_ij exp(eta_ij), eta = offset + X beta; given the stratum's
total n_i the events are multinomial with p_ij = d_ij exp(eta_ij) / sum_l d_il exp(eta_il), so

    log L      = sum_ij y_ij eta_ij + sum_ij y_ij log d_ij - sum_i n_i log sum_l d_il exp(eta_il)
    score      = X' (y - n p)
    information = sum_i n_i [ X_i' diag(p_i) X_i - (X_i' p_i)(X_i' p_i)' ]

with the stratum's own level cancelled (Farrington 1995; Whitaker, Farrington, Spiessens, Musonda 2006). The
multinomial coefficient, which is free of beta, is left out. Blocks bound the memory, whatever the table's length.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from portal.stats.blocks import Design
from portal.stats.factored import Factored

ROWS_A_BLOCK = 4096  # with 80 columns 2.6 MB: it stays in the cache while it is used


class InvalidTable(ValueError):
    """The table cannot be a table of events and days at risk."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows sorted by stratum, only strata with events, only rows with days at risk."""

    days: np.ndarray
    events: np.ndarray
    design: Design
    starts: np.ndarray
    labels: np.ndarray

    @property
    def totals(self) -> np.ndarray:
        """Events of each stratum."""
        return np.add.reduceat(self.events, self.starts) if len(self.starts) else np.empty(0)

    @property
    def sizes(self) -> np.ndarray:
        """Rows of each stratum."""
        return np.diff(np.append(self.starts, len(self.days)))

    def blocks(self) -> list[tuple[slice, slice]]:
        """Runs of whole strata: their rows and their positions among the strata."""
        ends = np.append(self.starts[1:], len(self.days))
        found, first = [], 0
        while first < len(self.starts):
            last = int(np.searchsorted(ends, self.starts[first] + ROWS_A_BLOCK, side="right"))
            last = max(last, first + 1)
            found.append((slice(int(self.starts[first]), int(ends[last - 1])), slice(first, last)))
            first = last
        return found


@dataclass(frozen=True, eq=False)
class Derivatives:
    """Value, gradient and negative Hessian of the log likelihood at one point."""

    log_likelihood: float
    score: np.ndarray
    information: np.ndarray


def table(stratum: ArrayLike, days: ArrayLike, events: ArrayLike, design: ArrayLike) -> Table:
    """Check the input and bring it into the order that the likelihood needs.

    Raises
    ------
    InvalidTable
        Lengths differ; a value is negative, NaN or infinite; an event has no day to fall on.
    """
    labels = np.asarray(stratum)
    risk, counts = _vector("days", days), _vector("events", events)
    columns = np.asarray(design, dtype=np.float64)
    columns = columns[:, None] if columns.ndim == 1 else columns
    _check(labels, risk, counts, columns)
    codes = np.unique(labels, return_inverse=True)[1] if len(labels) else np.empty(0, dtype=np.int64)
    total = np.bincount(codes, weights=counts) if len(codes) else np.empty(0)
    kept = (risk > 0) & (total[codes] > 0)
    if not kept.all():
        labels, codes, risk, counts, columns = (part[kept] for part in (labels, codes, risk, counts, columns))
    if np.any(np.diff(codes) < 0):
        order = np.argsort(codes, kind="stable")
        labels, codes, risk, counts, columns = (part[order] for part in (labels, codes, risk, counts, columns))
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    return Table(risk, counts, np.ascontiguousarray(columns), starts, labels[starts])


def log_likelihood(cells: Table, beta: np.ndarray, offset: np.ndarray | None = None) -> float:
    """The log likelihood at `beta`, without the multinomial coefficient."""
    value = 0.0
    for rows, strata in cells.blocks():
        value += _probabilities(cells, rows, strata, beta, offset)[1]
    return value


def derivatives(cells: Table, beta: np.ndarray, offset: np.ndarray | None = None) -> Derivatives:
    """The log likelihood at `beta` with its score and its information."""
    if isinstance(cells.design, Factored):
        return _counted(cells, cells.design, beta, offset)
    width = cells.design.shape[1]
    value, score, information = 0.0, np.zeros(width), np.zeros((width, width))
    for rows, strata in cells.blocks():
        p, part, totals, local = _probabilities(cells, rows, strata, beta, offset)
        value += part
        x = cells.design[rows]
        expected = p * np.repeat(totals, np.diff(np.append(local, len(p))))
        score += x.T @ (cells.events[rows] - expected)
        weighted = x * expected[:, None]
        means = np.add.reduceat(weighted, local, axis=0)
        information += x.T @ weighted - (means / totals[:, None]).T @ means
    return Derivatives(value, score, information)


def _counted(cells: Table, design: Factored, beta: np.ndarray, offset: np.ndarray | None) -> Derivatives:
    """The same from counts over codes, all rows at once."""
    everything = slice(0, len(cells.days)), slice(0, len(cells.starts))
    p, value, totals, starts = _probabilities(cells, *everything, beta, offset)
    stratum = np.repeat(np.arange(len(starts)), cells.sizes)
    expected = p * totals[stratum]
    sums = design.by_stratum(expected, stratum, starts)
    information = design.gram(expected) - (sums / totals[:, None]).T @ sums
    return Derivatives(value, design.totals(cells.events - expected), information)


def expected_events(cells: Table, beta: np.ndarray, offset: np.ndarray | None = None) -> np.ndarray:
    """n p for every row: what the model expects, given the stratum's total."""
    expected = np.empty(len(cells.days))
    whole = [(slice(0, len(cells.days)), slice(0, len(cells.starts)))]
    for rows, strata in whole if isinstance(cells.design, Factored) else cells.blocks():
        p, _, totals, local = _probabilities(cells, rows, strata, beta, offset)
        expected[rows] = p * np.repeat(totals, np.diff(np.append(local, len(p))))
    return expected


def _probabilities(
    cells: Table, rows: slice, strata: slice, beta: np.ndarray, offset: np.ndarray | None
) -> tuple[np.ndarray, float, np.ndarray, np.ndarray]:
    local = cells.starts[strata] - rows.start
    events = cells.events[rows]
    whole = isinstance(cells.design, Factored) and rows == slice(0, len(cells.days))
    eta = (cells.design.times(beta) if whole else cells.design[rows] @ beta) + np.log(cells.days[rows])
    if offset is not None:
        eta += offset[rows]
    sizes = np.diff(np.append(local, len(eta)))
    peak = np.maximum.reduceat(eta, local)
    eta -= np.repeat(peak, sizes)
    p = np.exp(eta)
    norm = np.add.reduceat(p, local)
    totals = np.add.reduceat(events, local)
    told = events > 0  # a row whose probability underflows to zero has no event, or the value would be nan
    value = float(events[told] @ eta[told] - totals @ np.log(norm))
    p /= np.repeat(norm, sizes)
    return p, value, totals, local


def _vector(name: str, values: ArrayLike) -> np.ndarray:
    vector = np.asarray(values, dtype=np.float64)
    if vector.ndim != 1:
        raise InvalidTable(f"{name} must have one dimension")
    if not np.all(np.isfinite(vector)) or np.any(vector < 0):
        raise InvalidTable(f"{name} must be finite and not negative")
    return vector


def _check(labels: np.ndarray, days: np.ndarray, events: np.ndarray, design: np.ndarray) -> None:
    if labels.ndim != 1 or design.ndim != 2:
        raise InvalidTable("stratum has one dimension and design at most two")
    if not len(labels) == len(days) == len(events) == len(design):
        raise InvalidTable("stratum, days, events and design must be of one length")
    if labels.dtype.kind == "f" and np.isnan(labels).any():
        raise InvalidTable("a stratum is not a number")
    if not np.all(np.isfinite(design)):
        raise InvalidTable("design must be finite")
    if np.any((days == 0) & (events > 0)):
        raise InvalidTable("an event on a row without days at risk")
