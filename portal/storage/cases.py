"""Cases, the complaints in them, who may not touch them, and complaints that tell of the same."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Select,
    Subquery,
    case,
    cast,
    delete,
    func,
    insert,
    select,
    true,
    update,
)

from portal.domain.case import Case, Exclusion, Interest, Link, LinkKind
from portal.storage.casework_tables import assignments, case_complaints, case_exclusions, cases, complaint_links
from portal.storage.schema import calls, staff
from portal.storage.staff import MEMBER, member_of


class CaseMissing(LookupError):
    """No such case."""


def add(connection: Connection, title: str, opened_by: str, at: datetime) -> int:
    """Open a case; its row number."""
    new = insert(cases).values(title=title, opened_by=opened_by, opened_at=at).returning(cases.c.id)
    return connection.execute(new).scalar_one()


def get(connection: Connection, case_id: int, *, lock: bool = False) -> Case:
    """One case that must be there."""
    query = select(cases).where(cases.c.id == case_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise CaseMissing(case_id)
    return _case(row)


def all_with_counts(connection: Connection) -> list[tuple[Case, int]]:
    """Every case with its number of complaints, newest first."""
    query = (
        select(cases, func.count(case_complaints.c.complaint_id).label("complaints"))
        .outerjoin(case_complaints, case_complaints.c.case_id == cases.c.id)
        .group_by(cases.c.id)
        .order_by(cases.c.id.desc())
    )
    return [(_case(row), row.complaints) for row in connection.execute(query)]


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Case]:
    """The cases that a complaint is part of, oldest first."""
    query = select(cases).join(case_complaints, case_complaints.c.case_id == cases.c.id)
    rows = connection.execute(query.where(case_complaints.c.complaint_id == complaint_id).order_by(cases.c.id))
    return [_case(row) for row in rows]


def complaints_of(connection: Connection, case_id: int) -> list[UUID]:
    """The complaints of a case, in the order in which they were added."""
    query = select(case_complaints.c.complaint_id).where(case_complaints.c.case_id == case_id)
    ordered = query.order_by(case_complaints.c.added_at, case_complaints.c.complaint_id)
    return list(connection.execute(ordered).scalars())


def put_in(connection: Connection, case_id: int, complaint_id: UUID, at: datetime) -> bool:
    """Add a complaint to a case; False where it is in already. Call it with the complaint locked."""
    if complaint_id in complaints_of(connection, case_id):
        return False
    row = {"case_id": case_id, "complaint_id": complaint_id, "added_at": at}
    connection.execute(insert(case_complaints).values(row))
    return True


def take_out(connection: Connection, case_id: int, complaint_id: UUID) -> bool:
    """Take a complaint out of a case; False where it was not in."""
    same = (case_complaints.c.case_id == case_id) & (case_complaints.c.complaint_id == complaint_id)
    return connection.execute(delete(case_complaints).where(same)).rowcount == 1


def change_closed(connection: Connection, case_id: int, closed_at: datetime | None) -> None:
    """Close a case, or open it again."""
    connection.execute(update(cases).where(cases.c.id == case_id).values(closed_at=closed_at))


def exclusions_of(connection: Connection, case_id: int) -> list[Exclusion]:
    """Who may not touch a case, by name."""
    query = select(*MEMBER, case_exclusions.c.reason, case_exclusions.c.excluded_at).join(
        case_exclusions, case_exclusions.c.staff_id == staff.c.id
    )
    rows = connection.execute(query.where(case_exclusions.c.case_id == case_id).order_by(staff.c.name))
    return [Exclusion(member_of(row), row.reason, row.excluded_at) for row in rows]


def exclude(connection: Connection, case_id: int, staff_id: UUID, reason: Interest, at: datetime) -> None:
    """Keep an official away from a case; call it with the case locked."""
    admit(connection, case_id, staff_id)
    row = {"case_id": case_id, "staff_id": staff_id, "reason": reason, "excluded_at": at}
    connection.execute(insert(case_exclusions).values(row))


def admit(connection: Connection, case_id: int, staff_id: UUID) -> None:
    """Let an official touch a case again."""
    same = (case_exclusions.c.case_id == case_id) & (case_exclusions.c.staff_id == staff_id)
    connection.execute(delete(case_exclusions).where(same))


def is_excluded(connection: Connection, complaint_id: UUID, staff_id: UUID) -> bool:
    """Whether an official is kept away from a complaint by any case that it is part of."""
    query = _excluded(staff_id).where(case_complaints.c.complaint_id == complaint_id)
    return connection.execute(query.limit(1)).first() is not None


def links_of(connection: Connection, complaint_id: UUID) -> list[Link]:
    """Complaints that tell of the same."""
    query = select(complaint_links).where(complaint_links.c.complaint_id == complaint_id)
    return [Link(row.other_id, row.kind) for row in connection.execute(query.order_by(complaint_links.c.linked_at))]


def link(connection: Connection, one: UUID, other: UUID, kind: LinkKind, at: datetime) -> None:
    """Note that two complaints tell of the same; call it with both locked."""
    unlink(connection, one, other)
    pairs = [{"complaint_id": a, "other_id": b, "kind": kind, "linked_at": at} for a, b in ((one, other), (other, one))]
    connection.execute(insert(complaint_links), pairs)


def unlink(connection: Connection, one: UUID, other: UUID) -> bool:
    """Take a link back; False where there is none."""
    pairs = [
        (complaint_links.c.complaint_id == a) & (complaint_links.c.other_id == b)
        for a, b in ((one, other), (other, one))
    ]
    return connection.execute(delete(complaint_links).where(pairs[0] | pairs[1])).rowcount > 0


@dataclass(frozen=True, slots=True)
class WithCaller:
    """Complaints with calls from one line: the first of those that somebody may read, and how many there are."""

    first: tuple[tuple[UUID, int], ...] = ()
    readable: int = 0
    others: int = 0


def same_callers(connection: Connection, complaint_id: UUID, *, staff_id: UUID, every: bool, most: int) -> WithCaller:
    """Other complaints, not linked yet, with calls from the lines of a complaint; most calls first.

    `every`: all may be read but those that somebody is kept away from; else only those at his desk.
    """
    mine = select(calls.c.caller_index).where(calls.c.complaint_id == complaint_id, calls.c.caller_index.is_not(None))
    told = _tellings(connection, list(connection.execute(mine.distinct()).scalars()))
    linked = [link.other_id for link in links_of(connection, complaint_id)]
    which = told.c.complaint_id.not_in([complaint_id, *linked])
    return _with_callers(connection, told, which, staff_id, every=every, most=most)


def with_caller(
    connection: Connection, index: bytes, *, but: UUID, staff_id: UUID, every: bool, most: int
) -> WithCaller:
    """Complaints but one with calls from one line, by its keyed digest; most calls first."""
    told = _tellings(connection, [index])
    return _with_callers(connection, told, told.c.complaint_id != but, staff_id, every=every, most=most)


def has_caller(connection: Connection, index: bytes, complaint_id: UUID) -> bool:
    """Whether a complaint has calls from one line, by its keyed digest."""
    query = select(calls.c.id).where(calls.c.complaint_id == complaint_id, calls.c.caller_index == index)
    return connection.execute(query.limit(1)).first() is not None


def _tellings(connection: Connection, indexes: list[bytes]) -> Subquery:
    """The complaint of each call from some lines; on PostgreSQL also where the caller may not read the call itself."""
    if connection.dialect.name == "postgresql":
        told = func.jingyue_tellings(cast(indexes, ARRAY(LargeBinary))).column_valued("complaint_id")
        return select(told).subquery()
    return select(calls.c.complaint_id).where(calls.c.caller_index.in_(indexes)).subquery()


def _with_callers(
    connection: Connection, told: Subquery, which: ColumnElement[bool], staff_id: UUID, *, every: bool, most: int
) -> WithCaller:
    count = func.count()
    at_desk = true() if every else assignments.c.staff_id == staff_id
    may = case((told.c.complaint_id.in_(_excluded(staff_id)), 0), (at_desk, 1), else_=0)
    query = (
        select(
            told.c.complaint_id, count.label("calls"), may.label("may"),
            func.count().over().label("all"), func.sum(may).over().label("readable"),
        )
        .outerjoin(assignments, assignments.c.complaint_id == told.c.complaint_id)
        .where(which)
        .group_by(told.c.complaint_id, assignments.c.staff_id)
        .order_by(may.desc(), count.desc(), told.c.complaint_id)
        .limit(most)
    )  # fmt: skip
    rows = connection.execute(query).all()
    if not rows:
        return WithCaller()
    first = tuple((row.complaint_id, row.calls) for row in rows if row.may)
    return WithCaller(first, rows[0].readable, rows[0].all - rows[0].readable)


def _excluded(staff_id: UUID) -> Select[tuple[UUID]]:
    joined = case_complaints.join(case_exclusions, case_exclusions.c.case_id == case_complaints.c.case_id)
    return select(case_complaints.c.complaint_id).select_from(joined).where(case_exclusions.c.staff_id == staff_id)


def _case(row: Row) -> Case:
    return Case(row.id, row.title, row.opened_at, row.opened_by, row.closed_at)
