"""What officials note on a case: for those who handle one of its complaints, and for supervisors."""

from datetime import datetime
from uuid import UUID

from portal.casework.opening import NothingSealed
from portal.domain.access import Permission, StaffMember
from portal.domain.case import CaseNote, OpenCaseNote
from portal.domain.journal import Entry
from portal.domain.note_removal import NoteStays, RemovalReason, require_removable
from portal.domain.once import id_of
from portal.storage import case_notes as rows
from portal.storage import cases, journal, legal_holds
from portal.storage.database import Connection, Store
from portal.vault.vault import Vault


class NotForYou(RuntimeError):
    """Somebody who handles none of its complaints, or who is kept away from the case."""


def write(
    case_id: int, text: str, *, token: str, member: StaffMember, at: datetime, store: Store, vault: Vault
) -> None:
    """Note something; the same token again notes nothing."""
    note_id = id_of(case_id, "case_note", member.login, token)
    with store.write() as connection:
        cases.get(connection, case_id, lock=True)
        _refuse_others(connection, case_id, member)
        if not rows.has_sealed(connection, case_id):
            raise NothingSealed(str(case_id))
        sealed = vault.seal_case_note(text, note_id)
        if rows.add(connection, CaseNote(case_id, note_id, member.login, at, sealed)):
            journal.append(connection, Entry(at, member.login, "case.add_note", f"case:{case_id}"))


def read(case_id: int, *, member: StaffMember, store: Store, vault: Vault) -> list[OpenCaseNote] | None:
    """The notes, oldest first; None where they are not for this member of staff."""
    with store.read() as connection:
        try:
            _refuse_others(connection, case_id, member)
        except NotForYou:
            return None
        found = rows.of_case(connection, case_id)
    return [OpenCaseNote(one, _text(one, vault)) for one in found]


def remove(
    case_id: int, note_id: UUID, *, reason: RemovalReason, member: StaffMember, at: datetime, store: Store
) -> None:
    """Destroy what a note says, for good; that it was there, and who took it away why, stays."""
    with store.write() as connection:
        cases.get(connection, case_id, lock=True)
        _refuse_others(connection, case_id, member)
        notes = rows.of_case(connection, case_id)
        note = next((one for one in notes if one.id == note_id and one.text_sealed is not None), None)
        if note is None:
            raise NoteStays("gone")
        require_removable(note.by, member, held=legal_holds.open_in_case(connection, case_id))
        rows.remove(connection, note, by=member.login, at=at, reason=reason)
        details = {"removal": reason.value, "written_by": note.by}
        journal.append(connection, Entry(at, member.login, "case.remove_note", f"case:{case_id}", details))


def _text(note: CaseNote, vault: Vault) -> str | None:
    return None if note.text_sealed is None else vault.open_case_note(note.text_sealed, note.id)


def _refuse_others(connection: Connection, case_id: int, member: StaffMember) -> None:
    kept_away = any(one.member.id == member.id for one in cases.exclusions_of(connection, case_id))
    concerned = member.may(Permission.SUPERVISE) or rows.handled_by(connection, case_id, member.id)
    if kept_away or not concerned:
        raise NotForYou(str(case_id))
