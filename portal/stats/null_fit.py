"""A fit whose only use is the point at which other columns are scored.

A weak normal prior on every column (standard deviation 10 on the log scale, a factor of 20,000) keeps redundant
columns and empty cells from slowing the climb; the efficient score takes the nuisance's own small scores out again,
so it shifts nothing that is tested.
"""

import numpy as np

from portal.stats.conditional_likelihood import Table
from portal.stats.newton import Maximum, maximise

PRIOR_PRECISION = 0.01
ENOUGH = 1e-7  # log likelihood still to be gained


def null_fit(cells: Table, start: np.ndarray | None = None) -> Maximum:
    """Fit a table of any design; columns beyond the length of `start` begin at zero."""
    begin = np.zeros(cells.design.shape[1])
    if start is not None:
        begin[: len(start)] = start
    return maximise(cells, begin, precision=PRIOR_PRECISION, promise=ENOUGH)
