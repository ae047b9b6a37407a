"""What was in the news, beside the reports over time."""

from datetime import date, datetime

from portal.domain.event import Event
from portal.domain.journal import Entry
from portal.storage import events as rows
from portal.storage import journal
from portal.storage.database import Store


def add(day: date, title: str, *, by: str, at: datetime, store: Store) -> None:
    """Write one down."""
    with store.write() as connection:
        number = rows.add(connection, day=day, title=title, at=at, by=by)
        journal.append(connection, Entry(at, by, "event.add", f"event:{number}", {"day": day.isoformat()}))


def remove(event_id: int, *, by: str, at: datetime, store: Store) -> None:
    """Take one away that does not belong here."""
    with store.write() as connection:
        if rows.remove(connection, event_id):
            journal.append(connection, Entry(at, by, "event.remove", f"event:{event_id}"))


def every(*, store: Store) -> list[Event]:
    """All of them, oldest first."""
    with store.read() as connection:
        return rows.every(connection)
