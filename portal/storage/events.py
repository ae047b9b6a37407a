"""Events, by their day."""

from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from portal.domain.event import Event
from portal.storage.analysis_tables import events


def add(connection: Connection, *, day: date, title: str, at: datetime, by: str) -> int:
    """Keep one; its number."""
    values = {"day": day, "title": title, "added_at": at, "added_by": by}
    return connection.execute(insert(events).values(**values).returning(events.c.id)).scalar_one()


def every(connection: Connection) -> list[Event]:
    """All of them, oldest first."""
    query = select(events).order_by(events.c.day, events.c.id)
    return [Event(**row._asdict()) for row in connection.execute(query)]


def remove(connection: Connection, event_id: int) -> bool:
    """Take one away; False where it is not there."""
    return connection.execute(delete(events).where(events.c.id == event_id)).rowcount == 1
