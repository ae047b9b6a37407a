"""One class of sources against everything else that was fitted: scores over all delays, and the estimate.

A class is a named group of columns, its onset at every delay of the search; the fit beneath holds the free curves and
whatever other sources have entered.
"""

from dataclasses import dataclass, replace

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.curves import Curves
from portal.stats.blocks import Beside, Design, Looked, held
from portal.stats.conditional_likelihood import Table, expected_events
from portal.stats.efficient_score import Efficient, Scores, scores
from portal.stats.newton import Maximum
from portal.stats.null_fit import null_fit
from portal.stats.onset import onset_table
from portal.stats.search import largest_p_value, path_length
from portal.stats.signed_root import modified_root

INFORMATIVE = 0.05  # 1 / variance of a log rate ratio, under which a class is not looked at
EDGE = 7.0  # log rate ratio, a thousandfold: no likelihood maximum this side of it
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

    def test(self, group: object, given: list[object]) -> Tested:
        """One group given others, by normal scores; groups that are not there give nothing."""
        return over_delays(self._efficient(group, given))

    def _efficient(self, group: object, given: list[object]) -> Efficient:
        taken = np.concatenate([self.places[name] for name in given if name in self.places])
        return self.scores.efficient(self.places[group], taken)


def refined(
    base: Curves, found: Cells, others: dict[int, int], extra: list[Design], one: int, test: Tested, without: Maximum
) -> Tested:
    """The test that a name would rest on: a higher-order tail, held back by clustering, and the likelihood estimate.

    The deviate is divided by the root of robust over model variance at the fitted alternative, if that exceeds 1:
    several calls out of one sold copy are fewer than they seem. An estimate at the edge of the prior has no honest
    likelihood tail; there the score's stands.
    """
    table, top = fit(base, found, {**others, one: test.best}, extra)
    column = base.table.design.shape[1] + len(others)
    estimate = float(top.beta[column])
    rest = np.delete(np.arange(table.design.shape[1]), column)
    at = score(base, found, table, top.beta, {}).scores.efficient(np.array([column]), rest)
    information, robust = float(at.variance[0, 0]), float(at.robust[0, 0])
    if information <= INFORMATIVE or abs(estimate) > EDGE:
        return test
    gain = top.at.log_likelihood - without.at.log_likelihood
    clustering = max(robust / information, 1.0)
    z = modified_root(gain, estimate, top.at.information, without.at.information) / np.sqrt(clustering)
    return replace(
        test,
        z=z,
        p_value=largest_p_value(z, test.length),
        estimate=estimate,
        error=float(np.sqrt(clustering / information)),
    )


def fit(base: Curves, found: Cells, entered: dict[int, int], extra: list[Design]) -> tuple[Table, Maximum]:
    """Fit the curves, the entered classes at their delays, and extra columns."""
    onsets = [onset(base, found, one, best) for one, best in entered.items()]
    design = held(Beside([base.table.design, *onsets, *extra])) if onsets or extra else base.table.design
    table = Table(base.table.days, base.table.events, design, base.table.starts, base.table.labels)
    return table, null_fit(table)


def score(base: Curves, found: Cells, table: Table, beta: np.ndarray, onsets: dict[int, Design]) -> Scored:
    """Score all fitted columns (together "curves") and the onsets of the classes."""
    places, width = {"curves": np.arange(table.design.shape[1])}, table.design.shape[1]
    for name, part in onsets.items():
        places[name] = np.arange(width, width + part.shape[1])
        width += part.shape[1]
    columns = Beside([table.design, *onsets.values()])
    row = np.searchsorted(base.kept, found.call_row)
    return Scored(scores(table, expected_events(table, beta), found.subject, row, columns), places)


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
    return Tested(
        best=best,
        z=float(z[best]),
        p_value=largest_p_value(float(z[best]), length),
        estimate=float(at.score[best] / information[best]),
        error=float(1 / np.sqrt(information[best])),
        information=float(information[best]),
        length=length,
        z_by_delay=z,
    )
