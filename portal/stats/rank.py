"""Which columns of a design carry something that the columns before them do not, within strata.

A column that is constant within every stratum, or a combination of earlier ones, has no likelihood of its own. The
design is centred within strata, reduced to one triangle by blockwise Householder QR (as accurate as one tall QR:
Demmel, Grigori, Hoemmen, Langou 2012), and the triangle is walked from left to right, as R's `lm` does: the first of
two aliased columns stays.
"""

import numpy as np

from portal.stats.conditional_likelihood import Table

RELATIVE_TOLERANCE = 1e-8  # of the centred column's own length
CENTRING_TOLERANCE = 1e-11  # of the column's length before centring: what rounding leaves of a constant


def independent_columns(cells: Table) -> np.ndarray:
    """Mark the columns to keep.

    Parameters
    ----------
    cells : Table

    Returns
    -------
    numpy.ndarray
        One bool per column of the design.
    """
    width = cells.design.shape[1]
    triangle, length = np.zeros((0, width)), np.zeros(width)
    for rows, strata in cells.blocks():
        x, days = cells.design[rows], cells.days[rows]
        local = cells.starts[strata] - rows.start
        sizes = np.diff(np.append(local, len(days)))
        share = days / np.repeat(np.add.reduceat(days, local), sizes)
        means = np.add.reduceat(x * share[:, None], local, axis=0)
        root = np.sqrt(share)[:, None]
        length += ((x * root) ** 2).sum(axis=0)
        stacked = np.vstack([triangle, (x - np.repeat(means, sizes, axis=0)) * root])
        triangle = np.linalg.qr(stacked, mode="r")
    return _walk(triangle, np.sqrt(length))


def _walk(triangle: np.ndarray, length: np.ndarray) -> np.ndarray:
    kept = np.zeros(len(length), dtype=bool)
    basis = np.zeros((len(triangle), 0))
    for column in range(len(length)):
        centred = triangle[:, column] if len(triangle) else np.zeros(0)
        rest = centred - basis @ (basis.T @ centred)
        rest = rest - basis @ (basis.T @ rest)
        size, own = np.linalg.norm(rest), np.linalg.norm(centred)
        if size > RELATIVE_TOLERANCE * own and size > CENTRING_TOLERANCE * length[column]:
            kept[column] = True
            basis = np.column_stack([basis, rest / size])
    return kept
