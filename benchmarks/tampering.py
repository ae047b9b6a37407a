"""Does every tampering with the journal show? Random ones, by somebody who owns the database.

    python -m benchmarks tampering              # 300 on SQLite, and what a proof costs among a million entries
    python -m benchmarks.tampering --n 10000    # a campaign; --url for an empty database of another kind

A tamperer drops the triggers and changes what he likes: entries, order, tail, head, nodes of the tree, one witness's
file; or he puts an older copy back, or rewrites history from some entry on with chain, tree and head made new, so that
the database agrees with itself. He reaches one witness's folder, not both, and has not the signing key. Every tampering
changes something, and the verifier must say so; that the journal holds without one is checked first.

What no witness has seen yet cannot be missed by one: rewritings of nothing but entries younger than the newest
checkpoint are drawn apart, and that they do not show is the price of a minute between two checkpoints.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from tqdm import tqdm

from benchmarks.figure import Figure, table
from benchmarks.proving import proving
from benchmarks.tamperings import START, TAMPERINGS, Tampering, rewrite
from benchmarks.unguarded import unguarded
from portal.casework import witnessing
from portal.domain.journal import Entry
from portal.files import witness
from portal.storage import journal as entries
from portal.storage import upgrade
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

ENTRIES, CHECKPOINT_EVERY = 60, 10
SHORT = 300
UNWITNESSED = 5
VERBS = ("complaint.take", "complaint.look", "import.reports", "analysis.save")

Verify = Callable[[Connection, list[Path], Vault], bool]  # whether it says that the journal holds


@dataclass(frozen=True)
class Bench:
    """A journal that its witnesses have seen, and who holds the keys."""

    store: Store
    vault: Vault
    folders: list[Path]


def holds(connection: Connection, folders: list[Path], vault: Vault) -> bool:
    """What `flask journal verify` finds."""
    return witnessing.verified(connection, folders=folders, vault=vault).holds


def holds_by_itself(connection: Connection, _folders: list[Path], vault: Vault) -> bool:
    """The planted fault: a verifier that asks no witness."""
    return witnessing.verified(connection, folders=(), vault=vault).holds


def prepare(store: Store, place: Path) -> Bench:
    """A journal of deeds, checkpointed as it grew and at its end."""
    vault = Vault(keyring.create(place / "keys.json"))
    folders = [place / "first", place / "second"]
    rng = random.Random(1)
    for number in range(ENTRIES):
        with store.write() as connection:
            at = START + timedelta(seconds=number)
            entries.append(connection, Entry(at, "a", rng.choice(VERBS), f"thing:{number % 7}", {"数": number}))
        if number % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1:
            witnessing.put(folders, store=store, vault=vault, at=at)
    with store.read() as connection:
        if not holds(connection, folders, vault):
            raise RuntimeError("the journal does not hold before anybody touched it")
    return Bench(store, vault, folders)


def detected(bench: Bench, tampering: Tampering, seed: int, verify: Verify = holds) -> bool:
    """Whether one tampering shows; afterwards everything is as before."""
    kept = {path: note for folder in bench.folders for path, note in witness.notes(folder)}
    try:
        with bench.store.rehearse() as connection:
            unguarded(connection)
            tampering(connection, random.Random(seed), bench.folders)
            return not verify(connection, bench.folders, bench.vault)
    finally:
        for path, note in kept.items():
            path.write_text(note)


def campaign(bench: Bench, n: int, verify: Verify = holds) -> tuple[Counter[str], Counter[str]]:
    """How many tamperings of each kind there were, and how many of them showed."""
    drawn, shown = Counter[str](), Counter[str]()
    for seed in tqdm(range(n), leave=False, disable=None):
        tampering = TAMPERINGS[seed % len(TAMPERINGS)]
        drawn[tampering.__name__] += 1
        shown[tampering.__name__] += detected(bench, tampering, seed, verify)
    return drawn, shown


def unwitnessed(bench: Bench, n: int) -> int:
    """How many whole rewritings show of entries that no witness has seen."""
    shown = 0
    for seed in range(n):
        with bench.store.rehearse() as connection:
            unguarded(connection)
            for number in range(UNWITNESSED):
                entries.append(connection, Entry(START + timedelta(days=1), "a", "deed", f"young:{number}"))
            rng = random.Random(seed)
            rewrite(connection, ENTRIES + rng.randint(1, UNWITNESSED), rng)
            shown += not holds(connection, bench.folders, bench.vault)
    return shown


def measure() -> Iterator[Figure]:
    """The short form for `python -m benchmarks`."""
    with TemporaryDirectory() as place:
        yield from tried(f"sqlite:///{place}/journal.db", Path(place), SHORT)
    yield from proving()


def tried(url: str, place: Path, n: int) -> Iterator[Figure]:
    """A campaign on an empty database, whose kinds are told one by one."""
    store = Store(url)
    upgrade.upgrade(store)
    bench = prepare(store, place)
    drawn, shown = campaign(bench, n)
    for kind in drawn:
        yield Figure(f"tampering shown: {kind}", shown[kind], f"of {drawn[kind]}", store.engine.dialect.name)
    yield Figure("tamperings shown", shown.total(), f"of {drawn.total()}", store.engine.dialect.name)
    young = max(1, n // 100)
    yield Figure("rewritings of unwitnessed entries shown", unwitnessed(bench, young), f"of {young}", "expected: none")
    store.close()


def main() -> None:
    """Print a campaign."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=SHORT)
    parser.add_argument("--url", help="an empty database; a SQLite file of its own where left out")
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        print(table(tried(asked.url or f"sqlite:///{place}/journal.db", Path(place), asked.n)))


if __name__ == "__main__":
    main()
