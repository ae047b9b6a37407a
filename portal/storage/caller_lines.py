"""Callers' lines by their digests, with one sealed copy of each, and the wordings that came from them: for linkage."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from sqlalchemy import Connection, Row, select

from portal.domain.phone import CallerClass
from portal.domain.report import Withdrawal
from portal.domain.vocabulary import VendorType
from portal.storage.schema import calls, complaint_keys, complaints
from portal.vault.sealing import WrappedKey

ROWS_A_FETCH = 20_000


@dataclass(frozen=True, slots=True)
class CallerLine:
    """One line: what most of its calls sold, how many mothers told of it, and one sealed copy of its number."""

    index: bytes = field(repr=False)
    kind: CallerClass
    trade: VendorType
    mothers: int
    complaint_id: UUID
    call_id: UUID
    sealed: bytes = field(repr=False)
    key: WrappedKey = field(repr=False)


def lines(connection: Connection) -> Iterator[CallerLine]:
    """Every line that complaints which may be counted told of; read as a stream."""
    query = (
        select(
            calls.c.caller_index, calls.c.caller_class, calls.c.vendor_type, calls.c.complaint_id, calls.c.id,
            calls.c.caller_sealed, complaint_keys.c.master_version, complaint_keys.c.wrapped,
        )
        .select_from(calls.join(complaints, complaints.c.id == calls.c.complaint_id).join(complaint_keys))
        .where(
            calls.c.caller_index.is_not(None),
            calls.c.caller_sealed.is_not(None),
            complaints.c.withdrawal != Withdrawal.ERASED,
        )
        .order_by(calls.c.caller_index, calls.c.complaint_id, calls.c.id)
    )  # fmt: skip
    rows = connection.execution_options(yield_per=ROWS_A_FETCH).execute(query)
    for _index, group in groupby(rows, key=lambda row: row.caller_index):
        yield _line(list(group))


def wordings(connection: Connection) -> list[tuple[bytes, bytes | None, VendorType]]:
    """Each wording with each line that it came from and what was sold; without a line where none was told."""
    query = (
        select(calls.c.message_index, calls.c.caller_index, calls.c.vendor_type)
        .join(complaints, complaints.c.id == calls.c.complaint_id)
        .where(calls.c.message_index.is_not(None), complaints.c.withdrawal != Withdrawal.ERASED)
        .distinct()
        .order_by(calls.c.message_index, calls.c.caller_index, calls.c.vendor_type)
    )
    return [(row.message_index, row.caller_index, row.vendor_type) for row in connection.execute(query)]


def _line(rows: list[Row]) -> CallerLine:
    first = rows[0]
    sold = Counter(row.vendor_type for row in rows)
    return CallerLine(
        index=first.caller_index,
        kind=first.caller_class or CallerClass.UNREADABLE,
        trade=min(sold, key=lambda trade: (-sold[trade], trade)),
        mothers=len({row.complaint_id for row in rows}),
        complaint_id=first.complaint_id,
        call_id=first.id,
        sealed=first.caller_sealed,
        key=WrappedKey(first.master_version, first.wrapped),
    )
