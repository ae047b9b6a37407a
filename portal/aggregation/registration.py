"""Did the calls begin with the registration itself, before any file had left?

Only the days before the first export to anybody else are looked at, so that no export can explain them: there, is the
rate after registration above the rate before it, given the stage of the pregnancy? Mothers register at different
stages, which is what makes the question answerable; the stage is free in weeks, for a vendor's season that begins
near the usual booking date must not pass for a leak.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.evidence import weight
from portal.aggregation.exposure import NEVER, Exposure
from portal.aggregation.influence import Influence
from portal.aggregation.scoring import INFORMATIVE, Tested, fit, refined, score

STAGE_DAYS = 7
WORTH_FITTING = 0.05  # p at which a one-step estimate and a normal tail are not good enough


@dataclass(frozen=True, eq=False)
class Gap:
    """The test of registration's class, and what mothers and reports weigh in it."""

    test: Tested
    weights: Influence


def registration(found: Exposure, source: SourceClass, others: tuple[SourceClass, ...]) -> Gap | None:
    """Test registration's class on the days before the first export to any other; None where they tell nothing."""
    rows = gap_cells(found, source, others)
    if not rows.events.any():
        return None
    at = fit(curves(rows, stage_days=STAGE_DAYS, free_since_registration=False), rows, {})
    scored = score(at, [0])
    test = scored.test(0)
    if test.information <= INFORMATIVE:
        return None
    weights = weight(rows, scored, 0, test.best)
    return Gap(refined(at, 0, test) if test.p_value <= WORTH_FITTING else test, weights)


def gap_cells(found: Exposure, source: SourceClass, others: tuple[SourceClass, ...]) -> Cells:
    """The days from the start of observation to the first export to any class outside `source`."""
    held = [other.held for other in others]
    first = np.min(held, axis=0) if held else np.full(len(found.mother), NEVER)
    return cells(found, (source,), until=np.minimum(found.end, first))
