"""Legal holds of complaints."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select, update

from portal.domain.legal_hold import LegalHold
from portal.storage.casework_tables import case_complaints
from portal.storage.keeping_tables import legal_holds as table
from portal.storage.schema import complaints


def add(connection: Connection, hold: LegalHold) -> None:
    """Write down a proposal."""
    connection.execute(insert(table).values(**asdict(hold)))


def of_complaint(connection: Connection, complaint_id: UUID) -> list[LegalHold]:
    """A complaint's holds, oldest first."""
    query = select(table).where(table.c.complaint_id == complaint_id).order_by(table.c.proposed_at, table.c.id)
    return [LegalHold(**row._asdict()) for row in connection.execute(query)]


def open_in_case(connection: Connection, case_id: int) -> bool:
    """Whether a hold of a complaint of a case is open: proposed, or standing."""
    if connection.dialect.name == "postgresql":  # the holds of others' complaints are closed to an officer
        return connection.execute(select(func.jingyue_case_held(case_id))).scalar_one()
    held = select(table.c.id).join(case_complaints, case_complaints.c.complaint_id == table.c.complaint_id)
    query = held.where(case_complaints.c.case_id == case_id, table.c.released_at.is_(None))
    return connection.execute(query.limit(1)).first() is not None


def step(connection: Connection, hold: LegalHold, name: str, *, by: str | None, at: datetime | None) -> None:
    """Write down who took a step (`confirmed`, `release`, `released`), or that nobody did; lock the complaint first."""
    same = (table.c.complaint_id == hold.complaint_id) & (table.c.id == hold.id)
    connection.execute(update(table).where(same).values({f"{name}_by": by, f"{name}_at": at}))


def delaying() -> ColumnElement[bool]:
    """Whether a hold delays what is due of the complaint of the surrounding query."""
    return delayed().where(table.c.complaint_id == complaints.c.id).exists()


def delayed() -> Select:
    """The complaints that a hold delays."""
    return select(table.c.complaint_id).where(table.c.confirmed_at.is_not(None), table.c.released_at.is_(None))


def drop(connection: Connection, hold: LegalHold) -> None:
    """Take a proposal off the table; the journal keeps that it was made."""
    connection.execute(delete(table).where((table.c.complaint_id == hold.complaint_id) & (table.c.id == hold.id)))
