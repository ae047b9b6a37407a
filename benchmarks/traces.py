"""Is a leaked part traced to its delivery, and no file from elsewhere to any?

    python -m benchmarks traces                              # the short form
    python -m benchmarks.traces --leaks 1000 --strangers 5000

Many deliveries of the very same calls lie in the drawer, marked by the vault. A thief takes some rows of one, cuts off
references and codes, shuffles them and changes the seconds of some: only the seconds are left to go by. A stranger's
file holds the same calls to the minute with seconds of another origin; it is compared with every delivery. With the
references left on, a single row is enough; tests/casework/test_tracing.py has that, with real files.
"""

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from tqdm import tqdm

from benchmarks.figure import Figure, table
from benchmarks.heading import heading
from portal.domain.delivery_mark import LeakedRow, MarkedDelivery, mark_of, marked, plain, trace
from portal.vault import keyring
from portal.vault.vault import Vault

ROWS, DELIVERIES = 100, 200
SHORT = (40, 20)
START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
Marking = Callable[[Vault, UUID, list[UUID]], list[bytes]]
# What a thief may do: how many rows he keeps, and of how many he changes the second.
THEFTS = {
    "100 rows, untouched": (100, 0), "100 rows, 10 changed": (100, 10), "100 rows, 50 changed": (100, 50),
    "10 rows, untouched": (10, 0), "10 rows, 2 changed": (10, 2), "6 rows, untouched": (6, 0),
}  # fmt: skip


def by_the_vault(vault: Vault, delivery: UUID, calls: list[UUID]) -> list[bytes]:
    """The marks as they are."""
    return vault.delivery_marks(delivery, calls)


def alike(vault: Vault, _delivery: UUID, calls: list[UUID]) -> list[bytes]:
    """The planted fault: marks that do not follow from the delivery."""
    return vault.delivery_marks(UUID(int=0), calls)


def drawer(vault: Vault, deliveries: int = DELIVERIES, marking: Marking = by_the_vault) -> list[MarkedDelivery]:
    """So many deliveries of the same calls, which came every few minutes."""
    calls = [UUID(int=number) for number in range(ROWS)]
    times = [START + timedelta(minutes=7 * number) for number in range(ROWS)]
    made = []
    for number in range(1, deliveries + 1):
        marks = [mark_of(digest) for digest in marking(vault, UUID(int=number), calls)]
        instants = [marked(at, mark) for at, mark in zip(times, marks, strict=True)]
        references = frozenset(plain(mark.reference) for mark in marks)
        made.append(MarkedDelivery(UUID(int=number), references, frozenset(instants)))
    return made


def stolen(source: MarkedDelivery, kept: int, changed: int, chance: random.Random) -> list[LeakedRow]:
    """Some rows of a delivery, without references, some with another second."""
    instants = chance.sample(sorted(source.instants), kept)
    instants = [one.replace(second=chance.randrange(60)) for one in instants[:changed]] + instants[changed:]
    return [LeakedRow(frozenset(), frozenset({one})) for one in instants]


def traced(deliveries: Sequence[MarkedDelivery], kept: int, changed: int, leaks: int) -> tuple[int, int]:
    """How many leaks were traced to their delivery and to no other, and how many to any other."""
    chance, right, wrong = random.Random(kept * 1000 + changed), 0, 0  # noqa: S311 - the same again, and no secret
    for _ in tqdm(range(leaks), leave=False, disable=None):
        source = chance.choice(deliveries)
        named = {one.delivery_id for one in trace(stolen(source, kept, changed, chance), deliveries) if one.traced}
        right += named == {source.id}
        wrong += bool(named - {source.id})
    return right, wrong


def accused(deliveries: Sequence[MarkedDelivery], strangers: int) -> int:
    """How many comparisons of a stranger's file with a delivery name the delivery."""
    chance, named = random.Random(1), 0  # noqa: S311 - the same
    for _ in tqdm(range(strangers), leave=False, disable=None):
        rows = stolen(chance.choice(deliveries), ROWS, ROWS, chance)
        named += sum(one.traced for one in trace(rows, deliveries))
    return named


def measure() -> Iterator[Figure]:
    """The short form for `python -m benchmarks`."""
    yield from tried(*SHORT)


def tried(leaks: int, strangers: int) -> Iterator[Figure]:
    """Leaks of each kind, and files of strangers."""
    with TemporaryDirectory() as place:
        deliveries = drawer(Vault(keyring.create(Path(place) / "keys.json")))
    for name, (kept, changed) in THEFTS.items():
        right, wrong = traced(deliveries, kept, changed, leaks)
        yield Figure(f"traced rightly: {name}", right, f"of {leaks}", f"another named: {wrong}")
    compared = strangers * len(deliveries)
    yield Figure(
        "strangers' files that name a delivery", accused(deliveries, strangers), f"of {compared}", "expected: 0"
    )


def main() -> None:
    """The long campaign."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--leaks", type=int, default=1000)
    asked.add_argument("--strangers", type=int, default=5000)
    wanted = asked.parse_args()
    print(heading())
    print(table(tried(wanted.leaks, wanted.strangers)))


if __name__ == "__main__":
    main()
