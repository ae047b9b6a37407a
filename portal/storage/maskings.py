"""Covered passages of a complaint's words."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from portal.domain.masking import Masking
from portal.storage.casework_tables import maskings


def add(connection: Connection, masking: Masking) -> None:
    """Cover a passage."""
    connection.execute(insert(maskings).values(**asdict(masking)))


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Masking]:
    """All of a complaint, oldest first."""
    query = select(maskings).where(maskings.c.complaint_id == complaint_id)
    rows = connection.execute(query.order_by(maskings.c.masked_at, maskings.c.call_id, maskings.c.start))
    return [Masking(**row._asdict()) for row in rows]


def remove(connection: Connection, masking: Masking) -> None:
    """Uncover a passage."""
    connection.execute(delete(maskings).where(_same(masking)))


def redact(connection: Connection, masking: Masking, *, by: str, at: datetime) -> None:
    """Note that a passage is gone."""
    connection.execute(update(maskings).where(_same(masking)).values(redacted_by=by, redacted_at=at))


def _same(masking: Masking):
    return (maskings.c.complaint_id == masking.complaint_id) & (maskings.c.id == masking.id)
