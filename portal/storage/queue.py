"""The office's queue: complaints with counts and dates, narrowed by a filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Integer, Select, and_, case, func, or_, select, union

from portal.domain.caseload import QueueFilter
from portal.domain.period import start_of
from portal.domain.report import Complaint, Origin, Status, Withdrawal, mask_of
from portal.domain.vocabulary import VendorType
from portal.storage.casework_tables import assignments, clocks
from portal.storage.complaints import complaint_of, with_hospital
from portal.storage.schema import complaints, hospitals, staff

STANDS = (Withdrawal.NONE, Withdrawal.PUBLICATION)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the office's queue: counts and dates, nothing that names anybody."""

    complaint: Complaint
    district: str | None
    calls: int
    last_contact: datetime
    officer_id: UUID | None = None
    assigned_to: str | None = None  # the name of who handles it


def page(
    connection: Connection,
    which: QueueFilter,
    *,
    today: date,
    late_start: date,
    officer: UUID | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[QueueRow]:
    """Some lines, newest first, without what was erased; `late_start` as for `overdue`.

    `officer`: only what this member of staff has and what nobody has.
    """
    newest_first = (complaints.c.created_at.desc(), complaints.c.id.desc())
    found = _found(which, today, late_start, officer).order_by(*newest_first).limit(limit).offset(offset).subquery()
    query = (
        with_hospital(staff.c.name.label("assigned_to"), assignments.c.staff_id)
        .join(found, found.c.id == complaints.c.id)
        .outerjoin(assignments, assignments.c.complaint_id == complaints.c.id)
        .outerjoin(staff, staff.c.id == assignments.c.staff_id)
    )
    return [
        QueueRow(
            complaint_of(row), row.district, row.told_calls, row.told_last or row.created_at,
            row.staff_id, row.assigned_to,
        )
        for row in connection.execute(query.order_by(*newest_first))
    ]  # fmt: skip


def length(
    connection: Connection, which: QueueFilter, *, today: date, late_start: date, officer: UUID | None = None
) -> int:
    """How many lines there are."""
    query = select(func.count()).select_from(_found(which, today, late_start, officer).subquery())
    return connection.execute(query).scalar_one()


def loads(connection: Connection, *, today: date, late_start: date) -> Mapping[UUID, tuple[int, int]]:
    """For each member of staff with open work: how many complaints, and how many of them overdue."""
    late = case((overdue(today, late_start), 1), else_=0)
    query: Select = (
        select(assignments.c.staff_id, func.count().label("open"), func.sum(late).cast(Integer).label("overdue"))
        .join(complaints, complaints.c.id == assignments.c.complaint_id)
        .where(complaints.c.status != Status.CLOSED, complaints.c.withdrawal != Withdrawal.ERASED)
        .group_by(assignments.c.staff_id)
    )
    return {row.staff_id: (row.open, row.overdue) for row in connection.execute(query)}


def overdue(today: date, late_start: date) -> ColumnElement[bool]:
    """A clock that has run out; without a row, one that began by itself on `late_start` or before."""
    kept = select(clocks.c.complaint_id).where(clocks.c.complaint_id == complaints.c.id)
    run_out = kept.where(clocks.c.due_on < today).exists()
    return and_(complaints.c.withdrawal.in_(STANDS), or_(run_out, and_(*_began_by_itself(late_start))))


def _overdue_ids(today: date, late_start: date) -> CompoundSelect:
    """The same complaints, reached from the clocks: `overdue` would walk through all."""
    run_out = select(clocks.c.complaint_id.label("id")).where(clocks.c.due_on < today)
    return union(run_out, select(complaints.c.id).where(*_began_by_itself(late_start)))


def _began_by_itself(late_start: date) -> tuple[ColumnElement[bool], ...]:
    return (
        complaints.c.status == Status.RECEIVED,
        complaints.c.origin == Origin.PORTAL,
        complaints.c.created_at < start_of(late_start + timedelta(days=1)),
        ~select(clocks.c.complaint_id).where(clocks.c.complaint_id == complaints.c.id).exists(),
    )


def _found(which: QueueFilter, today: date, late_start: date, officer: UUID | None) -> Select:
    """The ids of the lines; few complaints of many are reached from their own table, not by walking through all."""
    query = select(complaints.c.id, complaints.c.created_at).where(*_conditions(which))
    if officer is not None:
        held = assignments.alias("held")
        others = select(held.c.complaint_id).where(held.c.complaint_id == complaints.c.id, held.c.staff_id != officer)
        query = query.where(~others.exists())
    if which.assigned_to is not None:
        query = query.join(assignments, assignments.c.complaint_id == complaints.c.id)
        query = query.where(assignments.c.staff_id == which.assigned_to)
    if which.overdue:
        late = _overdue_ids(today, late_start).subquery()
        query = query.join(late, late.c.id == complaints.c.id).where(complaints.c.withdrawal.in_(STANDS))
    return query


def _conditions(which: QueueFilter) -> list[ColumnElement[bool]]:
    assigned = select(assignments.c.complaint_id).where(assignments.c.complaint_id == complaints.c.id)
    named = {"district": which.district, "name": which.hospital}
    at = [hospitals.c[column] == value for column, value in named.items() if value is not None]
    vendor = mask_of(frozenset({which.vendor}), VendorType) if which.vendor else 0
    asked = [
        (which.status is not None, complaints.c.status == which.status),
        (bool(at), complaints.c.hospital_id.in_(select(hospitals.c.id).where(*at))),
        (which.vendor is not None, complaints.c.told_vendors.bitwise_and(vendor) != 0),
        (which.stage is not None, complaints.c.told_stage == which.stage),
        (which.unassigned, ~assigned.exists()),
    ]
    return [complaints.c.withdrawal != Withdrawal.ERASED, *(condition for wanted, condition in asked if wanted)]
