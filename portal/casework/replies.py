"""The right of reply: taking down what a recipient says, and reading it beside each finding about it."""

from datetime import date, datetime

from portal.domain.journal import Entry
from portal.domain.reply import Reply
from portal.storage import journal
from portal.storage import replies as rows
from portal.storage.database import Store

RecipientMissing = rows.RecipientMissing


def record(recipient: str, text: str, *, received_on: date, by: str, at: datetime, store: Store) -> None:
    """Keep what a recipient said; nothing of it is ever changed, a correction is another statement."""
    with store.write() as connection:
        number = rows.add(connection, Reply(recipient, received_on, text, at, by))
        journal.append(connection, Entry(at, by, "reply.record", f"reply:{number}", {"characters": len(text)}))


def of_recipients(names: tuple[str, ...], *, store: Store) -> list[Reply]:
    """What these recipients have said, oldest first."""
    with store.read() as connection:
        return rows.of_recipients(connection, names)
