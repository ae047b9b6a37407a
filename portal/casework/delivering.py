"""What stands in a delivery: each row as its purpose allows, marked for this delivery and no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from portal.domain.delivery import COLUMNS, Delivery, DeliveryColumn, Purpose
from portal.domain.delivery_mark import RowMark, mark_of, marked
from portal.domain.period import as_local, local_day
from portal.domain.phone import classify
from portal.domain.pregnancy import stage_on
from portal.storage import complaints
from portal.storage.database import Store
from portal.storage.deliveries import DeliveredCall
from portal.vault.sealing import ComplaintKey, Place
from portal.vault.vault import Vault

C = DeliveryColumn
BETWEEN = ";"  # as in reports.csv


@dataclass(frozen=True, slots=True)
class MarkedCall:
    """A call with its marks, and with the caller's number where the purpose is given numbers."""

    label: str
    call: DeliveredCall = field(repr=False)
    mark: RowMark = field(repr=False)
    mother: str = field(repr=False)
    number: str = field(default="", repr=False)


def in_order(delivery: Delivery, calls: Sequence[DeliveredCall], vault: Vault) -> list[MarkedCall]:
    """The calls, marked, in an order that follows from the marks and from nothing else."""
    digests = vault.delivery_marks(delivery.id, [call.call_id for call in calls])
    mothers = vault.delivery_mothers(delivery.id, [call.complaint_id for call in calls])
    pairs = sorted(zip(digests, mothers, calls, strict=True), key=lambda one: one[0])
    return [
        MarkedCall(delivery.label, call, mark_of(digest), mark_of(mother).reference) for digest, mother, call in pairs
    ]


def with_numbers(rows: Sequence[MarkedCall], store: Store, vault: Vault) -> list[MarkedCall]:
    """The same with callers' numbers, opened; call it when it is on record that they leave."""
    with store.read() as connection:
        wrapped = {one: complaints.wrapped_key(connection, one) for one in {row.call.complaint_id for row in rows}}
    keys = {one: vault.unwrap(one, stored) for one, stored in wrapped.items() if stored is not None}
    return [replace(row, number=_number(row.call, keys.get(row.call.complaint_id))) for row in rows]


def laid_out(purpose: Purpose, rows: Sequence[MarkedCall]) -> tuple[list[str], list[list[str]]]:
    """Header and rows: the columns of the purpose and no other."""
    columns = COLUMNS[purpose]
    return [column.value for column in columns], [[CELLS[column](row) for column in columns] for row in rows]


def _number(call: DeliveredCall, key: ComplaintKey | None) -> str:
    """The number as it is dialled; nothing where it cannot be read or the key is gone."""
    raw = key.open(call.caller_sealed, Place("calls", "caller_sealed", call.call_id)) if key else None
    return classify(raw or "").normal or ""


def _stage(row: MarkedCall) -> str:
    call = row.call
    return stage_on(local_day(call.called_at), due_on=call.due_on, born_on=call.born_on) or ""


CELLS: dict[DeliveryColumn, Callable[[MarkedCall], str]] = {
    C.DELIVERY: lambda row: row.label,
    C.ROW: lambda row: row.mark.reference,
    C.MOTHER: lambda row: row.mother,
    C.CALLED_AT: lambda row: as_local(marked(row.call.called_at, row.mark)).isoformat(),
    C.PRECISION: lambda row: row.call.precision.value,
    C.REPORTED_ON: lambda row: local_day(row.call.reported_at).isoformat(),
    C.CHANNEL: lambda row: row.call.channel.value,
    C.VENDOR_TYPE: lambda row: row.call.vendor_type.value,
    C.VOICE: lambda row: row.call.voice.value if row.call.voice else "",
    C.CALLER_CLASS: lambda row: row.call.caller_class or "",
    C.CALLER_NUMBER: lambda row: row.number,
    C.KNEW: lambda row: BETWEEN.join(sorted(row.call.knew or ())),
    C.STAGE: _stage,
    C.TIER: lambda row: str(int(row.call.tier)),
    C.DISTRICT: lambda row: row.call.district or "",
    C.HOSPITAL: lambda row: row.call.hospital or "",
    C.REGISTERED_ON: lambda row: row.call.registered_on.isoformat() if row.call.registered_on else "",
}
