"""Who may be given rows: an authority, for one purpose, by its own key. A key is never changed."""

from datetime import datetime

from portal.domain.access import StaffMember
from portal.domain.delivery import DeliveryRefused, Purpose, Receiver
from portal.domain.journal import Entry
from portal.storage import journal
from portal.storage import receivers as rows
from portal.storage.database import Connection, Store
from portal.vault import offline


class ReceiverMissing(LookupError):
    """None that is in use."""


def register(*, name: str, purpose: Purpose, public_key: str, by: StaffMember, at: datetime, store: Store) -> Receiver:
    """Register one with its public key."""
    key = _one_key(public_key)
    with store.write() as connection:
        journal.hold(connection)
        if any(_same(one, name, purpose) for one in rows.every(connection)):
            raise DeliveryRefused("known_receiver")
        added = rows.add(connection, name=name, purpose=purpose, public_key=key, by=by.login, at=at)
        _journal(connection, "register", added.id, by, at, purpose=purpose.value, key=key)
    return added


def retire(receiver_id: int, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Nothing goes there any more, what is on its way included."""
    with store.write() as connection:
        if not rows.retire(connection, receiver_id, at):
            raise ReceiverMissing(str(receiver_id))
        _journal(connection, "retire", receiver_id, by, at)


def listed(*, store: Store) -> list[Receiver]:
    """All of them, those in use first."""
    with store.read() as connection:
        return rows.every(connection)


def in_use(*, store: Store) -> list[Receiver]:
    """Those to whom something may be delivered."""
    return [one for one in listed(store=store) if one.retired_at is None]


def _one_key(text: str) -> str:
    try:
        keys = offline.public_keys(text)
    except offline.NotOurKey as error:
        raise DeliveryRefused("no_key") from error
    if len(keys) != 1:
        raise DeliveryRefused("no_key")
    return keys[0]


def _same(one: Receiver, name: str, purpose: Purpose) -> bool:
    return one.retired_at is None and one.name == name and one.purpose is purpose


def _journal(
    connection: Connection, verb: str, receiver_id: int, by: StaffMember, at: datetime, **details: str
) -> None:
    journal.append(connection, Entry(at, by.login, f"receiver.{verb}", f"receiver:{receiver_id}", details))
