"""A mother's verbs: submit, look at, add a call, take one back, withdraw."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.domain.effort import WINDOW, WITHOUT_EFFORT, is_done
from portal.domain.journal import REPORTER, Entry
from portal.domain.message import fingerprint_of
from portal.domain.once import id_of
from portal.domain.period import local_day
from portal.domain.phone import Caller, classify
from portal.domain.plausibility import Implausible, call_problems, card_problems
from portal.domain.report import Call, CallDraft, Complaint, ComplaintDraft, Origin, Withdrawal
from portal.domain.vocabulary import OtherHolder
from portal.intake import former_names
from portal.storage import calls as call_rows
from portal.storage import complaints as complaint_rows
from portal.storage import hospitals, journal
from portal.storage.complaints import ComplaintMissing as ComplaintMissing
from portal.storage.database import Connection, Store
from portal.vault.sealing import ComplaintKey, Place
from portal.vault.vault import Vault

CLOSED_TO_HER = (Withdrawal.CASES, Withdrawal.ERASED)  # nothing can be added any more
MOST_CALLS = 200  # of one complaint: far above a pregnancy's worst, far below what would hurt a page


class Withdrawn(RuntimeError):
    """She has taken the complaint back; nothing can be added to it."""


class Flooded(RuntimeError):
    """Too many first reports came within minutes, and this one without the effort that tells a browser."""


class TooManyCalls(ValueError):
    """A complaint holds no more calls than `MOST_CALLS`."""


class UnknownHospital(ValueError):
    """A hospital that is not in the list."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What she keeps."""

    code: str = field(repr=False)
    complaint_id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class DiaryCall:
    """A call as she wrote it, opened for her."""

    call: Call
    caller: Caller | None
    notes: str | None
    message: str | None = None
    pasted: str | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """Her complaint, opened for her."""

    complaint: Complaint
    calls: tuple[DiaryCall, ...]
    contact: str | None


def submit(
    draft: ComplaintDraft,
    *,
    token: str,
    store: Store,
    vault: Vault,
    at: datetime,
    by: str = REPORTER,
    effort: str | None = None,
) -> Receipt:
    """Take a first report; the same token again gives the same receipt and changes nothing.

    `by` is who writes it down: the reporter herself, or the login of the clerk to whom she tells it on the phone.
    `effort` is the nonce that the browser found for the token, empty where it found none: then the report is taken
    unless too many such came within minutes (Flooded). None: a person vouches for the sender, nothing is asked.
    """
    _refuse_implausible(draft, at)
    code = vault.receipt_code(token)
    complaint_id = vault.complaint_for(code)
    with store.write(complaint_id) as connection:
        if complaint_rows.find(connection, complaint_id):
            return Receipt(code, complaint_id, is_new=False)
        if effort is not None and not is_done(token, effort):
            _refuse_in_flood(connection, at)
        key, wrapped = vault.new_key(complaint_id)
        complaint = Complaint(
            id=complaint_id,
            created_at=at,
            origin=Origin.PORTAL,
            card=draft.card,
            may_publish=draft.may_publish,
            contact_sealed=key.seal(draft.contact, Place("complaints", "contact_sealed", complaint_id)),
            other_holders=draft.other_holders,
            filed_by=draft.filed_by,
            pregnancy_ended=draft.pregnancy_ended,
        )
        hospital_id = _hospital_id(connection, draft.card.hospital)
        first = _sealed(complaint_id, draft.calls, token, key=key, vault=vault, at=at)
        if not complaint_rows.insert_new(connection, complaint, wrapped, hospital_id, first):
            return Receipt(code, complaint_id, is_new=False)
        if not draft.calls:  # she joins the panel: that nobody called is what she tells
            complaint_rows.add_quiet_report(connection, complaint_id, at)
        verb = "complaint.submit" if by == REPORTER else "complaint.enter"
        journal.append(connection, Entry(at, by, verb, f"complaint:{complaint_id}", {"calls": len(draft.calls)}))
    return Receipt(code, complaint_id, is_new=True)


def look_up(code: str, *, store: Store, vault: Vault) -> UUID | None:
    """The complaint that a receipt opens; a code that is none raises InvalidReceipt."""
    complaint_id = vault.complaint_for(code)
    with store.read(complaint_id) as connection:
        found = complaint_rows.find(connection, complaint_id)
    return found.id if found else None


def read(complaint_id: UUID, *, store: Store, vault: Vault) -> Diary:
    """Her own complaint with everything she told."""
    with store.read(complaint_id) as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        stored = call_rows.of_complaint(connection, complaint_id)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    key = vault.unwrap(complaint_id, wrapped) if wrapped else None
    contact = key.open(complaint.contact_sealed, Place("complaints", "contact_sealed", complaint_id)) if key else None
    return Diary(complaint, tuple(_opened(call, key) for call in stored), contact)


def add_calls(
    complaint_id: UUID, drafts: tuple[CallDraft, ...], *, token: str, store: Store, vault: Vault, at: datetime
) -> int:
    """Add calls to the diary; how many were new. The same token again adds nothing."""
    problems = [problem for draft in drafts for problem in call_problems(draft, at)]
    if problems:
        raise Implausible(problems)
    with store.write(complaint_id) as connection:
        key = key_to_add(connection, complaint_id, vault)
        added = _insert_calls(connection, complaint_id, drafts, token, key=key, vault=vault, at=at)
        if added:
            journal.append(connection, _entry("add_calls", complaint_id, at, calls=added))
    return added


def take_back_call(complaint_id: UUID, call_id: UUID, *, store: Store, at: datetime) -> None:
    """Remove one call that she entered by mistake."""
    with store.write(complaint_id) as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        if call_rows.remove(connection, complaint_id, call_id):
            journal.append(connection, _entry("take_back_call", complaint_id, at))


def tell_other_holders(
    complaint_id: UUID, holders: frozenset[OtherHolder] | None, *, store: Store, at: datetime
) -> None:
    """Say anew who else has her number."""
    with store.write(complaint_id) as connection:
        if complaint_rows.get(connection, complaint_id, lock=True).withdrawal in CLOSED_TO_HER:
            raise Withdrawn(str(complaint_id))
        complaint_rows.change_other_holders(connection, complaint_id, holders)
        journal.append(connection, _entry("tell_other_holders", complaint_id, at))


def withdraw(complaint_id: UUID, how: Withdrawal, *, store: Store, at: datetime) -> None:
    """Take the complaint back, as far as she chooses; a further step is possible, a step back is not."""
    steps = {
        Withdrawal.PUBLICATION: complaint_rows.stop_publication,
        Withdrawal.CASES: complaint_rows.stop_use,
        Withdrawal.ERASED: complaint_rows.erase,
    }
    order = list(Withdrawal)
    with store.write(complaint_id) as connection:
        complaint = complaint_rows.get(connection, complaint_id, lock=True)
        if order.index(how) <= order.index(complaint.withdrawal):
            return
        steps[how](connection, complaint_id)
        # What stays in the journal is the certificate: after it no backup holds a key that opens her words.
        key = {"key": "destroyed"} if how in CLOSED_TO_HER else {}
        journal.append(connection, _entry("withdraw", complaint_id, at, how=how.value, **key))


def _refuse_in_flood(connection: Connection, at: datetime) -> None:
    """What came with its effort counts too: in a flood those without it are the ones who wait."""
    if complaint_rows.portal_count_since(connection, at - WINDOW, most=WITHOUT_EFFORT) >= WITHOUT_EFFORT:
        raise Flooded


def key_to_add(connection: Connection, complaint_id: UUID, vault: Vault) -> ComplaintKey:
    """The key of a complaint to which something is to be added; the complaint is locked until then."""
    complaint = complaint_rows.get(connection, complaint_id, lock=True)
    if complaint.withdrawal in CLOSED_TO_HER:
        raise Withdrawn(str(complaint_id))
    wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    if wrapped is None:  # the time to keep her earlier words is over; what she adds now begins anew
        key, wrapped = vault.new_key(complaint_id)
        complaint_rows.add_key(connection, complaint_id, wrapped)
        return key
    return vault.unwrap(complaint_id, wrapped)


def _refuse_implausible(draft: ComplaintDraft, at: datetime) -> None:
    problems = card_problems(draft.card, local_day(at))
    problems += [problem for call in draft.calls for problem in call_problems(call, at)]
    if problems:
        raise Implausible(problems)


def _insert_calls(
    connection: Connection,
    complaint_id: UUID,
    drafts: tuple[CallDraft, ...],
    token: str,
    *,
    key: ComplaintKey,
    vault: Vault,
    at: datetime,
) -> int:
    known = {call.id for call in call_rows.of_complaint(connection, complaint_id)}
    sealed = _sealed(complaint_id, drafts, token, key=key, vault=vault, at=at)
    new = [call for call in sealed if call.id not in known]
    if len(known) + len(new) > MOST_CALLS:
        raise TooManyCalls(str(MOST_CALLS))
    call_rows.insert_all(connection, new)
    return len(new)


def _sealed(
    complaint_id: UUID, drafts: tuple[CallDraft, ...], token: str, *, key: ComplaintKey, vault: Vault, at: datetime
) -> list[Call]:
    if len(drafts) > MOST_CALLS:
        raise TooManyCalls(str(MOST_CALLS))
    return [
        seal_call(complaint_id, id_of(complaint_id, token, position), draft, key=key, vault=vault, at=at)
        for position, draft in enumerate(drafts)
    ]


def seal_call(
    complaint_id: UUID, call_id: UUID, draft: CallDraft, *, key: ComplaintKey, vault: Vault, at: datetime
) -> Call:
    """A call ready for storage: her words sealed, the line recognisable only through the keyed index."""
    caller = classify(draft.caller_number) if draft.caller_number else None
    return Call(
        complaint_id=complaint_id,
        id=call_id,
        reported_at=at,
        called_at=draft.called_at,
        precision=draft.precision,
        vendor_type=draft.vendor_type,
        channel=draft.channel,
        time_source=draft.time_source,
        knew=draft.knew,
        caller_sealed=key.seal(draft.caller_number, Place("calls", "caller_sealed", call_id)),
        caller_index=vault.caller_index(caller) if caller else None,
        caller_class=caller.kind if caller else None,
        notes_sealed=key.seal(draft.notes, Place("calls", "notes_sealed", call_id)),
        called_until=draft.called_until,
        phone_owner=draft.phone_owner,
        number_origin=draft.number_origin,
        stop_request=draft.stop_request,
        voice=draft.voice,
        message_sealed=key.seal(draft.message, Place("calls", "message_sealed", call_id)),
        message_index=vault.message_index(fingerprint_of(draft.message)) if draft.message else None,
        pasted_sealed=key.seal(draft.pasted, Place("calls", "pasted_sealed", call_id)),
    )


def _opened(call: Call, key: ComplaintKey | None) -> DiaryCall:
    if key is None:
        return DiaryCall(call, None, None)
    raw = key.open(call.caller_sealed, Place("calls", "caller_sealed", call.id))
    notes = key.open(call.notes_sealed, Place("calls", "notes_sealed", call.id))
    message = key.open(call.message_sealed, Place("calls", "message_sealed", call.id))
    pasted = key.open(call.pasted_sealed, Place("calls", "pasted_sealed", call.id))
    return DiaryCall(call, classify(raw) if raw is not None else None, notes, message, pasted)


def _hospital_id(connection: Connection, name: str | None) -> int | None:
    if name is None:
        return None
    ids = hospitals.ids_by_name(connection)
    # A form that was opened before a renaming, or kept on her phone, still says the former name.
    found = ids.get(name) or ids.get(former_names.current_names(connection).get(name, name))
    if found is None:
        raise UnknownHospital(name)
    return found


def _entry(verb: str, complaint_id: UUID, at: datetime, **details: object) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}", details)
