"""An empirical null from negative controls: what estimates look like where nothing can have happened.

The controls' log rate ratios y_i, with standard errors s_i, are taken to scatter around a common bias,
y_i ~ Normal(mean, sd^2 + s_i^2); mean and sd are fitted by maximum likelihood. An estimate of interest is then held
against Normal(mean, sd^2 + s^2) instead of against zero:

    p = 2 min( Phi(z), Phi(-z) ),   z = (y - mean) / sqrt(sd^2 + s^2).

References
----------
M. J. Schuemie, P. B. Ryan, W. DuMouchel, M. A. Suchard, D. Madigan (2014). Interpreting observational studies: why
empirical calibration is needed to correct p-values. Statistics in Medicine 33, 209-218. OHDSI EmpiricalCalibration
3.1.4, fitNull and calibrateP.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import ndtr

WIDEST = 100.0  # standard deviation on the log scale; no bias is more uncertain


class TooFewControls(ValueError):
    """Fewer than two usable controls, or a standard error that is not positive."""


@dataclass(frozen=True)
class EmpiricalNull:
    """Mean and standard deviation of the bias, and how many controls they rest on."""

    mean: float
    sd: float
    controls: int

    def p_value(self, estimate: float, standard_error: float) -> float:
        """The calibrated two-sided p-value of a log rate ratio."""
        z = (estimate - self.mean) / np.hypot(self.sd, standard_error)
        return float(2 * min(ndtr(z), ndtr(-z)))


def empirical_null(estimates: ArrayLike, standard_errors: ArrayLike) -> EmpiricalNull:
    """Fit the null to the log rate ratios of negative controls; those that are not finite are left out.

    Raises
    ------
    TooFewControls

    Examples
    --------
    Controls that scatter no more than their errors allow have a null without a spread of its own.

    >>> empirical_null([0.1, -0.1, 0.0], [0.5, 0.5, 0.5])
    EmpiricalNull(mean=0.0, sd=0.0, controls=3)
    """
    values, errors = np.asarray(estimates, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64)
    usable = np.isfinite(values) & np.isfinite(errors)
    values, errors = values[usable], errors[usable]
    if len(values) < 2 or (errors <= 0).any():
        raise TooFewControls(f"{len(values)} controls")
    places = np.concatenate([[0.0], np.geomspace(1e-6, WIDEST, 400) ** 2])
    slopes = np.array([_slope(place, values, errors) for place in places])
    # A maximum lies where the profile stops rising; of several the highest is taken, and zero where it never rises.
    tops = [0.0] + [
        brentq(_slope, low, high, args=(values, errors), xtol=1e-14)
        for low, high, before, after in zip(places, places[1:], slopes, slopes[1:], strict=False)
        if before > 0 >= after
    ]
    best = max(tops, key=lambda variance: _profile(variance, values, errors))
    return EmpiricalNull(round(_mean(best, values, errors), 12) + 0.0, float(np.sqrt(best)), len(values))


def _mean(variance: float, values: np.ndarray, errors: np.ndarray) -> float:
    """The best mean for a variance of the bias: weighted by precision."""
    return float(np.average(values, weights=1 / (variance + errors**2)))


def _profile(variance: float, values: np.ndarray, errors: np.ndarray) -> float:
    whole = variance + errors**2
    return float(-(np.log(whole) + (values - _mean(variance, values, errors)) ** 2 / whole).sum() / 2)


def _slope(variance: float, values: np.ndarray, errors: np.ndarray) -> float:
    whole = variance + errors**2
    return float((((values - _mean(variance, values, errors)) / whole) ** 2 - 1 / whole).sum() / 2)
