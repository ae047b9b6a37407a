"""Requests to see how a mother can be reached."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select, update

from portal.domain.identity import IdentityRequest
from portal.storage.casework_tables import identity_requests as table


def add(connection: Connection, request: IdentityRequest) -> None:
    """Add a request."""
    connection.execute(insert(table).values(**asdict(request)))


def of_complaint(connection: Connection, complaint_id: UUID) -> list[IdentityRequest]:
    """A complaint's requests, oldest first."""
    query = select(table).where(table.c.complaint_id == complaint_id).order_by(table.c.asked_at, table.c.id)
    return [IdentityRequest(**row._asdict()) for row in connection.execute(query)]


def undecided(connection: Connection, asked_after: datetime) -> list[IdentityRequest]:
    """Requests of all complaints that nobody has decided, oldest first."""
    query = select(table).where(table.c.decided_at.is_(None), table.c.asked_at > asked_after)
    return [IdentityRequest(**row._asdict()) for row in connection.execute(query.order_by(table.c.asked_at))]


def granted_to(connection: Connection, login: str, since: datetime) -> int:
    """How many requests of an official were granted since an instant."""
    query = select(func.count()).where(table.c.asked_by == login, table.c.granted.is_(True), table.c.decided_at > since)
    return connection.execute(query).scalar_one()


def decide(connection: Connection, request: IdentityRequest, *, by: str, granted: bool, at: datetime) -> None:
    """Write down what was decided; call it with the complaint locked."""
    values = {"decided_by": by, "decided_at": at, "granted": granted}
    connection.execute(update(table).where(_same(request)).values(**values))


def use(connection: Connection, request: IdentityRequest, at: datetime) -> None:
    """Write down that the one look was taken."""
    connection.execute(update(table).where(_same(request)).values(used_at=at))


def _same(request: IdentityRequest):
    return (table.c.complaint_id == request.complaint_id) & (table.c.id == request.id)
