"""Step 4, the gate: what a true source would never do, asked of every class that would be named.

Calls may not rise in the month before an export; the effect may not turn round between the earlier and the later
exports; and it may not live only in the last month of a mother's observation. Each is one column beside the fitted
model, by a one-step estimate with its 95 % interval. A check fails only where its interval lies outside the range:
too few calls fail nothing here, they fail the test itself. A lull before the export fails nothing either: the days
between registration and export are the very days on which a source is found by their want of calls.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.exposure import NEVER
from portal.aggregation.levels import NORMAL_95
from portal.aggregation.scoring import Fitted, onsets
from portal.domain.finding import GateCheck, Interval
from portal.stats.efficient_score import scores

MONTH = 30
UNCHANGED = (0.8, 1.25)
NEARLY = (0.5, 2.0)
WIDEST = 50.0  # log rate ratio at which an interval is as good as endless


@dataclass(frozen=True, eq=False)
class _Probe:
    """A column beside the fit; `around` is the log rate ratio that it is a change of."""

    name: str
    column: np.ndarray
    around: float
    lowest: float
    highest: float


def gate(at: Fitted, one: int) -> tuple[GateCheck, ...]:
    """Probe one entered class at the fit that has it in."""
    return tuple(_checked(at, probe) for probe in _probes(at, one))


def _probes(at: Fitted, one: int) -> list[_Probe]:
    held = at.cells.held[:, one]
    pattern = at.cells.pattern[at.kept]
    since = at.cells.since(held)[at.kept]
    before = (since >= -MONTH) & (since < 0)
    near_end = at.cells.contact[pattern] - at.cells.day[at.kept] < MONTH
    column = onsets(at.base, at.cells, one, at.entered[one])[:, 0]
    own = at.estimate(one)
    probes = [
        _Probe("before_export", before * 1.0, 0.0, 0.0, UNCHANGED[1]),
        _Probe("end_of_observation", column * near_end, 0.0, *NEARLY),
    ]
    middle = np.median(held[held < NEVER])
    for name, part in (("earlier_exports", held <= middle), ("later_exports", held > middle)):
        inside = part & (held < NEVER)
        if inside.any():
            probes.append(_Probe(name, column * inside[pattern], own, UNCHANGED[0], np.inf))
    return probes


def _checked(at: Fitted, probe: _Probe) -> GateCheck:
    table = at.table
    row = np.searchsorted(at.kept, at.cells.call_row)
    columns = table.design.beside([], [], [probe.column[:, None]])
    width = table.design.shape[1]
    found = scores(table, at.expected, at.cells.subject, row, columns, at.cells.weight[at.cells.subject])
    change = found.efficient(np.array([width]), np.arange(width))
    information = float(change.variance[0, 0])
    if information <= 1e-6:
        return GateCheck(probe.name, True, Interval(None, None, None))
    estimate = probe.around + float(change.score[0]) / information
    half = NORMAL_95 / np.sqrt(information)
    limits = [float(np.exp(np.clip(value, -WIDEST, WIDEST))) for value in (estimate, estimate - half, estimate + half)]
    return GateCheck(probe.name, limits[1] <= probe.highest and limits[2] >= probe.lowest, Interval(*limits))
