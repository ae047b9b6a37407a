"""A city made of nothing but means, for planning before there is any data.

Mothers register evenly over a year, in the weeks of pregnancy in which cards are made, and are called at one constant
rate; two recipients get, once a month and on the same day, the file of the calendar month before. Months have 30 days.
"""

from dataclasses import replace

import numpy as np

from portal.aggregation.cells import cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.exposure import Exposure
from portal.aggregation.population import Population, expected_by
from portal.extract.columns import NO_DAY

MONTH, MONTHS = 30, 12
BOOKED_WEEKS = (8, 12, 16)
BEFORE, AFTER = 60, 120  # observed days around the registration
EXPORT_DAY = 5
FIRST_DAY = 20_089  # 2025-01-01
NEUTRAL = 0  # a code that nothing here depends on


def standard_city() -> Population:
    """One mother for every day and week of booking, two recipients on the same days."""
    registered = np.repeat(FIRST_DAY + np.arange(MONTH * MONTHS), len(BOOKED_WEEKS))
    conceived = registered - np.tile(np.array(BOOKED_WEEKS) * 7, MONTH * MONTHS)
    exported = FIRST_DAY + ((registered - FIRST_DAY) // MONTH + 1) * MONTH + EXPORT_DAY - 1
    everybody = np.ones(len(registered), dtype=bool)
    found = _exposure(registered, conceived, np.column_stack([exported, exported]))
    counted = cells(found, tuple(SourceClass((code,), exported, everybody) for code in (0, 1)))
    even = replace(counted, events=np.full(len(counted.day), 1 / len(counted.day)))
    base = curves(even)
    return expected_by(even, base, base.table.events)


def with_step(city: Population) -> Population:
    """The city with one step at registration in place of the free curve since then, as a simpler analysis has it."""
    after = (city.since(city.counted.registered) > 0).astype(np.int16)
    design = np.column_stack([city.nuisance.toarray()[:, city.without_since], after])
    table = replace(city.base.table, design=design)
    return expected_by(city.counted, replace(city.base, table=table, since=after), city.expected)


def _exposure(registered: np.ndarray, conceived: np.ndarray, exported: np.ndarray) -> Exposure:
    """Each mother with one call, so that she is counted; where it falls does not matter."""
    size = len(registered)
    start, neutral = np.maximum(registered - BEFORE, conceived), np.full(size, NEUTRAL)
    return Exposure(
        mother=np.arange(size),
        registered=registered,
        conceived=conceived,
        born=np.full(size, NO_DAY),
        start=start,
        end=registered + AFTER,
        exported=exported,
        scope=np.ones(exported.shape, dtype=bool),
        hospital=neutral,
        district=neutral,
        tier=neutral,
        weight=np.ones(size),
        call_mother=np.arange(size),
        call_day=start,
        call_vendor=neutral,
        call_ends=np.zeros(size, dtype=bool),
        counts={},
        planned=(),
    )
