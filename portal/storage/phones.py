"""Phones that answered, and the codes on their way."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from portal.domain.report import ClosingNote, Withdrawal
from portal.domain.verification import PhoneCode, VerifiedPhone
from portal.domain.vocabulary import Tier
from portal.storage.schema import complaint_keys, complaints
from portal.storage.verification_tables import code_requests, phone_codes, phones
from portal.vault.sealing import WrappedKey


@dataclass(frozen=True, slots=True)
class Waiting:
    """A code that is to be sent, with its sealed number."""

    complaint_id: UUID
    id: UUID
    failed: int
    sealed: bytes = field(repr=False)
    key: WrappedKey = field(repr=False)


def first_of_its_phone() -> ColumnElement[bool]:
    """Whether a complaint is the first that counts of those whose phone is the same: one phone, one voice."""
    own, other, earlier = phones.alias("own_phone"), phones.alias("other_phone"), complaints.alias("earlier")
    before = or_(
        earlier.c.created_at < complaints.c.created_at,
        (earlier.c.created_at == complaints.c.created_at) & (earlier.c.id < complaints.c.id),
    )
    counted = (
        (earlier.c.withdrawal == Withdrawal.NONE)
        & (earlier.c.tier >= int(Tier.PHONE_VERIFIED))
        & earlier.c.closing_note.is_distinct_from(ClosingNote.DUPLICATE)
    )
    same = (
        select(own.c.complaint_id)
        .join(other, (other.c.phone_index == own.c.phone_index) & (other.c.complaint_id != own.c.complaint_id))
        .join(earlier, earlier.c.id == other.c.complaint_id)
        .where(own.c.complaint_id == complaints.c.id, counted, before)
        .correlate(complaints)
    )
    return ~same.exists()


def asked_since(connection: Connection, instant: datetime, *, phone_index: bytes | None = None) -> int:
    """How many codes were asked for since an instant, for one phone or in all."""
    query = select(func.count()).select_from(code_requests).where(code_requests.c.asked_at >= instant)
    if phone_index is not None:
        query = query.where(code_requests.c.phone_index == phone_index)
    return connection.execute(query).scalar_one()


def asked_by_complaint_since(connection: Connection, complaint_id: UUID, instant: datetime) -> int:
    """How many a report asked for since an instant."""
    mine = (phone_codes.c.complaint_id == complaint_id) & (phone_codes.c.asked_at >= instant)
    return connection.execute(select(func.count()).select_from(phone_codes).where(mine)).scalar_one()


def count_request(connection: Connection, code: PhoneCode) -> None:
    """Write down that a phone is to be sent a code."""
    connection.execute(insert(code_requests).values(id=code.id, phone_index=code.phone_index, asked_at=code.asked_at))


def add_code(connection: Connection, code: PhoneCode, number_sealed: bytes | None) -> None:
    """A code that waits to be sent; without a number it waits for nobody."""
    connection.execute(
        insert(phone_codes).values(
            complaint_id=code.complaint_id, id=code.id, phone_index=code.phone_index, number_sealed=number_sealed,
            asked_at=code.asked_at, send_at=code.asked_at,
        )
    )  # fmt: skip


def newest_code(connection: Connection, complaint_id: UUID) -> PhoneCode | None:
    """The last code that a report asked for; only that one can be typed."""
    query = select(phone_codes).where(phone_codes.c.complaint_id == complaint_id)
    row = connection.execute(query.order_by(phone_codes.c.asked_at.desc(), phone_codes.c.id).limit(1)).one_or_none()
    if row is None:
        return None
    return PhoneCode(row.complaint_id, row.id, row.phone_index, row.asked_at, row.tries, row.issuer, row.sent_at)


def has_code(connection: Connection, complaint_id: UUID, code_id: UUID) -> bool:
    """Whether this very sending was taken before."""
    return connection.execute(select(phone_codes.c.id).where(_is(complaint_id, code_id))).first() is not None


def count_try(connection: Connection, code: PhoneCode) -> None:
    """One more attempt at a code."""
    mine = update(phone_codes).where(_is(code.complaint_id, code.id))
    connection.execute(mine.values(tries=phone_codes.c.tries + 1))


def verify(connection: Connection, phone: VerifiedPhone) -> None:
    """Keep the phone that answered, raise an anonymous report, and forget its codes' numbers."""
    mine = phones.c.complaint_id == phone.complaint_id
    connection.execute(delete(phones).where(mine))
    connection.execute(
        insert(phones).values(
            complaint_id=phone.complaint_id, phone_index=phone.phone_index, issuer=phone.issuer,
            verified_at=phone.verified_at,
        )
    )  # fmt: skip
    lower = (complaints.c.id == phone.complaint_id) & (complaints.c.tier <= int(Tier.PHONE_VERIFIED))
    connection.execute(update(complaints).where(lower).values(tier=int(Tier.PHONE_VERIFIED), issuer=phone.issuer))
    codes = phone_codes.c.complaint_id == phone.complaint_id
    connection.execute(update(phone_codes).where(codes).values(number_sealed=None))


def find(connection: Connection, complaint_id: UUID) -> VerifiedPhone | None:
    """The phone that answered for a report."""
    row = connection.execute(select(phones).where(phones.c.complaint_id == complaint_id)).one_or_none()
    return VerifiedPhone(row.complaint_id, row.phone_index, row.issuer, row.verified_at) if row else None


def waiting(connection: Connection, at: datetime) -> Waiting | None:
    """The code that has waited longest and may be sent now."""
    query = (
        select(
            phone_codes.c.complaint_id, phone_codes.c.id, phone_codes.c.failed, phone_codes.c.number_sealed,
            complaint_keys.c.master_version, complaint_keys.c.wrapped,
        )
        .join(complaint_keys, complaint_keys.c.complaint_id == phone_codes.c.complaint_id)
        .where(phone_codes.c.number_sealed.is_not(None), phone_codes.c.send_at <= at)
        .order_by(phone_codes.c.send_at, phone_codes.c.id)
        .limit(1)
    )  # fmt: skip
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Waiting(row.complaint_id, row.id, row.failed, row.number_sealed, WrappedKey(row.master_version, row.wrapped))


def sent(connection: Connection, code: Waiting, issuer: str, at: datetime) -> None:
    """It left: the number is needed no longer."""
    values = {"sent_at": at, "issuer": issuer, "number_sealed": None}
    connection.execute(update(phone_codes).where(_is(code.complaint_id, code.id)).values(**values))


def put_off(connection: Connection, code: Waiting, until: datetime) -> None:
    """It did not leave: tried again later."""
    values = {"failed": code.failed + 1, "send_at": until}
    connection.execute(update(phone_codes).where(_is(code.complaint_id, code.id)).values(**values))


def any_dead(connection: Connection, asked_before: datetime, counted_before: datetime) -> bool:
    """Whether there is anything for `sweep` to do."""
    number = select(phone_codes.c.id).where(_dead(asked_before)).limit(1)
    counted = select(code_requests.c.id).where(code_requests.c.asked_at < counted_before).limit(1)
    return bool(connection.execute(number).first() or connection.execute(counted).first())


def sweep(connection: Connection, asked_before: datetime, counted_before: datetime) -> int:
    """Forget the numbers of dead codes, and counts that no longer count; how many codes were never sent."""
    lost = connection.execute(update(phone_codes).where(_dead(asked_before)).values(number_sealed=None)).rowcount
    connection.execute(delete(phone_codes).where(phone_codes.c.asked_at < counted_before))
    connection.execute(delete(code_requests).where(code_requests.c.asked_at < counted_before))
    return lost


def _dead(asked_before: datetime) -> ColumnElement[bool]:
    return phone_codes.c.number_sealed.is_not(None) & (phone_codes.c.asked_at < asked_before)


def _is(complaint_id: UUID, code_id: UUID) -> ColumnElement[bool]:
    return (phone_codes.c.complaint_id == complaint_id) & (phone_codes.c.id == code_id)
