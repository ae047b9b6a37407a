"""From which delivery a leaked file came: its marks are made again and looked for; nothing of the file is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.domain import delivery_mark
from portal.domain.delivery import Delivery
from portal.domain.delivery_mark import MarkedDelivery, Trace
from portal.domain.journal import Entry
from portal.files.leaked_rows import read_leaked
from portal.storage import deliveries as rows
from portal.storage import journal
from portal.storage.database import Connection, Store
from portal.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Traced:
    """How many lines and times the file has, and how it fits every delivery that left, the best first."""

    lines: int
    times: int
    fits: tuple[tuple[Delivery, Trace], ...]


def trace(path: Path, *, by: str, at: datetime, store: Store, vault: Vault) -> Traced:
    """Compare a file with everything that ever left; that it was compared is on record first."""
    leaked, digest = read_leaked(path)
    with store.write() as connection:
        details = {"file": vault.file_name(digest), "lines": len(leaked)}
        journal.append(connection, Entry(at, by, "delivery.trace", "delivery", details))
    with store.read() as connection:
        left = {one.id: one for one in rows.taken(connection)}
        found = delivery_mark.trace(leaked, _marked(connection, list(left.values()), vault))
    times = frozenset[datetime]().union(*(row.instants for row in leaked)) if leaked else frozenset()
    return Traced(len(leaked), len(times), tuple((left[one.delivery_id], one) for one in found))


def _marked(connection: Connection, left: list[Delivery], vault: Vault) -> Iterator[MarkedDelivery]:
    for delivery in left:
        picked = rows.picked(connection, delivery.id)
        calls, mothers = [call for _mother, call in picked], sorted({mother for mother, _call in picked})
        times = rows.times_of(connection, delivery.id)
        digests = vault.delivery_marks(delivery.id, calls)
        codes = [delivery_mark.mark_of(one) for one in vault.delivery_mothers(delivery.id, mothers)]
        marks = {call: delivery_mark.mark_of(digest) for call, digest in zip(calls, digests, strict=True)}
        yield MarkedDelivery(
            delivery.id,
            frozenset(delivery_mark.plain(mark.reference) for mark in [*marks.values(), *codes]),
            frozenset(delivery_mark.marked(times[call], marks[call]).astimezone(UTC) for call in times),
        )
