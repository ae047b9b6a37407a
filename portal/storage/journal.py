"""The journal's table: entries are chained inside the transaction of the change that they record."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select, update

from portal.domain.journal import GENESIS, ChainedEntry, Entry, digest_of, first_break
from portal.storage.schema import journal, journal_head

CHUNK = 1000


def append(connection: Connection, entry: Entry) -> ChainedEntry:
    """Chain an entry; call it last in a transaction, since it holds the head until the commit."""
    head = connection.execute(select(journal_head).with_for_update()).one()
    sequence, previous = head.sequence + 1, head.digest
    digest = digest_of(sequence, entry, previous)
    connection.execute(
        insert(journal).values(
            sequence=sequence,
            at=entry.at,
            actor=entry.actor,
            verb=entry.verb,
            subject=entry.subject,
            details=entry.details,
            previous=previous,
            digest=digest,
        )
    )
    connection.execute(update(journal_head).values(sequence=sequence, digest=digest))
    return ChainedEntry(sequence, entry, previous, digest)


def about(connection: Connection, subject: str) -> list[Entry]:
    """What was done to one subject, oldest first."""
    rows = connection.execute(select(journal).where(journal.c.subject == subject).order_by(journal.c.sequence))
    return [Entry(row.at, row.actor, row.verb, row.subject, row.details) for row in rows]


def length(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(journal)).scalar_one()


def read_chain(connection: Connection) -> Iterator[list[ChainedEntry]]:
    """The whole chain, in pieces that fit in memory."""
    after = 0
    while True:
        rows = connection.execute(
            select(journal).where(journal.c.sequence > after).order_by(journal.c.sequence).limit(CHUNK)
        ).all()
        if not rows:
            return
        yield [
            ChainedEntry(
                row.sequence,
                Entry(row.at, row.actor, row.verb, row.subject, row.details),
                row.previous,
                row.digest,
            )
            for row in rows
        ]
        after = rows[-1].sequence


def broken_at(connection: Connection) -> int | None:
    """The first sequence number at which the journal does not hold; None where it holds to its head."""
    last: ChainedEntry | None = None
    for piece in read_chain(connection):
        broken = first_break(piece, after=last)
        if broken is not None:
            return broken
        last = piece[-1]
    head = connection.execute(select(journal_head)).one()
    found = (last.sequence, last.digest) if last else (0, GENESIS)
    return None if (head.sequence, head.digest) == found else found[0] + 1
