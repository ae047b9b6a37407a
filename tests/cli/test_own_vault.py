"""Commands where the vault is a process of its own: none of them reads a key."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.casework.watching import OPENINGS_SPENT
from portal.domain.allowance import OpeningsSpent
from portal.services import Services
from portal.settings import Settings
from portal.storage import journal
from portal.vault import keyring, offline
from portal.vault.sealing import Place
from tests.cli.conftest import Run, runner, running
from tests.cli.test_keeping import submit
from tests.servers.databases import ROLES
from tests.servers.vault import VaultProcess, own_vault


@pytest.fixture
def public(tmp_path: Path) -> str:
    return offline.create(tmp_path / "private")


@pytest.fixture
def process(public: str, tmp_path: Path) -> Iterator[VaultProcess]:
    (tmp_path / "vault").mkdir()
    keyring.create(tmp_path / "vault" / "keys.json")
    (tmp_path / "to").write_text(public)
    options = ("--openings", 1, "--sealed-to", tmp_path / "to")
    with own_vault(tmp_path / "vault" / "keys.json", tmp_path / "v.sock", *options) as process:
        yield process


@pytest.fixture
def settings(database_url: str, process: VaultProcess, tmp_path: Path) -> Settings:
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    nowhere = tmp_path / "nowhere"
    return Settings(url, tmp_path, nowhere, "http://127.0.0.1", vault=process.socket, database_roles=ROLES)


@pytest.fixture
def found(app: Flask) -> Iterator[Services]:
    services: Services = app.extensions["jingyue"].services
    yield services
    services.vault.hang_up()


def test_backups_are_made_and_restored_by_a_user_who_reads_no_key(
    run: Run, found: Services, public: str, tmp_path: Path
) -> None:
    submit(found, "a")
    assert run("backup", tmp_path / "b.age", "--to", public).exit_code == 0
    assert run("backup", "vault", tmp_path / "k.age", "--to", public).exit_code == 0
    out = ("--identity", tmp_path / "private", "--out", tmp_path / "k")
    assert run("backup", "unseal", tmp_path / "k.age", *out).exit_code == 0
    assert (tmp_path / "k").read_bytes() == (tmp_path / "vault" / "keys.json").read_bytes()
    assert not found.settings.keys.exists()
    url = f"sqlite:///{tmp_path / 'other.db'}"
    with running(dataclasses.replace(found.settings, database_url=url)) as other:
        done = runner(other)("restore", tmp_path / "b.age", "--identity", tmp_path / "private")
        assert "现有密钥可以打开" in done.output
        other.extensions["jingyue"].services.vault.hang_up()


def test_the_keys_are_sealed_to_no_key_that_only_the_caller_knows(run: Run, tmp_path: Path) -> None:
    mine = offline.create(tmp_path / "mine")
    refused = run("backup", "vault", tmp_path / "k.age", "--to", mine)
    assert (refused.exit_code, (tmp_path / "k.age").exists()) == (2, False)
    assert "只密封给它启动时得到的公钥" in refused.output


def test_a_key_file_that_the_vault_would_not_read_is_neither_made_nor_changed(run: Run, found: Services) -> None:
    for words in (("keys", "create"), ("keys", "rotate"), ("keys", "retire", "--yes")):
        refused = run(*words)
        assert (refused.exit_code, "密钥由另一个进程保管" in refused.output) == (2, True)
    assert run("keys", "status").exit_code == 0
    assert not found.settings.keys.exists()


def test_a_vault_that_is_away_is_said_and_nothing_is_made(
    run: Run, found: Services, process: VaultProcess, tmp_path: Path
) -> None:
    process.kill()
    refused = run("backup", tmp_path / "b.zip", "--plain")
    assert (refused.exit_code, "保管密钥的进程没有应答" in refused.output) == (2, True)
    assert (found.missing(), found.settings.keys.exists()) == (["vault"], False)


def test_the_worker_tells_of_openings_that_were_refused(run: Run, found: Services) -> None:
    kept = [submit(found, token).complaint_id for token in ("a", "b")]
    found.vault.hang_up()  # whose receipts were shown on this line
    for number, complaint in enumerate(kept):
        key, stored = found.vault.new_key(complaint)
        place = Place("calls", "notes_sealed", complaint)
        content = key.seal_content(b"words", place)
        if number:
            with pytest.raises(OpeningsSpent):
                found.vault.unwrap(complaint, stored).open_content(content, place)
        else:
            assert found.vault.unwrap(complaint, stored).open_content(content, place) == b"words"
    assert "警报" in run("worker", "--once").output
    assert "警报" not in run("worker", "--once").output, "once in ten minutes"
    with found.store.read() as connection:
        verbs = [link.entry.verb for link in journal.read_chain(connection) if link]
    assert verbs.count(OPENINGS_SPENT) == 1
