"""Asking for an analysis; a worker process does it."""

from datetime import datetime
from uuid import uuid4

from portal.domain.job import Job, JobKind, JobState
from portal.domain.journal import Entry
from portal.storage import jobs, journal
from portal.storage.database import Store


def ask_for_analysis(*, by: str, at: datetime, store: Store) -> Job:
    """Ask for a new analysis; where one is waiting or running, that one is the answer."""
    with store.write() as connection:
        under_way = jobs.unfinished(connection, JobKind.CORRELATE)
        if under_way:
            return under_way
        job = Job(uuid4(), JobKind.CORRELATE, JobState.WAITING, by, at)
        jobs.add(connection, job)
        journal.append(connection, Entry(at, by, "job.ask", f"job:{job.id}", {"kind": job.kind.value}))
    return job


def latest_analysis_job(*, store: Store) -> Job | None:
    """The analysis that was asked for last."""
    with store.read() as connection:
        return jobs.latest(connection, JobKind.CORRELATE)
