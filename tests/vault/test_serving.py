"""The vault in-process and in its own process: the same verbs, the same answers."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from portal.domain.phone import classify
from portal.vault import keyring
from portal.vault.keyring import KeyFile
from portal.vault.openings import Bounds
from portal.vault.remote import RemoteVault, VaultAway
from portal.vault.sealing import Place, SealBroken
from portal.vault.serving import VaultServer
from portal.vault.vault import Vault
from tests.servers.vault import own_vault

ONE, OTHER = UUID(int=1), UUID(int=2)
PLACE = Place("calls", "notes_sealed", ONE)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    keyring.create(tmp_path / "keys.json")
    return tmp_path / "keys.json"


@pytest.fixture(params=["in_process", "own_process"])
def vault(request: pytest.FixtureRequest, keys: Path) -> Iterator[Vault]:
    if request.param == "in_process":
        yield Vault(KeyFile(keys).newest())
        return
    with own_vault(keys, keys.with_name("vault.sock")) as process:
        remote = RemoteVault(process.socket)
        yield remote
        remote.hang_up()


def test_what_is_sealed_opens_in_its_place_only(vault: Vault) -> None:
    key, stored = vault.new_key(ONE)
    sealed = key.seal("备注", PLACE)

    assert vault.unwrap(ONE, stored).open(sealed, PLACE) == "备注"
    with pytest.raises(SealBroken):
        key.open(sealed, Place("calls", "notes_sealed", OTHER))
    with pytest.raises(SealBroken):
        vault.unwrap(OTHER, stored)


def test_every_kind_of_answer_is_the_one_of_the_keys(vault: Vault, keys: Path) -> None:
    plain, caller = Vault(KeyFile(keys).newest()), classify("13812345678")
    key, stored = vault.new_key(ONE)
    number = key.seal("13812345678", PLACE)

    assert vault.caller_index(caller) == plain.caller_index(caller)
    assert vault.master_versions() == plain.master_versions() == (1, (1,))
    assert number is not None
    assert vault.number_keys(ONE, stored, number, PLACE) == plain.number_keys(ONE, stored, number, PLACE) is not None
    assert vault.open_state(vault.seal_state({"a": [1, None, "备"]}, "x"), "x") == {"a": [1, None, "备"]}
    assert vault.complaint_for(vault.receipt_code("token")) == plain.complaint_for(plain.receipt_code("token"))
    assert vault.recovery_secret("four words", "1234") == plain.recovery_secret("four words", "1234")
    assert plain.unwrap(ONE, vault.rewrap(ONE, stored)).open(number, PLACE) == "13812345678"


def test_marks_of_deliveries_are_the_same_from_either_process_and_no_two_alike(vault: Vault, keys: Path) -> None:
    own = Vault(KeyFile(keys).newest())
    assert vault.delivery_marks(ONE, [ONE, OTHER]) == own.delivery_marks(ONE, [ONE, OTHER])
    assert vault.delivery_mothers(ONE, [ONE]) == own.delivery_mothers(ONE, [ONE])
    assert vault.delivery_marks(ONE, []) == []
    found = [
        *own.delivery_marks(ONE, [ONE, OTHER]),
        *own.delivery_marks(OTHER, [ONE]),
        *own.delivery_mothers(ONE, [ONE]),
    ]
    assert len(set(found)) == 4


def test_no_key_of_a_complaint_crosses_the_socket(keys: Path) -> None:
    with own_vault(keys, keys.with_name("vault.sock")) as process:
        vault = RemoteVault(process.socket)
        assert vault.new_key(ONE)[0].secret == b""
        with pytest.raises(VaultAway):
            vault._ask("_code_app_key")
        with pytest.raises(VaultAway):
            vault._ask("unwrap", ONE, vault.new_key(ONE)[1])
        vault.hang_up()


def test_a_vault_that_is_away_is_said_and_one_that_came_back_is_used(keys: Path) -> None:
    with own_vault(keys, keys.with_name("vault.sock")) as process:
        vault = RemoteVault(process.socket)
        secret = vault.web_secret()
        process.kill()
        with pytest.raises(VaultAway):
            vault.web_secret()
        process.start()
        assert vault.web_secret() == secret
        vault.hang_up()


def test_a_user_who_is_not_named_is_not_answered(keys: Path) -> None:
    server = VaultServer(
        keys.with_name("v.sock"), Vault(KeyFile(keys).newest()), frozenset({os.getuid() + 1}), Bounds.beside(keys)
    )
    vault = RemoteVault(keys.with_name("v.sock"))
    vault_line = vault._line()
    server.handle_request()

    assert vault_line.recv(1) == b""
    vault.hang_up()
    server.server_close()
