"""An official's verbs on letters: write to the mother, note something for colleagues, open what was written."""

from datetime import datetime
from uuid import UUID

from portal.casework.complaints import NothingSealed
from portal.domain.handling import OpeningReason
from portal.domain.journal import Entry
from portal.domain.letter import Letter, LetterKind, OpenLetter
from portal.domain.once import id_of
from portal.storage import complaints as complaint_rows
from portal.storage import journal
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


def read(complaint_id: UUID, *, by: str, at: datetime, store: Store, vault: Vault) -> list[OpenLetter]:
    """Open what was written, for one look; that is recorded first, and she reads that it was."""
    reason = {"reason": OpeningReason.CONTACT_REPORTER.value}
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
        if wrapped is None:
            raise NothingSealed(str(complaint_id))
        journal.append(connection, _entry("open_letters", complaint_id, by, at, **reason))
    key = vault.unwrap(complaint_id, wrapped)
    return [sealing.opened(letter, key) for letter in listed(complaint_id, store=store)]


def _entry(verb: str, complaint_id: UUID, by: str, at: datetime, **details: str) -> Entry:
    return Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details)
