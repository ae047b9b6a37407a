"""The ways by which records leave the registry: who receives what, since when, and whether files left as planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.domain.disclosure import suppressed
from portal.domain.handover import Handover
from portal.domain.period import Period, local_day
from portal.domain.recipient import ExportPlan, ExportRun

TOLERANCE_DAYS = 3  # a file that waits for the end of a long weekend is not late


class Standing(StrEnum):
    """How one run stands to the plan."""

    ON_TIME = "on_time"
    LATE = "late"
    SKIPPED = "skipped"
    DUE = "due"
    UNPLANNED = "unplanned"  # a plan was in force, and none of its runs is this one
    NO_PLAN = "no_plan"  # nobody wrote down what was to leave


@dataclass(frozen=True)
class PathRun:
    """One file that left, or that was to leave; days are ISO dates, `rows` is None if not told or small."""

    day: str
    standing: str
    planned_on: str | None
    late_days: int | None
    registered_from: str
    registered_until: str
    rows: int | None


@dataclass(frozen=True)
class PathVersion:
    """Files of one shape: the same columns over the same places; `since` … `until` (in) are its first and last run."""

    since: str
    until: str
    runs: int
    columns: tuple[str, ...]
    districts: tuple[str, ...]
    hospitals: tuple[str, ...]


@dataclass(frozen=True)
class OnwardLink:
    """Whom the recipient hands on to; days are ISO dates, `until` (out) is None while it goes on."""

    onward: str
    since: str
    until: str | None
    columns: tuple[str, ...]


@dataclass(frozen=True)
class DataPath:
    """From the registry to one recipient and onward: each shape that its files had, each run, each handover."""

    recipient: str
    versions: tuple[PathVersion, ...]
    runs: tuple[PathRun, ...]
    onward: tuple[OnwardLink, ...] = ()


@dataclass(frozen=True)
class Paths:
    """Every path as it stood on a day; `tolerance` days after the plan a file is still on time."""

    as_of: str
    tolerance: int
    paths: tuple[DataPath, ...]

    def onward_of(self, names: Sequence[str]) -> tuple[str, ...]:
        """Everybody who got data from any of these recipients at any remove, without themselves; sorted."""
        links = {path.recipient: [one.onward for one in path.onward] for path in self.paths}
        reached, waiting = set(names), list(names)
        while waiting:
            further = set(links.get(waiting.pop(), ())) - reached
            reached |= further
            waiting.extend(further)
        return tuple(sorted(reached - set(names)))


def registry(
    recipients: Sequence[str],
    runs: Sequence[ExportRun],
    plans: Sequence[ExportPlan],
    as_of: date,
    handovers: Sequence[Handover] = (),
) -> Paths:
    """Lay actual runs beside the plans, recipient by recipient, as of a day (in)."""
    made = []
    for name in recipients:
        own = [run for run in runs if run.recipient == name and local_day(run.exported_at) <= as_of]
        own_plans = [plan for plan in plans if plan.recipient == name]
        made.append(DataPath(name, _versions(own), _standings(own, own_plans, as_of), _onward(name, handovers, as_of)))
    return Paths(as_of.isoformat(), TOLERANCE_DAYS, tuple(made))


def _onward(name: str, handovers: Sequence[Handover], as_of: date) -> tuple[OnwardLink, ...]:
    """Also those that have ended: what was handed on is not taken back."""
    return tuple(
        OnwardLink(
            one.onward, one.since.isoformat(), one.until.isoformat() if one.until else None, tuple(sorted(one.columns))
        )
        for one in handovers
        if one.recipient == name and one.since <= as_of
    )


def _versions(runs: Sequence[ExportRun]) -> tuple[PathVersion, ...]:
    versions: list[PathVersion] = []
    for run in runs:
        day = local_day(run.exported_at).isoformat()
        shape = (
            tuple(sorted(run.columns)), tuple(sorted(run.scope.districts)), tuple(sorted(run.scope.hospitals))
        )  # fmt: skip
        last = versions[-1] if versions else None
        if last and shape == (last.columns, last.districts, last.hospitals):
            versions[-1] = PathVersion(last.since, day, last.runs + 1, *shape)
        else:
            versions.append(PathVersion(day, day, 1, *shape))
    return tuple(versions)


def _standings(runs: Sequence[ExportRun], plans: Sequence[ExportPlan], as_of: date) -> tuple[PathRun, ...]:
    promised = [run for plan in plans for run in plan.runs()]
    taken: set[int] = set()
    made = []
    for promise in promised:
        due = local_day(promise.exported_at)
        place = _kept_by(promise, runs, taken)
        if place is not None:
            taken.add(place)
            made.append(_kept(runs[place], due))
        elif (as_of - due).days > TOLERANCE_DAYS:
            made.append(_open(promise, due, Standing.SKIPPED))
        else:
            made.append(_open(promise, due, Standing.DUE))
    for place, run in enumerate(runs):
        if place not in taken:
            day = local_day(run.exported_at)
            planned = any(day in plan.valid for plan in plans)
            made.append(_run(run, day, Standing.UNPLANNED if planned else Standing.NO_PLAN, None))
    return tuple(sorted(made, key=lambda one: (one.day, one.registered_from)))


def _kept_by(promise: ExportRun, runs: Sequence[ExportRun], taken: set[int]) -> int | None:
    """The run that overlaps the promised registrations most; among equals the one nearest to its day."""
    due = local_day(promise.exported_at)
    overlap = {
        place: _common_days(run.registered, promise.registered) for place, run in enumerate(runs) if place not in taken
    }
    near = {place: days for place, days in overlap.items() if days > 0}
    if not near:
        return None
    return max(near, key=lambda place: (near[place], -abs((local_day(runs[place].exported_at) - due).days)))


def _common_days(one: Period, other: Period) -> int:
    return (min(one.until, other.until) - max(one.start, other.start)).days


def _kept(run: ExportRun, due: date) -> PathRun:
    day = local_day(run.exported_at)
    return _run(run, day, Standing.LATE if (day - due).days > TOLERANCE_DAYS else Standing.ON_TIME, due)


def _open(promise: ExportRun, due: date, standing: Standing) -> PathRun:
    return _run(promise, due, standing, due)


def _run(run: ExportRun, day: date, standing: Standing, due: date | None) -> PathRun:
    late = (day - due).days if due and standing is Standing.LATE else None
    period = run.registered
    return PathRun(
        day.isoformat(),
        standing.value,
        due.isoformat() if due else None,
        late,
        period.start.isoformat(),
        period.until.isoformat(),
        None if run.rows is None else suppressed(run.rows),
    )
