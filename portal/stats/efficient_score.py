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
    told : the events one by one, for what needs each subject's part
    """

    information: np.ndarray
    total: np.ndarray
    told: "_Told"

    def efficient(self, tested: np.ndarray, given: np.ndarray) -> "Efficient":
        """The scores of the columns `tested` with the columns `given` taken out."""
        inverse = pinvh(self.information[np.ix_(given, given)], rtol=FLAT)
        weights = inverse @ self.information[np.ix_(given, tested)]
        variance = self.information[np.ix_(tested, tested)] - self.information[np.ix_(tested, given)] @ weights
        combined = np.zeros((len(self.total), len(tested)))
        combined[tested, np.arange(len(tested))] = 1.0
        combined[given] -= weights
        return Efficient(self.total[tested] - self.total[given] @ weights, variance, weights, combined, self.told)


@dataclass(frozen=True, eq=False)
class _Told:
    """Events one by one, each with the mean of the columns in its stratum.

    Attributes
    ----------
    columns : of the events' rows
    subject, stratum, weight : (m,)
    means : (strata, p) of the columns, as the fit expects the events
    """

    columns: Factored
    subject: np.ndarray
    stratum: np.ndarray
    weight: np.ndarray
    means: np.ndarray

    def parts(self, combined: np.ndarray) -> np.ndarray:
        """Each subject's part of combinations (p, c) of the scores: (subjects, c). Costs events times combinations."""
        subjects = int(self.subject.max(initial=-1)) + 1
        means = self.means @ combined
        made = np.empty((subjects, combined.shape[1]))
        for place, column in enumerate(combined.T):
            value = self.columns.times(column) - means[self.stratum, place]
            made[:, place] = np.bincount(self.subject, value * self.weight, subjects)
        return made


@dataclass(frozen=True, eq=False)
class Efficient:
    """Scores of some columns, free of the nuisance.

    Attributes
    ----------
    score : (c,)
    variance : (c, c) from the information
    weights : (given, c) the combination of the nuisance columns that was taken out of each
    combined : (p, c) the same as a combination of all columns
    told : the events one by one
    """

    score: np.ndarray
    variance: np.ndarray
    weights: np.ndarray
    combined: np.ndarray
    told: _Told

    @property
    def robust(self) -> np.ndarray:
        """The variance from the subjects' own scores, with the usual n / (n - 1)."""
        parts = self.told.parts(self.combined)
        size = max(len(parts), 2)
        return parts.T @ parts * size / (size - 1)

    @property
    def z(self) -> np.ndarray:
        """Standardised scores; 0 where a column carries nothing."""
        variance = np.diag(self.variance)
        empty = variance <= FLAT
        return np.where(empty, 0.0, self.score / np.sqrt(np.where(empty, 1.0, variance)))


def scores(
    cells: Table,
    expected: np.ndarray,
    subject: np.ndarray,
    event_row: np.ndarray,
    columns: Factored,
    weight: np.ndarray | None = None,
) -> Scores:
    """Scores and information of `columns` at a fitted nuisance.

    Parameters
    ----------
    cells : Table
    expected : (rows,) events that the fitted nuisance expects
    subject, event_row : (m,) for every event, whose it is (0 … n-1) and its row; subjects of one stratum have been
        added up in it
    columns : Factored
        All columns to score, the nuisance among them.
    weight : (m,) how much each event counts, as it was counted in `cells`; 1 by default
    """
    weight = np.ones(len(subject)) if weight is None else weight
    totals = cells.totals
    strata = np.repeat(np.arange(len(cells.starts)), cells.sizes)
    sums = columns.by_stratum(expected, strata, cells.starts)
    means = sums / totals[:, None]
    information = columns.gram(expected) - means.T @ sums
    told = _Told(columns.picked(event_row), subject, strata[event_row], weight, means)
    return Scores(information, columns.totals(cells.events - expected), told)
