"""Legal clocks: one row for each complaint that an official has acted on."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select

from portal.domain.deadline import Clock, Pause, PauseReason, next_due
from portal.domain.legal_term import from_document, to_document
from portal.storage.casework_tables import clocks


def find(connection: Connection, complaint_id: UUID) -> Clock | None:
    """The clock of a complaint; None where nobody has acted on it."""
    row = connection.execute(select(clocks).where(clocks.c.complaint_id == complaint_id)).one_or_none()
    return _clock(row) if row else None


def of_complaints(connection: Connection, complaint_ids: list[UUID]) -> dict[UUID, Clock]:
    """The clocks of several complaints."""
    rows = connection.execute(select(clocks).where(clocks.c.complaint_id.in_(complaint_ids)))
    return {row.complaint_id: _clock(row) for row in rows}


def put(connection: Connection, complaint_id: UUID, clock: Clock) -> None:
    """Write a clock down; call it with the complaint locked."""
    connection.execute(delete(clocks).where(clocks.c.complaint_id == complaint_id))
    end = next_due(clock)
    connection.execute(
        insert(clocks).values(
            complaint_id=complaint_id,
            term=to_document(clock.term),
            started_on=clock.started_on,
            accepted_on=clock.accepted_on,
            finished_on=clock.finished_on,
            pauses=[_written(pause) for pause in clock.pauses],
            extended_days=clock.extended_days,
            extension_reason=clock.extension_reason,
            due_on=end.day if end else None,
        )
    )


def _clock(row: Row) -> Clock:
    return Clock(
        from_document(row.term),
        row.started_on,
        row.accepted_on,
        row.finished_on,
        tuple(_pause(*written) for written in row.pauses),
        row.extended_days,
        row.extension_reason,
    )


def _written(pause: Pause) -> list[Any]:
    return [pause.start.isoformat(), pause.until.isoformat() if pause.until else None, pause.reason.value]


def _pause(start: str, until: str | None, reason: str) -> Pause:
    return Pause(date.fromisoformat(start), date.fromisoformat(until) if until else None, PauseReason(reason))
