"""Who may read and touch one complaint: those it is assigned to and supervisors, one of them at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.access import Permission, StaffMember
from portal.domain.caseload import HOLD, Hold
from portal.storage import assignments as rows
from portal.storage import cases
from portal.storage import complaints as complaint_rows
from portal.storage.database import Connection, Store


class NotAssigned(RuntimeError):
    """The complaint is somebody else's, or nobody's yet."""

    def __init__(self, *, handled: bool) -> None:
        super().__init__()
        self.handled = handled


class KeptAway(RuntimeError):
    """An interest of their own in a case that the complaint is part of."""


class HeldBySomebody(RuntimeError):
    """A colleague is working on the complaint."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(hold.member.login)
        self.hold = hold


@dataclass(frozen=True, slots=True)
class Desk:
    """Who handles a complaint, and who is working on it just now."""

    officer: StaffMember | None
    hold: Hold | None


def look(complaint_id: UUID, *, member: StaffMember, at: datetime, store: Store) -> Desk:
    """Who has it; refused to those who may not read it."""
    with store.read() as connection:
        return _desk(connection, complaint_id, member, at)


def take(complaint_id: UUID, *, member: StaffMember, at: datetime, store: Store) -> None:
    """Hold a complaint for a while, or go on holding it; refused while a colleague does. Not worth a journal entry."""
    with store.write() as connection:
        complaint_rows.find(connection, complaint_id, lock=True)
        found = _desk(connection, complaint_id, member, at).hold
        if found is not None and found.member.id != member.id:
            raise HeldBySomebody(found)
        rows.hold(connection, complaint_id, member.id, at + HOLD)


def watch(complaint_id: UUID, *, member: StaffMember, at: datetime, store: Store) -> None:
    """A step of somebody who decides but does not handle: refused while a colleague works on it, holds nothing."""
    found = look(complaint_id, member=member, at=at, store=store).hold
    if found is not None and found.member.id != member.id:
        raise HeldBySomebody(found)


def put_back(complaint_id: UUID, *, member: StaffMember, at: datetime, store: Store) -> None:
    """Stop holding it."""
    with store.write() as connection:
        found = rows.hold_of(connection, complaint_id, at)
        if found is not None and found.member.id == member.id:
            rows.release(connection, complaint_id)


def _desk(connection: Connection, complaint_id: UUID, member: StaffMember, at: datetime) -> Desk:
    if cases.is_excluded(connection, complaint_id, member.id):
        raise KeptAway(str(complaint_id))
    officer = rows.holder_of(connection, complaint_id)
    mine = member.may(Permission.SUPERVISE) or (officer is not None and officer.id == member.id)
    if officer is not None and not mine:
        raise NotAssigned(handled=True)
    complaint_rows.get(connection, complaint_id)
    if not mine:
        raise NotAssigned(handled=False)
    return Desk(officer, rows.hold_of(connection, complaint_id, at))
