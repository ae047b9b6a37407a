"""What the office wrote to her, and her answer; notes among officials are not hers to read here."""

from datetime import datetime
from uuid import UUID

from portal.domain.journal import REPORTER, Entry
from portal.domain.letter import Letter, LetterKind, OpenLetter
from portal.domain.once import id_of
from portal.intake.complaints import key_to_add
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage import letters as rows
from portal.storage.database import Store
from portal.vault import letters as sealing
from portal.vault.vault import Vault


def of_complaint(complaint_id: UUID, *, store: Store, vault: Vault) -> list[OpenLetter]:
    """What was written between the office and her, oldest first."""
    with store.read(complaint_id) as connection:
        found = rows.of_complaint(connection, complaint_id)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    if wrapped is None:
        return []
    key = vault.unwrap(complaint_id, wrapped)
    return [sealing.opened(letter, key) for letter in found if letter.kind is not LetterKind.NOTE]


def answer(complaint_id: UUID, text: str, *, token: str, store: Store, vault: Vault, at: datetime) -> None:
    """Answer the office; the same token again adds nothing."""
    letter_id = id_of(complaint_id, "letter", token)
    with store.write(complaint_id) as connection:
        key = key_to_add(connection, complaint_id, vault)
        sealed = sealing.sealed(text, letter_id, key)
        kind = LetterKind.FROM_REPORTER
        if rows.add(connection, Letter(complaint_id, letter_id, kind, REPORTER, at, sealed)):
            entry = Entry(at, REPORTER, "complaint.answer_letter", f"complaint:{complaint_id}")
            journal.append(connection, entry)
