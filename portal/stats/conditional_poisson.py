"""Conditional Poisson regression: the self-controlled case series, each stratum compared only with itself.

Rates on the rows of stratum i are phi_i exp(design beta) per day; conditioning on the stratum's total number of
events removes phi_i. Written for tables in which strata with the same rows were added up: events may be any
non-negative numbers, and an exact collapse leaves the estimates, and their covariance, as they were.

References
----------
.. [1] C. P. Farrington (1995). Relative incidence estimation from case series for vaccine safety evaluation.
   Biometrics 51, 228–235.
.. [2] H. J. Whitaker, C. P. Farrington, B. Spiessens, P. Musonda (2006). Tutorial in biostatistics: the
   self-controlled case series method. Statistics in Medicine 25, 1768–1797.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import eigh

from portal.stats.conditional_likelihood import InvalidTable, Table, table
from portal.stats.newton import Maximum, inverse_information, maximise
from portal.stats.rank import independent_columns

__all__ = ["Fit", "InvalidTable", "fit"]

FLAT = 1e-8  # share left of the curvature at zero; a finite log rate ratio of 7 (a thousandfold) leaves about 1e-3
LOADED = 1e-4  # of the largest coordinate of a flat direction


@dataclass(frozen=True, eq=False)
class Fit:
    """A maximum of the conditional likelihood.

    Attributes
    ----------
    coefficients : (p,) log rate ratios; NaN where the column was dropped, -inf or inf where there is no maximum
    covariance : (p, p) inverse information; NaN in the rows and columns of what is not estimated
    log_likelihood : without the multinomial coefficient; the supremum if an estimate is infinite
    log_likelihood_at_zero : of the model without any column
    dropped : (p,) True where earlier columns say the same within every stratum
    infinite : (p,) True where no finite estimate exists (separation)
    converged : the climb ended at a finite maximum
    strata, events : what the estimate rests on
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    log_likelihood: float
    log_likelihood_at_zero: float
    dropped: np.ndarray
    infinite: np.ndarray
    converged: bool
    steps: int
    strata: int
    events: float

    @property
    def standard_errors(self) -> np.ndarray:
        """Square roots of the covariance's diagonal."""
        return np.sqrt(np.diag(self.covariance))


def fit(stratum: ArrayLike, days: ArrayLike, events: ArrayLike, design: ArrayLike) -> Fit:
    """Fit by maximum conditional likelihood.

    Parameters
    ----------
    stratum : (n,) labels of any kind; rows of one stratum need not be neighbours
    days : (n,) time at risk, non-negative; a row without any is left out, unless it has an event
    events : (n,) non-negative numbers of events
    design : (n, p) or (n,) covariates

    Returns
    -------
    Fit

    Raises
    ------
    InvalidTable
        Lengths differ; a value is negative, NaN or infinite; an event lies on a row without days.

    Examples
    --------
    Two children, one event each; the second half of both is at risk, one of the two events falls into it:

    >>> result = fit([1, 1, 2, 2], [30, 30, 20, 20], [0, 1, 1, 0], [0, 1, 0, 1])
    >>> float(abs(result.coefficients[0])) < 1e-9
    True
    """
    cells = table(stratum, days, events, design)
    kept = independent_columns(cells)
    reduced = Table(cells.days, cells.events, cells.design[:, kept], cells.starts, cells.labels)
    top = maximise(reduced, np.zeros(int(kept.sum())))
    infinite = _at_infinity(top)
    beta = np.where(infinite, np.copysign(np.inf, top.beta), top.beta)
    return Fit(
        coefficients=_spread(beta, kept),
        covariance=_covariance(top.at.information, infinite, kept),
        log_likelihood=top.at.log_likelihood,
        log_likelihood_at_zero=top.began.log_likelihood,
        dropped=~kept,
        infinite=_spread(infinite.astype(float), kept) == 1,
        converged=top.reached and not infinite.any(),
        steps=top.steps,
        strata=len(cells.starts),
        events=float(cells.events.sum()),
    )


def _at_infinity(top: Maximum) -> np.ndarray:
    """Columns without a finite estimate: directions whose curvature has vanished against what it was at zero."""
    if not len(top.beta):
        return np.zeros(0, dtype=bool)
    curvature, directions = eigh(top.at.information, top.began.information)
    flat = directions[:, curvature < FLAT] * np.sqrt(np.diag(top.began.information))[:, None]
    return (np.abs(flat) > LOADED * np.abs(flat).max(axis=0, initial=np.finfo(float).tiny)).any(axis=1)


def _covariance(information: np.ndarray, infinite: np.ndarray, kept: np.ndarray) -> np.ndarray:
    covariance = np.full((len(kept), len(kept)), np.nan)
    places = np.flatnonzero(kept)[~infinite]
    finite = np.flatnonzero(~infinite)
    if len(finite):
        covariance[np.ix_(places, places)] = inverse_information(information[np.ix_(finite, finite)])
    return covariance


def _spread(values: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Back to one value per column of the caller's design."""
    spread = np.full(len(kept), np.nan)
    spread[kept] = values
    return spread
