"""What the sequential alarm has seen of each class of sources, kept between two looks."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from portal.storage.schema import alarm_states


def states(connection: Connection) -> list[dict[str, Any]]:
    """Every saved state, by source."""
    rows = connection.execute(select(alarm_states.c.state).order_by(alarm_states.c.source))
    return [dict(row.state) for row in rows]


def replace(connection: Connection, saved: Mapping[str, tuple[date, Mapping[str, Any]]], *, at: datetime) -> None:
    """Put these states, by source with the day of their last look, in the place of all others."""
    connection.execute(delete(alarm_states))
    rows = [
        {"source": source, "looked_on": looked, "saved_at": at, "state": dict(state)}
        for source, (looked, state) in saved.items()
    ]
    if rows:
        connection.execute(insert(alarm_states), rows)
