"""An official's verbs on complaints: read, begin a review, close, reopen, open what is sealed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from portal.casework import opening
from portal.casework.opening import NothingSealed
from portal.domain.attachment import Attachment, OpenAttachment
from portal.domain.deadline import Clock, accepted, clock_of, finished, reopened, started
from portal.domain.filing import Filing, OpenFiling
from portal.domain.handling import OpeningReason, StepNotPossible
from portal.domain.journal import Entry
from portal.domain.legal_term import LegalTerms, shipped
from portal.domain.masking import MaskedField, Masking, covered
from portal.domain.period import local_day
from portal.domain.phone import Caller, classify
from portal.domain.pregnancy import stage_on
from portal.domain.report import Call, Card, ClosingNote, Complaint, Status
from portal.domain.vocabulary import Stage
from portal.storage import attachments as attachment_rows
from portal.storage import calls as call_rows
from portal.storage import clocks as clock_rows
from portal.storage import complaints as complaint_rows
from portal.storage import filings as filing_rows
from portal.storage import journal
from portal.storage import maskings as masking_rows
from portal.storage.database import Connection, Store
from portal.vault.attachments import opened as opened_attachment
from portal.vault.filings import opened as opened_filing
from portal.vault.sealing import ComplaintKey, Place, WrappedKey
from portal.vault.vault import Vault

ComplaintMissing = complaint_rows.ComplaintMissing


class AttachmentMissing(LookupError):
    """No such file, or not any more."""


@dataclass(frozen=True, slots=True)
class StagedCall:
    """A call, and the stage in which it fell."""

    call: Call
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A complaint as the office reads it, nothing opened; and what was done with it, oldest first."""

    complaint: Complaint
    calls: tuple[StagedCall, ...]
    deeds: tuple[Entry, ...]
    has_sealed: bool
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class OpenedCall:
    """A call with her words."""

    call: Call
    stage: Stage | None
    caller: Caller | None = field(repr=False)
    notes: str | None = field(repr=False)
    message: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What was sealed, opened for one look."""

    complaint: Complaint
    calls: tuple[OpenedCall, ...]
    filings: tuple[OpenFiling, ...] = ()
    attachments: tuple[Attachment, ...] = ()  # each is opened by itself


def read(complaint_id: UUID, *, store: Store, terms: LegalTerms | None = None) -> CaseFile:
    """A complaint with its calls, its history and its clock; what is sealed stays so."""
    with store.read() as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        calls = call_rows.of_complaint(connection, complaint_id)
        deeds = journal.about(connection, _subject(complaint_id))
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
        kept = clock_rows.find(connection, complaint_id)
    clock = clock_of(complaint, kept, (terms or shipped()).default)
    staged = tuple(StagedCall(call, _stage(complaint.card, call)) for call in calls)
    return CaseFile(complaint, staged, tuple(deeds), wrapped is not None, clock)


def begin_review(complaint_id: UUID, *, by: str, at: datetime, store: Store, terms: LegalTerms | None = None) -> None:
    """Take a complaint up; from now on the term for finishing runs."""
    with store.write() as connection:
        complaint = _move(connection, complaint_id, Status.RECEIVED, Status.REVIEWING)
        kept = clock_rows.find(connection, complaint_id)
        clock = started(complaint, kept, (terms or shipped()).default, at)
        clock_rows.put(connection, complaint_id, accepted(clock, local_day(at)))
        journal.append(connection, Entry(at, by, "complaint.begin_review", _subject(complaint_id)))


def close(complaint_id: UUID, *, note: ClosingNote, by: str, at: datetime, store: Store) -> None:
    """End the review with a note that the mother reads."""
    with store.write() as connection:
        _move(connection, complaint_id, Status.REVIEWING, Status.CLOSED, note)
        _wind(connection, complaint_id, finished, at)
        details = {"note": note.value}
        journal.append(connection, Entry(at, by, "complaint.close", _subject(complaint_id), details))


def reopen(complaint_id: UUID, *, by: str, at: datetime, store: Store) -> None:
    """Take a closed complaint up again."""
    with store.write() as connection:
        _move(connection, complaint_id, Status.CLOSED, Status.REVIEWING)
        _wind(connection, complaint_id, reopened, at)
        journal.append(connection, Entry(at, by, "complaint.reopen", _subject(complaint_id)))


def open_sealed(
    complaint_id: UUID, *, reason: OpeningReason, by: str, at: datetime, store: Store, vault: Vault
) -> OpenedFile:
    """Open numbers and words for one look, no contact. That somebody looked is durable before anything is open."""
    opening.record(complaint_id, "open_sealed", reason, by=by, at=at, store=store)
    with store.read() as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        calls = call_rows.of_complaint(connection, complaint_id)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
        filings = filing_rows.of_complaint(connection, complaint_id)
        attachments = attachment_rows.of_complaint(connection, complaint_id)
        maskings = masking_rows.of_complaint(connection, complaint_id)
    opened = _opened(complaint, calls, filings, wrapped, vault)
    shown = tuple(_covered(call, maskings) for call in opened.calls)
    return replace(opened, calls=shown, attachments=tuple(attachments))


def open_attachment(
    complaint_id: UUID,
    attachment_id: UUID,
    *,
    reason: OpeningReason,
    by: str,
    at: datetime,
    store: Store,
    vault: Vault,
) -> OpenAttachment:
    """Open one of her files for one look; that is recorded first, as for her words."""
    with store.read() as connection:
        if attachment_rows.find(connection, complaint_id, attachment_id) is None:
            raise AttachmentMissing(str(attachment_id))
    opening.record(complaint_id, "open_attachment", reason, by=by, at=at, store=store)
    with store.read() as connection:
        found = attachment_rows.find(connection, complaint_id, attachment_id)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    if found is None or wrapped is None:  # she took it back between the transactions
        raise AttachmentMissing(str(attachment_id))
    return opened_attachment(*found, vault.unwrap(complaint_id, wrapped))


def _move(
    connection: Connection, complaint_id: UUID, start: Status, target: Status, note: ClosingNote | None = None
) -> Complaint:
    """One step from where the official saw the complaint; a colleague may have moved it since."""
    complaint = complaint_rows.get(connection, complaint_id, lock=True)
    if complaint.status is not start:
        raise StepNotPossible(complaint.status)
    complaint_rows.change_status(connection, complaint_id, target, note)
    return complaint


def _wind(connection: Connection, complaint_id: UUID, turn: Callable[[Clock, date], Clock], at: datetime) -> None:
    """Complaints that were taken up before there were clocks have none."""
    clock = clock_rows.find(connection, complaint_id)
    if clock is not None:
        clock_rows.put(connection, complaint_id, turn(clock, local_day(at)))


def _opened(
    complaint: Complaint, calls: list[Call], filings: list[Filing], wrapped: WrappedKey | None, vault: Vault
) -> OpenedFile:
    if wrapped is None:  # she withdrew between the two transactions
        raise NothingSealed(str(complaint.id))
    key = vault.unwrap(complaint.id, wrapped)
    opened = tuple(_opened_call(call, complaint.card, key) for call in calls)
    return OpenedFile(complaint, opened, tuple(opened_filing(one, key) for one in filings))


def _opened_call(call: Call, card: Card, key: ComplaintKey) -> OpenedCall:
    raw = key.open(call.caller_sealed, Place("calls", "caller_sealed", call.id))
    notes = key.open(call.notes_sealed, Place("calls", "notes_sealed", call.id))
    message = key.open(call.message_sealed, Place("calls", "message_sealed", call.id))
    return OpenedCall(call, _stage(card, call), classify(raw) if raw is not None else None, notes, message)


def _covered(opened: OpenedCall, maskings: list[Masking]) -> OpenedCall:
    own = [one for one in maskings if one.call_id == opened.call.id]
    notes = covered(opened.notes, [one for one in own if one.field is MaskedField.NOTES])
    message = covered(opened.message, [one for one in own if one.field is MaskedField.MESSAGE])
    return replace(opened, notes=notes, message=message)


def _stage(card: Card, call: Call) -> Stage | None:
    return stage_on(local_day(call.called_at), due_on=card.due_on, born_on=card.born_on)


def _subject(complaint_id: UUID) -> str:
    return f"complaint:{complaint_id}"
