"""What single mothers, weeks and reports weigh in a test: one pass over the rows, no refits.

The efficient column of a class is its onset at one delay with the nuisance taken out, centred within each pattern. A
call adds the value of its row to the score; expected calls add the square of theirs to the information. Leaving out
a group takes its parts away (a one-step estimate), and one invented call moves the score by at most the largest value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.levels import HINTS, STAYS
from portal.aggregation.scoring import INFORMATIVE, Scored

WEEK = 7
SAMPLES = 1000
DRAWN_AT_ONCE = 1 << 22  # counts of the bootstrap, 32 MB


@dataclass(frozen=True, eq=False)
class Influence:
    """Parts of the score and the information of one class at one delay.

    Attributes
    ----------
    score, information : (subjects,) of each mother
    week : (weeks,) first day of each calendar week
    week_score, week_information : (weeks,)
    lowest, highest : the least and the most that one call can add to the score
    """

    score: np.ndarray
    information: np.ndarray
    week: np.ndarray
    week_score: np.ndarray
    week_information: np.ndarray
    lowest: float
    highest: float

    @property
    def z(self) -> float:
        """Of everything together."""
        return float(_ratio(self.score.sum(), self.information.sum()))

    def without_subjects(self, left_out: np.ndarray) -> float:
        """The z without the mothers marked."""
        return float(_ratio(self.score[~left_out].sum(), self.information[~left_out].sum()))

    def without_weeks(self) -> np.ndarray:
        """The z without each week: (weeks,)."""
        return _ratio(self.score.sum() - self.week_score, self.information.sum() - self.week_information)

    def flip_number(self, threshold: float, named: bool) -> int:
        """The fewest invented calls that would move z over a threshold, from the side it is on."""
        missing = abs(threshold * np.sqrt(self.information.sum()) - self.score.sum())
        each = -self.lowest if named else self.highest
        return max(int(np.ceil(missing / max(each, 1e-9))), 1)


def stability(own: Influence, others: Sequence[Influence], rng: np.random.Generator) -> float:
    """The share of bootstrap samples of mothers in which a class stays in the model, or ranks first with a hint.

    A class stays at a one-sided p of 0.05. In a sample where it does not, it still counts if no other class has a
    larger z and its own p is at most 0.1.
    """
    subjects = len(own.score)
    parts = np.column_stack([column for one in (own, *others) for column in (one.score, one.information)])
    sums = np.concatenate(
        [
            rng.multinomial(subjects, np.full(subjects, 1 / subjects), size=min(each, SAMPLES - done)) @ parts
            for each in (max(DRAWN_AT_ONCE // subjects, 1),)
            for done in range(0, SAMPLES, each)
        ]
    )
    z, *rest = (_ratio(sums[:, place], sums[:, place + 1]) for place in range(0, parts.shape[1], 2))
    first = np.all([z >= other for other in rest], axis=0) & (z >= HINTS)
    return float(((z >= STAYS) | first).mean())


def influence(found: Cells, scored: Scored, weights: np.ndarray) -> Influence:
    """Take one efficient column apart.

    Parameters
    ----------
    found, scored : the cells and the scores
    weights : (scored columns,) that make the efficient column out of the scored ones
    """
    table, expected = scored.table, scored.expected
    totals = table.totals
    stratum = np.repeat(np.arange(len(totals)), table.sizes)
    value = scored.columns.times(weights)
    value -= (np.bincount(stratum, value * expected, len(totals)) / totals)[stratum]
    squared = value**2 * expected
    first = int(found.day.min()) // WEEK
    week = found.day[scored.kept] // WEEK - first
    weeks = int(found.day.max()) // WEEK - first + 1
    told = np.isin(found.pattern[found.call_row], table.labels)
    row, subject = np.searchsorted(scored.kept, found.call_row[told]), found.subject[told]
    weight = found.weight[subject]
    subjects = int(found.subject.max(initial=-1)) + 1
    own = np.zeros(subjects, dtype=np.int64)
    own[subject] = stratum[row]
    part = np.bincount(stratum, squared, len(totals)) / totals
    return Influence(
        score=np.bincount(subject, value[row] * weight, subjects),
        information=part[own] * np.bincount(subject, weight, subjects),
        week=(np.arange(weeks) + first) * WEEK,
        week_score=np.bincount(week, value * (table.events - expected), weeks),
        week_information=np.bincount(week, squared, weeks),
        lowest=float(value.min()),
        highest=float(value.max()),
    )


def _ratio(score: np.ndarray | float, information: np.ndarray | float) -> np.ndarray:
    """A z; 0 where too little is left to speak of one."""
    enough = np.asarray(information) > INFORMATIVE
    return np.where(enough, score / np.sqrt(np.where(enough, information, 1.0)), 0.0)
