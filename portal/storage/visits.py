"""Who looked at the overview when, and at which analysis."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from portal.storage.analysis_tables import office_visits


@dataclass(frozen=True, slots=True)
class Visit:
    """The visit that goes on, and the one before it (None in the first)."""

    seen_at: datetime
    analysis_id: int
    before_at: datetime | None = None
    before_analysis_id: int | None = None


def find(connection: Connection, staff_id: UUID) -> Visit | None:
    """The last visit of a member of staff."""
    columns = office_visits.c
    query = select(columns.seen_at, columns.analysis_id, columns.before_at, columns.before_analysis_id)
    row = connection.execute(query.where(columns.staff_id == staff_id)).one_or_none()
    return Visit(*row) if row else None


def put(connection: Connection, staff_id: UUID, visit: Visit) -> None:
    """Keep a visit in the place of the one before."""
    connection.execute(delete(office_visits).where(office_visits.c.staff_id == staff_id))
    connection.execute(
        insert(office_visits).values(
            staff_id=staff_id,
            seen_at=visit.seen_at,
            analysis_id=visit.analysis_id,
            before_at=visit.before_at,
            before_analysis_id=visit.before_analysis_id,
        )
    )
