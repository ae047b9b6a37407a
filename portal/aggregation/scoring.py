"""One class of sources against everything else that was fitted: scores over all delays, and the estimate.

A class is a group of columns, its onset at every delay of the search. A class whose files hold only some mothers is
scored inside that scope, where the time since registration, and the onsets of the sources already found, are free
once more: a leak at one hospital, or vendors who work one district harder, must not speak against the recipient whose
files hold that district.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from portal.aggregation.cells import Cells
from portal.aggregation.curves import BANDS, Curves, bands
from portal.stats.conditional_likelihood import Table, expected_events
from portal.stats.efficient_score import Efficient, Scores, scores
from portal.stats.factored import Factored
from portal.stats.newton import Maximum
from portal.stats.null_fit import null_fit
from portal.stats.onset import onset_table
from portal.stats.search import largest_p_value, path_length
from portal.stats.signed_root import modified_root

INFORMATIVE = 0.05  # 1 / variance of a log rate ratio, under which a delay is not looked at
EDGE = 7.0  # log rate ratio, a thousandfold: no likelihood maximum this side of it
SCOPE_EDGES = (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 60, 80, 120)  # days since registration, inside one scope
ONSETS = onset_table()
GIVEN = "given"


@dataclass(frozen=True, eq=False)
class Tested:
    """One class, tested over all delays.

    Attributes
    ----------
    best : position of the delay with the largest z
    z, p_value : at that delay; the p-value has paid for the search
    estimate, error : log rate ratio at that delay, and its standard error
    information : about that log rate ratio, given everything else
    length : of the path of delays, for thresholds and power
    z_by_delay, information_by_delay : (delays,)
    """

    best: int
    z: float
    p_value: float
    estimate: float
    error: float
    information: float
    length: float
    z_by_delay: np.ndarray
    information_by_delay: np.ndarray

    @property
    def nominal(self) -> float:
        """The one-sided p-value at the best delay, which has not paid for the search."""
        return float(ndtr(-self.z))


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fit of the curves, of some classes each at one delay, and of what is free inside the scope of one class.

    `entered` maps each class to the position of its delay. Factors come first among the columns, then the onsets.
    """

    base: Curves
    cells: Cells
    entered: dict[int, int]
    scope: int | None
    table: Table
    top: Maximum
    expected: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        """Positions of the fitted rows among all cells."""
        return self.base.kept

    def column(self, one: int) -> int:
        """The column of an entered class."""
        return self.table.design.factor_columns + list(self.entered).index(one)

    def estimate(self, one: int) -> float:
        """The log rate ratio of an entered class."""
        return float(self.top.beta[self.column(one)])

    def inside(self, one: int) -> np.ndarray:
        """Whether each fitted row belongs to the scope of a class."""
        return inside(self.base, self.cells, one)


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores of groups of columns at one fit, on its rows or on those of one scope.

    Attributes
    ----------
    scores, places : of all columns, and which of them belong to each group; GIVEN is what every test is beyond
    table, kept, expected : the rows, their positions among all cells, and the calls expected on each
    columns : everything scored; first what is given
    """

    scores: Scores
    places: dict[object, np.ndarray]
    table: Table
    kept: np.ndarray
    expected: np.ndarray
    columns: Factored

    def efficient(self, group: object) -> Efficient:
        """The scores of one group beyond what is given."""
        return self.scores.efficient(self.places[group], self.places[GIVEN])

    def test(self, group: object) -> Tested:
        """One group beyond what is given, by normal scores over all its delays."""
        return over_delays(self.efficient(group))


def onsets(base: Curves, found: Cells, one: int, best: int | None = None) -> np.ndarray:
    """The onset of one class on the fitted rows: at every delay, or at one."""
    table = ONSETS if best is None else ONSETS[:, [best]]
    return table[np.clip(found.since(found.held[:, one])[base.kept], 0, len(table) - 1)]


def explained(base: Curves, found: Cells, one: int, best: int) -> np.ndarray:
    """All that an entered class may explain: onsets at every delay, and an effect that changes with the pregnancy."""
    band = bands(found)[base.kept]
    own = onsets(base, found, one, best)
    return np.hstack([onsets(base, found, one), *(own * (band == part)[:, None] for part in range(len(BANDS)))])


def inside(base: Curves, found: Cells, one: int) -> np.ndarray:
    """Whether each fitted row belongs to the scope of a class."""
    return found.scope[found.pattern[base.kept], one]


def fit(
    base: Curves, found: Cells, entered: dict[int, int], scope: int | None = None, start: Fitted | None = None,
    alike: int | None = None,
) -> Fitted:  # fmt: skip
    """Fit the curves and the entered classes; what is free inside the scope of one class too, if one is named.

    `start` is an earlier fit of the same curves, whose values are where the climb begins; `alike` is an entered class
    that acts alike inside and outside that scope.
    """
    design = base.table.design.beside([], [], [onsets(base, found, one, best) for one, best in entered.items()])
    design = (
        design
        if scope is None
        else _freed(design, base, found, scope, {k: v for k, v in entered.items() if k != alike})
    )
    table = Table(base.table.days, base.table.events, design, base.table.starts, base.table.labels)
    begin = np.zeros(design.shape[1])
    if start is not None:
        width = base.table.design.factor_columns
        begin[:width] = start.top.beta[:width]
        for place, one in enumerate(entered):
            begin[design.factor_columns + place] = start.estimate(one) if one in start.entered else 0.0
    top = null_fit(table, begin)
    return Fitted(base, found, entered, scope, table, top, expected_events(table, top.beta))


def _freed(design: Factored, base: Curves, found: Cells, scope: int, entered: dict[int, int]) -> Factored:
    """With the time since registration, and the onsets of other classes, free once more inside one scope."""
    mark = inside(base, found, scope)
    if mark.all():
        return design
    codes = np.digitize(found.since(found.registered)[base.kept] - 1, SCOPE_EDGES)
    others = [onsets(base, found, one, best) * mark[:, None] for one, best in entered.items() if one != scope]
    return design.beside([np.where(mark, codes, 0).astype(np.int32)], [len(SCOPE_EDGES) + 1], others)


def score(at: Fitted, classes: Sequence[int]) -> Scored:
    """Score all fitted columns, all that entered classes may explain (GIVEN), and the onsets of other classes."""
    given = _given(at)
    return _scored(at, given, [one for one in classes if one not in at.entered])


def score_inside(at: Fitted, whole: Scored, one: int) -> Scored:
    """Score a class beyond what is free inside its scope too, on the rows of that scope.

    `whole` is the score of the same fit on all rows: elsewhere the columns that are added are nought.
    """
    rows = np.flatnonzero(at.inside(one))
    if len(rows) == len(at.kept):
        return whole
    given = _given(at)
    freed = _freed(given, at.base, at.cells, one, at.entered)
    part = _scored(at, freed, [one], rows)
    factors, more = given.factor_columns, freed.factor_columns - given.factor_columns
    old = np.arange(given.shape[1])
    new = np.where(old < factors, old, old + more)
    information, total = part.scores.information.copy(), part.scores.total.copy()
    information[np.ix_(new, new)] = whole.scores.information[np.ix_(old, old)]
    total[new] = whole.scores.total[old]
    return replace(part, scores=replace(part.scores, information=information, total=total))


def _given(at: Fitted) -> Factored:
    return at.table.design.beside([], [], [explained(at.base, at.cells, *entered) for entered in at.entered.items()])


def _scored(at: Fitted, given: Factored, classes: Sequence[int], rows: np.ndarray | None = None) -> Scored:
    found, table, kept, expected = at.cells, at.table, at.kept, at.expected
    columns = given.beside([], [], [onsets(at.base, found, one) for one in classes])
    widths = np.cumsum([0, given.shape[1], *(ONSETS.shape[1] for _ in classes)])
    places = {name: np.arange(*widths[k : k + 2]) for k, name in enumerate((GIVEN, *classes))}
    if rows is not None:
        columns, kept, expected = columns.picked(rows), kept[rows], expected[rows]
        pattern = found.pattern[kept]
        starts = np.flatnonzero(np.diff(pattern, prepend=-1))
        table = Table(table.days[rows], table.events[rows], columns, starts, pattern[starts])
    told = np.isin(found.pattern[found.call_row], table.labels)
    row = np.searchsorted(kept, found.call_row[told])
    subject = found.subject[told]
    made = scores(table, expected, subject, row, columns, found.weight[subject])
    return Scored(made, places, table, kept, expected, columns)


def refined(at: Fitted, one: int, test: Tested) -> Tested:
    """The test that a name would rest on: a likelihood ratio with a higher-order tail, and a sandwich interval.

    `at` is the fit without the class. The deviate is the smaller of the signed root r and its modification r*. What
    several calls out of one sold copy do to it is measured by the placebo schedules; the standard error is the larger
    of the model's and the sandwich by mother. An estimate at the edge of the prior has no honest likelihood tail;
    there the score's stands.
    """
    scope = None if at.inside(one).all() else one
    without = fit(at.base, at.cells, at.entered, scope, at) if scope is not None else at
    there = fit(at.base, at.cells, {**at.entered, one: test.best}, scope, at)
    column, estimate = there.column(one), there.estimate(one)
    rest = np.delete(np.arange(there.table.design.shape[1]), column)
    final = _scored(there, there.table.design, []).scores.efficient(np.array([column]), rest)
    information, robust = float(final.variance[0, 0]), float(final.robust[0, 0])
    if information <= INFORMATIVE or abs(estimate) > EDGE:
        return test
    gain = there.top.at.log_likelihood - without.top.at.log_likelihood
    root = np.sign(estimate) * np.sqrt(2 * max(gain, 0.0))
    higher = modified_root(gain, estimate, there.top.at.information, without.top.at.information)
    z = min(root, higher)
    return replace(
        test,
        z=float(z),
        p_value=largest_p_value(z, test.length),
        estimate=estimate,
        error=float(np.sqrt(max(robust / information, 1.0) / information)),
    )


def over_delays(at: Efficient) -> Tested:
    """The delay with the largest z, with a p-value that has paid for the search and a one-step estimate."""
    information = np.diag(at.variance)
    informed = information > INFORMATIVE
    if not informed.any():
        nothing = np.zeros(len(information))
        return Tested(0, 0.0, 1.0, 0.0, np.inf, float(information.max(initial=0.0)), 0.0, nothing, nothing)
    z = np.where(informed, at.z, 0.0)
    best = int(np.argmax(np.where(informed, z, -np.inf)))
    length = path_length(at.variance[np.ix_(informed, informed)])
    return Tested(
        best=best,
        z=float(z[best]),
        p_value=largest_p_value(float(z[best]), length),
        estimate=float(at.score[best] / information[best]),
        error=float(1 / np.sqrt(information[best])),
        information=float(information[best]),
        length=length,
        z_by_delay=z,
        information_by_delay=np.where(informed, information, 0.0),
    )
