"""An official's verbs on letters: write to the mother, note something for colleagues, open what was written,
take a note away."""

from datetime import datetime
from uuid import UUID

from portal.casework import opening
from portal.casework.opening import NothingSealed
from portal.domain.access import StaffMember
from portal.domain.handling import OpeningReason
from portal.domain.journal import Entry
from portal.domain.legal_hold import HoldStage
from portal.domain.letter import Letter, LetterKind, OpenLetter
from portal.domain.note_removal import NoteStays, RemovalReason, require_removable
from portal.domain.once import id_of
from portal.storage import complaints as complaint_rows
from portal.storage import journal, legal_holds
from portal.storage import letters as rows
from portal.storage.database import Store
from portal.vault import letters as sealing
from portal.vault.vault import Vault

VERBS = {LetterKind.TO_REPORTER: "send_letter", LetterKind.NOTE: "add_note"}


def write(
    complaint_id: UUID, kind: LetterKind, text: str, *, token: str, by: str, at: datetime, store: Store, vault: Vault
) -> None:
    """Write to the mother or to colleagues; the same token again writes nothing."""
    letter_id = id_of(complaint_id, "letter", by, token)
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
        if wrapped is None:
            raise NothingSealed(str(complaint_id))
        sealed = sealing.sealed(text, letter_id, vault.unwrap(complaint_id, wrapped))
        if rows.add(connection, Letter(complaint_id, letter_id, kind, by, at, sealed)):
            journal.append(connection, _entry(VERBS[kind], complaint_id, by, at))


def listed(complaint_id: UUID, *, store: Store) -> list[Letter]:
    """When who wrote, nothing opened; oldest first."""
    with store.read() as connection:
        return rows.of_complaint(connection, complaint_id)


def read(
    complaint_id: UUID, *, reason: OpeningReason, by: str, at: datetime, store: Store, vault: Vault
) -> list[OpenLetter]:
    """Open what is still there, for one look; that is recorded first, and she reads that it was."""
    wrapped = opening.record(complaint_id, "open_letters", reason, by=by, at=at, store=store)
    key = vault.unwrap(complaint_id, wrapped)
    return [sealing.opened(one, key) for one in listed(complaint_id, store=store) if one.text_sealed is not None]


def remove_note(
    complaint_id: UUID, note_id: UUID, *, reason: RemovalReason, member: StaffMember, at: datetime, store: Store
) -> None:
    """Destroy what a note says, for good; that it was there, and who took it away why, stays."""
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        notes = [one for one in rows.of_complaint(connection, complaint_id) if one.kind is LetterKind.NOTE]
        note = next((one for one in notes if one.id == note_id and one.text_sealed is not None), None)
        if note is None:
            raise NoteStays("gone")
        holds = legal_holds.of_complaint(connection, complaint_id)
        require_removable(note.by, member, held=any(one.stage is not HoldStage.RELEASED for one in holds))
        rows.remove(connection, note, by=member.login, at=at, reason=reason)
        details = {"removal": reason.value, "written_by": note.by}
        journal.append(connection, _entry("remove_note", complaint_id, member.login, at, **details))


def _entry(verb: str, complaint_id: UUID, by: str, at: datetime, **details: str) -> Entry:
    return Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details)
