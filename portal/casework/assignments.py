"""Who handles which complaint: given by a supervisor, taken up by an officer, handed over when somebody leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.casework import opening
from portal.casework.desk import KeptAway
from portal.domain.access import Permission, StaffMember
from portal.domain.allowance import Sealed
from portal.domain.caseload import MOST_AT_ONCE, Load
from portal.domain.deadline import latest_overdue_start
from portal.domain.journal import Entry
from portal.domain.legal_term import LegalTerms
from portal.storage import assignments as rows
from portal.storage import cases, journal, queue, staff
from portal.storage import complaints as complaint_rows
from portal.storage.database import Connection, Store


class TooMany(ValueError):
    """More complaints in one assignment than `MOST_AT_ONCE`."""


class CannotHandle(ValueError):
    """No such member of staff, not any more, or one who may not handle complaints."""


class HandledAlready(RuntimeError):
    """Somebody handles the complaint: a colleague was faster."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many complaints changed hands, and how many an interest kept back."""

    moved: int
    kept_back: int


def assign(complaint_ids: Iterable[UUID], *, to: UUID | None, by: str, at: datetime, store: Store) -> int:
    """Give complaints to one officer, or take them back to nobody; how many changed hands. All or none."""
    wanted = sorted(set(complaint_ids))
    if len(wanted) > MOST_AT_ONCE:
        raise TooMany(len(wanted))
    with store.write() as connection:
        officer = _officer(connection, to) if to is not None else None
        _refuse_interest(connection, wanted, officer)
        # Always in the order of ids: two supervisors at once queue instead of locking each other out.
        moved = [one for one in wanted if _moved(connection, one, officer, at)]
        for complaint_id in moved:
            _journal(connection, complaint_id, officer, by, at)
    return len(moved)


def take_up(complaint_id: UUID, *, member: StaffMember, at: datetime, store: Store) -> None:
    """Take what nobody handles oneself, so that an office without a supervisor is not stuck; on record, and bounded."""
    subject = f"complaint:{complaint_id}"
    with store.write() as connection:
        # Before the lock, which a colleague's complaint does not give; and behind it, for somebody may be as fast.
        _refuse_taken(connection, complaint_id, member)
        complaint_rows.get(connection, complaint_id, lock=True)
        _refuse_taken(connection, complaint_id, member)
        ended = opening.spent(connection, Sealed.TAKING, subject, by=member.login, at=at)
        if ended is None:
            rows.put(connection, complaint_id, member.id, at)
            journal.append(connection, Entry(at, member.login, "complaint.take_up", subject))
    if ended is not None:
        raise opening.QuotaReached(ended)


def hand_over(leaving: UUID, *, to: UUID, by: str, at: datetime, store: Store) -> HandedOver:
    """Give all open work of one member of staff to another, but what an interest keeps that one away from."""
    with store.write() as connection:
        officer = _officer(connection, to)
        handled = rows.open_of(connection, leaving)
        left = [one for one in handled if cases.is_excluded(connection, one, officer.id)]
        moved = [one for one in handled if one not in left and _moved(connection, one, officer, at)]
        for complaint_id in moved:
            _journal(connection, complaint_id, officer, by, at)
        journal.append(connection, Entry(at, by, "staff.hand_over", f"staff:{leaving}", {"count": len(moved)}))
    return HandedOver(len(moved), len(left))


def team(*, today: date, terms: LegalTerms, store: Store) -> list[Load]:
    """Everybody who may handle complaints or still has some, with the open work of each."""
    with store.read() as connection:
        late_start = latest_overdue_start(terms.default, today)
        loads = queue.loads(connection, today=today, late_start=late_start)
        members = staff.members(connection)
    return [
        Load(one, *loads.get(one.id, (0, 0)))
        for one in members
        if one.may(Permission.HANDLE_COMPLAINT) or one.id in loads
    ]


def _refuse_taken(connection: Connection, complaint_id: UUID, member: StaffMember) -> None:
    if cases.is_excluded(connection, complaint_id, member.id):
        raise KeptAway(str(complaint_id))
    if rows.holder_of(connection, complaint_id) is not None:
        raise HandledAlready(str(complaint_id))


def _officer(connection: Connection, staff_id: UUID) -> StaffMember:
    found = next((one for one in staff.members(connection) if one.id == staff_id), None)
    if found is None or not found.may(Permission.HANDLE_COMPLAINT):
        raise CannotHandle(str(staff_id))
    return found


def _refuse_interest(connection: Connection, wanted: list[UUID], officer: StaffMember | None) -> None:
    """A case may have been opened and somebody excluded since: the locks of the complaints come first."""
    for complaint_id in wanted:
        complaint_rows.get(connection, complaint_id, lock=True)
        if officer is not None and cases.is_excluded(connection, complaint_id, officer.id):
            raise KeptAway(str(complaint_id))


def _moved(connection: Connection, complaint_id: UUID, officer: StaffMember | None, at: datetime) -> bool:
    complaint_rows.get(connection, complaint_id, lock=True)
    before = rows.holder_of(connection, complaint_id)
    if (before.id if before else None) == (officer.id if officer else None):
        return False
    rows.put(connection, complaint_id, officer.id if officer else None, at)
    rows.release(connection, complaint_id)
    return True


def _journal(connection: Connection, complaint_id: UUID, officer: StaffMember | None, by: str, at: datetime) -> None:
    details = {"to": officer.login} if officer else {}
    verb = "complaint.assign" if officer else "complaint.unassign"
    journal.append(connection, Entry(at, by, verb, f"complaint:{complaint_id}", details))
