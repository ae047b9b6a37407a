"""Restore drills: a sealed backup brought back on an empty host with the offline key, and everything compared.

`python -m benchmarks restore`; each drill has a fresh folder, a fresh database and a fresh process of the portal, in
turn on SQLite and on PostgreSQL.
"""

import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select

from benchmarks.figure import Figure
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as diary
from portal.storage import calls as call_rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.storage.schema import calls, metadata
from portal.vault import keyring, offline
from portal.vault.sealing import Place
from portal.vault.vault import Vault
from tests.cli.conftest import flask
from tests.servers.databases import KINDS, Databases
from tests.servers.portal import serving

DRILLS, REPORTS, FIELDS = 10, 500, 1_000
TIMES = ("backup", "restore")


@dataclass(frozen=True)
class Drill:
    """What came of one: seconds, rows that differ, sealed fields that opened, and whether journal and pages held."""

    backup: float
    restore: float
    rows: int
    differing_tables: int
    opened: int
    journal_holds: bool
    pages_answer: bool


def measure() -> Iterator[Figure]:
    """Ten drills; the slowest of each time, the worst of each count."""
    with Databases.of_their_own() as databases:
        done = [run(databases, number, reports=REPORTS, fields=FIELDS) for number in range(DRILLS)]
    yield Figure("drills", len(done), "drills", "half on each database")
    yield Figure("rows of the smallest", min(one.rows for one in done), "rows")
    for name in TIMES:
        yield Figure(f"{name}, the slowest", max(getattr(one, name) for one in done), "s")
    yield Figure("tables that differ, all drills", sum(one.differing_tables for one in done), "tables", "must be 0")
    yield Figure("sealed fields opened, the fewest", min(one.opened for one in done), "fields", f"of {FIELDS}")
    yield Figure("journals that hold", sum(one.journal_holds for one in done), "drills")
    yield Figure("portals that answer", sum(one.pages_answer for one in done), "drills")


def run(databases: Databases, number: int, *, reports: int, fields: int) -> Drill:
    """One drill: fill, back up sealed, lose the host, restore, compare."""
    kind, chance = KINDS[number % len(KINDS)], random.Random(number)  # noqa: S311 - a sample
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        first, second = (stack.enter_context(databases.fresh(kind)) for _ in range(2))
        source, instance = Store(first), folder / "first"
        stack.callback(source.close)
        codes = _fill(source, Vault(keyring.create(instance / "keys.json")), reports, number)
        public, file = offline.create(folder / "offline.key"), folder / "b.age"
        backup = _timed("backup", file, "--to", public, instance=instance, DATABASE_URL=first)
        _timed("backup", "vault", folder / "k.age", "--to", public, instance=instance, DATABASE_URL=first)
        before = digests(source)
        shutil.rmtree(instance)
        empty = folder / "second"
        empty.mkdir()
        key = ("--identity", folder / "offline.key")
        _timed("backup", "unseal", folder / "k.age", *key, "--out", empty / "keys.json", instance=empty)
        restore = _timed("restore", file, *key, instance=empty, DATABASE_URL=second)
        target, vault = Store(second), Vault(keyring.load(empty / "keys.json"))
        stack.callback(target.close)
        after = digests(target)
        told = {"journal", "journal_head", "backups"}  # backup and restore leave an entry each
        with target.read() as connection:
            holds = journal.broken_at(connection) is None
        return Drill(
            backup, restore, sum(count for count, _ in after.values()),
            sum(before[name] != after[name] for name in before if name not in told),
            _opened(target, vault, chance, fields), holds, _answers(second, empty, chance.choice(codes)),
        )  # fmt: skip


def digests(store: Store) -> dict[str, tuple[int, str]]:
    """Rows and digest of every table."""
    found = {}
    with store.read() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).all()
            found[table.name] = (len(rows), sha256(repr([tuple(row) for row in rows]).encode()).hexdigest())
    return found


def _fill(store: Store, vault: Vault, reports: int, number: int) -> list[str]:
    at, codes = datetime.now(UTC), []
    for each in range(reports):
        called = at - timedelta(days=1 + each % 60)
        call = CallDraft(called, Precision.MINUTE, VendorType.OTHER, caller_number="13977712345", notes=f"n{each}")
        draft = ComplaintDraft(Card(), (call,), contact=f"c{each}")
        token = f"{number}-{each}".ljust(32, "x")
        codes.append(diary.submit(draft, token=token, store=store, vault=vault, at=at).code)
    return codes


def _opened(store: Store, vault: Vault, chance: random.Random, fields: int) -> int:
    opened = 0
    with store.read() as connection:
        some = list(connection.execute(select(calls.c.complaint_id, calls.c.id)))
        for row in chance.choices(some, k=fields):
            wrapped = complaint_rows.wrapped_key(connection, row.complaint_id)
            (call,) = [one for one in call_rows.of_complaint(connection, row.complaint_id) if one.id == row.id]
            key = vault.unwrap(row.complaint_id, wrapped)
            opened += (key.open(call.notes_sealed, Place("calls", "notes_sealed", call.id)) or "").startswith("n")
    return opened


def _answers(database_url: str, instance: Path, code: str) -> bool:
    """Whether the restored portal comes up healthy and knows a receipt from before."""
    vault, store = Vault(keyring.load(instance / "keys.json")), Store(database_url)
    known = diary.look_up(code, store=store, vault=vault) is not None
    store.close()
    with serving(database_url, instance):
        return known


def _timed(*arguments: object, instance: Path, **extra: str) -> float:
    begun = time.monotonic()
    done = flask(*arguments, instance=instance, **extra)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return time.monotonic() - begun
