"""Betting against the null: fair under it, the same in parts, and never ruined by looking."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import binom, gamma

from portal.stats.e_value import SCALE, SHAPE, InvalidTrials, bet, e_value, log_e_value, stakes


def value(exposed, trials, chance):
    return e_value(bet(None, [True] * exposed + [False] * (trials - exposed), [chance] * trials))


@pytest.mark.parametrize("chance", [0.1, 0.5, 0.85])
def test_under_the_null_the_mean_is_exactly_one(chance):
    mean = sum(binom.pmf(count, 12, chance) * value(count, 12, chance) for count in range(13))
    assert mean == pytest.approx(1)


@pytest.mark.parametrize(("exposed", "trials"), [(9, 10), (20, 40), (48, 60)])
def test_it_is_the_gamma_mixture_over_rate_ratios(exposed, trials):
    def inside(excess):
        ratio = 1 + excess
        return ratio**exposed / (1 + 0.5 * excess) ** trials * gamma.pdf(excess, SHAPE, scale=SCALE)

    assert value(exposed, trials, 0.5) == pytest.approx(quad(inside, 0, 200, limit=400)[0], rel=1e-3)


def test_trials_in_parts_and_in_any_order_give_the_same_wealth():
    rng = np.random.default_rng(2)
    chances = rng.uniform(0.2, 0.8, 50)
    exposed = rng.random(50) < chances
    whole = bet(None, exposed, chances)
    order = rng.permutation(50)
    assert bet(bet(None, exposed[:20], chances[:20]), exposed[20:], chances[20:]) == pytest.approx(whole)
    assert bet(None, exposed[order], chances[order]) == pytest.approx(whole)


def test_looking_after_every_trial_ever_sees_twenty_at_most_once_in_twenty_worlds():
    rng = np.random.default_rng(3)
    worlds, chances = 2000, rng.uniform(0.3, 0.9, 120)
    exposed = rng.random((worlds, 120)) < chances
    ratios, parts = stakes()
    steps = np.log(ratios) * exposed[:, :, None] - np.log1p(chances[:, None] * (ratios - 1))
    wealth = (np.exp(steps.cumsum(axis=1)) @ parts).max(axis=1)
    assert np.mean(wealth >= 20) <= 0.05


def test_a_leak_makes_it_grow_and_too_large_a_chance_only_shrinks_it():
    rng = np.random.default_rng(4)
    exposed = rng.random(150) < 0.75  # odds 3 where 1 is expected
    fair, cautious = (log_e_value(bet(None, exposed, np.full(150, chance))) for chance in (0.5, 0.6))
    assert fair > cautious > np.log(20)


def test_nothing_read_is_one_and_a_certain_trial_is_refused():
    assert e_value(bet(None, [], [])) == pytest.approx(1)
    for chances in ([0.0], [1.0], [0.5, 0.5]):
        with pytest.raises(InvalidTrials):
            bet(None, [True], chances)
