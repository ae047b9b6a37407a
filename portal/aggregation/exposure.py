"""Step 1: the days on which each mother was observed, and the day on which each recipient first held her record.

A day counts as exposed from the day after the export. Observation runs from 60 days before registration, but not
before the pregnancy began, to the day of her last contact.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from portal.aggregation.weighing import weighing
from portal.domain.vocabulary import DatePrecision, Precision
from portal.extract.columns import NO_DAY, Extract

LEAD = 60  # observed days before registration
TERM = 280  # days of gestation on the due date
NEVER = 10_000_000  # later than any day number
EXACT = list(DatePrecision).index(DatePrecision.DAY)
VAGUE = [list(Precision).index(one) for one in (Precision.WEEK, Precision.MONTH)]  # shown, not fitted


@dataclass(frozen=True, eq=False)
class Exposure:
    """The mothers whose calls can be used, one value each, and their calls.

    Attributes
    ----------
    mother : (n,) position in the extract
    registered, conceived, born : (n,) day numbers; conceived = due day − 280; NO_DAY where not known
    start, end : (n,) first and last observed day, both in
    exported : (n, recipients) day of the first export that holds the record; NEVER
    scope : (n, recipients) whether any file of the recipient is meant to hold her hospital's mothers
    hospital, district, tier : (n,) codes
    weight : (n,) how much each mother counts
    call_mother : (c,) position among these mothers
    call_day, call_vendor : (c,) local day and vendor of each usable call
    call_ends : (c,) whether the call was told at her last contact, and so may have caused it
    counts : what was left out, and why, by code
    planned : recipients for which a plan stood in for an actual run
    """

    mother: np.ndarray
    registered: np.ndarray
    conceived: np.ndarray
    born: np.ndarray
    start: np.ndarray
    end: np.ndarray
    exported: np.ndarray
    scope: np.ndarray
    hospital: np.ndarray
    district: np.ndarray
    tier: np.ndarray
    weight: np.ndarray
    call_mother: np.ndarray
    call_day: np.ndarray
    call_vendor: np.ndarray
    call_ends: np.ndarray
    counts: dict[str, int]
    planned: tuple[int, ...]

    @property
    def calls(self) -> np.ndarray:
        """Usable calls of each mother."""
        return np.bincount(self.call_mother, minlength=len(self.mother))


def exposure(extract: Extract, *, tiers: tuple[int, ...], as_of: int) -> Exposure:
    """Select usable mothers and calls up to the day `as_of` (in), and find each mother's first exports."""
    mothers = extract.mothers
    last = _last_contact(extract, as_of)
    chosen = mothers["tier"].isin(tiers).to_numpy() & (last != NO_DAY)
    exact = _exactly_registered(mothers)
    usable = np.flatnonzero(chosen & exact)
    registered = mothers["registered_day"].to_numpy(dtype=np.int64)[usable]
    due = mothers["due_day"].to_numpy(dtype=np.int64)[usable]
    conceived = np.where(due == NO_DAY, NO_DAY, due - TERM)
    start = np.maximum(registered - LEAD, conceived)
    hospital = mothers["hospital"].to_numpy(dtype=np.int64)[usable]
    district = np.append(np.array(extract.hospital_district, dtype=np.int64), -1)[hospital]
    exported, scope, planned = _first_exports(extract, registered, hospital, district, as_of)
    told, counts = _usable_calls(extract, usable, start, last[usable], as_of)
    weighed = weighing(extract)
    counts |= {f"weighed_{name}": count for name, count in weighed.counts.items()}
    counts["registration_imprecise"] = int((chosen & ~exact).sum())
    counts["due_date_missing"] = int((due == NO_DAY).sum())
    return Exposure(
        mother=usable,
        registered=registered,
        conceived=conceived,
        born=mothers["birth_day"].to_numpy(dtype=np.int64)[usable],
        start=start,
        end=last[usable],
        exported=exported,
        scope=scope,
        hospital=hospital,
        district=district,
        tier=mothers["tier"].to_numpy(dtype=np.int64)[usable],
        weight=weighed.weight[usable],
        **told,
        counts=counts,
        planned=planned,
    )


def without_last_calls(found: Exposure) -> Exposure:
    """Without the last call of every mother whose last contact was a call.

    Such a call ended her observation, so its place among her days was not free to fall anywhere: the calls of mothers
    who report once, at their first call, all stand at the end of their time and look like a rise.
    """
    order = np.lexsort([found.call_day, found.call_mother])
    ending = order[found.call_ends[order]]
    last = np.diff(found.call_mother[ending], append=-1) != 0
    kept = np.ones(len(found.call_day), dtype=bool)
    kept[ending[last]] = False
    names = ("call_mother", "call_day", "call_vendor", "call_ends")
    return replace(found, **{name: getattr(found, name)[kept] for name in names})


def last_reported_day(extract: Extract) -> int | None:
    """The last day on which anybody told anything; None before the first report."""
    days = extract.contacts["contact_day"]
    return int(days.max()) if len(days) else None


def _exactly_registered(mothers: pd.DataFrame) -> np.ndarray:
    known = mothers["registered_day"].to_numpy() != NO_DAY
    return known & (mothers["registered_precision"].to_numpy() == EXACT)


def _last_contact(extract: Extract, as_of: int) -> np.ndarray:
    contacts = extract.contacts[extract.contacts["contact_day"] <= as_of]
    last = np.full(len(extract.mothers), NO_DAY, dtype=np.int64)
    np.maximum.at(last, contacts["mother"].to_numpy(), contacts["contact_day"].to_numpy(dtype=np.int64))
    return last


def _first_exports(
    extract: Extract, registered: np.ndarray, hospital: np.ndarray, district: np.ndarray, as_of: int
) -> tuple[np.ndarray, np.ndarray, tuple[int, ...]]:
    first = np.full((len(registered), len(extract.recipients)), NEVER, dtype=np.int64)
    scope = np.zeros(first.shape, dtype=bool)
    planned = set()
    for run in runs_in_force(extract, as_of).itertuples(index=False):
        inside = in_scope(run, hospital, district)
        scope[:, run.recipient] |= inside
        covered = inside & (registered >= run.registered_from) & (registered < run.registered_until)
        column = first[:, run.recipient]
        column[covered] = np.minimum(column[covered], run.exported_day)
        if run.planned:
            planned.add(int(run.recipient))
    return first, scope, tuple(sorted(planned))


def in_scope(run: Any, hospital: np.ndarray, district: np.ndarray) -> np.ndarray:
    """Whether a run (a row of the exports) is meant to hold the mothers of these hospitals and districts."""
    everybody = not run.districts and not run.hospitals
    return np.isin(district, run.districts) | np.isin(hospital, run.hospitals) | everybody


def runs_in_force(extract: Extract, as_of: int) -> pd.DataFrame:
    """Runs up to a day, without plans that an actual run of the same recipient replaces by covering a day of theirs."""
    exports = extract.exports[extract.exports["exported_day"] <= as_of]
    kept = []
    actual = exports[~exports["planned"]]
    for run in exports.itertuples():
        if run.planned:
            own = actual[actual["recipient"] == run.recipient]
            replaced = (own["registered_from"] < run.registered_until) & (own["registered_until"] > run.registered_from)
            if replaced.any():
                continue
        kept.append(run.Index)
    return exports.loc[kept]


def _usable_calls(
    extract: Extract, usable: np.ndarray, start: np.ndarray, end: np.ndarray, as_of: int
) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    position = np.full(len(extract.mothers), -1)
    position[usable] = np.arange(len(usable))
    calls = extract.calls[extract.calls["reported_day"].to_numpy() <= as_of]
    whose = position[calls["mother"].to_numpy()]
    calls, whose = calls[whose >= 0], whose[whose >= 0]
    day = calls["called_day"].to_numpy(dtype=np.int64)
    vague = np.isin(calls["precision"].to_numpy(), VAGUE)
    inside = (day >= start[whose]) & (day <= end[whose])
    counts = {"calls_imprecise": int(vague.sum()), "calls_outside_observation": int((~vague & ~inside).sum())}
    kept = ~vague & inside
    columns = {
        "call_mother": whose,
        "call_day": day,
        "call_vendor": calls["vendor"].to_numpy(dtype=np.int64),
        "call_ends": calls["reported_day"].to_numpy(dtype=np.int64) == end[whose],
    }
    return {name: values[kept] for name, values in columns.items()}, counts
