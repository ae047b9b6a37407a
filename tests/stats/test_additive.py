"""The additive mixture: its maximum, its monotone climb, what it may never say, and how far it moves."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

from portal.stats.additive import InvalidMixture, Mixture, at, attribute, em_round, probabilities, start
from portal.stats.additive_bootstrap import Events, draws, needed, shares
from portal.stats.additive_information import information
from portal.stats.additive_selection import chosen, refitted, selected

LENGTH = 60


def staircase(strata: int, theta: tuple[float, ...], seed: int) -> tuple[Mixture, Events]:
    """Strata of sixty days in five seasons; each source sets in at once, on a day of its own for every stratum."""
    rng = np.random.default_rng(seed)
    season = np.tile(np.arange(LENGTH) // 12, strata)
    onset = rng.integers(10, 50, (strata, len(theta)))
    effects = np.concatenate([(np.arange(LENGTH)[None] > day[:, None]).astype(float) for day in onset], axis=1)
    rate = np.array([1.0, 1.6, 0.7, 1.2, 0.9])[season] * (1 + np.array(theta) @ effects)
    level = rng.gamma(2, 0.04, strata)
    events = rng.poisson(rate * np.repeat(level, LENGTH)).astype(float)
    told = np.repeat(events.reshape(strata, LENGTH).sum(axis=1) > 0, LENGTH)
    rows = Mixture(np.arange(0, told.sum(), LENGTH), events[told], (season[told],), effects[:, told])
    row = np.repeat(np.arange(told.sum()), rows.events.astype(int))
    return rows, Events(row // LENGTH, row)


def log_likelihood(rows: Mixture, values: np.ndarray, sources: int) -> float:
    """Straight from the definition, with the first level as the reference."""
    rate = np.exp(np.append(0.0, values[sources:]))[rows.factors[0]] * (1 + values[:sources] @ rows.effects)
    total = 0.0
    for first in rows.starts:
        part = slice(first, first + LENGTH)
        total += rows.events[part] @ np.log(rate[part] / rate[part].sum())
    return total


def test_it_finds_the_maximum_that_brute_force_finds() -> None:
    rows, _ = staircase(60, (2.0, 0.0), 1)
    fitted = attribute(rows)
    brute = minimize(
        lambda values: -log_likelihood(rows, values, 2),
        np.concatenate([[0.5, 0.5], np.zeros(4)]),
        bounds=[(0, None)] * 2 + [(None, None)] * 4,
        options={"maxiter": 2000, "ftol": 1e-13, "gtol": 1e-7},
    )
    assert fitted.reached
    assert fitted.point.log_likelihood == pytest.approx(-brute.fun, abs=1e-5)
    assert fitted.point.theta == pytest.approx(brute.x[:2], abs=1e-3)
    levels = np.log(fitted.point.curves[0])
    assert levels[1:] - levels[0] == pytest.approx(brute.x[2:], abs=1e-3)


def test_em_alone_climbs_to_the_same_height_without_ever_falling() -> None:
    rows, _ = staircase(80, (1.5, 0.7), 2)
    here = start(rows)
    for _ in range(600):
        above = em_round(rows, here)
        assert above.log_likelihood >= here.log_likelihood - 1e-9 * abs(here.log_likelihood)
        here = above
    fitted = attribute(rows)
    assert here.log_likelihood == pytest.approx(fitted.point.log_likelihood, abs=1e-4)
    assert np.all(np.diff(fitted.path) >= -1e-9 * abs(fitted.path[0]))


def test_em_leaves_the_maximum_where_it_is() -> None:
    rows, _ = staircase(60, (2.0, 0.5), 3)
    there = attribute(rows).point
    assert em_round(rows, there).theta == pytest.approx(there.theta, rel=1e-3)


def test_scores_and_information_are_the_derivatives() -> None:
    rows, _ = staircase(40, (1.0,), 4)
    flat = np.linspace(0.8, 1.2, 5)
    here = at(rows, np.array([0.8]), (flat,))
    near = information(rows, here)

    def height(curve: np.ndarray, share: float) -> float:
        return at(rows, near.theta(np.array([share])), (flat * np.exp(curve),)).log_likelihood

    step = 1e-5
    unit = np.eye(5) * step
    curve = [(height(one, near.shares[0]) - height(-one, near.shares[0])) / (2 * step) for one in unit]
    share = (height(np.zeros(5), near.shares[0] + step) - height(np.zeros(5), near.shares[0] - step)) / (2 * step)
    assert near.scores == pytest.approx([*curve, share], abs=1e-5)
    centre = height(np.zeros(5), near.shares[0])
    wide = unit[1] * 100
    bend = (height(wide, near.shares[0]) + height(-wide, near.shares[0]) - 2 * centre) / (100 * step) ** 2
    assert near.matrix[1, 1] == pytest.approx(-bend, rel=1e-4)
    assert np.linalg.eigvalsh(near.matrix).min() > -1e-9 * near.matrix.max()


def test_an_event_before_a_source_held_anything_cannot_be_its() -> None:
    rows, events = staircase(80, (2.0, 1.0), 5)
    effects = rows.effects[:, events.row]
    each = probabilities(attribute(rows).point.theta, effects)
    assert each.sum(axis=1) == pytest.approx(1)
    assert (each[:, 0][effects[0] == 0] == 0).all()
    assert (each[:, 0][effects[0] > 0] > 0).all()
    assert probabilities(np.array([1e9]), np.array([[0.0]])).tolist() == [[0.0, 1.0]]


def test_shares_add_up_to_what_the_model_expects() -> None:
    rows, events = staircase(120, (2.0, 1.0), 6)
    here = attribute(rows).point
    each = probabilities(here.theta, rows.effects[:, events.row]).sum(axis=0)
    parts = np.vstack([here.theta[:, None] * rows.effects, np.ones(len(rows.events))]) / here.sum
    assert each == pytest.approx(parts @ here.expected, rel=1e-3), "at the maximum, observed equals expected"


def test_twins_split_evenly_which_only_looks_like_an_answer() -> None:
    rows, events = staircase(200, (3.0,), 7)
    twins = replace(rows, effects=np.vstack([rows.effects, rows.effects]))
    one = probabilities(attribute(rows).point.theta, rows.effects[:, events.row]).mean(axis=0)
    two = probabilities(attribute(twins).point.theta, twins.effects[:, events.row]).mean(axis=0)
    assert two[0] == pytest.approx(two[1], abs=1e-6)
    assert two[0] + two[1] == pytest.approx(one[0], abs=1e-4)


def test_doubling_everybody_changes_no_estimate() -> None:
    rows, _ = staircase(60, (2.0, 0.5), 8)
    twice = replace(rows, events=2 * rows.events)
    assert attribute(twice).point.theta == pytest.approx(attribute(rows).point.theta, abs=2e-3)


def test_only_the_source_that_is_there_is_needed() -> None:
    rows, events = staircase(400, (2.0, 0.0, 0.0, 0.0), 9)
    fitted = selected(rows, np.ones(4, dtype=bool))
    assert (fitted.point.theta > 0).tolist() == [True, False, False, False]
    stays = needed(rows, fitted, np.ones(4, dtype=bool), events, draws(400, 100, np.random.default_rng(1)))
    assert stays[:, 0].mean() > 0.99
    assert stays[:, 1:].mean() < 0.3


def test_who_is_no_candidate_neither_enters_nor_leaves() -> None:
    rows, _ = staircase(200, (2.0, 2.0), 10)
    first, second = np.array([True, False]), np.array([False, True])
    one = selected(rows, first)
    both = selected(rows, second, one)
    assert (one.point.theta > 0).tolist() == [True, False]
    assert (both.point.theta > 0).tolist() == [True, True]
    target, none = np.array([3.0, 5.0]), np.zeros(2, dtype=bool)
    assert chosen(target, np.eye(2), none, first).tolist() == [True, False]


def test_one_step_moves_the_shares_as_far_as_refits_do() -> None:
    rows, events = staircase(250, (2.0, 0.8), 11)
    fitted = attribute(rows)
    subjects = int(events.subject.max()) + 1
    drawn = draws(subjects, 40, np.random.default_rng(2))
    inside = np.ones((40, 2), dtype=bool)
    moved = shares(rows, fitted, inside, events, drawn)
    refits = np.array([_refit(rows, events, times) for times in drawn])
    assert moved[:, 0].std() == pytest.approx(refits[:, 0].std(), rel=0.2)
    assert np.corrcoef(moved[:, 0], refits[:, 0])[0, 1] > 0.97
    assert np.abs(moved.mean(axis=0) - refits.mean(axis=0)).max() < 0.02


def _refit(rows: Mixture, events: Events, times: np.ndarray) -> np.ndarray:
    kept = np.repeat(times > 0, LENGTH)
    counts = (rows.events * np.repeat(times, LENGTH))[kept]
    factors = tuple(codes[kept] for codes in rows.factors)
    again = Mixture(np.arange(0, kept.sum(), LENGTH), counts, factors, rows.effects[:, kept])
    theta = attribute(again).point.theta
    return times[events.subject] @ probabilities(theta, rows.effects[:, events.row]) / times[events.subject].sum()


def test_a_fit_can_be_asked_without_one_of_its_sources() -> None:
    rows, _ = staircase(150, (2.0, 1.0), 12)
    fitted = attribute(rows)
    less = refitted(rows, fitted, np.array([True, False]))
    alone = attribute(replace(rows, effects=rows.effects[:1]))
    assert less.point.theta[0] == pytest.approx(alone.point.theta[0], rel=1e-2)
    assert less.point.theta[1] == 0
    assert less.point.log_likelihood < fitted.point.log_likelihood


@pytest.mark.parametrize(
    "wrong",
    [
        {"effects": np.full((1, 4), 1.5)},
        {"effects": np.zeros((1, 3))},
        {"events": np.array([1.0, 0.0, 0.0, 0.0])},
        {"factors": (np.array([0, 1, 1, 0]),), "events": np.array([1.0, 0.0, 0.0, 1.0])},
    ],
)
def test_rows_that_are_no_mixture_are_refused(wrong: dict) -> None:
    right = {
        "starts": np.array([0, 2]),
        "events": np.array([1.0, 0.0, 1.0, 0.0]),
        "factors": (np.zeros(4, dtype=int),),
        "effects": np.zeros((1, 4)),
    }
    Mixture(**right)
    with pytest.raises(InvalidMixture):
        Mixture(**(right | wrong))
