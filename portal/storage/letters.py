"""Letters: one row for each."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from portal.domain.letter import MOST_LETTERS, Letter, TooManyLetters
from portal.domain.note_removal import RemovalReason
from portal.storage.casework_tables import letters


def add(connection: Connection, letter: Letter) -> bool:
    """Add a letter; False where the same tap has added it before. Call it with the complaint locked."""
    known = [one.id for one in of_complaint(connection, letter.complaint_id)]
    if letter.id in known:
        return False
    if len(known) >= MOST_LETTERS:
        raise TooManyLetters(str(letter.complaint_id))
    connection.execute(insert(letters).values(**asdict(letter)))
    return True


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Letter]:
    """A complaint's letters, oldest first."""
    query = select(letters).where(letters.c.complaint_id == complaint_id).order_by(letters.c.written_at, letters.c.id)
    return [Letter(**row._asdict()) for row in connection.execute(query)]


def remove(connection: Connection, note: Letter, *, by: str, at: datetime, reason: RemovalReason) -> None:
    """Destroy what a note says; that it was there, and why it went, stays."""
    same = (letters.c.complaint_id == note.complaint_id) & (letters.c.id == note.id)
    gone = {"text_sealed": None, "removed_by": by, "removed_at": at, "removed_reason": reason}
    connection.execute(update(letters).where(same).values(gone))
