"""Efficient scores: is a column needed, beyond those already fitted? Asked of hundreds of columns without a refit.

With nuisance columns X fitted, a candidate column c has the score U = c'(y - n p) and, since the nuisance was
estimated, the information V = I_cc - I_cx I_xx^-1 I_xc (Rao 1948; Cox and Hinkley 1974, section 9.3). The robust
variance adds up squared scores by subject, each with its own nuisance part taken out (Lin and Wei 1989); it is right
where events come in clusters. It belongs to a fitted alternative: away from it, the signal itself would inflate it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import pinvh

from portal.stats.conditional_likelihood import Table
from portal.stats.factored import Factored

FLAT = 1e-9  # share of the largest eigenvalue under which a direction of the information counts as empty


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores and information of many columns at one fitted point.

    Attributes
    ----------
    information : (p, p) of all columns, nuisance and candidates
    total : (p,) the scores
    by_subject : (n, p) each subject's part of them
    """

    information: np.ndarray
    total: np.ndarray
    by_subject: np.ndarray

    def efficient(self, tested: np.ndarray, given: np.ndarray) -> "Efficient":
        """The scores of the columns `tested` with the columns `given` taken out."""
        inverse = pinvh(self.information[np.ix_(given, given)], rtol=FLAT)
        weights = inverse @ self.information[np.ix_(given, tested)]
        variance = self.information[np.ix_(tested, tested)] - self.information[np.ix_(tested, given)] @ weights
        parts = self.by_subject[:, tested] - self.by_subject[:, given] @ weights
        return Efficient(self.total[tested] - self.total[given] @ weights, variance, parts, weights)


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


def scores(cells: Table, expected: np.ndarray, subject: np.ndarray, event_row: np.ndarray, columns: Factored) -> Scores:
    """Scores and information of `columns` at a fitted nuisance.

    Parameters
    ----------
    cells : Table
    expected : (rows,) events that the fitted nuisance expects
    subject, event_row : (m,) for every event, whose it is (0 … n-1) and its row; subjects of one stratum have been
        added up in it
    columns : Factored
        All columns to score, the nuisance among them.
    """
    totals = cells.totals
    strata = np.repeat(np.arange(len(cells.starts)), cells.sizes)
    sums = columns.by_stratum(expected, strata, cells.starts)
    means = sums / totals[:, None]
    information = columns.gram(expected) - means.T @ sums
    told = columns.picked(event_row)
    subjects = int(subject.max(initial=-1)) + 1
    order = np.argsort(subject, kind="stable")
    starts = np.searchsorted(subject[order], np.arange(subjects))
    present = np.unique(subject)
    observed = np.zeros((subjects, columns.shape[1]))
    if len(present):
        dense = np.arange(len(present)).repeat(np.diff(np.append(starts[present], len(subject))))
        observed[present] = told.picked(order).by_stratum(np.ones(len(order)), dense, starts[present])
        own = np.zeros(subjects, dtype=np.int64)
        own[subject] = strata[event_row]
        observed[present] -= means[own[present]] * np.bincount(subject, minlength=subjects)[present, None]
    return Scores(information, observed.sum(axis=0), observed)
