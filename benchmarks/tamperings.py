"""What somebody who owns the database, and one witness's folder, may do to the journal. Each changes something."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from portal.domain.journal import Entry, Standing, chained
from portal.files import witness
from portal.storage import journal as entries
from portal.storage.schema import journal, journal_head

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

Tampering = Callable[[Connection, random.Random, list[Path]], None]


def edit(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """One value of one entry."""
    at = rng.randint(1, _last(connection))
    values = rng.choice(
        [
            {"actor": f"other{rng.random()}"},
            {"verb": "other"},
            {"subject": f"complaint:{rng.random()}"},
            {"details": {"n": rng.random()}},
            {"at": START - timedelta(microseconds=rng.randint(1, 10**12))},
            {"digest": rng.randbytes(32)},
            {"previous": rng.randbytes(32)},
        ]
    )
    connection.execute(update(journal).where(journal.c.sequence == at).values(values))


def remove(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """One to five entries, anywhere but at the end."""
    last = _last(connection)
    at = rng.randint(1, last - 1)
    until = min(at + rng.randint(0, 4), last - 1)
    connection.execute(delete(journal).where(journal.c.sequence.between(at, until)))


def put_in(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """One entry that was never written: behind the head, before the beginning, or where later ones were moved up."""
    last = _last(connection)
    if rng.random() < 0.5:
        row = connection.execute(select(journal).where(journal.c.sequence == rng.randint(1, last))).one()
        place = rng.choice([last + 1, last + rng.randint(2, 99), 0, -rng.randint(1, 99)])
        connection.execute(insert(journal), row._asdict() | {"sequence": place})
        return
    at = rng.randint(1, last)
    rows = _rows_from(connection, at)
    connection.execute(delete(journal).where(journal.c.sequence >= at))
    moved = [row | {"sequence": row["sequence"] + 1} for row in rows]
    connection.execute(insert(journal), [rows[0] | {"verb": "never"}, *moved])


def reorder(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """Two entries change places, with or without their digests."""
    one, other = rng.sample(range(1, _last(connection) + 1), 2)
    rows = {
        at: connection.execute(select(journal).where(journal.c.sequence == at)).one()._asdict() for at in (one, other)
    }
    kept = ("sequence", "previous", "digest", "finished") if rng.random() < 0.5 else ("sequence",)
    for here, there in ((one, other), (other, one)):
        values = {name: value for name, value in rows[there].items() if name not in kept}
        connection.execute(update(journal).where(journal.c.sequence == here).values(values))


def cut(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """The tail goes, and the head is made to fit: the chain alone would never tell."""
    keep = rng.randint(0, _last(connection) - 1)
    connection.execute(delete(journal).where(journal.c.sequence > keep))
    _set_head(connection, _standing(connection))


def roll_back(connection: Connection, rng: random.Random, folders: list[Path]) -> None:
    """An older copy is put back, and life goes on for a while, perhaps for longer than before."""
    before = _last(connection)
    cut(connection, rng, folders)
    for number in range(rng.randint(0, before)):
        entries.append(connection, Entry(START + timedelta(days=9), "x", "deed", f"after:{number}:{rng.random()}"))


def fork(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """History is rewritten from one entry on: chain, tree and head are new, and agree with each other."""
    rewrite(connection, rng.randint(1, _last(connection)), rng)


def change_head(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """The head says something else, or is gone."""
    head = entries.head(connection)
    values = rng.choice(
        [
            {"sequence": head.sequence + rng.choice([-1, 1, 7])},
            {"digest": rng.randbytes(32)},
            {"frontier": rng.randbytes(32 * len(head.frontier))},
            {"frontier": b"".join(head.frontier[:-1])},
            {"frontier": b""},
            None,
        ]
    )
    connection.execute(delete(journal_head) if values is None else update(journal_head).values(values))


def change_node(connection: Connection, rng: random.Random, _folders: list[Path]) -> None:
    """Nodes of the tree: another one, one missing, one too many."""
    at = 2 * rng.randint(1, _last(connection) // 2)  # every second entry finishes one
    made = connection.execute(select(journal.c.finished).where(journal.c.sequence == at)).scalar_one()
    place = rng.randrange(len(made))
    flipped = made[:place] + bytes([made[place] ^ rng.randint(1, 255)]) + made[place + 1 :]
    other = rng.choice([flipped, made[:-32], made + rng.randbytes(32), made[:-1]])
    connection.execute(update(journal).where(journal.c.sequence == at).values(finished=other))


def change_checkpoint(_connection: Connection, rng: random.Random, folders: list[Path]) -> None:
    """A witness's file: one character of it, another file's content with another size, or nothing at all."""
    path = rng.choice([path for path, _ in witness.notes(rng.choice(folders))])
    text = path.read_text()
    place = rng.randrange(len(text))
    lines = text.split("\n")
    other = rng.choice(
        [
            text[:place] + rng.choice([c for c in "aZ09+/\n" if c != text[place]]) + text[place + 1 :],
            "\n".join([lines[0], str(int(lines[1]) + rng.randint(1, 9)), *lines[2:]]),
            text[: rng.randrange(len(text) // 2)],
            "",
        ]
    )
    path.write_text(other)


TAMPERINGS: tuple[Tampering, ...] = (
    edit, remove, put_in, reorder, cut, roll_back, fork, change_head, change_node, change_checkpoint,
)  # fmt: skip


def rewrite(connection: Connection, at: int, rng: random.Random) -> None:
    """Another history from an entry on, whole in itself."""
    rows = _rows_from(connection, at)
    connection.execute(delete(journal).where(journal.c.sequence >= at))
    _set_head(connection, _standing(connection))
    for place, row in enumerate(rows):
        actor = f"forged{rng.random()}" if place == 0 else row["actor"]
        entries.append(connection, Entry(row["at"], actor, row["verb"], row["subject"], row["details"]))


def _last(connection: Connection) -> int:
    return connection.execute(select(func.max(journal.c.sequence))).scalar_one()


def _rows_from(connection: Connection, at: int) -> list[dict]:
    query = select(journal).where(journal.c.sequence >= at).order_by(journal.c.sequence)
    return [row._asdict() for row in connection.execute(query)]


def _standing(connection: Connection) -> Standing:
    standing = Standing()
    for link in entries.read_chain(connection):
        if link:
            _, standing = chained(link.entry, standing)
    return standing


def _set_head(connection: Connection, standing: Standing) -> None:
    values = {"sequence": standing.sequence, "digest": standing.digest, "frontier": b"".join(standing.frontier)}
    connection.execute(update(journal_head).values(values))
