"""How a mother can be reached is opened only by two: one asks with a reason, a second person grants, for one look."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from portal.casework import opening
from portal.domain.allowance import Sealed
from portal.domain.handling import OpeningReason
from portal.domain.identity import QUOTA, QUOTA_PERIOD, REQUEST_HOLDS, IdentityRefused, IdentityRequest
from portal.domain.journal import Entry
from portal.domain.phrase import LENGTH, phrase_of
from portal.domain.report import Complaint
from portal.storage import complaints as complaint_rows
from portal.storage import identity_requests as rows
from portal.storage import journal
from portal.storage.database import Connection, Store
from portal.vault.sealing import Place
from portal.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Identity:
    """How she can be reached, and the words to be said first."""

    complaint: Complaint
    reason: OpeningReason
    contact: str | None = field(repr=False)
    phrase: tuple[str, ...] = field(repr=False)


def ask(complaint_id: UUID, *, reason: OpeningReason, by: str, at: datetime, store: Store) -> None:
    """Ask to see how she can be reached; refused where she left nothing, and while an own request is open."""
    with store.write() as connection:
        complaint = complaint_rows.get(connection, complaint_id, lock=True)
        if complaint.contact_sealed is None:
            raise IdentityRefused("no_contact")
        own = [one for one in rows.of_complaint(connection, complaint_id) if one.asked_by == by]
        if any(one.waits(at) or one.opens(at) for one in own):
            raise IdentityRefused("asked_already")
        _within_quota(connection, by, at)
        rows.add(connection, IdentityRequest(complaint_id, uuid4(), reason, by, at))
        _journal(connection, "ask_identity", complaint_id, by, at, reason=reason.value)


def decide(complaint_id: UUID, request_id: UUID, *, granted: bool, by: str, at: datetime, store: Store) -> None:
    """Grant or refuse a request; never one's own, and no more than the quota of whoever asked."""
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        found = next((one for one in rows.of_complaint(connection, complaint_id) if one.id == request_id), None)
        if found is None or not found.waits(at):
            raise IdentityRefused("not_waiting")
        if found.asked_by == by:
            raise IdentityRefused("same_person")
        if granted:
            _within_quota(connection, found.asked_by, at)
        rows.decide(connection, found, by=by, granted=granted, at=at)
        verb = "grant_identity" if granted else "refuse_identity"
        _journal(connection, verb, complaint_id, by, at, to=found.asked_by)


def open_contact(complaint_id: UUID, *, by: str, at: datetime, store: Store, vault: Vault) -> Identity:
    """The one look that was granted. That it was taken is durable before anything is open."""
    with store.write() as connection:
        complaint = complaint_rows.get(connection, complaint_id, lock=True)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
        found = next(
            (one for one in rows.of_complaint(connection, complaint_id) if one.asked_by == by and one.opens(at)), None
        )
        if found is None or wrapped is None or complaint.contact_sealed is None:
            raise IdentityRefused("not_granted")
        ended = opening.spent(connection, Sealed.CONTACT, f"complaint:{complaint_id}", by=by, at=at)
        if ended is None:
            rows.use(connection, found, at)
            _journal(connection, "open_identity", complaint_id, by, at, reason=found.reason.value)
    if ended is not None:
        raise opening.QuotaReached(ended)
    key = vault.unwrap(complaint_id, wrapped)
    contact = key.open(complaint.contact_sealed, Place("complaints", "contact_sealed", complaint_id))
    phrase = phrase_of(vault.phrase_numbers(complaint_id, LENGTH))
    return Identity(complaint, found.reason, contact, phrase)


def requests(complaint_id: UUID, *, at: datetime, store: Store) -> list[IdentityRequest]:
    """The requests of a complaint that wait, or are good for a look."""
    with store.read() as connection:
        found = rows.of_complaint(connection, complaint_id)
    return [one for one in found if one.waits(at) or one.opens(at)]


def waiting(*, at: datetime, store: Store) -> list[IdentityRequest]:
    """What supervisors have to decide, oldest first."""
    with store.read() as connection:
        return rows.undecided(connection, at - REQUEST_HOLDS)


def _within_quota(connection: Connection, login: str, at: datetime) -> None:
    if rows.granted_to(connection, login, at - QUOTA_PERIOD) >= QUOTA:
        raise IdentityRefused("quota")


def _journal(connection: Connection, verb: str, complaint_id: UUID, by: str, at: datetime, **details: str) -> None:
    journal.append(connection, Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details))
