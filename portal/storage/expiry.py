"""Which complaints have been kept as long as their class may be."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from portal.domain.period import as_utc, local_day
from portal.domain.report import Status
from portal.domain.retention_term import RetentionClass
from portal.storage import complaints as rows
from portal.storage.casework_tables import case_complaints, cases, clocks
from portal.storage.legal_holds import delayed, delaying
from portal.storage.schema import calls, complaint_keys, complaints, quiet_reports

Destroy = Callable[[Connection, UUID], None]
DESTROYS: dict[RetentionClass, Destroy] = {
    RetentionClass.UNVERIFIED: rows.destroy_sealed,
    RetentionClass.CLOSED: rows.destroy_sealed,
    RetentionClass.SILENT: rows.destroy_sealed,
    RetentionClass.FACTS: rows.forget_facts,
}


def due(connection: Connection, kind: RetentionClass, before: datetime, *, limit: int) -> list[UUID]:
    """Complaints of a class whose last contact lies before an instant, those under a hold left out; all are locked.

    Asked twice: whoever held the lock of one before us may have added a call to it, or confirmed a hold.
    """
    query = _of_class(select(complaints.c.id), kind, before).where(~delaying()).order_by(complaints.c.id)
    some = list(connection.execute(query.limit(limit)).scalars())
    these = complaints.c.id.in_(some)
    connection.execute(select(complaints.c.id).where(these).order_by(complaints.c.id).with_for_update())
    return list(connection.execute(query.where(these)).scalars())


def count(connection: Connection, kind: RetentionClass, before: datetime) -> tuple[int, int]:
    """How many complaints of a class are due, and how many more a hold delays."""
    every = _of_class(select(func.count()), kind, before)
    held = connection.execute(every.where(complaints.c.id.in_(delayed()))).scalar_one()
    return connection.execute(every).scalar_one() - held, held


def _of_class(query: Select, kind: RetentionClass, before: datetime) -> Select:
    return query.select_from(complaints).where(_silent_since(as_utc(before)), _belongs(kind, before))


def _silent_since(before: datetime) -> ColumnElement[bool]:
    later = [
        select(table.c.complaint_id)
        .where(table.c.complaint_id == complaints.c.id, table.c.reported_at >= before)
        .exists()
        for table in (calls, quiet_reports)
    ]
    # The sum beside the complaint rules most out; what decides are the rows themselves.
    told = or_(complaints.c.told_last.is_(None), complaints.c.told_last < before)
    return and_(complaints.c.created_at < before, told, ~or_(*later))


def _belongs(kind: RetentionClass, before: datetime) -> ColumnElement[bool]:
    if kind is RetentionClass.FACTS:
        told = [
            select(table.c.complaint_id).where(table.c.complaint_id == complaints.c.id).exists()
            for table in (calls, quiet_reports)
        ]
        return or_(complaints.c.registered_on.is_not(None), complaints.c.hospital_id.is_not(None), _has_key(), *told)
    if kind is RetentionClass.UNVERIFIED:
        return and_(
            _has_key(), complaints.c.tier == 0, complaints.c.status == Status.RECEIVED, ~_in_case(open_only=False)
        )
    if kind is RetentionClass.CLOSED:
        later = select(clocks.c.complaint_id).where(
            clocks.c.complaint_id == complaints.c.id, clocks.c.finished_on >= local_day(before)
        )
        return and_(_has_key(), complaints.c.status == Status.CLOSED, ~later.exists(), ~_in_case(open_only=True))
    return _has_key()


def _has_key() -> ColumnElement[bool]:
    return select(complaint_keys.c.complaint_id).where(complaint_keys.c.complaint_id == complaints.c.id).exists()


def _in_case(*, open_only: bool) -> ColumnElement[bool]:
    query = select(case_complaints.c.case_id).where(case_complaints.c.complaint_id == complaints.c.id)
    if open_only:
        query = query.join(cases, cases.c.id == case_complaints.c.case_id).where(cases.c.closed_at.is_(None))
    return query.exists()
