"""How much of a source's effect has set in, by days since it took hold of a record.

A list takes days to be sold and used: the delay is log-normal, and a source's column is the distribution function of
the delay at the middle of each day. A median of 0 is a step: the whole effect from the first day after.
"""

import numpy as np
from scipy.special import ndtr

MEDIANS = (0.0, 2.0, 4.0, 7.0, 11.0, 16.0, 24.0)  # days; searched for every source
SPREAD = 0.6  # of the logarithm: nine delays in ten lie between 0.37 and 2.7 times the median
SETTLED = 120  # days after which even the slowest onset (median 24) is complete to 0.4 %


def onset(days: np.ndarray, median: float, spread: float = SPREAD) -> np.ndarray:
    """The part of the effect present on a day.

    Parameters
    ----------
    days : whole days since the source took hold; the day itself is 0 and not exposed yet
    median, spread : of the log-normal delay, in days and on the log scale

    Returns
    -------
    numpy.ndarray
        Between 0 and 1; 0 on day 0 and before.

    Examples
    --------
    >>> onset(np.array([0, 1, 100]), 0.0).tolist()
    [0.0, 1.0, 1.0]
    """
    since = np.asarray(days, dtype=np.float64)
    if median == 0:
        return (since >= 1).astype(float)
    middle = np.maximum(since - 0.5, 1e-9)
    return np.where(since >= 1, ndtr(np.log(middle / median) / spread), 0.0)


def onset_table(medians: tuple[float, ...] = MEDIANS, spread: float = SPREAD, longest: int = 4 * SETTLED) -> np.ndarray:
    """`onset` for the days 0 … `longest` (rows) and several medians (columns)."""
    days = np.arange(longest + 1)
    return np.column_stack([onset(days, median, spread) for median in medians])
