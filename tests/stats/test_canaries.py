"""Planted numbers: the figures of the design, exact tests against an outside reference, limits and planted truths."""

import itertools

import numpy as np
import pytest
from scipy import stats

from portal.stats.canaries import (
    NAME_GUESSED,
    NAME_SAID,
    NOT_NOTED,
    NOT_SAID,
    SAID,
    InvalidCanaries,
    calls_needed,
    chance_of_calls,
    exact_p,
    leak_ratio,
    wrong_number_rate,
)


def test_how_many_canaries_make_a_leak_as_good_as_seen():
    assert [calls_needed(p) for p in (0.2, 0.05)] == [14, 59]
    assert 1 - 0.8**14 >= 0.95 > 1 - 0.8**13


def test_how_many_calls_without_a_withheld_record_refute_an_only_source():
    assert [calls_needed(share) for share in (0.05, 0.10, 0.20, 0.50)] == [59, 29, 14, 5]


def test_false_alarms_of_twenty_numbers_a_month():
    chances = [chance_of_calls(k, 0.005, 20) for k in (1, 2, 3)]
    assert chances == pytest.approx([0.095, 0.0047, 1.5e-4], rel=0.04)
    assert chance_of_calls(0, 0.005, 20) == 1
    assert chance_of_calls(1, 0.0, 20) == 0


@pytest.mark.parametrize(("planted", "controls", "called", "mistaken"), [(10, 10, 3, 0), (20, 40, 5, 2), (7, 3, 1, 3)])
def test_with_equal_months_the_test_is_fishers(planted, controls, called, mistaken):
    found = exact_p(called, [2.5] * planted, mistaken, [2.5] * controls)
    table = [[called, planted - called], [mistaken, controls - mistaken]]
    assert found == pytest.approx(stats.fisher_exact(table, alternative="greater").pvalue, rel=1e-12)


def test_with_unequal_months_the_chance_is_the_sum_over_all_sets():
    months, control_months = [1.0, 4.0, 2.0], [6.0, 3.0, 0.5, 5.0]
    everything, total = np.array(months + control_months), 3
    sets = list(itertools.combinations(range(7), total))
    weight = {chosen: np.prod(everything[list(chosen)]) for chosen in sets}
    extreme = sum(weight[chosen] for chosen in sets if sum(one < 3 for one in chosen) >= 2)
    assert exact_p(2, months, 1, control_months) == pytest.approx(extreme / sum(weight.values()))


def test_without_calls_or_without_planted_calls_nothing_is_rare():
    assert exact_p(0, [1.0] * 5, 0, [1.0] * 5) == 1
    assert exact_p(0, [1.0] * 5, 2, [1.0] * 5) == 1
    with pytest.raises(InvalidCanaries):
        exact_p(2, [1.0], 0, [1.0])


def test_the_exact_test_keeps_its_level_when_only_wrong_numbers_call():
    rng = np.random.default_rng(3)
    months, control_months = rng.uniform(1, 6, 20), rng.uniform(1, 6, 30)
    found = []
    for _ in range(2000):
        called = (rng.random(20) < -np.expm1(-0.03 * months)).sum()
        mistaken = (rng.random(30) < -np.expm1(-0.03 * control_months)).sum()
        found.append(exact_p(int(called), months, int(mistaken), control_months))
    assert np.mean(np.array(found) <= 0.05) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 2000)


def test_a_leak_is_found_by_the_exact_test():
    rng = np.random.default_rng(4)
    called = rng.random((500, 20)) < 0.5
    found = [exact_p(int(row.sum()), [3.0] * 20, 1, [3.0] * 30) for row in called]
    assert np.mean(np.array(found) <= 0.01) > 0.9


def test_the_wrong_number_rate_has_garwoods_limits():
    rate, low, high = wrong_number_rate(10, 100.0)
    assert (rate, low, high) == pytest.approx((0.1, 0.047954, 0.183904), abs=1e-6)
    assert wrong_number_rate(0, 50.0)[:2] == (0, 0)
    with pytest.raises(InvalidCanaries):
        wrong_number_rate(0, 0.0)


def test_silence_speaks_against_a_leak_whatever_the_wrong_numbers():
    for rate in (0.001, 0.1):
        # The integral of (1 - c)^n is 1 / (n + 1).
        assert leak_ratio([False] * 14, [3.0] * 14, rate) == pytest.approx(-np.log10(15))


def test_few_calls_against_numerical_integration():
    wrong = 1 - np.exp(-0.01 * 2)
    grid = np.linspace(0, 1, 200_001)
    inside = (grid + (1 - grid) * wrong) ** 2 * ((1 - grid) * (1 - wrong)) ** 5
    expected = np.log10(np.trapezoid(inside, grid) / (wrong**2 * (1 - wrong) ** 5))
    assert leak_ratio([True] * 2 + [False] * 5, [2.0] * 7, 0.01) == pytest.approx(expected, abs=1e-6)


def test_the_invented_name_is_worth_what_guessing_it_would_cost():
    silent = leak_ratio([True, False], [1.0, 1.0], 1e-6, [NOT_NOTED, NOT_NOTED])
    named = leak_ratio([True, False], [1.0, 1.0], 1e-6, [SAID, NOT_NOTED])
    unnamed = leak_ratio([True, False], [1.0, 1.0], 1e-6, [NOT_SAID, NOT_NOTED])
    assert named - silent == pytest.approx(np.log10(NAME_SAID / NAME_GUESSED), abs=1e-3)
    assert unnamed < silent


def test_more_wrong_numbers_make_the_same_calls_weigh_less():
    found = [leak_ratio([True] * 3 + [False] * 7, [3.0] * 10, rate) for rate in (0.001, 0.01, 0.1)]
    assert found == sorted(found, reverse=True)
