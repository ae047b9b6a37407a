"""How many events would tell two exposures apart? Expected information, before a single event is there.

Given its total n_i a stratum's events are multinomial with p_ij, so if a population is expected to have m_ij events on
its rows, the information about the columns X of a conditional Poisson model is

    I = sum_ij m_ij x_ij x_ij' - sum_i s_i s_i' / m_i,   s_i = sum_j m_ij x_ij,   m_i = sum_j m_ij

(Farrington 1995; Whitaker, Farrington, Spiessens, Musonda 2006), and I / sum_i m_i is what one event brings. With the
nuisance columns taken out, V = I_cc - I_cx I_xx^- I_xc (Cox and Hinkley 1974, section 9.3), a log rate ratio, or the
difference of two, with information v an event reaches a power of Phi(z) at the threshold c after

    N = (c + z)^2 / (effect^2 v)

events. Nothing here is drawn at random: m is a mean, and information is linear in it, so that parts of a population
that are treated differently are computed apart and added with their weights.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import pinvh
from scipy.special import ndtri
from scipy.stats import binom

EMPTY = 1e-9  # share of the largest eigenvalue, or of a column's own variance, under which nothing is left


@dataclass(frozen=True, eq=False)
class Expected:
    """Information of all columns, and the events that it comes from; parts of a population add.

    Attributes
    ----------
    information : (p, p)
    events : their expected number
    """

    information: np.ndarray
    events: float

    def __add__(self, other: "Expected") -> "Expected":
        return Expected(self.information + other.information, self.events + other.events)

    def weighted(self, weight: float) -> "Expected":
        """The same for `weight` times as many strata."""
        return Expected(self.information * weight, self.events * weight)

    def efficient(self, wanted: np.ndarray, given: np.ndarray) -> np.ndarray:
        """Information of one event about the columns `wanted`, with the columns `given` taken out."""
        return beside(self.information, wanted, given) / self.events


@dataclass(frozen=True)
class Separation:
    """What one event says about two exposures.

    Attributes
    ----------
    correlation : of the two columns within strata, free of the nuisance; None where one of them is all nuisance
    difference : information about the difference of their log rate ratios
    """

    correlation: float | None
    difference: float

    def standard_error(self, events: float) -> float:
        """Of the difference of the two log rate ratios after this many events; infinite where nothing is left."""
        return float(1 / np.sqrt(self.difference * events)) if self.difference > 0 else float("inf")


def expected_information(
    expected: np.ndarray, starts: np.ndarray, nuisance: sparse.csr_array, columns: np.ndarray
) -> Expected:
    """Information of the nuisance columns and the columns after them.

    Parameters
    ----------
    expected : (rows,) events expected on each row
    starts : (strata,) first row of each stratum
    nuisance : (rows, q) sparse
    columns : (rows, c)
    """
    stratum = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(expected))))
    rows = sparse.csr_array((expected, (stratum, np.arange(len(expected)))), shape=(len(starts), len(expected)))
    sums = np.hstack([(rows @ nuisance).toarray(), rows @ columns])
    totals = np.asarray(rows.sum(axis=1)).reshape(-1)
    weighted = columns * expected[:, None]
    own = nuisance.T @ (nuisance * expected[:, None]).tocsr()
    cross = nuisance.T @ weighted
    second = np.block([[own.toarray(), cross], [cross.T, columns.T @ weighted]])
    told = totals > 0
    return Expected(second - sums[told].T @ (sums[told] / totals[told, None]), float(totals.sum()))


def beside(information: np.ndarray, wanted: np.ndarray, given: np.ndarray) -> np.ndarray:
    """What is left of the information about the columns `wanted` once the columns `given` are in the model too."""
    cross = information[np.ix_(given, wanted)]
    inverse = pinvh(information[np.ix_(given, given)], rtol=EMPTY)
    return information[np.ix_(wanted, wanted)] - cross.T @ inverse @ cross


def separation(variance: np.ndarray, before: np.ndarray) -> Separation:
    """Two columns from their efficient information.

    Parameters
    ----------
    variance : (2, 2) efficient information of an event
    before : (2,) the same columns' information before the nuisance was taken out; what is left below a billionth of
        it is rounding

    Examples
    --------
    Two columns without correlation: the difference has the sum of their variances.

    >>> separation(np.diag([1.0, 1.0]), np.ones(2))
    Separation(correlation=0.0, difference=0.5)
    """
    spread = np.sqrt(np.maximum(np.diag(variance), 0.0))
    if (np.diag(variance) <= EMPTY * before).any():
        return Separation(None, 0.0)
    correlation = float(np.clip(variance[0, 1] / (spread[0] * spread[1]), -1.0, 1.0))
    determinant = variance[0, 0] * variance[1, 1] - variance[0, 1] ** 2
    sum_of_all = variance.sum()
    if determinant <= EMPTY * variance[0, 0] * variance[1, 1]:
        return Separation(correlation, 0.0)
    return Separation(correlation, float(determinant / sum_of_all))


def events_needed(information: float, effect: float, threshold: float, power: float = 0.8) -> float:
    """Events until an effect passes the threshold with this power; infinite where an event says nothing.

    Parameters
    ----------
    information : of one event
    effect : log rate ratio, or difference of two
    threshold : the z that must be reached

    Examples
    --------
    >>> round(events_needed(0.5, 0.5, 1.959964))
    63
    """
    if information <= 0 or effect == 0:
        return float("inf")
    return float((threshold + ndtri(power)) ** 2 / (effect**2 * information))


def exact_withheld(share: float, level: float = 0.05) -> int:
    """Calls after which none to a withheld record is too few for chance: the least n with (1 - share)^n <= level.

    If a recipient that lacks this share of the records is the only source, no withheld record is called; if it is not,
    each call falls on one with probability `share`. No model of time is needed.

    Examples
    --------
    >>> [exact_withheld(share) for share in (0.05, 0.1, 0.2, 0.5)]
    [59, 29, 14, 5]
    """
    return int(np.ceil(np.log(level) / np.log1p(-share) - 1e-9))


def canaries_needed(called: float, calls: int = 2, power: float = 0.95) -> int:
    """Planted numbers of one batch of which, if it leaks, at least `calls` are called with this power.

    Parameters
    ----------
    called : chance that a leaked record is called at all
    calls : asked for before anything is said; one alone may be a wrong number

    Examples
    --------
    >>> canaries_needed(0.2, calls=1), canaries_needed(0.05, calls=1), canaries_needed(0.2)
    (14, 59, 22)
    """
    planted = calls
    while binom.cdf(calls - 1, planted, called) > 1 - power:
        planted += 1
    return planted
