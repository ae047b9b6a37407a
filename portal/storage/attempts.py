"""Failed attempts, by a digest of what was typed: a sign-in's login, a recovery's words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.storage.schema import recovery_attempts, sign_in_attempts

SIGN_IN, RECOVERY = sign_in_attempts, recovery_attempts
# Counting up and beginning to count are one statement, so that attempts made at once are all counted.
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often it failed since the last success, and when last."""

    failed: int
    failed_at: datetime


def find(connection: Connection, table: Table, digest: bytes) -> Attempts | None:
    """The failures of what was typed."""
    row = connection.execute(select(table).where(_digest(table) == digest)).one_or_none()
    return Attempts(row.failed, row.failed_at) if row else None


def count_one(connection: Connection, table: Table, digest: bytes, at: datetime) -> int:
    """Add a failure; how many there are now."""
    statement = INSERT[connection.dialect.name](table).values({_digest(table): digest, "failed": 1, "failed_at": at})
    counted = statement.on_conflict_do_update(
        index_elements=[_digest(table)], set_={"failed": table.c.failed + 1, "failed_at": at}
    )
    return connection.execute(counted.returning(table.c.failed)).scalar_one()


def forget(connection: Connection, table: Table, digest: bytes) -> None:
    """It succeeded: begin anew."""
    connection.execute(delete(table).where(_digest(table) == digest))


def forget_before(connection: Connection, table: Table, instant: datetime) -> None:
    """Old failures no longer count."""
    connection.execute(delete(table).where(table.c.failed_at < instant))


def _digest(table: Table) -> ColumnElement[bytes]:
    (column,) = table.primary_key.columns
    return column
