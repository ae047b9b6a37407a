"""Answers of the studies, newest first."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from portal.domain.study import Study, StudyKind
from portal.storage.schema import studies


def save(
    connection: Connection,
    kind: StudyKind,
    *,
    at: datetime,
    by: str,
    question: dict[str, Any],
    answer: dict[str, Any],
) -> int:
    """Keep an answer; its number."""
    values = {"kind": kind, "made_at": at, "requested_by": by, "question": question, "answer": answer}
    return connection.execute(insert(studies).values(values).returning(studies.c.id)).scalar_one()


def latest(connection: Connection, kind: StudyKind, *, limit: int = 1) -> list[Study]:
    """The newest answers of a kind."""
    query = select(studies).where(studies.c.kind == kind).order_by(studies.c.id.desc()).limit(limit)
    return [_study(row) for row in connection.execute(query)]


def find(connection: Connection, kind: StudyKind, study_id: int) -> Study | None:
    """One answer of a kind."""
    query = select(studies).where(studies.c.id == study_id, studies.c.kind == kind)
    row = connection.execute(query).one_or_none()
    return _study(row) if row else None


def _study(row: Row) -> Study:
    return Study(row.id, StudyKind(row.kind), row.made_at, row.requested_by, row.question, row.answer)
