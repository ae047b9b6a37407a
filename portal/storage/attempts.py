"""Failed sign-ins, by a digest of the login that was typed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from portal.storage.schema import sign_in_attempts

# Counting up and beginning to count are one statement, so that attempts made at once are all counted.
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often a sign-in failed since the last success, and when last."""

    failed: int
    failed_at: datetime


def find(connection: Connection, digest: bytes) -> Attempts | None:
    """The failures of a login."""
    row = connection.execute(select(sign_in_attempts).where(sign_in_attempts.c.login_digest == digest)).one_or_none()
    return Attempts(row.failed, row.failed_at) if row else None


def count_one(connection: Connection, digest: bytes, at: datetime) -> int:
    """Add a failure; how many there are now."""
    statement = INSERT[connection.dialect.name](sign_in_attempts).values(login_digest=digest, failed=1, failed_at=at)
    counted = statement.on_conflict_do_update(
        index_elements=["login_digest"], set_={"failed": sign_in_attempts.c.failed + 1, "failed_at": at}
    )
    return connection.execute(counted.returning(sign_in_attempts.c.failed)).scalar_one()


def forget(connection: Connection, digest: bytes) -> None:
    """A sign-in succeeded: begin anew."""
    connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.login_digest == digest))


def forget_before(connection: Connection, instant: datetime) -> None:
    """Old failures no longer count."""
    connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.failed_at < instant))
