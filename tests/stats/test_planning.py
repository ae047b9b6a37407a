"""Expected information: the same numbers as the likelihood's own, and what follows from them."""

import numpy as np
import pytest
from scipy import sparse, stats

from portal.stats.conditional_likelihood import Table, derivatives
from portal.stats.planning import (
    Expected,
    canaries_needed,
    events_needed,
    exact_withheld,
    expected_information,
    separation,
)


def rows(seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    starts = np.arange(0, 200, 20)
    return rng.random(200), starts, (rng.random((200, 3)) < 0.3).astype(float), rng.random((200, 2))


def test_it_is_the_information_of_the_likelihood_with_events_at_their_means() -> None:
    expected, starts, nuisance, columns = rows()
    table = Table(expected, expected, np.hstack([nuisance, columns]), starts, starts)

    found = expected_information(expected, starts, sparse.csr_array(nuisance), columns)

    assert found.information == pytest.approx(derivatives(table, np.zeros(5)).information, abs=1e-12)
    assert found.events == pytest.approx(expected.sum())


def test_parts_of_a_population_add() -> None:
    expected, starts, nuisance, columns = rows()
    whole = expected_information(expected, starts, sparse.csr_array(nuisance), columns)
    halves = [
        expected_information(expected[part], starts[:5], sparse.csr_array(nuisance[part]), columns[part])
        for part in (slice(0, 100), slice(100, 200))
    ]

    assert (halves[0] + halves[1]).information == pytest.approx(whole.information)
    doubled = whole.weighted(2.0)
    some, rest = np.array([3, 4]), np.arange(3)
    assert doubled.efficient(some, rest) == pytest.approx(whole.efficient(some, rest))


def test_a_difference_has_the_variance_that_the_inverse_gives() -> None:
    variance = np.array([[0.3, 0.1], [0.1, 0.2]])
    inverse = np.linalg.inv(variance)

    apart = separation(variance, np.ones(2))

    assert 1 / apart.difference == pytest.approx(inverse[0, 0] + inverse[1, 1] - 2 * inverse[0, 1])
    assert apart.standard_error(3000) == pytest.approx(np.sqrt(1 / apart.difference / 3000))


@pytest.mark.parametrize(
    ("variance", "correlation"), [(np.full((2, 2), 0.2), 1.0), (np.diag([0.2, 1e-14]), None), (np.zeros((2, 2)), None)]
)
def test_twins_and_columns_that_are_all_nuisance_are_never_told_apart(
    variance: np.ndarray, correlation: float | None
) -> None:
    apart = separation(variance, np.ones(2))

    assert apart.correlation == correlation
    assert apart.standard_error(1e9) == np.inf
    assert events_needed(apart.difference, 1.0, 1.96) == np.inf


def test_the_events_asked_for_give_the_power_asked_for() -> None:
    information, effect, threshold = 0.02, np.log(2), 3.4
    events = events_needed(information, effect, threshold, power=0.9)

    assert stats.norm.cdf(effect * np.sqrt(events * information) - threshold) == pytest.approx(0.9)


def test_the_first_design_study_is_read_with_the_same_formula() -> None:
    # research/statistics.md (g): 7 days apart, SE .102 and corr .605 for 3,000 calls, 128 calls at a rate ratio of 4.
    assert events_needed(1 / 0.102**2 / 3000, np.log(4), stats.norm.ppf(0.975)) == pytest.approx(128, abs=1)


def test_planted_numbers_and_withheld_records_are_counted_exactly() -> None:
    for called, calls in ((0.2, 2), (0.05, 1), (0.3, 3)):
        planted = canaries_needed(called, calls)
        assert stats.binom.sf(calls - 1, planted, called) >= 0.95 > stats.binom.sf(calls - 1, planted - 1, called)
    for share in (0.05, 0.1, 0.2, 0.5):
        calls = exact_withheld(share)
        assert (1 - share) ** calls <= 0.05 < (1 - share) ** (calls - 1)


def test_a_population_without_expected_events_in_a_stratum_is_no_division_by_nothing() -> None:
    expected, starts, nuisance, columns = rows()
    expected[:20] = 0.0

    found: Expected = expected_information(expected, starts, sparse.csr_array(nuisance), columns)

    assert np.isfinite(found.information).all()
