"""Versions of links from recipients onward."""

from datetime import date

from sqlalchemy import Connection, Row, insert, select, update

from portal.domain.handover import Handover
from portal.storage.onward_tables import handovers
from portal.storage.schema import recipients


def put(connection: Connection, new: Handover) -> bool:
    """Record a link; False where it is known or no file ever went to its recipient."""
    found = select(recipients.c.id).where(recipients.c.name == new.recipient)
    recipient_id = connection.execute(found).scalar_one_or_none()
    same = (
        (handovers.c.recipient_id == recipient_id)
        & (handovers.c.onward == new.onward)
        & (handovers.c.valid_from == new.since)
    )
    if recipient_id is None or connection.execute(select(handovers.c.id).where(same)).first():
        return False
    connection.execute(
        insert(handovers).values(
            recipient_id=recipient_id,
            onward=new.onward,
            columns=sorted(new.columns),
            valid_from=new.since,
            valid_until=new.until,
        )
    )
    return True


def numbered(connection: Connection) -> dict[int, Handover]:
    """Every version by its row id, by recipient and then by age."""
    query = (
        select(handovers, recipients.c.name.label("recipient"))
        .join(recipients, recipients.c.id == handovers.c.recipient_id)
        .order_by(recipients.c.id, handovers.c.valid_from, handovers.c.id)
    )
    return {row.id: _handover(row) for row in connection.execute(query)}


def hold(connection: Connection, handover_id: int) -> Handover | None:
    """One version, that nobody else changes until the transaction ends."""
    connection.execute(select(handovers.c.id).where(handovers.c.id == handover_id).with_for_update())
    return numbered(connection).get(handover_id)


def end(connection: Connection, handover_id: int, until: date) -> None:
    """Let a version hold up to a day (out)."""
    connection.execute(update(handovers).where(handovers.c.id == handover_id).values(valid_until=until))


def _handover(row: Row) -> Handover:
    return Handover(row.recipient, row.onward, row.valid_from, row.valid_until, frozenset(row.columns))
