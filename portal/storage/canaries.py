"""Canaries: our own numbers as keyed digests, the batches that hold them, the calls on them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from portal.domain.canary import Canary, CanaryCall, CanaryKind, Planting
from portal.domain.period import as_utc
from portal.storage.schema import canaries, canary_calls, canary_plantings, recipients


class CallPut(StrEnum):
    """What became of a call on a canary."""

    NEW = "new"
    KNOWN = "known"
    FILLED_IN = "filled_in"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class StoredCanary:
    """A canary's row; digests instead of number and name."""

    id: int
    kind: CanaryKind
    watched_from: datetime
    number_index: bytes = field(repr=False)
    name_index: bytes | None = field(repr=False)


def recipient_ids(connection: Connection) -> dict[str, int]:
    """Every recipient's row id, by name."""
    return {row.name: row.id for row in connection.execute(select(recipients.c.name, recipients.c.id))}


def find(connection: Connection, number_index: bytes) -> StoredCanary | None:
    """The canary of a number; None if it is none of ours."""
    row = connection.execute(select(canaries).where(canaries.c.number_index == number_index)).one_or_none()
    return StoredCanary(row.id, row.kind, row.watched_from, row.number_index, row.name_index) if row else None


def add(
    connection: Connection, *, number_index: bytes, name_index: bytes | None, kind: CanaryKind, watched_from: datetime
) -> int:
    """Record a number of ours; its row id."""
    values = {"number_index": number_index, "name_index": name_index, "kind": kind, "watched_from": watched_from}
    done = connection.execute(insert(canaries).values(**values).returning(canaries.c.id))
    return done.scalar_one()


def plant(connection: Connection, canary_id: int, recipient_id: int, exported_at: datetime) -> bool:
    """Record that a batch holds a canary; False where that was known."""
    values = {"canary_id": canary_id, "recipient_id": recipient_id, "exported_at": as_utc(exported_at)}
    same = [canary_plantings.c[name] == value for name, value in values.items()]
    if connection.execute(select(canary_plantings.c.canary_id).where(*same)).first():
        return False
    connection.execute(insert(canary_plantings).values(**values))
    return True


def put_call(connection: Connection, canary_id: int, call: CanaryCall) -> CallPut:
    """Record a call; whether the name was used may be filled in later, but not changed."""
    same = (canary_calls.c.canary_id == canary_id) & (canary_calls.c.called_at == as_utc(call.called_at))
    known = connection.execute(select(canary_calls.c.name_used).where(same)).one_or_none()
    if known is None:
        values = {"canary_id": canary_id, "called_at": call.called_at, "name_used": call.name_used}
        connection.execute(insert(canary_calls).values(**values))
        return CallPut.NEW
    if call.name_used is None or known.name_used == call.name_used:
        return CallPut.KNOWN
    if known.name_used is not None:
        return CallPut.CONTRADICTS
    connection.execute(update(canary_calls).where(same).values(name_used=call.name_used))
    return CallPut.FILLED_IN


def everything(connection: Connection) -> list[Canary]:
    """Every canary with its batches and calls, oldest first within each; no digest."""
    return [canary for _stored, canary in _all(connection)]


def on_list(connection: Connection, numbers: Collection[bytes]) -> list[tuple[Canary, StoredCanary, bool]]:
    """Every canary, its row, and whether its number is among these digests."""
    return [(canary, stored, stored.number_index in numbers) for stored, canary in _all(connection)]


def _all(connection: Connection) -> list[tuple[StoredCanary, Canary]]:
    plantings: dict[int, list[Planting]] = {}
    query = select(canary_plantings, recipients.c.name).join(recipients).order_by(
        canary_plantings.c.exported_at, recipients.c.id
    )  # fmt: skip
    for row in connection.execute(query):
        plantings.setdefault(row.canary_id, []).append(Planting(row.name, row.exported_at))
    calls: dict[int, list[CanaryCall]] = {}
    for row in connection.execute(select(canary_calls).order_by(canary_calls.c.called_at)):
        calls.setdefault(row.canary_id, []).append(CanaryCall(row.called_at, row.name_used))
    found = []
    for row in connection.execute(select(canaries).order_by(canaries.c.id)):
        stored = StoredCanary(row.id, row.kind, row.watched_from, row.number_index, row.name_index)
        own, heard = tuple(plantings.get(row.id, ())), tuple(calls.get(row.id, ()))
        found.append((stored, Canary(row.kind, row.watched_from, own, heard)))
    return found
