"""The studies beside the correlation: what was answered, and asking the worker for another answer."""

from datetime import datetime
from typing import Any

from portal.casework import jobs
from portal.domain.finding import REGISTRATION
from portal.domain.job import Job, JobKind
from portal.domain.study import Study, StudyKind
from portal.storage import exports, studies
from portal.storage.database import Store

KEPT_IN_VIEW = 20
# What the office may ask the worker for; a leaked list never comes through a browser.
ASKED = {
    StudyKind.DESIGN: JobKind.DESIGN,
    StudyKind.CANARIES: JobKind.CANARIES,
    StudyKind.ALARM: JobKind.ALARM,
}


class StudyMissing(LookupError):
    """No such answer."""


def ask(kind: StudyKind, *, question: dict[str, Any] | None = None, by: str, at: datetime, store: Store) -> Job:
    """Ask for a study; where one of the kind is waiting or running, that one is the answer."""
    return jobs.ask(ASKED[kind], question=question, by=by, at=at, store=store)


def latest_job(kind: StudyKind, *, store: Store) -> Job | None:
    """The job of a kind that was asked for last."""
    return jobs.latest(ASKED[kind], store=store) if kind in ASKED else None


def history(kind: StudyKind, *, store: Store) -> list[Study]:
    """The answers of a kind, newest first."""
    with store.read() as connection:
        return studies.latest(connection, kind, limit=KEPT_IN_VIEW)


def newest(*, store: Store) -> dict[StudyKind, Study | None]:
    """The newest answer of each kind."""
    with store.read() as connection:
        return {kind: next(iter(studies.latest(connection, kind)), None) for kind in StudyKind}


def find(kind: StudyKind, study_id: int, *, store: Store) -> Study:
    """One answer."""
    with store.read() as connection:
        found = studies.find(connection, kind, study_id)
    if found is None:
        raise StudyMissing(str(study_id))
    return found


def sources(*, store: Store) -> list[str]:
    """What a design can hold apart: the registration and every recipient."""
    with store.read() as connection:
        return [REGISTRATION, *exports.recipient_names(connection)]
