"""Breaches, those whom they concern, and the questions by which these are found."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, false, insert, select

from portal.domain.breach import Notice
from portal.domain.period import as_utc
from portal.storage import deliveries
from portal.storage.keeping_tables import backups, breach_complaints, breaches
from portal.storage.schema import complaints, exports, hospitals, journal, staff

COMPLAINT = "complaint:"


def add(connection: Connection, notice: Notice, concerned: Sequence[UUID]) -> None:
    """Write a breach down with those whom it concerns."""
    values = {"id": notice.id, "kind": notice.kind, "declared_at": notice.declared_at}
    connection.execute(insert(breaches).values(**values, since=notice.since, until=notice.until))
    if concerned:
        rows = [{"breach_id": notice.id, "complaint_id": one} for one in concerned]
        connection.execute(insert(breach_complaints), rows)


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Notice]:
    """The breaches that concern a complaint, newest first."""
    query = (
        select(breaches)
        .join(breach_complaints, breach_complaints.c.breach_id == breaches.c.id)
        .where(breach_complaints.c.complaint_id == complaint_id)
        .order_by(breaches.c.declared_at.desc(), breaches.c.id)
    )
    return [Notice(row.id, row.kind, row.declared_at, row.since, row.until) for row in connection.execute(query)]


def touched_by(connection: Connection, login: str, since: datetime, until: datetime) -> list[UUID]:
    """Complaints of which the journal says that an account did something, from `since` (in) to `until` (in)."""
    within = (journal.c.at >= as_utc(since)) & (journal.c.at <= as_utc(until))
    query = select(journal.c.subject).where(journal.c.actor == login, journal.c.subject.like(f"{COMPLAINT}%"), within)
    return sorted({UUID(subject.removeprefix(COMPLAINT)) for subject in connection.execute(query).scalars()})


def is_known(connection: Connection, login: str) -> bool:
    """Whether there is such an account, or the journal names one that was there."""
    named = select(staff.c.id).where(staff.c.login == login).exists()
    acted = select(journal.c.sequence).where(journal.c.actor == login).exists()
    return bool(connection.execute(select(named | acted)).scalar_one())


def came_before(connection: Connection, until: datetime) -> list[UUID]:
    """Every complaint that had come in by an instant."""
    query = select(complaints.c.id).where(complaints.c.created_at <= as_utc(until))
    return list(connection.execute(query.order_by(complaints.c.id)).scalars())


def in_backup(connection: Connection, number: int) -> list[UUID] | None:
    """Every complaint that a backup file holds; None where there is no such file."""
    made_at = connection.execute(select(backups.c.made_at).where(backups.c.id == number)).scalar_one_or_none()
    return None if made_at is None else came_before(connection, made_at)


def in_export(connection: Connection, number: int) -> list[UUID] | None:
    """Complaints whose registration a file of the registry held; None where there is no such file."""
    run = connection.execute(select(exports).where(exports.c.id == number)).one_or_none()
    if run is None:
        return None
    registered = (complaints.c.registered_on >= run.registered_from) & (
        complaints.c.registered_on < run.registered_until
    )
    query = select(complaints.c.id).outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id).where(registered)
    if run.districts or run.hospitals:
        query = query.where(_one_of(hospitals.c.district, run.districts) | _one_of(hospitals.c.name, run.hospitals))
    return list(connection.execute(query.order_by(complaints.c.id)).scalars())


def in_delivery(connection: Connection, label: str) -> list[UUID] | None:
    """Complaints whose calls left with a delivery; None where none of that name has left."""
    left = next((one for one in deliveries.taken(connection) if one.label == label), None)
    return None if left is None else sorted({complaint for complaint, _call in deliveries.picked(connection, left.id)})


def _one_of(column: ColumnElement[str], names: list[str]) -> ColumnElement[bool]:
    return column.in_(names) if names else false()
