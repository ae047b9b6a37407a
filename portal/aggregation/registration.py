"""Did the calls begin with the registration itself, before any file had left?

Only the days before the first export to anybody else are looked at, so that no export can explain them: there, is the
rate after registration above the rate before it, given the stage of the pregnancy? Mothers register at different
stages, which is what makes the question answerable; the stage is free in weeks, for a vendor's season that begins
near the usual booking date must not pass for a leak.
"""

import numpy as np

from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.exposure import NEVER, Exposure
from portal.aggregation.scoring import Tested, fit, onset, refined, score

STAGE_DAYS = 7
WORTH_FITTING = 0.05  # p at which a one-step estimate and a normal tail are not good enough


def gap_cells(found: Exposure, source: SourceClass, others: tuple[SourceClass, ...]) -> Cells:
    """The days from the start of observation to the first export to any class outside `source`."""
    held = [other.held for other in others]
    first = np.min(held, axis=0) if held else np.full(len(found.mother), NEVER)
    return cells(found, (source,), until=np.minimum(found.end, first))


def registration(gap: Cells) -> Tested | None:
    """Test the one class of `gap`, registration's; None where no call lies in those days."""
    if not gap.events.any():
        return None
    base = curves(gap, stage_days=STAGE_DAYS, free_since_registration=False)
    table, top = fit(base, gap, {}, [])
    scored = score(base, gap, table, top.beta, {0: onset(base, gap, 0)})
    test = scored.test(0, ["curves"])
    return refined(base, gap, {}, [], 0, test, top) if test.p_value <= WORTH_FITTING else test
