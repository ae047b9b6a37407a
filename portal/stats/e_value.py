"""An e-value for exposed events among trials: wealth that may be read, and stopped, at any time.

Under the null each trial is exposed with its own known chance p_i. Against a rate ratio r its likelihood ratio is

    L_i(r) = r / (1 + p_i (r - 1))   if exposed,      1 / (1 + p_i (r - 1))   if not,

whose mean under the null is 1, so the product over trials is a fair game for every r, and so is a mixture over r. Here
r - 1 follows a gamma distribution, held at the nodes of its Gauss-Laguerre rule: a mixture of finitely many games is
itself exactly fair. By Ville's inequality the wealth ever reaches 1/alpha with a chance of at most alpha, whenever
one looks; with chances above the true ones it is smaller still.

References
----------
J. Ville (1939). Etude critique de la notion de collectif. G. Shafer (2021). Testing by betting. JRSS A 184, 407-431.
H. Robbins (1970). Statistical methods related to the law of the iterated logarithm. Ann. Math. Statist. 41, 1397-1409
(mixtures). A. Ramdas, P. Grunwald, V. Vovk, G. Shafer (2023). Game-theoretic statistics and safe anytime-valid
inference. Statistical Science 38, 576-601.
"""

from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp, roots_genlaguerre

SHAPE, SCALE = 1.0, 1.5  # of r - 1: half of the stake lies on rate ratios from 1.4 to 3.1
NODES = 24


class InvalidTrials(ValueError):
    """Chances outside (0, 1), or not one for each trial."""


def stakes() -> tuple[np.ndarray, np.ndarray]:
    """The rate ratios that are bet on, (nodes,), and the part of the first unit that each gets; they sum to 1."""
    return _stakes()


def bet(log_wealth: ArrayLike | None, exposed: ArrayLike, chances: ArrayLike) -> np.ndarray:
    """The log wealth on each rate ratio after some more trials.

    Parameters
    ----------
    log_wealth : (nodes,) as this function returned it; None before the first trial
    exposed, chances : (trials,) whether each was exposed, and its chance under the null

    Examples
    --------
    >>> half = bet(None, [True, True], [0.5, 0.5])
    >>> whole = bet(bet(None, [True], [0.5]), [True], [0.5])
    >>> bool(np.allclose(half, whole)), round(e_value(half), 3)
    (True, 1.862)
    """
    hit, chance = np.asarray(exposed, dtype=bool), np.asarray(chances, dtype=np.float64)
    if hit.shape != chance.shape or hit.ndim != 1 or ((chance <= 0) | (chance >= 1)).any():
        raise InvalidTrials("one chance inside (0, 1) for each trial")
    ratios = _stakes()[0]
    before = np.zeros(len(ratios)) if log_wealth is None else np.asarray(log_wealth, dtype=np.float64)
    return before + hit.sum() * np.log(ratios) - np.log1p(chance[:, None] * (ratios - 1)).sum(axis=0)


def e_value(log_wealth: ArrayLike) -> float:
    """What one unit has become; infinite only beyond the largest float."""
    with np.errstate(over="ignore"):
        return float(np.exp(log_e_value(log_wealth)))


def log_e_value(log_wealth: ArrayLike) -> float:
    """Its natural logarithm."""
    return float(logsumexp(np.asarray(log_wealth), b=_stakes()[1]))


@cache
def _stakes() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = roots_genlaguerre(NODES, SHAPE - 1)
    return 1 + SCALE * nodes, weights / weights.sum()
