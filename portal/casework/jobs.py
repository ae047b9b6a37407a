"""Asking for an analysis or a study; a worker process does it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from portal.domain.job import Job, JobKind, JobState
from portal.domain.journal import Entry
from portal.storage import jobs, journal
from portal.storage.database import Store


def ask_for_analysis(*, by: str, at: datetime, store: Store) -> Job:
    """Ask for a new analysis; where one is waiting or running, that one is the answer."""
    return ask(JobKind.CORRELATE, by=by, at=at, store=store)


def latest_analysis_job(*, store: Store) -> Job | None:
    """The analysis that was asked for last."""
    return latest(JobKind.CORRELATE, store=store)


def ask(kind: JobKind, *, question: dict[str, Any] | None = None, by: str, at: datetime, store: Store) -> Job:
    """Ask for work of a kind; where such work is waiting or running, that is the answer."""
    with store.write() as connection:
        under_way = jobs.unfinished(connection, kind)
        if under_way:
            return under_way
        job = Job(uuid4(), kind, JobState.WAITING, by, at, question=question)
        jobs.add(connection, job)
        journal.append(connection, Entry(at, by, "job.ask", f"job:{job.id}", {"kind": job.kind.value}))
    return job


def latest(kind: JobKind, *, store: Store) -> Job | None:
    """The job of a kind that was asked for last."""
    with store.read() as connection:
        return jobs.latest(connection, kind)
