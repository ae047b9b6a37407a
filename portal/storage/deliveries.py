"""Deliveries and the calls that they are about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, tuple_, update

from portal.domain.delivery import REQUEST_HOLDS, Delivery, Purpose, Receiver, Scope, window
from portal.domain.period import Period
from portal.domain.report import Withdrawal, from_mask
from portal.domain.vocabulary import CallVoice, Channel, Knew, Precision, Tier, VendorType
from portal.storage.delivery_tables import deliveries, delivery_rows, receivers
from portal.storage.schema import calls, complaints, hospitals


@dataclass(frozen=True, slots=True)
class DeliveredCall:
    """A call as far as any purpose may need it."""

    complaint_id: UUID
    call_id: UUID
    called_at: datetime
    reported_at: datetime
    precision: Precision
    channel: Channel
    vendor_type: VendorType
    voice: CallVoice | None
    caller_class: str | None
    caller_sealed: bytes | None = field(repr=False)
    knew: frozenset[Knew] | None
    tier: Tier
    hospital: str | None
    district: str | None
    registered_on: date | None
    due_on: date | None
    born_on: date | None


Picked = list[tuple[UUID, UUID]]  # a complaint and one of its calls


def pick(connection: Connection, scope: Scope, purpose: Purpose, most: int) -> Picked:
    """The calls that a request is about, counted no further than `most`; who withdrew anything is in none."""
    start, until = window(scope.told)
    query = (
        select(complaints.c.id, calls.c.id)
        .join(calls, calls.c.complaint_id == complaints.c.id)
        .outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)
        .where(calls.c.reported_at >= start, calls.c.reported_at < until, *_may_leave(purpose))
    )
    if scope.verified_only:
        query = query.where(complaints.c.tier > int(Tier.ANONYMOUS))
    if scope.district is not None:
        query = query.where(hospitals.c.district == scope.district)
    return [(row[0], row[1]) for row in connection.execute(query.order_by(complaints.c.id, calls.c.id).limit(most))]


def add(connection: Connection, delivery: Delivery, picked: Picked) -> None:
    """Write a request down with its calls."""
    connection.execute(
        insert(deliveries).values(
            id=delivery.id, receiver_id=delivery.receiver.id, sealed_to=delivery.receiver.public_key,
            document=delivery.document, told_from=delivery.scope.told.start, told_until=delivery.scope.told.until,
            verified_only=delivery.scope.verified_only, district=delivery.scope.district, rows=delivery.rows,
            mothers=delivery.mothers, asked_by=delivery.asked_by, asked_unit=delivery.asked_unit,
            asked_at=delivery.asked_at,
        )
    )  # fmt: skip
    connection.execute(
        insert(delivery_rows),
        [{"delivery_id": delivery.id, "complaint_id": complaint, "call_id": call} for complaint, call in picked],
    )


def find(connection: Connection, delivery_id: UUID) -> Delivery | None:
    """One delivery; who takes a step with it holds the journal's head first."""
    row = connection.execute(_query().where(deliveries.c.id == delivery_id)).one_or_none()
    return _delivery(row) if row else None


def every(connection: Connection, most: int) -> list[Delivery]:
    """The latest, newest first."""
    return [
        _delivery(row)
        for row in connection.execute(_query().order_by(deliveries.c.asked_at.desc(), deliveries.c.id).limit(most))
    ]


def taken(connection: Connection) -> list[Delivery]:
    """Those that left, oldest first."""
    query = _query().where(deliveries.c.taken_at.is_not(None)).order_by(deliveries.c.taken_at, deliveries.c.id)
    return [_delivery(row) for row in connection.execute(query)]


def decide(
    connection: Connection, delivery_id: UUID, *, by: str, unit: str, at: datetime,
    opens: tuple[datetime, datetime] | None,
) -> None:  # fmt: skip
    """Approve, with the instants between which it may be fetched, or refuse."""
    opens_at, closes_at = opens or (None, None)
    values = {"decided_by": by, "decided_unit": unit, "decided_at": at, "granted": opens is not None}
    _change(connection, delivery_id, **values, opens_at=opens_at, closes_at=closes_at)


def stop(connection: Connection, delivery_id: UUID, *, by: str, at: datetime) -> None:
    """Stop it."""
    _change(connection, delivery_id, stopped_by=by, stopped_at=at)


def take(connection: Connection, delivery_id: UUID, at: datetime) -> bool:
    """Mark it as fetched; False where it was before."""
    one = (deliveries.c.id == delivery_id) & deliveries.c.taken_at.is_(None)
    return connection.execute(update(deliveries).where(one).values(taken_at=at)).rowcount == 1


def contents(connection: Connection, delivery_id: UUID, purpose: Purpose) -> list[DeliveredCall]:
    """Its calls that may still leave, not those withdrawn since; nobody withdraws one until the transaction ends."""
    query = (
        select(
            calls, complaints.c.tier, hospitals.c.name.label("hospital"), hospitals.c.district,
            complaints.c.registered_on, complaints.c.due_on, complaints.c.born_on,
        )
        .select_from(delivery_rows)
        .join(complaints, complaints.c.id == delivery_rows.c.complaint_id)
        .join(
            calls,
            (calls.c.complaint_id == delivery_rows.c.complaint_id) & (calls.c.id == delivery_rows.c.call_id),
        )
        .outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)
        .where(delivery_rows.c.delivery_id == delivery_id, *_may_leave(purpose))
        .order_by(complaints.c.id, calls.c.id)
        .with_for_update(of=complaints, read=True)
    )  # fmt: skip
    return [_call(row) for row in connection.execute(query)]


def times_of(connection: Connection, delivery_id: UUID) -> dict[UUID, datetime]:
    """When its calls came, by call, as far as they are still there."""
    query = (
        select(calls.c.id, calls.c.called_at)
        .join(
            delivery_rows,
            (calls.c.complaint_id == delivery_rows.c.complaint_id) & (calls.c.id == delivery_rows.c.call_id),
        )
        .where(delivery_rows.c.delivery_id == delivery_id)
    )
    return {row.id: row.called_at for row in connection.execute(query)}


def picked(connection: Connection, delivery_id: UUID) -> Picked:
    """The calls that it is about, those taken back since included; not those of a mother who erased all."""
    query = select(delivery_rows.c.complaint_id, delivery_rows.c.call_id)
    rows = connection.execute(query.where(delivery_rows.c.delivery_id == delivery_id))
    return [(row.complaint_id, row.call_id) for row in rows]


def keep_only(connection: Connection, delivery_id: UUID, left: Sequence[DeliveredCall]) -> None:
    """Forget the calls that did not leave with it."""
    kept = [(call.complaint_id, call.call_id) for call in left]
    pair = tuple_(delivery_rows.c.complaint_id, delivery_rows.c.call_id)
    connection.execute(delete(delivery_rows).where(delivery_rows.c.delivery_id == delivery_id, pair.not_in(kept)))


def forget_over(connection: Connection, at: datetime) -> None:
    """Forget which calls those were about that will never leave: refused, stopped, undecided or not fetched in time."""
    undecided = deliveries.c.granted.is_(None) & (deliveries.c.asked_at <= at - REQUEST_HOLDS)
    said_no = deliveries.c.granted.is_(False) | deliveries.c.stopped_at.is_not(None)
    over = deliveries.c.taken_at.is_(None) & (undecided | said_no | (deliveries.c.closes_at <= at))
    connection.execute(
        delete(delivery_rows).where(delivery_rows.c.delivery_id.in_(select(deliveries.c.id).where(over)))
    )


def asked_since(connection: Connection, login: str, instant: datetime) -> int:
    """How many one member has asked for since an instant."""
    since = (deliveries.c.asked_by == login) & (deliveries.c.asked_at > instant)
    return connection.execute(select(func.count()).select_from(deliveries).where(since)).scalar_one()


def rows_granted_since(connection: Connection, instant: datetime) -> int:
    """The rows of everything that was approved since an instant and was not stopped."""
    granted = deliveries.c.granted & (deliveries.c.decided_at > instant) & deliveries.c.stopped_at.is_(None)
    return connection.execute(select(func.coalesce(func.sum(deliveries.c.rows), 0)).where(granted)).scalar_one()


def districts(connection: Connection) -> list[str]:
    """Where there are hospitals."""
    query = select(hospitals.c.district).distinct().order_by(hospitals.c.district)
    return list(connection.execute(query).scalars())


def _may_leave(purpose: Purpose) -> list[ColumnElement[bool]]:
    rules = [complaints.c.withdrawal == Withdrawal.NONE]
    return [*rules, calls.c.caller_sealed.is_not(None)] if purpose is Purpose.TELECOM else rules


def _change(connection: Connection, delivery_id: UUID, **values: object) -> None:
    connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(**values))


def _query() -> Select:
    receiver = [column.label(f"receiver_{column.name}") for column in receivers.c if column.name != "id"]
    return select(deliveries, *receiver).join(receivers, receivers.c.id == deliveries.c.receiver_id)


def _delivery(row: Row) -> Delivery:
    receiver = Receiver(
        row.receiver_id, row.receiver_name, row.receiver_purpose, row.sealed_to, row.receiver_registered_by,
        row.receiver_registered_at, row.receiver_retired_at,
    )  # fmt: skip
    return Delivery(
        row.id, receiver, row.document,
        Scope(Period(row.told_from, row.told_until), row.verified_only, row.district), row.rows, row.mothers,
        row.asked_by, row.asked_unit, row.asked_at, row.decided_by, row.decided_unit, row.decided_at, row.granted,
        row.opens_at, row.closes_at, row.stopped_by, row.stopped_at, row.taken_at,
    )  # fmt: skip


def _call(row: Row) -> DeliveredCall:
    return DeliveredCall(
        row.complaint_id, row.id, row.called_at, row.reported_at, row.precision, row.channel, row.vendor_type,
        row.voice, row.caller_class, row.caller_sealed, from_mask(row.knew, Knew), Tier(row.tier), row.hospital,
        row.district, row.registered_on, row.due_on, row.born_on,
    )  # fmt: skip
