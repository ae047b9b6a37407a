"""Notes on cases: one row for each."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from portal.domain.case import MOST_NOTES, CaseNote, TooManyNotes
from portal.domain.note_removal import RemovalReason
from portal.storage.casework_tables import assignments, case_complaints, case_notes
from portal.storage.schema import complaint_keys


def add(connection: Connection, note: CaseNote) -> bool:
    """Add a note; False where the same tap has added it before. Call it with the case locked."""
    known = [one.id for one in of_case(connection, note.case_id)]
    if note.id in known:
        return False
    if len(known) >= MOST_NOTES:
        raise TooManyNotes(str(note.case_id))
    connection.execute(insert(case_notes).values(**asdict(note)))
    return True


def of_case(connection: Connection, case_id: int) -> list[CaseNote]:
    """A case's notes, oldest first."""
    query = select(case_notes).where(case_notes.c.case_id == case_id).order_by(case_notes.c.written_at, case_notes.c.id)
    return [CaseNote(**row._asdict()) for row in connection.execute(query)]


def remove(connection: Connection, note: CaseNote, *, by: str, at: datetime, reason: RemovalReason) -> None:
    """Destroy what a note says; that it was there, and why it went, stays."""
    same = (case_notes.c.case_id == note.case_id) & (case_notes.c.id == note.id)
    gone = {"text_sealed": None, "removed_by": by, "removed_at": at, "removed_reason": reason}
    connection.execute(update(case_notes).where(same).values(gone))


def handled_by(connection: Connection, case_id: int, staff_id: UUID) -> bool:
    """Whether somebody handles a complaint of a case."""
    query = (
        select(case_complaints.c.case_id)
        .join(assignments, assignments.c.complaint_id == case_complaints.c.complaint_id)
        .where(case_complaints.c.case_id == case_id, assignments.c.staff_id == staff_id)
    )
    return connection.execute(query.limit(1)).first() is not None


def has_sealed(connection: Connection, case_id: int) -> bool:
    """Whether a complaint of a case still has its key; where none has, notes are kept no longer."""
    joined = case_complaints.join(complaint_keys, complaint_keys.c.complaint_id == case_complaints.c.complaint_id)
    query = select(case_complaints.c.case_id).select_from(joined).where(case_complaints.c.case_id == case_id)
    return connection.execute(query.limit(1)).first() is not None
