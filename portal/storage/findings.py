"""Saved analyses: what pages show, so that no page computes anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from portal.storage.schema import analyses


@dataclass(frozen=True, slots=True)
class SavedAnalysis:
    """One run of the pipeline as it was saved: the findings document and the charts' data."""

    id: int
    created_at: datetime
    requested_by: str
    findings: dict[str, Any]
    pictures: dict[str, Any]
    planned_in: int | None


def save(
    connection: Connection,
    *,
    at: datetime,
    by: str,
    findings: dict[str, Any],
    pictures: dict[str, Any],
    planned_in: int | None = None,
) -> int:
    """Keep a run; its number."""
    values = {"created_at": at, "requested_by": by, "findings": findings, "pictures": pictures}
    values["planned_in"] = planned_in
    return connection.execute(insert(analyses).values(values).returning(analyses.c.id)).scalar_one()


def latest(connection: Connection) -> SavedAnalysis | None:
    """The newest run."""
    row = connection.execute(select(analyses).order_by(analyses.c.id.desc()).limit(1)).one_or_none()
    return _saved(row) if row else None


def newest_at(connection: Connection) -> datetime | None:
    """When the newest run was saved, without reading it."""
    query = select(analyses.c.created_at).order_by(analyses.c.id.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


def find(connection: Connection, analysis_id: int) -> SavedAnalysis | None:
    """One run."""
    row = connection.execute(select(analyses).where(analyses.c.id == analysis_id)).one_or_none()
    return _saved(row) if row else None


def _saved(row: Row) -> SavedAnalysis:
    return SavedAnalysis(**row._asdict())
