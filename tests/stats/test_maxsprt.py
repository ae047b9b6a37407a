"""Sequential boundaries against the published tables, in limits, and by simulation."""

import csv

import numpy as np
import pytest

from portal.stats.maxsprt import (
    InvalidDesign,
    binomial_boundary,
    binomial_error,
    binomial_ratio,
    poisson_boundary,
    poisson_error,
    poisson_performance,
    poisson_ratio,
)
from tests.stats.sccs_tables import shared_file


def rows(name):
    with shared_file("maxsprt", name).open() as handle:
        return list(csv.DictReader(handle))


def test_three_published_critical_values():
    # Kulldorff et al. 2011, table 1: T = 1, 5 %, 1 % and 0.1 %
    for alpha, value in ((0.05, 2.853937), (0.01, 4.670428), (0.001, 7.172614)):
        assert poisson_boundary(1.0, 1, alpha).critical_value == pytest.approx(value, abs=1e-5)


def brackets(published, horizon, least, alpha):
    """Whether the exact critical value lies within 1e-5 of the published one: the error falls through alpha there."""
    low, high = (poisson_error(published + step, horizon, least) for step in (-1e-5, 1e-5))
    return low >= alpha >= high


def test_every_critical_value_of_the_published_table():
    for row in rows("kulldorff2011_table1_critical_values.csv"):
        for alpha in ("0.05", "0.01", "0.001"):
            assert brackets(float(row[f"cv_alpha{alpha}"]), float(row["T"]), 1, float(alpha)), (row["T"], alpha)


def test_every_critical_value_with_a_least_number_of_events():
    for row in rows("TableCV_PoissonM_alpha0.05_D0.csv"):
        horizon = float(row["T"])
        for least in (1, 2, 3, 4, 6, 8, 10):
            published = float(row[f"M{least}"])
            if published == 0:
                with pytest.raises(InvalidDesign):
                    poisson_boundary(horizon, least)
            else:
                assert brackets(published, horizon, least, 0.05), (horizon, least)


def test_critical_values_are_solved_for_and_not_only_bracketed():
    # R package Sequential 4.5.1, TableCV.PoissonM: T = 20, M = 1, 4 and 10
    for least, value in ((1, 3.62812301587201), (4, 3.17637032177521), (10, 2.71713745193818)):
        assert poisson_boundary(20.0, least).critical_value == pytest.approx(value, abs=1e-7)


def test_every_power_of_the_published_table():
    for row in rows("kulldorff2011_table2_power_alpha0.05.csv"):
        value = critical_values()[float(row["T"])]
        for ratio in ("1.2", "1.5", "2", "3", "5", "10"):
            found = poisson_performance(value, float(row["T"]), float(ratio)).power
            assert found == pytest.approx(float(row[f"RR{ratio}"]), abs=last_place(row[f"RR{ratio}"])), (
                row["T"],
                ratio,
            )


@pytest.mark.parametrize(
    ("table", "measure"),
    [
        ("kulldorff2011_table3a_expected_time_to_signal.csv", "time_to_signal"),
        ("kulldorff2011_table3b_expected_surveillance_length.csv", "length"),
    ],
)
def test_every_time_of_the_published_tables(table, measure):
    for row in rows(table):
        value = critical_values()[float(row["T"])]
        for ratio in ("1", "1.2", "1.5", "2", "3", "5", "10"):
            found = getattr(poisson_performance(value, float(row["T"]), float(ratio)), measure)
            assert found == pytest.approx(float(row[f"RR{ratio}"]), abs=0.0051), (row["T"], ratio)


def test_three_published_powers_and_times():
    # Kulldorff et al. 2011, tables 2, 3a and 3b: T = 20, 5 %, rate ratios 2 and 3
    two, three = (poisson_performance(3.628123, 20.0, ratio) for ratio in (2.0, 3.0))
    assert (two.power, two.time_to_signal, two.length) == pytest.approx((0.921, 6.96, 8.00), abs=0.0051)
    assert three.time_to_signal == pytest.approx(2.67, abs=0.0051)


def test_under_the_null_the_power_is_the_error():
    assert poisson_performance(3.0, 7.0, 1.0, 3).power == pytest.approx(poisson_error(3.0, 7.0, 3))


def critical_values():
    table = rows("kulldorff2011_table1_critical_values.csv")
    return {float(row["T"]): float(row["cv_alpha0.05"]) for row in table}


def last_place(printed):
    """Half a unit of the last printed place, and a little for rounding at the edge."""
    return 0.51 * 10.0 ** -len(printed.partition(".")[2])


def test_every_computed_binomial_boundary():
    for row in rows("CV_Binomial_computed.csv"):
        if int(row["N"]) <= 100:
            chance = 1 / (1 + float(row["z"]))
            if row["cv"] == "NA":
                with pytest.raises(InvalidDesign):
                    binomial_boundary(int(row["N"]), chance, int(row["M"]), float(row["alpha"]))
                continue
            found = binomial_boundary(int(row["N"]), chance, int(row["M"]), float(row["alpha"]))
            assert found.critical_value == pytest.approx(float(row["cv"]), abs=1e-5)
            # the package rounds its value to five places, and where that is downwards the value itself signals
            assert found.error == pytest.approx(float(row["type1"]), abs=6e-4)


def test_the_error_at_the_critical_value_is_the_promised_one():
    assert poisson_boundary(12.0, 4, 0.02).error == pytest.approx(0.02, abs=1e-8)
    assert poisson_error(poisson_boundary(3.0, 1, 0.2).critical_value, 3.0) == pytest.approx(0.2, abs=1e-8)


def test_one_look_at_one_event_is_a_plain_binomial():
    assert binomial_error(0.0, 1, 0.03) == pytest.approx(0.03)
    with pytest.raises(InvalidDesign):
        binomial_boundary(2, 0.5, 1, 0.05)


def test_no_excess_no_evidence():
    assert poisson_ratio(2, 3.0) == 0
    assert binomial_ratio(2, 10, 0.5) == 0


def test_the_binomial_error_is_what_simulation_finds():
    rng = np.random.default_rng(9)
    boundary = binomial_boundary(30, 0.4, 4, 0.05)
    exposed = (rng.random((20_000, 30)) < 0.4).cumsum(axis=1)
    ratios = np.array([[binomial_ratio(count, events, 0.4) for count in range(31)] for events in range(1, 31)])
    reached = (ratios[np.arange(30), exposed] > boundary.critical_value + 1e-9) & (exposed >= 4)
    assert reached.any(axis=1).mean() == pytest.approx(boundary.error, abs=0.005)
