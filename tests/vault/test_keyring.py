"""The key file: added to, taken from, and read again by whoever runs meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from portal.vault import keyring
from portal.vault.keyring import KeyFile
from portal.vault.sealing import Place, SealBroken
from portal.vault.vault import Vault

COMPLAINT = UUID(int=1)
PLACE = Place("calls", "notes_sealed", UUID(int=2))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    keyring.create(tmp_path / "keys.json")
    return tmp_path / "keys.json"


def test_a_new_master_wraps_and_the_old_one_still_opens(path: Path) -> None:
    file = KeyFile(path)
    vault = Vault(file.newest(), file.newest)
    key, old = vault.new_key(COMPLAINT)
    sealed = key.seal("夜里打来", PLACE)

    keyring.rotate(path)
    new = vault.rewrap(COMPLAINT, old)

    assert (old.master_version, new.master_version, vault.new_key(COMPLAINT)[1].master_version) == (1, 2, 2)
    assert vault.unwrap(COMPLAINT, old).open(sealed, PLACE) == "夜里打来"
    assert vault.unwrap(COMPLAINT, new).open(sealed, PLACE) == "夜里打来"


def test_what_is_retired_opens_nothing_and_nothing_that_is_used_is_retired(path: Path) -> None:
    file = KeyFile(path)
    vault = Vault(file.newest(), file.newest)
    _, old = vault.new_key(COMPLAINT)
    keyring.rotate(path)
    new = vault.rewrap(COMPLAINT, old)

    assert keyring.retire(path, {1}) == ()
    assert keyring.retire(path, set()) == (1,)
    assert keyring.retire(path, set()) == ()

    vault.unwrap(COMPLAINT, new)
    with pytest.raises(SealBroken):
        vault.unwrap(COMPLAINT, old)


def test_the_other_keys_and_the_rights_on_the_file_stay(path: Path) -> None:
    before = keyring.load(path)
    after = keyring.rotate(path)

    assert (after.index, after.receipt, after.session) == (before.index, before.receipt, before.session)
    assert after.masters[1] == before.masters[1] != after.master
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(path.parent.glob(".keys.json.[0-9a-f]*"))


def test_many_rotations_at_once_lose_no_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keyring.rotate(path), range(16)))

    kept = keyring.load(path).masters
    assert sorted(kept) == list(range(1, 18))
    assert all(kept[version] == one.masters[version] for one in made for version in one.masters)


def test_a_key_file_that_is_gone_or_spoilt_meanwhile_leaves_the_keys_that_were_read(path: Path) -> None:
    file = KeyFile(path)
    before = file.newest()
    path.write_text("{")
    assert file.newest() == before
    path.unlink()
    assert file.newest() == before
