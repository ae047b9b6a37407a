"""Newton's method with step halving on a conditional Poisson likelihood, which is concave.

Undamped steps from zero diverge on published data (`tests/stats`): the first step overshoots where cells are small.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from portal.stats.conditional_likelihood import Derivatives, Table, derivatives, log_likelihood

MAX_STEPS = 60
MAX_HALVINGS = 40
DECREMENT = 1e-13  # twice the gain in log likelihood that a further step promises


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the climb ended and where it began; `reached` is False if the likelihood was still rising."""

    beta: np.ndarray
    at: Derivatives
    began: Derivatives
    reached: bool
    steps: int


def maximise(cells: Table, start: np.ndarray, offset: np.ndarray | None = None) -> Maximum:
    """Climb from `start` to the maximum of the log likelihood.

    Parameters
    ----------
    cells : Table
        With linearly independent columns.
    start : numpy.ndarray
        One value per column.
    offset : numpy.ndarray, optional
        Added to the linear predictor, one value per row.

    Returns
    -------
    Maximum
    """
    began = derivatives(cells, start, offset)
    here = Maximum(np.array(start, dtype=np.float64), began, began, False, 0)
    while here.steps < MAX_STEPS:
        step = _direction(here.at)
        promise = float(here.at.score @ step)
        if promise <= DECREMENT:
            return replace(here, reached=True)
        moved = _halve_until_it_rises(cells, here, step, promise, offset)
        if moved is None:  # rounding hides any further gain
            return replace(here, reached=promise < 1e-7)
        here = moved
    return here


def _direction(at: Derivatives) -> np.ndarray:
    """Solve information × step = score, scaled; a flat surface gets the smallest ridge that lets it be solved."""
    scale = np.sqrt(np.maximum(np.diag(at.information), np.finfo(float).tiny))
    correlation = at.information / np.outer(scale, scale)
    ridge = 0.0
    while True:
        try:
            factor = cho_factor(correlation + ridge * np.eye(len(scale)))
            return cho_solve(factor, at.score / scale) / scale
        except np.linalg.LinAlgError:
            ridge = max(ridge * 10, 1e-12)


def inverse_information(information: np.ndarray) -> np.ndarray:
    """The inverse of a positive definite matrix, scaled to a correlation first."""
    scale = np.sqrt(np.diag(information))
    factor = cho_factor(information / np.outer(scale, scale))
    return cho_solve(factor, np.eye(len(scale))) / np.outer(scale, scale)


def _halve_until_it_rises(
    cells: Table, here: Maximum, step: np.ndarray, promise: float, offset: np.ndarray | None
) -> Maximum | None:
    length = 1.0
    for _ in range(MAX_HALVINGS):
        beta = here.beta + length * step
        value = log_likelihood(cells, beta, offset)
        if value > here.at.log_likelihood or (promise < 1e-7 and value == here.at.log_likelihood):
            return replace(here, beta=beta, at=derivatives(cells, beta, offset), steps=here.steps + 1)
        length /= 2
    return None
