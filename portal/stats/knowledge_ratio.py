"""Do calls that bear marks of one source weigh for it? A share of them may come from it, the rest from elsewhere.

Each call i has a ratio r_i: how much likelier its marks are if it comes from the source than if it comes from
elsewhere. The share pi of calls that do come from it is unknown (uniform), so

    LR = integral over pi of  prod_i (1 - pi + pi r_i)^(w_i)

against pi = 0. Ratios are held within limits before anything is added up, so that no single call decides; calls of one
person share one unit of weight, for they are told by one memory.

References
----------
R. E. Kass, A. E. Raftery (1995). Bayes factors. JASA 90, 773-795 (the ratio of averaged likelihoods).
A. P. Dawid, J. Mortera (1998). Forensic identification with imperfect evidence. Biometrika 85, 835-849 (errors of
report kept in the ratio).
"""

import numpy as np
from numpy.typing import ArrayLike

LEAST, MOST = 0.05, 3.0  # of one call: a mark that excludes the source is a slip of memory once in twenty
NODES = 200


class InvalidRatios(ValueError):
    """Ratios or weights that are negative, or not one of each a call."""


def shared_ratio(ratios: ArrayLike, weights: ArrayLike) -> float:
    """log10 likelihood ratio of "an unknown share comes from the source" against "none does".

    Parameters
    ----------
    ratios : (calls,) likelihood ratio of each call's marks, 0 where the source cannot explain them
    weights : (calls,) 1 for a call that stands alone, 1/n for each of n calls told by one person

    Raises
    ------
    InvalidRatios

    Examples
    --------
    Nothing told says nothing; calls that any source explains alike say nothing; each that excludes it weighs against.

    >>> shared_ratio([], []), shared_ratio([1.0] * 50, [1.0] * 50)
    (0.0, 0.0)
    >>> [round(shared_ratio([0.0] * n, [1.0] * n), 2) for n in (1, 10, 100)]
    [-0.28, -1.02, -1.98]
    """
    ratio, weight = np.asarray(ratios, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if ratio.shape != weight.shape or ratio.ndim != 1 or (ratio < 0).any() or (weight < 0).any():
        raise InvalidRatios("one ratio and one weight for each call, none negative")
    gains = np.clip(ratio, LEAST, MOST) - 1
    values, place = np.unique(gains, return_inverse=True)
    total = np.bincount(place, weights=weight, minlength=len(values))
    nodes, pieces = np.polynomial.legendre.leggauss(NODES)
    logs = np.log1p((nodes[:, None] + 1) / 2 * values) @ total
    top = logs.max()
    return round(float((top + np.log(np.exp(logs - top) @ (pieces / 2))) / np.log(10)), 12) + 0.0
