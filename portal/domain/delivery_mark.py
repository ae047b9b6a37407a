"""The marks of a delivery, and how a leaked file is traced by them.

Every delivery of the same rows differs: each row has a reference of its own, rows of one mother another name, and each
call another second. A second says nothing (nobody knows it; the column `precision` says how exactly the time is
known), so no fact is changed. Which second it is follows from a secret: a file of another origin hits one in sixty.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from portal.domain.crockford import grouped, written

SECONDS = 60
REFERENCE_LETTERS = 12  # of 32: 60 bits, so that no chance meets one
FALSE_ACCUSATION = 1e-6  # over all deliveries compared: so rarely may an innocent one be named by seconds alone


@dataclass(frozen=True, slots=True)
class RowMark:
    """What is unique to one call in one delivery."""

    reference: str
    second: int


@dataclass(frozen=True, slots=True)
class MarkedDelivery:
    """What left with one delivery, as far as it can be made again: plain references, instants with their seconds."""

    id: UUID
    references: frozenset[str]
    instants: frozenset[datetime]


@dataclass(frozen=True, slots=True)
class LeakedRow:
    """One row of a file of unknown origin: all that may be a reference, all that is a time."""

    texts: frozenset[str] = field(repr=False)
    instants: frozenset[datetime] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Trace:
    """What speaks for one delivery: rows that bear its references; times of its calls, and how many with its seconds.

    `chance` is how probable so many hits are in a file that comes from elsewhere.
    """

    delivery_id: UUID
    rows: int
    same_minute: int
    same_second: int
    chance: float
    traced: bool


def mark_of(digest: bytes) -> RowMark:
    """The mark that a keyed digest stands for."""
    number = int.from_bytes(digest[:8], "big")
    return RowMark(grouped(written(number, REFERENCE_LETTERS)), int.from_bytes(digest[8:16], "big") % SECONDS)


def marked(called_at: datetime, mark: RowMark) -> datetime:
    """A call's time as a delivery states it."""
    return called_at.replace(second=mark.second, microsecond=0)


def plain(text: str) -> str:
    """A reference as it is compared: however a program wrote it again."""
    return text.replace("-", "").upper()


def trace(rows: Sequence[LeakedRow], deliveries: Iterable[MarkedDelivery]) -> list[Trace]:
    """How a file fits each delivery, the best first; equal times count once, so that repeating a row adds nothing."""
    compared = list(deliveries)
    leaked = frozenset[datetime]().union(*(row.instants for row in rows)) if rows else frozenset()
    bound = FALSE_ACCUSATION / max(1, len(compared))
    found = [_fit(rows, leaked, one, bound) for one in compared]
    return sorted(found, key=lambda one: (-one.rows, one.chance, one.delivery_id))


def _fit(rows: Sequence[LeakedRow], leaked: frozenset[datetime], one: MarkedDelivery, bound: float) -> Trace:
    by_minute: dict[datetime, set[int]] = {}
    for instant in one.instants:
        by_minute.setdefault(_minute(instant), set()).add(instant.second)
    near = [instant for instant in leaked if _minute(instant) in by_minute]
    hits = sum(instant.second in by_minute[_minute(instant)] for instant in near)
    expected = sum(len(by_minute[_minute(instant)]) for instant in near) / SECONDS
    chance = at_least(hits, len(near), expected)
    bearing = sum(not one.references.isdisjoint(row.texts) for row in rows)
    return Trace(one.id, bearing, len(near), hits, chance, bearing > 0 or chance < bound)


def at_least(hits: int, tries: int, expected: float) -> float:
    """An upper bound of the probability of so many hits, where the tries hit independently, `expected` of them in all.

    Above the expectation no spread of the chances over the tries is likelier to reach a number than an even one
    (Hoeffding 1956, Ann. Math. Stat. 27, theorem 5); below it, 1 is said.
    """
    if hits == 0 or hits < expected + 1:
        return 1.0
    each = expected / tries
    logs = [
        math.lgamma(tries + 1) - math.lgamma(k + 1) - math.lgamma(tries - k + 1)
        + k * math.log(each) + (tries - k) * math.log1p(-each)
        for k in range(hits, tries + 1)
    ]  # fmt: skip
    return min(1.0, math.fsum(map(math.exp, logs)))


def _minute(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(second=0, microsecond=0)
