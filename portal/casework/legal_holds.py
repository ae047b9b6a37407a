"""Holds by two persons: one proposes, another confirms; one proposes to release, another releases."""

from datetime import datetime
from uuid import UUID, uuid4

from portal.domain.journal import Entry
from portal.domain.legal_hold import HoldReason, HoldRefused, HoldStage, LegalHold
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage import legal_holds as rows
from portal.storage.database import Connection, Store


def propose(complaint_id: UUID, *, reason: HoldReason, by: str, at: datetime, store: Store) -> None:
    """Propose to keep a complaint beyond its term; nothing is delayed yet."""
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        if complaint_rows.wrapped_key(connection, complaint_id) is None:
            raise HoldRefused("nothing_left")
        if any(one.stage is not HoldStage.RELEASED for one in rows.of_complaint(connection, complaint_id)):
            raise HoldRefused("there_already")
        rows.add(connection, LegalHold(complaint_id, uuid4(), reason, by, at))
        _journal(connection, "propose_hold", complaint_id, by, at, because=reason.value)


def decide(complaint_id: UUID, hold_id: UUID, *, agreed: bool, by: str, at: datetime, store: Store) -> None:
    """Agree, as a second person, to what is proposed: to hold, or to release; or take the proposal off the table."""
    with store.write() as connection:
        hold = _waiting(connection, complaint_id, hold_id, HoldStage.PROPOSED, HoldStage.RELEASE_PROPOSED)
        releasing = hold.stage is HoldStage.RELEASE_PROPOSED
        if (hold.release_by if releasing else hold.proposed_by) == by:
            raise HoldRefused("same_person")
        if agreed:
            rows.step(connection, hold, "released" if releasing else "confirmed", by=by, at=at)
        elif releasing:
            rows.step(connection, hold, "release", by=None, at=None)
        else:
            rows.drop(connection, hold)
        verb = ("release_hold" if releasing else "confirm_hold") if agreed else "refuse_hold"
        _journal(connection, verb, complaint_id, by, at)


def propose_release(complaint_id: UUID, hold_id: UUID, *, by: str, at: datetime, store: Store) -> None:
    """Propose to let it go; it holds until a second person agrees."""
    with store.write() as connection:
        hold = _waiting(connection, complaint_id, hold_id, HoldStage.HOLDS)
        rows.step(connection, hold, "release", by=by, at=at)
        _journal(connection, "propose_release", complaint_id, by, at)


def of_complaint(complaint_id: UUID, *, store: Store) -> list[LegalHold]:
    """The holds of a complaint, oldest first."""
    with store.read() as connection:
        return rows.of_complaint(connection, complaint_id)


def _waiting(connection: Connection, complaint_id: UUID, hold_id: UUID, *stages: HoldStage) -> LegalHold:
    complaint_rows.get(connection, complaint_id, lock=True)
    found = next((one for one in rows.of_complaint(connection, complaint_id) if one.id == hold_id), None)
    if found is None or found.stage not in stages:
        raise HoldRefused("gone")
    return found


def _journal(connection: Connection, verb: str, complaint_id: UUID, by: str, at: datetime, **details: str) -> None:
    journal.append(connection, Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details))
