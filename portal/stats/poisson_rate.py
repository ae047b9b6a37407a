"""The exact interval of a Poisson mean, and so of a rate.

Limits are quantiles of the gamma distribution: low = G(alpha/2; k), high = G(1 - alpha/2; k + 1) (Garwood 1936,
Biometrika 28, 437–442). With no event the lower limit is 0.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv


def poisson_interval(count: ArrayLike, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limits of the mean behind each count.

    Examples
    --------
    >>> low, high = poisson_interval(10)
    >>> round(float(low), 3), round(float(high), 3)
    (4.795, 18.39)
    """
    observed = np.asarray(count, dtype=np.float64)
    tail = (1 - level) / 2
    low = np.where(observed > 0, gammaincinv(np.maximum(observed, 1e-300), tail), 0.0)
    return low, gammaincinv(observed + 1, 1 - tail)
