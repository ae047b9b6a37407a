"""The band around a lag curve."""

from itertools import pairwise

import numpy as np

from portal.aggregation.bands import by_day, mother_days, placebo_band
from portal.aggregation.exposure import NEVER, exposure, last_reported_day
from portal.aggregation.look import LAG_EDGES, lag_curves
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.world import simulate


def test_observed_days_in_bins_are_those_that_one_counts():
    rng = np.random.default_rng(1)
    first = rng.integers(-80, 60, 50)
    last = first + rng.integers(0, 150, 50)
    counted = np.zeros(len(LAG_EDGES) - 1)
    for begin, end in zip(first, last, strict=True):
        for day in range(begin, end + 1):
            place = np.searchsorted(LAG_EDGES, day, side="right") - 1
            if 0 <= place < len(counted):
                counted[place] += 1
    np.testing.assert_array_equal(mother_days(first, last, LAG_EDGES), counted)


def test_a_leaking_offices_curve_leaves_its_band_and_a_shifted_one_stays_inside():
    extract = simulate(city(600, districts=2, leaks=(city_leak(delay=0.0, intensity=6.0),)), 4).extract()
    as_of = last_reported_day(extract)
    found = exposure(extract, tiers=(2, 1), as_of=as_of)
    code = extract.recipients.index(CITY_OFFICE)
    low, high = placebo_band(extract, found, code, LAG_EDGES, as_of, np.random.default_rng(2))
    assert (low <= high)[np.isfinite(low)].all()
    curve = lag_curves(extract, found, as_of, np.random.default_rng(2))[1 + code]
    before = [one for one in curve.bins if -21 <= one.from_day < 0 and one.rate is not None]
    assert any(one.rate < one.placebo_low for one in before)
    assert all(one.placebo_low is not None for one in before)
    assert all(one.placebo_low is None for one in lag_curves(extract, found, as_of, np.random.default_rng(2))[0].bins)


def test_rates_from_counts_by_group_and_day_are_those_of_mothers_and_calls_one_by_one():
    extract = simulate(city(80, districts=2, leaks=(city_leak(),)), 3).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    group = np.unique(found.registered, return_inverse=True)[1].reshape(-1)
    held = np.unique(found.registered) + 20
    held[::5] = NEVER
    own = held[group]
    came = own < NEVER
    days = mother_days(found.start[came] - own[came], found.end[came] - own[came], LAG_EDGES)
    lag = (found.call_day - own[found.call_mother])[came[found.call_mother]]
    calls = np.array([((lag >= low) & (lag < high)).sum() for low, high in pairwise(LAG_EDGES)])
    expected = np.divide(1000 * calls, days, out=np.full(len(days), np.nan), where=days > 0)
    np.testing.assert_array_equal(by_day(found, group).rates(held, LAG_EDGES), expected)
