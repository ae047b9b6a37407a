"""No number of the cube of districts, quarters and tiers can be had by subtraction, and all shown ones agree."""

from dataclasses import astuple
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.overview import overview
from portal.domain.overview import Overview
from portal.domain.view import View
from portal.extract.columns import Extract
from tests.aggregation.test_overview import extract

FIELDS = (0, 1, 2)  # district, quarter, tier


def seen(found: Extract) -> Overview:
    day = last_reported_day(found)
    return overview(found, exposure(found, tiers=(2, 1), as_of=day), (2, 1), day)


def told(seed: int, mothers: int) -> list[tuple[int, str, int, int]]:
    """Calls of mothers over half a year, most of them of one hospital."""
    random = np.random.default_rng(seed)
    where = random.choice(["晨曦医院", "望潮医院"], mothers, p=[0.8, 0.2])
    days = random.integers(0, 180, (mothers, 2))
    return [(number, str(where[number]), int(day), int(day)) for number in range(mothers) for day in days[number]]


def last_day(first: str, width: int) -> str:
    return (date.fromisoformat(first) + timedelta(days=width - 1)).isoformat()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("mothers", [1, 4, 9, 30, 120])
def test_nothing_is_hidden_alone_and_nothing_shown_is_small(seed: int, mothers: int) -> None:
    cells = seen(extract(told(seed, mothers))).portions
    shown = {astuple(one)[:3]: one for one in cells}
    assert all(one.mothers is None or one.mothers == 0 or one.mothers >= 5 for one in cells)
    axes = [sorted({key[field] for key in shown}, key=str) for field in FIELDS]
    for field in FIELDS:
        others = [axis for place, axis in enumerate(axes) if place != field]
        for rest in product(*others):
            line = [shown[(*rest[:field], value, *rest[field:])] for value in axes[field]]
            assert sum(one.calls is None for one in line) != 1


def test_one_mother_with_one_call_is_in_no_number() -> None:
    found = seen(extract([(1, "晨曦医院", 3, 5)]))
    numbers = [number for one in found.portions for number in (one.mothers, one.days, one.calls)]
    numbers += [number for one in found.slices for number in (one.mothers, one.days, one.calls)]
    numbers += [number for one in found.places for number in (one.mothers, one.calls, one.reporters)]
    assert set(numbers) <= {None, 0}


def test_the_parts_of_a_line_add_up_to_its_total() -> None:
    cells = {astuple(one)[:3]: one.calls for one in seen(extract(told(1, 400))).portions}
    quarters = {quarter for _, quarter, _ in cells if quarter}
    assert cells[("", "", None)] == 800
    assert sum(cells[("", quarter, None)] for quarter in quarters) == 800
    assert cells[("晨曦区", "", None)] + cells[("望潮区", "", None)] == 800


@pytest.mark.parametrize("seed", range(6))
def test_no_quarter_gives_back_the_one_week_that_is_hidden(seed: int) -> None:
    found = seen(extract(told(seed, 60)))
    for part in found.slices:
        for quarter in {one.quarter for one in found.portions if one.quarter}:
            view = View(quarter=quarter)
            inside = [one for one in part.bins if view.touches(one.from_day, last_day(one.from_day, part.width))]
            hidden = [one for one in inside if one.happened is None]
            whole = [one for one in inside if one.happened]
            assert len(hidden) != 1 or not whole
