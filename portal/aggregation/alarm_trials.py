"""Calls around the exports of a class as trials: did each fall after the export, and what chance had it to?

Four weeks before the day of export E (up to and including E) are held against the four weeks after it, week by week:
the j-th week before with the j-th week after. A call in either is a trial, exposed if it fell in the later week. Its
chance under the null is the weight of the later week in the two, by the mother's own baseline: the curves of stage,
time since registration, calendar, weekday and recall, fitted to all that is known on the day of the look beside one
step for every class, and taken without the class's own step. Three things are done on the side of silence: a prior
holds the steps near nothing while calls are few, a part of the class's own step stays in its baseline, and days after
her last contact count as if she had been observed with her usual rate.

A pair of weeks is read once its later week lies `MATURITY` days back, and then as its calls come in.
"""

from dataclasses import dataclass, replace

import numpy as np

from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.exposure import NEVER, Exposure
from portal.aggregation.registration import STAGE_DAYS, gap_cells
from portal.aggregation.usable import usable_rows
from portal.extract.columns import NOT_TOLD, Extract
from portal.stats.conditional_likelihood import expected_events
from portal.stats.newton import maximise
from portal.stats.null_fit import ENOUGH, PRIOR_PRECISION, null_fit

WEEKS = 4
WEEK = 7
MATURITY = 14  # days until most of those who tell call by call have told
EFFECT_PRECISION = 2.0  # of the normal prior on each class's log rate ratio: with few calls it stays near nothing
LEFT_IN = 0.1  # part of a class's own effect that counts as baseline, to pay for what the curves do not know exactly


@dataclass(frozen=True, eq=False)
class Trials:
    """Trials of one class, one value each, sorted by the day on which they can be read.

    Attributes
    ----------
    read : first day on which the call is told and its pair of weeks is mature
    export : day on which the class first held the mother's record
    exposed : whether the call fell after that day
    chance : of that, under the null
    """

    read: np.ndarray
    export: np.ndarray
    exposed: np.ndarray
    chance: np.ndarray

    def within(self, after: int, until: int) -> "Trials":
        """Those that can be read from the day after `after` to `until`."""
        low, high = np.searchsorted(self.read, [after + 1, until + 1])
        return Trials(self.read[low:high], self.export[low:high], self.exposed[low:high], self.chance[low:high])


NONE = Trials(*(np.empty(0, dtype=np.int64),) * 2, np.empty(0, dtype=bool), np.empty(0))


@dataclass(frozen=True, eq=False)
class Baseline:
    """Cells with the calls expected on every row, and their running sum (a zero first)."""

    counted: Cells
    passed: np.ndarray

    def span(self, pattern: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """First and last observed day of a pattern."""
        starts = self.counted.starts
        ends = np.append(starts[1:], len(self.counted.day)) - 1
        return self.counted.day[starts[pattern]], self.counted.day[ends[pattern]]

    def between(self, pattern: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        """Expected calls of a pattern from one day to another (in); nothing outside its days."""
        starts = self.counted.starts
        ends = np.append(starts[1:], len(self.counted.day))
        begin, day = starts[pattern], self.counted.day[starts[pattern]]
        low = np.clip(begin + first - day, begin, ends[pattern])
        high = np.clip(begin + last - day + 1, low, ends[pattern])
        return self.passed[high] - self.passed[low]


def trials(extract: Extract, found: Exposure, classes: tuple[SourceClass, ...], as_of: int) -> list[Trials]:
    """The trials of every class that can be read by the day `as_of`.

    Parameters
    ----------
    extract, found : the extract, and the exposure made from it as of this day
    classes : of these mothers
    """
    rows = usable_rows(extract, found, as_of)
    told = extract.calls["reported_day"].to_numpy(dtype=np.int64)[rows]
    caller = extract.calls["caller"].to_numpy(dtype=np.int64)[rows]
    recipients = tuple(one for one in classes if not one.at_registration and one.covers)
    free = np.full(len(found.mother), NEVER)
    bases = dict(zip(map(id, recipients), _baselines(cells(found, recipients)), strict=False))
    made = []
    for one in classes:
        if one.at_registration:
            base, stop = _of_gap(gap_cells(found, one, recipients)), _first(found, recipients)
        else:
            base, stop = bases.get(id(one)), free
        made.append(NONE if base is None else _trials(found, one, base, stop, told, caller, as_of))
    return made


def _baselines(counted: Cells) -> list[Baseline]:
    """For every recipient's class the curves beside all classes' effects, of its own effect only a part left in."""
    if not counted.events.any() or not counted.held.shape[1]:
        return []
    base = curves(counted)
    effects = np.column_stack([counted.since(held)[base.kept] > 0 for held in counted.held.T]).astype(np.float64)
    table = replace(base.table, design=replace(base.table.design, dense=effects))
    width, sources = table.design.shape[1], effects.shape[1]
    precision = np.full(width, PRIOR_PRECISION)
    precision[width - sources :] = EFFECT_PRECISION
    beta = maximise(table, np.zeros(width), precision=precision, promise=ENOUGH).beta
    made = []
    for place in range(width - sources, width):
        own = beta.copy()
        own[place] *= LEFT_IN
        made.append(_summed(counted, base.kept, expected_events(table, own)))
    return made


def _of_gap(counted: Cells) -> Baseline | None:
    """For registration's class the curves without time since registration, and with all of its effect left in."""
    if not counted.events.any():
        return None
    base = curves(counted, stage_days=STAGE_DAYS, free_since_registration=False)
    return _summed(counted, base.kept, expected_events(base.table, null_fit(base.table).beta))


def _summed(counted: Cells, kept: np.ndarray, expected: np.ndarray) -> Baseline:
    whole = np.zeros(len(counted.day))
    whole[kept] = expected
    return Baseline(counted, np.concatenate([[0.0], np.cumsum(whole)]))


def _first(found: Exposure, others: tuple[SourceClass, ...]) -> np.ndarray:
    return np.min([one.held for one in others], axis=0) if others else np.full(len(found.mother), NEVER)


def _trials(
    found: Exposure, source: SourceClass, base: Baseline, stop: np.ndarray, told: np.ndarray, caller: np.ndarray,
    as_of: int,
) -> Trials:  # fmt: skip
    pattern = _patterns(found, base.counted)
    held = source.held[found.call_mother]
    since = found.call_day - held
    exposed = since > 0
    week = np.where(exposed, (since - 1) // WEEK, -since // WEEK)  # 0 is the nearest
    read = np.maximum(told, held + WEEK * (week + 1) + MATURITY)
    used = (held < NEVER) & (week < WEEKS) & (read <= as_of) & (pattern >= 0)
    used &= found.call_day <= stop[found.call_mother]
    used[used] = _first_of_caller(found.call_mother[used], caller[used], told[used])
    here = np.flatnonzero(used)
    here = here[np.lexsort([found.call_day[here], held[here], read[here]])]
    chance = _chance(base, stop[found.call_mother[here]], pattern[here], held[here], week[here])
    open_ = (chance > 0) & (chance < 1)
    here, chance = here[open_], chance[open_]
    return Trials(read[here], held[here], exposed[here], chance)


def _patterns(found: Exposure, counted: Cells) -> np.ndarray:
    """The pattern of each call's mother; -1 where the cells do not hold her."""
    of_mother = np.full(len(found.mother), -1)
    of_mother[counted.mother[counted.subject]] = counted.pattern[counted.call_row]
    return of_mother[found.call_mother]


def _first_of_caller(mother: np.ndarray, caller: np.ndarray, told: np.ndarray) -> np.ndarray:
    """Whether a call is the first one told of its number to its mother: whoever rings again has not bought again."""
    order = np.lexsort([told, caller, mother])
    again = (np.diff(mother[order], prepend=-1) == 0) & (np.diff(caller[order], prepend=-2) == 0)
    first = np.ones(len(mother), dtype=bool)
    first[order[again]] = False
    return first | (caller == NOT_TOLD)


def _chance(base: Baseline, stop: np.ndarray, pattern: np.ndarray, held: np.ndarray, week: np.ndarray) -> np.ndarray:
    """Weight of the later week in each pair; days after the last contact, up to `stop`, at her usual rate."""
    first, last = held + WEEK * week + 1, np.minimum(held + WEEK * (week + 1), stop)
    before = base.between(pattern, held - WEEK * (week + 1) + 1, held - WEEK * week)
    after = base.between(pattern, first, last)
    begin, end = base.span(pattern)
    low, high = np.maximum(begin, held - WEEK * WEEKS + 1), np.minimum(end, held + WEEK * WEEKS)
    usual = base.between(pattern, low, high) / np.maximum(high - low + 1, 1)
    after += np.clip(last - np.maximum(first - 1, end), 0, WEEK) * usual
    total = before + after
    return np.divide(after, total, out=np.zeros_like(total), where=total > 0)
