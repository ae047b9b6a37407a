"""What stands in the way of a delivery: each rule looked at again, inside the transaction of the step."""

from datetime import datetime

from portal.domain.access import Permission, StaffMember
from portal.domain.delivery import (
    FEWEST_MOTHERS,
    MOST_ROWS,
    QUOTA_PERIOD,
    ROWS_A_PERIOD,
    Delivery,
    DeliveryRefused,
    DeliveryStage,
)
from portal.storage import deliveries as rows
from portal.storage import receivers, sessions, staff
from portal.storage.database import Connection
from portal.storage.deliveries import DeliveredCall


def acting(connection: Connection, by: StaffMember, permission: Permission) -> StaffMember:
    """Whoever acts, as the account is now: still allowed, of a unit, signed in by a second factor."""
    member = staff.of_login(connection, by.login)
    if member is None or not member.may(permission):
        raise DeliveryRefused("not_allowed")
    missing = lacking(connection, member)
    if missing is not None:
        raise DeliveryRefused(missing)
    return member


def lacking(connection: Connection, member: StaffMember) -> str | None:
    """What a member lacks: a unit, a sign-in by a second factor; None where nothing."""
    if not _unit(member.unit):
        return "no_unit"
    return None if sessions.came_by_factor(connection, member.id) else "no_factor"


def refuse_approval(connection: Connection, found: Delivery, member: StaffMember, key_tail: str, at: datetime) -> None:
    """Whether this person may approve it: another, of another unit, who asked the receiver for its key."""
    if member.login == found.asked_by:
        raise DeliveryRefused("same_person")
    if _unit(member.unit) == _unit(found.asked_unit):
        raise DeliveryRefused("same_unit")
    _refuse_other_key(connection, found)
    if key_tail.strip().lower() != found.receiver.key_tail:
        raise DeliveryRefused("wrong_key")
    if rows.rows_granted_since(connection, at - QUOTA_PERIOD) + found.rows > ROWS_A_PERIOD:
        raise DeliveryRefused("rows_quota")


def refuse_fetch(
    connection: Connection, found: Delivery, calls: list[DeliveredCall], by: StaffMember, at: datetime
) -> None:
    """Whether this person may fetch it now, with what is still in it."""
    member = acting(connection, by, Permission.REQUEST_EXPORT)
    if member.login != found.asked_by:
        raise DeliveryRefused("not_yours")
    stage = found.stage(at)
    if stage is not DeliveryStage.OPEN:
        raise DeliveryRefused({DeliveryStage.DELAYED: "too_early"}.get(stage, stage.value))
    _refuse_other_key(connection, found)
    approver = staff.of_login(connection, found.decided_by or "")
    if approver is None or not approver.may(Permission.APPROVE_EXPORT):
        raise DeliveryRefused("approver_gone")
    if _unit(approver.unit) == _unit(member.unit):
        raise DeliveryRefused("same_unit")
    if not len({call.complaint_id for call in calls}) >= FEWEST_MOTHERS:
        raise DeliveryRefused("too_few")
    if len(calls) > min(MOST_ROWS, found.rows):
        raise DeliveryRefused("too_many")


def _refuse_other_key(connection: Connection, found: Delivery) -> None:
    receiver = receivers.find(connection, found.receiver.id)
    if receiver is None or receiver.retired_at is not None:
        raise DeliveryRefused("no_receiver")
    if receiver.public_key != found.receiver.public_key:
        raise DeliveryRefused("key_changed")


def _unit(name: str | None) -> str:
    """Units are the same however they are spaced or written in capitals."""
    return "".join((name or "").split()).casefold()
