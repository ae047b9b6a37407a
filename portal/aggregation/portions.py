"""Reports by district × quarter × tier, with all their margins: the only slices by which a page may be narrowed.

Every number that the office can ask for lies in one cube, and small ones are hidden in the cube as a whole: whoever
subtracts any shown cells along any of its lines finds at least two that are hidden, so that neither can be known.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from portal.domain.disclosure import OFFICE_THRESHOLD
from portal.domain.overview import Portion
from portal.domain.period import day_of
from portal.domain.quarter import Quarter
from portal.extract.columns import NOT_TOLD

WHOLE = 0  # the place of the margin along each axis
MEASURES = ("mothers", "days", "calls")


def portions(
    told: pd.DataFrame, districts: tuple[str, ...], tiers: tuple[int, ...], covered: frozenset[str]
) -> tuple[Portion, ...]:
    """All cells, the whole first.

    Parameters
    ----------
    told : calls with the tier and the district of each mother
    covered : districts whose calls another table hides, so that they stay hidden here
    """
    quarters = quarters_of(told["called_day"].to_numpy())
    names = sorted(set(quarters))
    axes = (("", *districts), ("", *map(str, names)), (None, *sorted(tiers)))
    placed = told.assign(quarter=[names.index(one) for one in quarters])
    cube = _cube(placed, (len(districts), len(names)), axes[2][1:])
    hidden = (cube["mothers"] > 0) & (cube["mothers"] < OFFICE_THRESHOLD)
    for place, name in enumerate(axes[0]):
        hidden[place, WHOLE, WHOLE] |= name in covered and cube["calls"][place, WHOLE, WHOLE] > 0
    _cover(hidden, cube["calls"])
    cells = product(*(range(len(axis)) for axis in axes))
    return tuple(
        Portion(*(axis[place] for axis, place in zip(axes, cell, strict=True)), *_shown(cube, hidden, cell))
        for cell in cells
    )


def quarters_of(days: np.ndarray) -> list[Quarter]:
    """The quarter of each day number."""
    known = {int(day): Quarter.of(day_of(int(day))) for day in np.unique(days)}
    return [known[int(day)] for day in days]


def _cube(told: pd.DataFrame, size: tuple[int, int], tiers: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Counts by place along each axis; mothers of no known district come last, and are counted but never told."""
    district = told["district"].where(told["district"] != NOT_TOLD, size[0]) + 1
    own = told.assign(district=district, quarter=told["quarter"] + 1, tier=told["tier"].map(tiers.index) + 1)
    shape = (size[0] + 2, size[1] + 1, len(tiers) + 1)
    counted = {name: np.zeros(shape, dtype=np.int64) for name in MEASURES}
    for kept in product((False, True), repeat=len(shape)):
        part = own.assign(**{axis: own[axis] * keep for axis, keep in zip(_AXES, kept, strict=True)})
        for name, rows in zip(MEASURES, (["mother"], ["mother", "called_day"], []), strict=True):
            distinct = part.drop_duplicates([*_AXES, *rows]) if rows else part
            np.add.at(counted[name], tuple(distinct[axis].to_numpy() for axis in _AXES), 1)
    return counted


def _cover(hidden: np.ndarray, calls: np.ndarray) -> None:
    """Hide the next smallest beside every cell that is hidden alone in its line, until there is none."""
    changed = True
    while changed:
        changed = False
        for line in _lines(hidden.shape):
            candidates = [cell for cell in line if calls[cell] and not hidden[cell]]
            if candidates and sum(bool(hidden[cell]) for cell in line) == 1:
                hidden[min(candidates, key=lambda cell: calls[cell])] = changed = True


def _lines(shape: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """Every row of cells along every axis: a total and its parts."""
    for axis in range(len(shape)):
        for rest in product(*(range(size) for place, size in enumerate(shape) if place != axis)):
            yield [(*rest[:axis], place, *rest[axis:]) for place in range(shape[axis])]


def _shown(
    cube: dict[str, np.ndarray], hidden: np.ndarray, cell: tuple[int, ...]
) -> tuple[int | None, int | None, int | None]:
    if hidden[cell]:
        return None, None, None
    return int(cube["mothers"][cell]), int(cube["days"][cell]), int(cube["calls"][cell])


_AXES = ["district", "quarter", "tier"]
