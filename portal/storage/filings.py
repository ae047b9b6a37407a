"""Filings with other offices: one row for each."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from portal.domain.filing import Filing
from portal.storage.diary_tables import filings


def add(connection: Connection, filing: Filing) -> bool:
    """Add a filing; False where the same tap has added it before."""
    if find(connection, filing.complaint_id, filing.id):
        return False
    connection.execute(insert(filings).values(**asdict(filing)))
    return True


def find(connection: Connection, complaint_id: UUID, filing_id: UUID) -> Filing | None:
    """One filing of a complaint."""
    row = connection.execute(select(filings).where(_same(complaint_id, filing_id))).one_or_none()
    return Filing(**row._asdict()) if row else None


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Filing]:
    """A complaint's filings, oldest first."""
    query = select(filings).where(filings.c.complaint_id == complaint_id).order_by(filings.c.added_at, filings.c.id)
    return [Filing(**row._asdict()) for row in connection.execute(query)]


def change_outcome(connection: Connection, complaint_id: UUID, filing_id: UUID, sealed: bytes | None) -> bool:
    """Write down what came of a filing; False where there is no such filing."""
    changed = update(filings).where(_same(complaint_id, filing_id)).values(outcome_sealed=sealed)
    return connection.execute(changed).rowcount == 1


def remove(connection: Connection, complaint_id: UUID, filing_id: UUID) -> bool:
    """Take a filing back; False where it is not there."""
    return connection.execute(delete(filings).where(_same(complaint_id, filing_id))).rowcount == 1


def _same(complaint_id: UUID, filing_id: UUID):
    return (filings.c.complaint_id == complaint_id) & (filings.c.id == filing_id)
