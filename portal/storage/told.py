"""What a complaint's calls add up to, kept beside it, so that the queue is narrowed without reading calls."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select, update

from portal.domain.period import local_day
from portal.domain.pregnancy import stage_on
from portal.domain.report import Call, Complaint, mask_of
from portal.domain.vocabulary import VendorType
from portal.storage.schema import calls, complaints

IDS_A_QUERY = 500


@dataclass(slots=True)
class _Sum:
    calls: int = 0
    last: datetime | None = None
    vendors: frozenset[VendorType] = frozenset()


class _Dates(NamedTuple):
    created_at: datetime
    due_on: date | None
    born_on: date | None


def add_up(connection: Connection, complaint_ids: Collection[UUID]) -> None:
    """Count anew; whoever changes calls or the dates of a card calls this in the same transaction.

    The stage is that of the day on which she last told of a call, of the first report where she told of none.
    """
    wanted = list(complaint_ids)
    for start in range(0, len(wanted), IDS_A_QUERY):
        some = wanted[start : start + IDS_A_QUERY]
        sums = _sums(connection, some)
        dates = select(complaints.c["id", "created_at", "due_on", "born_on"]).where(complaints.c.id.in_(some))
        rows = [{"same_id": row.id, **_columns(sums[row.id], row)} for row in connection.execute(dates)]
        if rows:
            told = {name: bindparam(name) for name in rows[0] if name != "same_id"}
            connection.execute(update(complaints).where(complaints.c.id == bindparam("same_id")).values(told), rows)


def first_columns(complaint: Complaint, first: Sequence[Call]) -> dict[str, object]:
    """What the calls add up to with which a complaint begins."""
    last = max((call.reported_at for call in first), default=None)
    found = _Sum(len(first), last, frozenset(call.vendor_type for call in first))
    return _columns(found, _Dates(complaint.created_at, complaint.card.due_on, complaint.card.born_on))


def _columns(found: _Sum, dates: _Dates | Row) -> dict[str, object]:
    day = local_day(found.last or dates.created_at)
    return {
        "told_calls": found.calls,
        "told_last": found.last,
        "told_vendors": mask_of(found.vendors, VendorType),
        "told_stage": stage_on(day, due_on=dates.due_on, born_on=dates.born_on),
    }


def _sums(connection: Connection, ids: list[UUID]) -> dict[UUID, _Sum]:
    sums: dict[UUID, _Sum] = defaultdict(_Sum)
    query = (
        select(calls.c.complaint_id, calls.c.vendor_type, func.count().label("told"), func.max(calls.c.reported_at))
        .where(calls.c.complaint_id.in_(ids))
        .group_by(calls.c.complaint_id, calls.c.vendor_type)
    )
    for complaint_id, vendor, told, last in connection.execute(query):
        found = sums[complaint_id]
        found.calls += told
        found.last = last if found.last is None else max(found.last, last)
        found.vendors |= {vendor}
    return sums
