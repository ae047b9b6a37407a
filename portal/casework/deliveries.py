"""Rows leave for a receiver: one person asks, another of another unit approves, it waits, and it is fetched once.

Every step is checked again inside its transaction, below the lock of the journal's head: of two at once, the second
sees what the first one did. Locks are taken in one order, complaints before the head, so that a mother who leaves at
the same moment and a delivery wait for each other and never for ever.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from portal.casework import delivering, delivery_checks
from portal.casework.opening import ALARM, ALARMS
from portal.domain.access import Permission, StaffMember
from portal.domain.delivery import (
    FEWEST_MOTHERS,
    MOST_ROWS,
    OPEN_FOR,
    QUOTA,
    QUOTA_PERIOD,
    ROWS_A_PERIOD,
    Delivery,
    DeliveryRefused,
    DeliveryStage,
    Scope,
    is_over,
)
from portal.domain.journal import Entry
from portal.files.delivery_package import package
from portal.storage import deliveries as rows
from portal.storage import journal, receivers
from portal.storage.database import Connection, Store
from portal.storage.deliveries import DeliveredCall
from portal.vault import offline
from portal.vault.vault import Vault

LISTED = 100


class DeliveryMissing(LookupError):
    """No such delivery."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What leaves: sealed, so that nobody here can read it."""

    name: str
    content: bytes = field(repr=False)


def ask(receiver_id: int, *, document: str, scope: Scope, by: StaffMember, at: datetime, store: Store) -> UUID:
    """Ask for a delivery; which calls it is about is fixed now, and can only become less."""
    _forget_over(store, at)
    try:
        with store.write() as connection:
            asked = _asked(connection, receiver_id, document, scope, by, at)
            details = {"receiver": asked.receiver.name, "purpose": asked.receiver.purpose.value}
            _journal(connection, "ask", asked, by, at, **details, rows=asked.rows, mothers=asked.mothers)
    except DeliveryRefused as refused:
        _raise_alarm(refused, by, at, store)
        raise
    return asked.id


def decide(
    delivery_id: UUID, *, granted: bool, key_tail: str, by: StaffMember, at: datetime, delay: timedelta, store: Store
) -> None:
    """Approve or refuse, as a second person of a second unit, who asked the receiver for the end of its key."""
    try:
        with store.write() as connection:
            journal.hold(connection)
            found = _waiting(connection, delivery_id, at)
            member = delivery_checks.acting(connection, by, Permission.APPROVE_EXPORT)
            if granted:
                delivery_checks.refuse_approval(connection, found, member, key_tail, at)
            opens = (at + delay, at + delay + OPEN_FOR) if granted else None
            rows.decide(connection, found.id, by=member.login, unit=member.unit or "", at=at, opens=opens)
            _journal(connection, "approve" if granted else "refuse", found, by, at, asked_by=found.asked_by)
    except DeliveryRefused as refused:
        _raise_alarm(refused, by, at, store, delivery_id)
        raise
    if not granted:
        _forget_over(store, at)


def stop(delivery_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Stop what has not left; whoever may watch may do it, and needs no reason."""
    with store.write() as connection:
        journal.hold(connection)
        found = _found(connection, delivery_id)
        if not found.can_be_stopped(at):
            raise DeliveryRefused("too_late")
        rows.stop(connection, found.id, by=by.login, at=at)
        _journal(connection, "stop", found, by, at)
    _forget_over(store, at)


def take(
    delivery_id: UUID, *, by: StaffMember, at: datetime, store: Store, vault: Vault,
    note: Callable[[Delivery], str],
) -> Fetched:  # fmt: skip
    """The one fetch, for whoever asked. That it leaves, and of whom, is durable before any number is opened."""
    vault.delivery_marks(delivery_id, [])  # whether the vault is there at all: a fetch that fails later is lost
    with store.write() as connection:
        found = _found(connection, delivery_id)
        calls = rows.contents(connection, found.id, found.receiver.purpose)
        rows.keep_only(connection, found.id, calls)
        journal.hold(connection)
        found = _found(connection, delivery_id)
        delivery_checks.refuse_fetch(connection, found, calls, by, at)
        if not rows.take(connection, found.id, at):
            raise DeliveryRefused("taken")
        mothers = sorted({call.complaint_id for call in calls})
        _journal(connection, "take", found, by, at, rows=len(calls), mothers=len(mothers))
        for complaint_id in mothers:
            journal.append(connection, _told(complaint_id, found, by, at))
    found = replace(found, taken_at=at, rows=len(calls), mothers=len(mothers))
    return _sealed(found, calls, by, at, store, vault, note)


def listed(*, store: Store) -> list[Delivery]:
    """The latest deliveries, newest first."""
    with store.read() as connection:
        return rows.every(connection, LISTED)


def read(delivery_id: UUID, *, store: Store) -> Delivery:
    """One delivery."""
    with store.read() as connection:
        return _found(connection, delivery_id)


def districts(*, store: Store) -> list[str]:
    """The districts to choose from."""
    with store.read() as connection:
        return rows.districts(connection)


def ready(member: StaffMember, *, store: Store) -> str | None:
    """What a member still needs before taking part: a unit, a second factor; None where nothing is missing."""
    with store.read() as connection:
        return delivery_checks.lacking(connection, member)


def _asked(
    connection: Connection, receiver_id: int, document: str, scope: Scope, by: StaffMember, at: datetime
) -> Delivery:
    member = delivery_checks.acting(connection, by, Permission.REQUEST_EXPORT)
    receiver = receivers.find(connection, receiver_id)
    if receiver is None or receiver.retired_at is not None:
        raise DeliveryRefused("no_receiver")
    if not is_over(scope.told, at):
        raise DeliveryRefused("not_over")
    picked = rows.pick(connection, scope, receiver.purpose, MOST_ROWS + 1)
    mothers = len({complaint for complaint, _call in picked})
    if len(picked) > MOST_ROWS:
        raise DeliveryRefused("too_many")
    if mothers < FEWEST_MOTHERS:
        raise DeliveryRefused("too_few")
    asked = Delivery(uuid4(), receiver, document, scope, len(picked), mothers, member.login, member.unit or "", at)
    rows.add(connection, asked, picked)
    journal.hold(connection)
    if rows.asked_since(connection, member.login, at - QUOTA_PERIOD) > QUOTA:
        raise DeliveryRefused("quota")
    return asked


def _sealed(
    found: Delivery, calls: list[DeliveredCall], by: StaffMember, at: datetime, store: Store, vault: Vault,
    note: Callable[[Delivery], str],
) -> Fetched:  # fmt: skip
    marked = delivering.in_order(found, calls, vault)
    if delivering.C.CALLER_NUMBER in delivering.COLUMNS[found.receiver.purpose]:
        marked = delivering.with_numbers(marked, store, vault)
    packed = package(found.label, *delivering.laid_out(found.receiver.purpose, marked), note(found))
    sealed = offline.seal(packed, [found.receiver.public_key])
    with store.write() as connection:
        digest = hashlib.sha256(sealed).hexdigest()
        _journal(connection, "seal", found, by, at, sha256=digest, bytes=len(sealed))
    return Fetched(f"jingyue-{found.label}.zip.age", sealed)


def _waiting(connection: Connection, delivery_id: UUID, at: datetime) -> Delivery:
    found = _found(connection, delivery_id)
    if found.stage(at) is not DeliveryStage.ASKED:
        raise DeliveryRefused("not_waiting")
    return found


def _found(connection: Connection, delivery_id: UUID) -> Delivery:
    found = rows.find(connection, delivery_id)
    if found is None:
        raise DeliveryMissing(str(delivery_id))
    return found


def _forget_over(store: Store, at: datetime) -> None:
    with store.write() as connection:
        rows.forget_over(connection, at)


def _raise_alarm(
    refused: DeliveryRefused, by: StaffMember, at: datetime, store: Store, delivery_id: UUID | None = None
) -> None:
    """What is worth a look is on record although the step was not taken."""
    most = {"quota": QUOTA, "rows_quota": ROWS_A_PERIOD}.get(refused.why)
    with store.write() as connection:
        if most is not None:
            details = {"of": refused.why, "most": most, "minutes": QUOTA_PERIOD // timedelta(minutes=1)}
            journal.append(connection, Entry(at, by.login, ALARM, ALARMS, details))
        elif refused.why in ("wrong_key", "same_person", "same_unit") and delivery_id is not None:
            entry = Entry(at, by.login, "delivery.kept_back", f"delivery:{delivery_id}", {"why": refused.why})
            journal.append(connection, entry)


def _told(complaint_id: UUID, found: Delivery, by: StaffMember, at: datetime) -> Entry:
    """What her diary reads."""
    details = {"receiver": found.receiver.name, "purpose": found.receiver.purpose.value, "delivery": str(found.id)}
    return Entry(at, by.login, "complaint.deliver", f"complaint:{complaint_id}", details)


def _journal(
    connection: Connection, verb: str, found: Delivery, by: StaffMember, at: datetime, **details: str | int
) -> None:
    journal.append(connection, Entry(at, by.login, f"delivery.{verb}", f"delivery:{found.id}", details))
