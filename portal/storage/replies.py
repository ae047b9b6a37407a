"""Statements of recipients, oldest first."""

from sqlalchemy import Connection, insert, select

from portal.domain.reply import Reply
from portal.storage.schema import recipients, replies


class RecipientMissing(LookupError):
    """No recipient of this name."""


def add(connection: Connection, reply: Reply) -> int:
    """Keep a statement; its number."""
    query = select(recipients.c.id).where(recipients.c.name == reply.recipient)
    recipient_id = connection.execute(query).scalar_one_or_none()
    if recipient_id is None:
        raise RecipientMissing(reply.recipient)
    values = {
        "recipient_id": recipient_id,
        "received_on": reply.received_on,
        "text": reply.text,
        "added_at": reply.added_at,
        "added_by": reply.added_by,
    }
    return connection.execute(insert(replies).values(values).returning(replies.c.id)).scalar_one()


def of_recipients(connection: Connection, names: tuple[str, ...]) -> list[Reply]:
    """What these recipients have said."""
    query = (
        select(replies, recipients.c.name)
        .join(recipients, recipients.c.id == replies.c.recipient_id)
        .where(recipients.c.name.in_(names))
        .order_by(replies.c.received_on, replies.c.id)
    )
    return [Reply(row.name, row.received_on, row.text, row.added_at, row.added_by) for row in connection.execute(query)]
