"""Binomial MaxSPRT read in groups of trials, each with a chance of its own.

The error of a planned test (`maxsprt.binomial_boundary`: up to N trials, at a common chance) is laid out as a budget:
how much of it is spent by the n-th trial. At a look after n trials the test may have spent what the plan had by then,
so the least count that signals is the smallest c, not below the least number of exposed events, with

    spent so far + P(no signal so far and count >= c) <= budget(n),

P being exact for the trials' own chances (Poisson-binomial, summed up by an absorbing recursion). However the looks
fall and whatever the chances are, the error over all looks is at most that of the plan.

References
----------
M. Kulldorff et al. (2011). Sequential Analysis 30, 58-78. I. R. Silva (2018). Type I error probability spending for
post-market drug and vaccine safety surveillance with binomial data. Statistics in Medicine 37, 107-118.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from portal.stats.maxsprt import binomial_boundary, binomial_errors

EVEN = 0.5  # the plan's common chance: equal times before and after


@dataclass(frozen=True)
class Plan:
    """A planned test: at most `until` trials, at least `least` exposed ones for a signal, error `alpha`."""

    until: int
    least: int
    alpha: float


@dataclass(frozen=True)
class Watch:
    """Where a test stands.

    `alive` is the chance under the null of every count of exposed trials without a signal so far, empty once the test
    has signalled or seen all its trials; `spent` the error used up; `signalled` the trials after which it signalled.
    """

    alive: tuple[float, ...] = (1.0,)
    trials: int = 0
    exposed: int = 0
    spent: float = 0.0
    signalled: int | None = None


class InvalidLook(ValueError):
    """Chances outside (0, 1), or not one for each trial."""


def look(watch: Watch, exposed: ArrayLike, chances: ArrayLike, plan: Plan) -> Watch:
    """The test after one more look.

    Parameters
    ----------
    watch : the test before
    exposed, chances : (trials,) the new trials: whether each was exposed, and its chance under the null

    Examples
    --------
    >>> plan = Plan(100, 4, 0.05)
    >>> calm = look(Watch(), [True, False] * 6, [0.5] * 12, plan)
    >>> calm.signalled, look(calm, [True] * 12, [0.5] * 12, plan).signalled
    (None, 24)
    """
    hit, chance = np.asarray(exposed, dtype=bool), np.asarray(chances, dtype=np.float64)
    if hit.shape != chance.shape or hit.ndim != 1 or ((chance <= 0) | (chance >= 1)).any():
        raise InvalidLook("one chance inside (0, 1) for each trial")
    counted = replace(watch, trials=watch.trials + len(hit), exposed=watch.exposed + int(hit.sum()))
    if not watch.alive or not len(hit):
        return counted
    alive = np.array(watch.alive)
    for one in chance:
        alive = np.convolve(alive, [1 - one, one])
    above = np.cumsum(alive[::-1])[::-1]
    left = budget(plan)[min(counted.trials, plan.until)] - watch.spent
    least = max(int(np.searchsorted(-above, -max(left, 0.0))), plan.least)  # the first count whose tail fits
    if counted.exposed >= least:
        return replace(counted, alive=(), spent=watch.spent + float(above[least]), signalled=counted.trials)
    spent = watch.spent + (float(above[least]) if least < len(above) else 0.0)
    over = counted.trials >= plan.until
    return replace(counted, alive=() if over else tuple(alive[:least].tolist()), spent=spent)


@cache
def budget(plan: Plan) -> np.ndarray:
    """The error that the planned test has spent after 0, 1, … `until` trials."""
    boundary = binomial_boundary(plan.until, EVEN, plan.least, plan.alpha)
    return np.concatenate([[0.0], np.cumsum(binomial_errors(boundary.critical_value, plan.until, EVEN, plan.least))])
