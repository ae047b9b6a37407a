"""Looks in groups spend no more than was planned, whatever the chances; one by one they are the planned test."""

import numpy as np
import pytest

from portal.stats.binomial_looks import InvalidLook, Plan, Watch, budget, look
from portal.stats.maxsprt import binomial_boundary, binomial_ratio

PLAN = Plan(60, 4, 0.05)


def read(exposed, chances, sizes, plan=PLAN):
    watch, first = Watch(), 0
    for size in sizes:
        watch = look(watch, exposed[first : first + size], chances[first : first + size], plan)
        first += size
    return watch


def test_one_by_one_at_the_planned_chance_it_is_the_flat_boundary():
    rng = np.random.default_rng(1)
    cut = binomial_boundary(60, 0.5, 4, 0.05).critical_value
    for _ in range(100):
        exposed = rng.random(60) < 0.62
        counts = exposed.cumsum()
        crossed = [n for n in range(1, 61) if counts[n - 1] >= 4 and binomial_ratio(counts[n - 1], n, 0.5) > cut + 1e-9]
        found = read(exposed, np.full(60, 0.5), [1] * 60)
        assert found.signalled == (crossed[0] if crossed else None)


@pytest.mark.parametrize("sizes", [[60], [7] * 8 + [4], [1, 30, 2, 27]])
def test_the_error_is_kept_with_chances_of_their_own_in_groups_of_any_size(sizes):
    rng = np.random.default_rng(2)
    chances = rng.uniform(0.15, 0.95, 60)
    signals = [read(rng.random(60) < chances, chances, sizes).signalled is not None for _ in range(1500)]
    assert np.mean(signals) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 1500)
    calm = read(np.zeros(60, dtype=bool), chances, sizes)
    assert calm.spent <= budget(PLAN)[-1] <= PLAN.alpha


def test_a_rate_ratio_of_four_is_seen():
    rng = np.random.default_rng(3)
    chances = np.full(60, 0.5)
    signals = [read(rng.random(60) < 0.8, chances, [10] * 6).signalled for _ in range(200)]
    assert np.mean([signal is not None for signal in signals]) > 0.97


def test_it_never_signals_on_fewer_than_the_least_and_not_twice():
    assert read([True] * 3, [0.01] * 3, [1, 1, 1]).signalled is None
    once = read([True] * 20, [0.3] * 20, [20])
    assert once.signalled == 20
    assert look(once, [True] * 5, [0.3] * 5, PLAN).signalled == 20


def test_after_the_last_planned_trial_the_test_is_over():
    over = read([True, False] * 30, [0.5] * 60, [60])
    assert over.alive == ()
    later = look(over, [True] * 40, [0.1] * 40, PLAN)
    assert (later.signalled, later.trials, later.exposed) == (None, 100, 70)


def test_certain_trials_and_odd_lengths_are_refused():
    for chances in ([0.0], [1.0], [0.5, 0.5]):
        with pytest.raises(InvalidLook):
            look(Watch(), [True], chances, PLAN)
