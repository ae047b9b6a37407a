"""The smaller statistics: an outside reference, a limit, an identity and a planted truth for each."""

import numpy as np
import pytest
from scipy import stats

from portal.stats.conditional_likelihood import table
from portal.stats.conditional_poisson import fit
from portal.stats.efficient_score import scores
from portal.stats.factored import Factored
from portal.stats.false_discovery import InvalidPValue, benjamini_yekutieli
from portal.stats.null_fit import null_fit
from portal.stats.onset import MEDIANS, onset, onset_table
from portal.stats.poisson_rate import poisson_interval
from portal.stats.search import critical_value, largest_p_value, path_length
from portal.stats.signed_root import modified_root


def test_benjamini_yekutieli_is_scipys():
    p = [0.0001, 0.004, 0.019, 0.095, 0.201, 0.278, 0.298, 0.344, 0.459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0]
    assert benjamini_yekutieli(p) == pytest.approx(stats.false_discovery_control(p, method="by"), abs=1e-12)


def test_benjamini_yekutieli_of_one_or_none_is_itself():
    assert benjamini_yekutieli([0.03]).tolist() == [0.03]
    assert benjamini_yekutieli([]).tolist() == []
    with pytest.raises(InvalidPValue):
        benjamini_yekutieli([0.5, np.nan])


def test_poisson_limits_as_tabulated_and_as_tails():
    low, high = poisson_interval([0, 1, 10])
    # Garwood's table as reprinted by Ulm 1990, Am J Epidemiol 131: 0 – 3.69, 0.0253 – 5.57, 4.80 – 18.39
    assert low == pytest.approx([0, 0.0253, 4.7954], abs=1e-4)
    assert high == pytest.approx([3.6889, 5.5716, 18.3904], abs=1e-4)
    assert stats.poisson.sf(9, low[2]) == pytest.approx(0.025)
    assert stats.poisson.cdf(10, high[2]) == pytest.approx(0.025)


def test_onset_is_nothing_before_half_at_its_median_and_everything_in_the_end():
    assert onset(np.array([-5, 0]), 7.0).tolist() == [0, 0]
    assert onset(np.array([8]), 7.5)[0] == pytest.approx(0.5)
    assert onset_table()[-1] == pytest.approx(np.ones(len(MEDIANS)), abs=1e-6)
    assert (np.diff(onset_table(), axis=0) >= 0).all()


def test_the_search_p_value_bounds_simulated_maxima_closely():
    rng = np.random.default_rng(5)
    correlation = 0.8 ** np.abs(np.subtract.outer(np.arange(7), np.arange(7)))
    largest = rng.multivariate_normal(np.zeros(7), correlation, 200_000).max(axis=1)
    length = path_length(correlation)
    for level in (2.0, 2.5, 3.0):
        simulated = (largest >= level).mean()
        assert simulated <= largest_p_value(level, length) <= 2.2 * simulated


def test_the_critical_value_inverts_the_search_p_value():
    assert largest_p_value(critical_value(1e-4, 2.5), 2.5) == pytest.approx(1e-4, rel=1e-6)


def test_the_score_test_is_pearsons_for_one_stratum():
    cells = table([1, 1], [10, 30], [9, 11], np.empty((2, 0)))
    at = scores(
        cells,
        np.array([5.0, 15.0]),
        np.zeros(20, dtype=int),
        np.repeat([0, 1], [9, 11]),
        Factored((), (), np.array([[1.0], [0]])),
    )
    z = at.efficient(np.array([0]), np.empty(0, dtype=int)).z[0]
    assert z**2 == pytest.approx(stats.chisquare([9, 11], [5, 15]).statistic)


def test_one_step_of_the_efficient_score_is_near_the_joint_fit_when_effects_are_small():
    rng = np.random.default_rng(6)
    stratum, nuisance = np.repeat(np.arange(400), 10), rng.normal(size=4000)
    tested = 0.6 * nuisance + rng.normal(size=4000)
    events = rng.poisson(np.exp(0.3 * nuisance + 0.1 * tested))
    cells = table(stratum, np.ones(4000), events, nuisance)
    top = null_fit(cells)
    row = np.repeat(np.arange(4000), events)
    subject = stratum[row]
    expected = np.exp(cells.design @ top.beta)
    expected *= np.repeat(cells.totals / np.add.reduceat(expected, cells.starts), cells.sizes)
    columns = Factored((), (), np.column_stack([nuisance, tested]))
    at = scores(cells, expected, subject, row, columns).efficient(np.array([1]), np.array([0]))
    joint = fit(stratum, np.ones(4000), events, np.column_stack([nuisance, tested]))
    assert at.score[0] / at.variance[0, 0] == pytest.approx(joint.coefficients[1], abs=0.01)
    assert at.robust[0, 0] / at.variance[0, 0] == pytest.approx(1, abs=0.2)


def test_the_modified_root_finds_the_exact_binomial_tail_where_the_plain_one_does_not():
    n, seen, share = 25, 22, 0.6
    estimate = np.log(seen / (n - seen)) - np.log(share / (1 - share))
    gain = seen * np.log(seen / n / share) + (n - seen) * np.log((1 - seen / n) / (1 - share))
    curvature = np.array([[seen * (n - seen) / n]])
    z = modified_root(gain, estimate, curvature, np.empty((0, 0)))
    middle = stats.binom.sf(seen, n, share) + stats.binom.pmf(seen, n, share) / 2
    assert stats.norm.sf(z) == pytest.approx(middle, rel=0.2)
    assert stats.norm.sf(np.sqrt(2 * gain)) < 0.75 * middle


def test_the_modified_root_at_the_null_is_zero():
    assert modified_root(0.0, 0.0, np.eye(1), np.empty((0, 0))) == 0.0
