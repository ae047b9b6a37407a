"""The free curves that every source must do better than: stage, time since registration, calendar, recall, weekday.

Vendors follow the pregnancy, lists and habits follow the calendar, memory fades towards the past; none of them knows
on which day a file left. A level without any call is left out with its days: its rate is estimated as nought, and it
says nothing about anything else.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells
from portal.extract.columns import NO_DAY
from portal.stats.conditional_likelihood import Table
from portal.stats.factored import Factored

STAGE_DAYS = 14
CALENDAR_DAYS = 7
RECALL_DAYS, RECALL_BINS = 15, 10
SINCE_EDGES = (*range(3, 61, 3), *range(70, 121, 10), 150, 200)  # days after registration at which a new bin starts
BANDS = (18 * 7, 24 * 7)  # days of gestation at which what a source adds may change against the background
BOOKING = 13 * 7  # days of gestation at the registration, where no due date is known
UNKNOWN_STAGE_EDGES = tuple(range(14, 211, 14))  # the same, instead of a stage where no due date is known


@dataclass(frozen=True, eq=False)
class Curves:
    """The fitted part of the model without any source.

    `kept` maps the rows of `table` to rows of the cells; `since` is the bin of days since registration of each.
    """

    table: Table
    kept: np.ndarray
    since: np.ndarray


def curves(found: Cells, *, stage_days: int = STAGE_DAYS, free_since_registration: bool = True) -> Curves:
    """Code every row by the level of each curve, and drop the rows of levels without a call."""
    since = since_registration(found)
    factors = [
        stage(found, stage_days),
        found.day // CALENDAR_DAYS,
        (found.day + 3) % 7,
        np.minimum((found.contact[found.pattern] - found.day) // RECALL_DAYS, RECALL_BINS),
        in_place_of_stage(found),
    ]
    if free_since_registration:
        factors.append(since)
    kept = _with_calls(factors, found.events)
    coded = [_coded(codes[kept]) for codes in factors]
    design = Factored(*(tuple(part) for part in zip(*coded, strict=True)), np.empty((len(kept), 0)))
    pattern = found.pattern[kept]
    starts = np.flatnonzero(np.diff(pattern, prepend=-1))
    table = Table(np.ones(len(kept)), found.events[kept], design, starts, pattern[starts])
    return Curves(table, kept, since[kept])


def bands(found: Cells) -> np.ndarray:
    """For every row the broad part of the pregnancy, 0 to len(BANDS)."""
    conceived = np.where(found.conceived == NO_DAY, found.registered - BOOKING, found.conceived)
    return np.digitize(found.day - conceived[found.pattern], BANDS)


def stage(found: Cells, width: int) -> np.ndarray:
    """Gestational age, counted from the birth once the child is born; -1 where no due date is known."""
    conceived, born = found.conceived[found.pattern], found.born[found.pattern]
    age = found.day - conceived
    age = np.where((born != NO_DAY) & (found.day >= born), 280 + found.day - born, age)
    return np.where(conceived == NO_DAY, -1, np.maximum(age, 0) // width)


def since_registration(found: Cells) -> np.ndarray:
    """The bin of days since registration; 0 before it."""
    passed = found.day - found.registered[found.pattern]
    return np.where(passed <= 0, 0, 1 + np.digitize(passed - 1, SINCE_EDGES))


def in_place_of_stage(found: Cells) -> np.ndarray:
    """Where no due date is known, a coarser bin of days since registration; -1 elsewhere."""
    passed = found.day - found.registered[found.pattern]
    unknown = found.conceived[found.pattern] == NO_DAY
    return np.where(unknown, np.where(passed <= 0, 0, 1 + np.digitize(passed - 1, UNKNOWN_STAGE_EDGES)), -1)


def _with_calls(factors: list[np.ndarray], events: np.ndarray) -> np.ndarray:
    kept = np.ones(len(events), dtype=bool)
    for codes in factors:
        low = int(codes.min(initial=0))
        called = np.bincount(codes - low, weights=events) > 0
        kept &= called[codes - low] | (codes < 0)
    return np.flatnonzero(kept)


def _coded(codes: np.ndarray) -> tuple[np.ndarray, int]:
    """Levels from 0 and their number; a code below 0 belongs to no level."""
    levels, dense = np.unique(np.append(codes, -1), return_inverse=True)
    return (dense[:-1] - 1).astype(np.int32), max(len(levels) - 1, 1)
