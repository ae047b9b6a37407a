"""Second factors of members of staff."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from portal.domain.presence import CodeApp, Passkey
from portal.storage.sign_in_tables import staff_code_apps, staff_passkeys


class KeyKnown(ValueError):
    """The security key is registered already."""


def has_any(connection: Connection, staff_id: UUID) -> bool:
    """Whether a member has a second factor."""
    app = code_app(connection, staff_id)
    return (app is not None and app.secret_sealed is not None) or bool(passkeys(connection, staff_id))


def passkeys(connection: Connection, staff_id: UUID) -> list[Passkey]:
    """A member's security keys, oldest first."""
    query = select(staff_passkeys).where(staff_passkeys.c.staff_id == staff_id).order_by(staff_passkeys.c.added_at)
    return [_passkey(row) for row in connection.execute(query)]


def hold_passkey(connection: Connection, staff_id: UUID, credential_id: bytes) -> Passkey | None:
    """One key of a member; its counter waits until the transaction ends."""
    mine = (staff_passkeys.c.credential_id == credential_id) & (staff_passkeys.c.staff_id == staff_id)
    row = connection.execute(select(staff_passkeys).where(mine).with_for_update()).one_or_none()
    return _passkey(row) if row else None


def add_passkey(connection: Connection, passkey: Passkey) -> None:
    """Register a key; a key is one member's."""
    known = select(staff_passkeys.c.credential_id).where(staff_passkeys.c.credential_id == passkey.credential_id)
    if connection.execute(known).one_or_none():
        raise KeyKnown
    connection.execute(
        insert(staff_passkeys).values(
            credential_id=passkey.credential_id, staff_id=passkey.staff_id, name=passkey.name,
            public_key=passkey.public_key, sign_count=passkey.sign_count, added_at=passkey.added_at,
        )
    )  # fmt: skip


def use_passkey(connection: Connection, passkey: Passkey, sign_count: int, at: datetime) -> None:
    """Keep what the key's counter says now."""
    used = update(staff_passkeys).where(staff_passkeys.c.credential_id == passkey.credential_id)
    connection.execute(used.values(sign_count=sign_count, used_at=at))


def remove_passkey(connection: Connection, passkey: Passkey) -> None:
    """Forget a key."""
    connection.execute(delete(staff_passkeys).where(staff_passkeys.c.credential_id == passkey.credential_id))


def code_app(connection: Connection, staff_id: UUID) -> CodeApp | None:
    """A member's application for codes, confirmed or not yet."""
    row = connection.execute(select(staff_code_apps).where(staff_code_apps.c.staff_id == staff_id)).one_or_none()
    if row is None:
        return None
    return CodeApp(row.staff_id, row.secret_sealed, row.pending_sealed, row.last_step, row.confirmed_at)


def begin_code_app(connection: Connection, staff_id: UUID, pending_sealed: bytes) -> None:
    """Keep a secret until the first code shows that the application has it; a confirmed one stays meanwhile."""
    begun = update(staff_code_apps).where(staff_code_apps.c.staff_id == staff_id).values(pending_sealed=pending_sealed)
    if connection.execute(begun).rowcount == 0:
        connection.execute(insert(staff_code_apps).values(staff_id=staff_id, pending_sealed=pending_sealed))


def confirm_code_app(connection: Connection, app: CodeApp, step: int, at: datetime) -> bool:
    """The pending secret takes the place of the one before; whether it was still the pending one."""
    table = staff_code_apps
    same = (table.c.staff_id == app.staff_id) & (table.c.pending_sealed == app.pending_sealed)
    confirmed = update(table).where(same)
    values = {"secret_sealed": app.pending_sealed, "pending_sealed": None, "last_step": step, "confirmed_at": at}
    return connection.execute(confirmed.values(**values)).rowcount == 1


def use_step(connection: Connection, app: CodeApp, step: int) -> bool:
    """Use up a time step of the secret that was looked at; of two with the same code, one succeeds."""
    table = staff_code_apps
    unused = (table.c.staff_id == app.staff_id) & (table.c.secret_sealed == app.secret_sealed)
    later = or_(table.c.last_step.is_(None), table.c.last_step < step)
    return connection.execute(update(table).where(unused & later).values(last_step=step)).rowcount == 1


def remove_code_app(connection: Connection, staff_id: UUID) -> bool:
    """Forget the application; whether there was one."""
    return connection.execute(delete(staff_code_apps).where(staff_code_apps.c.staff_id == staff_id)).rowcount == 1


def remove_all(connection: Connection, staff_id: UUID) -> int:
    """Forget every factor of a member; how many."""
    keys = connection.execute(delete(staff_passkeys).where(staff_passkeys.c.staff_id == staff_id)).rowcount
    return keys + int(remove_code_app(connection, staff_id))


def _passkey(row: Row) -> Passkey:
    return Passkey(row.credential_id, row.staff_id, row.name, row.public_key, row.sign_count, row.added_at, row.used_at)
