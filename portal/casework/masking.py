"""Covering passages of her words: by one official so that it can be undone, for good by another."""

from datetime import datetime
from uuid import UUID, uuid4

from portal.domain.journal import Entry
from portal.domain.masking import LONGEST_PASSAGE, MaskedField, Masking, covered, places_of
from portal.domain.report import Call
from portal.storage import calls as call_rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage import maskings as rows
from portal.storage.database import Connection, Store
from portal.vault.sealing import ComplaintKey, Place
from portal.vault.vault import Vault

SEALED = {MaskedField.NOTES: "notes_sealed", MaskedField.MESSAGE: "message_sealed"}


class MaskingRefused(RuntimeError):
    """It cannot be done; `why` is worded under `masking.refused.<why>`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def mask(
    complaint_id: UUID,
    call_id: UUID,
    where: MaskedField,
    passage: str,
    *,
    by: str,
    at: datetime,
    store: Store,
    vault: Vault,
) -> int:
    """Cover a passage wherever it stands in one call's words; at how many places. What it says is kept nowhere."""
    if not 0 < len(passage) <= LONGEST_PASSAGE:
        raise MaskingRefused("passage")
    with store.write() as connection:
        key = _key(connection, complaint_id, vault)
        known = rows.of_complaint(connection, complaint_id)
        text = covered(_text(connection, complaint_id, call_id, where, key), _of(known, call_id, where)) or ""
        places = places_of(passage, text)
        if not places:
            raise MaskingRefused("passage")
        for start in places:
            rows.add(connection, Masking(complaint_id, uuid4(), call_id, where, start, len(passage), by, at))
        _journal(connection, "mask", complaint_id, by, at, places=len(places))
    return len(places)


def unmask(complaint_id: UUID, masking_id: UUID, *, by: str, at: datetime, store: Store) -> None:
    """Uncover a passage that is not gone yet."""
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        rows.remove(connection, _waiting(connection, complaint_id, masking_id))
        _journal(connection, "unmask", complaint_id, by, at)


def redact(complaint_id: UUID, masking_id: UUID, *, by: str, at: datetime, store: Store, vault: Vault) -> None:
    """Destroy what a covered passage says, as a second person: nobody, she included, can read it again."""
    with store.write() as connection:
        key = _key(connection, complaint_id, vault)
        one = _waiting(connection, complaint_id, masking_id)
        if one.masked_by == by:
            raise MaskingRefused("same_person")
        text = covered(_text(connection, complaint_id, one.call_id, one.field, key), [one])
        column = SEALED[one.field]
        sealed = key.seal(text, Place("calls", column, one.call_id))
        call_rows.reseal(connection, complaint_id, one.call_id, column, sealed)
        rows.redact(connection, one, by=by, at=at)
        _journal(connection, "redact", complaint_id, by, at)


def of_complaint(complaint_id: UUID, *, store: Store) -> list[Masking]:
    """The covered passages of a complaint, oldest first."""
    with store.read() as connection:
        return rows.of_complaint(connection, complaint_id)


def _of(known: list[Masking], call_id: UUID, where: MaskedField) -> list[Masking]:
    return [one for one in known if one.call_id == call_id and one.field is where]


def _waiting(connection: Connection, complaint_id: UUID, masking_id: UUID) -> Masking:
    known = rows.of_complaint(connection, complaint_id)
    found = next((one for one in known if one.id == masking_id and one.redacted_at is None), None)
    if found is None:
        raise MaskingRefused("gone")
    return found


def _text(connection: Connection, complaint_id: UUID, call_id: UUID, where: MaskedField, key: ComplaintKey) -> str:
    calls = call_rows.of_complaint(connection, complaint_id)
    call: Call | None = next((one for one in calls if one.id == call_id), None)
    if call is None:
        raise MaskingRefused("gone")
    column = SEALED[where]
    return key.open(getattr(call, column), Place("calls", column, call_id)) or ""


def _key(connection: Connection, complaint_id: UUID, vault: Vault) -> ComplaintKey:
    complaint_rows.get(connection, complaint_id, lock=True)
    wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    if wrapped is None:
        raise MaskingRefused("gone")
    return vault.unwrap(complaint_id, wrapped)


def _journal(connection: Connection, verb: str, complaint_id: UUID, by: str, at: datetime, **details: object) -> None:
    journal.append(connection, Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details))
