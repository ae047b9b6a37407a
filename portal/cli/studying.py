"""The studies beside the correlation, one run of each: what their commands and the worker have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.aggregation.alarm import AlarmState, advance, said
from portal.aggregation.canaries import assess
from portal.aggregation.exposure import last_reported_day
from portal.cli import planning
from portal.domain.alarm import Alarms
from portal.domain.job import Job, JobKind
from portal.domain.journal import Entry
from portal.domain.period import day_of
from portal.domain.planted import Assessment
from portal.domain.study import StudyKind
from portal.extract.build import build
from portal.extract.columns import Extract
from portal.storage import alarms, canaries, journal, studies
from portal.storage.database import Connection, Store

Progress = Callable[[str, int, int], None]  # step, done, in all
STEP = "study"


@dataclass(frozen=True, slots=True)
class Answered:
    """A computed study; `states` are those of the alarm, for its next look."""

    kind: StudyKind
    answer: Mapping[str, Any]
    question: Mapping[str, Any] = field(default_factory=dict)
    states: Mapping[str, AlarmState] | None = None


def prepared(job: Job, *, store: Store, at: datetime) -> Callable[[Progress], Answered]:
    """Read what a job needs; what is returned computes and touches no database."""
    if job.kind is JobKind.CANARIES:
        answer = assessed(store, at).to_json()
        return lambda _progress: Answered(StudyKind.CANARIES, answer)
    extract = build(store)
    if job.kind is JobKind.ALARM:
        states = _states(store)
        return lambda progress: _looked(extract, states, progress)
    question = job.question or {}
    wanted = planning.Wanted(**question)
    return lambda _progress: Answered(StudyKind.DESIGN, planning.document(*planning.planned(extract, wanted)), question)


def keep(done: Answered, *, by: str, at: datetime, store: Store) -> int:
    """Keep an answer for the office's pages; its number."""
    with store.write() as connection:
        if done.states is not None:
            _keep_states(connection, done.states, by=by, at=at)
        number = studies.save(
            connection, done.kind, at=at, by=by, question=dict(done.question), answer=dict(done.answer)
        )
        journal.append(connection, Entry(at, by, "answer.save", f"answer:{number}", {"kind": done.kind.value}))
    return number


def assessed(store: Store, as_of: datetime) -> Assessment:
    """What the calls on our own numbers say."""
    with store.read() as connection:
        return assess(canaries.everything(connection), as_of=as_of)


def look(extract: Extract, *, by: str, at: datetime, store: Store, progress: Progress, fresh: bool = False) -> Alarms:
    """The looks of the alarm that are due, kept with the states that they lead to."""
    done = _looked(extract, [] if fresh else _states(store), progress)
    keep(done, by=by, at=at, store=store)
    return said((done.states or {}).values())


def advanced(extract: Extract, states: list[AlarmState], progress: Progress) -> dict[str, AlarmState]:
    """The states after all looks up to the last day that was reported."""
    last = last_reported_day(extract)
    if last is None:
        return {state.source: state for state in states}
    return advance(extract, states, last, progress=lambda _day, done, total: progress(STEP, done, total))


def _looked(extract: Extract, states: list[AlarmState], progress: Progress) -> Answered:
    reached = advanced(extract, states, progress)
    return Answered(StudyKind.ALARM, said(reached.values()).to_json(), states=reached)


def _states(store: Store) -> list[AlarmState]:
    with store.read() as connection:
        return [AlarmState.from_json(state) for state in alarms.states(connection)]


def _keep_states(connection: Connection, states: Mapping[str, AlarmState], *, by: str, at: datetime) -> None:
    alarms.replace(connection, {name: (day_of(one.looked), one.to_json()) for name, one in states.items()}, at=at)
    raised = sum(one.raised is not None for one in states.values())
    journal.append(connection, Entry(at, by, "alarm.look", "alarm", {"classes": len(states), "raised": raised}))
