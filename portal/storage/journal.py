"""The journal's table: entries are chained inside the transaction of the change that they record.

The row of an entry holds the nodes of the tree that it finishes, and the head holds the frontier: an entry costs the
same statements however long the journal is, and a proof reads one row for each step.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, update

from portal.domain.journal import ChainedEntry, Entry, Standing, chained, follow, in_pieces, written
from portal.domain.merkle import HASH_BYTES, Node, leaf_hash
from portal.storage.schema import journal, journal_head

CHUNK = 1000
TAKE_HEAD = select(journal_head).with_for_update()
INSERT = insert(journal)
MOVE_HEAD = update(journal_head)
UNREADABLE = (ValueError, TypeError, AttributeError)  # what a column raises whose content is none of ours


def append(connection: Connection, entry: Entry) -> ChainedEntry:
    """Chain an entry; call it last in a transaction, since it holds the head until the commit."""
    before = _standing(connection.execute(TAKE_HEAD).one())
    link, after = chained(entry, before)
    written_down = {
        "sequence": link.sequence,
        "at": entry.at,
        "actor": entry.actor,
        "verb": entry.verb,
        "subject": entry.subject,
        "details": entry.details,
        "previous": link.previous,
        "digest": link.digest,
        "finished": link.finished,
    }
    connection.execute(INSERT, written_down)
    head = {"sequence": after.sequence, "digest": after.digest, "frontier": b"".join(after.frontier)}
    connection.execute(MOVE_HEAD, head)
    return link


def head(connection: Connection) -> Standing:
    """Where the journal says that it stands."""
    return _standing(connection.execute(select(journal_head)).one())


def about(connection: Connection, subject: str) -> list[Entry]:
    """What was done to one subject, oldest first."""
    rows = connection.execute(select(journal).where(journal.c.subject == subject).order_by(journal.c.sequence))
    return [_entry(row) for row in rows]


def first_about(connection: Connection, subject: str) -> int | None:
    """The number of the first entry about a subject; None where there is none."""
    return connection.execute(select(func.min(journal.c.sequence)).where(journal.c.subject == subject)).scalar_one()


def hold(connection: Connection) -> None:
    """Let nobody else append until the end of the transaction: what is counted now stays true."""
    connection.execute(select(journal_head.c.id).with_for_update())


def by_actor(connection: Connection, actor: str, verbs: Sequence[str], since: datetime) -> list[tuple[str, datetime]]:
    """To what somebody did certain things after an instant, and when."""
    query = select(journal.c.subject, journal.c.at).where(
        journal.c.actor == actor, journal.c.at > since, journal.c.verb.in_(verbs)
    )
    return [(row.subject, row.at) for row in connection.execute(query)]


def since(connection: Connection, subject: str, instant: datetime) -> list[Entry]:
    """What was done to one subject after an instant, newest first."""
    query = select(journal).where(journal.c.subject == subject, journal.c.at > instant)
    rows = connection.execute(query.order_by(journal.c.sequence.desc()))
    return [Entry(row.at, row.actor, row.verb, row.subject, row.details) for row in rows]


def has_verb(connection: Connection, verbs: Sequence[str], *, after: int, until: int) -> bool:
    """Whether one of some things was done after an entry (out), until another (in)."""
    between = (journal.c.sequence > after) & (journal.c.sequence <= until)
    query = select(journal.c.sequence).where(between & journal.c.verb.in_(verbs))
    return connection.execute(query.limit(1)).first() is not None


def length(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(journal)).scalar_one()


def find(connection: Connection, sequence: int) -> Entry | None:
    """The entry at a place."""
    row = connection.execute(select(journal).where(journal.c.sequence == sequence)).one_or_none()
    return _entry(row) if row else None


def node(connection: Connection) -> Node:
    """Looks nodes up, each in the row of the entry that finished it; one that is gone is empty and proves nothing."""

    def looked_up(level: int, last: int) -> bytes:
        try:
            row = connection.execute(select(journal).where(journal.c.sequence == last)).one_or_none()
        except UNREADABLE:
            return b""
        if row is None:
            return b""
        if level == 0:
            return leaf_hash(written(last, _entry(row)))
        return row.finished[(level - 1) * HASH_BYTES : level * HASH_BYTES]

    return looked_up


def read_chain(connection: Connection) -> Iterator[ChainedEntry | None]:
    """The whole chain, read in pieces that fit in memory; ends with None where an entry can no longer be read."""
    after: int | None = None
    while True:
        try:
            piece = _piece(connection, after, CHUNK)
        except UNREADABLE:
            yield from _one_by_one(connection, after)
            return
        if not piece:
            return
        yield from piece
        after = piece[-1].sequence


def broken_at(connection: Connection, seen: dict[int, bytes] | None = None) -> int | None:
    """The first sequence number at which the journal does not hold; None where it holds to its head.

    `seen` is filled: its keys are sizes, and each gets the root that the first so many entries have.
    """
    wanted = {} if seen is None else seen
    standing = Standing()
    for link in read_chain(connection):
        after = follow(link, standing) if link else None
        if after is None:
            return standing.sequence + 1
        standing = after
        if standing.sequence in wanted:
            wanted[standing.sequence] = standing.root
    return None if _heads(connection) == [standing] else standing.sequence + 1


def _piece(connection: Connection, after: int | None, rows: int) -> list[ChainedEntry]:
    query = select(journal).order_by(journal.c.sequence).limit(rows)
    if after is not None:
        query = query.where(journal.c.sequence > after)
    return [
        ChainedEntry(row.sequence, _entry(row), row.previous, row.digest, row.finished)
        for row in connection.execute(query).all()
    ]


def _one_by_one(connection: Connection, after: int | None) -> Iterator[ChainedEntry | None]:
    while True:
        try:
            piece = _piece(connection, after, 1)
        except UNREADABLE:
            yield None
            return
        if not piece:
            return
        yield piece[0]
        after = piece[0].sequence


def _heads(connection: Connection) -> list[Standing]:
    return [_standing(row) for row in connection.execute(select(journal_head))]


def _entry(row: Row) -> Entry:
    return Entry(row.at, row.actor, row.verb, row.subject, row.details)


def _standing(row: Row) -> Standing:
    return Standing(row.sequence, row.digest, in_pieces(row.frontier))
