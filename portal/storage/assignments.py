"""Who handles which complaint, who is working on it just now, and searches under a name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from portal.domain.access import StaffMember
from portal.domain.caseload import Hold, SavedSearch
from portal.domain.report import Status
from portal.storage.casework_tables import assignments, holds, saved_searches
from portal.storage.schema import complaints, staff
from portal.storage.staff import MEMBER, member_of


def holder_of(connection: Connection, complaint_id: UUID) -> StaffMember | None:
    """Who handles a complaint; None where nobody does."""
    query = select(*MEMBER).join(assignments, assignments.c.staff_id == staff.c.id)
    row = connection.execute(query.where(assignments.c.complaint_id == complaint_id)).one_or_none()
    return member_of(row) if row else None


def put(connection: Connection, complaint_id: UUID, staff_id: UUID | None, at: datetime) -> None:
    """Give a complaint to somebody, or to nobody; call it with the complaint locked."""
    connection.execute(delete(assignments).where(assignments.c.complaint_id == complaint_id))
    if staff_id is not None:
        row = {"complaint_id": complaint_id, "staff_id": staff_id, "assigned_at": at}
        connection.execute(insert(assignments).values(row))


def open_of(connection: Connection, staff_id: UUID) -> list[UUID]:
    """The complaints that somebody handles and that are not closed."""
    query = (
        select(assignments.c.complaint_id)
        .join(complaints, complaints.c.id == assignments.c.complaint_id)
        .where(assignments.c.staff_id == staff_id, complaints.c.status != Status.CLOSED)
        .order_by(assignments.c.complaint_id)
    )
    return list(connection.execute(query).scalars())


def hold_of(connection: Connection, complaint_id: UUID, at: datetime) -> Hold | None:
    """Who is working on a complaint at an instant."""
    query = select(*MEMBER, holds.c.until).join(holds, holds.c.staff_id == staff.c.id)
    row = connection.execute(query.where(holds.c.complaint_id == complaint_id, holds.c.until > at)).one_or_none()
    return Hold(member_of(row), row.until) if row else None


def hold(connection: Connection, complaint_id: UUID, staff_id: UUID, until: datetime) -> None:
    """Note who is working on a complaint; call it with the complaint locked."""
    release(connection, complaint_id)
    connection.execute(insert(holds).values(complaint_id=complaint_id, staff_id=staff_id, until=until))


def release(connection: Connection, complaint_id: UUID) -> None:
    """Nobody is working on it any more."""
    connection.execute(delete(holds).where(holds.c.complaint_id == complaint_id))


def searches_of(connection: Connection, staff_id: UUID) -> list[SavedSearch]:
    """Somebody's saved searches, by name."""
    query = select(saved_searches).where(saved_searches.c.staff_id == staff_id).order_by(saved_searches.c.name)
    return [SavedSearch(row.name, row.query) for row in connection.execute(query)]


def save_search(connection: Connection, staff_id: UUID, search: SavedSearch) -> None:
    """Save a search; one of the same name is replaced."""
    remove_search(connection, staff_id, search.name)
    connection.execute(insert(saved_searches).values(staff_id=staff_id, name=search.name, query=search.query))


def remove_search(connection: Connection, staff_id: UUID, name: str) -> None:
    """Forget a search."""
    same = (saved_searches.c.staff_id == staff_id) & (saved_searches.c.name == name)
    connection.execute(delete(saved_searches).where(same))
