"""False discovery rate under any dependence."""

import numpy as np
from numpy.typing import ArrayLike


class InvalidPValue(ValueError):
    """A p-value lies outside 0 … 1."""


def benjamini_yekutieli(p_values: ArrayLike, weights: ArrayLike | None = None) -> np.ndarray:
    """Adjusted p-values q with q_(i) = min over j >= i of p_(j) m c(m) / j, c(m) = 1 + 1/2 + … + 1/m, at most 1.

    Parameters
    ----------
    p_values : (m,)
    weights : (m,) positive, fixed without a look at the p-values; brought to a mean of 1, each divides its p-value, so
        that the level is spent where something can be found. Equal by default.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    InvalidPValue
        A p-value lies outside 0 … 1, or a weight is not positive.

    References
    ----------
    Y. Benjamini, D. Yekutieli (2001). The control of the false discovery rate in multiple testing under dependency.
    Annals of Statistics 29, 1165–1188, theorem 1.3. C. R. Genovese, K. Roeder, L. Wasserman (2006). False discovery
    control with p-value weighting. Biometrika 93, 509–524.

    Examples
    --------
    >>> benjamini_yekutieli([0.001, 0.5]).round(4).tolist()
    [0.003, 0.75]
    """
    p = np.asarray(p_values, dtype=np.float64)
    if np.any(~(p >= 0) | (p > 1)):
        raise InvalidPValue("a p-value lies between 0 and 1")
    count = len(p)
    if not count:
        return p.copy()
    weight = np.ones(count) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != p.shape or np.any(~(weight > 0)):
        raise InvalidPValue("every p-value has a positive weight")
    p = np.minimum(p * weight.mean() / weight, 1.0)
    order = np.argsort(p)
    harmonic = (1 / np.arange(1, count + 1)).sum()
    raw = p[order] * count * harmonic / np.arange(1, count + 1)
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return adjusted
