"""Efficient scores: is a column needed, beyond those already fitted? Asked of hundreds of columns without a refit.

With nuisance columns X fitted, a candidate column c has the score U = c'(y - n p) and, since the nuisance was
estimated, the information V = I_cc - I_cx I_xx^-1 I_xc (Rao 1948; Cox and Hinkley 1974, section 9.3). The robust
variance adds up squared scores by subject, each with its own nuisance part taken out (Lin and Wei 1989); it is right
where events come in clusters. It belongs to a fitted alternative: away from it, the signal itself would inflate it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import pinvh

from portal.stats.blocks import Design
from portal.stats.conditional_likelihood import Table

FLAT = 1e-9  # share of the largest eigenvalue under which a direction of the information counts as empty


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores and information of many columns at one fitted point.

    Attributes
    ----------
    information : (p, p) of all columns, nuisance and candidates
    by_subject : (n, p) each subject's part of the score
    """

    information: np.ndarray
    by_subject: np.ndarray

    def efficient(self, tested: np.ndarray, given: np.ndarray) -> "Efficient":
        """The scores of the columns `tested` with the columns `given` taken out."""
        inverse = pinvh(self.information[np.ix_(given, given)], rtol=FLAT)
        weights = inverse @ self.information[np.ix_(given, tested)]
        variance = self.information[np.ix_(tested, tested)] - self.information[np.ix_(tested, given)] @ weights
        parts = self.by_subject[:, tested] - self.by_subject[:, given] @ weights
        return Efficient(parts.sum(axis=0), variance, parts, weights)


@dataclass(frozen=True, eq=False)
class Efficient:
    """Scores of some columns, free of the nuisance.

    Attributes
    ----------
    score : (c,)
    variance : (c, c) from the information
    parts : (n, c) by subject
    weights : (given, c) the combination of the nuisance columns that was taken out of each
    """

    score: np.ndarray
    variance: np.ndarray
    parts: np.ndarray
    weights: np.ndarray

    @property
    def robust(self) -> np.ndarray:
        """The variance from the subjects' own scores, with the usual n / (n - 1)."""
        size = max(len(self.parts), 2)
        return self.parts.T @ self.parts * size / (size - 1)

    @property
    def z(self) -> np.ndarray:
        """Standardised scores; 0 where a column carries nothing."""
        variance = np.diag(self.variance)
        empty = variance <= FLAT
        return np.where(empty, 0.0, self.score / np.sqrt(np.where(empty, 1.0, variance)))


def scores(cells: Table, expected: np.ndarray, subject: np.ndarray, event_row: np.ndarray, columns: Design) -> Scores:
    """Scores and information of `columns` at a fitted nuisance.

    Parameters
    ----------
    cells : Table
    expected : (rows,) events that the fitted nuisance expects
    subject, event_row : (m,) for every event, whose it is (0 … n-1) and its row; subjects of one stratum have been
        added up in it
    columns : Design
        All columns to score, the nuisance among them.
    """
    width = columns.shape[1]
    information = np.zeros((width, width))
    means = np.empty((len(cells.starts), width))
    totals = cells.totals
    subjects = int(subject.max(initial=-1)) + 1
    observed = np.zeros((subjects, width))
    order = np.argsort(event_row, kind="stable")
    event_row, subject = event_row[order], subject[order]
    for rows, strata in cells.blocks():
        block = columns[rows]
        weighted = block * expected[rows, None]
        sums = np.add.reduceat(weighted, cells.starts[strata] - rows.start, axis=0)
        means[strata] = sums / totals[strata, None]
        information += block.T @ weighted - (sums / totals[strata, None]).T @ sums
        first, last = np.searchsorted(event_row, [rows.start, rows.stop])
        np.add.at(observed, subject[first:last], block[event_row[first:last] - rows.start])
    stratum = np.searchsorted(cells.starts, event_row, side="right") - 1
    expected_parts = np.zeros_like(observed)
    np.add.at(expected_parts, subject, means[stratum])
    return Scores(information, observed - expected_parts)
