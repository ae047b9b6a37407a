"""Which rows of the extract are the usable calls of an exposure, for what the exposure does not carry along."""

import numpy as np

from portal.aggregation.exposure import VAGUE, Exposure
from portal.extract.columns import Extract


class CallsDiffer(ValueError):
    """The exposure was not made from this extract as of this day."""


def usable_rows(extract: Extract, found: Exposure, as_of: int) -> np.ndarray:
    """Positions in `extract.calls` of the calls of `found`, in its order.

    Raises
    ------
    CallsDiffer
        If these are not the calls that `exposure` chose.
    """
    calls = extract.calls
    position = np.full(len(extract.mothers), -1)
    position[found.mother] = np.arange(len(found.mother))
    whose = position[calls["mother"].to_numpy()]
    day = calls["called_day"].to_numpy(dtype=np.int64)
    start, end = np.append(found.start, 0)[whose], np.append(found.end, -1)[whose]
    known = (whose >= 0) & (calls["reported_day"].to_numpy() <= as_of) & ~np.isin(calls["precision"].to_numpy(), VAGUE)
    rows = np.flatnonzero(known & (day >= start) & (day <= end))
    if not np.array_equal(day[rows], found.call_day) or not np.array_equal(whose[rows], found.call_mother):
        raise CallsDiffer(f"{len(found.call_day)} calls in the exposure, {len(rows)} in the extract")
    return rows
