"""The maximised sequential probability ratio test: look after every event, and keep the promised error over all looks.

Poisson: after c events where mu were expected, LLR = mu - c + c log(c / mu) for c > mu; signal at LLR >= cv, from the
M-th event on, until mu reaches T. The n-th event signals if it comes before mu_n = -n W0(-exp(-1 - cv / n)), so the
error is the chance that a unit Poisson process crosses that boundary, summed up exactly by an absorbing recursion.

Binomial: of n events c were exposed, each with chance p under the null,
LLR = c log(c / (n p)) + (n - c) log((n - c) / (n (1 - p))) for c > n p, until n reaches N. Its values are discrete: as
in the published tables the critical value is the largest that does not signal, and a signal lies above it.

References
----------
M. Kulldorff, R. L. Davis, M. Kolczak, E. Lewis, T. Lieu, R. Platt (2011). A maximized sequential probability ratio
test for drug and vaccine safety surveillance. Sequential Analysis 30, 58-78, tables 1-3.
M. Kulldorff, I. R. Silva (2017). Continuous post-market sequential safety surveillance with minimum events to signal.
REVSTAT 15, 373-394.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import lambertw, xlogy
from scipy.stats import poisson

LARGEST = 60.0  # no critical value for an error of 1e-20 lies beyond it
PRECISION = 1e-10


class InvalidDesign(ValueError):
    """No test with these settings keeps the error, or the settings make no sense."""


@dataclass(frozen=True)
class Boundary:
    """A critical value and the error that it really makes; with discrete data less than was allowed."""

    critical_value: float
    error: float


@dataclass(frozen=True)
class Performance:
    """Power, expected time to a signal if there is one, expected length of surveillance; in expected null events."""

    power: float
    time_to_signal: float
    length: float


def poisson_ratio(events: float, expected: float) -> float:
    """The log likelihood ratio after `events`, where `expected` were; 0 if there are not more than expected.

    Examples
    --------
    >>> round(poisson_ratio(4, 1.0), 4)
    2.5452
    """
    return float(expected - events + xlogy(events, events / expected)) if events > expected > 0 else 0.0


def binomial_ratio(exposed: int, events: int, chance: float) -> float:
    """The log likelihood ratio of `exposed` among `events`, each exposed with `chance` under the null."""
    return float(_binomial_ratios(np.array([exposed]), events, chance)[0])


def poisson_boundary(until: float, least: int = 4, alpha: float = 0.05) -> Boundary:
    """The critical value for surveillance up to `until` expected events, with at least `least` observed.

    Raises
    ------
    InvalidDesign
        If even an immediate signal at `least` events has an error below alpha.
    """
    if not (until > 0 and least >= 1 and 0 < alpha < 1):
        raise InvalidDesign("a horizon, a least number of events and an error are needed")
    if poisson.sf(least - 1, until) < alpha:
        raise InvalidDesign("the error cannot be spent: so many events are too rare")
    value = brentq(lambda cv: poisson_error(cv, until, least) - alpha, 1e-9, LARGEST, xtol=PRECISION)
    return Boundary(float(value), poisson_error(value, until, least))


def poisson_error(critical_value: float, until: float, least: int = 1) -> float:
    """The chance of a false signal before `until` events are expected."""
    alive = np.array([1.0])  # chance of every count so far without a signal
    now, count = 0.0, least
    while now < until:
        then = min(_latest_signal(count, critical_value), until)
        alive = np.convolve(alive, _arrivals(count, then - now))[:count]
        now, count = then, count + 1
    return float(1 - alive.sum())


def poisson_performance(critical_value: float, until: float, ratio: float, least: int = 1) -> Performance:
    """What a test reaches where events come `ratio` times as often as expected.

    Within one stretch of the boundary the test signals when its count reaches c; from k events that takes a gamma
    time of shape c - k, whose mean on the paths that get there in time is (c - k) / ratio P(c - k + 1 arrive).
    """
    alive, now, count = np.array([1.0]), 0.0, least
    power = time = 0.0
    while now < until:
        then = min(_latest_signal(count, critical_value), until)
        wanted, mean = count - np.arange(len(alive)), ratio * (then - now)
        reached = poisson.sf(wanted - 1, mean)
        power += float(alive @ reached)
        time += float(alive @ (now * reached + wanted / ratio * poisson.sf(wanted, mean)))
        alive = np.convolve(alive, _arrivals(count, mean))[:count]
        now, count = then, count + 1
    return Performance(power, time / power, time + (1 - power) * until)


def binomial_boundary(until: int, chance: float, least: int = 4, alpha: float = 0.05) -> Boundary:
    """The least critical value with an error of at most alpha over all looks up to `until` events; signal above it.

    Raises
    ------
    InvalidDesign
        If no outcome could signal within the error, or every outcome with enough events may.
    """
    if not (until >= 1 and 0 < chance < 1 and least >= 1 and 0 < alpha < 1):
        raise InvalidDesign("a horizon, a chance, a least number of events and an error are needed")
    ratios = [_binomial_ratios(np.arange(events + 1), events, chance) for events in range(1, until + 1)]
    attainable = np.unique(np.round(np.concatenate([[0.0], *(row[least:] for row in ratios)]), 12))
    low, high = 0, len(attainable)
    while low < high:
        middle = (low + high) // 2
        if binomial_error(float(attainable[middle]), until, chance, least) <= alpha:
            high = middle
        else:
            low = middle + 1
    if low == 0:
        raise InvalidDesign("the error cannot be spent: so many exposed events are too rare")
    if low >= len(attainable) - 1:
        raise InvalidDesign("no outcome is rare enough to signal")
    value = float(attainable[low])
    return Boundary(value, binomial_error(value, until, chance, least))


def binomial_error(critical_value: float, until: int, chance: float, least: int = 1) -> float:
    """The chance of a false signal within `until` events."""
    return float(binomial_errors(critical_value, until, chance, least).sum())


def binomial_errors(critical_value: float, until: int, chance: float, least: int = 1) -> np.ndarray:
    """The chance of a false signal at exactly the first, second, … `until`-th event."""
    alive, lost = np.array([1.0]), np.zeros(until)
    for events in range(1, until + 1):
        alive = np.convolve(alive, [1 - chance, chance])
        ratios = _binomial_ratios(np.arange(events + 1), events, chance)
        signal = (ratios > critical_value + 1e-9) & (np.arange(events + 1) >= least)
        lost[events - 1] = alive[signal].sum()
        alive[signal] = 0.0
    return lost


def _arrivals(count: int, mean: float) -> np.ndarray:
    """Chances of 0, 1, … events, as far as they matter: the tail beyond is under 1e-20."""
    return poisson.pmf(np.arange(min(count, int(mean + 10 * mean**0.5) + 30)), mean)


def _latest_signal(events: int, critical_value: float) -> float:
    """The expected count at which so many events reach exactly the critical value."""
    return float(-events * lambertw(-np.exp(-1 - critical_value / events)).real)


def _binomial_ratios(exposed: np.ndarray, events: int, chance: float) -> np.ndarray:
    rest = events - exposed
    ratio = xlogy(exposed, exposed / (events * chance)) + xlogy(rest, rest / (events * (1 - chance)))
    return np.where(exposed > events * chance, ratio, 0.0)
