"""Who may be given rows."""

from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from portal.domain.delivery import Purpose, Receiver
from portal.storage.delivery_tables import receivers


def add(connection: Connection, *, name: str, purpose: Purpose, public_key: str, by: str, at: datetime) -> Receiver:
    """Register one."""
    new = insert(receivers).values(
        name=name, purpose=purpose, public_key=public_key, registered_by=by, registered_at=at
    )
    return _receiver(connection.execute(new.returning(receivers)).one())


def every(connection: Connection) -> list[Receiver]:
    """All of them, those in use first, by name."""
    query = select(receivers).order_by(receivers.c.retired_at.is_not(None), receivers.c.name, receivers.c.id)
    return [_receiver(row) for row in connection.execute(query)]


def find(connection: Connection, receiver_id: int) -> Receiver | None:
    """One of them."""
    row = connection.execute(select(receivers).where(receivers.c.id == receiver_id)).one_or_none()
    return _receiver(row) if row else None


def retire(connection: Connection, receiver_id: int, at: datetime) -> bool:
    """Nothing goes there any more; False where there is none, or it was retired before."""
    one = (receivers.c.id == receiver_id) & receivers.c.retired_at.is_(None)
    return connection.execute(update(receivers).where(one).values(retired_at=at)).rowcount == 1


def _receiver(row: Row) -> Receiver:
    return Receiver(row.id, row.name, row.purpose, row.public_key, row.registered_by, row.registered_at, row.retired_at)
