"""What else a reader of a finding should know: plans for runs, a path that changed, callers who knew too much."""

from dataclasses import replace

import numpy as np
import pandas as pd

from portal.aggregation.exposure import Exposure, in_scope, runs_in_force
from portal.aggregation.knowledge import Told, held, told_calls
from portal.domain.finding import Finding, Reason, ReasonCode
from portal.domain.period import day_of
from portal.extract.columns import Extract

MONTH = 31  # days without a covered registration that make a change of the path
FEWEST, PART = 5, 0.2  # calls about records that were held, and their part, from which on callers knew too much


def with_remarks(said: list[Finding], extract: Extract, found: Exposure, as_of: int) -> list[Finding]:
    """The findings with reasons from outside the test added."""
    runs = runs_in_force(extract, as_of)
    codes = {name: code for code, name in enumerate(extract.recipients)}
    of_source = {name: runs[runs["recipient"] == code] for name, code in codes.items()}
    told = told_calls(extract, found, as_of)
    beyond = {name: knew_more(extract, found, told, code, of_source[name]) for name, code in codes.items()}
    return [_remarked(one, of_source.get(one.source), found, beyond.get(one.source, 0)) for one in said]


def knew_more(extract: Extract, found: Exposure, told: Told, code: int, runs: pd.DataFrame) -> int:
    """Calls about records that a recipient held, in which the caller knew what no column of its files could tell.

    0 where they are few, or few of those about records that it held: somebody always knows something more.
    """
    files = held(extract, found, told, runs)
    about = (found.exported[told.mother, code] < told.day) & ~files.unknown
    more = about & (told.knew & ~files.items != 0)
    return int(more.sum()) if more.sum() >= max(FEWEST, PART * about.sum()) else 0


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


def _remarked(one: Finding, runs: pd.DataFrame | None, found: Exposure, beyond: int) -> Finding:
    favour, against = list(one.reasons_for), list(one.reasons_against)
    if beyond:
        against.append(Reason(ReasonCode.KNEW_MORE_THAN_EXPORTED, {"calls": beyond}))
    if runs is not None and len(runs):
        if runs["planned"].all():
            against.append(Reason(ReasonCode.PLANNED_ONLY))
        day = change(runs, found)
        if day is not None:
            favour.append(Reason(ReasonCode.OPENED_OR_CLOSED, {"day": day_of(day).isoformat()}))
    exculpatory = "; ".join(str(reason) for reason in against) or None
    return replace(one, reasons_for=tuple(favour), reasons_against=tuple(against), exculpatory=exculpatory)
