"""Complaints: their cards, their keys, their withdrawal."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.domain.period import as_utc
from portal.domain.report import Call, Card, ClosingNote, Complaint, Origin, Status, Withdrawal, from_mask, mask_of
from portal.domain.vocabulary import OtherHolder, Tier
from portal.storage import told
from portal.storage.calls import insert_rows
from portal.storage.casework_tables import (
    assignments,
    case_complaints,
    case_notes,
    clocks,
    complaint_links,
    holds,
    letters,
    maskings,
)
from portal.storage.delivery_tables import delivery_rows
from portal.storage.diary_tables import attachments, filings, recoveries
from portal.storage.keeping_tables import breach_complaints, legal_holds
from portal.storage.schema import calls, complaint_keys, complaints, hospitals, quiet_reports
from portal.storage.verification_tables import phone_codes, phones
from portal.vault.sealing import WrappedKey

FACTS = (calls, quiet_reports, phones)
# Built once: of a statement that is written anew each time SQLAlchemy must find out each time that it knows it.
INSERT = {
    name: kind(complaints).on_conflict_do_nothing().returning(complaints.c.id)
    for name, kind in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
INSERT_KEY = insert(complaint_keys)


class ComplaintMissing(LookupError):
    """No such complaint."""


def insert_new(
    connection: Connection,
    complaint: Complaint,
    key: WrappedKey,
    hospital_id: int | None,
    first: Sequence[Call],
) -> bool:
    """Add a complaint with its wrapped key and first calls; False where another tap was faster with the same one."""
    values = {
        "id": complaint.id,
        "created_at": complaint.created_at,
        "origin": complaint.origin,
        "tier": int(complaint.tier),
        "issuer": complaint.issuer,
        "status": complaint.status,
        "may_publish": complaint.may_publish,
        "withdrawal": complaint.withdrawal,
        "contact_sealed": complaint.contact_sealed,
        "other_holders": mask_of(complaint.other_holders, OtherHolder),
        "filed_by": complaint.filed_by,
        "pregnancy_ended": complaint.pregnancy_ended,
        **told.first_columns(complaint, first),
        **_card_values(complaint.card, hospital_id),
    }
    # On PostgreSQL two transactions may both have found nothing; the later one waits here for the earlier one.
    if connection.execute(INSERT[connection.dialect.name], values).first() is None:
        return False
    add_key(connection, complaint.id, key)
    insert_rows(connection, first)
    return True


def find(connection: Connection, complaint_id: UUID, *, lock: bool = False) -> Complaint | None:
    """One complaint; with `lock`, nobody else changes it until the transaction ends."""
    row = connection.execute(FIND_AND_LOCK if lock else FIND, {"same_id": complaint_id}).one_or_none()
    return complaint_of(row) if row else None


def get(connection: Connection, complaint_id: UUID, *, lock: bool = False) -> Complaint:
    """One complaint that must be there."""
    found = find(connection, complaint_id, lock=lock)
    if found is None:
        raise ComplaintMissing(str(complaint_id))
    return found


def wrapped_key(connection: Connection, complaint_id: UUID) -> WrappedKey | None:
    """The complaint's wrapped key; None once it has been destroyed."""
    row = connection.execute(select(complaint_keys).where(complaint_keys.c.complaint_id == complaint_id)).one_or_none()
    return WrappedKey(row.master_version, row.wrapped) if row else None


def change_status(
    connection: Connection, complaint_id: UUID, status: Status, closing_note: ClosingNote | None = None
) -> None:
    """Move a complaint on in the office; only a closed one carries a note."""
    _change(connection, complaint_id, status=status, closing_note=closing_note)


def change_other_holders(connection: Connection, complaint_id: UUID, holders: frozenset[OtherHolder] | None) -> None:
    """Write down anew who else has her number."""
    _change(connection, complaint_id, other_holders=mask_of(holders, OtherHolder))


def change_pregnancy_ended(connection: Connection, complaint_id: UUID, *, ended: bool) -> None:
    """Write down that her pregnancy has ended, or that she wants to see the weeks again."""
    _change(connection, complaint_id, pregnancy_ended=ended)


def stop_publication(connection: Connection, complaint_id: UUID) -> None:
    """Nothing of it may be published from now on."""
    _change(connection, complaint_id, may_publish=False, withdrawal=Withdrawal.PUBLICATION)


def stop_use(connection: Connection, complaint_id: UUID) -> None:
    """Destroy the key and every sealed field; dates and codes stay to be counted. No case rests on it any more.

    The digest of her phone stays while she is counted: else the same phone could be counted again and again.
    """
    _destroy_sealed(connection, complaint_id)
    _leave_cases(connection, complaint_id)
    _change(connection, complaint_id, may_publish=False, withdrawal=Withdrawal.CASES)


def erase(connection: Connection, complaint_id: UUID) -> None:
    """Remove all that she told; an empty tombstone keeps a repeated submission from bringing it back."""
    _destroy_sealed(connection, complaint_id)
    _leave_cases(connection, complaint_id)
    _empty(connection, complaint_id)
    _change(connection, complaint_id, withdrawal=Withdrawal.ERASED)


def destroy_sealed(connection: Connection, complaint_id: UUID) -> None:
    """Destroy the key and every sealed field because the time to keep them is over."""
    _destroy_sealed(connection, complaint_id)
    connection.execute(delete(phones).where(phones.c.complaint_id == complaint_id))


def forget_facts(connection: Connection, complaint_id: UUID) -> None:
    """Remove dates and codes too because their time is over; she withdrew nothing, and the row does not say so."""
    _destroy_sealed(connection, complaint_id)
    _leave_cases(connection, complaint_id)
    _empty(connection, complaint_id)


def add_key(connection: Connection, complaint_id: UUID, key: WrappedKey) -> None:
    """Give a complaint a key; call it with the complaint locked."""
    values = {"complaint_id": complaint_id, "master_version": key.master_version, "wrapped": key.wrapped}
    connection.execute(INSERT_KEY, values)


def add_quiet_report(connection: Connection, complaint_id: UUID, reported_at: datetime) -> bool:
    """Record that she had no call; False where that was already known."""
    same = (quiet_reports.c.complaint_id == complaint_id) & (quiet_reports.c.reported_at == reported_at)
    if connection.execute(select(quiet_reports.c.complaint_id).where(same)).first():
        return False
    connection.execute(insert(quiet_reports).values(complaint_id=complaint_id, reported_at=reported_at))
    return True


def quiet_reports_of(connection: Connection, complaint_id: UUID) -> list[datetime]:
    """When she said that nobody had called, oldest first."""
    query = select(quiet_reports.c.reported_at).where(quiet_reports.c.complaint_id == complaint_id)
    return list(connection.execute(query.order_by(quiet_reports.c.reported_at)).scalars())


def count(connection: Connection) -> int:
    """How many complaints there are, tombstones included."""
    return connection.execute(select(func.count()).select_from(complaints)).scalar_one()


def portal_count_since(connection: Connection, instant: datetime, *, most: int) -> int:
    """How many came through the portal since an instant, counted no further than `most`."""
    if connection.dialect.name == "postgresql":  # the rows of others are closed to the mothers' face
        return connection.execute(select(func.jingyue_arrivals(as_utc(instant), most))).scalar_one()
    recent = (
        select(complaints.c.id)
        .where(complaints.c.created_at >= as_utc(instant), complaints.c.origin == Origin.PORTAL)
        .limit(most)
    )
    return connection.execute(select(func.count()).select_from(recent.subquery())).scalar_one()


def count_between(connection: Connection, start: datetime, until: datetime) -> int:
    """How many came in from `start` (in) to `until` (out)."""
    came = (complaints.c.created_at >= start) & (complaints.c.created_at < until)
    return connection.execute(select(func.count()).select_from(complaints).where(came)).scalar_one()


def any_key(connection: Connection) -> tuple[UUID, WrappedKey] | None:
    """Some complaint with its wrapped key; None where there is none."""
    row = connection.execute(select(complaint_keys).limit(1)).one_or_none()
    return (row.complaint_id, WrappedKey(row.master_version, row.wrapped)) if row else None


def with_hospital(*more: object) -> Select:
    """Complaints with the name and the district of their hospital, and what else a query wants."""
    return select(
        complaints, hospitals.c.name.label("hospital"), hospitals.c.district.label("district"), *more
    ).outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)


FIND = with_hospital().where(complaints.c.id == bindparam("same_id"))
FIND_AND_LOCK = FIND.with_for_update(of=complaints)


def complaint_of(row: Row) -> Complaint:
    """A complaint from a row of `with_hospital`."""
    return Complaint(
        id=row.id,
        created_at=row.created_at,
        origin=Origin(row.origin),
        card=Card(
            row.hospital,
            row.registered_on,
            row.registered_precision,
            row.due_on,
            row.due_precision,
            row.born_on,
        ),
        tier=Tier(row.tier),
        issuer=row.issuer,
        status=row.status,
        closing_note=row.closing_note,
        may_publish=row.may_publish,
        withdrawal=row.withdrawal,
        contact_sealed=row.contact_sealed,
        other_holders=from_mask(row.other_holders, OtherHolder),
        filed_by=row.filed_by,
        pregnancy_ended=row.pregnancy_ended,
    )


def _destroy_sealed(connection: Connection, complaint_id: UUID) -> None:
    connection.execute(delete(complaint_keys).where(complaint_keys.c.complaint_id == complaint_id))
    connection.execute(
        update(calls)
        .where(calls.c.complaint_id == complaint_id)
        .values(
            caller_sealed=None, caller_index=None, notes_sealed=None,
            message_sealed=None, message_index=None, pasted_sealed=None,
        )
    )  # fmt: skip
    for table in (filings, attachments, recoveries, letters, maskings, phone_codes):
        connection.execute(delete(table).where(table.c.complaint_id == complaint_id))
    _forget_notes(connection, complaint_id)
    _change(connection, complaint_id, contact_sealed=None)


def confirm_registration(connection: Connection, complaint_id: UUID, hospital_id: int, issuer: str) -> None:
    """Her hospital says that she is registered there."""
    _change(connection, complaint_id, tier=int(Tier.REGISTRATION_CONFIRMED), issuer=issuer, hospital_id=hospital_id)


def _forget_notes(connection: Connection, complaint_id: UUID) -> None:
    """Notes of its cases go with the last complaint of the case that has a key."""
    if connection.dialect.name == "postgresql":  # the keys of others are closed to the mothers' face
        keyless = select(func.jingyue_keyless_cases(complaint_id).column_valued())
        connection.execute(delete(case_notes).where(case_notes.c.case_id.in_(keyless)))
        return
    keys = select(complaint_keys.c.complaint_id)
    with_key = select(case_complaints.c.case_id).where(case_complaints.c.complaint_id.in_(keys))
    own = select(case_complaints.c.case_id).where(case_complaints.c.complaint_id == complaint_id)
    connection.execute(delete(case_notes).where(case_notes.c.case_id.in_(own), case_notes.c.case_id.not_in(with_key)))


def _empty(connection: Connection, complaint_id: UUID) -> None:
    for table in (*FACTS, clocks, assignments, holds, legal_holds, breach_complaints, delivery_rows):
        connection.execute(delete(table).where(table.c.complaint_id == complaint_id))
    blank = _card_values(Card(), None) | {"other_holders": None, "pregnancy_ended": False}
    _change(connection, complaint_id, may_publish=False, tier=0, issuer=None, **blank)
    told.add_up(connection, [complaint_id])


def _leave_cases(connection: Connection, complaint_id: UUID) -> None:
    linked = (complaint_links.c.complaint_id == complaint_id) | (complaint_links.c.other_id == complaint_id)
    connection.execute(delete(complaint_links).where(linked))
    connection.execute(delete(case_complaints).where(case_complaints.c.complaint_id == complaint_id))


def _change(connection: Connection, complaint_id: UUID, **values: object) -> None:
    done = connection.execute(update(complaints).where(complaints.c.id == complaint_id).values(**values))
    if done.rowcount != 1:
        raise ComplaintMissing(str(complaint_id))


def _card_values(card: Card, hospital_id: int | None) -> dict[str, object]:
    return {
        "hospital_id": hospital_id,
        "registered_on": card.registered_on,
        "registered_precision": card.registered_precision,
        "due_on": card.due_on,
        "due_precision": card.due_precision,
        "born_on": card.born_on,
    }
