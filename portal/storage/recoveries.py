"""The ways back that mothers chose: at most one for each complaint."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from portal.storage.diary_tables import recoveries


def put(connection: Connection, complaint_id: UUID, *, index: bytes, sealed: bytes, at: datetime) -> None:
    """Set or replace a complaint's way back."""
    remove(connection, complaint_id)
    values = {"complaint_id": complaint_id, "recovery_index": index, "code_sealed": sealed, "set_at": at}
    connection.execute(insert(recoveries).values(**values))


def sealed_codes(connection: Connection, index: bytes) -> list[bytes]:
    """The sealed codes under an index."""
    query = select(recoveries.c.code_sealed).where(recoveries.c.recovery_index == index)
    if connection.dialect.name == "postgresql":  # the rows of others are closed to the mothers' face
        query = select(func.jingyue_ways_back(index).column_valued())
    return list(connection.execute(query).scalars())


def set_at(connection: Connection, complaint_id: UUID) -> datetime | None:
    """Since when a complaint has a way back; None where it has none."""
    query = select(recoveries.c.set_at).where(recoveries.c.complaint_id == complaint_id)
    return connection.execute(query).scalar_one_or_none()


def remove(connection: Connection, complaint_id: UUID) -> bool:
    """Take a complaint's way back away; False where there was none."""
    return connection.execute(delete(recoveries).where(recoveries.c.complaint_id == complaint_id)).rowcount == 1
