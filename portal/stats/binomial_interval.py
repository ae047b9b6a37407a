"""The exact interval of a proportion.

Limits are quantiles of the beta distribution: low = B(alpha/2; k, n - k + 1), high = B(1 - alpha/2; k + 1, n - k)
(Clopper, Pearson 1934, Biometrika 26, 404-413). With no success the lower limit is 0, with nothing but successes the
upper one is 1. One-sided limits at level 1 - alpha are the two-sided ones at level 1 - 2 alpha.
"""

from scipy.special import betaincinv


class InvalidCount(ValueError):
    """More successes than trials, or no trial at all."""


def binomial_interval(successes: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper limit of the proportion behind `successes` of `trials`.

    Raises
    ------
    InvalidCount
        If the counts are none, or the level is no probability.

    Examples
    --------
    >>> low, high = binomial_interval(90, 100)
    >>> round(low, 3), round(high, 3)
    (0.824, 0.951)
    """
    if not (0 <= successes <= trials and trials >= 1 and 0 < level < 1):
        raise InvalidCount(f"{successes} of {trials}")
    tail = (1 - level) / 2
    low = float(betaincinv(successes, trials - successes + 1, tail)) if successes else 0.0
    high = float(betaincinv(successes + 1, trials - successes, 1 - tail)) if successes < trials else 1.0
    return low, high
