"""The mothers at hand as an expected population: where their calls would fall if no source did anything.

The planner and the identifiability ask what a design can tell, not what the calls say; so they look at the curves
fitted without any source, and at the information about the sources' columns that is left beneath them.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import Curves, curves
from portal.aggregation.exposure import Exposure
from portal.stats.conditional_likelihood import expected_events
from portal.stats.null_fit import null_fit
from portal.stats.onset import MEDIANS, onset_table
from portal.stats.planning import Expected, expected_information

MOST_MOTHERS = 500  # more tell a design nothing new; information grows with their calls, and is scaled up
ONSETS = onset_table()


@dataclass(frozen=True, eq=False)
class Population:
    """Rows of mothers and days with the calls expected on them.

    Attributes
    ----------
    counted : Cells, `held` with one column for each source in question
    base : the free curves over them
    expected : (rows of the curves,) calls expected there by the curves alone
    nuisance : (rows, q) the curves' columns, sparse
    share : part of the usable mothers that stand here
    """

    counted: Cells
    base: Curves
    expected: np.ndarray
    nuisance: sparse.csr_array
    share: float

    @property
    def curves(self) -> np.ndarray:
        """Positions of all columns of the curves."""
        return np.arange(self.nuisance.shape[1])

    @property
    def without_since(self) -> np.ndarray:
        """Positions of the curves' columns but for the time since registration, which come last."""
        return self.curves[: self.nuisance.shape[1] - (len(np.unique(self.base.since)) - 1)]

    def since(self, held: np.ndarray) -> np.ndarray:
        """Days passed on each row since a day of its pattern."""
        return self.counted.since(held)[self.base.kept]

    def onsets(self, held: np.ndarray) -> np.ndarray:
        """The engine's columns of a source that held the records on these days: one for each delay."""
        return ONSETS[np.clip(self.since(held), 0, len(ONSETS) - 1)]

    def information(self, columns: np.ndarray, rate: np.ndarray | None = None) -> Expected:
        """Of the curves and of `columns` after them, with the expected calls multiplied by `rate`."""
        expected = self.expected if rate is None else self.expected * rate
        return expected_information(expected, self.base.table.starts, self.nuisance, columns)


def population(found: Exposure, classes: tuple[SourceClass, ...]) -> Population | None:
    """Mothers with calls, and the curves fitted to these calls; None without a call."""
    chosen, share = _evenly(found)
    counted = cells(_of(found, chosen), classes)
    if not counted.events.any():
        return None
    base = curves(counted)
    return expected_by(counted, base, expected_events(base.table, null_fit(base.table).beta), share)


def expected_by(counted: Cells, base: Curves, expected: np.ndarray, share: float = 1.0) -> Population:
    """A population from rows whose expected calls are known."""
    nuisance = sparse.csr_array(base.table.design[0 : len(base.kept)])
    return Population(counted, base, expected, nuisance, share)


def delay_place(median: float) -> int:
    """The engine's delay that is nearest to this median."""
    return int(np.argmin(np.abs(np.array(MEDIANS) - median)))


def _evenly(found: Exposure) -> tuple[np.ndarray, float]:
    """Every k-th mother with calls, in order of registration, and the part of them that this is."""
    called = np.flatnonzero(found.calls > 0)
    if len(called) <= MOST_MOTHERS:
        return called, 1.0
    ordered = called[np.lexsort([called, found.registered[called]])]
    kept = ordered[np.linspace(0, len(ordered) - 1, MOST_MOTHERS).astype(np.int64)]
    return kept, len(kept) / len(called)


def _of(found: Exposure, chosen: np.ndarray) -> Exposure:
    """The calls of some mothers only; whoever has none says nothing."""
    inside = np.isin(found.call_mother, chosen)
    names = ("call_mother", "call_day", "call_vendor", "call_ends")
    return replace(found, **{name: getattr(found, name)[inside] for name in names})
