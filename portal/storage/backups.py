"""Backup files that exist somewhere, and how many erasures each of them still undoes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from portal.domain.period import as_utc
from portal.domain.report import Withdrawal
from portal.storage.keeping_tables import backups
from portal.storage.schema import journal

DESTROYING = (Withdrawal.CASES.value, Withdrawal.ERASED.value)


@dataclass(frozen=True, slots=True)
class Backup:
    """One file; `erasures` counts the complaints whose keys it holds although they have been destroyed since."""

    id: int
    made_at: datetime
    rows: int
    sealed_to: int
    discarded_at: datetime | None
    erasures: int


def add(connection: Connection, *, at: datetime, rows: int, sha256: str, sealed_to: int) -> int:
    """Remember a file that was just written; its number."""
    values = {"made_at": at, "rows": rows, "sha256": sha256, "sealed_to": sealed_to}
    return connection.execute(insert(backups).values(**values).returning(backups.c.id)).scalar_one()


def every(connection: Connection) -> list[Backup]:
    """All files, oldest first."""
    rows = connection.execute(select(backups).order_by(backups.c.made_at, backups.c.id)).all()
    return [
        Backup(
            row.id, row.made_at, row.rows, row.sealed_to, row.discarded_at,
            0 if row.discarded_at else _erasures_since(connection, row.made_at),
        )
        for row in rows
    ]  # fmt: skip


def find(connection: Connection, number: int) -> datetime | None:
    """When a file was made; None where there is none of that number."""
    return connection.execute(select(backups.c.made_at).where(backups.c.id == number)).scalar_one_or_none()


def discard(connection: Connection, number: int, at: datetime) -> bool:
    """Write down that a file has been destroyed; False where there is none, or it was before."""
    one = (backups.c.id == number) & backups.c.discarded_at.is_(None)
    return connection.execute(update(backups).where(one).values(discarded_at=as_utc(at))).rowcount == 1


def count_older(connection: Connection, before: datetime) -> int:
    """How many files were made before an instant and are not destroyed."""
    old = (backups.c.made_at < as_utc(before)) & backups.c.discarded_at.is_(None)
    return connection.execute(select(func.count()).select_from(backups).where(old)).scalar_one()


def _erasures_since(connection: Connection, made_at: datetime) -> int:
    """What the journal tells of keys destroyed since; each entry names one complaint or says how many."""
    verbs = ("complaint.withdraw", "retention.destroy")
    query = select(journal.c.verb, journal.c.details).where(journal.c.verb.in_(verbs), journal.c.at >= made_at)
    found = 0
    for row in connection.execute(query):
        told = row.details
        found += told["complaints"] if row.verb == "retention.destroy" else int(told.get("how") in DESTROYING)
    return found
