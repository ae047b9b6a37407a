"""Planted numbers that nobody knows but the file they were put into: what calls on them say.

Fresh numbers are dialled by mistake now and then. Never-exported controls give that rate, rho, per number and month.
Of each number only the first call counts: whoever misdials, or looks for the previous owner, rings again.

    calls needed           smallest n with 1 - (1 - p)^n >= detection
    chance of k calls      Poisson tail with mean rho x number-months
    exact p                which of the numbers were called, given how many: with wrong numbers alone the odds of a
                           number are its months, so P(S) is proportional to the product of the months over S.
                           With equal months this is Fisher's exact test [1].
    likelihood ratio       each number is called by whoever bought the list with an unknown probability c (uniform),
                           or by a wrong number; against wrong numbers alone

References
----------
[1] R. A. Fisher (1935). The logic of inductive inference. JRSS 98, 39-82.
A. Juels, R. L. Rivest (2013). Honeywords. ACM CCS 13 (decoys must look like what they stand among).
"""

import math
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import poisson

from portal.stats.poisson_rate import poisson_interval

NAME_GUESSED = 1e-3  # a stranger says exactly the invented name; the commonest full names are a tenth of that
NAME_SAID = 0.5  # a caller with the list says it
NODES = 200  # of the integral over c; exact for up to 399 numbers

NOT_NOTED, NOT_SAID, SAID = -1, 0, 1


class InvalidCanaries(ValueError):
    """Months, calls or rates that cannot be."""


def calls_needed(probability: float, detection: float = 0.95) -> int:
    """How many independent numbers (or calls) make at least one hit of this probability as good as certain.

    The same sum answers how many calls without one to a withheld record refute that its recipient is the only source.

    Examples
    --------
    >>> calls_needed(0.2), calls_needed(0.05)
    (14, 59)
    """
    if not (0 < probability < 1 and 0 < detection < 1):
        raise InvalidCanaries("probabilities lie inside (0, 1)")
    return math.ceil(math.log1p(-detection) / math.log1p(-probability))


def chance_of_calls(least: int, rate: float, months: float) -> float:
    """The chance of at least so many wrong numbers in `months` number-months.

    Examples
    --------
    >>> [round(chance_of_calls(k, 0.005, 20), 5) for k in (1, 2, 3)]
    [0.09516, 0.00468, 0.00015]
    """
    if rate < 0 or months < 0 or least < 0:
        raise InvalidCanaries("rates, months and calls are not negative")
    return float(poisson.sf(least - 1, rate * months))


def wrong_number_rate(called: int, months: float, level: float = 0.95) -> tuple[float, float, float]:
    """First calls per control number and month, with the exact limits of a Poisson mean (Garwood 1936).

    Parameters
    ----------
    called : controls that were called
    months : number-months until the first call, or until now

    Examples
    --------
    >>> rate, low, high = wrong_number_rate(1, 200)
    >>> rate, round(low, 5), round(high, 4)
    (0.005, 0.00013, 0.0279)
    """
    if not (months > 0 and called >= 0):
        raise InvalidCanaries("a rate needs time under observation")
    low, high = poisson_interval(called, level)
    return called / months, float(low) / months, float(high) / months


def exact_p(called: int, months: ArrayLike, called_controls: int, control_months: ArrayLike) -> float:
    """The chance that so many of the called numbers, or more, are planted ones, if only wrong numbers call.

    Where a longer watched number is called more than proportionally less often (each counts once), longer watched
    controls make the chance too large: the error is on the side of silence.

    Parameters
    ----------
    called, months : planted numbers called; months of every planted number under observation, from its export on
    called_controls, control_months : the same of the controls

    Examples
    --------
    Three of ten planted and none of ten control numbers: Fisher's 0.105.

    >>> round(exact_p(3, [1.0] * 10, 0, [1.0] * 10), 3)
    0.105
    """
    own, other = np.asarray(months, dtype=np.float64), np.asarray(control_months, dtype=np.float64)
    if not (0 <= called <= own.size and 0 <= called_controls <= other.size and (own > 0).all() and (other > 0).all()):
        raise InvalidCanaries("calls on numbers that were not watched")
    total = called + called_controls
    scale = np.concatenate([own, other]).mean() if own.size + other.size else 1.0
    planted, controls = _choices(own / scale), _choices(other / scale)
    ways = np.array([
        planted[k] * controls[total - k] if k < planted.size and total - k < controls.size else 0.0
        for k in range(total + 1)
    ])  # fmt: skip
    return float(min(1.0, ways[called:].sum() / ways.sum()))


def leak_ratio(called: ArrayLike, months: ArrayLike, rate: float, names: ArrayLike | None = None) -> float:
    """log10 likelihood ratio of "this file leaked" against "wrong numbers only".

    Parameters
    ----------
    called, months : (numbers,) whether each was called after its export, and how long it was watched
    rate : wrong numbers per number and month; its upper limit makes the ratio cautious
    names : (numbers,) whether the first caller to say anything used the invented name: 1, 0, or -1 where not noted

    Examples
    --------
    >>> round(leak_ratio([True, True] + [False] * 8, [3.0] * 10, 0.005), 2)
    1.02
    >>> round(leak_ratio([False] * 14, [3.0] * 14, 0.005), 2)
    -1.18
    """
    hit, watched = np.asarray(called, dtype=bool), np.asarray(months, dtype=np.float64)
    said = np.full(hit.size, NOT_NOTED) if names is None else np.asarray(names)
    if not (hit.shape == watched.shape == said.shape and rate > 0 and (watched >= 0).all()):
        raise InvalidCanaries("one call, one time and one note for each number, and a rate above nought")
    wrong = -np.expm1(-rate * watched)
    with_name, by_chance = _name_chances(said)
    nodes, weights = _nodes()
    share = nodes[:, None]
    chance = np.where(hit, share * with_name + (1 - share) * wrong * by_chance, (1 - share) * (1 - wrong))
    null = np.log(np.where(hit, wrong * by_chance, 1 - wrong)).sum()
    logs = np.log(chance).sum(axis=1) - null
    top = logs.max()
    return float((top + np.log(np.exp(logs - top) @ weights)) / np.log(10))


@cache
def _nodes() -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights on (0, 1)."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    return (nodes + 1) / 2, weights / 2


def _name_chances(said: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    with_list = np.select([said == SAID, said == NOT_SAID], [NAME_SAID, 1 - NAME_SAID], 1.0)
    by_chance = np.select([said == SAID, said == NOT_SAID], [NAME_GUESSED, 1 - NAME_GUESSED], 1.0)
    return with_list, by_chance


def _choices(odds: np.ndarray) -> np.ndarray:
    """Elementary symmetric sums: the k-th is the sum over all sets of k numbers of the product of their odds."""
    sums = np.ones(1)
    for one in odds:
        sums = np.convolve(sums, [1.0, one])
    return sums
