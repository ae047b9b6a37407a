"""What else a reader of a finding should know: plans for runs, a path that changed, callers who knew too much."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from portal.aggregation.exposure import Exposure, in_scope, runs_in_force
from portal.domain.finding import Finding, Reason, ReasonCode
from portal.domain.period import day_of
from portal.domain.picture import Knowledge
from portal.extract.columns import Extract

MONTH = 31  # days without a covered registration that make a change of the path
AGAINST = -1.0  # decimal log likelihood ratio of what callers knew, from which on it is said


def with_remarks(said: list[Finding], extract: Extract, found: Exposure, known: Knowledge, as_of: int) -> list[Finding]:
    """The findings with reasons from outside the test added; registration's stays as it is."""
    runs = runs_in_force(extract, as_of)
    of_source = {name: runs[runs["recipient"] == code] for code, name in enumerate(extract.recipients)}
    return [_remarked(one, of_source.get(one.source), found, _beyond(known).get(one.source)) for one in said]


def change(runs: pd.DataFrame, found: Exposure) -> int | None:
    """The first day on which a path opened, paused or closed while mothers in its scope registered; None if none."""
    inside = np.zeros(len(found.registered), dtype=bool)
    for run in runs.itertuples(index=False):
        inside |= in_scope(run, found.hospital, found.district)
    if not inside.any():
        return None
    registered = np.sort(found.registered[inside])
    covered = np.zeros(int(registered[-1] - registered[0]) + 1, dtype=bool)
    for run in runs.itertuples(index=False):
        first, until = (int(day - registered[0]) for day in (run.registered_from, run.registered_until))
        covered[max(first, 0) : max(until, 0)] = True
    days = np.flatnonzero(covered)
    if not len(days):
        return None
    gaps = np.flatnonzero(np.diff(days) > MONTH)
    if days[0] > MONTH:
        return int(registered[0] + days[0])
    if len(gaps):
        return int(registered[0] + days[gaps[0]] + 1)
    return int(registered[0] + days[-1] + 1) if len(covered) - 1 - days[-1] > 2 * MONTH else None


def _beyond(known: Knowledge) -> Mapping[str, Reason]:
    return {
        row.source: Reason(ReasonCode.KNEW_MORE_THAN_EXPORTED, {"calls": row.beyond})
        for row in known.rows
        if row.beyond and row.log10_ratio is not None and row.log10_ratio <= AGAINST
    }


def _remarked(one: Finding, runs: pd.DataFrame | None, found: Exposure, beyond: Reason | None) -> Finding:
    favour, against = list(one.reasons_for), list(one.reasons_against)
    if beyond is not None:
        against.append(beyond)
    if runs is not None and len(runs):
        if runs["planned"].all():
            against.append(Reason(ReasonCode.PLANNED_ONLY))
        day = change(runs, found)
        if day is not None:
            favour.append(Reason(ReasonCode.OPENED_OR_CLOSED, {"day": day_of(day).isoformat()}))
    exculpatory = "; ".join(str(reason) for reason in against) or None
    return replace(one, reasons_for=tuple(favour), reasons_against=tuple(against), exculpatory=exculpatory)
