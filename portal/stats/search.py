"""The price of searching: a p-value for the largest of several correlated z-scores along a path.

Under the null the z-scores along a grid (here: of delays) are jointly normal with known correlations. The path that
joins neighbours by great circles crosses the level c upwards exp(-c²/2) / (2 pi) × (its length) times on average, so

    P(max z >= c) <= Phi(-c) + exp(-c² / 2) / (2 pi) × sum_j arccos rho(j, j+1)

(Davies 1977, 1987; Rice's formula). It is never too small, and needs no simulation however small it is.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr


def path_length(covariance: np.ndarray) -> float:
    """The sum of the angles between neighbours on the grid; columns without variance are passed over."""
    spread = np.sqrt(np.maximum(np.diag(covariance), 0))
    kept = np.flatnonzero(spread > 1e-8 * spread.max(initial=0.0))
    before, after = kept[:-1], kept[1:]
    correlation = covariance[before, after] / (spread[before] * spread[after])
    return float(np.arccos(np.clip(correlation, -1.0, 1.0)).sum())


def largest_p_value(largest: float, length: float) -> float:
    """An upper bound for the chance that the largest z along a path of this length reaches `largest`.

    Examples
    --------
    Without a search it is the one-sided p-value:

    >>> round(largest_p_value(1.959964, 0.0), 6)
    0.025
    """
    return float(min(1.0, ndtr(-largest) + np.exp(-(largest**2) / 2) / (2 * np.pi) * length))


def critical_value(level: float, length: float) -> float:
    """The z that `largest_p_value` turns into `level`.

    Examples
    --------
    >>> round(critical_value(0.025, 0.0), 4)
    1.96
    """
    return float(brentq(lambda z: largest_p_value(z, length) - level, -8.0, 30.0)) if level < 1 else 0.0
