"""Newton's method with step halving on a conditional Poisson likelihood, which is concave.

Undamped steps from zero diverge on published data (`tests/stats`): the first step overshoots where cells are small.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from portal.stats.conditional_likelihood import Derivatives, Table, derivatives

MAX_STEPS = 60
MAX_HALVINGS = 40
DECREMENT = 1e-13  # twice the gain in log likelihood that a further step promises, at which the climb ends


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the climb ended and where it began; `reached` is False if the likelihood was still rising."""

    beta: np.ndarray
    at: Derivatives
    began: Derivatives
    reached: bool
    steps: int


def maximise(
    cells: Table,
    start: np.ndarray,
    offset: np.ndarray | None = None,
    *,
    precision: np.ndarray | float = 0.0,
    promise: float = DECREMENT,
) -> Maximum:
    """Climb from `start` to the maximum of the log likelihood, less precision × beta² / 2 if a precision is given.

    Parameters
    ----------
    cells : Table
        With linearly independent columns, unless a precision makes up for it.
    start : numpy.ndarray
        One value per column.
    offset : numpy.ndarray, optional
        Added to the linear predictor, one value per row.
    precision : numpy.ndarray or float
        Of a normal prior around zero; 0 is plain maximum likelihood.
    promise : float
        Stop when a further step promises no more than half of this.

    Returns
    -------
    Maximum
    """
    pull = np.broadcast_to(np.asarray(precision, dtype=np.float64), np.shape(start))
    began = _derivatives(cells, np.asarray(start, dtype=np.float64), offset, pull)
    here = Maximum(np.array(start, dtype=np.float64), began, began, False, 0)
    while here.steps < MAX_STEPS:
        step = _direction(here.at.score, here.at.information)
        gain = float(here.at.score @ step)
        if gain <= promise:
            return replace(here, reached=True)
        moved = _halve_until_it_rises(cells, here, step, gain, offset, pull)
        if moved is None:  # rounding hides any further gain
            return replace(here, reached=gain < 1e-7)
        here = moved
    return here


def _derivatives(cells: Table, beta: np.ndarray, offset: np.ndarray | None, pull: np.ndarray) -> Derivatives:
    at = derivatives(cells, beta, offset)
    return Derivatives(
        at.log_likelihood - float(pull @ beta**2) / 2, at.score - pull * beta, at.information + np.diag(pull)
    )


def _direction(score: np.ndarray, information: np.ndarray) -> np.ndarray:
    """Solve information × step = score, scaled; a flat surface gets the smallest ridge that lets it be solved."""
    scale = np.sqrt(np.maximum(np.diag(information), np.finfo(float).tiny))
    correlation = information / np.outer(scale, scale)
    ridge = 0.0
    while True:
        try:
            factor = cho_factor(correlation + ridge * np.eye(len(scale)))
            return cho_solve(factor, score / scale) / scale
        except np.linalg.LinAlgError:
            ridge = max(ridge * 10, 1e-12)


def inverse_information(information: np.ndarray) -> np.ndarray:
    """The inverse of a positive definite matrix, scaled to a correlation first."""
    scale = np.sqrt(np.diag(information))
    factor = cho_factor(information / np.outer(scale, scale))
    return cho_solve(factor, np.eye(len(scale))) / np.outer(scale, scale)


def _halve_until_it_rises(
    cells: Table, here: Maximum, step: np.ndarray, gain: float, offset: np.ndarray | None, pull: np.ndarray
) -> Maximum | None:
    """The full step is nearly always right, so it is measured with its derivatives, which the next step needs."""
    length = 1.0
    for _ in range(MAX_HALVINGS):
        at = _derivatives(cells, here.beta + length * step, offset, pull)
        value, before = at.log_likelihood, here.at.log_likelihood
        if value > before or (gain < 1e-7 and value == before):
            return replace(here, beta=here.beta + length * step, at=at, steps=here.steps + 1)
        length /= 2
    return None
