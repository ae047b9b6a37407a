"""Backup and restore: the same rows in either database, nothing in the clear, nothing half."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.domain.access import Role, StaffMember
from portal.domain.job import Job, JobKind, JobState
from portal.domain.period import Period
from portal.domain.recipient import ExportRun
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints
from portal.storage import dump, exports, findings, hospitals, jobs, journal, staff
from portal.storage.database import Store
from portal.storage.schema import metadata
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.servers.databases import Databases
from tests.servers.postgres import PostgresMissing

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MARKERS = ("13977712345", "标记在备注里", "marker-contact")


def fill(store: Store, folder: Path) -> None:
    """Something in nearly every table."""
    with store.write() as connection:
        hospitals.put(connection, {"晨曦医院": "晨曦区"})
        period = Period(date(2025, 11, 1), date(2025, 12, 1))
        exports.put_run(connection, ExportRun("甲局", NOON, period, columns=frozenset({"name"}), rows=3))
        staff.add(connection, StaffMember(uuid4(), "li", "李", Role.ANALYST), "hash", NOON)
        jobs.add(connection, Job(uuid4(), JobKind.CORRELATE, JobState.WAITING, "li", NOON))
        findings.save(connection, at=NOON, by="li", findings={"数": [1.5, None]}, pictures={})
    draft = CallDraft(
        NOON - timedelta(days=1), Precision.MINUTE, VendorType.OTHER, caller_number=MARKERS[0], notes=MARKERS[1]
    )
    complaints.submit(
        ComplaintDraft(Card("晨曦医院", date(2025, 11, 3)), (draft,), contact=MARKERS[2]),
        token="t" * 32, store=store, vault=Vault(keyring.create(folder / "keys.json")), at=NOON,
    )  # fmt: skip


def contents(store: Store) -> dict[str, list[Any]]:
    with store.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


@pytest.fixture
def other(databases: Databases, database_url: str) -> Iterator[Store]:
    """An empty database of the other kind."""
    with ExitStack() as stack:
        try:
            kind = "postgresql" if database_url.startswith("sqlite") else "sqlite"
            url = stack.enter_context(databases.fresh(kind))
        except PostgresMissing as missing:
            pytest.skip(str(missing))
        store = Store(url)
        stack.callback(store.close)
        yield store


def test_a_backup_comes_back_in_the_other_database_as_it_was(store: Store, other: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    rows = dump.write(store, tmp_path / "b.zip", at=NOON)

    assert dump.restore(other, tmp_path / "b.zip") == rows

    assert contents(other) == contents(store)
    with other.write() as connection:
        assert journal.broken_at(connection) is None
        hospitals.put(connection, {"新医院": "新区"})
        findings.save(connection, at=NOON, by="li", findings={}, pictures={})


def test_nothing_that_names_anybody_is_in_backup_or_database_file(
    store: Store, tmp_path: Path, database_url: str
) -> None:
    fill(store, tmp_path)
    dump.write(store, tmp_path / "b.zip", at=NOON)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        found = [packed.read(name) for name in packed.namelist()]
    if database_url.startswith("sqlite"):
        found.append(Path(database_url.removeprefix("sqlite:///")).read_bytes())
    keys = json.loads((tmp_path / "keys.json").read_text())
    secrets = [*MARKERS, keys["index"], keys["masters"]["1"]]

    assert not [secret for secret in secrets for content in found if secret.encode() in content]


def test_a_restore_never_mixes_two_databases(store: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    dump.write(store, tmp_path / "b.zip", at=NOON)
    before = contents(store)

    with pytest.raises(dump.DatabaseNotEmpty):
        dump.restore(store, tmp_path / "b.zip")

    assert contents(store) == before


def rewritten(source: Path, target: Path, change: dict[str, Any]) -> Path:
    """A copy with some members replaced (None: left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_a_damaged_file_changes_nothing(store: Store, other: Store, tmp_path: Path) -> None:
    fill(store, tmp_path)
    sound = tmp_path / "b.zip"
    dump.write(store, sound, at=NOON)
    before = contents(other)
    cut, text = tmp_path / "cut.zip", tmp_path / "text.zip"
    cut.write_bytes(sound.read_bytes()[:-200])
    text.write_text("no zip")
    flipped = tmp_path / "flipped.zip"
    shutil.copyfile(sound, flipped)
    with zipfile.ZipFile(sound) as packed:
        inside = packed.getinfo("complaints.jsonl").header_offset + 80  # behind the member's own header
    with flipped.open("r+b") as file:
        file.seek(inside)
        file.write(b"\xff\xff\xff\xff")
    damaged = [
        cut,
        text,
        flipped,
        rewritten(sound, tmp_path / "1.zip", {"calls.jsonl": None}),
        rewritten(sound, tmp_path / "2.zip", {"calls.jsonl": b""}),
        rewritten(sound, tmp_path / "3.zip", {"manifest.json": None}),
        rewritten(sound, tmp_path / "4.zip", {"manifest.json": b"[]"}),
        rewritten(sound, tmp_path / "5.zip", {"manifest.json": b'{"format": "other"}'}),
    ]

    for file in damaged:
        with pytest.raises(dump.BackupDamaged):
            dump.restore(other, file)
    assert contents(other) == before


def test_a_backup_of_another_schema_is_named_so(store: Store, tmp_path: Path) -> None:
    dump.write(store, tmp_path / "b.zip", at=NOON)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        manifest = json.loads(packed.read("manifest.json")) | {"revision": "0000"}
    other = rewritten(tmp_path / "b.zip", tmp_path / "o.zip", {"manifest.json": json.dumps(manifest)})

    with pytest.raises(dump.OtherSchema):
        dump.restore(store, other)
