"""Complementary suppression, checked by linear programming.

Figures x >= 0 are bound by lines: a total is the sum of its parts. A reader knows low <= x <= high of every figure that
is shown, and of a hidden one only that it is a count. What she can find out of a hidden figure i is the interval

    [min x_i, max x_i]  subject to  A x = 0,  low <= x <= high.

A hidden figure is protected if that interval is wide enough (Willenborg, de Waal 2001, Elements of Statistical
Disclosure Control, ch. 6: the audit of a suppressed table). The relaxation to real numbers is exact where the lines
form tables of two dimensions, whose vertices are whole numbers; elsewhere it errs to the wide side by less than one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

INFEASIBLE = 2  # the status of HiGHS in scipy
WHOLE = 6  # decimals: HiGHS is exact to 1e-7, counts are whole
NO_END = 1e6  # stands for infinity where a point is wanted: more mothers than a city has


class Contradiction(ValueError):
    """No table fits what is shown: two of the figures speak of different people."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure that is the sum of others, by their positions."""

    total: int
    parts: tuple[int, ...]

    @property
    def members(self) -> tuple[int, ...]:
        """All that stand in it."""
        return (*self.parts, self.total)


def closely(
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    lines: Sequence[Line],
    wanted: Sequence[int],
    width: NDArray[np.float64],
) -> Iterator[tuple[int, float, float]]:
    """The figures that a reader finds out within less than their width.

    Every solution is a table that fits, so that the least and greatest values seen so far prove most of the others open
    without a program of their own.

    Parameters
    ----------
    low, high
        What is told of each figure, shape (figures,); 0 and infinity of a hidden one.
    lines
        How they add up.
    wanted
        Positions of the figures asked for.
    width
        The least width of each figure, shape (figures,).

    Yields
    ------
    tuple
        Position, least and greatest value that fit (at most `NO_END`).

    Raises
    ------
    Contradiction
        If nothing fits.

    Examples
    --------
    A total of 20 with one part of 17 leaves nothing open.

    >>> low, high = np.array([17.0, 0.0, 20.0]), np.array([17.0, np.inf, 20.0])
    >>> list(closely(low, high, [Line(2, (0, 1))], [1], np.full(3, 10.0)))
    [(1, 3.0, 3.0)]
    """
    sums, bounds = _sums(len(low), lines), np.column_stack([low, np.minimum(high, NO_END)])
    least, greatest = np.full(len(low), np.inf), np.full(len(low), -np.inf)
    for place in wanted:
        if greatest[place] - least[place] >= width[place]:
            continue
        ends = []
        for sign in (1, -1):
            end, fits = _end(sums, bounds, place, sign)
            least, greatest = np.minimum(least, fits), np.maximum(greatest, fits)
            ends.append(end)
        if ends[1] - ends[0] < width[place]:
            yield place, ends[0], ends[1]


def protected(
    values: NDArray[np.int64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    unsafe: NDArray[np.bool_],
    lines: Sequence[Line],
    *,
    width: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Which figures may be shown, so that every hidden one stays open over at least `width`.

    Hides the unsafe ones, then, for each that can be found out too closely, the figure beside it that is least lost,
    and asks again; at last it shows what turned out to be hidden in vain, totals and great figures first. Ends because
    each round hides something, and what hides everything is safe.

    Parameters
    ----------
    values
        The counts, shape (figures,): only to choose what is least lost.
    low, high
        What each figure would tell if it were shown.
    unsafe
        What may not be shown for itself.
    lines
        How they add up.
    width
        The least width of the interval of each figure that is hidden.
    """
    shown = ~unsafe
    told = _Told(low, high, lines, width)
    while True:
        found_out = list(told.found_out(shown, np.flatnonzero(~shown).tolist()))
        if not found_out:
            return _restored(values, shown, unsafe, told)
        _hide_beside(found_out, values, shown, lines)


@dataclass(frozen=True, slots=True)
class _Told:
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    lines: Sequence[Line]
    width: NDArray[np.float64]

    def found_out(self, shown: NDArray[np.bool_], hidden: Sequence[int]) -> Iterator[int]:
        """Which of the hidden figures a reader finds out too closely."""
        low, high = np.where(shown, self.low, 0.0), np.where(shown, self.high, np.inf)
        yield from (place for place, _, _ in closely(low, high, self.lines, hidden, self.width))


def _restored(
    values: NDArray[np.int64], shown: NDArray[np.bool_], unsafe: NDArray[np.bool_], told: _Told
) -> NDArray[np.bool_]:
    totals = {line.total for line in told.lines}
    in_vain = np.flatnonzero(~shown & ~unsafe).tolist()
    for place in sorted(in_vain, key=lambda one: (one not in totals, -values[one])):
        tried = shown.copy()
        tried[place] = True
        # Whoever shares a line with it is found out first.
        near = {one for line in told.lines if place in line.members for one in line.members}
        hidden = sorted(np.flatnonzero(~tried).tolist(), key=lambda one: one not in near)
        if next(told.found_out(tried, hidden), None) is None:
            shown = tried
    return shown


def _hide_beside(
    found_out: Sequence[int], values: NDArray[np.int64], shown: NDArray[np.bool_], lines: Sequence[Line]
) -> None:
    changed: set[int] = set()
    for place in found_out:
        own = {number for number, line in enumerate(lines) if place in line.members}
        # What was just hidden in its line may be enough: ask again before hiding more.
        if not own & changed:
            chosen = _beside(place, values, shown, lines)
            if chosen is not None:
                shown[chosen] = False
                changed |= {number for number, line in enumerate(lines) if chosen in line.members}


def _beside(place: int, values: NDArray[np.int64], shown: NDArray[np.bool_], lines: Sequence[Line]) -> int | None:
    """The figure to hide with this one: a count before a zero, a part before a total, a corner of two before one."""
    own = [set(line.members) for line in lines if place in line.members]
    holes = [sum(not shown[one] for one in members) for members in own]
    # The line in which it stands most alone gives it away first.
    near = {
        one for members, hidden in zip(own, holes, strict=True) if hidden == min(holes) for one in members if shown[one]
    }
    # Where its own lines are hidden already, the leak runs through others: whatever is smallest.
    candidates = near or set(np.flatnonzero(shown).tolist())
    totals = {line.total for line in lines}
    holed = [set(line.members) for line in lines if not shown[list(line.members)].all()]

    def loss(one: int) -> tuple[bool, bool, int, int, int, int]:
        corners = sum(one in members for members in holed)
        # Alone in a line but for zeros, it would take its total with it.
        alone = sum(one in line.parts and values[line.total] == values[one] for line in lines)
        return bool(values[one] == 0), one in totals, alone, -corners, int(values[one]), one

    return min(candidates, key=loss, default=None)


def _sums(figures: int, lines: Sequence[Line]) -> csr_array:
    rows = [row for row, line in enumerate(lines) for _ in line.members]
    columns = [place for line in lines for place in line.members]
    signs = [sign for line in lines for sign in (*[1.0] * len(line.parts), -1.0)]
    return csr_array((signs, (rows, columns)), shape=(len(lines), figures))


def _end(sums: csr_array, bounds: NDArray[np.float64], place: int, sign: int) -> tuple[float, NDArray[np.float64]]:
    cost = np.zeros(len(bounds))
    cost[place] = sign
    solved = linprog(cost, A_eq=sums, b_eq=np.zeros(sums.shape[0]), bounds=bounds, method="highs")
    if solved.status == INFEASIBLE:
        raise Contradiction("no table fits what is shown")
    return round(sign * float(solved.fun), WHOLE), np.round(solved.x, WHOLE)
