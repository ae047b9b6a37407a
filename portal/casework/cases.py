"""An official's verbs on cases: open, fill, close; keep somebody with an interest away; link complaints."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.casework import desk
from portal.casework.same_line import readable_by
from portal.domain.access import StaffMember
from portal.domain.case import Case, Exclusion, Interest, Link, LinkKind
from portal.domain.deadline import ENDED_BY_HER
from portal.domain.disclosure import suppressed
from portal.domain.journal import Entry
from portal.domain.report import Complaint
from portal.storage import assignments, journal, staff
from portal.storage import cases as rows
from portal.storage import complaints as complaint_rows
from portal.storage.database import Connection, Store

CaseMissing = rows.CaseMissing


class TakenBack(RuntimeError):
    """She has taken the complaint back: it is part of no case any more."""


class CaseClosed(RuntimeError):
    """Nothing is put into a closed case."""


class MemberMissing(LookupError):
    """No such member of staff."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its complaints, and who may not touch it."""

    case: Case
    complaints: tuple[Complaint, ...]
    exclusions: tuple[Exclusion, ...]
    members: tuple[StaffMember, ...]

    def keeps_away(self, member: StaffMember) -> bool:
        """Whether this member of staff may not touch the case."""
        return any(one.member.id == member.id for one in self.exclusions)


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a complaint belongs to: cases, linked complaints, and others with calls from the same lines.

    Those that a member of staff may read are suggested; how many others there are is None where they are few.
    """

    cases: tuple[Case, ...]
    open_cases: tuple[Case, ...]
    links: tuple[Link, ...]
    suggested: tuple[tuple[UUID, int], ...]
    others: int | None


def listed(*, store: Store) -> list[tuple[Case, int]]:
    """Every case with its number of complaints, newest first."""
    with store.read() as connection:
        return rows.all_with_counts(connection)


def read(case_id: int, *, store: Store) -> CasePage:
    """One case."""
    with store.read() as connection:
        found = tuple(complaint_rows.get(connection, one) for one in rows.complaints_of(connection, case_id))
        exclusions = tuple(rows.exclusions_of(connection, case_id))
        return CasePage(rows.get(connection, case_id), found, exclusions, tuple(staff.members(connection)))


def belonging(complaint_id: UUID, *, member: StaffMember, store: Store) -> Belonging:
    """What a complaint belongs to, as far as a member of staff may know."""
    with store.read() as connection:
        mine = rows.of_complaint(connection, complaint_id)
        others = [case for case, _ in rows.all_with_counts(connection) if case.closed_at is None and case not in mine]
        links = rows.links_of(connection, complaint_id)
        found = rows.same_callers(connection, complaint_id, **readable_by(member))
    return Belonging(tuple(mine), tuple(others), tuple(links), found.first, suppressed(found.others))


def open_with(complaint_id: UUID, *, title: str, by: str, at: datetime, store: Store) -> int:
    """Open a case with a first complaint."""
    with store.write() as connection:
        _standing(connection, complaint_id)
        case_id = rows.add(connection, title, by, at)
        rows.put_in(connection, case_id, complaint_id, at)
        journal.append(connection, Entry(at, by, "case.open", f"case:{case_id}"))
        _journal(connection, "put_in_case", complaint_id, by, at, case=rows.get(connection, case_id).number)
    return case_id


def put_in(complaint_id: UUID, *, case_id: int, by: str, at: datetime, store: Store) -> None:
    """Add a complaint to an open case."""
    with store.write() as connection:
        _standing(connection, complaint_id)
        case = rows.get(connection, case_id, lock=True)
        if case.closed_at is not None:
            raise CaseClosed(case.number)
        if rows.put_in(connection, case_id, complaint_id, at):
            _journal(connection, "put_in_case", complaint_id, by, at, case=case.number)


def take_out(complaint_id: UUID, *, case_id: int, by: str, at: datetime, store: Store) -> None:
    """Take a complaint out of a case."""
    with store.write() as connection:
        case = rows.get(connection, case_id, lock=True)
        if rows.take_out(connection, case_id, complaint_id):
            _journal(connection, "take_out_of_case", complaint_id, by, at, case=case.number)


def change_closed(case_id: int, *, closed: bool, by: str, at: datetime, store: Store) -> None:
    """Close a case, or open it again."""
    with store.write() as connection:
        if (rows.get(connection, case_id, lock=True).closed_at is not None) is not closed:
            rows.change_closed(connection, case_id, at if closed else None)
            journal.append(connection, Entry(at, by, "case.close" if closed else "case.reopen", f"case:{case_id}"))


def exclude(case_id: int, *, staff_id: UUID, reason: Interest, by: str, at: datetime, store: Store) -> None:
    """Keep somebody with an interest away from a case and from every complaint in it."""
    with store.write() as connection:
        rows.get(connection, case_id, lock=True)
        rows.exclude(connection, case_id, _member(connection, staff_id).id, reason, at)
        _take_from(connection, case_id, staff_id, by, at)
        details = {"staff": str(staff_id), "reason": reason.value}
        journal.append(connection, Entry(at, by, "case.exclude", f"case:{case_id}", details))


def admit(case_id: int, *, staff_id: UUID, by: str, at: datetime, store: Store) -> None:
    """Let somebody touch a case again."""
    with store.write() as connection:
        rows.get(connection, case_id, lock=True)
        rows.admit(connection, case_id, staff_id)
        journal.append(connection, Entry(at, by, "case.admit", f"case:{case_id}", {"staff": str(staff_id)}))


def link(complaint_id: UUID, *, other: UUID, kind: LinkKind, member: StaffMember, at: datetime, store: Store) -> None:
    """Note that two complaints tell of the same; both have it in their history.

    Refused (`desk.NotAssigned`, `desk.KeptAway`) to whoever may not read the other one.
    """
    desk.look(other, member=member, at=at, store=store)
    with store.write() as connection:
        for one in sorted({complaint_id, other}):
            complaint_rows.get(connection, one, lock=True)
        rows.link(connection, complaint_id, other, kind, at)
        for one in (complaint_id, other):
            _journal(connection, "link", one, member.login, at, link=kind.value)


def unlink(complaint_id: UUID, *, other: UUID, by: str, at: datetime, store: Store) -> None:
    """Take a link back."""
    with store.write() as connection:
        if rows.unlink(connection, complaint_id, other):
            for one in (complaint_id, other):
                _journal(connection, "unlink", one, by, at)


def _standing(connection: Connection, complaint_id: UUID) -> None:
    if complaint_rows.get(connection, complaint_id, lock=True).withdrawal in ENDED_BY_HER:
        raise TakenBack(str(complaint_id))


def _take_from(connection: Connection, case_id: int, staff_id: UUID, by: str, at: datetime) -> None:
    """Nobody else could read what somebody who is kept away still handles; it waits for another instead."""
    for complaint_id in sorted(rows.complaints_of(connection, case_id)):
        holder = assignments.holder_of(connection, complaint_id)
        if holder is not None and holder.id == staff_id:
            assignments.put(connection, complaint_id, None, at)
            assignments.release(connection, complaint_id)
            _journal(connection, "unassign", complaint_id, by, at)


def _member(connection: Connection, staff_id: UUID) -> StaffMember:
    found = next((one for one in staff.members(connection) if one.id == staff_id), None)
    if found is None:
        raise MemberMissing(str(staff_id))
    return found


def _journal(connection: Connection, verb: str, complaint_id: UUID, by: str, at: datetime, **details: str) -> None:
    journal.append(connection, Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details))
