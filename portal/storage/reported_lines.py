"""Callers and wordings that several mothers reported, by their keyed digests; mothers are counted, not calls."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Connection, func, select

from portal.domain.phone import CallerClass
from portal.domain.report import Withdrawal
from portal.domain.vocabulary import Tier, VendorType
from portal.storage.phones import first_of_its_phone
from portal.storage.schema import calls, complaint_keys, complaints
from portal.vault.sealing import WrappedKey


@dataclass(frozen=True, slots=True)
class ReportedLine:
    """One line, and one sealed copy of what it is; all other copies say the same."""

    mothers: int
    last_called_at: datetime
    vendor_type: VendorType | None
    kind: CallerClass | None
    complaint_id: UUID
    call_id: UUID
    sealed: bytes = field(repr=False)
    key: WrappedKey = field(repr=False)


def numbers(connection: Connection, *, least: int) -> Iterator[ReportedLine]:
    """Caller numbers reported by at least so many verified mothers who let themselves be published."""
    return _lines(connection, calls.c.caller_index, calls.c.caller_sealed, least)


def wordings(connection: Connection, *, least: int) -> Iterator[ReportedLine]:
    """Wordings of messages, likewise."""
    return _lines(connection, calls.c.message_index, calls.c.message_sealed, least)


def _lines(connection: Connection, index: Column[bytes], sealed: Column[bytes], least: int) -> Iterator[ReportedLine]:
    mothers = func.count(calls.c.complaint_id.distinct())
    # An anonymous report counts in no release: whoever frames a number would need verified mothers.
    may_count = (
        index.is_not(None),
        complaints.c.tier >= int(Tier.PHONE_VERIFIED),
        complaints.c.withdrawal == Withdrawal.NONE,
        first_of_its_phone(),
    )
    joined = calls.join(complaints, complaints.c.id == calls.c.complaint_id)
    groups = (
        select(index.label("line"), mothers.label("mothers"), func.max(calls.c.called_at).label("last"))
        .select_from(joined)
        .where(*may_count)
        .group_by(index)
        .having(mothers >= least)
        .order_by(index)
    )
    for group in connection.execute(groups).all():
        trades = select(calls.c.vendor_type, mothers.label("mothers")).select_from(joined)
        of_line = trades.where(*may_count, index == group.line).group_by(calls.c.vendor_type)
        (trade, told), *_ = connection.execute(of_line.order_by(mothers.desc(), calls.c.vendor_type)).all()
        sample = (
            select(calls.c.complaint_id, calls.c.id, calls.c.caller_class, sealed.label("sealed"), complaint_keys)
            .select_from(joined.join(complaint_keys, complaint_keys.c.complaint_id == complaints.c.id))
            .where(*may_count, index == group.line, sealed.is_not(None))
            .order_by(calls.c.complaint_id, calls.c.id)
            .limit(1)
        )
        row = connection.execute(sample).first()
        if row is not None:
            yield ReportedLine(
                mothers=group.mothers,
                last_called_at=group.last,
                vendor_type=trade if told * 2 >= group.mothers else None,
                kind=row.caller_class,
                complaint_id=row[0],
                call_id=row.id,
                sealed=row.sealed,
                key=WrappedKey(row.master_version, row.wrapped),
            )
