"""Seized lists: published counts, identities of the ratios, and the batch that a list was cut from."""

import numpy as np
import pytest
from scipy import stats

from portal.stats.binomial_interval import InvalidCount, binomial_interval
from portal.stats.seized import (
    ERROR_RATE,
    InvalidEvidence,
    all_inside_probability,
    column_ratio,
    contrast_ratio,
    draw_ratio,
    edge_probability,
    later_ratio,
    outside_probability,
    planted_ratio,
)


def test_the_journalists_numbers_have_the_exact_intervals():
    # Nine of ten numbers right, and twenty-six of twenty-six hospitals: two-sided 95 %, then one-sided.
    assert binomial_interval(90, 100) == pytest.approx((0.824, 0.951), abs=5e-4)
    assert binomial_interval(90, 100, 0.90)[0] == pytest.approx(0.836, abs=5e-4)
    assert binomial_interval(26, 26) == pytest.approx((0.868, 1.0), abs=5e-4)
    assert binomial_interval(26, 26, 0.90)[0] == pytest.approx(0.891, abs=5e-4)


@pytest.mark.parametrize(("k", "n"), [(0, 12), (1, 12), (7, 12), (12, 12)])
def test_the_interval_is_scipys_and_its_limits_have_half_of_alpha_beyond(k, n):
    low, high = binomial_interval(k, n)
    outside = stats.binomtest(k, n).proportion_ci(0.95, "exact")
    assert (low, high) == pytest.approx((outside.low, outside.high), abs=1e-10)
    if k:
        assert stats.binom.sf(k - 1, n, low) == pytest.approx(0.025)


def test_an_interval_of_nothing_is_refused():
    for k, n in ((0, 0), (3, 2), (-1, 2)):
        with pytest.raises(InvalidCount):
            binomial_interval(k, n)


def test_breadth_as_the_hospitals_of_the_city_grow():
    chances = [all_inside_probability(26, 70, total) for total in (75, 80, 90, 100)]
    assert chances == pytest.approx([0.11, 0.0145, 3.8e-4, 1.6e-5], rel=0.03)
    assert all_inside_probability(26, 70, 70) == 1
    assert all_inside_probability(5, 4, 10) == 0
    with pytest.raises(InvalidEvidence):
        all_inside_probability(3, 11, 10)


def test_rows_drawn_from_the_reference_itself_say_nothing():
    reference = np.array([0.2, 0.3, 0.5])
    assert draw_ratio([7, 1, 4], reference[None], reference, ERROR_RATE)[0] == pytest.approx(0)


def test_a_row_inside_gains_what_the_window_is_narrower_and_one_outside_costs_the_error_rate():
    month, year = np.array([[1.0, 0.0]]), np.array([1 / 12, 11 / 12])
    inside, outside = (draw_ratio(rows, month, year, 0.02)[0] for rows in ([1, 0], [0, 1]))
    assert inside == pytest.approx(np.log10(0.98 * 12 + 0.02))
    assert outside == pytest.approx(np.log10(0.02))


def test_equal_densities_have_equal_ratios():
    two = np.array([[0.5, 0.5, 0.0], [0.5, 0.5, 0.0]])
    found = draw_ratio([30, 20, 1], two, np.full(3, 1 / 3), ERROR_RATE)
    assert found[0] == found[1]


def test_the_batch_that_a_list_was_cut_from_wins_against_its_union_and_the_whole():
    rng = np.random.default_rng(11)
    year = np.full(360, 1 / 360)
    windows = np.zeros((12, 360))
    for month in range(12):
        windows[month, month * 30 : (month + 1) * 30] = 1 / 30
    pairs = (windows[:-1] + windows[1:]) / 2
    hypotheses = np.concatenate([windows, pairs, year[None]])
    for _ in range(200):
        true = int(rng.integers(len(hypotheses)))
        noise = rng.random(60) < 0.05
        days = np.where(noise, rng.choice(360, 60), rng.choice(360, 60, p=hypotheses[true]))
        counts = np.bincount(days, minlength=360)
        assert draw_ratio(counts, hypotheses, year, ERROR_RATE).argmax() == true


def test_columns_speak_for_the_file_that_had_them():
    present = [True, True, False, True]
    same, poorer, richer = column_ratio(present, [[1, 1, 0, 1], [1, 0, 0, 1], [1, 1, 1, 1]])
    assert same > richer > poorer


def test_what_is_later_than_the_file_counts_only_beyond_the_errors():
    expected = stats.binom.logpmf(30, 100, 0.02) - stats.binom.logpmf(30, 100, 0.3)
    assert later_ratio(30, 100, 0.02) == pytest.approx(expected / np.log(10))
    assert later_ratio(3, 3, 0.02) == pytest.approx(3 * np.log10(0.02))
    assert [later_ratio(k, n, 0.02) for k, n in ((0, 0), (0, 50), (1, 50))] == [0, 0, 0]
    with pytest.raises(InvalidEvidence):
        later_ratio(3, 2, 0.02)


def test_known_numbers_inside_and_outside_against_numerical_integration():
    grid = np.linspace(0, 1, 200_001)
    own = np.trapezoid(grid**4 * (1 - grid) ** 2, grid) * 0.02 * 0.98**7
    common = np.trapezoid(grid**5 * (1 - grid) ** 9, grid)
    assert contrast_ratio(4, 6, 1, 8, 0.02) == pytest.approx(np.log10(own / common), abs=1e-6)
    assert contrast_ratio(0, 0, 0, 0, 0.02) == pytest.approx(0)


def test_a_canary_on_the_list_outweighs_its_absence_many_times():
    assert planted_ratio(1, 10) > 3
    assert -2 < planted_ratio(0, 10) < 0


def test_edges_and_outsiders_are_the_textbooks():
    assert edge_probability(0, 30, 100) == 1
    assert edge_probability(30, 30, 1) == 0
    assert edge_probability(2, 30, 45) == pytest.approx((28 / 30) ** 45)
    assert outside_probability(0, 50, 0.02) == 1
    assert outside_probability(1, 50, 0.02) == pytest.approx(1 - 0.98**50)
    with pytest.raises(InvalidEvidence):
        edge_probability(31, 30, 4)
