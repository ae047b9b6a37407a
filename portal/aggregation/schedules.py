"""Placebo schedules: what a recipient's exports might have been, had each run left on another day.

Every run is shifted by itself, by up to half the usual gap between runs, to a day of the same class (offices open or
shut), and its cut-off moves along: a mother registered before the moved cut-off goes with the moved run, one after it
with the next. The time from a cut-off to its export stays what it was.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.classes import SourceClass
from portal.aggregation.exposure import NEVER, Exposure, in_scope, runs_in_force
from portal.domain.period import day_of
from portal.domain.workday import is_working_day
from portal.extract.columns import Extract

FARTHEST = 15  # days


@dataclass(frozen=True, eq=False)
class Schedule:
    """The runs of one recipient, and groups of mothers who go with the same runs whatever the shifts.

    Attributes
    ----------
    exported, first, until : (runs,) day of the run and the registration days that it covers (`until` is out)
    before : (runs,) the run whose window ends where this one's begins; itself if there is none
    registered : (groups,) registration day
    inside : (groups, runs) whether a run is meant to hold them
    group : (mothers,) of the mothers asked about
    """

    exported: np.ndarray
    first: np.ndarray
    until: np.ndarray
    before: np.ndarray
    registered: np.ndarray
    inside: np.ndarray
    group: np.ndarray

    @property
    def reach(self) -> int:
        """How far a run may be shifted: half the median gap, at least a day."""
        gaps = np.diff(np.unique(self.exported))
        return int(min(np.median(gaps) // 2, FARTHEST)) if len(gaps) else FARTHEST


def schedule(extract: Extract, found: Exposure, source: SourceClass, mothers: np.ndarray, as_of: int) -> Schedule:
    """The runs of a class (of its first member: the others are nearly the same), for some mothers of the exposure."""
    runs = runs_in_force(extract, as_of)
    runs = runs[runs["recipient"] == source.members[0]].sort_values("exported_day")
    hospital, district = found.hospital[mothers], found.district[mothers]
    inside = np.column_stack([in_scope(run, hospital, district) for run in runs.itertuples(index=False)])
    key = np.column_stack([found.registered[mothers], inside])
    unique, group = np.unique(key, axis=0, return_inverse=True)
    first, until = runs["registered_from"].to_numpy(), runs["registered_until"].to_numpy()
    scopes = list(zip(runs["districts"], runs["hospitals"], strict=True))
    return Schedule(
        exported=runs["exported_day"].to_numpy(dtype=np.int64),
        first=first.astype(np.int64),
        until=until.astype(np.int64),
        before=_before(first, until, scopes),
        registered=unique[:, 0],
        inside=unique[:, 1:].astype(bool),
        group=group.reshape(-1),
    )


def _before(first: np.ndarray, until: np.ndarray, scopes: list[tuple]) -> np.ndarray:
    ends = {(int(day), scope): place for place, (day, scope) in enumerate(zip(until, scopes, strict=True))}
    return np.array([ends.get((int(day), scopes[own]), own) for own, day in enumerate(first)], dtype=np.int64)


def shifts(runs: Schedule, count: int, rng: np.random.Generator) -> np.ndarray:
    """Days by which each run is moved: (count, runs)."""
    drawn = np.zeros((count, len(runs.exported)), dtype=np.int64)
    reach = np.arange(-runs.reach, runs.reach + 1)
    for run, day in enumerate(runs.exported.tolist()):
        open_then = is_working_day(day_of(day))
        alike = [move for move in reach.tolist() if is_working_day(day_of(day + move)) == open_then]
        drawn[:, run] = rng.choice(alike, count)
    return drawn


def first_days(runs: Schedule, moved: np.ndarray) -> np.ndarray:
    """The day on which each group's record first leaves under each of the shifted schedules: (schedules, groups)."""
    first = np.full((len(moved), len(runs.registered)), NEVER, dtype=np.int64)
    for run in range(len(runs.exported)):
        own, earlier = moved[:, [run]], moved[:, [runs.before[run]]]
        covered = runs.inside[:, run] & (runs.registered >= runs.first[run] + earlier)
        covered &= runs.registered < runs.until[run] + own
        np.minimum(first, np.where(covered, runs.exported[run] + own, NEVER), out=first)
    return first
