"""The office's queue: complaints with counts and dates, narrowed by a filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, case, func, or_, select

from portal.domain.caseload import QueueFilter
from portal.domain.period import start_of
from portal.domain.pregnancy import (
    CONFINEMENT_DAYS,
    GESTATION_DAYS,
    HUNDRED_DAYS,
    SECOND_TRIMESTER_DAY,
    THIRD_TRIMESTER_DAY,
)
from portal.domain.report import Complaint, Origin, Status, Withdrawal
from portal.domain.vocabulary import Stage
from portal.storage.casework_tables import assignments, clocks
from portal.storage.complaints import complaint_of, with_hospital
from portal.storage.local_days import DaysSince
from portal.storage.schema import calls, complaints, hospitals, staff

# First and last day of each stage after the birth; before it, of the gestational age.
AFTER_BIRTH = {
    Stage.CONFINEMENT: (0, CONFINEMENT_DAYS),
    Stage.TO_HUNDRED_DAYS: (CONFINEMENT_DAYS + 1, HUNDRED_DAYS),
    Stage.AFTER_HUNDRED_DAYS: (HUNDRED_DAYS + 1, None),
}
BEFORE_BIRTH = {
    Stage.FIRST_TRIMESTER: (None, SECOND_TRIMESTER_DAY - 1),
    Stage.SECOND_TRIMESTER: (SECOND_TRIMESTER_DAY, THIRD_TRIMESTER_DAY - 1),
    Stage.THIRD_TRIMESTER: (THIRD_TRIMESTER_DAY, None),
}
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
    connection: Connection, which: QueueFilter, *, today: date, late_start: date, limit: int = 50, offset: int = 0
) -> list[QueueRow]:
    """Some lines, newest first, without what was erased; `late_start` as for `overdue`."""
    found = (
        select(complaints.c.id)
        .where(*_conditions(which, today, late_start))
        .order_by(complaints.c.created_at.desc(), complaints.c.id)
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    counted = select(func.count()).where(calls.c.complaint_id == complaints.c.id).scalar_subquery()
    query = (
        with_hospital(
            counted.label("calls"),
            _last_contact().label("last_contact"),
            staff.c.name.label("assigned_to"),
            assignments.c.staff_id,
        )
        .join(found, found.c.id == complaints.c.id)
        .outerjoin(assignments, assignments.c.complaint_id == complaints.c.id)
        .outerjoin(staff, staff.c.id == assignments.c.staff_id)
    )
    rows = connection.execute(query.order_by(complaints.c.created_at.desc(), complaints.c.id))
    return [
        QueueRow(complaint_of(row), row.district, row.calls, row.last_contact, row.staff_id, row.assigned_to)
        for row in rows
    ]


def length(connection: Connection, which: QueueFilter, *, today: date, late_start: date) -> int:
    """How many lines there are."""
    query = select(func.count()).select_from(complaints).where(*_conditions(which, today, late_start))
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
    by_itself = and_(
        complaints.c.status == Status.RECEIVED,
        complaints.c.origin == Origin.PORTAL,
        complaints.c.created_at < start_of(late_start + timedelta(days=1)),
        ~kept.exists(),
    )
    return and_(complaints.c.withdrawal.in_(STANDS), or_(kept.where(clocks.c.due_on < today).exists(), by_itself))


def _conditions(which: QueueFilter, today: date, late_start: date) -> list[ColumnElement[bool]]:
    assigned = select(assignments.c.complaint_id).where(assignments.c.complaint_id == complaints.c.id)
    vendor = select(calls.c.id).where(calls.c.complaint_id == complaints.c.id, calls.c.vendor_type == which.vendor)
    named = {"district": which.district, "name": which.hospital}
    at = [hospitals.c[column] == value for column, value in named.items() if value is not None]
    asked = [
        (which.status is not None, complaints.c.status == which.status),
        (bool(at), complaints.c.hospital_id.in_(select(hospitals.c.id).where(*at))),
        (which.vendor is not None, vendor.exists()),
        (which.assigned_to is not None, assigned.where(assignments.c.staff_id == which.assigned_to).exists()),
        (which.unassigned, ~assigned.exists()),
        (which.overdue, overdue(today, late_start)),
    ]
    found = [complaints.c.withdrawal != Withdrawal.ERASED, *(condition for wanted, condition in asked if wanted)]
    return found if which.stage is None else [*found, _in_stage(which.stage)]


def _in_stage(stage: Stage) -> ColumnElement[bool]:
    """The stage in which she last told something, by the rules of `domain.pregnancy.stage_on`."""
    birth = func.coalesce(complaints.c.born_on, complaints.c.due_on)
    after = DaysSince(_last_contact(), birth)
    if stage in AFTER_BIRTH:
        return _between(after, *AFTER_BIRTH[stage])
    age = DaysSince(_last_contact(), func.coalesce(complaints.c.due_on, complaints.c.born_on)) + GESTATION_DAYS
    return and_(after < 0, _between(age, *BEFORE_BIRTH[stage]))


def _between(days: ColumnElement[int], first: int | None, last: int | None) -> ColumnElement[bool]:
    return and_(*([days >= first] if first is not None else []), *([days <= last] if last is not None else []))


def _last_contact() -> ColumnElement[datetime]:
    told = select(func.max(calls.c.reported_at)).where(calls.c.complaint_id == complaints.c.id).scalar_subquery()
    return func.coalesce(told, complaints.c.created_at)
