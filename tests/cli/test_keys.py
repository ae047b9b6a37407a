"""`flask keys rotate`, `status` and `retire`, killed and gone on with; and what an erasure leaves in a backup."""

import base64
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from portal.casework import master_keys
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.services import Services
from portal.storage import complaints, dump, journal, wrapped_keys
from portal.vault import keyring
from portal.vault.sealing import Place, SealBroken, WrappedKey
from portal.vault.vault import Vault
from tests.casework.conftest import CONTACT, submitted
from tests.cli.conftest import Run

MANY, BLOCK = 8, 3
AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def mothers(found: Services, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    monkeypatch.setattr(master_keys, "KEYS_A_TRANSACTION", BLOCK)
    return [submitted(found.store, found.vault, f"m{number}") for number in range(MANY)]


def contact_of(found: Services, complaint_id: UUID, vault: Vault | None = None) -> str | None:
    with found.store.read() as connection:
        sealed = complaints.get(connection, complaint_id).contact_sealed
        wrapped = complaints.wrapped_key(connection, complaint_id)
    key = (vault or found.vault).unwrap(complaint_id, wrapped)
    return key.open(sealed, Place("complaints", "contact_sealed", complaint_id))


def versions(found: Services) -> dict[int, int]:
    with found.store.read() as connection:
        return wrapped_keys.by_version(connection)


class Killed(BaseException):
    """What a kill is to the code that it hits."""


class KilledVault(Vault):
    """Is killed in the middle of a block."""

    left = BLOCK + 1

    def rewrap(self, complaint: UUID, stored: WrappedKey) -> WrappedKey:
        self.left -= 1
        if self.left < 0:
            raise Killed
        return super().rewrap(complaint, stored)


def test_a_rotation_wraps_every_key_anew_and_opens_everything(run: Run, found: Services, mothers: list[UUID]) -> None:
    done = run("keys", "rotate")

    assert (done.exit_code, versions(found)) == (0, {2: MANY}), done.output
    assert [contact_of(found, one) for one in mothers] == [CONTACT] * MANY
    assert submitted(found.store, found.vault, "after")
    assert versions(found) == {2: MANY + 1}
    told = run("keys", "status").output
    assert "第 1 版：0 份" in told and f"第 2 版（正在使用）：{MANY + 1} 份" in told


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(run: Run, found: Services, mothers: list[UUID]) -> None:
    keyring.rotate(found.settings.keys)
    with pytest.raises(Killed):
        master_keys.rewrap(by="a", at=AT, store=found.store, vault=KilledVault(keyring.load(found.settings.keys)))
    assert versions(found) == {1: MANY - BLOCK, 2: BLOCK}
    assert [contact_of(found, one) for one in mothers] == [CONTACT] * MANY
    assert run("keys", "retire", "--yes").exit_code == 2

    again = run("keys", "rotate")

    assert "继续" in again.output and f"{MANY - BLOCK} 份" in again.output
    assert versions(found) == {2: MANY}
    assert keyring.load(found.settings.keys).current == 2


def test_an_old_key_is_kept_until_nothing_can_need_it_and_an_operator_says_so(
    run: Run, found: Services, mothers: list[UUID]
) -> None:
    before = found.settings.keys.read_text()
    run("keys", "rotate")
    assert "未满一小时" in run("keys", "retire", "--yes").output
    clock = found.clock
    found.clock = lambda: clock() + timedelta(hours=2)
    assert run("keys", "retire").exit_code == 2
    assert 1 in keyring.load(found.settings.keys).masters

    assert run("keys", "retire", "--yes").exit_code == 0

    assert set(keyring.load(found.settings.keys).masters) == {2} and before != found.settings.keys.read_text()
    assert [contact_of(found, one) for one in mothers] == [CONTACT] * MANY
    with found.store.read() as connection:
        verbs = [entry.verb for entry in journal.about(connection, "keys")]
        assert journal.broken_at(connection) is None
    assert verbs == ["keys.rotate", *["keys.rewrap"] * 3, "keys.retire"]


def test_a_backup_after_an_erasure_holds_no_key_of_hers_and_the_journal_certifies_it(
    found: Services, mothers: list[UUID], tmp_path: Path
) -> None:
    gone, stays = mothers[:2]
    with found.store.read() as connection:
        wrapped = complaints.wrapped_key(connection, gone)
        sealed = complaints.get(connection, gone).contact_sealed
    intake.withdraw(gone, Withdrawal.ERASED, store=found.store, at=AT)
    dump.write(found.store, tmp_path / "backup.zip", at=AT)

    with zipfile.ZipFile(tmp_path / "backup.zip") as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
        rows = [json.loads(line) for line in packed.read("complaint_keys.jsonl").splitlines()]
        deeds = [json.loads(line) for line in packed.read("journal.jsonl").splitlines()]
    assert {row["complaint_id"] for row in rows} == {str(one) for one in mothers} - {str(gone)}
    for secret in (wrapped.wrapped, sealed):
        assert base64.b64encode(secret) not in everything
    certificate = [deed for deed in deeds if deed["subject"] == f"complaint:{gone}"][-1]
    assert certificate["details"] == {"how": "erased", "key": "destroyed"}
    assert contact_of(found, stays) == CONTACT
    # Whoever kept her sealed words opens them with no key that is left.
    for row in rows:
        key = found.vault.unwrap(UUID(row["complaint_id"]), _wrapped(row))
        with pytest.raises(SealBroken):
            key.open(sealed, Place("complaints", "contact_sealed", gone))


def test_an_older_backup_is_beyond_reach_once_its_master_key_is_retired(
    run: Run, found: Services, mothers: list[UUID]
) -> None:
    with found.store.read() as connection:
        old = complaints.wrapped_key(connection, mothers[0])
    intake.withdraw(mothers[0], Withdrawal.ERASED, store=found.store, at=AT)
    found.vault.unwrap(mothers[0], old)  # a copy from before the erasure opens as long as that master key is there
    run("keys", "rotate")
    clock = found.clock
    found.clock = lambda: clock() + timedelta(hours=2)
    assert run("keys", "retire", "--yes").exit_code == 0

    with pytest.raises(SealBroken):
        found.vault.unwrap(mothers[0], old)


def _wrapped(row: dict) -> WrappedKey:
    return WrappedKey(row["master_version"], base64.b64decode(row["wrapped"]))
