"""The band around a lag curve."""

import numpy as np

from portal.aggregation.bands import mother_days, placebo_band
from portal.aggregation.exposure import exposure, last_reported_day
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
