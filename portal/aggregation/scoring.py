"""One class of sources against everything else that was fitted: scores over all delays, and the estimate.

A class is a named group of columns, its onset at every delay of the search; the fit beneath holds the free curves and
whatever other sources have entered.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.curves import Curves
from portal.stats.blocks import Beside, Design, Looked, held
from portal.stats.conditional_likelihood import Table
from portal.stats.efficient_score import Efficient, Scores, scores
from portal.stats.newton import Maximum
from portal.stats.null_fit import null_fit
from portal.stats.onset import onset_table
from portal.stats.search import largest_p_value, path_length

INFORMATIVE = 0.05  # 1 / variance of a log rate ratio, under which a class is not looked at
ONSETS = onset_table()


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
    z_by_delay : (delays,)
    """

    best: int
    z: float
    p_value: float
    estimate: float
    error: float
    information: float
    length: float
    z_by_delay: np.ndarray


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores of named groups of columns."""

    scores: Scores
    places: dict[object, np.ndarray]

    def test(self, tested: object, given: list[object]) -> Tested:
        """One group given others; groups that are not there give nothing."""
        taken = [self.places[name] for name in given if name in self.places]
        return over_delays(self.scores.efficient(self.places[tested], np.concatenate(taken)))


def estimated(
    base: Curves,
    found: Cells,
    others: dict[int, int],
    extra: list[Design],
    one: int,
    test: Tested,
) -> Tested:
    """The same test, with the maximum likelihood estimate at its delay instead of one step from zero."""
    table, top = fit(base, found, {**others, one: test.best}, extra)
    scored = score(base, found, table, top.beta, {})
    width = table.design.shape[1]
    column = base.table.design.shape[1] + len(others)
    rest = np.delete(np.arange(width), column)
    at = scored.scores.efficient(np.array([column]), rest)
    information = float(at.variance[0, 0])
    robust = float(at.robust[0, 0])
    error = float(np.sqrt(max(1 / information, robust / information**2))) if information > 0 else np.inf
    return Tested(
        test.best, test.z, test.p_value, float(top.beta[column]), error, test.information, test.length, test.z_by_delay
    )


def fit(base: Curves, found: Cells, entered: dict[int, int], extra: list[Design]) -> tuple[Table, Maximum]:
    """Fit the curves, the entered classes at their delays, and extra columns."""
    onsets = [onset(base, found, one, best) for one, best in entered.items()]
    design = held(Beside([base.table.design, *onsets, *extra])) if onsets or extra else base.table.design
    table = Table(base.table.days, base.table.events, design, base.table.starts, base.table.labels)
    return table, null_fit(table)


def score(
    base: Curves, found: Cells, table: Table, beta: np.ndarray, onsets: dict[int, Design]
) -> Scored:
    """Score all fitted columns (together "curves") and the onsets of the classes."""
    places, width = {"curves": np.arange(table.design.shape[1])}, table.design.shape[1]
    for name, part in onsets.items():
        places[name] = np.arange(width, width + part.shape[1])
        width += part.shape[1]
    columns = Beside([table.design, *onsets.values()])
    row = np.searchsorted(base.kept, found.call_row)
    return Scored(scores(table, beta, found.subject, row, columns), places)


def onset(base: Curves, found: Cells, one: int, best: int | None = None) -> Looked:
    """The onset columns of one class on the fitted rows: at every delay, or at one."""
    table = ONSETS if best is None else ONSETS[:, [best]]
    return Looked(found.since(found.held[:, one])[base.kept], table)


def over_delays(at: Efficient) -> Tested:
    """The delay with the largest z, with a p-value that has paid for the search and a one-step estimate."""
    information = np.diag(at.variance)
    informed = information > INFORMATIVE
    if not informed.any():
        return Tested(0, 0.0, 1.0, 0.0, np.inf, float(information.max(initial=0.0)), 0.0, np.zeros(len(information)))
    z = np.where(informed, at.z, 0.0)
    best = int(np.argmax(np.where(informed, z, -np.inf)))
    length = path_length(at.variance[np.ix_(informed, informed)])
    robust = float(at.robust[best, best])
    error = float(np.sqrt(max(1 / information[best], robust / information[best] ** 2)))
    return Tested(
        best=best,
        z=float(z[best]),
        p_value=largest_p_value(float(z[best]), length),
        estimate=float(at.score[best] / information[best]),
        error=error,
        information=float(information[best]),
        length=length,
        z_by_delay=z,
    )
