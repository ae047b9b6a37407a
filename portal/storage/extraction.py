"""What the analysis reads: codes, days and instants of complaints that may be counted, column by column.

The only queries behind `extract.build`. None of them touches a sealed column.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from portal.domain.report import Withdrawal
from portal.storage.schema import calls, complaints, hospitals, phones, quiet_reports

ROWS_A_FETCH = 50_000


@dataclass(frozen=True, slots=True)
class MotherColumns:
    """One entry for each complaint."""

    id: list[UUID] = field(default_factory=list)
    created_at: list[datetime] = field(default_factory=list)
    tier: list[int] = field(default_factory=list)
    hospital: list[str | None] = field(default_factory=list)
    issuer: list[str | None] = field(default_factory=list)
    registered_on: list[date | None] = field(default_factory=list)
    registered_precision: list[str] = field(default_factory=list)
    due_on: list[date | None] = field(default_factory=list)
    born_on: list[date | None] = field(default_factory=list)
    phone_index: list[bytes | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CallColumns:
    """One entry for each call."""

    complaint_id: list[UUID] = field(default_factory=list)
    called_at: list[datetime] = field(default_factory=list)
    reported_at: list[datetime] = field(default_factory=list)
    precision: list[str] = field(default_factory=list)
    channel: list[str] = field(default_factory=list)
    vendor_type: list[str] = field(default_factory=list)
    caller_index: list[bytes | None] = field(default_factory=list)
    knew: list[int | None] = field(default_factory=list)
    caller_class: list[str | None] = field(default_factory=list)
    message_index: list[bytes | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class QuietColumns:
    """One entry for each quiet report."""

    complaint_id: list[UUID] = field(default_factory=list)
    reported_at: list[datetime] = field(default_factory=list)


def mothers(connection: Connection) -> MotherColumns:
    """Every complaint but the erased ones; who only withdrew from publication or from cases is still counted."""
    query = (
        select(
            complaints.c.id, complaints.c.created_at, complaints.c.tier, hospitals.c.name, complaints.c.issuer,
            complaints.c.registered_on, complaints.c.registered_precision, complaints.c.due_on, complaints.c.born_on,
            phones.c.phone_index,
        )
        .outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)
        .outerjoin(phones, phones.c.complaint_id == complaints.c.id)
        .where(complaints.c.withdrawal != Withdrawal.ERASED)
        .order_by(complaints.c.id)
    )  # fmt: skip
    return MotherColumns(*_columns(connection, query))


def call_columns(connection: Connection) -> CallColumns:
    """Every call of those complaints."""
    query = _of_counted(
        select(
            calls.c.complaint_id, calls.c.called_at, calls.c.reported_at, calls.c.precision, calls.c.channel,
            calls.c.vendor_type, calls.c.caller_index, calls.c.knew, calls.c.caller_class, calls.c.message_index,
        ),
        calls,
    ).order_by(calls.c.complaint_id, calls.c.id)  # fmt: skip
    return CallColumns(*_columns(connection, query))


def quiet_columns(connection: Connection) -> QuietColumns:
    """Every quiet report of those complaints."""
    query = _of_counted(select(quiet_reports.c.complaint_id, quiet_reports.c.reported_at), quiet_reports)
    return QuietColumns(*_columns(connection, query))


def _of_counted(query: Select[Any], table: Any) -> Select[Any]:
    return query.join(complaints, complaints.c.id == table.c.complaint_id).where(
        complaints.c.withdrawal != Withdrawal.ERASED
    )


def _columns(connection: Connection, query: Select[Any]) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _ in query.selected_columns]
    for rows in connection.execution_options(yield_per=ROWS_A_FETCH).execute(query).partitions():
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return columns
