"""Jobs: asked for by the office, claimed by one worker."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update

from portal.domain.job import Job, JobKind, JobState
from portal.storage.schema import jobs


def add(connection: Connection, job: Job) -> None:
    """Ask for work."""
    connection.execute(
        insert(jobs).values(
            id=job.id,
            kind=job.kind,
            state=job.state,
            requested_by=job.requested_by,
            requested_at=job.requested_at,
            question=job.question,
        )
    )


def unfinished(connection: Connection, kind: JobKind) -> Job | None:
    """Work of a kind that is waiting or running."""
    open_states = (JobState.WAITING, JobState.RUNNING)
    query = select(jobs).where(jobs.c.kind == kind, jobs.c.state.in_(open_states)).order_by(jobs.c.requested_at)
    row = connection.execute(query.limit(1)).one_or_none()
    return _job(row) if row else None


def find(connection: Connection, job_id: UUID) -> Job | None:
    """One job."""
    row = connection.execute(select(jobs).where(jobs.c.id == job_id)).one_or_none()
    return _job(row) if row else None


def latest(connection: Connection, kind: JobKind) -> Job | None:
    """The job of a kind that was asked for last."""
    query = select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.requested_at.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return _job(row) if row else None


def is_waiting(connection: Connection) -> bool:
    """Whether there is anything to do."""
    return connection.execute(select(jobs.c.id).where(jobs.c.state == JobState.WAITING).limit(1)).first() is not None


def counts(connection: Connection) -> dict[JobState, int]:
    """How many jobs there are of each state that has some."""
    rows = connection.execute(select(jobs.c.state, func.count().label("jobs")).group_by(jobs.c.state))
    return {row.state: row.jobs for row in rows}


def claim(connection: Connection, at: datetime) -> Job | None:
    """Take the oldest waiting job; two workers never take the same one."""
    query = (
        select(jobs)
        .where(jobs.c.state == JobState.WAITING)
        .order_by(jobs.c.requested_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    connection.execute(update(jobs).where(jobs.c.id == row.id).values(state=JobState.RUNNING, started_at=at))
    return find(connection, row.id)


def set_progress(connection: Connection, job_id: UUID, step: str, done: int, total: int) -> None:
    """Say how far a job has come."""
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(step=step, done=done, total=total))


def finish(connection: Connection, job_id: UUID, at: datetime, failure: str | None = None) -> None:
    """Close a job, well or badly."""
    state = JobState.FAILED if failure else JobState.DONE
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(state=state, finished_at=at, failure=failure))


def release(connection: Connection, job_id: UUID) -> None:
    """Put one job back in the queue."""
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(state=JobState.WAITING, started_at=None))


def release_running(connection: Connection) -> int:
    """Put jobs that a killed worker left running back in the queue; how many."""
    query = update(jobs).where(jobs.c.state == JobState.RUNNING)
    return connection.execute(query.values(state=JobState.WAITING, started_at=None)).rowcount


def _job(row: Row) -> Job:
    return Job(**row._asdict())
