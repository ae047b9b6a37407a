"""Calls: one row for each, what identifies people sealed."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from portal.domain.period import as_utc
from portal.domain.report import Call, from_mask, mask_of
from portal.domain.vocabulary import Knew
from portal.storage import told
from portal.storage.casework_tables import maskings
from portal.storage.schema import calls

INSERT = insert(calls)
NAMES = tuple(field.name for field in fields(Call))


def insert_all(connection: Connection, new: Sequence[Call]) -> None:
    """Add calls to complaints that are there."""
    if new:
        insert_rows(connection, new)
        told.add_up(connection, {call.complaint_id for call in new})


def insert_rows(connection: Connection, new: Sequence[Call]) -> None:
    """Add calls to a complaint whose row says already what they add up to."""
    if new:
        connection.execute(INSERT, [_values(call) for call in new])


def of_complaint(connection: Connection, complaint_id: UUID) -> list[Call]:
    """A complaint's calls, oldest first."""
    query = select(calls).where(calls.c.complaint_id == complaint_id).order_by(calls.c.called_at, calls.c.id)
    return [_call(row) for row in connection.execute(query)]


def remove(connection: Connection, complaint_id: UUID, call_id: UUID) -> bool:
    """Take one call back; False where it is not there."""
    of_call = (maskings.c.complaint_id == complaint_id) & (maskings.c.call_id == call_id)
    connection.execute(delete(maskings).where(of_call))
    same = (calls.c.complaint_id == complaint_id) & (calls.c.id == call_id)
    removed = connection.execute(delete(calls).where(same)).rowcount == 1
    told.add_up(connection, [complaint_id])
    return removed


def reseal(connection: Connection, complaint_id: UUID, call_id: UUID, column: str, sealed: bytes | None) -> None:
    """Put other sealed words in the place of a call's."""
    same = (calls.c.complaint_id == complaint_id) & (calls.c.id == call_id)
    connection.execute(update(calls).where(same).values({column: sealed}))


def told_since(connection: Connection, instant: datetime) -> int:
    """How many calls were told after an instant."""
    query = select(func.count()).select_from(calls).where(calls.c.reported_at > as_utc(instant))
    if connection.dialect.name == "postgresql":  # the rows themselves are closed to most who may read the number
        query = select(func.jingyue_told_since(as_utc(instant)))
    return connection.execute(query).scalar_one()


def count(connection: Connection) -> int:
    """How many calls there are."""
    return connection.execute(select(func.count()).select_from(calls)).scalar_one()


def _values(call: Call) -> dict[str, object]:
    values = {name: getattr(call, name) for name in NAMES}
    return values | {"knew": mask_of(call.knew, Knew)}


def _call(row: Row) -> Call:
    values = row._asdict()
    return Call(**values | {"knew": from_mask(values["knew"], Knew)})
