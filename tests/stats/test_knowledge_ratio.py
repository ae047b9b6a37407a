"""The weight of what callers knew: closed forms, limits, and what one call may do."""

import numpy as np
import pytest

from portal.stats.knowledge_ratio import LEAST, MOST, InvalidRatios, shared_ratio


@pytest.mark.parametrize("calls", [1, 7, 300])
def test_calls_that_exclude_the_source_against_the_integral_in_closed_form(calls):
    exact = (1 - LEAST ** (calls + 1)) / ((1 - LEAST) * (calls + 1))
    assert shared_ratio([0.0] * calls, [1.0] * calls) == pytest.approx(np.log10(exact))


def test_mixed_calls_against_numerical_integration():
    share = np.linspace(0, 1, 400_001)
    inside = (1 - share + share * 2.0) ** 6 * (1 - share + share * LEAST) ** 2.5
    expected = np.log10(np.trapezoid(inside, share))
    assert shared_ratio([2.0] * 6 + [0.0] * 5, [1.0] * 6 + [0.5] * 5) == pytest.approx(expected, abs=1e-8)


def test_what_any_source_explains_alike_says_nothing():
    assert shared_ratio([1.0] * 80 + [0.0], [1.0] * 80 + [0.0]) == 0


def test_one_call_moves_the_ratio_no_further_than_its_limits_whatever_it_says():
    rng = np.random.default_rng(5)
    for size in (0, 3, 200):
        ratios, weights = rng.uniform(0.5, 2.5, size), rng.uniform(0.2, 1, size)
        before = shared_ratio(ratios, weights)
        for wild in (0.0, 1e9):
            moved = shared_ratio([*ratios, wild], [*weights, 1.0]) - before
            assert np.log10(LEAST) <= moved <= np.log10(MOST)


def test_more_calls_of_the_same_mother_are_not_more_mothers():
    assert shared_ratio([2.0] * 4, [0.25] * 4) == pytest.approx(shared_ratio([2.0], [1.0]))


def test_negative_ratios_and_odd_lengths_are_refused():
    for ratios, weights in (([-1.0], [1.0]), ([1.0], [-1.0]), ([1.0, 1.0], [1.0])):
        with pytest.raises(InvalidRatios):
            shared_ratio(ratios, weights)
